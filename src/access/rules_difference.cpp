#include "access/rules_difference.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>

namespace neove::access {

bool is_of_ground(std::string_view kind) {
    static constexpr std::array<std::string_view, 4> kBegin{"field_", "limit_", "allots_", "board_"};
    return kind == "domain" ||
           std::ranges::any_of(kBegin, [&](std::string_view begin) { return kind.starts_with(begin); });
}

namespace {

bool is_subset(Classes small, Classes large) {
    return (small & ~large) == 0;
}

bool are_among(const std::vector<std::string>& small, const std::vector<std::string>& large) {
    return std::ranges::all_of(small, [&](const std::string& word) {
        return std::ranges::find(large, word) != large.end();
    });
}

/// What the old table gives for sure wherever this cell of the new one holds.
bool is_covered(const Rules& before, const Cell& cell) {
    const auto key = [](const Cell& one) {
        return std::tie(one.register_name, one.role, one.action, one.state, one.relation);
    };
    Classes read = 0;
    Classes write = 0;
    Classes with_purpose = 0;
    bool found = false;
    for (const Cell& old : std::ranges::equal_range(before.cells(), key(cell), {}, key)) {
        if (!old.condition.covers(cell.condition)) continue;
        found = true;
        read |= old.read;
        write |= old.write;
        with_purpose |= old.with_purpose;
    }
    return found && is_subset(cell.read, read) && is_subset(cell.write, write) &&
           is_subset(cell.with_purpose, read | with_purpose);
}

bool list_is_wider(const ListRule& before, const ListRule& after) {
    return !are_among(after.show, before.show) ||
           (!after.identity_when.empty() && !are_among(after.identity_roles, before.identity_roles)) ||
           (!after.identity_roles.empty() && !are_among(after.identity_when, before.identity_when));
}

bool export_is_wider(const ExportRule& before, const ExportRule& after) {
    if (after.roles.empty()) return false;
    return !are_among(after.roles, before.roles) || !is_subset(after.classes, before.classes) ||
           after.rows_max > before.rows_max || after.approvals < before.approvals ||
           after.identity_rows_max > before.identity_rows_max ||
           (after.identity_rows_max > 0 && after.identity_approvals < before.identity_approvals);
}

bool break_glass_is_wider(const BreakGlass& before, const BreakGlass& after) {
    if (after.roles.empty()) return false;
    return !are_among(after.roles, before.roles) || !is_subset(after.classes, before.classes) ||
           after.minutes > before.minutes || !are_among(before.tell, after.tell) ||
           after.review_working_days > before.review_working_days;
}

bool matches_are_wider(const MatchRule& before, const MatchRule& after) {
    return !are_among(after.tell, before.tell);
}

bool gives_are_wider(const std::vector<Gives>& before, const std::vector<Gives>& after) {
    return !std::ranges::all_of(after, [&](const Gives& one) {
        return std::ranges::find(before, one) != before.end();
    });
}

/// A field that more may read now. What is new has no class of before, and what is gone is read by nobody.
bool a_class_is_lower(const Meaning& before, const Meaning& after) {
    return std::ranges::any_of(after.fields, [&](const auto& one) {
        const auto old = before.fields.find(one.first);
        return old != before.fields.end() && one.second < old->second;
    });
}

/// How a line of what words ask is compared with the one of before.
enum class Asks : std::uint8_t {
    More,      ///< it asks: gone or another is wider
    MoreIds,   ///< likewise, id by id: one more asks more
    FewerIds,  ///< it allows, id by id: one more is wider
    Other,     ///< it leads elsewhere or does something else: whatever differs is wider
};

Asks asks_of(std::string_view kind) {
    static const std::map<std::string_view, Asks> known{
        {"not_by_who_did", Asks::More},
        {"step_up", Asks::More},
        {"reason", Asks::More},
        {"ground", Asks::More},
        {"when", Asks::More},
        {"gives", Asks::More},
        {"once_per", Asks::More},
        {"required", Asks::More},
        {"link_required", Asks::More},
        {"link_who_may", Asks::More},
        {"link_max", Asks::More},
        {"field_required", Asks::More},
        {"field_not_before", Asks::More},
        {"field_not_after", Asks::More},
        {"field_kinds", Asks::More},
        {"requires", Asks::MoreIds},
        {"only_later", Asks::MoreIds},
        {"not_past", Asks::MoreIds},
        {"once_with", Asks::MoreIds},
        {"link_alone_in", Asks::MoreIds},
        {"from", Asks::FewerIds},
        {"fields", Asks::FewerIds}};
    const auto found = known.find(kind);
    return found == known.end() ? Asks::Other : found->second;
}

std::vector<std::string> ids_in(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string one; std::getline(in, one, ',');) out.push_back(one);
    return out;
}

/// What is said of one thing in one kind, of each of two tables.
struct Said {
    std::vector<std::string> before;
    std::vector<std::string> after;
    bool was_known{false};  ///< the thing was there before, and the table of then said where it leads
};

/// A field that the old table did not know may be answered where the grants say so.
bool is_looser(std::string_view kind, const Said& said, const Meaning& whole_before) {
    const auto ids = [](const std::vector<std::string>& words) {
        return words.empty() ? std::vector<std::string>{} : ids_in(words.front());
    };
    switch (asks_of(kind)) {
        case Asks::More: return !are_among(said.before, said.after);
        case Asks::MoreIds: return !are_among(ids(said.before), ids(said.after));
        case Asks::FewerIds: {
            std::vector<std::string> now = ids(said.after);
            if (kind == "fields") {
                std::erase_if(now, [&](const std::string& id) { return !whole_before.fields.contains(id); });
            }
            return said.was_known && !are_among(now, ids(said.before));
        }
        case Asks::Other: return said.was_known && said.before != said.after;
    }
    return true;
}

/// Whether the thing was there before, in a table that told what was said of it.
bool was_known_before(const Meaning& whole, const std::string& of, std::string_view kind) {
    if (!is_of_ground(kind)) {
        return std::ranges::any_of(whole.guards, [&](const Guard& old) {
            return old.action == of &&
                   (old.kind == "to" || old.kind == "link_to" || old.kind == "succession");
        });
    }
    if (std::ranges::find(whole.guards, "domain", &Guard::kind) == whole.guards.end()) return false;
    if (kind.starts_with("field_")) return whole.fields.contains(of);
    const std::string_view begin = kind.substr(0, kind.find('_') + 1);
    return std::ranges::any_of(whole.guards, [&](const Guard& old) {
        return old.action == of && (kind == "domain" ? old.kind == kind : old.kind.starts_with(begin));
    });
}

/// Of what somebody may still do: an action that nobody may take asks nothing of anybody. Links and questions
/// ask whoever opens or changes a record.
bool is_of_use(const Rules& after, const std::string& name, const Guard& guard) {
    if (guard.kind.starts_with("link_") || guard.kind == "required" || is_of_ground(guard.kind)) {
        return true;
    }
    return std::ranges::any_of(after.cells(), [&](const Cell& cell) {
        return cell.register_name == name && cell.action == guard.action;
    });
}

bool asks_less(
    const Rules& before,
    const Rules& after,
    const std::string& name,
    const Meaning& old_meaning,
    const Meaning& new_meaning
) {
    std::map<std::pair<std::string, std::string>, Said> said;
    for (const Guard& one : old_meaning.guards) said[{one.action, one.kind}].before.push_back(one.what);
    for (const Guard& one : new_meaning.guards) said[{one.action, one.kind}].after.push_back(one.what);
    const Meaning& whole = before.policy(name).meaning;
    return std::ranges::any_of(said, [&](auto& one) {
        const auto& [of, kind] = one.first;
        one.second.was_known = was_known_before(whole, of, kind);
        return is_of_use(after, name, {of, kind, {}}) && is_looser(kind, one.second, whole);
    });
}

/// Records may be erased sooner, or a word of them lies outside the seal.
bool keeps_less(const Meaning& before, const Meaning& after) {
    const bool is_sooner =
        after.kept_months != 0 && (before.kept_months == 0 || after.kept_months < before.kept_months);
    return is_sooner || !are_among(after.clear, before.clear);
}

bool meaning_is_wider(
    const Rules& before,
    const Rules& after,
    const std::string& name,
    const Meaning& old_meaning,
    const Meaning& new_meaning
) {
    return a_class_is_lower(old_meaning, new_meaning) ||
           asks_less(before, after, name, old_meaning, new_meaning) || keeps_less(old_meaning, new_meaning);
}

bool deny_is_kept(const Deny& deny, const RegisterPolicy& after) {
    return std::ranges::any_of(after.denies, [&](const Deny& one) {
        return one.relation == deny.relation && are_among(one.unless, deny.unless);
    });
}

bool opens_something(const Rules& rules, std::string_view name) {
    const auto at = std::ranges::lower_bound(rules.cells(), name, {}, &Cell::register_name);
    return (at != rules.cells().end() && at->register_name == name) ||
           !rules.policy(name).break_glass.roles.empty();
}

/// A line of a table by what it is about: whoever has the same subject was changed, not added.
std::string subject_of(const std::string& line) {
    std::vector<std::string> columns;
    std::istringstream in(line);
    for (std::string column; std::getline(in, column, '\t');) columns.push_back(column);
    static const std::map<std::string, std::size_t> of_rules{
        {"#deny", 3}, {"#gives", 5}, {"#class", 3}, {"#guard", 5}, {"#clear", 3}};
    const auto of_rule = of_rules.find(columns.front());
    // One action may ask for several other persons; anything else it says once.
    if (columns.front() == "#guard" && columns.size() > 3 && columns[3] != "not_by_who_did")
        columns.resize(4);
    const std::size_t kept = !line.starts_with('#') ? 6 : of_rule == of_rules.end() ? 2 : of_rule->second;
    std::string out;
    for (std::size_t i = 0; i < std::min(kept, columns.size()); ++i) out += columns[i] + '\t';
    return out;
}

bool is_of_meaning(std::string_view kind) {
    return kind == "#class" || kind == "#guard" || kind == "#kept" || kind == "#clear";
}

std::map<std::string, std::string> lines_of(const Rules& rules) {
    std::map<std::string, std::string> out;
    std::istringstream in(rules.to_tsv());
    std::string line;
    std::getline(in, line);  // the header
    while (std::getline(in, line)) {
        // A relation denied twice, once with and once without exceptions, is one subject.
        std::string& text = out[subject_of(line)];
        text += (text.empty() ? "" : "\n") + line;
    }
    return out;
}

/// One line as a table of its own.
Rules table_of(const std::string& lines) {
    static const std::string header = Rules().to_tsv();
    if (lines.empty()) return {};
    auto rules = Rules::from_tsv(header + lines + '\n');
    return rules ? std::move(*rules) : Rules();
}

bool policy_is_wider(
    const Rules& before,
    const Rules& after,
    const std::string& old_line,
    const std::string& new_line,
    const std::string& name
) {
    const RegisterPolicy old_policy = table_of(old_line).policy(name);
    const RegisterPolicy new_policy = table_of(new_line).policy(name);
    return meaning_is_wider(before, after, name, old_policy.meaning, new_policy.meaning) ||
           list_is_wider(old_policy.list, new_policy.list) ||
           export_is_wider(old_policy.export_rule, new_policy.export_rule) ||
           break_glass_is_wider(old_policy.break_glass, new_policy.break_glass) ||
           matches_are_wider(old_policy.matches, new_policy.matches) ||
           gives_are_wider(old_policy.gives, new_policy.gives) ||
           !std::ranges::all_of(old_policy.denies, [&](const Deny& deny) {
               return deny_is_kept(deny, new_policy);
           });
}

bool change_is_wider(
    const Rules& before, const Rules& after, const std::string& old_line, const std::string& new_line
) {
    const std::string& line = new_line.empty() ? old_line : new_line;
    if (line.starts_with('#')) {
        const std::size_t at = line.find('\t') + 1;
        const std::string name = line.substr(at, line.find('\t', at) - at);
        return opens_something(after, name) && policy_is_wider(before, after, old_line, new_line, name);
    }
    if (new_line.empty()) return false;
    const Rules one = table_of(new_line);
    return !is_covered(before, one.cells().front());
}

}  // namespace

