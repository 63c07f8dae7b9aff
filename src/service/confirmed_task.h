#pragma once
/// \file
/// Confirmed tasks as rows. Who has to do what lies in the clear, because lists and rights need it; the words
/// of the task are sealed, like the document they come from.

#include "review/state.h"
#include "service/document_record.h"
#include "service/resolve_bodies.h"

namespace neove::service {

/// One body of a confirmed task. A collective body has a row of its own without an organisation, so that it
/// can be expanded anew, and one row for each member with `via` naming it.
struct ConfirmedBody {
    std::string role;
    std::string name;
    OrganisationId organisation;
    std::string via;
};

/// Refuses `review.body_ambiguous` or `review.body_ended` where a person must choose first.
Result<std::vector<ConfirmedBody>> confirmed_bodies(const review::Task& task, BodyResolver& resolver);

std::vector<storage::Write> insert_confirmed(
    const Keys& keys,
    const DocumentId& document,
    const review::Task& task,
    const std::vector<ConfirmedBody>& bodies,
    std::int64_t version  ///< the document's that this commit writes
);
std::vector<storage::Write> delete_confirmed(const TaskId& task, std::int64_t version);

/// The words of a stored row; nothing where the seal does not open.
std::optional<std::string> confirmed_text(const Keys& keys, const TaskId& task, const std::string& stored);

json::Value to_json(const std::vector<ConfirmedBody>& bodies);

}  // namespace neove::service
