/// \file
/// The compiled table as text and back: what is committed, signed and remembered.

#include "access/rules.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <span>

namespace neove::access {

namespace {

constexpr std::string_view kHeader =
    "register\trole\taction\tstate\trelation\tcondition\tread\twrite\twith_purpose\n";
/// Far above any programme; a text that asks for more is not one of ours.
constexpr std::uint64_t kDenseMax = 1U << 22U;

std::string or_dash(std::string text) {
    return text.empty() ? "-" : text;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ",") + word;
    return or_dash(std::move(out));
}

std::string line_of(std::initializer_list<std::string> columns) {
    std::string out;
    for (const std::string& column : columns) out += (out.empty() ? "" : "\t") + column;
    return out + '\n';
}

void write_meaning(const std::string& name, const Meaning& meaning, std::string& out) {
    for (const auto& [field, field_class] : meaning.fields) {
        out += line_of({"#class", name, field, classes_text(field_class)});
    }
    for (const Guard& guard : meaning.guards) {
        out += line_of({"#guard", name, guard.action, guard.kind, or_dash(guard.what)});
    }
    if (meaning.kept_months != 0) out += line_of({"#kept", name, std::to_string(meaning.kept_months)});
    for (const std::string& one : meaning.clear) out += line_of({"#clear", name, one});
}

void write_policy(const std::string& name, const RegisterPolicy& policy, std::string& out) {
    for (const Deny& deny : policy.denies)
        out += line_of({"#deny", name, deny.relation, joined(deny.unless)});
    const ListRule& list = policy.list;
    if (!list.show.empty()) out += line_of({"#list", name, joined(list.show)});
    if (!list.identity_roles.empty()) {
        out += line_of({"#list_identity", name, joined(list.identity_roles), joined(list.identity_when)});
    }
    const ExportRule& rule = policy.export_rule;
    if (!rule.roles.empty()) {
        out += line_of(
            {"#export",
             name,
             joined(rule.roles),
             classes_text(rule.classes),
             std::to_string(rule.rows_max),
             std::to_string(rule.approvals),
             std::to_string(rule.identity_rows_max),
             std::to_string(rule.identity_approvals)}
        );
    }
    const BreakGlass& glass = policy.break_glass;
    if (!glass.roles.empty()) {
        out += line_of(
            {"#break_glass",
             name,
             joined(glass.roles),
             classes_text(glass.classes),
             std::to_string(glass.minutes),
             joined(glass.tell),
             std::to_string(glass.review_working_days)}
        );
    }
    if (!policy.matches.tell.empty()) out += line_of({"#matches", name, joined(policy.matches.tell)});
    for (const Gives& one : policy.gives) {
        out += line_of({"#gives", name, one.action, one.relation, one.field});
    }
    write_meaning(name, policy.meaning, out);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    for (;;) {
        const std::size_t at = text.find(separator);
        out.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at + 1);
    }
}

/// Reads the columns of one line; the first that is not as written by us makes the line malformed.
class LineReader {
public:
    explicit LineReader(std::span<const std::string_view> columns) : columns_(columns) {}
    bool is_whole() const { return good_ && columns_.empty(); }

    /// A relation's word, with how far it reaches.
    std::string relation() { return relation_in(take()); }
    std::vector<std::string> relations() {
        std::vector<std::string> out;
        for (const std::string_view one : split(take(), ',')) out.push_back(relation_in(one));
        return out;
    }
    std::string word(bool may_be_empty = false) {
        const std::string_view text = take();
        if (text == "-") {
            good_ = good_ && may_be_empty;
            return {};
        }
        const bool is_word = !text.empty() && text.size() <= 100 &&
                             text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
        good_ = good_ && is_word;
        return std::string(text);
    }
    /// A field, or a field of its rows: `body`, `branches.branch`.
    std::string field() {
        const std::string_view text = take();
        const auto parts = split(text, '.');
        good_ = good_ && parts.size() <= 2;
        for (const std::string_view one : parts) {
            LineReader reader(std::span(&one, 1));
            good_ = good_ && !reader.word().empty() && reader.is_whole();
        }
        return std::string(text);
    }
    std::vector<std::string> words(bool may_be_empty = false) {
        std::vector<std::string> out;
        const std::string_view text = take();
        if (text == "-") {
            good_ = good_ && may_be_empty;
            return out;
        }
        for (const std::string_view one : split(text, ',')) {
            LineReader reader(std::span(&one, 1));
            out.push_back(reader.word());
            good_ = good_ && reader.is_whole();
        }
        return out;
    }
    /// One line as a person wrote it.
    std::string sentence() {
        const std::string_view text = take();
        const auto is_control = [](char one) { return static_cast<unsigned char>(one) < ' '; };
        good_ = good_ && !text.empty() && std::ranges::none_of(text, is_control);
        return text == "-" ? std::string() : std::string(text);
    }
    int number() { return number_in(take()); }
    Classes classes() {
        const auto found = classes_named(take());
        good_ = good_ && found;
        return found.value_or(0);
    }
    Condition condition() {
        const std::string_view text = take();
        Condition out;
        std::string_view rest = text;
        if (rest.starts_with("consent")) {
            out.consent = true;
            rest.remove_prefix(7);
            if (rest.starts_with(", ")) rest.remove_prefix(2);
        }
        if (rest.starts_with("until ")) {
            const auto parts = split(rest, ' ');
            if (parts.size() == 5) {
                out.until_days = number_in(parts[1]);
                LineReader state(std::span(&parts[4], 1));
                out.until_state = state.word();
                good_ = good_ && state.is_whole();
            }
        }
        good_ = good_ && out.text() == text;
        return out;
    }

private:
    std::string_view take() {
        if (columns_.empty()) {
            good_ = false;
            return {};
        }
        const std::string_view text = columns_.front();
        columns_ = columns_.subspan(1);
        return text;
    }
    std::string relation_in(std::string_view text) {
        const std::string_view base = row_word(text);
        const std::string_view reach = text.substr(base.size());
        LineReader reader(std::span(&base, 1));
        reader.word();
        const bool is_known =
            reach.empty() || ((reach == kToDesks || reach == kToBelow) && !is_derived(base));
        good_ = good_ && is_known && reader.is_whole();
        return std::string(text);
    }
    int number_in(std::string_view text) {
        int value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        good_ = good_ && error == std::errc() && value >= 0 && std::to_string(value) == text;
        return value;
    }
    std::span<const std::string_view> columns_;
    bool good_{true};
};

