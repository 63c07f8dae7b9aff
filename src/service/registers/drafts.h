#pragma once
/// \file
/// What somebody has typed and not yet sent: one sealed row a person and form, overwritten each time, kept
/// thirty days. Nobody else ever reads it.

#include "service/registers/found_record.h"

#include <optional>
#include <string>

namespace neove::service {

constexpr std::int64_t kDraftKept = 30 * kDay;  ///< since it was last written (housekeeping)
constexpr std::int64_t kDraftsMax = 200;
constexpr std::size_t kDraftBytesMax = 256 * 1024;
constexpr std::int64_t kDraftOfRecord =
    0;  ///< as its epoch: sealed under the record's own key, and gone with it
/// What a draft's seal is bound to; `record`: an id, or `new`.
std::string draft_part(const std::string& account, const std::string& action, const std::string& record);

struct DraftPlace {
    std::string register_id;
    RecordId record;  ///< empty: of a record that is to be opened
    std::string action;
};

/// Nothing where none is kept. Refuses `access.not_found` where she may not take this action there.
Result<std::optional<json::Value>> read_draft(House& house, const Caller& caller, const DraftPlace& place);
/// Refuses `draft.too_many`, `draft.too_large`.
Result<> write_draft(House& house, const Caller& caller, const DraftPlace& place, const json::Value& answers);
Result<> discard_draft(House& house, const Caller& caller, const DraftPlace& place);

}  // namespace neove::service
