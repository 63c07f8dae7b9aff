/// \file
/// How long a second reading takes to be compared and taken over: 1,000 tasks against 1,000, unchanged,
/// renumbered, every task changed; and the worst that `kTasksMax` lets in. Medians and spread.

#include "review/compare.h"
#include "review/fixture.h"
#include "review/pairing.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

namespace neove::review {
namespace {

using Steady = std::chrono::steady_clock;

template <typename Work>
void measure(std::string_view what, std::size_t rounds, Work work) {
    std::vector<std::int64_t> micros;
    for (std::size_t round = 0; round < rounds; ++round) {
        const auto start = Steady::now();
        work();
        const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start);
        micros.push_back(spent.count());
    }
    std::ranges::sort(micros);
    fmt::print("{:52} median {:>9} us, {} to {}\n", what, micros[rounds / 2], micros.front(), micros.back());
}

/// Syllables as official prose has them: a few in nearly every task, most of them seldom.
std::string words(std::mt19937& random, int count) {
    static const char* const kConsonants[] = {"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "ph", "th"};
    static const char* const kVowels[] = {"a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"};
    static const char* const kEnds[] = {"", "n", "ng", "t", "c", "m", "nh", "p"};
    std::string text;
    for (int i = 0; i < count; ++i) {
        const double rank = 1'152.0 * std::pow(static_cast<double>(random() % 10'000) / 10'000.0, 3.0);
        const auto at = static_cast<std::size_t>(rank);
        text += std::string(kConsonants[at % 12]) + kVowels[at / 12 % 12] + kEnds[at / 144 % 8] + " ";
    }
    return text;
}

std::vector<fixture::Line> lines(std::size_t count, std::mt19937& random) {
    std::vector<fixture::Line> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back({fmt::format("II.{}", i), words(random, 60), {"Sở Sách"}, {}, {}, {}});
    return out;
}

void all() {
    std::mt19937 random(3);
    const auto first = lines(1'000, random);
    auto renumbered = first;
    for (std::size_t i = 0; i < renumbered.size(); ++i) renumbered[i].path = fmt::format("III.{}", i);
    auto changed = renumbered;
    for (fixture::Line& line : changed) line.text += words(random, 12);
    const auto strangers = lines(1'000, random);
    const State old = fixture::plan(first);
    const auto against = [&](std::string_view what, const std::vector<fixture::Line>& next_lines) {
        const State next = fixture::plan(next_lines, fixture::counter(10'000));
        measure(fmt::format("pair 1,000 against 1,000, {}", what), 21, [&] {
            static_cast<void>(pair_sources(old.sources, next.sources));
        });
        measure(fmt::format("compare and accept, {}", what), 7, [&] {
            static_cast<void>(accept(old, next, {}));
        });
    };
    against("unchanged", first);
    against("renumbered", renumbered);
    against("all changed", changed);
    against("nothing in common", strangers);
    auto most = lines(kTasksMax, random);
    const State large = fixture::plan(most);
    for (fixture::Line& line : most) line.text += "mới " + line.path;
    const State larger = fixture::plan(most, fixture::counter(10'000));
    measure(fmt::format("pair {} against {}, all changed", kTasksMax, kTasksMax), 3, [&] {
        static_cast<void>(pair_sources(large.sources, larger.sources));
    });
}

}  // namespace
}  // namespace neove::review

int main() {
    neove::review::all();
}
