#include "definition/board.h"
#include "definition/fault.h"
#include "definition/paper.h"
#include "definition/register.h"

#include <algorithm>

namespace neove::definition {

namespace {

/// One template against the registers it reads.
class PaperChecker {
public:
    PaperChecker(const Bundle& bundle, const PaperTemplate& paper, std::string pointer)
        : bundle_(bundle), paper_(paper), pointer_(std::move(pointer)) {}

    Diagnostics check() {
        for (std::size_t i = 0; i < paper_.rows.size(); ++i) {
            check_rows(paper_.rows[i], i == 0 ? pointer_ + "/rows" : below(pointer_ + "/also", i - 1));
        }
        if (!faults_.empty()) return std::move(faults_);
        for (const std::string& id : paper_.internal) check_internal(id);
        check_text(paper_.subject, "/subject");
        if (!paper_.to_each.empty()) check_field({}, paper_.to_each, "/to/each");
        for (std::size_t i = 0; i < paper_.to.size(); ++i) check_text(paper_.to[i], "/to/names");
        check_text(paper_.to_otherwise, "/to/otherwise");
        for (std::size_t i = 0; i < paper_.blocks.size(); ++i) {
            check_block(paper_.blocks[i], below("/blocks", i));
        }
        for (const std::string& one : paper_.recipients) check_text(one, "/recipients");
        return std::move(faults_);
    }

private:
    void fault(const char* code, const std::string& at, const std::string& detail) {
        const std::string where = at.starts_with(pointer_) ? at : pointer_ + at;
        faults_.push_back({ErrorKind::Invalid, code, where, detail});
    }

    void check_rows(const PaperRows& rows, const std::string& at) {
        const Register* of = bundle_.find(rows.register_id);
        if (of == nullptr) return fault("definition.unknown_register", at, rows.register_id);
        // Names and what was done to people leave by other doors.
        if (of->form.persons) return fault("definition.paper_of_persons", at, rows.register_id);
        for (const std::string& state : rows.states) {
            if (of->workflow.find_state(state) == nullptr) fault("definition.unknown_state", at, state);
        }
        const bool is_order = rows.sort.empty() || rows.sort == "due" || rows.sort == "changed" ||
                              rows.sort == "opened" || rows.sort == "number" ||
                              of->find_column(rows.sort) != nullptr;
        if (!is_order) fault("definition.unknown_column", at, rows.sort);
        if (!rows.may.empty() && of->workflow.find(rows.may) == nullptr) {
            fault("definition.unknown_action", at, rows.may);
        }
        if (rows.own.empty()) return;
        const form::Field* field = of->form.find(rows.own);
        if (field == nullptr) return fault("definition.unknown_field", at, rows.own);
        if (field->type != form::Type::Organisation) fault("definition.paper_no_body", at, rows.own);
    }

    const Register* register_of(const std::string& source) const {
        const PaperRows* rows = paper_.find_rows(source);
        return rows == nullptr ? nullptr : bundle_.find(rows->register_id);
    }

    /// A field whose answers may leave on this paper.
    void check_field(const std::string& source, const std::string& id, const std::string& at) {
        const Register* of = register_of(source);
        if (of == nullptr) return fault("definition.unknown_rows", at, source);
        const form::Field* field = of->form.find(id);
        if (field == nullptr) return fault("definition.unknown_field", at, id);
        const form::Class held = form::class_of(of->form, *field);
        const bool is_named = held == form::Class::Internal && is_internal(id);
        if (paper_.is_text && held != form::Class::Public && !is_named)
            return fault("definition.paper_not_public", at, id);
        const bool is_open = held == form::Class::Public || held == form::Class::Internal;
        const bool is_let = held == form::Class::Confidential && paper_.confidential;
        if (!is_open && !is_let) fault("definition.paper_class", at, id);
        // Files and parts of a person are no words of a letter.
        if (field->type == form::Type::Attachment) fault("definition.paper_class", at, id);
    }

    bool is_internal(const std::string& id) const {
        return std::ranges::find(paper_.internal, id) != paper_.internal.end();
    }

    /// What a text may say beside public answers is named one by one, and never more than internal.
    void check_internal(const std::string& id) {
        const Register* of = register_of({});
        const form::Field* field = of == nullptr ? nullptr : of->form.find(id);
        if (field == nullptr) return fault("definition.unknown_field", "/internal", id);
        const bool is_one = form::class_of(of->form, *field) == form::Class::Internal;
        if (!is_one || !paper_.is_text) fault("definition.paper_internal", "/internal", id);
    }

    /// Of what the paper's own rows say together.
    void check_of_rows(const Piece& piece, const std::string& at) {
        using Kind = Piece::Kind;
        if (piece.kind == Kind::Again) {
            if (register_of({})->workflow.find(piece.text) == nullptr) {
                fault("definition.unknown_action", at, piece.text);
            }
            return;
        }
        check_field({}, piece.text, at);
        const form::Field* field = register_of({})->form.find(piece.text);
        if (field == nullptr) return;
        const form::Type type = field->type == form::Type::Computed ? field->computes : field->type;
        if (piece.kind == Kind::Lines && type != form::Type::Rows) {
            fault("definition.paper_no_rows", at, piece.text);
        }
        if (piece.kind == Kind::Years && type != form::Type::Date) {
            fault("definition.paper_no_day", at, piece.text);
        }
    }

