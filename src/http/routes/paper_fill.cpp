#include "http/routes/paper_fill.h"

#include "base/collation.h"
#include "base/shortened.h"
#include "base/text.h"
#include "base/utf8.h"
#include "calendar/date.h"
#include "http/routes/ended_bodies.h"
#include "http/routes/export_table.h"
#include "http/routes/letterhead_forms.h"

#include <algorithm>
#include <climits>
#include <map>

namespace neove::http {

namespace {

using definition::PaperBlock;
using definition::PaperColumn;
using definition::Piece;
using service::ExportedRecord;
using service::PaperRecords;

constexpr const char* kOpen = "…………";  // to be written by hand
constexpr std::size_t kValuesMost = 6;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
        out.push_back(std::move(line));
        at = end + 1;
    }
    return out;
}

/// With a dash and a closing mark of their own or without: the writer sets both.
std::string bare_line(std::string line) {
    if (line.starts_with("- ")) line.erase(0, 2);
    while (!line.empty() && (line.back() == ';' || line.back() == '.')) line.pop_back();
    return line;
}

/// As the middle of a sentence has it; a word of capitals stays one.
std::string with_small_letter(const std::string& text) {
    const std::size_t first = text.empty() ? 0 : utf8::sequence_size(text, 0);
    const std::size_t second = first >= text.size() ? 0 : utf8::sequence_size(text, first);
    if (first == 0 || second == 0) return text;
    const char32_t letter = utf8::code_of(text, 0, first);
    if (!text::is_upper(letter) || text::is_upper(utf8::code_of(text, first, second))) return text;
    std::string out;
    utf8::append(out, text::lower(letter));
    return out + text.substr(first);
}

/// Writes one paper's texts.
class Filler {
public:
    Filler(const Api& api, const Exchange& exchange, const service::PaperMaterial& material)
        : api_(api),
          exchange_(exchange),
          material_(material),
          live_(api.house.live.view()),
          sender_(live_->directory.find(material.sender)),
          today_(calendar::date_of(material.made_at, api.house.options.utc_offset_micros)) {}

    paper::Paper fill(std::size_t signature) {
        const definition::PaperTemplate& from = material_.paper;
        paper::Paper out;
        out.frame = frame();
        out.letterhead = letterhead();
        out.kind = from.kind;
        out.subject = text_of(from.subject);
        out.to = addressees();
        for (const PaperBlock& block : from.blocks) add(block, out.blocks);
        const auto forms = signatures_of(api_, material_.sender, material_.letterhead);
        out.signature = forms[std::min(signature, forms.size() - 1)];
        for (const std::string& one : from.recipients) out.recipients.push_back(bare_line(text_of(one)));
        if (sender_ != nullptr) {
            for (const std::string& one : lines_of(material_.letterhead.recipients)) {
                if (!bare_line(one).empty()) out.recipients.push_back(bare_line(one));
            }
        }
        out.recipients.push_back(word("word.paper.filed"));
        return out;
    }

private:
    std::string word(const char* code) const {
        return std::string(api_.sentences.of(code, service::Language::Vi));
    }
    std::string year() const { return std::to_string(today_.year()); }

    paper::Frame frame() const {
        paper::Frame out;
        out.nation = word("word.paper.nation");
        out.motto = word("word.paper.motto");
        out.number = word("word.paper.number");
        out.day = word("word.paper.day") + " " + year();
        out.about = word("word.paper.about");
        out.to = word("word.paper.to");
        out.recipients = word("word.paper.recipients");
        out.end = "./.";
        return out;
    }

    std::string above() const {
        if (sender_ == nullptr) return {};
        if (!material_.letterhead.above.empty()) return material_.letterhead.above;
        const auto* parent = sender_->parent.is_empty() ? nullptr : live_->directory.find(sender_->parent);
        return parent == nullptr ? std::string() : parent->name;
    }

    std::string own() const {
        if (sender_ == nullptr) return kOpen;
        return material_.letterhead.own.empty() ? sender_->name : material_.letterhead.own;
    }

