#pragma once
/// \file
/// Stage 7: outline → obligations. Here inheritance is decided: what labelled lines, agency headings and
/// introductory words give to the items below them, and what an item says for itself.

#include "plan/outline.h"
#include "plan/reading.h"
#include "plan/report.h"

namespace neove::plan {

struct Readers {
    const Tokens& tokens;
    const BodyReader& bodies;
    const RoleReader& roles;
    const TimeReader& time;
    const ReportReader& reports;
};

/// Fills goals, tasks, reports, funding, followup and indicators of the reading.
void read_obligations(const Outline& outline, const Readers& readers, Reading& reading);

}  // namespace neove::plan