bool read_meaning_line(std::string_view kind, LineReader& line, Meaning& meaning) {
    if (kind == "#class") {
        const std::string field = line.word();
        const Classes one = line.classes();
        return std::has_single_bit(one) && meaning.fields.emplace(field, one).second;
    }
    if (kind == "#guard") {
        Guard guard;
        guard.action = line.word();
        guard.kind = line.word();
        guard.what = line.sentence();
        meaning.guards.push_back(std::move(guard));
    } else if (kind == "#kept") {
        meaning.kept_months = line.number();
    } else if (kind == "#clear") {
        meaning.clear.push_back(line.word());
    } else {
        return false;
    }
    return true;
}

bool read_policy_line(
    std::span<const std::string_view> columns, std::map<std::string, RegisterPolicy, std::less<>>& policies
) {
    const std::string_view kind = columns.front();
    LineReader line(columns.subspan(1));
    RegisterPolicy& policy = policies[line.word()];
    if (kind == "#deny") {
        Deny deny;
        deny.relation = line.word();
        deny.unless = line.words(true);
        policy.denies.push_back(std::move(deny));
    } else if (kind == "#list") {
        policy.list.show = line.words();
    } else if (kind == "#list_identity") {
        policy.list.identity_roles = line.words();
        policy.list.identity_when = line.relations();
    } else if (kind == "#export") {
        ExportRule& rule = policy.export_rule;
        rule.roles = line.words();
        rule.classes = line.classes();
        rule.rows_max = line.number();
        rule.approvals = line.number();
        rule.identity_rows_max = line.number();
        rule.identity_approvals = line.number();
    } else if (kind == "#break_glass") {
        BreakGlass& glass = policy.break_glass;
        glass.roles = line.words();
        glass.classes = line.classes();
        glass.minutes = line.number();
        glass.tell = line.words(true);
        glass.review_working_days = line.number();
    } else if (kind == "#matches") {
        policy.matches.tell = line.words();
    } else if (kind == "#gives") {
        Gives one;
        one.action = line.word();
        one.relation = line.word();
        one.field = line.field();
        policy.gives.push_back(std::move(one));
    } else if (!read_meaning_line(kind, line, policy.meaning)) {
        return false;
    }
    return line.is_whole();
}

bool read_cell(std::span<const std::string_view> columns, std::vector<Cell>& cells) {
    LineReader line(columns);
    Cell cell;
    cell.register_name = line.word();
    cell.role = line.word();
    cell.action = line.word();
    cell.state = line.word(true);
    cell.relation = line.relation();
    cell.condition = line.condition();
    cell.read = line.classes();
    cell.write = line.classes();
    cell.with_purpose = line.classes();
    cells.push_back(std::move(cell));
    return line.is_whole();
}

/// Whether every register's dense part stays small.
bool is_of_size(const std::vector<Cell>& cells) {
    std::map<std::string_view, std::array<std::set<std::string_view>, 4>> words;
    for (const Cell& cell : cells) {
        auto& one = words[cell.register_name];
        one[0].insert(cell.role);
        one[1].insert(cell.action);
        one[2].insert(cell.state);
        one[3].insert(cell.relation);
    }
    std::uint64_t sum = 0;
    for (const auto& [name, one] : words) {
        std::uint64_t product = 1;
        for (const auto& column : one) {
            product *= column.size();
            if (product > kDenseMax) return false;
        }
        sum += product;
    }
    return sum <= kDenseMax;
}

}  // namespace

std::string Rules::to_tsv() const {
    std::string out(kHeader);
    for (const Cell& cell : cells_) {
        out += line_of(
            {cell.register_name,
             cell.role,
             cell.action,
             or_dash(cell.state),
             cell.relation,
             cell.condition.text(),
             classes_text(cell.read),
             classes_text(cell.write),
             classes_text(cell.with_purpose)}
        );
    }
    for (const auto& [name, policy] : policies_) write_policy(name, policy, out);
    return out;
}

Result<Rules> Rules::from_tsv(std::string_view text) {
    const auto malformed = [](std::size_t line) {
        return refuse(ErrorKind::Malformed, "access.table_malformed", "access.tsv:" + std::to_string(line));
    };
    if (!text.starts_with(kHeader)) return malformed(1);
    text.remove_prefix(kHeader.size());
    Rules rules;
    std::vector<Cell> cells;
    for (std::size_t number = 2; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return malformed(number);
        const auto columns = split(text.substr(0, end), '\t');
        text.remove_prefix(end + 1);
        const bool good = columns.front().starts_with('#') ? read_policy_line(columns, rules.policies_)
                                                           : read_cell(columns, cells);
        if (!good) return malformed(number);
    }
    if (!is_of_size(cells)) return malformed(1);
    rules.set_cells(std::move(cells));
    return rules;
}

}  // namespace neove::access
