#pragma once
/// \file
/// A table as officers keep it, read as answers to a form: the heading row is found under a title block,
/// columns by what people call them, values by the type that is asked for. What cannot be read surely is a
/// fault at its cell and never a guess. Whether the answers are right is the form's question.

#include "calendar/date.h"
#include "form/form.h"
#include "json/json.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace neove::sheet {

inline constexpr std::size_t kMostRows = 5'000;      ///< below the heading
inline constexpr std::uint32_t kMostColumns = 256;   ///< what lies further out is no table of a form
inline constexpr std::uint32_t kMostTitleRows = 40;  ///< above the heading
inline constexpr std::size_t kLongestCell = 20'000;  ///< bytes

/// Rows and columns count from 1, as people see them.
struct Cell {
    std::uint32_t row{0};
    std::uint32_t column{0};
    std::string text;
};
/// `C7`.
std::string place_of(std::uint32_t row, std::uint32_t column);

/// What of an answer a column holds: some answers take more than one.
enum class Part : std::uint8_t {
    Whole,       ///< of a person her name, of a paper its number
    OtherNames,  ///< of a person
    Born,        ///< of a person
    Kind,        ///< of a paper
};

/// A code, and what people write for it.
struct Word {
    std::string code;
    std::vector<std::string> written;
};

/// Columns beside those of the form's fields: when it happened, and why.
inline constexpr std::string_view kOccurredOn = "@occurred_on";
inline constexpr std::string_view kReason = "@reason";
/// A column whose words say which record the row is about; read as they stand.
inline constexpr std::string_view kRowCode = "@row";

/// A column that a sheet may have.
struct Column {
    std::string id;  ///< of the field, with its part: `patient`, `patient.born`; or a word above
    const form::Field* field{nullptr};  ///< null for the words above and links; must outlive the guide
    Part part{Part::Whole};
    std::vector<std::string> headings;  ///< in every language, the one that a template writes first
    std::vector<Word> words{};          ///< of a choice or a kind
    bool is_needed{false};              ///< without it no row can be right
    bool is_link{false};                ///< its cells are numbers of other records; it has no field
};
using Guide = std::vector<Column>;

/// A name as the answer that it means, or the code of a fault.
struct Meant {
    json::Value answer{};
    std::string fault{};
};
using Mean = std::function<Meant(const form::Field&, std::string_view)>;

/// Names that only others know. One without a function is taken as a code.
struct Names {
    Mean organisation{};
    Mean admin_unit{};
    Mean country{};
    Mean language{};
};

struct Fault {
    std::uint32_t row{0};
    std::uint32_t column{0};  ///< 0: of the whole row
    std::string id{};         ///< of the column, where it is one of the guide
    std::string code;         ///< `import.…`
    auto operator<=>(const Fault&) const = default;
};

/// A column of the sheet.
struct Placed {
    std::uint32_t column{0};
    std::size_t at{0};  ///< in the guide
};
/// One that nothing reads; its heading as written.
struct Ignored {
    std::uint32_t column{0};
    std::string heading;
};

/// The number of another record, as it stands in a cell; whether there is one only others know.
struct Pointed {
    std::uint32_t column{0};
    std::size_t at{0};  ///< in the guide
    std::string number;
};

struct Row {
    std::uint32_t row{0};
    json::Value answers{json::Object{}};  ///< as a form sends them, not settled
    std::optional<calendar::PartialDate> occurred_on{};
    std::string reason{};
    std::string code{};  ///< of `kRowCode`
    std::vector<Pointed> links{};
    std::set<std::string> faulty{};  ///< fields whose cells could not be read
};

struct Reading {
    std::uint32_t heading_row{0};  ///< 0: none was found
    std::vector<Placed> columns;
    std::vector<Ignored> ignored;
    std::vector<Row> rows;
    std::vector<Fault> faults;  ///< in the order of the sheet
};

/// How many columns of the guide the best heading row of these cells has; 0 where there is none.
std::size_t matches(const std::vector<Cell>& cells, const Guide& guide);

/// Codes: `import.no_heading`, `import.too_many_columns`, `import.too_many_records`, `import.column_twice`,
/// `import.heading_ambiguous`, `import.column_missing`, `import.cell_too_long`, `import.number`,
/// `import.date`, `import.moment`, `import.not_an_option`, `import.option_ambiguous`, `import.lost_zero` (a
/// spreadsheet dropped a leading zero), `import.kind_missing`, and those of `Names`.
Reading read(const std::vector<Cell>& cells, const Guide& guide, const Names& names);

/// As headings and names are compared: no accents, no case, no punctuation, single blanks.
std::string key_of(std::string_view text);

}  // namespace neove::sheet
