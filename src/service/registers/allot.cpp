#include "service/registers/allot.h"

#include "definition/allotments.h"
#include "form/asks.h"
#include "service/act.h"
#include "service/registers/allot_plan.h"
#include "service/registers/open_change.h"
#include "service/registers/open_given.h"
#include "service/registers/opened_record.h"
#include "service/registers/store_epochs.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr int kTries = 5;
constexpr std::string_view kConfirm = "confirm";
constexpr std::size_t kMarkBytes = 16;

std::string field_in(std::string_view pointer) {
    constexpr std::string_view kAnswers = "/answers/";
    if (!pointer.starts_with(kAnswers)) return {};
    pointer.remove_prefix(kAnswers.size());
    return std::string(pointer.substr(0, pointer.find('/')));
}

WantedAct wanted_of(const PlannedRecord& one, const std::string& action) {
    WantedAct out;
    out.action = action;
    out.answers = one.opening.answers;
    if (one.opening.rule->link.empty()) return out;
    for (const allotment::Task* task : one.opening.tasks) {
        out.links.push_back(
            {one.opening.rule->link,
             std::string(allotment::kDocumentTask),
             RecordId::trusted(task->confirmed_id().text()),
             {}}
        );
    }
    return out;
}

/// A text among answers.
struct GivenWords {
    std::string where;     ///< `/answers/lines/3/order`
    std::string question;  ///< `lines/order`
    const std::string* text;
};

std::vector<GivenWords> words_in(const json::Value& answers) {
    std::vector<GivenWords> out;
    const auto add = [&](const std::string& where, const std::string& question, const json::Value& value) {
        if (value.string() != nullptr) out.push_back({where, question, value.string()});
    };
    if (answers.object() == nullptr) return out;
    for (const auto& [field, value] : *answers.object()) {
        const std::string where = "/answers/" + field;
        add(where, field, value);
        for (std::size_t i = 0; value.array() != nullptr && i < value.array()->size(); ++i) {
            const json::Value& row = (*value.array())[i];
            if (row.object() == nullptr) continue;
            for (const auto& [cell, words] : *row.object()) {
                add(where + "/" + std::to_string(i) + "/" + cell, field + "/" + cell, words);
            }
        }
    }
    return out;
}

/// Decides what is planned, as far as it may be, and puts it into one commit.
class Writer {
public:
    Writer(
        House& house,
        storage::Snapshot& snapshot,
        const Caller& caller,
        AllotmentPlan& plan,
        const AllotmentRequest& request
    )
        : house_(house),
          snapshot_(snapshot),
          caller_(caller),
          plan_(plan),
          kept_(request.kept),
          references_(references_of(house, caller.now)) {}

    std::int64_t opened{0};
    std::int64_t widened{0};
    std::set<std::string> asked{};

    /// `write`: into the commit, at most `most`; else only whether it could be.
    Result<> decide(bool write, std::size_t most, Decided& out) {
        std::vector<const PlannedRecord*> wider;
        for (const PlannedRecord& one : plan_.planned()) {
            if (!plan_.may(*one.opening.rule)) continue;
            if (write && count() == most) return {};
            if (one.widens) {
                wider.push_back(&one);
                if (wider.size() == kAtOnce) TRY(widen(wider, write, out));
            } else {
                TRY(open(one, write, out));
            }
        }
        return widen(wider, write, out);
    }

private:
    std::size_t count() const { return static_cast<std::size_t>(opened + widened); }

    /// A fault of one does not keep the others from being given.
    void tell(
        const PlannedRecord& one, const WantedAct& wanted, const Error& first, const Diagnostics& faults
    ) {
        if (faults.empty()) return plan_.problem(first.code, field_in(first.where), one.opening);
        for (const Error& fault : faults) {
            plan_.problem(fault.code, field_in(fault.where), one.opening);
            if (!form::is_ask(fault.code)) continue;
            for (const GivenWords& words : words_in(wanted.answers)) {
                if (words.where == fault.where) asked.insert(mark_of(words));
            }
        }
    }

    /// What a text of an answer is kept by: the same text in the records of many bodies is asked about once.
    /// Keyed: nobody works out the mark of words that she was not shown.
    std::string mark_of(const GivenWords& words) const {
        CanonicalWriter of;
        of.text(plan_.definition().id).text(words.question).text(*words.text);
        const Digest whole = crypto::keyed_hash(house_.keys.idempotency, "neove.kept_words", of.result());
        return to_hex(ByteView(whole).first(kMarkBytes));
    }

    void keep_words(WantedAct& wanted) const {
        if (kept_.empty()) return;
        for (const GivenWords& words : words_in(wanted.answers)) {
            if (kept_.contains(mark_of(words))) wanted.kept_words.push_back(words.where);
        }
    }

    static void take(storage::Commit& from, Decided& out) {
        std::ranges::move(from.expected, std::back_inserter(out.commit.expected));
        std::ranges::move(from.events, std::back_inserter(out.commit.events));
        std::ranges::move(from.writes, std::back_inserter(out.commit.writes));
    }

