#include "service/registers/fill_in.h"

#include "document/extract.h"
#include "service/read_document.h"
#include "service/registers/try_act.h"
#include "storage/statements/records.h"
#include "workflow/workflow.h"

#include <algorithm>
#include <map>
#include <set>

namespace neove::service {

namespace {

/// An ETag that no record has: whoever acts with it is told that the record changed.
constexpr std::string_view kAnother = "another";

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

bool contains(const std::vector<std::string>& list, std::string_view one) {
    return std::ranges::find(list, one) != list.end();
}

/// Everything that stays the same from row to row.
struct FillInDesk {
    House& house;
    const Caller& caller;
    Desk desk;
    definition::FillInRule rule;
    const workflow::Action& action;
    sheet::Guide guide;
    FillInMarks marks;
    bool english{false};

    /// Of the questions of the sheet and nothing else: a sheet is away for weeks, and what changes elsewhere
    /// in the programme must not make it worthless.
    std::string form() const {
        std::string said = json::write_canonical(*desk.current->source.find("list")->find("fill_in"));
        for (const json::Value& field : *desk.current->source.find("form")->find("fields")->array()) {
            if (contains(rule.asked, field.text_or("id"))) said += json::write_canonical(field);
        }
        return short_mark(said);
    }
    std::string label(const std::string& field) const {
        return desk.programme->bundle->label(desk.current->id, "fields." + field, english);
    }
};

sheet::Guide guide_for(
    const Desk& desk,
    const definition::FillInRule& rule,
    const workflow::Action& action,
    const WordOf& word,
    bool english
) {
    sheet::Guide out{row_code_column(word, english)};
    const auto& bundle = *desk.programme->bundle;
    // Whether she may write an answer is asked of each record.
    for (sheet::Column& one : guide_of(bundle, *desk.current, action, access::kEveryClass, word, english)) {
        const bool is_asked = one.field != nullptr && contains(rule.asked, one.field->id);
        // A body that leaves a row empty has not done what the action would require of it.
        if (is_asked || one.id == sheet::kReason) out.push_back(std::move(one));
    }
    return out;
}

Result<FillInDesk> desk_for(
    House& house, const Caller& caller, const std::string& register_id, const WordOf& word
) {
    Desk desk = TRY(desk_of(house, register_id));
    auto rule = definition::fill_in_rule(*desk.current);
    const workflow::Action* action = rule ? desk.current->workflow.find(rule->action) : nullptr;
    if (action == nullptr ||
        !desk.programme->rules.may_ever(caller.actor.role, desk.current->id, action->id)) {
        return not_found();
    }
    const bool english = caller.language == Language::En;
    sheet::Guide guide = guide_for(desk, *rule, *action, word, english);
    FillInMarks marks(house.keys.entity_tag, desk.current->id, action->id);
    return FillInDesk{
        house,
        caller,
        std::move(desk),
        *std::move(rule),
        *action,
        std::move(guide),
        std::move(marks),
        english};
}

ExportWish wish_for(const FillInDesk& at, const OrganisationId& body) {
    ExportWish wish;
    wish.query.register_id = at.desk.current->id;
    wish.query.states = at.action.from;
    wish.query.where = {{at.rule.body, body.text()}};
    wish.query.sort = "due";
    wish.classes = static_cast<access::Classes>(access::kPublic | access::kInternal);
    return wish;
}

/// The record as it stands to her, in the code of its row.
std::string state_of(const House& house, const Caller& caller, const FoundRecord& found) {
    return short_mark(record_etag(house, found.row, verdict_of(caller, found, access::kOpen).read));
}

/// The cells of the sheet that has a code, and the code.
struct Page {
    SheetCode code;
    std::vector<sheet::Cell> cells;
};

Result<Page> page_of(const FillInDesk& at, const document::Table& table) {
    for (const document::SheetCells& one : table.sheets) {
        const auto found = std::ranges::find_if(one.cells, [](const document::Cell& cell) {
            return is_like_sheet_code(cell.text);
        });
        if (found == one.cells.end()) continue;
        const auto code = parse_sheet_code(found->text);
        if (!code || !at.marks.is_ours(*code)) return refuse(ErrorKind::Invalid, "fill_in.foreign");
        if (code->form != at.form()) return refuse(ErrorKind::Invalid, "fill_in.old_form");
        Page page{*code, {}};
        page.cells.reserve(one.cells.size());
        for (const document::Cell& cell : one.cells) page.cells.push_back({cell.row, cell.column, cell.text});
        return page;
    }
    return refuse(ErrorKind::Invalid, "fill_in.no_code");
}

Result<document::Table> table_of(const FillInDesk& at, ByteView file) {
    document::Table table = TRY(take_table(at.house, at.caller, file, at.desk.current->id));
    // What a formula showed somewhere else was not written by anybody.
    if (contains(table.notices, "document.formulas_as_shown")) {
        return refuse(ErrorKind::Invalid, "fill_in.formulas");
    }
    if (contains(table.notices, "document.macros_ignored")) {
        return refuse(ErrorKind::Invalid, "fill_in.macros");
    }
    return table;
}

/// Rows of one sheet, looked at one by one.
class Reader {
public:
    Reader(const FillInDesk& at, const Page& page, const FillInRequest& request)
        : at_(at),
          page_(page),
          request_(request),
          reading_(sheet::read(page.cells, at.guide, sheet_names(at.house, at.caller.now))) {}

