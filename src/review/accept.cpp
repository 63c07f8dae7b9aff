#include "review/compare.h"
#include "review/passage.h"
#include "review/standing.h"

#include <algorithm>
#include <numeric>

namespace neove::review {

namespace {

template <typename Ids>
Result<> check_known(const std::set<TaskId>& asked, const Ids& known, const std::string& where) {
    for (const TaskId& id : asked) {
        if (std::ranges::find(known, id) == known.end()) {
            return refuse(ErrorKind::Invalid, "review.not_in_difference", where);
        }
    }
    return {};
}

Result<> check_acceptance(const Difference& difference, const Acceptance& acceptance) {
    std::vector<TaskId> changed;
    for (const Change& change : difference.changed) changed.push_back(change.task);
    TRY(check_known(acceptance.changed, changed, "/changed"));
    TRY(check_known(acceptance.added, difference.added, "/added"));
    return check_known(acceptance.missing, difference.missing, "/missing");
}

/// Builds the next state task by task.
class Takeover {
public:
    Takeover(const State& old, const State& next, const Acceptance& acceptance, const Pairs& pairs)
        : old_(old), next_(next), acceptance_(acceptance), pairs_(pairs), passages_(next.text) {
        out_.state = next;
        out_.state.tasks.clear();
        out_.state.corrections = old.corrections;
    }

    void keep(const Task& task) {
        const Standing standing = standing_of(old_, next_, pairs_, task);
        Task kept = task;
        if (standing.missing || task.sources.empty()) {
            stay_without_source(kept, standing.missing);
        } else {
            kept.sources = standing.sources;
            place_ = standing.sources.front();
            if (acceptance_.changed.contains(task.id)) take_over(kept);
            settle(kept);
        }
        add(std::move(kept));
    }

    void bring_in(const Task& task, bool accepted) {
        Task added = task;
        if (!accepted) added.state = TaskState::Dropped;
        place_ = task.sources.front();
        add(std::move(added));
    }

    Accepted finish() {
        std::vector<std::size_t> order(places_.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::stable_sort(order, {}, [&](std::size_t i) { return places_[i]; });
        std::vector<Task> sorted;
        sorted.reserve(order.size());
        for (const std::size_t i : order) sorted.push_back(std::move(out_.state.tasks[i]));
        out_.state.tasks = std::move(sorted);
        return std::move(out_);
    }

private:
    void add(Task task) {
        places_.push_back(place_);
        out_.state.tasks.push_back(std::move(task));
    }

    void withdraw(Task& task) {
        if (task.state != TaskState::Confirmed) return;
        out_.withdrawn.push_back(task.id);
        task.state = TaskState::Proposed;
        task.confirmed_by.clear();
        task.confirmed_at = {};
    }

    /// Stays where it stood between its neighbours; what was read then is kept beside it.
    void stay_without_source(Task& task, bool missing) {
        if (missing && acceptance_.missing.contains(task.id)) {
            withdraw(task);
            task.state = TaskState::Dropped;
        }
        task.item.span.reset();
        for (Deadline& deadline : task.item.deadlines) deadline.span.reset();
        for (std::size_t& source : task.sources) source = carry_source(source);
    }

    std::size_t carry_source(std::size_t old_source) {
        const auto known =
            std::ranges::find(carried_, old_source, &std::pair<std::size_t, std::size_t>::first);
        if (known != carried_.end()) return known->second;
        Item item = old_.sources[old_source];
        item.span.reset();
        for (Deadline& deadline : item.deadlines) deadline.span.reset();
        out_.state.sources.push_back(std::move(item));
        carried_.emplace_back(old_source, out_.state.sources.size() - 1);
        return out_.state.sources.size() - 1;
    }

    void take_over(Task& task) {
        withdraw(task);
        if (task.state == TaskState::Dropped) task.state = TaskState::Proposed;
        task.item = next_.sources[task.sources.front()];
        task.item.text = text_of(next_, task.sources);
        for (std::size_t i = 1; i < task.sources.size(); ++i) {
            const Item& more = next_.sources[task.sources[i]];
            task.item.deadlines.insert(
                task.item.deadlines.end(), more.deadlines.begin(), more.deadlines.end()
            );
        }
        Proposal proposal = propose(task.item, next_.reports);
        task.choice = proposal.choice;
        task.due = std::move(proposal.due);
        task.edited = task.sources.size() > 1;
    }

    /// Path and place in the text follow the new document. A confirmed task's path stays what was confirmed.
    void settle(Task& task) {
        const Item& first = next_.sources[task.sources.front()];
        if (task.state != TaskState::Confirmed) task.item.path = first.path;
        std::optional<Span> hull;
        for (const std::size_t source : task.sources) {
            const auto& span = next_.sources[source].span;
            if (!span) continue;
            hull = hull ? Span{std::min(hull->begin, span->begin), std::max(hull->end, span->end)} : *span;
        }
        const auto exact = hull ? passages_.find(*hull, task.item.text) : std::nullopt;
        task.item.span = exact ? exact : hull;
        // A declined change keeps its own deadlines, whose places no longer mean anything.
        task.item.deadlines =
            same_deadline_texts(task.item, first) ? first.deadlines : without_places(task.item);
    }

    static bool same_deadline_texts(const Item& a, const Item& b) {
        return std::ranges::equal(a.deadlines, b.deadlines, [](Deadline one, Deadline other) {
            one.span = other.span;
            return one == other;
        });
    }
    static std::vector<Deadline> without_places(const Item& item) {
        std::vector<Deadline> deadlines = item.deadlines;
        for (Deadline& deadline : deadlines) deadline.span.reset();
        return deadlines;
    }

    const State& old_;
    const State& next_;
    const Acceptance& acceptance_;
    const Pairs& pairs_;
    Passages passages_;
    Accepted out_;
    std::size_t place_{0};
    std::vector<std::size_t> places_;
    std::vector<std::pair<std::size_t, std::size_t>> carried_;
};

}  // namespace

Result<Accepted> accept(const State& old, const State& next, const Acceptance& acceptance) {
    const Pairs pairs = pair_sources(old.sources, next.sources);
    const Difference difference = compare(old, next, pairs);
    TRY(check_acceptance(difference, acceptance));
    Takeover takeover(old, next, acceptance, pairs);
    for (const Task& task : old.tasks) takeover.keep(task);
    for (const TaskId& id : difference.added) {
        takeover.bring_in(*find_task(next, id), acceptance.added.contains(id));
    }
    return takeover.finish();
}

}  // namespace neove::review
