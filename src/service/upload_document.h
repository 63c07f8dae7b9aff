#pragma once
/// \file
/// A file becomes a document of the register: read, checked, sealed, and only then named by an event.

#include "service/own_plan.h"

namespace neove::service {

struct Upload {
    ByteView bytes;
    std::string file_name;
    std::string request_key;
    bool again{false};                  ///< she knows that the file is there and wants it once more
    std::optional<OwnPlan> own_plan{};  ///< it is her body's own plan: it need order nothing to anybody
};

struct Uploaded {
    DocumentId id;
    DocumentRecord record;  ///< of a document that came in; empty where it was `known`
    /// The file is there already, as this document, which the caller may open: nothing was read or stored. A
    /// document that she may not open is never mentioned; the file then comes in as a new one.
    std::optional<DocumentRow> known;
};

/// The same request sent again opens the same document, and reads no file. Refusals: `access.not_found`,
/// those of `read_document`; of an own plan
/// those of `carried_in` and of its head.
Result<Uploaded> upload_document(House& house, const Caller& caller, const Upload& upload);

}  // namespace neove::service
