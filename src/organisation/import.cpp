#include "organisation/import.h"

#include "base/csv.h"
#include "base/text.h"
#include "organisation/check.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

namespace neove::organisation {
namespace {

constexpr std::size_t kNoColumn = SIZE_MAX;
constexpr std::size_t kShownOfCell = 60;  ///< code points of an offending text
/// Instead of an id: it is a new body, whoever else is called so.
constexpr std::string_view kNew = "+";

std::string trimmed(std::string_view cell) {
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t begin = cell.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text::to_nfc(text::repair_utf8(cell.substr(begin, cell.find_last_not_of(kBlank) - begin + 1)));
}

std::string shortened(std::string_view text) {
    const std::string sound = text::repair_utf8(text.substr(0, kLongestCell));
    return sound.substr(0, text::CodePointIndex(sound).to_byte(kShownOfCell));
}

/// Field of check.h's pointers → column of the table.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kColumnOfField{{
    {"/name", "name"},
    {"/short_name", "short_name"},
    {"/kind", "kind"},
    {"/code", "code"},
    {"/parent", "parent"},
    {"/valid_until", "valid_until"},
    {"/aliases", "aliases"},
    {"/unit/list", "unit_list"},
    {"/unit/code", "unit_code"},
}};

/// One row on its way to a value.
struct Draft {
    std::size_t row{0};
    Organisation value;
    std::string id_text;
    std::string parent_text;
    const Organisation* existing{nullptr};
    bool is_by_code{false};  ///< nothing but its code says which one it is
};

class Importer {
public:
    Importer(
        const Rows& rows,
        const Directory& directory,
        const Vocabulary& vocabulary,
        const NewId& new_id,
        const KnowsUnit& knows_unit
    )
        : rows_(rows),
          directory_(directory),
          vocabulary_(vocabulary),
          new_id_(new_id),
          knows_unit_(knows_unit) {}

    ImportPlan plan() {
        if (!read_header()) return std::move(plan_);
        for (std::size_t i = 1; i < rows_.size(); ++i) read_row(i);
        if (drafts_.empty() && plan_.faults.empty()) fault(1, "", "import.empty", "");
        match();
        find_parents();
        check_rows();
        std::ranges::stable_sort(plan_.faults, {}, &ImportFault::row);
        return std::move(plan_);
    }

private:
    void fault(std::size_t row, std::string_view column, std::string_view code, std::string_view detail) {
        const auto header = headers_.find(column);
        plan_.faults.push_back({
            row,
            header == headers_.end() ? std::string(column) : header->second,
            std::string(code),
            shortened(detail),
        });
    }

    std::string folded(std::string_view text) const { return text::fold(vocabulary_.naming.key(text)); }

    bool read_header() {
        if (rows_.empty()) {
            fault(1, "", "import.empty", "");
            return false;
        }
        if (rows_.size() > kMostImportRows + 1) {
            fault(1, "", "import.too_many_rows", "");
            return false;
        }
        for (std::size_t i = 0; i < rows_[0].size(); ++i) read_header_cell(i, trimmed(rows_[0][i]));
        if (!columns_.contains("name")) fault(1, "", "import.no_name_column", "");
        if (!columns_.contains("kind")) fault(1, "", "import.no_kind_column", "");
        return plan_.faults.empty();
    }

    void read_header_cell(std::size_t at, const std::string& header) {
        if (header.empty()) return;
        const std::string wanted = folded(header);
        for (const auto& column : vocabulary_.kinds.import_words.columns) {
            if (std::ranges::find(column.headers, wanted) == column.headers.end()) continue;
            if (!columns_.emplace(column.name, at).second) fault(1, header, "import.column_twice", header);
            headers_.emplace(column.name, header);
            return;
        }
        fault(1, header, "import.unknown_column", header);
    }

    std::string cell(std::size_t row, std::string_view column) const {
        const auto found = columns_.find(column);
        const std::size_t at = found == columns_.end() ? kNoColumn : found->second;
        if (at >= rows_[row].size()) return {};
        return csv::unguarded(trimmed(rows_[row][at].substr(0, kLongestCell)));
    }

    void read_row(std::size_t index) {
        const bool is_blank =
            std::ranges::all_of(rows_[index], [](const auto& text) { return trimmed(text).empty(); });
        if (is_blank) return;
        ++plan_.rows;
        Draft draft;
        draft.row = index + 1;
        Organisation& value = draft.value;
        value.name = cell(index, "name");
        value.short_name = cell(index, "short_name");
        value.code = cell(index, "code");
        const std::string kind = cell(index, "kind");
        const Kind* known = vocabulary_.kinds.find_typed(kind);
        value.kind = known == nullptr ? kind : known->name;
        value.valid_from = date(index, "valid_from");
        value.valid_until = date(index, "valid_until");
        value.offline = yes(index);
        read_unit(index, value);
        read_aliases(cell(index, "aliases"), value);
        draft.id_text = cell(index, "id");
        draft.parent_text = cell(index, "parent");
        drafts_.push_back(std::move(draft));
    }

