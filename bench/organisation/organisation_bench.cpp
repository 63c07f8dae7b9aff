/// \file
/// How long it takes to build a directory of 10,000 organisations, to resolve 500 names against 2,000, to
/// search 10,000, and to plan an import of 10,000 rows. Medians and spread of 21 rounds.

#include "organisation/import.h"
#include "organisation/test_pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>

namespace neove::organisation {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int kRounds = 21;

template <typename Work>
void measure(std::string_view what, Work work) {
    std::vector<std::int64_t> micros;
    for (int round = 0; round < kRounds; ++round) {
        const auto start = Steady::now();
        work();
        const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start);
        micros.push_back(spent.count());
    }
    std::ranges::sort(micros);
    fmt::print("{:44} median {:>8} us, {} to {}\n", what, micros[kRounds / 2], micros.front(), micros.back());
}

/// A province: the demo's root, then communes with what is inside them, by numbered names.
std::vector<Organisation> many(std::size_t count) {
    std::vector<Organisation> out{*test::demo_pack().directory.find(test::demo_id("people_committee"))};
    for (std::size_t i = 0; out.size() < count; ++i) {
        Organisation one;
        const std::size_t unit = i / 5;
        const std::string place = fmt::format("xã Số {}", unit);
        one.id = test::demo_id(fmt::format("many {}", i));
        one.parent = i % 5 == 0 ? out.front().id : test::demo_id(fmt::format("many {}", unit * 5));
        const char* names[] = {
            "Ủy ban nhân dân", "Phòng Văn hóa - Xã hội", "Công an", "Trạm Y tế", "Hội Liên hiệp Phụ nữ"};
        const char* kinds[] = {
            "commune_committee", "commune_desk", "commune_police", "health_station", "commune_union"};
        one.name = fmt::format("{} {}", names[i % 5], place);
        one.kind = kinds[i % 5];
        one.code = fmt::format("H98.{}", i);
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<std::string> asked(const std::vector<Organisation>& some) {
    std::mt19937 random(5);
    std::vector<std::string> out;
    for (int i = 0; i < 500; ++i) {
        const std::string& name = some[random() % some.size()].name;
        switch (i % 5) {
            case 0: out.push_back("UBND các xã, phường"); break;
            case 1: out.push_back("Ủy ban nhân các xã, phường"); break;
            case 2: out.push_back("Cục Không Ai Biết thuộc Bộ Không Ai Biết"); break;
            default: out.push_back(name); break;
        }
    }
    return out;
}

Rows table(const std::vector<Organisation>& some) {
    Rows rows{{"tên", "loại", "mã định danh", "cấp trên"}};
    for (const Organisation& one : some) {
        rows.push_back({one.name + " mới", one.kind, "H97" + one.code.substr(3), "UBND tỉnh"});
    }
    return rows;
}

void run() {
    const Vocabulary& vocabulary = test::demo_pack().vocabulary;
    const auto ten_thousand = many(10'000);
    measure("build a directory of 10,000", [&] { const Directory made(ten_thousand, vocabulary.naming); });
    const auto two_thousand = many(2'000);
    const Directory directory(two_thousand, vocabulary.naming);
    const auto names = asked(two_thousand);
    std::size_t settled = 0;
    measure("resolve 500 names against 2,000", [&] {
        settled = 0;
        for (const auto& name : names) {
            if (resolve(directory, vocabulary, name, test::day("2026-11-22")).status != Status::Named)
                ++settled;
        }
    });
    fmt::print("  {} of {} settled\n", settled, names.size());
    const Directory large(ten_thousand, vocabulary.naming);
    measure("search 10,000 for three words", [&] {
        if (large.search("cong an 1234", 20).empty()) fmt::print("nothing found\n");
    });
    const Rows rows = table(ten_thousand);
    measure("plan an import of 10,000 rows into 2,000", [&] {
        int next = 0;
        const auto made = plan_import(rows, directory, vocabulary, [&] {
            return OrganisationId::trusted(fmt::format("{:032x}", next++));
        });
        if (made.rows != rows.size() - 1) fmt::print("rows lost\n");
    });
}

}  // namespace
}  // namespace neove::organisation

int main() {
    neove::organisation::run();
}
