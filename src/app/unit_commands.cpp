#include "app/unit_commands.h"

#include "administrative_unit/list_table.h"
#include "app/commands.h"
#include "base/file.h"
#include "embedded/embedded.h"
#include "service/units.h"

#include <fmt/format.h>

namespace neove::app {

namespace {

void print_faults(const administrative_unit::ListPlan& plan, const http::Sentences& sentences) {
    for (const administrative_unit::ListFault& fault : plan.faults) {
        fmt::print(
            "Dòng {}{}{}: {} [{}]{}{}\n",
            fault.row,
            fault.column.empty() ? "" : ", cột ",
            fault.column,
            sentences.of(fault.code, service::Language::Vi),
            fault.code,
            fault.detail.empty() ? "" : " – ",
            fault.detail
        );
    }
}

}  // namespace

int run_units_import(const UnitImport& request) {
    const auto list = administrative_unit::Day::parse_typed(request.list);
    if (!list) return fail({ErrorKind::Invalid, "units.list_date", request.list, {}});
    const auto file = read_file(request.file, administrative_unit::kMostTableBytes);
    if (!file) return fail(file.error());
    const auto installation = open_installation(request.place);
    if (!installation) return fail(installation.error());
    auto& house = *(*installation)->house;
    const auto plan = service::import_units(house, as_text(*file), *list, !request.write);
    if (!plan) return fail(plan.error());
    print_faults(*plan, (*installation)->sentences);
    fmt::print(
        "Danh mục {}: {} dòng, thêm {}, thay đổi {}, giữ nguyên {}, lỗi {}\n",
        list->iso(),
        plan->rows,
        plan->to_add.size(),
        plan->to_change.size(),
        plan->unchanged,
        plan->faults.size()
    );
    if (!plan->can_be_saved()) {
        fmt::print("Chưa ghi gì: hãy sửa các lỗi trên rồi chạy lại.\n");
        return 1;
    }
    fmt::print("{}\n", request.write ? "Đã ghi vào kho." : "Chạy thử, chưa ghi gì. Thêm --write để ghi.");
    return 0;
}

}  // namespace neove::app
