#pragma once
/// \file
/// What the stages had to assume about a task, and how much each assumption takes from the confidence in it.

#include "plan/obligation.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace neove::plan {

/// What the assembler knows about where the task came from.
struct Origin {
    std::vector<Range> orders;    ///< the sentences the task was read from
    std::vector<Range> times;     ///< what a deadline or a report took of them
    bool is_row{false};
    bool is_unfolded{false};      ///< the row was put together from lines of a page
    bool has_own_actor{false};    ///< the order itself names somebody, and the assignment somebody else
};

class Doubter {
public:
    explicit Doubter(const Readers& readers) : r_(readers) {}

    /// Lowers the task's confidence by what had to be assumed. The strongest doubt gives the reason.
    void weigh(Task& task, const Origin& origin);

private:
    enum class Known : std::uint8_t { Listed, Head, Stranger };
    Known known(const std::string& name);
    Known look_up(const std::string& name) const;
    bool has_unread_time(const Task& task, const Origin& origin) const;
    bool has_unread_roles(const Task& task, const Origin& origin) const;
    bool opens_like_an_order(Range order) const;

    const Readers& r_;
    std::unordered_map<std::string, Known> names_;
};

}  // namespace neove::plan
