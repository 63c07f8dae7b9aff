#pragma once
/// \file
/// The codes that stand in a fill-in sheet: one for the sheet, which says whose it is and by which form it
/// was made, and one a row, which says which record it is and how that stood. Both carry a keyed mark, so
/// that what somebody made up or took from another sheet is not read. A row's code holds by itself: rows may
/// be sorted, cut and left out.

#include "base/crypto.h"
#include "base/id.h"
#include "calendar/date.h"

#include <optional>
#include <string>
#include <string_view>

namespace neove::service {

struct SheetCode {
    OrganisationId body;
    calendar::Date made_on;
    std::string form;  ///< of the questions that the columns are, eight hex digits
    std::string mark;
    bool operator==(const SheetCode&) const = default;
};
struct RowCode {
    std::string number;  ///< of the record
    std::string state;   ///< eight hex digits over what whoever took the sheet saw of it
    std::string mark;
    bool operator==(const RowCode&) const = default;
};

/// What a text of a cell may be; its mark is not looked at. Nothing where the shape is another.
std::optional<SheetCode> parse_sheet_code(std::string_view text);
std::optional<RowCode> parse_row_code(std::string_view text);
std::string text_of(const SheetCode& code);
std::string text_of(const RowCode& code);
/// Whether a text means to be the code of a sheet, right or not.
bool is_like_sheet_code(std::string_view text);

/// Eight hex digits of the questions' words or a record's ETag.
std::string short_mark(std::string_view of);

/// Makes and knows the marks of one register and one action.
class FillInMarks {
public:
    /// `key` must outlive it.
    FillInMarks(const crypto::Secret& key, std::string_view register_id, std::string_view action);
    SheetCode sheet(const OrganisationId& body, calendar::Date made_on, std::string form) const;
    RowCode row(const SheetCode& of, std::string number, std::string state) const;
    bool is_ours(const SheetCode& code) const;
    bool is_of(const SheetCode& sheet, const RowCode& code) const;

private:
    std::string mark_of(const SheetCode& code) const;
    std::string mark_of(const SheetCode& sheet, const RowCode& code) const;

    const crypto::Secret& key_;
    Bytes place_;
};

}  // namespace neove::service
