#include "service/system_event.h"

#include "base/crypto.h"

namespace neove::service {

void add_system_event(storage::Commit& commit, const SystemEvent& happened) {
    storage::NewEvent event;
    event.id = crypto::random_id();
    event.register_name = happened.register_name;
    event.record_id = happened.record_id;
    event.version = happened.version;
    event.kind = happened.kind;
    event.occurred_at = happened.at;
    event.precision = "instant";
    event.actor = "system";
    event.clear = json::write_canonical(happened.clear);
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = happened.register_name + "." + happened.kind;
    draft.register_name = happened.register_name;
    draft.record_id = happened.record_id;
    draft.event_id = event.id;
    commit.journal.push_back(std::move(draft));
    commit.events.push_back(std::move(event));
}

}  // namespace neove::service
