#pragma once
/// \file
/// Templates of papers: which rows of which registers become an official letter, a plan or a text to paste,
/// and with which words. Data of a programme; who may have one is the register's rule for exports.

#include "base/result.h"
#include "json/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::definition {

struct Bundle;
struct Programme;

/// What a text of a template holds between its plain words.
struct Piece {
    enum class Kind : std::uint8_t {
        Plain,
        Own,     ///< `{own}`: the sender
        Above,   ///< `{above}`: the body over it
        Year,    ///< `{year}`
        Today,   ///< `{today}`
        Count,   ///< `{count}`, `{count:source}`: how many rows
        Values,  ///< `{values:field}`: the different answers, between commas
        Answer,  ///< `{answer:field}`: of the one record, or of the row it is said of
        Within,  ///< `{within:field}`: the same inside a sentence, with a small first letter
        Symbol,  ///< `{symbol}`: `/KH-UBND`, as the head has it
        Lines,  ///< `{lines:field}`: how many lines the paper's own rows stand there as (`PaperBlock::lines`)
        Years,  ///< `{years:field}`: of the days answered, from this year on: `2026 - 2027`
        Again   ///< `{again:action}`: ` (lần 2)` where it was taken of every row before; else nothing
    };
    Kind kind{Kind::Plain};
    std::string text;  ///< plain words, or what stands after the colon
};
/// Nothing where a brace is not closed or its word unknown.
std::optional<std::vector<Piece>> pieces_of(std::string_view text);

/// What a column may show beside fields.
inline constexpr std::string_view kPaperOrdinal = "ordinal", kPaperNumber = "number", kPaperState = "state",
                                  kPaperDue = "due", kPaperOwner = "owner", kPaperStanding = "standing",
                                  kPaperBlank = "blank",  ///< to be written by hand
    kPaperBoard = "board";                                ///< of Counts: as the register's board counts

struct PaperColumn {
    std::string of{};         ///< a field, or one of the words above
    std::string count{};      ///< an action: how often it was taken
    std::string otherwise{};  ///< a field: its answer stands there where `of` has none
    std::string empty{};      ///< words for a cell that nothing was answered for
    std::string line{};       ///< what a line says in its place (`PaperBlock::lines`)
    std::string heading{};
    int width{1};
    int cut{0};  ///< characters after which a cell ends with "…", at a word; 0: never
    bool centred{false};
};

struct PaperBlock {
    enum class Kind : std::uint8_t { Heading, Paragraph, Item, Table, Counts, Annex };
    Kind kind{Kind::Paragraph};
    std::string text;
    int level{1};
    std::string source;  ///< empty: the paper's own rows
    std::vector<PaperColumn> columns;
    std::string group;  ///< a field: rows of one answer stand together under it
    std::string lines;  ///< a field of rows: a record that has some stands there as these, one below another
    std::string by;     ///< of Counts: `state`, `standing`, `board` or a field
    std::string empty;  ///< what stands there where no row is
    int most{0};        ///< rows shown; 0: all
    std::string more;   ///< said where there are more rows than that
    std::string where;  ///< rows: it stands there only if there are any
    std::string note;
    bool is_wide{false};
    bool of_each{false};  ///< of a paragraph: said of each row, once where it reads the same
};

/// Which rows a paper reads, beside what whoever asks for it narrows them to.
struct PaperRows {
    std::string id;  ///< empty: those it is asked for
    std::string register_id;
    std::vector<std::string> states;
    bool overdue{false};
    std::string own;  ///< a field that must name the sender
    std::string may;  ///< an action: those of which whoever drafts may take it now
    std::string sort;
};

struct PaperTemplate {
    std::string id;
    std::string register_id;  ///< in whose list or records it is offered
    bool of_record{false};    ///< over one record; else over a list
    bool is_text{false};      ///< to be pasted: public answers alone
    bool confidential{false};
    std::vector<std::string> internal;  ///< fields that a text to be pasted may say beside public ones
    std::string name_vi, name_en;
    std::string kind;    ///< `KẾ HOẠCH`; empty: a letter
    std::string symbol;  ///< `KH`
    std::string subject;
    std::vector<std::string> to;
    std::string to_each;  ///< a field: whom its answers name
    int to_most{0};
    std::string to_otherwise;
    std::vector<PaperRows> rows;  ///< first the paper's own
    bool may_be_empty{false};     ///< has something to say where none of its own rows is
    std::vector<PaperBlock> blocks;
    std::vector<std::string> recipients;
    const PaperRows* find_rows(std::string_view source) const;
    /// Whether it says of these rows only how many there are, in all and in which state.
    bool only_counts(const PaperRows& of) const;
    /// Registers that it reads.
    std::vector<std::string> registers() const;
};

/// The papers of a programme's part of the bundle. Faults `definition.malformed`, `definition.unknown_key`.
std::vector<PaperTemplate> load_papers(
    const json::Value& papers, const std::string& pointer, Diagnostics& faults
);

/// The papers of a programme whose bundle was loaded.
std::vector<PaperTemplate> papers_of(const Programme& programme);

/// What does not hold together: unknown names, a register of persons, classes that must not leave.
Diagnostics check_papers(
    const Bundle& bundle, const std::vector<PaperTemplate>& papers, const std::string& pointer
);

}  // namespace neove::definition
