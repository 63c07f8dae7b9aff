#include "plan/body.h"

#include "base/text.h"

#include <algorithm>

namespace neove::plan {
namespace {

/// Names begin with a capital; "TTHC" stands for a thing.
bool is_name(std::string_view full) {
    const char32_t first = text::decode(full, 0).value;
    return text::lower(first) != first;
}

}  // namespace

std::string short_letters(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c != '&' && c != '-' && c != '.' && c != '_') out.push_back(c);
    }
    return out;
}

const std::string* BodyReader::spelled(const std::string& letters) const {
    if (const auto own = own_.find(letters); own != own_.end()) return &own->second;
    const auto known = g_.abbreviations.find(letters);
    return known == g_.abbreviations.end() ? nullptr : &known->second;
}

std::pair<std::string_view, Index> BodyReader::abbreviation(Index i, Index end) const {
    if (i >= end || t_[i].kind != TokenKind::Word || !t_[i].capital) return {{}, 0};
    // "LĐ-TB&XH", "VHTT&DL": pieces of capitals glued by dashes are one short form.
    std::string letters = short_letters(t_.text(i));
    const std::string* full = nullptr;
    Index best = 0;
    const auto try_key = [&](const std::string& key, Index size) {
        if (const std::string* found = spelled(key)) {
            full = found;
            best = size;
        }
    };
    try_key(letters, 1);
    // "BCH BĐBP": two pieces that the document defines as one.
    if (!own_.empty() && t_[i].all_caps && i + 1 < end && t_[i + 1].all_caps) {
        const std::string both = letters + short_letters(t_.text(i + 1));
        if (own_.contains(both)) try_key(both, 2);
    }
    for (Index j = i + 1; t_[i].all_caps && j + 1 < end && j < i + 6; j += 2) {
        const bool joined = (t_[j].mark == U'-' || t_[j].mark == U'&') && t_[j + 1].all_caps;
        if (!joined) break;
        letters += short_letters(t_.text(j + 1));
        try_key(letters, j + 2 - i);
    }
    if (best == 0) return {{}, 0};
    return {*full, best};
}

std::string BodyReader::spell_out(Range range) const {
    std::string out;
    for (Index i = range.first; i < range.last;) {
        if (i > range.first && !t_[i].glued) out.push_back(' ');
        const auto [full, size] = abbreviation(i, range.last);
        if (size > 0) {
            out += full;
            i += size;
        } else {
            out += t_.text(i);
            ++i;
        }
    }
    return out;
}

bool BodyReader::starts_proper(Index i, Index end) const {
    if (i >= end || t_[i].kind != TokenKind::Word || !t_[i].capital) return false;
    if (t_.is(i, Cue::name, end)) return true;
    if (t_.is(i, Cue::not_a_body, end)) return false;
    if (t_.is(i, Cue::head, end)) return true;
    if (t_.is(i, Cue::level, end)) return false;  // "TP", "TX"
    const auto [full, size] = abbreviation(i, end);
    return size > 0 && is_name(full);
}

bool BodyReader::starts_body(Index i, Index end) const {
    if (starts_proper(i, end)) return true;
    if (t_.is(i, Cue::office_head, end) && t_[i].capital) return true;
    const Index plural = t_.at(i, Cue::collective, end);
    if (plural == 0 || i + plural >= end) return false;
    return t_.is(i + plural, Cue::group_noun, end) || starts_proper(i + plural, end) ||
           t_.is(i + plural, Cue::office_head, end);
}

/// A capital word that begins no body and no order: "Vân Sơn".
bool BodyReader::names_place(Index i, Index end) const {
    return i < end && t_[i].kind == TokenKind::Word && t_[i].capital && !starts_body(i, end) &&
           !stops_name(i, end) && !t_.is(i, Cue::office_head, end);
}

bool BodyReader::stops_name(Index i, Index end) const {
    if (i >= end || t_[i].kind == TokenKind::Number || is_separator_mark(t_[i].mark)) return true;
    if (t_.is(i, Cue::plain_noun, end)) return false;
    for (const Cue cue :
         {Cue::verb,
          Cue::stop,
          Cue::lead,
          Cue::cooperate,
          Cue::adverb,
          Cue::advise,
          Cue::responsible,
          Cue::with,
          Cue::conjunction,
          Cue::collective,
          Cue::request,
          Cue::coordinate_after,
          Cue::report}) {
        if (t_.is(i, cue, end)) return true;
    }
    return false;
}

std::optional<BodyReader::Reach> BodyReader::reach_at(Index i, Index end, BodyPlace place) const {
    if (i >= end || t_[i].kind != TokenKind::Word) return std::nullopt;
    if (auto reach = read_collective(i, end, place)) return reach;
    if (t_[i].capital) {
        // "Sở, ngành liên quan": a group, not one's own department
        const Index noun = t_.at(i, Cue::group_noun, end);
        if (noun > 0 && i + noun < end && t_[i + noun].mark == U',' && shares_qualifier(i + noun, end)) {
            if (auto reach = read_group(i, end, BodyPlace::Partner, false)) return reach;
        }
        if (auto reach = read_office(i, end, place)) return reach;
        if (auto reach = read_proper(i, end, place)) return reach;
        if (t_.is(i, Cue::not_a_body, end)) return std::nullopt;
    }
    if (place != BodyPlace::Sentence) {
        if (t_.is(i, Cue::not_a_body, end) && !t_.is(i, Cue::group_noun, end)) return std::nullopt;
        if (auto reach = read_group(i, end, place, false)) return reach;
    }
    return std::nullopt;
}

Body BodyReader::make(Index i, const Reach& reach) const {
    Body body;
    body.range = {i, reach.end};
    body.is_collective = reach.is_collective;
    body.level = reach.level;
    body.place_at = reach.place_at;
    body.says_lead = reach.says_lead;
    body.says_partner = reach.says_partner;
    Index from = i;
    for (const Range& skipped : reach.skipped) {
        body.name += spell_out({from, skipped.first});
        from = skipped.last;
    }
    if (from < reach.end) body.name += (from > i ? " " : "") + spell_out({from, reach.end});
    while (body.name.ends_with(' ')) body.name.pop_back();
    const std::string key = g_.spelling.empty() ? "" : text::match_key(body.name);
    for (const auto& [wrong, right] : g_.spelling) {
        // Keys keep the length of what they fold, so a prefix of the key is a prefix of the name.
        if (key.starts_with(wrong) && key.size() == body.name.size())
            body.name.replace(0, wrong.size(), right);
    }
    const Index bare = t_.at(i, Cue::needs_level, reach.end);
    body.needs_level = bare > 0 && bare == reach.end - i;
    if (const auto [full, size] = abbreviation(i, reach.end); size == reach.end - i) body.needs_level = false;
    return body;
}

std::optional<Body> BodyReader::read(Index i, Index end, BodyPlace place) const {
    const auto reach = reach_at(i, end, place);
    if (!reach) return std::nullopt;
    return make(i, *reach);
}

}  // namespace neove::plan
