#pragma once
/// \file
/// A history as it is known today: corrections carried out, and when each trigger was pulled.

#include "deadline/deadline.h"

#include <vector>

namespace neove::deadline {

/// When something happened, as exactly as it is known.
struct Moment {
    Instant earliest;
    Instant latest;
    calendar::Precision precision{calendar::Precision::Instant};
    std::size_t order{0};  ///< of recording; a correction has that of what it mends
    bool is_field{false};  ///< then `order` is of the event that named the day
    bool operator==(const Moment&) const = default;
};

/// Whether `later` can be said to come after `earlier`. Where what is known overlaps, recording decides
/// between two events; a day that a field names follows whatever it may follow.
bool follows(const Moment& later, const Moment& earlier);

/// What a record said of a day: when, and the day; nothing where it was taken out.
struct Word {
    Moment said;
    std::optional<calendar::PartialDate> day{};
};

class History {
public:
    History(const std::vector<Event>& events, std::int64_t utc_offset);
    /// In the order of time; what happened at the same time in the order of recording.
    std::vector<Moment> moments(const Trigger& trigger) const;
    /// Everything that was said of a field, in the order of recording: the last word counts.
    std::vector<Word> words(std::string_view field) const;

private:
    Moment when(const Event& event, std::size_t order) const;
    Moment when(const calendar::PartialDate& day, std::size_t order) const;

    std::vector<Event> events_;  ///< without corrections: each as it is known now
    std::int64_t utc_offset_;
};

}  // namespace neove::deadline
