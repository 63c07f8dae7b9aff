/// \file
/// Several bodies in a row: "A, B và C", "các Bộ: Tài chính, Công an", "UBND xã A, xã B, phường C".

#include "plan/body.h"

namespace neove::plan {

bool BodyReader::separator(Index& i, Index end, BodyPlace place) const {
    Index j = i;
    if (j < end && (t_[j].mark == U',' || (t_[j].mark == U';' && place != BodyPlace::Partner))) ++j;
    if (j < end && t_[j].mark == U'/' && place == BodyPlace::Field) ++j;
    if (j < end) {
        const Index conjunction =
            t_.is(j, Cue::with, end) ? t_.at(j, Cue::with, end) : t_.at(j, Cue::conjunction, end);
        // "và các" is one phrase of the lexicon, but "các" opens the next name.
        j += conjunction == 2 ? 1 : conjunction;
    }
    if (j == i) return false;
    i = j;
    return true;
}

namespace {

/// "sở Y tế" of "các sở: Y tế" is called "Sở Y tế".
std::string capitalised(std::string name) {
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

}  // namespace

/// Words at `i` that are a field of work and, with the head left out, name a body: "Công an" behind "các Bộ",
/// but not "Công an tỉnh".
bool BodyReader::is_field_alone(Index i, Index end) const {
    Index words = t_.at(i, Cue::field, end);
    if (words == 0) {
        const auto [full, size] = abbreviation(i, end);
        if (size > 0 && is_field(full)) words = size;
    }
    return words > 0 && t_[i].capital && !t_.is(i + words, Cue::level, end);
}

/// Whether a spelled out short form is a field of work: "GD&ĐT", but not "UBND".
bool BodyReader::is_field(std::string_view full) const {
    std::vector<WordId> words;
    for_each_key(full, [&](std::string_view key) { words.push_back(g_.lexicon.word(key)); });
    std::vector<PhraseMatch> found;
    g_.lexicon.match(words, found);
    for (const PhraseMatch& match : found) {
        if (match.cue == Cue::field && match.size == words.size()) return true;
    }
    return false;
}

/// How many words at `i` name a field behind a head that stands before; 0 if none does.
Index BodyReader::field_words(Index i, Index end) const {
    if (i >= end || !t_[i].capital) return 0;
    Index words = t_.at(i, Cue::field, end);
    if (words > 0) return words;
    if (const auto [full, size] = abbreviation(i, end); size > 0) return size;
    while (i + words < end && t_[i + words].kind == TokenKind::Word && !stops_name(i + words, end)) ++words;
    return words;
}

/// "các Bộ: Tài chính, Công an, Quốc phòng", "các sở, ngành: Y tế, Nội vụ": one head for all.
bool BodyReader::read_shared_head(Index& i, Index end, BodyList& list) const {
    const Index plural = t_.at(i, Cue::collective, end);
    const Index head = i + plural;
    Index size = t_.at(head, Cue::head, end);
    if (size == 0) return false;
    if (plural > 0) size += t_.at(head + size, Cue::field, end);  // "các Sở Công Thương: Vân Sơn, Hòa Lạc"
    Index colon = head + size;
    if (plural > 0 && colon < end && t_[colon].mark != U':') {
        const auto group = read_group(head, end, BodyPlace::Sentence, true);
        if (group) colon = group->end;
    }
    if (colon >= end || t_[colon].mark != U':') return false;
    const bool one_kind =
        colon == head + size;  // "các Bộ: Công an" is the ministry; "các sở, ngành: Công an"
    // "các lực lượng: Công an, Hải quan" says what they are, not what they are called.
    const bool names = !t_.is(head, Cue::generic_kind, end);
    const std::string name = names ? capitalised(t_.written({head, head + size})) + " " : "";
    const std::size_t before = list.bodies.size();
    for (Index j = colon + 1; j < end;) {
        if (starts_body(j, end) && !(one_kind && names && is_field_alone(j, end))) {
            auto body = list.bodies.size() > before || !one_kind || !names ? read(j, end, BodyPlace::Sentence)
                                                                           : std::nullopt;
            if (!body) break;
            i = j = body->range.last;
            list.bodies.push_back(std::move(*body));
        } else {
            const Index words = field_words(j, end);
            if (words == 0) break;
            list.bodies.push_back({.range = {j, j + words}, .name = name + spell_out({j, j + words})});
            i = j = j + words;
        }
        if (!separator(j, end, BodyPlace::Field)) break;
    }
    return list.bodies.size() > before;
}

/// "các Sở Y tế, Nội vụ và Tài chính": the fields behind the first share its head.
void BodyReader::read_more_fields(Index& i, Index end, BodyPlace place, std::vector<Body>& bodies) const {
    const Range first = bodies.back().range;
    const Index plural = t_.at(first.first, Cue::collective, end);
    const Index head = first.first + plural;
    const Index size = t_.at(head, Cue::head, end);
    const Index field = size > 0 ? t_.at(head + size, Cue::field, end) : 0;
    if (field == 0 || head + size + field != first.last) return;
    const std::string name = capitalised(t_.written({head, head + size}));
    bool any = false;
    for (Index j = i; separator(j, end, place) && j < end;) {
        if (t_[j - 1].mark == U';' || !is_field_alone(j, end)) return;
        if (starts_body(j, end) && plural == 0) return;
        if (!any && plural > 0) bodies.back().name = name + " " + spell_out({head + size, first.last});
        any = true;
        const Index words = field_words(j, end);
        bodies.push_back({.range = {j, j + words}, .name = name + " " + spell_out({j, j + words})});
        i = j = j + words;
    }
}

/// "UBND xã A, xã B, phường C" and "UBND xã A, B": the places behind the first share its head.
void BodyReader::read_more_places(Index& i, Index end, BodyPlace place, std::vector<Body>& bodies) const {
    const Body first = bodies.back();
    if (first.place_at <= first.range.first || first.is_collective) return;
    const std::string name = spell_out({first.range.first, first.place_at});
    std::string unit = t_.written({first.place_at, first.place_at + t_.at(first.place_at, Cue::level, end)});
    for (Index j = i; separator(j, end, place) && j < end;) {
        const Index level = t_[j].capital ? 0 : t_.at(j, Cue::level, end);
        Index words = 0;
        while (j + level + words < end && t_[j + level + words].kind == TokenKind::Word &&
               t_[j + level + words].capital) {
            ++words;
        }
        const Index at = j + level;
        const bool named = words > 0 && !starts_body(at, end) && !t_.is(at, Cue::office_head, end) &&
                           !t_.is(at, Cue::verb, end) && !t_.is(at, Cue::request, end);
        if (!named || (level > 0 && !t_.is(j, Cue::group_noun, end))) return;
        if (level > 0) unit = t_.written({j, at});
        bodies.push_back(
            {.range = {j, at + words},
             .name = name + " " + unit + " " + t_.written({at, at + words}),
             .level = unit}
        );
        i = j = at + words;
    }
}

/// "các đơn vị: Sở A, Công an B": those named, not the word for them all.
bool BodyReader::read_named_behind(Index& i, Index end, std::vector<Body>& bodies) const {
    if (!bodies.back().is_collective || i + 1 >= end || t_[i].mark != U':' || !starts_proper(i + 1, end))
        return false;
    BodyList named = read_list(i + 1, end, BodyPlace::Sentence);
    if (named.bodies.size() < 2) return false;
    bodies.pop_back();
    bodies.insert(bodies.end(), named.bodies.begin(), named.bodies.end());
    i = named.end;
    return true;
}

BodyList BodyReader::read_list(Index i, Index end, BodyPlace place) const {
    BodyList list;
    list.end = i;
    bool requested = false;
    Index at = i;
    while (at < end) {
        if (const Index ask = t_.at(at, Cue::request, end);
            ask > 0 && (at > i || place == BodyPlace::Field)) {
            requested = true;
            at += ask;
        }
        if (!read_shared_head(at, end, list)) {
            auto body = read(at, end, place);
            if (!body) break;
            at = body->range.last;
            std::vector<Body>& bodies = requested ? list.requested : list.bodies;
            bodies.push_back(std::move(*body));
            if (!read_named_behind(at, end, bodies)) {
                read_more_fields(at, end, place, bodies);
                read_more_places(at, end, place, bodies);
            }
        }
        list.end = at;
        if (!separator(at, end, place)) break;
    }
    share_levels(list.bodies);
    share_levels(list.requested);
    return list;
}

/// "Tòa án nhân dân, Viện kiểm sát nhân dân tỉnh": both of the province.
void BodyReader::share_levels(std::vector<Body>& bodies) {
    std::string level;
    for (auto body = bodies.rbegin(); body != bodies.rend(); ++body) {
        if (body->needs_level && !level.empty()) body->name += " " + level;
        if (!body->is_collective && !body->level.empty()) level = body->level;
        if (!body->needs_level && body->level.empty()) level.clear();
    }
}

bool BodyReader::is_only_bodies(Range range) const {
    while (!range.empty() && (t_[range.last - 1].mark == U':' || t_[range.last - 1].mark == U'.' ||
                              t_[range.last - 1].mark == U';')) {
        --range.last;
    }
    if (range.empty()) return false;
    const BodyList list = read_list(range.first, range.last, BodyPlace::Sentence);
    return !list.bodies.empty() && list.end == range.last;
}

}  // namespace neove::plan
