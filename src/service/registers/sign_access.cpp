#include "service/registers/sign_access.h"

#include "service/act.h"
#include "service/proposer.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::size_t kReasonMax = 1'000;

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

access::Object object_for(const AccountId& proposer = {}) {
    return {kAccessTable, {}, proposer, false};
}

bool may(const House& house, const Caller& caller, std::string_view action, const AccountId& proposer = {}) {
    return access::decide(house.table, caller.actor, action, object_for(proposer)).allowed;
}

Result<> check_reason(const std::string& reason) {
    const bool is_blank = reason.find_first_not_of(" \t\r\n") == std::string::npos;
    if (is_blank || reason.size() > kReasonMax)
        return refuse(ErrorKind::Invalid, "field.required", "/reason");
    return {};
}

std::string digest_of(const std::string& text) {
    return to_hex(crypto::hash("neove.access", as_bytes(text)));
}

/// Of what is in force and what would follow it, each with the bundle that it comes with: whoever was shown
/// another difference signs nothing, nor does she sign for words that the table does not hold.
std::string difference_digest(
    const AccessTable& table, const std::string& wanted, const std::string& bundle
) {
    CanonicalWriter both;
    both.text(table.text).text(table.bundle).text(wanted).text(bundle);
    return to_hex(crypto::hash("neove.access_difference", both.result()));
}

Bytes sealed_words(const Keys& keys, const std::string& event, const std::string& words) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::PasswordVerifier;
    place.store = keys.store;
    place.domain = keyring::Domain::Auth;
    place.register_name = kAccessTable;
    place.record = RecordId::trusted(keys.store.text());
    place.event = EventId::trusted(event);
    const json::Value value{json::Object{{"reason", words}}};
    return crypto::seal_padded(
        keys.account, as_bytes(json::write_canonical(value)), keyring::associated_data(place)
    );
}

/// What a step works on.
struct Sheet {
    std::shared_ptr<const Programme> programme;
    AccessTable table;
    std::string wanted;  ///< the programme's table as text
    bool asks{false};    ///< for two signatures: it gives more, or what was accepted is missing
    bool waits{false};   ///< for a second person, and it is what the programme asks for
};

Result<Sheet> sheet_of(House& house, storage::Snapshot& snapshot, Instant now) {
    Sheet out;
    FoundTable found = TRY(find_access_table(snapshot, house.keys));
    out.programme = house.programmes.current();
    // One that would lose records takes no effect by being signed.
    const bool may_be_taken = out.programme->held != HeldBack::ByRecords;
    const bool is_more = out.programme->access != AccessStand::InForce;
    out.asks = (is_more && may_be_taken) || found.stand != TableStand::There;
    out.table = std::move(found.table);
    out.wanted = out.programme->wanted.to_tsv();
    out.waits = out.table.waits_at(now) && out.table.waiting_text == out.wanted &&
                out.table.waiting_bundle == out.programme->brought->digest;
    return out;
}

std::string digest_of(const Sheet& sheet) {
    return difference_digest(sheet.table, sheet.wanted, sheet.programme->brought->digest);
}

/// The next version of the row with its event.
Decided changed(
    const House& house,
    const Caller& caller,
    AccessTable table,
    const char* kind,
    const std::string& words,
    json::Object told
) {
    Decided out;
    out.resource_id = house.keys.store.text();
    storage::NewEvent event = event_of(
        caller, kAccessTable, out.resource_id, table.version + 1, kind, json::Value(std::move(told))
    );
    event.sealed = sealed_words(house.keys, event.id, words);
    out.commit.events.push_back(std::move(event));
    write_access_table(house.keys, std::move(table), out.commit);
    return out;
}

/// Two at once: one of them looks again.
Result<AccessTableView> shown_after(House& house, const Caller& caller, Result<Acted> acted) {
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    TRY(std::move(acted));
    TRY(house.programmes.follow(house.store, house.keys));
    return read_access_table(house, caller);
}

json::Object told_of(const Sheet& sheet) {
    return {
        {"bundle", sheet.programme->brought->digest},
        {"before", digest_of(sheet.table.text)},
        {"after", digest_of(sheet.wanted)}};
}

/// Ends what waits without carrying it out.
Result<AccessTableView> end_waiting(
    House& house, const Caller& caller, const char* action, const char* kind, const std::string& words
) {
    const auto snapshot = TRY(house.store.snapshot());
    Sheet sheet = TRY(sheet_of(house, *snapshot, caller.now));
    if (!may(house, caller, action, sheet.table.waiting_by)) return not_found();
    // Also one of another bundle: it would stand in the way.
    if (!sheet.table.waits_at(caller.now)) return refuse(ErrorKind::Conflict, "proposal.over");
    const AccountId proposer = sheet.table.waiting_by;
    auto acted = act(
        house,
        caller,
        *snapshot,
        {action, object_for(proposer), {}, {}},
        [&](storage::Snapshot&) -> Result<Decided> {
            AccessTable table = sheet.table;
            table.stop_waiting();
            if (!words.empty()) {
                table.refusal = words;
                table.refused_by = caller.account.id;
            }
            return changed(house, caller, std::move(table), kind, words, {{"proposed_by", proposer.text()}});
        }
    );
    return shown_after(house, caller, std::move(acted));
}

}  // namespace

bool is_closed_until_signed(const Programme& programme) {
    if (programme.held != HeldBack::No || programme.access != AccessStand::Waiting) return false;
    return std::ranges::any_of(programme.registers, [&](const std::string& each) {
        return programme.wanted.policies().contains(each) && !programme.rules.policies().contains(each);
    });
}