    Result<> run(FillIn& out) {
        out.body = page_.code.body;
        out.made_on = page_.code.made_on;
        out.rows = static_cast<std::int64_t>(reading_.rows.size());
        for (const sheet::Fault& one : reading_.faults) {
            if (!is_of_row(one)) faults_.push_back(told(one, {}));
        }
        // A heading that is missing or said twice leaves no row sure.
        const bool is_whole = faults_.empty();
        count_said();
        for (const sheet::Row& row : reading_.rows) {
            if (is_empty(row)) {
                ++out.empty;
            } else if (is_whole) {
                TRY(look(row, out));
            }
        }
        if (request_.apply && at_once_.empty()) TRY(write(out));
        finish(out);
        return {};
    }

private:
    struct Filled {
        std::size_t line{0};  ///< of the outcome
        RecordRequest request;
        WantedAct wanted;
    };

    static bool is_empty(const sheet::Row& row) {
        return row.answers.object()->empty() && row.reason.empty() && row.faulty.empty();
    }
    void count_said() {
        for (const sheet::Row& row : reading_.rows) {
            const auto code = is_empty(row) ? std::nullopt : parse_row_code(row.code);
            if (code && at_.marks.is_of(page_.code, *code)) ++said_[code->number];
        }
    }

    bool is_of_row(const sheet::Fault& fault) const {
        return std::ranges::any_of(reading_.rows, [&](const sheet::Row& row) {
            return row.row == fault.row;
        });
    }
    std::string heading_of(const std::string& id) const {
        const auto found = std::ranges::find(at_.guide, id, &sheet::Column::id);
        return found == at_.guide.end() ? std::string() : found->headings.front();
    }
    FillInFault told(const sheet::Fault& fault, const std::string& number) const {
        return {sheet::place_of(fault.row, fault.column), heading_of(fault.id), fault.code, number};
    }
    FillInFault of_row(const FillInLine& line, std::string code) const {
        return {std::to_string(line.row), {}, std::move(code), line.number};
    }

    /// Which record the row is about, or the fault of its code.
    std::optional<RowCode> code_of(const sheet::Row& row, FillInLine& line) {
        auto code = parse_row_code(row.code);
        if (!code || !at_.marks.is_of(page_.code, *code)) {
            faults_.push_back(of_row(line, "fill_in.row_code"));
            return std::nullopt;
        }
        line.number = code->number;
        // Nobody can tell which of them the body meant.
        if (said_.at(code->number) == 1) return code;
        faults_.push_back(of_row(line, "import.row_twice"));
        return std::nullopt;
    }

