#include "service/registers/next_giving.h"

#include "allotment/repeat.h"
#include "definition/allotments.h"
#include "service/document_issuer.h"
#include "service/registers/allot_reports.h"
#include "service/registers/board_index.h"
#include "service/registers/given_ids.h"
#include "service/resolve_bodies.h"
#include "storage/statements/documents.h"

#include <algorithm>
#include <map>
#include <set>

namespace neove::service {

namespace statements = storage::statements;
using allotment::Rule;
using calendar::Date;

namespace {

constexpr std::string_view kConfirm = "confirm";
/// A merger is written down late, but not by more than that.
constexpr std::int64_t kMonthsWrittenLate = 12;

/// A task that repeats, or an order to report.
struct Series {
    std::string order;  ///< empty of a task
    std::set<OrganisationId> bodies;
    std::map<Date, std::string> known;  ///< by the day as it was read, since the document came
    std::map<Date, Date> next;          ///< those of the year that comes, with the day that holds
};

bool gives_days(const Rule& rule) {
    return rule.source == allotment::Source::Report || allotment::takes_day(rule);
}

bool may_take(const Caller& caller, const Desk& desk, const Rule& rule) {
    return access::decide(
               desk.programme->rules,
               caller.actor,
               desk.current->id,
               rule.action,
               access::standing_before(caller.now)
    )
        .allowed;
}

GivenMemory::Basis basis_of(
    const House& house, const Caller& caller, const Desk& desk, const DocumentRow& document
) {
    return {
        desk.current->id,
        document.id.text(),
        document.version,
        today(house, caller.now),
        house.live.view(),
        desk.programme};
}

class Ending {
public:
    Ending(
        House& house,
        storage::Snapshot& snapshot,
        const Caller& caller,
        const Desk& desk,
        const DocumentRecord& document,
        std::vector<Rule> rules
    )
        : house_(house),
          snapshot_(snapshot),
          caller_(caller),
          desk_(desk),
          document_(document),
          rules_(std::move(rules)),
          live_(house.live.view()),
          now_(today(house, caller.now)),
          came_on_(calendar::date_of(document.row.uploaded_at, house.options.utc_offset_micros)),
          bounds_(bounds_of(document.review, document.row.issued_on, now_)),
          resolver_(house, document.row.issuer, document.row.issued_on, now_) {}

    Result<std::optional<NextGiving>> next() {
        std::optional<NextGiving> out;
        std::vector<Series> all = tasks();
        std::ranges::move(orders(), std::back_inserter(all));
        for (Series& one : all) {
            const auto days = TRY(days_behind(one));
            if (days.empty()) continue;
            if (!out) out = NextGiving{days.front().iso(), days.back().iso()};
            out->from = std::min(out->from, days.front().iso());
            out->until = std::max(out->until, days.back().iso());
            ++out->rhythms;
            if (!one.order.empty()) out->orders.push_back(one.order);
        }
        return out;
    }

private:
    /// Not beyond what can be given today.
    allotment::Bounds since_it_came() const {
        allotment::Bounds out = bounds_;
        out.from = std::min(out.from, came_on_);
        out.plan_start.reset();
        out.plan_end.reset();
        return out;
    }

    std::set<OrganisationId> bodies_of(const review::Task& task) {
        std::set<OrganisationId> out;
        const std::pair<allotment::Role, const review::Bodies*> named[] = {
            {allotment::Role::Lead, &task.item.lead},
            {allotment::Role::Coordinate, &task.item.coordinate},
            {allotment::Role::Requested, &task.item.requested}};
        for (const auto& [role, bodies] : named) {
            const auto fits = [&](const Rule& rule) { return rule.is_for(outcome_of(task.choice), role); };
            const auto rule = std::ranges::find_if(rules_, fits);
            if (rule == rules_.end() || !allotment::takes_day(*rule)) continue;
            if (!may_take(caller_, desk_, *rule)) continue;
            for (const review::Body& one : *bodies) add_named(resolver_.of(one), out);
        }
        return out;
    }

    std::vector<Series> tasks() {
        std::vector<Series> out;
        for (const review::Task& task : document_.review.tasks) {
            // On a day that somebody typed it comes once.
            if (task.state != review::TaskState::Confirmed || !task.due.empty()) continue;
            const std::vector<allotment::Rhythm> rhythms = rhythms_of(task);
            if (rhythms.empty()) continue;
            Series one;
            one.bodies = bodies_of(task);
            allotment::Task bare;
            bare.id = task.id;
            for (const auto& day : allotment::occurrences(rhythms, {}, since_it_came())) {
                one.known[day.read_on] = allotment::on_day(bare, day, {}).id.text();
            }
            for (const auto& day : allotment::occurrences(rhythms, {}, bounds_)) {
                one.next[day.read_on] = day.named_on;
            }
            out.push_back(std::move(one));
        }
        return out;
    }

    std::vector<Series> orders() {
        std::vector<Series> out;
        const auto rule = std::ranges::find(rules_, allotment::Source::Report, &Rule::source);
        if (rule == rules_.end() || !may_take(caller_, desk_, *rule)) return out;
        std::map<std::string, std::map<Date, Date>> next;
        const TellOrder silent = [](const ReadOrder&, const std::string&, const std::string&) {};
        for (const ReadOrder& order :
             orders_in(document_.review, document_.row.issued_on, now_, {}, resolver_, silent)) {
            for (const auto& day : order.occurrences) next[order.order.id][day.read_on] = day.named_on;
        }
        for (const KnownReports& order :
             known_reports(document_.review, document_.row.issued_on, came_on_, now_)) {
            Series one;
            one.order = order.order;
            for (const std::string& name : order.from) add_named(resolver_.of(name), one.bodies);
            for (std::size_t i = 0; i < order.names.size(); ++i) {
                if (order.read_on[i] <= bounds_.until) one.known[order.read_on[i]] = order.names[i];
            }
            one.next = next[order.order];
            out.push_back(std::move(one));
        }
        return out;
    }

