#include "service/registers/found_record.h"

#include "keyring/row_tag.h"
#include "service/registers/open_listed.h"
#include "service/registers/store_epochs.h"
#include "service/registers/visit.h"
#include "service/works_for.h"
#include "storage/row_digest.h"
#include "storage/statements/record_seals.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

constexpr std::size_t kSealed = 22;  // column of `record_by_id`

struct RelationPlace {
    const std::string& register_name;
    const RecordId& record;
};

storage::Parameters relation_row(const Keys& keys, const RelationPlace& at, const RecordRelation& one) {
    const std::int64_t until = one.until ? one.until->micros : kNeverDue;
    const Digest tag = keyring::row_tag(
        keys.row_tag,
        "relation",
        {{"id", one.id},
         {"register_name", at.register_name},
         {"record_id", at.record.text()},
         {"kind", one.kind},
         {"account_id", one.account.text()},
         {"organisation_id", one.organisation.text()},
         {"from_at", one.from.micros},
         {"until_at", until},
         {"given_by", one.given_by.text()}},
        one.version
    );
    return {
        one.id,
        at.register_name,
        at.record.text(),
        one.kind,
        one.account.text(),
        one.organisation.text(),
        one.from.micros,
        one.until ? storage::Value(one.until->micros) : storage::Value(),
        one.given_by.text(),
        one.version,
        to_bytes(tag)};
}

storage::RowState state_of(const storage::Parameters& row) {
    return {
        std::string(table_of(RowKind::Relation)),
        std::get<std::string>(row[0]),
        std::get<std::int64_t>(row[9]),
        storage::row_digest(row)};
}

}  // namespace

Result<Desk> desk_of(const House& house, std::string_view register_id) {
    Desk desk;
    desk.programme = house.programmes.current();
    desk.current = desk.programme->find(register_id);
    if (desk.current == nullptr) return not_found();
    const auto domain = keyring::domain_named(desk.current->domain);
    if (!domain || !house.keys.records->has(*domain)) return not_found();
    desk.domain = *domain;
    return desk;
}

namespace {

/// Of no kind where the row is not believed; nothing where somebody made it up. One whose id was changed is
/// made up too, and is missed by the count of the record.
std::optional<RecordRelation> believed(
    storage::Snapshot& snapshot, const Keys& keys, const RelationPlace& at, const storage::Row& row
) {
    RecordRelation one;
    one.id = row.text(0);
    one.kind = row.text(3);
    one.account = AccountId::trusted(row.text(4));
    one.organisation = OrganisationId::trusted(row.text(5));
    one.from = {row.number(6)};
    if (!row.is_null(7)) one.until = Instant{row.number(7)};
    one.given_by = AccountId::trusted(row.text(8));
    one.version = row.number(9);
    const auto ours = relation_row(keys, at, one);
    const bool is_ours = crypto::equal(std::get<Bytes>(ours[10]), row.bytes(10));
    if (!keys.rows->admits(snapshot, RowKind::Relation, one.id, one.version, is_ours)) {
        const auto named = newest_named(snapshot, table_of(RowKind::Relation), one.id);
        if (named && *named == 0) return std::nullopt;
        one.kind.clear();
    }
    return one;
}

}  // namespace

Result<std::vector<RecordRelation>> relations_of(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& register_name, const RecordId& record
) {
    std::vector<RecordRelation> out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kRelationsOfRecord, {record.text()}))) {
        if (auto one = believed(snapshot, keys, {register_name, record}, row)) out.push_back(std::move(*one));
    }
    return out;
}

Result<RelationsOf> relations_of(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const std::string& register_name,
    std::span<const RecordId> records
) {
    RelationsOf out;
    storage::Parameters ids;
    add_ids(ids, records);
    for (const storage::Row& row : TRY(snapshot.read(statements::kRelationsOfRecords, std::move(ids)))) {
        const RecordId record = RecordId::trusted(row.text(2));
        auto one = believed(snapshot, keys, {register_name, record}, row);
        if (one) out[record.text()].push_back(std::move(*one));
    }
    return out;
}

storage::Write insert_relation(
    const Keys& keys, const std::string& register_name, const RecordId& record, const RecordRelation& relation
) {
    storage::Parameters row = relation_row(keys, {register_name, record}, relation);
    storage::RowState state = state_of(row);
    return {&statements::kInsertRecordRelation, std::move(row), 1, std::move(state)};
}

storage::Write end_relation(
    const Keys& keys, const std::string& register_name, const RecordId& record, RecordRelation relation
) {
    ++relation.version;
    storage::Parameters row = relation_row(keys, {register_name, record}, relation);
    storage::RowState state = state_of(row);
    return {&statements::kEndRecordRelation, {row[0], row[7], row[9], row[10]}, 1, std::move(state)};
}

void doubt_missing(const Keys& keys, const RecordRow& row, std::vector<RecordRelation>& relations) {
    if (is_doubted(relations)) return;
    // A broken glass gives a row without an event.
    const auto there = std::ranges::count_if(relations, [](const RecordRelation& one) {
        return one.kind != access::kBreakGlass;
    });
    if (there >= row.given) return;
    // Which row it was the journal cannot say; whose record it is, it can.
    keys.rows->misses(RowKind::Relation, row.id.text());
    relations.emplace_back();
}

