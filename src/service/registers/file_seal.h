#pragma once
/// \file
/// A file of a record at rest: chunks under a key of the file's own, and a seal that holds this key beside
/// the sealed head. The seal alone changes hands: while no record has the file it lies under the domain's
/// epoch, bound to whoever uploaded it; then under the record's own key, bound to record, event and class.
/// Rows only.

#include "attachment/sealed_attachment.h"
#include "form/form.h"
#include "service/house.h"
#include "service/registers/sealed_record.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::service {

/// So long may a file that no record has be named by an act.
constexpr std::int64_t kFileWaits = kDay;

/// What opens a file.
struct FileSeal {
    crypto::Secret key;
    Bytes head;  ///< sealed: name, kind, size, hash of the plaintext
    std::int64_t pages{0};
    Bytes plain() const;
    static std::optional<FileSeal> from(ByteView plain);
};

/// A row of `attachment`.
struct FileRow {
    BlobId id;
    std::string register_name;
    RecordId record;  ///< empty: waits
    EventId event;
    form::Class field_class{form::Class::Identity};
    AccountId uploaded_by;
    Instant created_at;
    bool is_whole{false};
    Bytes digest;  ///< of the ciphertext
    std::uint64_t epoch{0};
    Bytes sealed;
};
Result<std::optional<FileRow>> file_row(
    storage::Snapshot& snapshot, const std::string& register_name, const BlobId& id
);

/// What is said of a file when it comes in.
struct NewFile {
    std::string name;
    std::string kind;
    std::int64_t pages{0};
};

/// Seals and stores the bytes in groups of at most a mebibyte. The file then waits, for this account alone.
Result<BlobId> store_file(
    House& house, const AccountId& by, const RecordName& where, ByteView bytes, const NewFile& about
);
/// Nothing where it is not hers, or its epoch is gone: as if never uploaded.
std::optional<FileSeal> open_waiting(
    const House& house, const AccountId& by, keyring::Domain domain, const FileRow& row
);

/// Name, kind and size. Refuses `attachment.altered`.
Result<attachment::Head> head_of(
    const House& house, keyring::Domain domain, const FileRow& row, const FileSeal& seal
);
/// The bytes as they came. Refuses `attachment.altered`, `attachment.incomplete`.
Result<Bytes> read_file(
    storage::Snapshot& snapshot,
    const House& house,
    keyring::Domain domain,
    const FileRow& row,
    const FileSeal& seal
);

/// Forgets files that no record took within a day; how many.
Result<std::int64_t> sweep_waiting_files(House& house);

}  // namespace neove::service
