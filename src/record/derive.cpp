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

std::vector<Event> as_corrected(const std::vector<Event>& history) {
    std::vector<Event> effective;
    std::unordered_map<std::string_view, std::size_t> places;  // by ids of `history`
    for (const Event& event : history) {
        if (event.kind != kCorrected) {
            places.emplace(event.id.text(), effective.size());
            effective.push_back(event);
            continue;
        }
        const auto place = places.find(event.corrects.text());
        if (place == places.end()) continue;
        Event* const wrong = &effective[place->second];
        wrong->occurred_at = event.occurred_at;
        wrong->precision = event.precision;
        for (const Recast& recast : event.recast) {
            const auto told = places.find(recast.event.text());
            if (told == places.end()) continue;
            effective[told->second].columns = recast.columns;
            effective[told->second].dimensions = recast.dimensions;
        }
        if (event.answers.object() == nullptr) continue;
        if (wrong->answers.object() == nullptr) wrong->answers = json::Object{};
        for (const auto& [field, value] : *event.answers.object()) wrong->answers.set(field, value);
    }
    return effective;
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
    for (const Event& event : as_corrected(history)) replay.take(event);
    Record record = replay.record();
    if (!history.empty()) {
        record.version = history.back().version;
        record.opened_at = history.front().occurred_at;
        record.changed_at = history.back().recorded_at;
    }
    return record;
}

std::vector<fact::Fact> derive_facts(
    const definition::Register& definition, const std::vector<Event>& history, std::int64_t utc_offset_micros
) {
    std::vector<fact::Fact> facts;
    std::string state;
    for (const Event& event : as_corrected(history)) {
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

}  // namespace neove::record
