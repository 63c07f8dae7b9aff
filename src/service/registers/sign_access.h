#pragma once
/// \file
/// A table of access that gives somebody more takes effect when two persons signed it (SECURITY 4): one sees
/// the difference and proposes, another sees the same difference and confirms. Who may be which of the two
/// is in the house's own table.

#include "access/rules_difference.h"
#include "definition/diff.h"
#include "service/caller.h"
#include "service/registers/access_table.h"

#include <memory>
#include <string>
#include <vector>

namespace neove::service {

struct AccessTableView {
    std::shared_ptr<const Programme> programme;
    AccessTable table;
    std::string accepted_by_names[2];  ///< who proposed and who confirmed what is in force
    std::string waiting_by_name;
    std::string refused_by_name;
    std::vector<access::ReadableChange> changes;  ///< from what is in force to what the programme asks for
    std::vector<definition::Change> definitions;  ///< likewise; of what differs beside the table
    std::string digest;                           ///< of all of it: what was seen is what is signed
    bool is_missing{false};                       ///< what was accepted is not there, or not what it was
    bool is_proposed{false};                      ///< it waits for the second person
    bool is_own{false};                           ///< the caller proposed it
    bool may_propose{false};
    bool may_confirm{false};
    bool may_refuse{false};
    bool may_cancel{false};
};

/// Whether a register stays closed until two have signed: the bundle that was accepted cannot go on.
bool is_closed_until_signed(const Programme& programme);

/// Refuses `access.not_found` to whoever the house does not show it.
Result<AccessTableView> read_access_table(House& house, const Caller& caller);

/// Refusals: `access.not_found`, `session.step_up`, `access_table.nothing` (the table of the programme is in
/// force), `access_table.other` (it is not the difference that was shown), `proposal.waiting_already`,
/// `field.required`.
Result<AccessTableView> propose_access(
    House& house,
    const Caller& caller,
    const std::string& digest,
    const std::string& reason,
    const std::string& request_key = {}
);

/// It holds for the next request. Refusals: `access.not_found`, `session.step_up`, `proposal.over` (none
/// waits, or its week is over), `proposal.own`, `access_table.other`, `proposal.proposer_gone`.
Result<AccessTableView> confirm_access(
    House& house, const Caller& caller, const std::string& digest, const std::string& request_key = {}
);

/// Refusals: `access.not_found`, `proposal.over`, `field.required`.
Result<AccessTableView> refuse_access(House& house, const Caller& caller, const std::string& reason);
/// By whoever proposed it.
Result<AccessTableView> cancel_access(House& house, const Caller& caller);

}  // namespace neove::service
