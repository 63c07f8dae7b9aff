/// \file
/// The command line of `neove`. Rules live in services; here is only which words lead where.

#include "app/audit_commands.h"
#include "app/backup_commands.h"
#include "app/commands.h"
#include "app/doctor.h"
#include "app/key_commands.h"
#include "app/key_day_command.h"
#include "app/rebuild_command.h"
#include "app/serve.h"
#include "app/settings_file.h"
#include "app/unit_commands.h"
#include "base/crypto.h"
#include "cli/plan_command.h"
#include "cli/programme_command.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

using neove::app::Creation;
using neove::app::Place;
using neove::app::ServeOptions;

void add_place(CLI::App& command, Place& place) {
    command.add_option("--store", place.folder, "Thư mục của kho dữ liệu")->required();
    command.add_option(
        "--postgres", place.postgres, "Chuỗi kết nối PostgreSQL (mặc định: SQLite trong thư mục)"
    );
    command.add_option("--host-key", place.host_key, "Tệp khóa máy (mặc định: host.key trong thư mục)");
}

/// A place that is opened: by the host key unless somebody says otherwise. Secrets are never words.
void add_opened_place(CLI::App& command, Place& place) {
    add_place(command, place);
    command
        .add_option(
            "--unlock", place.unlock, "Mở bằng: host (khóa máy), recovery (khóa phục hồi), passphrase"
        )
        ->check(CLI::IsMember({"host", "recovery", "passphrase"}));
    command.add_option(
        "--unlock-from",
        place.unlock_from,
        "Nơi đọc khóa: - (bàn phím, mặc định), fd:SỐ, credential:TÊN (systemd) hoặc một tệp"
    );
}

/// What the words of `neove key` fill in; lives as long as the parser.
struct KeyWords {
    Place place;
    std::string recovery_keys;
    std::string target;
    bool chosen{false};
};

void add_key_ways(CLI::App& key, KeyWords& words, int& status) {
    CLI::App* recovery = key.add_subcommand("recovery", "Khóa phục hồi");
    recovery->require_subcommand(1);
    CLI::App* renew =
        recovery->add_subcommand("renew", "In khóa phục hồi mới; đọc lại xong thì khóa cũ hết hiệu lực");
    add_opened_place(*renew, words.place);
    renew->callback([&] { status = neove::app::run_key_recovery_renew(words.place); });

    CLI::App* passphrase = key.add_subcommand("passphrase", "Cụm mật khẩu: một cách mở khác");
    passphrase->require_subcommand(1);
    CLI::App* set = passphrase->add_subcommand("set", "Tạo cụm mật khẩu tám âm tiết, thay cụm cũ");
    add_opened_place(*set, words.place);
    set->add_flag("--chosen", words.chosen, "Tự chọn (ít nhất 20 ký tự) thay cho cụm được tạo");
    set->callback([&] { status = neove::app::run_key_passphrase_set(words.place, words.chosen); });
    CLI::App* remove = passphrase->add_subcommand("remove", "Gỡ cụm mật khẩu");
    add_opened_place(*remove, words.place);
    remove->callback([&] { status = neove::app::run_key_passphrase_remove(words.place); });
}

void add_key_commands(CLI::App& app, KeyWords& words, int& status) {
    CLI::App* key = app.add_subcommand("key", "Khóa");
    key->require_subcommand(1);
    CLI::App* list = key->add_subcommand("status", "Liệt kê khóa, tuổi và cách mở");
    add_opened_place(*list, words.place);
    list->callback([&] { status = neove::app::run_key_status(words.place); });
    CLI::App* confirm = key->add_subcommand("confirm", "Đọc lại các khóa phục hồi đã in");
    add_opened_place(*confirm, words.place);
    confirm->callback([&] { status = neove::app::run_key_confirm(words.place); });
    CLI::App* fresh = key->add_subcommand("new-host", "Mất khóa máy: tạo khóa máy mới từ các khóa phục hồi");
    add_place(*fresh, words.place);
    fresh
        ->add_option(
            "--recovery-keys", words.recovery_keys, "Tệp các khóa phục hồi, mỗi dòng một phần; - là bàn phím"
        )
        ->required();
    fresh->callback([&] { status = neove::app::run_key_new_host(words.place, words.recovery_keys); });
    CLI::App* copy = key->add_subcommand("copy", "Chép vòng khóa ra nơi khác và đọc lại");
    add_opened_place(*copy, words.place);
    copy->add_option("--to", words.target, "Tệp đích")->required();
    copy->callback([&] { status = neove::app::run_key_copy(words.place, words.target); });
    CLI::App* forget = key->add_subcommand("forget", "Bỏ một bản sao đã mất khỏi danh sách phải chờ");
    add_opened_place(*forget, words.place);
    forget->add_option("--to", words.target, "Tệp của bản sao đó")->required();
    forget->callback([&] { status = neove::app::run_key_forget(words.place, words.target); });
    CLI::App* day =
        key->add_subcommand("day", "Ngày đổi khóa: hồ sơ đã xóa không đọc lại được từ bản sao nào");
    add_opened_place(*day, words.place);
    day->callback([&] { status = neove::app::run_key_day(words.place); });
    add_key_ways(*key, words, status);
}

