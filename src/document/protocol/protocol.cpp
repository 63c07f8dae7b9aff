#include "document/protocol/protocol.h"

#include "base/utf8.h"

#include <algorithm>

namespace neove::document {

namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kMaxNotices = 32;
constexpr std::size_t kMaxSheets = 64;

/// `document.` and a reason of lower-case letters and underscores: safe to look up and to log.
bool is_code(std::string_view text) {
    constexpr std::string_view kArea = "document.";
    if (!text.starts_with(kArea) || text.size() <= kArea.size() || text.size() > 64) return false;
    return std::ranges::all_of(text.substr(kArea.size()), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '_';
    });
}

/// Reads fields one after the other; once one is malformed, all that follow are too.
class Fields {
public:
    explicit Fields(ByteView bytes) : reader_(bytes) {}

    std::uint64_t number(std::uint64_t limit) {
        const auto value = reader_.number();
        if (!value || *value > limit) return fail();
        return *value;
    }
    std::string text(std::size_t limit) {
        const auto value = reader_.bytes();
        if (!value || value->size() > limit || !is_plain_utf8(as_text(*value))) {
            fail();
            return {};
        }
        return std::string(as_text(*value));
    }
    ByteView bytes() {
        const auto value = reader_.bytes();
        if (!value) fail();
        return value ? *value : ByteView{};
    }
    bool good() const { return good_; }
    bool complete() const { return good_ && reader_.at_end(); }
    std::uint64_t fail() {
        good_ = false;
        return 0;
    }

private:
    CanonicalReader reader_;
    bool good_{true};
};

void read_sheets(Fields& fields, Answer& answer) {
    std::size_t cells_left = kMaxCells;
    const std::uint64_t sheets = fields.number(kMaxSheets);
    for (std::uint64_t i = 0; i < sheets && fields.good(); ++i) {
        SheetCells& sheet = answer.sheets.emplace_back();
        sheet.name = fields.text(256);
        const std::uint64_t cells = fields.number(cells_left);
        cells_left -= cells;
        for (std::uint64_t j = 0; j < cells && fields.good(); ++j) {
            Cell& cell = sheet.cells.emplace_back();
            cell.row = static_cast<std::uint32_t>(fields.number(1U << 21U));
            cell.column = static_cast<std::uint32_t>(fields.number(1U << 15U));
            cell.text = fields.text(1U << 16U);
            if (cell.row == 0 || cell.column == 0) fields.fail();
        }
    }
}

}  // namespace

bool is_plain_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = text[at] == '\0' ? 0 : utf8::sequence_size(text, at);
        if (size == 0) return false;
        at += size;
    }
    return true;
}

Bytes encode(const Request& request) {
    CanonicalWriter out;
    out.number(kVersion).number(request.job).number(static_cast<std::uint64_t>(request.kind));
    out.number(request.first_page).number(request.page_count).bytes(request.content);
    return out.result();
}

std::optional<Request> decode_request(ByteView bytes) {
    Fields fields(bytes);
    if (fields.number(kVersion) != kVersion) return std::nullopt;
    Request request;
    request.job = static_cast<std::uint8_t>(fields.number(255));
    request.kind = static_cast<Kind>(fields.number(kLastKind));
    request.first_page = static_cast<std::uint32_t>(fields.number(kMaxPages));
    request.page_count = static_cast<std::uint32_t>(fields.number(kMaxPages));
    request.content = fields.bytes();
    if (!fields.complete() || request.job == 0 || request.content.size() > kMaxDocument) return std::nullopt;
    return request;
}

Bytes encode(const Answer& answer) {
    CanonicalWriter out;
    out.number(kVersion).text(answer.code).text(answer.text).text(answer.margins);
    out.number(answer.pages).number(answer.next_page).number(answer.scanned ? 1 : 0);
    out.number(answer.notices.size());
    for (const std::string& notice : answer.notices) out.text(notice);
    out.number(answer.sheets.size());
    for (const SheetCells& sheet : answer.sheets) {
        out.text(sheet.name).number(sheet.cells.size());
        for (const Cell& cell : sheet.cells) out.number(cell.row).number(cell.column).text(cell.text);
    }
    out.number(answer.pictures.size());
    for (const Bytes& picture : answer.pictures) out.bytes(picture);
    return out.result();
}

std::optional<Answer> decode_answer(ByteView bytes) {
    if (bytes.size() > kMaxAnswer) return std::nullopt;
    Fields fields(bytes);
    if (fields.number(kVersion) != kVersion) return std::nullopt;
    Answer answer;
    answer.code = fields.text(64);
    if (!answer.code.empty() && !is_code(answer.code)) return std::nullopt;
    answer.text = fields.text(kMaxText);
    answer.margins = fields.text(kMaxText);
    answer.pages = static_cast<std::uint32_t>(fields.number(kMaxPages));
    answer.next_page = static_cast<std::uint32_t>(fields.number(kMaxPages));
    answer.scanned = fields.number(1) == 1;
    const std::uint64_t notices = fields.number(kMaxNotices);
    for (std::uint64_t i = 0; i < notices && fields.good(); ++i) {
        answer.notices.push_back(fields.text(64));
        if (!is_code(answer.notices.back())) fields.fail();
    }
    read_sheets(fields, answer);
    const std::uint64_t pictures = fields.number(kMaxPicturesPerCall);
    for (std::uint64_t i = 0; i < pictures && fields.good(); ++i) {
        const ByteView picture = fields.bytes();
        answer.pictures.emplace_back(picture.begin(), picture.end());
    }
    if (!fields.complete() || answer.next_page > answer.pages) return std::nullopt;
    return answer;
}

}  // namespace neove::document
