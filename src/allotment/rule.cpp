#include "allotment/rule.h"

#include <algorithm>

namespace neove::allotment {

namespace {

template <typename Value>
struct Named {
    std::string_view name;
    Value value;
};

constexpr std::array kOutcomes{
    Named{"dated", Outcome::Dated},
    Named{"standing", Outcome::Standing},
    Named{"in_report", Outcome::InReport},
    Named{"report", Outcome::Report}};
constexpr std::array kRoles{
    Named{"lead", Role::Lead},
    Named{"coordinate", Role::Coordinate},
    Named{"requested", Role::Requested},
    Named{"reporter", Role::Reporter},
    Named{"receiver", Role::Receiver}};
constexpr std::array kSources{
    Named{"confirmed_task", Source::Task}, Named{"confirmed_report", Source::Report}};
constexpr std::array kNames{
    Named{"task.title", Property::Title},
    Named{"task.words", Property::Words},
    Named{"task.path", Property::Path},
    Named{"task.section", Property::Section},
    Named{"task.role", Property::Role},
    Named{"task.outcome", Property::Outcome},
    Named{"task.due", Property::Due},
    Named{"task.recurrence", Property::Recurrence},
    Named{"task.product", Property::Product},
    Named{"task.leader", Property::Leader},
    Named{"task.body", Property::Body},
    Named{"task.due_words", Property::DueWords},
    Named{"task.periods", Property::Periods},
    Named{"document.number", Property::DocumentNumber},
    Named{"document.issued_on", Property::DocumentDate},
    Named{"document.title", Property::DocumentTitle},
    Named{"document.kind", Property::DocumentKind},
    Named{"document.issuer", Property::DocumentIssuer},
    Named{"report.path", Property::ReportPath},
    Named{"report.words", Property::ReportWords},
    Named{"report.content", Property::ReportContent},
    Named{"report.to", Property::ReportTo},
    Named{"report.via", Property::ReportVia},
    Named{"report.day", Property::ReportDay},
    Named{"report.periods", Property::ReportPeriods},
    Named{"report.body", Property::ReportBody}};

auto value_in(const auto& all, std::string_view name) {
    using Entry = typename std::decay_t<decltype(all)>::value_type;
    const auto found = std::ranges::find(all, name, &Entry::name);
    return found == all.end() ? std::nullopt : std::optional(found->value);
}

std::string_view name_in(const auto& all, auto value) {
    using Entry = typename std::decay_t<decltype(all)>::value_type;
    const auto found = std::ranges::find(all, value, &Entry::value);
    return found == all.end() ? std::string_view() : found->name;
}

}  // namespace

std::string_view name_of(Outcome outcome) {
    return name_in(kOutcomes, outcome);
}

std::string_view name_of(Role role) {
    return name_in(kRoles, role);
}

std::string_view name_of(Property property) {
    return name_in(kNames, property);
}

std::optional<Outcome> outcome_named(std::string_view name) {
    return value_in(kOutcomes, name);
}

std::optional<Role> role_named(std::string_view name) {
    return value_in(kRoles, name);
}

std::optional<Property> property_named(std::string_view name) {
    return value_in(kNames, name);
}

bool is_words(Property property) {
    constexpr std::array kWords{
        Property::Title,
        Property::Words,
        Property::Section,
        Property::Recurrence,
        Property::DueWords,
        Property::Periods,
        Property::Product,
        Property::Leader,
        Property::ReportWords,
        Property::ReportContent,
        Property::ReportTo,
        Property::ReportVia};
    return std::ranges::find(kWords, property) != kWords.end();
}

bool is_date(Property property) {
    return property == Property::Due || property == Property::DocumentDate || property == Property::ReportDay;
}

bool is_body(Property property) {
    return property == Property::Body || property == Property::ReportBody;
}

std::string_view name_of(Source source) {
    return name_in(kSources, source);
}

bool is_of(Property property, Source source) {
    if (property == Property::None || name_of(property).starts_with("document.")) return true;
    return name_of(property).starts_with("report.") == (source == Source::Report);
}

std::optional<std::vector<Piece>> pieces_of(std::string_view text) {
    std::vector<Piece> out;
    for (;;) {
        const std::size_t open = text.find('{');
        const std::string_view words = text.substr(0, open);
        if (words.contains('}')) return std::nullopt;
        if (open == std::string_view::npos) {
            if (!words.empty()) out.push_back({std::string(words)});
            return out;
        }
        text.remove_prefix(open + 1);
        const std::size_t close = text.find('}');
        if (close == std::string_view::npos) return std::nullopt;
        const auto property = property_named(text.substr(0, close));
        if (!property) return std::nullopt;
        out.push_back({std::string(words), *property});
        text.remove_prefix(close + 1);
    }
}

bool Rule::is_for(Outcome outcome, Role role) const {
    return std::ranges::find(outcomes, outcome) != outcomes.end() &&
           std::ranges::find(roles, role) != roles.end();
}

const Answer* Rule::find(std::string_view field) const {
    const auto found = std::ranges::find(answers, field, &Answer::field);
    return found == answers.end() ? nullptr : &*found;
}

}  // namespace neove::allotment
