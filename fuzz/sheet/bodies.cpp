#include "bodies.h"

#include "base/check.h"
#include "base/text.h"
#include "json/json.h"
#include "sheet/sheet.h"
#include "sheet/value.h"

#include <algorithm>
#include <vector>

namespace neove::sheet {

namespace {

const std::vector<form::Field>& fields() {
    static const std::vector<form::Field> all = [] {
        using form::Type;
        std::vector<form::Field> out;
        const auto add = [&](const char* id, Type type) {
            form::Field field;
            field.id = id;
            field.type = type;
            out.push_back(std::move(field));
        };
        add("text", Type::Text);
        add("count", Type::Integer);
        add("cost", Type::Money);
        add("day", Type::Date);
        add("about", Type::PartialDate);
        add("moment", Type::DateTime);
        add("kind", Type::Choice);
        add("signs", Type::MultiChoice);
        add("who", Type::Person);
        add("phone", Type::Phone);
        add("paper", Type::IdentityNumber);
        add("where", Type::Organisation);
        add("unit", Type::AdminUnit);
        add("country", Type::Country);
        add("words", Type::LongText);
        return out;
    }();
    return all;
}

Guide guide() {
    Guide out;
    for (const form::Field& field : fields()) {
        Column column{field.id, &field, Part::Whole, {field.id}};
        if (field.type == form::Type::Choice || field.type == form::Type::MultiChoice) {
            column.words = {{"one", {"Một"}}, {"two", {"Hai", "Hái"}}, {"three", {"Hài"}}};
        }
        out.push_back(std::move(column));
    }
    out.push_back({"who.born", &fields()[8], Part::Born, {"born"}});
    out.push_back({"paper.kind", &fields()[10], Part::Kind, {"paper kind"}, {{"card", {"Thẻ"}}}});
    out.push_back({std::string(kOccurredOn), nullptr, Part::Whole, {"happened"}});
    out.push_back({std::string(kReason), nullptr, Part::Whole, {"reason"}});
    out.push_back({std::string(kRowCode), nullptr, Part::Whole, {"code"}});
    out.push_back({"who.other", &fields()[8], Part::OtherNames, {"other names"}});
    out.push_back({"of", nullptr, Part::Whole, {"of record"}, {}, false, true});
    return out;
}

/// Bodies that begin with `Trạm` are known; units have a code and a list.
Names names() {
    Names out;
    out.organisation = [](const form::Field&, std::string_view text) -> Meant {
        return text.starts_with("Trạm") ? Meant{std::string(32, 'a'), {}}
                                        : Meant{{}, "import.organisation_unknown"};
    };
    out.admin_unit = [](const form::Field&, std::string_view text) -> Meant {
        return {json::Object{{"code", std::string(text)}, {"list", "2025-07-01"}}, {}};
    };
    return out;
}

std::vector<Cell> cells_of(std::string_view text) {
    std::vector<Cell> out{{1, 1, {}}};
    for (const char c : text) {
        if (c == '\n') {
            out.push_back({out.back().row + 1, 1, {}});
        } else if (c == '\t') {
            out.push_back({out.back().row, out.back().column + 1, {}});
        } else {
            out.back().text += c;
        }
    }
    return out;
}

std::string said(const Reading& reading) {
    std::string out = std::to_string(reading.heading_row);
    for (const Row& row : reading.rows) {
        out += "\n" + std::to_string(row.row) + json::write_canonical(row.answers) + row.reason;
    }
    for (const Fault& one : reading.faults) out += "\n" + place_of(one.row, one.column) + one.id + one.code;
    return out;
}

}  // namespace

void fuzz_sheet(ByteView bytes) {
    const std::string text = text::repair_utf8(as_text(bytes).substr(0, 16'384));
    const std::vector<Cell> cells = cells_of(text);
    const Guide columns = guide();
    const Reading reading = read(cells, columns, names());
    const std::uint32_t last = cells.back().row;
    for (const Row& row : reading.rows) {
        CHECK(row.row > reading.heading_row && row.row <= last);
        for (const Pointed& link : row.links) CHECK(columns.at(link.at).is_link && !link.number.empty());
    }
    for (const Fault& one : reading.faults) {
        CHECK(one.row >= 1 && one.row <= last && !one.code.empty());
        CHECK(one.column == 0 || std::ranges::any_of(cells, [&](const Cell& cell) {
                  return cell.row == one.row && cell.column == one.column;
              }));
    }
    CHECK((matches(cells, columns) > 0) == (reading.heading_row > 0));
    CHECK(said(reading) == said(read(cells, columns, names())));
    for (const Cell& cell : cells) {
        if (const auto number = read_whole(cell.text)) CHECK(read_whole(std::to_string(*number)) == number);
        if (const auto day = read_partial(cell.text)) CHECK(read_partial(day->typed()) == day);
        if (const auto at = read_moment(cell.text)) CHECK(read_moment(*at) == at);
        CHECK(key_of(key_of(cell.text)) == key_of(cell.text));
    }
}

}  // namespace neove::sheet