    void check_text(const std::string& text, const std::string& at) {
        check_text(text, at, paper_.of_record);
    }

    /// `of_row`: said of the record, or of one row.
    void check_text(const std::string& text, const std::string& at, bool of_row) {
        const auto pieces = pieces_of(text);
        if (!pieces) return fault("definition.paper_placeholder", at, text);
        for (const Piece& piece : *pieces) {
            if (piece.kind == Piece::Kind::Count && paper_.find_rows(piece.text) == nullptr) {
                fault("definition.unknown_rows", at, piece.text);
            }
            const bool is_answer = piece.kind == Piece::Kind::Answer || piece.kind == Piece::Kind::Within;
            if (is_answer && !of_row) fault("definition.paper_placeholder", at, piece.text);
            if (is_answer || piece.kind == Piece::Kind::Values) check_field({}, piece.text, at);
            const bool is_of_rows = piece.kind == Piece::Kind::Lines || piece.kind == Piece::Kind::Years ||
                                    piece.kind == Piece::Kind::Again;
            if (is_of_rows) check_of_rows(piece, at);
        }
    }

    void check_column(const PaperBlock& block, const PaperColumn& column, const std::string& at) {
        check_text(column.heading, at);
        // A line to be pasted says what needs no word before it.
        if (column.heading.empty() && !paper_.is_text) fault("definition.paper_block", at, "heading");
        if (!column.otherwise.empty()) check_field(block.source, column.otherwise, at);
        if (!column.count.empty()) {
            const Register* of = register_of(block.source);
            if (of != nullptr && of->workflow.find(column.count) == nullptr) {
                fault("definition.unknown_action", at, column.count);
            }
            return;
        }
        const bool is_word = column.of == kPaperOrdinal || column.of == kPaperNumber ||
                             column.of == kPaperState || column.of == kPaperOwner ||
                             column.of == kPaperStanding || column.of == kPaperBlank;
        check_line(block, column, at);
        if (is_word) return;
        if (column.of != kPaperDue) return check_field(block.source, column.of, at);
        // A day that answers say may be more than everybody's.
        if (paper_.is_text) fault("definition.paper_not_public", at, column.of);
    }

    /// A line says words, numbers and days; codes have their labels elsewhere.
    void check_line(const PaperBlock& block, const PaperColumn& column, const std::string& at) {
        if (column.line.empty()) return;
        const Register* of = register_of(block.source);
        const form::Field* rows = of == nullptr ? nullptr : of->form.find(block.lines);
        if (rows == nullptr) return fault("definition.unknown_field", at, column.line);
        const auto field = std::ranges::find(rows->fields, column.line, &form::Field::id);
        if (field == rows->fields.end()) return fault("definition.unknown_field", at, column.line);
        using form::Type;
        const bool is_said = field->type == Type::Text || field->type == Type::LongText ||
                             field->type == Type::Integer || field->type == Type::Date;
        if (!is_said) fault("definition.paper_class", at, column.line);
    }

    void check_lines(const PaperBlock& block, const std::string& at) {
        if (block.lines.empty()) return;
        const Register* of = register_of(block.source);
        const form::Field* rows = of == nullptr ? nullptr : of->form.find(block.lines);
        if (rows != nullptr && rows->type != form::Type::Rows) {
            return fault("definition.paper_no_rows", at, block.lines);
        }
        check_field(block.source, block.lines, at);
    }

    void check_block(const PaperBlock& block, const std::string& at) {
        using Kind = PaperBlock::Kind;
        check_text(block.text, at, paper_.of_record || block.of_each);
        check_text(block.note, at);
        check_text(block.empty, at);
        check_text(block.more, at);
        if (!block.where.empty() && register_of(block.where) == nullptr) {
            fault("definition.unknown_rows", at, block.where);
        }
        if (block.kind != Kind::Table && block.kind != Kind::Counts) return;
        if (register_of(block.source) == nullptr) {
            return fault("definition.unknown_rows", at, block.source);
        }
        if (!block.group.empty()) check_field(block.source, block.group, at);
        check_lines(block, at);
        if (block.kind == Kind::Counts) {
            const bool is_word =
                block.by == kPaperState || block.by == kPaperStanding || block.by == kPaperBoard;
            if (!is_word) check_field(block.source, block.by, at);
            if (block.by == kPaperBoard && !board_rule(*register_of(block.source))) {
                fault("definition.paper_no_board", at, block.by);
            }
            if (block.columns.size() != 2) fault("definition.paper_block", at, "headings");
            return;
        }
        if (block.columns.empty()) fault("definition.paper_block", at, "columns");
        for (const PaperColumn& column : block.columns) check_column(block, column, at);
    }

    const Bundle& bundle_;
    const PaperTemplate& paper_;
    std::string pointer_;
    Diagnostics faults_;
};

}  // namespace

Diagnostics check_papers(
    const Bundle& bundle, const std::vector<PaperTemplate>& papers, const std::string& pointer
) {
    Diagnostics out;
    for (std::size_t i = 0; i < papers.size(); ++i) {
        Diagnostics found = PaperChecker(bundle, papers[i], below(pointer, i)).check();
        out.insert(out.end(), found.begin(), found.end());
    }
    return out;
}

}  // namespace neove::definition
