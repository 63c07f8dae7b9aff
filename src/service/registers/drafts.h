#pragma once
/// \file
/// What somebody has typed and not yet sent: one sealed row a person, form and what it is about, overwritten
/// each time, kept thirty days. Nobody else ever reads it.

#include "service/registers/found_record.h"

#include <optional>
#include <string>

namespace neove::service {

constexpr std::int64_t kDraftKept = 30 * kDay;  ///< since it was last written (housekeeping)
constexpr std::int64_t kDraftsMax = 200;
constexpr std::size_t kDraftBytesMax = 256 * 1024;
constexpr std::size_t kDraftAboutMax = 120;
constexpr std::int64_t kDraftOfRecord =
    0;  ///< as its epoch: sealed under the record's own key, and gone with it
/// What a draft's seal is bound to; `record`: an id, or `new`; `action`: as its row names it, with what it is
/// about.
std::string draft_part(const std::string& account, const std::string& action, const std::string& record);

struct DraftPlace {
    std::string register_id;
    RecordId record;  ///< empty: of a record that is to be opened
    std::string action;
    /// What the form is about, where the same form may be begun about several things: the record that a new
    /// one belongs to, the entry that is corrected. It says which draft it is; where it begins with a record
    /// (`REGISTER/ID`) the draft is there only for who may open that one, and goes with it.
    std::string about{};
};

/// Whether these may be the words of `about`: ids and names with slashes between them.
bool is_draft_about(std::string_view about);
/// The form as a draft's row names it.
std::string draft_form(const std::string& action, const std::string& about);

/// Nothing where none is kept. Refuses `access.not_found` where she may not take this action there.
Result<std::optional<json::Value>> read_draft(House& house, const Caller& caller, const DraftPlace& place);
/// Refuses `draft.too_many`, `draft.too_large`.
Result<> write_draft(House& house, const Caller& caller, const DraftPlace& place, const json::Value& answers);
Result<> discard_draft(House& house, const Caller& caller, const DraftPlace& place);

}  // namespace neove::service
