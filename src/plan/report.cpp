#include "plan/report.h"

#include <fmt/format.h>

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

std::optional<std::string> ReportReader::via_at(Index i, Index end, Index& after) const {
    if (i + 2 >= end || t_[i].mark != U'(') return std::nullopt;
    const Index via = t_.at(i + 1, Cue::via, end);
    if (via == 0) return std::nullopt;
    Index close = i + 1 + via;
    const Index begin = close;
    while (close < end && t_[close].mark != U')') ++close;
    after = std::min(close + 1, end);
    auto body = bodies_.read(begin, close, BodyPlace::Field);
    if (!body) return bodies_.spell_out({begin, close});
    // "Phòng Tham mưu, Công an tỉnh" is one place.
    const Index next = body->range.last;
    if (next + 1 < close && t_[next].mark == U',') {
        if (const auto owner = bodies_.read(next + 1, close, BodyPlace::Sentence)) {
            return bodies_.spell_out({begin, owner->range.last});
        }
    }
    return body->name;
}

std::optional<ReportReader::Receiver> ReportReader::receiver(Index from, Index end) const {
    for (Index i = from; i < end; ++i) {
        Index at = i;
        // "báo cáo kết quả với A": to A, unless one works with A.
        const bool with = i > from && t_.at(i, Cue::with, end) == 1 && t_.text(i) == "với" &&
                          !(i >= 2 && t_.is(i - 2, Cue::cooperate, i));
        const Index send = with ? 1 : t_.at(i, Cue::report_send, end);
        const Index direct = send == 0 ? t_.at(i, Cue::report, end) : 0;
        if (send == 0 && direct == 0) continue;
        at += send + direct;
        if (direct > 0) at += t_.at(at, Cue::ad_hoc_manner, end);  // "báo cáo ngay A"
        if (t_.is(at, Cue::report_send, end)) at += t_.at(at, Cue::report_send, end);
        const BodyList list = bodies_.read_list(at, end, BodyPlace::Sentence);
        if (list.bodies.empty()) continue;
        Receiver found{.at = i, .end = list.end};
        std::string names;
        Index behind = list.bodies[0].range.last;
        for (const Body& body : list.bodies) {
            // "gửi về Công an tỉnh và báo cáo …": stop where a "(qua …)" stands.
            names += (names.empty() ? "" : "; ") + body.name;
            behind = body.range.last;
            if (behind < end && t_[behind].mark == U'(') break;
        }
        // "về Công an tỉnh (Phòng A)": the unit that takes it in.
        if (const std::size_t open = names.find(" (");
            open != std::string::npos && names.ends_with(')') && list.bodies.size() == 1) {
            found.via = names.substr(open + 2, names.size() - open - 3);
            names.resize(open);
        }
        found.to = names;
        if (found.via) return found;
        Index after = behind;
        found.via = via_at(behind, end, after);
        if (!found.via && behind < end && t_.is(behind, Cue::via, end)) {
            const Index via = behind + t_.at(behind, Cue::via, end);
            if (const auto body = bodies_.read(via, end, BodyPlace::Sentence)) found.via = body->name;
        }
        // "gửi A (qua B), C"
        if (found.via && after < end && after > behind &&
            (t_[after].mark == U',' || t_.is(after, Cue::conjunction, end))) {
            const BodyList more = bodies_.read_list(after + 1, end, BodyPlace::Sentence);
            const bool ends = more.end >= end || !t_.is(more.end, Cue::verb, end);
            for (const Body& body : more.bodies) {
                if (ends) *found.to += "; " + body.name;
            }
        }
        return found;
    }
    return std::nullopt;
}

/// "ngày 05 (của) tháng cuối (của) quý": the day of every quarter's last month.
bool ReportReader::read_closing_month(Index& i, Index end, std::int32_t& day) const {
    Index j = i + t_.at(i, Cue::day, end);
    if (j >= end || t_[j].kind != TokenKind::Number || t_[j].number < 1 || t_[j].number > 31) return false;
    day = t_[j].number;
    ++j;
    j += t_.at(j, Cue::of, end);
    const Index month = t_.at(j, Cue::month, end);
    if (month == 0 || !t_.is(j + month, Cue::end_of, end)) return false;
    j += month + 1;
    j += t_.at(j, Cue::of, end);
    j += t_.at(j, Cue::every, end);
    i = j;
    return true;
}

