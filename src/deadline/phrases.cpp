#include "deadline/phrases.h"

#include "base/check.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace neove::deadline {

namespace {

struct Known {
    std::string_view key;
    std::string_view holes;  ///< names parted by blanks, sorted
};

constexpr std::array kKnown{
    Known{"amount.day.many", "count"},
    Known{"amount.day.one", "count"},
    Known{"amount.hour.many", "count"},
    Known{"amount.hour.one", "count"},
    Known{"amount.month.many", "count"},
    Known{"amount.month.one", "count"},
    Known{"amount.working_day.many", "count"},
    Known{"amount.working_day.one", "count"},
    Known{"citation", "citation"},
    Known{"counted.before_date", "date due from"},
    Known{"counted.first_excluded", "amount due from"},
    Known{"counted.first_included", "amount due from"},
    Known{"counted.hours", "amount due from"},
    Known{"counted.named_before", "date due"},
    Known{"counted.named_none", "from"},
    Known{"counted.named_on", "due"},
    Known{"counted.on_date", "date due from"},
    Known{"counted.unknown", "from"},
    Known{"dated", "from to"},
    Known{"extended.days", "amount authority due from"},
    Known{"extended.hours", "amount authority due from"},
    Known{"extended.unknown", "amount authority from"},
    Known{"known_by.day", "when"},
    Known{"known_by.month", "when"},
    Known{"known_by.year", "when"},
    Known{"moment", "day time"},
    Known{"named.anew", "due from"},
    Known{"named.first_before", "date due"},
    Known{"named.first_on", "due"},
    Known{"named.late", "due from"},
    Known{"named.mended", "due"},
    Known{"named.mended_before", "due"},
    Known{"named.mended_none", ""},
    Known{"named.removed", "from"},
    Known{"not_before_law", "to"},
    Known{"provisional.days", "days"},
    Known{"provisional.year", "year"},
    Known{"reason.holiday", "day name"},
    Known{"reason.in_lieu", "day name"},
    Known{"reason.more", "count"},
    Known{"reason.swap", "day name"},
    Known{"reason.weekly_rest", "day weekday"},
    Known{"recorded_late", "from to"},
    Known{"rolled", "reasons to"},
    Known{"special_day", "day name"},
    Known{"start_mended", "to"},
    Known{"stop_mended", "to"},
    Known{"suspended.days", "amount due from to"},
    Known{"suspended.hours", "due from to"},
    Known{"suspended.still", "from"},
    Known{"suspended.unknown", "from to"},
    Known{"taken_over", "from"},
    Known{"too_late", "from"},
    Known{"too_often", "from"},
    Known{"unconfirmed", ""},
    Known{"weekday.1", ""},
    Known{"weekday.2", ""},
    Known{"weekday.3", ""},
    Known{"weekday.4", ""},
    Known{"weekday.5", ""},
    Known{"weekday.6", ""},
    Known{"weekday.7", ""},
};

std::vector<std::string_view> split(std::string_view line, char by) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = line.find(by);
        parts.push_back(line.substr(0, at));
        if (at == std::string_view::npos) return parts;
        line.remove_prefix(at + 1);
    }
}

/// Calls `plain` with stretches of text and `hole` with names of holes, in their order.
template <typename Plain, typename Hole>
void walk(std::string_view text, const Plain& plain, const Hole& hole) {
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
        plain(text.substr(0, close == std::string_view::npos ? close : open));
        if (close == std::string_view::npos) return;
        hole(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
}

std::string holes_of(std::string_view text) {
    std::set<std::string_view> names;
    walk(
        text, [](std::string_view) {}, [&](std::string_view name) { names.insert(name); }
    );
    std::string out;
    for (const std::string_view name : names) {
        if (!out.empty()) out += ' ';
        out += name;
    }
    return out;
}

}  // namespace

Result<Phrases> Phrases::parse(std::string_view tsv) {
    Phrases out;
    std::size_t number = 0;
    for (const std::string_view line : split(tsv, '\n')) {
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        const auto cells = split(line, '\t');
        const auto known = std::ranges::find(kKnown, cells.front(), &Known::key);
        const bool is_whole = cells.size() == 3 && known != kKnown.end() && !cells[1].empty() &&
                              !cells[2].empty() && text::is_valid_utf8(line);
        if (!is_whole || holes_of(cells[1]) != known->holes || holes_of(cells[2]) != known->holes ||
            !out.phrases_.emplace(cells[0], Phrase{text::to_nfc(cells[1]), std::string(cells[2])}).second)
            return refuse(ErrorKind::Invalid, "deadline.phrases", "deadline.tsv:" + std::to_string(number));
    }
    for (const Known& each : kKnown) {
        if (!out.phrases_.contains(each.key)) {
            return refuse(
                ErrorKind::Invalid,
                "deadline.phrases",
                "deadline.tsv:" + std::to_string(number),
                std::string(each.key)
            );
        }
    }
    return out;
}

std::string Phrases::say(std::string_view key, bool english, Values values) const {
    const auto found = phrases_.find(key);
    CHECK(found != phrases_.end());
    std::string out;
    walk(
        english ? found->second.en : found->second.vi,
        [&](std::string_view plain) { out += plain; },
        [&](std::string_view name) {
            const auto value = std::ranges::find(values, name, [](const auto& each) { return each.first; });
            CHECK(value != values.end());
            out += value->second;
        }
    );
    return out;
}

}  // namespace neove::deadline
