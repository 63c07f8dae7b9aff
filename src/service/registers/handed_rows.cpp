#include "service/registers/handed_rows.h"

#include <algorithm>

namespace neove::service {

namespace {

GivenRow given_row(const RecordRelation& row, std::string field, bool ends) {
    return {row.id, row.kind, row.organisation, row.account, std::move(field), ends};
}

/// The row that an answer gave last and that no event ended.
std::string row_of(
    const std::vector<StoredEvent>& history, const std::string& relation, const std::string& field
) {
    std::string id;
    for (const StoredEvent& event : history) {
        for (const GivenRow& one : event.given) {
            if (one.kind != relation || one.field != field) continue;
            id = one.ends ? std::string() : one.id;
        }
    }
    return id;
}

bool is_accepted(const access::RegisterPolicy& policy, const record::Handed& one) {
    const access::Gives gives{one.action, one.relation, one.field};
    return std::ranges::find(policy.gives, gives) != policy.gives.end();
}

}  // namespace

RowsHanded rows_handed(
    const access::Rules& rules,
    const std::string& register_name,
    const Caller& caller,
    const std::vector<record::Handed>& handed,
    const std::vector<StoredEvent>& history,
    const std::vector<RecordRelation>& held
) {
    RowsHanded out;
    const access::RegisterPolicy& policy = rules.policy(register_name);
    for (const record::Handed& one : handed) {
        const std::string id = row_of(history, one.relation, one.field);
        const auto row = std::ranges::find(held, id, &RecordRelation::id);
        const bool holds = !id.empty() && row != held.end() && row->holds_at(caller.now);
        const bool may_begin = !one.body.is_empty() && is_accepted(policy, one);
        if (holds && may_begin && row->organisation == one.body) continue;
        if (holds) {
            RecordRelation ended = *row;
            ended.until = caller.now;
            out.given.push_back(given_row(ended, one.field, true));
            out.ended.push_back(std::move(ended));
        }
        if (!may_begin) continue;
        RecordRelation begun{
            crypto::random_id(), one.relation, {}, one.body, caller.now, {}, caller.account.id, 1};
        out.given.push_back(given_row(begun, one.field, false));
        out.begun.push_back(std::move(begun));
    }
    return out;
}

std::map<std::string, GivenRow> rows_told(const std::vector<StoredEvent>& history) {
    std::map<std::string, GivenRow> out;
    for (const StoredEvent& event : history) {
        for (const GivenRow& one : event.given) out[one.id] = one;
        if (event.relation.object() == nullptr) continue;
        const auto known = out.find(event.relation.text_or("id"));
        if (known != out.end() && event.event.kind == "unassigned") known->second.ends = true;
    }
    return out;
}

}  // namespace neove::service
