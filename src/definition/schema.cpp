#include "definition/schema.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "calendar/date.h"
#include "form/form.h"

#include <map>

namespace neove::definition::schema {

namespace {

using shape::by_id;
using shape::date;
using shape::days;
using shape::distinct;
using shape::flag;
using shape::id;
using shape::integer;
using shape::list_of;
using shape::object;
using shape::one_of;
using shape::one_or_list;
using shape::prefix;
using shape::scalar_or;
using shape::span;
using shape::text;
using shape::trigger;

constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;
constexpr std::int64_t kMany = 100'000;

Shape expression() {
    return text(1'000);
}

Shape ids() {
    return distinct(list_of(id()));
}

Shape id_or_ids() {
    return distinct(one_or_list(id()));
}

/// A plain code stands for {code: …}.
Shape as_code(std::string key) {
    return [key, plain = id()](const Reading& reading, const yaml::Node& node, const std::string& pointer) {
        json::Value code = plain(reading, node, pointer);
        return code.is_null() ? json::Value() : json::Value(json::Object{{key, std::move(code)}});
    };
}

/// A plain id stands for {id: …}.
Shape id_or(Shape mapping) {
    return scalar_or(as_code("id"), std::move(mapping));
}

std::vector<std::string> names_of_types(bool of_rows) {
    using neove::form::Type;  // `form` is the shape of the file here
    std::vector<std::string> names;
    for (int i = 0; i <= static_cast<int>(Type::Computed); ++i) {
        const auto type = static_cast<Type>(i);
        // A row is flat, and nothing in it follows from the rest.
        if (of_rows && (type == Type::Rows || type == Type::Computed)) continue;
        names.emplace_back(neove::form::name_of(type));
    }
    return names;
}

Shape classes() {
    return distinct(one_or_list(one_of({"public", "internal", "confidential", "identity"})));
}

Shape option() {
    return scalar_or(as_code("code"), object({{"code", id(), Need::Must}, {"when", expression()}}));
}

/// What a field and a column of rows have in common.
std::vector<Key> field_keys(bool of_rows) {
    return {
        {"id", id(), Need::Must},
        {"type", one_of(names_of_types(of_rows)), Need::Must},
        {"required", flag()},
        {"show_when", expression()},
        {"require_when", expression()},
        {"options", list_of(option(), 1)},
        {"list", id()},
        {"may_decline", flag()},
        {"may_be_not_asked", flag()},
        {"min", integer(-kLargest, kLargest)},
        {"max", integer(-kLargest, kLargest)},
        {"not_after", text(48)},
        {"not_before", text(48)},
        {"kinds", ids()}};
}

Shape field() {
    std::vector<Key> keys = field_keys(false);
    keys.push_back({"class", one_of({"public", "internal", "confidential", "identity"})});
    keys.push_back({"compute", expression()});
    keys.push_back({"computes", one_of({"integer", "money", "date", "text", "choice"})});
    keys.push_back({"on_card", flag()});
    keys.push_back({"fields", distinct(list_of(object(field_keys(true)), 1))});
    return object(std::move(keys));
}

Shape status() {
    return one_of({"confirmed", "unconfirmed"});
}

Shape ground() {
    return scalar_or(one_of({"consent"}), object({{"law", text(), Need::Must}}));
}

Shape also() {
    return object(
        {{"link", id(), Need::Must}, {"do", id(), Need::Must}, {"with", by_id(id())}, {"reason", id()}}
    );
}

Shape gift() {
    return object(
        {{"relation", id(), Need::Must},
         {"to", id(), Need::Must},
         {"of", id()},
         {"among", one_of({"own_units"})}}
    );
}

Shape action() {
    return object(
        {{"id", id(), Need::Must},
         {"creates", flag()},
         {"from", id_or_ids()},
         {"to", id()},
         {"fields", ids()},
         {"requires", ids()},
         {"clears", id_or_ids()},
         {"anew", id_or_ids()},
         {"only_later", id_or_ids()},
         {"once_per", id_or_ids()},
         {"once_with", id_or_ids()},
         {"once_over", expression()},
         {"also", also()},
         {"when", expression()},
         {"not_by_who_did", id_or_ids()},
         {"ground", ground()},
         {"legal_effect", text()},
         {"citation", text()},
         {"step_up", flag()},
         {"reason", flag()},
         {"gives", list_of(gift(), 1)},
         {"not_past", id_or_ids()}}
    );
}

Shape limit_version() {
    return object(
        {{"from", date(), Need::Must},
         {"until", date()},
         {"within", span(true)},
         {"roll", one_of({"none", "next_working_day", "after_public_holiday"})},
         {"first_day_excluded", flag(true)},
         {"takes_over_running", flag()},
         {"citation", text(), Need::Must},
         {"status", status(), Need::Must}}
    );
}

/// `entered(done)`, or `{entered: done, on: done_on}` where the record names the day.
Shape stop() {
    const Shape mapping = object({{"entered", id()}, {"action", id()}, {"on", id(), Need::Must, "dated_by"}});
    const Shape dated =
        [mapping](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        const json::Value said = mapping(reading, node, pointer);
        const bool is_state = said.find("entered") != nullptr;
        if (is_state == (said.find("action") != nullptr)) {
            reading.fault("definition.not_a_trigger", node.place, pointer, "entered | action");
            return {};
        }
        const std::string_view kind = is_state ? "entered" : "action";
        return json::Object{
            {"dated_by", said.text_or("dated_by")}, {"name", said.text_or(kind)}, {"on", kind}};
    };
    return scalar_or(trigger(), dated);
}

Shape limit() {
    const Shape extension = object(
        {{"action", id(), Need::Must},
         {"by", span()},
         {"times_max", integer(1, 100)},
         {"authority", text(), Need::Must},
         {"citation", text(), Need::Must}}
    );
    const Shape suspension = object({{"from", trigger(), Need::Must}, {"until", trigger(), Need::Must}});
    return object(
        {{"id", id(), Need::Must},
         {"starts", trigger(), Need::Must},
         {"stops", one_or_list(stop()), Need::Must},
         {"versions", list_of(limit_version(), 1), Need::Must},
         {"suspension", suspension},
         {"extensions", list_of(extension)},
         {"warn_before", days(), Need::May, "warn_before_days"},
         {"for", id_or_ids()}}
    );
}

/// `any` says the same as no list.
Shape states() {
    return [some = id_or_ids()](const Reading& reading, const yaml::Node& node, const std::string& pointer) {
        if (node.kind == yaml::Kind::Scalar && node.text == "any") return json::Value();
        return some(reading, node, pointer);
    };
}

bool is_moment(std::string_view text) {
    const auto two = [&](std::size_t at, int under) {
        const bool digits = text[at] >= '0' && text[at] <= '9' && text[at + 1] >= '0' && text[at + 1] <= '9';
        return digits && (text[at] - '0') * 10 + (text[at + 1] - '0') < under;
    };
    constexpr std::size_t kDay = 10;
    return text.size() == kDay + 6 && calendar::Date::parse_iso(text.substr(0, kDay)) && text[kDay] == 'T' &&
           two(kDay + 1, 24) && text[kDay + 3] == ':' && two(kDay + 4, 60);
}

/// `2026-11-02 08:30` as "2026-11-02T08:30"; with `coarse` also a day, a month or a year alone.
Shape moment(bool coarse) {
    return [coarse, whole = text(20)](
               const Reading& reading, const yaml::Node& node, const std::string& pointer
           ) -> json::Value {
        const json::Value written = whole(reading, node, pointer);
        if (written.string() == nullptr) return {};
        std::string out = *written.string();
        if (coarse && calendar::PartialDate::parse_iso(out)) return out;
        constexpr std::size_t kDay = 10;
        if (out.size() == kDay + 6 && out[kDay] == ' ') out[kDay] = 'T';
        if (!is_moment(out)) {
            reading.fault("definition.not_a_moment", node.place, pointer, *written.string());
            return {};
        }
        return out;
    };
}

Shape answers_of(const json::Value& fields);

/// Scenarios call bodies and files by name; an answer holds an id, so the name stands for one.
Shape made_id() {
    return [name = text(200
            )](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        const json::Value written = name(reading, node, pointer);
        if (written.string() == nullptr) return {};
        const Digest digest = crypto::hash("neove.scenario", as_bytes(*written.string()));
        return to_hex(ByteView(digest).first(16));
    };
}

/// A date as answers hold it; anything else would be refused as a fault of the form, one step later.
Shape day_of(bool coarse) {
    return [coarse, whole = text(20)](
               const Reading& reading, const yaml::Node& node, const std::string& pointer
           ) -> json::Value {
        const json::Value written = whole(reading, node, pointer);
        if (written.string() == nullptr) return {};
        const bool fits = coarse ? calendar::PartialDate::parse_iso(*written.string()).has_value()
                                 : calendar::Date::parse_iso(*written.string()).has_value();
        if (!fits)
            reading.fault("definition.not_a_date", node.place, pointer, *written.string() + " → yyyy-mm-dd");
        return fits ? written : json::Value();
    };
}

/// How an answer to this field is written in a scenario.
Shape answer_to(const json::Value& field) {
    const std::string type = field.text_or("type");
    if (type == "integer" || type == "money") return integer(-kLargest, kLargest);
    if (type == "computed") {
        const std::string computes = field.text_or("computes", "integer");
        return computes == "integer" || computes == "money" ? integer(-kLargest, kLargest) : text();
    }
    if (type == "multi_choice") return one_or_list(text(48));
    if (type == "attachment") return one_or_list(made_id());
    if (type == "organisation") return made_id();
    if (type == "person") {
        return object(
            {{"name", text(200), Need::Must}, {"other_names", one_or_list(text(200))}, {"born", text(10)}}
        );
    }
    if (type == "admin_unit") return object({{"code", text(10), Need::Must}, {"list", date(), Need::Must}});
    if (type == "identity_number") {
        return object({{"kind", id(), Need::Must}, {"number", text(40), Need::Must}});
    }
    if (type == "date_time") return moment(false);
    if (type == "date" || type == "partial_date") return day_of(type == "partial_date");
    if (type == "rows" && field.find("fields") != nullptr) return list_of(answers_of(*field.find("fields")));
    return text(20'000);
}

/// Answers by field; nothing after the colon clears one.
Shape answers_of(const json::Value& fields) {
    // A form that could not be read knows no field; nothing is told twice.
    if (fields.array() == nullptr)
        return
            [](const Reading&, const yaml::Node&, const std::string&) { return json::Value(json::Object{}); };
    std::map<std::string, Shape, std::less<>> shapes;
    if (const json::Array* all = fields.array()) {
        for (const json::Value& field : *all) shapes.emplace(field.text_or("id"), answer_to(field));
    }
    return
        [shapes](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
            json::Value out{json::Object{}};
            if (node.kind != yaml::Kind::Mapping)
                reading.fault("definition.not_a_mapping", node.place, pointer);
            for (const yaml::Member& member : node.members) {
                const std::string at = below(pointer, member.key);
                const auto found = shapes.find(member.key);
                if (found == shapes.end()) {
                    reading.fault("definition.unknown_field", member.place, at, member.key);
                    continue;
                }
                reading.places.remember(at, reading.file, member.value.place);
                const bool cleared = member.value.kind == yaml::Kind::Null;
                out.set(member.key, cleared ? json::Value() : found->second(reading, member.value, at));
            }
            return out;
        };
}

/// The word alone, or whatever `otherwise` reads.
Shape word_or(std::string word, Shape otherwise) {
    return [word, otherwise](const Reading& reading, const yaml::Node& node, const std::string& pointer) {
        const bool is_word = node.kind == yaml::Kind::Scalar && node.text == word;
        return is_word ? json::Value(word) : otherwise(reading, node, pointer);
    };
}

/// An empty list says that there is none.
Shape none_or_ids() {
    const Shape some = distinct(list_of(id()));
    return scalar_or(one_or_list(id()), some);
}

Shape expectation(const Shape& answers) {
    const Shape facts = list_of(object(
        {{"kind", id(), Need::Must},
         {"n", integer(0, kLargest)},
         {"on", date()},
         {"dimensions", by_id(text(200))}}
    ));
    return object(
        {{"state", id()},
         {"due", by_id(word_or("none", moment(true)))},
         {"met", none_or_ids()},
         {"met_late", none_or_ids()},
         {"running", none_or_ids()},
         {"overdue", none_or_ids()},
         {"unknown", none_or_ids()},
         {"suspended", none_or_ids()},
         {"facts", facts},
         {"facts_exactly", facts},
         {"answers", answers},
         {"shown", id_or_ids()},
         {"hidden", id_or_ids()},
         {"may", id_or_ids()},
         {"may_not", id_or_ids()},
         {"hears_of_matches", flag()}}
    );
}

}  // namespace

const Shape& programme() {
    static const Shape made = [] {
        return object(
            {{"id", id(), Need::Must},
             {"version", date(), Need::Must},
             {"make_believe", flag()},
             {"roles", distinct(list_of(id(), 1)), Need::Must},
             {"house_roles", distinct(list_of(id(), 1))},
             {"registers", distinct(list_of(id(), 1)), Need::Must}}
        );
    }();
    return made;
}

const Shape& option_list() {
    static const Shape made = [] { return object({{"options", list_of(option(), 1), Need::Must}}); }();
    return made;
}

const Shape& form() {
    static const Shape made = [] {
        return object(
            {{"domain", one_of({"work", "cases", "crime"}), Need::Must},
             {"persons", flag()},
             {"number_prefix", prefix(), Need::Must},
             {"steps", distinct(list_of(object({{"id", id(), Need::Must}, {"fields", ids(), Need::Must}})))},
             {"fields", distinct(list_of(field(), 1)), Need::Must}}
        );
    }();
    return made;
}

const Shape& workflow() {
    static const Shape made = [] {
        const Shape state = id_or(object({{"id", id(), Need::Must}, {"final", flag()}}));
        const Shape link = object(
            {{"id", id(), Need::Must},
             {"to", id(), Need::Must},
             {"roles", ids()},
             {"max", integer(1, kMany)},
             {"required", flag()},
             {"who_may", id_or_ids()},
             {"alone_in", id_or_ids()}}
        );
        const Shape succession = object(
            {{"field", id(), Need::Must},
             {"former", id()},
             {"paper", id()},
             {"action", id(), Need::Must},
             {"alike", id_or_ids()},
             {"let_go", object({{"action", id(), Need::Must}, {"on", id()}})}}
        );
        return object(
            {{"states", distinct(list_of(state, 1)), Need::Must},
             {"actions", distinct(list_of(action(), 1)), Need::Must},
             {"links", distinct(list_of(link))},
             {"succession", succession}}
        );
    }();
    return made;
}

const Shape& deadlines() {
    static const Shape made = [] { return distinct(list_of(limit())); }();
    return made;
}

const Shape& facts() {
    static const Shape made = [] {
        const Shape dimension = object(
            {{"id", id(), Need::Must},
             {"code", expression(), Need::Must},
             {"clear", flag()},
             {"because", text()}}
        );
        const Shape rule = object(
            {{"kind", id(), Need::Must},
             {"at_action", id()},
             {"at_state", id()},
             {"when", expression()},
             {"count", expression()}}
        );
        return object({{"dimensions", distinct(list_of(dimension))}, {"facts", list_of(rule)}});
    }();
    return made;
}

const Shape& list() {
    static const Shape made = [] {
        const Shape column = id_or(object({{"id", id(), Need::Must}, {"from", expression()}}));
        const Shape filter =
            object({{"id", id(), Need::Must}, {"states", id_or_ids()}, {"overdue", flag()}, {"mine", flag()}}
            );
        const Shape board = object(
            {{"rows", id(), Need::Must},
             {"limit", id(), Need::Must},
             {"states", id_or_ids()},
             {"fulfilled", id_or_ids()},
             {"group", id()},
             {"act", id()}}
        );
        const Shape fill_in = object(
            {{"body", id(), Need::Must},
             {"action", id(), Need::Must},
             {"shown", id_or_ids()},
             {"asked", id_or_ids(), Need::Must},
             {"once", id_or_ids()}}
        );
        const Shape at_once =
            object({{"action", id(), Need::Must}, {"same", id()}, {"says", by_id(id()), Need::Must}});
        const Shape calendar =
            object({{"on", id(), Need::Must}, {"at", id()}, {"show", id_or_ids()}, {"states", id_or_ids()}});
        const Shape retention = object(
            {{"months", integer(0, 1'200), Need::Must},
             {"citation", text(), Need::Must},
             {"status", status(), Need::Must}}
        );
        return object(
            {{"columns", distinct(list_of(column)), Need::Must},
             {"filters", distinct(list_of(filter))},
             {"board", board},
             {"fill_in", fill_in},
             {"at_once", at_once},
             {"reminded", object({{"action", id(), Need::Must}, {"says", id_or_ids()}})},
             {"calendar", calendar},
             {"sort", id()},
             {"retention", retention, Need::Must}}
        );
    }();
    return made;
}

namespace {

/// A relation, or `{lead: desks}`: one whose rows of bodies reach further. In the bundle `lead+desks`.
Shape relation() {
    const Shape plain = id();
    const Shape reach = one_of({"desks", "below"});
    const Shape reaching =
        [plain, reach](const Reading& reading, const yaml::Node& node, const std::string& pointer) {
            if (node.kind != yaml::Kind::Mapping || node.members.size() != 1) {
                reading.fault("definition.not_a_reach", node.place, pointer);
                return json::Value();
            }
            yaml::Node word = node;
            word.kind = yaml::Kind::Scalar;
            word.text = node.members.front().key;
            const json::Value base = plain(reading, word, pointer);
            const json::Value far = reach(reading, node.members.front().value, pointer);
            if (base.is_null() || far.is_null()) return json::Value();
            return json::Value(*base.string() + "+" + *far.string());
        };
    return scalar_or(plain, reaching);
}

Shape relations_reaching() {
    return distinct(one_or_list(relation()));
}

}  // namespace

const Shape& access() {
    static const Shape made = [] {
        // What the words mean, and `90 days after handed_over`, is read by access::load_rules.
        const Shape grant = object(
            {{"role", id_or_ids(), Need::Must},
             {"when", relations_reaching(), Need::Must},
             {"actions", id_or_ids(), Need::Must},
             {"states", states()},
             {"read", classes()},
             {"write", classes()},
             {"purpose", classes()},
             {"consent", flag()},
             {"until", text(100)}}
        );
        const Shape deny = object({{"if", id(), Need::Must}, {"unless", id_or_ids()}});
        const Shape identity =
            object({{"roles", id_or_ids(), Need::Must}, {"when", relations_reaching(), Need::Must}});
        const Shape names_leaving =
            object({{"rows_max", integer(1, kMany), Need::Must}, {"approvals", integer(0, 9), Need::Must}});
        const Shape export_rule = object(
            {{"roles", id_or_ids(), Need::Must},
             {"classes", classes(), Need::Must},
             {"rows_max", integer(1, kMany), Need::Must},
             {"approvals", integer(0, 9)},
             {"identity", names_leaving}}
        );
        const Shape break_glass = object(
            {{"roles", id_or_ids(), Need::Must},
             {"classes", classes(), Need::Must},
             {"minutes", integer(1, 24 * 60), Need::Must},
             {"tell", id_or_ids(), Need::Must},
             {"review_within", text(40), Need::Must}}
        );
        return object(
            {{"relations", ids()},
             {"grants", list_of(grant, 1), Need::Must},
             {"denies", list_of(deny)},
             {"list", object({{"show", ids(), Need::Must}, {"identity", identity}}), Need::Must},
             {"export", export_rule},
             {"break_glass", break_glass},
             {"matches", object({{"tell", id_or_ids(), Need::Must}})}}
        );
    }();
    return made;
}

Shape paper_column() {
    constexpr std::int64_t kWidest = 100;
    constexpr std::int64_t kShortest = 20;
    constexpr std::int64_t kLongest = 1'000;
    return object(
        {{"of", id()},
         {"count", id()},
         {"otherwise", id()},
         {"empty", text(200)},
         {"line", id()},
         {"heading", text(200)},
         {"width", integer(1, kWidest)},
         {"cut", integer(kShortest, kLongest)},
         {"centred", flag()}}
    );
}

const Shape& paper() {
    static const Shape made = [] {
        constexpr std::int64_t kLongest = 1'000;
        const Shape words = text(4'000);
        const std::vector<Key> rows{
            {"states", id_or_ids()}, {"overdue", flag()}, {"own", id()}, {"may", id()}, {"sort", id()}};
        std::vector<Key> also = rows;
        also.push_back({"id", id(), Need::Must});
        also.push_back({"register", id(), Need::Must});
        const Shape column = paper_column();
        const Shape table = object(
            {{"rows", id()},
             {"columns", list_of(column, 1), Need::Must},
             {"group", id()},
             {"lines", id()},
             {"most", integer(1, kLongest)},
             {"more", words},
             {"empty", words}}
        );
        const Shape counts = object(
            {{"rows", id()},
             {"by", id(), Need::Must},
             {"headings", list_of(text(200), 2), Need::Must},
             {"most", integer(1, kLongest)},
             {"more", words},
             {"empty", words}}
        );
        const Shape annex = object({{"title", words, Need::Must}, {"note", words}, {"wide", flag()}});
        const Shape block = object(
            {{"heading", words},
             {"level", integer(1, 3)},
             {"paragraph", words},
             {"each", flag()},
             {"where", id()},
             {"item", words},
             {"table", table},
             {"counts", counts},
             {"annex", annex}}
        );
        const Shape to = object(
            {{"names", list_of(words, 1)},
             {"each", id()},
             {"most", integer(1, kLongest)},
             {"otherwise", words}}
        );
        return object(
            {{"register", id(), Need::Must},
             {"over", one_of({"list", "record"}), Need::Must},
             {"as", one_of({"document", "text"}), Need::Must},
             {"confidential", flag()},
             {"internal", id_or_ids()},
             {"name", object({{"vi", text(200), Need::Must}, {"en", text(200), Need::Must}}), Need::Must},
             {"kind", text(60)},
             {"symbol", text(20)},
             {"subject", text(500), Need::Must},
             {"to", to},
             {"rows", object(rows)},
             {"may_be_empty", flag()},
             {"also", distinct(list_of(object(also), 1))},
             {"blocks", list_of(block, 1), Need::Must},
             {"recipients", list_of(text(200))}}
        );
    }();
    return made;
}

Shape scenario(const json::Value& form_fields) {
    // Whoever acts: a role alone, or somebody with a name in a role, of the record's own organisation unless
    // said.
    // `body` says for which she acts, as answers name it; `desk_of` and `above` say it by another body.
    std::vector<Key> person{
        {"role", id(), Need::Must},
        {"who", text(60)},
        {"org", one_of({"own", "above", "elsewhere"})},
        {"body", made_id()},
        {"desk_of", made_id()},
        {"above", made_id()}};
    const Shape answers = answers_of(form_fields);
    const Shape link = object({{"kind", id(), Need::Must}, {"to", text(40), Need::Must}, {"role", id()}});
    std::vector<Key> related = person;
    related.front().need = Need::May;  // a relation of a body names nobody
    related.push_back({"relation", id(), Need::Must});
    related.push_back({"ends", flag()});
    const Shape step = object(
        {{"at", moment(false)},
         {"as", scalar_or(as_code("role"), object(person))},
         {"do", id()},
         {"correct", id()},
         {"link", one_or_list(link), Need::May, "links"},
         {"unlink", link},
         {"relate", object(related)},
         {"answers", answers},
         {"reason", text()},
         {"occurred", moment(true)},
         {"consent", flag()},
         {"purpose", flag()},
         {"without_step_up", flag()},
         {"refused", text(80)},
         {"expect", expectation(answers)}}
    );
    return object({{"name", text(200), Need::Must}, {"steps", list_of(step, 1), Need::Must}});
}

}  // namespace neove::definition::schema
