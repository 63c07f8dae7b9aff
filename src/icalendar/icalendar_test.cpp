#include "icalendar/icalendar.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace neove;
using icalendar::Calendar;
using icalendar::DayEntry;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::size_t from = 0;
    for (;;) {
        const std::size_t end = text.find("\r\n", from);
        if (end == std::string::npos) break;
        out.push_back(text.substr(from, end - from));
        from = end + 2;
    }
    CHECK(from == text.size());  // nothing behind the last line
    return out;
}

/// As a client reads it: lines that begin with a space belong to the one before.
std::vector<std::string> unfolded(const std::string& text) {
    std::vector<std::string> out;
    for (const std::string& line : lines_of(text)) {
        if (line.starts_with(' ')) {
            out.back() += line.substr(1);
        } else {
            out.push_back(line);
        }
    }
    return out;
}

DayEntry entry(std::string summary) {
    return {"a1@neove", calendar::Date::parse_iso("2026-12-05").value(), std::move(summary), ""};
}

bool has(const std::vector<std::string>& lines, std::string_view line) {
    return std::ranges::find(lines, line) != lines.end();
}

}  // namespace

TEST_CASE("icalendar: what has an hour begins at it, and says no end that nobody knows") {
    DayEntry meeting = entry("Cuộc họp");
    meeting.begins = Instant{1'796'432'400'000'000};  // 08:00 in Hà Nội
    const auto lines = unfolded(icalendar::write({"Lịch", Instant{1'795'327'200'000'000}, {meeting}}));
    CHECK(has(lines, "DTSTART:20261205T010000Z"));
    CHECK(std::ranges::none_of(lines, [](const std::string& line) {
        return line.starts_with("DTEND") || line.starts_with("DTSTART;VALUE");
    }));
}

TEST_CASE("icalendar: a day is a whole day that makes nobody busy") {
    const auto lines =
        unfolded(icalendar::write({"Lịch", Instant{1'795'327'200'000'000}, {entry("Hạn báo cáo")}}));
    CHECK(lines.front() == "BEGIN:VCALENDAR");
    CHECK(lines.back() == "END:VCALENDAR");
    CHECK(has(lines, "DTSTART;VALUE=DATE:20261205"));
    CHECK(has(lines, "SUMMARY:Hạn báo cáo"));
    CHECK(has(lines, "TRANSP:TRANSPARENT"));
    CHECK(has(lines, "UID:a1@neove"));
    const std::string stamp = "DTSTAMP:20261122T";
    CHECK(std::ranges::any_of(lines, [&](const std::string& line) {
        return line.starts_with(stamp) && line.ends_with('Z') && line.size() == stamp.size() + 7;
    }));
}

TEST_CASE("icalendar: no text begins a line of its own") {
    const auto lines = unfolded(
        icalendar::write({"a\r\nBEGIN:VEVENT", Instant{0}, {entry("x\r\nATTENDEE:mailto:a@b\x01; c, d\\")}})
    );
    CHECK(std::ranges::count(lines, "BEGIN:VEVENT") == 1);
    CHECK(has(lines, "X-WR-CALNAME:a \\nBEGIN:VEVENT"));
    CHECK(has(lines, "SUMMARY:x \\nATTENDEE:mailto:a@b \\; c\\, d\\\\"));
}

TEST_CASE("icalendar: long lines are folded between characters") {
    for (std::size_t shift = 0; shift < 6; ++shift) {
        std::string summary(shift, 'a');
        for (int i = 0; i < 60; ++i) summary += "ế𝄞";
        const std::string text = icalendar::write({"Lịch", Instant{0}, {entry(summary)}});
        for (const std::string& line : lines_of(text)) {
            CHECK(line.size() <= 75);
            const std::string_view own = line.starts_with(' ') ? std::string_view(line).substr(1) : line;
            CHECK((own.empty() || (static_cast<unsigned char>(own.front()) & 0xC0U) != 0x80U));
        }
        CHECK(has(unfolded(text), "SUMMARY:" + summary));
    }
}
