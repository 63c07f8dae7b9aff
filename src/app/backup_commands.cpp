#include "app/backup_commands.h"

#include "app/commands.h"
#include "app/unlock.h"
#include "backup/backup.h"
#include "backup/prune.h"
#include "base/file.h"
#include "storage/statements/core.h"

#include <fmt/format.h>

#include <filesystem>

namespace neove::app {

namespace {

constexpr std::size_t kTextMax = 64 * 1024;

Result<crypto::BoxKey> private_key_of(const std::string& path) {
    Bytes text = TRY(read_file(path, kTextMax));
    auto key = backup::read_private_key(as_text(text));
    crypto::wipe(text.data(), text.size());
    return key;
}

std::vector<crypto::PublicKey> recipients_of(const keyring::Keyring& keyring) {
    std::vector<crypto::PublicKey> recipients;
    for (int number = 1; number <= 8; ++number) {
        if (const auto key = keyring.pinned(fmt::format("backup.{}", number))) recipients.push_back(*key);
    }
    return recipients;
}

struct Backup {
    backup::Made made;
    std::vector<std::string> removed;
};

Result<> prune(Installation& installation, const BackupRequest& request, Backup& done) {
    if (request.keep == 0) return {};
    const auto snapshot = TRY(installation.store->snapshot());
    std::vector<std::string> ids{done.made.id};  // its entry may not be chained yet
    for (const storage::Row& row : TRY(snapshot->read(storage::statements::kBackupsMade)))
        ids.push_back(row.text(0));
    for (const std::string_view ending : {"data", "keys"}) {
        if (request.keys_only && ending == "data") continue;
        const auto removed = TRY(backup::prune(request.folder, ending, ids, request.keep, done.made.id));
        done.removed.insert(done.removed.end(), removed.begin(), removed.end());
    }
    return {};
}

Result<Backup> make_backup(const BackupRequest& request) {
    if (request.keep == 1) return refuse(ErrorKind::Invalid, "backup.keep_too_few");
    const auto installation = TRY(open_installation(request.place));
    backup::Settings settings;
    settings.folder = request.folder;
    settings.store = installation->keyring->store();
    settings.at = installation->clock.now();
    settings.recipients = recipients_of(*installation->keyring);
    settings.keyring = request.place.keyring();
    settings.checkpoint_log = request.place.signer().log;
    settings.keys_only = request.keys_only;
    Backup done;
    done.made = TRY(backup::create(*installation->store, settings));
    storage::Commit commit;
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = request.keys_only ? "backup.keys_created" : "backup.created";
    draft.register_name = "backup";
    draft.record_id = done.made.id;
    draft.body = done.made.digest;
    commit.journal.push_back(std::move(draft));
    TRY(installation->store->commit(std::move(commit)));
    TRY(prune(*installation, request, done));
    return done;
}

void print_file(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    fmt::print("{}  ({} kB)\n", path, error ? 0 : (size + 999) / 1'000);
}

void print_summary(const backup::Summary& summary) {
    const backup::Header& header = summary.header;
    fmt::print("Bản sao lưu {} ({})\n", header.backup, header.part == "data" ? "dữ liệu" : "khóa");
    fmt::print("  kho          {}\n", header.store.text());
    fmt::print("  thời điểm    {}\n", to_iso(header.at));
    fmt::print("  lược đồ      {}\n", header.schema);
    fmt::print("  nhật ký      {} bản ghi, đầu chuỗi {}\n", header.seq, to_hex(header.head));
    for (const backup::TableCount& table : summary.tables)
        fmt::print("  {:<24} {:>10}\n", table.name, table.rows);
    for (const std::string& file : summary.files) fmt::print("  tệp {}\n", file);
    fmt::print("  mã nội dung  {}\n", to_hex(summary.digest));
}

Result<> check_empty_folder(const std::string& folder) {
    std::error_code error;
    if (!std::filesystem::exists(folder, error)) {
        if (!std::filesystem::create_directories(folder, error))
            return refuse(ErrorKind::Internal, "file.unwritable");
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
        return {};
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        // A host key may have been put there before.
        if (entry.path().filename() == "host.key") continue;
        return refuse(ErrorKind::Conflict, "backup.place_not_empty", {}, entry.path().filename());
    }
    if (error) return refuse(ErrorKind::Internal, "file.unwritable", {}, error.message());
    return {};
}

/// Where the old host key is lost: a new one, made from the printed recovery keys.
Result<> renew_host_key(const Place& place, const std::string& recovery_keys_file) {
    auto keyring = TRY(keyring::Keyring::load(place.keyring()));
    SecretInput input = TRY(SecretInput::open(recovery_keys_file));
    TRY(unlock_with_recovery_keys(keyring, input));
    return keyring.renew_host(place.host_key_file(), SystemClock().now());
}

/// A new signing line over the whole chain. The old line's secret was in no backup, and must not be.
Result<std::string> begin_signing(const Place& place, const StoreId& store, ByteView old_log) {
    if (!old_log.empty()) TRY(create_file(place.folder + "/checkpoints.before_restore", old_log));
    const auto signer = TRY(journal::Signer::create(place.signer(), store));
    return journal::to_line(signer.next_key());
}

struct Outcome {
    backup::Restored restored;
    std::string first_key;
};

Result<Outcome> restore_into(const RestoreRequest& request) {
    const Place& place = request.place;
    const auto key = TRY(private_key_of(request.private_key_file));
    TRY(check_empty_folder(place.folder));
    Outcome outcome;
    {
        const SystemClock clock;
        const auto store = TRY(open_store(place, clock, true));
        outcome.restored = TRY(backup::restore(*store, {request.data, request.keys}, key));
    }
    // Last of all: without a keyring the place is no installation.
    outcome.first_key =
        TRY(begin_signing(place, outcome.restored.data.header.store, outcome.restored.checkpoint_log));
    TRY(create_file(place.keyring(), outcome.restored.keyring));
    crypto::wipe(outcome.restored.keyring.data(), outcome.restored.keyring.size());
    return outcome;
}

/// Says whether the restored place opens, and what to do where it does not.
int open_restored(const RestoreRequest& request) {
    if (!request.recovery_keys_file.empty()) {
        if (const auto done = renew_host_key(request.place, request.recovery_keys_file); !done) {
            return fail(done.error());
        }
        fmt::print("Đã tạo khóa máy mới tại {}\n", request.place.host_key_file());
    }
    const auto installation = open_installation(request.place, Opening::Signing);
    if (!installation) {
        fmt::print(
            "Dữ liệu đã phục hồi nhưng chưa mở được: hãy đặt khóa máy cũ vào {} hoặc chạy lại với "
            "--recovery-keys vào một thư mục trống.\n",
            request.place.host_key_file()
        );
        return fail(installation.error());
    }
    if (const auto done = write_checkpoint(**installation); !done) return fail(done.error());
    return 0;
}

}  // namespace

int run_backup_keygen(const Place& place, const std::string& name) {
    const auto installation = open_installation(place);
    if (!installation) return fail(installation.error());
    const backup::RecipientKey key = backup::generate_recipient();
    const auto pinned = (*installation)->keyring->pin(name, key.public_key, (*installation)->clock.now());
    if (!pinned) return fail(pinned.error());
    fmt::print(
        "Khóa mở bản sao lưu ({}). CHỈ HIỆN MỘT LẦN; in ra, cất vào két, không để trên máy này:\n\n", name
    );
    fmt::print("  {}\n\n", key.words);
    fmt::print("Khóa công khai đã ghim vào vòng khóa: {}\n", to_hex(key.public_key));
    fmt::print("Nếu máy chủ đang chạy, hãy khởi động lại để nó thấy vòng khóa mới.\n");
    return 0;
}

int run_backup_create(const BackupRequest& request) {
    const auto done = make_backup(request);
    if (!done) return fail(done.error());
    const backup::Made& made = done->made;
    if (!made.data_path.empty()) print_file(made.data_path);
    print_file(made.keys_path);
    fmt::print("{} dòng, nhật ký đến {}, mã nội dung {}\n", made.rows, made.header.seq, to_hex(made.digest));
    for (const std::string& path : done->removed) fmt::print("đã xóa bản cũ {}\n", path);
    return 0;
}

int run_backup_verify(const std::string& file, const std::string& private_key_file) {
    const auto key = private_key_of(private_key_file);
    if (!key) return fail(key.error());
    const auto summary = backup::verify(file, *key);
    if (!summary) {
        fail(summary.error());
        return 1;
    }
    print_summary(*summary);
    fmt::print("Nguyên vẹn.\n");
    return 0;
}

int run_backup_restore(const RestoreRequest& request) {
    const auto outcome = restore_into(request);
    if (!outcome) return fail(outcome.error());
    print_summary(outcome->restored.data);
    if (outcome->restored.blobs_without_key > 0) {
        fmt::print(
            "{} tệp không mở được: đã bị xóa, hoặc mới hơn bản sao lưu khóa.\n",
            outcome->restored.blobs_without_key
        );
    }
    if (outcome->restored.records_without_key > 0) {
        fmt::print(
            "{} hồ sơ không mở được: đã bị xóa, hoặc mới hơn bản sao lưu khóa.\n",
            outcome->restored.records_without_key
        );
    }
    fmt::print(
        "\nDòng chữ ký cũ không tiếp tục được (khóa ký không nằm trong bản sao lưu). Khóa công khai đầu tiên "
        "của dòng mới, giao cho đơn vị chứng kiến:\n  {}\nPhần nhật ký trước khi phục hồi kiểm tra bằng khóa "
        "cũ: neove audit verify --key KHÓA_CŨ --log {}/checkpoints.before_restore\n",
        outcome->first_key,
        request.place.folder
    );
    return open_restored(request);
}

}  // namespace neove::app
