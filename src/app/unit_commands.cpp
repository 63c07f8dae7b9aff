#include "app/unit_commands.h"

#include "administrative_unit/export.h"
#include "administrative_unit/list_table.h"
#include "app/commands.h"
#include "base/csv.h"
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

std::string words_of(const administrative_unit::ListLoss& loss) {
    std::string out;
    if (!loss.spells.empty()) {
        for (const administrative_unit::Day& from : loss.spells) {
            out += (out.empty() ? "từ " : "; từ ") + (from.is_open() ? "ngày không rõ" : from.iso());
        }
        out = fmt::format("bỏ {} giai đoạn đang có ({})", loss.spells.size(), out);
    }
    if (loss.predecessors > 0) {
        out += fmt::format("{}bỏ {} đơn vị trước đó đang ghi", out.empty() ? "" : ", ", loss.predecessors);
    }
    return out;
}

void print_losses(const administrative_unit::ListPlan& plan) {
    for (const administrative_unit::ListLoss& loss : plan.losses) {
        fmt::print("Dòng {}: {} {}: {}\n", loss.row, loss.code, loss.name, words_of(loss));
    }
}

/// What was done, in words, and the exit code.
int conclude(const service::UnitImportReport& report, bool write) {
    if (!report.can_be_saved()) {
        fmt::print("Chưa ghi gì: hãy sửa các lỗi trên rồi chạy lại.\n");
        return 1;
    }
    if (!report.losses.empty() && !report.done) {
        fmt::print(
            "{} đơn vị sẽ mất thông tin đang có, như ghi ở trên. Hãy bổ sung các dòng đó vào tệp; nếu đúng "
            "là phải bỏ, "
            "thêm --although-history-is-lost khi ghi.\n",
            report.losses.size()
        );
        if (write) fmt::print("Chưa ghi gì.\n");
        if (write) return 1;
    }
    fmt::print("{}\n", write ? "Đã ghi vào kho." : "Chạy thử, chưa ghi gì. Thêm --write để ghi.");
    return 0;
}

service::UnitImportMode mode_of(const UnitImport& request) {
    if (!request.write) return service::UnitImportMode::Dry;
    return request.losses ? service::UnitImportMode::WriteWithLosses : service::UnitImportMode::Write;
}

}  // namespace

int run_units_export(const UnitExport& request) {
    const auto list = administrative_unit::Day::parse_typed(request.list);
    if (!list) return fail({ErrorKind::Invalid, "units.list_date", request.list, {}});
    const auto installation = open_installation(request.place);
    if (!installation) return fail(installation.error());
    const auto view = (*installation)->house->live.view();
    const auto rows = administrative_unit::export_list(*view->units, *list);
    if (rows.size() == 1) {
        fmt::print(stderr, "Không có danh mục {}.\n", list->iso());
        return 1;
    }
    const std::string table = csv::write(rows);
    std::fwrite(table.data(), 1, table.size(), stdout);
    return 0;
}

int run_units_import(const UnitImport& request) {
    const auto list = administrative_unit::Day::parse_typed(request.list);
    if (!list) return fail({ErrorKind::Invalid, "units.list_date", request.list, {}});
    const auto file = read_file(request.file, administrative_unit::kMostTableBytes);
    if (!file) return fail(file.error());
    const auto installation = open_installation(request.place);
    if (!installation) return fail(installation.error());
    auto& house = *(*installation)->house;
    const auto plan = service::import_units(house, as_text(*file), *list, mode_of(request));
    if (!plan) return fail(plan.error());
    print_faults(*plan, (*installation)->sentences);
    print_losses(*plan);
    fmt::print(
        "Danh mục {}: {} dòng, thêm {}, thay đổi {}, giữ nguyên {}, lỗi {}\n",
        list->iso(),
        plan->rows,
        plan->to_add.size(),
        plan->to_change.size(),
        plan->unchanged,
        plan->faults.size()
    );
    return conclude(*plan, request.write);
}

}  // namespace neove::app
