#pragma once
/// \file
/// A history as it is known today: corrections carried out, and when each trigger was pulled.

#include "deadline/deadline.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace neove::deadline {

/// When something happened, as exactly as it is known.
struct Moment {
    Instant earliest;
    Instant latest;
    calendar::Precision precision{calendar::Precision::Instant};
    std::size_t order{0};  ///< of recording; a correction has that of what it mends
    bool is_field{false};  ///< then `order` is of the event that named the day
    Instant recorded{};
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
    /// Likewise as it was known when the event `order` was recorded: nothing of later, no later correction.
    std::vector<Word> words_known_at(std::string_view field, std::size_t order) const;
    /// The day that the record names for what happened, as it is known today; nothing where it names none, or
    /// one after the day it happened on.
    std::optional<Moment> day_of(const Moment& happened, std::string_view field) const;
    /// When it happened, by that day if there is one, as the record said before it was corrected.
    Moment first_told(const Moment& happened, std::string_view field) const;
    /// What the event `order` said of a field before any correction; nothing where it said nothing of it.
    std::optional<Word> first_word(std::string_view field, std::size_t order) const;
    /// A day that a field names, as what pulls a trigger.
    Moment day_named(const Word& word) const;

private:
    /// An event as it was before a correction that was recorded when there were `until` events.
    struct Former {
        std::size_t until;
        Event event;
    };

    Moment when(const Event& event, std::size_t order) const;
    std::optional<Moment> not_after(const Moment& happened, const calendar::PartialDate& day) const;
    Moment when(const calendar::PartialDate& day, std::size_t order) const;
    std::optional<Word> word(const Event& event, std::string_view field, std::size_t order) const;

    std::vector<Event> events_;                          ///< without corrections: each as it is known now
    std::map<std::size_t, std::vector<Former>> former_;  ///< of events that were corrected, by their place
    std::int64_t utc_offset_;
};

}  // namespace neove::deadline
