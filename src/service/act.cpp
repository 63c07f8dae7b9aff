#include "service/act.h"

#include "storage/chain.h"
#include "storage/statements/core.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::size_t kKeyMax = 200;

std::string keyed(const House& house, std::string_view domain, std::string_view text) {
    return to_hex(crypto::keyed_hash(house.keys.idempotency, domain, as_bytes(text)));
}

/// What an earlier request with this key did, if there was one.
Result<std::optional<Acted>> earlier(
    const Caller& caller, storage::Snapshot& snapshot, const storage::Idempotency& mark
) {
    const auto rows =
        TRY(snapshot.read(storage::statements::kReadIdempotency, {caller.account.id.text(), mark.key_digest})
        );
    if (rows.empty()) return std::nullopt;
    if (rows[0].text(0) != mark.body_digest) return refuse(ErrorKind::Invalid, "request.key_reused");
    return Acted{rows[0].text(1), rows[0].number(2), true, {rows[0].number(3)}};
}

/// How a request is remembered; empty where it carries no key.
storage::Idempotency mark_of(const House& house, const Caller& caller, const Act& act) {
    storage::Idempotency mark;
    if (act.request_key.empty()) return mark;
    mark.actor = caller.account.id.text();
    mark.key_digest = keyed(house, "request key", act.request_key);
    mark.body_digest = keyed(house, "request body", act.permission + '\0' + act.request_body);
    return mark;
}

/// What every entry about a record says.
storage::JournalDraft draft_about(
    const Caller& caller, const std::string& register_name, std::string_view action, const std::string& record
) {
    storage::JournalDraft draft;
    draft.actor = caller.account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = register_name + "." + std::string(action);
    draft.register_name = register_name;
    draft.record_id = record;
    return draft;
}

/// Durable before it returns; in a request with a look begun, and the answer waits for it.
Result<> write_down(House& house, const Caller& caller, storage::Commit commit) {
    if (caller.look) {
        caller.look->entries.push_back(house.store.start(std::move(commit)));
        return {};
    }
    TRY(house.store.commit(std::move(commit)));
    return {};
}

void add_journal(const Caller& caller, Decided& decided) {
    storage::Commit& commit = decided.commit;
    for (const storage::NewEvent& event : commit.events) {
        auto draft = draft_about(caller, event.register_name, event.kind, event.record_id);
        draft.event_id = event.id;
        // The reply shows one record; what was done beside it reveals nothing.
        if (event.record_id == decided.resource_id) {
            draft.classes = decided.classes;
            draft.purpose = decided.purpose;
        }
        commit.journal.push_back(std::move(draft));
    }
}

}  // namespace

Result<Acted> act(House& house, const Caller& caller, const Act& what, const Decide& decide) {
    const auto snapshot = TRY(house.store.snapshot());
    return act(house, caller, *snapshot, what, decide);
}

Result<Acted> act(
    House& house, const Caller& caller, storage::Snapshot& snapshot, const Act& act, const Decide& decide
) {
    if (act.request_key.size() > kKeyMax) return refuse(ErrorKind::Invalid, "request.key_too_long");
    const bool allowed = act.decided
                             ? *act.decided
                             : access::decide(house.table, caller.actor, act.permission, act.object).allowed;
    if (!allowed) return refuse(ErrorKind::NotFound, "access.not_found");
    storage::Idempotency mark = mark_of(house, caller, act);
    if (!act.request_key.empty()) {
        if (auto before = TRY(earlier(caller, snapshot, mark))) return std::move(*before);
    }
    Decided decided = TRY(decide(snapshot));
    const bool changes_live = std::ranges::any_of(decided.commit.events, [](const storage::NewEvent& event) {
        return event.register_name == "organisation" || event.register_name == "account";
    });
    std::vector<ChangedRecord> changed;
    for (const storage::NewEvent& event : decided.commit.events) {
        changed.push_back({event.register_name, event.record_id});
    }
    add_journal(caller, decided);
    if (!act.request_key.empty()) {
        mark.resource_id = decided.resource_id;
        mark.status = decided.status;
        decided.commit.idempotency = mark;
    }
    auto committed = house.store.commit(std::move(decided.commit));
    if (!committed && committed.error().code == "storage.repeated") {
        // The same request ran beside this one and won; its answer is ours too.
        const auto later = TRY(house.store.snapshot());
        if (auto before = TRY(earlier(caller, *later, mark))) return std::move(*before);
    }
    if (!committed) return std::unexpected(std::move(committed).error());
    // The act is done whatever becomes of the picture: to refuse here would say it was not. `Live::follow`
    // shows it within half a second where this could not.
    if (changes_live) {
        [[maybe_unused]] const auto shown = house.live.refresh(house.store, house.keys);
    }
    [[maybe_unused]] const auto found = house.persons.show(house.store, house.keys, changed);
    return Acted{decided.resource_id, decided.status, false, committed->recorded_at};
}

Result<std::optional<Acted>> repeated(House& house, const Caller& caller, const Act& act) {
    const auto snapshot = TRY(house.store.snapshot());
    return repeated(house, caller, *snapshot, act);
}

Result<std::optional<Acted>> repeated(
    House& house, const Caller& caller, storage::Snapshot& snapshot, const Act& act
) {
    if (act.request_key.size() > kKeyMax) return refuse(ErrorKind::Invalid, "request.key_too_long");
    if (act.request_key.empty()) return std::nullopt;
    return earlier(caller, snapshot, mark_of(house, caller, act));
}

Result<> record_read(
    House& house,
    const Caller& caller,
    std::string_view permission,
    const access::Object& object,
    const std::string& id
) {
    if (!access::decide(house.table, caller.actor, permission, object).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    storage::Commit commit;
    commit.journal.push_back(draft_about(caller, object.register_name, permission, id));
    return write_down(house, caller, std::move(commit));
}

Result<> journal_reads(House& house, const Caller& caller, const std::vector<SensitiveRead>& reads) {
    if (reads.empty()) return {};
    storage::Commit commit;
    for (const SensitiveRead& read : reads) {
        auto draft = draft_about(caller, read.register_name, read.action, read.record_id);
        draft.classes = read.classes;
        draft.purpose = read.purpose;
        draft.reason = read.reason;
        commit.journal.push_back(std::move(draft));
    }
    return write_down(house, caller, std::move(commit));
}

storage::NewEvent event_of(
    const Caller& caller,
    std::string register_name,
    std::string record_id,
    std::int64_t version,
    std::string kind,
    const json::Value& clear
) {
    storage::NewEvent event;
    event.id = crypto::random_id();
    event.register_name = std::move(register_name);
    event.record_id = std::move(record_id);
    event.version = version;
    event.kind = std::move(kind);
    event.occurred_at = caller.now;
    event.precision = "instant";
    event.actor = caller.account.id.text();
    event.acting_org = caller.acting.organisation.text();
    event.clear = json::write_canonical(clear);
    return event;
}

}  // namespace neove::service
