#include "definition/check_register.h"

#include "access/load_rules.h"
#include "access/succeed.h"
#include "definition/allotments.h"
#include "definition/at_once.h"
#include "definition/board.h"
#include "definition/check_asked.h"
#include "definition/check_flow.h"
#include "definition/clear_names.h"
#include "definition/fault.h"
#include "definition/fill_in.h"
#include "definition/label_keys.h"
#include "definition/occasions.h"
#include "definition/paper.h"
#include "definition/reminded.h"
#include "definition/shape.h"
#include "definition/succession.h"

#include <algorithm>
#include <array>
#include <set>

namespace neove::definition {

namespace {

constexpr std::size_t kColumnsMax = 8;
/// Kinds of events of every register, and words that lists and conditions know.
constexpr std::array<std::string_view, 13> kEventWords{
    "corrected",
    "linked",
    "unlinked",
    "moved",
    "erased",
    "opened",
    "redacted",
    "assigned",
    "unassigned",
    "lift_asked",
    "guard_asked",
    "guard_dropped",
    "succeeded"};
constexpr const char* kErased = "erased";  ///< the state that an erased record is left in
constexpr std::array<std::string_view, 5> kNameWords{"number", "state", "due", "today", "row"};
constexpr std::array<std::string_view, 3> kSorts{"due", "changed", "opened"};

bool is_in(const auto& words, std::string_view word) {
    return std::ranges::find(words, word) != std::ranges::end(words);
}

/// One register, asked everything that its parts cannot know of each other.
class RegisterChecker {
public:
    RegisterChecker(
        const Bundle& bundle, const Programme& programme, const Register& one, std::string pointer
    )
        : bundle_(bundle),
          programme_(programme),
          register_(one),
          pointer_(std::move(pointer)),
          clear_(one),
          happened_(one, ClearNames::Happened::Yes) {}

    Diagnostics check() {
        take(form::check_form(register_.form), "/form");
        take(workflow::check_workflow(register_.workflow), "/workflow");
        for (std::size_t i = 0; i < register_.limits.size(); ++i) check_limit(i);
        check_facts();
        check_fields();
        check_states();
        for (std::size_t i = 0; i < register_.workflow.actions.size(); ++i) check_action(i);
        check_links();
        check_columns();
        check_dimensions();
        check_list();
        take(check_board(register_, bundle_.access), "/list/board");
        take(check_fill_in(register_, bundle_.access), "/list/fill_in");
        take(check_at_once(register_, bundle_.access), "/list/at_once");
        take(check_reminded(register_), "/list/reminded");
        take(check_occasions(register_, bundle_.access), "/list/calendar");
        take(check_succession(register_, bundle_.access), "/workflow/succession");
        check_succeed();
        check_retention();
        take(check_asked(register_, bundle_.access), "");
        take(check_allotments(register_), "");
        check_labels();
        return std::move(faults_);
    }

private:
    /// How many records a body left would say of a few persons what their records say.
    void check_succeed() {
        const auto grants = [&](const access::Cell& cell) {
            return cell.register_name == register_.id && cell.action == access::kSucceed;
        };
        if (register_.form.persons && std::ranges::any_of(bundle_.access.cells(), grants)) {
            fault("definition.succession_of_persons", "/access", register_.id);
        }
    }