    Result<> open(const PlannedRecord& one, bool write, Decided& out) {
        const definition::Register& definition = plan_.definition();
        WantedAct wanted = wanted_of(one, one.opening.rule->action);
        keep_words(wanted);
        const access::Verdict verdict = access::decide(
            plan_.desk().programme->rules,
            caller_.actor,
            definition.id,
            wanted.action,
            access::standing_before(caller_.now)
        );
        Diagnostics faults;
        const auto outcome =
            decide_new(house_, caller_, definition, wanted, verdict.write, references_, faults);
        if (!outcome) {
            tell(one, wanted, outcome.error(), faults);
            return {};
        }
        // Before "the 5th" on the 5th: nobody is given a report that was late before she had it.
        const bool is_report = one.opening.tasks.front()->report.has_value();
        if (is_report && earliest_due(outcome->clocks) <= caller_.now.micros) {
            plan_.too_late(one.opening);
            return {};
        }
        if (!write) return {};
        NewRecord fresh =
            TRY(change_of_new(house_, snapshot_, caller_, plan_.desk(), wanted, *outcome, with_new(one)));
        take(fresh.change.decided.commit, out);
        ++opened;
        return {};
    }

    /// Others stand to it only where her role may relate somebody at all.
    WithNew with_new(const PlannedRecord& one) const {
        WithNew out;
        out.id = one.id;
        const access::Rules& rules = plan_.desk().programme->rules;
        if (!rules.may_ever(caller_.actor.role, plan_.definition().id, access::kAssign)) return out;
        for (const auto& [relation, body] : one.opening.related) {
            out.relations.push_back(
                {crypto::random_id(), relation, {}, body, caller_.now, std::nullopt, caller_.account.id, 1}
            );
        }
        return out;
    }

    Result<> widen(std::vector<const PlannedRecord*>& wider, bool write, Decided& out) {
        if (wider.empty()) return {};
        std::vector<RecordId> ids;
        for (const PlannedRecord* one : wider) ids.push_back(one->id);
        const auto found = TRY(find_records(house_, snapshot_, caller_, plan_.definition().id, ids));
        for (const PlannedRecord* one : wider) {
            const auto at = found.find(one->id.text());
            const bool may =
                at != found.end() && verdict_of(caller_, at->second, one->opening.rule->fold->more).allowed;
            if (!may) {
                plan_.problem("allotment.may_not_add", {}, one->opening);
            } else {
                TRY(widen_one(*one, at->second, write, out));
            }
        }
        wider.clear();
        return {};
    }

    Result<> widen_one(const PlannedRecord& one, const FoundRecord& found, bool write, Decided& out) {
        const allotment::Rule& rule = *one.opening.rule;
        const auto history = TRY(events_of(snapshot_, found.row.register_name, found.row.id));
        TRY(check_history(found.row, history));
        const OpenedAnswers all = TRY(
            found.seal->open_state(found.sealed, access::kEveryClass, found.row.version, found.row.last_event)
        );
        record::Record before;
        before.id = found.row.id;
        before.number = found.row.number;
        before.version = found.row.version;
        before.state = found.row.state;
        before.answers = all.answers;
        before.links = TRY(links_of(snapshot_, found.row.id));
        before.opened_at = found.row.opened_at;
        before.changed_at = found.row.changed_at;
        WantedAct wanted = wanted_of(one, rule.fold->more);
        wanted.answers = more_rows(rule, all.answers, one.opening.answers);
        keep_words(wanted);
        const access::Classes write_classes = verdict_of(caller_, found, wanted.action).write;
        TRY(check_classes(found.definition->form, wanted.answers, write_classes));
        std::vector<record::Event> events;
        for (const StoredEvent& event : history) events.push_back(event.event);
        Diagnostics faults;
        const auto outcome = record::decide(
            *found.definition,
            before,
            events,
            command_of(caller_, wanted, false),
            {caller_.now, house_.options.utc_offset_micros, house_.programmes.calendar(), references_},
            faults
        );
        if (!outcome) {
            tell(one, wanted, outcome.error(), faults);
            return {};
        }
        if (!write) return {};
        ChangeOf what{*found.definition, *found.seal, found.row.id, history, *outcome};
        what.before = &found.row;
        what.rows = rows_handed(
            plan_.desk().programme->rules,
            found.register_name(),
            caller_,
            outcome->handed,
            history,
            found.relations
        );
        RecordChange change = TRY(change_of(house_, caller_, what));
        take(change.decided.commit, out);
        ++widened;
        return {};
    }

    /// Only the rows, those that are there first.
    static json::Value more_rows(
        const allotment::Rule& rule, const json::Value& before, const json::Value& added
    ) {
        json::Array rows;
        for (const json::Value* from : {before.find(rule.fold->rows), added.find(rule.fold->rows)}) {
            if (from == nullptr || from->array() == nullptr) continue;
            for (const json::Value& row : *from->array()) rows.push_back(row);
        }
        return json::Object{{rule.fold->rows, std::move(rows)}};
    }