/// What the words of `neove backup` fill in; lives as long as the parser.
struct BackupWords {
    Place place;
    std::string name{"backup.1"};
    std::string file;
    std::string private_key;
    neove::app::BackupRequest create;
    neove::app::RestoreRequest restore;
};

void add_backup_commands(CLI::App& app, BackupWords& words, int& status) {
    CLI::App* backup = app.add_subcommand("backup", "Sao lưu và phục hồi");
    backup->require_subcommand(1);
    CLI::App* keygen = backup->add_subcommand("keygen", "Tạo khóa mở bản sao lưu (in một lần, cất vào két)");
    add_opened_place(*keygen, words.place);
    keygen->add_option("--name", words.name, "Tên khóa: backup.1 … backup.8")
        ->check(CLI::IsMember(
            {"backup.1", "backup.2", "backup.3", "backup.4", "backup.5", "backup.6", "backup.7", "backup.8"}
        ));
    keygen->callback([&] { status = neove::app::run_backup_keygen(words.place, words.name); });
    CLI::App* create = backup->add_subcommand("create", "Sao lưu thành hai tệp: dữ liệu và khóa");
    neove::app::BackupRequest& wanted = words.create;
    add_opened_place(*create, wanted.place);
    create->add_option("--out", wanted.folder, "Thư mục chứa hai tệp")->required();
    create->add_flag("--keys-only", wanted.keys_only, "Chỉ tệp khóa (nhỏ, hằng ngày)");
    create->add_option("--keep", wanted.keep, "Giữ lại chừng này bản mới nhất của kho này, xóa bản cũ hơn");
    create->callback([&] { status = neove::app::run_backup_create(wanted); });
    CLI::App* verify = backup->add_subcommand("verify", "Kiểm tra một tệp sao lưu còn nguyên vẹn không");
    verify->add_option("file", words.file, "Tệp sao lưu")->required();
    verify->add_option("--private-key", words.private_key, "Tệp chứa khóa mở bản sao lưu")->required();
    verify->callback([&] { status = neove::app::run_backup_verify(words.file, words.private_key); });
    neove::app::RestoreRequest& request = words.restore;
    CLI::App* restore = backup->add_subcommand("restore", "Phục hồi vào một nơi trống");
    add_place(*restore, request.place);
    restore->add_option("--data", request.data, "Tệp dữ liệu")->required();
    restore->add_option("--keys", request.keys, "Tệp khóa (mới nhất)")->required();
    restore->add_option("--private-key", request.private_key_file, "Tệp chứa khóa mở bản sao lưu")
        ->required();
    restore->add_option(
        "--recovery-keys",
        request.recovery_keys_file,
        "Tệp các khóa phục hồi, mỗi dòng một phần: tạo khóa máy mới"
    );
    restore->callback([&] { status = neove::app::run_backup_restore(request); });
}

struct UnitWords {
    neove::app::UnitImport in;
    neove::app::UnitExport out;
};

void add_unit_commands(CLI::App& app, UnitWords& all, int& status) {
    neove::app::UnitImport& words = all.in;
    CLI::App* units = app.add_subcommand("units", "Đơn vị hành chính");
    units->require_subcommand(1);
    CLI::App* list =
        units->add_subcommand("import", "Nhập một danh mục (CSV); chạy thử nếu không có --write");
    add_place(*list, words.place);
    list->add_option("file", words.file, "Tệp CSV")->required();
    list->add_option("--list", words.list, "Phiên bản danh mục: ngày mà danh mục phản ánh")->required();
    list->add_flag("--write", words.write, "Ghi vào kho");
    list->add_flag(
        "--although-history-is-lost",
        words.losses,
        "Ghi cả khi tệp làm mất giai đoạn trước hoặc đơn vị trước đó đang có"
    );
    list->callback([&] { status = neove::app::run_units_import(words); });
    CLI::App* out = units->add_subcommand("export", "In một danh mục ra CSV, đúng các cột mà lệnh nhập đọc");
    add_place(*out, all.out.place);
    out->add_option("--list", all.out.list, "Phiên bản danh mục")->required();
    out->callback([&] { status = neove::app::run_units_export(all.out); });
}

