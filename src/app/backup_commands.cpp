#include "app/backup_commands.h"

#include "app/commands.h"
#include "backup/backup.h"
#include "base/file.h"
#include "keyring/host_key.h"

#include <fmt/format.h>

#include <filesystem>
#include <sstream>

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

Result<backup::Made> make_backup(const Place& place, const std::string& folder) {
    const auto installation = TRY(open_installation(place));
    backup::Settings settings;
    settings.folder = folder;
    settings.store = installation->keyring->store();
    settings.at = installation->clock.now();
    settings.recipients = recipients_of(*installation->keyring);
    settings.keyring = place.keyring();
    settings.checkpoint_log = place.signer().log;
    backup::Made made = TRY(backup::create(*installation->store, settings));
    storage::Commit commit;
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = "backup.created";
    draft.register_name = "backup";
    draft.record_id = made.id;
    draft.body = made.digest;
    commit.journal.push_back(std::move(draft));
    TRY(installation->store->commit(std::move(commit)));
    return made;
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
    Bytes text = TRY(read_file(recovery_keys_file, kTextMax));
    std::istringstream lines{std::string(as_text(text))};
    crypto::wipe(text.data(), text.size());
    for (std::string line; std::getline(lines, line);) {
        const std::size_t start = line.find_first_not_of(" \t");
        if (start == std::string::npos) continue;
        const std::size_t end = std::min(line.find_first_of(" \t", start), line.size());
        const auto domain = keyring::domain_named(std::string_view(line).substr(start, end - start));
        if (!domain) return refuse(ErrorKind::Invalid, "backup.recovery_keys_malformed");
        TRY(keyring.unlock_with_recovery(*domain, std::string_view(line).substr(end)));
        crypto::wipe(line.data(), line.size());
    }
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
    const auto installation = open_installation(request.place);
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

int run_backup_create(const Place& place, const std::string& folder) {
    const auto made = make_backup(place, folder);
    if (!made) return fail(made.error());
    fmt::print("{}\n{}\n", made->data_path, made->keys_path);
    fmt::print(
        "{} dòng, nhật ký đến {}, mã nội dung {}\n", made->rows, made->header.seq, to_hex(made->digest)
    );
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
