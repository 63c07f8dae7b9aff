#pragma once
/// \file
/// Erasing a record of a person (SECURITY 2.3): one person asks, naming authority and legal ground, a second
/// one confirms. From that commit on the record exists for nobody; beyond recovery it is from the next key
/// day of its domain on, and the certificate says which of the two holds.

#include "service/registers/act_on_record.h"
#include "service/registers/erasure.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::service {

/// While a relation of this word holds, whoever it names, the record is not erased.
inline constexpr std::string_view kLegalHold = "legal_hold";

struct NewErasure {
    std::string authority;  ///< whose decision it is
    std::string ground;     ///< the law it rests on
};

struct ErasureView {
    Erasure erasure;
    std::string proposed_by_name;
    std::string decided_by_name;
    std::optional<Instant> key_day;  ///< since when it is beyond recovery
    bool is_over{false};             ///< nobody confirmed it in time
    bool may_confirm{false};
    bool may_refuse{false};
};

/// Refusals: `access.not_found`, `session.step_up`, `erase.not_persons`, `erase.held`,
/// `erase.waiting_already`, `field.required`, `form.looks_like_person` (the certificate outlives the record
/// and must not name her).
Result<ErasureView> propose_erasure(
    House& house, const Caller& caller, const RecordRequest& request, const NewErasure& wanted
);

/// Carries it out, in one commit. Refusals: `access.not_found`, `session.step_up`, `erase.own`, `erase.over`,
/// `erase.proposer_gone`, `erase.held`, `erase.changed` (something was written since it was asked for).
Result<ErasureView> confirm_erasure(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id,
    const std::string& request_key = {}
);

/// By whoever could confirm it, and by whoever proposed it. Refusals: `access.not_found`, `erase.over`,
/// `field.required`.
Result<ErasureView> refuse_erasure(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id,
    const std::string& reason
);

constexpr int kErasuresShown = 200;
/// Newest first, those of records that the caller may erase, or might have. Refuses `access.not_found` where
/// she may erase nothing of this register.
Result<std::vector<ErasureView>> list_erasures(
    House& house, const Caller& caller, const std::string& register_id
);

}  // namespace neove::service
