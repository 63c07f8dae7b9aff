#include "service/registers/given_ids.h"

#include "allotment/allot.h"
#include "definition/allotments.h"
#include "service/registers/allot_reports.h"
#include "service/registers/board_index.h"
#include "service/resolve_bodies.h"
#include "storage/statements/boards.h"

#include <algorithm>
#include <span>

namespace neove::service {

namespace {

/// A merger is written down late, but not by more than that: who ended so long before the document came was
/// given nothing of it.
constexpr std::int64_t kMonthsWrittenLate = 12;

using Bodies = std::set<OrganisationId>;

/// Everything that records of one register may be known by.
class Known {
public:
    Known(const House& house, const Caller& caller, const Desk& desk, const DocumentRecord& document)
        : house_(house),
          live_(house.live.view()),
          desk_(desk),
          document_(document),
          now_(today(house, caller.now)),
          came_on_(calendar::date_of(document.row.uploaded_at, house.options.utc_offset_micros)),
          ended_since_(came_on_.plus_months(-kMonthsWrittenLate).iso()),
          resolver_(house, document.row.issuer, document.row.issued_on, now_) {}

    GivenNames all() {
        Bodies everybody;
        for (const review::Task& task : document_.review.tasks) {
            Bodies bodies;
            for (const review::Bodies* named :
                 {&task.item.lead, &task.item.coordinate, &task.item.requested}) {
                for (const review::Body& one : *named) add_named(resolver_.of(one), bodies);
            }
            add_own(task.id, bodies);
            everybody.merge(std::move(bodies));
        }
        add_reports();
        add_folded(everybody);
        std::ranges::sort(out_.all);
        out_.all.erase(std::unique(out_.all.begin(), out_.all.end()), out_.all.end());
        return std::move(out_);
    }

private:
    const std::string& register_id() const { return desk_.current->id; }
    Bodies ever(const Bodies& bodies) const { return with_predecessors(live_->directory, bodies); }
    Bodies lately(const Bodies& bodies) const {
        return with_predecessors(live_->directory, bodies, ended_since_);
    }

    RecordId id_of_task(const TaskId& task, const OrganisationId& body) const {
        return given_id(house_.keys, allotment::key_of_task(register_id(), document_.row.id, task, body));
    }

    void add_own(const TaskId& task, const Bodies& bodies) {
        const Bodies recent = lately(bodies);
        for (const OrganisationId& body : ever(bodies)) {
            const RecordId id = id_of_task(task, body);
            if (recent.contains(body)) out_.all.push_back(id);
            out_.by_id.emplace(id.text(), GivenName{{}, task.text(), body});
        }
    }

    void add_folded(const Bodies& bodies) {
        const Bodies recent = lately(bodies), all = ever(bodies);
        for (const allotment::Rule& rule : definition::allotments_of(*desk_.current)) {
            const form::Field* by = rule.fold ? desk_.current->form.find(rule.fold->by) : nullptr;
            if (by == nullptr) continue;
            for (const form::Option& option : by->options) {
                for (const OrganisationId& body : all) {
                    add_group(rule.id, option.code, body, recent.contains(body));
                }
            }
        }
    }

    void add_group(
        const std::string& rule, const std::string& group, const OrganisationId& body, bool is_recent
    ) {
        for (std::uint64_t ordinal = 0; ordinal < kGivenOrdinals; ++ordinal) {
            const RecordId id = given_id(
                house_.keys,
                allotment::key_of_group(register_id(), document_.row.id, rule, group, body, ordinal)
            );
            if (is_recent) out_.all.push_back(id);
            out_.by_id.emplace(id.text(), GivenName{rule, {}, body});
        }
    }

    void add_reports() {
        const auto orders = known_reports(document_.review, document_.row.issued_on, came_on_, now_);
        for (const KnownReports& one : orders) {
            Bodies bodies;
            for (const std::string& name : one.from) add_named(resolver_.of(name), bodies);
            bodies = lately(bodies);
            for (const std::string& name : one.names) {
                for (const OrganisationId& body : bodies) {
                    out_.all.push_back(id_of_task(TaskId::trusted(name), body));
                }
            }
        }
    }

