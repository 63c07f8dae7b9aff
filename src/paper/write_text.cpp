#include "paper/text_of.h"

namespace neove::paper {

namespace {

/// A column's heading stands before what it says, where it has one.
std::string line_of(const Table& table, const Row& row) {
    if (!row.group.empty()) return row.group + ":";
    std::string out;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (row.cells[i].empty()) continue;
        const std::string heading = i < table.columns.size() ? table.columns[i].heading : std::string();
        out += (out.empty() ? "- " : "; ") + (heading.empty() ? "" : heading + " ") + row.cells[i];
    }
    return out;
}

}  // namespace

Result<std::string> write_text(const Paper& paper) {
    TRY(check_texts(paper));
    std::string out;
    const auto line = [&](const std::string& text) {
        if (!text.empty()) out += text + "\n";
    };
    line(paper.kind);
    line(paper.subject);
    Counter counter;
    for (const Block& block : paper.blocks) {
        if (const auto* heading = std::get_if<Heading>(&block)) {
            line(counter.mark(heading->level) + " " + heading->text);
        }
        if (const auto* paragraph = std::get_if<Paragraph>(&block)) line(paragraph->text);
        if (const auto* item = std::get_if<Item>(&block)) line("- " + item->text);
        if (const auto* annex = std::get_if<Annex>(&block)) line(annex->title);
        if (const auto* table = std::get_if<Table>(&block)) {
            for (const Row& row : table->rows) line(line_of(*table, row));
        }
    }
    return out;
}

}  // namespace neove::paper
