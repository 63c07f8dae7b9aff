/// \file
/// Everybody whom the rows of an answer name stands to the record, as long as the rows name her: over a real
/// store.

#include "organisation/load.h"
#include "service/registers/people.h"
#include "service/registers/rebuild.h"
#include "service/scenario/library.h"

#include <set>

namespace neove::service::scenario {

namespace {

OrganisationId body(std::string_view key) {
    return organisation::id_of_key("demo_province", key);
}

/// A book of the library, shown at branches that its rows name.
class Shelf : public Library {
public:
    Shelf() {
        const WantedAct wanted = wants(
            "register_book",
            {{"title", "Lĩnh Nam chích quái"},
             {"language", "vi"},
             {"bought_on", "2026-05-01"},
             {"price", 90'000},
             {"condition", "good"}}
        );
        const RecordRequest what{"book", {}, {}, {}, "body"};
        auto opened = open_record(house(), caller(kLibrarian), what, wanted, faults);
        REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
        id = opened->row.id;
        clock.advance(kMinute);
    }

    Result<OpenedRecord> show_at(const std::vector<std::string_view>& branches) {
        json::Array rows;
        for (const std::string_view one : branches) {
            rows.push_back(json::Object{{"branch", body(one).text()}});
        }
        const auto seen = read_record(house(), caller(kLibrarian), "book", id);
        REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
        const RecordRequest what{"book", id, seen->etag, {}, "show_at"};
        auto done = act_on_record(
            house(), caller(kLibrarian), what, wants("show_at", {{"branches", std::move(rows)}}), faults
        );
        clock.advance(kMinute);
        return done;
    }

    /// Whether a librarian of that body opens it.
    bool opens(std::string_view key) {
        Caller of = caller(kLibrarian);
        of.acting.organisation = body(key);
        of.acting.role = "librarian";
        of.actor = actor_in(house(), of.account.id, "librarian", body(key));
        of.actor.account = AccountId::trusted("of " + std::string(key));
        return read_record(house(), of, "book", id).has_value();
    }

    std::size_t rows() {
        const auto seen = read_record(house(), caller(kLibrarian), "book", id);
        REQUIRE(seen.has_value());
        return seen->people.size();
    }

    RecordId id;
};

}  // namespace

TEST_CASE("whom rows name stands to the record, each once, and no longer than they name her") {
    Shelf at;
    CHECK_FALSE(at.opens("health"));
    const auto shown = at.show_at({"health", "police", "health"});
    REQUIRE_MESSAGE(shown.has_value(), code_of(shown));
    CHECK(at.opens("health"));
    CHECK(at.opens("police"));
    CHECK_FALSE(at.opens("justice"));
    CHECK(at.rows() == 2);
    REQUIRE(at.show_at({"police", "justice"}));
    CHECK_FALSE(at.opens("health"));
    CHECK(at.opens("police"));
    CHECK(at.opens("justice"));
    const auto past = read_timeline(at.house(), at.caller(kLibrarian), "book", at.id, {});
    REQUIRE(past.has_value());
    // One left, one came; the one who stays is no event.
    CHECK(past->events.back().stored.given.size() == 2);
    at.settle();
    const auto report = rebuild(at.house(), false);
    REQUIRE(report.has_value());
    CHECK(report->differences.empty());
}

TEST_CASE("whom somebody added by hand stays when rows name others") {
    Shelf at;
    REQUIRE(at.show_at({"health"}));
    const NewRelation hand{"showing", {}, body("justice"), {}, "xem cùng"};
    const auto seen = read_record(at.house(), at.caller(kLibrarian), "book", at.id);
    REQUIRE(seen.has_value());
    const auto assigned =
        assign(at.house(), at.caller(kHead), {"book", at.id, seen->etag, {}, "people"}, hand);
    REQUIRE_MESSAGE(assigned.has_value(), code_of(assigned));
    at.clock.advance(kMinute);
    REQUIRE(at.show_at({"police"}));
    CHECK_FALSE(at.opens("health"));
    CHECK(at.opens("justice"));
}

}  // namespace neove::service::scenario
