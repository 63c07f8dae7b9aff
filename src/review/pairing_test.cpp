#include "review/pairing.h"

#include "review/compare.h"
#include "review/likeness.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <tuple>

namespace neove::review {

namespace {

/// The promise of pairing.h word by word: every pair is looked at, the best is taken first.
std::vector<std::optional<Pair>> pair_naively(const std::vector<Item>& old, const std::vector<Item>& next) {
    using Candidate = std::tuple<int, std::int64_t, int, std::size_t, std::size_t>;
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < old.size(); ++i) {
        for (std::size_t j = 0; j < next.size(); ++j) {
            const std::int64_t alike = likeness(old[i].text, next[j].text);
            const bool same_path = !old[i].path.empty() && old[i].path == next[j].path;
            if (!same_path && alike < kRelated) continue;
            const int grade = alike >= kAlike ? 0 : alike >= kRelated ? 1 : 2;
            candidates.emplace_back(grade, -alike, same_path ? 0 : 1, i, j);
        }
    }
    std::ranges::sort(candidates);
    std::vector<std::optional<Pair>> pairs(old.size());
    std::vector<bool> taken(next.size(), false);
    for (const auto& [grade, minus, path, i, j] : candidates) {
        if (pairs[i] || taken[j]) continue;
        pairs[i] = Pair{j, -minus};
        taken[j] = true;
    }
    return pairs;
}

Item item(std::string path, std::string text) {
    Item out;
    out.path = std::move(path);
    out.text = std::move(text);
    return out;
}

std::vector<Item> some_items(std::mt19937& random) {
    static const char* const kWords[] = {"sách", "Sach", "xã", "lớp", "30/6", "kho", "…"};
    static const char* const kPaths[] = {"", "1", "1", "2", "II.a", "II.b"};
    std::vector<Item> items;
    for (std::size_t left = random() % 9; left > 0; --left) {
        std::string text;
        for (std::size_t words = random() % 7; words > 0; --words)
            text += std::string(kWords[random() % 7]) + " ";
        items.push_back(item(kPaths[random() % 6], std::move(text)));
    }
    return items;
}

}  // namespace

TEST_CASE("the index of words pairs exactly as looking at every pair would") {
    std::mt19937 random(11);
    for (int round = 0; round < 3'000; ++round) {
        CAPTURE(round);
        const auto old = some_items(random);
        const auto next = some_items(random);
        const auto fast = pair_sources(old, next);
        const auto slow = pair_naively(old, next);
        REQUIRE(fast.size() == slow.size());
        for (std::size_t i = 0; i < fast.size(); ++i) {
            CAPTURE(i);
            REQUIRE(fast[i].has_value() == slow[i].has_value());
            if (!fast[i]) continue;
            CHECK(fast[i]->next == slow[i]->next);
            CHECK(fast[i]->likeness == slow[i]->likeness);
        }
    }
}

TEST_CASE("an unchanged task stays where it is, though its words stand elsewhere too") {
    const std::vector<Item> old{item("1", "Mua sách"), item("2", "Mua sách"), item("3", "Bán sách cũ")};
    const std::vector<Item> next{item("3", "Bán sách cũ"), item("2", "Mua sách"), item("1", "Mua sách")};
    const auto pairs = pair_sources(old, next);
    CHECK(pairs[0]->next == 2);
    CHECK(pairs[1]->next == 1);
    CHECK(pairs[2]->next == 0);
}

}  // namespace neove::review
