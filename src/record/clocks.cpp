#include "record/clear.h"
#include "record/history.h"

#include <map>
#include <set>

namespace neove::record {

namespace {

calendar::Precision precision_of(std::string_view word) {
    if (word == "day") return calendar::Precision::Day;
    if (word == "month") return calendar::Precision::Month;
    if (word == "year") return calendar::Precision::Year;
    return calendar::Precision::Instant;
}

bool is_day(form::Type type) {
    return type == form::Type::Date || type == form::Type::PartialDate;
}

/// The date columns that read otherwise than they did before.
std::vector<deadline::FieldDay> changed_days(
    const definition::Register& definition, const json::Value& before, const json::Value& after
) {
    std::vector<deadline::FieldDay> changed;
    for (const definition::Column& column : definition.list.columns) {
        if (!is_day(column.type)) continue;
        const std::string is = after.text_or(column.id);
        if (is == before.text_or(column.id)) continue;
        changed.push_back({column.id, calendar::PartialDate::parse_iso(is)});
    }
    return changed;
}

/// A history in the words of clocks: what happened as it was told then, and every correction as something
/// that happened later. So a clock can say what the record said when it stopped (ADR 57, 68).
class Told {
public:
    explicit Told(const definition::Register& definition) : definition_(definition) {}

    void take(const Event& event) { event.kind == kCorrected ? correct(event) : add(event); }
    const std::vector<deadline::Event>& events() const { return events_; }

private:
    void add(const Event& event) {
        deadline::Event one;
        one.id = event.id.text();
        if (!is_reserved(event.kind)) one.action = event.kind;
        if (event.state != state_) one.entered = event.state;
        one.occurred_at = event.occurred_at;
        one.recorded_at = event.recorded_at;
        one.precision = precision_of(event.precision);
        columns_.push_back(&event.columns);
        one.fields = said(columns_.size() - 1);
        places_.emplace(event.id.text(), now_.size());
        now_.push_back(one);
        events_.push_back(std::move(one));
        state_ = event.state;
    }

    void correct(const Event& correction) {
        const auto wrong = places_.find(correction.corrects.text());
        if (wrong == places_.end()) return;
        std::set<std::size_t> touched{wrong->second};
        for (const Recast& recast : correction.recast) {
            const auto told = places_.find(recast.event.text());
            if (told == places_.end()) continue;
            columns_[told->second] = &recast.columns;
            touched.insert(told->second);
            if (told->second + 1 < now_.size()) touched.insert(told->second + 1);
        }
        for (const std::size_t place : touched) {
            deadline::Event mended = now_[place];
            mended.fields = said(place);
            if (place == wrong->second) {
                mended.occurred_at = correction.occurred_at;
                mended.precision = precision_of(correction.precision);
            }
            const deadline::Event& was = now_[place];
            if (mended.fields == was.fields && mended.occurred_at == was.occurred_at &&
                mended.precision == was.precision) {
                continue;
            }
            now_[place] = mended;
            mended.corrects = std::move(mended.id);
            mended.id.clear();
            mended.action.clear();
            mended.entered.clear();
            mended.tells_all = true;
            events_.push_back(std::move(mended));
        }
    }

    /// The days that read otherwise than in the event before.
    std::vector<deadline::FieldDay> said(std::size_t place) const {
        static const json::Value nothing;
        const json::Value& before = place == 0 ? nothing : *columns_[place - 1];
        return changed_days(definition_, before, *columns_[place]);
    }

    const definition::Register& definition_;
    std::string state_;
    std::vector<deadline::Event> events_;
    std::vector<deadline::Event> now_;           ///< without corrections, as they read since
    std::vector<const json::Value*> columns_;    ///< likewise, of the same places
    std::map<std::string, std::size_t> places_;  ///< by id
};

}  // namespace

std::vector<deadline::Clock> derive_clocks(
    const definition::Register& definition,
    const History& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
) {
    Told told(definition);
    for (const Event* event : history) told.take(*event);
    return deadline::derive_clocks(definition.limits, told.events(), calendar, utc_offset_micros);
}

std::vector<deadline::Clock> derive_clocks(
    const definition::Register& definition,
    const std::vector<Event>& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
) {
    return derive_clocks(definition, history_of(history), calendar, utc_offset_micros);
}

}  // namespace neove::record
