#include "service/registers/timeline.h"

#include "service/act.h"

#include <algorithm>

namespace neove::service {

namespace {

/// Links whose other end she may not open stay unnamed.
void hide_targets(const OpenedRecord& record, StoredEvent& event) {
    for (record::Link& link : event.event.links) {
        const bool shown = std::ranges::any_of(record.links, [&](const ShownLink& one) {
            return !one.number.empty() && one.link == link;
        });
        if (!shown) link.to = {};
    }
}

}  // namespace

Result<Timeline> read_timeline(
    House& house, const Caller& caller, std::string_view register_id, const RecordId& id
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundRecord found = TRY(record_for(house, *snapshot, caller, register_id, id, access::kOpen));
    const access::Classes read = verdict_of(caller, found, access::kOpen).read;
    const auto links = TRY(links_of(*snapshot, id));
    Timeline out;
    out.record = TRY(show_record(house, *snapshot, caller, found, {}, {}, links));
    const auto view = house.live.view();
    const form::Form& form = found.definition->form;
    access::Classes opened_all = 0;
    Concerns concerns(*found.definition);
    for (StoredEvent& event : TRY(events_of(*snapshot, found.row.register_name, id))) {
        const access::Classes concern = concerns.next(event);
        if (concern != 0 && (concern & read) == 0) continue;
        const bool with_reason = (read & access::kConfidential) != 0;
        const OpenedAnswers opened =
            TRY(found.seal->open_event(event.sealed, read, with_reason, event.event.id));
        TimelineEntry entry;
        entry.version = std::ssize(out.events) + 1;
        entry.answers = of_classes(form, event.event.answers, read);
        for (const auto& [field, value] : *opened.answers.object()) entry.answers.set(field, value);
        entry.reason = opened.reason;
        opened_all |= opened.opened;
        if (!opened.reason.empty()) opened_all |= access::kConfidential;
        if (const auto name = view->account_names.find(event.event.actor); name != view->account_names.end())
            entry.actor_name = name->second;
        if (const auto* body = view->directory.find(event.event.acting_org))
            entry.organisation_name = body->name;
        for (TimelineEntry& before : out.events) {
            if (before.stored.event.id == event.event.corrects) before.corrected_by = event.event.id;
        }
        hide_targets(out.record, event);
        entry.stored = std::move(event);
        out.events.push_back(std::move(entry));
    }
    if (const std::string classes = sensitive_classes(opened_all); !classes.empty()) {
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