    /// Of the body, or of the nearest one above it that stands for a place.
    std::string place() const {
        const organisation::Organisation* one = sender_;
        if (one != nullptr && !material_.letterhead.place.empty()) return material_.letterhead.place;
        while (one != nullptr) {
            const auto list = administrative_unit::Day::parse_iso(one->unit.list);
            const auto* unit = list ? live_->units->find({*list, one->unit.code}) : nullptr;
            if (unit != nullptr) return unit->name;
            one = one->parent.is_empty() ? nullptr : live_->directory.find(one->parent);
        }
        return kOpen;
    }

    /// `/KH-UBND` of a plan, `/UBND-VX` of a letter.
    paper::Letterhead letterhead() const {
        paper::Letterhead out;
        const LetterheadForm* of_kind = letterhead_form(sender_);
        const bool is_alone = of_kind != nullptr && of_kind->is_alone && material_.letterhead.above.empty();
        if (!is_alone) out.above = above();
        const bool is_entered = sender_ == nullptr || !material_.letterhead.own.empty();
        out.own = is_entered ? own() : letterhead_name(*sender_);
        out.place = place();
        std::string symbol = sender_ == nullptr ? std::string() : material_.letterhead.symbol;
        if (symbol.empty() && of_kind != nullptr) symbol = of_kind->symbol;
        if (symbol.empty()) symbol = "……";
        const std::string& kind = material_.paper.symbol;
        out.symbol = kind.empty() ? "/" + symbol : "/" + kind + "-" + symbol.substr(0, symbol.find('-'));
        return out;
    }

    const PaperRecords* part(std::string_view source) const {
        const auto found = std::ranges::find_if(material_.parts, [&](const PaperRecords& one) {
            return one.rows.id == source;
        });
        return found == material_.parts.end() ? nullptr : &*found;
    }

    std::string answer(const PaperRecords& of, const ExportedRecord& record, const std::string& id) const {
        const form::Field* field = of.desk.current->form.find(id);
        const json::Value* value = record.answers.find(id);
        if (field == nullptr || value == nullptr || value->is_null()) return {};
        return answer_text(api_, exchange_, of.desk, *field, *value, service::Language::Vi);
    }

    /// What an answer is known by: bodies of one name are not one body.
    static std::string code_of(const ExportedRecord& record, const std::string& id) {
        const json::Value* value = record.answers.find(id);
        if (value == nullptr || value->is_null()) return {};
        return value->string() == nullptr ? json::write_canonical(*value) : *value->string();
    }

    /// By what they are known by; with the name of the body above where two read the same.
    std::map<std::string, std::string> names(const PaperRecords& of, const std::string& id) const {
        std::map<std::string, std::string> out;
        std::map<std::string, int> times;
        for (const ExportedRecord& one : of.records) {
            std::string text = answer(of, one, id);
            if (!text.empty() && out.try_emplace(code_of(one, id), text).second) ++times[text];
        }
        const form::Field* field = of.desk.current->form.find(id);
        if (field == nullptr || field->type != form::Type::Organisation) return out;
        for (auto& [code, text] : out) {
            const auto* body = live_->directory.find(OrganisationId::trusted(code));
            const bool has_parent = body != nullptr && !body->parent.is_empty();
            const auto* parent = has_parent ? live_->directory.find(body->parent) : nullptr;
            if (times[text] > 1 && parent != nullptr) text += " (" + parent->name + ")";
            // Whoever signs sees it before the letter goes out to nobody.
            text += ended_words(api_, exchange_, live_->directory, code);
        }
        return out;
    }

    /// In the order of the rows.
    std::vector<std::string> values(const PaperRecords& of, const std::string& id) const {
        auto known = names(of, id);
        std::vector<std::string> out;
        for (const ExportedRecord& one : of.records) {
            const auto found = known.find(code_of(one, id));
            if (found == known.end()) continue;
            if (std::ranges::find(out, found->second) == out.end()) out.push_back(found->second);
            known.erase(found);
        }
        return out;
    }

