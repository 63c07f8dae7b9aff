#pragma once
/// \file
/// What columns a sheet of a register may have: the questions that one opening action asks, as far as the
/// caller may answer them, under the words people know them by.

#include "service/registers/found_record.h"
#include "sheet/sheet.h"
#include "workbook/workbook.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace neove::service {

/// The platform's own words, by their code (`sheet.born`), in Vietnamese or English.
using WordOf = std::function<std::string(std::string_view code, bool english)>;

/// Columns in the form's order. `definition` must outlive them.
sheet::Guide guide_of(
    const definition::Bundle& bundle,
    const definition::Register& definition,
    const workflow::Action& action,
    access::Classes write,
    const WordOf& word,
    bool english
);

/// The id of a column of links: `@link.KIND`, of a kind with roles `@link.KIND.ROLE`.
inline constexpr std::string_view kLinkColumn = "@link.";

/// A column for each kind of link (and each role in it) to records of a register.
void add_links(
    sheet::Guide& guide,
    const definition::Bundle& bundle,
    const definition::Register& definition,
    const WordOf& word,
    bool english
);

/// The column of `sheet::kRowCode`, and what a column takes, in words.
sheet::Column row_code_column(const WordOf& word, bool english);
std::string help_of(
    const definition::Bundle& bundle,
    const definition::Register& definition,
    const sheet::Column& column,
    const WordOf& word,
    bool english
);

/// Names of bodies, units, countries and languages as a sheet writes them; each is looked up once.
sheet::Names sheet_names(const House& house, Instant now);

/// Answers of a row that stay though they look like a person's data (`WantedAct::kept_words`): those whose
/// cells, `C7`, are among `kept`.
std::vector<std::string> kept_in_row(
    const sheet::Guide& guide,
    const sheet::Reading& reading,
    std::uint32_t row,
    const std::set<std::string>& kept
);

/// A sheet to fill in: what each column takes, then the headings. Of questions of the action that no cell can
/// answer (files, tables) it says where they are answered.
workbook::Table template_table(
    const definition::Bundle& bundle,
    const definition::Register& definition,
    const workflow::Action& action,
    access::Classes write,
    const sheet::Guide& guide,
    const WordOf& word,
    bool english
);

}  // namespace neove::service