    Date date(std::size_t index, std::string_view column) {
        const std::string text = cell(index, column);
        if (text.empty()) return {};
        const auto parsed = Date::parse_typed(text);
        if (!parsed) fault(index + 1, column, "import.date", text);
        return parsed.value_or(Date{});
    }

    bool yes(std::size_t index) {
        const std::string text = cell(index, "offline");
        const auto& words = vocabulary_.kinds.import_words;
        const std::string typed = folded(text);
        if (std::ranges::find(words.yes, typed) != words.yes.end()) return true;
        const bool is_no = text.empty() || std::ranges::find(words.no, typed) != words.no.end();
        if (!is_no) fault(index + 1, "offline", "import.yes_or_no", text);
        return false;
    }

    /// The list's version as people type a date; what is no date stays as typed, for the check to name.
    void read_unit(std::size_t index, Organisation& value) const {
        value.unit = {cell(index, "unit_list"), cell(index, "unit_code")};
        if (const auto list = Date::parse_typed(value.unit.list)) value.unit.list = list->iso();
    }

    /// Other names stand in one cell, with semicolons between: names carry commas.
    static void read_aliases(std::string_view text, Organisation& value) {
        while (!text.empty()) {
            const std::size_t end = text.find_first_of(";\n");
            const std::string name = trimmed(text.substr(0, end));
            if (!name.empty()) value.aliases.push_back({name, {}, {}});
            if (end == std::string_view::npos) break;
            text.remove_prefix(end + 1);
        }
    }

    /// By code, then by name; a name that several bear is told apart by the parent's.
    void match() {
        std::map<std::string, std::size_t> seen;
        for (Draft& draft : drafts_) {
            const std::string key = vocabulary_.naming.key(draft.value.name);
            const std::string whole = draft.id_text + "|" + draft.value.code + "|" + key + "|" +
                                      vocabulary_.naming.key(draft.parent_text);
            if (!seen.emplace(whole, draft.row).second)
                fault(draft.row, "name", "import.row_twice", draft.value.name);
            if (!draft.id_text.empty()) draft.existing = by_id(draft.id_text);
            if (!draft.id_text.empty() && draft.id_text != kNew && draft.existing == nullptr) {
                fault(draft.row, "id", "import.id_unknown", draft.id_text);
            }
            if (!draft.value.code.empty()) {
                if (!codes_.insert(draft.value.code).second) {
                    fault(draft.row, "code", "organisation.code_twice", draft.value.code);
                }
                if (draft.id_text.empty()) draft.existing = directory_.find_code(draft.value.code);
                draft.is_by_code = draft.existing != nullptr && draft.id_text.empty();
            }
            if (draft.existing == nullptr && draft.id_text.empty()) draft.existing = bearer(draft, key);
            draft.value.id = draft.existing == nullptr ? new_id_() : draft.existing->id;
            by_name_[key].push_back(&draft);
            if (!draft.value.code.empty()) by_code_.emplace(draft.value.code, &draft);
            if (!targets_.insert(draft.value.id).second)
                fault(draft.row, "name", "import.row_twice", draft.value.name);
        }
    }

    const Organisation* by_id(const std::string& text) const {
        const auto id = OrganisationId::parse(text);
        return id ? directory_.find(*id) : nullptr;
    }

    const Organisation* bearer(const Draft& draft, const std::string& key) {
        std::vector<const Organisation*> found;
        for (const auto& entry : directory_.entries(key)) {
            const Organisation& one = directory_.at(entry.organisation);
            if (entry.why != Why::Name || entry.closeness != Directory::Closeness::Full) continue;
            // With another code it is another body that happens to be called the same.
            if (!draft.value.code.empty() && !one.code.empty()) continue;
            if (one.valid_until.is_open() || one.valid_until == draft.value.valid_until)
                found.push_back(&one);
        }
        if (!draft.parent_text.empty()) {
            const Organisation* alone = found.size() == 1 ? found.front() : nullptr;
            std::erase_if(found, [&](const Organisation* one) {
                return !is_called(one->parent, draft.parent_text);
            });
            // Moved there, or another one that is called the same? Desks of many bodies are.
            if (found.empty() && alone != nullptr && !is_shared(*alone, draft))
                fault(draft.row, "name", "import.moved_or_new", draft.value.name);
        }
        if (found.size() < 2) return found.empty() ? nullptr : found.front();
        fault(draft.row, "name", "import.ambiguous", draft.value.name);
        return nullptr;
    }

