#pragma once
/// \file
/// Files of records: how one comes in, and who sees what of it. What people see is a picture that the worker
/// made; the file itself leaves only as an original. The class of the field a file came in with decides who
/// sees it, as for any other answer of that field.

#include "service/caller.h"
#include "service/registers/file_seal.h"

#include <string>
#include <string_view>

namespace neove::service {

/// Files that one person has uploaded and not yet sent with any form.
constexpr std::int64_t kWaitingFilesMax = 100;

/// Reads the file through the worker, refuses what may not be here, seals and keeps it. It waits a day for an
/// act of this account in this register. Refusals: `access.not_found` (no such register, or nobody in her
/// role attaches anything there), `attachment.too_many`, `document.*` as for documents, but for one without a
/// text.
Result<BlobId> upload_attachment(
    House& house,
    const Caller& caller,
    std::string_view register_id,
    ByteView bytes,
    std::string_view file_name
);

struct AttachmentPlace {
    std::string_view register_id;
    RecordId record;
    BlobId file;
};

struct Attachment {
    std::string name;
    std::string kind;
    std::int64_t size{0};
    std::int64_t pages{0};  ///< 0: there is no picture of it, only the original
};

/// Refusals of all three: `access.not_found` for an unknown record or file, a file of another record, and one
/// of a class that she may not read; `record.unreadable`, `attachment.altered`. What is of a sensitive class
/// is journalled.
Result<Attachment> read_attachment(House& house, const Caller& caller, const AttachmentPlace& place);

/// A page as PNG, counted from 1. Refuses `document.no_such_page`, and what the worker refuses.
Result<Bytes> attachment_page(
    House& house, const Caller& caller, const AttachmentPlace& place, std::int64_t page
);

struct OriginalAttachment {
    Attachment about;
    Bytes bytes;
};
/// Every one is journalled, of whatever class. Refuses `session.step_up`; `attachment.purpose` where the
/// class asks for a purpose and none was given.
Result<OriginalAttachment> original_attachment(
    House& house, const Caller& caller, const AttachmentPlace& place
);

}  // namespace neove::service
