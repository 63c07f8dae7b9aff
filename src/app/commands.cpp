#include "app/commands.h"

#include "access/access.h"
#include "embedded/embedded.h"
#include "journal/verify.h"
#include "keyring/host_key.h"
#include "service/demo.h"
#include "service/jobs/outlook.h"
#include "storage/sqlite/store.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

namespace neove::app {

namespace {

std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream out;
    out << file.rdbuf();
    return out.str();
}

std::string first_line(std::string text) {
    return text.substr(0, text.find('\n'));
}

/// The key of the installation in two places: given from outside, or (said so) from the demo's own folder.
Result<journal::FirstKey> first_key(const Place& place, const std::string& key_file) {
    const std::string path = key_file.empty() ? place.folder + "/journal.first_key" : key_file;
    return journal::parse_first_key(first_line(file_text(path)));
}

void print_created(const Place& place, const Created& created) {
    fmt::print("Đã tạo kho dữ liệu tại {}\n\n", place.folder);
    fmt::print("IN RA VÀ CẤT VÀO KÉT. Các khóa phục hồi chỉ hiện một lần này:\n");
    for (const keyring::RecoveryKey& key : created.recovery_keys) {
        fmt::print("  {:<8} {}\n", keyring::name_of(key.domain), key.text);
    }
    fmt::print(
        "\nKhóa công khai đầu tiên của nhật ký (giao cho đơn vị chứng kiến):\n  {}\n", created.first_key
    );
    if (!created.administrator_password.empty()) {
        fmt::print("\nMật khẩu lần đầu của quản trị: {}\n", created.administrator_password);
    }
}

void print_demo_accounts(const Place& place) {
    const auto installation = open_installation(place);
    if (!installation) return;
    const auto accounts = service::demo_accounts(*(*installation)->house);
    if (!accounts || accounts->empty()) return;
    fmt::print(
        "Tài khoản thử (mật khẩu: {}; mã xác thực hiện trên trang đăng nhập):\n", accounts->front().password
    );
    for (const service::DemoAccountView& one : *accounts) {
        fmt::print("  {:<14} {} – {}\n", one.login, one.name, one.organisation);
    }
}

journal::ChainedRow row_of(const storage::ChainedEntry& one) {
    return {one.entry, one.digest, one.head};
}

}  // namespace

int fail(const Error& error) {
    const auto sentences = http::Sentences::parse(pack_text("packs/messages/sentences.tsv"));
    const std::string_view sentence =
        sentences ? sentences->of(error.code, service::Language::Vi) : std::string_view("Lỗi.");
    fmt::print(
        stderr, "neove: {} [{}{}{}]\n", sentence, error.code, error.where.empty() ? "" : " ", error.where
    );
    if (!error.detail.empty()) fmt::print(stderr, "       {}\n", error.detail);
    return 2;
}

int run_init(const Place& place, const Creation& creation) {
    const auto created = create_installation(place, creation);
    if (!created) return fail(created.error());
    print_created(place, *created);
    return 0;
}

int prepare_demo(const Place& place) {
    Creation creation;
    creation.demo = true;
    const auto created = create_installation(place, creation);
    if (!created && created.error().code != "installation.exists") return fail(created.error());
    if (created) {
        // A demo has no safe to put paper into; a real installation never writes this beside the store.
        std::ofstream(place.folder + "/journal.first_key") << created->first_key << '\n';
    }
    print_demo_accounts(place);
    return 0;
}

