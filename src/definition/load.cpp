#include "access/load_rules.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "definition/allotments.h"
#include "definition/check_register.h"
#include "definition/fault.h"
#include "definition/meaning.h"
#include "definition/paper.h"
#include "definition/register.h"
#include "form/form_json.h"

#include <algorithm>

namespace neove::definition {

namespace {

/// One place of the bundle. What is absent reads as empty; what is there and of another kind is a fault.
class At {
public:
    At(const json::Value* value, std::string pointer, Diagnostics& faults)
        : value_(value), pointer_(std::move(pointer)), faults_(&faults) {}

    bool is_there() const { return value_ != nullptr && !value_->is_null(); }
    const std::string& pointer() const { return pointer_; }
    const json::Value& value() const {
        static const json::Value nothing;
        return value_ == nullptr ? nothing : *value_;
    }
    void fault(std::string code, std::string detail = {}) const {
        faults_->push_back({ErrorKind::Invalid, std::move(code), pointer_, std::move(detail)});
    }
    Diagnostics& faults() const { return *faults_; }

    At operator[](std::string_view name) const {
        return {value_ == nullptr ? nullptr : value_->find(name), below(pointer_, name), *faults_};
    }
    /// An object with these members alone: one that nobody reads could be a rule that nobody keeps.
    void only(std::initializer_list<std::string_view> names) const {
        if (!is_there()) return;
        if (value_->object() == nullptr) return fault("definition.malformed");
        for (const auto& [name, held] : *value_->object()) {
            if (std::ranges::find(names, name) == names.end()) (*this)[name].fault("definition.unknown_key");
        }
    }
    /// Faulty items of a compiler stand as null: they keep their number and are passed over.
    std::vector<At> items() const {
        std::vector<At> out;
        if (!is_there()) return out;
        if (value_->array() == nullptr) {
            fault("definition.malformed");
            return out;
        }
        for (std::size_t i = 0; i < value_->array()->size(); ++i) {
            const At item{&(*value_->array())[i], below(pointer_, i), *faults_};
            if (item.is_there()) out.push_back(item);
        }
        return out;
    }
    std::string text() const {
        if (!is_there()) return {};
        if (value_->string() == nullptr) fault("definition.malformed");
        return value_->string() == nullptr ? std::string() : *value_->string();
    }
    bool flag(bool unsaid = false) const {
        if (!is_there()) return unsaid;
        if (value_->boolean() == nullptr) fault("definition.malformed");
        return value_->boolean() == nullptr ? unsaid : *value_->boolean();
    }
    std::optional<std::int64_t> number() const {
        if (!is_there()) return std::nullopt;
        if (value_->integer() == nullptr) fault("definition.malformed");
        return value_->integer() == nullptr ? std::nullopt : std::optional(*value_->integer());
    }
    std::optional<int> small_number() const {
        constexpr std::int64_t kLargest = 1'000'000;
        const auto value = number();
        if (!value || (*value >= -kLargest && *value <= kLargest)) return value;
        fault("definition.malformed");
        return std::nullopt;
    }
    std::vector<std::string> texts() const {
        std::vector<std::string> out;
        for (const At& item : items()) out.push_back(item.text());
        return out;
    }
    /// A word by itself is a list of one: so it stands in bundles of before.
    std::vector<std::string> text_or_texts() const {
        if (!is_there() || value_->string() == nullptr) return texts();
        return {*value_->string()};
    }
    std::optional<expression::Expression> condition() const {
        if (!is_there()) return std::nullopt;
        auto parsed = expression::parse(text());
        if (parsed) return *std::move(parsed);
        // Its own place is a column within the text.
        fault(parsed.error().code, parsed.error().where + ": " + text());
        return std::nullopt;
    }
    std::optional<calendar::Date> date() const {
        if (!is_there()) return std::nullopt;
        const auto read = calendar::Date::parse_iso(text());
        if (!read) fault("definition.malformed");
        return read;
    }
    /// The named value of an enum; `otherwise` where absent or unknown.
    template <typename Value>
    Value word(std::initializer_list<std::pair<std::string_view, Value>> words, Value otherwise) const {
        if (!is_there()) return otherwise;
        const std::string written = text();
        for (const auto& [name, value] : words) {
            if (name == written) return value;
        }
        fault("definition.malformed");
        return otherwise;
    }

private:
    const json::Value* value_;
    std::string pointer_;
    Diagnostics* faults_;
};

form::Form load_form(const At& at) {
    at.only({"domain", "persons", "number_prefix", "fields", "steps"});
    Diagnostics faults;
    form::Form form = form::read_form(at.value(), faults);
    for (Error& fault : faults) {
        fault.where = at.pointer() + fault.where;
        at.faults().push_back(std::move(fault));
    }
    return form;
}

// --- workflow

workflow::Ground load_ground(const At& at) {
    if (!at.is_there()) return {};
    if (at.value().string() != nullptr) {
        if (at.text() != "consent") at.fault("definition.malformed");
        return {workflow::Ground::Kind::Consent, {}};
    }
    at.only({"law"});
    return {workflow::Ground::Kind::Law, at["law"].text()};
}

std::optional<workflow::Also> load_also(const At& at) {
    if (!at.is_there()) return std::nullopt;
    at.only({"link", "do", "with", "reason"});
    workflow::Also also{at["link"].text(), at["do"].text(), {}, at["reason"].text()};
    const At with = at["with"];
    if (!with.is_there()) return also;
    if (with.value().object() == nullptr) {
        with.fault("definition.malformed");
        return also;
    }
    for (const auto& [theirs, ours] : *with.value().object()) {
        also.with.emplace_back(theirs, with[theirs].text());
    }
    return also;
}

workflow::Action load_action(const At& at) {
    at.only({"id",      "creates", "from",           "to",       "fields",       "requires",
             "clears",  "anew",    "only_later",     "once_per", "once_with",    "also",
             "when",    "ground",  "not_by_who_did", "reason",   "legal_effect", "citation",
             "step_up", "gives",   "not_past",       "once_over"});
    workflow::Action action;
    action.id = at["id"].text();
    action.creates = at["creates"].flag();
    action.from = at["from"].texts();
    action.to = at["to"].text();
    action.fields = at["fields"].texts();
    action.requires_fields = at["requires"].texts();
    action.clears = at["clears"].texts();
    action.anew = at["anew"].texts();
    action.only_later = at["only_later"].texts();
    action.once_per = at["once_per"].texts();
    action.once_with = at["once_with"].texts();
    // Read where a period is asked for (`missed_answer`); here only whether it reads at all.
    [[maybe_unused]] const auto over = at["once_over"].condition();
    action.not_past = at["not_past"].texts();
    action.also = load_also(at["also"]);
    action.when = at["when"].condition();
    action.not_by_who_did = at["not_by_who_did"].texts();
    action.ground = load_ground(at["ground"]);
    action.legal_effect = at["legal_effect"].text();
    action.citation = at["citation"].text();
    action.needs_step_up = at["step_up"].flag();
    action.needs_reason = at["reason"].flag();
    for (const At& gift : at["gives"].items()) {
        gift.only({"relation", "to", "of", "among"});
        const bool own_units = gift["among"].text() == "own_units";  // the schema knows no other word
        action.gives.push_back({gift["relation"].text(), gift["to"].text(), gift["of"].text(), own_units});
    }
    return action;
}

workflow::Workflow load_workflow(const At& at) {
    at.only({"states", "actions", "links", "succession"});
    workflow::Workflow out;
    for (const At& state : at["states"].items()) {
        state.only({"id", "final"});
        out.states.push_back({state["id"].text(), state["final"].flag()});
    }
    for (const At& action : at["actions"].items()) out.actions.push_back(load_action(action));
    for (const At& link : at["links"].items()) {
        link.only({"id", "to", "roles", "max", "required", "who_may", "alone_in"});
        out.links.push_back(
            {link["id"].text(),
             link["to"].text(),
             link["roles"].texts(),
             link["max"].small_number(),
             link["required"].flag(),
             link["who_may"].text_or_texts(),
             link["alone_in"].texts()}
        );
    }
    if (const At succession = at["succession"]; succession.is_there()) {
        succession.only({"field", "former", "paper", "action", "alike", "let_go"});
        static_cast<void>(succession["alike"].texts());
        if (const At let_go = succession["let_go"]; let_go.is_there()) {
            let_go.only({"action", "on"});
            static_cast<void>(let_go["action"].text());
            static_cast<void>(let_go["on"].text());
        }
        // What it says is read where it is asked for (succession.h); here it is seen to be of the shape.
        for (const char* word : {"field", "former", "paper", "action"}) {
            [[maybe_unused]] const std::string said = succession[word].text();
        }
    }
    return out;
}

// --- limits

deadline::Trigger load_trigger(const At& at) {
    using Kind = deadline::Trigger::Kind;
    at.only({"on", "name"});
    const Kind kind = at["on"].word<Kind>(
        {{"entered", Kind::Entered}, {"action", Kind::Action}, {"field", Kind::Field}}, Kind::Entered
    );
    return {kind, at["name"].text(), {}};
}

/// What stops a limit may say which field holds its day.
deadline::Trigger load_stop(const At& at) {
    using Kind = deadline::Trigger::Kind;
    at.only({"on", "name", "dated_by"});
    const Kind kind = at["on"].word<Kind>(
        {{"entered", Kind::Entered}, {"action", Kind::Action}, {"field", Kind::Field}}, Kind::Entered
    );
    return {kind, at["name"].text(), at["dated_by"].text()};
}

deadline::Unit load_unit(const At& at) {
    using deadline::Unit;
    return at.word<Unit>(
        {{"hour", Unit::Hour}, {"day", Unit::Day}, {"working_day", Unit::WorkingDay}, {"month", Unit::Month}},
        Unit::Day
    );
}

std::vector<deadline::FixedDay> load_days(const At& at) {
    std::vector<deadline::FixedDay> out;
    for (const At& item : at.items()) {
        const auto date = calendar::Date::parse_iso("2000-" + item.text());
        if (!date) item.fault("definition.malformed");
        if (date) out.push_back({date->month(), date->day()});
    }
    return out;
}

deadline::LimitVersion load_version(const At& at) {
    using deadline::Roll;
    at.only(
        {"from", "until", "within", "roll", "first_day_excluded", "takes_over_running", "citation", "status"}
    );
    deadline::LimitVersion version;
    version.valid_from = at["from"].date().value_or(calendar::Date::first());
    version.valid_until = at["until"].date();
    const At within = at["within"];
    const auto is_included = [&] {
        return within["before"].word<bool>({{"inclusive", true}, {"exclusive", false}}, true);
    };
    if (within["field"].is_there()) {
        within.only({"field", "before"});
        version.unit = deadline::Unit::NamedDay;
        version.field = within["field"].text();
        version.fixed_is_included = is_included();
    } else if (within["dates"].is_there()) {
        within.only({"dates", "before"});
        version.unit = deadline::Unit::FixedDate;
        version.fixed = load_days(within["dates"]);
        version.fixed_is_included = is_included();
    } else if (within.is_there()) {
        within.only({"amount", "unit"});
        version.amount = within["amount"].small_number();
        version.unit = load_unit(within["unit"]);
    }
    version.roll = at["roll"].word<Roll>(
        {{"none", Roll::None},
         {"next_working_day", Roll::NextWorkingDay},
         {"after_public_holiday", Roll::AfterPublicHoliday}},
        Roll::None
    );
    version.first_day_excluded = at["first_day_excluded"].flag(true);
    version.takes_over_running = at["takes_over_running"].flag();
    version.citation = at["citation"].text();
    version.is_confirmed = at["status"].word<bool>({{"confirmed", true}, {"unconfirmed", false}}, false);
    return version;
}

deadline::Extension load_extension(const At& at) {
    at.only({"action", "by", "times_max", "authority", "citation"});
    deadline::Extension out;
    out.action = at["action"].text();
    out.amount = at["by"]["amount"].small_number();
    out.unit = load_unit(at["by"]["unit"]);
    out.times_max = at["times_max"].small_number().value_or(1);
    out.authority = at["authority"].text();
    out.citation = at["citation"].text();
    return out;
}

deadline::Limit load_limit(const At& at) {
    at.only({"id", "starts", "stops", "versions", "suspension", "extensions", "warn_before_days", "for"});
    deadline::Limit limit;
    limit.id = at["id"].text();
    limit.starts = load_trigger(at["starts"]);
    for (const At& stop : at["stops"].items()) limit.stops.push_back(load_stop(stop));
    for (const At& version : at["versions"].items()) limit.versions.push_back(load_version(version));
    if (const At rest = at["suspension"]; rest.is_there()) {
        rest.only({"from", "until"});
        limit.suspension = deadline::Suspension{load_trigger(rest["from"]), load_trigger(rest["until"])};
    }
    for (const At& extension : at["extensions"].items()) {
        limit.extensions.push_back(load_extension(extension));
    }
    limit.warn_before_days = at["warn_before_days"].small_number().value_or(0);
    limit.concerns = at["for"].texts();
    return limit;
}

// --- facts, list

/// Where it is missing or faulty something stands in for it, so that what follows keeps its number.
expression::Expression expression_of(const At& at) {
    if (auto read = at.condition()) return *read;
    if (!at.is_there()) at.fault("definition.malformed");
    return *expression::parse("today");
}

void load_facts(const At& at, Register& out) {
    at.only({"dimensions", "facts"});
    for (const At& item : at["dimensions"].items()) {
        item.only({"id", "code", "clear", "because"});
        out.dimensions.push_back({item["id"].text(), expression_of(item["code"])});
    }
    for (const At& item : at["facts"].items()) {
        item.only({"kind", "at_action", "at_state", "when", "count"});
        out.facts.push_back(
            {item["kind"].text(),
             item["at_action"].text(),
             item["at_state"].text(),
             item["when"].condition(),
             item["count"].condition()}
        );
    }
}

/// What a column is shown and sorted as: the field's own type, or what its expression yields.
form::Type type_of_column(const form::Form& form, const expression::Expression& from) {
    const form::Field* field = form.find(from.text());
    if (field != nullptr) return field->type == form::Type::Computed ? field->computes : field->type;
    Diagnostics aside;
    const auto type = expression::check(from, form::types_of(form), aside);
    if (type == expression::Type::Integer) return form::Type::Integer;
    if (type == expression::Type::Date) return form::Type::Date;
    return form::Type::Text;
}

void load_list(const At& at, Register& out) {
    at.only({"columns", "filters", "sort", "retention", "board", "calendar", "fill_in", "at_once", "reminded"}
    );
    for (const At& item : at["columns"].items()) {
        item.only({"id", "from"});
        const std::string id = item["id"].text();
        const At source = item["from"].is_there() ? item["from"] : item["id"];
        const expression::Expression from = expression_of(source);
        out.list.columns.push_back({id, from, type_of_column(out.form, from)});
    }
    for (const At& item : at["filters"].items()) {
        item.only({"id", "states", "overdue", "mine"});
        out.list.filters.push_back(
            {item["id"].text(), item["states"].texts(), item["overdue"].flag(), item["mine"].flag()}
        );
    }
    out.list.sort = at["sort"].text();
    if (const At board = at["board"]; board.is_there()) {
        board.only({"rows", "limit", "states", "fulfilled", "group", "act"});
        // What it says is read where a board is asked for (board.h); here it is seen to be of the shape.
        for (const char* word : {"rows", "limit", "group", "act"}) {
            [[maybe_unused]] const std::string said = board[word].text();
        }
        for (const char* word : {"states", "fulfilled"}) {
            [[maybe_unused]] const auto said = board[word].texts();
        }
    }
    if (const At calendar = at["calendar"]; calendar.is_there()) {
        calendar.only({"on", "at", "show", "states"});
        // Likewise (occasions.h).
        for (const char* word : {"on", "at"}) {
            [[maybe_unused]] const std::string said = calendar[word].text();
        }
        for (const char* word : {"show", "states"}) {
            [[maybe_unused]] const auto said = calendar[word].texts();
        }
    }
    if (const At sheet = at["fill_in"]; sheet.is_there()) {
        sheet.only({"body", "action", "shown", "asked", "once"});
        for (const char* word : {"body", "action"}) {
            [[maybe_unused]] const std::string said = sheet[word].text();
        }
        for (const char* word : {"shown", "asked", "once"}) {
            [[maybe_unused]] const auto said = sheet[word].texts();
        }
    }
    if (const At once = at["at_once"]; once.is_there()) {
        once.only({"action", "same", "says"});
        for (const char* word : {"action", "same"}) {
            [[maybe_unused]] const std::string said = once[word].text();
        }
        if (once["says"].value().object() == nullptr) once["says"].fault("definition.malformed");
    }
    if (const At reminded = at["reminded"]; reminded.is_there()) {
        reminded.only({"action", "says"});
        [[maybe_unused]] const std::string said = reminded["action"].text();
        [[maybe_unused]] const auto fields = reminded["says"].texts();
    }
    const At retention = at["retention"];
    retention.only({"months", "citation", "status"});
    out.retention.months = retention["months"].small_number().value_or(0);
    out.retention.citation = retention["citation"].text();
    out.retention.confirmed =
        retention["status"].word<bool>({{"confirmed", true}, {"unconfirmed", false}}, false);
}

// --- access and the whole

access::Vocabulary vocabulary_of(
    const Register& one, const std::vector<std::string>& roles, const At& actions
) {
    access::Vocabulary words;
    words.register_name = one.id;
    for (const workflow::State& state : one.workflow.states) words.states.push_back(state.id);
    words.roles = roles;
    for (const Column& column : one.list.columns) words.columns.push_back(column.id);
    words.persons = one.form.persons;
    words.found_by = found_by(one.form);
    for (const At& item : actions.items()) {
        const workflow::Action* action = one.workflow.find(item["id"].text());
        if (action != nullptr) {
            words.actions.push_back({action->id, action->creates, action->from, item.pointer(), {}});
            for (const workflow::Gift& gift : action->gives) {
                words.actions.back().gives.push_back({gift.relation, gift.place()});
            }
        }
    }
    return words;
}

void check_labels(const At& at) {
    at.only({"vi", "en"});
    for (const std::string_view language : {"vi", "en"}) {
        const At map = at[language];
        if (map.value().object() == nullptr) {
            map.fault("definition.malformed");
            continue;
        }
        for (const auto& [key, text] : *map.value().object()) {
            if (text.string() == nullptr) map[key].fault("definition.malformed");
        }
    }
}

Register load_register(const At& at, const Programme& programme, std::vector<access::RegisterRules>& rules) {
    at.only({"id", "form", "workflow", "limits", "facts", "list", "allotments", "access", "labels"});
    Register out;
    out.id = at["id"].text();
    out.programme = programme.id;
    out.domain = at["form"]["domain"].text();
    out.number_prefix = at["form"]["number_prefix"].text();
    out.form = load_form(at["form"]);
    out.workflow = load_workflow(at["workflow"]);
    for (const At& limit : at["limits"].items()) out.limits.push_back(load_limit(limit));
    load_facts(at["facts"], out);
    load_list(at["list"], out);
    if (const At rules_of_tasks = at["allotments"]; rules_of_tasks.is_there()) {
        // Only for its faults: they are read again by whoever gives tasks out.
        load_allotments(rules_of_tasks.value(), rules_of_tasks.pointer(), out.form, at.faults());
    }
    check_labels(at["labels"]);
    if (const At access = at["access"]; access.is_there()) {
        const access::Vocabulary words = vocabulary_of(out, programme.roles, at["workflow"]["actions"]);
        rules.push_back(access::load_rules(access.value(), words, access.pointer(), at.faults()));
        rules.back().policy.meaning = meaning_of(out, at.value());
    }
    out.source = at.value();
    return out;
}

}  // namespace

access::Classes found_by(const form::Form& form) {
    access::Classes classes = 0;
    for (const form::Field& field : form.fields) {
        if (!field.on_card) continue;
        classes |= static_cast<access::Classes>(1U << static_cast<unsigned>(form::class_of(form, field)));
    }
    return classes;
}

const Column* Register::find_column(std::string_view column) const {
    const auto found = std::ranges::find(list.columns, column, &Column::id);
    return found == list.columns.end() ? nullptr : &*found;
}

const Register* Bundle::find(std::string_view register_id) const {
    for (const Programme& programme : programmes) {
        const auto found = std::ranges::find(programme.registers, register_id, &Register::id);
        if (found != programme.registers.end()) return &*found;
    }
    return nullptr;
}

std::string Bundle::label(std::string_view register_id, std::string_view key, bool english) const {
    const Register* found = find(register_id);
    const json::Value* labels = found == nullptr ? nullptr : found->source.find("labels");
    const json::Value* map = labels == nullptr ? nullptr : labels->find(english ? "en" : "vi");
    return map == nullptr ? std::string(key) : map->text_or(key, std::string(key));
}

Bundle read_bundle(const json::Value& bundle, Diagnostics& faults) {
    const At root{&bundle, "", faults};
    root.only({"format", "programmes"});
    if (root["format"].number() != 1) root["format"].fault("definition.unknown_format");
    Bundle out;
    out.digest = digest_of(bundle);
    std::vector<access::RegisterRules> rules;
    for (const At& at : root["programmes"].items()) {
        at.only({"id", "version", "make_believe", "roles", "house_roles", "registers", "papers", "labels"});
        Programme programme;
        programme.id = at["id"].text();
        programme.version = at["version"].text();
        programme.make_believe = at["make_believe"].flag();
        programme.roles = at["roles"].texts();
        programme.house_roles = at["house_roles"].texts();
        check_labels(at["labels"]);
        for (const At& one : at["registers"].items()) {
            programme.registers.push_back(load_register(one, programme, rules));
        }
        const At papers = at["papers"];
        load_papers(papers.value(), papers.pointer(), faults);
        programme.source = at.value();
        out.programmes.push_back(std::move(programme));
    }
    out.access = access::Rules::compile(rules);
    out.source = bundle;
    return out;
}

Result<Bundle> load_bundle(const json::Value& bundle, Diagnostics& faults) {
    const std::size_t before = faults.size();
    Bundle out = read_bundle(bundle, faults);
    if (faults.size() > before) return std::unexpected(faults[before]);
    return out;
}

Result<Bundle> load_bundle(const json::Value& bundle) {
    Diagnostics faults;
    return load_bundle(bundle, faults);
}

Result<Bundle> load_bundle(std::string_view text) {
    constexpr std::size_t kLargest = 32UL * 1024 * 1024;
    return load_bundle(TRY(json::parse(text, {.bytes = kLargest, .depth = 32})));
}

std::string digest_of(const json::Value& bundle) {
    return to_hex(crypto::hash("neove.bundle", as_bytes(json::write_canonical(bundle))));
}

}  // namespace neove::definition
