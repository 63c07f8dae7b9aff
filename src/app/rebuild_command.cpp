#include "app/rebuild_command.h"

#include "app/commands.h"
#include "app/programmes.h"
#include "service/registers/rebuild.h"

#include <fmt/format.h>

namespace neove::app {

namespace {

Result<service::RebuildReport> rebuilt(const Place& place, bool apply) {
    const auto installation = TRY(open_installation(place, apply ? Opening::Signing : Opening::Beside));
    TRY(take_calendar(*installation));
    auto report = TRY(service::rebuild(*installation->house, apply));
    if (apply) TRY(write_checkpoint(*installation));
    return report;
}

}  // namespace

int run_rebuild(const Place& place, bool apply) {
    const auto report = rebuilt(place, apply);
    if (!report) return fail(report.error());
    for (const service::RebuildDifference& one : report->differences) {
        fmt::print("KHÁC  {}  {}  {}\n", one.register_name, one.record, one.what);
    }
    if (report->more > 0) fmt::print("… và {} chỗ khác nữa.\n", report->more);
    fmt::print("{} hồ sơ, {} sự kiện.\n", report->records, report->events);
    if (report->differences.empty()) {
        fmt::print("Mọi hồ sơ đúng như các sự kiện của nó.\n");
        return 0;
    }
    if (apply) fmt::print("Đã dựng lại {} hồ sơ.\n", report->mended);
    return 1;
}

}  // namespace neove::app
