#include "calendar_pack/calendar_pack.h"

#include "base/text.h"
#include "yaml/yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <map>
#include <string>

namespace neove::calendar_pack {

namespace {

using calendar::CalendarData;
using calendar::Date;

constexpr std::array<std::string_view, 7> kWeekdays{
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 4> kKinds{"holiday", "in_lieu", "swap_off", "swap_work"};
constexpr std::array<std::string_view, 3> kStatuses{"confirmed", "unconfirmed", "pending"};
constexpr int kLongestRow = 31;  ///< days; a longer one is a slip of the pen

class Reader {
public:
    Reader(std::string_view file_name, Diagnostics& faults) : file_name_(file_name), faults_(faults) {}

    CalendarData read(const yaml::Node& tree) {
        CalendarData out;
        if (!is_mapping(tree, {"weekly_rest", "published", "fixed_holidays", "dated"})) return out;
        weekly_rest(tree, out);
        for (const yaml::Node* row : rows(tree, "published")) published(*row, out);
        for (const yaml::Node* row : rows(tree, "fixed_holidays")) fixed(*row, out);
        for (const yaml::Node* row : rows(tree, "dated")) dated(*row, out);
        for (Error& found : calendar::check_calendar(out)) {
            // The module points into its own lists: here it is the line that wrote the row.
            const auto place = places_.find(found.where);
            const yaml::Place at = place == places_.end() ? tree.place : place->second;
            found.where = yaml::where(file_name_, at);
            faults_.push_back(std::move(found));
        }
        return out;
    }

private:
    void fault(std::string_view code, yaml::Place place, std::string_view detail) {
        faults_.push_back(
            {ErrorKind::Invalid, std::string(code), yaml::where(file_name_, place), std::string(detail)}
        );
    }

    bool is_mapping(const yaml::Node& node, std::initializer_list<std::string_view> keys) {
        if (node.kind != yaml::Kind::Mapping) {
            fault("definition.not_a_mapping", node.place, {});
            return false;
        }
        for (const yaml::Member& member : node.members) {
            if (std::ranges::find(keys, std::string_view(member.key)) == keys.end())
                fault("definition.unknown_key", member.place, member.key);
        }
        return true;
    }

    std::vector<const yaml::Node*> rows(const yaml::Node& tree, std::string_view key) {
        std::vector<const yaml::Node*> out;
        const yaml::Node* list = tree.find(key);
        if (list == nullptr) {
            fault("definition.missing", tree.place, key);
        } else if (list->kind != yaml::Kind::Sequence) {
            fault("definition.not_a_list", list->place, key);
        } else {
            for (const yaml::Node& row : list->items) out.push_back(&row);
        }
        return out;
    }

    std::string text(const yaml::Node& row, std::string_view key) {
        const yaml::Node* found = row.find(key);
        if (found == nullptr) {
            fault("definition.missing", row.place, key);
        } else if (found->kind != yaml::Kind::Scalar || found->text.empty()) {
            fault("definition.not_text", found->place, key);
        } else {
            return text::to_nfc(found->text);
        }
        return {};
    }

    /// The index of a word in `names`; the first one where it is none of them.
    template <std::size_t count>
    std::size_t word(
        const yaml::Node& at, std::string_view word, const std::array<std::string_view, count>& names
    ) {
        const auto found = std::ranges::find(names, word);
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
        if (!word.empty()) fault("definition.unknown_name", at.place, word);
        return 0;
    }

    std::optional<Date> date(const yaml::Node& row, std::string_view key) {
        const std::string written = text(row, key);
        const auto read = Date::parse_iso(written);
        if (!read && !written.empty()) fault("definition.not_a_date", row.find(key)->place, written);
        return read;
    }

    std::optional<Date> optional_date(const yaml::Node& row, std::string_view key) {
        return row.find(key) == nullptr ? std::nullopt : date(row, key);
    }

    calendar::Reason reason(const yaml::Node& row) {
        calendar::Reason out;
        out.status = static_cast<calendar::Status>(word(row, text(row, "status"), kStatuses));
        out.name_vi = text(row, "vi");
        out.name_en = text(row, "en");
        out.source = text(row, "source");
        return out;
    }

    void weekly_rest(const yaml::Node& tree, CalendarData& out) {
        for (const yaml::Node* row : rows(tree, "weekly_rest"))
            out.weekly_rest.push_back(static_cast<calendar::Weekday>(word(*row, row->text, kWeekdays) + 1));
        if (const yaml::Node* found = tree.find("weekly_rest")) places_["/weekly_rest"] = found->place;
    }

    void published(const yaml::Node& row, CalendarData& out) {
        if (!is_mapping(row, {"year", "source"})) return;
        static_cast<void>(text(row, "source"));
        const std::string written = text(row, "year");
        const auto first = Date::parse_iso(written + "-01-01");
        if (!first) return fault("definition.not_a_number", row.place, written);
        if (!out.published.insert(first->year()).second) fault("definition.twice", row.place, written);
    }

    void fixed(const yaml::Node& row, CalendarData& out) {
        if (!is_mapping(row, {"day", "vi", "en", "status", "source", "from", "until"})) return;
        const std::string written = text(row, "day");
        const auto in_leap_year = Date::parse_iso("2000-" + written);
        if (!in_leap_year) return fault("definition.not_a_date", row.place, written);
        places_[fmt::format("/fixed_holidays/{}", out.fixed.size())] = row.place;
        out.fixed.push_back(
            {in_leap_year->month(),
             in_leap_year->day(),
             reason(row),
             optional_date(row, "from"),
             optional_date(row, "until")}
        );
    }

    void dated(const yaml::Node& row, CalendarData& out) {
        if (!is_mapping(row, {"on", "until", "kind", "vi", "en", "status", "source"})) return;
        calendar::Reason why = reason(row);
        why.kind = static_cast<calendar::DayKind>(word(row, text(row, "kind"), kKinds));
        const auto first = date(row, "on");
        if (!first) return;
        const Date last = optional_date(row, "until").value_or(*first);
        if (last < *first || last >= first->plus_days(kLongestRow))
            return fault("definition.not_a_date", row.place, "until");
        for (Date on = *first; on <= last; on = on.plus_days(1)) {
            places_[fmt::format("/dated/{}", out.dated.size())] = row.place;
            out.dated.push_back({on, why});
            if (on == Date::last()) break;
        }
    }

    std::string_view file_name_;
    Diagnostics& faults_;
    std::map<std::string, yaml::Place, std::less<>> places_;
};

}  // namespace

CalendarData read_working_calendar(std::string_view yaml, std::string_view file_name, Diagnostics& faults) {
    const auto tree = yaml::parse(yaml, file_name);
    if (!tree) {
        faults.push_back(tree.error());
        return {};
    }
    return Reader(file_name, faults).read(*tree);
}

}  // namespace neove::calendar_pack
