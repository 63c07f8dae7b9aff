#pragma once
/// \file
/// An official letter, plan or brief as a value, and how it is written: as a text document laid out the way
/// offices lay theirs out (the sender above on the left, the state above on the right, title, body,
/// signature, recipients, annexes on pages of their own), or as plain text. Number, day and signature are
/// left open: they come from whoever signs.

#include "base/result.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace neove::paper {

/// Words of the frame, the same on every paper.
struct Frame {
    std::string nation;      ///< first line above on the right
    std::string motto;       ///< below it, ruled
    std::string number;      ///< `Số:`
    std::string day;         ///< after the place, with room for day and month
    std::string about;       ///< before a letter's subject: `V/v`
    std::string to;          ///< `Kính gửi:`
    std::string recipients;  ///< `Nơi nhận:`
    std::string end;         ///< closes the body: `./.`
};

struct Letterhead {
    std::string above;   ///< the body over the sender; may be empty
    std::string own;     ///< the sender
    std::string symbol;  ///< what follows the number, with its stroke: `/KH-UBND`
    std::string place;
};

enum class Align : std::uint8_t { Start, Centre, End };

/// `level` 1 to 3: `I.`, `1.`, `a)`; counted by the writer.
struct Heading {
    int level{1};
    std::string text;
};
struct Paragraph {
    std::string text;
};
/// A line of a list, with a dash.
struct Item {
    std::string text;
};
struct Column {
    std::string heading;
    int width{1};  ///< its share of the width
    Align align{Align::Start};
};
/// One whose `group` is written stands across all columns.
struct Row {
    std::vector<std::string> cells;
    std::string group{};
};
struct Table {
    std::vector<Column> columns;
    std::vector<Row> rows;
};
/// What follows stands on pages of its own, numbered from one.
struct Annex {
    std::string label;  ///< `Phụ lục`
    std::string title;
    std::string note;  ///< to which paper it belongs
    bool is_wide{false};
};
using Block = std::variant<Heading, Paragraph, Item, Table, Annex>;

struct Paper {
    Frame frame;
    Letterhead letterhead;
    std::string kind;  ///< `KẾ HOẠCH`; empty: a letter, whose subject stands under its number
    std::string subject;
    std::vector<std::string> to;  ///< addressees
    std::vector<Block> blocks;
    std::vector<std::string> signature;   ///< lines above the place of the name
    std::vector<std::string> recipients;  ///< without dashes and closing marks
};

/// The bytes of a .docx: the same for the same paper, and nothing in it of who made it when. Refuses
/// `paper.unwritable` for a control character other than tab and line end, and for broken UTF-8.
Result<std::string> write_docx(const Paper& paper);

/// Title, body and lists as lines, to be pasted; no letterhead, signature or recipients. Refuses the same.
Result<std::string> write_text(const Paper& paper);

/// `I`, `II` …; `1`, `2` …; `a`, `b`, `c`, `d`, `đ` …: what stands before the heading that is the `number`th
/// of its level, with its mark.
std::string heading_mark(int level, int number);

}  // namespace neove::paper