namespace {

std::optional<CellClasses> classes_of(const Rules& table) {
    if (table.cells().empty()) return std::nullopt;
    const Cell& cell = table.cells().front();
    return CellClasses{cell.read, cell.write, cell.with_purpose};
}

ReadableChange readable_cell(const Change& change) {
    const Rules before = table_of(change.before);
    const Rules after = table_of(change.after);
    const Cell& cell = (after.cells().empty() ? before : after).cells().front();
    ReadableChange out;
    out.kind = change.kind;
    out.wider = change.wider;
    out.register_name = cell.register_name;
    out.part = "cell";
    out.role = cell.role;
    out.action = cell.action;
    out.relation = cell.relation;
    out.condition = cell.condition;
    out.states = {cell.state};
    out.cell_before = classes_of(before);
    out.cell_after = classes_of(after);
    return out;
}

ReadableChange readable_policy(const Change& change) {
    const std::string& line = change.after.empty() ? change.before : change.after;
    const std::size_t at = line.find('\t');
    ReadableChange out;
    out.kind = change.kind;
    out.wider = change.wider;
    out.part = line.substr(1, at - 1);
    out.register_name = line.substr(at + 1, line.find('\t', at + 1) - at - 1);
    if (!change.before.empty()) out.before = table_of(change.before).policy(out.register_name);
    if (!change.after.empty()) out.after = table_of(change.after).policy(out.register_name);
    return out;
}

/// Whether they say the same of two states.
bool are_alike(const ReadableChange& a, const ReadableChange& b) {
    return a.part == "cell" && b.part == "cell" && a.kind == b.kind && a.wider == b.wider &&
           a.register_name == b.register_name && a.role == b.role && a.action == b.action &&
           a.relation == b.relation && a.condition == b.condition && a.cell_before == b.cell_before &&
           a.cell_after == b.cell_after;
}

}  // namespace