    House& house_;
    storage::Snapshot& snapshot_;
    const Caller& caller_;
    AllotmentPlan& plan_;
    const std::set<std::string>& kept_;
    form::References references_;
};

/// The document, for whoever may confirm it, and that it was looked at.
Result<DocumentRecord> document_to_give(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& id, bool journal
) {
    const FoundDocument found = TRY(find_document(house, snapshot, caller, id));
    DocumentRecord record = TRY(document_for(house, caller, found, kConfirm));
    if (journal) TRY(record_read(house, caller, "open", found.object, id.text()));
    return record;
}

Result<Desk> desk_that_takes(const House& house, const std::string& register_id) {
    auto desk = desk_of(house, register_id);
    if (desk && definition::takes_tasks(*desk->current)) return desk;
    return refuse(ErrorKind::Invalid, "allotment.no_register", "/register");
}

/// What is left to give, with whatever would keep it from being given.
Result<Allotment> look_at(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const DocumentRecord& document,
    const AllotmentRequest& request
) {
    AllotmentPlan plan(house, snapshot, caller, desk, document, request.choices);
    TRY(plan.look(ThereBy::Memory));
    Decided nothing;
    Writer writer(house, snapshot, caller, plan, request);
    TRY(writer.decide(false, 0, nothing));
    Allotment out = plan.told();
    out.asked = std::move(writer.asked);
    out.open = TRY(count_open_given(house, snapshot, caller, desk, document));
    out.next = TRY(next_giving(house, snapshot, caller, desk, document));
    return out;
}

Result<> check_may(const Caller& caller, const AllotmentPlan& plan) {
    if (plan.planned().empty()) return {};
    const auto may = [&](const PlannedRecord& one) { return plan.may(*one.opening.rule); };
    if (std::ranges::none_of(plan.planned(), may)) return refuse(ErrorKind::Forbidden, "allotment.may_not");
    for (const PlannedRecord& one : plan.planned()) {
        const workflow::Action* action = plan.definition().workflow.find(one.opening.rule->action);
        if (may(one) && action != nullptr && action->needs_step_up) return require_step_up(caller);
    }
    return {};
}

struct Written {
    std::int64_t opened{0};
    std::int64_t widened{0};
};

/// One commit. Nothing written: there was nothing that could be.
Result<Written> give_some(
    House& house, const Caller& caller, const AllotmentRequest& request, bool is_first
) {
    const auto snapshot = TRY(house.store.snapshot());
    const DocumentRecord document =
        TRY(document_to_give(house, *snapshot, caller, request.document, is_first));
    const Desk desk = TRY(desk_that_takes(house, request.register_id));
    AllotmentPlan plan(house, *snapshot, caller, desk, document, request.choices);
    TRY(plan.look(ThereBy::Database));
    TRY(check_may(caller, plan));
    Decided decided;
    Writer writer(house, *snapshot, caller, plan, request);
    TRY(writer.decide(true, kAllottedAtOnce, decided));
    if (decided.commit.events.empty()) return Written{};
    // Nobody withdraws or rereads the document meanwhile.
    decided.commit.expected.push_back({"document", request.document.text(), document.row.version, true});
    decided.resource_id = request.document.text();
    decided.status = 201;
    const Act what{std::string(kConfirm), {}, {}, {}, true};
    const auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot&) -> Result<Decided> {
        return std::move(decided);
    });
    if (!acted) return std::unexpected(acted.error());
    return Written{writer.opened, writer.widened};
}

}  // namespace

Result<std::vector<Allotment>> allotments_of(House& house, const Caller& caller, const DocumentId& document) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const DocumentRecord record = TRY(document_to_give(house, *snapshot, caller, document, true));
    std::vector<Allotment> out;
    const auto programme = house.programmes.current();
    for (const std::string& id : programme->registers) {
        const auto desk = desk_of(house, id);
        if (!desk || !definition::takes_tasks(*desk->current)) continue;
        out.push_back(TRY(look_at(house, *snapshot, caller, *desk, record, AllotmentRequest{})));
    }
    return out;
}

Result<Allotment> allot(House& house, const Caller& caller, const AllotmentRequest& request) {
    Written done;
    int tries = 0;
    for (bool is_first = true; request.apply; is_first = false) {
        auto some = give_some(house, caller, request, is_first);
        // Somebody else gave the same, or took a number: what is there by now is not given again.
        if (!some && some.error().code == "storage.conflict" && ++tries < kTries) {
            const auto now = TRY(house.store.snapshot());
            TRY(check_epochs(*now, *house.keys.records));
            continue;
        }
        const Written written = TRY(std::move(some));
        if (written.opened + written.widened == 0) break;
        done.opened += written.opened;
        done.widened += written.widened;
    }
    const auto snapshot = TRY(house.store.snapshot());
    const DocumentRecord document =
        TRY(document_to_give(house, *snapshot, caller, request.document, !request.apply));
    const Desk desk = TRY(desk_that_takes(house, request.register_id));
    Allotment out = TRY(look_at(house, *snapshot, caller, desk, document, request));
    out.opened = done.opened;
    out.widened = done.widened;
    return out;
}

}  // namespace neove::service
