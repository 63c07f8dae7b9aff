#include "plan/report.h"

#include <algorithm>

namespace neove::plan {

/// "… gửi Sở A trước ngày …": handed to a body, and a time behind it.
bool ReportReader::hands_over(Index i, Range sentence) const {
    const Index send = t_.at(i, Cue::hand_over, sentence.last);
    if (send == 0) return false;
    const auto body = bodies_.read(i + send, sentence.last, BodyPlace::Sentence);
    if (!body) return false;
    Index at = body->range.last;
    if (at < sentence.last && t_[at].mark == U',') ++at;
    return t_.is(at, Cue::before, sentence.last);
}

/// Where the order to report begins: "báo cáo", "gửi kết quả … về"; sentence.last if there is none.
Index ReportReader::report_verb(Range sentence) const {
    for (Index i = sentence.first; i < sentence.last; ++i) {
        const Index size = t_.at(i, Cue::report, sentence.last);
        if (size == 0 && hands_over(i, sentence)) return i;
        if (size == 0) continue;
        // "Chế độ báo cáo: hằng quý …": the noun itself heads the rule.
        if (t_.is_mark(i + size, U':') && i + size < sentence.last) return i;
        if (t_.is(i, Cue::report_result, sentence.last)) continue;
        if (i > sentence.first) {
            bool noun = false;
            for (Index back = 1; back <= 2 && i >= sentence.first + back; ++back) {
                noun = noun || t_.at(i - back, Cue::report_noun_before, i) == back;
            }
            if (noun) continue;
        }
        return i;
    }
    return sentence.last;
}

/// What is reported: the words behind the verb, to the receiver or the time.
std::string ReportReader::content_of(Index verb, Index end) const {
    Index begin = verb;
    while (begin < end && begin < verb + 4) {
        // "gửi", "báo cáo", "gửi báo cáo": the shortest verb, so that "kết quả …" stays.
        const bool verb_word = t_.is(begin, Cue::report_send, end) || t_.is(begin, Cue::advise, end);
        if (!verb_word) break;
        begin += std::max(t_.at(begin, Cue::report_send, end), t_.at(begin, Cue::advise, end));
    }
    Index stop = begin;
    while (stop < end && t_[stop].mark != U',' && t_[stop].mark != U';' && t_[stop].mark != U'(' &&
           t_[stop].mark != U'.' && !t_.is(stop, Cue::before, end)) {
        ++stop;
    }
    return t_.written(stop > begin ? Range{begin, stop} : Range{verb, std::max(begin, verb + 1)});
}

/// "báo cáo nhanh", "khi có …, báo cáo ngay": a report whenever something happens.
/// Without a receiver "báo cáo kịp thời" is a way of speaking, unless an event is named.
void ReportReader::add_ad_hoc(Range sentence, Index verb, bool has_receiver, std::vector<Due>& dues) const {
    const bool known =
        std::ranges::any_of(dues, [](const Due& due) { return due.recurrence == Recurrence::AdHoc; });
    if (known) return;
    for (Index i = verb; i < sentence.last; ++i) {
        const Index report = t_.at(i, Cue::report, sentence.last);
        if (report == 0 || !t_.is(i + report, Cue::ad_hoc_manner, sentence.last)) continue;
        Index begin = i + report;
        Index end = begin + t_.at(begin, Cue::ad_hoc_manner, sentence.last);
        if (t_.is(end, Cue::event_time, sentence.last)) {
            begin = end;
            while (end < sentence.last && t_[end].kind == TokenKind::Word) ++end;
        } else if (!has_receiver) {
            continue;
        }
        dues.push_back({Recurrence::AdHoc, {t_.written({begin, end})}, {begin, end}});
        return;
    }
}

/// "báo cáo A trong tháng 5/2026": by the end of it.
void ReportReader::add_units(Range range, std::vector<Due>& dues) const {
    for (const Deadline& deadline : time_.read_prose(range)) {
        const bool ends = deadline.kind == DeadlineKind::Period || deadline.kind == DeadlineKind::BeforeDate;
        if (ends && deadline.end) dues.push_back({Recurrence::Once, {*deadline.end}, deadline.range});
    }
}

/// "báo cáo A trước ngày …; báo cáo tổng kết gửi trước ngày …": two reports in one sentence. The second goes
/// where the first went, unless it says otherwise.
std::vector<ReportOrder> ReportReader::read(Range sentence) const {
    Index cut = sentence.last;
    bool first_has_report = false;
    for (const Range& clause : clauses_of(t_, sentence)) {
        const bool report = report_verb(clause) < clause.last && !read_dues(clause).empty();
        if (report && first_has_report) {
            cut = clause.first;
            break;
        }
        first_has_report = first_has_report || report;
    }
    if (cut == sentence.last) return read_one(sentence);
    std::vector<ReportOrder> orders = read_one({sentence.first, cut});
    for (ReportOrder& order : read({cut, sentence.last})) {
        if (!orders.empty() && !order.to) {
            order.to = orders.front().to;
            order.via = orders.front().via;
        }
        if (!orders.empty() && order.from.empty()) order.from = orders.front().from;
        orders.push_back(std::move(order));
    }
    return orders;
}

namespace {

/// "theo quy định": when the rule lies elsewhere.
bool is_ruled(const Tokens& t, Range range) {
    for (Index i = range.first; i < range.last; ++i) {
        if (t.is(i, Cue::as_ruled, range.last)) return true;
    }
    return false;
}

}  // namespace

std::vector<ReportOrder> ReportReader::read_one(Range sentence) const {
    const Index verb = report_verb(sentence);
    if (verb >= sentence.last) return {};
    // What stands before the report and behind its last clause border belongs to another order.
    Index begin = verb;
    const bool only = is_only_report(sentence);
    if (only) {
        begin = sentence.first;
    } else {
        while (begin > sentence.first && t_[begin - 1].mark != U';' && t_[begin - 1].mark != U'.') --begin;
        // "… kế hoạch; báo cáo": times of the first half of a clause are its own.
        bool other_verb = false;
        for (Index i = begin; i < verb; ++i) {
            const bool hands_up = t_.is(i, Cue::advise, verb);  // "trình A báo cáo B" is the report's own way
            other_verb = other_verb || (t_.is(i, Cue::complete, verb) && !hands_up);
        }
        if (other_verb) begin = verb;
    }
    Index end = sentence.last;
    for (Index i = verb; i < sentence.last; ++i) {
        // Behind "để tổng hợp" begins the next hop.
        if (t_.is(i, Cue::in_order_to, sentence.last) && t_.is(i + 1, Cue::consolidate, sentence.last)) {
            end = i;
            break;
        }
    }
    auto to = receiver(verb, end);
    if (!to) to = receiver_before({begin, verb});
    if (!to && end < sentence.last) {
        to = receiver_through(verb, end, sentence.last);
        if (to) end = sentence.last;
    }
    std::vector<Due> dues = read_dues({begin, end});
    if (dues.empty() && to) add_units({verb, end}, dues);
    add_ad_hoc({begin, sentence.last}, verb, to.has_value(), dues);
    std::vector<ReportOrder> orders;
    if (!to && dues.empty() && !only) return orders;
    ReportOrder order;
    if (const auto subject = roles_.subject({begin, sentence.last}); subject && only) {
        add_names(order.from, subject->list.bodies);
    }
    if (to) {
        order.to = to->to;
        order.via = to->via;
    }
    order.content = content_of(verb, to && to->at > verb ? std::min(to->at, end) : end);
    order.range = {begin, sentence.last};
    if (dues.empty()) {
        if (is_ruled(t_, {verb, end})) order.due.push_back("theo quy định");
        orders.push_back(order);
        return orders;
    }
    for (Due& due : dues) {
        ReportOrder one = order;
        one.recurrence = due.recurrence;
        if (due.recurrence == Recurrence::Monthly || due.recurrence == Recurrence::Weekly ||
            due.recurrence == Recurrence::Daily) {
            one.due = {t_.written(due.range)};
        } else {
            one.due = std::move(due.days);
        }
        orders.push_back(std::move(one));
    }
    return orders;
}

bool ReportReader::is_only_report(Range sentence) const {
    sentence = trimmed(t_, sentence);
    if (sentence.empty()) return false;
    const Index verb = report_verb(sentence);
    if (verb >= sentence.last) return false;
    Index i = sentence.first;
    int depth = 0;
    if (const auto subject = roles_.subject(sentence)) {
        if (subject->list.end <= verb) {
            // Only what stands between the actor and the verb counts, and whatever stood before the actor.
            i = subject->list.end;
        }
    }
    i += t_.at(i, Cue::report_regime, verb);
    for (; i < verb; ++i) {
        if (t_[i].mark == U'(') ++depth;
        if (t_[i].mark == U')') --depth;
        if (depth > 0) continue;
        if (t_[i].mark == U';') return false;
        const Index event = std::max(t_.at(i, Cue::on_request, verb), t_.at(i, Cue::event_time, verb));
        if (event > 1) {
            i += event - 1;
            continue;
        }
        if (const Index noun = t_.at(i, Cue::group_noun, verb); noun > 1) {
            i += noun - 1;
            continue;
        }
        if (t_.is(i, Cue::consolidate, verb) || t_.is(i, Cue::review, verb)) {
            // "tổng hợp, báo cáo" and "sơ kết, báo cáo" are one order when they touch.
            if (verb - i > 6) return false;
            if (t_.is(i, Cue::review, verb)) return false;
            i = verb;
            break;
        }
        if (t_.is(i, Cue::responsible, verb)) {
            i += t_.at(i, Cue::responsible, verb) - 1;
            continue;
        }
        if (t_.is(i, Cue::lead, verb)) return false;
        if (t_.is(i, Cue::cooperate, verb)) return false;
        const bool soft =
            t_.is(i, Cue::adverb, verb) || t_.is(i, Cue::before, verb) || t_.is(i, Cue::preface, verb);
        if (t_.is(i, Cue::verb, verb) && !soft) return false;
    }
    return true;
}

}  // namespace neove::plan