struct AccountWords {
    Place place;
    neove::app::NewDataOwner data_owner;
};

void add_account_commands(CLI::App& app, AccountWords& words, int& status) {
    CLI::App* account = app.add_subcommand("account", "Tài khoản, khi không ai đăng nhập được");
    account->require_subcommand(1);
    CLI::App* made = account->add_subcommand("data-owner", "Tạo tài khoản phụ trách dữ liệu");
    add_place(*made, words.place);
    made->add_option("--login", words.data_owner.login, "Tên đăng nhập")->required();
    made->add_option("--name", words.data_owner.name, "Họ và tên");
    made->add_option("--organisation", words.data_owner.organisation, "Tên cơ quan, đúng như trong danh mục")
        ->required();
    made->add_flag(
        "--although-one-exists",
        words.data_owner.although_one_exists,
        "Khi người phụ trách dữ liệu duy nhất không còn đăng nhập được"
    );
    made->callback([&] { status = neove::app::run_make_data_owner(words.place, words.data_owner); });
}

struct AuditWords {
    neove::app::VerifyRequest verify;
    neove::app::WitnessRequest witness;
    Place place;
    std::string received;
    std::int64_t entry{0};
};

void add_audit_commands(CLI::App& app, AuditWords& words, int& status) {
    CLI::App* audit = app.add_subcommand("audit", "Nhật ký hệ thống");
    audit->require_subcommand(1);
    neove::app::VerifyRequest& request = words.verify;
    CLI::App* verify = audit->add_subcommand("verify", "Kiểm tra nhật ký và kho có bị sửa không (chỉ đọc)");
    add_place(*verify, request.place);
    verify->add_option("--key", request.key_file, "Khóa công khai đầu tiên, giữ ở nơi khác");
    verify->add_option("--log", request.log_file, "Tệp điểm chốt khác (vd. checkpoints.before_restore)");
    verify->add_option("--anchor", request.anchor_files, "Mốc chứng kiến");
    verify->callback([&] { status = neove::app::run_audit_verify(request); });
    CLI::App* anchor =
        audit->add_subcommand("anchor", "Dòng mốc của điểm chốt mới nhất, gửi cho đơn vị khác");
    add_place(*anchor, words.place);
    anchor->add_option("--received", words.received, "Ghi nhận dòng mốc mà đơn vị khác giữ");
    anchor->callback([&] { status = neove::app::run_audit_anchor(words.place, words.received); });
    CLI::App* witness = audit->add_subcommand("witness", "Chạy ở đơn vị chứng kiến: kiểm tra và cùng ký");
    witness->add_option("--state", words.witness.state_file, "Tệp trạng thái của đơn vị chứng kiến")
        ->required();
    witness->add_option("--key", words.witness.key_file, "Khóa đầu tiên của kho, cho lần đầu");
    witness->add_option("--checkpoints", words.witness.log_file, "Tệp điểm chốt (mặc định: đọc từ đầu vào)");
    witness->callback([&] { status = neove::app::run_audit_witness(words.witness); });
    CLI::App* prove = audit->add_subcommand("prove", "Chứng minh một bản ghi mà không lộ các bản ghi khác");
    add_place(*prove, words.place);
    prove->add_option("entry", words.entry, "Số của bản ghi")->required();
    prove->callback([&] { status = neove::app::run_audit_prove(words.place, words.entry); });
}

/// EX_CONFIG of sysexits.h: the unit file does not start us again after it.
constexpr int kNeedsAPerson = 78;

int run_serve(ServeOptions& options, bool demo, const std::string& settings, const CLI::App& command) {
    if (!settings.empty()) {
        const auto given = [&command](const char* option) { return command.count(option) > 0; };
        if (!neove::app::apply_settings(settings, given, options)) return kNeedsAPerson;
    }
    if (options.place.folder.empty()) {
        return neove::app::fail({neove::ErrorKind::Invalid, "settings.no_store", {}, {}});
    }
    if (demo) {
        if (const int status = neove::app::prepare_demo(options.place); status != 0) return status;
    }
    const auto done = neove::app::serve(options);
    if (done) return 0;
    neove::app::fail(done.error());
    return neove::app::needs_a_person(done.error()) ? kNeedsAPerson : 2;
}

/// What the words of `neove serve` fill in; lives as long as the parser, as those below do.
struct ServeWords {
    ServeOptions options;
    bool demo{false};
    std::string settings;
};

