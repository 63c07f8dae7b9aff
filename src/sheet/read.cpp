#include "base/text.h"
#include "sheet/heading.h"
#include "sheet/value.h"

#include <algorithm>
#include <map>

namespace neove::sheet {

namespace {

/// Of a cell: each is looked up, and a long cell would name thousands.
constexpr std::size_t kMostPointed = 50;

/// A cell as the answer it means.
Meant whole(std::string_view text) {
    const auto number = read_whole(text);
    if (!number) return {{}, "import.number"};
    return {*number, {}};
}

Meant date(std::string_view text) {
    const auto day = read_date(text);
    if (!day) return {{}, "import.date"};
    return {day->iso(), {}};
}

Meant partial(std::string_view text) {
    const auto day = read_partial(text);
    if (!day) return {{}, "import.date"};
    return {day->iso(), {}};
}

Meant moment(std::string_view text) {
    auto at = read_moment(text);
    if (!at) return {{}, "import.moment"};
    return {std::move(*at), {}};
}

/// What people write for the codes of one column, put in order once.
struct Dictionary {
    const Column* column{nullptr};
    std::map<std::string, std::set<std::string>, std::less<>> exactly;
    std::map<std::string, std::set<std::string>, std::less<>> nearly;
};

Dictionary dictionary_of(const Column& column) {
    Dictionary out{&column, {}, {}};
    for (const Word& one : column.words) {
        for (const std::string& written : one.written) {
            out.exactly[text::match_key(text::to_nfc(written))].insert(one.code);
            out.nearly[key_of(written)].insert(one.code);
        }
    }
    return out;
}

/// By its code, as it is written, or without accents where that means one only.
Meant word(const Dictionary& dictionary, std::string_view text) {
    const std::string nfc = text::to_nfc(text::repair_utf8(text));
    const auto code = std::ranges::find(dictionary.column->words, nfc, &Word::code);
    if (code != dictionary.column->words.end()) return {code->code, {}};
    auto found = dictionary.exactly.find(text::match_key(nfc));
    if (found == dictionary.exactly.end()) {
        const std::string key = key_of(nfc);
        found = dictionary.nearly.find(key);
        if (key.empty() || found == dictionary.nearly.end()) return {{}, "import.not_an_option"};
    }
    if (found->second.size() > 1) return {{}, "import.option_ambiguous"};
    return {*found->second.begin(), {}};
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
        std::string_view part = text.substr(at, end - at);
        while (!part.empty() && (part.front() == ' ' || part.front() == '\r')) part.remove_prefix(1);
        while (!part.empty() && (part.back() == ' ' || part.back() == '\r')) part.remove_suffix(1);
        if (!part.empty()) out.emplace_back(part);
        at = end + 1;
    }
    return out;
}

/// In the order in which the form offers them.
Meant words(const Dictionary& dictionary, std::string_view text) {
    std::set<std::string> codes;
    for (const std::string& one : split(text, ";\n")) {
        const Meant meant = word(dictionary, one);
        if (!meant.fault.empty()) return meant;
        codes.insert(*meant.answer.string());
    }
    json::Array out;
    for (const Word& one : dictionary.column->words) {
        if (codes.contains(one.code)) out.emplace_back(one.code);
    }
    return {std::move(out), {}};
}

Meant named(const Mean& mean, const form::Field& field, std::string_view text) {
    if (mean) return mean(field, text);
    return {std::string(text), {}};
}

Meant other_names(std::string_view text) {
    json::Array out;
    for (std::string& one : split(text, ";,\n")) out.emplace_back(std::move(one));
    return {std::move(out), {}};
}

Meant phone(std::string_view text) {
    if (phone_lost_zero(text)) return {{}, "import.lost_zero"};
    return {std::string(text), {}};
}

Meant paper(std::string_view text) {
    if (paper_lost_zero(text)) return {{}, "import.lost_zero"};
    return {std::string(text), {}};
}

Meant meaning_of(const Dictionary& dictionary, const Names& names, std::string_view text) {
    using form::Type;
    const Column& column = *dictionary.column;
    switch (column.part) {
        case Part::OtherNames: return other_names(text);
        case Part::Born: return partial(text);
        case Part::Kind: return word(dictionary, text);
        case Part::Whole: break;
    }
    switch (column.field->type) {
        case Type::Integer:
        case Type::Money: return whole(text);
        case Type::Date: return date(text);
        case Type::PartialDate: return partial(text);
        case Type::DateTime: return moment(text);
        case Type::Choice: return word(dictionary, text);
        case Type::MultiChoice: return words(dictionary, text);
        case Type::Organisation: return named(names.organisation, *column.field, text);
        case Type::AdminUnit: return named(names.admin_unit, *column.field, text);
        case Type::Country: return named(names.country, *column.field, text);
        case Type::Language: return named(names.language, *column.field, text);
        case Type::Phone: return phone(text);
        case Type::IdentityNumber: return paper(text);
        case Type::Text:
        case Type::LongText:
        case Type::Person:
        case Type::Attachment:
        case Type::Rows:
        case Type::Computed: break;
    }
    return {std::string(text), {}};
}

/// Where in an answer a column's value stands; empty: it is the answer.
std::string_view member_of(const Column& column) {
    switch (column.part) {
        case Part::OtherNames: return "other_names";
        case Part::Born: return "born";
        case Part::Kind: return "kind";
        case Part::Whole: break;
    }
    if (column.field->type == form::Type::Person) return "name";
    if (column.field->type == form::Type::IdentityNumber) return "number";
    return {};
}

/// The kind that a paper has where only one is possible.
const std::string* only_kind(const Guide& guide, const form::Field& field) {
    for (const Column& one : guide) {
        if (one.field == &field && one.part == Part::Kind && one.words.size() == 1) return &one.words[0].code;
    }
    return nullptr;
}

struct Table {
    const Guide& guide;
    const Names& names;
    Reading& reading;
    std::vector<Dictionary> dictionaries{};  ///< by place in the guide