    std::string values_text(const std::string& id) const {
        const auto all = values(material_.parts.front(), id);
        if (all.empty()) return kOpen;
        std::string out;
        for (std::size_t i = 0; i < std::min(all.size(), kValuesMost); ++i)
            out += (i == 0 ? "" : ", ") + all[i];
        return all.size() > kValuesMost ? out + ", …" : out;
    }

    /// As offices write numbers below ten.
    static std::string number_text(std::int64_t count) {
        return (count > 0 && count < 10 ? "0" : "") + std::to_string(count);
    }

    std::int64_t lines_of_all(const std::string& field) const {
        PaperBlock block;
        block.lines = field;
        std::int64_t out = 0;
        for (const ExportedRecord& one : material_.parts.front().records) {
            out += std::ssize(lines_in(one, block));
        }
        return out;
    }

    /// What is overdue from an earlier year is work of this one.
    std::string years_of(const std::string& field) const {
        int first = 0;
        int last = 0;
        for (const ExportedRecord& one : material_.parts.front().records) {
            const auto day = calendar::Date::parse_iso(code_of(one, field));
            if (!day) continue;
            const int at = std::max(day->year(), today_.year());
            first = first == 0 ? at : std::min(first, at);
            last = std::max(last, at);
        }
        if (first == 0) return year();
        return first == last ? std::to_string(first) : std::to_string(first) + " - " + std::to_string(last);
    }

    /// How often all of them were told before: a letter is the second to each whom it names, or the first.
    std::string again(const std::string& action) const {
        const PaperRecords& main = material_.parts.front();
        int times = main.records.empty() ? 0 : INT_MAX;
        for (const ExportedRecord& one : main.records) {
            const auto taken = main.taken.find(one.row.id.text());
            const bool is_known = taken != main.taken.end() && taken->second.contains(action);
            times = std::min(times, is_known ? taken->second.at(action) : 0);
        }
        return times == 0 ? std::string()
                          : " (" + word("word.paper.time") + " " + std::to_string(times + 1) + ")";
    }

    std::string text_of(const Piece& piece) const {
        const PaperRecords& main = material_.parts.front();
        switch (piece.kind) {
            case Piece::Kind::Plain: return piece.text;
            case Piece::Kind::Own: return own();
            case Piece::Kind::Above: return above();
            case Piece::Kind::Year: return year();
            case Piece::Kind::Today: return today_.typed();
            case Piece::Kind::Symbol: return letterhead().symbol;
            case Piece::Kind::Lines: return number_text(lines_of_all(piece.text));
            case Piece::Kind::Years: return years_of(piece.text);
            case Piece::Kind::Again: return again(piece.text);
            case Piece::Kind::Values: return values_text(piece.text);
            case Piece::Kind::Count: {
                const PaperRecords* of = part(piece.text);
                return number_text(of == nullptr ? 0 : of->size());
            }
            case Piece::Kind::Answer:
            case Piece::Kind::Within: {
                const std::string said =
                    main.records.empty() ? std::string() : of_row(piece, main.records.front());
                return said.empty() ? kOpen : said;
            }
        }
        return {};
    }

    /// What a row says there; nothing where the piece is none of its own.
    std::string of_row(const Piece& piece, const ExportedRecord& record) const {
        const std::string said = answer(material_.parts.front(), record, piece.text);
        return piece.kind == Piece::Kind::Within ? with_small_letter(said) : said;
    }

    /// Words before an answer that nobody gave are left out with it.
    std::string said_of(const std::string& text, const ExportedRecord& record) const {
        const auto pieces = definition::pieces_of(text);
        if (!pieces) return text;
        std::string out;
        std::string before;
        for (const Piece& piece : *pieces) {
            const bool is_rows = piece.kind == Piece::Kind::Answer || piece.kind == Piece::Kind::Within;
            if (!is_rows) {
                before += text_of(piece);
                continue;
            }
            const std::string said = of_row(piece, record);
            if (!said.empty() || out.empty()) out += before + said;
            before.clear();
        }
        return out + before;
    }

