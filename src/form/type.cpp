#include "form/form.h"

#include <algorithm>
#include <array>

namespace neove::form {
namespace {

constexpr std::array<std::string_view, 19> kTypes{
    "text",
    "long_text",
    "integer",
    "money",
    "date",
    "partial_date",
    "date_time",
    "choice",
    "multi_choice",
    "person",
    "organisation",
    "admin_unit",
    "phone",
    "identity_number",
    "country",
    "language",
    "attachment",
    "rows",
    "computed"};
constexpr std::array<std::string_view, 4> kClasses{"public", "internal", "confidential", "identity"};

template <typename Enum, std::size_t size>
std::optional<Enum> named(const std::array<std::string_view, size>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name_of(Type type) {
    return kTypes.at(static_cast<std::size_t>(type));
}
std::optional<Type> type_named(std::string_view name) {
    return named<Type>(kTypes, name);
}

std::string_view name_of(Class field_class) {
    return kClasses.at(static_cast<std::size_t>(field_class));
}
std::optional<Class> class_named(std::string_view name) {
    return named<Class>(kClasses, name);
}

const Field* Form::find(std::string_view id) const {
    const auto found = std::ranges::find(fields, id, &Field::id);
    return found == fields.end() ? nullptr : &*found;
}

}  // namespace neove::form
