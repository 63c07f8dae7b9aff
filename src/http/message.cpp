#include "http/message.h"

#include "base/check.h"

#include <algorithm>

namespace neove::http {

namespace {

std::string_view value_in(const std::vector<Field>& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &Field::first);
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace

std::string_view Request::field(std::string_view lower_name) const {
    return value_in(fields, lower_name);
}
std::string_view Request::query_value(std::string_view name) const {
    return value_in(query, name);
}

std::string_view Request::cookie(std::string_view name) const {
    std::string_view rest = field("cookie");
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        std::string_view one = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') {
            return one.substr(name.size() + 1);
        }
    }
    return {};
}

void Response::set(std::string name, std::string value) {
    CHECK(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
    const auto found = std::ranges::find(fields, name, &Field::first);
    if (found != fields.end() && name != "Set-Cookie") {
        found->second = std::move(value);
    } else {
        fields.emplace_back(std::move(name), std::move(value));
    }
}

}  // namespace neove::http