void add_serve_command(CLI::App& app, ServeWords& words, int& status) {
    ServeOptions& serve = words.options;
    CLI::App* command = app.add_subcommand("serve", "Chạy máy chủ");
    add_opened_place(*command, serve.place);
    command->get_option("--store")->required(false);
    command->add_option("--settings", words.settings, "Tệp cấu hình (mẫu: deploy/neove.yaml)");
    command->add_option("--address", serve.address, "Địa chỉ lắng nghe");
    command->add_option("--port", serve.port, "Cổng");
    command->add_option("--host", serve.hosts, "Tên máy chủ phía sau proxy");
    command->add_flag("--behind-proxy", serve.behind_proxy, "Có nginx làm TLS phía trước");
    command->add_option("--proxy", serve.proxy, "Địa chỉ của proxy, nếu không cùng máy")
        ->needs("--behind-proxy");
    command->add_option(
        "--metrics-token-file",
        serve.metrics_token_file,
        "Tệp chứa mã để đọc /metrics qua proxy hoặc từ máy khác"
    );
    command->add_option(
        "--programme", serve.programmes, "Thư mục chương trình, thay cho chương trình đi kèm (none: không có)"
    );
    command->add_flag("--quiet", serve.quiet, "Không ghi nhật ký yêu cầu");
    command->add_flag("--demo", words.demo, "Tỉnh thử nghiệm; chỉ trên máy này");
    command->callback([&, command] {
        status = run_serve(words.options, words.demo, words.settings, *command);
    });
}

struct StoreWords {
    Place place;
    Creation creation;
    bool apply_rebuild{false};
};

void add_store_commands(CLI::App& app, StoreWords& words, int& status) {
    Creation& creation = words.creation;
    CLI::App* init = app.add_subcommand("init", "Tạo kho dữ liệu mới");
    add_place(*init, words.place);
    init->add_option("--administrator", creation.administrator, "Tên đăng nhập của quản trị");
    init->add_option("--data-owner", creation.data_owner, "Tên đăng nhập của phụ trách dữ liệu");
    init->add_option("--organisation", creation.organisation_name, "Tên cơ quan vận hành")->required();
    init->callback([&] { status = neove::app::run_init(words.place, words.creation); });

    CLI::App* doctor = app.add_subcommand("doctor", "Khám máy chủ");
    add_opened_place(*doctor, words.place);
    doctor->callback([&] { status = neove::app::run_doctor(words.place); });

    CLI::App* rebuild = app.add_subcommand("rebuild", "So hồ sơ với các sự kiện của chúng");
    add_opened_place(*rebuild, words.place);
    rebuild->add_flag("--apply", words.apply_rebuild, "Ghi lại những gì khác (máy chủ phải dừng)");
    rebuild->callback([&] { status = neove::app::run_rebuild(words.place, words.apply_rebuild); });

    CLI::App* access = app.add_subcommand("access", "Quyền");
    access->require_subcommand(1);
    access->add_subcommand("table", "Bảng quyền đã biên dịch")->callback([&] {
        status = neove::app::run_access_table();
    });
}

struct MailWords {
    std::string settings;
    std::string to;
};

void add_mail_commands(CLI::App& app, MailWords& words, int& status) {
    CLI::App* mail = app.add_subcommand("mail", "Thư điện tử");
    mail->require_subcommand(1);
    CLI::App* test = mail->add_subcommand("test", "Gửi ngay một thư thử");
    test->add_option("--settings", words.settings, "Tệp cấu hình")->required();
    test->add_option("--to", words.to, "Địa chỉ nhận")->required();
    test->callback([&] { status = neove::app::run_mail_test(words.settings, words.to); });
}

/// Everything that somebody can type, and where it goes.
struct Words {
    ServeWords serve;
    StoreWords store;
    AuditWords audit;
    KeyWords key;
    MailWords mail;
    AccountWords account;
    BackupWords backup;
    UnitWords unit;
};

void add_commands(CLI::App& app, Words& words, int& status) {
    add_serve_command(app, words.serve, status);
    add_store_commands(app, words.store, status);
    add_audit_commands(app, words.audit, status);
    add_key_commands(app, words.key, status);
    add_mail_commands(app, words.mail, status);
    add_account_commands(app, words.account, status);
    add_backup_commands(app, words.backup, status);
    add_unit_commands(app, words.unit, status);
    neove::cli::add_plan_command(app, status);
    neove::cli::add_programme_command(app, status);
}

}  // namespace

int main(int count, char** words) {
    neove::crypto::initialise();
    CLI::App app("Nẻo Về – phòng, chống mua bán người");
    app.require_subcommand(1);
    int status = 0;
    Words all;
    add_commands(app, all, status);
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    } catch (const std::exception& error) {
        fmt::print(stderr, "neove: {}\n", error.what());
        return 70;
    }
    return status;
}
