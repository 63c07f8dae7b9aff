#pragma once
/// \file
/// A document under review: what was read, and what people made of it. A plain value; everything that may be
/// done to it is in edit.h, confirm.h and compare.h.

#include "base/clock.h"
#include "base/id.h"
#include "json/json.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace neove::review {

/// Half-open, in Unicode code points of the document's text.
struct Span {
    std::int64_t begin{0};
    std::int64_t end{0};
    bool operator==(const Span&) const = default;
};

/// As the reading gives it: a full date, `MM-DD`, or empty where the text fixes none.
struct Deadline {
    std::string kind;
    std::string raw;
    std::string start;
    std::string end;
    std::string recurrence;
    std::optional<Span> span;
    bool operator==(const Deadline&) const = default;
};

/// A body as the text names it. `organisation` is set only where a person picked one, `is_named` where she
/// said that it stays a name, whatever organisation is called so; everything else is resolved anew whenever
/// the document is shown.
struct Body {
    std::string text;
    OrganisationId organisation;
    bool is_named{false};
    bool operator==(const Body&) const = default;
};
using Bodies = std::vector<Body>;

enum class Category : std::uint8_t { Action, Organisation };
enum class TaskState : std::uint8_t { Proposed, Confirmed, Dropped };
enum class Choice : std::uint8_t { Standing, Dated, InReport };

/// Why the reader was not surer, with the sentence it gave in both languages.
struct Reason {
    std::string code;
    std::string vi;
    std::string en;
    bool operator==(const Reason&) const = default;
};

/// What an item says, whether it is as read or as people left it.
struct Item {
    std::string path;
    std::string section_title;
    std::string text;
    std::optional<Span> span;
    Category category{Category::Action};
    Bodies lead;
    Bodies coordinate;
    Bodies requested;
    std::vector<Deadline> deadlines;
    std::int64_t confidence{0};  ///< 0 to 100
    std::vector<Reason> reasons;
    json::Value extras{
        json::Object{}};  ///< further columns of a table: deliverable, leader, monitor, money, notes …
    bool operator==(const Item&) const = default;
};

struct Task {
    TaskId id;
    Item item;
    TaskState state{TaskState::Proposed};
    Choice choice{Choice::Standing};
    std::string due;  ///< a full date; empty for none
    bool edited{false};
    std::vector<std::size_t> sources;  ///< which of State::sources it came from; none when a person added it
    std::string confirmed_by;
    Instant confirmed_at;
    bool operator==(const Task&) const = default;
};

struct State {
    json::Value document{json::Object{}};     ///< number, date, issuer, title … as read
    json::Value corrections{json::Object{}};  ///< those that a person set, by the same names
    std::string text;
    std::vector<std::int64_t> page_starts;
    std::vector<Item> sources;  ///< the tasks as read; never changed by a person
    std::vector<Task> tasks;    ///< in the order of the document
    json::Array reports;
    json::Array goals;
    json::Array funding;
    json::Array followup;
    json::Array indicators;
    bool operator==(const State&) const = default;
};

constexpr std::size_t kTasksMax = 5'000;
constexpr std::size_t kTextBytesMax = 40'000;
constexpr std::size_t kBodyBytesMax = 1'000;
constexpr std::size_t kBodiesMax = 300;
constexpr std::int64_t kUncertainBelow = 60;  ///< confidence under which a proposed task asks for a look

/// What the register of documents shows of a state.
struct Counts {
    std::int64_t tasks{0};  ///< without dropped ones
    std::int64_t confirmed{0};
    std::int64_t uncertain{0};
    bool operator==(const Counts&) const = default;
};
Counts count(const State& state);
/// `read`, `partly_confirmed` or `confirmed`.
std::string_view progress(const Counts& counts);

const Task* find_task(const State& state, const TaskId& id);
/// A member of the document's description, a person's correction first; empty where neither says it.
std::string described(const State& state, std::string_view member);

/// A real day written `YYYY-MM-DD`.
bool is_date(std::string_view text);

/// How a task is to be kept unless a person says otherwise: by its deadlines, else by whether its text is
/// where the reading found a report, else as a standing order.
struct Proposal {
    Choice choice{Choice::Standing};
    std::string due;
    bool operator==(const Proposal&) const = default;
};
Proposal propose(const Item& item, const json::Array& reports);

}  // namespace neove::review