    const House& house_;
    std::shared_ptr<const LiveView> live_;
    const Desk& desk_;
    const DocumentRecord& document_;
    std::string now_;
    calendar::Date came_on_;
    std::string ended_since_;
    BodyResolver resolver_;
    GivenNames out_;
};

}  // namespace

void add_named(const BodyView& view, std::set<OrganisationId>& out) {
    if (!view.organisation.is_empty()) out.insert(view.organisation);
    for (const auto& [id, name] : view.members) out.insert(id);
    for (const SuccessorView& one : view.successors) {
        if (!one.organisation.is_empty()) out.insert(one.organisation);
    }
}

RecordId given_id(const Keys& keys, const std::string& key) {
    const Digest whole = crypto::keyed_hash(keys.idempotency, "neove.allotment", as_bytes(key));
    return RecordId::trusted(to_hex(ByteView(whole).first(16)));
}

std::set<OrganisationId> with_predecessors(
    const organisation::Directory& directory, std::set<OrganisationId> bodies, const std::string& ended_since
) {
    std::vector<OrganisationId> left(bodies.begin(), bodies.end());
    while (!left.empty()) {
        const OrganisationId one = left.back();
        left.pop_back();
        for (const organisation::Organisation* before : directory.predecessors(one)) {
            const bool has_ended = !before->valid_until.is_open();
            if (has_ended && before->valid_until.iso() < ended_since) continue;
            if (bodies.insert(before->id).second) left.push_back(before->id);
        }
    }
    return bodies;
}

GivenMemory::Names names_given(
    House& house, const Caller& caller, const Desk& desk, const DocumentRecord& document
) {
    const GivenMemory::Basis basis{
        desk.current->id,
        document.row.id.text(),
        document.row.version,
        today(house, caller.now),
        house.live.view(),
        desk.programme};
    const auto work_out = [&] { return Known(house, caller, desk, document).all(); };
    if (house.boards == nullptr) return std::make_shared<const GivenNames>(work_out());
    return house.boards->given().names(basis, work_out);
}

Result<std::vector<RecordId>> maybe_there(
    House& house, storage::Snapshot& snapshot, const Desk& desk, std::span<const RecordId> ids
) {
    if (house.boards != nullptr && !ids.empty()) {
        if (auto there = TRY(house.boards->there_of(house, snapshot, desk, ids))) return std::move(*there);
    }
    return std::vector(ids.begin(), ids.end());
}

Result<std::vector<RecordId>> maybe_there(
    House& house, storage::Snapshot& snapshot, const Desk& desk, const GivenMemory::Names& names
) {
    if (house.boards != nullptr) {
        if (auto there = TRY(house.boards->there_of(house, snapshot, desk, names))) return std::move(*there);
    }
    return names->all;
}

namespace {

Result<std::set<RecordId>> those_stored(storage::Snapshot& snapshot, const std::vector<RecordId>& ids) {
    std::set<RecordId> out;
    for (std::size_t at = 0; at < ids.size(); at += kAtOnce) {
        storage::Parameters parameters;
        add_ids(parameters, std::span(ids).subspan(at, std::min(kAtOnce, ids.size() - at)));
        const auto rows = TRY(snapshot.read(storage::statements::kRecordRowsById, std::move(parameters)));
        for (const storage::Row& row : rows) out.insert(RecordId::trusted(row.text(0)));
    }
    return out;
}

}  // namespace

Result<std::set<RecordId>> those_there(
    House& house, storage::Snapshot& snapshot, const Desk& desk, std::span<const RecordId> wanted, ThereBy by
) {
    std::vector<RecordId> ids(wanted.begin(), wanted.end());
    if (by == ThereBy::Memory) ids = TRY(maybe_there(house, snapshot, desk, wanted));
    return those_stored(snapshot, ids);
}

Result<std::set<RecordId>> given_by_id(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const DocumentRecord& document,
    ThereBy by
) {
    const auto names = names_given(house, caller, desk, document);
    if (by != ThereBy::Memory) return those_stored(snapshot, names->all);
    return those_stored(snapshot, TRY(maybe_there(house, snapshot, desk, names)));
}

}  // namespace neove::service
