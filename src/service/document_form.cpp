#include "service/document_form.h"

#include "review/json_form.h"

namespace neove::service {

namespace {

auto unreadable() {
    return refuse(ErrorKind::Internal, "document.unreadable");
}

json::Value file_to_json(const DocumentFile& file) {
    return json::Object{
        {"blob", file.blob.text()},
        {"name", file.name},
        {"kind", file.kind},
        {"size", file.size},
        {"pages", file.pages},
        {"digest", file.digest}};
}

DocumentFile file_from_json(const json::Value& value) {
    return {
        BlobId::trusted(value.text_or("blob")),
        value.text_or("name"),
        value.text_or("kind"),
        value.number_or("size"),
        value.number_or("pages"),
        value.text_or("digest")};
}

json::Value notices_to_json(const std::vector<std::string>& notices) {
    json::Array out;
    for (const std::string& notice : notices) out.emplace_back(notice);
    return out;
}

std::vector<std::string> notices_of(const json::Value& value) {
    std::vector<std::string> out;
    const json::Value* list = value.find("notices");
    if (list == nullptr || list->array() == nullptr) return out;
    for (const json::Value& one : *list->array()) {
        if (one.string() != nullptr) out.push_back(*one.string());
    }
    return out;
}

json::Value withdrawal_to_json(const std::optional<Withdrawal>& withdrawal) {
    if (!withdrawal) return {};
    return json::Object{
        {"reason", withdrawal->reason}, {"by", withdrawal->by.text()}, {"at", withdrawal->at.micros}};
}

/// A document sealed before there were withdrawals has none.
std::optional<Withdrawal> withdrawal_from_json(const json::Value* value) {
    if (value == nullptr || value->is_null()) return std::nullopt;
    return Withdrawal{
        value->text_or("reason"), AccountId::trusted(value->text_or("by")), {value->number_or("at")}};
}

}  // namespace

json::Value sealed_part(const DocumentRecord& record) {
    json::Array earlier;
    for (const DocumentFile& file : record.earlier_files) earlier.push_back(file_to_json(file));
    json::Value pending;
    if (record.pending) {
        pending = json::Object{
            {"review", review::to_json(record.pending->review)},
            {"file", file_to_json(record.pending->file)},
            {"notices", notices_to_json(record.pending->notices)}};
    }
    return json::Object{
        {"review", review::to_json(record.review)},
        {"file", file_to_json(record.file)},
        {"earlier_files", std::move(earlier)},
        {"notices", notices_to_json(record.notices)},
        {"pending", std::move(pending)},
        {"withdrawal", withdrawal_to_json(record.withdrawal)}};
}

Result<> read_sealed_part(json::Value value, DocumentRecord& record) {
    json::Value* review = value.find("review");
    const json::Value* file = value.find("file");
    const json::Value* earlier = value.find("earlier_files");
    if (review == nullptr || file == nullptr || earlier == nullptr || earlier->array() == nullptr)
        return unreadable();
    record.review = TRY(review::state_from_json(std::move(*review)));
    record.file = file_from_json(*file);
    for (const json::Value& one : *earlier->array()) record.earlier_files.push_back(file_from_json(one));
    record.notices = notices_of(value);
    record.withdrawal = withdrawal_from_json(value.find("withdrawal"));
    json::Value* pending = value.find("pending");
    if (pending == nullptr || pending->is_null()) return {};
    json::Value* pending_review = pending->find("review");
    const json::Value* pending_file = pending->find("file");
    if (pending_review == nullptr || pending_file == nullptr) return unreadable();
    auto state = TRY(review::state_from_json(std::move(*pending_review)));
    record.pending = PendingReading{std::move(state), file_from_json(*pending_file), notices_of(*pending)};
    return {};
}

}  // namespace neove::service
