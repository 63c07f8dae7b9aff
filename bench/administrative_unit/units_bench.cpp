/// \file
/// A national list of make-believe size: 10,000 old units and 3,321 new ones. From values into the directory,
/// from CSV into values, a search, and what every old unit is called today.

#include "administrative_unit/list.h"
#include "administrative_unit/shipped.h"
#include "administrative_unit/today.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

namespace neove::administrative_unit {

namespace {

constexpr int kOld = 10'000;
constexpr int kNew = 3'321;
const char* const kFirst[] = {"Bến", "Gò", "Rạch", "Suối", "Đồng", "Hồ", "Lũng", "Khe", "Vàm", "Cồn"};
const char* const kSecond[] = {"Sen", "Mận", "Lau", "Sậy", "Sương", "Khói", "Sim", "Nhài", "Trầu", "Nhạn"};

std::string file_text(const std::string& name) {
    std::ifstream file(std::string(NEOVE_SOURCE_DIR) + "/packs/vn_administration/" + name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string name_of(int i) {
    return fmt::format("{} {} {}", kFirst[i % 10], kSecond[i / 10 % 10], i / 100);
}

std::string old_list() {
    std::string out = "code,name,kind,parent,valid_from,valid_until\n98,Cũ,province,,unknown,2025-07-01\n";
    out += "998,Cũ,rural_district,98,unknown,2025-07-01\n";
    for (int i = 0; i < kOld; ++i) {
        out += fmt::format("{:05},{},commune,998,unknown,2025-07-01\n", i, name_of(i));
    }
    return out;
}

std::string new_list() {
    std::string out = "code,name,kind,parent,predecessors\n98,Mới,province,,2025-06-30/98 whole\n";
    for (int i = 0; i < kNew; ++i) {
        std::string before;
        for (int old = i; old < kOld; old += kNew) before += fmt::format("2025-06-30/{:05} whole;", old);
        out += fmt::format("{:05},{},commune,98,{}\n", i, name_of(i), before);
    }
    return out;
}

void measure(const char* what, int rounds, const std::function<bool()>& work) {
    std::vector<double> times;
    bool good = true;
    for (int i = 0; i < rounds; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        good = work() && good;
        const auto spent = std::chrono::steady_clock::now() - begin;
        times.push_back(std::chrono::duration<double, std::milli>(spent).count());
    }
    std::ranges::sort(times);
    const auto at = [&](std::size_t tenth) { return times[tenth * (times.size() - 1) / 10]; };
    fmt::print(
        "{:<44} median {:8.2f} ms  p10 {:8.2f}  p90 {:8.2f}  ({} rounds){}\n",
        what,
        at(5),
        at(1),
        at(9),
        rounds,
        good ? "" : "  FAILED"
    );
}

int run() {
    Diagnostics faults;
    const std::string words = file_text("unit_kinds.yaml");
    const Shipped shipped = read_shipped(words, {}, faults);
    const std::string before = old_list();
    const std::string now = new_list();
    const std::vector<ListFile> files{{"2025-06-30", before}, {"2025-07-01", now}};
    const std::vector<Unit> units = read_lists(shipped, files, faults);
    const auto day = Day::parse_iso("2026-11-22");
    if (!faults.empty() || !day || units.size() != kOld + kNew + 3) return EXIT_FAILURE;
    measure("13,324 units into the directory", 31, [&] {
        return directory_of(shipped, units).lists().size() == 2;
    });
    measure("both lists from CSV, checked", 11, [&] {
        return read_lists(shipped, files, faults).size() == units.size();
    });
    const Directory directory = directory_of(shipped, units);
    measure("one search", 101, [&] { return !directory.search("suoi lau 7", {}, 50).empty(); });
    measure("what 10,000 old units are called today", 31, [&] {
        std::size_t found = 0;
        for (const Unit& unit : directory.all()) {
            found += today_of(directory, unit.reference, *day).candidates.size();
        }
        return found >= kOld;
    });
    return EXIT_SUCCESS;
}

}  // namespace

}  // namespace neove::administrative_unit

int main() {
    return neove::administrative_unit::run();
}
