#include "administrative_unit/list.h"

#include "administrative_unit/list_table.h"
#include "base/text.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace neove::administrative_unit {

namespace {

constexpr std::size_t kShownOfCell = 60;  ///< code points of an offending text
constexpr std::size_t kMostBasisLength = 300;

std::string shortened(std::string_view text) {
    return std::string(text.substr(0, text::CodePointIndex(text).to_byte(kShownOfCell)));
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
}

bool is_code(std::string_view code) {
    return std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

/// One row on its way to a value.
struct Draft {
    std::size_t row{0};
    Unit unit;
    const Kind* kind{nullptr};
};

class Planner {
public:
    Planner(std::vector<TableRow> rows, Day list, const Directory& known)
        : rows_(std::move(rows)), known_(known), words_(known.vocabulary()) {
        plan_.list = list;
    }

    ListPlan plan() {
        if (!read_header()) return finished();
        drafts_.reserve(rows_.size());
        for (std::size_t i = 1; i < rows_.size(); ++i) read_row(i);
        if (drafts_.empty() && plan_.faults.empty()) fault(1, "", "units.empty", "");
        for (const Draft& draft : drafts_) by_code_[draft.unit.reference.code].push_back(&draft);
        for (const Draft& draft : drafts_) check_links(draft);
        for (const auto& [code, spells] : by_code_) check_spells(spells);
        decide();
        return finished();
    }

private:
    ListPlan finished() {
        std::ranges::stable_sort(plan_.faults, {}, &ListFault::row);
        if (plan_.faults.size() > kMostFaults) {
            plan_.faults.resize(kMostFaults);
            plan_.faults.push_back({plan_.faults.back().row, "", "units.more_faults", ""});
        }
        return std::move(plan_);
    }

    void fault(std::size_t row, std::string_view column, std::string_view code, std::string_view detail) {
        const auto header = headers_.find(column);
        plan_.faults.push_back(
            {row,
             header == headers_.end() ? std::string(column) : header->second,
             std::string(code),
             shortened(detail)}
        );
    }

    bool read_header() {
        if (rows_.empty()) {
            fault(1, "", "units.empty", "");
            return false;
        }
        for (std::size_t i = 0; i < rows_[0].size(); ++i) {
            const std::string& header = rows_[0][i];
            const std::string column(find_word(words_.columns, typed_key(header)));
            if (header.empty()) continue;
            if (column.empty()) {
                fault(1, header, "units.unknown_column", header);
            } else if (!columns_.emplace(column, i).second) {
                fault(1, header, "units.column_twice", header);
            }
            headers_.emplace(column, header);
        }
        for (const std::string_view needed : {"code", "name", "kind"}) {
            if (!columns_.contains(needed)) fault(1, needed, "units.column_missing", needed);
        }
        return plan_.faults.empty();
    }

    const std::string& cell(std::size_t index, std::string_view column) const {
        static const std::string kNothing;
        const auto found = columns_.find(column);
        if (found == columns_.end() || found->second >= rows_[index].size()) return kNothing;
        return rows_[index][found->second];
    }

    void read_row(std::size_t index) {
        const TableRow& row = rows_[index];
        if (std::ranges::all_of(row, &std::string::empty)) return;
        ++plan_.rows;
        Draft draft;
        draft.row = index + 1;
        Unit& unit = draft.unit;
        for (std::size_t i = rows_[0].size(); i < row.size(); ++i) {
            if (!row[i].empty()) fault(draft.row, "", "units.too_many_cells", row[i]);
        }
        unit.reference = {plan_.list, cell(index, "code")};
        unit.parent = cell(index, "parent");
        read_name(index, unit);
        read_kind(index, draft);
        unit.valid_from = day(index, "valid_from", plan_.list);
        unit.valid_until = day(index, "valid_until", {});
        const bool is_reversed = !unit.valid_until.is_open() && unit.valid_until <= unit.valid_from;
        if (is_reversed) fault(draft.row, "valid_until", "units.dates_order", cell(index, "valid_until"));
        read_predecessors(index, unit);
        unit.basis = cell(index, "basis");
        const bool bad_basis =
            has_control(unit.basis) || text::count_code_points(unit.basis) > kMostBasisLength;
        if (bad_basis) fault(draft.row, "basis", "units.basis_unreadable", unit.basis);
        read_confidence(index, unit);
        drafts_.push_back(std::move(draft));
    }

    void read_name(std::size_t index, Unit& unit) {
        unit.name = cell(index, "name");
        if (has_control(unit.name)) return fault(index + 1, "name", "units.name_unreadable", unit.name);
        if (typed_key(unit.name).empty()) fault(index + 1, "name", "units.name_blank", "");
        if (text::count_code_points(unit.name) > kMostNameLength) {
            fault(index + 1, "name", "units.name_too_long", unit.name);
        }
    }

    void read_kind(std::size_t index, Draft& draft) {
        const std::string& typed = cell(index, "kind");
        std::vector<const Kind*> fitting;
        const std::string key = typed_key(typed);
        for (const Kind& kind : words_.kinds) {
            if (std::ranges::find(kind.typed, key) != kind.typed.end()) fitting.push_back(&kind);
        }
        if (fitting.empty()) return fault(draft.row, "kind", "units.kind_unknown", typed);
        const std::string level = typed_key(cell(index, "level"));
        std::erase_if(fitting, [&](const Kind* kind) { return !level.empty() && !is_level(*kind, level); });
        if (fitting.empty()) return fault(draft.row, "level", "units.level_differs", cell(index, "level"));
        // The top has no parent and everything else has one: that tells two cities apart.
        if (fitting.size() > 1) {
            std::erase_if(fitting, [&](const Kind* kind) {
                return (kind->level == 0) != draft.unit.parent.empty();
            });
        }
        if (fitting.size() != 1) return fault(draft.row, "kind", "units.kind_ambiguous", typed);
        draft.kind = fitting.front();
        draft.unit.kind = draft.kind->name;
        const std::string& code = draft.unit.reference.code;
        if (!is_code(code) || code.size() != words_.levels[draft.kind->level].code_length) {
            fault(draft.row, "code", "units.code_form", code);
        }
    }

    bool is_level(const Kind& kind, std::string_view key) const {
        const Level& level = words_.levels[kind.level];
        return key == typed_key(level.name) || key == typed_key(level.label_vi) ||
               key == typed_key(level.label_en);
    }

    Day day(std::size_t index, std::string_view column, Day otherwise) {
        const std::string& text = cell(index, column);
        if (text.empty()) return otherwise;
        if (const auto typed = Day::parse_typed(text)) return *typed;
        if (find_word(words_.unknown, typed_key(text)).empty()) fault(index + 1, column, "units.date", text);
        return {};
    }

    void read_predecessors(std::size_t index, Unit& unit) {
        std::string_view rest = cell(index, "predecessors");
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            read_predecessor(index, rest.substr(0, end), unit);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        if (unit.predecessors.size() > kMostPredecessors) {
            fault(index + 1, "predecessors", "units.too_many_predecessors", "");
            unit.predecessors.clear();
        }
    }

    /// `LIST/CODE EXTENT`; without an extent nobody said how much, and that is not the whole.
    void read_predecessor(std::size_t index, std::string_view text, Unit& unit) {
        const std::size_t begin = text.find_first_not_of(' ');
        if (begin == std::string_view::npos) return;
        text = text.substr(begin);
        const std::size_t slash = text.find('/');
        const auto list = Day::parse_iso(text.substr(0, slash));
        if (slash == std::string_view::npos || !list) {
            return fault(index + 1, "predecessors", "units.predecessor_form", text);
        }
        const std::string_view after = text.substr(slash + 1);
        const std::size_t blank = std::min(after.find(' '), after.size());
        Predecessor out{{*list, std::string(after.substr(0, blank))}, Extent::Unclear};
        const std::string typed = typed_key(after.substr(blank));
        const std::string_view extent = find_word(words_.extents, typed);
        if (!typed.empty() && extent.empty()) {
            return fault(index + 1, "predecessors", "units.extent_unknown", typed);
        }
        if (extent == "whole") out.extent = Extent::Whole;
        if (extent == "part") out.extent = Extent::Part;
        const bool is_twice =
            std::ranges::find(unit.predecessors, out.unit, &Predecessor::unit) != unit.predecessors.end();
        if (is_twice) return fault(index + 1, "predecessors", "units.predecessor_twice", text);
        unit.predecessors.push_back(std::move(out));
    }

    void read_confidence(std::size_t index, Unit& unit) {
        const std::string& text = cell(index, "confidence");
        const std::string_view word = find_word(words_.confidences, typed_key(text));
        if (!text.empty() && word.empty()) fault(index + 1, "confidence", "units.confidence_unknown", text);
        if (word == "confirmed") unit.confidence = Confidence::Confirmed;
        if (word == "compiled") unit.confidence = Confidence::Compiled;
    }

    void check_links(const Draft& draft) {
        check_parent(draft);
        for (const Predecessor& before : draft.unit.predecessors) {
            const std::string shown = before.unit.list.iso() + "/" + before.unit.code;
            if (before.unit == draft.unit.reference) {
                fault(draft.row, "predecessors", "units.predecessor_self", shown);
            } else if (!is_there(before.unit)) {
                fault(draft.row, "predecessors", "units.predecessor_unknown", shown);
            }
        }
    }

    bool is_there(const Reference& reference) const {
        const bool is_here = reference.list == plan_.list && by_code_.contains(reference.code);
        return is_here || known_.find(reference) != nullptr;
    }

    void check_parent(const Draft& draft) {
        if (draft.kind == nullptr) return;
        const std::string& code = draft.unit.parent;
        if (code.empty()) {
            if (draft.kind->level > 0) fault(draft.row, "parent", "units.parent_missing", "");
            return;
        }
        if (!is_there({plan_.list, code})) return fault(draft.row, "parent", "units.parent_unknown", code);
        const Kind* above = kind_of(code);
        // Levels fall strictly, so there can be no circle.
        if (above != nullptr && above->level >= draft.kind->level) {
            fault(draft.row, "parent", "units.parent_level", code);
        }
    }

    const Kind* kind_of(const std::string& code) const {
        if (const auto here = by_code_.find(code); here != by_code_.end()) return here->second.front()->kind;
        const Unit* unit = known_.find({plan_.list, code});
        return unit == nullptr ? nullptr : words_.find(unit->kind);
    }

    /// Two spells of one code at one time: two units cannot be told apart by their code.
    void check_spells(std::vector<const Draft*> spells) {
        std::ranges::stable_sort(spells, {}, [](const Draft* one) { return one->unit.valid_from; });
        for (std::size_t i = 1; i < spells.size(); ++i) {
            const Day end = spells[i - 1]->unit.valid_until;
            if (!end.is_open() && end <= spells[i]->unit.valid_from) continue;
            const std::size_t row = std::max(spells[i]->row, spells[i - 1]->row);
            fault(row, "code", "units.code_twice", spells[i]->unit.reference.code);
        }
    }

    /// A unit becomes what the table says of it, all its spells together.
    void decide() {
        for (const auto& [code, drafts] : by_code_) {
            std::vector<Unit> spells;
            for (const Draft* draft : drafts) spells.push_back(draft->unit);
            std::ranges::stable_sort(spells, {}, &Unit::valid_from);
            const auto old = known_.spells({plan_.list, code});
            if (std::ranges::equal(old, spells)) {
                plan_.unchanged += spells.size();
                continue;
            }
            note_loss(*drafts.front(), old, spells);
            auto& out = old.empty() ? plan_.to_add : plan_.to_change;
            std::ranges::move(spells, std::back_inserter(out));
        }
        std::ranges::stable_sort(plan_.losses, {}, &ListLoss::row);
    }

    void note_loss(const Draft& first, std::span<const Unit> old, const std::vector<Unit>& spells) {
        if (old.empty()) return;
        ListLoss loss{first.row, first.unit.reference.code, words_.full_name(old.back()), {}, 0};
        for (const Unit& spell : old) {
            const auto same = std::ranges::find(spells, spell.valid_from, &Unit::valid_from);
            if (same == spells.end()) loss.spells.push_back(spell.valid_from);
            for (const Predecessor& before : spell.predecessors) {
                const bool stays = std::ranges::any_of(spells, [&](const Unit& one) {
                    return std::ranges::find(one.predecessors, before.unit, &Predecessor::unit) !=
                           one.predecessors.end();
                });
                loss.predecessors += stays ? 0U : 1U;
            }
        }
        if (!loss.spells.empty() || loss.predecessors > 0) plan_.losses.push_back(std::move(loss));
    }

    std::vector<TableRow> rows_;
    const Directory& known_;
    const Vocabulary& words_;
    ListPlan plan_;
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::map<std::string, std::string, std::less<>> headers_;  ///< as typed
    std::vector<Draft> drafts_;
    std::map<std::string, std::vector<const Draft*>, std::less<>> by_code_;
};

}  // namespace

ListPlan plan_list(std::string_view table, Day list, const Directory& known) {
    auto rows = read_table(table);
    if (rows) return Planner(std::move(*rows), list, known).plan();
    ListPlan out;
    out.list = list;
    const std::size_t row = rows.error().where.empty() ? 1 : std::stoul(rows.error().where);
    out.faults.push_back({row, "", rows.error().code, ""});
    return out;
}

}  // namespace neove::administrative_unit