std::vector<ReadableChange> readable(const std::vector<Change>& changes) {
    std::vector<ReadableChange> out;
    for (const Change& change : changes) {
        const bool is_cell = !change.before.starts_with('#') && !change.after.starts_with('#');
        ReadableChange one = is_cell ? readable_cell(change) : readable_policy(change);
        const auto alike =
            std::ranges::find_if(out, [&](const ReadableChange& other) { return are_alike(other, one); });
        if (alike == out.end()) {
            out.push_back(std::move(one));
        } else {
            alike->states.push_back(std::move(one.states.front()));
        }
    }
    return out;
}

std::vector<Change> difference(const Rules& before, const Rules& after) {
    const auto old_lines = lines_of(before);
    const auto new_lines = lines_of(after);
    std::map<std::string, std::pair<std::string, std::string>> both;
    for (const auto& [subject, line] : old_lines) both[subject].first = line;
    for (const auto& [subject, line] : new_lines) both[subject].second = line;
    std::vector<Change> changes;
    for (const auto& [subject, lines] : both) {
        const auto& [old_line, new_line] = lines;
        if (old_line == new_line) continue;
        const auto kind = old_line.empty()   ? Change::Kind::Added
                          : new_line.empty() ? Change::Kind::Removed
                                             : Change::Kind::Changed;
        changes.push_back({kind, old_line, new_line, change_is_wider(before, after, old_line, new_line)});
    }
    return changes;
}

