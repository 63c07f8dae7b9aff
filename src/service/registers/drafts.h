#pragma once
/// \file
/// What somebody has typed and not yet sent: one sealed row a person, form and what it is about, overwritten
/// each time, kept thirty days. Nobody else ever reads it. The same form may be open twice: whoever writes
/// says what she builds on, and words of the other window are never overwritten unseen (ADR 99).

#include "service/registers/found_record.h"

#include <optional>
#include <string>

namespace neove::service {

constexpr std::int64_t kDraftKept = 30 * kDay;  ///< since it was last written (housekeeping)
constexpr std::int64_t kDraftsMax = 200;
constexpr std::size_t kDraftBytesMax = 256 * 1024;
constexpr std::size_t kDraftAboutMax = 120;
constexpr std::size_t kDraftWindowMax = 64;
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

struct KeptDraft {
    std::int64_t version{0};  ///< when it was written last, and never the same twice; 0: none is kept
    std::optional<json::Value> answers{};  ///< nothing where none is kept, or what is kept opens no more
};

/// What a change of a draft builds on.
struct DraftBase {
    std::int64_t version{0};  ///< 0: on none; the form was opened where there was no draft
    /// The open form, by a name that it gave itself: the answer to its last writing may not have come yet, or
    /// never. It is not asked what it builds on as long as nobody else wrote. Empty: it has none.
    std::string window{};
};
/// Whether this may be the name of an open form.
bool is_draft_window(std::string_view window);

/// Refuses `access.not_found` where she may not take this action there.
Result<KeptDraft> read_draft(House& house, const Caller& caller, const DraftPlace& place);
/// Its new version. Refuses `draft.too_many`, `draft.too_large`; `draft.changed` where another window wrote
/// since, `draft.gone` where the draft that it builds on was sent or discarded.
Result<std::int64_t> write_draft(
    House& house,
    const Caller& caller,
    const DraftPlace& place,
    const json::Value& answers,
    const DraftBase& base = {}
);
/// Refuses `draft.changed`. What is gone already is no fault.
Result<> discard_draft(House& house, const Caller& caller, const DraftPlace& place, const DraftBase& base);

}  // namespace neove::service
