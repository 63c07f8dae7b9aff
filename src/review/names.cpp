#include "base/check.h"
#include "review/json_form.h"

namespace neove::review {

std::string_view name_of(Category category) {
    switch (category) {
        case Category::Action: return "action";
        case Category::Organisation: return "organisation";
    }
    report_bug("category", __FILE__, __LINE__);
}

std::string_view name_of(TaskState state) {
    switch (state) {
        case TaskState::Proposed: return "proposed";
        case TaskState::Confirmed: return "confirmed";
        case TaskState::Dropped: return "dropped";
    }
    report_bug("state", __FILE__, __LINE__);
}

std::string_view name_of(Choice choice) {
    switch (choice) {
        case Choice::Standing: return "standing";
        case Choice::Dated: return "dated";
        case Choice::InReport: return "in_report";
    }
    report_bug("choice", __FILE__, __LINE__);
}

std::optional<Category> parse_category(std::string_view name) {
    for (const Category one : {Category::Action, Category::Organisation}) {
        if (name_of(one) == name) return one;
    }
    return std::nullopt;
}

std::optional<Choice> parse_choice(std::string_view name) {
    for (const Choice one : {Choice::Standing, Choice::Dated, Choice::InReport}) {
        if (name_of(one) == name) return one;
    }
    return std::nullopt;
}

}  // namespace neove::review
