#pragma once
/// \file
/// From tasks and the bodies that were found for them to openings. Pure: the same tasks, whatever the order
/// of their bodies, give the same openings in the same order.

#include "allotment/report.h"
#include "allotment/rule.h"
#include "base/id.h"
#include "json/json.h"

#include <functional>
#include <map>
#include <utility>

namespace neove::allotment {

/// A body that a task names, found in the tree of today. A collective one stands here as its members.
struct Body {
    Role role{Role::Lead};
    OrganisationId organisation;
};

/// A task, one day of a task that repeats, or one day of an order to report.
struct Task {
    TaskId id;  ///< what it is known by
    Outcome outcome{Outcome::Standing};
    std::string path;
    std::string section;
    std::string text;
    std::string due;
    std::string recurrence;
    std::string product;
    std::string leader;
    std::vector<Body> bodies;
    std::optional<DueReport> report{};
    std::string due_words{};                 ///< its time limit as it is written
    std::optional<Occurrence> occurrence{};  ///< of one that repeats
    TaskId confirmed{};                      ///< likewise: the task of which it is a day
    const TaskId& confirmed_id() const { return confirmed.is_empty() ? id : confirmed; }
};

struct Document {
    DocumentId id;
    std::string number;
    std::string issued_on;
    std::string title;
    std::string kind;
    std::string issuer{};
};

/// That one body gets one task. Rule and task belong to whoever asked.
struct Wish {
    const Rule* rule{nullptr};
    const Task* task{nullptr};
    Role role{Role::Lead};
    OrganisationId organisation;
};
/// One for each task and body, in the order of tasks and then of ids; none where no rule is for it.
std::vector<Wish> wishes(const std::vector<Rule>& rules, const std::vector<Task>& tasks);
/// Tasks that name a body in a role no rule is for.
std::vector<const Task*> without_rule(const std::vector<Rule>& rules, const std::vector<Task>& tasks);

/// What somebody said otherwise: by field and by what it was asked of, a task's id, a section's title or an
/// order's id; of a whole document under `kOfDocument`.
inline constexpr std::string_view kOfDocument = "document";
using Choices = std::map<std::pair<std::string, std::string>, std::string>;
/// A label that people read of an option.
using LabelOf = std::function<std::string(std::string_view field, std::string_view code)>;

struct Setting {
    const Document& document;
    const Choices& choices;
    const LabelOf& label_of;
};

/// A record that is to be there.
struct Opening {
    const Rule* rule{nullptr};
    OrganisationId organisation;
    Role role{Role::Lead};  ///< the strongest of its tasks
    std::string group;      ///< the answer that it is folded by; empty of one task
    std::vector<const Task*> tasks;
    json::Value answers{json::Object{}};
    std::vector<std::pair<std::string, OrganisationId>> related{};  ///< relation and who else stands in it
};
/// Wishes of one body and group folded into one (a full one is followed by another), the others one by one;
/// in the order of their first task.
std::vector<Opening> openings(const std::vector<Wish>& wishes, const Setting& setting);

/// What the answer to a field would be for this wish; null where the task says nothing.
json::Value answer_of(const Answer& answer, const Wish& wish, const Setting& setting);

/// As the rule calls them, one behind the other.
std::string words_of(const std::vector<Period>& periods, const Rule& rule);

/// What a record is known by, so that the same task never becomes a second one for a body. Canonical bytes;
/// the `ordinal` counts folded records of a group whose earlier ones are closed.
std::string key_of_task(
    std::string_view register_id, const DocumentId& document, const TaskId& task, const OrganisationId& body
);
std::string key_of_group(
    std::string_view register_id,
    const DocumentId& document,
    std::string_view rule,
    std::string_view group,
    const OrganisationId& body,
    std::uint64_t ordinal
);

/// What may be said otherwise, with what it would be.
struct Question {
    const Rule* rule{nullptr};
    std::string field;
    std::string of;     ///< a task's id, a section's title, an order's id, or that it is of the document
    std::string about;  ///< path, section or the words that are meant, to be read
    std::string value;  ///< today's: what was chosen, else what follows from the task
    bool operator==(const Question&) const = default;
};
/// Each once, in the order of the wishes. One about a task is asked only where nothing follows from it.
std::vector<Question> questions(const std::vector<Wish>& wishes, const Setting& setting);

}  // namespace neove::allotment