bool is_doubted(const std::vector<RecordRelation>& relations) {
    return std::ranges::any_of(relations, [](const RecordRelation& one) { return one.kind.empty(); });
}

namespace {

/// Whether a guard names a body that is not believed: whom it would reach as an heir of that body nobody
/// knows, so it reaches whoever works for any other body than the one she acts for.
bool may_reach_unseen(
    const House& house,
    const Caller& caller,
    const RecordRow& row,
    const std::vector<RecordRelation>& relations
) {
    const access::Actor& actor = caller.actor;
    const bool works_elsewhere = std::ranges::any_of(actor.works_for, [&](const OrganisationId& body) {
        return body != actor.organisation && !actor.desk_of.contains(body);
    });
    if (!works_elsewhere || relations.empty()) return false;
    const auto view = house.live.view();
    const auto programme = house.programmes.current();
    const auto& denies = programme->rules.policy(row.register_name).denies;
    return std::ranges::any_of(relations, [&](const RecordRelation& one) {
        return one.holds_at(caller.now) && !one.organisation.is_empty() && one.account.is_empty() &&
               std::ranges::find(denies, one.kind, &access::Deny::relation) != denies.end() &&
               view->directory.find(one.organisation) == nullptr;
    });
}

}  // namespace

access::Standing standing_of(
    const House& house,
    const Caller& caller,
    const RecordRow& row,
    const std::vector<RecordRelation>& relations
) {
    if (is_doubted(relations) || may_reach_unseen(house, caller, row, relations)) {
        return {{}, row.state, row.entered, caller.now};
    }
    std::vector<access::RelationRow> rows;
    rows.reserve(relations.size());
    for (const RecordRelation& one : relations) {
        rows.push_back({one.kind, one.account, one.organisation, one.from, one.until});
    }
    const bool purpose = !house.purposes.of(visit_of(caller), row.id.text(), caller.now).empty();
    return access::standing_of(
        caller.actor, {row.owner, row.created_by, row.state, row.entered}, rows, caller.now, purpose
    );
}

access::Verdict verdict_of(const Caller& caller, const FoundRecord& found, std::string_view action) {
    return access::decide(
        found.desk.programme->rules, caller.actor, found.register_name(), action, found.standing
    );
}

namespace {

/// What opens a record that she may open or list.
Result<> open_seal(
    House& house, storage::Snapshot& snapshot, FoundRecord& found, std::uint64_t epoch, ByteView wrapped
) {
    found.pinned = TRY(house.programmes.pinned(snapshot, found.row.bundle));
    found.definition = found.pinned->find(found.desk.current->id);
    if (found.definition == nullptr) {
        return refuse(ErrorKind::Internal, "record.unreadable", {}, "definition");
    }
    const RecordName name{found.desk.domain, found.row.register_name, found.row.id, found.row.redactions};
    const auto key = house.keys.records->unwrap(name, epoch, wrapped);
    if (!key && is_behind(*house.keys.records, name, epoch)) {
        return refuse(ErrorKind::Unavailable, "keyring.behind");
    }
    found.seal.emplace(house.keys.store, name, TRY(key));
    return {};
}

/// One that does not open must not take the others with it.
bool is_left_out(const Error& why) {
    return why.code == "access.not_found" || why.code == "record.unreadable";
}

Result<FoundRecord> found_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const storage::Row& stored,
    std::vector<RecordRelation> relations,
    const NamedVersions& named = {}
) {
    if (stored.is_null(kSealed + 1)) return not_found();
    auto row = record_row(snapshot, house.keys, stored);
    if (!row) return not_found();
    FoundRecord found;
    found.desk = desk;
    found.row = std::move(*row);
    found.relations = std::move(relations);
    doubt_missing(house.keys, found.row, found.relations);
    found.standing = standing_of(house, caller, found.row, found.relations);
    // Nobody who may not open it learns even that its key or its definition is missing.
    if (!verdict_of(caller, found, access::kOpen).allowed &&
        !verdict_of(caller, found, access::kList).allowed) {
        return not_found();
    }
    if (!is_newest(snapshot, house.keys, found.row, named)) return not_found();
    found.sealed = stored.bytes(kSealed);
    const auto epoch = static_cast<std::uint64_t>(stored.number(kSealed + 1));
    TRY(open_seal(house, snapshot, found, epoch, stored.bytes(kSealed + 2)));
    return found;
}

}  // namespace

Result<FoundRecord> find_record(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    std::string_view register_id,
    const RecordId& id
) {
    const Desk desk = TRY(desk_of(house, register_id));
    const auto rows = TRY(snapshot.read(statements::kRecordById, {id.text(), desk.current->id}));
    // Asked for also where there is no record: what is not there must not answer sooner than what is not
    // hers.
    auto relations = TRY(relations_of(snapshot, house.keys, desk.current->id, id));
    if (rows.empty()) return not_found();
    return found_of(house, snapshot, caller, desk, rows[0], std::move(relations));
}

