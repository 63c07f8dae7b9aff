#include "bodies.h"

#include "base/check.h"
#include "service/registers/fill_in_code.h"
#include "service/registers/resealed_events.h"

#include <algorithm>

namespace neove::service {

void fuzz_fill_in_code(ByteView input) {
    static const crypto::Secret key = (crypto::initialise(), crypto::Secret::random());
    static const FillInMarks marks(key, "loan", "extend");
    const std::string_view text = as_text(input);
    const auto sheet = parse_sheet_code(text);
    if (sheet) {
        CHECK(is_like_sheet_code(text));
        CHECK(parse_sheet_code(text_of(*sheet)) == sheet);
        CHECK(!marks.is_ours(*sheet));
        CHECK(marks.is_ours(marks.sheet(sheet->body, sheet->made_on, sheet->form)));
    }
    const auto row = parse_row_code(text);
    if (!row) return;
    CHECK(!sheet);
    CHECK(parse_row_code(text_of(*row)) == row);
    const SheetCode of = marks.sheet({}, {}, "00000000");
    CHECK(!marks.is_of(of, *row));
    CHECK(marks.is_of(of, marks.row(of, row->number, row->state)));
}

void fuzz_resealed(ByteView input) {
    const auto parts = parse_resealed(input);
    if (!parts) return;
    const Bytes packed = pack_resealed(*parts);
    const auto again = parse_resealed(packed);
    CHECK(again.has_value());
    CHECK(again->size() == parts->size());
    for (std::size_t i = 0; i < parts->size(); ++i) {
        CHECK((*again)[i].event == (*parts)[i].event);
        CHECK((*again)[i].was == (*parts)[i].was);
        CHECK(std::ranges::equal((*again)[i].sealed, (*parts)[i].sealed));
    }
}

}  // namespace neove::service
