#include "app/commands.h"

#include "access/access.h"
#include "app/key_commands.h"
#include "app/secret_input.h"
#include "embedded/embedded.h"
#include "journal/verify.h"
#include "service/demo.h"
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

void print_created(const Place& place, const Creation& creation, const Created& created) {
    fmt::print("Đã tạo kho dữ liệu tại {}\n\n", place.folder);
    fmt::print("======== IN RA HOẶC CHÉP VÀO GIẤY, CẤT VÀO KÉT – chỉ hiện một lần này ========\n\n");
    fmt::print("1. Khóa phục hồi (mở lại kho khi mất máy hoặc mất khóa máy):\n\n");
    for (const keyring::RecoveryKey& key : created.recovery_keys) {
        fmt::print("  {:<8} {}\n", keyring::name_of(key.domain), key.text);
    }
    fmt::print(
        "\n2. Khóa công khai đầu tiên của nhật ký (không bí mật; giao cho đơn vị chứng kiến):\n\n  {}\n",
        created.first_key
    );
    fmt::print(
        "\n3. Tài khoản quản trị «{}», mật khẩu lần đầu (đổi ngay sau khi đăng nhập):\n\n  {}\n",
        creation.administrator,
        created.administrator_password
    );
    fmt::print("\n================================================================================\n\n");
}

/// The words of a shell that reach this place again.
std::string place_words(const Place& place) {
    std::string words = "--store " + place.folder;
    if (!place.host_key.empty()) words += " --host-key " + place.host_key;
    if (!place.postgres.empty()) words += " --postgres …";
    return words;
}

void print_next_steps(const Place& place, bool confirmed) {
    const std::string words = place_words(place);
    fmt::print("Việc tiếp theo:\n");
    if (!confirmed) {
        fmt::print("  neove key confirm {}\n", words);
        fmt::print("      đọc lại khóa phục hồi từ giấy; trước đó kho chỉ phục vụ trên chính máy này\n");
    }
    fmt::print("  neove backup keygen {}\n      khóa mở bản sao lưu, cũng cất vào két\n", words);
    fmt::print("  neove doctor {}\n      khám máy chủ: khóa máy, mã hóa ổ đĩa, bản sao\n", words);
    fmt::print("  neove serve {}\n      chạy thử tại http://127.0.0.1:8040/\n", words);
}

/// At once, while the paper is at hand: a key that nobody read back is a key that nobody has.
bool read_back_now(const Place& place) {
    auto input = SecretInput::open("-");
    if (!input || !input->is_terminal()) return false;
    const auto answer = input->next(
        "Chép đủ cả ba mục chưa? Gõ Enter để xóa màn hình và đọc lại khóa phục hồi từ giấy; gõ «sau» để làm "
        "sau.",
        Echo::UntilEntered
    );
    if (!answer || !answer->empty()) return false;
    clear_screen();
    return run_key_confirm(place) == 0;
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
    print_created(place, creation, *created);
    const bool confirmed = read_back_now(place);
    print_next_steps(place, confirmed);
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

int run_access_table() {
    Diagnostics faults;
    const auto table = access::Table::compile(pack_text("packs/house/access.yaml"), faults);
    if (!table) return fail(table.error());
    std::cout << table->to_tsv();
    return 0;
}

}  // namespace neove::app
