#include "plan/scope.h"

#include "plan/obligation.h"

#include <algorithm>

namespace neove::plan {
namespace {

bool holds_for(std::string_view item, std::string_view path) {
    return path.starts_with(item) && (path.size() == item.size() || path[item.size()] == '.');
}

std::size_t common_prefix(std::string_view one, std::string_view other) {
    const auto [mine, theirs] = std::ranges::mismatch(one, other);
    return static_cast<std::size_t>(std::count(one.begin(), mine, '.'));
}

}  // namespace

Scopes::Scopes(const Outline& outline, const Readers& readers) : outline_(outline), r_(readers) {
    for (std::uint32_t n = 1; n < outline.nodes.size(); ++n) {
        if (outline.nodes[n].is_row || outline.nodes[n].body.empty()) continue;
        read_field_line(n);
        read_sentence(n);
    }
}

/// "3.1, 3.2 và 4", "II", "a": the labels from `i`.
std::vector<std::string> Scopes::labels_at(Index i, Index end, Index& after) const {
    const Tokens& t = r_.tokens;
    std::vector<std::string> labels;
    while (i < end) {
        const bool letter = t[i].kind == TokenKind::Word && t.text(i).size() <= 3 &&
                            (t[i].all_caps || t[i].end - t[i].begin <= 2);
        if (t[i].kind != TokenKind::Number && !letter) break;
        std::string label(t.text(i));
        ++i;
        while (i + 1 < end && t[i].mark == U'.' && t[i].glued && t[i + 1].glued &&
               t[i + 1].kind == TokenKind::Number) {
            label += "." + std::string(t.text(i + 1));
            i += 2;
        }
        labels.push_back(std::move(label));
        after = i;
        if (i < end && t[i].mark == U',') ++i;
        i += t.at(i, Cue::conjunction, end);
        i += t.at(i, Cue::article, end);
    }
    return labels;
}

/// "Đơn vị thực hiện (mục 3.1, 3.2): …", and the labelled line right behind it.
void Scopes::read_field_line(std::uint32_t n) {
    const Tokens& t = r_.tokens;
    const Node& line = outline_.nodes[n];
    const auto label = read_field_label(t, line.body);
    if (!label || label->field > Field::Time) return;
    std::vector<std::string> labels;
    for (Index i = line.body.first; i + 1 < label->value.first; ++i) {
        const Index article = t[i].mark == U'(' ? t.at(i + 1, Cue::article, label->value.first) : 0;
        Index after = i;
        if (article > 0) labels = labels_at(i + 1 + article, label->value.first, after);
    }
    if (labels.empty()) return;
    Assignment assignment;
    add_field(r_, label->field, label->value, false, assignment);
    const Node* next = n + 1 < outline_.nodes.size() ? &outline_.nodes[n + 1] : nullptr;
    const auto behind =
        next != nullptr && next->parent == line.parent ? read_field_label(t, next->body) : std::nullopt;
    if (behind && behind->field <= Field::Time) add_field(r_, behind->field, behind->value, true, assignment);
    keep(n, labels, assignment);
}

/// "Các nhiệm vụ tại mục 2 hoàn thành trước ngày …"
void Scopes::read_sentence(std::uint32_t n) {
    const Tokens& t = r_.tokens;
    const Range body = outline_.nodes[n].body;
    constexpr Index kOpening = 4;
    for (Index i = body.first; i < body.last && i < body.first + kOpening; ++i) {
        const Index noun = t.at(i, Cue::scope_noun, body.last);
        if (noun == 0) continue;
        Index at = i + noun;
        const Index article = t.at(at, Cue::article, body.last);
        Index after = at;
        const auto labels =
            article > 0 ? labels_at(at + article, body.last, after) : std::vector<std::string>{};
        if (labels.empty()) return;
        Assignment assignment;
        assignment.times = r_.time.read_prose({after, body.last});
        if (assignment.times.empty() || !t.is(after, Cue::complete, body.last)) return;
        keep(n, labels, assignment);
        lines_.insert(n);
        return;
    }
}

void Scopes::keep(std::uint32_t n, const std::vector<std::string>& labels, const Assignment& assignment) {
    for (const std::string& label : labels) {
        if (std::string path = path_named(n, label); !path.empty())
            scoped_.push_back({std::move(path), assignment});
    }
}

/// The item before `n` that bears the label: the one that stands nearest in the tree, of several the highest.
std::string Scopes::path_named(std::uint32_t n, std::string_view label) const {
    const std::string& here = outline_.nodes[n].path;
    const std::string tail = "." + std::string(label);
    const Node* best = nullptr;
    const auto rank = [&](const Node& node) {
        return std::pair{
            static_cast<std::ptrdiff_t>(common_prefix(node.path, here)), -std::ranges::count(node.path, '.')};
    };
    for (std::uint32_t i = 1; i < n; ++i) {
        const Node& node = outline_.nodes[i];
        if (node.is_row || !node.label || (node.path != label && !node.path.ends_with(tail))) continue;
        if (best == nullptr || rank(node) >= rank(*best)) best = &node;
    }
    return best == nullptr ? "" : best->path;
}

Assignment Scopes::add_to(const Assignment& own, std::string_view path) const {
    Assignment all = own;
    for (const Scoped& scoped : scoped_) {
        if (holds_for(scoped.path, path)) all = merge(scoped.assignment, all);
    }
    return all;
}

}  // namespace neove::plan