    void fault(std::string code, std::string_view at, std::string detail = {}) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), pointer_ + std::string(at), std::move(detail)}
        );
    }

    void take(Diagnostics found, std::string_view section) {
        for (Error& error : found) {
            error.where = pointer_ + std::string(section) + error.where;
            faults_.push_back(std::move(error));
        }
    }

    /// A condition or number outside the form: only what lies in the clear, and of the right type.
    void check_clear(
        const std::optional<expression::Expression>& read, expression::Type wanted, const std::string& at
    ) {
        check_clear(read, wanted, clear_, at);
    }

    void check_clear(
        const std::optional<expression::Expression>& read,
        expression::Type wanted,
        const ClearNames& clear,
        const std::string& at
    ) {
        if (!read) return;
        bool sealed = false;
        for (const std::string& name : expression::names_of(*read)) {
            const std::string_view root = std::string_view(name).substr(0, name.find('.'));
            if (clear.has(name) || register_.form.find(root) == nullptr) continue;
            fault("definition.not_in_the_clear", at, name);
            sealed = true;
        }
        if (sealed) return;
        Diagnostics found;
        expression::check_is(*read, wanted, clear.types(), found);
        for (const Error& error : found) fault(error.code, at, "column " + error.where + ": " + error.detail);
    }

    bool is_state(std::string_view id) const { return register_.workflow.find_state(id) != nullptr; }
    bool is_action(std::string_view id) const { return register_.workflow.find(id) != nullptr; }

    // --- limits

    void check_trigger(const deadline::Trigger& trigger, const std::string& at) {
        using Kind = deadline::Trigger::Kind;
        switch (trigger.kind) {
            case Kind::Entered:
                if (!is_state(trigger.name)) fault("definition.unknown_state", at, trigger.name);
                return;
            case Kind::Action:
                if (!is_action(trigger.name)) fault("definition.unknown_action", at, trigger.name);
                return;
            case Kind::Field: check_day(trigger.name, at); return;
        }
    }

    /// A clock is derived from what lies in the clear, so its field must be a column.
    void check_day(const std::string& field, const std::string& at) {
        const Column* column = register_.find_column(field);
        if (column == nullptr) {
            const bool known = register_.form.find(field) != nullptr;
            return fault(known ? "definition.not_in_the_clear" : "definition.unknown_field", at, field);
        }
        const bool is_day = column->type == form::Type::Date || column->type == form::Type::PartialDate;
        if (!is_day) fault("definition.limit_of_no_date", at, field);
    }

    /// A day that nobody could have named would be one that never counts.
    void check_dated(const deadline::Trigger& stop, const std::string& at) {
        if (stop.dated_by.empty()) return;
        check_day(stop.dated_by, at);
        const Column* column = register_.find_column(stop.dated_by);
        if (column == nullptr) return;
        const auto sets = [&](const workflow::Action& action) {
            const bool leads_here = stop.kind == deadline::Trigger::Kind::Entered ? action.to == stop.name
                                                                                  : action.id == stop.name;
            return leads_here && std::ranges::any_of(action.fields, [&](const std::string& field) {
                       return field == column->from.text();
                   });
        };
        if (std::ranges::none_of(register_.workflow.actions, sets))
            fault("definition.date_of_no_action", at, stop.dated_by);
    }

    void check_limit(std::size_t index) {
        const deadline::Limit& limit = register_.limits[index];
        const std::string at = below("/limits", index);
        take(deadline::check_limit(limit), at);
        check_trigger(limit.starts, at + "/starts");
        for (std::size_t i = 0; i < limit.stops.size(); ++i) {
            check_trigger(limit.stops[i], below(at + "/stops", i));
            check_dated(limit.stops[i], below(at + "/stops", i) + "/dated_by");
        }
        if (limit.suspension) {
            check_trigger(limit.suspension->from, at + "/suspension/from");
            check_trigger(limit.suspension->until, at + "/suspension/until");
        }
        for (std::size_t i = 0; i < limit.versions.size(); ++i) {
            const std::string& named = limit.versions[i].field;
            if (!named.empty()) check_day(named, below(at + "/versions", i) + "/within/field");
        }
        for (std::size_t i = 0; i < limit.concerns.size(); ++i) {
            const std::string& word = limit.concerns[i];
            const bool known = word == access::kOwn || word == access::kCreated || is_relation(word);
            if (!known) fault("definition.unknown_relation", below(at + "/for", i), word);
        }
        for (std::size_t i = 0; i < limit.extensions.size(); ++i) {
            const std::string& action = limit.extensions[i].action;
            const std::string where = below(at + "/extensions", i) + "/action";
            if (!is_action(action)) fault("definition.unknown_action", where, action);
        }
    }

    // --- facts

    void check_facts() {
        std::set<std::string, std::less<>> columns;
        for (const Column& column : register_.list.columns) columns.insert(column.id);
        Diagnostics found = fact::check_facts(register_.dimensions, register_.facts, columns);
        // Those are told below with their types.
        std::erase_if(found, [](const Error& error) { return error.code == "fact.not_in_the_clear"; });
        take(std::move(found), "/facts");
        for (std::size_t i = 0; i < register_.facts.size(); ++i) {
            const fact::Rule& rule = register_.facts[i];
            const std::string at = below("/facts/facts", i);
            if (!rule.at_action.empty() && !is_action(rule.at_action)) {
                fault("definition.unknown_action", at + "/at_action", rule.at_action);
            }
            if (!rule.at_state.empty() && !is_state(rule.at_state)) {
                fault("definition.unknown_state", at + "/at_state", rule.at_state);
            }
            check_clear(rule.when, expression::Type::Boolean, at + "/when");
            check_clear(rule.count, expression::Type::Integer, at + "/count");
        }
    }

    // --- form and workflow

    void check_fields() {
        const auto& fields = register_.form.fields;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const form::Field& field = fields[i];
            const std::string at = below("/form/fields", i);
            if (is_in(kNameWords, field.id)) fault("definition.reserved_word", at, field.id);
            const auto asks = [&](const workflow::Action& action) { return is_in(action.fields, field.id); };
            if (field.type != form::Type::Computed &&
                std::ranges::none_of(register_.workflow.actions, asks)) {
                fault("definition.field_of_no_action", at, field.id);
            }
        }
        if (register_.form.steps.empty()) return;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const auto shows = [&](const form::Step& step) { return is_in(step.fields, fields[i].id); };
            if (std::ranges::none_of(register_.form.steps, shows)) {
                fault("definition.field_of_no_step", below("/form/fields", i), fields[i].id);
            }
        }
    }

    void check_field_names(const std::vector<std::string>& names, const std::string& at, bool answered) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const form::Field* field = register_.form.find(names[i]);
            if (field == nullptr) fault("definition.unknown_field", below(at, i), names[i]);
            if (answered && field != nullptr && field->type == form::Type::Computed) {
                fault("definition.computed_by_action", below(at, i), names[i]);
            }
        }
    }

    /// A state of such a name would let something be done with records that are gone.
    void check_states() {
        const auto& states = register_.workflow.states;
        for (std::size_t i = 0; i < states.size(); ++i) {
            if (states[i].id == kErased)
                fault("definition.reserved_word", below("/workflow/states", i), kErased);
        }
    }

    void check_action(std::size_t index) {
        const workflow::Action& action = register_.workflow.actions[index];
        const std::string at = below("/workflow/actions", index);
        if (is_in(kEventWords, action.id)) fault("definition.reserved_word", at, action.id);
        check_field_names(action.fields, at + "/fields", true);
        check_field_names(action.requires_fields, at + "/requires", false);
        check_clear(action.when, expression::Type::Boolean, happened_, at + "/when");
        take(check_flow(bundle_, register_, action), at);
        check_gifts(action, at);
        // What is kept of a person needs a ground from the first moment.
        const bool without = action.ground.kind == workflow::Ground::Kind::None;
        if (register_.form.persons && action.creates && without)
            fault("definition.ground_missing", at, action.id);
    }

    /// A word that rows may bear: the platform's, or one of the register's own.
    bool is_relation(std::string_view word) const {
        if (is_in(access::platform_relations(), word)) return true;
        const json::Value* own = register_.source.find("access");
        own = own == nullptr ? nullptr : own->find("relations");
        if (own == nullptr || own->array() == nullptr) return false;
        return std::ranges::any_of(*own->array(), [&](const json::Value& one) {
            return one.string() != nullptr && *one.string() == word;
        });
    }

    /// One that keeps somebody from a record, or stands for what a person agreed to, is never the answer of
    /// a form: changing the answer would lift it.
    bool is_guard(std::string_view word) const {
        if (word == access::kConsent || word == "block") return true;
        const auto& denies = bundle_.access.policy(register_.id).denies;
        return std::ranges::find(denies, word, &access::Deny::relation) != denies.end();
    }

    void check_gifts(const workflow::Action& action, const std::string& at) {
        for (std::size_t i = 0; i < action.gives.size(); ++i) {
            const workflow::Gift& gift = action.gives[i];
            const std::string where = below(at + "/gives", i);
            if (!is_relation(gift.relation)) {
                fault("definition.unknown_relation", where + "/relation", gift.relation);
            } else if (is_guard(gift.relation)) {
                fault("definition.gives_guard", where + "/relation", gift.relation);
            }
            const form::Field* field = register_.form.find(gift.field);
            if (field == nullptr) {
                fault("definition.unknown_field", where + "/to", gift.field);
            } else if (!names_bodies(*field, gift)) {
                fault("definition.gives_to_no_body", where + (gift.of.empty() ? "/to" : "/of"), gift.place());
            } else if (!lies_in_the_clear(*field)) {
                fault("definition.gives_sealed", where + "/to", gift.field);
            }
        }
    }

    /// The field is a body, or its rows have one there.
    static bool names_bodies(const form::Field& field, const workflow::Gift& gift) {
        if (gift.of.empty()) return field.type == form::Type::Organisation;
        const auto part = std::ranges::find(field.fields, gift.of, &form::Field::id);
        return field.type == form::Type::Rows && part != field.fields.end() &&
               part->type == form::Type::Organisation;
    }

    /// Rows of relations lie in the clear, so what they are made of must too.
    bool lies_in_the_clear(const form::Field& field) const {
        if (form::class_of(register_.form, field) > form::Class::Internal) return false;
        return !register_.form.persons || register_.find_column(field.id) != nullptr;
    }

    void check_link_rule(const std::string& at, const workflow::LinkKind& rule, const Register* to) {
        for (std::size_t i = 0; i < rule.who_may.size(); ++i) {
            const workflow::Action* action = to == nullptr ? nullptr : to->workflow.find(rule.who_may[i]);
            const bool is_taken_there = action != nullptr && !action->creates;
            if (is_taken_there) continue;
            fault("definition.unknown_action", below(at + "/who_may", i), rule.who_may[i]);
        }
        for (std::size_t i = 0; i < rule.alone_in.size(); ++i) {
            if (is_state(rule.alone_in[i])) continue;
            fault("definition.unknown_state", below(at + "/alone_in", i), rule.alone_in[i]);
        }
    }

    void check_links() {
        for (std::size_t i = 0; i < register_.workflow.links.size(); ++i) {
            const workflow::LinkKind& link = register_.workflow.links[i];
            const std::string at = below("/workflow/links", i) + "/to";
            const Register* to = bundle_.find(link.to_register);
            check_link_rule(below("/workflow/links", i), link, to);
            if (link.to_register == allotment::kDocumentTask) continue;
            if (to == nullptr) {
                fault("definition.unknown_register", at, link.to_register);
                continue;
            }
            const auto is_of = [&](const Programme& one) { return one.id == to->programme; };
            const auto other = std::ranges::find_if(bundle_.programmes, is_of);
            if (other != bundle_.programmes.end() && other->make_believe && !programme_.make_believe) {
                fault("definition.link_to_make_believe", at, link.to_register);
            }
        }
    }

    // --- what lies in the clear

    /// The highest class that an expression over the form reads.
    form::Class class_read(const expression::Expression& read) const {
        form::Class highest = form::Class::Public;
        for (const std::string& name : expression::names_of(read)) {
            const form::Field* field = register_.form.find(std::string_view(name).substr(0, name.find('.')));
            if (field != nullptr) highest = std::max(highest, form::class_of(register_.form, *field));
        }
        return highest;
    }

    /// A field alone shows its own code; anything else must come to a text, a number or a day.
    void check_value(const expression::Expression& read, const std::string& at, std::string_view code) {
        using form::Type;
        if (const form::Field* field = register_.form.find(read.text())) {
            constexpr std::array kUncoded{
                Type::LongText,
                Type::Person,
                Type::Phone,
                Type::IdentityNumber,
                Type::Attachment,
                Type::Rows};
            const bool free = register_.form.persons && field->type == Type::Text;
            if (free || is_one_of(kUncoded, field->type)) fault("definition.not_coded", at, read.text());
            return;
        }
        // A word alone is meant for a field: whoever wrote it knows of no condition.
        if (is_id(read.text())) return fault("definition.unknown_field", at, read.text());
        Diagnostics found;
        const auto type = expression::check(read, form::types_of(register_.form), found);
        for (const Error& error : found) fault(error.code, at, "column " + error.where + ": " + error.detail);
        const bool fits = type == expression::Type::Text || type == expression::Type::Integer ||
                          type == expression::Type::Date || type == expression::Type::Boolean;
        if (type && !fits) fault(std::string(code), at, read.text());
    }

    static bool is_one_of(const auto& types, form::Type type) {
        return std::ranges::find(types, type) != std::ranges::end(types);
    }

    void check_columns() {
        const auto& columns = register_.list.columns;
        if (columns.size() > kColumnsMax) {
            fault(
                "definition.too_many_columns",
                below("/list/columns", kColumnsMax),
                std::to_string(columns.size())
            );
        }
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Column& column = columns[i];
            const std::string at = below("/list/columns", i);
            if (is_in(kNameWords, column.id)) fault("definition.reserved_word", at, column.id);
            check_value(column.from, at, "definition.not_coded");
            if (class_read(column.from) > form::Class::Internal) {
                fault("definition.sealed_in_column", at, column.from.text());
            }
        }
    }

    void check_dimensions() {
        for (std::size_t i = 0; i < register_.dimensions.size(); ++i) {
            const fact::Dimension& dimension = register_.dimensions[i];
            const std::string at = below("/facts/dimensions", i);
            if (is_in(kNameWords, dimension.id)) fault("definition.reserved_word", at, dimension.id);
            check_value(dimension.code, at, "definition.not_coded");
            check_declared(class_read(dimension.code), dimension, i, at);
        }
    }

    /// A dimension may code a sealed answer only where somebody wrote that it may, and why.
    void check_declared(
        form::Class highest, const fact::Dimension& dimension, std::size_t index, const std::string& at
    ) {
        const json::Value* written = register_.source.find("facts");
        written = written == nullptr ? nullptr : written->find("dimensions");
        const json::Value& source = (*written->array())[index];
        const bool declared = source.flag_or("clear") && !source.text_or("because").empty();
        if (highest == form::Class::Identity)
            return fault("definition.identity_in_dimension", at, dimension.code.text());
        const bool sealed = highest == form::Class::Confidential;
        if (sealed && !declared) fault("definition.sealed_in_dimension", at, dimension.code.text());
        if (!sealed && source.find("clear") != nullptr)
            fault("definition.clear_without_need", at, dimension.id);
    }

    // --- lists, retention, labels

    void check_list() {
        const auto& filters = register_.list.filters;
        for (std::size_t i = 0; i < filters.size(); ++i) {
            for (std::size_t n = 0; n < filters[i].states.size(); ++n) {
                const std::string at = below(below("/list/filters", i) + "/states", n);
                if (!is_state(filters[i].states[n]))
                    fault("definition.unknown_state", at, filters[i].states[n]);
            }
            const bool empty = filters[i].states.empty() && !filters[i].overdue && !filters[i].mine;
            if (empty) fault("definition.filter_of_all", below("/list/filters", i), filters[i].id);
        }
        const std::string& sort = register_.list.sort;
        if (!sort.empty() && !is_in(kSorts, sort) && register_.find_column(sort) == nullptr) {
            fault("definition.unknown_column", "/list/sort", sort);
        }
    }

    void check_retention() {
        const auto ends = [](const workflow::State& state) { return state.is_final; };
        if (register_.form.persons && register_.retention.months == 0) {
            fault("definition.persons_for_ever", "/list/retention");
        }
        // No key day: what is erased there never goes from old backups.
        if (register_.form.persons && register_.domain == "work") {
            fault("definition.persons_at_work", "/form/domain");
        }
        if (register_.retention.months > 0 && std::ranges::none_of(register_.workflow.states, ends)) {
            fault("definition.retention_without_end", "/list/retention");
        }
    }

    void check_labels() {
        const std::vector<LabelKey> keys = label_keys(register_);
        std::set<std::string_view> known;
        for (const LabelKey& one : keys) known.insert(one.key);
        for (const std::string_view language : {"vi", "en"}) {
            const json::Value* labels = register_.source.find("labels");
            labels = labels == nullptr ? nullptr : labels->find(language);
            if (labels == nullptr || labels->object() == nullptr) continue;
            for (const LabelKey& one : keys) {
                if (!one.must || labels->find(one.key) != nullptr || is_of_nothing(one.pointer)) continue;
                fault("definition.unlabelled", one.pointer, std::string(language) + ": " + one.key);
            }
            for (const auto& [key, text] : *labels->object()) {
                if (known.contains(key)) continue;
                fault("definition.label_unused", below(below("/labels", language), key), key);
            }
        }
    }

    /// A column of a field that there is not: once the slip is mended no label is missing.
    bool is_of_nothing(const std::string& pointer) const {
        return std::ranges::any_of(faults_, [&](const Error& one) {
            return one.code == "definition.unknown_field" && one.where == pointer_ + pointer;
        });
    }

    const Bundle& bundle_;
    const Programme& programme_;
    const Register& register_;
    std::string pointer_;
    ClearNames clear_;
    ClearNames happened_;
    Diagnostics faults_;
};

