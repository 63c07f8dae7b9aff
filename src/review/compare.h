#pragma once
/// \file
/// A second reading of a corrected document against the state that people already worked on: what still holds
/// stays as they left it, the rest is shown and taken over only where a person says so.

#include "review/confirm.h"
#include "review/state.h"

#include <set>

namespace neove::review {

constexpr std::int64_t kAlike = 90;    ///< percent from which two items are the same one
constexpr std::int64_t kRelated = 50;  ///< percent from which one is a changed form of the other

struct Change {
    TaskId task;
    std::string new_text;
    std::string new_path;
    std::int64_t likeness{0};          ///< percent, between what was read then and now
    std::vector<std::string> differs;  ///< of `text`, `numbers`, `bodies`, `deadlines`
};

struct Difference {
    std::vector<TaskId> kept;
    std::vector<Change> changed;
    std::vector<TaskId> missing;  ///< no longer in the document
    std::vector<TaskId> added;    ///< ids of tasks of the new reading
};

/// Items pair up by likeness first (so that renumbering moves nothing), then by path. A pair holds when it is
/// alike from 90 percent on with the same numbers, bodies and deadlines. What people edited is not compared:
/// only what was read then with what is read now. Dropped tasks that are no longer there are not worth a
/// word.
Difference compare(const State& old, const State& next);

/// What a person takes over. The rest stays: an unaccepted change keeps the old text, an unaccepted addition
/// comes in dropped, an unaccepted loss stays a task.
struct Acceptance {
    std::set<TaskId> changed;
    std::set<TaskId> added;
    std::set<TaskId> missing;
};

/// The state on the new document. A confirmed task that is changed or dropped here is no longer confirmed: it
/// is `withdrawn`, and a person must confirm it again. Refuses `review.not_in_difference`.
struct Accepted {
    State state;
    std::vector<TaskId> withdrawn;
};
Result<Accepted> accept(const State& old, const State& next, const Acceptance& acceptance);

}  // namespace neove::review
