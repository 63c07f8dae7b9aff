/// \file
/// Reports and follow-up duties of an item.

#include "plan/assembler.h"

#include <algorithm>

namespace neove::plan {

void Assembler::add_reports(const std::string& path, Range sentence, const std::vector<std::string>& actors) {
    for (ReportOrder& order : r_.reports.read(sentence)) {
        Report report;
        report.path = path;
        report.from = order.from.empty() ? actors : std::move(order.from);
        report.to = std::move(order.to);
        report.via = std::move(order.via);
        report.recurrence = order.recurrence;
        report.due = std::move(order.due);
        report.content = std::move(order.content);
        report_ranges_.push_back(order.range);
        report.raw = t_.written(order.range);
        report.span = span_of(order.range);
        report.confidence = report.to ? Confidence{88, "report.receiver_named", {}}
                                      : Confidence{65, "report.no_receiver", {}};
        reading_.reports.push_back(std::move(report));
    }
    add_consolidation(path, sentence);
}

/// "… về A để tổng hợp": A consolidates.
void Assembler::add_consolidation(const std::string& path, Range sentence) {
    for (Index i = sentence.first; i + 1 < sentence.last; ++i) {
        if (!t_.is(i, Cue::in_order_to, sentence.last) || !t_.is(i + 1, Cue::consolidate, sentence.last))
            continue;
        for (auto order : r_.reports.read({sentence.first, i})) {
            if (!order.to) continue;
            Followup followup{.path = path, .role = FollowupRole::Consolidate};
            followup.agency = {order.via ? *order.to : *order.to};
            followup.via = order.via;
            followup.raw = t_.written(sentence);
            followup.span = span_of(sentence);
            followup.confidence = {85, "followup.collects", {}};
            reading_.followup.push_back(std::move(followup));
            return;
        }
        return;
    }
}

void Assembler::add_difficulty(const std::string& path, const DifficultyClause& clause) {
    Followup followup{
        .path = path, .role = FollowupRole::Resolve, .agency = clause.agency, .to = {}, .via = clause.via};
    followup.raw = t_.written(clause.range);
    followup.span = span_of(clause.range);
    followup.confidence = {90, "followup.difficulties", {}};
    reading_.followup.push_back(std::move(followup));
}

void Assembler::add_followup(const std::string& path, Range text, const std::vector<std::string>& actors) {
    if (!is_follow_up_duty(r_, text)) return;
    Followup followup{.path = path, .role = FollowupRole::Monitor, .agency = actors, .to = {}, .via = {}};
    followup.raw = t_.written(text);
    followup.span = span_of(text);
    followup.confidence = {85, "followup.monitors", {}};
    reading_.followup.push_back(std::move(followup));
}

}  // namespace neove::plan