    /// The last of its days from `from` on, before `until`, that any of its bodies was given.
    Result<std::optional<Date>> last_given(const Series& one, Date from, Date until) {
        std::map<RecordId, Date> ids;
        for (auto day = one.known.lower_bound(from); day != one.known.end() && day->first < until; ++day) {
            for (const OrganisationId& body : one.bodies) {
                const std::string key = allotment::key_of_task(
                    desk_.current->id, document_.row.id, TaskId::trusted(day->second), body
                );
                ids.emplace(given_id(house_.keys, key), day->first);
            }
        }
        std::vector<RecordId> wanted;
        for (const auto& [id, day] : ids) wanted.push_back(id);
        std::optional<Date> last;
        for (const RecordId& id : TRY(those_there(house_, snapshot_, desk_, wanted, ThereBy::Memory))) {
            last = std::max(last.value_or(Date::first()), ids.at(id));
        }
        return last;
    }

    /// What is next of a series of which the last given day is near or over.
    Result<std::vector<Date>> days_behind(Series& one) {
        std::vector<Date> out;
        if (one.next.empty()) return out;
        const std::string ended_since = came_on_.plus_months(-kMonthsWrittenLate).iso();
        one.bodies = with_predecessors(live_->directory, std::move(one.bodies), ended_since);
        const Date near = bounds_.from.plus_days(kDaysBeforeLast + 1);
        const Date end = bounds_.until.plus_days(1);
        // Of most there is a later one, and nothing more need be looked for.
        if (TRY(last_given(one, near, end))) return out;
        const auto last = TRY(last_given(one, Date::first(), near));
        if (!last) return out;
        for (const auto& [read_on, named_on] : one.next) {
            if (read_on > *last) out.push_back(named_on);
        }
        std::ranges::sort(out);
        return out;
    }

    House& house_;
    storage::Snapshot& snapshot_;
    const Caller& caller_;
    const Desk& desk_;
    const DocumentRecord& document_;
    std::vector<Rule> rules_;
    std::shared_ptr<const LiveView> live_;
    std::string now_;
    Date came_on_;
    allotment::Bounds bounds_;
    BodyResolver resolver_;
};

/// Registers of which she may open what is given by days.
std::vector<Desk> desks_of(House& house, const Caller& caller) {
    std::vector<Desk> out;
    for (const std::string& id : house.programmes.current()->registers) {
        auto desk = desk_of(house, id);
        if (!desk || !definition::takes_tasks(*desk->current)) continue;
        const auto rules = definition::allotments_of(*desk->current);
        const bool may = std::ranges::any_of(rules, [&](const Rule& rule) {
            return gives_days(rule) && may_take(caller, *desk, rule);
        });
        if (may) out.push_back(std::move(*desk));
    }
    return out;
}

/// Its own documents with confirmed tasks that she may confirm.
Result<std::vector<DocumentRow>> documents_of(
    House& house, storage::Snapshot& snapshot, const Caller& caller
) {
    std::vector<DocumentRow> out;
    const access::Object own{"document", caller.actor.organisation, {}};
    if (!access::decide(house.table, caller.actor, kConfirm, own).allowed) return out;
    const auto rows =
        TRY(snapshot.read(statements::kConfirmedDocumentsOf, {caller.actor.organisation.text()}));
    for (const storage::Row& stored : rows) {
        auto row = document_row(snapshot, house.keys, stored);
        if (row && row->owner == caller.actor.organisation) out.push_back(std::move(*row));
    }
    return out;
}

}  // namespace

Result<std::optional<NextGiving>> next_giving(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const DocumentRecord& document
) {
    auto rules = definition::allotments_of(*desk.current);
    // What one finds quiet is so for another only where both may give all of it.
    const bool may_all = std::ranges::all_of(rules, [&](const Rule& rule) {
        return !gives_days(rule) || may_take(caller, desk, rule);
    });
    auto next = TRY(Ending(house, snapshot, caller, desk, document, std::move(rules)).next());
    if (!next && may_all && house.boards != nullptr)
        house.boards->given().keep_quiet(basis_of(house, caller, desk, document.row));
    return next;
}

Result<std::vector<DueGiving>> due_givings(House& house, const Caller& caller) {
    std::vector<DueGiving> out;
    const std::vector<Desk> desks = desks_of(house, caller);
    if (desks.empty()) return out;
    const auto snapshot = TRY(snapshot_of(house, caller));
    for (const DocumentRow& row : TRY(documents_of(house, *snapshot, caller))) {
        std::optional<DocumentRecord> document;
        for (const Desk& desk : desks) {
            const auto basis = basis_of(house, caller, desk, row);
            if (house.boards != nullptr && house.boards->given().is_quiet(basis)) continue;
            if (!document) {
                // One that does not open has a page that says so; what else has to be given is told.
                auto opened = document_for(house, *snapshot, caller, row.id, kConfirm);
                if (!opened) break;
                document = std::move(*opened);
            }
            auto next = TRY(next_giving(house, *snapshot, caller, desk, *document));
            if (next) out.push_back({row, desk, std::move(*next)});
        }
    }
    std::ranges::sort(out, {}, [](const DueGiving& one) {
        return std::tuple(one.next.from, one.document.id.text());
    });
    return out;
}

}  // namespace neove::service
