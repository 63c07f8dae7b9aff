#include "service/registers/allot_plan.h"

#include "access/disclosure.h"
#include "allotment/repeat.h"
#include "definition/allotments.h"
#include "record/history.h"
#include "service/paper_copies.h"
#include "service/registers/given_ids.h"
#include "service/registers/open_given.h"
#include "service/resolve_bodies.h"
#include "storage/statements/allotments.h"
#include "storage/statements/boards.h"

#include <algorithm>
#include <optional>
#include <span>

namespace neove::service {

namespace statements = storage::statements;
using allotment::Rule;
using allotment::Wish;

namespace {

constexpr std::uint64_t kOrdinals = kGivenOrdinals;
constexpr std::int64_t kLinkPage = 500;
constexpr int kMergersMost = 8;

std::string first_recurrence(const review::Item& item) {
    for (const review::Deadline& one : item.deadlines) {
        if (!one.recurrence.empty()) return one.raw.empty() ? one.recurrence : one.raw;
    }
    return {};
}

/// The words in which the paper sets the day that holds; none where a person set another one.
std::string words_of_due(const review::Task& task) {
    for (const review::Deadline& one : task.item.deadlines) {
        const bool holds = task.due.empty() ? !one.recurrence.empty() : one.end == task.due;
        if (holds) return one.raw;
    }
    return {};
}

std::string extra(const review::Item& item, std::string_view name) {
    const json::Value* held = item.extras.find(name);
    return held == nullptr || held->string() == nullptr ? std::string() : *held->string();
}

allotment::Task task_of(const review::Task& task) {
    allotment::Task out;
    out.id = task.id;
    out.outcome = outcome_of(task.choice);
    out.path = task.item.path;
    out.section = task.item.section_title;
    out.text = task.item.text;
    out.due = task.due;
    out.recurrence = first_recurrence(task.item);
    out.due_words = words_of_due(task);
    out.product = extra(task.item, "deliverable");
    out.leader = extra(task.item, "leader");
    return out;
}

/// Of a body that is no more: who carries all of its work on. Of several a person chooses, and also where one
/// of them is not in the tree.
std::optional<OrganisationId> only_heir(const BodyView& view) {
    std::set<OrganisationId> heirs;
    for (const SuccessorView& one : view.successors) heirs.insert(one.organisation);
    if (heirs.size() != 1 || heirs.begin()->is_empty()) return std::nullopt;
    return *heirs.begin();
}

/// What a task is known by; a report on a day to which several were moved, by each of these.
std::vector<TaskId> names_of(const allotment::Task& task) {
    std::vector<TaskId> out{task.id};
    if (!task.report) return out;
    for (const std::string& name : task.report->also_known) out.push_back(TaskId::trusted(name));
    return out;
}

allotment::LabelOf labels_of(const Desk& desk) {
    return [bundle = desk.programme->bundle, id = desk.current->id](
               std::string_view field, std::string_view code
           ) { return bundle->label(id, "options." + std::string(field) + "." + std::string(code), false); };
}

}  // namespace

AllotmentPlan::AllotmentPlan(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    Desk desk,
    const DocumentRecord& document,
    const allotment::Choices& choices
)
    : house_(house),
      snapshot_(snapshot),
      caller_(caller),
      desk_(std::move(desk)),
      rules_(definition::allotments_of(*desk_.current)),
      document_(document),
      choices_(choices),
      label_of_(labels_of(desk_)),
      about_{
          document.row.id,
          document.row.number,
          document.row.issued_on,
          document.row.title,
          document.row.type} {}

allotment::Setting AllotmentPlan::setting() const {
    return {about_, choices_, label_of_};
}

Result<> AllotmentPlan::look(ThereBy by) {
    by_ = by;
    find_predecessors();
    read_tasks();
    TRY(read_links());
    TRY(split_repeating());
    wishes_ = allotment::wishes(rules_, tasks_);
    for (const allotment::Task* task : allotment::without_rule(rules_, tasks_)) {
        ++problems_[{"allotment.no_rule", {}, task->path, {}}];
    }
    names_ = names_given(house_, caller_, desk_, document_);
    find_linked();
    TRY(find_reports());
    TRY(read_copies());
    const std::vector<Wish> left = TRY(still_to_give());
    const auto openings = allotment::openings(left, setting());
    TRY(read_folded(openings));
    plan(openings);
    TRY(compare());
    return hide_closed();
}

void AllotmentPlan::read_tasks() {
    BodyResolver resolver(house_, document_.row.issuer, document_.row.issued_on, today(house_, caller_.now));
    const std::string& issuer = resolver.issuer().organisation_name;
    about_.issuer = issuer.empty() ? document_.row.issuer : issuer;
    for (const review::Task& task : document_.review.tasks) {
        if (task.state != review::TaskState::Confirmed) continue;
        allotment::Task one = task_of(task);
        add_bodies(task, resolver, one);
        tasks_.push_back(std::move(one));
    }
    read_orders(resolver);
}

void AllotmentPlan::read_orders(BodyResolver& resolver) {
    if (std::ranges::find(rules_, allotment::Source::Report, &Rule::source) == rules_.end()) return;
    const TellOrder tell = [this](const ReadOrder& order, const std::string& code, const std::string& name) {
        if (order.is_given) ++problems_[{code, {}, order.order.path, name}];
    };
    const std::string now = today(house_, caller_.now);
    orders_ = orders_in(document_.review, about_.issued_on, now, choices_, resolver, tell);
    for (const ReadOrder& order : orders_) std::ranges::move(tasks_of(order), std::back_inserter(tasks_));
}

/// Whether a body got it as one record: on a day that somebody chose, or before days were worked out.
bool AllotmentPlan::is_given_whole(const TaskId& task, const OrganisationId& body) const {
    const auto linked = linked_.find(task.text());
    if (linked == linked_.end()) return false;
    const std::set<OrganisationId> bodies = with_predecessors(body);
    return std::ranges::any_of(bodies, [&](const OrganisationId& one) {
        const std::string key = allotment::key_of_task(definition().id, about_.id, task, one);
        return linked->second.contains(id_of(key).text());
    });
}

/// The answer that asks for the day of such a task: each of its days may be a record of its own.
const allotment::Answer* AllotmentPlan::day_asked(const allotment::Task& task, const allotment::Body& body)
    const {
    const auto rule =
        std::ranges::find_if(rules_, [&](const Rule& one) { return one.is_for(task.outcome, body.role); });
    if (rule == rules_.end() || !allotment::takes_day(*rule) || !task.due.empty()) return nullptr;
    return &*std::ranges::find(rule->answers, allotment::Property::Due, &allotment::Answer::of);
}

/// Whether somebody wants the task for this body as one record: she chose a day, or said what else it is.
bool AllotmentPlan::is_wanted_whole(const allotment::Task& task, const allotment::Body& body) const {
    const allotment::Answer* day = day_asked(task, body);
    return day == nullptr || choices_.contains({day->field, task.id.text()});
}

/// Those of its bodies that were given a day of the task, whatever was said of it since. Looked for only
/// where one of them would get it whole.
Result<std::set<OrganisationId>> AllotmentPlan::with_days(
    const allotment::Task& task, const std::vector<allotment::Rhythm>& rhythms
) {
    std::set<OrganisationId> out;
    const bool is_asked = std::ranges::any_of(task.bodies, [&](const allotment::Body& body) {
        if (body.role == allotment::Role::Requested) return false;
        return is_wanted_whole(task, body) || is_given_whole(task.id, body.organisation);
    });
    if (!is_asked) return out;
    auto bounds = bounds_of(document_.review, about_.issued_on, today(house_, caller_.now));
    const auto came_on = calendar::date_of(document_.row.uploaded_at, house_.options.utc_offset_micros);
    bounds.from = std::min(bounds.from, came_on);
    bounds.plan_start.reset();
    bounds.plan_end.reset();
    const auto days = allotment::occurrences(rhythms, {}, bounds);
    std::map<std::string, OrganisationId> known;
    for (const allotment::Body& body : task.bodies) {
        for (const OrganisationId& one : with_predecessors(body.organisation)) {
            for (const allotment::Occurrence& day : days) {
                const TaskId name = allotment::on_day(task, day, {}).id;
                const std::string key = allotment::key_of_task(definition().id, about_.id, name, one);
                known.emplace(id_of(key).text(), body.organisation);
            }
        }
    }
    // Of a task that is no longer on a day only what its links say: there are many, and each look asks.
    const auto linked = linked_.find(task.id.text());
    const auto is_linked = [&](const std::string& id) {
        return linked != linked_.end() && linked->second.contains(id);
    };
    std::vector<RecordId> ids;
    for (const auto& [id, body] : known) {
        if (task.outcome == allotment::Outcome::Dated) ids.push_back(RecordId::trusted(id));
    }
    TRY(read_rows(ids));
    for (const auto& [id, body] : known) {
        if (there_.contains(id) || is_linked(id)) out.insert(body);
    }
    return out;
}

/// A task that repeats becomes its days, for the bodies that are given days; who has one of them is never
/// given all of it as one record beside.
Result<> AllotmentPlan::split_repeating() {
    const auto bounds = bounds_of(document_.review, about_.issued_on, today(house_, caller_.now));
    std::vector<allotment::Task> split;
    for (allotment::Task& task : tasks_) {
        const review::Task* confirmed = review::find_task(document_.review, task.id);
        const auto rhythms = confirmed == nullptr ? std::vector<allotment::Rhythm>() : rhythms_of(*confirmed);
        if (rhythms.empty()) continue;
        const std::set<OrganisationId> begun = TRY(with_days(task, rhythms));
        std::vector<allotment::Body> each, once;
        std::set<OrganisationId> told;
        for (const allotment::Body& body : task.bodies) {
            const bool has_days = begun.contains(body.organisation);
            const bool is_whole = is_wanted_whole(task, body);
            if (has_days && is_whole) told.insert(body.organisation);
            const bool may_repeat = day_asked(task, body) != nullptr;
            const bool repeats = has_days || (!is_whole && !is_given_whole(task.id, body.organisation));
            (may_repeat && repeats ? each : once).push_back(body);
        }
        if (!told.empty()) problems_[{"allotment.has_days", {}, task.path, {}}] += std::ssize(told);
        // A body that is merely requested beside is asked nothing more.
        std::erase_if(once, [&](const allotment::Body& body) {
            return begun.contains(body.organisation) ||
                   std::ranges::find(each, body.organisation, &allotment::Body::organisation) != each.end();
        });
        const auto days =
            each.empty() ? std::vector<allotment::Occurrence>() : allotment::occurrences(rhythms, {}, bounds);
        if (!each.empty() && days.empty()) ++problems_[{"allotment.nothing_due", {}, task.path, {}}];
        for (const allotment::Occurrence& day : days) split.push_back(allotment::on_day(task, day, each));
        task.bodies = std::move(once);
    }
    std::ranges::move(split, std::back_inserter(tasks_));
    return {};
}

/// A task was confirmed; that an order holds is said when it is given out.
bool AllotmentPlan::is_wanted(const allotment::Task& task) const {
    return !task.report || std::ranges::any_of(orders_, [&](const ReadOrder& one) {
        return one.is_given && one.order.id == task.report->order;
    });
}

/// No link leads from a day to its record, be it of a report or of a task that repeats: they are found by
/// what they are known by.
Result<> AllotmentPlan::find_reports() {
    struct Known {
        RecordId id;
        const TaskId* task;
        const OrganisationId* body;
    };
    std::vector<Known> known;
    std::map<OrganisationId, std::set<OrganisationId>> before;
    for (const Wish& wish : wishes_) {
        if (!wish.task->report && !wish.task->occurrence) continue;
        auto [bodies, is_new] = before.try_emplace(wish.organisation);
        if (is_new) bodies->second = with_predecessors(wish.organisation);
        for (const OrganisationId& body : bodies->second) {
            for (const TaskId& name : names_of(*wish.task)) {
                const std::string key = allotment::key_of_task(definition().id, about_.id, name, body);
                known.push_back({id_of(key), &wish.task->id, &body});
            }
        }
    }
    // One that several wishes are known by is the first one's.
    std::ranges::stable_sort(known, {}, &Known::id);
    const auto again = std::ranges::unique(known, {}, &Known::id);
    known.erase(again.begin(), again.end());
    std::vector<RecordId> ids;
    for (const Known& one : known) ids.push_back(one.id);
    TRY(read_rows(ids));
    for (const Known& one : known) {
        if (rows_.contains(one.id.text())) given_[{one.task->text(), *one.body}] = one.id.text();
    }
    return {};
}

void AllotmentPlan::add_bodies(const review::Task& task, BodyResolver& resolver, allotment::Task& out) {
    const auto add = [&](allotment::Role role, const review::Bodies& bodies) {
        for (const review::Body& body : bodies) {
            const BodyView& view = resolver.of(body);
            if (view.status == "resolved") {
                out.bodies.push_back({role, view.organisation});
            } else if (view.status == "collective") {
                for (const auto& [id, name] : view.members) out.bodies.push_back({role, id});
            } else if (view.status == "ambiguous") {
                name_unresolved(task, view.text, "allotment.body_ambiguous");
            } else if (view.status != "successor") {
                name_unresolved(task, view.text, "allotment.body_unknown");
            } else if (const auto heir = only_heir(view)) {
                out.bodies.push_back({role, *heir});
            } else {
                name_unresolved(task, view.text, "allotment.body_ended");
            }
        }
    };
    add(allotment::Role::Lead, task.item.lead);
    add(allotment::Role::Coordinate, task.item.coordinate);
    add(allotment::Role::Requested, task.item.requested);
}

void AllotmentPlan::name_unresolved(const review::Task& task, const std::string& name, const char* code) {
    ++problems_[{code, {}, task.item.path, name}];
}

RecordId AllotmentPlan::id_of(const std::string& key) const {
    return given_id(house_.keys, key);
}

Result<> AllotmentPlan::read_links() {
    for (const review::Task& task : document_.review.tasks) {
        std::string last;
        for (;;) {
            const auto page =
                TRY(snapshot_.read(statements::kLinksToAfter, {task.id.text(), last, kLinkPage}));
            for (const storage::Row& row : page) {
                last = row.text(0);
                const bool ours = row.text(1) == definition().id && row.text(4) == allotment::kDocumentTask;
                if (!ours) continue;
                linked_[task.id.text()].insert(row.text(2));
            }
            if (static_cast<std::int64_t>(page.size()) < kLinkPage) break;
        }
    }
    return {};
}

/// The rule by which the tasks of a record that was given out are folded; none of one that is of one task.
const Rule* AllotmentPlan::folded_by(const std::string& record) const {
    const auto name = names_->by_id.find(record);
    if (name == names_->by_id.end() || name->second.rule.empty()) return nullptr;
    const auto rule = std::ranges::find(rules_, name->second.rule, &Rule::id);
    return rule == rules_.end() ? nullptr : &*rule;
}

void AllotmentPlan::add_folded_of_all() {
    const auto live = house_.live.view();
    for (const organisation::Organisation& one : live->directory.all()) all_bodies_.insert(one.id);
    for (const Rule& rule : rules_) {
        const form::Field* by = rule.fold ? definition().form.find(rule.fold->by) : nullptr;
        if (by == nullptr) continue;
        for (const OrganisationId& body : all_bodies_) {
            for (const form::Option& option : by->options) {
                for (std::uint64_t ordinal = 0; ordinal < kOrdinals; ++ordinal) {
                    const RecordId id = id_of(allotment::key_of_group(
                        definition().id, about_.id, rule.id, option.code, body, ordinal
                    ));
                    all_folded_.insert(id.text());
                }
            }
        }
    }
}

/// Worked out once: every wish asks, and a directory goes through all of its bodies to answer.
void AllotmentPlan::find_predecessors() {
    const auto live = house_.live.view();
    for (const organisation::Organisation& one : live->directory.all()) {
        for (const organisation::Successor& heir : one.successors) {
            predecessors_[heir.organisation].push_back(one.id);
        }
    }
}

std::span<const OrganisationId> AllotmentPlan::predecessors(const OrganisationId& body) const {
    const auto found = predecessors_.find(body);
    return found == predecessors_.end() ? std::span<const OrganisationId>() : std::span(found->second);
}

/// The body, and those that it succeeded.
std::set<OrganisationId> AllotmentPlan::with_predecessors(const OrganisationId& body) const {
    std::set<OrganisationId> out{body};
    std::vector<OrganisationId> left{body};
    while (!left.empty()) {
        const OrganisationId one = left.back();
        left.pop_back();
        for (const OrganisationId& before : predecessors(one)) {
            if (out.insert(before).second) left.push_back(before);
        }
    }
    return out;
}

/// Whose the records are that point at tasks.
void AllotmentPlan::find_linked() {
    for (const auto& [task, records] : linked_) {
        for (const std::string& record : records) {
            ++rows_of_[record];
            const auto name = names_->by_id.find(record);
            if (name == names_->by_id.end()) continue;
            if (folded_by(record) != nullptr || name->second.task == task) {
                given_[{task, name->second.body}] = record;
            }
        }
    }
}

Result<> AllotmentPlan::read_rows(std::span<const RecordId> ids) {
    std::vector<RecordId> left;
    for (const RecordId& id : ids) {
        if (!rows_.contains(id.text())) left.push_back(id);
    }
    if (by_ == ThereBy::Memory) left = TRY(maybe_there(house_, snapshot_, desk_, left));
    for (std::size_t at = 0; at < left.size(); at += kAtOnce) {
        storage::Parameters parameters;
        add_ids(parameters, std::span(left).subspan(at, std::min(kAtOnce, left.size() - at)));
        for (const storage::Row& row :
             TRY(snapshot_.read(statements::kRecordRowsById, std::move(parameters)))) {
            there_.insert(row.text(0));
            if (auto ours = record_row(snapshot_, house_.keys, row))
                rows_.emplace(row.text(0), std::move(*ours));
        }
    }
    return {};
}

const std::string* AllotmentPlan::given(const TaskId& task, const OrganisationId& body) const {
    const auto found = given_.find({task.text(), body});
    return found == given_.end() ? nullptr : &found->second;
}

/// What bodies that this one succeeded were given: of a merger, each of those that merged its own.
std::vector<std::string> AllotmentPlan::given_before(const TaskId& task, const OrganisationId& body) const {
    std::vector<std::string> out;
    std::vector<OrganisationId> level{body};
    std::set<OrganisationId> seen{body};
    for (int i = 0; i < kMergersMost && !level.empty(); ++i) {
        std::vector<OrganisationId> next;
        for (const OrganisationId& one : level) {
            for (const OrganisationId& before : predecessors(one)) {
                if (!seen.insert(before).second) continue;
                if (const std::string* record = given(task, before)) {
                    out.push_back(*record);
                } else {
                    next.push_back(before);
                }
            }
        }
        level = std::move(next);
    }
    return out;
}

namespace {

/// Where a row says whose it is: the columns of the answers that rules take from the body.
std::set<std::size_t> columns_of_bodies(const definition::Register& of, const std::vector<Rule>& rules) {
    std::set<std::size_t> out;
    const auto& columns = of.list.columns;
    for (const Rule& rule : rules) {
        for (const allotment::Answer& answer : rule.answers) {
            const auto at = std::ranges::find(columns, answer.field, &definition::Column::id);
            if (!allotment::is_body(answer.of) || at == columns.end()) continue;
            out.insert(static_cast<std::size_t>(at - columns.begin()));
        }
    }
    return out;
}

}  // namespace

/// What was given out of another copy of the paper, withdrawn since or not, and runs: it is not given beside
/// it.
Result<> AllotmentPlan::read_copies() {
    if (wishes_.empty()) return {};
    const std::set<std::size_t> columns = columns_of_bodies(definition(), rules_);
    for (const DocumentRecord& copy : TRY(opened_copies(house_, snapshot_, caller_, document_.row))) {
        for (const RecordRow& row : TRY(open_given(house_, snapshot_, caller_, copy, by_))) {
            if (row.register_name != definition().id) continue;
            for (const std::size_t column : columns) {
                const auto body = OrganisationId::parse(row.columns.at(column));
                if (body) held_[*body].push_back(row.number);
            }
        }
    }
    return {};
}

bool AllotmentPlan::is_held(const Wish& wish) {
    constexpr std::size_t kNumbersTold = 3;
    if (held_.empty()) return false;
    // What was given to a body before a merger still names that one.
    std::vector<std::string> held;
    for (const OrganisationId& one : with_predecessors(wish.organisation)) {
        const auto of = held_.find(one);
        if (of != held_.end()) held.insert(held.end(), of->second.begin(), of->second.end());
    }
    if (held.empty()) return false;
    const auto live = house_.live.view();
    const organisation::Organisation* body = live->directory.find(wish.organisation);
    std::string told = body == nullptr ? std::string() : body->name;
    for (std::size_t i = 0; i < std::min(held.size(), kNumbersTold); ++i) {
        told += (i == 0 ? " (" : ", ") + held[i];
    }
    told += held.size() > kNumbersTold ? ", …)" : ")";
    problems_[{"allotment.still_open", {}, {}, told}] = 1;
    return true;
}

/// Whether the record's own column already names the body that succeeded.
bool AllotmentPlan::is_passed_on(const std::string& record, const OrganisationId& to) const {
    const auto row = rows_.find(record);
    if (row == rows_.end()) return false;
    for (const std::string& column : row->second.columns) {
        if (column == to.text()) return true;
    }
    return false;
}

Result<std::vector<Wish>> AllotmentPlan::still_to_give() {
    std::vector<Wish> left;
    std::vector<std::pair<Wish, std::string>> succeeded;
    std::set<RecordId> to_read;
    for (const Wish& wish : wishes_) {
        if (const std::string* record = given(wish.task->id, wish.organisation)) {
            matched_.emplace(wish.task->confirmed_id().text(), *record);
            to_read.insert(RecordId::trusted(*record));
            continue;
        }
        const auto before = given_before(wish.task->id, wish.organisation);
        for (const std::string& record : before) {
            matched_.emplace(wish.task->confirmed_id().text(), record);
            succeeded.emplace_back(wish, record);
            to_read.insert(RecordId::trusted(record));
        }
        if (before.empty() && is_wanted(*wish.task) && !is_held(wish)) left.push_back(wish);
    }
    // Folded records may take more; one whose link somebody took away is there all the same.
    for (const auto& [record, tasks] : rows_of_) to_read.insert(RecordId::trusted(record));
    for (const Wish& wish : left) {
        if (wish.rule->fold) continue;
        const std::string key =
            allotment::key_of_task(definition().id, about_.id, wish.task->id, wish.organisation);
        to_read.insert(id_of(key));
    }
    TRY(read_rows(std::vector(to_read.begin(), to_read.end())));
    for (const auto& [wish, record] : succeeded) {
        if (!is_passed_on(record, wish.organisation)) {
            ++problems_[{"allotment.body_succeeds", {}, wish.task->path, {}}];
        }
    }
    return left;
}

/// The folded records that may be there without a link: somebody may have taken it away.
Result<> AllotmentPlan::read_folded(const std::vector<allotment::Opening>& openings) {
    std::vector<RecordId> ids;
    for (const allotment::Opening& opening : openings) {
        if (!opening.rule->fold) continue;
        for (std::uint64_t ordinal = 0; ordinal < kOrdinals; ++ordinal) {
            ids.push_back(id_of(allotment::key_of_group(
                definition().id, about_.id, opening.rule->id, opening.group, opening.organisation, ordinal
            )));
        }
    }
    return read_rows(ids);
}

/// Opens it, unless there is such a record whose row does not open: that is told, and keeps nothing else from
/// being given.
void AllotmentPlan::open(const allotment::Opening& opening, const RecordId& id) {
    if (!there_.contains(id.text())) {
        planned_.push_back({opening, id, false});
        return;
    }
    for (const allotment::Task* task : opening.tasks) {
        ++problems_[{"allotment.unreadable", {}, task->path, {}}];
    }
}

void AllotmentPlan::plan(const std::vector<allotment::Opening>& openings) {
    std::map<Group, std::uint64_t> next;
    std::set<RecordId> once;  // two orders of one paragraph may name a body for the same day
    for (const allotment::Opening& opening : openings) {
        if (opening.rule->fold) {
            plan_folded(opening, next);
            continue;
        }
        const RecordId id = id_of(allotment::key_of_task(
            definition().id, about_.id, opening.tasks.front()->id, opening.organisation
        ));
        const auto there = rows_.find(id.text());
        if (there == rows_.end() && once.insert(id).second) open(opening, id);
        if (there != rows_.end())
            given_[{opening.tasks.front()->id.text(), opening.organisation}] = id.text();
    }
}

/// Into the newest record of its group that still takes rows, else into a new one.
void AllotmentPlan::plan_folded(const allotment::Opening& opening, std::map<Group, std::uint64_t>& next) {
    const Rule& rule = *opening.rule;
    const workflow::Action* more = definition().workflow.find(rule.fold->more);
    std::uint64_t& ordinal = next[{&rule, opening.organisation, opening.group}];
    for (; ordinal < kOrdinals; ++ordinal) {
        const RecordId id = id_of(allotment::key_of_group(
            definition().id, about_.id, rule.id, opening.group, opening.organisation, ordinal
        ));
        const auto row = rows_.find(id.text());
        if (row == rows_.end()) {
            open(opening, id);
            ++ordinal;
            return;
        }
        const bool takes =
            more != nullptr && std::ranges::find(more->from, row->second.state) != more->from.end();
        if (!takes || rows_of_[id.text()] + opening.tasks.size() > rule.fold->most) continue;
        planned_.push_back({opening, id, true});
        ++ordinal;
        return;
    }
    problem("form.too_many", rule.fold->rows, opening);
}

void AllotmentPlan::problem(const std::string& code, const std::string& field, const allotment::Opening& of) {
    for (const allotment::Task* task : of.tasks) ++problems_[{code, field, task->path, {}}];
    faulty_.insert(&of);
}

void AllotmentPlan::too_late(const allotment::Opening& of) {
    problem("allotment.too_late", {}, of);
    for (const allotment::Task* task : of.tasks) late_.emplace(task->id.text(), of.organisation);
}

bool AllotmentPlan::may(const Rule& rule) const {
    return access::decide(
               desk_.programme->rules,
               caller_.actor,
               definition().id,
               rule.action,
               access::standing_before(caller_.now)
    )
        .allowed;
}

const std::string& AllotmentPlan::path_of(const std::string& task) const {
    static const std::string none;
    const review::Task* found = review::find_task(document_.review, TaskId::trusted(task));
    return found == nullptr ? none : found->item.path;
}

void AllotmentPlan::differ(const char* code, const std::string& record, const std::string& path) {
    if (differences_.size() == kDifferencesShown) {
        ++more_differences_;
        return;
    }
    const auto row = rows_.find(record);
    const std::string number = row == rows_.end() ? std::string() : row->second.number;
    differences_.push_back({code, RecordId::trusted(record), number, path});
}

/// Whether a record was given for this task, to whatever body, and not linked to it by hand.
bool AllotmentPlan::is_allotted(const std::string& task, const std::string& record) {
    if (folded_by(record) != nullptr) return true;
    if (all_bodies_.empty()) add_folded_of_all();
    return all_folded_.contains(record) || std::ranges::any_of(all_bodies_, [&](const OrganisationId& body) {
               const std::string key =
                   allotment::key_of_task(definition().id, about_.id, TaskId::trusted(task), body);
               return id_of(key).text() == record;
           });
}

/// A task that was confirmed anew since, and one that no longer names the body. What is closed is history.
Result<> AllotmentPlan::compare() {
    for (const auto& [task, records] : linked_) {
        for (const std::string& record : records) {
            if (matched_.contains({task, record}) || !is_allotted(task, record)) continue;
            const auto row = rows_.find(record);
            const workflow::State* state =
                row == rows_.end() ? nullptr : definition().workflow.find_state(row->second.state);
            if (state != nullptr && !state->is_final) differ("allotment.gone", record, path_of(task));
        }
    }
    for (const Wish& wish : wishes_) {
        const std::string* record = given(wish.task->id, wish.organisation);
        const auto row = record == nullptr ? rows_.end() : rows_.find(*record);
        const review::Task* task = review::find_task(document_.review, wish.task->confirmed_id());
        if (row == rows_.end() || task == nullptr || task->confirmed_at <= row->second.opened_at) continue;
        const workflow::State* state = definition().workflow.find_state(row->second.state);
        if (state == nullptr || state->is_final) continue;
        if (TRY(differs(wish, row->second))) differ("allotment.differs", *record, wish.task->path);
    }
    return {};
}

/// Whoever confirms documents need not see every record that was given: what she may not list has no name.
Result<> AllotmentPlan::hide_closed() {
    std::vector<RecordId> ids;
    for (const AllotmentDifference& one : differences_) ids.push_back(one.record);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::map<std::string, FoundRecord> open;
    for (std::size_t from = 0; from < ids.size(); from += kAtOnce) {
        const auto some = std::span(ids).subspan(from, std::min<std::size_t>(kAtOnce, ids.size() - from));
        open.merge(TRY(find_records(house_, snapshot_, caller_, definition().id, some)));
    }
    for (AllotmentDifference& one : differences_) {
        const auto found = open.find(one.record.text());
        if (found != open.end() && verdict_of(caller_, found->second, access::kList).allowed) continue;
        one.record = {};
        one.number.clear();
    }
    return {};
}

namespace {

/// What the clear parts say, corrections in the place of what they correct, the last word last.
json::Value said_in(const std::vector<StoredEvent>& history) {
    std::vector<record::Event> events;
    for (const StoredEvent& one : history) events.push_back(one.event);
    const record::Corrected effective(events);
    json::Value out{json::Object{}};
    for (const record::Event& event : effective.events()) {
        if (event.answers.object() == nullptr) continue;
        for (const auto& [field, value] : *event.answers.object()) out.set(field, value);
    }
    return out;
}

/// Of a register without persons the clear part of an event says what was answered, but for confidential
/// words. Whether it says what the document says now.
bool says(const Rule& rule, const Wish& wish, const json::Value& answers, const allotment::Setting& setting) {
    for (const allotment::Answer& answer : rule.answers) {
        using allotment::Property;
        if (answer.ask != allotment::Ask::Never && answer.of != Property::Due) continue;
        if (answer.of == Property::None || answer.of == Property::Body) continue;
        const json::Value now = allotment::answer_of(answer, wish, setting);
        // The task says nothing: what stands there was asked for when it was given.
        if (answer.ask != allotment::Ask::Never && now.is_null()) continue;
        const json::Value* then = answers.find(answer.field);
        // A confidential answer is not there to be compared.
        if (then == nullptr && !now.is_null() && answer.of != Property::Due) continue;
        const bool says_nothing = then == nullptr || then->is_null();
        if (says_nothing ? !now.is_null() : *then != now) return false;
    }
    return true;
}

}  // namespace

Result<bool> AllotmentPlan::differs(const Wish& wish, const RecordRow& row) {
    const Rule* opened_by = folded_by(row.id.text());
    // Another outcome than when it was given.
    if ((opened_by != nullptr) != wish.rule->fold.has_value()) return true;
    if (opened_by != nullptr && opened_by != wish.rule) return true;
    const auto history = TRY(events_of(snapshot_, row.register_name, row.id));
    if (history.empty()) return true;
    if (opened_by == nullptr) return !says(*wish.rule, wish, said_in(history), setting());
    const allotment::Answer* rows = wish.rule->find(wish.rule->fold->rows);
    const json::Value now = allotment::answer_of(*rows, wish, setting());
    for (const StoredEvent& one : history) {
        const json::Value* then = one.event.answers.find(rows->field);
        if (then == nullptr || then->array() == nullptr) continue;
        if (std::ranges::find(*then->array(), now.array()->front()) != then->array()->end()) return false;
    }
    return true;
}

AllotmentReport AllotmentPlan::told(const ReadOrder& one) const {
    const allotment::ReportOrder& order = one.order;
    AllotmentReport out{
        order.id,
        order.path,
        order.from,
        order.to,
        order.via,
        order.content,
        order.words,
        one.is_given,
        {},
        {}};
    for (const std::string& day : order.days()) {
        const auto moved = one.moved.find(day);
        out.days.push_back({day, moved == one.moved.end() ? day : moved->second});
    }
    const auto rule = std::ranges::find(rules_, allotment::Source::Report, &Rule::source);
    for (const allotment::Occurrence& occurrence : one.occurrences) {
        out.due.push_back({occurrence.named_on.iso(), allotment::words_of(occurrence.about, *rule)});
    }
    out.bodies = std::ranges::count(one.bodies, allotment::Role::Reporter, &allotment::Body::role);
    for (const Wish& wish : wishes_) {
        if (!wish.task->report || wish.task->report->order != order.id) continue;
        if (late_.contains({wish.task->id.text(), wish.organisation})) continue;
        const bool is_given = given(wish.task->id, wish.organisation) != nullptr ||
                              !given_before(wish.task->id, wish.organisation).empty();
        ++(is_given ? out.given : out.left);
    }
    return out;
}

std::vector<AllotmentRepeat> AllotmentPlan::told_repeating() const {
    std::vector<AllotmentRepeat> out;
    std::map<std::string, std::size_t> places;
    std::set<std::string> days;
    for (const Wish& wish : wishes_) {
        const allotment::Task& task = *wish.task;
        if (!task.occurrence) continue;
        const auto [place, is_new] = places.emplace(task.confirmed_id().text(), out.size());
        if (is_new) out.push_back({task.path, {}});
        AllotmentRepeat& one = out[place->second];
        if (days.insert(task.id.text()).second) {
            one.due.push_back({task.due, allotment::words_of(task.occurrence->about, *wish.rule)});
        }
        const bool is_given =
            given(task.id, wish.organisation) != nullptr || !given_before(task.id, wish.organisation).empty();
        ++(is_given ? one.given : one.left);
    }
    return out;
}

std::vector<AllotmentBody> AllotmentPlan::told_bodies() const {
    const auto& columns = definition().list.columns;
    const std::string title =
        columns.empty() || columns.front().type != form::Type::Text ? std::string() : columns.front().id;
    std::vector<AllotmentBody> out;
    std::map<OrganisationId, std::size_t> places;
    for (const PlannedRecord& one : planned_) {
        const allotment::Opening& opening = one.opening;
        if (faulty_.contains(&opening)) continue;
        const auto [place, is_new] = places.emplace(opening.organisation, out.size());
        if (is_new) out.push_back({opening.organisation, {}});
        out[place->second].pieces.push_back(
            {opening.rule->action,
             opening.answers.text_or(title),
             static_cast<std::int64_t>(opening.tasks.size()),
             one.widens}
        );
    }
    return out;
}

Allotment AllotmentPlan::told() const {
    Allotment out;
    out.register_id = definition().id;
    for (const Rule& rule : rules_) {
        AllotmentLine line{rule.id, rule.action, 0, 0, 0, may(rule)};
        std::set<OrganisationId> bodies;
        for (const PlannedRecord& one : planned_) {
            if (one.opening.rule != &rule || faulty_.contains(&one.opening)) continue;
            ++(one.widens ? line.to_widen : line.to_open);
            bodies.insert(one.opening.organisation);
        }
        line.bodies = static_cast<std::int64_t>(bodies.size());
        out.lines.push_back(std::move(line));
    }
    out.bodies = told_bodies();
    std::set<std::string> records;
    for (const auto& [task, record] : matched_) records.insert(record);
    out.given = static_cast<std::int64_t>(matched_.size());
    out.records = static_cast<std::int64_t>(records.size());
    // What was given out was answered then.
    std::vector<Wish> wanted = wishes_;
    std::erase_if(wanted, [&](const Wish& wish) {
        return !is_wanted(*wish.task) || given(wish.task->id, wish.organisation) != nullptr;
    });
    for (const allotment::Question& one : allotment::questions(wanted, setting())) {
        out.questions.push_back({one.rule->id, one.field, one.of, one.about, one.value});
    }
    for (const ReadOrder& order : orders_) out.reports.push_back(told(order));
    out.repeating = told_repeating();
    for (const auto& [problem, count] : problems_) {
        out.problems.push_back(problem);
        out.problems.back().count = count;
    }
    for (const Rule& rule : rules_) {
        for (const allotment::Answer& answer : rule.answers) {
            if (answer.of != allotment::Property::DocumentNumber) continue;
            const bool is_shown = definition().find_column(answer.field) != nullptr &&
                                  access::list_shows(desk_.programme->rules, definition().id, answer.field);
            if (is_shown && !about_.number.empty()) out.number_column = answer.field;
        }
    }
    out.differences = differences_;
    out.more_differences = more_differences_;
    return out;
}

}  // namespace neove::service
