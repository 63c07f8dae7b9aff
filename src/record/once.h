#pragma once
/// \file
/// What may happen only once for the same clear answers: one report a period, one inspection a place and
/// year.

#include "record/history.h"

#include <vector>

namespace neove::record {

/// What an event said in the clear under a name of `once_per`; a column goes before a dimension of its name.
/// Null where it said nothing.
const json::Value* said_under(const Event& event, const std::string& name);

/// Whether a time of the one action is a time of the other: whichever of them says so (`once_with`).
bool counts_as(const workflow::Workflow& flow, const std::string& one, const std::string& other);

/// Refuses `workflow.already_done` (`detail`: the day of the other one, as people write it) where `added`, an
/// action or a correction, makes two events of one action, or of two that count as one (`once_with`), say the
/// same under every name of its `once_per`. What is not answered is the same as what is not answered; a text
/// is the same however it is spelt (`read_alike.h`). Two that said the same before are left alone. Refuses
/// `workflow.is_an_option` (`detail`: its label) where a text says what an option of a choice beside it says.
Result<> check_once(
    const definition::Register& definition,
    const History& history,
    const Event& added,
    std::int64_t utc_offset_micros
);

}  // namespace neove::record
