/// \file
/// Marks in the place of answers that were taken away for good.

#include "form/form.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace neove::form {

namespace {

/// No field is called so, nor any part of an answer.
constexpr std::string_view kMark = "@redacted";

/// The parts of an answer that hold marks, in their order.
std::vector<json::Value> marked_parts(const json::Array& all) {
    std::vector<json::Value> out;
    std::ranges::copy_if(all, std::back_inserter(out), has_redacted);
    return out;
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
    if (is_redacted(given)) return given == before;
    if (!has_redacted(before)) return !has_redacted(given);
    // What was taken away whole may be answered anew, what was cleared may stay so.
    if (is_redacted(before) || given.is_null()) return !has_redacted(given);
    const json::Array* there = before.array();
    const json::Array* brought = given.array();
    // A row or file of which something was taken away goes on as it is: neither copied, filled, nor dropped.
    return there != nullptr && brought != nullptr && marked_parts(*there) == marked_parts(*brought);
}

}  // namespace neove::form
