#include "worker/pdf_table.h"

#include <doctest/doctest.h>

namespace neove::worker {

namespace {

/// A page of fixed-width letters: each six points wide, lines fourteen points apart, words parted by blanks.
std::vector<PlacedWord> page_of(const std::string& text) {
    std::vector<PlacedWord> words;
    int line = 0;
    int column = 0;
    bool open = false;
    for (const char c : text) {
        if (c == '\n') {
            ++line;
            column = 0;
            open = false;
            continue;
        }
        const bool tail = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (c == ' ') open = false;
        if (c != ' ' && !open)
            words.push_back({column * 600, column * 600, line * 1400, line * 1400 + 1200, ""});
        if (c != ' ') {
            open = true;
            words.back().text += c;
            if (!tail) words.back().right += 600;
        }
        if (!tail) ++column;
    }
    return words;
}

std::optional<std::string> read(const std::string& text) {
    OpenTable open;
    return read_table_page(page_of(text), 1, open);
}

}  // namespace

TEST_CASE("rows of a table become lines, cells that wrap are joined") {
    CHECK(
        read("PHU LUC\n"
             "TT   Noi dung            Chu tri       Thoi gian\n"
             "1    Ra soat so lieu     Cong an xa    Quy I\n"
             "     tren dia ban        Phuong\n"
             "2    Bao cao ket qua     Tinh          Thang 12\n")
            .value() ==
        "PHU LUC\nTT\tNoi dung\tChu tri\tThoi gian\n1\tRa soat so lieu tren dia ban\tCong an xa Phuong\tQuy "
        "I\n"
        "2\tBao cao ket qua\tTinh\tThang 12\n"
    );
}

TEST_CASE("heads of several lines, titles across and text after the table keep their places") {
    CHECK(
        read("     Noi                 Co quan       Thoi\n"
             "TT   dung                chu tri       gian\n"
             "I. NHIEM VU CHUNG CUA CAC CO QUAN TREN DIA BAN TINH\n"
             "1    Ra soat so lieu     Cong an       Quy I\n"
             "2    Hop                 Xa            Quy II\n"
             "\n\n"
             "Noi nhan:                TM. UY BAN\n")
            .value() ==
        "TT\tNoi dung\tCo quan chu tri\tThoi gian\nI. NHIEM VU CHUNG CUA CAC CO QUAN TREN DIA BAN TINH\n"
        "1\tRa soat so lieu\tCong an\tQuy I\n2\tHop\tXa\tQuy II\nNoi nhan:   TM. UY BAN\n"
    );
}

TEST_CASE("a table goes on over the page, with the row it was in") {
    OpenTable open;
    const auto first =
        read_table_page(page_of("TT   Noi dung      Chu tri\n1    Ra soat so    Cong an\n"), 1, open);
    REQUIRE(first);
    CHECK(open.columns.size() == 3);
    const auto second = read_table_page(
        page_of("              2\n     lieu          xa\n2    Hop           Tinh\n"), 2, open
    );
    CHECK(second.value() == "2\n\tlieu\txa\n2\tHop\tTinh\n");
}

TEST_CASE("nothing is claimed where rows are not certain") {
    CHECK(!read("Mot trang van ban thuong\nTT khong phai la bang\n"));
    CHECK(!read(""));
    // Numbers in the middle of their rows: the widest cell begins before them.
    CHECK(
        !read("TT   Noi dung            Chu tri\n"
              "     Ra soat so lieu\n"
              "1    tren dia ban xa     Cong an\n"
              "     Bao cao ket qua\n"
              "2    thuc hien           Tinh\n")
    );
    CHECK(!read(
        "TT   Noi dung            Chu tri\n     khong co so nao     Xa\n     chi co chu          Tinh\n"
    ));
}

TEST_CASE("letters of Vietnamese capitals begin a sentence too") {
    CHECK(
        read("TT   Nội dung      Chủ trì\n1    Đường dây     Ủy ban\n2    Ở xã          Xã\n3    Ấp          "
             "  Xã\n")
    );
    CHECK(!read("TT   Nội dung      Chủ trì\n1    ở giữa câu    Ủy ban\n2    Ở xã          Xã\n"));
}

TEST_CASE("a head printed again ends where it ended before, and the rest of the cut row stands below it") {
    const std::string head =
        "TT   Noi dung             Co quan     Thoi\n"
        "                          chu tri     gian\n";
    OpenTable open;
    const auto first = read_table_page(
        page_of(
            head + "1    Ra soat so lieu      Cong an     Quy I\n2    Bao cao ket qua, ca  Tinh        Quy\n"
        ),
        1,
        open
    );
    REQUIRE(first.has_value());
    CHECK(open.head.at(2) == "Co quan chu tri");
    const auto second = read_table_page(
        page_of(
            "2\n" + head +
            "     nhung viec con lai               II\n     chua lam xong\n     trong nam va\n"
            "     nhung viec khac\n3    Hop                  Xa          Quy IV\n"
        ),
        2,
        open
    );
    REQUIRE(second.has_value());
    CHECK(
        *second ==
        "2\nTT\tNoi dung\tCo quan chu tri\tThoi gian\n"
        "\tnhung viec con lai chua lam xong trong nam va nhung viec khac\t\tII\n3\tHop\tXa\tQuy IV\n"
    );
    // Another head is not the one before: what stands below it is not known to be anybody's rest.
    OpenTable other{.columns = open.columns, .head = {"TT", "Viec", "Ai", "Khi"}};
    CHECK(!read_table_page(
        page_of(head + "     a\n     b\n     c\n     d\n     e\n1    Hop      Xa     Quy\n"), 2, other
    ));
}

TEST_CASE("a head over two columns merges neither them nor what stands below them") {
    const std::optional<std::string> text = read(
        "TT   Noi dung                   Co quan thuc hien       Thoi gian\n"
        "                           Chu tri          Phoi hop\n"
        "(1)     (2)                  (3)              (4)          (5)\n"
        "A    CONG TAC KIEM TRA\n"
        "1    Ra soat so            So Nong nghiep   Cong an xa    Quy I\n"
        "     lieu tren             va Moi truong\n"
        "B    CONG TAC KHAC\n"
        "2    Hop                   Tinh             Xa            Quy II\n"
    );
    REQUIRE(text.has_value());
    CHECK(
        *text ==
        "TT\tNoi dung\tChu tri\tPhoi hop\tThoi gian\n(1)\t(2)\t(3)\t(4)\t(5)\nA\tCONG TAC KIEM TRA\n"
        "1\tRa soat so lieu tren\tSo Nong nghiep va Moi truong\tCong an xa\tQuy I\n"
        "B\tCONG TAC KHAC\n2\tHop\tTinh\tXa\tQuy II\n"
    );
}

}  // namespace neove::worker
