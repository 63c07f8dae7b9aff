#pragma once
/// \file
/// For tests: readings of short texts under the built-in pack.

#include "plan/read_plan.h"
#include "plan_pack/pack.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neove::plan_pack {

inline plan::Reading read(std::string_view text) {
    return plan::read_plan(text, built_in_gazetteer());
}

/// A plan around some items of its task section.
inline plan::Reading read_items(std::string_view items) {
    return read(
        "KẾ HOẠCH\nLàm sạch các tuyến sông năm 2031\nI. NHIỆM VỤ\n" + std::string(items) +
        "\nII. KINH PHÍ\nTừ ngân sách.\n"
    );
}

/// The only task of one item.
inline plan::Task task_of(std::string_view words) {
    plan::Reading reading = read_items("1. " + std::string(words));
    REQUIRE(reading.tasks.size() == 1);
    return std::move(reading.tasks[0]);
}

inline std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : " | ") + name;
    return out;
}

}  // namespace neove::plan_pack
