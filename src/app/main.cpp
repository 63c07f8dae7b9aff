/// \file
/// The command line of `neove`. Rules live in services; here is only which words lead where.

#include "app/backup_commands.h"
#include "app/commands.h"
#include "app/serve.h"
#include "app/unit_commands.h"
#include "base/crypto.h"
#include "cli/plan_command.h"

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

/// What the words of `neove backup` fill in; lives as long as the parser.
struct BackupWords {
    Place place;
    std::string name{"backup.1"};
    std::string folder;
    std::string file;
    std::string private_key;
    neove::app::RestoreRequest restore;
};

void add_backup_commands(CLI::App& app, BackupWords& words, int& status) {
    CLI::App* backup = app.add_subcommand("backup", "Sao lưu và phục hồi");
    backup->require_subcommand(1);
    CLI::App* keygen = backup->add_subcommand("keygen", "Tạo khóa mở bản sao lưu (in một lần, cất vào két)");
    add_place(*keygen, words.place);
    keygen->add_option("--name", words.name, "Tên khóa: backup.1 … backup.8")
        ->check(CLI::IsMember(
            {"backup.1", "backup.2", "backup.3", "backup.4", "backup.5", "backup.6", "backup.7", "backup.8"}
        ));
    keygen->callback([&] { status = neove::app::run_backup_keygen(words.place, words.name); });
    CLI::App* create = backup->add_subcommand("create", "Sao lưu thành hai tệp: dữ liệu và khóa");
    add_place(*create, words.place);
    create->add_option("--out", words.folder, "Thư mục chứa hai tệp")->required();
    create->callback([&] { status = neove::app::run_backup_create(words.place, words.folder); });
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

void add_unit_commands(CLI::App& app, neove::app::UnitImport& words, int& status) {
    CLI::App* units = app.add_subcommand("units", "Đơn vị hành chính");
    units->require_subcommand(1);
    CLI::App* import =
        units->add_subcommand("import", "Nhập một danh mục (CSV); chạy thử nếu không có --write");
    add_place(*import, words.place);
    import->add_option("file", words.file, "Tệp CSV")->required();
    import->add_option("--list", words.list, "Phiên bản danh mục: ngày mà danh mục phản ánh")->required();
    import->add_flag("--write", words.write, "Ghi vào kho");
    import->callback([&] { status = neove::app::run_units_import(words);
});
}  // namespace

int run_serve(const ServeOptions& options, bool demo) {
    if (demo) {
        if (const int status = neove::app::prepare_demo(options.place); status != 0) return status;
    }
    const auto done = neove::app::serve(options);
    return done ? 0 : neove::app::fail(done.error());
}

}  // namespace

int main(int count, char** words) {
    neove::crypto::initialise();
    CLI::App app("Nẻo Về – phòng, chống mua bán người");
    app.require_subcommand(1);
    int status = 0;

    ServeOptions serve;
    bool demo = false;
    CLI::App* serve_command = app.add_subcommand("serve", "Chạy máy chủ");
    add_place(*serve_command, serve.place);
    serve_command->add_option("--address", serve.address, "Địa chỉ lắng nghe");
    serve_command->add_option("--port", serve.port, "Cổng");
    serve_command->add_option("--host", serve.hosts, "Tên máy chủ phía sau proxy");
    serve_command->add_flag("--behind-proxy", serve.behind_proxy, "Có nginx làm TLS phía trước");
    serve_command->add_option(
        "--metrics-token-file",
        serve.metrics_token_file,
        "Tệp chứa mã để đọc /metrics qua proxy hoặc từ máy khác"
    );
    serve_command->add_flag("--quiet", serve.quiet, "Không ghi nhật ký yêu cầu");
    serve_command->add_flag("--demo", demo, "Tỉnh thử nghiệm; chỉ trên máy này");
    serve_command->callback([&] { status = run_serve(serve, demo); });

    Place place;
    Creation creation;
    CLI::App* init = app.add_subcommand("init", "Tạo kho dữ liệu mới");
    add_place(*init, place);
    init->add_option("--administrator", creation.administrator, "Tên đăng nhập của quản trị");
    init->add_option("--organisation", creation.organisation_name, "Tên cơ quan vận hành")->required();
    init->callback([&] { status = neove::app::run_init(place, creation); });

    CLI::App* audit = app.add_subcommand("audit", "Nhật ký hệ thống");
    audit->require_subcommand(1);
    std::string key_file;
    std::string log_file;
    std::vector<std::string> anchors;
    CLI::App* verify = audit->add_subcommand("verify", "Kiểm tra nhật ký có bị sửa không");
    add_place(*verify, place);
    verify->add_option("--key", key_file, "Khóa công khai đầu tiên, giữ ở nơi khác");
    verify->add_option("--log", log_file, "Tệp điểm chốt khác (vd. checkpoints.before_restore)");
    verify->add_option("--anchor", anchors, "Mốc chứng kiến");
    verify->callback([&] { status = neove::app::run_audit_verify(place, key_file, log_file, anchors); });

    CLI::App* key = app.add_subcommand("key", "Khóa");
    key->require_subcommand(1);
    CLI::App* key_status = key->add_subcommand("status", "Liệt kê khóa, tuổi và cách mở");
    add_place(*key_status, place);
    key_status->callback([&] { status = neove::app::run_key_status(place); });

    CLI::App* key_confirm = key->add_subcommand("confirm", "Đọc lại các khóa phục hồi đã in");
    add_place(*key_confirm, place);
    key_confirm->callback([&] { status = neove::app::run_key_confirm(place); });

    CLI::App* doctor = app.add_subcommand("doctor", "Khám máy chủ");
    add_place(*doctor, place);
    doctor->callback([&] { status = neove::app::run_doctor(place); });

    CLI::App* access = app.add_subcommand("access", "Quyền");
    access->require_subcommand(1);
    access->add_subcommand("table", "Bảng quyền đã biên dịch")->callback([&] {
        status = neove::app::run_access_table();
    });

    BackupWords backup_words;
    add_backup_commands(app, backup_words, status);
    neove::app::UnitImport unit_words;
    add_unit_commands(app, unit_words, status);
    neove::cli::add_plan_command(app, status);

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
