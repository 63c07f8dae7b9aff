#include "app/key_commands.h"

#include "app/commands.h"
#include "app/repeater.h"
#include "app/secret_input.h"
#include "app/unlock.h"
#include "base/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace neove::app {

namespace {

constexpr std::size_t kCopiesMax = 64 * 1024;

Result<> journal_act(Installation& installation, std::string action) {
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = std::move(action);
    draft.register_name = "keyring";
    draft.record_id = installation.keyring->store().text();
    storage::Commit commit;
    commit.journal.push_back(std::move(draft));
    TRY(installation.store->commit(std::move(commit)));
    return {};
}

/// Before such an act the journal says what is intended: nobody changes a key unseen. Only when the keyring
/// was written it says that it happened; the act stands then, whatever becomes of this entry.
void journal_done(Installation& installation, const std::string& action) {
    if (const auto done = journal_act(installation, action); !done) report(done.error(), action.c_str());
}

/// Demo stores start in a blink and protect nothing.
crypto::Strength strength_for(const Installation& installation, crypto::Strength strength) {
    return installation.keyring->is_demo() ? crypto::Strength::Test : strength;
}

/// Asks until `accept` is content or the person gives up.
template <typename Accept>
Result<> ask(SecretInput& input, const std::string& prompt, Echo echo, Accept accept) {
    int tries = 0;
    for (;;) {
        auto typed = input.next(prompt, echo);
        if (!typed) return refuse(ErrorKind::Invalid, "keyring.not_read_back");
        const Result<> done = accept(std::as_const(*typed));
        crypto::wipe(typed->data(), typed->size());
        if (done) return {};
        if (!may_try_again(input, done.error(), tries)) return done;
    }
}

Result<> confirm_all(Installation& installation) {
    keyring::Keyring& keyring = *installation.keyring;
    SecretInput input = TRY(SecretInput::open("-"));
    for (const keyring::Domain domain : keyring.domains()) {
        if (keyring.recovery_confirmed(domain)) continue;
        const std::string prompt = fmt::format(
            "Gõ lại khóa phục hồi của «{}» từ tờ giấy (12 âm tiết và âm tiết kiểm tra):",
            keyring::name_of(domain)
        );
        TRY(ask(input, prompt, Echo::UntilEntered, [&](std::string_view typed) {
            return keyring.confirm_recovery(domain, typed, SystemClock().now());
        }));
        fmt::print("  «{}»: đúng.\n", keyring::name_of(domain));
    }
    return journal_act(installation, "key.recovery_confirmed");
}

Result<> renew_host(const Place& by_recovery) {
    const auto installation = TRY(open_installation(by_recovery));
    TRY(journal_act(*installation, "key.host_renewed.intended"));
    TRY(installation->keyring->renew_host(by_recovery.host_key_file(), SystemClock().now()));
    // Read back as the next start will: from the disk, with the new file alone.
    keyring::Keyring again = TRY(keyring::Keyring::load(by_recovery.keyring()));
    TRY(again.unlock_with_host(by_recovery.host_key_file()));
    journal_done(*installation, "key.host_renewed");
    return {};
}

Result<> renew_recovery(const Place& place) {
    const auto installation = TRY(open_installation(place));
    keyring::Keyring& keyring = *installation->keyring;
    SecretInput input = TRY(SecretInput::open("-"));
    std::vector<keyring::RecoveryKey> drafts;
    fmt::print(
        "Khóa phục hồi MỚI. In ra hoặc chép vào giấy; các khóa cũ còn hiệu lực đến khi đọc lại xong:\n\n"
    );
    // A keyring of before the registers of persons gets their domain here, where somebody writes its key
    // down.
    const std::vector<keyring::Domain> absent = keyring.absent_domains();
    std::vector<keyring::Domain> domains = keyring.domains();
    domains.insert(domains.end(), absent.begin(), absent.end());
    for (const keyring::Domain domain : domains) {
        drafts.push_back(keyring::draft_recovery(domain));
        fmt::print("  {:<8} {}\n", keyring::name_of(domain), drafts.back().text);
    }
    fmt::print("\n");
    if (input.is_terminal()) {
        input.next("Chép xong thì gõ Enter; màn hình sẽ được xóa rồi đọc lại từ giấy.", Echo::Hidden);
        clear_screen();
    }
    for (const keyring::RecoveryKey& key : drafts) {
        TRY(
            ask(input,
                fmt::format("Gõ lại khóa mới của «{}»:", keyring::name_of(key.domain)),
                Echo::UntilEntered,
                [&](std::string_view typed) { return keyring::check_typed(key, typed); })
        );
    }
    TRY(journal_act(*installation, "key.recovery_renewed.intended"));
    const auto strength = strength_for(*installation, crypto::Strength::SignIn);
    const auto first_new = drafts.end() - static_cast<std::ptrdiff_t>(absent.size());
    if (!absent.empty()) {
        TRY(keyring.add_domains(
            {first_new, drafts.end()}, place.host_key_file(), true, SystemClock().now(), strength
        ));
    }
    TRY(keyring.adopt_recovery({drafts.begin(), first_new}, SystemClock().now(), strength));
    journal_done(*installation, "key.recovery_renewed");
    return {};
}

/// What the person will type at a start, known to have been typed once.
Result<std::string> wanted_passphrase(SecretInput& input, bool chosen) {
    std::string text;
    if (!chosen) {
        text = keyring::generate_passphrase();
        fmt::print(
            "Cụm mật khẩu mới (64 bit). CHỈ HIỆN MỘT LẦN; chép vào giấy, cất vào két:\n\n  {}\n\n", text
        );
        if (input.is_terminal()) {
            input.next("Chép xong thì gõ Enter; màn hình sẽ được xóa.", Echo::Hidden);
            clear_screen();
        }
    } else {
        const auto keep = [&](const std::string& typed) {
            text = typed;
            return keyring::check_passphrase(text);
        };
        TRY(ask(input, "Cụm mật khẩu tự chọn, ít nhất 20 ký tự (không hiện khi gõ):", Echo::Hidden, keep));
    }
    TRY(
        ask(input,
            "Gõ lại cụm mật khẩu:",
            chosen ? Echo::Hidden : Echo::UntilEntered,
            [&](std::string_view typed) {
                return keyring::same_passphrase(text, typed)
                           ? Result<>()
                           : Result<>(refuse(ErrorKind::Invalid, "keyring.passphrases_differ"));
            })
    );
    return text;
}

Result<> set_passphrase(const Place& place, bool chosen) {
    const auto installation = TRY(open_installation(place));
    keyring::Keyring& keyring = *installation->keyring;
    SecretInput input = TRY(SecretInput::open("-"));
    std::string text = TRY(wanted_passphrase(input, chosen));
    TRY(journal_act(*installation, "key.passphrase_set.intended"));
    auto done = keyring.set_passphrase(
        keyring.domains(), text, SystemClock().now(), strength_for(*installation, crypto::Strength::Officer)
    );
    crypto::wipe(text.data(), text.size());
    if (done) journal_done(*installation, "key.passphrase_set");
    return done;
}

Result<> remove_passphrase(const Place& place) {
    const auto installation = TRY(open_installation(place));
    keyring::Keyring& keyring = *installation->keyring;
    if (!keyring.has_method(keyring::Domain::System, keyring::MethodKind::Passphrase)) {
        return refuse(ErrorKind::NotFound, "keyring.no_such_method");
    }
    TRY(journal_act(*installation, "key.passphrase_removed.intended"));
    TRY(keyring.remove_passphrase(keyring.domains(), SystemClock().now()));
    journal_done(*installation, "key.passphrase_removed");
    return {};
}

std::string copies_file(const Place& place) {
    return place.folder + "/keyring.copies";
}

Result<std::uint64_t> copy_keyring(const Place& place, const std::string& target) {
    // Opened first: a copy of a keyring that nobody can open helps nobody.
    const auto installation = TRY(open_installation(place));
    TRY(renew_keyring_copy(place, target));
    return installation->keyring->serial();
}

/// A line without a serial ends what is known of a copy.
constexpr std::string_view kForgotten = "forgotten";

Result<> forget_copy(const Place& place, const std::string& target) {
    const auto copies = keyring_copies(place);
    if (std::ranges::find(copies, target, &KeyringCopy::path) == copies.end()) {
        return refuse(ErrorKind::NotFound, "keyring.no_such_copy");
    }
    const auto installation = TRY(open_installation(place));
    TRY(journal_act(*installation, "key.copy_forgotten"));
    const std::string line = fmt::format("0 {} {}\n", kForgotten, target);
    return append_file(copies_file(place), as_bytes(line));
}

int said(const Result<>& done, std::string_view sentence) {
    if (!done) return fail(done.error());
    fmt::print("{}\n", sentence);
    return 0;
}

constexpr std::string_view kCopyAgain =
    "Bản sao của vòng khóa ở nơi khác nay đã cũ: hãy chạy lại `neove key copy` và sao lưu.";

}  // namespace

