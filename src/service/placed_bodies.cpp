#include "service/placed_bodies.h"

#include "organisation/check.h"
#include "organisation/directory.h"
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

bool is_desk(const organisation::Kinds& kinds, const Organisation& one) {
    const organisation::Kind* kind = kinds.find(one.kind);
    return kind != nullptr && kind->is_desk;
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

/// All bodies as they would stand.
organisation::Directory tree_with(
    const organisation::Directory& directory, const std::vector<PlacedBody>& bodies
) {
    std::map<OrganisationId, const Organisation*> changed;
    for (const PlacedBody& body : bodies) changed.emplace(body.after.id, &body.after);
    std::vector<Organisation> all;
    for (const Organisation& one : directory.all()) {
        if (!changed.contains(one.id)) all.push_back(one);
    }
    for (const auto& [id, one] : changed) all.push_back(*one);
    return {std::move(all), directory.naming()};
}

}  // namespace

bool is_moved(const organisation::Kinds& kinds, const Organisation& before, const Organisation& after) {
    return before.parent != after.parent || is_desk(kinds, before) != is_desk(kinds, after) ||
           before.successors != after.successors || before.standing_agency != after.standing_agency ||
           before.members != after.members;
}

std::int64_t count_moved(const House& house, const std::vector<PlacedOrganisation>& changes) {
    return std::ranges::count_if(changes, [&](const PlacedOrganisation& one) {
        return one.before != nullptr && is_moved(house.vocabulary.kinds, *one.before, *one.after);
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
           count_moved(house, changes) > 0;
}

PowerChange placing(const std::vector<PlacedOrganisation>& changes) {
    PowerChange out;
    out.action = PowerChange::kPlace;
    for (const PlacedOrganisation& one : changes) {
        PlacedBody body{{}, *one.after};
        if (one.before != nullptr) {
            body.before = *one.before;
            body.after.version = one.before->version + 1;
        }
        out.bodies.push_back(std::move(body));
    }
    return out;
}

Result<> check_bodies(const House& house, const std::vector<PlacedBody>& bodies) {
    const auto view = house.live.view();
    for (const PlacedBody& body : bodies) {
        const Organisation* now = view->directory.find(body.after.id);
        const bool is_same = body.before ? now != nullptr && *now == *body.before : now == nullptr;
        if (!is_same) return tree_changed();
    }
    const organisation::Directory after = tree_with(view->directory, bodies);
    for (const PlacedBody& body : bodies) {
        if (!organisation::check_change(after, house.vocabulary, body.after).empty()) return tree_changed();
    }
    return {};
}

void apply_bodies(
    const House& house,
    const Caller& by,
    const std::vector<PlacedBody>& bodies,
    const json::Value& clear,
    storage::Commit& commit
) {
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
    // After all that change: those are held by their own versions, and what they hang under by these.
    const auto view = house.live.view();
    for (const PlacedBody& body : bodies) hold_above(view->directory, body.after.parent, commit);
}

json::Value bodies_to_json(const std::vector<PlacedBody>& bodies) {
    json::Array out;
    for (const PlacedBody& body : bodies) {
        json::Value one(json::Object{{"after", whole(body.after)}});
        if (body.before) one.set("before", whole(*body.before));
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
        out.push_back(std::move(body));
    }
    return out;
}

}  // namespace neove::service
