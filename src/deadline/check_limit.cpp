#include "deadline/limit.h"

#include <fmt/format.h>

#include <algorithm>

namespace neove::deadline {

namespace {

using calendar::Date;

constexpr std::int32_t kMostAmount = 36'500;  ///< a hundred years of days: more is a slip of the pen
constexpr int kMostTimes = 100;
constexpr std::int32_t kMostWarning = 366;

class Checker {
public:
    explicit Checker(const Limit& limit) : limit_(limit) {}

    Diagnostics check() {
        triggers();
        if (limit_.versions.empty()) fault("limit.no_version", "/versions");
        for (std::size_t i = 0; i < limit_.versions.size(); ++i) version(i);
        succession();
        for (std::size_t i = 0; i < limit_.extensions.size(); ++i) extension(i);
        if (limit_.warn_before_days < 0 || limit_.warn_before_days > kMostWarning)
            fault("limit.warn_range", "/warn_before");
        return std::move(faults_);
    }

private:
    void fault(std::string_view code, std::string where) {
        faults_.push_back({ErrorKind::Invalid, std::string(code), std::move(where), {}});
    }

    void named(const Trigger& trigger, std::string where) {
        if (trigger.name.empty()) fault("limit.trigger_unnamed", std::move(where));
    }

    /// Only what stops a clock has another day than its own, and a field is a day itself.
    void undated(const Trigger& trigger, std::string where) {
        if (!trigger.dated_by.empty()) fault("limit.dated_wrongly", std::move(where));
    }

    void triggers() {
        named(limit_.starts, "/starts");
        undated(limit_.starts, "/starts");
        if (limit_.stops.empty()) fault("limit.no_stop", "/stops");
        for (std::size_t i = 0; i < limit_.stops.size(); ++i) {
            const std::string where = fmt::format("/stops/{}", i);
            named(limit_.stops[i], where);
            if (limit_.stops[i].kind == Trigger::Kind::Field) undated(limit_.stops[i], where);
            if (limit_.stops[i].is_same(limit_.starts)) fault("limit.start_is_stop", where);
        }
        if (!limit_.suspension) return;
        named(limit_.suspension->from, "/suspension/from");
        named(limit_.suspension->until, "/suspension/until");
        undated(limit_.suspension->from, "/suspension/from");
        undated(limit_.suspension->until, "/suspension/until");
        if (limit_.suspension->from.is_same(limit_.suspension->until))
            fault("limit.suspension_same", "/suspension");
    }

    void version(std::size_t i) {
        const LimitVersion& each = limit_.versions[i];
        const auto at = [&](std::string_view key) { return fmt::format("/versions/{}/{}", i, key); };
        const bool is_fixed = each.unit == Unit::FixedDate;
        if (each.valid_until && *each.valid_until <= each.valid_from)
            fault("limit.version_order", at("until"));
        if (each.is_confirmed && each.citation.empty()) fault("limit.citation_missing", at("citation"));
        if (each.unit == Unit::NamedDay) return named_day(each, at("within"));
        if (!each.field.empty()) fault("limit.amount_and_date", at("within"));
        if (each.amount && (is_fixed || !each.fixed.empty())) fault("limit.amount_and_date", at("amount"));
        if (each.amount && (*each.amount < 1 || *each.amount > kMostAmount))
            fault("limit.amount_range", at("amount"));
        if (is_fixed && each.fixed.empty()) fault("limit.date_missing", at("fixed"));
        if (!is_fixed && !each.amount && !each.fixed.empty()) fault("limit.amount_and_date", at("fixed"));
        for (const FixedDay& day : each.fixed) {
            if (!Date::make(2000, day.month, day.day)) fault("limit.date_unreal", at("fixed"));
        }
        if (each.unit == Unit::Hour && each.roll != Roll::None) fault("limit.roll_of_hours", at("roll"));
        if (each.is_confirmed && !each.amount && !is_fixed) fault("limit.confirmed_unknown", at("amount"));
    }

    /// Such a day moves when the record names another one, and by nothing else: two ways to the same end
    /// would count twice.
    void named_day(const LimitVersion& each, const std::string& where) {
        if (each.amount || !each.fixed.empty()) fault("limit.amount_and_date", where);
        if (each.field.empty()) fault("limit.named_nowhere", where);
        if (limit_.starts == Trigger{Trigger::Kind::Field, each.field}) fault("limit.start_is_named", where);
        if (limit_.suspension || !limit_.extensions.empty()) fault("limit.named_and_moved", where);
    }

    /// Between the first and the last version no day has two and none has none.
    void succession() {
        std::vector<std::size_t> order(limit_.versions.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        const auto from = [&](std::size_t i) { return limit_.versions[i].valid_from; };
        std::ranges::stable_sort(order, {}, from);
        for (std::size_t k = 1; k < order.size(); ++k) {
            const auto& before = limit_.versions[order[k - 1]].valid_until;
            const Date begins = from(order[k]);
            const std::string where = fmt::format("/versions/{}/from", order[k]);
            if (!before || *before > begins) fault("limit.version_overlap", where);
            if (before && *before < begins) fault("limit.version_gap", where);
        }
    }

    void extension(std::size_t i) {
        const Extension& each = limit_.extensions[i];
        const auto at = [&](std::string_view key) { return fmt::format("/extensions/{}/{}", i, key); };
        if (each.action.empty()) fault("limit.trigger_unnamed", at("action"));
        for (std::size_t k = 0; k < i; ++k) {
            if (limit_.extensions[k].action == each.action) fault("limit.extension_twice", at("action"));
        }
        if (!each.amount || *each.amount < 1 || *each.amount > kMostAmount)
            fault("limit.extension_amount", at("by"));
        if (each.times_max < 1 || each.times_max > kMostTimes)
            fault("limit.extension_times", at("times_max"));
        if (each.authority.empty()) fault("limit.extension_authority", at("authority"));
        const bool is_wrong_unit = std::ranges::any_of(limit_.versions, [&](const LimitVersion& version) {
            // Hours go with hours: a limit that ends with a day has no hour from which to go on.
            const bool is_hours = version.unit == Unit::Hour;
            return each.unit >= Unit::FixedDate || is_hours != (each.unit == Unit::Hour);
        });
        if (is_wrong_unit) fault("limit.extension_unit", at("by"));
    }

    const Limit& limit_;
    Diagnostics faults_;
};

}  // namespace

Diagnostics check_limit(const Limit& limit) {
    return Checker(limit).check();
}

}  // namespace neove::deadline
