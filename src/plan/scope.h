#pragma once
/// \file
/// Lines that hold for items they name by their labels: "Đơn vị thực hiện (mục 3.1, 3.2): A", "Các nhiệm vụ
/// tại mục 2 hoàn thành trước ngày …". They may stand anywhere behind those items.

#include "plan/assignment.h"
#include "plan/outline.h"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace neove::plan {

class Scopes {
public:
    Scopes(const Outline& outline, const Readers& readers);

    /// Whether the paragraph only says by when others are due; it orders nothing itself.
    bool is_line(std::uint32_t node) const { return lines_.contains(node); }
    /// `own`, and what lines elsewhere say about the item of that path; what is nearer wins.
    Assignment add_to(const Assignment& own, std::string_view path) const;

private:
    struct Scoped {
        std::string path;  ///< of the item that was named; it holds for everything below
        Assignment assignment;
    };
    void read_field_line(std::uint32_t n);
    void read_sentence(std::uint32_t n);
    void keep(std::uint32_t n, const std::vector<std::string>& labels, const Assignment& assignment);
    std::vector<std::string> labels_at(Index i, Index end, Index& after) const;
    std::string path_named(std::uint32_t n, std::string_view label) const;

    const Outline& outline_;
    const Readers& r_;
    std::vector<Scoped> scoped_;
    std::unordered_set<std::uint32_t> lines_;
};

}  // namespace neove::plan
