#include "service/registers/timeline.h"

#include "service/act.h"
#include "storage/statements/core.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kPage = 50;

/// Links whose other end she may not open stay unnamed.
void hide_targets(const OpenedRecord& record, StoredEvent& event) {
    for (record::Link& link : event.event.links) {
        const bool shown = std::ranges::any_of(record.links, [&](const ShownLink& one) {
            return !one.number.empty() && one.link == link;
        });
        if (!shown) link.to = {};
    }
}

/// A cursor works for the person, the role and the record it was given to.
Bytes cursor_place(const Caller& caller, const FoundRecord& found) {
    CanonicalWriter place;
    place.text("timeline").text(caller.account.id.text()).text(caller.acting.id);
    place.text(found.row.register_name).text(found.row.id.text());
    return place.result();
}

std::string write_cursor(
    const House& house, const Caller& caller, const FoundRecord& found, std::int64_t version
) {
    CanonicalWriter plain;
    plain.number(static_cast<std::uint64_t>(version));
    return to_base64url(crypto::seal(house.keys.cursor, plain.result(), cursor_place(caller, found)));
}

/// The version before which the page begins.
Result<std::int64_t> read_cursor(
    const House& house, const Caller& caller, const FoundRecord& found, const std::string& cursor
) {
    if (cursor.empty()) return INT64_MAX;
    const auto sealed = parse_base64url(cursor);
    const auto plain =
        sealed ? crypto::open(house.keys.cursor, *sealed, cursor_place(caller, found)) : std::nullopt;
    if (!plain) return refuse(ErrorKind::Invalid, "request.cursor");
    const auto version = CanonicalReader(*plain).number();
    if (!version) return refuse(ErrorKind::Invalid, "request.cursor");
    return static_cast<std::int64_t>(*version);
}

/// Events of one record as rows, each once.
struct Pages {
    std::vector<StoredEvent> page;    ///< oldest first
    std::vector<StoredEvent> mended;  ///< likewise
    std::vector<StoredEvent> corrections;
    bool has_more{false};
};

Result<Pages> read_pages(storage::Snapshot& snapshot, const FoundRecord& found, std::int64_t before) {
    Pages out;
    const std::string& name = found.row.register_name;
    const std::string& id = found.row.id.text();
    for (const storage::Row& row :
         TRY(snapshot.read(statements::kEventsBefore, {name, id, before, kPage + 1}))) {
        out.page.push_back(TRY(stored_event(row)));
    }
    out.has_more = static_cast<std::int64_t>(out.page.size()) > kPage;
    if (out.has_more) out.page.pop_back();
    std::ranges::reverse(out.page);
    const std::string corrected(record::kCorrected);
    for (const storage::Row& row : TRY(snapshot.read(statements::kEventsOfKind, {name, id, corrected}))) {
        out.corrections.push_back(TRY(stored_event(row)));
    }
    std::set<EventId> here;
    std::set<EventId> wrong;
    for (const StoredEvent& one : out.page) here.insert(one.event.id);
    for (const StoredEvent& one : out.page) {
        if (!one.event.corrects.is_empty()) wrong.insert(one.event.corrects);
    }
    for (const EventId& one : wrong) {
        if (here.contains(one)) continue;
        const auto rows = TRY(snapshot.read(statements::kEventById, {one.text()}));
        if (!rows.empty() && rows[0].text(2) == id) out.mended.push_back(TRY(stored_event(rows[0])));
    }
    for (const StoredEvent& one : out.corrections) {
        if (wrong.contains(one.event.corrects) && !here.contains(one.event.id)) out.mended.push_back(one);
    }
    std::ranges::sort(out.mended, {}, [](const StoredEvent& one) { return one.event.version; });
    return out;
}

/// Opens events as far as one person may read them.
class Opener {
public:
    Opener(const House& house, const Caller& caller, const FoundRecord& found)
        : found_(found), read_(verdict_of(caller, found, access::kOpen).read), view_(house.live.view()) {}

    Result<TimelineEntry> open(const OpenedRecord& record, StoredEvent event) {
        const bool with_reason = (read_ & access::kConfidential) != 0;
        const OpenedAnswers opened =
            TRY(found_.seal->open_event(event.sealed, read_, with_reason, event.event.id));
        TimelineEntry entry;
        entry.answers = of_classes(found_.definition->form, event.event.answers, read_);
        for (const auto& [field, value] : *opened.answers.object()) entry.answers.set(field, value);
        entry.reason = opened.reason;
        classes_ |= opened.opened;
        if (!opened.reason.empty()) classes_ |= access::kConfidential;
        const auto name = view_->account_names.find(event.event.actor);
        if (name != view_->account_names.end()) entry.actor_name = name->second;
        if (const auto* body = view_->directory.find(event.event.acting_org)) {
            entry.organisation_name = body->name;
        }
        hide_targets(record, event);
        entry.stored = std::move(event);
        return entry;
    }
    access::Classes classes() const { return classes_; }

private:
    const FoundRecord& found_;
    access::Classes read_;
    std::shared_ptr<const LiveView> view_;
    access::Classes classes_{0};
};

}  // namespace

Result<Timeline> read_timeline(
    House& house,
    const Caller& caller,
    std::string_view register_id,
    const RecordId& id,
    const std::string& cursor
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundRecord found = TRY(record_for(house, *snapshot, caller, register_id, id, access::kOpen));
    const std::int64_t before = TRY(read_cursor(house, caller, found, cursor));
    const auto links = TRY(links_of(*snapshot, id));
    Timeline out;
    out.record = TRY(show_record(house, *snapshot, caller, found, {}, {}, links));
    Pages pages = TRY(read_pages(*snapshot, found, before));
    if (pages.has_more) out.next = write_cursor(house, caller, found, pages.page.front().event.version);
    Opener opener(house, caller, found);
    for (StoredEvent& event : pages.page) {
        out.events.push_back(TRY(opener.open(out.record, std::move(event))));
    }
    for (StoredEvent& event : pages.mended) {
        out.mended.push_back(TRY(opener.open(out.record, std::move(event))));
    }
    for (const StoredEvent& one : pages.corrections) {
        for (auto* entries : {&out.events, &out.mended}) {
            for (TimelineEntry& entry : *entries) {
                if (entry.stored.event.id == one.event.corrects) entry.corrected_by = one.event.id;
            }
        }
    }
    if (const std::string classes = sensitive_classes(opener.classes()); !classes.empty()) {
        TRY(journal_reads(
            house,
            caller,
            {{"timeline",
              found.row.register_name,
              id.text(),
              classes,
              house.purposes.of(caller.session.id, id.text(), caller.now)}}
        ));
    }
    return out;
}

}  // namespace neove::service
