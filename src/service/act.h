#pragma once
/// \file
/// The whole pipeline of a write, in order: repeated? · snapshot · authorise · decide · journal · commit ·
/// follow.

#include "service/caller.h"

#include <functional>
#include <optional>
#include <string>

namespace neove::service {

/// What is to be done, and to what.
struct Act {
    std::string permission;  ///< the action of the access table, e.g. `create`
    access::Object object;
    std::string request_key;  ///< the Idempotency-Key as sent; empty when none
    std::string request_body;
    /// Set where the rules of a register decided already, and not the house's own table.
    std::optional<bool> decided{};
};

/// What a decision wants written. Events become journal entries `register.kind` by themselves.
struct Decided {
    storage::Commit commit;
    std::string resource_id;
    std::int64_t status{200};
    std::string classes{};  ///< of answers that the reply reveals, as the journal says it
    std::string purpose{};
};

struct Acted {
    std::string resource_id;
    std::int64_t status{200};
    bool repeated{false};  ///< the same request had already been carried out; nothing was written again
    Instant recorded_at;
};

/// Pure but for what it reads from the snapshot.
using Decide = std::function<Result<Decided>(storage::Snapshot&)>;

/// Refusals: `access.not_found` (not there or not yours: never told apart), `request.key_reused` (the same
/// key with another body), and those of `decide` and the store.
Result<Acted> act(House& house, const Caller& caller, const Act& what, const Decide& decide);

/// The same on a snapshot that was taken already, as where the object of the access decision was read from
/// it: a request looks once. What it decides by may be older than the commit; the versions it expects say so.
Result<Acted> act(
    House& house, const Caller& caller, storage::Snapshot& snapshot, const Act& act, const Decide& decide
);

/// What the same request did before, if it did anything: asked ahead of work that is dearer than the answer.
/// The caller has been authorised already. Refuses `request.key_reused`.
Result<std::optional<Acted>> repeated(House& house, const Caller& caller, const Act& act);
Result<std::optional<Acted>> repeated(
    House& house, const Caller& caller, storage::Snapshot& snapshot, const Act& act
);

/// A read of one record: authorises, and journals `register.permission`. Returns when the entry is durable;
/// in a request with a look at once, and the entry is among those that its answer waits for.
Result<> record_read(
    House& house,
    const Caller& caller,
    std::string_view permission,
    const access::Object& object,
    const std::string& id
);

/// The look at a record that some rules allowed already; `classes` are those that were opened.
struct SensitiveRead {
    std::string action;
    std::string register_name;
    std::string record_id;
    std::string classes;
    std::string purpose;
    Digest reason{};  ///< of what was searched for; zero where nothing was
};
/// Journals looks as `record_read` does: nothing of them may leave before the entry is durable.
Result<> journal_reads(House& house, const Caller& caller, const std::vector<SensitiveRead>& reads);

/// An event of the caller, with what every event carries.
storage::NewEvent event_of(
    const Caller& caller,
    std::string register_name,
    std::string record_id,
    std::int64_t version,
    std::string kind,
    const json::Value& clear
);

}  // namespace neove::service
