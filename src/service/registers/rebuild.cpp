#include "service/registers/rebuild.h"

#include "service/registers/handed_rows.h"
#include "service/registers/opened_record.h"
#include "storage/statements/attachments.h"
#include "storage/statements/backup.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <map>
#include <set>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kPage = 400;
constexpr std::size_t kToldMax = 1'000;

class Rebuilder {
public:
    Rebuilder(House& house, storage::Snapshot& snapshot, bool apply)
        : house_(house), snapshot_(snapshot), apply_(apply) {}

    Result<RebuildReport> run() {
        for (const std::string& id : TRY(register_ids())) TRY(histories_of(id));
        TRY(rows_without_events());
        TRY(facts_of_nobody());
        return std::move(report_);
    }

private:
    /// Of every bundle that was ever used: a register that is no more has records still.
    Result<std::set<std::string>> register_ids() {
        std::set<std::string> ids;
        std::string last;
        for (;;) {
            const auto rows = TRY(snapshot_.read(statements::kSaveBundle, {last, std::int64_t{4}}));
            for (const storage::Row& row : rows) {
                last = row.text(0);
                const auto bundle = TRY(house_.programmes.pinned(snapshot_, last));
                for (const definition::Programme& programme : bundle->programmes) {
                    for (const definition::Register& one : programme.registers) ids.insert(one.id);
                }
            }
            if (rows.size() < 4) return ids;
        }
    }

    Result<> histories_of(const std::string& register_name) {
        std::string record;
        std::int64_t version = 0;
        std::int64_t position = INT64_MAX;
        RecordId of;
        std::vector<StoredEvent> history;
        for (;;) {
            const auto rows = TRY(snapshot_.read(
                statements::kRecordEventsAfter,
                {register_name, record, version, position, register_name, kPage}
            ));
            for (const storage::Row& row : rows) {
                record = row.text(2);
                version = row.number(3);
                position = row.number(4);
                if (of.text() != record) {
                    TRY(compare(register_name, of, history));
                    of = RecordId::trusted(record);
                    history.clear();
                    is_whole_ = true;
                }
                auto event = stored_event(row);
                if (!event) {
                    differ(register_name, record, "event " + row.text(0));
                    is_whole_ = false;
                    continue;
                }
                history.push_back(std::move(*event));
                ++report_.events;
            }
            if (static_cast<std::int64_t>(rows.size()) < kPage) break;
        }
        return compare(register_name, of, history);
    }

    void differ(const std::string& register_name, const std::string& record, std::string what) {
        is_different_ = true;
        if (report_.differences.size() < kToldMax) {
            report_.differences.push_back({register_name, record, std::move(what)});
        } else {
            ++report_.more;
        }
    }

    Result<> compare(
        const std::string& register_name, const RecordId& id, const std::vector<StoredEvent>& history
    ) {
        if (history.empty()) return {};
        ++report_.records;
        seen_.insert(id.text());
        subjects_.insert(fact_subject(house_.keys, id));
        is_different_ = false;
        std::string digest = history.front().bundle;
        for (const StoredEvent& one : history) {
            if (!one.bundle.empty()) digest = one.bundle;
        }
        const auto bundle = house_.programmes.pinned(snapshot_, digest);
        const definition::Register* definition = bundle ? (*bundle)->find(register_name) : nullptr;
        if (definition == nullptr) {
            differ(register_name, id.text(), "bundle");
            return {};
        }
        const Derived derived = derive_stored(
            *definition, id, history, house_.programmes.calendar(), house_.options.utc_offset_micros
        );
        const bool has_row = TRY(compare_row(derived.row));
        TRY(compare_clocks(derived));
        TRY(compare_facts(derived));
        TRY(compare_links(derived));
        TRY(compare_relations(derived.row, history));
        TRY(compare_files(register_name, id, history));
        auto as_sealed = history;
        if (!put_resealed(snapshot_, register_name, id, as_sealed)) {
            differ(register_name, id.text(), "resealed");
        }
        // From a history with a hole would follow a row that its own seal no longer fits.
        const bool is_whole = is_whole_ && history.back().event.version == std::ssize(history);
        if (apply_ && is_different_ && has_row && is_whole) TRY(mend(derived));
        return {};
    }

