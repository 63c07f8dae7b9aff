#include "plan/paragraph.h"

#include "plan/field.h"
#include "plan/opening.h"

#include <algorithm>

namespace neove::plan {
namespace {

bool is_roman(std::string_view text) {
    return !text.empty() && text.size() <= 6 && text.find_first_not_of("IVX") == std::string_view::npos;
}

/// A mark that closes a label, glued to it: "1." "a)" "I/", and "1- " where a space follows.
bool closes_label(const Tokens& t, Index i, Range range) {
    if (i >= range.last || !t[i].glued) return false;
    if (t[i].mark == U'-') return i + 1 < range.last && !t[i + 1].glued && t[i + 1].kind == TokenKind::Word;
    return t[i].mark == U'.' || t[i].mark == U')' || t[i].mark == U'/' || t[i].mark == U':';
}

/// "I - MỤC ĐÍCH": the dash stands apart, and a heading in capitals follows.
bool is_roman_heading(const Tokens& t, Range range) {
    return range.size() >= 3 && t[range.first + 1].mark == U'-' && !t[range.first + 1].glued &&
           t[range.first + 2].all_caps;
}

std::optional<Label> read_number_label(const Tokens& t, Range range) {
    Label label{.kind = LabelKind::Number};
    Index i = range.first;
    while (true) {
        if (t[i].number < 0 || t[i].number > 199 || t.text(i).size() > 3) return std::nullopt;
        // "1.200" is a quantity, "10.5" hardly ever a label.
        if (!label.digits.empty() && t.text(i).size() > 2) return std::nullopt;
        label.digits.push_back(t[i].number);
        label.text += (label.text.empty() ? "" : ".") + std::string(t.text(i));
        ++i;
        const bool more = i + 1 < range.last && t[i].mark == U'.' && t[i].glued &&
                          t[i + 1].kind == TokenKind::Number && t[i + 1].glued;
        if (!more) break;
        ++i;
    }
    const bool closed = closes_label(t, i, range);
    if (closed) ++i;
    if (!closed && label.digits.size() < 2) return std::nullopt;
    if (i < range.last && t[i].glued && t[i].kind != TokenKind::Word) return std::nullopt;
    if (i < range.last && t[i].glued && !t[i].capital) return std::nullopt;
    label.size = i - range.first;
    return label;
}

std::optional<Label> read_word_label(const Tokens& t, Range range) {
    const std::string_view text = t.text(range.first);
    if (const Index annex = t.at(range.first, Cue::annex, range.last); annex > 0 && t[range.first].capital) {
        const bool numbered = range.size() == annex + 1 && t.text(range.first + annex).size() <= 4;
        const bool alone = range.size() == annex;
        if (alone || numbered) {
            const std::string number = numbered ? "." + std::string(t.text(range.first + annex)) : "";
            return Label{LabelKind::Annex, "PL" + number, {}, range.size()};
        }
    }
    if (t.is(range.first, Cue::article_head, range.last) && t[range.first].capital && range.size() >= 3 &&
        t[range.first + 1].number >= 0 && closes_label(t, range.first + 2, range)) {
        return Label{LabelKind::Article, "Điều " + std::string(t.text(range.first + 1)), {}, 3};
    }
    const bool part = t.is(range.first, Cue::part, range.last) || t.is(range.first, Cue::chapter, range.last);
    const bool numbered =
        part && range.size() >= 2 &&
        (is_roman(t.text(range.first + 1)) || t.is(range.first + 2, Cue::ordinal, range.last));
    if (numbered && t[range.first].capital) {
        Index size = is_roman(t.text(range.first + 1)) ? 2 : std::min<Index>(range.size(), 3);
        const std::string label = t.written({range.first, range.first + size});
        if (closes_label(t, range.first + size, range)) ++size;
        return Label{LabelKind::Part, label, {}, size};
    }
    if (is_roman(text) && is_roman_heading(t, range))
        return Label{LabelKind::Roman, std::string(text), {}, 2};
    if (!closes_label(t, range.first + 1, range)) return std::nullopt;
    const bool spaced = range.size() < 3 || !t[range.first + 2].glued;
    if (is_roman(text) && (spaced || t[range.first + 2].capital)) {
        return Label{LabelKind::Roman, std::string(text), {}, 2};
    }
    if (text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z' && spaced &&
        (t[range.first + 1].mark == U'.' || t[range.first + 1].mark == U'-')) {
        return Label{LabelKind::Capital, std::string(text), {}, 2};
    }
    const bool one_letter = (text.size() == 1 && text[0] >= 'a' && text[0] <= 'z') || text == "đ";
    // "a/ Kiểm tra" is a label, "b/c" is none.
    const bool slash = t[range.first + 1].mark == U'/';
    const bool opens = range.size() >= 3 && t[range.first + 2].capital;
    if (one_letter && (slash ? spaced && opens : spaced || t[range.first + 1].mark == U')')) {
        return Label{LabelKind::Letter, std::string(text), {}, 2};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Label> read_label(const Tokens& t, Range range) {
    if (range.empty()) return std::nullopt;
    const Token& first = t[range.first];
    if (first.kind == TokenKind::Number) return read_number_label(t, range);
    if (first.kind == TokenKind::Word) return read_word_label(t, range);
    if (range.size() < 2) return std::nullopt;
    const Token& second = t[range.first + 1];
    if (first.mark == U'-' && (!second.glued || second.capital)) return Label{LabelKind::Dash, "", {}, 1};
    if (first.mark == U'+' && (!second.glued || second.capital)) return Label{LabelKind::Plus, "", {}, 1};
    if (first.mark == kBullet || (first.mark == U'*' && !second.glued))
        return Label{LabelKind::Bullet, "", {}, 1};
    if (first.mark == U'(' && second.number >= 0 && second.number < 100 && range.size() >= 4 &&
        t[range.first + 2].mark == U')' && t[range.first + 3].kind == TokenKind::Word) {
        return Label{LabelKind::Bracket, std::string(t.text(range.first + 1)), {}, 3};
    }
    return std::nullopt;
}

bool is_all_caps(const Tokens& t, Range range) {
    constexpr Index kLongestHeading = 150;
    if (range.size() > kLongestHeading) return false;
    bool any = false;
    for (Index i = range.first; i < range.last; ++i) {
        if (t[i].kind != TokenKind::Word) continue;
        if (t[i].all_caps) {
            any = true;
        } else if (t.text(i).size() > 1 || !t[i].capital) {
            return false;
        }
    }
    return any;
}

namespace {

/// Joins lines into paragraphs, one decision per line.
class Joiner {
public:
    explicit Joiner(const Tokens& tokens) : t_(tokens) { measure(); }

    std::vector<Paragraph> run() {
        for (std::uint32_t n = 0; n < t_.lines().size(); ++n) {
            if (done_.empty() || begins(n)) {
                start(n);
            } else {
                done_.back().range.last = t_.lines()[n].last;
                ++lines_in_last_;
            }
        }
        return std::move(done_);
    }

private:
    /// How wide full lines are, and whether lines are wrapped at all.
    void measure() {
        std::vector<std::uint32_t> widths;
        for (const Line& line : t_.lines()) {
            if (!line.is_row) widths.push_back(line.width);
        }
        if (widths.empty()) return;
        const auto at = [&](std::size_t percent) {
            const auto place =
                widths.begin() + static_cast<std::ptrdiff_t>((widths.size() - 1) * percent / 100);
            std::ranges::nth_element(widths, place);
            return *place;
        };
        constexpr std::uint32_t kWidestPage = 140;
        full_ = at(85);
        is_wrapped_ = at(97) <= kWidestPage;
        measure_wraps();
    }

    /// Where a small letter opens the next line, the line before was surely wrapped, however short it is. A
    /// line no shorter than those says nothing by its end.
    void measure_wraps() {
        constexpr std::size_t kEnough = 8;
        constexpr std::size_t kRarely = 2;  // percent
        short_ = full_ * 78 / 100;
        std::vector<std::uint32_t> wraps;
        const auto& lines = t_.lines();
        for (std::size_t n = 1; n < lines.size(); ++n) {
            const Token& first = t_[lines[n].first];
            if (lines[n].is_row || lines[n - 1].is_row || first.kind != TokenKind::Word || first.capital ||
                closes_label(t_, lines[n].first + 1, {lines[n].first, lines[n].last}))
                continue;
            wraps.push_back(needed(lines[n - 1], lines[n]));
        }
        if (wraps.size() < kEnough) return;
        const auto place = wraps.begin() + static_cast<std::ptrdiff_t>(wraps.size() * kRarely / 100);
        std::ranges::nth_element(wraps, place);
        short_ = std::min(short_, *place);
    }

    /// How wide a line would have been with the first word of the next.
    std::uint32_t needed(const Line& line, const Line& next) const {
        return line.width + 1 + static_cast<std::uint32_t>(t_.text(next.first).size());
    }

    void start(std::uint32_t n) {
        const Line& line = t_.lines()[n];
        const Range range{line.first, line.last};
        Paragraph paragraph{.range = range, .first_line = n, .is_row = line.is_row};
        if (!line.is_row) paragraph.label = read_label(t_, range);
        done_.push_back(std::move(paragraph));
        lines_in_last_ = 1;
    }

    bool begins(std::uint32_t n) const {
        const Line& line = t_.lines()[n];
        const Paragraph& open = done_.back();
        if (line.is_row || open.is_row) return true;
        if (const auto label = read_label(t_, {line.first, line.last})) {
            if (label_is_real(*label, line)) return true;
        }
        if (begins_field(line)) return true;
        if (!is_wrapped_) return t_[line.first].kind != TokenKind::Word || t_[line.first].capital || ended();
        return unlabelled_begins(n);
    }

    /// "Cơ quan phối hợp: …" begins a paragraph wherever it stands; the label alone may be a wrapped word.
    bool begins_field(const Line& line) const {
        if (!t_[line.first].capital) return false;
        const auto label = read_field_label(t_, {line.first, line.last});
        return label && label->value.first > line.first && t_[label->value.first - 1].mark == U':';
    }

    Index last_token() const { return done_.back().range.last - 1; }

    /// The last mark or word, behind closing quotes and brackets.
    char32_t end_mark() const {
        Index i = last_token();
        while (i > done_.back().range.first && (t_[i].mark == U'"' || t_[i].mark == U'\'')) --i;
        return t_[i].mark;
    }
    bool ended() const {
        const char32_t mark = end_mark();
        return mark == U'.' || mark == U';' || mark == U':' || mark == U'!' || mark == U'?' ||
               mark == kEllipsis;
    }

    bool label_is_real(const Label& label, const Line& line) const {
        const Paragraph& open = done_.back();
        const Index next = line.first + label.size;
        const bool bullet = label.kind >= LabelKind::Dash;
        const bool closed = ended() || is_all_caps(t_, open.body());
        // "trong tháng / 9." and "quý / III/2031": the end of a sentence, whatever it looks like.
        if (!bullet && !closed && expects_number(last_token())) return false;
        if (next >= line.last) {
            if (label.kind == LabelKind::Number && !closed)
                return has_slack(t_.lines()[line_before(line)], line);
            return label.kind != LabelKind::Dash || !is_full(line);
        }
        const Token& word = t_[next];
        const bool opens = word.capital || word.mark == U'"' || word.mark == U'[';
        if (bullet && !closed && is_quoting(line)) return false;
        if (bullet && t_.is_inside(line.first, Cue::field)) return false;
        if (bullet && t_.is_inside(line.first, Cue::name)) return false;
        if (closed) return true;
        if (label.kind == LabelKind::Number || label.kind == LabelKind::Bracket) {
            const bool figure =
                word.kind == TokenKind::Number && (label.digits.size() > 1 || t_.is_mark(next + 1, U'%'));
            return opens || figure;
        }
        if (!bullet) return opens || label.kind == LabelKind::Letter;
        if (opens) return true;
        // A small letter or a number behind a dash: an item only where the items before it look the same.
        return word.kind == TokenKind::Word && open.label && open.label->kind == label.kind &&
               end_mark() == 0 && !open.body().empty() && !t_[open.body().first].capital &&
               !is_full(t_.lines()[line_before(line)]);
    }

    /// "“Đi an toàn / - Về bình yên”": a quotation opened shortly before, and this line closes it. A
    /// quotation mark that nobody closes must not swallow the items behind it.
    bool is_quoting(const Line& line) const {
        constexpr Index kReach = 30;
        const auto is_quote = [&](Index i) { return t_[i].mark == U'"'; };
        Index open = done_.back().range.last;
        const Index limit = std::max(done_.back().range.first, open > kReach ? open - kReach : 0);
        while (open > limit && !is_quote(open - 1)) --open;
        if (open == limit || t_[open - 1].glued || open >= t_.size() || !t_[open].glued) return false;
        const Index last = std::min(line.last, line.first + kReach);
        for (Index i = line.first + 1; i < last; ++i) {
            if (is_quote(i)) return t_[i].glued;
        }
        return false;
    }

    /// Whether the break before `i` stands inside a phrase: "trực thuộc / Trung ương", "Ban / Chỉ đạo".
    bool splits_name(Index i) const {
        for (const Cue cue : {Cue::name, Cue::head, Cue::field, Cue::level, Cue::office_head}) {
            if (t_.is_inside(i, cue)) return true;
        }
        return false;
    }

    /// "gửi", "với", "của", "và": no paragraph ends with them. (Other small words do: "hậu cần".)
    bool wants_more() const {
        const Index last = last_token();
        for (const Cue cue : {Cue::with, Cue::conjunction, Cue::of, Cue::by, Cue::report_send}) {
            if (t_.at(last, cue, last + 1) == 1) return true;
        }
        return false;
    }

    /// "… về Tỉnh Đoàn / (qua Ban Phong trào)"
    bool goes_on_in_bracket(const Line& line) const {
        return t_[line.first].mark == U'(' && line.first + 1 < line.last &&
               t_[line.first + 1].kind == TokenKind::Word && !t_[line.first + 1].capital;
    }

    std::uint32_t line_before(const Line& line) const {
        return static_cast<std::uint32_t>(&line - t_.lines().data()) - 1;
    }

    /// "tháng", "Điều", "đến": a number behind them belongs to them, wherever the line was broken.
    bool expects_number(Index i) const {
        const Index end = i + 1;
        for (const Cue cue :
             {Cue::day,
              Cue::month,
              Cue::year,
              Cue::quarter,
              Cue::article,
              Cue::number_sign,
              Cue::until,
              Cue::from,
              Cue::before,
              Cue::conjunction}) {
            if (t_.is(i, cue, end)) return true;
        }
        return t_[i].mark == U'-' || t_[i].mark == U'/' || t_[i].mark == U',' || t_[i].mark == U'(';
    }

    bool is_full(const Line& line) const { return line.width * 100 >= full_ * 85; }

    /// Whether the line was broken although the next word would have fitted.
    bool has_slack(const Line& line, const Line& next) const { return needed(line, next) < short_; }

    /// Blank lines say something only where some lines have them and some do not.
    bool blank_lines_speak(std::uint32_t n) const {
        constexpr std::uint32_t kNear = 8;
        const auto& lines = t_.lines();
        const std::uint32_t from = n > kNear ? n - kNear : 1;
        const auto to = std::min<std::uint32_t>(n + kNear, static_cast<std::uint32_t>(lines.size()) - 1);
        std::uint32_t blank = 0;
        for (std::uint32_t i = from; i <= to; ++i)
            blank += lines[i].blank_before || lines[i].page_start ? 1 : 0;
        const std::uint32_t all = to - from + 1;
        return blank > 0 && blank * 4 < all * 3;
    }

    bool unlabelled_begins(std::uint32_t n) const {
        const Line& line = t_.lines()[n];
        const Line& before = t_.lines()[n - 1];
        const Paragraph& open = done_.back();
        const Token& first = t_[line.first];
        const bool opens = first.capital || first.mark == U'"' || first.mark == U'(';
        const bool slack = has_slack(before, line);
        if (!opens) return false;
        const Range body = open.body();
        const bool caps_before = is_all_caps(t_, body);
        const bool caps_now = is_all_caps(t_, {line.first, line.last}) && line.last > line.first + 1;
        const char32_t mark = end_mark();
        if (!caps_before && !caps_now && mark == 0 && (wants_more() || goes_on_in_bracket(line)))
            return false;
        // "trong quý / III/2031.", "đối với công tác / CCHC.": capitals that only end the sentence.
        if (!caps_before && caps_now && mark == 0 &&
            (expects_number(last_token()) || t_[line.last - 1].mark == U'.'))
            return false;
        if (!caps_before && !slack && splits_name(line.first)) return false;
        // "QUYẾT ĐỊNH" alone on its line heads a document, whatever capitals stand above it.
        if (t_[line.first].all_caps &&
            t_.at(line.first, Cue::title_kind, line.last) == line.last - line.first)
            return true;
        if (caps_before != caps_now && mark != U',' && (body.size() > 1 || !caps_now)) return true;
        if (mark == U',' || mark == U'-' || mark == U'(' || mark == U'/') return false;
        const bool opener = opens_paragraph(t_, {line.first, line.last});
        if (mark == U'.' || mark == U'!' || mark == U'?' || mark == kEllipsis) {
            if (slack || opener) return true;
            return blank_lines_speak(n) && line.blank_before && (lines_in_last_ > 1);
        }
        if (mark == U';') return slack || opener;
        if (mark == U':') return !read_field_label(t_, body) && (slack || opener || ends_with_as_follows());
        if (caps_before && caps_now) return false;
        if (slack) return true;
        if (opener && is_title(open)) return true;
        // "…, Phòng / Tham mưu (Công an tỉnh)": a head without its field is half a name.
        const bool half = t_[last_token()].capital && t_.at(last_token(), Cue::head, body.last) == 1 &&
                          t_[last_token() - 1].kind == TokenKind::Mark;
        return open.label.has_value() && !half && names_bodies(t_, body) &&
               opens_order(t_, {line.first, line.last});
    }

    /// A numbered heading that filled its line: it names no body and ends in no word that wants another.
    bool is_title(const Paragraph& open) const {
        constexpr Index kLongestTitle = 32;
        const Range body = open.body();
        if (!open.label || open.label->kind >= LabelKind::Letter || lines_in_last_ > 2 || body.size() < 3 ||
            body.size() > kLongestTitle) {
            return false;
        }
        const Index last = body.last - 1;
        for (const Cue cue :
             {Cue::assign,
              Cue::request,
              Cue::with,
              Cue::conjunction,
              Cue::stop,
              Cue::cooperate,
              Cue::verb,
              Cue::head,
              Cue::office_head,
              Cue::collective,
              Cue::by}) {
            for (Index back = 0; back < 2; ++back) {
                if (t_.at(last - back, cue, body.last) == back + 1) return false;
            }
        }
        for (Index i = body.first; i < body.last; ++i) {
            if (t_[i].mark == U';' || t_[i].mark == U'.' || t_.is(i, Cue::lead, body.last)) return false;
        }
        return !t_.is(body.first, Cue::assign, body.last) && !t_.is(body.first, Cue::request, body.last) &&
               !t_.is(body.first, Cue::head, body.last) && !t_.is(body.first, Cue::name, body.last);
    }

    bool ends_with_as_follows() const {
        const Index last = done_.back().range.last;
        return last >= 3 && t_.is(last - 3, Cue::as_follows, last);
    }

    const Tokens& t_;
    std::vector<Paragraph> done_;
    std::uint32_t lines_in_last_{0};
    std::uint32_t full_{80};
    std::uint32_t short_{62};  ///< a line shorter than this was not wrapped
    bool is_wrapped_{true};
};

}  // namespace

std::vector<Paragraph> read_paragraphs(const Tokens& tokens) {
    return Joiner(tokens).run();
}

}  // namespace neove::plan