    /// What she would have typed at the record, with a key of its own: the same row of the same sheet, said
    /// the same, is entered once whatever paper is named with it.
    Result<std::optional<Filled>> request_for(const RowCode& code, const sheet::Row& row) {
        const auto snapshot = TRY(at_.house.store.snapshot());
        const std::string& name = at_.desk.current->id;
        const auto ids = TRY(snapshot->read(storage::statements::kRecordIdByNumber, {name, code.number}));
        if (ids.empty()) return std::optional<Filled>();
        const RecordId id = RecordId::trusted(ids[0].text(0));
        const auto found = record_for(at_.house, *snapshot, at_.caller, name, id, access::kOpen);
        if (!found && found.error().code == "access.not_found") return std::optional<Filled>();
        if (!found) return std::unexpected(found.error());
        Filled out;
        const bool is_same = state_of(at_.house, at_.caller, *found) == code.state;
        const access::Classes read = verdict_of(at_.caller, *found, access::kOpen).read;
        const std::string etag = is_same ? record_etag(at_.house, found->row, read) : std::string(kAnother);
        const std::string said = json::write_canonical(row.answers) + "\n" + row.reason;
        CanonicalWriter key;
        key.text(text_of(code)).text(said);
        out.request = {name, id, etag, to_hex(crypto::hash("neove.fill_in", key.result())), said};
        out.wanted.action = at_.action.id;
        out.wanted.answers = row.answers;
        for (const auto& [field, value] : *request_.once.object()) out.wanted.answers.set(field, value);
        out.wanted.reason = row.reason;
        out.wanted.kept_words = kept_in_row(at_.guide, reading_, row.row, request_.kept);
        for (const std::string& field : at_.rule.once) {
            const std::string where = "/answers/" + field;
            if (request_.kept.contains(where)) out.wanted.kept_words.push_back(where);
        }
        return std::optional(std::move(out));
    }

    Result<> look(const sheet::Row& row, FillIn& out) {
        FillInLine line;
        line.row = row.row;
        line.answers = row.answers;
        line.reason = row.reason;
        const std::size_t before = faults_.size();
        if (const auto code = code_of(row, line)) {
            for (const sheet::Fault& one : reading_.faults) {
                if (one.row == row.row) faults_.push_back(told(one, line.number));
            }
            TRY(decide(*code, row, line, out.lines.size()));
        }
        if (faults_.size() > before) line.fate = FillInFate::Faulty;
        out.lines.push_back(std::move(line));
        return {};
    }

    Result<> decide(const RowCode& code, const sheet::Row& row, FillInLine& line, std::size_t at) {
        auto filled = TRY(request_for(code, row));
        if (!filled) {
            faults_.push_back(of_row(line, "fill_in.row_gone"));
            return {};
        }
        Diagnostics many;
        const auto tried = try_act(at_.house, at_.caller, filled->request, filled->wanted, many);
        if (tried) {
            if (*tried == Tried::Done) line.fate = FillInFate::Already;
            filled->line = at;
            if (*tried == Tried::Would && row.faulty.empty()) ready_.push_back(*std::move(filled));
            return {};
        }
        return take(tried.error(), many, row, line);
    }

    /// A refusal as faults at the row's cells. What the store could not do is no fault of the sheet.
    Result<> take(const Error& error, Diagnostics& many, const sheet::Row& row, FillInLine& line) {
        if (error.kind == ErrorKind::Internal || error.kind == ErrorKind::Unavailable) {
            return std::unexpected(error);
        }
        if (error.code == "session.step_up") return std::unexpected(error);
        if (many.empty()) many.push_back(error);
        for (const Error& one : many) add(one, row, line);
        return {};
    }

    void add(const Error& error, const sheet::Row& row, const FillInLine& line) {
        constexpr std::string_view kAnswers = "/answers/";
        std::string field;
        if (error.where.starts_with(kAnswers)) {
            field = error.where.substr(kAnswers.size());
            field = field.substr(0, field.find('/'));
        }
        if (error.where == "/reason") return at_column(sheet::kReason, error.code, row, line);
        // A cell that could not be read was named; the gap that it leaves is no second fault.
        if (row.faulty.contains(field)) return;
        if (contains(at_.rule.once, field)) {
            at_once_.insert({field, error.code});
            return;
        }
        std::string code = error.code;
        if (!field.empty()) return at_column(field, std::move(code), row, line);
        if (code == "access.not_found") code = "fill_in.row_gone";
        if (code == "version.stale") code = "fill_in.stale";
        faults_.push_back(of_row(line, std::move(code)));
    }

    /// At the column of a question; of one that the sheet does not ask, at the row.
    void at_column(std::string_view id, std::string code, const sheet::Row& row, const FillInLine& line) {
        const auto placed = std::ranges::find_if(reading_.columns, [&](const sheet::Placed& one) {
            const sheet::Column& column = at_.guide[one.at];
            return column.id == id || (column.field != nullptr && column.field->id == id);
        });
        if (placed == reading_.columns.end()) return faults_.push_back(of_row(line, std::move(code)));
        faults_.push_back(
            told({row.row, placed->column, at_.guide[placed->at].id, std::move(code)}, line.number)
        );
    }

