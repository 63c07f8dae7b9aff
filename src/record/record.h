#pragma once
/// \file
/// One record of any register, as a value: what happened to it, what follows from that, and what may happen
/// next. The whole meaning of a register in pure functions: the service stores what they say, the scenario
/// runner prints it, and both get the same. Knows no storage, no key and no right.

#include "base/clock.h"
#include "base/id.h"
#include "calendar/working_calendar.h"
#include "deadline/deadline.h"
#include "definition/register.h"
#include "fact/fact.h"
#include "form/form.h"
#include "json/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::record {

/// Kinds of events that every register has beside its actions; no action may take such a name.
inline constexpr std::string_view kCorrected = "corrected";
inline constexpr std::string_view kLinked = "linked";
inline constexpr std::string_view kUnlinked = "unlinked";
inline constexpr std::string_view kMoved = "moved";  ///< to another bundle
/// The last event of a record, and the state it leaves it in: no register has such a state, so nobody may do
/// anything with it.
inline constexpr std::string_view kErased = "erased";
/// Answers were taken away for good, here and in every event before; the record stays.
inline constexpr std::string_view kRedacted = "redacted";
bool is_reserved(std::string_view kind);

struct Link {
    std::string kind;
    std::string to_register;
    RecordId to;
    std::string role;  ///< empty where the kind has none
    auto operator<=>(const Link&) const = default;
};

/// What a correction changes in the clear part of an event that stands before it.
struct Recast {
    EventId event;
    json::Value columns;
    json::Value dimensions;
};

/// The other record of an act that acts on two.
struct Beside {
    std::string register_name;  ///< empty: there is none
    RecordId record;
    bool operator==(const Beside&) const = default;
};

/// What happened, opened. `answers` are those set by it (null: cleared).
struct Event {
    EventId id;
    std::string kind;  ///< an action's id or one of the words above
    AccountId actor;
    OrganisationId acting_org;
    Instant occurred_at;    ///< claimed
    std::string precision;  ///< `instant`, `day`, `month`, `year`
    Instant recorded_at;
    std::int64_t version{1};
    std::string state;  ///< after it
    json::Value answers;
    EventId corrects{};            ///< of kCorrected
    std::vector<Recast> recast{};  ///< likewise: events whose clear part reads differently now
    std::vector<Link> links{};     ///< added by it; of kUnlinked: taken away
    std::string reason{};
    json::Value columns{};     ///< clear columns as they were derived then
    json::Value dimensions{};  ///< likewise
    Beside beside{};           ///< acted on in the same step
    /// JSON Pointers of answers that look like a person's data and that she kept when asked (`form/asks.h`).
    std::vector<std::string> kept_words{};
};

/// A record as its events leave it.
struct Record {
    RecordId id;
    std::string number;  ///< ML-7K3QX
    std::int64_t version{0};
    std::string state;
    json::Value answers;  ///< settled, of every class
    std::vector<Link> links;
    Instant opened_at;
    Instant changed_at;
};

/// What a person wants to happen.
struct Command {
    std::string action;   ///< an action's id, kCorrected, kLinked or kUnlinked
    json::Value answers;  ///< object: field to its new value, null to clear
    AccountId actor;
    OrganisationId acting_org;
    /// Absent: now; of a correction, when the event stands that it mends.
    std::optional<Instant> occurred_at{};
    std::string precision{"instant"};  ///< of `occurred_at`
    std::string reason{};
    std::vector<Link> links{};  ///< added by it; of kUnlinked: taken away
    EventId corrects{};         ///< of kCorrected
    bool has_consent{false};
    std::vector<std::string> kept_words{};  ///< JSON Pointers of answers that stay though they look so
};

struct Context {
    Instant now;
    std::int64_t utc_offset_micros{0};
    const calendar::WorkingCalendar& calendar;
    const form::References& references;
};

/// Who stands in a relation to the record from an event on because an answer names her body
/// (`workflow::Action::gives`).
struct Handed {
    std::string action;  ///< that gave it, now or earlier
    std::string relation;
    std::string field;    ///< as the table of access names it (`workflow::Gift::place`)
    OrganisationId body;  ///< empty: the answer names nobody any more
    std::string
        slot{};  ///< what this row is known by among those of its relation: the field, of rows also the body
    bool operator==(const Handed&) const = default;
};

struct Outcome {
    Event event;    ///< without id
    Record record;  ///< afterwards
    std::vector<fact::Fact> facts;
    bool replaces_facts{false};           ///< `facts` are all of the record's, not only those of this event
    std::vector<deadline::Clock> clocks;  ///< all of the record's, afterwards
    std::vector<Handed> handed{};         ///< what the event changes, or says anew
};

/// Decides a command on a record (an empty `record` for an action that creates). `history` is oldest first;
/// its answers are needed for kCorrected alone, all else reads what lies in the clear. Refusals: those of
/// `workflow::decide_action`; `record.many_faults` with every fault in `faults` (a mark of a redaction that
/// does not stand there already is one, and what `form::asks_of` asks and she does not keep);
/// `record.in_the_future` (more
/// than a minute ahead); `record.before_opening`; `record.out_of_order` (`order.h`);
/// `record.nothing_to_correct`; `record.nothing_new`; `record.link` (unknown kind or role, given already, too
/// many, a required one is missing).
Result<Outcome> decide(
    const definition::Register& definition,
    const Record& record,
    const std::vector<Event>& history,
    const Command& command,
    const Context& context,
    Diagnostics& faults
);

/// What an event hands over: of every gift in force, those whose answer it changes and those that its own
/// action gives. A gift is in force once an action with it was taken, whoever changes the answer later.
std::vector<Handed> handed_by(
    const workflow::Workflow& workflow,
    const std::vector<Event>& history,
    std::string_view kind,
    const json::Value& before,
    const json::Value& after
);

/// A record from its events alone; a corrected event counts as its newest correction says.
Record derive(
    const definition::Register& definition,
    const std::vector<Event>& history,
    const form::References& references,
    std::int64_t utc_offset_micros
);

/// From the clear parts of events alone (columns, states, times), so that a rebuild needs no key.
std::vector<deadline::Clock> derive_clocks(
    const definition::Register& definition,
    const std::vector<Event>& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
);
std::vector<fact::Fact> derive_facts(
    const definition::Register& definition, const std::vector<Event>& history, std::int64_t utc_offset_micros
);

/// Columns and dimensions of answers, as they may lie in the clear; what is not answered is left out.
json::Value columns_of(
    const definition::Register& definition, const json::Value& answers, calendar::Date today
);
json::Value dimensions_of(
    const definition::Register& definition, const json::Value& answers, calendar::Date today
);

}  // namespace neove::record