void clear_screen() {
    fmt::print("\x1b[2J\x1b[3J\x1b[H");  // the screen and what can be scrolled back to
    std::fflush(stdout);
}

int run_key_status(const Place& place) {
    const auto installation = open_installation(place);
    if (!installation) return fail(installation.error());
    for (const keyring::KeyStatus& key : (*installation)->keyring->status(SystemClock().now())) {
        fmt::print("{:<8} {:<20} {:<14} {} ngày\n", key.domain, key.what, key.state, key.age_days);
    }
    return 0;
}

int run_key_confirm(const Place& place) {
    const auto installation = open_installation(place);
    if (!installation) return fail(installation.error());
    if ((*installation)->keyring->recovery_confirmed()) {
        fmt::print("Mọi khóa phục hồi đã được đọc lại từ trước.\n");
        return 0;
    }
    return said(confirm_all(**installation), "Mọi khóa phục hồi đã được đọc lại.");
}

int run_key_new_host(Place place, const std::string& source) {
    place.unlock = "recovery";
    place.unlock_from = source;
    const auto done = renew_host(place);
    if (!done) return fail(done.error());
    fmt::print(
        "Đã tạo khóa máy mới tại {} và đọc lại. Khóa máy cũ không mở được vòng khóa này nữa; ai còn giữ cả "
        "khóa "
        "máy cũ lẫn bản cũ của vòng khóa thì vẫn mở được bản cũ: hãy hủy các bản đó.\n{}\n",
        place.host_key_file(),
        kCopyAgain
    );
    return 0;
}

