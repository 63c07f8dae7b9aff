/// \file
/// Who stands to a record because a form names her body, and how far that reaches: over a real store.

#include "organisation/load.h"
#include "service/registers/rebuild.h"
#include "service/scenario/library.h"

#include <algorithm>
#include <set>

namespace neove::service::scenario {

namespace {

OrganisationId body(std::string_view key) {
    return organisation::id_of_key("demo_province", key);
}

json::Value parsed(const char* text) {
    auto value = json::parse(text);
    REQUIRE(value.has_value());
    return std::move(*value);
}

void append(json::Value& list, json::Value item) {
    list.array()->push_back(std::move(item));
}

/// The loans of the library, which say from which body a book is asked: it stands to the loan, its desks may
/// lend for it, and a body above it looks on.
json::Value asking_register(const std::string& for_whom) {
    auto text = json::parse(bundle_text(), {.bytes = 16U << 20U, .depth = 64});
    REQUIRE(text.has_value());
    for (json::Value& programme : *text->find("programmes")->array()) {
        for (json::Value& one : *programme.find("registers")->array()) {
            if (one.text_or("id") != "loan") continue;
            append(
                *one.find("form")->find("fields"),
                parsed(R"({"id": "asked_body", "type": "organisation", "class": "internal"})")
            );
            for (json::Value& action : *one.find("workflow")->find("actions")->array()) {
                const std::string id = action.text_or("id");
                if (id == "request" || id == "lend") append(*action.find("fields"), "asked_body");
                if (id == "request") {
                    action.set("gives", parsed(R"([{"relation": "receiving", "to": "asked_body"}])"));
                }
            }
            json::Value& grants = *one.find("access")->find("grants");
            append(grants, parsed(R"({"role": ["librarian"], "when": ["receiving", "receiving+desks"],
                "actions": ["open", "list", "lend", "write_off", "assign", "correct"],
                "read": ["public", "internal"], "write": ["public", "internal"]})"));
            append(grants, parsed(R"({"role": ["librarian"], "when": ["receiving+below"],
                "actions": ["open", "list"], "read": ["public"]})"));
            append(grants, parsed(R"({"role": ["librarian"], "when": ["own"],
                "actions": ["open", "list", "assign", "request"], "read": ["public", "internal"],
                "write": ["public", "internal", "confidential", "identity"]})"));
            if (for_whom.empty()) continue;
            for (json::Value& limit : *one.find("limits")->array()) limit.set("for", json::Array{for_whom});
        }
    }
    return std::move(*text);
}

class Asking : public Library {
public:
    explicit Asking(const std::string& for_whom = {}) { adopt(asking_register(for_whom)); }

    void adopt(const json::Value& text, bool with_gifts = true) {
        auto bundle = definition::load_bundle(text);
        REQUIRE_MESSAGE(bundle.has_value(), (bundle ? "" : bundle.error().code + bundle.error().where));
        if (!with_gifts) {
            std::string table;
            std::istringstream lines(bundle->access.to_tsv());
            for (std::string line; std::getline(lines, line);) {
                if (!line.starts_with("#gives")) table += line + '\n';
            }
            auto fewer = access::Rules::from_tsv(table);
            REQUIRE(fewer.has_value());
            bundle->access = std::move(*fewer);
        }
        auto shared = std::make_shared<const definition::Bundle>(std::move(*bundle));
        REQUIRE(house().programmes.adopt(house().store, house().keys, std::move(shared), true, clock.now()));
    }

    /// A librarian of that body.
    Caller of(std::string_view key) {
        Caller out = caller(kLibrarian);
        out.acting.organisation = body(key);
        out.acting.role = "librarian";
        out.actor = actor_in(house(), out.account.id, "librarian", body(key));
        // Nobody is the one who opened it.
        out.actor.account = AccountId::trusted("of " + std::string(key));
        return out;
    }

    OpenedRecord asked(std::string_view key) {
        auto opened = request(kLibrarian, {{"asked_body", body(key).text()}});
        REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
        clock.advance(kMinute);
        return std::move(*opened);
    }

