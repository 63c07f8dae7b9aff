#include "service/registers/record_change.h"

#include "base/check.h"
#include "service/registers/derive_next.h"
#include "service/registers/match_look.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

std::vector<EventFile> files_of(const ChangeOf& what) {
    std::vector<EventFile> out;
    for (const TakenFile& file : what.files) {
        EventFile one{file.row.id, {}};
        CHECK(file.row.digest.size() == one.digest.size());
        std::ranges::copy(file.row.digest, one.digest.begin());
        out.push_back(std::move(one));
    }
    return out;
}

Result<storage::NewEvent> new_event(const Caller& caller, const ChangeOf& what, const std::string& from) {
    const record::Event& happened = what.outcome.event;
    const form::Form& form = what.definition.form;
    const auto clear = form.persons ? access::Classes{0} : kClearClasses;
    const auto sealed = static_cast<access::Classes>(access::kEveryClass & ~clear);
    json::Value said =
        clear_part(happened, from, of_classes(form, happened.answers, clear), what.opening, files_of(what));
    if (!what.relation.is_null()) said.set("relation", what.relation);
    if (!what.owner.is_empty()) said.set("owner", what.owner.text());
    if (!what.rows.given.empty()) said.set("given", given_form(what.rows.given));
    storage::NewEvent out =
        event_of(caller, what.definition.id, what.id.text(), happened.version, happened.kind, said);
    TRY(check_clear_part(out.clear));
    out.occurred_at = happened.occurred_at;
    out.precision = happened.precision;
    out.sealed =
        what.seal.seal_event(form, happened.answers, sealed, happened.reason, EventId::trusted(out.id));
    return out;
}

/// The event as it will be read back.
StoredEvent as_stored(const ChangeOf& what, const storage::NewEvent& event, const std::string& from) {
    StoredEvent out;
    out.event = what.outcome.event;
    out.event.id = EventId::trusted(event.id);
    out.from = from;
    out.given = what.rows.given;
    out.relation = what.relation;
    out.owner = what.owner;
    out.sealed = event.sealed;
    out.digest = digest_of_event(event.id, event.kind, event.version, event.clear, event.sealed);
    if (what.opening != nullptr) {
        out.number = what.opening->number;
        out.bundle = what.opening->bundle;
    }
    return out;
}

void add(std::vector<storage::Write>& to, std::vector<storage::Write> more) {
    std::ranges::move(more, std::back_inserter(to));
}

void write_key_and_card(const ChangeOf& what, const RecordRow& row, std::vector<storage::Write>& writes) {
    if (what.key != nullptr) {
        writes.push_back(
            {&statements::kInsertRecordKey,
             {row.id.text(),
              row.register_name,
              static_cast<std::int64_t>(what.domain),
              static_cast<std::int64_t>(what.key->epoch),
              what.key->bytes},
             1}
        );
    }
    const json::Value card = search_card(what.definition.form, what.outcome.record.answers);
    if (card.is_null()) return;
    writes.push_back(
        {&statements::kWriteCard,
         {row.id.text(), row.register_name, row.version, what.seal.seal_card(card, row.version)},
         1}
    );
}

void write_links(const ChangeOf& what, const RecordRow& row, std::vector<storage::Write>& writes) {
    const record::Event& event = what.outcome.event;
    for (const record::Link& link : event.links) {
        writes.push_back(event.kind == record::kUnlinked ? delete_link(row, link) : insert_link(row, link));
    }
}

}  // namespace

json::Value search_card(const form::Form& form, const json::Value& answers) {
    json::Value card;
    bool is_any = false;
    for (const form::Field& field : form.fields) {
        if (!field.on_card) continue;
        is_any = true;
        const json::Value* value = answers.find(field.id);
        if (value != nullptr && !form::has_redacted(*value)) card.set(field.id, *value);
    }
    // An empty card replaces one that named somebody by mistake.
    if (is_any && card.is_null()) card = json::Object{};
    return card;
}

Result<RecordChange> change_of(const House& house, const Caller& caller, const ChangeOf& what) {
    const std::string from = what.history.empty() ? std::string() : what.history.back().event.state;
    storage::NewEvent event = TRY(new_event(caller, what, from));
    StoredEvent stored = as_stored(what, event, from);
    // The same function as a rebuild's: what is stored cannot be anything else.
    Derived derived = derive_next(
        what.definition,
        what.id,
        what.history,
        stored,
        house.programmes.calendar(),
        house.options.utc_offset_micros
    );
    const bool is_new = what.history.empty();
    const RecordRow& row = derived.row;
    Bytes sealed =
        what.seal.seal_state(what.definition.form, what.outcome.record.answers, row.version, row.last_event);
    RecordChange out;
    storage::Commit& commit = out.decided.commit;
    commit.expected.push_back({row.register_name, row.id.text(), row.version - 1});
    commit.events.push_back(std::move(event));
    auto& writes = commit.writes;
    if (is_new) {
        writes.push_back(insert_record(house.keys, row, std::move(sealed)));
    } else {
        const RecordRow& before = what.before == nullptr ? RecordRow{} : *what.before;
        writes = update_record(house.keys, before, row, std::move(sealed));
    }
    write_key_and_card(what, row, writes);
    add(writes, write_clocks(row, derived.clocks, is_new));
    if (what.outcome.replaces_facts) {
        writes.push_back({&statements::kDeleteFactsOf, {row.register_name, fact_subject(house.keys, row.id)}}
        );
        add(writes, write_facts(house.keys, row, derived.facts, 0));
    } else {
        const std::size_t added = what.outcome.facts.size();
        CHECK(added <= derived.facts.size());
        const auto first = static_cast<std::int64_t>(derived.facts.size() - added);
        add(writes,
            write_facts(house.keys, row, {derived.facts.begin() + first, derived.facts.end()}, first));
    }
    write_links(what, row, writes);
    for (const RecordRelation& one : what.rows.begun) {
        writes.push_back(insert_relation(house.keys, row.register_name, row.id, one));
    }
    for (const RecordRelation& one : what.rows.ended) {
        writes.push_back(end_relation(house.keys, row.register_name, row.id, one));
    }
    add(writes, look_after(house, caller, what.definition, row, what.outcome.event.answers));
    for (const TakenFile& file : what.files) {
        writes.push_back(take_file(what.seal, row.id, stored.event.id, file));
    }
    out.decided.resource_id = row.id.text();
    out.row = row;
    out.clocks = std::move(derived.clocks);
    out.links = std::move(derived.links);
    out.happened = std::move(stored);
    return out;
}

}  // namespace neove::service
