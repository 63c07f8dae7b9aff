#include "service/letterheads.h"

#include "base/text.h"
#include "service/organisation_reach.h"
#include "service/organisation_rows.h"
#include "service/organisations.h"
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

}  // namespace

Result<Letterhead> letterhead_of(storage::Snapshot& snapshot, const OrganisationId& organisation) {
    Letterhead out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kLetterheadOf, {organisation.text()}))) {
        out = {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)};
    }
    return out;
}

Result<Letterhead> open_letterhead(House& house, const Caller& caller, const OrganisationId& organisation) {
    TRY(open_organisation(house, caller, organisation));
    const auto snapshot = TRY(snapshot_of(house, caller));
    return letterhead_of(*snapshot, organisation);
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
        if (!(wanted == Letterhead{})) {
            decided.commit.writes.push_back(
                {&statements::kInsertLetterhead,
                 {id,
                  wanted.above,
                  wanted.own,
                  wanted.place,
                  wanted.symbol,
                  wanted.signatures,
                  wanted.recipients}}
            );
        }
        return Result<Decided>(std::move(decided));
    });
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    TRY(acted);
    return {};
}

}  // namespace neove::service
