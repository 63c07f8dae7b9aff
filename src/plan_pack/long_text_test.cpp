#include "plan_pack/sample.h"

#include <doctest/doctest.h>

/// Not timed: a step that is quadratic makes these take minutes, which no run overlooks.
TEST_CASE("half a million tokens of nonsense are survived") {
    for (const std::string_view piece :
         {"- Đề nghị Sở Y tế phối hợp\n",
          "- (\n",
          "các sở, ",
          "1. A\n",
          "Cơ quan chủ trì: ",
          "khó khăn, vướng mắc phản ánh ",
          "\"",
          "TT\n",
          "từ ngày 5/3 đến ",
          "Sở Y tế chủ trì; ",
          "Đoạn này dài.\n\n"}) {
        std::string text = "KẾ HOẠCH\nI. NHIỆM VỤ\n1. ";
        while (text.size() < 200'000) text += piece;
        const auto reading = neove::plan_pack::read(text);
        CHECK(reading.text.size() > 100'000);
    }
}
