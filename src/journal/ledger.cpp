#include "journal/ledger.h"

#include <algorithm>
#include <utility>

namespace neove::journal {

namespace {

constexpr std::string_view kRowRegister = "row.";
constexpr std::size_t kVersionPart = 13;  // `.` and twelve digits behind a row's id
constexpr std::string_view kSessions = "session ";

}  // namespace

void Ledger::find(FindingKind kind, std::int64_t seq, std::string subject) {
    findings_.push_back({kind, seq, seq, std::move(subject)});
}

void Ledger::note(const Entry& entry) {
    if (!entry.event_id.empty()) {
        events_[entry.event_id] = {entry.seq, entry.body, false};
        if (entry.register_name == "document") documents_.insert(entry.record_id);
    }
    if (!entry.register_name.starts_with(kRowRegister) || entry.record_id.size() <= kVersionPart) return;
    const std::string id = entry.record_id.substr(0, entry.record_id.size() - kVersionPart);
    rows_[entry.register_name.substr(kRowRegister.size()) + " " + id] = {entry.seq, entry.body, false};
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
        if (said->second.digest != row.digest) find(FindingKind::PowerDiffers, said->second.seq, name);
        return;
    }
    // From before the journal named states. Whoever makes one up has no tag for it.
    const bool is_old = row.table == "document" ? documents_.contains(row.id) : row.version == 0;
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
