#pragma once
/// \file
/// A file becomes a document of the register: read, checked, sealed, and only then named by an event.

#include "service/document_record.h"

namespace neove::service {

struct Upload {
    ByteView bytes;
    std::string file_name;
    std::string request_key;
};

/// The same request sent again gives the same document. Refusals: `access.not_found`, those of
/// `read_document`.
Result<DocumentId> upload_document(House& house, const Caller& caller, const Upload& upload);

}  // namespace neove::service
