#pragma once
/// \file
/// When a period is over for which answers are asked (`once_over` of the action): nobody is asked for one
/// that was over before the record was there, and nobody is reminded of one that still runs.

#include "definition/register.h"
#include "service/house.h"

#include <map>
#include <optional>
#include <string>

namespace neove::service {

struct AnswerPeriod {
    std::string action;
    Instant over_at{INT64_MAX};  ///< far off where the register does not say when it ends
    bool runs{false};            ///< the register says when it ends, and it has not
};

/// That of a list or board which asks who has not answered for one (`kUnanswered`); nothing where it asks for
/// none, or for one that `missed_answer` refuses.
std::optional<AnswerPeriod> period_asked(
    const House& house,
    const definition::Register& definition,
    const std::map<std::string, std::string>& where
);

/// Whether it reminds of an answer while its period still runs: what is itself such an answer does not.
bool is_too_early(
    const definition::Register& definition, const workflow::Action& action, const AnswerPeriod& period
);

}  // namespace neove::service
