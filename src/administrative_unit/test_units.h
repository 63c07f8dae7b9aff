#pragma once
/// \file
/// The pack of the tree, for tests.

#include "administrative_unit/shipped.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace neove::administrative_unit::test {

inline std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string pack_file(const std::string& name) {
    const std::string text = file_text(std::string(NEOVE_SOURCE_DIR) + "/packs/" + name);
    REQUIRE(!text.empty());
    return text;
}

/// The official lists, where they are at hand; else empty.
inline std::string shared_folder() {
    const char* told = std::getenv("NEOVE_SHARED");
    const std::string folder = told == nullptr ? std::string(NEOVE_SOURCE_DIR) + "/../shared" : told;
    return file_text(folder + "/data/communes.tsv").empty() ? std::string() : folder;
}

inline Day day(std::string_view iso) {
    const auto parsed = Day::parse_iso(iso);
    REQUIRE(parsed);
    return *parsed;
}

inline Reference at(std::string_view list, std::string code) {
    return {day(list), std::move(code)};
}

/// What the country's pack ships.
inline const Shipped& country() {
    static const Shipped made = [] {
        Diagnostics faults;
        const std::string words = pack_file("vn_administration/unit_kinds.yaml");
        const std::string before = pack_file("vn_administration/units/2025-06-30.csv");
        const std::string now = pack_file("vn_administration/units/2025-07-01.csv");
        Shipped out = read_shipped(words, {{"2025-06-30", before}, {"2025-07-01", now}}, faults);
        for (const Error& fault : faults) FAIL_CHECK(fault.where << " " << fault.code << " " << fault.detail);
        return out;
    }();
    return made;
}

/// The make-believe province over it.
inline const Directory& demo() {
    static const Directory made = [] {
        Diagnostics faults;
        const std::string before = pack_file("demo_province/units/2025-06-30.csv");
        const std::string now = pack_file("demo_province/units/2025-07-01.csv");
        auto units = read_lists(country(), {{"2025-06-30", before}, {"2025-07-01", now}}, faults);
        for (const Error& fault : faults) FAIL_CHECK(fault.where << " " << fault.code << " " << fault.detail);
        return directory_of(country(), std::move(units));
    }();
    return made;
}

}  // namespace neove::administrative_unit::test
