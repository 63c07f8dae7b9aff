#include "http/strict_request.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace neove::http {

namespace {

constexpr std::size_t kFieldsMax = 64;
constexpr std::size_t kTargetMax = 2048;
constexpr std::array<std::string_view, 8> kSingle = {
    "content-length",
    "transfer-encoding",
    "host",
    "content-type",
    "cookie",
    "authorization",
    "if-match",
    "if-none-match"};
constexpr std::array<std::string_view, 6> kMethods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_visible_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

std::size_t count_of(const Head& head, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::count(head.fields, name, &Field::first));
}

std::string_view value_of(const Head& head, std::string_view name) {
    const auto found = std::ranges::find(head.fields, name, &Field::first);
    return found == head.fields.end() ? std::string_view() : std::string_view(found->second);
}

auto bad(std::string code) {
    return refuse(ErrorKind::Malformed, std::move(code));
}

Result<> check_framing(const Head& head) {
    for (const std::string_view name : kSingle) {
        if (count_of(head, name) > 1) return bad("http.doubled_field");
    }
    const bool has_encoding = count_of(head, "transfer-encoding") > 0;
    const bool has_length = count_of(head, "content-length") > 0;
    if (has_encoding) {
        if (has_length || head.version != 11 || value_of(head, "transfer-encoding") != "chunked") {
            return bad("http.framing");
        }
    }
    if (has_length) {
        const std::string_view length = value_of(head, "content-length");
        if (length.empty() || length.size() > 12 ||
            length.find_first_not_of("0123456789") != std::string_view::npos) {
            return bad("http.framing");
        }
    }
    const bool has_body = has_encoding || (has_length && value_of(head, "content-length") != "0");
    const bool bodyless = head.method == "GET" || head.method == "HEAD" || head.method == "DELETE";
    if (has_body && (bodyless || head.version == 10)) return bad("http.body_not_allowed");
    return {};
}

Result<> check_fields(const Head& head, const HostList& hosts) {
    if (head.fields.size() > kFieldsMax) return bad("http.too_many_fields");
    for (const Field& field : head.fields) {
        for (const char c : field.second) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte >= 0x80 || (byte < 0x20 && byte != '\t') || byte == 0x7f) return bad("http.framing");
        }
    }
    if (count_of(head, "host") != 1) return bad("http.host");
    if (std::ranges::find(hosts, value_of(head, "host")) == hosts.end()) return bad("http.host");
    if (count_of(head, "expect") > 0 && value_of(head, "expect") != "100-continue") return bad("http.expect");
    if (count_of(head, "upgrade") > 0) return bad("http.upgrade");
    return {};
}

Result<std::vector<Field>> decode_query(std::string_view text) {
    std::vector<Field> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (one.empty()) continue;
        const std::size_t equals = std::min(one.find('='), one.size());
        std::string name = TRY(decode_percent(one.substr(0, equals)));
        std::string spaced(equals < one.size() ? one.substr(equals + 1) : std::string_view());
        std::ranges::replace(spaced, '+', ' ');
        std::string value = TRY(decode_percent(spaced));
        if (std::ranges::find(out, name, &Field::first) != out.end()) return bad("http.target");
        out.emplace_back(std::move(name), std::move(value));
    }
    return out;
}

/// `%2f` would let one path segment pass for two; dot segments would name another route.
Result<std::string> decode_path(std::string_view text) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        if (text[i] == '%' && text[i + 1] == '2' && (text[i + 2] == 'f' || text[i + 2] == 'F')) {
            return bad("http.target");
        }
    }
    std::string path = TRY(decode_percent(text));
    if (path.find("//") != std::string::npos || path.find('\\') != std::string::npos)
        return bad("http.target");
    std::string_view rest = path;
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find('/'), rest.size());
        const std::string_view segment = rest.substr(0, end);
        if (segment == "." || segment == "..") return bad("http.target");
        rest.remove_prefix(end);
    }
    return path;
}

}  // namespace

Result<std::string> decode_percent(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const bool whole = i + 2 < text.size();
        const int high = whole ? hex_value(text[i + 1]) : -1;
        const int low = whole ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0) return bad("http.target");
        const int byte = high * 16 + low;
        if (byte == 0) return bad("http.target");
        out += static_cast<char>(byte);
        i += 2;
    }
    if (!text::is_valid_utf8(out)) return bad("http.target");
    return out;
}

HeadScan::State HeadScan::look(std::string_view raw) {
    for (; at_ < raw.size(); ++at_) {
        if (at_ >= kHeadMax) return State::TooLarge;
        const char c = raw[at_];
        const bool after_cr = at_ > 0 && raw[at_ - 1] == '\r';
        if (after_cr != (c == '\n')) return State::Malformed;
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\r' && c != '\n' && c != '\t') || byte == 0x7f) return State::Malformed;
        // A line that begins with white space continues the one before (RFC 9112 5.2): two readers may
        // differ.
        if (at_ == line_start_ && (c == ' ' || c == '\t')) return State::Malformed;
        if (c != '\n') continue;
        const bool empty_line = at_ == line_start_ + 1;
        line_start_ = at_ + 1;
        if (!empty_line) continue;
        if (at_ == 1) return State::Malformed;
        ++at_;
        return State::Complete;
    }
    return at_ >= kHeadMax ? State::TooLarge : State::Incomplete;
}

std::string_view raw_field(std::string_view raw, std::string_view lower_name) {
    const auto same_letter = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
    while (!raw.empty()) {
        const std::size_t end = std::min(raw.find('\n'), raw.size());
        std::string_view line = raw.substr(0, end);
        raw.remove_prefix(std::min(end + 1, raw.size()));
        if (line.size() <= lower_name.size() || line[lower_name.size()] != ':') continue;
        if (!std::ranges::equal(line.substr(0, lower_name.size()), lower_name, same_letter)) continue;
        line.remove_prefix(lower_name.size() + 1);
        while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        return line;
    }
    return {};
}

Result<Request> check_head(Head head, const HostList& hosts) {
    if (std::ranges::find(kMethods, head.method) == kMethods.end()) return bad("http.method");
    const std::string_view target = head.target;
    if (target.empty() || target[0] != '/' || target.size() > kTargetMax || !is_visible_ascii(target)) {
        return bad("http.target");
    }
    if (target.find('#') != std::string_view::npos) return bad("http.target");
    TRY(check_fields(head, hosts));
    TRY(check_framing(head));
    const std::size_t mark = std::min(target.find('?'), target.size());
    Request request;
    request.path = TRY(decode_path(target.substr(0, mark)));
    if (mark < target.size()) request.query = TRY(decode_query(target.substr(mark + 1)));
    request.method = std::move(head.method);
    request.fields = std::move(head.fields);
    return request;
}

}  // namespace neove::http
