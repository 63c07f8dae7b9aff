#include "service/documents.h"

#include "base/readable.h"
#include "base/text.h"
#include "service/act_on_document.h"
#include "service/blob.h"
#include "service/document_relations.h"
#include "service/own_plan.h"
#include "storage/statements/core.h"
#include "storage/statements/documents.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kSameVisit = 10 * kMinute;

std::string clean(const std::string& text) {
    const std::string out = text::to_nfc(text::repair_utf8(text));
    const std::size_t begin = out.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return out.substr(begin, out.find_last_not_of(" \t\r\n") - begin + 1);
}

/// As a person wrote them, trimmed.
std::vector<StatedRelation> cleaned(std::vector<StatedRelation> relations) {
    for (StatedRelation& one : relations) one.text = clean(one.text);
    return relations;
}

}  // namespace

Result<> describe_document(const DocumentChange& change, const std::string& today, review::State& state) {
    if (change.title && clean(*change.title).empty()) {
        return refuse(ErrorKind::Invalid, "document.title_empty", "/title");
    }
    for (const auto& [said, where] :
         {std::pair(&change.title, "/title"),
          std::pair(&change.number, "/number"),
          std::pair(&change.issuer, "/issuer")}) {
        const std::string words = *said ? clean(**said) : std::string();
        if (!words.empty() && !text::is_readable(words, false)) {
            return refuse(ErrorKind::Invalid, "form.control_character", where);
        }
    }
    if (change.issued_on && !change.issued_on->empty() && !review::is_date(*change.issued_on)) {
        return refuse(ErrorKind::Invalid, "document.issued_on_invalid", "/issued_on");
    }
    if (change.issued_on && *change.issued_on > today) {
        return refuse(ErrorKind::Invalid, "document.issued_in_the_future", "/issued_on");
    }
    if (change.title) state.corrections.set("title", clean(*change.title));
    if (change.number) state.corrections.set("number", clean(*change.number));
    if (change.issued_on) state.corrections.set("issued_date", *change.issued_on);
    if (change.issuer) state.corrections.set("issuer", clean(*change.issuer));
    return {};
}

Result<DocumentRecord> open_document(House& house, const Caller& caller, const DocumentId& id) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundDocument found = TRY(find_followed(house, *snapshot, caller, id));
    DocumentRecord record = TRY(document_for(house, caller, found, "open"));
    TRY(record_read(house, caller, "open", found.object, id.text()));
    return record;
}

Result<DocumentRecord> change_document(
    House& house,
    const Caller& caller,
    const DocumentId& id,
    const std::string& etag,
    const DocumentChange& change,
    const std::string& request_key,
    const std::string& request_body
) {
    const DocumentAct what{"change", id, request_key, request_body};
    const auto decide = [&](storage::Snapshot& view, DocumentRecord& record) -> Result<Decided> {
        TRY(check_etag(house, record.row, etag));
        TRY(describe_document(change, today(house, caller.now), record.review));
        Decided decided;
        if (change.relations) {
            decided.commit.writes =
                TRY(state_relations(house, view, caller, cleaned(*change.relations), record));
        }
        decided.resource_id = id.text();
        decided.commit.expected.push_back({"document", id.text(), record.row.version});
        ++record.row.version;
        decided.commit.writes.push_back(update_document(house.keys, record));
        const json::Value clear(json::Object{
            {"title", record.row.title},
            {"number", record.row.number},
            {"issued_on", record.row.issued_on},
            {"issuer", record.row.issuer}});
        decided.commit.events.push_back(
            document_event(house, caller, record.row, "changed", clear, json::Object{})
        );
        return decided;
    };
    return act_on_document(house, caller, what, decide);
}

Result<OriginalFile> original_of(House& house, const Caller& caller, const DocumentId& id) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundDocument found = TRY(find_followed(house, *snapshot, caller, id));
    const std::string permission = original_permission(house, caller, found);
    const DocumentRecord record = TRY(document_for(house, caller, found, permission));
    TRY(require_step_up(caller));
    Bytes bytes = TRY(read_blob(*snapshot, house.keys, record.file.blob));
    TRY(record_read(house, caller, permission, found.object, id.text()));
    return OriginalFile{record.file, std::move(bytes)};
}

namespace {

/// Where somebody held a role at that moment. The journal names the person, not the body she acted for.
std::string bodies_at(
    const LiveView& live, const std::vector<Grant>& grants, const AccountId& account, Instant at
) {
    std::set<std::string> names;
    for (const Grant& grant : grants) {
        if (grant.account != account || !grant.holds_at(at)) continue;
        const organisation::Organisation* one = live.directory.find(grant.organisation);
        if (one != nullptr) names.insert(one->name);
    }
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : "; ") + name;
    return out;
}

}  // namespace

Result<std::vector<ReaderEntry>> readers_of(House& house, const Caller& caller, const DocumentId& id) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundDocument found = TRY(find_document(house, *snapshot, caller, id));
    TRY(document_for(house, caller, found, "readers"));
    TRY(record_read(house, caller, "readers", found.object, id.text()));
    const auto grants = TRY(all_grants(*snapshot, house.keys));
    auto rows = TRY(snapshot->read(statements::kJournalOfRecord, {std::string("document"), id.text()}));
    // Who has just looked is not missing because her entry still waits for its place in the chain.
    auto queued = TRY(snapshot->read(statements::kQueuedOfRecord, {std::string("document"), id.text()}));
    std::ranges::move(queued, std::back_inserter(rows));
    const auto live = house.live.view();
    std::vector<ReaderEntry> entries;
    std::map<std::pair<std::string, std::string>, std::int64_t> last;
    for (const storage::Row& row : rows) {
        const std::int64_t at = row.number(1);
        const auto key = std::pair(row.text(3), row.text(5));
        const auto before = last.find(key);
        if (before != last.end() && at - before->second < kSameVisit) continue;
        last[key] = at;
        const AccountId reader = AccountId::trusted(row.text(3));
        const auto name = live->account_names.find(reader);
        entries.push_back(
            {{at},
             name == live->account_names.end() ? std::string() : name->second,
             bodies_at(*live, grants, reader, {at}),
             row.text(5)}
        );
    }
    std::ranges::reverse(entries);
    if (entries.size() > kReadersMax) entries.resize(kReadersMax);
    return entries;
}

}  // namespace neove::service
