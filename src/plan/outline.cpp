#include "plan/outline.h"

#include "plan/opening.h"
#include "plan/table.h"

#include <algorithm>
#include <ranges>
#include <unordered_map>

namespace neove::plan {
namespace {

constexpr std::pair<Cue, Section> kSections[] = {
    {Cue::section_goal, Section::Goal},
    {Cue::section_funding, Section::Funding},
    {Cue::section_organisation, Section::Organisation},
    {Cue::section_background, Section::Background},
    {Cue::section_time, Section::Time},
    {Cue::section_report, Section::Report},
    {Cue::section_task, Section::Task},
    {Cue::section_result, Section::Background},
};

bool is_bullet(LabelKind kind) {
    return kind >= LabelKind::Dash;
}

class Builder {
public:
    Builder(const Tokens& tokens, const std::vector<Paragraph>& paragraphs)
        : t_(tokens), paragraphs_(paragraphs) {
        outline_.nodes.emplace_back();
        stack_.push_back({0, {}});
    }

    Outline run() {
        std::size_t i = 0;
        const std::size_t first = find_first_item();
        for (; i < first; ++i) outline_.head.push_back(paragraphs_[i]);
        bool in_foot = false;
        for (; i < paragraphs_.size(); ++i) {
            const Paragraph& paragraph = paragraphs_[i];
            if (t_.is(paragraph.range.first, Cue::recipients, paragraph.range.last)) in_foot = true;
            if (i > first && ends_document(paragraphs_[i - 1]) && !paragraph.label && !paragraph.is_row)
                in_foot = true;
            if (in_foot && opens_annex(paragraph)) {
                in_foot = false;
                open_annex();
                in_annex_head_ = has_items_behind(i);
            }
            if (paragraph.is_row || (paragraph.label && paragraph.label->kind != LabelKind::Annex))
                in_annex_head_ = false;
            if (paragraph.label && paragraph.label->kind == LabelKind::Annex)
                in_annex_head_ = has_items_behind(i);
            if (in_foot) {
                add_to_foot(paragraph);
            } else if (is_legend(paragraph)) {
                continue;
            } else if (in_annex_head_ && !paragraph.label) {
                continue;  // the title of what is enclosed
            } else if (is_group_title(i)) {
                add_group(paragraph);
            } else {
                add(paragraph);
            }
        }
        return std::move(outline_);
    }

private:
    struct Open {
        std::uint32_t node;
        std::optional<Label> label;
    };

    /// Everything before the first numbered item is head: letterhead, title, bases, the opening words.
    std::size_t find_first_item() const {
        std::size_t as_follows = paragraphs_.size();
        for (std::size_t i = 0; i < paragraphs_.size(); ++i) {
            const Paragraph& paragraph = paragraphs_[i];
            if (t_.is(paragraph.range.first, Cue::recipients, paragraph.range.last)) break;
            if (paragraph.is_row) {
                // The letterhead of a file from a word processor is a table too; only a head opens a list.
                if (read_columns(t_, paragraph.range)) return i;
                continue;
            }
            if (paragraph.label && !is_bullet(paragraph.label->kind)) return first_order_before(i);
            const Index last = paragraph.range.last;
            if (as_follows == paragraphs_.size() && last >= 2 && t_[last - 1].mark == U':')
                as_follows = i + 1;
        }
        return std::min(as_follows, paragraphs_.size());
    }

    /// Orders may stand between "… yêu cầu:" and the first number.
    std::size_t first_order_before(std::size_t item) const {
        std::size_t i = item;
        const auto is_prose = [&](const Paragraph& paragraph) {
            const Range range = paragraph.range;
            return !paragraph.label && !paragraph.is_row && !is_all_caps(t_, range) && range.size() > 8 &&
                   t_[range.last - 1].mark == U'.';
        };
        while (i > 0 && is_prose(paragraphs_[i - 1])) --i;
        if (i == item || i == 0) return item;
        const Range opening = paragraphs_[i - 1].range;
        if (opening.size() < 4 || t_[opening.last - 1].mark != U':') return item;
        for (Index back = 2; back <= 4; ++back) {
            const Index at = opening.last - back;
            if (t_.is(at, Cue::assign, opening.last) || t_.is(at, Cue::as_follows, opening.last)) return i;
        }
        return item;
    }

    /// "./." closes what is ordered; the signature and the recipients follow.
    bool ends_document(const Paragraph& paragraph) const {
        const Index last = paragraph.range.last;
        return paragraph.range.size() > 3 && t_[last - 1].mark == U'.' && t_[last - 2].mark == U'/' &&
               t_[last - 3].mark == U'.';
    }

