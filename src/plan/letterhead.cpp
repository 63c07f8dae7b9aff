#include "plan/letterhead.h"

#include "base/text.h"

#include <algorithm>

namespace neove::plan {
namespace {

constexpr std::size_t kNowhere = std::string::npos;

/// A body of the letterhead while its lines are joined.
struct Named {
    std::string words;
    Index last{0};             ///< behind its last token
    bool is_committee{false};  ///< of a whole territory: what stands below it bears the same name
    bool is_bare{false};       ///< nothing but the noun: "VĂN PHÒNG" over the body whose office it is
    std::size_t territory{kNowhere};  ///< where "tỉnh Sơn Vân" begins in its words
    Index wants_place{0};             ///< words of the level alone at its end: "Công an tỉnh"
};

std::string small_first(const std::string& words) {
    const text::CodePoint first = text::decode(words, 0);
    std::string out;
    text::append(out, text::lower(first.value));
    return out + words.substr(first.size);
}

/// "BẾN TRÀ" below "TỈNH": a name in every word.
std::string as_place(const Tokens& t, Range range) {
    std::string out;
    for (Index i = range.first; i < range.last; ++i) {
        const std::string_view word = t.text(i);
        const std::size_t first = text::decode(word, 0).size;
        if (i > range.first && !t[i].glued) out += ' ';
        out += word.substr(0, first);
        for (std::size_t at = first; at < word.size();) {
            const text::CodePoint point = text::decode(word, at);
            at += point.size;
            text::append(out, text::lower(point.value));
        }
    }
    return out;
}

/// Whether a new body begins with the line, and not the rest of the name above it.
bool begins_body(const Tokens& t, const BodyReader& bodies, Range range) {
    const Index i = range.first;
    if (t.is(i, Cue::not_a_body, range.last) && !t.is(i, Cue::name, range.last)) return false;
    if (t.is(i, Cue::head, range.last) || t.is(i, Cue::name, range.last)) return true;
    constexpr std::size_t kSpelledOut = 4;  // shorter ones stay as they are printed
    const auto [full, size] = bodies.abbreviation(i, range.last);
    return size > 0 && t.text(i).size() >= kSpelledOut && is_name(full) && !t.is(i, Cue::level, range.last);
}

/// The words of a line that goes on with a name.
std::string continued(
    const Tokens& t, const BodyReader& bodies, const LetterheadPiece& piece, bool is_place
) {
    const bool is_short = bodies.abbreviation(piece.range.first, piece.range.last).second > 0;
    if (piece.is_printed || is_short) return piece.words;
    if (is_place) return as_place(t, piece.range);
    return begins_body(t, bodies, piece.range) ? piece.words : small_first(piece.words);
}

/// "VÀ", "-", "," or "PHƯỜNG" at the end of a line: its name goes on below.
bool goes_on(const Tokens& t, Index last, Index next) {
    if (t[next - 1].mark == U'-' || t[next - 1].mark == U',') return true;
    return t.at(last - 1, Cue::conjunction, last) == 1;
}

/// "PHƯỜNG" over "HỘI AN": a place, although one word of it can begin a body.
bool names_place_of(const Tokens& t, Index last, Range range) {
    constexpr Index kLongestPlace = 3;
    return range.size() <= kLongestPlace && t.at(last - 1, Cue::level, last) == 1;
}

/// Where "tỉnh Sơn Vân" begins in the piece, right behind the noun or on a line of its own: "xã hội" inside a
/// name is no commune. The end where no territory is named.
Index territory_in(const Tokens& t, const BodyReader& bodies, Range range) {
    const Index head = std::max(
        {t.at(range.first, Cue::head, range.last),
         t.at(range.first, Cue::name, range.last),
         bodies.abbreviation(range.first, range.last).second}
    );
    const auto is_unit = [&](Index i) {
        return t.is(i, Cue::level, range.last) && t.is(i, Cue::group_noun, range.last);
    };
    if (is_unit(range.first)) return range.first;
    const Index behind = range.first + head;
    return head > 0 && behind < range.last && is_unit(behind) ? behind : range.last;
}

void find_territory(const Tokens& t, const BodyReader& bodies, Range range, Named& named) {
    named.wants_place = 0;
    for (Index size = 1; size <= 2 && size <= range.size(); ++size) {
        if (t.at(range.last - size, Cue::level, range.last) == size) named.wants_place = size;
    }
    const Index place = territory_in(t, bodies, range);
    if (place == range.last || place + t.at(place, Cue::level, range.last) == range.last) return;
    // The words are the tokens' own from here on, whatever was spelled out before them.
    std::size_t at = named.words.size();
    for (Index i = range.last; i > place && at != kNowhere && at > 0; --i) {
        if (i - 1 == place || !t[i - 1].glued) at = named.words.rfind(' ', at - 1);
    }
    named.territory = at == kNowhere ? kNowhere : at + 1;
}

/// Whether "tỉnh" stands in the name already.
bool names_level(const std::string& words, std::string_view territory) {
    const std::string level = text::match_key(territory.substr(0, territory.find(' ')));
    return (" " + text::match_key(words) + " ").contains(" " + level + " ");
}

/// Whether the same words stand elsewhere as a name of their own: then they are one here too, and no part of
/// a place such as "Tân Hội Đông".
bool stands_alone_elsewhere(const Tokens& t, Range words, Index before) {
    for (Index i = words.last; i + words.size() <= t.size(); ++i) {
        Index same = 0;
        while (same < words.size() && t[i + same].kind == t[words.first + same].kind &&
               t[i + same].word == t[words.first + same].word)
            ++same;
        if (same == words.size() && t[i].capital && t[i - 1].word != t[before].word) return true;
    }
    return false;
}

/// Where a second body begins in one cell, its two lines joined: "Ủy ban nhân dân tỉnh Sơn Vân Sở Y tế".
Index second_body(const Tokens& t, const BodyReader& bodies, Range range) {
    bool territory = false;
    for (Index i = range.first + 1; i + 1 < range.last; ++i) {
        if (i > range.first + 1 && t.is(i - 2, Cue::level, i) && t[i - 1].capital) territory = true;
        if (!territory || !t[i].capital || t[i - 1].kind != TokenKind::Word) continue;
        const bool after_level = t.at(i - 1, Cue::level, i) == 1;
        const bool joined = t.is(i - 1, Cue::conjunction, i);
        if (after_level || joined || !begins_body(t, bodies, {i, range.last})) continue;
        const bool long_head = t.at(i, Cue::head, range.last) >= 2 || t.at(i, Cue::name, range.last) >= 2;
        if (long_head || stands_alone_elsewhere(t, {i, range.last}, i - 1)) return i;
    }
    return range.last;
}

/// Takes cells of two bodies apart.
std::vector<LetterheadPiece> parted(
    const Tokens& t, const BodyReader& bodies, std::vector<LetterheadPiece> pieces
) {
    std::vector<LetterheadPiece> out;
    for (LetterheadPiece& piece : pieces) {
        const Index cut = second_body(t, bodies, piece.range);
        if (cut == piece.range.last) {
            out.push_back(std::move(piece));
            continue;
        }
        // The words of both, as they stand: capitals were only made small for the piece as a whole.
        std::size_t at = piece.words.size();
        for (Index i = piece.range.last; i > cut && at != kNowhere && at > 0; --i) {
            if (!t[i - 1].glued) at = piece.words.rfind(' ', at - 1);
        }
        if (at == kNowhere || at == 0) {
            out.push_back(std::move(piece));
            continue;
        }
        out.push_back({{piece.range.first, cut}, piece.words.substr(0, at), piece.is_printed});
        std::string below = piece.words.substr(at + 1);
        const text::CodePoint first = text::decode(below, 0);
        std::string capital;
        text::append(capital, text::is_upper(first.value) ? first.value : text::decode(t.text(cut), 0).value);
        out.push_back({{cut, piece.range.last}, capital + below.substr(first.size), piece.is_printed});
    }
    return out;
}

}  // namespace

std::string issuer_of(const Tokens& t, const BodyReader& bodies, std::vector<LetterheadPiece> pieces) {
    std::vector<Named> named;
    for (const LetterheadPiece& piece : parted(t, bodies, std::move(pieces))) {
        const bool joins =
            !named.empty() &&
            (named.back().is_bare || goes_on(t, named.back().last, piece.range.first) ||
             names_place_of(t, named.back().last, piece.range) || !begins_body(t, bodies, piece.range));
        if (!joins) named.emplace_back();
        Named& one = named.back();
        if (joins && one.wants_place > 0) {
            // "TỈNH" at the end of the line above, its place here.
            std::size_t at = one.words.size();
            for (Index n = 0; n < one.wants_place && at != kNowhere && at > 0; ++n)
                at = one.words.rfind(' ', at - 1);
            one.territory = at == kNowhere ? kNowhere : at + 1;
        }
        if (joins) one.words += ' ';
        one.words += joins ? continued(t, bodies, piece, one.wants_place > 0) : piece.words;
        one.last = piece.range.last;
        one.is_bare = !joins && t.at(piece.range.first, Cue::head, piece.range.last) == piece.range.size();
        if (!joins) {
            one.is_committee = t.is(piece.range.first, Cue::needs_level, piece.range.last) ||
                               bodies.abbreviation(piece.range.first, piece.range.last).second > 0;
        }
        find_territory(t, bodies, piece.range, one);
    }
    if (named.empty()) return {};
    Named& lowest = named.back();
    for (std::size_t i = named.size() - 1; i-- > 0 && lowest.territory == kNowhere;) {
        if (named[i].territory == kNowhere) continue;
        if (!named[i].is_committee) {
            // "Phòng Cảnh sát hình sự, Công an tỉnh Sơn Vân": a unit of that body.
            lowest.words += ", " + named[i].words;
            break;
        }
        const std::string territory = named[i].words.substr(named[i].territory);
        const bool named_level = names_level(lowest.words, territory);
        if (named_level && lowest.wants_place == 0) break;
        const std::size_t name = named_level ? territory.find(' ') + 1 : 0;
        lowest.words += ' ' + territory.substr(name);
        break;
    }
    return std::move(lowest.words);
}

}  // namespace neove::plan
