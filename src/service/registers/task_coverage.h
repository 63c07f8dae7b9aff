#pragma once
/// \file
/// How far the confirmed tasks of a document are carried out: of each, how many records of which register
/// point at it and in which state they stand, as far as the reader may list them.

#include "service/registers/linked_here.h"

namespace neove::service {

struct CoveredTask {
    TaskId task;
    std::vector<LinkedRegister> registers;  ///< only those with a record
};
struct Coverage {
    std::vector<CoveredTask> tasks;  ///< only those that a record points at
    bool more{false};                ///< than were looked at
};
/// No more records of a document's tasks are looked at; one counts once for each task.
inline constexpr std::size_t kCoverageMax = 20'000;

/// Refuses `access.not_found` for whoever may not open the document.
Result<Coverage> coverage_of(House& house, const Caller& caller, const DocumentId& document);

}  // namespace neove::service