    bool opens_annex(const Paragraph& paragraph) const {
        if (paragraph.is_row) return read_columns(t_, paragraph.range).has_value();
        if (paragraph.label &&
            (paragraph.label->kind == LabelKind::Annex || paragraph.label->kind == LabelKind::Roman ||
             paragraph.label->kind == LabelKind::Part)) {
            return true;
        }
        const Range range = paragraph.range;
        if (t_[range.first].mark == U'(' && t_.is(range.first + 1, Cue::enclosed, range.last)) return true;
        const Index kind = t_.at(range.first, Cue::title_kind, range.last);
        if (kind > 0 && t_[range.first].all_caps) return true;
        const Index annex = t_.at(range.first, Cue::annex, range.last);
        return annex > 0 && t_[range.first].all_caps;
    }

    /// "Chữ viết tắt: …"
    bool is_legend(const Paragraph& paragraph) const {
        const Range body = paragraph.body();
        const Index words = t_.at(body.first, Cue::abbreviations, body.last);
        return !paragraph.is_row && words > 0 && t_.is_mark(body.first + words, U':');
    }

    bool has_items_behind(std::size_t i) const {
        constexpr std::size_t kLongestHead = 12;
        for (std::size_t n = i + 1; n < paragraphs_.size() && n < i + kLongestHead; ++n) {
            if (paragraphs_[n].is_row || (paragraphs_[n].label && !is_bullet(paragraphs_[n].label->kind)))
                return true;
        }
        return false;
    }

    /// A line that runs across all columns lost their borders with its empty cells: between two rows it is
    /// the title of those below.
    bool is_group_title(std::size_t i) const {
        constexpr Index kLongestTitle = 60;
        constexpr std::size_t kMostTitles = 2;
        const Paragraph& paragraph = paragraphs_[i];
        const Range range = paragraph.range;
        if (!columns_ || !behind_row_ || paragraph.is_row || range.size() > kLongestTitle) return false;
        if (!paragraph.label && (!t_[range.first].capital || t_[range.last - 1].mark == U'.')) return false;
        if (read_field_label(t_, range)) return false;
        std::size_t next = i + 1;
        while (next < paragraphs_.size() && !paragraphs_[next].is_row && next < i + kMostTitles) ++next;
        if (next == paragraphs_.size() || !paragraphs_[next].is_row) return false;
        // Another head begins another list, unless it is the same one on a new page.
        const auto head = read_columns(t_, paragraphs_[next].range);
        return !head || *head == *columns_;
    }

    void add_group(const Paragraph& paragraph) {
        const std::string number = paragraph.label ? paragraph.label->text : "";
        if (!number.empty()) group_ = number;
        const std::string path = unique(join(base_path(), number.empty() ? "g" : number));
        Node& row = outline_.nodes[append(paragraph, path, stack_.back().node)];
        row.label.reset();
        row.is_row = true;
        row.is_group_row = true;
        rows_ = 0;
    }

    /// A plan enclosed with a decision is the plan itself; only lists behind a plan are annexes.
    void open_annex() {
        stack_.resize(1);
        columns_.reset();
        const bool has_sections = std::ranges::any_of(outline_.nodes, [](const Node& node) {
            return node.label &&
                   (node.label->kind == LabelKind::Roman || node.label->kind == LabelKind::Number ||
                    node.label->kind == LabelKind::Capital);
        });
        in_annex_ = has_sections;
        group_.clear();
        rows_ = 0;
    }

    /// Recipients and signature stand side by side: every cell is a paragraph of its own.
    void add_to_foot(const Paragraph& paragraph) {
        if (!paragraph.is_row) {
            outline_.foot.push_back(paragraph);
            return;
        }
        for (const Range& cell : split_cells(t_, paragraph.range)) {
            if (cell.empty()) continue;
            outline_.foot.push_back(
                {.range = cell, .label = read_label(t_, cell), .first_line = paragraph.first_line}
            );
        }
    }

    void add(const Paragraph& paragraph) {
        behind_row_ = paragraph.is_row;
        if (paragraph.is_row) {
            add_row(paragraph);
        } else if (!paragraph.label) {
            add_unlabelled(paragraph);
        } else if (paragraph.label->kind == LabelKind::Annex) {
            stack_.resize(1);
            columns_.reset();
            in_annex_ = true;
            group_.clear();
            push(paragraph, "PL" + paragraph.label->text.substr(2));
        } else {
            columns_.reset();
            if (closes_bullets(paragraph)) {
                while (stack_.size() > 1 && is_bullet(stack_.back().label->kind)) stack_.pop_back();
            }
            nest(*paragraph.label);
            push(paragraph, path_of(*paragraph.label));
        }
    }

