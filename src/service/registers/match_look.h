#pragma once
/// \file
/// Noticing that somebody who was just written down is known elsewhere. Whoever writes a card of a register
/// that has matches told leaves a mark in her own commit, whatever there is to find; the looking itself comes
/// after her answer, in the background, so that neither the answer nor its time can depend on it.

#include "service/house.h"
#include "service/registers/stored_record.h"

#include <cstdint>
#include <vector>

namespace neove::service {

struct Caller;

/// Whether reasons are worth somebody's time. What many share is no sign: in ten thousand people dozens have
/// the same name.
bool is_sign(const std::vector<name_index::Reason>& reasons);

/// The mark, where this event wrote something that people are found by: for its commit. Depends on the form,
/// the rules and the names of the fields alone.
std::vector<storage::Write> look_after(
    const House& house,
    const Caller& caller,
    const definition::Register& definition,
    const RecordRow& row,
    const json::Value& answers
);

/// Works through the marks: for each the records outside the scope of who typed that share a number, a phone
/// or name and birth become pairs that wait; a pair stays one pair, a settled one is not asked again. Says
/// how many marks are done. Does nothing until all names are in memory. Twice, or on two nodes, is once.
Result<std::int64_t> notice_matches(House& house);

}  // namespace neove::service
