/// \file
/// What a record offers is what would be taken: by this person, now, and where an action acts on a second
/// record, there as well.

#include "calendar/date.h"
#include "service/registers/answer_period.h"
#include "service/scenario/library.h"

#include <algorithm>

namespace neove::service::scenario {

namespace {

constexpr const char* kInCharge = "phutrach.xa";  // head of the same library

bool offers(const Result<OpenedRecord>& seen, const char* action) {
    REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
    return std::ranges::find(seen->may.actions, action) != seen->may.actions.end();
}

class Offers : public Library {
public:
    Result<OpenedRecord> open(const char* login, const char* in, WantedAct wanted) {
        return open_record(house(), caller(login), {in, {}, {}, {}, "body"}, wanted, faults);
    }
    Result<OpenedRecord> see(const char* login, const OpenedRecord& one) {
        return read_record(house(), caller(login), one.row.register_name, one.row.id);
    }
    Result<OpenedRecord> take(const char* login, const OpenedRecord& one, const WantedAct& wanted) {
        const auto seen = see(login, one);
        REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
        const RecordRequest what{one.row.register_name, one.row.id, seen->etag, {}, wanted.action};
        return act_on_record(house(), caller(login), what, wanted, faults);
    }
    OpenedRecord lent() {
        const auto opened = request(kDesk);
        REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
        auto done = take(kLibrarian, *opened, wants("lend", {{"copies", 2}}));
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        return std::move(*done);
    }
    OpenedRecord renewal_of(const OpenedRecord& loan) {
        WantedAct wanted = wants("ask", {{"title", "Dế Mèn"}, {"asked_on", "2026-05-21"}});
        wanted.links.push_back({"of_loan", "loan", loan.row.id, {}});
        auto opened = open(kDesk, "renewal", wanted);
        REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
        return std::move(*opened);
    }
};

const json::Object kDecided{{"decided_on", "2026-05-22"}, {"words", "Ít người mượn"}};

}  // namespace

TEST_CASE("whoever did the first step is not offered the one that asks for other eyes") {
    Offers on;
    const json::Object person{
        {"name", json::Object{{"name", "Lò Văn Sáo"}}},
        {"kind", "adult"},
        {"phone", "0912345678"},
        {"card_from", "2026-05-01"}};
    const auto reader = on.open(kDesk, "reader", wants("enrol", person));
    REQUIRE_MESSAGE(reader.has_value(), code_of(reader));
    const auto suspended = on.take(kLibrarian, *reader, wants("suspend", {}, "Sách quá hạn"));
    CHECK_FALSE(offers(suspended, "readmit"));
    CHECK(offers(suspended, "leave"));
    CHECK_FALSE(offers(on.see(kLibrarian, *reader), "readmit"));
    CHECK(code_of(on.take(kLibrarian, *reader, wants("readmit"))) == "workflow.other_person");
    CHECK(offers(on.see(kInCharge, *reader), "readmit"));
    const auto readmitted = on.take(kInCharge, *reader, wants("readmit"));
    CHECK_MESSAGE(readmitted.has_value(), code_of(readmitted));
}

TEST_CASE("nobody has not answered for a time that was over before the record was there") {
    Offers on;
    const OpenedRecord early = on.renewal_of(on.lent());
    const definition::Register& renewals = *on.house().programmes.current()->find("renewal");
    const auto week = [&](const std::string& number) {
        auto out = period_asked(on.house(), renewals, {{"unanswered.remind", number}});
        REQUIRE(out.has_value());
        return *out;
    };
    // Week 9 of 2026 ends with 1 March.
    const std::int64_t offset = on.house().options.utc_offset_micros;
    const Instant over{calendar::Date::parse_iso("2026-03-02")->days() * kDay - offset};
    CHECK(week("9").over_at == over);
    const auto lacking = [&](const std::string& number) {
        RecordQuery query;
        query.register_id = "renewal";
        query.where = {{"unanswered.remind", number}};
        const auto page = list_records(on.house(), on.caller(kDesk), query);
        REQUIRE_MESSAGE(page.has_value(), code_of(page));
        return page->records.size();
    };
    const std::int64_t opened = early.row.opened_at.micros;
    const std::int64_t first = calendar::Date::parse_iso("2025-12-29")->days() * kDay - offset;
    const std::int64_t running = (opened - first) / (7 * kDay) + 1;
    REQUIRE((running > 1 && running < 53));
    CHECK(lacking(std::to_string(running - 1)) == 0);
    CHECK(lacking(std::to_string(running)) == 1);
    CHECK(week(std::to_string(running)).runs);
    const auto* remind = renewals.workflow.find("remind");
    const auto* hold = renewals.workflow.find("hold");
    CHECK(is_too_early(renewals, *hold, week(std::to_string(running))));
    CHECK_FALSE(is_too_early(renewals, *remind, week(std::to_string(running))));
    CHECK_FALSE(is_too_early(renewals, *hold, week(std::to_string(running - 1))));
    // A week on the same is over, and still missed of the one that was there; of a later one it never was.
    on.clock.advance(7 * kDay);
    const OpenedRecord late = on.renewal_of(on.lent());
    CHECK(lacking(std::to_string(running)) == 1);
    CHECK_FALSE(week(std::to_string(running)).runs);
    CHECK(lacking(std::to_string(running + 1)) == 2);
}

TEST_CASE("an act over two records is offered where both would take it") {
    Offers on;
    const OpenedRecord loan = on.lent();
    const OpenedRecord renewal = on.renewal_of(loan);
    CHECK(offers(on.see(kLibrarian, renewal), "grant"));
    // The desk may grant renewals, and extend no loan.
    CHECK_FALSE(offers(Result<OpenedRecord>(renewal), "grant"));
    CHECK_FALSE(offers(on.see(kDesk, renewal), "grant"));
    CHECK(offers(on.see(kDesk, renewal), "hold"));
    CHECK(code_of(on.take(kDesk, renewal, wants("grant", kDecided))) == "record.also_refused");

    const auto back = on.take(kLibrarian, loan, wants("give_back"));
    REQUIRE_MESSAGE(back.has_value(), code_of(back));
    CHECK_FALSE(offers(on.see(kLibrarian, renewal), "grant"));
    CHECK(offers(on.see(kLibrarian, renewal), "refuse"));
    CHECK(code_of(on.take(kLibrarian, renewal, wants("grant", kDecided))) == "record.also_not_now");
}

}  // namespace neove::service::scenario