    void add_each(const PaperBlock& block, std::vector<paper::Block>& out) const {
        std::vector<std::string> said;
        for (const ExportedRecord& one : material_.parts.front().records) {
            std::string text = said_of(block.text, one);
            if (std::ranges::find(said, text) != said.end()) continue;
            out.emplace_back(paper::Paragraph{text});
            said.push_back(std::move(text));
        }
    }

    std::string text_of(const std::string& text) const {
        const auto pieces = definition::pieces_of(text);
        if (!pieces) return text;
        std::string out;
        for (const Piece& piece : *pieces) out += text_of(piece);
        return out;
    }

    std::vector<std::string> addressees() const {
        const definition::PaperTemplate& from = material_.paper;
        std::vector<std::string> out;
        for (const std::string& one : from.to) out.push_back(text_of(one));
        if (from.to_each.empty()) return out;
        const auto all = values(material_.parts.front(), from.to_each);
        const bool are_many = from.to_most > 0 && all.size() > static_cast<std::size_t>(from.to_most);
        if (are_many || all.empty()) {
            out.push_back(from.to_otherwise.empty() ? std::string(kOpen) : text_of(from.to_otherwise));
        } else {
            out.insert(out.end(), all.begin(), all.end());
        }
        return out;
    }

    void add(const PaperBlock& block, std::vector<paper::Block>& out) const {
        const PaperRecords* where = block.where.empty() ? nullptr : part(block.where);
        if (where != nullptr && where->size() == 0) return;
        switch (block.kind) {
            case PaperBlock::Kind::Heading:
                out.emplace_back(paper::Heading{block.level, text_of(block.text)});
                return;
            case PaperBlock::Kind::Paragraph: {
                if (block.of_each) return add_each(block, out);
                // What people typed in several lines stays several paragraphs.
                for (const std::string& line : lines_of(text_of(block.text))) {
                    if (!line.empty()) out.emplace_back(paper::Paragraph{line});
                }
                return;
            }
            case PaperBlock::Kind::Item: out.emplace_back(paper::Item{text_of(block.text)}); return;
            case PaperBlock::Kind::Annex:
                out.emplace_back(paper::Annex{
                    word("word.paper.annex"), text_of(block.text), text_of(block.note), block.is_wide});
                return;
            case PaperBlock::Kind::Table: table(block, out); return;
            case PaperBlock::Kind::Counts: counts(block, out); return;
        }
    }

    std::string standing(const ExportedRecord& record) const {
        if (!service::is_day(record.row.due_at)) return {};
        return word(
            record.row.due_at < material_.made_at.micros ? "word.paper.overdue" : "word.paper.running"
        );
    }

    std::string state(const PaperRecords& of, const std::string& id) const {
        return of.desk.programme->bundle->label(of.desk.current->id, "states." + id, false);
    }

    std::string cell(
        const PaperRecords& of, const ExportedRecord& record, const PaperColumn& column, std::size_t ordinal
    ) const {
        std::string said = whole_cell(of, record, column, ordinal);
        if (said.empty() && !column.otherwise.empty()) said = answer(of, record, column.otherwise);
        if (said.empty()) said = column.empty;
        return text::shortened(said, static_cast<std::size_t>(column.cut));
    }

    std::string whole_cell(
        const PaperRecords& of, const ExportedRecord& record, const PaperColumn& column, std::size_t ordinal
    ) const {
        if (!column.count.empty()) {
            const auto taken = of.taken.find(record.row.id.text());
            if (taken == of.taken.end()) return "0";
            const auto times = taken->second.find(column.count);
            return std::to_string(times == taken->second.end() ? 0 : times->second);
        }
        if (column.of == definition::kPaperBlank) return {};
        if (column.of == definition::kPaperOrdinal) return std::to_string(ordinal);
        if (column.of == definition::kPaperNumber) return record.row.number;
        if (column.of == definition::kPaperState) return state(of, record.row.state);
        if (column.of == definition::kPaperStanding) return standing(record);
        if (column.of == definition::kPaperDue) return due_text(api_, exchange_, of.desk, record.row.due_at);
        if (column.of == definition::kPaperOwner) {
            const auto* owner = live_->directory.find(record.row.owner);
            return owner == nullptr ? std::string() : owner->name;
        }
        return answer(of, record, column.of);
    }

