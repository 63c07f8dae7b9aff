#include "deadline/explain.h"

#include "deadline/test_world.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <fstream>
#include <sstream>

using namespace neove;
using namespace neove::deadline;
using namespace neove::deadline::test;

namespace {

std::string pack_file() {
    std::ifstream file(std::string(NEOVE_SOURCE_DIR) + "/packs/messages/deadline.tsv");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

const Phrases& phrases() {
    static const Phrases read = Phrases::parse(pack_file()).value();
    return read;
}

struct Said {
    std::string vi;
    std::string en;
};

Said said(
    const Limit& limit,
    const std::vector<Event>& history,
    const calendar::WorkingCalendar& calendar = calendar_with()
) {
    const auto found = clocks(limit, history, calendar);
    REQUIRE(!found.empty());
    return {
        explain(found.front(), calendar, kOffset, phrases(), false),
        explain(found.front(), calendar, kOffset, phrases(), true)};
}

void check(const Said& said, std::string_view vi, std::string_view en) {
    CHECK(said.vi == vi);
    CHECK(said.en == en);
}

}  // namespace

TEST_CASE("A due date says from where and how it was counted, and under which law") {
    check(
        said(limit(version(3, Unit::Day)), {entered("open", "2026-11-20 15:40")}),
        "Tính từ 20/11/2026 (không tính ngày đầu), 3 ngày, hạn đến hết 23/11/2026, theo Rule 1.",
        "Counted from 20/11/2026 (that day excluded), 3 days, due by the end of 23/11/2026, under Rule 1."
    );
    LimitVersion first = version(1, Unit::WorkingDay);
    first.first_day_excluded = false;
    check(
        said(limit(first), {entered("open", "2026-11-20")}),
        "Tính từ 20/11/2026 (tính cả ngày đầu), 1 ngày làm việc, hạn đến hết 20/11/2026, theo Rule 1.",
        "Counted from 20/11/2026 (that day included), 1 working day, due by the end of 20/11/2026, under "
        "Rule 1."
    );
    check(
        said(limit(version(24, Unit::Hour, Roll::None)), {entered("open", "2026-11-20 08:30")}),
        "Tính từ 08:30 ngày 20/11/2026, 24 giờ, hạn đến 08:30 ngày 21/11/2026, theo Rule 1.",
        "Counted from 08:30 on 20/11/2026, 24 hours, due at 08:30 on 21/11/2026, under Rule 1."
    );
    LimitVersion fixed = version(1, Unit::FixedDate, Roll::None);
    fixed.amount.reset();
    fixed.fixed = {{12, 5}};
    check(
        said(limit(fixed), {entered("open", "2026-11-20")}),
        "Tính từ 20/11/2026, mốc tiếp theo là ngày 05/12/2026, hạn đến hết 05/12/2026, theo Rule 1.",
        "Counted from 20/11/2026, the next fixed day is 05/12/2026, due by the end of 05/12/2026, under Rule "
        "1."
    );
    fixed.fixed_is_included = false;
    check(
        said(limit(fixed), {entered("open", "2026-11-20")}),
        "Tính từ 20/11/2026, phải xong trước ngày 05/12/2026, hạn đến hết 04/12/2026, theo Rule 1.",
        "Counted from 20/11/2026, to be done before 05/12/2026, due by the end of 04/12/2026, under Rule 1."
    );
}

TEST_CASE("A last day that moved says which days were off and why") {
    check(
        said(limit(version(3, Unit::Day)), {entered("open", "2026-11-21")}, calendar_with({"2026-11-24"})),
        "Tính từ 21/11/2026 (không tính ngày đầu), 3 ngày, hạn đến hết 24/11/2026, theo Rule 1; lùi đến hết "
        "25/11/2026 vì 24/11/2026 là ngày nghỉ lễ (Lễ hội).",
        "Counted from 21/11/2026 (that day excluded), 3 days, due by the end of 24/11/2026, under Rule 1; "
        "moved to "
        "the end of 25/11/2026 because 24/11/2026 is a public holiday (Feast)."
    );
    check(
        said(limit(version(2, Unit::Month)), {entered("open", "2026-12-31")}),
        "Tính từ 31/12/2026 (không tính ngày đầu), 2 tháng, hạn đến hết 28/02/2027, theo Rule 1; lùi đến hết "
        "01/03/2027 vì 28/02/2027 là Chủ nhật.",
        "Counted from 31/12/2026 (that day excluded), 2 months, due by the end of 28/02/2027, under Rule 1; "
        "moved to "
        "the end of 01/03/2027 because 28/02/2027 is a Sunday."
    );
    const auto week = calendar_with({"2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"});
    CHECK(
        said(limit(version(1, Unit::Day)), {entered("open", "2026-11-22")}, week).vi ==
        "Tính từ 22/11/2026 (không tính ngày đầu), 1 ngày, hạn đến hết 23/11/2026, theo Rule 1; lùi đến hết "
        "30/11/2026 vì 23/11/2026 là ngày nghỉ lễ (Lễ hội), 6 ngày tiếp theo cũng là ngày nghỉ."
    );
    calendar::CalendarData data = holidays({});
    data.dated = {
        {day("2026-08-31"),
         {calendar::DayKind::SwapOff, calendar::Status::Confirmed, "Hoán đổi", "Swap", "x"}},
        {day("2026-09-01"), {calendar::DayKind::InLieu, calendar::Status::Confirmed, "Bù", "Lieu", "x"}}};
    CHECK(
        said(limit(version(3, Unit::Day)), {entered("open", "2026-08-28")}, calendar::WorkingCalendar(data))
            .vi ==
        "Tính từ 28/08/2026 (không tính ngày đầu), 3 ngày, hạn đến hết 31/08/2026, theo Rule 1; lùi đến hết "
        "02/09/2026 vì 31/08/2026 là ngày nghỉ (Hoán đổi), 01/09/2026 là ngày nghỉ bù (Bù)."
    );
}

TEST_CASE("Every day that was added is accounted for, and every one that was not") {
    Limit thirty = still(limit(version(30, Unit::Day, Roll::None)));
    thirty.extensions = {{"extend", 10, Unit::Day, 1, "The head", "Rule 2"}};
    const Event open = entered("open", "2026-10-01");
    const std::string start =
        "Tính từ 01/10/2026 (không tính ngày đầu), 30 ngày, hạn đến hết 31/10/2026, theo Rule 1";
    check(
        said(
            thirty,
            {open,
             action("pause", "2026-10-10"),
             action("resume", "2026-10-15"),
             action("extend", "2026-10-16"),
             action("extend", "2026-10-17")}
        ),
        start +
            "; tạm dừng từ 10/10/2026 đến 15/10/2026, cộng 5 ngày, hạn đến hết 05/11/2026; gia hạn ngày "
            "16/10/2026 "
            "thêm 10 ngày (thẩm quyền: The head, theo Rule 2), hạn đến hết 15/11/2026; không tính lần gia "
            "hạn ngày "
            "17/10/2026 vì đã hết số lần được gia hạn.",
        "Counted from 01/10/2026 (that day excluded), 30 days, due by the end of 31/10/2026, under Rule 1; "
        "suspended "
        "from 10/10/2026 to 15/10/2026, 5 days added, due by the end of 05/11/2026; extended on 16/10/2026 "
        "by 10 days "
        "(authority: The head, under Rule 2), due by the end of 15/11/2026; the extension on 17/10/2026 does "
        "not count: "
        "no more are allowed."
    );
    CHECK(
        said(thirty, {open, action("pause", "2026-10-10")}).vi ==
        start + "; tạm dừng từ 10/10/2026, thời hạn chưa chạy tiếp."
    );
    CHECK(
        said(thirty, {open, action("extend", "2026-11-02")}).vi ==
        start + "; không tính lần gia hạn ngày 02/11/2026 vì khi đó đã hết hạn."
    );
    thirty.versions.push_back(version(40, Unit::Day, Roll::None));
    thirty.versions[0].valid_until = thirty.versions[1].valid_from = day("2026-10-20");
    thirty.versions[1].takes_over_running = true;
    CHECK(
        said(thirty, {open}).vi ==
        "Tính từ 01/10/2026 (không tính ngày đầu), 40 ngày, hạn đến hết 10/11/2026, theo Rule 1; quy định có "
        "hiệu "
        "lực từ 20/10/2026 áp dụng cho cả việc đang giải quyết."
    );
    Limit hours = still(limit(version(24, Unit::Hour, Roll::None)));
    hours.extensions = {{"extend", 1, Unit::Hour, 1, "The head", ""}};
    CHECK(
        said(
            hours,
            {open,
             action("pause", "2026-10-01 01:00"),
             action("resume", "2026-10-01 02:30"),
             action("extend", "2026-10-01 03:00")}
        )
            .vi ==
        "Tính từ 00:00 ngày 01/10/2026, 24 giờ, hạn đến 00:00 ngày 02/10/2026, theo Rule 1; tạm dừng từ "
        "01/10/2026 "
        "đến 01/10/2026, cộng thêm thời gian đó, hạn đến 01:30 ngày 02/10/2026; gia hạn ngày 01/10/2026 thêm "
        "1 giờ "
        "(thẩm quyền: The head), hạn đến 02:30 ngày 02/10/2026."
    );
}

TEST_CASE("What was told or corrected when the day had gone by is said, and what a new law may not do") {
    Limit thirty = still(limit(version(30, Unit::Day, Roll::None)));
    const Event open = entered("open", "2026-10-01");
    const std::string start =
        "Tính từ 01/10/2026 (không tính ngày đầu), 30 ngày, hạn đến hết 31/10/2026, theo Rule 1";
    Event done = entered("done", "2026-10-20");
    done.recorded_at = at("2026-11-23 09:00");
    CHECK(
        said(thirty, {open, done}).vi ==
        start + "; việc của ngày 20/10/2026 được ghi vào hệ thống ngày 23/11/2026, khi hạn đã qua."
    );
    CHECK(
        said(thirty, {entered("open", "2026-09-20"), correction(entered("open", "2026-09-20"), "2026-10-01")})
            .vi == start +
                       "; mốc bắt đầu tính hạn được đính chính sau đó; trước khi đính chính, hồ sơ ghi "
                       "20/09/2026."
    );
    thirty.versions[0].valid_until = day("2026-10-20");
    thirty.versions.push_back(version(10, Unit::Day, Roll::None));
    thirty.versions[1].valid_from = day("2026-10-20");
    thirty.versions[1].takes_over_running = true;
    CHECK(
        said(thirty, {open}).vi ==
        "Tính từ 01/10/2026 (không tính ngày đầu), 10 ngày, hạn đến hết 11/10/2026, theo Rule 1; ngày đó ở "
        "trước ngày quy định có hiệu lực nên hạn đến hết 20/10/2026; quy định có hiệu lực từ 20/10/2026 áp "
        "dụng cho cả việc đang giải quyết."
    );
    Limit hours = limit(version(24, Unit::Hour, Roll::None));
    CHECK(
        said(hours, {open, correction(open, "2026-10-01 03:00")}).vi ==
        "Tính từ 03:00 ngày 01/10/2026, 24 giờ, hạn đến 03:00 ngày 02/10/2026, theo Rule 1; mốc bắt đầu tính "
        "hạn được đính chính sau đó; trước khi đính chính, hồ sơ ghi 00:00 ngày 01/10/2026."
    );
}

TEST_CASE("What is not known is said and not covered up") {
    Limit unknown = still(limit(version(30, Unit::Day)));
    unknown.versions[0].amount.reset();
    unknown.versions[0].is_confirmed = false;
    unknown.versions[0].citation.clear();
    unknown.extensions = {{"extend", 10, Unit::Day, 1, "The head", ""}};
    const Event open = entered("open", "2026-10-01");
    check(
        said(unknown, {open}),
        "Tính từ 01/10/2026; chưa xác nhận được thời hạn.",
        "Counted from 01/10/2026; the limit could not be confirmed."
    );
    CHECK(
        said(
            unknown,
            {open,
             action("pause", "2026-10-02"),
             action("resume", "2026-10-03"),
             action("extend", "2026-10-04")}
        )
            .vi ==
        "Tính từ 01/10/2026; chưa xác nhận được thời hạn; tạm dừng từ 02/10/2026 đến 03/10/2026; gia hạn "
        "ngày "
        "04/10/2026 thêm 10 ngày (thẩm quyền: The head)."
    );
    Limit placeholder = limit(version(3, Unit::Day));
    placeholder.versions[0].is_confirmed = false;
    CHECK(
        said(placeholder, {entered("open", "2026-10-17", Precision::Month)}).vi ==
        "Tính từ 01/10/2026 (không tính ngày đầu), 3 ngày, hạn đến hết 04/10/2026, theo Rule 1; lùi đến hết "
        "05/10/2026 vì 04/10/2026 là Chủ nhật; chỉ biết tháng 10/2026 nên tính từ ngày sớm nhất có thể; thời "
        "hạn này "
        "chưa được xác nhận."
    );
    CHECK(
        said(limit(version(3, Unit::Hour, Roll::None)), {entered("open", "2026-10-17 12:00", Precision::Day)})
            .en ==
        "Counted from 00:00 on 17/10/2026, 3 hours, due at 03:00 on 17/10/2026, under Rule 1; only the day "
        "17/10/2026 "
        "is known, so its beginning counts."
    );
    CHECK(
        said(limit(version(3, Unit::Day)), {entered("open", "2025-10-17", Precision::Year)}).en ==
        "Counted from 01/01/2025 (that day excluded), 3 days, due by the end of 04/01/2025, under Rule 1; "
        "moved to the "
        "end of 06/01/2025 because 04/01/2025 is a Saturday, 05/01/2025 is a Sunday; only the year 2025 is "
        "known, so "
        "the earliest possible day counts."
    );
}

TEST_CASE("A due date that leans on days off nobody confirmed or published names them") {
    calendar::CalendarData data = holidays({});
    data.published = {2026};
    data.dated.push_back(
        {day("2026-11-24"), {calendar::DayKind::Holiday, calendar::Status::Pending, "Ngày hội", "Fair", "x"}}
    );
    const calendar::WorkingCalendar known(data);
    check(
        said(limit(version(3, Unit::Day)), {entered("open", "2026-11-21")}, known),
        "Tính từ 21/11/2026 (không tính ngày đầu), 3 ngày, hạn đến hết 24/11/2026, theo Rule 1; chưa xác "
        "nhận được "
        "24/11/2026 (Ngày hội) nên hạn có thể thay đổi.",
        "Counted from 21/11/2026 (that day excluded), 3 days, due by the end of 24/11/2026, under Rule 1; "
        "not confirmed "
        "yet: 24/11/2026 (Fair); the due date may change."
    );
    CHECK(
        said(limit(version(30, Unit::WorkingDay)), {entered("open", "2026-11-21")}, known).vi ==
        "Tính từ 21/11/2026 (không tính ngày đầu), 30 ngày làm việc, hạn đến hết 01/01/2027, theo Rule 1; "
        "lịch nghỉ năm "
        "2027 chưa được công bố nên hạn có thể thay đổi; chưa xác nhận được 24/11/2026 (Ngày hội) nên hạn có "
        "thể thay "
        "đổi."
    );
    // The same span in calendar days never asked about that day.
    CHECK(
        said(limit(version(6, Unit::Day)), {entered("open", "2026-11-21")}, known).vi ==
        "Tính từ 21/11/2026 (không tính ngày đầu), 6 ngày, hạn đến hết 27/11/2026, theo Rule 1."
    );
}

TEST_CASE("A day that the record names is told as such, with the first one after a change") {
    Limit named = limit(version(1, Unit::NamedDay));
    named.versions[0].amount.reset();
    named.versions[0].field = "due_on";
    Event open = entered("open", "2026-11-02 08:00");
    check(
        said(named, {open}),
        "Tính từ 02/11/2026; hồ sơ chưa ghi hạn, theo Rule 1.",
        "Counted from 02/11/2026; the record names no last day yet, under Rule 1."
    );
    open.fields = names_day("due_on", "2026-11-20", "2026-11-02").fields;
    check(
        said(named, {open}),
        "Hạn ghi trong hồ sơ: đến hết 20/11/2026, theo Rule 1.",
        "The last day that the record names: due by the end of 20/11/2026, under Rule 1."
    );
    check(
        said(
            named,
            {open,
             names_day("due_on", "2026-11-28", "2026-11-18"),
             names_day("due_on", "2026-12-04", "2026-12-02")}
        ),
        "Hạn ghi trong hồ sơ ban đầu: đến hết 20/11/2026, theo Rule 1; ngày 18/11/2026 đổi thành đến hết "
        "28/11/2026; ngày 02/12/2026, khi hạn trước đã qua, đổi thành đến hết 04/12/2026.",
        "The last day that the record named first: due by the end of 20/11/2026, under Rule 1; changed on "
        "18/11/2026: due by the end of 28/11/2026; changed on 02/12/2026, when the former day had gone by: "
        "due "
        "by the end of 04/12/2026."
    );
    const Event done = entered("done", "2026-11-25 10:00");
    Event mended = correction(open, "2026-11-02 08:00");
    mended.fields = names_day("due_on", "2026-11-27", "2026-11-02").fields;
    check(
        said(named, {open, done, mended}),
        "Hạn ghi trong hồ sơ: đến hết 27/11/2026, theo Rule 1; hạn này được đính chính sau khi việc đã kết "
        "thúc; "
        "lúc kết thúc, hồ sơ ghi hạn đến hết 20/11/2026.",
        "The last day that the record names: due by the end of 27/11/2026, under Rule 1; this day was put in "
        "by "
        "a correction after the matter had ended; until then the record said by the end of 20/11/2026."
    );
    Event cleared = names_day("due_on", "2026-11-28", "2026-11-18");
    cleared.fields.front().day.reset();
    CHECK(
        said(named, {open, cleared}).vi ==
        "Hạn ghi trong hồ sơ ban đầu: đến hết 20/11/2026, theo Rule 1; ngày 18/11/2026 hồ sơ bỏ hạn đã ghi."
    );
    named.versions[0].fixed_is_included = false;
    named.versions[0].roll = Roll::NextWorkingDay;
    named.versions[0].is_confirmed = false;
    open.fields = names_day("due_on", "2026-11-23", "2026-11-02").fields;
    open.precision = Precision::Month;  // from when it ran is of no account
    check(
        said(named, {open}),
        "Hạn ghi trong hồ sơ: trước ngày 23/11/2026, tức là đến hết 22/11/2026, theo Rule 1; lùi đến hết "
        "23/11/2026 vì 22/11/2026 là Chủ nhật; thời hạn này chưa được xác nhận.",
        "The record says before 23/11/2026: due by the end of 22/11/2026, under Rule 1; moved to the end of "
        "23/11/2026 because 22/11/2026 is a Sunday; this limit is not confirmed yet."
    );
}

TEST_CASE("The day that the record names for the end is told, and what it said before a correction") {
    Limit dated = limit(version(3, Unit::Day, Roll::None));
    dated.stops.front().dated_by = "done_on";
    Event done = entered("done", "2026-11-26 09:00");
    done.fields = {{"done_on", calendar::PartialDate::parse_iso("2026-11-25")}};
    Event mended = correction(done, "2026-11-26 09:00");
    mended.fields = {{"done_on", calendar::PartialDate::parse_iso("2026-11-22")}};
    check(
        said(dated, {entered("open", "2026-11-20"), done, mended}),
        "Tính từ 20/11/2026 (không tính ngày đầu), 3 ngày, hạn đến hết 23/11/2026, theo Rule 1; ngày kết "
        "thúc tính theo "
        "ngày 22/11/2026 ghi trong hồ sơ, báo ngày 26/11/2026; ngày kết thúc này được đính chính sau đó; "
        "trước khi đính "
        "chính, hồ sơ ghi ngày 25/11/2026.",
        "Counted from 20/11/2026 (that day excluded), 3 days, due by the end of 23/11/2026, under Rule 1; "
        "counted as ended "
        "on 22/11/2026, the day that the record names; told as of 26/11/2026; the day on which it ended was "
        "corrected "
        "afterwards; until then the record said 25/11/2026."
    );
}

TEST_CASE("Phrases are taken whole or not at all") {
    const std::string good = pack_file();
    REQUIRE(Phrases::parse(good).has_value());
    const auto refused = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        const auto read = Phrases::parse(text);
        return read ? std::string() : read.error().code;
    };
    CHECK(refused("unconfirmed\t", "unconfirmd\t") == "deadline.phrases");
    CHECK(refused("\tunder {citation}", "\tunder it") == "deadline.phrases");
    CHECK(refused("theo {citation}", "theo {law}") == "deadline.phrases");
    CHECK(refused("weekday.2\t", "weekday.1\t") == "deadline.phrases");
    CHECK(refused("\tMonday", "") == "deadline.phrases");
    CHECK(refused("weekday.7\tChủ nhật\tSunday\n", "") == "deadline.phrases");
    CHECK(refused("\tSunday", "\tSunday\tmore") == "deadline.phrases");
}

