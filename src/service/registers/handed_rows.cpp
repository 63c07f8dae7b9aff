#include "service/registers/handed_rows.h"

#include <algorithm>

namespace neove::service {

namespace {

GivenRow given_row(const RecordRelation& row, std::string field, bool ends) {
    return {row.id, row.kind, row.organisation, row.account, std::move(field), ends};
}

/// Rows of the relation that somebody gave by hand: they hold as long as the body that was named, or whoever
/// was named could stay by naming herself.
std::vector<RecordRelation> by_hand(
    const std::vector<RecordRelation>& held,
    const std::string& relation,
    const std::map<std::string, GivenRow>& told,
    Instant now
) {
    std::vector<RecordRelation> out;
    for (const RecordRelation& one : held) {
        if (one.kind == relation && one.holds_at(now) && !told.contains(one.id)) out.push_back(one);
    }
    return out;
}

bool is_accepted(const access::RegisterPolicy& policy, const record::Handed& one) {
    const access::Gives gives{one.action, one.relation, one.field};
    return std::ranges::find(policy.gives, gives) != policy.gives.end();
}

}  // namespace

std::string row_of_slot(
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

RowsHanded rows_handed(
    const access::Rules& rules,
    const std::string& register_name,
    const Caller& caller,
    const std::vector<record::Handed>& handed,
    const std::vector<StoredEvent>& history,
    const std::vector<RecordRelation>& held,
    const KeepsRow& keeps
) {
    RowsHanded out;
    const auto end = [&](RecordRelation row, const std::string& field) {
        const bool is_over = std::ranges::find(out.ended, row.id, &RecordRelation::id) != out.ended.end();
        if (is_over) return;
        row.until = caller.now;
        out.given.push_back(given_row(row, field, true));
        out.ended.push_back(std::move(row));
    };
    const access::RegisterPolicy& policy = rules.policy(register_name);
    for (const record::Handed& one : handed) {
        const std::string id = row_of_slot(history, one.relation, one.slot);
        const auto row = std::ranges::find(held, id, &RecordRelation::id);
        const bool holds = !id.empty() && row != held.end() && row->holds_at(caller.now);
        const bool may_begin = !one.body.is_empty() && is_accepted(policy, one);
        if (holds && may_begin && row->organisation == one.body) continue;
        if (holds && !(keeps && keeps(*row))) {
            // One of many that rows name says nothing of those whom somebody added by hand.
            const bool is_alone = one.slot == one.field;
            const auto given = is_alone ? by_hand(held, one.relation, rows_told(history), caller.now)
                                        : std::vector<RecordRelation>{};
            for (const RecordRelation& each : given) end(each, one.slot);
            end(*row, one.slot);
        }
        if (!may_begin) continue;
        RecordRelation begun{
            crypto::random_id(), one.relation, {}, one.body, caller.now, {}, caller.account.id, 1};
        out.given.push_back(given_row(begun, one.slot, false));
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