    /// By options as the form has them, else as a reader looks words up; those without an answer come last.
    std::vector<std::pair<std::string, std::vector<const ExportedRecord*>>> grouped(
        const PaperRecords& of, const PaperBlock& block
    ) const {
        using Key = std::tuple<int, std::size_t, std::string, std::string, std::string>;
        const auto known = names(of, block.group);
        std::map<Key, std::vector<const ExportedRecord*>> groups;
        const form::Field* field = of.desk.current->form.find(block.group);
        for (const ExportedRecord& one : of.records) {
            if (field == nullptr) {
                groups[Key{}].push_back(&one);
                continue;
            }
            const std::string code = code_of(one, block.group);
            const auto named = known.find(code);
            const bool is_named = named != known.end();
            std::size_t place = 0;
            while (place < field->options.size() && field->options[place].code != code) ++place;
            const std::string text = is_named ? named->second : word("word.paper.other");
            groups[Key{is_named ? 0 : 1, place, collation_key(text), is_named ? code : "", text}].push_back(
                &one
            );
        }
        std::vector<std::pair<std::string, std::vector<const ExportedRecord*>>> out;
        for (auto& [key, records] : groups) out.emplace_back(std::get<4>(key), std::move(records));
        return out;
    }

    /// The rows that a record stands there as; a null where it stands for itself.
    static std::vector<const json::Value*> lines_in(const ExportedRecord& record, const PaperBlock& block) {
        std::vector<const json::Value*> out;
        const json::Value* rows = block.lines.empty() ? nullptr : record.answers.find(block.lines);
        if (rows != nullptr && rows->array() != nullptr) {
            for (const json::Value& one : *rows->array()) out.push_back(&one);
        }
        if (out.empty()) out.push_back(nullptr);
        return out;
    }

    paper::Row row_of(
        const PaperRecords& of,
        const ExportedRecord& record,
        const PaperBlock& block,
        const json::Value* line,
        std::size_t ordinal
    ) const {
        const form::Field* rows = of.desk.current->form.find(block.lines);
        paper::Row out;
        for (const PaperColumn& column : block.columns) {
            if (line == nullptr || column.line.empty() || rows == nullptr) {
                out.cells.push_back(cell(of, record, column, ordinal));
                continue;
            }
            const auto field = std::ranges::find(rows->fields, column.line, &form::Field::id);
            const json::Value* said = line->find(column.line);
            const bool is_said = field != rows->fields.end() && said != nullptr && !said->is_null();
            out.cells.push_back(
                is_said ? text::shortened(
                              answer_text(api_, exchange_, of.desk, *field, *said, service::Language::Vi),
                              static_cast<std::size_t>(column.cut)
                          )
                        : std::string()
            );
        }
        return out;
    }

    void table(const PaperBlock& block, std::vector<paper::Block>& out) const {
        const PaperRecords* of = part(block.source);
        if (of == nullptr || of->records.empty()) {
            if (!block.empty.empty()) out.emplace_back(paper::Paragraph{text_of(block.empty)});
            return;
        }
        paper::Table made;
        for (const PaperColumn& column : block.columns) {
            const auto align = column.centred ? paper::Align::Centre : paper::Align::Start;
            made.columns.push_back({text_of(column.heading), column.width, align});
        }
        std::size_t ordinal = 0;
        std::size_t all = 0;
        for (const auto& [name, records] : grouped(*of, block)) {
            const auto most = block.most == 0 ? SIZE_MAX : static_cast<std::size_t>(block.most);
            if (!name.empty() && ordinal < most) made.rows.push_back({{}, name});
            for (const ExportedRecord* record : records) {
                for (const json::Value* line : lines_in(*record, block)) {
                    if (++all > most) continue;
                    ++ordinal;
                    made.rows.push_back(row_of(*of, *record, block, line, ordinal));
                }
            }
        }
        out.emplace_back(std::move(made));
        if (all > ordinal && !block.more.empty()) out.emplace_back(paper::Paragraph{text_of(block.more)});
    }