    Result<> write(FillIn& out) {
        for (const Filled& one : ready_) {
            FillInLine& line = out.lines[one.line];
            Diagnostics many;
            const auto done = act_on_record(at_.house, at_.caller, one.request, one.wanted, many);
            if (done) {
                // The same sheet, handed in beside this one, was quicker.
                line.fate = done->repeated ? FillInFate::Already : FillInFate::Written;
                continue;
            }
            // Somebody was quicker since it was looked at.
            line.fate = FillInFate::Faulty;
            const auto row = std::ranges::find(reading_.rows, line.row, &sheet::Row::row);
            TRY(take(done.error(), many, *row, line));
        }
        return {};
    }

    void finish(FillIn& out) {
        for (const auto& [field, code] : at_once_) {
            out.faults.push_back({{}, at_.label(field), code, {}});
        }
        std::ranges::move(faults_, std::back_inserter(out.faults));
        out.has_more_faults = out.faults.size() > kFillInFaultsShown;
        if (out.has_more_faults) out.faults.resize(kFillInFaultsShown);
        for (const FillInLine& line : out.lines) {
            out.ready += line.fate == FillInFate::Ready && at_once_.empty() ? 1 : 0;
            out.written += line.fate == FillInFate::Written ? 1 : 0;
            out.already += line.fate == FillInFate::Already ? 1 : 0;
        }
    }

    const FillInDesk& at_;
    const Page& page_;
    const FillInRequest& request_;
    sheet::Reading reading_;
    std::map<std::string, int> said_;  ///< how many rows say something about each record, by its number
    std::vector<FillInFault> faults_;
    std::set<std::pair<std::string, std::string>> at_once_;  ///< question and code, said once for all rows
    std::vector<Filled> ready_;
};

}  // namespace

bool may_fill_in(const Caller& caller, const Desk& desk) {
    const auto rule = definition::fill_in_rule(*desk.current);
    const access::Rules& rules = desk.programme->rules;
    return rule && rules.may_ever(caller.actor.role, desk.current->id, rule->action) &&
           access::is_exporter(rules, caller.actor.role, desk.current->id);
}

Result<FillInSheet> fill_in_sheet(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const OrganisationId& body,
    const WordOf& word
) {
    const FillInDesk at = TRY(desk_for(house, caller, register_id, word));
    if (house.live.view()->directory.find(body) == nullptr) {
        return refuse(ErrorKind::Invalid, "form.unknown_reference", "/body");
    }
    const auto snapshot = TRY(house.store.snapshot());
    const calendar::Date today = calendar::date_of(caller.now, house.options.utc_offset_micros);
    const SheetCode code = at.marks.sheet(body, today, at.form());
    FillInSheet out;
    std::vector<std::string> codes;
    const Keep keep = [&](const ExportedRecord& one) {
        const auto found = find_record(house, *snapshot, caller, at.desk.current->id, one.row.id);
        if (!found || !verdict_of(caller, *found, at.action.id).allowed) return false;
        if (!verdict_of(caller, *found, access::kOpen).allowed) return false;
        if (codes.size() == kFillInRows) {
            out.more = true;
            return false;
        }
        codes.push_back(text_of(at.marks.row(code, one.row.number, state_of(house, caller, *found))));
        return true;
    };
    out.leaving = TRY(export_of(house, *snapshot, caller, wish_for(at, body), keep));
    if (codes.empty()) return refuse(ErrorKind::Invalid, "fill_in.none");
    for (std::size_t i = 0; i < codes.size(); ++i) {
        out.rows.push_back({std::move(out.leaving.records[i]), std::move(codes[i])});
    }
    out.leaving.records.clear();
    out.rule = at.rule;
    out.body = body;
    out.code = text_of(code);
    out.guide = at.guide;
    return out;
}

Result<FillIn> fill_in(House& house, const Caller& caller, const FillInRequest& request, const WordOf& word) {
    const FillInDesk at = TRY(desk_for(house, caller, request.register_id, word));
    if (request.apply && at.action.needs_step_up) TRY(require_step_up(caller));
    if (request.once.object() == nullptr)
        return refuse(ErrorKind::Invalid, "fill_in.unknown_answer", "/once");
    for (const auto& [field, value] : *request.once.object()) {
        if (!contains(at.rule.once, field)) {
            return refuse(ErrorKind::Invalid, "fill_in.unknown_answer", "/once");
        }
    }
    const document::Table table = TRY(table_of(at, request.file));
    const Page page = TRY(page_of(at, table));
    FillIn out;
    out.desk = at.desk;
    out.rule = at.rule;
    TRY(Reader(at, page, request).run(out));
    return out;
}

}  // namespace neove::service