bool is_wider(const Rules& before, const Rules& after) {
    return std::ranges::any_of(difference(before, after), &Change::wider);
}

std::set<std::string, std::less<>> registers_that_mean_more(const Rules& before, const Rules& after) {
    std::set<std::string, std::less<>> out;
    for (const Change& one : difference(before, after)) {
        const std::string& line = one.after.empty() ? one.before : one.after;
        const std::size_t at = line.find('\t');
        if (!one.wider || !is_of_meaning(line.substr(0, at))) continue;
        out.insert(line.substr(at + 1, line.find('\t', at + 1) - at - 1));
    }
    return out;
}

bool means_more(const Rules& before, const Rules& after) {
    return !registers_that_mean_more(before, after).empty();
}

Rules with_classes_of_before(const Rules& before, const Rules& after) {
    std::string lines;
    for (const auto& [name, policy] : after.policies()) {
        for (const auto& [field, field_class] : before.policy(name).meaning.fields) {
            if (policy.meaning.fields.contains(field)) continue;
            lines += "#class\t" + name + '\t' + field + '\t' + classes_text(field_class) + '\n';
        }
    }
    if (lines.empty()) return after;
    auto out = Rules::from_tsv(after.to_tsv() + lines);
    return out ? *std::move(out) : after;
}

}  // namespace neove::access
