#include "service/registers/attachments.h"

#include "document/extract.h"
#include "plan/secrecy.h"
#include "service/read_document.h"
#include "service/registers/found_record.h"
#include "service/registers/opened_record.h"
#include "service/registers/visit.h"
#include "storage/statements/attachments.h"

namespace neove::service {

namespace statements = storage::statements;

namespace {

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

/// What a person would read of it. A photograph says nothing, and is a file all the same.
Result<std::string> words_of(House& house, ByteView bytes, document::Kind kind) {
    if (kind == document::Kind::Png || kind == document::Kind::Jpeg) {
        return document::skim_picture(bytes, house.extractors);
    }
    const auto extracted = document::extract(bytes, house.extractors);
    if (extracted) return extracted->text + "\n" + extracted->margins;
    if (extracted.error().code == "document.no_text") return std::string();
    return std::unexpected(extracted.error());
}

/// Refusals: `document.secret`, which is journalled, and those of reading it.
Result<> refuse_secret(
    House& house, const Caller& caller, const Desk& desk, ByteView bytes, document::Kind kind
) {
    if (kind == document::Kind::Xlsx) {
        const auto table = take_table(house, caller, bytes, desk.current->id);
        if (!table && table.error().code != "document.no_text") return std::unexpected(table.error());
        return {};
    }
    const std::string words = TRY(words_of(house, bytes, kind));
    if (!plan::find_secrecy_mark(words)) return {};
    TRY(record_secret(house, caller, desk.current->id));
    return refuse(ErrorKind::Invalid, "document.secret");
}

/// The first page is drawn once before the file is taken: what cannot be shown is damaged. Text that is too
/// long to draw, or no font to draw it with, is no reason to refuse a file: it has no pages then.
Result<std::int64_t> pages_of(House& house, ByteView bytes, document::Kind kind) {
    const auto first = document::show_page(bytes, 0, house.extractors);
    if (first) return std::int64_t{first->pages};
    const bool is_drawn = kind == document::Kind::Text || kind == document::Kind::Docx ||
                          kind == document::Kind::Doc || kind == document::Kind::Xlsx;
    const ErrorKind why = first.error().kind;
    if (is_drawn && (why == ErrorKind::Unavailable || why == ErrorKind::TooLarge)) return std::int64_t{0};
    return std::unexpected(first.error());
}

struct FoundFile {
    FoundRecord record;
    FileRow row;
    FileSeal seal;
    access::Classes bit{0};
    Attachment about;
};

/// A file as it stands to her, its content still closed.
Result<FoundFile> find_file(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const AttachmentPlace& place
) {
    FoundRecord record =
        TRY(record_for(house, snapshot, caller, place.register_id, place.record, access::kOpen));
    auto row = TRY(file_row(snapshot, record.register_name(), place.file));
    if (!row || row->record != place.record) return not_found();
    const access::Classes bit = bit_of(row->field_class);
    if ((verdict_of(caller, record, access::kOpen).read & bit) == 0) return not_found();
    Bytes opened = TRY(record.seal->open_file(row->id, row->event, row->field_class, row->sealed));
    auto seal = FileSeal::from(opened);
    crypto::wipe(opened.data(), opened.size());
    if (!seal) return refuse(ErrorKind::Internal, "record.unreadable", {}, "file");
    const attachment::Head head = TRY(head_of(house, record.desk.domain, *row, *seal));
    Attachment about{head.name, head.type, static_cast<std::int64_t>(head.size), seal->pages};
    return FoundFile{std::move(record), std::move(*row), std::move(*seal), bit, std::move(about)};
}

/// `always`: a look at what is not sensitive too.
Result<> journal_look(
    House& house, const Caller& caller, const FoundFile& file, const char* action, bool always
) {
    const std::string classes = sensitive_classes(file.bit);
    if (classes.empty() && !always) return {};
    const std::string& id = file.record.row.id.text();
    return journal_reads(
        house,
        caller,
        {{action,
          file.record.register_name(),
          id,
          access::classes_text(file.bit),
          house.purposes.of(visit_of(caller), id, caller.now)}}
    );
}

}  // namespace

Result<BlobId> upload_attachment(
    House& house,
    const Caller& caller,
    std::string_view register_id,
    ByteView bytes,
    std::string_view file_name
) {
    const Desk desk = TRY(desk_of(house, register_id));
    if (!desk.programme->rules.may_ever(caller.actor.role, desk.current->id, access::kAttach)) {
        return not_found();
    }
    {
        const auto snapshot = TRY(house.store.snapshot());
        const auto waiting =
            TRY(snapshot->read(statements::kCountWaitingAttachments, {caller.account.id.text()}));
        if (waiting.at(0).number(0) >= kWaitingFilesMax) {
            return refuse(ErrorKind::Conflict, "attachment.too_many");
        }
    }
    const document::Kind kind = document::detect_kind(bytes);
    TRY(refuse_secret(house, caller, desk, bytes, kind));
    const std::int64_t pages = TRY(pages_of(house, bytes, kind));
    const RecordName where{desk.domain, desk.current->id, {}};
    return store_file(
        house, caller.account.id, where, bytes, {clean_name(file_name), kind_name(kind), pages}
    );
}

Result<Attachment> read_attachment(House& house, const Caller& caller, const AttachmentPlace& place) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundFile file = TRY(find_file(house, *snapshot, caller, place));
    TRY(journal_look(house, caller, file, "attachment", false));
    return file.about;
}

Result<Bytes> attachment_page(
    House& house, const Caller& caller, const AttachmentPlace& place, std::int64_t page
) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundFile file = TRY(find_file(house, *snapshot, caller, place));
    if (page < 1 || page > file.about.pages) return refuse(ErrorKind::NotFound, "document.no_such_page");
    TRY(journal_look(house, caller, file, "picture", false));
    Bytes bytes = TRY(read_file(*snapshot, house, file.record.desk.domain, file.row, file.seal));
    auto shown = document::show_page(bytes, static_cast<int>(page - 1), house.extractors);
    crypto::wipe(bytes.data(), bytes.size());
    if (!shown) return std::unexpected(shown.error());
    return std::move(shown->picture);
}

Result<OriginalAttachment> original_attachment(
    House& house, const Caller& caller, const AttachmentPlace& place
) {
    const auto snapshot = TRY(house.store.snapshot());
    const FoundFile file = TRY(find_file(house, *snapshot, caller, place));
    const access::Verdict verdict = verdict_of(caller, file.record, access::kOriginal);
    if (!verdict.allowed) return not_found();
    if ((verdict.read & file.bit) == 0) {
        if ((verdict.with_purpose & file.bit) == 0) return not_found();
        return refuse(ErrorKind::Forbidden, "attachment.purpose");
    }
    TRY(require_step_up(caller));
    TRY(journal_look(house, caller, file, "original", true));
    OriginalAttachment out{file.about, {}};
    out.bytes = TRY(read_file(*snapshot, house, file.record.desk.domain, file.row, file.seal));
    return out;
}

}  // namespace neove::service