namespace {

std::vector<std::string> closing_days(std::optional<Recurrence> recurrence, std::int32_t day) {
    if (recurrence == Recurrence::Quarterly) {
        return {
            fmt::format("03-{:02}", day),
            fmt::format("06-{:02}", day),
            fmt::format("09-{:02}", day),
            fmt::format("12-{:02}", day)};
    }
    if (recurrence == Recurrence::SixMonth) return {fmt::format("06-{:02}", day)};
    if (recurrence == Recurrence::Annual) return {fmt::format("12-{:02}", day)};
    return {};
}

}  // namespace

/// "Quý I (": the place of the parenthesis behind one numbered quarter; 0 if there is none.
Index ReportReader::quarter_with_days(Index i, Index end) const {
    const Index word = t_.at(i, Cue::quarter, end);
    const Index open = i + word + 1;
    if (word == 0 || open >= end || !time_.quarter_number(i + word) || t_[open].mark != U'(') return 0;
    return open;
}

/// "(báo cáo năm)"
std::optional<ReportReader::Due> ReportReader::period_behind(Index i, Index end) const {
    if (i + 3 >= end || t_[i].mark != U'(') return std::nullopt;
    const Index report = t_.at(i + 1, Cue::report, end);
    if (report == 0) return std::nullopt;
    Index after = i;
    const auto recurrence = time_.period_at(i + 1 + report, end, after);
    if (!recurrence || after >= end || t_[after].mark != U')') return std::nullopt;
    return Due{.recurrence = recurrence, .range = {i, after + 1}};
}

/// Periodicities and days in the order they stand. A day behind a periodicity belongs to it; a day that
/// stands before any is shared by those that follow.
class ReportReader::DueReader {
public:
    DueReader(const ReportReader& reader, Range sentence)
        : r_(reader), t_(reader.t_), time_(reader.time_), sentence_(sentence) {}

    std::vector<Due> run() {
        bool quoted = false;
        for (Index i = sentence_.first; i < sentence_.last;) {
            if (t_[i].mark == U'"') quoted = !quoted;
            if (read_closing(i) || read_quarter(i) || read_day(i)) continue;
            if (!quoted && read_period(i)) continue;
            ++i;
        }
        if (!waiting_.empty()) {
            for (std::string& day : waiting_) {
                if (time_.year() != 0 && day.size() == 5) day = fmt::format("{}-{}", time_.year(), day);
            }
            dues_.push_back({Recurrence::Once, std::move(waiting_), waiting_range_});
        }
        return std::move(dues_);
    }

private:
    bool recurs() const {
        if (dues_.empty() || !dues_.back().recurrence) return false;
        // A date with a month cannot be the day of every week or month.
        const Recurrence last = *dues_.back().recurrence;
        return last == Recurrence::Quarterly || last == Recurrence::SixMonth || last == Recurrence::Annual;
    }

    /// To the last period, unless it is "ad hoc".
    void attach(const Day& day, Range range) {
        if (recurs()) {
            dues_.back().days.push_back(day.iso());
            dues_.back().range.last = range.last;
        } else if (day.year != 0) {
            dues_.push_back({Recurrence::Once, {day.iso()}, range});
        } else {
            if (waiting_.empty()) waiting_range_ = range;
            waiting_.push_back(day.iso());
            waiting_range_.last = range.last;
        }
    }

    /// "ngày 05 tháng cuối quý"
    bool read_closing(Index& i) {
        Index j = i;
        std::int32_t day = 0;
        if (!r_.read_closing_month(j, sentence_.last, day)) return false;
        closing_day_ = day;
        if (!dues_.empty() && dues_.back().days.empty() && dues_.back().recurrence &&
            *dues_.back().recurrence != Recurrence::AdHoc) {
            dues_.back().days = closing_days(dues_.back().recurrence, day);
            // "… tháng cuối quý" inside the parenthesis repeats the period.
            j += t_.at(j, Cue::quarter, sentence_.last);
            closing_day_.reset();
        }
        i = j;
        return true;
    }

