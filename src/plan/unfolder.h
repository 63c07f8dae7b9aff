#pragma once
/// \file
/// Inside of plan/columns.h: puts a table that was set in columns, or came out cell by cell, into rows.

#include "plan/centred_rows.h"
#include "plan/columns.h"
#include "plan/field.h"
#include "plan/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::plan {

/// A piece of a line between wide gaps; columns count code points.
struct Piece {
    std::size_t begin{0};
    std::size_t end{0};
    std::string words;
};

struct PageLine {
    std::string_view text;
    std::vector<Piece> pieces;
    bool blank_before{false};
};

struct Column {
    std::size_t begin{0};
    std::size_t end{0};
    std::string head;
    std::optional<Field> field;
};

std::vector<Piece> pieces_of(std::string_view line);
/// "1", "2.1", "II", "a)": what may number a row.
bool is_index(std::string_view words);

class Unfolder {
public:
    Unfolder(std::string_view text, const Gazetteer& gazetteer) : g_(gazetteer), text_(text) {}
    std::string run();

private:
    enum class CellKind { Text, Body, Time };

    // columns.cpp
    bool read_lines();
    bool may_hold_table() const;
    static bool has_wide_gaps(std::string_view line);
    bool starts_like_index(std::string_view line) const;
    bool starts_with_index_label(std::string_view words) const;
    std::optional<Field> field_of(std::string_view words) const;
    static std::string words_of(const PageLine& line);
    void emit_row(const std::vector<std::string>& cells);

    // columns_head.cpp
    std::optional<std::vector<Column>> read_head(std::size_t i, std::size_t& after) const;
    std::vector<Column> columns_at(std::size_t i) const;
    static std::size_t distance(const Piece& piece, const Column& column);
    bool add_head_line(std::size_t i, std::vector<Column>& columns) const;
    std::vector<std::size_t> find_borders(
        const std::vector<Column>& columns, std::size_t from, std::size_t to
    ) const;
    static std::size_t column_of(const Piece& piece, const std::vector<std::size_t>& borders);
    bool ends_table(const PageLine& line, const std::vector<std::size_t>& borders) const;
    bool repeats_head_of(const std::vector<Column>& columns, std::size_t i, std::size_t& after) const;
    std::size_t page_end(const std::vector<Column>& columns, std::size_t first, std::size_t last) const;
    bool is_page_number(std::size_t i, const std::vector<std::size_t>& borders) const;
    void emit_head(const std::vector<Column>& columns);

    // columns_rows.cpp
    bool unfold_set(std::size_t& i);
    void emit_rows(
        const std::vector<Column>& columns,
        const std::vector<std::size_t>& borders,
        std::size_t first,
        std::size_t last
    );
    std::vector<bool> row_begins(
        const std::vector<Column>& columns,
        const std::vector<std::size_t>& borders,
        std::size_t first,
        std::size_t last
    ) const;
    static void add_row_piece(const Piece& piece, std::size_t column, RowLine& row);
    bool has_index(std::size_t i, const std::vector<Column>& columns, const std::vector<std::size_t>& borders)
        const;
    bool begins_row(
        std::size_t i, const std::vector<Column>& columns, const std::vector<std::size_t>& borders
    ) const;
    bool fills_columns(
        std::size_t begin,
        std::size_t end,
        const std::vector<Column>& columns,
        const std::vector<std::size_t>& borders
    ) const;
    bool rows_are_blocks(
        const std::vector<Column>& columns,
        const std::vector<std::size_t>& borders,
        std::size_t first,
        std::size_t last
    ) const;

    // columns_flowing.cpp
    bool unfold_flowing(std::size_t& i);
    std::optional<std::vector<Field>> read_flowing_head(std::size_t i, std::size_t& after) const;
    std::optional<std::vector<Field>> labels_in(std::string_view words) const;
    static std::optional<std::string> leading_index(std::string_view line);
    static bool is_roman_word(std::string_view word);
    static bool follows(const std::string& before, const std::string& index);
    static bool follows_group(const std::string& before, const std::string& group);
    bool repeats_head(std::size_t head, std::size_t first, std::size_t n, std::size_t& after) const;
    bool begins_flowing_row(std::size_t n, const std::vector<std::string_view>& cells) const;
    bool ends_flow(const PageLine& line) const;
    std::string head_word(Field field) const;
    void emit_flowing(
        const std::string& index, const std::vector<std::string_view>& lines, const std::vector<Field>& fields
    );
    void place_cells(
        const std::vector<std::string>& cells, const std::vector<Field>& fields, std::vector<std::string>& row
    ) const;

    // columns_cell.cpp
    CellKind kind_of(std::string_view words) const;
    static bool is_bare_day(const TimeReader& time, const Tokens& t);
    bool speaks_of_time(std::string_view words) const;
    bool continues(std::string_view before, std::string_view line) const;

    const Gazetteer& g_;
    std::string_view text_;
    std::vector<PageLine> lines_;
    std::string out_;
    bool changed_{false};
};

}  // namespace neove::plan