    /// "* Phân công:" behind bullets of another kind is about all of them.
    bool closes_bullets(const Paragraph& paragraph) const {
        if (paragraph.label->kind != LabelKind::Bullet) return false;
        const auto field = read_field_label(t_, paragraph.body());
        return field && field->value.empty();
    }

    /// Closes everything that the label does not belong to.
    void nest(const Label& label) {
        const auto same = [&](const Open& open) {
            if (!open.label || open.label->kind != label.kind) return false;
            return label.kind != LabelKind::Number || open.label->digits.size() == label.digits.size();
        };
        for (std::size_t i = stack_.size(); i-- > 1;) {
            if (same(stack_[i])) {
                stack_.resize(i);
                return;
            }
        }
        // A kind not open yet: it goes below everything that ranks above it.
        while (stack_.size() > 1) {
            const Label& open = *stack_.back().label;
            if (open.kind < label.kind) return;
            if (open.kind == LabelKind::Number && label.kind == LabelKind::Number) {
                if (open.digits.size() < label.digits.size()) return;
            } else if (is_bullet(label.kind) && is_bullet(open.kind) && label.kind == LabelKind::Bullet) {
                return;
            }
            stack_.pop_back();
        }
    }

    std::string base_path() const {
        const std::string& path = outline_.nodes[stack_.back().node].path;
        return path.empty() && in_annex_ ? "PL" : path;
    }
    static std::string join(const std::string& base, const std::string& label) {
        return base.empty() ? label : base + "." + label;
    }

    std::string path_of(const Label& label) {
        if (label.kind == LabelKind::Number && label.digits.size() > 1) {
            // "1.1." under "1." in II is II.1.1: the digits already name the parents.
            std::size_t i = stack_.size();
            while (i > 1 && stack_[i - 1].label->kind == LabelKind::Number) --i;
            const std::string& base = outline_.nodes[stack_[i - 1].node].path;
            return unique(join(base.empty() && in_annex_ ? "PL" : base, label.text));
        }
        if (is_bullet(label.kind)) {
            const char mark = label.kind == LabelKind::Plus ? '+' : '-';
            const std::string base = base_path();
            return join(base, mark + std::to_string(++bullets_[base + mark]));
        }
        return unique(join(base_path(), label.text));
    }

    std::string unique(std::string path) {
        const int times = ++seen_[path];
        return times == 1 ? path : path + "#" + std::to_string(times);
    }

    std::uint32_t push(const Paragraph& paragraph, std::string path) {
        const std::uint32_t node = append(paragraph, std::move(path), stack_.back().node);
        stack_.push_back({node, paragraph.label});
        return node;
    }

    std::uint32_t append(const Paragraph& paragraph, std::string path, std::uint32_t parent) {
        const auto number = static_cast<std::uint32_t>(outline_.nodes.size());
        Node node;
        node.path = std::move(path);
        node.label = paragraph.label;
        node.body = paragraph.body();
        node.parent = parent;
        node.line = paragraph.first_line;
        outline_.nodes.push_back(std::move(node));
        outline_.nodes[parent].children.push_back(number);
        return number;
    }

    /// Belongs to the nearest item that is no bullet; the closing words belong to the section.
    void add_unlabelled(const Paragraph& paragraph) {
        const bool field = read_field_label(t_, paragraph.range).has_value();
        if (field) {
            // A labelled line behind a bullet stays with the bullets: the reader of obligations shares it
            // out.
            append(paragraph, join(base_path(), "f"), stack_.back().node);
            return;
        }
        while (stack_.size() > 1 && is_bullet(stack_.back().label->kind)) stack_.pop_back();
        if (t_.is(paragraph.range.first, Cue::closing, paragraph.range.last)) {
            while (stack_.size() > 2 && stack_.back().label->kind > LabelKind::Roman) stack_.pop_back();
        }
        const std::string base = base_path();
        append(paragraph, join(base, "p" + std::to_string(++bullets_[base + "p"])), stack_.back().node);
    }

