#include "service/registers/import_rows.h"

#include "service/registers/search_persons.h"

#include <algorithm>
#include <map>

namespace neove::service {

namespace {

constexpr std::size_t kWarningsShown = 500;

/// The field that a pointer of the form or of the service names.
std::string field_in(std::string_view pointer) {
    constexpr std::string_view kAnswers = "/answers";
    if (!pointer.starts_with(kAnswers)) return {};
    pointer.remove_prefix(kAnswers.size());
    if (!pointer.starts_with('/')) return {};
    return std::string(pointer.substr(1, pointer.find('/', 1) - 1));
}

/// Where in the row a fault of a field is to be mended: in its first column.
sheet::Fault fault_at(
    const ImportDesk& at, const sheet::Reading& reading, const sheet::Row& row, const Error& error
) {
    const std::string field = field_in(error.where);
    for (const sheet::Placed& placed : reading.columns) {
        const sheet::Column& column = at.guide[placed.at];
        if (column.field != nullptr && column.field->id == field)
            return {row.row, placed.column, column.id, error.code};
    }
    return {row.row, 0, field, error.code};
}

bool is_said(const sheet::Reading& reading, const std::string& field) {
    return std::ranges::any_of(reading.faults, [&](const sheet::Fault& one) {
        return one.code == "import.column_missing" && one.id == field;
    });
}

}  // namespace

WantedAct wanted_of(const ImportDesk& at, const sheet::Reading& reading, const sheet::Row& row) {
    WantedAct out;
    out.action = at.action.id;
    out.answers = row.answers;
    out.reason = row.reason;
    if (row.occurred_on) {
        out.occurred_at = calendar::start_of(row.occurred_on->earliest(), at.house.options.utc_offset_micros);
        out.precision = calendar::name_of(row.occurred_on->precision());
    }
    out.kept_words = kept_in_row(at.guide, reading, row.row, at.kept_cells);
    return out;
}

void check_row(
    const ImportDesk& at,
    const sheet::Reading& reading,
    const sheet::Row& row,
    std::vector<sheet::Fault>& faults
) {
    Diagnostics many;
    const WantedAct wanted = wanted_of(at, reading, row);
    const auto outcome =
        decide_new(at.house, at.caller, at.definition(), wanted, at.write, at.references, many);
    if (outcome) return;
    if (many.empty()) many.push_back(outcome.error());
    for (const Error& error : many) {
        // A cell that could not be read was named; the gap that it leaves is no second fault.
        const std::string field = field_in(error.where);
        if (row.faulty.contains(field) || is_said(reading, field)) continue;
        faults.push_back(fault_at(at, reading, row, error));
    }
}

Result<std::vector<RecordImportWarning>> warnings_of(const ImportDesk& at, const sheet::Reading& reading) {
    std::vector<RecordImportWarning> out;
    std::map<std::string, std::uint32_t> said;
    std::vector<const json::Value*> answers;
    for (const sheet::Row& row : reading.rows) {
        answers.push_back(&row.answers);
        const auto [first, is_new] = said.emplace(json::write_canonical(row.answers), row.row);
        if (is_new || out.size() == kWarningsShown) continue;
        out.push_back({std::to_string(row.row), "import.row_like", {std::to_string(first->second)}});
    }
    if (!at.definition().form.persons) return out;
    const auto matches = TRY(numbers_of_matches(at.house, at.caller, at.desk, answers));
    for (std::size_t i = 0; i < matches.size() && out.size() < kWarningsShown; ++i) {
        if (matches[i].empty()) continue;
        out.push_back({std::to_string(reading.rows[i].row), "import.known_person", matches[i]});
    }
    return out;
}

}  // namespace neove::service
