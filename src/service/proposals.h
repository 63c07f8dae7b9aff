#pragma once
/// \file
/// The two-person rule (SECURITY 4, 5): who asks for power proposes, somebody else confirms. Which acts need
/// it is data of the access table; acts that take power away run at once.

#include "service/proposal.h"

#include <string>
#include <vector>

namespace neove::service {

/// What became of a request to change somebody's power.
struct Asked {
    AccountId account;
    ProposalId proposal;   ///< empty where one person is enough and it is done
    std::string password;  ///< shown once: the first half of a proposal, the whole of an act for one person
};

/// Proposes, or does at once what needs one person. Faults by pointer; refusals: `access.not_found`,
/// `session.step_up`, `account.own`, `account.last_holder`, `proposal.waiting_already`, those of
/// `check_change`.
Result<Asked> ask_for(
    House& house,
    const Caller& caller,
    const PowerChange& change,
    const std::string& reason,
    const std::string& request_key,
    Diagnostics& faults
);

struct ProposalView {
    Proposal proposal;  ///< without its half; `state` as of now
    std::string login;
    std::string name;                ///< of whom it concerns
    std::vector<std::string> holds;  ///< roles she holds already
    std::string proposed_by_name;
    std::string decided_by_name;
    bool is_own{false};  ///< the caller proposed it
    bool may_confirm{false};
    bool may_refuse{false};
    bool may_cancel{false};
};

constexpr int kProposalsShown = 200;
/// Newest first; refuses `access.not_found` to whoever the table does not allow.
Result<std::vector<ProposalView>> list_proposals(House& house, const Caller& caller);
Result<ProposalView> open_proposal(House& house, const Caller& caller, const ProposalId& id);

/// Carries it out; gives the second half of a password where there is one. The same request (`request_key`)
/// is shown it again within some minutes by the node that made it: its answer may have been lost. Refusals:
/// `session.step_up`, `proposal.own` (proposed it, or it concerns the caller), `proposal.over`,
/// `proposal.proposer_gone`, `proposal.half_gone` (repeated too late, or elsewhere).
Result<std::string> confirm_proposal(
    House& house, const Caller& caller, const ProposalId& id, const std::string& request_key = {}
);
/// Refusals: `proposal.over`, `field.required`.
Result<> refuse_proposal(House& house, const Caller& caller, const ProposalId& id, const std::string& reason);
/// By whoever proposed it.
Result<> cancel_proposal(House& house, const Caller& caller, const ProposalId& id);

/// Ends proposals whose seven days are over and forgets their halves; for housekeeping.
Result<> expire_proposals(House& house);

}  // namespace neove::service
