#include "mail/message.h"

#include "base/check.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace neove::mail {

namespace {

constexpr std::size_t kAddressMax = 254;
constexpr std::size_t kLocalMax = 64;
constexpr std::size_t kSubjectMax = 200;
constexpr std::size_t kBodyMax = 16'384;
constexpr std::size_t kWordBytes = 39;  // RFC 2047: with `Subject: ` and its frame a line stays within 76
constexpr std::size_t kLineBytes = 57;  // 76 characters of base64

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_host(std::string_view host) {
    for (;;) {
        const std::size_t dot = host.find('.');
        if (!is_label(host.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        host.remove_prefix(dot + 1);
    }
}

bool is_local_part(std::string_view local) {
    if (local.empty() || local.size() > kLocalMax) return false;
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos)
        return false;
    return std::ranges::all_of(local, [](char c) {
        return is_letter_or_digit(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string::npos;
    });
}

/// RFC 4648 with padding.
std::string base64(std::string_view text) {
    static constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, text.size() - at);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = (group << 8U) | (i < count ? static_cast<std::uint8_t>(text[at + i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            out += i <= count ? kDigits[(group >> (18U - (6U * i))) & 63U] : '=';
        }
    }
    return out;
}

/// The longest start of `text` within `most` bytes that cuts no character.
std::size_t cut(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text.size();
    while (most > 0 && (static_cast<std::uint8_t>(text[most]) & 0xC0U) == 0x80U) --most;
    return most;
}

std::string encoded_subject(std::string_view subject) {
    std::string out;
    while (!subject.empty()) {
        const std::size_t count = cut(subject, kWordBytes);
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + base64(subject.substr(0, count)) + "?=";
        subject.remove_prefix(count);
    }
    return out;
}

/// RFC 5322 in UTC: `Sun, 22 Nov 2026 05:34:04 +0000`.
std::string date_of(Instant at) {
    using namespace std::chrono;
    static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> kMonths{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_time<microseconds> moment{microseconds(at.micros)};
    const auto day = floor<days>(moment);
    const year_month_day date{day};
    const hh_mm_ss time{floor<seconds>(moment - day)};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
        kDays[weekday{day}.c_encoding()],
        static_cast<unsigned>(date.day()),
        kMonths[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

bool is_control(char c) {
    return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F;
}

/// Lines of the body with CR LF, then base64 in lines of 76.
std::string encoded_body(std::string_view body) {
    std::string lines;
    for (const char c : body) {
        if (c == '\n') lines += '\r';
        lines += c;
    }
    std::string out;
    for (std::size_t at = 0; at < lines.size(); at += kLineBytes) {
        out += base64(std::string_view(lines).substr(at, kLineBytes)) + "\r\n";
    }
    return out;
}

}  // namespace

bool is_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    return text.size() <= kAddressMax && at != std::string_view::npos && is_local_part(text.substr(0, at)) &&
           is_host(text.substr(at + 1));
}

Result<std::string> compose(const Message& message) {
    if (!is_address(message.from) || !is_address(message.to)) {
        return refuse(ErrorKind::Invalid, "mail.address");
    }
    const bool is_plain =
        text::is_valid_utf8(message.subject) && text::is_valid_utf8(message.body) &&
        !message.subject.empty() && message.subject.size() <= kSubjectMax &&
        message.body.size() <= kBodyMax && std::ranges::none_of(message.subject, is_control) &&
        std::ranges::none_of(message.body, [](char c) { return is_control(c) && c != '\n'; }) &&
        !message.id.empty() && std::ranges::all_of(message.id, is_letter_or_digit);
    if (!is_plain) return refuse(ErrorKind::Invalid, "mail.text");
    const std::string host = message.from.substr(message.from.rfind('@') + 1);
    return fmt::format(
        "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}@{}>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
        "Auto-Submitted: auto-generated\r\n\r\n{}",
        date_of(message.at),
        message.from,
        message.to,
        encoded_subject(message.subject),
        message.id,
        host,
        encoded_body(message.body)
    );
}

void fuzz_compose(ByteView bytes) {
    const std::string_view text = as_text(bytes);
    const std::size_t third = text.size() / 3;
    Message message;
    message.id = std::string(text.substr(0, text.size() % 40));
    message.from = "neove@example.vn";
    message.to = text.substr(0, third);
    message.subject = text.substr(third, third);
    message.body = text.substr(2 * third);
    // Also the headers alone, where the rest would hide them from the fuzzer.
    for (const bool is_tame : {false, true}) {
        if (is_tame) {
            message.id = "0a";
            message.to = "a@b";
        }
        const auto made = compose(message);
        if (!made) continue;
        const std::string head = made->substr(0, made->find("\r\n\r\n") + 2);
        std::string names;
        for (std::size_t at = 0; at < head.size(); at = head.find("\r\n", at) + 2) {
            if (head[at] == ' ') continue;
            names += head.substr(at, head.find(':', at) - at) + " ";
        }
        CHECK(
            names ==
            "Date From To Subject Message-ID MIME-Version Content-Type Content-Transfer-Encoding "
            "Auto-Submitted "
        );
        CHECK(std::ranges::all_of(*made, [](char c) { return static_cast<std::uint8_t>(c) < 0x80; }));
    }
}

}  // namespace neove::mail
