#pragma once
/// \file
/// A history as it counts: every mistake replaced by its newest correction.

#include "record/record.h"

#include <vector>

namespace neove::record {

/// Without the corrections themselves: each event has the time and the answers that its newest correction
/// gives it, in the place where it stood. States stay: what was done was done.
std::vector<Event> as_corrected(const std::vector<Event>& history);

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