    /// "Quý I (trước ngày 15/3), 06 tháng (…), Quý III (…)": the days of one quarterly report.
    bool read_quarter(Index& i) {
        const Index open = r_.quarter_with_days(i, sentence_.last);
        if (open == 0) return false;
        const auto known = std::ranges::find(dues_, Recurrence::Quarterly, &Due::recurrence);
        if (known == dues_.end()) {
            dues_.push_back({.recurrence = Recurrence::Quarterly, .range = {i, open}});
        } else {
            std::rotate(known, known + 1, dues_.end());
        }
        date_since_period_ = false;
        i = open;
        return true;
    }

    bool read_day(Index& i) {
        Index after = i;
        const auto day = time_.day_at(i, sentence_.last, after);
        if (!day || time_.is_cited(i, sentence_)) return false;
        // "trước ngày 05/12/2024 (báo cáo năm)": which report it is stands behind the day.
        if (const auto named = r_.period_behind(after, sentence_.last)) {
            dues_.push_back({named->recurrence, {day->iso()}, {i, named->range.last}});
            i = named->range.last;
            return true;
        }
        if (const Index every = t_.at(after, Cue::yearly, sentence_.last); every > 0) {
            if (dues_.empty() || !dues_.back().recurrence || !dues_.back().days.empty()) {
                std::vector<std::string> days = std::move(waiting_);
                waiting_.clear();
                days.push_back(day->iso());
                dues_.push_back({Recurrence::Annual, std::move(days), {i, after + every}});
            } else {
                dues_.back().days.push_back(day->iso());
            }
            i = after + every;
            return true;
        }
        if (recurs() && day->year != 0 && date_since_period_) {
            dues_.push_back({Recurrence::Once, {day->iso()}, {i, after}});
        } else {
            attach(*day, {i, after});
        }
        date_since_period_ = true;
        i = after;
        return true;
    }

    /// A bare "năm" or "quý" is a periodicity only among periodicities.
    bool stands_among(Index i) const {
        if (i == sentence_.first) return false;
        for (const Cue cue : {Cue::periodic, Cue::conjunction, Cue::end_of, Cue::report}) {
            if (t_.is(i - 1, cue, i)) return true;
        }
        if (t_[i - 1].mark == U',' || t_[i - 1].mark == U';' || closing_day_) return true;
        if (i < 2) return false;
        return t_.text(i - 1) == "quả" || t_.is(i - 2, Cue::report, i) || t_.is(i - 2, Cue::review, i) ||
               t_.is(i - 2, Cue::periodic, i);
    }

    /// "báo cáo tuần", "báo cáo tháng"
    std::optional<Recurrence> named_report(Index i, Index& after) const {
        const bool behind_report = i >= sentence_.first + 2 && t_.at(i - 2, Cue::report, i) == 2;
        const bool numbered = i + 1 < sentence_.last && t_[i + 1].kind == TokenKind::Number;
        if (!behind_report || numbered) return std::nullopt;
        for (const auto& [cue, recurrence] :
             {std::pair{Cue::week, Recurrence::Weekly},
              std::pair{Cue::month, Recurrence::Monthly},
              std::pair{Cue::day, Recurrence::Daily}}) {
            const Index words = t_.at(i, cue, sentence_.last);
            if (words == 0) continue;
            after = i + words;
            return recurrence;
        }
        return std::nullopt;
    }