/// What holds between programmes, and of each as a whole.
class BundleChecker {
public:
    BundleChecker(const Bundle& bundle, const Compiled& compiled) : bundle_(bundle), compiled_(compiled) {}

    Diagnostics check() {
        for (std::size_t i = 0; i < bundle_.programmes.size(); ++i) {
            const Programme& programme = bundle_.programmes[i];
            const std::string at = below("/programmes", i);
            once(programmes_, programme.id, at + "/id");
            check_programme_labels(programme, at);
            for (std::size_t n = 0; n < programme.registers.size(); ++n) {
                check_register(programme, programme.registers[n], below(at + "/registers", n));
            }
            check_roles(programme, at);
            check_programme_papers(programme, at + "/papers");
        }
        return std::move(faults_);
    }

private:
    void fault(std::string code, std::string at, std::string detail) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), std::move(at), std::move(detail)});
    }

    void once(std::set<std::string>& seen, const std::string& id, const std::string& at) {
        if (!id.empty() && !seen.insert(id).second) fault("definition.id_twice", at, id);
    }

    void check_register(const Programme& programme, const Register& one, const std::string& at) {
        once(registers_, one.id, at);
        if (one.id == allotment::kDocumentTask) fault("definition.reserved_word", at, one.id);
        once(prefixes_, one.number_prefix, at + "/form/number_prefix");
        const auto tells = [&](const Scenario& scenario) { return scenario.register_id == one.id; };
        if (std::ranges::none_of(compiled_.scenarios, tells)) fault("definition.no_scenario", at, one.id);
        // Numbers of items no longer agree where an item could not be read.
        const auto within = [&](const Fault& slip) { return slip.pointer.starts_with(at + "/"); };
        if (std::ranges::any_of(compiled_.faults, within)) return;
        Diagnostics found = RegisterChecker(bundle_, programme, one, at).check();
        faults_.insert(faults_.end(), found.begin(), found.end());
    }

    void check_programme_papers(const Programme& programme, const std::string& at) {
        std::set<std::string> papers;
        const std::vector<PaperTemplate> written = papers_of(programme);
        for (const PaperTemplate& one : written) once(papers, one.id, at);
        Diagnostics found = check_papers(bundle_, written, at);
        faults_.insert(faults_.end(), found.begin(), found.end());
    }

    /// A role that no register gives anything is a slip, or one that would be handed out in vain.
    void check_roles(const Programme& programme, const std::string& at) {
        for (std::size_t i = 0; i < programme.roles.size(); ++i) {
            const auto gives = [&](const access::Cell& cell) { return cell.role == programme.roles[i]; };
            const auto breaks = [&](const Register& one) {
                const access::BreakGlass& glass = bundle_.access.policy(one.id).break_glass;
                return is_in(glass.roles, programme.roles[i]) || is_in(glass.tell, programme.roles[i]);
            };
            if (std::ranges::any_of(bundle_.access.cells(), gives)) continue;
            if (std::ranges::any_of(programme.registers, breaks)) continue;
            fault("definition.role_without_grant", below(at + "/roles", i), programme.roles[i]);
        }
    }

    void check_programme_labels(const Programme& programme, const std::string& at) {
        std::set<std::string> known{"title"};
        for (const std::string& role : programme.roles) known.insert("roles." + role);
        for (const std::string_view language : {"vi", "en"}) {
            const json::Value* labels = programme.source.find("labels");
            labels = labels == nullptr ? nullptr : labels->find(language);
            if (labels == nullptr || labels->object() == nullptr) continue;
            for (const std::string& key : known) {
                if (labels->find(key) == nullptr) {
                    fault("definition.unlabelled", at, std::string(language) + ": " + key);
                }
            }
            for (const auto& [key, text] : *labels->object()) {
                // Labels of shared lists have gone to the registers that use them.
                if (known.contains(key) || key.starts_with("lists.")) continue;
                fault("definition.label_unused", below(below(at + "/labels", language), key), key);
            }
        }
    }

    const Bundle& bundle_;
    const Compiled& compiled_;
    std::set<std::string> programmes_;
    std::set<std::string> registers_;
    std::set<std::string> prefixes_;
    Diagnostics faults_;
};

}  // namespace

Diagnostics check_bundle(const Bundle& bundle, const Compiled& compiled) {
    return BundleChecker(bundle, compiled).check();
}

}  // namespace neove::definition
