#include "app/key_day_command.h"

#include "app/commands.h"
#include "app/key_commands.h"
#include "base/file.h"
#include "service/registers/key_day.h"

#include <fmt/format.h>

#include <array>

namespace neove::app {

namespace {

constexpr int kWaits = 3;

/// Domains whose every seal hangs on a record's own key. Documents of `work` are sealed under its epoch
/// itself: to destroy that one would close them for good.
constexpr std::array kDomainsWithDays{keyring::Domain::Cases, keyring::Domain::Crime};

std::vector<service::KeyringCopyPlace> copies_of(const Place& place) {
    std::vector<service::KeyringCopyPlace> copies;
    for (const KeyringCopy& copy : keyring_copies(place)) {
        copies.push_back(
            {copy.path,
             [path = copy.path](keyring::Domain domain, std::uint64_t epoch) -> Result<bool> {
                 const keyring::Keyring there = TRY(keyring::Keyring::load(path));
                 return there.holds_epoch(domain, epoch);
             },
             [place, path = copy.path] { return renew_keyring_copy(place, path); }}
        );
    }
    return copies;
}

void print(const service::KeyDay& day, Instant now) {
    const std::string_view domain = keyring::name_of(day.domain);
    if (!day.is_done) {
        fmt::print("«{}»: CHƯA XONG, đang chờ bản sao vòng khóa:\n", domain);
        for (const std::string& name : day.missing) fmt::print("  - {}\n", name);
        fmt::print(
            "  Cắm thiết bị rồi chạy lại. Bản sao đã mất hẳn: neove key forget --to …, và ghi lại lý do.\n"
        );
        return;
    }
    fmt::print(
        "«{}»: xong lúc {}.\n"
        "  {} hồ sơ đang có được bọc lại bằng khóa kỳ {}; khóa kỳ {} đã hủy ở máy này và ở mọi bản sao đã "
        "đăng "
        "ký.\n"
        "  Hồ sơ đã xóa trước lúc này không đọc lại được nữa, kể cả từ bản sao lưu, bản nhân và nhật ký.\n"
        "  Ai còn giữ một bản cũ CHƯA đăng ký của vòng khóa, cùng bí mật mở nó và một bản sao lưu cũ, thì "
        "vẫn "
        "đọc được.\n",
        domain,
        to_iso(now),
        day.living,
        day.to,
        day.from
    );
}

}  // namespace

int run_key_day(const Place& place) {
    const auto installation = open_installation(place, Opening::Signing);
    if (!installation) return fail(installation.error());
    keyring::Keyring& keyring = *(*installation)->keyring;
    const std::vector<service::KeyringCopyPlace> copies = copies_of(place);
    if (copies.empty()) {
        fmt::print("Chưa có bản sao nào của vòng khóa được đăng ký (neove key copy --to …).\n");
    }
    bool is_done = true;
    bool any = false;
    for (const keyring::Domain domain : kDomainsWithDays) {
        if (!keyring.has(domain)) continue;
        any = true;
        const Instant now = (*installation)->clock.now();
        const auto day = service::hold_key_day(*(*installation)->store, keyring, domain, copies, now);
        if (!day) return fail(day.error());
        print(*day, now);
        is_done = is_done && day->is_done;
    }
    if (!any) fmt::print("Vòng khóa này chưa có miền khóa nào chứa hồ sơ người.\n");
    if (const auto signed_now = write_checkpoint(**installation); !signed_now)
        return fail(signed_now.error());
    if (any && is_done) fmt::print("Hãy sao lưu ngay: các bản sao lưu cũ không mở được hồ sơ đang có.\n");
    return is_done ? 0 : kWaits;
}

}  // namespace neove::app