    Result<bool> compare_row(const RecordRow& ours) {
        const auto rows = TRY(snapshot_.read(statements::kRecordRowById, {ours.id.text()}));
        const auto differs = [&](std::string what) {
            differ(ours.register_name, ours.id.text(), std::move(what));
        };
        if (rows.empty()) {
            differs("no row");
            return false;
        }
        const storage::Row& row = rows[0];
        const auto same = [&](std::size_t column, const auto& value, const char* name) {
            if (row.values()[column] != storage::Value(value)) differs(name);
        };
        same(1, ours.register_name, "register");
        same(2, ours.number, "number");
        same(3, ours.state, "state");
        same(4, ours.owner.text(), "owner");
        same(5, ours.created_by.text(), "created_by");
        same(6, ours.opened_at.micros, "opened_at");
        same(7, ours.changed_at.micros, "changed_at");
        same(8, ours.version, "version");
        same(9, ours.bundle, "bundle");
        for (std::size_t i = 0; i < kColumnsMax; ++i) {
            same(10 + i, ours.columns[i], ("column " + std::to_string(i + 1)).c_str());
        }
        same(18, ours.due_at, "due_at");
        same(20, to_bytes(ours.last_event), "last_event");
        const auto stored = record_row(snapshot_, house_.keys, row);
        if (!stored) {
            differs("tag");
        } else if (stored->entered != ours.entered || stored->concerns != ours.concerns || stored->redactions != ours.redactions) {
            differs("entered");
        } else if (stored->given != 0 && stored->given != ours.given) {
            differs("given");
        }
        return true;
    }

    Result<> compare_clocks(const Derived& derived) {
        const auto rows = TRY(snapshot_.read(statements::kClocksOfRecord, {derived.row.id.text()}));
        std::vector<storage::Parameters> ours;
        for (const deadline::Clock& clock : derived.clocks) {
            storage::Parameters all = clock_parameters(derived.row, clock);
            ours.push_back({all[1], all[2], all[4], all[5], all[6], all[7]});
        }
        std::ranges::sort(ours, {}, [](const storage::Parameters& one) {
            return std::pair(std::get<std::string>(one[0]), std::get<std::int64_t>(one[1]));
        });
        const bool same = std::ranges::equal(rows, ours, {}, &storage::Row::values);
        if (!same) differ(derived.row.register_name, derived.row.id.text(), "clocks");
        return {};
    }

    Result<> compare_facts(const Derived& derived) {
        const std::string subject = fact_subject(house_.keys, derived.row.id);
        const auto rows =
            TRY(snapshot_.read(statements::kFactsOfSubject, {derived.row.register_name, subject}));
        bool same = rows.size() == derived.facts.size();
        for (std::size_t i = 0; same && i < rows.size(); ++i) {
            same = rows[i].values() ==
                   fact_parameters(house_.keys, derived.row, derived.facts[i], static_cast<std::int64_t>(i));
        }
        if (!same) differ(derived.row.register_name, derived.row.id.text(), "facts");
        return {};
    }

    /// No file is missing, none is another's or another event's, and its ciphertext is what came in. What is
    /// gone here cannot be made again.
    Result<> compare_files(
        const std::string& register_name, const RecordId& id, const std::vector<StoredEvent>& history
    ) {
        std::map<std::string, std::pair<std::string, Bytes>> ours;
        std::map<std::string, std::pair<std::string, Bytes>> stored;
        if (history.back().event.kind != record::kErased) {
            for (const StoredEvent& one : history) {
                for (const EventFile& file : one.files) {
                    ours[file.id.text()] = {one.event.id.text(), to_bytes(file.digest)};
                }
                for (const BlobId& gone : one.files_gone) ours.erase(gone.text());
            }
        }
        for (const storage::Row& row : TRY(snapshot_.read(statements::kAttachmentsOfRecord, {id.text()}))) {
            stored[row.text(0)] = {row.text(1), row.bytes(2)};
        }
        if (stored != ours) differ(register_name, id.text(), "files");
        return {};
    }

