#include "app/audit_commands.h"

#include "app/commands.h"
#include "app/stored_rows.h"
#include "base/file.h"
#include "journal/verify.h"
#include "storage/postgres/store.h"
#include "storage/sqlite/store.h"

#include <fmt/format.h>

#include <fstream>
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

Result<std::unique_ptr<storage::Snapshot>> view_of(const Place& place) {
    return place.postgres.empty() ? storage::view_sqlite(place.database())
                                  : storage::view_postgres(place.postgres);
}

Result<journal::Evidence> evidence_of(const VerifyRequest& request) {
    // Given from outside, or (said so) from the demo's own folder.
    const std::string key =
        request.key_file.empty() ? request.place.folder + "/journal.first_key" : request.key_file;
    const std::string log = request.log_file.empty() ? request.place.signer().log : request.log_file;
    journal::Evidence evidence{TRY(journal::parse_first_key(first_line(file_text(key)))), file_text(log), {}};
    for (const std::string& path : request.anchor_files) {
        evidence.anchors.push_back(TRY(journal::parse_anchor(first_line(file_text(path)))));
    }
    return evidence;
}

void print(const journal::Report& report) {
    for (const journal::Finding& finding : report.findings) {
        fmt::print("{}\n  {}\n", journal::sentence_vi(finding), journal::code_of(finding.kind));
    }
    fmt::print(
        "Đã xem: {} bản ghi, {} điểm chốt (ký đến bản ghi {}), {} sự kiện, {} dòng quyền; {}\n",
        report.rows,
        report.checkpoints,
        report.witnessed_until,
        report.events,
        report.powers,
        report.is_sound() ? "không phát hiện thay đổi" : "CÓ SAI LỆCH"
    );
}

}  // namespace

int run_audit_verify(const VerifyRequest& request) {
    const auto evidence = evidence_of(request);
    if (!evidence) return fail(evidence.error());
    if (request.key_file.empty()) {
        fmt::print("Lưu ý: khóa đầu tiên đọc từ thư mục của kho, chưa phải từ bên ngoài (--key).\n");
    }
    const auto snapshot = view_of(request.place);
    if (!snapshot) return fail(snapshot.error());
    const auto report = verify_store(**snapshot, *evidence);
    if (!report) return fail(report.error());
    print(*report);
    return report->is_sound() ? 0 : 1;
}

}  // namespace neove::app