Result<AccessTableView> read_access_table(House& house, const Caller& caller) {
    if (!may(house, caller, "open")) return not_found();
    const auto snapshot = TRY(snapshot_of(house, caller));
    Sheet sheet = TRY(sheet_of(house, *snapshot, caller.now));
    AccessTableView view;
    const auto live = house.live.view();
    const auto name_of = [&](const AccountId& id) {
        const auto found = live->account_names.find(id);
        return found == live->account_names.end() ? std::string() : found->second;
    };
    auto before = access::Rules::from_tsv(sheet.table.text);
    view.changes =
        access::readable(access::difference(before ? *before : access::Rules(), sheet.programme->wanted));
    // Of a bundle that cannot go on nobody knows any more what it said.
    const definition::Bundle& goes_on = *sheet.programme->bundle;
    if (goes_on.digest == sheet.table.bundle) {
        view.definitions = definition::diff(goes_on, *sheet.programme->brought).changes;
    }
    view.digest = digest_of(sheet);
    view.accepted_by_names[0] = name_of(sheet.table.proposed_by);
    view.accepted_by_names[1] = name_of(sheet.table.confirmed_by);
    view.waiting_by_name = name_of(sheet.table.waiting_by);
    view.refused_by_name = name_of(sheet.table.refused_by);
    view.is_proposed = sheet.waits;
    const AccountId& proposer = sheet.table.waiting_by;
    const bool is_any = sheet.table.waits_at(caller.now);
    view.is_own = is_any && proposer == caller.account.id;
    view.is_missing = sheet.asks && sheet.table.text.empty();
    view.may_propose = sheet.asks && !sheet.waits && may(house, caller, "propose");
    view.may_confirm = sheet.waits && !view.is_own && may(house, caller, "confirm");
    view.may_refuse = is_any && may(house, caller, "refuse");
    view.may_cancel = is_any && may(house, caller, "cancel", proposer);
    view.table = std::move(sheet.table);
    view.programme = std::move(sheet.programme);
    return view;
}

Result<AccessTableView> propose_access(
    House& house,
    const Caller& caller,
    const std::string& digest,
    const std::string& reason,
    const std::string& request_key
) {
    // Authorised first: whoever may not do this must not learn from a question for a code that it exists.
    if (!may(house, caller, "propose")) return not_found();
    TRY(require_step_up(caller));
    TRY(check_reason(reason));
    const Act wanted{"propose", object_for(), request_key, digest + reason};
    auto acted = act(house, caller, wanted, [&](storage::Snapshot& snapshot) -> Result<Decided> {
        const Sheet sheet = TRY(sheet_of(house, snapshot, caller.now));
        if (!sheet.asks) return refuse(ErrorKind::Conflict, "access_table.nothing");
        if (sheet.waits) return refuse(ErrorKind::Conflict, "proposal.waiting_already");
        if (digest != digest_of(sheet)) {
            return refuse(ErrorKind::Stale, "access_table.other");
        }
        AccessTable table = sheet.table;
        table.stop_waiting();
        table.refusal.clear();
        table.refused_by = {};
        table.waiting_text = sheet.wanted;
        table.waiting_bundle = sheet.programme->brought->digest;
        table.waiting_by = caller.account.id;
        table.waiting_at = caller.now;
        table.reason = reason;
        return changed(house, caller, std::move(table), "proposed", reason, told_of(sheet));
    });
    return shown_after(house, caller, std::move(acted));
}

Result<AccessTableView> confirm_access(
    House& house, const Caller& caller, const std::string& digest, const std::string& request_key
) {
    if (!may(house, caller, "confirm")) return not_found();
    TRY(require_step_up(caller));
    const Act wanted{"confirm", object_for(), request_key, digest};
    auto acted = act(house, caller, wanted, [&](storage::Snapshot& snapshot) -> Result<Decided> {
        const Sheet sheet = TRY(sheet_of(house, snapshot, caller.now));
        if (!sheet.table.waits_at(caller.now)) return refuse(ErrorKind::Conflict, "proposal.over");
        if (sheet.table.waiting_by == caller.account.id) return refuse(ErrorKind::Conflict, "proposal.own");
        // Shown on a node with another programme, or before somebody changed what is in force.
        if (!sheet.waits || digest != digest_of(sheet)) {
            return refuse(ErrorKind::Stale, "access_table.other");
        }
        if (!TRY(proposer_stands(house, snapshot, sheet.table.waiting_by, "propose", object_for(), caller.now)
            )) {
            return refuse(ErrorKind::Conflict, "proposal.proposer_gone");
        }
        json::Object told = told_of(sheet);
        told.emplace_back("proposed_by", sheet.table.waiting_by.text());
        AccessTable table;
        table.version = sheet.table.version;
        table.text = sheet.table.waiting_text;
        table.bundle = sheet.table.waiting_bundle;
        table.accepted_at = caller.now;
        table.proposed_by = sheet.table.waiting_by;
        table.confirmed_by = caller.account.id;
        return changed(house, caller, std::move(table), "confirmed", {}, std::move(told));
    });
    return shown_after(house, caller, std::move(acted));
}

Result<AccessTableView> refuse_access(House& house, const Caller& caller, const std::string& reason) {
    if (!may(house, caller, "refuse")) return not_found();
    TRY(check_reason(reason));
    return end_waiting(house, caller, "refuse", "refused", reason);
}

Result<AccessTableView> cancel_access(House& house, const Caller& caller) {
    return end_waiting(house, caller, "cancel", "cancelled", {});
}

}  // namespace neove::service
