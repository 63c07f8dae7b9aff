#include "app/doctor.h"

#include "app/commands.h"
#include "app/key_commands.h"
#include "base/file.h"
#include "keyring/disk.h"
#include "keyring/host_key.h"
#include "service/jobs/outlook.h"
#include "service/status.h"
#include "storage/statements/core.h"

#include <fmt/format.h>

#include <algorithm>

namespace neove::app {

namespace {

/// A page of findings. Unknown is said as such and is not red: nobody can act on it from here.
class Findings {
public:
    void say(bool good, std::string_view text) {
        fmt::print("{} {}\n", good ? "[ ok ]" : "[ĐỎ ]", text);
        red_ = red_ || !good;
    }
    void unknown(std::string_view text) { fmt::print("[ ?? ] {}\n", text); }
    void note(std::string_view text) { fmt::print("[ .. ] {}\n", text); }
    bool is_red() const { return red_; }

private:
    bool red_{false};
};

void look_at_host_key(const Place& place, Findings& findings) {
    const std::string path = place.host_key_file();
    switch (keyring::check_host_key(path, place.keyring())) {
        case keyring::HostKeyFinding::Sound:
            findings.say(true, "khóa máy nằm ngoài ổ đĩa của kho dữ liệu");
            break;
        case keyring::HostKeyFinding::SameDevice:
            findings.say(
                false,
                keyring::has_tpm()
                    ? "khóa máy nằm cùng ổ đĩa với kho dữ liệu: lấy được ổ đĩa là mở được kho. Máy có TPM: "
                      "niêm "
                      "phong khóa bằng `systemd-creds encrypt --with-key=host+tpm2` (xem operate.md, mục 4)"
                    : "khóa máy nằm cùng ổ đĩa với kho dữ liệu: lấy được ổ đĩa là mở được kho. Máy không có "
                      "TPM: "
                      "đặt khóa ở ổ đĩa khác rồi dùng --host-key"
            );
            break;
        case keyring::HostKeyFinding::OpenToOthers:
            findings.say(false, fmt::format("khóa máy đọc được bởi người dùng khác: chmod 0400 {}", path));
            break;
        case keyring::HostKeyFinding::Absent:
            findings.say(
                place.unlock != "host",
                fmt::format("không thấy khóa máy tại {}: neove key new-host --recovery-keys -", path)
            );
            break;
    }
}

void look_at_encryption(std::string_view what, const std::string& path, Findings& findings) {
    const keyring::DiskView disk = keyring::disk_of(path);
    if (disk.in_memory) return;
    if (!disk.known) {
        findings.unknown(fmt::format("không xem được ổ đĩa của {} có mã hóa không: hãy tự kiểm tra", what));
        return;
    }
    findings.say(
        disk.encrypted,
        fmt::format(
            "ổ đĩa của {} {}",
            what,
            disk.encrypted ? "đã mã hóa" : "CHƯA mã hóa (LUKS): ổ đĩa cũ, ổ đĩa hỏng còn đọc được"
        )
    );
}

void look_at_modes(const Place& place, Findings& findings) {
    for (const std::string& path : {place.folder, place.keyring()}) {
        const auto open = open_to_others(path);
        if (open && *open) findings.say(false, fmt::format("người dùng khác của máy vào được {}", path));
    }
}

/// Whether the newest state of the keyring lies anywhere else: without it nothing opens, recovery keys
/// included.
Result<> look_at_copies(const Place& place, Installation& installation, Findings& findings) {
    const keyring::Keyring& keyring = *installation.keyring;
    bool current = false;
    for (const KeyringCopy& copy : keyring_copies(place)) {
        const bool is_new = copy.serial == keyring.serial();
        current = current || is_new;
        if (!is_new) findings.note(fmt::format("bản sao vòng khóa đã cũ: {} (ngày {})", copy.path, copy.at));
    }
    const auto snapshot = TRY(installation.store->snapshot());
    const auto made = TRY(snapshot->read(storage::statements::kBackupsMade));
    const bool in_backup = !made.empty() && made.back().number(1) > keyring.written_at().micros;
    // A keys file holds the keyring but no data.
    const auto whole = std::find_if(made.rbegin(), made.rend(), [](const storage::Row& row) {
        return row.text(2) == "backup.created";
    });
    findings.say(
        current || in_backup,
        current || in_backup ? "vòng khóa hiện tại có bản sao ở nơi khác"
                             : "vòng khóa hiện tại CHƯA có bản sao: neove key copy --to …, hoặc sao lưu"
    );
    if (whole == made.rend()) {
        findings.say(false, "chưa sao lưu dữ liệu lần nào: neove backup keygen, rồi neove backup create");
        return {};
    }
    const std::int64_t days = (installation.clock.now().micros - whole->number(1)) / kDay;
    findings.say(days <= 8, fmt::format("lần sao lưu dữ liệu gần nhất: {} ngày trước", days));
    return {};
}

std::string minute_of(Instant at) {
    return at.micros > 0 ? to_iso(at).substr(0, 16) + "Z" : std::string("chưa lần nào");
}

/// Jobs, mails and anchors as the store tells them.
Result<> look_at_work(Installation& installation, Findings& findings) {
    const auto snapshot = TRY(installation.store->snapshot());
    const service::Outlook outlook = TRY(service::read_outlook(*snapshot, installation.clock.now()));
    for (const service::JobLine& job : outlook.jobs) {
        std::string text = fmt::format("việc định kỳ {}: xong gần nhất {}", job.kind, minute_of(job.done_at));
        if (job.is_failing) text += fmt::format("; chưa xong sau {} lần ({})", job.tries, job.code);
        findings.say(!job.is_failing, text);
    }
    std::string mails =
        fmt::format("thư: {} đang chờ, {} không gửi được", outlook.mails_waiting, outlook.mails_failed);
    if (!outlook.mail_code.empty()) mails += " (" + outlook.mail_code + ")";
    // It stays red till the mails are forgotten, which nobody would guess.
    if (outlook.mails_failed > 0) mails += "; sửa nguyên nhân, thử bằng neove mail test; hết báo sau 90 ngày";
    findings.say(outlook.mails_failed == 0, mails);
    const std::string newest = fmt::format(
        "mốc chứng kiến mới nhất đã giao: số {}, {}", outlook.anchor_number, minute_of(outlook.anchor_at)
    );
    const bool is_none = outlook.anchor_number == 0;
    if (is_none && installation.keyring->is_demo()) return {};
    findings.say(
        outlook.anchored,
        is_none ? "chưa giao mốc chứng kiến nào cho cơ quan khác (operate.md, mục 6)" : newest
    );
    return {};
}

/// Rows of power that were not believed lately.
Result<> look_at_alarms(Installation& installation, Findings& findings) {
    const auto snapshot = TRY(installation.store->snapshot());
    const auto alarms = TRY(service::row_alarms(*snapshot, installation.clock.now()));
    findings.say(
        alarms.count == 0,
        alarms.count == 0
            ? "không gặp dòng quyền nào bị sửa hay đặt lại trong 30 ngày qua"
            : fmt::format(
                  "{} lần gặp dòng quyền bị sửa hoặc bản cũ được đặt lại trong 30 ngày qua, lần cuối {} "
                  "(alarm.row_tag trong nhật ký): chạy neove audit verify",
                  alarms.count,
                  to_iso(alarms.at)
              )
    );
    return {};
}

/// Seccomp and limits always hold or the worker does not start; these two depend on the kernel and the unit.
void look_at_worker(Installation& installation, Findings& findings) {
    const auto report = installation.extractors.report();
    if (!report) {
        findings.say(false, "không chạy được bộ đọc tài liệu");
        return;
    }
    const bool landlock = !report->starts_with("landlock=0");
    const bool no_network = report->find("net") != std::string::npos;
    findings.say(
        landlock && no_network,
        fmt::format(
            "bộ đọc tài liệu: {}{}{}",
            *report,
            landlock ? "" : " – THIẾU Landlock (nhân Linux 5.13 trở lên)",
            no_network ? "" : " – THIẾU không gian mạng riêng (RestrictNamespaces, sysctl userns)"
        )
    );
    if (report->find("vie") == std::string::npos) {
        findings.note("không có nhận dạng chữ tiếng Việt (tesseract-ocr-vie): không đọc được bản quét");
    }
}

/// Optional: without it old .doc files are refused by name, and that is all.
void look_at_old_word(Installation& installation, Findings& findings) {
    using State = document::WordConverter::State;
    const auto& finding = installation.extractors.word().finding();
    switch (finding.state) {
        case State::Ready:
            findings.say(true, "tệp .doc cũ: đọc được, cách ly bằng bubblewrap (" + finding.words + ")");
            return;
        case State::NoOffice:
            findings.note("tệp .doc cũ không đọc được: chưa cài libreoffice-writer-nogui (operate.md, mục 1)"
            );
            return;
        case State::NoBubblewrap:
            findings.note("tệp .doc cũ không đọc được: có LibreOffice nhưng chưa cài bubblewrap");
            return;
        case State::NoSandbox:
            findings.note(
                "tệp .doc cũ không đọc được: có LibreOffice và bubblewrap nhưng máy này không lập được vùng "
                "cách "
                "ly (operate.md, mục 1): " +
                finding.words
            );
    }
}

}  // namespace

int run_doctor(const Place& place) {
    Findings findings;
    look_at_host_key(place, findings);
    look_at_encryption("kho dữ liệu", place.folder, findings);
    const bool one_disk =
        keyring::share_a_disk(keyring::disk_of(place.folder), keyring::disk_of(place.host_key_file()));
    if (!one_disk) look_at_encryption("khóa máy", place.host_key_file(), findings);
    look_at_modes(place, findings);
    if (!place.postgres.empty()) {
        findings.note("dữ liệu nằm ở PostgreSQL: ổ đĩa của máy đó phải được kiểm tra tại đó");
    }
    const auto installation = open_installation(place);
    findings.say(installation.has_value(), "mở được kho dữ liệu");
    if (!installation) return fail(installation.error());
    const keyring::Keyring& keyring = *(*installation)->keyring;
    if (keyring.is_demo()) {
        findings.note("kho thử nghiệm: không đưa dữ liệu thật vào");
    } else {
        const bool confirmed = keyring.recovery_confirmed();
        findings.say(
            confirmed,
            confirmed ? "khóa phục hồi đã được đọc lại"
                      : "khóa phục hồi CHƯA được đọc lại: neove key confirm (trước đó chỉ phục vụ trên chính "
                        "máy này)"
        );
    }
    if (const auto done = look_at_copies(place, **installation, findings); !done) return fail(done.error());
    if (const auto done = look_at_alarms(**installation, findings); !done) return fail(done.error());
    if (const auto done = look_at_work(**installation, findings); !done) return fail(done.error());
    look_at_worker(**installation, findings);
    look_at_old_word(**installation, findings);
    return findings.is_red() ? 1 : 0;
}

}  // namespace neove::app
