#pragma once
/// \file
/// Cells of a workbook as they were last shown: saved values, never a calculation; dates as ISO 8601.

#include "base/bytes.h"
#include "base/result.h"
#include "document/protocol/protocol.h"

namespace neove::worker {

Result<document::Answer> read_xlsx(ByteView bytes);

/// Whether a number format shows a date or a time: outside quotes and brackets it has a letter of one.
bool is_date_format(std::string_view format);

/// A day number of a workbook as a date, with the time where it has one; the text itself when it is no day
/// number.
std::string date_of(std::string_view serial, bool from_1904);

/// Column and row of a reference such as `AB12`; zeros when it is none.
struct CellPlace {
    std::uint32_t row{0};
    std::uint32_t column{0};
};
CellPlace place_of(std::string_view reference);

}  // namespace neove::worker
