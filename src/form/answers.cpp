#include "form/evaluation.h"

#include <utility>

namespace neove::form {

using calendar::Date;

bool is_shown(const Form& form, const Field& field, const json::Value& answers, Date today) {
    return Evaluation(form, answers, today).is_shown(field);
}

std::vector<Question> questions(
    const Form& form, const json::Value& answers, const std::vector<std::string>& required, Date today
) {
    std::vector<Question> out;
    for (Asked& asked : Evaluation(form, answers, today).asked(required)) {
        out.push_back(std::move(static_cast<Question&>(asked)));
    }
    return out;
}

bool reads_redacted(
    const Form& form, const json::Value& answers, const expression::Expression& expression, Date today
) {
    return has_redacted(answers) && Evaluation(form, answers, today).redacted_in(expression) != nullptr;
}

json::Value settle(const Form& form, const json::Value& answers, const References& references) {
    return Evaluation(form, answers, references.today).settled();
}

AnswerEnvironment::AnswerEnvironment(const Form& form, const json::Value& answers, Date today)
    : values_(Evaluation(form, answers, today).take_values()) {}

void AnswerEnvironment::set(std::string name, expression::Value value) {
    values_.insert_or_assign(std::move(name), std::move(value));
}

const expression::Value* AnswerEnvironment::find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
}

expression::Environment AnswerEnvironment::environment() const {
    return [this](std::string_view name) { return find(name); };
}

}  // namespace neove::form
