/// \file
/// Tables whose cells came out one below the other, each on its own lines.

#include "base/text.h"
#include "plan/body.h"
#include "plan/paragraph.h"
#include "plan/unfolder.h"

#include <algorithm>

namespace neove::plan {

bool Unfolder::unfold_flowing(std::size_t& i) {
    std::size_t first = i;
    const auto fields = read_flowing_head(i, first);
    if (!fields || first >= lines_.size()) return false;
    const auto opening = leading_index(lines_[first].text);
    if (!opening || !follows("", *opening)) return false;
    out_ += '\n';
    std::vector<std::string> head;
    for (const Field field : *fields) head.emplace_back(head_word(field));
    emit_row(head);
    std::string index;
    std::string count;  // the last number of a row
    std::string group;  // the last letter or Roman number of a group
    std::vector<std::string_view> cells;
    std::size_t n = first;
    for (; n < lines_.size(); ++n) {
        std::size_t after = n;
        if (n > first && (repeats_head(i, first, n, after) || read_flowing_head(n, after))) {
            n = after - 1;
            continue;
        }
        if (ends_flow(lines_[n])) break;
        const auto next = leading_index(lines_[n].text);
        const bool is_number = next && next->find_first_not_of("0123456789.") == std::string::npos;
        if (next && follows(count, *next) && begins_flowing_row(n, cells) &&
            (is_number || follows_group(group, *next))) {
            emit_flowing(index, cells, *fields);
            index = *next;
            (is_number ? count : group) = *next;
            cells.clear();
            const std::size_t begin = lines_[n].text.find_first_not_of(" \f");
            const std::size_t rest = lines_[n].text.find(' ', begin);
            if (rest != std::string_view::npos && rest + 1 < lines_[n].text.size())
                cells.push_back(lines_[n].text.substr(rest + 1));
        } else {
            cells.push_back(lines_[n].text);
        }
    }
    emit_flowing(index, cells, *fields);
    i = n;
    changed_ = true;
    return true;
}

/// A head whose labels follow one another, on one line or on several: "TT Nội dung Cơ quan chủ trì Thời
/// gian".
std::optional<std::vector<Field>> Unfolder::read_flowing_head(std::size_t i, std::size_t& after) const {
    if (lines_[i].text.contains('\t') || !starts_with_index_label(lines_[i].pieces[0].words))
        return std::nullopt;
    std::string words;
    constexpr std::size_t kTallestHead = 16;
    for (std::size_t n = i; n < lines_.size() && n < i + kTallestHead; ++n) {
        for (const Piece& piece : lines_[n].pieces) words += piece.words + " ";
        if (words.size() > 400) break;
        if (n + 1 >= lines_.size()) break;
        // The head ends where the first row or the first group begins.
        const auto opening = leading_index(lines_[n + 1].text);
        if (!opening || !follows("", *opening)) continue;
        auto fields = labels_in(words);
        if (!fields || fields->size() < 3 || std::ranges::find(*fields, Field::Content) == fields->end())
            continue;
        after = n + 1;
        return fields;
    }
    return std::nullopt;
}

/// Labels that cover the words one after another; a word or two may stand between.
std::optional<std::vector<Field>> Unfolder::labels_in(std::string_view words) const {
    static constexpr std::pair<Cue, Field> kHeads[] = {
        {Cue::label_index, Field::Number},
        {Cue::label_content, Field::Content},
        {Cue::label_lead, Field::Lead},
        {Cue::label_coordinate, Field::Coordinate},
        {Cue::label_perform, Field::Perform},
        {Cue::label_time, Field::Time},
        {Cue::label_product, Field::Product},
        {Cue::label_note, Field::Note},
        {Cue::label_funding, Field::Funding},
    };
    const Tokens t(words, g_.lexicon);
    std::vector<Field> fields;
    Index strangers = 0;
    for (Index i = 0; i < t.size();) {
        Index longest = 0;
        Field field = Field::Note;
        for (const auto& [cue, named] : kHeads) {
            if (const Index size = t.at(i, cue, t.size());
                size > longest && (t[i].capital || fields.empty() || t[i - 1].mark == U',')) {
                longest = size;
                field = named;
            }
        }
        if (longest == 0) {
            if (++strangers > 2 || t[i].kind == TokenKind::Number || t[i].mark == U':' || t[i].capital)
                return std::nullopt;
            ++i;
            continue;
        }
        strangers = 0;
        // "Tên văn bản, nội dung" heads one column.
        const bool same = i > 0 && t[i - 1].mark == U',';
        if (!same) fields.push_back(field);
        i += longest;
    }
    return fields;
}

/// The number with which the line begins, as "3" or "3." or "3.1" before words or alone.
std::optional<std::string> Unfolder::leading_index(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \f");
    if (begin == std::string_view::npos) return std::nullopt;
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    std::string word(line.substr(begin, end - begin));
    if (!is_index(word)) return std::nullopt;
    while (!word.empty() && (word.back() == '.' || word.back() == ')')) word.pop_back();
    return word;
}

bool Unfolder::is_roman_word(std::string_view word) {
    return word.find_first_not_of("IVX") == std::string_view::npos;
}

bool Unfolder::follows(const std::string& before, const std::string& index) {
    const bool number = index.find_first_not_of("0123456789.") == std::string::npos;
    if (!number) {
        // "A", "B" head groups as Roman numbers do.
        const bool letter = index.size() == 1 && index[0] >= 'A' && index[0] <= 'H';
        return letter || index.find_first_not_of("IVX") == std::string::npos;
    }
    if (before.empty() || before.find_first_not_of("0123456789.") != std::string::npos)
        return index == "1" || index == "01" || index == "1.1";
    if (index.contains('.')) return true;
    if (index.size() > 3) return false;
    const int mine = std::stoi(index);
    const int last = before.size() < 8 ? std::atoi(before.c_str()) : 0;
    return mine == last + 1 || mine == 1;
}

/// Groups count on: a letter must be the next one, so that a cell's "C" heads nothing.
bool Unfolder::follows_group(const std::string& before, const std::string& group) {
    const bool roman = group.find_first_not_of("IVX") == std::string::npos;
    if (roman) return true;
    return before.empty() ? group == "A" : before.size() == 1 && group[0] == before[0] + 1;
}

/// The head printed again on a new page, perhaps in the middle of a row.
bool Unfolder::repeats_head(std::size_t head, std::size_t first, std::size_t n, std::size_t& after) const {
    if (n + (first - head) > lines_.size()) return false;
    for (std::size_t k = 0; head + k < first; ++k) {
        if (words_of(lines_[head + k]) != words_of(lines_[n + k])) return false;
    }
    after = n + (first - head);
    return true;
}

/// A number may be part of the cell before, "Quý / II"; Roman ones head groups, whose titles stand in
/// capitals.
bool Unfolder::begins_flowing_row(std::size_t n, const std::vector<std::string_view>& cells) const {
    if (!cells.empty()) {
        const Tokens before(cells.back(), g_.lexicon);
        const Index last = before.size() - 1;
        // "Hằng tháng" is whole: no number belongs to it.
        const bool whole = last > 0 && before.is(last - 1, Cue::every, before.size());
        for (const Cue cue :
             {Cue::quarter,
              Cue::month,
              Cue::year,
              Cue::day,
              Cue::number_sign,
              Cue::until,
              Cue::from,
              Cue::before}) {
            if (!whole && before.size() > 0 && before.is(last, cue, before.size())) return false;
        }
        if (before.size() > 0 && (before[last].mark == U'-' || before[last].mark == U'/')) return false;
    }
    const Tokens t(lines_[n].text, g_.lexicon);
    if (t[0].kind == TokenKind::Number) return t.size() == 1 || !t[1].glued || t[1].mark == U'.';
    const bool letter = t[0].all_caps == false && t.text(0).size() == 1 && !is_roman_word(t.text(0));
    if (letter) return t.size() <= 2 || t[2].capital;
    if (t.size() > 2) return is_all_caps(t, {1, t.size()});
    if (n + 1 >= lines_.size()) return false;
    const Tokens title(lines_[n + 1].text, g_.lexicon);
    return is_all_caps(title, {0, title.size()});
}

bool Unfolder::ends_flow(const PageLine& line) const {
    const Tokens t(line.text, g_.lexicon);
    if (t.is(0, Cue::recipients, t.size()) || t.is(0, Cue::closing, t.size())) return true;
    const auto label = read_label(t, {0, t.size()});
    return label && label->kind <= LabelKind::Roman && t.size() > label->size && t.is_mark(1, U'.') &&
           is_all_caps(t, {label->size, t.size()});
}

/// A word of the pack's own that heads such a column: the first that names the field.
std::string Unfolder::head_word(Field field) const {
    const auto found = g_.column_heads.find(static_cast<int>(field));
    return found == g_.column_heads.end() ? "" : found->second;
}

void Unfolder::emit_flowing(
    const std::string& index, const std::vector<std::string_view>& lines, const std::vector<Field>& fields
) {
    if (index.empty() && lines.empty()) return;
    std::vector<std::string> cells;
    for (const std::string_view line : lines) {
        std::string words;
        for (const Piece& piece : pieces_of(line)) words += (words.empty() ? "" : " ") + piece.words;
        if (words.empty()) continue;
        if (!cells.empty() && continues(cells.back(), words)) {
            cells.back() += " " + words;
        } else {
            cells.push_back(std::move(words));
        }
    }
    std::vector<std::string> row(fields.size());
    const auto column = [&](Field field) {
        return static_cast<std::size_t>(std::ranges::find(fields, field) - fields.begin());
    };
    if (column(Field::Number) < fields.size()) row[column(Field::Number)] = index;
    place_cells(cells, fields, row);
    emit_row(row);
}

/// Cells go to the columns from left to right; what a cell speaks of tells which column it can be.
void Unfolder::place_cells(
    const std::vector<std::string>& cells, const std::vector<Field>& fields, std::vector<std::string>& row
) const {
    std::size_t at = 0;
    while (at < fields.size() && fields[at] == Field::Number) ++at;
    std::size_t last = at;
    bool content_seen = false;
    for (const std::string& cell : cells) {
        // Whatever stands first in the content's column is content, though it may begin like a body.
        const bool opens = !content_seen && at < fields.size() && fields[at] == Field::Content;
        CellKind kind = opens ? CellKind::Text : kind_of(cell);
        const bool who_seen = content_seen && last < fields.size() && fields[last] != Field::Content;
        if (kind == CellKind::Text && who_seen && speaks_of_time(cell)) kind = CellKind::Time;
        std::size_t target = fields.size();
        for (std::size_t k = at; k < fields.size(); ++k) {
            const bool who =
                fields[k] == Field::Lead || fields[k] == Field::Coordinate || fields[k] == Field::Perform;
            const bool text = fields[k] == Field::Content || fields[k] == Field::Product ||
                              fields[k] == Field::Note || fields[k] == Field::Funding;
            const bool fits = kind == CellKind::Body   ? who
                              : kind == CellKind::Time ? fields[k] == Field::Time
                                                       : text;
            if (fits) {
                target = k;
                break;
            }
        }
        if (kind == CellKind::Text && content_seen && target < fields.size() && target > last + 2)
            target = last;
        if (target >= fields.size()) target = last;
        if (target >= row.size()) return;
        row[target] += (row[target].empty() ? "" : " ") + cell;
        content_seen = content_seen || fields[target] == Field::Content;
        last = target;
        at = fields[target] == Field::Content && kind == CellKind::Text ? target : std::max(at, target + 1);
        if (kind == CellKind::Text && fields[target] == Field::Content)
            at = target;  // content may have paragraphs
    }
}

}  // namespace neove::plan
