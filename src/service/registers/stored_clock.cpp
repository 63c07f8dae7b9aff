/// \file
/// Clocks as rows: what a list asks for in columns, what explains it as canonical JSON.

#include "json/partial.h"
#include "service/registers/stored_record.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;
using deadline::Clock;
using deadline::Step;

namespace {

template <typename T>
json::Value number(T value) {
    return static_cast<std::int64_t>(value);
}

json::Value instant(const std::optional<Instant>& at) {
    return at ? json::Value(at->micros) : json::Value();
}

std::optional<Instant> instant_at(const json::Value& from, std::string_view name) {
    const json::Value* found = from.find(name);
    if (found == nullptr || found->integer() == nullptr) return std::nullopt;
    return Instant{*found->integer()};
}

storage::Value column(const std::optional<Instant>& at) {
    return at ? storage::Value(at->micros) : storage::Value();
}

json::Value step_form(const Step& step) {
    return json::Object{
        {"kind", number(step.kind)},
        {"from", step.from.iso()},
        {"to", step.to.iso()},
        {"amount", step.amount},
        {"unit", number(step.unit)},
        {"due", step.due.micros},
        {"authority", step.authority},
        {"citation", step.citation}};
}

Step step_of(const json::Value& form) {
    Step step;
    step.kind = static_cast<Step::Kind>(form.number_or("kind"));
    step.from = calendar::Date::parse_iso(form.text_or("from")).value_or(calendar::Date{});
    step.to = calendar::Date::parse_iso(form.text_or("to")).value_or(calendar::Date{});
    step.amount = form.number_or("amount");
    step.unit = static_cast<deadline::Unit>(form.number_or("unit"));
    step.due = {form.number_or("due")};
    step.authority = form.text_or("authority");
    step.citation = form.text_or("citation");
    return step;
}

json::Value detail_form(const Clock& clock) {
    json::Array steps;
    for (const Step& step : clock.steps) steps.push_back(step_form(step));
    return json::Object{
        {"precision", number(clock.start_precision)},
        {"warn_at", instant(clock.warn_at)},
        {"stopped_latest", instant(clock.stopped_latest)},
        {"suspended_since", instant(clock.suspended_since)},
        {"suspended", clock.suspended_micros},
        {"confirmed", clock.is_confirmed},
        {"provisional", clock.is_provisional},
        {"version", number(clock.version)},
        {"extended", clock.extended},
        {"first_day_excluded", clock.first_day_excluded},
        {"fixed_included", clock.fixed_is_included},
        {"unit", number(clock.unit)},
        {"citation", clock.citation},
        {"steps", std::move(steps)}};
}

/// Some clocks have been extended twenty times, and a page of them is asked for one date each.
constexpr std::string_view kSteps = "steps";

/// A detail as `detail_form` is written, without what stands in its steps: they are not even looked at. A
/// quote within a text stands behind a backslash, so that neither mark can be part of one. Any other text
/// stays whole.
std::string without_steps(const std::string& detail) {
    constexpr std::string_view kBegin = R"(,"steps":[)";
    constexpr std::string_view kEnd = R"(],"stopped_latest":)";
    const std::size_t begin = detail.find(kBegin);
    const std::size_t end = detail.rfind(kEnd);
    if (begin == std::string::npos || end == std::string::npos || end < begin + kBegin.size()) return detail;
    return detail.substr(0, begin + kBegin.size()) + detail.substr(end);
}

enum class Steps : bool { Read, LeftOut };

Result<Clock> clock_of(const storage::Row& row, Steps wanted) {
    const json::Value detail = wanted == Steps::LeftOut
                                   ? TRY(json::parse_without(without_steps(row.text(5)), kSteps))
                                   : TRY(json::parse(row.text(5)));
    Clock clock;
    clock.limit = row.text(0);
    clock.number = static_cast<int>(row.number(1));
    clock.started_at = {row.number(2)};
    if (!row.is_null(3)) clock.due_at = Instant{row.number(3)};
    if (!row.is_null(4)) clock.stopped_at = Instant{row.number(4)};
    clock.start_precision = static_cast<calendar::Precision>(detail.number_or("precision"));
    clock.warn_at = instant_at(detail, "warn_at");
    clock.stopped_latest = instant_at(detail, "stopped_latest");
    clock.suspended_since = instant_at(detail, "suspended_since");
    clock.suspended_micros = detail.number_or("suspended");
    clock.is_confirmed = detail.flag_or("confirmed");
    clock.is_provisional = detail.flag_or("provisional");
    clock.version = static_cast<std::size_t>(detail.number_or("version"));
    clock.extended = static_cast<int>(detail.number_or("extended"));
    clock.first_day_excluded = detail.flag_or("first_day_excluded", true);
    clock.fixed_is_included = detail.flag_or("fixed_included", true);
    clock.unit = static_cast<deadline::Unit>(detail.number_or("unit"));
    clock.citation = detail.text_or("citation");
    const json::Value* steps = detail.find("steps");
    if (steps != nullptr && steps->array() != nullptr) {
        for (const json::Value& step : *steps->array()) clock.steps.push_back(step_of(step));
    }
    return clock;
}

}  // namespace

storage::Parameters clock_parameters(const RecordRow& row, const Clock& clock) {
    return {
        row.id.text(),
        clock.limit,
        std::int64_t{clock.number},
        row.register_name,
        clock.started_at.micros,
        column(clock.due_at),
        column(clock.stopped_at),
        json::write_canonical(detail_form(clock))};
}

std::int64_t earliest_due(const std::vector<Clock>& clocks) {
    std::int64_t due = kNeverDue;
    for (const Clock& clock : clocks) {
        if (!clock.stopped_at) due = std::min(due, clock.due_at.value_or(Instant{kNoDayKnown}).micros);
    }
    return due;
}

std::vector<storage::Write> write_clocks(
    const RecordRow& row, const std::vector<Clock>& clocks, bool is_new
) {
    std::vector<storage::Write> writes;
    // A correction may take a clock away that was there.
    if (!is_new) writes.push_back({&statements::kDeleteClocksOf, {row.id.text()}});
    for (const Clock& clock : clocks) {
        writes.push_back({&statements::kPutClockRow, clock_parameters(row, clock), 1});
    }
    return writes;
}

Result<std::vector<Clock>> clocks_of(storage::Snapshot& snapshot, const RecordId& record) {
    std::vector<Clock> clocks;
    for (const storage::Row& row : TRY(snapshot.read(statements::kClocksOfRecord, {record.text()}))) {
        clocks.push_back(TRY(clock_of(row, Steps::Read)));
    }
    return clocks;
}

Result<ClocksOf> clocks_of(
    storage::Snapshot& snapshot, std::span<const RecordId> records, ClocksWanted wanted
) {
    ClocksOf out;
    storage::Parameters ids;
    add_ids(ids, records);
    for (const storage::Row& row : TRY(snapshot.read(statements::kClocksOfRecords, std::move(ids)))) {
        if (row.is_null(4) || wanted == ClocksWanted::All)
            out[row.text(6)].push_back(TRY(clock_of(row, Steps::LeftOut)));
    }
    return out;
}

}  // namespace neove::service