    /// Rows that came with an event are there, as it says them, and as many as all events gave. That none is
    /// there that nobody gave is the journal's to say, of every row of power.
    Result<> compare_relations(const RecordRow& ours, const std::vector<StoredEvent>& history) {
        const std::map<std::string, GivenRow> told = rows_told(history);
        const std::string& register_name = ours.register_name;
        const RecordId& id = ours.id;
        if (ours.given == 0) return {};
        auto rows = TRY(relations_of(snapshot_, house_.keys, register_name, id));
        doubt_missing(house_.keys, ours, rows);
        if (is_doubted(rows)) differ(register_name, id.text(), "relations");
        for (const auto& [row_id, said] : told) {
            const auto row = std::ranges::find(rows, row_id, &RecordRelation::id);
            const bool same = row != rows.end() && row->kind == said.kind && row->account == said.account &&
                              row->organisation == said.organisation && (!said.ends || row->until);
            if (!same) differ(register_name, id.text(), "relations");
        }
        return {};
    }

    Result<> compare_links(const Derived& derived) {
        auto stored = TRY(links_of(snapshot_, derived.row.id));
        auto ours = derived.links;
        std::ranges::sort(stored);
        std::ranges::sort(ours);
        if (stored != ours) differ(derived.row.register_name, derived.row.id.text(), "links");
        return {};
    }

    Result<> mend(const Derived& derived) {
        const RecordRow& row = derived.row;
        storage::Commit commit;
        commit.writes.push_back(mend_record(house_.keys, row));
        for (storage::Write& write : write_clocks(row, derived.clocks, false)) {
            commit.writes.push_back(std::move(write));
        }
        commit.writes.push_back(
            {&statements::kDeleteFactsOf, {row.register_name, fact_subject(house_.keys, row.id)}}
        );
        for (storage::Write& write : write_facts(house_.keys, row, derived.facts, 0)) {
            commit.writes.push_back(std::move(write));
        }
        commit.writes.push_back({&statements::kDeleteLinksOfRecord, {row.id.text()}});
        for (const record::Link& link : derived.links) commit.writes.push_back(insert_link(row, link));
        storage::JournalDraft draft;
        draft.actor = "system";
        draft.action = row.register_name + ".rebuilt";
        draft.register_name = row.register_name;
        draft.record_id = row.id.text();
        commit.journal.push_back(std::move(draft));
        TRY(house_.store.commit(std::move(commit)));
        ++report_.mended;
        return {};
    }

    Result<> rows_without_events() {
        std::string last;
        for (;;) {
            const auto rows = TRY(snapshot_.read(statements::kRecordsAfter, {last, kPage}));
            for (const storage::Row& row : rows) {
                last = row.text(0);
                if (!seen_.contains(last)) differ(row.text(1), last, "no events");
            }
            if (static_cast<std::int64_t>(rows.size()) < kPage) return {};
        }
    }

    Result<> facts_of_nobody() {
        std::string register_name;
        std::string subject;
        for (;;) {
            const auto rows =
                TRY(snapshot_.read(statements::kFactSubjectsAfter, {register_name, subject, kPage}));
            for (const storage::Row& row : rows) {
                register_name = row.text(0);
                subject = row.text(1);
                if (!subjects_.contains(subject)) differ(register_name, subject, "facts of no record");
            }
            if (static_cast<std::int64_t>(rows.size()) < kPage) return {};
        }
    }

    House& house_;
    storage::Snapshot& snapshot_;
    bool apply_;
    bool is_different_{false};
    bool is_whole_{true};  ///< every event of the record could be read
    std::set<std::string> seen_;
    std::set<std::string> subjects_;
    RebuildReport report_;
};

}  // namespace

Result<RebuildReport> rebuild(House& house, bool apply) {
    const auto snapshot = TRY(house.store.snapshot());
    return Rebuilder(house, *snapshot, apply).run();
}

}  // namespace neove::service
