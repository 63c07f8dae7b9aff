#include "plan/centred_rows.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace neove::plan {
namespace {

constexpr std::size_t kTallestRow = 40;
constexpr std::uint32_t kWord =
    64;  ///< what one fault of words weighs against a number one line off its middle

class RowFinder {
public:
    RowFinder(const std::vector<RowLine>& lines, std::size_t columns) : lines_(lines), columns_(columns) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (lines[i].has_index) marks_.push_back(i);
        }
    }

    std::vector<std::size_t> run() const {
        if (marks_.size() < 2) return marks_;
        std::vector<std::size_t> centred = cheapest();
        // Numbers beside the first lines are the common way: centring must read clearly better.
        if (centred.empty() || cost_of(centred, false) >= cost_of(marks_, false)) return marks_;
        return centred;
    }

private:
    /// What speaks against the lines from `begin` to `end` being one row: cells that begin in the middle of a
    /// word group, no cell of content at all.
    std::uint32_t words_cost(std::size_t begin, std::size_t end) const {
        std::vector<bool> seen(columns_, false);
        std::uint32_t cost = 0;
        for (std::size_t i = begin; i < end; ++i) {
            for (const RowLine::Piece& piece : lines_[i].pieces) {
                if (piece.column >= columns_ || seen[piece.column]) continue;
                seen[piece.column] = true;
                if (!piece.opens) cost += 2 * kWord;
            }
        }
        if (columns_ > 1 && !seen[1]) cost += 3 * kWord;
        return cost;
    }

    /// The number stands in the middle; where the height is even, above or below it.
    static std::uint32_t place_cost(std::size_t begin, std::size_t end, std::size_t mark) {
        const std::size_t above = mark - begin;
        const std::size_t below = end - 1 - mark;
        const std::size_t off = above > below ? above - below : below - above;
        if (off <= 1) return static_cast<std::uint32_t>(off);  // only decides between equals
        return static_cast<std::uint32_t>(off - 1) * 3 * kWord;
    }

    std::uint32_t row_cost(std::size_t k, std::size_t begin, std::size_t end, bool placed) const {
        return words_cost(begin, end) + (placed ? place_cost(begin, end, marks_[k]) : 0);
    }

    std::uint32_t cost_of(const std::vector<std::size_t>& starts, bool placed) const {
        std::uint32_t cost = 0;
        for (std::size_t k = 0; k < starts.size(); ++k) {
            cost += row_cost(k, starts[k], k + 1 < starts.size() ? starts[k + 1] : lines_.size(), placed);
        }
        return cost + (starts.front() > 0 ? 4 * kWord : 0);  // lines above the first row belong to nobody
    }

    /// The best way to part the lines between the numbers, row after row.
    std::vector<std::size_t> cheapest() const {
        constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
        struct Way {
            std::uint32_t cost{kNone};
            std::size_t from{0};
        };
        // ways[k][s]: rows up to k are parted and row k+1 begins at line s.
        std::vector<std::vector<Way>> ways(marks_.size() + 1, std::vector<Way>(lines_.size() + 1));
        ways[0][0].cost = 0;
        for (std::size_t k = 0; k < marks_.size(); ++k) {
            const std::size_t low = k == 0 ? 0 : marks_[k - 1] + 1;
            for (std::size_t begin = low; begin <= marks_[k]; ++begin) {
                if (ways[k][begin].cost == kNone) continue;
                const std::size_t last = k + 1 < marks_.size() ? marks_[k + 1] : lines_.size();
                const std::size_t first = k + 1 < marks_.size() ? marks_[k] + 1 : lines_.size();
                for (std::size_t end = first; end <= last; ++end) {
                    if (end - begin > kTallestRow) break;
                    const std::uint32_t cost = ways[k][begin].cost + row_cost(k, begin, end, true);
                    if (cost < ways[k + 1][end].cost) ways[k + 1][end] = {cost, begin};
                }
            }
        }
        std::size_t at = lines_.size();
        std::vector<std::size_t> starts(marks_.size());
        for (std::size_t k = marks_.size(); k-- > 0;) {
            if (ways[k + 1][at].cost == kNone) return {};
            at = ways[k + 1][at].from;
            starts[k] = at;
        }
        return starts;
    }

    const std::vector<RowLine>& lines_;
    std::size_t columns_;
    std::vector<std::size_t> marks_;
};

}  // namespace

std::vector<std::size_t> row_starts(const std::vector<RowLine>& lines, std::size_t columns) {
    return RowFinder(lines, columns).run();
}

}  // namespace neove::plan