    bool read_period(Index& i) {
        Index after = i;
        auto recurrence = time_.period_at(i, sentence_.last, after);
        if (!recurrence) {
            recurrence = named_report(i, after);
            if (recurrence) {
                dues_.push_back({.recurrence = recurrence, .range = {i, after}});
                date_since_period_ = false;
                i = after;
                return true;
            }
        }
        if (!recurrence) return false;
        const bool bare = after == i + 1 && *recurrence != Recurrence::AdHoc;
        if (bare && !stands_among(i)) return false;
        Due due{.recurrence = recurrence, .range = {i, after}};
        if (*recurrence == Recurrence::AdHoc) {
            const Index ask = t_.at(after, Cue::on_request, sentence_.last);
            if (ask > 0) due.days.push_back(t_.written({after, after + ask}));
        } else if (closing_day_) {
            due.days = closing_days(recurrence, *closing_day_);
        } else if (!waiting_.empty()) {
            due.days = std::move(waiting_);
            waiting_.clear();
        }
        const bool again = std::ranges::any_of(dues_, [&](const Due& other) {
            return other.recurrence == due.recurrence && (due.days.empty() || other.days.empty());
        });
        if (!again) {
            dues_.push_back(std::move(due));
            date_since_period_ = false;
        }
        i = after;
        return true;
    }

    const ReportReader& r_;
    const Tokens& t_;
    const TimeReader& time_;
    Range sentence_;
    std::vector<Due> dues_;
    std::optional<std::int32_t> closing_day_;  ///< "ngày 05 tháng cuối", waiting for its periods
    std::vector<std::string> waiting_;         ///< days before any period
    Range waiting_range_;
    bool date_since_period_{false};
};

std::vector<ReportReader::Due> ReportReader::read_dues(Range sentence) const {
    return DueReader(*this, sentence).run();
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

/// "trình A báo cáo tổng kết": A stands right before the report.
std::optional<ReportReader::Receiver> ReportReader::receiver_before(Range before) const {
    for (Index i = before.first; i < before.last; ++i) {
        const Index advise = t_.at(i, Cue::advise, before.last);
        if (advise == 0) continue;
        const BodyList list = bodies_.read_list(i + advise, before.last, BodyPlace::Sentence);
        if (list.bodies.empty() || list.end != before.last) continue;
        return Receiver{.to = list.bodies.front().name, .via = {}, .at = i, .end = list.end};
    }
    return std::nullopt;
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
    std::vector<Due> dues = read_dues({begin, end});
    add_ad_hoc({begin, sentence.last}, verb, to.has_value(), dues);
    const bool ruled = [&] {
        for (Index i = verb; i < end; ++i) {
            if (t_.is(i, Cue::as_ruled, end)) return true;
        }
        return false;
    }();
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
        if (ruled) order.due.push_back("theo quy định");
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

std::optional<DifficultyClause> ReportReader::difficulty(Range sentence) const {
    const Range words = trimmed(t_, sentence);
    Index trouble = words.last;
    for (Index i = words.first; i < words.last; ++i) {
        if (t_.is(i, Cue::difficulty, words.last)) {
            trouble = i;
            break;
        }
    }
    if (trouble >= words.last) return std::nullopt;
    Index begin = trouble;
    bool opened = trouble <= words.first + 3;
    for (Index i = trouble + 1; i-- > words.first;) {
        if (t_.is(i, Cue::difficulty_open, words.last) && trouble - i < 30) {
            begin = i;
            opened = true;
        }
        if (i < trouble && t_[i].mark == U';') break;
    }
    if (!opened) return std::nullopt;
    for (Index i = trouble; i < words.last; ++i) {
        const Index act = t_.at(i, Cue::difficulty_act, words.last);
        if (act == 0) continue;
        auto to = receiver(i, words.last);
        if (!to) {
            // "liên hệ A để được hướng dẫn"
            const BodyList list = bodies_.read_list(i + act, words.last, BodyPlace::Sentence);
            if (!list.bodies.empty()) {
                Index after = list.bodies[0].range.last;
                to = Receiver{.to = list.bodies[0].name, .via = via_at(after, words.last, after)};
            }
        }
        if (!to && !t_.is(i, Cue::report, words.last))
            return std::nullopt;  // none behind a later verb either
        DifficultyClause clause{.range = {begin == trouble ? words.first : begin, sentence.last}};
        if (to && to->to) clause.agency.push_back(*to->to);
        if (to) clause.via = to->via;
        return clause;
    }
    return std::nullopt;
}

}  // namespace neove::plan
