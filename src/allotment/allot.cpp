#include "allotment/allot.h"

#include "base/bytes.h"
#include "base/shortened.h"
#include "base/text.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

namespace neove::allotment {

namespace {

/// Line ends and runs of blanks as one blank.
std::string in_one_line(std::string_view words) {
    std::string out;
    for (const char c : words) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

/// The place in the document as it is printed: the reader marks the paragraph of a point `.p2`.
std::string printed_path(const std::string& path) {
    static constexpr std::string_view kMark = ".p";
    const std::size_t at = path.rfind(kMark);
    const std::string number = at == std::string::npos ? "" : path.substr(at + kMark.size());
    const auto is_digit = [](unsigned char one) { return std::isdigit(one) != 0; };
    if (number.empty() || !std::ranges::all_of(number, is_digit)) return path;
    return path.substr(0, at) + " (đoạn " + number + ")";
}

void put(std::string& in, std::string_view place, const std::string& value) {
    const std::size_t at = in.find(place);
    if (at != std::string::npos) in.replace(at, place.size(), value);
}

std::string of_report(Property of, const Wish& wish) {
    const Task& task = *wish.task;
    if (!task.report) return {};
    switch (of) {
        case Property::ReportPath: return printed_path(task.path);
        case Property::ReportWords: return task.text;
        case Property::ReportContent: return task.report->content;
        case Property::ReportTo: return task.report->to;
        case Property::ReportVia: return task.report->via;
        case Property::ReportDay: return task.report->occurrence.named_on.iso();
        case Property::ReportPeriods: return words_of(task.report->occurrence.about, *wish.rule);
        case Property::ReportBody: return wish.organisation.text();
        default: return {};
    }
}

std::string periods_of(const Wish& wish) {
    const Task& task = *wish.task;
    const std::string told = task.occurrence ? words_of(task.occurrence->about, *wish.rule) : std::string();
    return told.empty() ? task.recurrence : told;
}

std::string property(Property of, const Wish& wish, const Document& document) {
    const Task& task = *wish.task;
    switch (of) {
        case Property::None: return {};
        case Property::Title:
        case Property::Words: return task.text;
        case Property::Path: return printed_path(task.path);
        case Property::Section: return task.section;
        case Property::Role: return std::string(name_of(wish.role));
        case Property::Outcome: return std::string(name_of(task.outcome));
        case Property::Due: return task.due;
        case Property::Recurrence: return task.recurrence;
        case Property::Product: return task.product;
        case Property::Leader: return task.leader;
        case Property::Body: return wish.organisation.text();
        case Property::DueWords: return task.due_words;
        case Property::Periods: return periods_of(wish);
        case Property::DocumentNumber: return document.number;
        case Property::DocumentDate: return document.issued_on;
        case Property::DocumentTitle: return document.title;
        case Property::DocumentKind: return document.kind;
        case Property::DocumentIssuer: return document.issuer;
        default: return of_report(of, wish);
    }
}

/// Words before a property that is empty are left out, but for the first, which say what it is at all.
std::string made_text(const Answer& answer, const Wish& wish, const Document& document) {
    std::string out;
    for (const Piece& piece : answer.text) {
        const std::string value = piece.of == Property::None ? "" : property(piece.of, wish, document);
        const bool is_said = piece.of == Property::None || !value.empty();
        if (is_said || &piece == &answer.text.front()) out += piece.words + in_one_line(value);
        if (!is_said) out = in_one_line(out);
    }
    return out;
}

/// Words with one blank around each, so that a word is found whole.
std::string in_words(std::string_view text) {
    std::string out = " ";
    for (const char c : text) {
        const bool is_between =
            static_cast<unsigned char>(c) < 0x80 && std::isalnum(static_cast<unsigned char>(c)) == 0;
        if (!is_between) {
            out += c;
        } else if (out.back() != ' ') {
            out += ' ';
        }
    }
    if (out.back() != ' ') out += ' ';
    return out;
}

std::string asked_of(Ask ask, const Task& task) {
    if (ask == Ask::Report) return task.report ? task.report->order : std::string();
    if (ask == Ask::Document) return std::string(kOfDocument);
    return ask == Ask::Task ? task.confirmed_id().text() : task.section;
}

/// The case whose word stands in a value; nothing where none does.
const Case* case_in(const Answer& answer, const std::string& value) {
    // With its accents, unless it was written without any: "công nghệ" has no "nghề" in it.
    const std::string typed = text::match_key(value);
    const bool is_bare = typed == text::fold(value);
    const std::string words = in_words(typed);
    for (const Case& one : answer.has) {
        const auto is_in = [&](const std::string& word) {
            return words.contains(in_words(is_bare ? text::fold(word) : text::match_key(word)));
        };
        if (std::ranges::any_of(one.words, is_in)) return &one;
    }
    return nullptr;
}

/// Whether a question of the document is about this task at all.
const Case* meant(const Answer& answer, const Wish& wish, const Setting& setting) {
    return case_in(answer, property(answer.of, wish, setting.document));
}

std::string asked_about(const Answer& answer, const Wish& wish, const Setting& setting) {
    if (answer.ask == Ask::Section) return wish.task->section;
    if (answer.ask != Ask::Document) return wish.task->path;
    const Case* one = meant(answer, wish, setting);
    return one == nullptr ? std::string() : "“" + one->words.front() + "”";
}

const std::string* chosen(const Answer& answer, const Wish& wish, const Setting& setting) {
    if (answer.ask == Ask::Never) return nullptr;
    if (answer.ask == Ask::Document && meant(answer, wish, setting) == nullptr) return nullptr;
    const auto found = setting.choices.find({answer.field, asked_of(answer.ask, *wish.task)});
    return found == setting.choices.end() || found->second.empty() ? nullptr : &found->second;
}

std::string code_in(const Answer& answer, const std::string& value) {
    for (const Case& one : answer.codes) {
        if (std::ranges::find(one.words, value) != one.words.end()) return one.code;
    }
    const Case* one = answer.has.empty() ? nullptr : case_in(answer, value);
    return one == nullptr ? answer.otherwise : one->code;
}

std::string label_answer(const Answer& answer, const Wish& wish, const Setting& setting) {
    const Answer* other = wish.rule->find(answer.label_of);
    if (other == nullptr) return {};
    const json::Value code = answer_of(*other, wish, setting);
    return code.string() == nullptr ? std::string() : setting.label_of(other->field, *code.string());
}

json::Value rows_of(const Answer& answer, const Wish& wish, const Setting& setting) {
    json::Value row{json::Object{}};
    for (const Answer& cell : answer.row) {
        json::Value value = answer_of(cell, wish, setting);
        if (!value.is_null()) row.set(cell.field, std::move(value));
    }
    return json::Array{std::move(row)};
}

void relate(Opening& opening) {
    for (const Relates& relates : opening.rule->relates) {
        for (const Task* task : opening.tasks) {
            // What is everybody's to follow is nobody's: a hundred lists would fill with it.
            const auto named = std::ranges::count(task->bodies, relates.to, &Body::role);
            if (relates.most > 0 && std::cmp_greater(named, relates.most)) continue;
            for (const Body& body : task->bodies) {
                if (body.role != relates.to || body.organisation == opening.organisation) continue;
                const std::pair one{relates.relation, body.organisation};
                const bool is_there = std::ranges::find(opening.related, one) != opening.related.end();
                if (!is_there) opening.related.push_back(one);
            }
        }
    }
}

/// The wishes of one opening, first task first.
Opening opened(const std::vector<const Wish*>& of, const Setting& setting) {
    const Wish& first = *of.front();
    Opening out{first.rule, first.organisation, first.role, {}, {}};
    for (const Wish* wish : of) {
        out.tasks.push_back(wish->task);
        out.role = std::min(out.role, wish->role);
    }
    for (const Answer& answer : first.rule->answers) {
        json::Value value;
        if (answer.row.empty()) {
            value = answer_of(answer, first, setting);
        } else {
            value = json::Array{};
            for (const Wish* wish : of) {
                json::Value row = rows_of(answer, *wish, setting);
                value.array()->push_back(std::move(row.array()->front()));
            }
        }
        if (first.rule->fold && answer.field == first.rule->fold->by && value.string() != nullptr) {
            out.group = *value.string();
        }
        if (!value.is_null()) out.answers.set(answer.field, std::move(value));
    }
    relate(out);
    return out;
}

}  // namespace

std::string words_of(const std::vector<Period>& periods, const Rule& rule) {
    std::string out;
    for (const Period& one : periods) {
        const auto called = rule.periods.find(one.code());
        if (called == rule.periods.end()) continue;
        std::string words = called->second;
        put(words, "{year}", std::to_string(one.year));
        put(words, "{week}", std::to_string(one.ordinal));
        put(words, "{month}", std::to_string(one.ordinal));
        out += (out.empty() ? "" : ", ") + words;
    }
    return out;
}

json::Value answer_of(const Answer& answer, const Wish& wish, const Setting& setting) {
    std::string value;
    if (!answer.row.empty()) return rows_of(answer, wish, setting);
    if (const std::string* other = chosen(answer, wish, setting)) {
        value = *other;
    } else if (!answer.label_of.empty()) {
        value = label_answer(answer, wish, setting);
    } else if (!answer.text.empty()) {
        value = made_text(answer, wish, setting.document);
    } else if (answer.of == Property::None) {
        value = answer.fixed;
    } else {
        value = property(answer.of, wish, setting.document);
        const bool coded = !answer.codes.empty() || !answer.has.empty();
        if (coded) value = code_in(answer, value);
        if (value.empty()) value = answer.otherwise;
    }
    if (answer.one_line) value = in_one_line(value);
    value = text::shortened(std::move(value), answer.max);
    return value.empty() ? json::Value() : json::Value(std::move(value));
}

std::vector<Wish> wishes(const std::vector<Rule>& rules, const std::vector<Task>& tasks) {
    std::vector<Wish> out;
    for (const Task& task : tasks) {
        std::map<OrganisationId, Role> strongest;
        for (const Body& body : task.bodies) {
            const auto [at, is_new] = strongest.emplace(body.organisation, body.role);
            if (!is_new) at->second = std::min(at->second, body.role);
        }
        for (const auto& [organisation, role] : strongest) {
            const auto fits = [&](const Rule& rule) { return rule.is_for(task.outcome, role); };
            const auto rule = std::ranges::find_if(rules, fits);
            if (rule != rules.end()) out.push_back({&*rule, &task, role, organisation});
        }
    }
    return out;
}

std::vector<const Task*> without_rule(const std::vector<Rule>& rules, const std::vector<Task>& tasks) {
    std::vector<const Task*> out;
    for (const Task& task : tasks) {
        const bool lacks = std::ranges::any_of(task.bodies, [&](const Body& body) {
            // Whoever gets a report has not got it to do.
            return body.role != Role::Receiver && std::ranges::none_of(rules, [&](const Rule& rule) {
                       return rule.is_for(task.outcome, body.role);
                   });
        });
        if (lacks) out.push_back(&task);
    }
    return out;
}

std::vector<Opening> openings(const std::vector<Wish>& wishes, const Setting& setting) {
    using Key = std::tuple<const Rule*, OrganisationId, std::string>;
    std::map<Key, std::size_t> groups;
    std::vector<std::vector<const Wish*>> folded;
    for (const Wish& wish : wishes) {
        const Answer* by = wish.rule->fold ? wish.rule->find(wish.rule->fold->by) : nullptr;
        if (by == nullptr) {
            folded.push_back({&wish});
            continue;
        }
        const json::Value group = answer_of(*by, wish, setting);
        const Key key{wish.rule, wish.organisation, group.string() == nullptr ? "" : *group.string()};
        const auto [at, is_new] = groups.emplace(key, folded.size());
        const bool is_full = !is_new && folded[at->second].size() >= wish.rule->fold->most;
        if (is_full) at->second = folded.size();
        if (is_new || is_full) folded.emplace_back();
        folded[at->second].push_back(&wish);
    }
    std::vector<Opening> out;
    out.reserve(folded.size());
    for (const auto& one : folded) out.push_back(opened(one, setting));
    return out;
}

std::string key_of_task(
    std::string_view register_id, const DocumentId& document, const TaskId& task, const OrganisationId& body
) {
    CanonicalWriter out;
    out.text("task").text(register_id).text(document.text()).text(task.text()).text(body.text());
    return std::string(as_text(out.result()));
}

std::string key_of_group(
    std::string_view register_id,
    const DocumentId& document,
    std::string_view rule,
    std::string_view group,
    const OrganisationId& body,
    std::uint64_t ordinal
) {
    CanonicalWriter out;
    out.text("group").text(register_id).text(document.text()).text(rule).text(group);
    out.text(body.text()).number(ordinal);
    return std::string(as_text(out.result()));
}

std::vector<Question> questions(const std::vector<Wish>& wishes, const Setting& setting) {
    std::vector<Question> out;
    std::set<std::tuple<const Rule*, std::string, std::string>> seen;
    const Choices none;
    const Setting unasked{setting.document, none, setting.label_of};
    for (const Wish& wish : wishes) {
        for (const Answer& answer : wish.rule->answers) {
            if (answer.ask == Ask::Never) continue;
            if (answer.ask == Ask::Document && meant(answer, wish, setting) == nullptr) continue;
            const std::string of = asked_of(answer.ask, *wish.task);
            if (!seen.emplace(wish.rule, answer.field, of).second) continue;
            const bool follows = !answer_of(answer, wish, unasked).is_null();
            if (answer.ask == Ask::Task && follows) continue;
            const json::Value value = answer_of(answer, wish, setting);
            out.push_back(
                {wish.rule,
                 answer.field,
                 of,
                 asked_about(answer, wish, setting),
                 value.string() == nullptr ? "" : *value.string()}
            );
        }
    }
    return out;
}

}  // namespace neove::allotment
