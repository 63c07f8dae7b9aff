#pragma once
/// \file
/// A history as it counts: every mistake replaced by its newest correction.

#include "record/record.h"

#include <deque>
#include <ranges>
#include <vector>

namespace neove::record {

/// Oldest first; whoever hands it on keeps the events.
using History = std::vector<const Event*>;
History history_of(const std::vector<Event>& events);

/// As those of `record.h`; `decide` without `Outcome::clocks`, which whoever writes the event derives from
/// all that is stored.
Result<Outcome> decide(
    const definition::Register& definition,
    const Record& record,
    const History& history,
    const Command& command,
    const Context& context,
    Diagnostics& faults
);
std::vector<Handed> handed_by(
    const workflow::Workflow& workflow,
    const History& history,
    std::string_view kind,
    const json::Value& before,
    const json::Value& after
);
std::vector<deadline::Clock> derive_clocks(
    const definition::Register& definition,
    const History& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
);
std::vector<fact::Fact> derive_facts(
    const definition::Register& definition, const History& history, std::int64_t utc_offset_micros
);

/// Without the corrections themselves: each event has the time and the answers that its newest correction
/// gives it, in the place where it stood. States stay: what was done was done. Looks at the events it was
/// given, which must outlive it; copied are those alone that a correction changes.
class Corrected {
public:
    explicit Corrected(const History& history);
    explicit Corrected(const std::vector<Event>& history) : Corrected(history_of(history)) {}
    Corrected(const Corrected&) = delete;
    Corrected& operator=(const Corrected&) = delete;

    auto events() const {
        return std::views::transform(events_, [](const Event* one) -> const Event& { return *one; });
    }
    const Event& operator[](std::size_t place) const { return *events_[place]; }
    std::size_t size() const { return events_.size(); }

private:
    Event& own(std::size_t place);
    std::vector<const Event*> events_;
    std::vector<Event*> owned_;  ///< by place; null where the event is as it was told
    std::deque<Event> mended_;
};

/// Answers, links and state, one corrected event after another.
class Replay {
public:
    Replay(
        const definition::Register& definition,
        const form::References& references,
        std::int64_t utc_offset_micros
    )
        : definition_(definition), then_(references), utc_offset_micros_(utc_offset_micros) {
        record_.answers = json::Object{};
    }
    void take(const Event& event);
    const Record& record() const { return record_; }

private:
    const definition::Register& definition_;
    form::References then_;
    std::int64_t utc_offset_micros_;
    Record record_;
};

}  // namespace neove::record
