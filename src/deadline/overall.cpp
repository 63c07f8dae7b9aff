#include "deadline/overall.h"

#include <algorithm>

namespace neove::deadline {

namespace {

constexpr std::string_view kInTime = "in_time";
constexpr std::string_view kDueSoon = "due_soon";
constexpr std::string_view kOverdue = "overdue";
constexpr std::string_view kLate = "late";

}  // namespace

std::vector<std::string_view> words_of_state(bool is_final) {
    if (is_final) return {kInTime, kLate};
    return {kInTime, kDueSoon, kOverdue};
}

std::optional<std::string_view> word_of_state(std::span<const Clock> clocks, bool is_final, Instant now) {
    const auto any = [&](Standing wanted) {
        return std::ranges::any_of(clocks, [&](const Clock& one) { return standing(one, now) == wanted; });
    };
    if (is_final) {
        if (any(Standing::MetLate)) return kLate;
        return any(Standing::Met) ? std::optional(kInTime) : std::nullopt;
    }
    if (any(Standing::Overdue)) return kOverdue;
    if (std::ranges::any_of(clocks, [&](const Clock& one) { return is_due_soon(one, now); })) return kDueSoon;
    return any(Standing::Running) ? std::optional(kInTime) : std::nullopt;
}

}  // namespace neove::deadline
