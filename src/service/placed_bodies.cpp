#include "service/placed_bodies.h"

#include "organisation/check.h"
#include "organisation/directory.h"
#include "service/names_turn.h"
#include "service/organisation_rows.h"
#include "service/organisations.h"

#include <algorithm>
#include <map>

namespace neove::service {

using organisation::Date;
using organisation::Organisation;

namespace {

auto tree_changed() {
    return refuse(ErrorKind::Conflict, "proposal.tree_changed");
}

Date date_in(const json::Value& value, std::string_view name) {
    return Date::parse_iso(value.text_or(name)).value_or(Date{});
}

/// The reverse of `organisation_to_json`, with id and version.
Organisation organisation_from_json(const json::Value& value) {
    Organisation one;
    one.id = OrganisationId::trusted(value.text_or("id"));
    one.version = value.number_or("version");
    one.name = value.text_or("name");
    one.short_name = value.text_or("short_name");
    one.kind = value.text_or("kind");
    one.code = value.text_or("code");
    one.parent = OrganisationId::trusted(value.text_or("parent"));
    one.standing_agency = OrganisationId::trusted(value.text_or("standing_agency"));
    one.offline = value.flag_or("offline");
    one.valid_from = date_in(value, "valid_from");
    one.valid_until = date_in(value, "valid_until");
    const auto each = [&](const char* list, const auto& take) {
        const json::Value* found = value.find(list);
        if (found == nullptr || found->array() == nullptr) return;
        for (const json::Value& item : *found->array()) take(item);
    };
    each("aliases", [&](const json::Value& item) {
        one.aliases.push_back({item.text_or("name"), date_in(item, "from"), date_in(item, "until")});
    });
    each("successors", [&](const json::Value& item) {
        one.successors.push_back(
            {OrganisationId::trusted(item.text_or("organisation")),
             item.text_or("subject"),
             date_in(item, "on"),
             item.text_or("basis")}
        );
    });
    each("members", [&](const json::Value& item) {
        if (item.string() != nullptr) one.members.push_back(OrganisationId::trusted(*item.string()));
    });
    if (const json::Value* unit = value.find("unit"))
        one.unit = {unit->text_or("list"), unit->text_or("code")};
    return one;
}

json::Value whole(const Organisation& one) {
    json::Value out = organisation_to_json(one);
    out.set("id", one.id.text()).set("version", one.version);
    return out;
}

constexpr int kDeepest = 100;  ///< a circle is refused elsewhere; it must not hang here

/// What is said of a body beside itself: whatever it is to stand under, up to the top, who carries it on and
/// who is in it. Bodies that change with it are left out: they are held as they stand themselves.
std::map<OrganisationId, std::int64_t> named_by(
    const organisation::Directory& directory,
    const std::map<OrganisationId, const Organisation*>& changed,
    const Organisation& one
) {
    std::map<OrganisationId, std::int64_t> out;
    const auto name = [&](const OrganisationId& id) {
        const Organisation* other = id.is_empty() ? nullptr : directory.find(id);
        if (other != nullptr && !changed.contains(id)) out.emplace(id, other->version);
    };
    OrganisationId above = one.parent;
    for (int depth = 0; !above.is_empty() && depth < kDeepest; ++depth) {
        name(above);
        const auto found = changed.find(above);
        const Organisation* next = found == changed.end() ? directory.find(above) : found->second;
        above = next == nullptr ? OrganisationId() : next->parent;
    }
    for (const organisation::Successor& heir : one.successors) name(heir.organisation);
    for (const OrganisationId& member : one.members) name(member);
    name(one.standing_agency);
    return out;
}

std::map<OrganisationId, const Organisation*> by_id(const std::vector<PlacedBody>& bodies) {
    std::map<OrganisationId, const Organisation*> out;
    for (const PlacedBody& body : bodies) out.emplace(body.after.id, &body.after);
    return out;
}

/// All bodies as they would stand.
organisation::Directory tree_with(
    const organisation::Directory& directory, const std::vector<PlacedBody>& bodies
) {
    const auto changed = by_id(bodies);
    std::vector<Organisation> all;
    for (const Organisation& one : directory.all()) {
        if (!changed.contains(one.id)) all.push_back(one);
    }
    for (const auto& [id, one] : changed) all.push_back(*one);
    return {std::move(all), directory.naming()};
}

Result<> check_in(
    const House& house, const organisation::Directory& directory, const std::vector<PlacedBody>& bodies
) {
    const auto changed = by_id(bodies);
    for (const PlacedBody& body : bodies) {
        const Organisation* now = directory.find(body.after.id);
        const bool is_same = body.before ? now != nullptr && *now == *body.before : now == nullptr;
        if (!is_same || named_by(directory, changed, body.after) != body.named) return tree_changed();
    }
    const organisation::Directory after = tree_with(directory, bodies);
    for (const PlacedBody& body : bodies) {
        if (!organisation::check_change(after, house.vocabulary, body.after).empty()) return tree_changed();
    }
    return {};
}

/// The commit holds only while whatever the bodies name is as it was shown.
void hold_named(const std::vector<PlacedBody>& bodies, storage::Commit& commit) {
    std::map<OrganisationId, std::int64_t> all;
    for (const PlacedBody& body : bodies) all.insert(body.named.begin(), body.named.end());
    for (const auto& [id, version] : all) {
        commit.expected.push_back({"organisation", id.text(), version, true});
    }
}

}  // namespace

bool is_moved(const Organisation& before, const Organisation& after) {
    // A kind says whose desk it is, and which collectives of the pack mean it.
    return before.parent != after.parent || before.kind != after.kind ||
           before.successors != after.successors || before.standing_agency != after.standing_agency ||
           before.members != after.members;
}

std::int64_t count_moved(const std::vector<PlacedOrganisation>& changes) {
    return std::ranges::count_if(changes, [&](const PlacedOrganisation& one) {
        return one.before != nullptr && is_moved(*one.before, *one.after);
    });
}

bool needs_second(
    const House& house,
    const Caller& caller,
    std::string_view permission,
    const std::vector<PlacedOrganisation>& changes
) {
    const bool is_anywhere =
        house.table.allows(caller.actor.role, "organisation", permission, access::Relation::Any);
    return is_anywhere && house.table.needs_two("organisation", PowerChange::kPlace) &&
           count_moved(changes) > 0;
}

PowerChange placing(
    const organisation::Directory& directory, const std::vector<PlacedOrganisation>& changes
) {
    PowerChange out;
    out.action = PowerChange::kPlace;
    for (const PlacedOrganisation& one : changes) {
        PlacedBody body{{}, *one.after, {}};
        if (one.before != nullptr) {
            body.before = *one.before;
            body.after.version = one.before->version + 1;
        }
        out.bodies.push_back(std::move(body));
    }
    const auto changed = by_id(out.bodies);
    for (PlacedBody& body : out.bodies) body.named = named_by(directory, changed, body.after);
    return out;
}

Result<> check_bodies(const House& house, const std::vector<PlacedBody>& bodies) {
    const auto view = house.live.view();
    return check_in(house, view->directory, bodies);
}

Result<> apply_bodies(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& by,
    const std::vector<PlacedBody>& bodies,
    const json::Value& clear,
    storage::Commit& commit
) {
    commit.expected.push_back(TRY(names_turn(snapshot)));
    // One picture for what is checked and what is held: by two of them two moves would make a circle.
    const auto view = house.live.view();
    TRY(check_in(house, view->directory, bodies));
    for (const PlacedBody& body : bodies) {
        const Organisation& one = body.after;
        json::Value told = organisation_to_json(one);
        for (const char* name : {"proposal", "proposed_by"}) told.set(name, clear.text_or(name));
        commit.expected.push_back({"organisation", one.id.text(), one.version - 1});
        commit.events.push_back(event_of(
            by, "organisation", one.id.text(), one.version, body.before ? "changed" : "imported", told
        ));
        for (storage::Write& write : organisation_rows(house.keys, one, !body.before))
            commit.writes.push_back(std::move(write));
    }
    // What they hang under is among these, up to the top.
    hold_named(bodies, commit);
    return {};
}

json::Value bodies_to_json(const std::vector<PlacedBody>& bodies) {
    json::Array out;
    for (const PlacedBody& body : bodies) {
        json::Value one(json::Object{{"after", whole(body.after)}});
        if (body.before) one.set("before", whole(*body.before));
        json::Object named;
        for (const auto& [id, version] : body.named) named.emplace_back(id.text(), version);
        one.set("named", std::move(named));
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<PlacedBody> bodies_from_json(const json::Value& value) {
    std::vector<PlacedBody> out;
    if (value.array() == nullptr) return out;
    for (const json::Value& item : *value.array()) {
        PlacedBody body;
        if (const json::Value* before = item.find("before")) body.before = organisation_from_json(*before);
        if (const json::Value* after = item.find("after")) body.after = organisation_from_json(*after);
        const json::Value* named = item.find("named");
        if (named != nullptr && named->object() != nullptr) {
            for (const auto& [id, version] : *named->object())
                body.named.emplace(OrganisationId::trusted(id), named->number_or(id));
        }
        out.push_back(std::move(body));
    }
    return out;
}

}  // namespace neove::service
