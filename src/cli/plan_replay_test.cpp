/// \file
/// Replays the fuzz bodies of the plan reader over a small corpus, in the ordinary build.

#include "../fuzz/plan/bodies.h"

#include <doctest/doctest.h>

#include <random>

TEST_CASE("the fuzz bodies hold over their corpus") {
    const std::vector<std::string> corpus{
        "",
        "\xff\xfe",
        "I.",
        "1. ",
        "- ",
        "MẬT",
        "TT\tNội dung\n1\tA",
        "TT Nội dung Cơ quan chủ trì\n1\nA\nSở Y tế",
        "TT   Nội dung   Chủ trì\n 1   A   Sở Y tế\n",
        "1. báo cáo (",
        "1. trước ngày 31/12/",
        "a: [b",
        "quý I, II/2031 từ 5/3 - 6/3",
        "Điều 1. Giao",
        "Nơi nhận:\nPHỤ LỤC\n|1|2|",
        std::string(4000, '('),
        std::string(3000, '"'),
        "1. Cơ quan chủ trì:",
        "(qua ",
        "Các Bộ:",
    };
    std::mt19937 random(23);
    for (const std::string& seed : corpus) {
        for (int round = 0; round < 30; ++round) {
            std::string bytes = seed;
            for (int change = 0; change < round / 3 && !bytes.empty(); ++change) {
                bytes[random() % bytes.size()] = static_cast<char>(random());
            }
            neove::fuzz::try_read_plan(bytes);
            neove::fuzz::try_yaml(bytes);
            neove::fuzz::try_dates(bytes);
        }
    }
    CHECK(!corpus.empty());
}
