#include "review/compare.h"

#include "base/text.h"
#include "review/likeness.h"
#include "review/pairing.h"
#include "review/passage.h"
#include "review/standing.h"

#include <algorithm>

namespace neove::review {

namespace {

std::vector<std::string> keys_of(const Bodies& bodies) {
    std::vector<std::string> keys;
    for (const Body& body : bodies) keys.push_back(text::match_key(body.text));
    std::ranges::sort(keys);
    return keys;
}

bool same_bodies(const Item& a, const Item& b) {
    for (Bodies Item::*role : {&Item::lead, &Item::coordinate, &Item::requested}) {
        if (keys_of(a.*role) != keys_of(b.*role)) return false;
    }
    return true;
}

bool same_deadlines(const Item& a, const Item& b) {
    return std::ranges::equal(a.deadlines, b.deadlines, [](const Deadline& one, const Deadline& other) {
        return one.start == other.start && one.end == other.end && one.recurrence == other.recurrence &&
               (!one.end.empty() || text::match_key(one.raw) == text::match_key(other.raw));
    });
}

void note(std::vector<std::string>& differs, std::string_view what) {
    if (std::ranges::find(differs, what) == differs.end()) differs.emplace_back(what);
}

void note_differences(
    const Item& was, const Item& is, std::int64_t percent, std::vector<std::string>& differs
) {
    if (percent < kAlike) note(differs, "text");
    // The same words have the same numbers among them.
    const bool may_differ = percent < 100;
    if (may_differ && numbers_of(words_of(was.text)) != numbers_of(words_of(is.text)))
        note(differs, "numbers");
    if (!same_bodies(was, is)) note(differs, "bodies");
    if (!same_deadlines(was, is)) note(differs, "deadlines");
}

/// A part of a split task holds while its own words still stand in what is read now, whatever became of the
/// rest.
bool part_still_stands(const State& old, const Task& task, const Item& is) {
    if (task.sources.size() != 1 || task.item.text == old.sources[task.sources.front()].text) return false;
    const auto shares = [&](const Task& other) {
        return other.id != task.id &&
               std::ranges::find(other.sources, task.sources.front()) != other.sources.end();
    };
    if (std::ranges::none_of(old.tasks, shares)) return false;
    const auto length = static_cast<std::int64_t>(text::count_code_points(is.text));
    return Passages(is.text).find({0, length}, task.item.text).has_value();
}

}  // namespace

Standing standing_of(const State& old, const State& next, const Pairs& pairs, const Task& task) {
    Standing standing;
    standing.likeness = 100;
    std::size_t lost = 0;
    for (const std::size_t source : task.sources) {
        if (!pairs[source]) {
            ++lost;
            continue;
        }
        standing.sources.push_back(pairs[source]->next);
        standing.likeness = std::min(standing.likeness, pairs[source]->likeness);
        const Item& is = next.sources[pairs[source]->next];
        note_differences(old.sources[source], is, pairs[source]->likeness, standing.differs);
        if (part_still_stands(old, task, is)) {
            std::erase_if(standing.differs, [](const std::string& what) {
                return what == "text" || what == "numbers";
            });
        }
    }
    std::ranges::sort(standing.sources);
    standing.missing = !task.sources.empty() && lost == task.sources.size();
    if (lost > 0 && !standing.missing) note(standing.differs, "text");
    return standing;
}

std::string text_of(const State& next, const std::vector<std::size_t>& sources) {
    std::string text;
    for (const std::size_t source : sources) {
        if (!text.empty()) text += std::string_view(".;:!?").contains(text.back()) ? " " : "; ";
        text += next.sources[source].text;
    }
    return text;
}

Difference compare(const State& old, const State& next) {
    return compare(old, next, pair_sources(old.sources, next.sources));
}

Difference compare(const State& old, const State& next, const Pairs& pairs) {
    Difference difference;
    for (const Task& task : old.tasks) {
        Standing standing = standing_of(old, next, pairs, task);
        if (standing.missing) {
            if (task.state != TaskState::Dropped) difference.missing.push_back(task.id);
        } else if (standing.differs.empty()) {
            difference.kept.push_back(task.id);
        } else {
            difference.changed.push_back(
                {task.id,
                 text_of(next, standing.sources),
                 next.sources[standing.sources.front()].path,
                 standing.likeness,
                 std::move(standing.differs)}
            );
        }
    }
    std::set<std::size_t> known;
    for (const auto& pair : pairs) {
        if (pair) known.insert(pair->next);
    }
    for (const Task& task : next.tasks) {
        const bool is_known =
            std::ranges::any_of(task.sources, [&](std::size_t s) { return known.contains(s); });
        if (!is_known) difference.added.push_back(task.id);
    }
    return difference;
}

}  // namespace neove::review