    using Counted = std::vector<std::pair<std::string, std::int64_t>>;

    /// In the words and the order of the register's board.
    Counted counted_as_board(const PaperRecords& of) const {
        Counted out;
        for (const auto& [column, many] : of.counted->of_board) {
            const auto& [timing, id] = column;
            const std::string timed = "word.timing." + std::string(service::timing_word(timing));
            out.emplace_back(timing == service::Timing::None ? state(of, id) : word(timed.c_str()), many);
        }
        return out;
    }

    /// The most first; bodies of one name by themselves.
    Counted counted(const PaperRecords& of, const PaperBlock& block) const {
        if (of.counted && block.by == definition::kPaperBoard) return counted_as_board(of);
        Counted found;
        if (of.counted) {
            for (const auto& [id, many] : of.counted->of_state) found.emplace_back(state(of, id), many);
        }
        const auto known = names(of, block.by);
        for (const ExportedRecord& one : of.records) {
            const auto named = known.find(code_of(one, block.by));
            std::string text = block.by == definition::kPaperState      ? state(of, one.row.state)
                               : block.by == definition::kPaperStanding ? standing(one)
                               : named != known.end()                   ? named->second
                                                                        : answer(of, one, block.by);
            if (text.empty()) text = word("word.paper.other");
            const auto at = std::ranges::find(found, text, &Counted::value_type::first);
            if (at == found.end()) {
                found.emplace_back(std::move(text), 1);
            } else {
                ++at->second;
            }
        }
        std::ranges::stable_sort(found, std::greater<>(), &Counted::value_type::second);
        return found;
    }

    void counts(const PaperBlock& block, std::vector<paper::Block>& out) const {
        const PaperRecords* of = part(block.source);
        if (of == nullptr || of->size() == 0) {
            if (!block.empty.empty()) out.emplace_back(paper::Paragraph{text_of(block.empty)});
            return;
        }
        const Counted found = counted(*of, block);
        paper::Table made;
        made.columns = {
            {text_of(block.columns[0].heading), 3, paper::Align::Start},
            {text_of(block.columns[1].heading), 1, paper::Align::Centre}};
        const std::size_t most = block.most == 0 ? found.size() : static_cast<std::size_t>(block.most);
        std::int64_t others = 0;
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (i >= most) {
                others += found[i].second;
            } else {
                made.rows.push_back({{found[i].first, std::to_string(found[i].second)}, {}});
            }
        }
        if (others > 0) {
            const std::string text = block.more.empty() ? word("word.paper.other") : text_of(block.more);
            made.rows.push_back({{text, std::to_string(others)}, {}});
        }
        made.rows.push_back({{word("word.paper.total"), std::to_string(of->size())}, {}});
        out.emplace_back(std::move(made));
    }

    const Api& api_;
    const Exchange& exchange_;
    const service::PaperMaterial& material_;
    std::shared_ptr<const service::LiveView> live_;
    const organisation::Organisation* sender_;
    calendar::Date today_;
};

}  // namespace

std::vector<std::vector<std::string>> signatures_of(
    const Api& api, const OrganisationId& sender, const service::Letterhead& letterhead
) {
    std::vector<std::vector<std::string>> out;
    std::vector<std::string> form;
    const auto end = [&] {
        if (!form.empty()) out.push_back(std::move(form));
        form.clear();
    };
    for (const std::string& line : lines_of(letterhead.signatures)) {
        if (line.empty()) {
            end();
        } else {
            form.push_back(line);
        }
    }
    end();
    const auto live = api.house.live.view();
    const LetterheadForm* of_kind = letterhead_form(live->directory.find(sender));
    if (out.empty() && of_kind != nullptr && !of_kind->signatures.empty()) out.push_back(of_kind->signatures);
    if (out.empty())
        out.push_back({std::string(api.sentences.of("word.paper.signer", service::Language::Vi))});
    return out;
}

paper::Paper fill_paper(
    const Api& api, const Exchange& exchange, const service::PaperMaterial& material, std::size_t signature
) {
    return Filler(api, exchange, material).fill(signature);
}

}  // namespace neove::http
