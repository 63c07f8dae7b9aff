#include "service/registers/keep_away.h"

#include "access/succeed.h"
#include "organisation/desks.h"
#include "service/registers/guards.h"
#include "service/registers/people.h"
#include "service/works_for.h"
#include "storage/row_digest.h"
#include "storage/statements/core.h"
#include "storage/statements/guards.h"

#include <algorithm>
#include <array>
#include <map>

namespace neove::service {

namespace {

/// What only somebody may do who decides on a record.
constexpr std::array<std::string_view, 3> kDecides{access::kAssign, access::kErase, access::kSucceed};

/// Bodies that a guard shuts out only by the word of somebody above them: whose record it is, whoever is
/// above that body, and whoever was asked, answers for it or watches over it, each with its desks.
bool is_beyond(
    const House& house, const Caller& caller, const FoundRecord& found, const OrganisationId& body
) {
    const auto view = house.live.view();
    const OrganisationId& owner = found.row.owner;
    if (body != caller.actor.organisation && caller.actor.below.contains(body)) return false;
    if (body == owner || view->directory.is_below(owner, body)) return true;
    std::vector<OrganisationId> reached =
        organisation::bodies_of_desk(view->directory, house.vocabulary.kinds, body);
    if (std::ranges::find(reached, owner) != reached.end()) return true;
    reached.push_back(body);
    return std::ranges::any_of(found.relations, [&](const RecordRelation& one) {
        return one.holds_at(caller.now) && !is_guard(found.desk, one.kind) &&
               std::ranges::find(reached, one.organisation) != reached.end();
    });
}

/// Roles that hold or will, each as if it had begun.
std::vector<Grant> begun(std::vector<Grant> grants, Instant now) {
    std::erase_if(grants, [&](const Grant& one) { return one.until && *one.until <= now; });
    for (Grant& one : grants) one.from = std::min(one.from, now);
    return grants;
}

/// Whether one of these roles decides on the record, in any of its states, were nobody kept away from it.
bool decides_on(
    const House& house,
    const Caller& caller,
    const FoundRecord& found,
    const AccountId& account,
    const std::vector<Grant>& roles
) {
    std::vector<RecordRelation> open;
    for (const RecordRelation& one : found.relations) {
        if (!is_guard(found.desk, one.kind)) open.push_back(one);
    }
    std::vector<std::string> states{found.row.state};
    for (const workflow::State& one : found.definition->workflow.states) states.push_back(one.id);
    Caller she = caller;
    for (const Grant& role : roles) {
        she.account.id = account;
        she.actor = actor_in(house, account, role.role, role.organisation);
        access::Standing standing = standing_of(house, she, found.row, open);
        for (const std::string& state : states) {
            standing.state = state;
            const bool decides = std::ranges::any_of(kDecides, [&](std::string_view action) {
                return access::decide(
                           found.desk.programme->rules, she.actor, found.register_name(), action, standing
                )
                    .allowed;
            });
            if (decides) return true;
        }
    }
    return false;
}

/// The same of one whose roles were read already.
Word word_on(
    const House& house,
    const Caller& caller,
    const FoundRecord& found,
    const AccountId& account,
    const std::vector<Grant>& roles
) {
    if (account == caller.account.id) return Word::Nobodys;
    const bool is_out_of_reach = std::ranges::any_of(roles, [&](const Grant& one) {
        return one.organisation != caller.actor.organisation &&
               is_beyond(house, caller, found, one.organisation);
    });
    if (is_out_of_reach) return Word::Nobodys;
    return decides_on(house, caller, found, account, roles) ? Word::Two : Word::One;
}

/// Everybody whom a guard on a body would reach, with her roles.
Result<std::map<AccountId, std::vector<Grant>>> people_of_body(
    House& house, storage::Snapshot& snapshot, Instant now, const OrganisationId& body
) {
    std::map<AccountId, std::vector<Grant>> out;
    for (Grant& one : begun(TRY(all_grants(snapshot, house.keys)), now)) {
        out[one.account].push_back(std::move(one));
    }
    std::erase_if(out, [&](const auto& one) {
        const std::vector<Grant>& roles = one.second;
        return std::ranges::none_of(roles, [&](const Grant& role) {
            return works_for(house, roles, now, role.organisation).contains(body);
        });
    });
    return out;
}

/// Whether the journal says of an event what its row says: rows of events carry no tag.
Result<bool> is_as_journalled(storage::Snapshot& snapshot, const storage::Row& row) {
    const auto said =
        TRY(snapshot.read(storage::statements::kJournalledBody, {row.text(1), row.text(2), row.text(0)}));
    const Digest now = storage::event_digest(row.values());
    return !said.empty() && crypto::equal(now, said[0].bytes(0));
}

Question question_of(const StoredEvent& event) {
    const json::Value& said = event.relation;
    return {
        event.event.actor,
        event.event.recorded_at,
        said.text_or("id"),
        said.text_or("kind"),
        AccountId::trusted(said.text_or("account")),
        OrganisationId::trusted(said.text_or("organisation")),
        said.text_or("until"),
        event.given};
}

/// Takes out what this event answers or takes back.
void settle(std::vector<Question>& open, const StoredEvent& event) {
    const Question now = question_of(event);
    const bool is_dropped = event.event.kind == kGuardDropped;
    std::erase_if(open, [&](const Question& one) {
        const bool is_same =
            one.kind == now.kind && one.account == now.account && one.organisation == now.organisation;
        return is_same && (!is_dropped || one.by == now.by);
    });
}

bool is_about(const Question& one, const RecordRelation& guard) {
    return one.kind == guard.kind && one.account == guard.account && one.organisation == guard.organisation;
}

}  // namespace

Result<RowsHanded> kept_meanwhile(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const RecordRelation& guard
) {
    RowsHanded out;
    if (!guard.account.is_empty()) return out;
    Instant until = caller.now + kLiftLife;
    if (guard.until) until = std::min(until, *guard.until);
    for (const auto& [account, roles] :
         TRY(people_of_body(house, snapshot, caller.now, guard.organisation))) {
        if (word_on(house, caller, found, account, roles) != Word::One) continue;
        if (!TRY(still_may(house, snapshot, caller, found, account, access::kOpen))) continue;
        RecordRelation row{
            crypto::random_id(), guard.kind, account, {}, caller.now, until, caller.account.id, 1};
        out.given.push_back({row.id, row.kind, {}, account, {}, false});
        out.begun.push_back(std::move(row));
    }
    return out;
}

RowsHanded no_longer_meanwhile(
    const Caller& caller,
    const FoundRecord& found,
    const std::vector<Question>& asked,
    const RecordRelation& guard
) {
    RowsHanded out;
    for (const Question& one : asked) {
        if (!is_about(one, guard)) continue;
        for (const GivenRow& given : one.given) {
            const auto row = std::ranges::find(found.relations, given.id, &RecordRelation::id);
            if (row == found.relations.end() || !row->holds_at(caller.now)) continue;
            RecordRelation ended = *row;
            ended.until = caller.now;
            out.given.push_back({given.id, given.kind, {}, given.account, {}, true});
            out.ended.push_back(std::move(ended));
        }
    }
    return out;
}

Result<std::vector<Question>> questions_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    std::string_view kind
) {
    std::vector<Question> open;
    const auto rows = TRY(snapshot.read(
        storage::statements::kGuardEventsOfRecord, {found.row.register_name, found.row.id.text()}
    ));
    for (const storage::Row& row : rows) {
        const StoredEvent one = TRY(stored_event(row));
        const std::string& happened = one.event.kind;
        if (happened == kAssigned || happened == kUnassigned || happened == kGuardDropped) settle(open, one);
        const bool is_young = one.event.recorded_at + kLiftLife > caller.now;
        if (happened != kind || !is_young || !TRY(is_as_journalled(snapshot, row))) continue;
        open.push_back(question_of(one));
    }
    std::vector<Question> out;
    for (Question& one : open) {
        const bool may = TRY(still_may(house, snapshot, caller, found, one.by, access::kAssign));
        if (may) out.push_back(std::move(one));
    }
    return out;
}

Result<Word> word_on_person(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const AccountId& account
) {
    const auto roles = begun(TRY(grants_of(snapshot, house.keys, account)), caller.now);
    return word_on(house, caller, found, account, roles);
}

Result<Word> word_on_body(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const OrganisationId& body
) {
    if (is_beyond(house, caller, found, body)) return Word::Nobodys;
    for (const auto& [account, roles] : TRY(people_of_body(house, snapshot, caller.now, body))) {
        if (word_on(house, caller, found, account, roles) != Word::One) return Word::Two;
    }
    return Word::One;
}

}  // namespace neove::service
