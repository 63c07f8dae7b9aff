#include "deadline/lives.h"

#include <tuple>

namespace neove::deadline {

namespace {

/// When a limit was stopped, and the day that the record names for it. Whether it stopped, and what came
/// before, is told by when it was done: otherwise whoever was late could undo by a date what was decided
/// since. Whether it was in time is told by the day.
struct Stop {
    Moment at;
    std::optional<Moment> day{};
    Moment first;              ///< before it was corrected
    bool may_be_dated{false};  ///< the limit names a field for its day
};

class Lives {
public:
    Lives(const Limit& limit, const History& history) : limit_(limit), history_(history) {}

    std::vector<Life> all() const {
        if (limit_.starts.kind == Trigger::Kind::Field) return lives_from_named_days();
        std::vector<Stop> stops = all_stops();
        const std::vector<Moment> starts = history_.moments(limit_.starts);
        std::vector<Life> out;
        for (const Moment& start : starts) {
            // While one runs, coming to the same point again starts nothing.
            if (!out.empty() && (!out.back().stop || !follows(start, *out.back().stop))) continue;
            Life life{start, history_.first_told(start, {})};
            const auto stop =
                std::ranges::find_if(stops, [&](const Stop& each) { return ends(each.at, start); });
            if (stop != stops.end()) {
                life.stop = stop->at;
                const Stop& told = telling(stops, *stop, starts);
                life.day = told.day;
                life.first_told = told.first;
                stops.erase(stop);  // one stop ends one clock
            }
            out.push_back(life);
        }
        return out;
    }

private:
    std::vector<Stop> all_stops() const {
        std::vector<Stop> stops;
        for (const Trigger& each : limit_.stops) {
            for (const Moment& at : history_.moments(each)) {
                stops.push_back({at, {}, history_.first_told(at, each.dated_by)});
                if (each.dated_by.empty()) continue;
                stops.back().may_be_dated = true;
                stops.back().day = history_.day_of(at, each.dated_by);
            }
        }
        std::ranges::sort(stops, {}, [](const Stop& each) {
            return std::tuple(each.at.earliest, each.at.order);
        });
        return stops;
    }

    /// The stop that tells the day. One that can name none only says that nobody waits here any more (the
    /// work goes on elsewhere): where a later one names the day on which it was done, that day counts, unless
    /// the limit began anew in between.
    static const Stop& telling(
        const std::vector<Stop>& stops, const Stop& first, const std::vector<Moment>& starts
    ) {
        if (first.may_be_dated) return first;
        const auto tells = [&](const Stop& later) {
            return later.day && follows(later.at, first.at) &&
                   std::ranges::none_of(starts, [&](const auto& at) {
                       return follows(at, first.at) && follows(later.at, at);
                   });
        };
        const auto found = std::ranges::find_if(stops, tells);
        return found == stops.end() ? first : *found;
    }

    /// The last day that the record names counts; but what had ended before another was named has ended, or
    /// whoever was late would only have to name another day.
    std::vector<Life> lives_from_named_days() const {
        std::vector<Stop> stops = all_stops();
        const std::vector<Word> words = history_.words(limit_.starts.name);
        std::vector<Life> out;
        std::vector<Word> moved;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (!words[i].day) continue;
            const Moment start = history_.day_named(words[i]);
            if (!out.empty() && is_of_what_ended(start, *out.back().stop)) continue;
            moved.push_back(words[i]);
            const bool is_last = i + 1 == words.size();
            const auto stop = std::ranges::find_if(stops, [&](const Stop& each) {
                return ends(each.at, start) && (is_last || each.at.order <= words[i + 1].said.order);
            });
            if (stop != stops.end()) {
                out.push_back({start, first_named(words[i]), stop->at, stop->day, stop->first, moved});
                stops.erase(stop);
                moved.clear();
            } else if (is_last) {
                out.push_back({start, first_named(words[i]), {}, {}, {}, moved});
            }
        }
        return out;
    }

    Moment first_named(const Word& word) const {
        const auto first = history_.first_word(limit_.starts.name, word.said.order);
        return history_.day_named(first && first->day ? *first : word);
    }

    /// A day named by the very act that ended the clock, or one that lies no later.
    static bool is_of_what_ended(const Moment& start, const Moment& stop) {
        return start.order == stop.order || !follows(start, stop);
    }

    /// A day that the record names may lie ahead: what was recorded since it was named ends the limit too.
    static bool ends(const Moment& stop, const Moment& start) {
        return follows(stop, start) || (start.is_field && stop.order >= start.order);
    }

    const Limit& limit_;
    const History& history_;
};

}  // namespace

std::vector<Life> lives_of(const Limit& limit, const History& history) {
    return Lives(limit, history).all();
}

}  // namespace neove::deadline