    bool is_shared(const Organisation& one, const Draft& draft) const {
        const auto is_desk = [&](const std::string& name) {
            const Kind* kind = vocabulary_.kinds.find(name);
            return kind != nullptr && kind->is_desk;
        };
        return is_desk(one.kind) && (draft.value.kind.empty() || is_desk(draft.value.kind));
    }

    bool is_called(const OrganisationId& id, const std::string& text) const {
        const Organisation* one = directory_.find(id);
        if (one == nullptr) return false;
        if (one->code == text) return true;
        const std::string key = directory_.reduced(vocabulary_.naming.key(text));
        return key == directory_.reduced(vocabulary_.naming.key(one->name)) ||
               key == directory_.reduced(vocabulary_.naming.key(one->short_name));
    }

    void find_parents() {
        for (Draft& draft : drafts_) {
            if (draft.parent_text.empty()) continue;
            const auto found = parents_called(draft.parent_text);
            if (found.size() == 1) {
                draft.value.parent = *found.begin();
                continue;
            }
            const auto code = found.empty() ? "import.parent_unknown" : "import.parent_ambiguous";
            fault(draft.row, "parent", code, draft.parent_text);
        }
    }

    std::set<OrganisationId> parents_called(const std::string& text) const {
        if (const Organisation* one = by_id(text)) return {one->id};
        if (const auto row = by_code_.find(text); row != by_code_.end()) return {row->second->value.id};
        if (const Organisation* one = directory_.find_code(text)) return {one->id};
        const std::string key = vocabulary_.naming.key(text);
        std::set<OrganisationId> found;
        if (const auto rows = by_name_.find(key); rows != by_name_.end()) {
            for (const Draft* draft : rows->second) found.insert(draft->value.id);
        }
        for (const std::string& asked : {key, directory_.reduced(key)}) {
            if (!found.empty()) break;
            for (const auto& entry : directory_.entries(asked)) {
                const Organisation& one = directory_.at(entry.organisation);
                const bool counts =
                    entry.closeness != Directory::Closeness::InUnit && one.valid_until.is_open();
                if (counts) found.insert(one.id);
            }
        }
        return found;
    }

    /// The new value of an existing organisation: what the table does not say stays as it is.
    Organisation merged(const Draft& draft) const {
        Organisation value = *draft.existing;
        const Organisation& typed = draft.value;
        const bool is_renamed =
            !typed.name.empty() && vocabulary_.naming.key(typed.name) != vocabulary_.naming.key(value.name);
        // Plans go on citing the old name for years.
        if (is_renamed) add_alias(value, {value.name, {}, {}});
        if (!typed.name.empty()) value.name = typed.name;
        if (!typed.kind.empty()) value.kind = typed.kind;
        if (!typed.short_name.empty()) value.short_name = typed.short_name;
        if (!typed.code.empty()) value.code = typed.code;
        if (!typed.parent.is_empty()) value.parent = typed.parent;
        if (!typed.valid_from.is_open()) value.valid_from = typed.valid_from;
        if (!typed.valid_until.is_open()) value.valid_until = typed.valid_until;
        if (!cell(draft.row - 1, "offline").empty()) value.offline = typed.offline;
        // Both together or not at all: a code of one list beside the version of another is another place.
        if (!typed.unit.is_empty()) value.unit = typed.unit;
        for (const Alias& alias : typed.aliases) add_alias(value, alias);
        return value;
    }

    static void add_alias(Organisation& value, const Alias& alias) {
        const bool known = std::ranges::find(value.aliases, alias.name, &Alias::name) != value.aliases.end();
        if (!known) value.aliases.push_back(alias);
    }

    /// The whole tree as it would be, so that circles and twins across rows are found.
    void check_rows() {
        std::map<OrganisationId, Organisation> tree;
        for (const Organisation& one : directory_.all()) tree.emplace(one.id, one);
        for (const Draft& draft : drafts_) {
            tree[draft.value.id] = draft.existing == nullptr ? draft.value : merged(draft);
        }
        std::vector<Organisation> all;
        for (const auto& [id, one] : tree) all.push_back(one);
        const Directory after(std::move(all), vocabulary_.naming);
        for (const Draft& draft : drafts_) {
            const Organisation& value = tree.at(draft.value.id);
            // The tree cuts circles to stay askable, so they are looked for in what was asked for.
            if (is_in_circle(tree, draft.value.id))
                fault(draft.row, "parent", "organisation.circle", draft.parent_text);
            check_unit(draft, value);
            if (is_of_another(draft)) fault(draft.row, "code", "import.code_of_another", draft.value.code);
            const bool parent_failed = !draft.parent_text.empty() && draft.value.parent.is_empty();
            for (const Error& error : check_change(after, vocabulary_, value)) {
                if (error.code == "organisation.circle" || (parent_failed && error.where == "/parent"))
                    continue;
                fault(draft.row, column_of(error.where), error.code, text_of(value, error.where));
            }
        }
        decide(tree);
    }