TEST_CASE("Every clock can be explained in both languages, and says its due date whenever it has one") {
    CHECK(rc::check("of any history and limit", [] {
        LimitVersion law = version(
            *rc::gen::inRange(1, 60),
            *rc::gen::element(
                Unit::Hour, Unit::Day, Unit::WorkingDay, Unit::Month, Unit::FixedDate, Unit::NamedDay
            )
        );
        if (law.unit == Unit::Hour) law.roll = Roll::None;
        if (law.unit == Unit::FixedDate) {
            law.amount.reset();
            law.fixed = {{*rc::gen::inRange(1, 13), *rc::gen::inRange(1, 29)}};
            law.fixed_is_included = *rc::gen::arbitrary<bool>();
        }
        if (law.unit == Unit::NamedDay) {
            law.amount.reset();
            law.field = "due_on";
        }
        Limit any = still(limit(law));
        any.extensions = {
            {"extend",
             *rc::gen::inRange(1, 9),
             law.unit == Unit::Hour ? Unit::Hour : Unit::WorkingDay,
             1,
             "x",
             "y"}};
        calendar::CalendarData data = holidays({"2026-01-05", "2026-02-03"});
        data.published = {2026};
        data.dated[0].reason.status =
            *rc::gen::element(calendar::Status::Pending, calendar::Status::Unconfirmed);
        const calendar::WorkingCalendar calendar(data);
        std::vector<Event> history{entered("open", "2026-01-01")};
        for (int count = *rc::gen::inRange(0, 6); count > 0; --count) {
            const char* name = *rc::gen::element("extend", "pause", "resume");
            history.push_back(action(name, "2026-01-01"));
            history.back().occurred_at = at("2026-01-01") + *rc::gen::inRange<std::int64_t>(0, 2'000) * kHour;
            history.back().fields =
                names_day("due_on", *rc::gen::element("2026-02-03", "2026-07", ""), "2026-01-01").fields;
        }
        const auto clock = clocks(any, history, calendar).front();
        for (const bool english : {false, true}) {
            const std::string text = explain(clock, calendar, kOffset, phrases(), english);
            RC_ASSERT(text.find('{') == std::string::npos);
            RC_ASSERT(text.ends_with('.'));
            if (clock.due_at && law.unit != Unit::Hour)
                RC_ASSERT(
                    text.find(calendar::date_of(*clock.due_at + -1, kOffset).typed()) != std::string::npos
                );
        }
    }));
}
