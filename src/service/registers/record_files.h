#pragma once
/// \file
/// Files that an act names: which of them it may name, and how the record takes them with the event.

#include "service/registers/file_seal.h"
#include "service/registers/found_record.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace neove::service {

/// A file that an event takes into its record.
struct TakenFile {
    FileRow row;
    form::Class field_class{form::Class::Identity};
    FileSeal seal;
};

/// Every id that stands in an attachment field, also inside rows, with the class it has there.
void for_each_file(
    const form::Form& form,
    const json::Value& answers,
    const std::function<void(const std::string& id, form::Class field_class)>& take
);

/// Known are: files that this very record took in, named in a field of the class they came in with, and those
/// that this caller uploaded into this register within a day and no record has. All others are as if they did
/// not exist.
class NamedFiles {
public:
    /// `history` is empty where a record is being opened. `answers` are what the act gives; what the record
    /// said before was asked then.
    static Result<NamedFiles> find(
        const House& house,
        storage::Snapshot& snapshot,
        const Caller& caller,
        const Desk& desk,
        const form::Form& form,
        const std::vector<StoredEvent>& history,
        const json::Value& answers
    );

    bool knows(std::string_view id) const { return known_.contains(id); }
    /// Whether the act brings files that no record has yet.
    bool brings_any() const { return !waiting_.empty(); }
    /// Of those, the ones that stand in what the event really says.
    std::vector<TakenFile> taken(const form::Form& form, const json::Value& said) const;

private:
    std::set<std::string, std::less<>> known_;
    std::vector<TakenFile> waiting_;
};

/// The file is the record's from this event on; a conflict where another act was first.
storage::Write take_file(
    const SealedRecord& seal, const RecordId& record, const EventId& event, const TakenFile& file
);
/// All that is left of the record's files.
std::vector<storage::Write> delete_files(const RecordId& record);

}  // namespace neove::service
