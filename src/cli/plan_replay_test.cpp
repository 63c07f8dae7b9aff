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
        "TT\tNội dung\tChủ trì\n1\tA\tSở Y tế\nI. Nhóm\n2\tB\t-nt-\n〃\t〃\t〃\n",
        "STT\tNội dung\tPhân công\t\tThời hạn\n〃\t\tChủ trì\tPhối hợp\n\t\t\n1\tA\tSở Y tế\n",
        "TT\tNội dung\tChủ trì\n1\ta b\tSở\n\f2\nTT\tNội dung\tChủ trì\n\tc d\tY tế\n\f\n\te\n",
        "UBND TỈNH A SỞ Y TẾ\tX\nCÔNG AN TỈNH -\nSỞ\nTỈNH\nKẾ HOẠCH\nI. A\n",
        "KẾ HOẠCH\nCăn cứ Kế hoạch số 1/KH ngày 1/1/2031 về a b; a b c, Sở Y tế xây dựng như sau:\n1. A",
        "1. A./.\nNơi nhận: - B; - C.\tKT.GIÁM ĐỐC PHÓ GIÁM ĐỐC TS. Lê Bến",
        "I. B\n1. Sở Y tế thực hiện 2 việc; nội dung tại Phụ lục kèm theo.\nPhụ lục\nTT\tNội dung\n1\tbáo "
        "cáo\n",
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
