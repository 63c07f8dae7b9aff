#pragma once
/// \file
/// Which rhythms have days on which something is due.

#include "review/state.h"

namespace neove::review {

/// What is done every day has no day on which it falls due: a record a day and body would drown all else. It
/// is standing work, answered once a period, unless somebody says by when it ends (ADR 90).
inline bool has_due_days(const Deadline& deadline) {
    return !deadline.recurrence.empty() && deadline.recurrence != "daily";
}

/// Whether it is proposed to be given out by its days. What comes back within a quarter is proposed as
/// standing work, as it always was: a person says that each month or week of it is to be answered for by its
/// day.
inline bool is_proposed_by_days(const Deadline& deadline) {
    return has_due_days(deadline) && deadline.recurrence != "monthly" && deadline.recurrence != "weekly";
}

}  // namespace neove::review
