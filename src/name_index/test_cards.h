#pragma once
/// \file
/// For tests: cards by a short key.

#include "name_index/name_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace neove::name_index::test {

inline RecordId record(int number) {
    return RecordId::trusted(fmt::format("{:032x}", number));
}

inline Card card(int number, std::vector<std::string> names, std::string birth = {}) {
    return {record(number), std::move(names), std::move(birth), {}, {}};
}

inline std::vector<RecordId> ids(const Found& found) {
    std::vector<RecordId> out;
    for (const Hit& hit : found.hits) out.push_back(hit.id);
    return out;
}

/// The index of people who are called so, numbered from 1.
struct People {
    NameIndex index;
    int count{0};

    explicit People(const std::vector<std::string>& names) {
        for (const std::string& name : names) index.put(card(++count, {name}));
    }
    Found search(std::string_view typed) const { return index.search(typed, Scope::everything(), 20); }
    bool finds(int number, std::string_view typed) const {
        const auto all = ids(search(typed));
        return std::ranges::find(all, record(number)) != all.end();
    }
};

}  // namespace neove::name_index::test
