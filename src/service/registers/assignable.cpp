#include "service/registers/assignable.h"

#include "base/collation.h"
#include "base/text.h"
#include "service/registers/people.h"

#include <algorithm>
#include <map>
#include <set>

namespace neove::service {

namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> out;
    const std::string folded = text::fold(text::repair_utf8(text));
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t end = std::min(folded.find(' ', at), folded.size());
        if (end > at) out.push_back(folded.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

bool is_called(const std::string& name, const std::vector<std::string>& typed) {
    const std::vector<std::string> words = words_of(name);
    return std::ranges::all_of(typed, [&](const std::string& begun) {
        return std::ranges::any_of(words, [&](const std::string& word) { return word.starts_with(begun); });
    });
}

/// Roles to which the relation gives something; one that keeps from a record concerns whoever might open any.
std::set<std::string> roles_for(const Desk& desk, const std::string& relation) {
    const access::Rules& rules = desk.programme->rules;
    std::set<std::string> by_relation, all;
    for (const access::Cell& cell : rules.cells()) {
        if (cell.register_name != desk.current->id) continue;
        all.insert(cell.role);
        // A row of a person reaches nobody else: how far those of bodies do gives a colleague nothing.
        if (cell.relation == relation) by_relation.insert(cell.role);
    }
    return by_relation.empty() ? all : by_relation;
}

/// A grant by which the person could be given the relation: it holds, it is for the caller's own body or one
/// below, and its role gains something by it.
bool counts(const Caller& caller, const std::set<std::string>& roles, const Grant& grant) {
    const bool is_near =
        grant.organisation == caller.actor.organisation || caller.actor.below.contains(grant.organisation);
    return is_near && grant.holds_at(caller.now) && roles.contains(grant.role);
}

}  // namespace

Result<bool> is_assignable(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const std::string& relation,
    const AccountId& account
) {
    const auto found = TRY(find_account(snapshot, house.keys, account));
    if (!found || found->state != "active") return false;
    const std::set<std::string> roles = roles_for(desk, relation);
    const std::vector<Grant> grants = TRY(grants_of(snapshot, house.keys, account));
    return std::ranges::any_of(grants, [&](const Grant& one) { return counts(caller, roles, one); });
}

Result<std::vector<Assignable>> find_assignable(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const RecordId& record,
    const std::string& relation,
    const std::string& typed
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundRecord found = TRY(record_for(house, *snapshot, caller, register_id, record, access::kAssign));
    const std::vector<std::string> known = relation_words(found.desk);
    if (std::ranges::find(known, relation) == known.end()) {
        return refuse(ErrorKind::Invalid, "record.relation", "/relation");
    }
    const std::vector<std::string> words = words_of(typed);
    if (words.empty()) return std::vector<Assignable>();
    const std::set<std::string> roles = roles_for(found.desk, relation);
    std::map<AccountId, std::string> names;
    for (const Account& one : TRY(all_accounts(*snapshot, house.keys))) {
        if (one.state == "active" && is_called(one.name, words)) names.emplace(one.id, one.name);
    }
    std::vector<Assignable> out;
    for (const Grant& grant : TRY(all_grants(*snapshot, house.keys))) {
        const auto name = names.find(grant.account);
        if (name == names.end() || !counts(caller, roles, grant)) continue;
        out.push_back({grant.account, name->second, grant.role, grant.organisation});
        names.erase(name);
    }
    std::ranges::sort(out, [](const Assignable& a, const Assignable& b) {
        return collation_key(a.name) < collation_key(b.name);
    });
    if (out.size() > kAssignableShown) out.resize(kAssignableShown);
    return out;
}

}  // namespace neove::service
