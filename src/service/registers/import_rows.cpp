#include "service/registers/import_rows.h"

#include "service/registers/search_persons.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <cctype>
#include <charconv>

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

constexpr std::string_view kLinks = "/links";

/// What a column of links stands for: `@link.KIND.ROLE`.
record::Link link_of(const ImportDesk& at, const sheet::Column& column) {
    const std::string name = column.id.substr(kLinkColumn.size());
    const std::size_t dot = name.find('.');
    record::Link out;
    out.kind = name.substr(0, dot);
    if (dot != std::string::npos) out.role = name.substr(dot + 1);
    out.to_register = at.definition().workflow.find_link(out.kind)->to_register;
    return out;
}

Result<std::optional<RecordId>> hers(
    const ImportDesk& at,
    storage::Snapshot& snapshot,
    const std::string& register_id,
    const std::string& number
) {
    const auto ids = TRY(snapshot.read(storage::statements::kRecordIdByNumber, {register_id, number}));
    // Asked for in either case: what is not there takes the way of what is not hers.
    const RecordId id = RecordId::trusted(ids.empty() ? crypto::random_id() : ids[0].text(0));
    const auto found = record_for(at.house, snapshot, at.caller, register_id, id, access::kOpen);
    if (found) return std::optional(id);
    const std::string& code = found.error().code;
    if (code == "access.not_found" || code == "record.unreadable") return std::optional<RecordId>();
    return std::unexpected(found.error());
}

/// A fault of the links: of one at its cell, of one that is missing where it should stand.
sheet::Fault fault_of_link(
    const ImportDesk& at, const sheet::Reading& reading, const sheet::Row& row, const Error& error
) {
    std::size_t which = row.links.size();
    if (error.where.size() > kLinks.size() + 1) {
        const char* from = error.where.data() + kLinks.size() + 1;
        std::from_chars(from, error.where.data() + error.where.size(), which);
    }
    if (which < row.links.size()) {
        return {row.row, row.links[which].column, at.guide[row.links[which].at].id, error.code};
    }
    for (const sheet::Placed& placed : reading.columns) {
        const sheet::Column& column = at.guide[placed.at];
        const bool is_empty = std::ranges::find(row.links, placed.at, &sheet::Pointed::at) == row.links.end();
        if (column.is_link && column.is_needed && is_empty)
            return {row.row, placed.column, column.id, error.code};
    }
    return {row.row, 0, {}, error.code};
}

/// Where in the row a fault of a field is to be mended: in its first column.
sheet::Fault fault_at(
    const ImportDesk& at, const sheet::Reading& reading, const sheet::Row& row, const Error& error
) {
    if (error.where.starts_with(kLinks)) return fault_of_link(at, reading, row, error);
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

/// Whether another fault says already what is wrong with the row's links.
bool is_link_said(const sheet::Reading& reading, const sheet::Row& row) {
    return row.faulty.contains(std::string(kLinks)) ||
           std::ranges::any_of(reading.faults, [&](const sheet::Fault& one) {
               const bool is_here = one.row == row.row || one.code == "import.column_missing";
               return is_here && one.id.starts_with(kLinkColumn);
           });
}

}  // namespace

std::string number_of(const std::string& written) {
    std::string out = written;
    for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

Result<> find_pointed(ImportDesk& at, sheet::Reading& reading) {
    const auto snapshot = TRY(at.house.store.snapshot());
    std::set<std::pair<std::string, std::string>> asked;
    for (sheet::Row& row : reading.rows) {
        for (const sheet::Pointed& one : row.links) {
            const sheet::Column& column = at.guide[one.at];
            const auto key = std::pair(link_of(at, column).to_register, number_of(one.number));
            if (asked.insert(key).second) {
                const auto id = TRY(hers(at, *snapshot, key.first, key.second));
                if (id) at.pointed.emplace(key, *id);
            }
            if (at.pointed.contains(key)) continue;
            reading.faults.push_back({row.row, one.column, column.id, "import.record_unknown"});
            row.faulty.insert(std::string(kLinks));
        }
    }
    return {};
}

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
    for (const sheet::Pointed& one : row.links) {
        record::Link link = link_of(at, at.guide[one.at]);
        const auto to = at.pointed.find({link.to_register, number_of(one.number)});
        if (to == at.pointed.end()) continue;  // a fault at its cell: nothing is written
        link.to = to->second;
        out.links.push_back(std::move(link));
    }
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
        if (error.where.starts_with(kLinks) && is_link_said(reading, row)) continue;
        faults.push_back(fault_at(at, reading, row, error));
    }
}

Result<std::vector<RecordImportWarning>> warnings_of(const ImportDesk& at, const sheet::Reading& reading) {
    std::vector<RecordImportWarning> out;
    std::map<std::string, std::uint32_t> said;
    std::vector<const json::Value*> answers;
    for (const sheet::Row& row : reading.rows) {
        answers.push_back(&row.answers);
        std::string whole = json::write_canonical(row.answers);
        for (const sheet::Pointed& one : row.links) whole += " " + number_of(one.number);
        const auto [first, is_new] = said.emplace(std::move(whole), row.row);
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
