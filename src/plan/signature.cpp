#include "plan/signature.h"

#include "plan/paragraph.h"

#include <algorithm>

namespace neove::plan {
namespace {

/// "KT." before "GIÁM ĐỐC": for whom the signer signs.
Index on_behalf(const Tokens& t, Index i, Index end) {
    return t.at(i, Cue::signature_on_behalf, end);
}

/// "PHÓ" before an office, or the office itself.
Index office(const Tokens& t, Index i, Index end) {
    const Index whole = std::max(t.at(i, Cue::signer_title, end), t.at(i, Cue::office_head, end));
    const Index deputy = t.at(i, Cue::post, end);
    if (whole > 0 || deputy == 0 || i + deputy >= end) return whole;
    const Index behind =
        std::max(t.at(i + deputy, Cue::signer_title, end), t.at(i + deputy, Cue::office_head, end));
    return behind == 0 ? 0 : deputy + behind;
}

/// A blank behind the point that some leave out: "KT.GIÁM ĐỐC".
std::string line_of(const Tokens& t, Range range) {
    const Index prefix = on_behalf(t, range.first, range.last);
    if (prefix == 0 || prefix >= range.size()) return t.written(range);
    return t.written({range.first, range.first + prefix}) + " " +
           t.written({range.first + prefix, range.last});
}

/// The words in capitals as the lines they are printed on; a cell of a table has lost where lines ended.
void add_lines(const Tokens& t, Range caps, std::string& title) {
    Index begin = caps.first;
    const auto flush = [&](Index end) {
        if (end > begin) title += (title.empty() ? "" : "\n") + line_of(t, {begin, end});
        begin = end;
    };
    for (Index i = caps.first; i < caps.last;) {
        const Index prefix = on_behalf(t, i, caps.last);
        if (prefix > 0) {
            flush(i);
            i += prefix;
            i += office(t, i, caps.last);
            continue;
        }
        const Index size = office(t, i, caps.last);
        if (size > 0) flush(i);
        i += std::max<Index>(size, 1);
    }
    flush(caps.last);
}

bool is_name(const Tokens& t, Range range) {
    constexpr Index kShortest = 2;
    constexpr Index kLongest = 8;
    if (range.size() < kShortest || range.size() > kLongest) return false;
    for (Index i = range.first; i < range.last; ++i) {
        if (t[i].kind != TokenKind::Word || !t[i].capital) return false;
    }
    return true;
}

/// "CHỦ TỊCH Nguyễn Văn An" in one cell: where the name begins; the end where none does.
Index name_behind(const Tokens& t, Range range) {
    Index name = range.last;
    while (name > range.first && t[name - 1].kind == TokenKind::Word && !t[name - 1].all_caps) --name;
    const bool both =
        name > range.first && is_all_caps(t, {range.first, name}) && is_name(t, {name, range.last});
    return both ? name : range.last;
}

}  // namespace

Signature read_signature(const Tokens& t, const std::vector<Range>& paragraphs) {
    Signature out;
    std::string title;
    for (const Range& paragraph : paragraphs) {
        if (t.is(paragraph.first, Cue::motto, paragraph.last)) break;  // the letterhead of what is enclosed
        const Index name = name_behind(t, paragraph);
        Range caps{paragraph.first, name};
        // "BSCKII. Kha Thị Thường": a degree is part of neither.
        if (name < paragraph.last && caps.size() >= 2 && t[name - 1].mark == U'.') caps.last -= 2;
        if (name < paragraph.last) out.name = t.written({name, paragraph.last});
        if (is_all_caps(t, caps)) {
            add_lines(t, caps, title);
        } else if (is_name(t, paragraph)) {
            out.name = t.written(paragraph);
        }
    }
    if (!title.empty()) out.title = std::move(title);
    return out;
}

}  // namespace neove::plan
