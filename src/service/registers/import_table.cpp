#include "service/registers/import_table.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

constexpr std::size_t kPlacesShown = 12;

/// `3, 5–9`; what is too long to be read ends with `…`.
std::string rows_shown(const std::set<std::uint32_t>& rows) {
    std::string out;
    std::size_t shown = 0;
    for (auto at = rows.begin(); at != rows.end(); ++shown) {
        if (shown == kPlacesShown) return out + ", …";
        const std::uint32_t first = *at;
        std::uint32_t last = first;
        for (++at; at != rows.end() && *at == last + 1; ++at) last = *at;
        out += (out.empty() ? "" : ", ") + std::to_string(first);
        if (last != first) out += "–" + std::to_string(last);
    }
    return out;
}

std::string columns_shown(const std::set<std::uint32_t>& columns) {
    std::string out;
    for (const std::uint32_t column : columns) {
        std::string letters = sheet::place_of(1, column);
        letters.pop_back();
        out += (out.empty() ? "" : ", ") + letters;
    }
    return out;
}

/// What the table itself takes of the sheet.
struct Taken {
    std::set<std::uint32_t> rows;
    std::set<std::uint32_t> columns;
};

Taken taken_by(const sheet::Reading& reading) {
    Taken out;
    for (const sheet::Row& row : reading.rows) out.rows.insert(row.row);
    for (const sheet::Placed& one : reading.columns) out.columns.insert(one.column);
    return out;
}

struct Found {
    bool is_hidden{false};
    std::set<std::uint32_t> rows;
    std::set<std::uint32_t> columns;
    std::int64_t formulas{0};
    std::string formula_places;
};

Found find(const Taken& taken, std::span<const document::SheetRemark> remarks) {
    using document::Remark;
    Found out;
    for (const document::SheetRemark& one : remarks) {
        if (one.what == Remark::HiddenSheet) out.is_hidden = true;
        if (one.what == Remark::HiddenRow && taken.rows.contains(one.row)) out.rows.insert(one.row);
        if (one.what == Remark::HiddenColumn && taken.columns.contains(one.column))
            out.columns.insert(one.column);
        if (one.what != Remark::Formula || !taken.rows.contains(one.row)) continue;
        if (!taken.columns.contains(one.column)) continue;
        const auto before = static_cast<std::size_t>(out.formulas++);
        if (before > kPlacesShown) continue;
        if (before > 0) out.formula_places += ", ";
        out.formula_places += before == kPlacesShown ? "…" : sheet::place_of(one.row, one.column);
    }
    return out;
}

RecordImportWarning warning(const char* code, std::string where, std::int64_t count) {
    return {std::move(where), code, {}, count};
}

}  // namespace

std::string id_of_table(const ImportDesk& at, const sheet::Reading& reading) {
    CanonicalWriter out;
    out.text(at.definition().id).text(at.action.id).text(at.caller.acting.organisation.text());
    out.number(reading.rows.size());
    for (const sheet::Row& row : reading.rows) {
        out.text(json::write_canonical(row.answers)).text(row.occurred_on ? row.occurred_on->iso() : "");
        out.text(row.reason).number(row.links.size());
        for (const sheet::Pointed& one : row.links) {
            out.text(at.guide[one.at].id).text(number_of(one.number));
        }
    }
    const Digest whole = crypto::keyed_hash(at.house.keys.idempotency, "neove.import", out.result());
    return to_hex(ByteView(whole).first(16));
}

std::vector<RecordImportWarning> warnings_of_sheet(
    const sheet::Reading& reading, std::span<const document::SheetRemark> remarks
) {
    const Found found = find(taken_by(reading), remarks);
    const auto count = [](const std::set<std::uint32_t>& of) { return static_cast<std::int64_t>(of.size()); };
    std::vector<RecordImportWarning> out;
    if (found.is_hidden) out.push_back(warning("import.hidden_sheet", {}, 1));
    if (!found.rows.empty())
        out.push_back(warning("import.hidden_rows", rows_shown(found.rows), count(found.rows)));
    if (!found.columns.empty())
        out.push_back(warning("import.hidden_columns", columns_shown(found.columns), count(found.columns)));
    if (found.formulas > 0) out.push_back(warning("import.formulas", found.formula_places, found.formulas));
    return out;
}

}  // namespace neove::service