    /// A code that somebody wrote beside another body does not make that body the one of the row: a new name
    /// together with a new kind or a new place is another body, until its id says that it is meant.
    bool is_of_another(const Draft& draft) const {
        if (!draft.is_by_code || draft.value.name.empty()) return false;
        const Organisation& one = *draft.existing;
        const std::string key = vocabulary_.naming.key(draft.value.name);
        const auto is_same = [&](const std::string& name) { return vocabulary_.naming.key(name) == key; };
        if (is_same(one.name)) return false;
        const bool is_of_other_kind = !draft.value.kind.empty() && draft.value.kind != one.kind;
        return is_of_other_kind || (!draft.value.parent.is_empty() && draft.value.parent != one.parent);
    }

    void check_unit(const Draft& draft, const Organisation& value) {
        const bool is_whole = Date::parse_iso(value.unit.list) && !value.unit.code.empty();
        if (!knows_unit_ || !is_whole || knows_unit_(value.unit)) return;
        fault(draft.row, "unit_code", "organisation.unit_unknown", value.unit.code);
    }

    static bool is_in_circle(
        const std::map<OrganisationId, Organisation>& tree, const OrganisationId& start
    ) {
        std::set<OrganisationId> seen;
        for (OrganisationId at = start; !at.is_empty();) {
            if (!seen.insert(at).second) return at == start;
            const auto found = tree.find(at);
            if (found == tree.end()) return false;
            at = found->second.parent;
        }
        return false;
    }

    static std::string_view column_of(std::string_view field) {
        for (const auto& [pointer, column] : kColumnOfField) {
            if (field == pointer || field.starts_with(std::string(pointer) + "/")) return column;
        }
        return {};
    }

    static std::string text_of(const Organisation& one, std::string_view field) {
        if (field == "/kind") return one.kind;
        if (field == "/code") return one.code;
        if (field == "/unit/list") return one.unit.list;
        if (field == "/unit/code") return one.unit.code;
        if (field == "/valid_until") return one.valid_until.iso();
        return one.name;
    }

    /// Parents before children, else in the order of the table.
    void decide(const std::map<OrganisationId, Organisation>& tree) {
        std::set<std::size_t> faulty;
        for (const ImportFault& one : plan_.faults) faulty.insert(one.row);
        std::set<OrganisationId> fresh;
        for (const Draft& draft : drafts_) {
            if (draft.existing == nullptr && !faulty.contains(draft.row)) fresh.insert(draft.value.id);
        }
        for (const Draft& draft : drafts_) {
            if (faulty.contains(draft.row)) continue;
            const Organisation& value = tree.at(draft.value.id);
            if (draft.existing == nullptr) {
                create(tree, fresh, value.id);
            } else if (value == *draft.existing) {
                ++plan_.unchanged;
            } else {
                plan_.to_change.push_back(value);
            }
        }
    }

    /// Walks up to what is not yet there and comes down again; `fresh` shrinks, so a circle ends too.
    void create(
        const std::map<OrganisationId, Organisation>& tree,
        std::set<OrganisationId>& fresh,
        const OrganisationId& id
    ) {
        std::vector<OrganisationId> path;
        for (OrganisationId at = id; fresh.erase(at) == 1; at = tree.at(at).parent) path.push_back(at);
        for (auto step = path.rbegin(); step != path.rend(); ++step)
            plan_.to_create.push_back(tree.at(*step));
    }

    const Rows& rows_;
    const Directory& directory_;
    const Vocabulary& vocabulary_;
    const NewId& new_id_;
    const KnowsUnit& knows_unit_;
    ImportPlan plan_;
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::map<std::string, std::string, std::less<>> headers_;  ///< as typed
    std::vector<Draft> drafts_;
    std::map<std::string, std::vector<const Draft*>, std::less<>> by_name_;
    std::map<std::string, const Draft*, std::less<>> by_code_;
    std::set<std::string> codes_;
    std::set<OrganisationId> targets_;
};

}  // namespace

ImportPlan plan_import(
    const Rows& rows,
    const Directory& directory,
    const Vocabulary& vocabulary,
    const NewId& new_id,
    const KnowsUnit& knows_unit
) {
    return Importer(rows, directory, vocabulary, new_id, knows_unit).plan();
}

}  // namespace neove::organisation
