#include "journal/ledger.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace neove::journal {

namespace {

constexpr std::string_view kRowRegister = "row.";
constexpr std::size_t kVersionPart = 13;  // `.` and twelve digits behind a row's id
constexpr std::string_view kSessions = "session ";
constexpr std::string_view kAllNamed = "rows.named";
constexpr std::string_view kFirstNamed = "rows_named";
/// Tables that became power later, and what the entry is called from which on none of their rows is of
/// before.
struct LateTable {
    std::string_view table;
    std::string_view mark;
};
constexpr std::array kLateTables{
    LateTable{"organisation", "organisations_named"},
    LateTable{"organisation_letterhead", "letterheads_named"},
    LateTable{"reminder_address", "letterheads_named"}};

/// The number behind the last `.` of a row's record, or nothing when it is not one of ours.
std::optional<std::int64_t> version_in(std::string_view record) {
    if (record.size() <= kVersionPart) return std::nullopt;
    const std::string_view part = record.substr(record.size() - kVersionPart);
    if (part.front() != '.') return std::nullopt;
    std::int64_t version = 0;
    for (const char c : part.substr(1)) {
        if (c < '0' || c > '9') return std::nullopt;
        version = version * 10 + (c - '0');
    }
    return version;
}

/// A task has the version of its bodies, if it has any; relations and files of a document have none at all.
bool may_lack_version(std::string_view table) {
    return table == "confirmed_task" || table == "document_relation" || table == "document_file";
}

}  // namespace

void Ledger::find(FindingKind kind, std::int64_t seq, std::string subject) {
    findings_.push_back({kind, seq, seq, std::move(subject)});
}

void Ledger::note(const Entry& entry) {
    if (!entry.event_id.empty()) {
        const auto [said, is_first] =
            events_.try_emplace(entry.event_id, Said{entry.seq, entry.body, 0, false});
        if (!is_first && said->second.digest != entry.body) {
            find(FindingKind::EventAltered, entry.seq, entry.event_id);
        }
        if (entry.register_name == "document") documents_.insert(entry.record_id);
    }
    if (entry.action == kAllNamed) {
        const bool is_late =
            std::ranges::find(kLateTables, entry.record_id, &LateTable::mark) != kLateTables.end();
        named_.insert(is_late ? entry.record_id : std::string(kFirstNamed));
    }
    if (!entry.register_name.starts_with(kRowRegister)) return;
    const std::string table = entry.register_name.substr(kRowRegister.size());
    const auto version = version_in(entry.record_id);
    if (!version) return find(FindingKind::PowerUnknown, entry.seq, table + " " + entry.record_id);
    const std::string name = table + " " + entry.record_id.substr(0, entry.record_id.size() - kVersionPart);
    Said& said = rows_[name];
    if (*version < said.version) return find(FindingKind::PowerDiffers, entry.seq, name);
    said = {entry.seq, entry.body, *version, false};
}

void Ledger::add(const SeenEvent& event) {
    ++event_count_;
    const auto said = events_.find(event.id);
    if (said == events_.end()) return find(FindingKind::EventInserted, 0, event.id);
    said->second.is_seen = true;
    const Digest& wanted = said->second.digest;
    const bool is_old = event.content == wanted;
    if (event.stored != wanted || (event.whole != wanted && !is_old)) {
        return find(FindingKind::EventAltered, said->second.seq, event.id);
    }
    if (is_old) ++old_events_;
}

void Ledger::add(const SeenRow& row) {
    ++row_count_;
    const std::string name = row.table + " " + row.id;
    const auto said = rows_.find(name);
    if (said != rows_.end()) {
        said->second.is_seen = true;
        const bool is_counted = row.version != 0 || !may_lack_version(row.table);
        if (said->second.digest != row.digest || (is_counted && said->second.version != row.version)) {
            find(FindingKind::PowerDiffers, said->second.seq, name);
        }
        return;
    }
    // From before the journal named states. Whoever makes one up has no tag for it.
    const auto late = std::ranges::find(kLateTables, row.table, &LateTable::table);
    bool is_old = row.version == 0;
    if (row.table == "document") is_old = documents_.contains(row.id);
    if (late != kLateTables.end()) is_old = true;
    is_old = is_old && !named_.contains(late == kLateTables.end() ? kFirstNamed : late->mark);
    if (!is_old) return find(FindingKind::PowerUnknown, 0, name);
    ++old_rows_;
}

void Ledger::finish(Report& report) {
    for (const auto& [id, said] : events_) {
        if (!said.is_seen) find(FindingKind::EventMissing, said.seq, id);
    }
    for (const auto& [name, said] : rows_) {
        // Sessions that are over by their age are swept without a word; none is in a backup.
        const bool may_be_gone = said.digest == Digest{} || name.starts_with(kSessions);
        if (!said.is_seen && !may_be_gone) find(FindingKind::PowerMissing, said.seq, name);
    }
    std::ranges::sort(findings_, {}, [](const Finding& f) {
        return std::tuple(f.number, f.kind, std::string_view(f.subject));
    });
    report.events = event_count_;
    report.powers = row_count_;
    report.findings.insert(report.findings.end(), findings_.begin(), findings_.end());
    const auto notice = [&](FindingKind kind, std::int64_t count) {
        if (count > 0) report.findings.push_back({kind, count, count, {}});
    };
    notice(FindingKind::OldEvents, old_events_);
    notice(FindingKind::OldRows, old_rows_);
}

}  // namespace neove::journal
