/// \file
/// What follows from events: the record as it is now, its facts and clocks.

#include "record/clear.h"
#include "record/history.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace neove::record {

namespace {

void apply(json::Value& answers, const json::Value& patch) {
    if (patch.object() == nullptr) return;
    for (const auto& [field, value] : *patch.object()) answers.set(field, value);
    std::erase_if(*answers.object(), [](const json::Member& member) { return member.second.is_null(); });
}

void apply_link(std::vector<Link>& links, const Event& event) {
    for (const Link& link : event.links) {
        std::erase(links, link);
        if (event.kind != kUnlinked) links.push_back(link);
    }
}

}  // namespace

bool is_reserved(std::string_view kind) {
    return kind == kCorrected || kind == kLinked || kind == kUnlinked || kind == kMoved || kind == kErased ||
           kind == kRedacted;
}

History history_of(const std::vector<Event>& events) {
    History out;
    out.reserve(events.size() + 1);  // of whoever adds the next one
    for (const Event& event : events) out.push_back(&event);
    return out;
}

Event& Corrected::own(std::size_t place) {
    if (owned_[place] == nullptr) {
        owned_[place] = &mended_.emplace_back(*events_[place]);
        events_[place] = owned_[place];
    }
    return *owned_[place];
}

Corrected::Corrected(const History& history) {
    std::unordered_map<std::string_view, std::size_t> places;  // by ids of `history`
    events_.reserve(history.size());
    owned_.reserve(history.size());
    const auto is_correction = [](const Event* event) { return event->kind == kCorrected; };
    const bool is_mended = std::ranges::any_of(history, is_correction);
    for (const Event* one : history) {
        const Event& event = *one;
        if (!is_correction(one)) {
            if (is_mended) places.emplace(event.id.text(), events_.size());
            events_.push_back(one);
            owned_.push_back(nullptr);
            continue;
        }
        const auto place = places.find(event.corrects.text());
        if (place == places.end()) continue;
        Event& wrong = own(place->second);
        wrong.occurred_at = event.occurred_at;
        wrong.precision = event.precision;
        for (const Recast& recast : event.recast) {
            const auto told = places.find(recast.event.text());
            if (told == places.end()) continue;
            Event& otherwise = own(told->second);
            otherwise.columns = recast.columns;
            otherwise.dimensions = recast.dimensions;
        }
        if (event.answers.object() == nullptr) continue;
        if (wrong.answers.object() == nullptr) wrong.answers = json::Object{};
        for (const auto& [field, value] : *event.answers.object()) wrong.answers.set(field, value);
    }
}

void Replay::take(const Event& event) {
    apply(record_.answers, event.answers);
    then_.today = calendar::date_of(event.recorded_at, utc_offset_micros_);
    // Step by step: an answer that was hidden for a while is gone and does not come back by itself.
    record_.answers = form::settle(definition_.form, record_.answers, then_);
    apply_link(record_.links, event);
    record_.state = event.state;
}

Record derive(
    const definition::Register& definition,
    const std::vector<Event>& history,
    const form::References& references,
    std::int64_t utc_offset_micros
) {
    Replay replay(definition, references, utc_offset_micros);
    const Corrected effective(history);
    for (const Event& event : effective.events()) replay.take(event);
    Record record = replay.record();
    if (!history.empty()) {
        record.version = history.back().version;
        record.opened_at = history.front().occurred_at;
        record.changed_at = history.back().recorded_at;
    }
    return record;
}

std::vector<fact::Fact> derive_facts(
    const definition::Register& definition, const History& history, std::int64_t utc_offset_micros
) {
    std::vector<fact::Fact> facts;
    std::string state;
    const Corrected effective(history);
    for (const Event& event : effective.events()) {
        const fact::Happening happening{
            event.kind, event.state == state ? std::string{} : event.state, day_of(event, utc_offset_micros)};
        state = event.state;
        if (is_reserved(event.kind)) continue;
        const Clear clear(definition, event.columns, event.dimensions, event.state, happening.occurred_on);
        std::ranges::move(
            fact::derive_facts(
                definition.dimensions,
                definition.facts,
                happening,
                clear.environment(),
                definition.form.persons
            ),
            std::back_inserter(facts)
        );
    }
    return facts;
}

std::vector<fact::Fact> derive_facts(
    const definition::Register& definition, const std::vector<Event>& history, std::int64_t utc_offset_micros
) {
    return derive_facts(definition, history_of(history), utc_offset_micros);
}

}  // namespace neove::record
