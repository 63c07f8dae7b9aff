#include "app/commands.h"

#include "access/access.h"
#include "app/key_commands.h"
#include "app/secret_input.h"
#include "embedded/embedded.h"
#include "service/demo.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace neove::app {

namespace {

/// What one person gets on paper. Two slips, two people: whoever had both could be both.
void print_slip(std::string_view who, const std::string& login, const std::string& password) {
    fmt::print("\n- - - - - - - - - - - - - cắt - - - - - - - - - - - - -\n");
    fmt::print("{}\n  Tên tài khoản:     {}\n  Mật khẩu lần đầu:  {}\n", who, login, password);
    fmt::print("  Đăng nhập, tự đặt mật khẩu của mình và thiết lập xác thực hai bước.\n");
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
    fmt::print("\n3. HAI PHIẾU GIAO CHO HAI NGƯỜI KHÁC NHAU, mỗi người một phiếu, không ai giữ cả hai:\n");
    print_slip("PHIẾU 1: QUẢN TRỊ HỆ THỐNG", creation.administrator, created.administrator_password);
    print_slip("PHIẾU 2: PHỤ TRÁCH DỮ LIỆU", creation.data_owner, created.data_owner_password);
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

int run_make_data_owner(const Place& place, const NewDataOwner& wanted) {
    const auto installation = open_installation(place);
    if (!installation) return fail(installation.error());
    const auto password = make_data_owner(**installation, wanted);
    if (!password) return fail(password.error());
    print_slip("PHIẾU: PHỤ TRÁCH DỮ LIỆU", wanted.login, *password);
    fmt::print("\nViệc này đã ghi vào nhật ký và hiện với mọi quản trị, phụ trách dữ liệu.\n");
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

int run_access_table() {
    Diagnostics faults;
    const auto table = access::Table::compile(pack_text("packs/house/access.yaml"), faults);
    if (!table) return fail(table.error());
    std::cout << table->to_tsv();
    return 0;
}

}  // namespace neove::app