int run_key_recovery_renew(const Place& place) {
    const auto done = renew_recovery(place);
    if (!done) {
        fmt::print(stderr, "Các khóa phục hồi cũ vẫn còn hiệu lực; hãy hủy tờ vừa chép.\n");
        return fail(done.error());
    }
    fmt::print(
        "Khóa phục hồi mới đã có hiệu lực. Khóa cũ hết hiệu lực: hãy hủy tờ giấy cũ.\n{}\n", kCopyAgain
    );
    return 0;
}

int run_key_passphrase_set(const Place& place, bool chosen) {
    const auto done = set_passphrase(place, chosen);
    if (!done) return fail(done.error());
    fmt::print(
        "Đã đặt cụm mật khẩu. Dùng khi khởi động: neove serve --unlock passphrase …\n{}\n", kCopyAgain
    );
    return 0;
}

int run_key_passphrase_remove(const Place& place) {
    return said(remove_passphrase(place), fmt::format("Đã gỡ cụm mật khẩu.\n{}", kCopyAgain));
}

int run_key_copy(const Place& place, const std::string& target) {
    const auto serial = copy_keyring(place, target);
    if (!serial) return fail(serial.error());
    fmt::print("Đã chép vòng khóa (lần ghi {}) ra {} và đọc lại.\n", *serial, target);
    return 0;
}

Result<> renew_keyring_copy(const Place& place, const std::string& target) {
    Bytes bytes = TRY(read_file(place.keyring(), keyring::kKeyringLimit));
    // The old bytes may hold an epoch key that was destroyed: overwritten, not only unlinked.
    const auto written = replace_secret_file(target, bytes);
    crypto::wipe(bytes.data(), bytes.size());
    if (!written) return written;
    const keyring::Keyring copied = TRY(keyring::Keyring::load(target));
    const std::string line = fmt::format("{} {} {}\n", copied.serial(), to_iso(SystemClock().now()), target);
    return append_file(copies_file(place), as_bytes(line));
}

int run_key_forget(const Place& place, const std::string& target) {
    return said(
        forget_copy(place, target),
        "Đã bỏ bản sao này khỏi danh sách. Nếu bản sao còn ở đâu đó, ai giữ nó cùng bí mật mở khóa và một "
        "bản sao "
        "lưu cũ vẫn đọc được hồ sơ đã xóa."
    );
}

std::vector<KeyringCopy> keyring_copies(const Place& place) {
    std::vector<KeyringCopy> copies;
    const auto text = read_file(copies_file(place), kCopiesMax);
    if (!text) return copies;
    std::istringstream lines{std::string(as_text(*text))};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        KeyringCopy copy;
        if (!(words >> copy.serial >> copy.at) || !std::getline(words >> std::ws, copy.path)) continue;
        std::erase_if(copies, [&](const KeyringCopy& old) { return old.path == copy.path; });
        if (copy.at != kForgotten) copies.push_back(std::move(copy));
    }
    return copies;
}

}  // namespace neove::app