int run_audit_verify(
    const Place& place,
    const std::string& key_file,
    const std::string& log_file,
    const std::vector<std::string>& anchor_files
) {
    const auto key = first_key(place, key_file);
    if (!key) return fail(key.error());
    if (key_file.empty()) {
        fmt::print("Lưu ý: khóa đầu tiên đọc từ thư mục của kho, chưa phải từ bên ngoài (--key).\n");
    }
    journal::Evidence evidence{*key, file_text(log_file.empty() ? place.signer().log : log_file), {}};
    for (const std::string& path : anchor_files) {
        auto anchor = journal::parse_anchor(first_line(file_text(path)));
        if (!anchor) return fail(anchor.error());
        evidence.anchors.push_back(*anchor);
    }
    const auto installation = open_installation(place);
    if (!installation) return fail(installation.error());
    journal::Verifier verifier(evidence);
    std::int64_t seq = 0;
    for (;;) {
        const auto entries = (*installation)->store->tail(seq, 1'000);
        if (!entries) return fail(entries.error());
        if (entries->empty()) break;
        for (const storage::ChainedEntry& one : *entries) verifier.add(row_of(one));
        seq = entries->back().entry.seq;
    }
    const journal::Report report = verifier.finish();
    for (const journal::Finding& finding : report.findings) {
        fmt::print("{}\n  {}\n", journal::sentence_vi(finding), journal::code_of(finding.kind));
    }
    fmt::print(
        "{} bản ghi, {} điểm chốt; {}\n",
        report.rows,
        report.checkpoints,
        report.is_sound() ? "không phát hiện thay đổi" : "CÓ SAI LỆCH"
    );
    return report.is_sound() ? 0 : 1;
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
    keyring::Keyring& keyring = *(*installation)->keyring;
    for (const keyring::Domain domain :
         {keyring::Domain::Work, keyring::Domain::Auth, keyring::Domain::System}) {
        if (keyring.recovery_confirmed(domain)) continue;
        fmt::print("Gõ lại khóa phục hồi của «{}» từ tờ giấy đã in: ", keyring::name_of(domain));
        std::fflush(stdout);
        std::string typed;
        if (!std::getline(std::cin, typed)) return 2;
        const auto done = keyring.confirm_recovery(domain, typed, SystemClock().now());
        if (!done) return fail(done.error());
    }
    fmt::print("Mọi khóa phục hồi đã được đọc lại.\n");
    return 0;
}

std::string day_of(Instant at) {
    return at.micros > 0 ? to_iso(at).substr(0, 16) + "Z" : std::string("chưa lần nào");
}

/// Jobs, mails and anchors as the store tells them.
void say_outlook(
    const service::Outlook& outlook, const std::function<void(bool good, std::string_view text)>& say
) {
    for (const service::JobLine& job : outlook.jobs) {
        std::string text = fmt::format("việc định kỳ {}: xong gần nhất {}", job.kind, day_of(job.done_at));
        if (job.is_failing) text += fmt::format("; lỗi {} sau {} lần", job.code, job.tries);
        say(!job.is_failing, text);
    }
    std::string mails =
        fmt::format("thư: {} đang chờ, {} không gửi được", outlook.mails_waiting, outlook.mails_failed);
    if (!outlook.mail_code.empty()) mails += " (" + outlook.mail_code + ")";
    say(outlook.mails_failed == 0, mails);
    const std::string newest = fmt::format(
        "mốc chứng kiến mới nhất đã giao: số {}, {}", outlook.anchor_number, day_of(outlook.anchor_at)
    );
    say(outlook.anchored,
        outlook.anchor_number > 0 ? newest : std::string("chưa mốc chứng kiến nào được giao cho cơ quan khác")
    );
}

int run_doctor(const Place& place) {
    bool red = false;
    const auto say = [&](bool good, std::string_view text) {
        fmt::print("{} {}\n", good ? "[ ok ]" : "[ĐỎ ]", text);
        red = red || !good;
    };
    switch (keyring::check_host_key(place.host_key_file(), place.database())) {
        case keyring::HostKeyFinding::Sound: say(true, "khóa máy nằm ngoài ổ đĩa của cơ sở dữ liệu"); break;
        case keyring::HostKeyFinding::SameDevice:
            say(false, "khóa máy nằm cùng ổ đĩa với cơ sở dữ liệu: mất ổ đĩa là mất bí mật");
            break;
        case keyring::HostKeyFinding::OpenToOthers:
            say(false, "khóa máy đọc được bởi người dùng khác");
            break;
        case keyring::HostKeyFinding::Absent: say(false, "không thấy khóa máy"); break;
    }
    const auto installation = open_installation(place);
    say(installation.has_value(), "mở được kho dữ liệu");
    if (!installation) return fail(installation.error());
    const bool confirmed = (*installation)->keyring->recovery_confirmed();
    say(confirmed,
        confirmed ? "khóa phục hồi đã được đọc lại" : "khóa phục hồi CHƯA được đọc lại (neove key confirm)");
    if (const auto snapshot = (*installation)->store->snapshot(); snapshot) {
        const auto outlook = service::read_outlook(**snapshot, SystemClock().now());
        if (outlook) say_outlook(*outlook, say);
    }
    const auto worker = (*installation)->extractors.report();
    say(worker.has_value(), worker ? "bộ đọc tài liệu: " + *worker : "không chạy được bộ đọc tài liệu");
    return red ? 1 : 0;
}

int run_access_table() {
    Diagnostics faults;
    const auto table = access::Table::compile(pack_text("packs/house/access.yaml"), faults);
    if (!table) return fail(table.error());
    std::cout << table->to_tsv();
    return 0;
}

}  // namespace neove::app
