#pragma once
/// \file
/// What labelled lines, or the cells of a row, say about the items they belong to.

#include "plan/field.h"
#include "plan/role.h"
#include "plan/time.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::plan {

struct Readers;

/// A time line that holds only for some: "- Công an tỉnh tổng hợp … trước ngày …".
struct ActorTime {
    std::vector<std::string> actors;
    std::vector<Deadline> deadlines;
};

struct Assignment {
    Roles roles;
    bool inferred{false};  ///< from the first order of a block, not from a labelled line
    std::vector<Deadline> times;
    std::vector<ActorTime> actor_times;
    std::optional<std::string> deliverable;
    std::optional<std::string> leader;
    std::vector<std::string> monitoring;
    std::optional<std::string> money;
    std::optional<std::string> money_source;
    std::optional<std::string> place;
    std::optional<std::string> notes;
};

/// What is nearer to the item wins, field by field.
Assignment merge(const Assignment& outer, const Assignment& inner);

/// Adds the value of a labelled line or cell. Beside a named lead, mere performers co-operate.
void add_field(const Readers& readers, Field field, Range value, bool lead_named, Assignment& assignment);
void add_actor_time(const Readers& readers, Range bullet, Assignment& assignment);

struct InlineFields {
    Range text;  ///< the prose before the first label
    Assignment assignment;
};
/// "… . Cơ quan chủ trì: A. Thời gian: …" inside one paragraph.
InlineFields split_inline_fields(const Readers& readers, Range body);

}  // namespace neove::plan