    void fault(const Cell& cell, const Column& column, std::string code, Row& row) const {
        reading.faults.push_back({cell.row, cell.column, column.id, std::move(code)});
        if (column.field != nullptr) row.faulty.insert(column.field->id);
    }

    void occurred(const Cell& cell, const Column& column, Row& row) const {
        row.occurred_on = read_partial(cell.text);
        if (!row.occurred_on) fault(cell, column, "import.date", row);
    }

    void take(const Cell& cell, std::size_t at, Row& row) const {
        const Column& column = guide[at];
        if (column.is_link) {
            std::vector<std::string> numbers = split(cell.text, ";,\n");
            if (numbers.size() > kMostPointed) return fault(cell, column, "import.cell_too_long", row);
            for (std::string& one : numbers) {
                row.links.push_back({cell.column, at, text::to_nfc(text::repair_utf8(one))});
            }
            return;
        }
        if (column.id == kOccurredOn) return occurred(cell, column, row);
        if (column.id == kRowCode) {
            row.code = cell.text;
            return;
        }
        if (column.id == kReason) {
            row.reason = cell.text;
            return;
        }
        Meant meant = meaning_of(dictionaries[at], names, cell.text);
        if (!meant.fault.empty()) return fault(cell, column, std::move(meant.fault), row);
        const std::string_view member = member_of(column);
        if (member.empty()) {
            row.answers.set(column.field->id, std::move(meant.answer));
            return;
        }
        json::Value* answer = row.answers.find(column.field->id);
        if (answer == nullptr) {
            row.answers.set(column.field->id, json::Object{});
            answer = row.answers.find(column.field->id);
        }
        answer->set(std::string(member), std::move(meant.answer));
    }

    /// A number without its kind is not a paper, a kind without number is none.
    void finish(Row& row) const {
        for (const Placed& placed : reading.columns) {
            const Column& column = guide[placed.at];
            if (column.field == nullptr || column.field->type != form::Type::IdentityNumber) continue;
            if (column.part != Part::Whole || row.faulty.contains(column.field->id)) continue;
            json::Value* answer = row.answers.find(column.field->id);
            if (answer == nullptr || answer->find("number") == nullptr || answer->find("kind") != nullptr)
                continue;
            if (const std::string* kind = only_kind(guide, *column.field)) {
                answer->set("kind", *kind);
            } else {
                fault({row.row, placed.column, {}}, column, "import.kind_missing", row);
            }
        }
        std::erase_if(*row.answers.object(), [](const json::Member& one) {
            return one.second.object() != nullptr && one.second.find("kind") != nullptr &&
                   one.second.find("number") == nullptr;
        });
    }

    void read_row(Line line) const {
        Row row;
        row.row = line.front().row;
        bool is_any = false;
        for (const Cell& cell : line) {
            const auto placed = std::ranges::find(reading.columns, cell.column, &Placed::column);
            if (placed == reading.columns.end()) {
                say_ignored(cell);
                continue;
            }
            is_any = true;
            take(cell, placed->at, row);
        }
        if (!is_any) return;
        finish(row);
        reading.rows.push_back(std::move(row));
    }

    /// Cells below no heading are named too: they are not read, and somebody wrote them.
    void say_ignored(const Cell& cell) const {
        const auto is_known = std::ranges::find(reading.ignored, cell.column, &Ignored::column);
        const bool is_fault = std::ranges::any_of(reading.faults, [&](const Fault& one) {
            return one.row == reading.heading_row && one.column == cell.column;
        });
        if (is_known == reading.ignored.end() && !is_fault) reading.ignored.push_back({cell.column, {}});
    }
};

}  // namespace

Reading read(const std::vector<Cell>& cells, const Guide& guide, const Names& names) {
    Reading reading;
    const std::vector<Cell> sorted = in_order(cells, reading);
    const std::vector<Line> lines = lines_of(sorted);
    const auto heading = find_heading(lines, guide, reading);
    if (!heading) return reading;
    Table table{guide, names, reading};
    for (const Column& column : guide) table.dictionaries.push_back(dictionary_of(column));
    for (std::size_t at = *heading + 1; at < lines.size(); ++at) {
        if (at == *heading + 1 && is_ordinals(lines[at])) continue;
        if (reading.rows.size() == kMostRows) {
            reading.faults.push_back({lines[at].front().row, 0, {}, "import.too_many_records"});
            break;
        }
        table.read_row(lines[at]);
    }
    std::ranges::sort(reading.faults);
    return reading;
}

}  // namespace neove::sheet
