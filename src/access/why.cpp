/// \file
/// Why somebody may, in sentences. Relations that only a register knows are named by their word.

#include "access/rules.h"

#include <array>

namespace neove::access {

namespace {

struct Reason {
    std::string_view relation;
    std::string_view vi;
    std::string_view en;
};
constexpr std::array kReasons = {
    Reason{kOwn, "Hồ sơ thuộc đơn vị của bạn.", "It belongs to your organisation."},
    Reason{kAbove, "Hồ sơ thuộc đơn vị trực thuộc đơn vị của bạn.", "It belongs to a unit below yours."},
    Reason{kCreated, "Bạn đã mở hồ sơ này.", "You opened it."},
    Reason{"responsible", "Bạn được giao phụ trách hồ sơ này.", "It is assigned to you."},
    Reason{"assigned", "Có việc của hồ sơ giao cho đơn vị của bạn.", "A task of it is given to you."},
    Reason{"receiving", "Đơn vị của bạn tiếp nhận hồ sơ này.", "Your organisation receives it."},
    Reason{"monitor", "Bạn được giao theo dõi hồ sơ này.", "You are charged with following it."},
    Reason{kConsent, "Người liên quan đã đồng ý.", "The person concerned agreed."},
    Reason{
        kBreakGlass,
        "Bạn đang mở hồ sơ khẩn cấp; việc này được ghi lại và rà soát.",
        "You opened it in an emergency; this is recorded and reviewed."},
};

/// Of a row that reaches her through the body it names.
std::string sentence_of_reach(std::string_view relation, bool english) {
    const std::string word(row_word(relation));
    if (relation.ends_with(kToDesks)) {
        return english ? "Your organisation is a desk of the body in the relation “" + word + "”."
                       : "Đơn vị của bạn là phòng, bộ phận của cơ quan có quan hệ “" + word + "” với hồ sơ.";
    }
    return english ? "A unit below yours stands in the relation “" + word + "”."
                   : "Đơn vị trực thuộc đơn vị của bạn có quan hệ “" + word + "” với hồ sơ.";
}

std::string sentence(std::string_view relation, std::string_view role_label, bool english) {
    if (has_reach(relation)) return sentence_of_reach(relation, english);
    if (relation == kAny) {
        return (english ? "Because of the role “" : "Do vai trò “") + std::string(role_label) + "”.";
    }
    for (const Reason& reason : kReasons) {
        if (reason.relation == relation) return std::string(english ? reason.en : reason.vi);
    }
    return (english ? "Because of the relation “" : "Do quan hệ “") + std::string(relation) + "”.";
}

}  // namespace

std::string why(const Verdict& verdict, std::string_view role_label, bool english) {
    std::string out;
    for (const std::string& relation : verdict.by) {
        out += (out.empty() ? "" : " ") + sentence(relation, role_label, english);
    }
    return out;
}

}  // namespace neove::access
