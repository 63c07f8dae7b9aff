#include "base/text.h"
#include "review/edit.h"
#include "review/open_task.h"

#include <algorithm>
#include <set>

namespace neove::review {

namespace {

void unite(Bodies& into, const Bodies& from, std::set<std::string>& taken) {
    for (const Body& body : from) {
        if (taken.insert(text::match_key(body.text)).second) into.push_back(body);
    }
}

/// Role by role over all parts, so that a body that leads anywhere leads the whole.
void unite_bodies(Item& into, const std::vector<const Item*>& parts) {
    std::set<std::string> taken;
    Item united;
    for (Bodies Item::*role : {&Item::lead, &Item::coordinate, &Item::requested}) {
        for (const Item* part : parts) unite(united.*role, part->*role, taken);
    }
    into.lead = std::move(united.lead);
    into.coordinate = std::move(united.coordinate);
    into.requested = std::move(united.requested);
}

std::string joined(std::string text, const std::string& next) {
    const bool ended = !text.empty() && std::string_view(".;:!?").contains(text.back());
    return text + (ended ? " " : "; ") + next;
}

json::Value both(const json::Value& a, const json::Value& b) {
    if (a == b || b.is_null()) return a;
    if (a.is_null()) return b;
    if (a.string() != nullptr && b.string() != nullptr) return joined(*a.string(), *b.string());
    json::Array all = a.array() != nullptr ? *a.array() : json::Array{a};
    for (const json::Value& one : b.array() != nullptr ? *b.array() : json::Array{b}) {
        if (std::ranges::find(all, one) == all.end()) all.push_back(one);
    }
    return all;
}

void unite_extras(json::Value& into, const json::Value& from) {
    if (from.object() == nullptr) return;
    for (const auto& [name, value] : *from.object()) {
        const json::Value* have = into.find(name);
        into.set(name, have == nullptr ? value : both(*have, value));
    }
}

void unite_item(Item& into, const Item& part) {
    into.text = joined(std::move(into.text), part.text);
    if (part.span) {
        if (into.span) {
            into.span =
                Span{std::min(into.span->begin, part.span->begin), std::max(into.span->end, part.span->end)};
        } else {
            into.span = part.span;
        }
    }
    if (part.category == Category::Action) into.category = Category::Action;
    for (const Deadline& deadline : part.deadlines) {
        if (std::ranges::find(into.deadlines, deadline) == into.deadlines.end()) {
            into.deadlines.push_back(deadline);
        }
    }
    for (const Reason& reason : part.reasons) {
        if (std::ranges::find(into.reasons, reason) == into.reasons.end()) into.reasons.push_back(reason);
    }
    into.confidence = std::min(into.confidence, part.confidence);
    unite_extras(into.extras, part.extras);
}

/// What all parts agreed on stays; where they differ, the united deadlines decide anew.
Proposal united_choice(const std::vector<const Task*>& parts, const Item& item, const json::Array& reports) {
    const Task& first = *parts.front();
    for (const Task* part : parts) {
        if (part->choice != first.choice || part->due != first.due) return propose(item, reports);
    }
    return {first.choice, first.due};
}

}  // namespace

Result<State> merge_tasks(State state, std::span<const TaskId> ids) {
    std::set<std::size_t> places;
    for (const TaskId& id : ids) places.insert(TRY(open_task(state, id)));
    if (places.size() < 2) return refuse(ErrorKind::Invalid, "review.merge_two", "/task_ids");
    std::vector<const Task*> parts;
    std::vector<const Item*> items;
    for (const std::size_t place : places) {
        parts.push_back(&state.tasks[place]);
        items.push_back(&state.tasks[place].item);
    }
    Task whole = *parts.front();
    unite_bodies(whole.item, items);
    std::set<std::size_t> sources;
    for (const Task* part : parts) {
        sources.insert(part->sources.begin(), part->sources.end());
        if (part != parts.front()) unite_item(whole.item, part->item);
    }
    whole.sources.assign(sources.begin(), sources.end());
    whole.edited = true;
    whole.item.text = TRY(checked_text(std::move(whole.item.text)));
    Proposal kept = united_choice(parts, whole.item, state.reports);
    whole.choice = kept.choice;
    whole.due = std::move(kept.due);
    state.tasks[*places.begin()] = std::move(whole);
    for (auto place = places.rbegin(); std::next(place) != places.rend(); ++place) {
        state.tasks.erase(state.tasks.begin() + static_cast<std::ptrdiff_t>(*place));
    }
    return state;
}

}  // namespace neove::review
