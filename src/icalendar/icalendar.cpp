#include "icalendar/icalendar.h"

namespace neove::icalendar {

namespace {

constexpr std::size_t kLineMax = 75;  // octets, without CR LF

bool continues(char octet) {
    return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
}

/// RFC 5545, 3.1: a longer line goes on behind a space.
void add_line(std::string& out, std::string_view line) {
    std::size_t room = kLineMax;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 1 && continues(line[cut])) --cut;
        out.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
        room = kLineMax - 1;  // the space counts
    }
    out.append(line).append("\r\n");
}

/// RFC 5545, 3.3.11.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char one : text) {
        if (one == '\\' || one == ';' || one == ',') {
            out += '\\';
            out += one;
        } else if (one == '\n') {
            out += "\\n";
        } else {
            const auto octet = static_cast<unsigned char>(one);
            out += octet < 0x20 || octet == 0x7F ? ' ' : one;
        }
    }
    return out;
}

/// `2026-11-22` and `2026-11-22T02:05:00.123Z` without their marks.
std::string compact(std::string_view iso) {
    std::string out;
    for (const char one : iso.substr(0, iso.find('.'))) {
        if (one != '-' && one != ':') out += one;
    }
    if (iso.find('.') != std::string_view::npos) out += 'Z';
    return out;
}

void add_entry(std::string& out, const DayEntry& entry, const std::string& stamp) {
    add_line(out, "BEGIN:VEVENT");
    add_line(out, "UID:" + escaped(entry.uid));
    add_line(out, "DTSTAMP:" + stamp);
    // In UTC: a client knows its own hour, and needs no table of time zones from here.
    add_line(
        out,
        entry.begins ? "DTSTART:" + compact(to_iso(*entry.begins))
                     : "DTSTART;VALUE=DATE:" + compact(entry.day.iso())
    );
    add_line(out, "SUMMARY:" + escaped(entry.summary));
    if (!entry.description.empty()) add_line(out, "DESCRIPTION:" + escaped(entry.description));
    add_line(out, "TRANSP:TRANSPARENT");
    add_line(out, "END:VEVENT");
}

}  // namespace

std::string write(const Calendar& calendar) {
    const std::string stamp = compact(to_iso(calendar.made_at));
    std::string out;
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, "PRODID:-//neove//agenda//VI");
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, "METHOD:PUBLISH");
    add_line(out, "X-WR-CALNAME:" + escaped(calendar.name));
    add_line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT4H");
    add_line(out, "X-PUBLISHED-TTL:PT4H");
    for (const DayEntry& entry : calendar.entries) add_entry(out, entry, stamp);
    add_line(out, "END:VCALENDAR");
    return out;
}

}  // namespace neove::icalendar
