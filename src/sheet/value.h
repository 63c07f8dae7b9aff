#pragma once
/// \file
/// Single values as officers write them. What is not surely one is none.

#include "calendar/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace neove::sheet {

/// `1250000`, `1.250.000`, `1 250 000`, `1,250,000 đồng`, `-5`; no fractions. Groups are of three, with one
/// separator throughout.
std::optional<std::int64_t> read_whole(std::string_view text);

/// `20/11/2026`, `20-11-2026`, `20.11.2026`, `2026-11-20`, `ngày 20 tháng 11 năm 2026`; also only a month
/// (`11/2026`, `tháng 11 năm 2026`) or a year (`2026`, `năm 2026`). Years have four digits.
std::optional<calendar::PartialDate> read_partial(std::string_view text);

/// The same, of a whole day.
std::optional<calendar::Date> read_date(std::string_view text);

/// A day with a time: `20/11/2026 08:30`, `8h30 ngày 20/11/2026`, `2026-11-20T08:30:00`. As the form keeps
/// it: `2026-11-20T08:30`.
std::optional<std::string> read_moment(std::string_view text);

/// Whether a number seems to have lost the zero it begins with, as spreadsheets drop it: a telephone number
/// of nine digits, a paper's of eleven or eight.
bool phone_lost_zero(std::string_view text);
bool paper_lost_zero(std::string_view text);

}  // namespace neove::sheet
