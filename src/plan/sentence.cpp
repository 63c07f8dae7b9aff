#include "plan/sentence.h"

#include <algorithm>

namespace neove::plan {
namespace {

bool has(const Tokens& t, Range range, Cue cue) {
    for (Index i = range.first; i < range.last; ++i) {
        if (t.is(i, cue, range.last)) return true;
    }
    return false;
}

/// "nêu tại Phụ lục kèm theo", or behind a semicolon "nội dung, thời hạn của từng nhiệm vụ ghi tại Phụ lục".
bool points_to_annex(const Tokens& t, Range sentence) {
    constexpr Index kShort = 40;
    const auto points = [&](Range part) {
        return part.size() <= kShort && has(t, part, Cue::annex) && has(t, part, Cue::enclosed) &&
               !t.is(part.first, Cue::verb, part.last);
    };
    if (points(sentence)) return true;
    const std::vector<Range> clauses = clauses_of(t, sentence);
    return clauses.size() == 2 && t.is(clauses.back().first, Cue::label_content, clauses.back().last) &&
           points(clauses.back());
}

/// "chịu trách nhiệm thi hành Quyết định này", "có hiệu lực kể từ ngày ký", "nêu tại Phụ lục kèm theo".
bool is_formula(const Tokens& t, Range sentence) {
    int depth = 0;  // "(có hiệu lực từ ngày …)" says something about a law, not about this document
    for (Index i = sentence.first; i < sentence.last; ++i) {
        if (t[i].mark == U'(') ++depth;
        if (t[i].mark == U')') --depth;
        if (depth <= 0 && t.is(i, Cue::responsible_formula, sentence.last)) return true;
    }
    const Index verb = t.at(sentence.first, Cue::verb, sentence.last);
    if (verb > 0 && t.is(sentence.first + verb, Cue::enclosed, sentence.last)) return true;
    if (t.is(sentence.first, Cue::enclosed, sentence.last)) return true;
    return points_to_annex(t, sentence);
}

/// "Trên đây là Kế hoạch …; các đơn vị …": the order begins behind the semicolon.
Range behind_closing_words(const Tokens& t, Range sentence) {
    if (!t.is(sentence.first, Cue::closing, sentence.last) ||
        t.at(sentence.first, Cue::closing, sentence.last) < 3)
        return sentence;
    // "Yêu cầu các đơn vị …" orders something, unless it only asks to carry out this document.
    const bool asks =
        t.is(sentence.first, Cue::assign, sentence.last) || t.is(sentence.first, Cue::request, sentence.last);
    if (asks && !has(t, sentence, Cue::this_document)) return sentence;
    for (Index i = sentence.first; i < sentence.last; ++i) {
        if (t[i].mark == U';' || (t[i].mark == U',' && t.is(i + 1, Cue::request, sentence.last)))
            return {i + 1, sentence.last};
    }
    return {sentence.last, sentence.last};
}

}  // namespace

Sentences sort_sentences(const Readers& readers, Range text) {
    const Tokens& t = readers.tokens;
    Sentences out;
    for (Range sentence : sentences_of(t, text)) {
        sentence = behind_closing_words(t, sentence);
        if (trimmed(t, sentence).empty()) continue;
        if (auto clause = readers.reports.difficulty(sentence)) {
            const Range before = trimmed(t, {sentence.first, clause->range.first});
            out.difficulties.push_back(std::move(*clause));
            if (before.size() < 4) continue;
            sentence.last = before.last;
        }
        if (is_formula(t, sentence)) {
            if (points_to_annex(t, sentence)) out.to_annex.push_back(sentence);
            continue;
        }
        if (readers.reports.is_only_report(sentence)) {
            out.reports.push_back(sentence);
        } else {
            out.orders.push_back(sentence);
        }
    }
    // The body's last mark is "./."
    if (!out.orders.empty()) {
        Range& last = out.orders.back();
        while (last.size() > 2 && t[last.last - 1].mark == U'.' && t[last.last - 2].mark == U'/')
            last.last -= 2;
        out.whole = {out.orders.front().first, last.last};
    }
    return out;
}

namespace {

/// "Bố trí ngân sách, đôn đốc, kiểm tra việc thực hiện": more than money is ordered.
bool also_monitors(const Tokens& t, Range rest) {
    for (Index i = rest.first; i + 1 < rest.last; ++i) {
        if (t[i].mark == U';' || t[i].mark == U'.') return false;
        if (t[i].mark == U',' && t.is(i + 1, Cue::monitor, rest.last)) return true;
    }
    return false;
}

}  // namespace

bool is_funding_order(const Readers& readers, Range text) {
    const Tokens& t = readers.tokens;
    Index begin = text.first;
    if (const auto subject = readers.roles.subject(text)) begin = std::min(subject->list.end, text.last);
    constexpr Index kMainVerb = 26;
    const Index stop = std::min(text.last, begin + kMainVerb);
    bool only_advice = true;
    for (Index i = begin; i < stop; ++i) {
        const Index act = t.at(i, Cue::funding_act, text.last);
        if (act > 0)
            return only_advice && has(t, text, Cue::funding_word) && !also_monitors(t, {i + act, text.last});
        const bool soft = t.is(i, Cue::advise, text.last) || t.is(i, Cue::lead, text.last) ||
                          t.is(i, Cue::cooperate, text.last) || t.is(i, Cue::adverb, text.last) ||
                          t.is(i, Cue::preface, text.last) || t.is(i, Cue::responsible, text.last);
        if (t.is(i, Cue::verb, text.last) && !soft && !t.is(i, Cue::consolidate, text.last)) {
            if (!t.is(i, Cue::advice, text.last)) only_advice = false;
        }
        if (t[i].mark == U';' || t[i].mark == U'.') only_advice = false;
    }
    return false;
}

bool is_organisation(const Readers& readers, Range text, bool in_organisation_section) {
    const Tokens& t = readers.tokens;
    if (is_follow_up_duty(readers, text)) return true;
    if (has(t, text, Cue::own_plan) && (in_organisation_section || has(t, text, Cue::this_document)))
        return true;
    return in_organisation_section &&
           (has(t, text, Cue::monitor) || has(t, text, Cue::review) || has(t, text, Cue::this_document));
}

bool is_follow_up_duty(const Readers& readers, Range text) {
    const Tokens& t = readers.tokens;
    int watching = 0;
    for (Index i = text.first; i < text.last; ++i) watching += t.is(i, Cue::monitor, text.last) ? 1 : 0;
    return watching >= 2 && has(t, text, Cue::decided);
}

bool is_report_time(const Readers& readers, Range time, Range sentence) {
    const Tokens& t = readers.tokens;
    // Back to the verb that the time belongs to: if that is "báo cáo", the day is the report's.
    for (Index i = time.first; i-- > sentence.first;) {
        if (t[i].mark == U';' || t[i].mark == U'.') return false;
        if (t.is(i, Cue::complete, sentence.last)) return false;
        if (t.is(i, Cue::report, sentence.last) && !t.is(i, Cue::report_result, sentence.last)) {
            const bool reports =
                t.is(i, Cue::advise, sentence.last) || t.is(i + 1, Cue::advise, sentence.last);
            const Index verb =
                t.is(i, Cue::advise, sentence.last) ? i + t.at(i, Cue::advise, sentence.last) : i;
            // "báo cáo A trước ngày …" hands over what was ordered: the day is the order's own.
            return reports && !readers.bodies.read(verb, sentence.last, BodyPlace::Sentence);
        }
    }
    return false;
}

}  // namespace neove::plan
