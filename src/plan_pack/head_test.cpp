/// \file
/// The head and the foot of a document: who issues it, on what it rests, who signs.

#include "plan_pack/sample.h"

#include <doctest/doctest.h>

using namespace neove::plan;
using neove::plan_pack::joined;
using neove::plan_pack::read;

namespace {

Document head_of(std::string_view letterhead, std::string_view bases = "", std::string_view foot = "") {
    return read(
               std::string(letterhead) + "\nKẾ HOẠCH\nLàm sạch các tuyến kênh năm 2031\n\n" +
               std::string(bases) + "\nI. NHIỆM VỤ\n1. Sở Y tế phun thuốc muỗi./.\n\n" + std::string(foot)
    )
        .document;
}

std::string issuer(std::string_view letterhead) {
    return head_of(letterhead).issuer.value_or("");
}

std::string signed_by(std::string_view foot) {
    const Document document = head_of("SỞ Y TẾ", "", foot);
    return document.signer_title.value_or("") + " | " + document.signer.value_or("");
}

}  // namespace

TEST_CASE("the lowest body of a letterhead issues, with the territory of the one above it") {
    CHECK(issuer("UBND TỈNH BẾN TRÀ\nSỞ Y TẾ") == "Sở Y tế tỉnh Bến Trà");
    CHECK(
        issuer("ỦY BAN NHÂN DÂN\nTỈNH BẾN TRÀ\nSỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG") ==
        "Sở Nông nghiệp và môi trường tỉnh Bến Trà"
    );
    CHECK(issuer("ỦY BAN NHÂN DÂN TỈNH\nBẾN TRÀ\nSỞ Y TẾ") == "Sở Y tế tỉnh Bến Trà");
    CHECK(issuer("BỘ CÔNG AN\nCÔNG AN TỈNH BẾN TRÀ") == "Công an tỉnh Bến Trà");
    CHECK(issuer("UBND TỈNH BẾN TRÀ\nUBND XÃ CẦU SEN") == "Ủy ban nhân dân xã Cầu Sen");
    CHECK(issuer("ỦY BAN NHÂN DÂN PHƯỜNG\nHỘI AN") == "Ủy ban nhân dân phường Hội An");
    CHECK(
        issuer("UBND TỈNH BẾN TRÀ\nBAN CHỈ ĐẠO PHÒNG, CHỐNG\nTỘI PHẠM VÀ MA TÚY") ==
        "Ban chỉ đạo phòng, chống tội phạm và ma túy tỉnh Bến Trà"
    );
    // A number that is still to be written in is no name.
    CHECK(issuer("UBND TỈNH BẾN TRÀ\nSố:      /KH-UBND") == "Ủy ban nhân dân tỉnh Bến Trà");
}

TEST_CASE("two bodies in one cell are taken apart, a place that sounds like one is not") {
    CHECK(
        issuer("Ủy ban nhân dân tỉnh Bến Trà Sở Y tế\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 4/KH-SYT\tBến "
               "Trà, ngày 03/3/2031") == "Sở Y tế tỉnh Bến Trà"
    );
    CHECK(
        issuer("Công an tỉnh Bến Trà Phòng Cảnh sát hình sự\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 4/PCSHS"
        ) == "Phòng Cảnh sát hình sự, Công an tỉnh Bến Trà"
    );
    CHECK(
        issuer("CÔNG AN TỈNH BẾN TRÀ\nPHÒNG CẢNH SÁT HÌNH SỰ") ==
        "Phòng Cảnh sát hình sự, Công an tỉnh Bến Trà"
    );
    CHECK(
        issuer("Ủy ban nhân dân xã Tân Hội Đông\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 4/KH-UBND\tTân Hội "
               "Đông, ngày 03/3/2031") == "Ủy ban nhân dân xã Tân Hội Đông"
    );
}

TEST_CASE("a basis ends where the document itself begins to speak, and not at a semicolon inside its title") {
    const auto bases = [](std::string_view words) {
        std::string out;
        for (const LegalBasis& one : head_of("SỞ Y TẾ", words).legal_bases)
            out += (out.empty() ? "" : " | ") + one.number.value_or("") + " " + one.title;
        return out;
    };
    CHECK(
        bases("Thực hiện Kế hoạch số 12/KH-UBND ngày 02/02/2031 của Ủy ban nhân dân tỉnh về vớt bèo, Sở Y tế "
              "xây dựng "
              "kế hoạch thực hiện như sau:") == "12/KH-UBND của Ủy ban nhân dân tỉnh về vớt bèo"
    );
    CHECK(
        bases("Thực hiện Kế hoạch số 12/KH-UBND ngày 02/02/2031 của Ủy ban nhân dân tỉnh về phòng, chống lũ; "
              "phòng, "
              "chống hạn năm 2031; Kế hoạch số 13/KH-BYT ngày 03/02/2031 của Bộ Y tế về phun thuốc.") ==
        "12/KH-UBND của Ủy ban nhân dân tỉnh về phòng, chống lũ; phòng, chống hạn năm 2031 | "
        "13/KH-BYT của Bộ Y tế về phun thuốc"
    );
    CHECK(
        bases("Căn cứ Kế hoạch số 12/KH-UBND ngày 02/02/2031 của Ủy ban nhân dân tỉnh về phòng, chống lũ; "
              "tình hình "
              "bèo trên kênh rất dày.") == "12/KH-UBND của Ủy ban nhân dân tỉnh về phòng, chống lũ"
    );
}

TEST_CASE("a signature keeps its lines, wherever the file lost them") {
    CHECK(
        signed_by("Nơi nhận:\n- Như trên.\nKT.GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nLê Văn Bến") ==
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC | Lê Văn Bến"
    );
    CHECK(
        signed_by("Nơi nhận: - Như trên; - Lưu: VT.\tTM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Văn Bến"
        ) == "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH | Lê Văn Bến"
    );
    CHECK(
        signed_by("Nơi nhận:\n- Như trên.\nTL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nBSCKII. "
                  "Lê Văn Bến") == "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG | Lê Văn Bến"
    );
    CHECK(signed_by("Nơi nhận:\n- Như trên.\nTHỦ TRƯỞNG ĐƠN VỊ") == "THỦ TRƯỞNG ĐƠN VỊ | ");
    CHECK(
        joined(head_of("SỞ Y TẾ", "", "Nơi nhận: - Như trên; - Lưu: VT.\tGIÁM ĐỐC Lê Văn Bến").recipients) ==
        "Như trên | Lưu: VT"
    );
}
