#pragma once
/// \file
/// A proposal as a value, and its row: what one person asked for and another decides. A row whose tag is
/// wrong, or that is older than the journal knows, is as if absent; readers here are the only way to one.

#include "service/power.h"

#include <optional>
#include <string>
#include <vector>

namespace neove {
using ProposalId = Id<struct ProposalTag>;
}

namespace neove::service {

constexpr std::int64_t kProposalLife = 7 * kDay;

struct Proposal {
    ProposalId id;
    std::string state{"waiting"};  ///< waiting, confirmed, refused, cancelled, expired
    PowerChange change;
    std::string reason;
    AccountId proposed_by;
    Instant proposed_at;
    Instant expires_at;
    AccountId decided_by;  ///< empty while waiting, and where its time ran out
    std::optional<Instant> decided_at;
    std::string decision;     ///< why it was refused
    std::string first_half;   ///< of the password, while waiting
    Bytes tag;                ///< of the row as read; empty for a new one
    std::int64_t version{0};  ///< of the row as read

    bool waits_at(Instant now) const { return state == "waiting" && now < expires_at; }
};

storage::Write insert_proposal(const Keys& keys, const Proposal& proposal);
/// Holds only while the row is as it was read: of two decisions one is refused. Never keeps the half.
storage::Write decide_proposal(const Keys& keys, const Proposal& proposal);

Result<std::optional<Proposal>> find_proposal(
    storage::Snapshot& snapshot, const Keys& keys, const ProposalId& id
);
/// At most `limit`, newest first.
Result<std::vector<Proposal>> newest_proposals(storage::Snapshot& snapshot, const Keys& keys, int limit);
/// Also those whose time is over and that nobody has cleared away yet.
Result<std::vector<Proposal>> waiting_proposals(storage::Snapshot& snapshot, const Keys& keys);

/// The words of an event about a proposal, sealed to that event.
Bytes sealed_reason(
    const Keys& keys, const ProposalId& proposal, const std::string& event, const std::string& reason
);

}  // namespace neove::service
