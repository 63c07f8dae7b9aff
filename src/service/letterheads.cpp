#include "service/letterheads.h"

#include "base/text.h"
#include "keyring/row_tag.h"
#include "service/organisation_reach.h"
#include "service/organisation_rows.h"
#include "service/organisations.h"
#include "storage/row_digest.h"
#include "storage/statements/organisations.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

/// A paper cannot carry a control character, and nobody sees one in a form.
void check(std::string_view text, const char* where, std::size_t most, bool has_lines, Diagnostics& faults) {
    const bool is_readable =
        text::is_valid_utf8(text) && std::ranges::none_of(text, [&](char c) {
            return (static_cast<unsigned char>(c) < 0x20 && !(has_lines && c == '\n')) || c == 0x7F;
        });
    if (!is_readable) {
        faults.push_back({ErrorKind::Invalid, "organisation.name_unreadable", where, {}});
    } else if (text::count_code_points(text) > most) {
        faults.push_back({ErrorKind::Invalid, "organisation.name_too_long", where, {}});
    }
}

void check(const Letterhead& wanted, Diagnostics& faults) {
    constexpr std::size_t kLine = 300;
    constexpr std::size_t kLines = 3'000;
    check(wanted.above, "/above", kLine, false, faults);
    check(wanted.own, "/own", kLine, false, faults);
    check(wanted.place, "/place", kLine, false, faults);
    check(wanted.symbol, "/symbol", kLine, false, faults);
    check(wanted.signatures, "/signatures", kLines, true, faults);
    check(wanted.recipients, "/recipients", kLines, true, faults);
}

json::Value letterhead_to_json(const Letterhead& head) {
    return json::Object{
        {"above", head.above},
        {"own", head.own},
        {"place", head.place},
        {"symbol", head.symbol},
        {"signatures", head.signatures},
        {"recipients", head.recipients}};
}

constexpr std::int64_t kFirst = 1;  // of a row of before; what is written later has a later one

Letterhead letterhead_in(const storage::Row& row) {
    return {row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6)};
}

Digest tag_of(
    const Keys& keys, const std::string& organisation, const Letterhead& head, std::int64_t version
) {
    return keyring::row_tag(
        keys.row_tag,
        kLetterheadTable,
        {{"organisation_id", organisation},
         {"above", head.above},
         {"own", head.own},
         {"place", head.place},
         {"symbol", head.symbol},
         {"signatures", head.signatures},
         {"recipients", head.recipients}},
        version
    );
}

/// All columns of a row, and what the journal must say of it.
struct Tagged {
    storage::Parameters columns;
    storage::RowState state;
};
Tagged tagged(
    const Keys& keys, const std::string& organisation, const Letterhead& head, std::int64_t version
) {
    Tagged out;
    out.columns = {
        organisation,
        head.above,
        head.own,
        head.place,
        head.symbol,
        head.signatures,
        head.recipients,
        version,
        to_bytes(tag_of(keys, organisation, head, version))};
    out.state = {kLetterheadTable, organisation, version, storage::row_digest(out.columns)};
    return out;
}

Result<> untrue(const Keys& keys, const OrganisationId& organisation) {
    keys.rows->misses(RowKind::Organisation, organisation.text());
    return refuse(ErrorKind::Conflict, "organisation.letterhead_untrue");
}

}  // namespace

Result<Letterhead> letterhead_of(
    storage::Snapshot& snapshot, const Keys& keys, const OrganisationId& organisation
) {
    const std::string& id = organisation.text();
    const auto rows = TRY(snapshot.read(statements::kLetterheadOf, {id}));
    const std::int64_t named = TRY(newest_named(snapshot, kLetterheadTable, id));
    if (rows.empty()) {
        if (named != 0) TRY(untrue(keys, organisation));  // taken away by hand
        return Letterhead{};
    }
    const Letterhead head = letterhead_in(rows[0]);
    const std::int64_t version = rows[0].number(7);
    const bool is_ours =
        !rows[0].is_null(8) && crypto::equal(tag_of(keys, id, head, version), rows[0].bytes(8));
    if (!is_ours || named == 0 || version < named) TRY(untrue(keys, organisation));
    return head;
}

std::optional<storage::Write> tag_letterhead(const Keys& keys, const storage::Row& row) {
    if (row.number(7) != 0 || !row.is_null(8)) return std::nullopt;
    Tagged one = tagged(keys, row.text(0), letterhead_in(row), kFirst);
    return storage::Write{
        &statements::kTagLetterhead, {row.text(0), kFirst, one.columns.back()}, 1, std::move(one.state)};
}

Result<Letterhead> open_letterhead(House& house, const Caller& caller, const OrganisationId& organisation) {
    TRY(open_organisation(house, caller, organisation));
    const auto snapshot = TRY(snapshot_of(house, caller));
    return letterhead_of(*snapshot, house.keys, organisation);
}

Result<> change_letterhead(
    House& house,
    const Caller& caller,
    const OrganisationId& organisation,
    std::int64_t version,
    const Letterhead& wanted,
    Diagnostics& faults
) {
    const auto [current, view] = TRY(open_organisation(house, caller, organisation, "change"));
    if (current->version != version) return refuse(ErrorKind::Stale, "version.stale");
    check(wanted, faults);
    if (!faults.empty()) return refuse(ErrorKind::Invalid, faults.front().code, faults.front().where);
    organisation::Organisation one = *current;
    ++one.version;
    auto acted = act(house, caller, {"change", object_of(organisation), {}, {}}, [&](storage::Snapshot&) {
        const std::string& id = one.id.text();
        json::Value clear = organisation_to_json(one);
        clear.set("letterhead", letterhead_to_json(wanted));
        Decided decided;
        decided.resource_id = id;
        decided.commit.expected.push_back({"organisation", id, current->version});
        decided.commit.events.push_back(event_of(caller, "organisation", id, one.version, "changed", clear));
        decided.commit.writes = organisation_rows(house.keys, one, false);
        decided.commit.writes.push_back({&statements::kDeleteLetterhead, {id}});
        // An empty one too: a row that the journal names is never gone.
        Tagged row = tagged(house.keys, id, wanted, one.version);
        decided.commit.writes.push_back(
            {&statements::kInsertLetterhead, std::move(row.columns), 1, std::move(row.state)}
        );
        return Result<Decided>(std::move(decided));
    });
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    TRY(acted);
    return {};
}

}  // namespace neove::service