Result<std::map<std::string, FoundRecord>> find_records(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    std::string_view register_id,
    std::span<const RecordId> ids
) {
    const Desk desk = TRY(desk_of(house, register_id));
    storage::Parameters parameters;
    add_ids(parameters, ids);
    auto relations = TRY(relations_of(snapshot, house.keys, desk.current->id, ids));
    const auto named = TRY(named_versions(snapshot, house.keys, desk.current->id, ids));
    std::map<std::string, FoundRecord> out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kRecordsById, std::move(parameters)))) {
        if (row.text(1) != desk.current->id) continue;
        auto found = found_of(house, snapshot, caller, desk, row, std::move(relations[row.text(0)]), named);
        if (found) {
            out.emplace(row.text(0), std::move(*found));
        } else if (!is_left_out(found.error())) {
            return std::unexpected(std::move(found).error());
        }
    }
    return out;
}

Result<std::map<std::string, FoundRecord>> open_listed(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    std::vector<AllowedRow> rows
) {
    std::vector<RecordId> ids;
    ids.reserve(rows.size());
    for (const AllowedRow& one : rows) ids.push_back(one.row.id);
    storage::Parameters parameters;
    add_ids(parameters, ids);
    std::map<std::string, storage::Row> seals;
    for (storage::Row& seal : TRY(snapshot.read(statements::kSealsOfRecords, std::move(parameters)))) {
        seals.emplace(seal.text(0), std::move(seal));
    }
    std::map<std::string, FoundRecord> out;
    for (AllowedRow& one : rows) {
        const auto seal = seals.find(one.row.id.text());
        // Rows and seals are of one snapshot.
        if (seal == seals.end() || seal->second.number(1) != one.row.version) continue;
        FoundRecord found;
        found.desk = desk;
        found.row = one.row;
        found.relations = std::move(one.relations);
        found.standing = standing_of(house, caller, found.row, found.relations);
        found.sealed = seal->second.bytes(2);
        const auto epoch = static_cast<std::uint64_t>(seal->second.number(3));
        const auto opened = open_seal(house, snapshot, found, epoch, seal->second.bytes(4));
        if (opened) {
            out.emplace(one.row.id.text(), std::move(found));
        } else if (!is_left_out(opened.error())) {
            return std::unexpected(opened.error());
        }
    }
    return out;
}

Result<FoundRecord> record_for(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    std::string_view register_id,
    const RecordId& id,
    std::string_view action
) {
    FoundRecord found = TRY(find_record(house, snapshot, caller, register_id, id));
    if (!verdict_of(caller, found, action).allowed) return not_found();
    return found;
}

Result<bool> still_may(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const FoundRecord& found,
    const AccountId& account_id,
    std::string_view action
) {
    const auto account = TRY(find_account(snapshot, house.keys, account_id));
    if (!account || account->state != "active") return false;
    const HeldGrants held = TRY(held_grants(snapshot, house.keys, account_id));
    for (const Grant& grant : held.grants) {
        if (!grant.holds_at(caller.now)) continue;
        Caller then = caller;
        then.account = *account;
        then.actor = actor_in(house, account_id, grant.role, grant.organisation);
        then.actor.works_for = works_for(house, held, caller.now, grant.organisation);
        FoundRecord as_she = found;
        as_she.standing = standing_of(house, then, found.row, found.relations);
        if (verdict_of(then, as_she, action).allowed) return true;
    }
    return false;
}

std::string record_etag(const House& house, const RecordRow& row, access::Classes readable) {
    CanonicalWriter out;
    const SeenVersion seen = seen_version(row, readable);
    out.text(row.register_name).text(row.id.text()).number(static_cast<std::uint64_t>(seen.version));
    out.number(static_cast<std::uint64_t>(row.due_at)).number(readable);
    return to_base64url(ByteView(crypto::keyed_hash(house.keys.entity_tag, "etag", out.result())).first(16));
}

Result<> check_record_etag(
    const House& house, const RecordRow& row, access::Classes readable, std::string_view tag
) {
    if (tag != record_etag(house, row, readable)) return refuse(ErrorKind::Stale, "version.stale");
    return {};
}

form::References references_of(const House& house, Instant now) {
    form::References out;
    out.today = calendar::date_of(now, house.options.utc_offset_micros);
    const auto view = house.live.view();
    out.organisation = [view](std::string_view id, const std::vector<std::string>& kinds) {
        const auto known = OrganisationId::parse(id);
        const auto* one = known ? view->directory.find(*known) : nullptr;
        if (one == nullptr) return false;
        return kinds.empty() || std::ranges::find(kinds, one->kind) != kinds.end();
    };
    out.admin_unit = [view](std::string_view code, std::string_view list) {
        const auto day = administrative_unit::Day::parse_iso(list);
        return day && view->units->find({*day, std::string(code)}) != nullptr;
    };
    // An act says which files it may name (`NamedFiles`); without one no id names any.
    out.attachment = [](std::string_view) { return false; };
    out.person_words = &house.person_words;
    return out;
}

}  // namespace neove::service
