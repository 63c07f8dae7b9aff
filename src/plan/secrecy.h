#pragma once
/// \file
/// Marks of secrecy. A document that bears one must not be taken in at all.

#include "plan/reading.h"

#include <optional>
#include <string_view>

namespace neove::plan {

/// MẬT, TỐI MẬT or TUYỆT MẬT as a mark: in capitals and alone on a line, in a cell, behind "Độ mật:" or "TÀI
/// LIỆU", beside a dash, or letter by letter. Words inside prose ("bảo mật", "BÍ MẬT ĐỜI TƯ") are no mark.
/// The highest mark found wins.
std::optional<SecrecyMark> find_secrecy_mark(std::string_view text);

/// KHẨN, THƯỢNG KHẨN, HỎA TỐC as a mark, as written.
std::optional<std::string> find_urgency_mark(std::string_view text);

}  // namespace neove::plan