    /// "Chủ trì" and "Phối hợp" below "Cơ quan thực hiện": the head's second line names what the first left
    /// open.
    bool add_to_columns(Range row) {
        const std::vector<Range> cells = split_cells(t_, row);
        auto columns = *columns_;
        bool any = false;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i].empty() || is_as_above(t_, cells[i])) continue;
            const auto field = field_named(t_, cells[i]);
            if (!field || i == 0) return false;
            columns.resize(std::max(columns.size(), i + 1));
            columns[i] = field;
            any = true;
        }
        if (any) columns_ = std::move(columns);
        return any;
    }

    void add_row(const Paragraph& paragraph) {
        if (columns_ && in_table_head_ && add_to_columns(paragraph.range)) return;
        in_table_head_ = false;
        if (auto columns = read_columns(t_, paragraph.range)) {
            if (!columns_) rows_ = 0;
            columns_ = std::move(columns);
            in_table_head_ = true;
            above_.clear();
            return;
        }
        if (!columns_) {
            // No head: the letterhead of a file from a word processor is a table too.
            Paragraph plain = paragraph;
            plain.label.reset();
            if (outline_.nodes.size() > 1) add_unlabelled(plain);
            return;
        }
        std::vector<Cell> cells = read_row(t_, paragraph.range, *columns_);
        take_from_above(cells);
        if (cells.empty() || is_column_numbers(cells)) return;
        const auto index = std::ranges::find(cells, Field::Number, &Cell::field);
        const std::string number = index == cells.end() ? "" : plain_number(index->range);
        const bool alone = cells.size() == (index == cells.end() ? 1U : 2U);
        const bool roman = !number.empty() && number.find_first_of("0123456789") == std::string::npos;
        const std::string base = base_path();
        if (alone && (roman || index == cells.end())) {
            group_ = roman ? number : group_;
            const std::uint32_t node =
                append(paragraph, unique(join(base, roman ? number : "g")), stack_.back().node);
            fill_row(node, std::move(cells), true);
            rows_ = 0;
            return;
        }
        ++rows_;
        std::string path =
            join(group_.empty() ? base : join(base, group_), number.empty() ? std::to_string(rows_) : number);
        const std::uint32_t node = append(paragraph, unique(std::move(path)), stack_.back().node);
        fill_row(node, std::move(cells), false);
    }

    /// "-nt-", or a cell merged with the one above: what stands there holds here too. Numbers and contents
    /// are each row's own.
    void take_from_above(std::vector<Cell>& cells) {
        std::erase_if(cells, [&](Cell& cell) {
            if (!is_as_above(t_, cell.range)) return false;
            const auto above = std::ranges::find(above_, cell.field, &Cell::field);
            const bool own = cell.field == Field::Number || cell.field == Field::Content;
            if (own || above == above_.end()) return true;
            cell.range = above->range;
            return false;
        });
        above_ = cells;
    }

    void fill_row(std::uint32_t node, std::vector<Cell> cells, bool group) {
        Node& row = outline_.nodes[node];
        row.label.reset();
        row.is_row = true;
        row.is_group_row = group;
        const auto content = std::ranges::find(cells, Field::Content, &Cell::field);
        row.body = content == cells.end() ? cells.back().range : content->range;
        row.cells = std::move(cells);
    }

    /// "(1) (2) (3)" below the head.
    bool is_column_numbers(const std::vector<Cell>& cells) const {
        return cells.size() >= 2 && std::ranges::all_of(cells, [&](const Cell& cell) {
                   return cell.range.size() <= 3 && std::ranges::all_of(
                                                        std::views::iota(cell.range.first, cell.range.last),
                                                        [&](Index i) { return t_[i].kind != TokenKind::Word; }
                                                    );
               });
    }

    std::string plain_number(Range range) const {
        std::string text = t_.written(range);
        while (!text.empty() && (text.back() == '.' || text.back() == ')' || text.back() == ' '))
            text.pop_back();
        return text;
    }

    const Tokens& t_;
    const std::vector<Paragraph>& paragraphs_;
    Outline outline_;
    std::vector<Open> stack_;
    std::unordered_map<std::string, int> bullets_;
    std::unordered_map<std::string, int> seen_;
    std::optional<std::vector<std::optional<Field>>> columns_;
    std::string group_;
    int rows_{0};
    bool in_annex_{false};
    bool in_annex_head_{false};
    bool in_table_head_{false};  ///< the row before was the head of a table
    bool behind_row_{false};
    std::vector<Cell> above_;  ///< of the row before
};

}  // namespace

Outline read_outline(const Tokens& tokens, const std::vector<Paragraph>& paragraphs) {
    return Builder(tokens, paragraphs).run();
}

std::optional<Section> section_named(const Tokens& t, Range heading) {
    constexpr Index kLongestHeading = 40;
    if (heading.empty() || heading.size() > kLongestHeading) return std::nullopt;
    Index i = heading.first;
    while (i < heading.last && (t[i].kind == TokenKind::Mark || t.is(i, Cue::collective, heading.last) ||
                                t.is(i, Cue::about, heading.last))) {
        ++i;
    }
    std::optional<Section> found;
    Index longest = 0;
    for (const auto& [cue, section] : kSections) {
        const Index size = t.at(i, cue, heading.last);
        if (size > longest) {
            longest = size;
            found = section;
        }
    }
    // "Yêu cầu Ủy ban nhân dân các xã" heads orders, not aims.
    if (found && t.is(i, Cue::assign, heading.last) && names_bodies(t, {i, heading.last}))
        return std::nullopt;
    return found;
}

}  // namespace neove::plan
