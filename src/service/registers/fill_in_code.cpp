#include "service/registers/fill_in_code.h"

#include "base/bytes.h"

#include <algorithm>
#include <vector>

namespace neove::service {

namespace {

constexpr std::string_view kSheet = "NEOVE-BD";
constexpr std::size_t kShort = 8, kSheetMark = 24, kRowMark = 16, kLongest = 200, kNumberMax = 40;

std::vector<std::string_view> parts_of(std::string_view text) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(':', at), text.size());
        out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

bool is_hex(std::string_view text, std::size_t size) {
    return text.size() == size &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= kNumberMax && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-';
    });
}

/// Blanks around a code, and the wrapping that a mail or a cell may have given it.
std::string trimmed(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, kLongest + 1)) {
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') out += c;
    }
    return out;
}

bool same(std::string_view a, std::string_view b) {
    return crypto::equal(as_bytes(a), as_bytes(b));
}

}  // namespace

std::optional<SheetCode> parse_sheet_code(std::string_view written) {
    const std::string text = trimmed(written);
    const auto parts = parts_of(text);
    if (text.size() > kLongest || parts.size() != 5 || parts[0] != kSheet) return std::nullopt;
    const auto body = OrganisationId::parse(parts[1]);
    const auto day = calendar::Date::parse_iso(parts[2]);
    if (!body || !day || !is_hex(parts[3], kShort) || !is_hex(parts[4], kSheetMark)) return std::nullopt;
    return SheetCode{*body, *day, std::string(parts[3]), std::string(parts[4])};
}

std::optional<RowCode> parse_row_code(std::string_view written) {
    const std::string text = trimmed(written);
    const auto parts = parts_of(text);
    if (text.size() > kLongest || parts.size() != 3) return std::nullopt;
    if (!is_number(parts[0]) || !is_hex(parts[1], kShort) || !is_hex(parts[2], kRowMark)) return std::nullopt;
    return RowCode{std::string(parts[0]), std::string(parts[1]), std::string(parts[2])};
}

std::string text_of(const SheetCode& code) {
    return std::string(kSheet) + ":" + code.body.text() + ":" + code.made_on.iso() + ":" + code.form + ":" +
           code.mark;
}

std::string text_of(const RowCode& code) {
    return code.number + ":" + code.state + ":" + code.mark;
}

bool is_like_sheet_code(std::string_view text) {
    return trimmed(text).starts_with(kSheet);
}

std::string short_mark(std::string_view of) {
    return to_hex(ByteView(crypto::hash("neove.fill_in.short", as_bytes(of))).first(kShort / 2));
}

FillInMarks::FillInMarks(const crypto::Secret& key, std::string_view register_id, std::string_view action)
    : key_(key) {
    CanonicalWriter out;
    out.text(register_id).text(action);
    place_ = out.result();
}

std::string FillInMarks::mark_of(const SheetCode& code) const {
    CanonicalWriter out;
    out.bytes(place_).text(code.body.text()).text(code.made_on.iso()).text(code.form);
    const Digest whole = crypto::keyed_hash(key_, "neove.fill_in.sheet", out.result());
    return to_hex(ByteView(whole).first(kSheetMark / 2));
}

std::string FillInMarks::mark_of(const SheetCode& sheet, const RowCode& code) const {
    CanonicalWriter out;
    out.text(sheet.mark).text(code.number).text(code.state);
    const Digest whole = crypto::keyed_hash(key_, "neove.fill_in.row", out.result());
    return to_hex(ByteView(whole).first(kRowMark / 2));
}

SheetCode FillInMarks::sheet(const OrganisationId& body, calendar::Date made_on, std::string form) const {
    SheetCode out{body, made_on, std::move(form), {}};
    out.mark = mark_of(out);
    return out;
}

RowCode FillInMarks::row(const SheetCode& of, std::string number, std::string state) const {
    RowCode out{std::move(number), std::move(state), {}};
    out.mark = mark_of(of, out);
    return out;
}

bool FillInMarks::is_ours(const SheetCode& code) const {
    return same(code.mark, mark_of(code));
}

bool FillInMarks::is_of(const SheetCode& sheet, const RowCode& code) const {
    return same(code.mark, mark_of(sheet, code));
}

}  // namespace neove::service
