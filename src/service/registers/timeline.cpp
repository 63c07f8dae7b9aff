#include "service/registers/timeline.h"

#include "service/act.h"
#include "service/registers/correction_right.h"
#include "service/registers/guards.h"
#include "service/registers/known_histories.h"
#include "service/registers/visit.h"

#include <algorithm>
#include <map>
#include <set>

namespace neove::service {

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
    const House& house, const Caller& caller, const FoundRecord& found, std::int64_t before
) {
    CanonicalWriter plain;
    plain.number(static_cast<std::uint64_t>(before));
    return to_base64url(crypto::seal(house.keys.cursor, plain.result(), cursor_place(caller, found)));
}

/// The event, as she counts them, before which the page ends.
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

/// Whether an event speaks of a row that is not for her: who is kept away, and why, is told nowhere else
/// either.
bool is_kept_from_her(const Caller& caller, const FoundRecord& found, const StoredEvent& event) {
    const json::Value& said = event.relation;
    if (said.object() == nullptr) return false;
    RecordRelation row;
    row.kind = said.text_or("kind");
    row.account = AccountId::trusted(said.text_or("account"));
    row.organisation = OrganisationId::trusted(said.text_or("organisation"));
    return !may_see(caller, found, row);
}

/// An event that concerns her, and what she counts it as.
struct Told {
    const StoredEvent* event{nullptr};  ///< whoever read the history keeps it
    std::int64_t version{0};
    bool may_mend{false};
};

/// Each event once, oldest first.
struct Pages {
    std::vector<Told> page;
    std::vector<Told> mended;
    std::vector<std::pair<EventId, EventId>> corrected;  ///< what was wrong, and its correction
    std::int64_t next{0};                                ///< 0: nothing before
};

/// The history is read whole: whom an event concerns is known from those before it. Opened is the page alone.
/// What only says who is kept away counts for her, since the record did change, and is not told.
Pages pages_of(
    const std::vector<StoredEvent>& history,
    const Caller& caller,
    const FoundRecord& found,
    access::Classes read,
    std::int64_t before
) {
    std::vector<Told> all;
    Concerns concerns(*found.definition);
    const bool may_correct = verdict_of(caller, found, access::kCorrect).allowed;
    std::int64_t counted = 0;
    std::string state;
    for (const StoredEvent& event : history) {
        const access::Classes concern = concerns.next(event);
        const bool is_act = !record::is_reserved(event.event.kind);
        const bool mends = may_correct && is_act && may_mend(caller, found, event.event, state);
        state = event.event.state;
        if (concern != 0 && (concern & read) == 0) continue;
        ++counted;
        if (is_kept_from_her(caller, found, event)) continue;
        all.push_back({&event, counted, mends});
    }
    Pages out;
    const auto end = std::min<std::int64_t>(before - 1, std::ssize(all));
    const auto begin = std::max<std::int64_t>(end - kPage, 0);
    if (begin > 0) out.next = begin + 1;
    std::set<EventId> wrong;
    for (std::int64_t i = begin; i < end; ++i) {
        const EventId& corrects = all[static_cast<std::size_t>(i)].event->event.corrects;
        if (!corrects.is_empty()) wrong.insert(corrects);
    }
    std::int64_t at = 0;
    for (const Told& one : all) {
        const std::int64_t place = at++;
        const record::Event& event = one.event->event;
        if (!event.corrects.is_empty()) out.corrected.emplace_back(event.corrects, event.id);
        if (place >= begin && place < end) {
            out.page.push_back(one);
        } else if (wrong.contains(event.id) || wrong.contains(event.corrects)) {
            out.mended.push_back(one);
        }
    }
    return out;
}

/// Opens events as far as one person may read them.
class Opener {
public:
    Opener(House& house, storage::Snapshot& snapshot, const Caller& caller, const FoundRecord& found)
        : house_(house),
          snapshot_(snapshot),
          caller_(caller),
          found_(found),
          read_(verdict_of(caller, found, access::kOpen).read),
          view_(house.live.view()) {}

    Result<TimelineEntry> open(const OpenedRecord& record, const Told& told) {
        StoredEvent event = *told.event;
        const bool with_reason = (read_ & access::kConfidential) != 0;
        const OpenedAnswers opened =
            TRY(found_.seal->open_event(event.sealed, read_, with_reason, event.event.id));
        TimelineEntry entry;
        entry.version = told.version;
        entry.may_mend = told.may_mend;
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
        entry.beside = TRY(shown_beside(event.event.beside));
        entry.stored = std::move(event);
        return entry;
    }
    access::Classes classes() const { return classes_; }

private:
    /// As with links: what she may not open has no number and no name.
    Result<ShownBeside> shown_beside(const record::Beside& beside) {
        if (beside.register_name.empty()) return ShownBeside{};
        const auto known = numbers_.find(beside.record.text());
        if (known != numbers_.end()) return known->second;
        ShownBeside out{true, {}, {}};
        auto other =
            record_for(house_, snapshot_, caller_, beside.register_name, beside.record, access::kOpen);
        if (other) {
            out = {true, beside, other->row.number};
        } else if (other.error().code != "access.not_found" && other.error().code != "record.unreadable") {
            return std::unexpected(std::move(other).error());
        }
        numbers_.emplace(beside.record.text(), out);
        return out;
    }

    House& house_;
    storage::Snapshot& snapshot_;
    const Caller& caller_;
    std::map<std::string, ShownBeside> numbers_;
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
    // Before the record is shown, which asks the same history: one that was read for the page is there
    // already.
    const auto history = TRY(history_of(house, *snapshot, found.row));
    Timeline out;
    out.record = TRY(show_record(house, *snapshot, caller, found, {}, {}, links));
    const access::Classes read = verdict_of(caller, found, access::kOpen).read;
    const Pages pages = pages_of(*history, caller, found, read, before);
    if (pages.next != 0) out.next = write_cursor(house, caller, found, pages.next);
    Opener opener(house, *snapshot, caller, found);
    for (const Told& told : pages.page) out.events.push_back(TRY(opener.open(out.record, told)));
    for (const Told& told : pages.mended) out.mended.push_back(TRY(opener.open(out.record, told)));
    for (const auto& [wrong, correction] : pages.corrected) {
        for (auto* entries : {&out.events, &out.mended}) {
            for (TimelineEntry& entry : *entries) {
                if (entry.stored.event.id == wrong) entry.corrected_by = correction;
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
              house.purposes.of(visit_of(caller), id.text(), caller.now)}}
        ));
    }
    return out;
}

}  // namespace neove::service
