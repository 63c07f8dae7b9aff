/// \file
/// Marks in the place of answers that were taken away for good.

#include "form/form.h"

#include <algorithm>
#include <map>

namespace neove::form {

namespace {

/// No field is called so, nor any part of an answer.
constexpr std::string_view kMark = "@redacted";

/// How many marks stand where; members of rows are counted by their name, whichever row they are in.
using Marks = std::map<std::string, std::size_t, std::less<>>;

void count(const json::Value& value, const std::string& name, Marks& marks) {
    if (is_redacted(value)) {
        ++marks[name];
    } else if (const json::Array* all = value.array()) {
        for (const json::Value& one : *all) count(one, name, marks);
    } else if (const json::Object* members = value.object()) {
        for (const auto& [member, inner] : *members) count(inner, name + "/" + member, marks);
    }
}

}  // namespace

json::Value redacted_mark(calendar::Date on) {
    return json::Object{{std::string(kMark), on.iso()}};
}

bool is_redacted(const json::Value& answer) {
    const json::Object* members = answer.object();
    return members != nullptr && members->size() == 1 && members->front().first == kMark &&
           members->front().second.string() != nullptr;
}

bool has_redacted(const json::Value& answer) {
    if (is_redacted(answer)) return true;
    if (const json::Array* all = answer.array()) return std::ranges::any_of(*all, has_redacted);
    const json::Object* members = answer.object();
    return members != nullptr && std::ranges::any_of(*members, has_redacted, &json::Member::second);
}

bool brings_no_mark(const json::Value& before, const json::Value& given) {
    if (!has_redacted(given)) return true;
    Marks there;
    Marks brought;
    count(before, {}, there);
    count(given, {}, brought);
    return std::ranges::all_of(brought, [&](const auto& one) {
        const auto found = there.find(one.first);
        return found != there.end() && one.second <= found->second;
    });
}

}  // namespace neove::form
