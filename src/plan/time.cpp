#include "plan/time.h"

namespace neove::plan {

Deadline TimeReader::make(DeadlineKind kind, Range range) const {
    Deadline deadline{.kind = kind, .range = range, .raw = t_.written(range)};
    return deadline;
}

bool TimeReader::is_past(const Day& day) const {
    return year_ != 0 && day.year != 0 && day.year < year_;
}

bool TimeReader::is_cited(Index i, Range sentence, bool named_days) const {
    constexpr Index kReach = 14;
    const Index from = std::max(sentence.first, i > kReach ? i - kReach : 0);
    const bool limits = t_.is(i, Cue::before, sentence.last);
    bool number_seen = false;
    for (Index j = i; j-- > from;) {
        if (t_[j].mark == U';' || t_[j].mark == U'.') break;
        if (is_year(t_[j]) && j > from && (t_[j - 1].mark == U'/' || t_.is(j - 1, Cue::year, j))) break;
        if (t_.is(j, Cue::number_sign, sentence.last) && t_[j + 1].kind != TokenKind::Word)
            number_seen = true;
        if (t_.is(j, Cue::effective, sentence.last)) return true;
        const Index kind = t_.at(j, Cue::kind, sentence.last);
        // "Quyết định ngày 05/3" is dated by it; "tổng kết Chương trình trước ngày …" is not.
        const bool adjacent = (j + kind == i || j + kind + 1 == i) && !limits;
        if (kind > 0 && t_[j].capital && (number_seen || adjacent)) return true;
        if (named_days && t_.is(j, Cue::phrase_that_names, sentence.last) && t_[j].capital) return true;
        if (t_[j].mark == U',') {
            // a comma ends the reach of names, but not of "số … ngày …"
            if (!number_seen && j + 1 < i && !t_.is(j + 1, Cue::day, sentence.last)) break;
        }
    }
    return false;
}

/// A quotation mark that is never closed quotes nothing.
bool TimeReader::closes_soon(Index i, Range range) const {
    constexpr Index kLongestQuote = 60;
    for (Index j = i + 1; j < range.last && j < i + kLongestQuote; ++j) {
        if (t_[j].mark == U'"') return true;
    }
    return false;
}

std::vector<Deadline> TimeReader::read(Range range, bool field) const {
    std::vector<Deadline> out;
    bool quoted = false;
    for (Index i = range.first; i < range.last;) {
        if (t_[i].mark == U'"') quoted = !quoted && closes_soon(i, range);
        const bool says_nothing = t_[i].kind == TokenKind::Word && !t_.means(i);  // most words
        if ((quoted && !field) || says_nothing) {
            ++i;
            continue;
        }
        if (field && out.empty() && read_event_year(i, range, out)) continue;
        if (read_named_months(i, range, out) || read_day_of_every(i, range, out)) continue;
        if (read_onward(i, range, out)) continue;
        if (read_from(i, range, field, out)) continue;
        if (read_before(i, range, out)) continue;
        if (read_within(i, range, field, out)) continue;
        if (read_span_of_time(i, range, out)) continue;
        if (read_recurring(i, range, field, out)) continue;
        if (!field && (read_frequency(i, range, out) || read_closing_rhythm(i, range, out))) continue;
        if (!field && read_named_day(i, range, out)) continue;
        if (!field && t_.is(i, Cue::event_time, range.last)) {
            Index stop = i + t_.at(i, Cue::event_time, range.last);
            while (stop < range.last && stop < i + 12 && t_[stop].kind == TokenKind::Word) ++stop;
            out.push_back(make(DeadlineKind::Unspecified, {i, stop}));
            i = stop;
            continue;
        }
        if (const Index words = t_.at(i, Cue::unspecified_time, range.last);
            words > 0 && field && out.empty()) {
            Deadline deadline = make(DeadlineKind::Unspecified, {i, range.last});
            out.push_back(std::move(deadline));
            break;
        }
        ++i;
    }
    return out;
}

std::vector<Deadline> TimeReader::read_prose(Range range) const {
    std::vector<Deadline> out = read(range, false);
    merge_yearly(range, out);
    return out;
}

std::vector<Deadline> TimeReader::read_field(Range range) const {
    std::vector<Deadline> out = read(range, true);
    // "6 tháng đầu năm trước ngày 15/6": the half-year only says for what the day is.
    for (std::size_t n = 0; n + 1 < out.size();) {
        const bool names = out[n].kind == DeadlineKind::Period &&
                           out[n + 1].kind == DeadlineKind::BeforeDate &&
                           out[n].range.last == out[n + 1].range.first;
        if (names) out.erase(out.begin() + static_cast<std::ptrdiff_t>(n));
        if (!names) ++n;
    }
    while (!range.empty() && t_[range.last - 1].kind == TokenKind::Mark) --range.last;
    if (out.empty() && !range.empty()) out.push_back(make(DeadlineKind::Unspecified, range));
    return out;
}

}  // namespace neove::plan
