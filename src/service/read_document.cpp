#include "service/read_document.h"

#include "base/text.h"
#include "document/extract.h"
#include "plan/secrecy.h"
#include "review/json_form.h"

#include <algorithm>

namespace neove::service {

namespace {

std::vector<std::int64_t> page_starts_of(std::string_view text) {
    std::vector<std::int64_t> starts{0};
    std::int64_t at = 0;
    for (std::size_t byte = 0; byte < text.size(); ++at) {
        const text::CodePoint point = text::decode(text, byte);
        if (point.value == U'\f') starts.push_back(at + 1);
        byte += point.size;
    }
    return starts;
}

}  // namespace

std::string kind_name(document::Kind kind) {
    switch (kind) {
        case document::Kind::Text: return "text";
        case document::Kind::Doc: return "doc";
        case document::Kind::Docx: return "docx";
        case document::Kind::Xlsx: return "xlsx";
        case document::Kind::Pdf: return "pdf";
        case document::Kind::Png: return "png";
        case document::Kind::Jpeg: return "jpeg";
        case document::Kind::Tiff: return "tiff";
        default: return "other";
    }
}

std::string clean_name(std::string_view name) {
    if (const std::size_t slash = name.find_last_of("/\\"); slash != std::string_view::npos) {
        name.remove_prefix(slash + 1);
    }
    std::string out;
    const std::string whole = text::to_nfc(text::repair_utf8(name));
    for (std::size_t at = 0; at < whole.size();) {
        const text::CodePoint point = text::decode(whole, at);
        if (out.size() + point.size > kFileNameMax) break;
        if (point.value >= 0x20 && point.value != 0x7F && point.value != U'"')
            out.append(whole, at, point.size);
        at += point.size;
    }
    return out;
}

Result<> record_secret(House& house, const Caller& caller, const std::string& register_name) {
    storage::Commit commit;
    storage::JournalDraft draft;
    draft.actor = caller.account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = register_name + ".refused_secret";
    draft.register_name = register_name;
    commit.journal.push_back(std::move(draft));
    TRY(house.store.commit(std::move(commit)));
    return {};
}

namespace {

/// Every cell on a line of its own: a mark of secrecy stands alone.
std::string text_of_table(const document::Table& table) {
    std::string text = table.margins;
    for (const document::SheetCells& sheet : table.sheets) {
        text += "\n" + sheet.name + "\n";
        for (const document::Cell& cell : sheet.cells) text += cell.text + "\n";
    }
    return text;
}

}  // namespace

Result<document::Table> take_table(
    House& house, const Caller& caller, ByteView bytes, const std::string& register_name
) {
    document::Table table = TRY(document::read_table(bytes, house.extractors));
    if (plan::find_secrecy_mark(text_of_table(table))) {
        TRY(record_secret(house, caller, register_name));
        return refuse(ErrorKind::Invalid, "document.secret");
    }
    return table;
}

std::string file_digest(ByteView bytes) {
    return to_hex(crypto::hash("neove.file", bytes));
}

namespace {

/// A whole file of pictures, where nothing need be read.
Result<document::Extracted> extracted_text(const House& house, ByteView bytes, MustOrder must) {
    auto extracted = document::extract(bytes, house.extractors);
    if (extracted || must == MustOrder::Something) return extracted;
    const std::string& code = extracted.error().code;
    if (code != "document.ocr_missing" && code != "document.no_text") return extracted;
    document::Extracted none;
    none.notices.emplace_back("document.not_read");
    return none;
}

}  // namespace

Result<ReadDocument> read_document(
    House& house, const Caller& caller, ByteView bytes, std::string_view file_name, MustOrder must
) {
    if (!house.read_plan) return refuse(ErrorKind::Unavailable, "document.no_reader");
    document::Extracted extracted = TRY(extracted_text(house, bytes, must));
    PlanReading plan = TRY(house.read_plan(extracted.text, extracted.margins));
    if (plan.is_secret) {
        TRY(record_secret(house, caller, "document"));
        return refuse(ErrorKind::Invalid, "document.secret");
    }
    if (!plan.refusal.empty() && must == MustOrder::Something)
        return refuse(ErrorKind::Invalid, plan.refusal);
    ReadDocument read;
    std::vector<std::int64_t> pages = page_starts_of(plan.text);
    read.review = TRY(review::from_reading(plan.reading, std::move(plan.text), std::move(pages), [] {
        return TaskId::trusted(crypto::random_id());
    }));
    read.file.name = clean_name(file_name);
    read.file.kind = kind_name(document::detect_kind(bytes));
    read.file.size = static_cast<std::int64_t>(bytes.size());
    read.file.pages = extracted.pages;
    read.file.digest = file_digest(bytes);
    read.notices = std::move(extracted.notices);
    if (extracted.scanned) read.notices.emplace_back("document.scanned");
    return read;
}

}  // namespace neove::service
