/// \file
/// How long a person's record is kept: who may erase is told of those whose time is over, of no others, and
/// of none a day too early.

#include "service/registers/retention.h"

#include "service/registers/act_on_record.h"
#include "service/scenario/persons_fixture.h"

#include <doctest/doctest.h>

namespace neove::service::scenario {

namespace {

constexpr std::int64_t kTwoYears = 730 * kDay;  // May 2026 to May 2028; the register says 24 months

class Kept : public Readers {
public:
    void done(const Caller& who, const RecordId& id, const std::string& action) {
        const auto seen = read(who, id);
        REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
        WantedAct wanted;
        wanted.action = action;
        wanted.reason = "thử";
        Diagnostics faults;
        const auto out = act_on_record(house(), who, {kRegister, id, seen->etag, {}, {}}, wanted, faults);
        REQUIRE_MESSAGE(out.has_value(), code_of(out));
    }
    std::vector<OverdueErasure> overdue(const Caller& who) {
        auto list = list_retention(house(), who, kRegister);
        REQUIRE_MESSAGE(list.has_value(), code_of(list));
        return std::move(list->records);
    }
};

}  // namespace

TEST_CASE("whoever may erase is told of a record from the day after its time is over") {
    Kept at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const RecordId stays = at.enrolled("Trần Văn Bưởi");
    at.clock.advance(30 * kDay);  // counted from leaving, not from coming
    const Instant left = at.clock.now();
    at.done(at.librarian(), hoa, "leave");
    at.clock.advance(kTwoYears);
    CHECK(at.overdue(at.head()).empty());
    at.clock.advance(2 * kDay);
    const auto list = at.overdue(at.head());
    REQUIRE(list.size() == 1);
    CHECK(list[0].row.id == hoa);
    CHECK(list[0].closed_at == left);
    const std::int64_t offset = at.house().options.utc_offset_micros;
    CHECK(list[0].kept_until == calendar::date_of(left, offset).plus_months(24));
    CHECK(!list[0].is_held);
    CHECK(!list[0].has_been_asked);
    // The last day itself still belongs to it.
    const Instant last = calendar::end_of(list[0].kept_until, offset) + -kSecond;
    at.clock.advance(last.micros - at.clock.now().micros);
    CHECK(at.overdue(at.head()).empty());
    at.clock.advance(kSecond);
    CHECK(at.overdue(at.head()).size() == 1);

    const auto asked = propose_erasure(
        at.house(), at.head(), {Readers::kRegister, hoa, {}, {}, {}}, {"Phụ trách", "Điều 12"}
    );
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    CHECK(at.overdue(at.head()).at(0).has_been_asked);
    REQUIRE(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id));
    CHECK(at.overdue(at.head()).empty());
    CHECK(at.lists(at.librarian(), stays));
}

TEST_CASE("nobody else is told, nor of a record that is closed to her") {
    Kept at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    at.done(at.librarian(), hoa, "leave");
    at.clock.advance(kTwoYears + 2 * kDay);
    for (const Caller& who : {at.desk(), at.librarian(), at.caller("quantri")}) {
        CHECK(code_of(list_retention(at.house(), who, Readers::kRegister)) == "access.not_found");
    }
    CHECK(code_of(list_retention(at.house(), at.head(), "no_such")) == "access.not_found");
    CHECK(at.overdue(at.as("lanhdao", "library_head", "canbo.phuong")).empty());
    REQUIRE(at.overdue(at.head()).size() == 1);
    at.relate(hoa, "block", at.head().account.id);
    CHECK(at.overdue(at.head()).empty());
    CHECK(at.overdue(at.other_head()).size() == 1);
}

TEST_CASE("a record that is held is shown as held") {
    Kept at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    at.done(at.librarian(), hoa, "leave");
    at.relate(hoa, std::string(kLegalHold), {}, at.caller("daumoi.congan").acting.organisation);
    at.clock.advance(kTwoYears + 2 * kDay);
    const auto list = at.overdue(at.head());
    REQUIRE(list.size() == 1);
    CHECK(list[0].is_held);
}

}  // namespace neove::service::scenario
