#include "bodies.h"

#include "administrative_unit/list.h"
#include "administrative_unit/list_table.h"
#include "administrative_unit/shipped.h"
#include "administrative_unit/today.h"
#include "base/check.h"

namespace neove::administrative_unit {

namespace {

const Shipped& small() {
    static const Shipped made = [] {
        Diagnostics faults;
        Shipped out = read_shipped(
            "levels:\n  - {level: top, vi: Cao, en: Top, code_length: \"1\"}\n"
            "  - {level: low, vi: Thấp, en: Low, code_length: \"2\"}\n"
            "kinds:\n  - {kind: a, level: top, vi: Tỉnh, en: A}\n  - {kind: b, level: low, vi: Xã, en: B}\n"
            "  - {kind: c, level: top, vi: Thành phố, en: C}\n  - {kind: d, level: low, vi: Thành phố, en: "
            "D}\n"
            "columns: {code: [mã], name: [tên], kind: [loại], level: [cấp], parent: [thuộc], valid_from: "
            "[từ], "
            "valid_until: [đến], predecessors: [trước], basis: [căn cứ], confidence: [nguồn]}\n"
            "extents: {whole: [hết], part: [phần], unclear: []}\n"
            "confidences: {confirmed: [], compiled: [], unconfirmed: []}\nunknown: {unknown: [\"-\"]}\n",
            {{"2000-01-01", "mã,tên,loại,thuộc,từ,đến\n1,A,a,,-,2001-01-01\n11,B,b,1,-,2001-01-01\n"},
             {"2001-01-01", "mã,tên,loại,trước\n1,C,a,2000-01-01/1 hết\n"}},
            faults
        );
        CHECK(faults.empty());
        return out;
    }();
    return made;
}

}  // namespace

void fuzz_list(ByteView bytes) {
    const auto list = Day::parse_iso("2001-01-01");
    CHECK(list.has_value());
    const Directory known = directory_of(small(), {});
    const ListPlan plan = plan_list(as_text(bytes), *list, known);
    CHECK(plan.faults.size() <= kMostFaults + 1);
    if (!plan.can_be_saved()) return;
    CHECK(plan.rows == plan.to_add.size() + plan.to_change.size() + plan.unchanged);
    const Directory after = directory_of(small(), plan.to_add);
    for (const Unit& unit : plan.to_add) {
        CHECK(after.find(unit.reference) != nullptr);
        CHECK(after.find(unit.reference, unit.valid_from) != nullptr);
        for (const Predecessor& before : unit.predecessors) CHECK(before.unit != unit.reference);
        const Today today = today_of(after, unit.reference, *list);
        CHECK((today.outcome == Outcome::Unknown) == today.candidates.empty());
        static_cast<void>(after.search(unit.name, {}, 3));
    }
    // What was planned once is there: nothing is left to do.
    std::vector<Unit> all = plan.to_add;
    all.insert(all.end(), plan.to_change.begin(), plan.to_change.end());
    const ListPlan again = plan_list(as_text(bytes), *list, directory_of(small(), std::move(all)));
    CHECK(again.faults.empty());
    CHECK(again.to_add.size() + again.to_change.size() == 0);
}

}  // namespace neove::administrative_unit
