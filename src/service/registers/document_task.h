#pragma once
/// \file
/// A confirmed task of a document, as records point at it: by the number of the document and the task's path,
/// for whoever may open the document, and not at all for anybody else.

#include "service/caller.h"

#include <optional>
#include <string>

namespace neove::service {

struct DocumentTask {
    DocumentId document;
    std::string name;   ///< `12/KH-UBND, II.3.a`
    std::string words;  ///< of the task
};

/// Nothing where the caller may not open the document, and where the task is confirmed no more.
Result<std::optional<DocumentTask>> document_task(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const TaskId& task
);

}  // namespace neove::service
