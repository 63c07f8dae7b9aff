#include "service/registers/record_files.h"

#include "storage/statements/attachments.h"

#include <algorithm>
#include <map>

namespace neove::service {

namespace statements = storage::statements;

namespace {

/// More ids than any form takes are not looked up: the form refuses them by their number.
constexpr std::size_t kLookedUpMax = 500;

void take_ids(
    const json::Value* ids,
    form::Class field_class,
    const std::function<void(const std::string& id, form::Class field_class)>& take
) {
    if (ids == nullptr || ids->array() == nullptr) return;
    for (const json::Value& id : *ids->array()) {
        if (id.string() != nullptr && is_id_text(*id.string())) take(*id.string(), field_class);
    }
}

}  // namespace

void for_each_file(
    const form::Form& form,
    const json::Value& answers,
    const std::function<void(const std::string& id, form::Class field_class)>& take
) {
    if (answers.object() == nullptr) return;
    for (const form::Field& field : form.fields) {
        const json::Value* answer = answers.find(field.id);
        if (answer == nullptr) continue;
        const form::Class field_class = form::class_of(form, field);
        if (field.type == form::Type::Attachment) take_ids(answer, field_class, take);
        if (field.type != form::Type::Rows || answer->array() == nullptr) continue;
        for (const json::Value& row : *answer->array()) {
            for (const form::Field& part : field.fields) {
                if (part.type == form::Type::Attachment) take_ids(row.find(part.id), field_class, take);
            }
        }
    }
}

Result<NamedFiles> NamedFiles::find(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const form::Form& form,
    const std::vector<StoredEvent>& history,
    const json::Value& answers
) {
    NamedFiles out;
    for (const StoredEvent& one : history) {
        for (const EventFile& file : one.files) out.known_.insert(file.id.text());
    }
    std::map<std::string, std::vector<form::Class>> named;
    for_each_file(form, answers, [&](const std::string& id, form::Class field_class) {
        if (named.size() < kLookedUpMax) named[id].push_back(field_class);
    });
    for (const auto& [id, classes] : named) {
        const bool was_known = out.known_.erase(id) > 0;
        const form::Class field_class = classes.front();
        // In a field of another class the same file would be open to others than those it was given to.
        if (std::ranges::count(classes, field_class) != std::ssize(classes)) continue;
        auto row = TRY(file_row(snapshot, desk.current->id, BlobId::trusted(id)));
        if (!row || !row->is_whole) continue;
        if (was_known) {
            if (row->field_class == field_class) out.known_.insert(id);
            continue;
        }
        const bool is_late = row->created_at.micros + kFileWaits <= caller.now.micros;
        if (!row->record.is_empty() || row->uploaded_by != caller.account.id || is_late) continue;
        auto seal = open_waiting(house, caller.account.id, desk.domain, *row);
        if (!seal) continue;
        out.known_.insert(id);
        out.waiting_.push_back({std::move(*row), field_class, std::move(*seal)});
    }
    return out;
}

std::vector<TakenFile> NamedFiles::taken(const form::Form& form, const json::Value& said) const {
    std::vector<TakenFile> out;
    for (const TakenFile& file : waiting_) {
        bool is_said = false;
        for_each_file(form, said, [&](const std::string& id, form::Class) {
            is_said = is_said || id == file.row.id.text();
        });
        if (is_said) out.push_back(file);
    }
    return out;
}

storage::Write take_file(
    const SealedRecord& seal, const RecordId& record, const EventId& event, const TakenFile& file
) {
    Bytes opened = file.seal.plain();
    Bytes sealed = seal.seal_file(file.row.id, event, file.field_class, opened);
    crypto::wipe(opened.data(), opened.size());
    return {
        &statements::kTakeAttachment,
        {file.row.id.text(),
         record.text(),
         event.text(),
         static_cast<std::int64_t>(file.field_class),
         std::move(sealed)},
        1};
}

std::vector<storage::Write> delete_files(const RecordId& record) {
    return {
        {&statements::kDeleteChunksOfRecord, {record.text()}},
        {&statements::kDeleteAttachmentsOfRecord, {record.text()}}};
}

}  // namespace neove::service
