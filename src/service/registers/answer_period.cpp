#include "service/registers/answer_period.h"

#include "calendar/date.h"
#include "record/once.h"
#include "service/registers/answered.h"

#include <algorithm>
#include <charconv>

namespace neove::service {

namespace {

using Said = std::map<std::string, expression::Value, std::less<>>;

/// The register's own words on when such a period is over; what holds once holds from then on.
std::optional<expression::Expression> over_rule(const definition::Register& definition, std::string_view id) {
    const json::Value* flow = definition.source.find("workflow");
    const json::Value* actions = flow == nullptr ? nullptr : flow->find("actions");
    if (actions == nullptr || actions->array() == nullptr) return std::nullopt;
    const auto found = std::ranges::find_if(*actions->array(), [&](const json::Value& one) {
        return one.text_or("id") == id;
    });
    if (found == actions->array()->end() || found->find("once_over") == nullptr) return std::nullopt;
    auto rule = expression::parse(found->text_or("once_over"));
    return rule ? std::optional(std::move(*rule)) : std::nullopt;
}

/// What a period says, by the names of `once_per`.
Said said_in(
    const definition::Register& definition, const workflow::Action& action, const std::string& period
) {
    Said out;
    std::size_t at = 0;
    for (const std::string& name : action.once_per) {
        if (at > period.size()) break;
        const std::size_t end = std::min(period.find('|', at), period.size());
        const std::string word = period.substr(at, end - at);
        at = end + 1;
        const form::Field* field = definition.form.find(name);
        if (word.empty() || field == nullptr) continue;
        std::int64_t whole = 0;
        const auto read = std::from_chars(word.data(), word.data() + word.size(), whole);
        const bool is_whole = read.ec == std::errc() && read.ptr == word.data() + word.size();
        if (field->type != form::Type::Integer) {
            out.emplace(name, expression::Value(word));
        } else if (is_whole) {
            out.emplace(name, expression::Value(whole));
        }
    }
    return out;
}

/// The first day on which it is over.
std::optional<calendar::Date> over_on(const expression::Expression& rule, Said said) {
    const auto is_over = [&](std::int64_t day) {
        said.insert_or_assign("today", expression::Value(calendar::Date::from_days(day)));
        return expression::holds(rule, [&](std::string_view name) -> const expression::Value* {
            const auto found = said.find(name);
            return found == said.end() ? nullptr : &found->second;
        });
    };
    std::int64_t before = calendar::Date::first().days();
    std::int64_t over = calendar::Date::last().days();
    if (is_over(before) || !is_over(over)) return std::nullopt;
    while (over - before > 1) {
        const std::int64_t middle = before + (over - before) / 2;
        (is_over(middle) ? over : before) = middle;
    }
    return calendar::Date::from_days(over);
}

}  // namespace

std::optional<AnswerPeriod> period_asked(
    const House& house,
    const definition::Register& definition,
    const std::map<std::string, std::string>& where
) {
    const auto asked =
        std::ranges::find_if(where, [](const auto& one) { return one.first.starts_with(kUnanswered); });
    if (asked == where.end() || !missed_answer(definition, asked->first, asked->second)) return std::nullopt;
    AnswerPeriod out{asked->first.substr(kUnanswered.size())};
    const workflow::Action* action = definition.workflow.find(out.action);
    const auto rule = over_rule(definition, out.action);
    const auto over = rule && action != nullptr ? over_on(*rule, said_in(definition, *action, asked->second))
                                                : std::nullopt;
    if (!over) return out;
    out.over_at = {over->days() * kDay - house.options.utc_offset_micros};
    out.runs = house.clock.now().micros < out.over_at.micros;
    return out;
}

bool is_too_early(
    const definition::Register& definition, const workflow::Action& action, const AnswerPeriod& period
) {
    return period.runs && !record::counts_as(definition.workflow, action.id, period.action);
}

}  // namespace neove::service