    bool opens(std::string_view key, const RecordId& id) {
        return read_record(house(), of(key), "loan", id).has_value();
    }
    bool lists(std::string_view key, const RecordId& id, const std::string& sort = "changed") {
        RecordQuery query;
        query.register_id = "loan";
        query.sort = sort;
        const auto page = list_records(house(), of(key), query);
        return page &&
               std::ranges::any_of(page->records, [&](const ListedRecord& one) { return one.row.id == id; });
    }
    bool in_agenda(std::string_view key, const RecordId& id) {
        const auto agenda = agenda_of(house(), of(key));
        REQUIRE(agenda.has_value());
        return std::ranges::any_of(agenda->items, [&](const AgendaItem& one) { return one.row.id == id; });
    }
    OpenedRecord now(const RecordId& id) {
        auto record = read(kLibrarian, id);
        REQUIRE_MESSAGE(record.has_value(), code_of(record));
        return std::move(*record);
    }
    std::vector<std::string> bodies_of(const RecordId& id) {
        std::vector<std::string> out;
        for (const ShownPerson& one : now(id).people) out.push_back(one.relation.organisation.text());
        return out;
    }
    EventId first_event(const RecordId& id) {
        const auto past = read_timeline(house(), caller(kLibrarian), "loan", id, {});
        REQUIRE(past.has_value());
        return past->events.front().stored.event.id;
    }
    std::size_t differences() {
        const auto report = rebuild(house(), false);
        REQUIRE(report.has_value());
        for (const auto& one : report->differences) MESSAGE(one.register_name, " ", one.what);
        return report->differences.size();
    }
};

}  // namespace

TEST_CASE("the body that a form names opens the record at once, at its desks too, and no desk of another body"
) {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    CHECK(at.opens("police", loan.row.id));
    CHECK(at.opens("police_staff", loan.row.id));
    CHECK_FALSE(at.opens("health_social", loan.row.id));
    CHECK_FALSE(at.opens("health", loan.row.id));
    CHECK_FALSE(at.opens("people_committee", loan.row.id));
    CHECK(at.bodies_of(loan.row.id) == std::vector{body("police").text()});
}

TEST_CASE("list, agenda and open agree on every body, whatever order the list has") {
    Asking at;
    const OpenedRecord police = at.asked("police");
    const OpenedRecord health = at.asked("health");
    const OpenedRecord hospital = at.asked("hospital");
    for (const char* key :
         {"police",
          "police_staff",
          "health",
          "health_social",
          "health_office",
          "hospital",
          "people_committee",
          "may_truc",
          "justice",
          "justice_law",
          "office_internal"}) {
        CAPTURE(key);
        for (const OpenedRecord* one : {&police, &health, &hospital}) {
            const bool opens = at.opens(key, one->row.id);
            for (const char* sort : {"due", "changed", "opened", "title"}) {
                CHECK(at.lists(key, one->row.id, sort) == opens);
            }
            // What a unit below has to do is that unit's: the agenda never has more than she opens.
            CHECK((!at.in_agenda(key, one->row.id) || opens));
        }
    }
    // A hospital below the department is a body of its own: the department looks on, its desks do not.
    CHECK(at.opens("health", hospital.row.id));
    CHECK_FALSE(at.opens("health_social", hospital.row.id));
    CHECK(at.opens("people_committee", hospital.row.id));
    CHECK_FALSE(at.in_agenda("health", hospital.row.id));
    CHECK_FALSE(at.in_agenda("people_committee", hospital.row.id));
    CHECK(at.in_agenda("hospital", hospital.row.id));
    CHECK(at.in_agenda("health_social", health.row.id));
}

TEST_CASE("a body above looks on and does nothing; a desk does what its body may") {
    Asking at;
    const OpenedRecord loan = at.asked("health");
    const auto lend = [&](std::string_view key) {
        const auto seen = read_record(at.house(), at.of(key), "loan", loan.row.id);
        REQUIRE(seen.has_value());
        const RecordRequest what{"loan", loan.row.id, seen->etag, {}, "lend"};
        return act_on_record(at.house(), at.of(key), what, wants("lend"), at.faults);
    };
    CHECK(code_of(lend("people_committee")) == "access.not_found");
    CHECK(lend("health_social").has_value());
}

TEST_CASE("an answer that changes takes the record from one body and gives it to the other in one commit") {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    WantedAct mend = wants("corrected", {{"asked_body", body("health").text()}}, "ghi nhầm");
    mend.corrects = at.first_event(loan.row.id);
    const auto mended = at.act(kLibrarian, at.now(loan.row.id), mend);
    REQUIRE_MESSAGE(mended.has_value(), code_of(mended));
    // Never again, for the body and for its desks.
    CHECK_FALSE(at.opens("police", loan.row.id));
    CHECK_FALSE(at.opens("police_staff", loan.row.id));
    CHECK_FALSE(at.lists("police_staff", loan.row.id));
    CHECK(at.opens("health_social", loan.row.id));
    CHECK(at.bodies_of(loan.row.id) == std::vector{body("health").text()});
    // Another action that only asks the question moves the row too.
    REQUIRE(at.act(kLibrarian, at.now(loan.row.id), wants("lend", {{"asked_body", body("justice").text()}})));
    CHECK_FALSE(at.opens("health_social", loan.row.id));
    CHECK(at.opens("justice_law", loan.row.id));
    const auto past = read_timeline(at.house(), at.caller(kLibrarian), "loan", loan.row.id, {});
    REQUIRE(past.has_value());
    REQUIRE(past->events.size() == 3);
    CHECK(past->events[0].stored.given.size() == 1);
    CHECK(past->events[1].stored.given.size() == 2);
    CHECK(past->events[1].stored.given.front().ends);
    CHECK(past->events[2].stored.given.size() == 2);
    at.settle();
    CHECK(at.differences() == 0);
}

TEST_CASE("an answer that names nobody any more leaves nobody") {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    REQUIRE(at.act(kLibrarian, at.now(loan.row.id), wants("lend", {{"asked_body", nullptr}})));
    CHECK_FALSE(at.opens("police_staff", loan.row.id));
    CHECK(at.bodies_of(loan.row.id).empty());
    CHECK(at.differences() == 0);
}

TEST_CASE("a row that an answer gave ends with the answer alone, and has no second one beside it") {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    const ShownPerson row = at.now(loan.row.id).people.front();
    const RecordRequest what{"loan", loan.row.id, {}, {}, "people"};
    const auto end = [&] {
        return code_of(unassign(at.house(), at.caller(kLibrarian), what, row.relation.id, "nhầm"));
    };
    NewRelation other;
    other.kind = "receiving";
    other.organisation = body("justice");
    CHECK(end() == "record.relation_by_answer");
    CHECK(code_of(assign(at.house(), at.caller(kLibrarian), what, other)) == "record.relation_by_answer");
    CHECK(at.opens("police_staff", loan.row.id));
    CHECK_FALSE(at.opens("justice_law", loan.row.id));
    // The answer names nobody any more: now a hand may, and the next name but one takes that row with it.
    REQUIRE(at.act(kLibrarian, at.now(loan.row.id), wants("lend", {{"asked_body", nullptr}})));
    CHECK(end() == "access.not_found");
    at.clock.advance(kMinute);
    REQUIRE(code_of(assign(at.house(), at.caller(kLibrarian), what, other)) == "");
    CHECK(at.opens("justice_law", loan.row.id));
    CHECK(at.differences() == 0);
}

TEST_CASE("what keeps a body from a record keeps its desks from it in every channel") {
    Asking at;
    const OpenedRecord loan = at.asked("health");
    const RecordRequest what{"loan", loan.row.id, {}, {}, "block"};
    NewRelation block;
    block.kind = "block";
    block.organisation = body("health");
    REQUIRE(at.opens("health_social", loan.row.id));
    REQUIRE(assign(at.house(), at.caller(kHead), what, block));
    for (const char* key : {"health", "health_social"}) {
        CHECK_FALSE(at.opens(key, loan.row.id));
        CHECK_FALSE(at.lists(key, loan.row.id));
        CHECK_FALSE(at.in_agenda(key, loan.row.id));
    }
}

TEST_CASE("never: a guard shuts out the body whose record it is, one above it, or one that was asked") {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    const RecordRequest what{"loan", loan.row.id, {}, {}, "block"};
    const auto block = [&](const Caller& by, std::string_view key) {
        NewRelation wanted;
        wanted.kind = "block";
        wanted.organisation = body(key);
        return code_of(assign(at.house(), by, what, wanted));
    };
    CHECK(block(at.of("police"), "may_truc") == "record.relation_not_hers");
    CHECK(block(at.of("police"), "people_committee") == "record.relation_not_hers");
    CHECK(block(at.caller(kLibrarian), "may_truc") == "record.relation_not_hers");
    CHECK(block(at.caller(kLibrarian), "people_committee") == "record.relation_not_hers");
    CHECK(block(at.caller(kLibrarian), "police") == "record.relation_not_hers");
    CHECK(block(at.caller(kLibrarian), "police_staff") == "record.relation_not_hers");
    CHECK(at.opens("may_truc", loan.row.id));
    CHECK(at.opens("police_staff", loan.row.id));
    CHECK(block(at.caller(kLibrarian), "health") == "");
}

TEST_CASE(
    "never: somebody gives a person whom the search would not show her anything, or keeps away who watches "
    "over it"
) {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    const RecordRequest what{"loan", loan.row.id, {}, {}, "give"};
    const auto give = [&](const char* login, const char* relation) {
        NewRelation wanted;
        wanted.kind = relation;
        wanted.account = at.caller(login).account.id;
        return code_of(assign(at.house(), at.caller(kLibrarian), what, wanted));
    };
    CHECK(give(kElsewhere, "receiving") == "record.relation_not_hers");
    // He may be the one she fled from, wherever he works.
    CHECK(give(kElsewhere, "block") == "");
    CHECK(give(kHead, "block") == "record.relation_not_hers");
    CHECK(give("quantri", "receiving") == "record.relation_not_hers");
    CHECK_FALSE(at.opens("cau_sen", loan.row.id));
}

TEST_CASE("never: somebody alone shuts out those who could lift it again, or herself") {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    const RecordRequest what{"loan", loan.row.id, {}, {}, "give"};
    const auto block = [&](const char* by, const char* login) {
        NewRelation wanted;
        wanted.kind = "block";
        wanted.account = at.caller(login).account.id;
        return code_of(assign(at.house(), at.caller(by), what, wanted));
    };
    // Colleagues who decide on nobody there: one of them may be whom the record is to be kept from.
    CHECK(block(kLibrarian, kDesk) == "");
    CHECK(block(kLibrarian, "phutrach.xa") == "");
    CHECK(block(kLibrarian, "phutrach.xa") == "record.guard_own");
    CHECK(at.read("phutrach.xa", loan.row.id).has_value());
    CHECK(block(kLibrarian, kLibrarian) == "record.relation_not_hers");
    CHECK(block(kHead, kHead) == "record.relation_not_hers");
    CHECK(at.read(kLibrarian, loan.row.id).has_value());
    // Whoever is above that body is one person too.
    CHECK(block(kHead, kLibrarian) == "");
    CHECK(at.read(kLibrarian, loan.row.id).has_value());
    CHECK(block(kHead, "phutrach.xa") == "");
    CHECK(code_of(at.read("phutrach.xa", loan.row.id)) == "access.not_found");
}

TEST_CASE("never: whoever was asked keeps the record by naming herself when it moves on") {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    const RecordRequest what{"loan", loan.row.id, {}, {}, "give"};
    NewRelation wanted;
    wanted.kind = "receiving";
    wanted.organisation = body("police_staff");
    CHECK(code_of(assign(at.house(), at.of("police_staff"), what, wanted)) == "record.relation_not_hers");
    CHECK(code_of(assign(at.house(), at.of("police"), what, wanted)) == "record.relation_by_answer");
    at.clock.advance(kMinute);
    REQUIRE(at.act(kLibrarian, at.now(loan.row.id), wants("lend", {{"asked_body", body("health").text()}})));
    CHECK_FALSE(at.opens("police_staff", loan.row.id));
    CHECK(at.opens("health_social", loan.row.id));
    CHECK(at.bodies_of(loan.row.id) == std::vector{body("health").text()});
    at.settle();
    CHECK(at.differences() == 0);
}

TEST_CASE("never: a correction shuts out the body that was asked once it has acted") {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    const Caller desk = at.of("police_staff");
    const auto seen = read_record(at.house(), desk, "loan", loan.row.id);
    REQUIRE(seen.has_value());
    const RecordRequest what{"loan", loan.row.id, seen->etag, {}, "lend"};
    REQUIRE(code_of(act_on_record(at.house(), desk, what, wants("lend"), at.faults)) == "");
    at.clock.advance(kMinute);
    WantedAct mend = wants("corrected", {{"asked_body", body("health").text()}}, "ghi nhầm");
    mend.corrects = at.first_event(loan.row.id);
    const auto mended = at.act(kLibrarian, at.now(loan.row.id), mend);
    REQUIRE_MESSAGE(mended.has_value(), code_of(mended));
    CHECK(at.opens("police_staff", loan.row.id));
    CHECK(at.opens("health_social", loan.row.id));
    at.settle();
    CHECK(at.differences() == 0);
    // The answer names another body now: a hand ends the row that stayed, and only that one.
    at.clock.advance(kMinute);
    for (const ShownPerson& one : at.now(loan.row.id).people) {
        const bool is_left = one.relation.organisation == body("police");
        const RecordRequest of{"loan", loan.row.id, {}, {}, "people"};
        const std::string code =
            code_of(unassign(at.house(), at.caller(kLibrarian), of, one.relation.id, "ghi nhầm"));
        CHECK(code == (is_left ? "" : "record.relation_by_answer"));
    }
    CHECK_FALSE(at.opens("police_staff", loan.row.id));
    CHECK(at.opens("health_social", loan.row.id));
    at.settle();
    CHECK(at.differences() == 0);
}

TEST_CASE("never: whoever may correct mends what another body decided") {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    REQUIRE(at.act(kLibrarian, at.now(loan.row.id), wants("lend")));
    REQUIRE(at.act(kLibrarian, at.now(loan.row.id), wants("give_back")));
    at.clock.advance(kMinute);
    const auto by = [&](const Caller& who, WantedAct wanted) {
        const auto seen = read_record(at.house(), who, "loan", loan.row.id);
        REQUIRE(seen.has_value());
        const RecordRequest what{"loan", loan.row.id, seen->etag, {}, wanted.action};
        return code_of(act_on_record(at.house(), who, what, wanted, at.faults));
    };
    Caller desk = at.of("police_staff");
    desk.account.id = desk.actor.account;
    REQUIRE(by(desk, wants("write_off", {}, "hỏng")) == "");
    const auto past = read_timeline(at.house(), at.caller(kLibrarian), "loan", loan.row.id, {});
    REQUIRE(past.has_value());
    at.clock.advance(kMinute);
    WantedAct mend = wants("corrected", {}, "ghi nhầm");
    mend.corrects = past->events.back().stored.event.id;
    mend.occurred_at = past->events.back().stored.event.occurred_at + -kMinute;
    CHECK(by(at.caller(kLibrarian), mend) == "record.correct_not_hers");
    CHECK(by(desk, mend) == "");
    // What was asked is the asker's, however free everybody of the role is to ask.
    WantedAct title = wants("corrected", {{"title", "Khác"}}, "ghi nhầm");
    title.corrects = past->events.front().stored.event.id;
    CHECK(by(at.of("police_staff"), title) == "record.correct_not_hers");
    CHECK(by(at.caller(kLibrarian), title) == "");
}

TEST_CASE("a gift that the accepted table does not name gives nobody anything") {
    Asking at;
    at.adopt(asking_register({}), false);
    const OpenedRecord loan = at.asked("police");
    CHECK_FALSE(at.opens("police", loan.row.id));
    CHECK(at.bodies_of(loan.row.id).empty());
}

TEST_CASE("a limit enters the agenda of those it is for, and no longer that of whoever opened the record") {
    Asking at("receiving");
    const OpenedRecord loan = at.asked("police");
    CHECK(at.in_agenda("police", loan.row.id));
    CHECK(at.in_agenda("police_staff", loan.row.id));
    const auto own = agenda_of(at.house(), at.caller(kLibrarian));
    REQUIRE(own.has_value());
    CHECK(own->items.empty());
    CHECK_FALSE(own->more);
    Asking unsaid;
    const OpenedRecord other = unsaid.asked("police");
    CHECK(agenda_of(unsaid.house(), unsaid.caller(kLibrarian))->items.size() == 1);
    CHECK(unsaid.in_agenda("police_staff", other.row.id));
}

TEST_CASE("a row that events gave and that is gone shows in a rebuild") {
    Asking at;
    const OpenedRecord loan = at.asked("police");
    CHECK(at.differences() == 0);
    const ShownPerson row = at.now(loan.row.id).people.front();
    RecordRelation ended = row.relation;
    storage::Commit commit;
    ended.organisation = body("health");  // a row of another body under the same id
    ended.until = at.clock.now();
    commit.writes.push_back(end_relation(at.house().keys, "loan", loan.row.id, ended));
    REQUIRE(at.house().store.commit(std::move(commit)).has_value());
    CHECK(at.differences() > 0);
}

}  // namespace neove::service::scenario
