#pragma once
/// \file
/// The state of the walk over a word processor's text: open paragraphs, tables, text boxes and fields. Driven
/// by `walk` (worker/xml.h), so nothing here recurses however deep the file nests.

#include "worker/docx.h"
#include "worker/numbering.h"

#include <pugixml.hpp>

#include <string>
#include <vector>

namespace neove::worker {

class FlowReader {
public:
    FlowReader(Numbering& numbering, const pugi::xml_node& root);

    bool enter(const pugi::xml_node& node);  ///< whether the node's children are to be visited
    void leave(const pugi::xml_node& node);
    Flow finish();

private:
    /// Where finished lines go: the body, a cell of a table, or a text box.
    struct Sink {
        enum class Kind { Body, Cell, Box };
        Kind kind{Kind::Body};
        std::string text;
        std::string
            carried;  ///< text of a paragraph whose end mark was deleted: the next one goes on with it
        bool break_due{false};
        bool blank_due{false};
        bool continues_merge{false};
        int span{1};
        void line(std::string_view line);
        void page_break();
    };
    struct Paragraph {
        std::string label;
        std::string text;
        std::vector<std::string> boxes;
        bool break_before{false};
        bool break_after{false};
        bool mark_deleted{false};
    };
    struct Row {
        std::vector<std::string> cells;
        bool break_after{false};
    };

    void open_paragraph(const pugi::xml_node& node);
    void close_paragraph();
    void open_cell(const pugi::xml_node& node);
    void close_cell();
    void open_row(const pugi::xml_node& node);
    void close_row();
    void close_box();
    void add(std::string_view text);
    void soft_break();
    void field(const pugi::xml_node& node);
    void symbol(const pugi::xml_node& node);
    void note(const char* code);
    bool enter_inline(const pugi::xml_node& node, std::string_view name);
    bool section_starts_page() const;

    Numbering& numbering_;
    std::vector<std::string> section_types_;  ///< how each section begins, in document order
    std::size_t sections_seen_{0};
    std::vector<Sink> sinks_;
    std::vector<Paragraph> paragraphs_;
    std::vector<Row> rows_;
    std::vector<bool> fields_;  ///< open fields; true while in the instruction, whose text is not shown
    std::vector<std::string> notices_;
};

}  // namespace neove::worker
