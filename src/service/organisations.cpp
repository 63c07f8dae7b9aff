#include "service/organisations.h"

#include "organisation/check.h"
#include "organisation/directory.h"
#include "service/names_turn.h"
#include "service/organisation_reach.h"
#include "service/organisation_rows.h"
#include "service/placed_bodies.h"
#include "service/proposals.h"
#include "service/units.h"

#include <algorithm>
#include <mutex>

namespace neove::service {

using organisation::Alias;
using organisation::Date;
using organisation::Organisation;
using organisation::Successor;

namespace {

constexpr std::size_t kPage = 100;
constexpr int kNameTries = 20;

std::optional<Date> typed_date(const std::string& text, const std::string& pointer, Diagnostics& faults) {
    if (text.empty()) return Date{};
    const auto date = Date::parse_typed(text);
    if (!date) faults.push_back({ErrorKind::Invalid, "field.not_a_date", pointer, {}});
    return date;
}

/// The organisation as it would be after the change; faults are collected.
Organisation changed(Organisation one, const OrganisationChange& change, Diagnostics& faults) {
    const std::string old_name = one.name;
    if (change.name) one.name = *change.name;
    if (change.short_name) one.short_name = *change.short_name;
    if (change.kind) one.kind = *change.kind;
    if (change.code) one.code = *change.code;
    if (change.parent) one.parent = *change.parent;
    if (change.offline) one.offline = *change.offline;
    if (change.valid_from) {
        if (const auto date = typed_date(*change.valid_from, "/valid_from", faults)) one.valid_from = *date;
    }
    if (change.valid_until) {
        if (const auto date = typed_date(*change.valid_until, "/valid_until", faults))
            one.valid_until = *date;
    }
    if (change.aliases) one.aliases = *change.aliases;
    if (change.successors) one.successors = *change.successors;
    if (change.unit) {
        one.unit = *change.unit;
        if (const auto list = Date::parse_typed(one.unit.list)) one.unit.list = list->iso();
    }
    // A former name must go on finding the body: plans cite it for years.
    const bool renamed = !old_name.empty() && old_name != one.name;
    if (renamed && std::ranges::find(one.aliases, old_name, &Alias::name) == one.aliases.end()) {
        one.aliases.push_back({old_name, {}, {}});
    }
    return one;
}

/// Whoever stood above it when it was decided still does when it is written.
bool moves(const Organisation& before, const Organisation& after) {
    return before.parent != after.parent || before.kind != after.kind;
}

Decided decided_of(const House& house, const Caller& caller, const Organisation& one, bool is_new) {
    Decided decided;
    decided.resource_id = one.id.text();
    decided.status = is_new ? 201 : 200;
    decided.commit.expected.push_back({"organisation", one.id.text(), one.version - 1});
    decided.commit.events.push_back(event_of(
        caller,
        "organisation",
        one.id.text(),
        one.version,
        is_new ? "created" : "changed",
        organisation_to_json(one)
    ));
    decided.commit.writes = organisation_rows(house.keys, one, is_new);
    return decided;
}

/// Adds what the tree says against it; refuses with the first of all faults so far.
Result<> check(const House& house, const LiveView& view, const Organisation& one, Diagnostics& faults) {
    for (Error& fault : organisation::check_change(view.directory, house.vocabulary, one)) {
        faults.push_back(std::move(fault));
    }
    const bool names_unit = Date::parse_iso(one.unit.list) && !one.unit.code.empty();
    if (names_unit && find_unit(*view.units, one.unit) == nullptr) {
        faults.push_back({ErrorKind::Invalid, "organisation.unit_unknown", "/unit/code", {}});
    }
    if (!faults.empty()) return refuse(ErrorKind::Invalid, faults.front().code, faults.front().where);
    return {};
}

}  // namespace

void hold_above(
    const organisation::Directory& directory, const OrganisationId& parent, storage::Commit& commit
) {
    const Organisation* above = parent.is_empty() ? nullptr : directory.find(parent);
    while (above != nullptr) {
        const auto same = [&](const storage::ExpectedVersion& one) {
            return one.register_name == "organisation" && one.record_id == above->id.text();
        };
        // Whoever is there already was followed up to the top, or is followed by its own change.
        if (std::ranges::any_of(commit.expected, same)) return;
        commit.expected.push_back({"organisation", above->id.text(), above->version, true});
        above = above->parent.is_empty() ? nullptr : directory.find(above->parent);
    }
}

json::Value organisation_to_json(const Organisation& one) {
    json::Array aliases;
    for (const Alias& alias : one.aliases) {
        aliases.push_back(json::Object{
            {"name", alias.name}, {"from", alias.from.iso()}, {"until", alias.until.iso()}});
    }
    json::Array successors;
    for (const Successor& next : one.successors) {
        successors.push_back(json::Object{
            {"organisation", next.organisation.text()},
            {"subject", next.subject},
            {"on", next.on.iso()},
            {"basis", next.basis}});
    }
    json::Array members;
    for (const OrganisationId& member : one.members) members.emplace_back(member.text());
    return json::Object{
        {"name", one.name},
        {"short_name", one.short_name},
        {"kind", one.kind},
        {"code", one.code},
        {"parent", one.parent.text()},
        {"standing_agency", one.standing_agency.text()},
        {"offline", one.offline},
        {"valid_from", one.valid_from.iso()},
        {"valid_until", one.valid_until.iso()},
        {"aliases", std::move(aliases)},
        {"successors", std::move(successors)},
        {"members", std::move(members)},
        {"unit", json::Object{{"list", one.unit.list}, {"code", one.unit.code}}}};
}

std::string organisation_etag(const House& house, const Organisation& one) {
    CanonicalWriter out;
    out.text("organisation").text(one.id.text()).number(static_cast<std::uint64_t>(one.version));
    return to_base64url(ByteView(crypto::keyed_hash(house.keys.entity_tag, "etag", out.result())).first(16));
}

Result<OrganisationPage> list_organisations(
    House& house, const Caller& caller, const OrganisationQuery& query
) {
    const auto scope = access::scope_of(house.table, caller.actor, "organisation");
    if (scope.is_empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    OrganisationPage page;
    page.view = house.live.view();
    const auto& directory = page.view->directory;
    const auto found = directory.search(query.text, directory.all().size());
    // The whole list is in memory and the same for everybody who may see it, so a cursor is a plain position.
    std::size_t position = 0;
    std::size_t start = 0;
    if (!query.cursor.empty() && query.cursor.find_first_not_of("0123456789") == std::string::npos &&
        query.cursor.size() < 9) {
        start = std::stoul(query.cursor);
    }
    for (const Organisation* one : found) {
        if (!query.kind.empty() && one->kind != query.kind) continue;
        if (query.parent && one->parent != *query.parent) continue;
        if (query.below && !directory.is_below(one->id, *query.below)) continue;
        if (position++ < start) continue;
        if (page.items.size() == kPage) {
            page.next = std::to_string(start + kPage);
            break;
        }
        page.items.push_back(one);
    }
    return page;
}

Result<std::pair<const Organisation*, std::shared_ptr<const LiveView>>> open_organisation(
    House& house, const Caller& caller, const OrganisationId& id, std::string_view permission
) {
    auto view = house.live.view();
    const Organisation* one = view->directory.find(id);
    if (one == nullptr) return refuse(ErrorKind::NotFound, "access.not_found");
    TRY(may_keep(house, caller, permission, id));
    return std::pair{one, std::move(view)};
}

Result<OrganisationId> create_organisation(
    House& house,
    const Caller& caller,
    const OrganisationChange& wanted,
    const std::string& request_key,
    const std::string& request_body,
    Diagnostics& faults
) {
    // Checked inside the pipeline: a repeated request is answered as the first one, not as a second with its
    // name.
    const auto decide = [&](storage::Snapshot& snapshot) -> Result<Decided> {
        faults.clear();
        storage::ExpectedVersion turn = TRY(names_turn(snapshot));
        TRY(house.live.refresh(house.store, house.keys));
        Organisation fresh;
        fresh.id = OrganisationId::trusted(crypto::random_id());
        const Organisation one = changed(std::move(fresh), wanted, faults);
        const auto view = house.live.view();
        TRY(may_place(house, *view, caller, "create", {{nullptr, &one}}));
        TRY(check(house, *view, one, faults));
        Decided decided = decided_of(house, caller, one, true);
        decided.commit.expected.push_back(std::move(turn));
        // What it hangs under says to whom it comes: it stays there until this is written.
        hold_above(view->directory, one.parent, decided.commit);
        return decided;
    };
    const OrganisationId parent = wanted.parent.value_or(OrganisationId());
    TRY(may_keep(house, caller, "create", parent));
    // Whoever lost once waits for the others that did, so that many at a time do not go on losing to each
    // other.
    static std::mutex again;
    std::unique_lock<std::mutex> turn_kept(again, std::defer_lock);
    for (int tries = 1;; ++tries) {
        if (tries == 2) turn_kept.lock();
        const auto acted =
            act(house, caller, {"create", object_of(parent), request_key, request_body}, decide);
        // Somebody else's name came first: hers is judged beside it.
        if (!acted && acted.error().code == "storage.conflict") {
            if (tries < kNameTries) continue;
            return refuse(ErrorKind::Stale, "version.stale");
        }
        const Acted done = TRY(acted);
        return OrganisationId::trusted(done.resource_id);
    }
}

Result<ProposalId> change_organisation(
    House& house,
    const Caller& caller,
    const OrganisationId& id,
    std::int64_t version,
    const OrganisationChange& change,
    Diagnostics& faults,
    const PlaceRequest& request
) {
    auto [current, view] = TRY(open_organisation(house, caller, id, "change"));
    if (current->version != version) return refuse(ErrorKind::Stale, "version.stale");
    Organisation one = changed(*current, change, faults);
    std::optional<storage::ExpectedVersion> turn;
    if (changes_names(*current, one)) {
        const auto snapshot = TRY(house.store.snapshot());
        turn = TRY(names_turn(*snapshot));
        TRY(house.live.refresh(house.store, house.keys));
        view = house.live.view();
        current = view->directory.find(id);
        // What it was is what was changed above: of one version there is one state.
        if (current == nullptr || current->version != version)
            return refuse(ErrorKind::Stale, "version.stale");
    }
    one.version = current->version + 1;
    const std::vector<PlacedOrganisation> placed{{current, &one}};
    TRY(may_place(house, *view, caller, "change", placed));
    TRY(check(house, *view, one, faults));
    if (needs_second(house, caller, "change", placed)) {
        const PowerChange wanted = placing(view->directory, placed);
        const Asked asked = TRY(ask_for(house, caller, wanted, request.reason, request.key, faults));
        return asked.proposal;
    }
    auto acted = act(house, caller, {"change", object_of(id), {}, {}}, [&](storage::Snapshot&) {
        Decided decided = decided_of(house, caller, one, false);
        if (turn) decided.commit.expected.push_back(*turn);
        if (moves(*current, one)) hold_above(view->directory, one.parent, decided.commit);
        return Result<Decided>(std::move(decided));
    });
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    TRY(acted);
    return ProposalId();
}

}  // namespace neove::service
