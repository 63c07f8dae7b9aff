#include "http/routes/export_table.h"

#include "base/code_name.h"
#include "calendar/date.h"
#include "form/form.h"
#include "http/routes/views.h"
#include "service/registers/answer_period.h"

#include <algorithm>

namespace neove::http {

using workbook::Cell;

namespace {

/// What a cell is written with.
struct Pen {
    const Api& api;
    const Exchange& exchange;
    const service::Desk& desk;
    std::shared_ptr<const service::LiveView> live;
    service::Language language;

    Pen(const Api& to,
        const Exchange& asked,
        const service::Desk& of,
        std::shared_ptr<const service::LiveView> shown,
        std::optional<service::Language> in = {})
        : api(to), exchange(asked), desk(of), live(std::move(shown)), language(in.value_or(asked.language)) {}
    bool english() const { return language == service::Language::En; }
    std::string word(std::string_view code) const { return std::string(api.sentences.of(code, language)); }
    std::string label(const std::string& key) const {
        return desk.programme->bundle->label(desk.current->id, key, english());
    }
};

std::string member(const json::Value& value, std::string_view name) {
    return value.object() == nullptr ? std::string() : value.text_or(name);
}

std::string partial(const std::string& iso) {
    const auto day = calendar::PartialDate::parse_iso(iso);
    return day ? day->typed() : iso;
}

workbook::Moment local(const Pen& pen, Instant at) {
    const std::int64_t offset = pen.api.house.options.utc_offset_micros;
    const calendar::Date day = calendar::date_of(at, offset);
    const std::int64_t since = at.micros - calendar::start_of(day, offset).micros;
    return {day, static_cast<int>(since / kMinute)};
}

/// `yyyy-mm-ddThh:mm` where the installation stands.
Cell moment_cell(const std::string& text) {
    const auto day = calendar::Date::parse_iso(text.substr(0, 10));
    const auto digit = [&](std::size_t at) { return text[at] - '0'; };
    if (!day || text.size() != 16) return text;
    return workbook::Moment{*day, (digit(11) * 10 + digit(12)) * 60 + digit(14) * 10 + digit(15)};
}

std::string person_text(const json::Value& person) {
    std::string out = member(person, "name");
    const json::Value* others = person.find("other_names");
    std::string also;
    if (others != nullptr && others->array() != nullptr) {
        for (const json::Value& one : *others->array()) {
            if (one.string() != nullptr) also += (also.empty() ? "" : ", ") + *one.string();
        }
    }
    if (!also.empty()) out += " (" + also + ")";
    const std::string born = member(person, "born");
    return born.empty() ? out : out + ", " + partial(born);
}

std::string unit_text(const Pen& pen, const json::Value& value) {
    const std::string code = member(value, "code");
    const auto day = administrative_unit::Day::parse_iso(member(value, "list"));
    const auto* unit = day ? pen.live->units->find({*day, code}) : nullptr;
    if (unit == nullptr) return code;
    const auto* above = pen.live->units->parent(*unit);
    const std::string name = pen.live->units->vocabulary().full_name(*unit);
    return above == nullptr ? name : name + ", " + pen.live->units->vocabulary().full_name(*above);
}

std::string organisation_text(const Pen& pen, const std::string& id) {
    const auto known = OrganisationId::parse(id);
    const auto* one = known ? pen.live->directory.find(*known) : nullptr;
    return one == nullptr ? std::string() : one->name;
}

std::string option_text(const Pen& pen, const std::string& path, const json::Value& value) {
    if (value.string() == nullptr) return {};
    const std::string& code = *value.string();
    if (code == form::kDeclined) return pen.word("word.answer.declined");
    if (code == form::kNotAsked) return pen.word("word.answer.not_asked");
    const std::string key = "options." + path + "." + code;
    const std::string label = pen.label(key);
    return label == key ? code : label;
}

std::string options_text(const Pen& pen, const std::string& path, const json::Value& value) {
    if (value.array() == nullptr) return option_text(pen, path, value);
    std::string out;
    for (const json::Value& one : *value.array()) {
        out += (out.empty() ? "" : "; ") + option_text(pen, path, one);
    }
    return out;
}

std::string paper_text(const Pen& pen, const json::Value& value) {
    const std::string code = "word.identity_kind." + member(value, "kind");
    const std::string kind = pen.api.sentences.has(code) ? pen.word(code) : member(value, "kind");
    return kind + ": " + member(value, "number");
}

form::Type type_of(const form::Field& field) {
    return field.type == form::Type::Computed ? field.computes : field.type;
}

/// But for rows, which hold cells themselves.
Cell answer_cell(
    const Pen& pen, const form::Field& field, const std::string& path, const json::Value& value
) {
    const std::string text = value.string() == nullptr ? std::string() : *value.string();
    if (form::is_redacted(value)) return pen.word("word.answer.redacted");
    switch (type_of(field)) {
        case form::Type::Integer:
        case form::Type::Money: return value.integer() == nullptr ? Cell(text) : Cell(*value.integer());
        case form::Type::Date: {
            const auto day = calendar::Date::parse_iso(text);
            return day ? Cell(*day) : Cell(text);
        }
        case form::Type::DateTime: return moment_cell(text);
        case form::Type::PartialDate: return partial(text);
        case form::Type::Choice:
        case form::Type::MultiChoice: return options_text(pen, path, value);
        case form::Type::Person: return person_text(value);
        case form::Type::Organisation: return organisation_text(pen, text);
        case form::Type::AdminUnit: return unit_text(pen, value);
        case form::Type::IdentityNumber: return paper_text(pen, value);
        case form::Type::Country: return country_name(text, pen.english());
        case form::Type::Language: return language_name(text, pen.english());
        case form::Type::Attachment:
            return std::to_string(value.array() == nullptr ? 0 : value.array()->size()) + " " +
                   pen.word("word.answer.files");
        case form::Type::Text:
        case form::Type::LongText:
        case form::Type::Phone:
        case form::Type::Rows:
        case form::Type::Computed: break;
    }
    return text;
}

/// One line a row: `1. Page: 12; What happened: Torn`.
std::string rows_text(const Pen& pen, const form::Field& rows, const json::Value& value) {
    if (form::is_redacted(value)) return pen.word("word.answer.redacted");
    if (value.array() == nullptr) return {};
    std::string out;
    for (std::size_t i = 0; i < value.array()->size(); ++i) {
        const json::Value& row = (*value.array())[i];
        std::string line;
        for (const form::Field& field : rows.fields) {
            const json::Value* one = row.find(field.id);
            if (one == nullptr || one->is_null()) continue;
            const std::string path = rows.id + "." + field.id;
            line += (line.empty() ? "" : "; ") + pen.label("fields." + path) + ": " +
                    workbook::text_of(answer_cell(pen, field, path, *one));
        }
        out += (out.empty() ? "" : "\n") + std::to_string(i + 1) + ". " + line;
    }
    return out;
}

std::vector<const form::Field*> fields_of(const service::Desk& desk, access::Classes classes) {
    std::vector<const form::Field*> out;
    for (const form::Field& field : desk.current->form.fields) {
        const access::Classes bit = service::bit_of(form::class_of(desk.current->form, field));
        if ((bit & classes) != 0) out.push_back(&field);
    }
    return out;
}

std::string heading_of(const Pen& pen, const form::Field& field) {
    const std::string label = pen.label("fields." + field.id);
    return type_of(field) == form::Type::Money ? label + " (" + pen.word("word.answer.money") + ")" : label;
}

/// A limit that runs out with a day is that day, as on the screens: its moment is the midnight after it, to
/// the instant. One of some seconds later is an hour of the next day.
Cell due_cell(const Pen& pen, std::int64_t due_at) {
    if (!service::is_day(due_at)) return {};
    const workbook::Moment at = local(pen, {due_at});
    const std::int64_t midnight = calendar::start_of(at.day, pen.api.house.options.utc_offset_micros).micros;
    return due_at == midnight ? Cell(at.day.plus_days(-1)) : Cell(at);
}

std::vector<Cell> cells_of(
    const Pen& pen, const service::ExportedRecord& one, const std::vector<const form::Field*>& fields
) {
    const auto* owner = pen.live->directory.find(one.row.owner);
    std::vector<Cell> out{
        one.row.number,
        pen.label("states." + one.row.state + (one.word.empty() ? "" : "." + one.word)),
        due_cell(pen, one.row.due_at),
        owner == nullptr ? Cell() : Cell(owner->name),
        local(pen, one.row.opened_at)};
    for (const form::Field* field : fields) {
        const json::Value* value = one.answers.find(field->id);
        if (value == nullptr || value->is_null()) {
            out.emplace_back();
        } else if (field->type == form::Type::Rows) {
            out.emplace_back(rows_text(pen, *field, *value));
        } else {
            out.push_back(answer_cell(pen, *field, field->id, *value));
        }
    }
    return out;
}

std::string names_of(const Pen& pen, const std::vector<AccountId>& accounts) {
    std::string out;
    for (const AccountId& id : accounts) {
        const auto name = pen.live->account_names.find(id);
        if (name == pen.live->account_names.end()) continue;
        out += (out.empty() ? "" : ", ") + name->second;
    }
    return out;
}

/// Whose answer for a period is missed: `Not yet answered: Quarterly report (third quarter, 2026)`.
std::string missed_in_words(const Pen& pen, const std::string& action_id, const std::string& period) {
    const workflow::Action* action = pen.desk.current->workflow.find(action_id);
    std::string said;
    std::size_t at = 0;
    for (std::size_t i = 0; action != nullptr && i < action->once_per.size() && at <= period.size(); ++i) {
        const std::size_t end = std::min(period.find('|', at), period.size());
        const std::string word = period.substr(at, end - at);
        const form::Field* field = pen.desk.current->form.find(action->once_per[i]);
        const bool is_choice = field != nullptr && field->type == form::Type::Choice;
        if (!word.empty()) {
            said += (said.empty() ? "" : ", ") + (is_choice ? option_text(pen, field->id, word) : word);
        }
        at = end + 1;
    }
    const std::map<std::string, std::string> asked{{std::string(service::kUnanswered) + action_id, period}};
    const auto when = service::period_asked(pen.api.house, *pen.desk.current, asked);
    if (when && when->runs) said += "; " + pen.word("word.export.filter.runs");
    return pen.word("word.export.filter.unanswered") + ": " + pen.label("actions." + action_id) + " (" +
           said + ")";
}

/// A column and what it has to say: `Body: Xã Bình Minh`.
std::string where_in_words(const Pen& pen, const std::string& column, const std::string& value) {
    if (column == "owner") {
        return pen.word("word.export.column.owner") + ": " + organisation_text(pen, value);
    }
    if (column.starts_with(service::kUnanswered)) {
        return missed_in_words(pen, column.substr(service::kUnanswered.size()), value);
    }
    const definition::Column* known = pen.desk.current->find_column(column);
    const bool is_field = pen.desk.current->form.find(column) != nullptr;
    std::string said = value;
    if (known != nullptr && known->type == form::Type::Organisation) said = organisation_text(pen, value);
    if (known != nullptr && known->type == form::Type::Choice) said = option_text(pen, column, value);
    const std::string label = pen.label((is_field ? "fields." : "columns.") + column);
    return label + ": " + (value.empty() ? pen.word("word.export.filter.unsaid") : said);
}

std::vector<std::pair<std::string, std::string>> head_of(const Pen& pen, const service::Export& leaving) {
    const service::Caller& who = pen.exchange.who();
    const auto* body = pen.live->directory.find(who.acting.organisation);
    std::vector<std::pair<std::string, std::string>> out;
    const auto add = [&](std::string_view code, std::string value) {
        if (!value.empty()) out.emplace_back(pen.word(code), std::move(value));
    };
    add("word.export.head.register", pen.label("title_many"));
    add("word.export.head.filter", query_in_words(pen.api, pen.exchange, pen.desk, leaving.wish.query));
    add("word.export.head.rows", std::to_string(leaving.records.size()));
    add("word.export.head.made_at", workbook::text_of(local(pen, leaving.made_at)));
    add("word.export.head.made_by", who.account.name + (body == nullptr ? "" : ", " + body->name));
    add("word.export.head.approved_by", names_of(pen, leaving.approved_by));
    add("word.export.head.mark", leaving.mark);
    add("word.export.head.notice", pen.word("export.notice"));
    return out;
}

}  // namespace

std::string answer_text(
    const Api& api,
    const Exchange& exchange,
    const service::Desk& desk,
    const form::Field& field,
    const json::Value& value,
    service::Language language
) {
    const Pen pen(api, exchange, desk, api.house.live.view(), language);
    if (field.type == form::Type::Rows) return rows_text(pen, field, value);
    return workbook::text_of(answer_cell(pen, field, field.id, value));
}

std::string due_text(
    const Api& api, const Exchange& exchange, const service::Desk& desk, std::int64_t due_at
) {
    return workbook::text_of(due_cell(Pen(api, exchange, desk, api.house.live.view()), due_at));
}

std::vector<std::string> export_columns(const service::Desk& desk, access::Classes classes) {
    std::vector<std::string> out{"number", "state", "due", "owner", "opened"};
    for (const form::Field* field : fields_of(desk, classes)) out.push_back(field->id);
    return out;
}

std::vector<std::string> export_headings(
    const Api& api, const Exchange& exchange, const service::Desk& desk, access::Classes classes
) {
    const Pen pen(api, exchange, desk, api.house.live.view());
    std::vector<std::string> out;
    for (const char* code :
         {"word.export.column.number",
          "word.export.column.state",
          "word.export.column.due",
          "word.export.column.owner",
          "word.export.column.opened"}) {
        out.push_back(pen.word(code));
    }
    for (const form::Field* field : fields_of(desk, classes)) out.push_back(heading_of(pen, *field));
    return out;
}

std::string query_in_words(
    const Api& api, const Exchange& exchange, const service::Desk& desk, const service::RecordQuery& query
) {
    const Pen pen(api, exchange, desk, api.house.live.view());
    std::string out;
    const auto add = [&](const std::string& words) { out += (out.empty() ? "" : "; ") + words; };
    if (!query.filter.empty()) add(pen.label("filters." + query.filter));
    std::string states;
    for (const std::string& state : query.states) {
        states += (states.empty() ? "" : ", ") + pen.label("states." + state);
    }
    if (!states.empty()) add(states);
    if (query.overdue) add(pen.word("word.export.filter.overdue"));
    if (query.mine) add(pen.word("word.export.filter.mine"));
    std::string timings;
    for (const std::string& timing : query.timings) {
        timings += (timings.empty() ? "" : ", ") + pen.word("word.timing." + timing);
    }
    if (!timings.empty()) add(timings);
    if (!query.month.empty()) {
        add(pen.word("word.export.filter.month") + " " + query.month.substr(5) + "/" +
            query.month.substr(0, 4));
    }
    for (const auto& [column, value] : query.where) add(where_in_words(pen, column, value));
    if (!query.links_to.empty()) add(pen.word("word.export.filter.links_to"));
    if (!query.text.empty()) add(pen.word("word.export.filter.text") + " “" + query.text + "”");
    return out.empty() ? pen.word("word.export.filter.all") : out;
}

workbook::Table export_table(const Api& api, const Exchange& exchange, const service::Export& leaving) {
    const Pen pen(api, exchange, leaving.desk, api.house.live.view());
    workbook::Table out;
    out.name = pen.label("title_many");
    out.head = head_of(pen, leaving);
    out.headings = export_headings(api, exchange, leaving.desk, leaving.classes);
    const auto fields = fields_of(leaving.desk, leaving.classes);
    for (const service::ExportedRecord& one : leaving.records) out.rows.push_back(cells_of(pen, one, fields));
    return out;
}

}  // namespace neove::http
