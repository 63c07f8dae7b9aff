#include "json/json.h"

#include <algorithm>

namespace neove::json {

const Value* Value::find(std::string_view name) const {
    const Object* members = object();
    if (members == nullptr) return nullptr;
    const auto found = std::ranges::find(*members, name, &Member::first);
    return found == members->end() ? nullptr : &found->second;
}

Value* Value::find(std::string_view name) {
    return const_cast<Value*>(std::as_const(*this).find(name));
}

Value& Value::set(std::string name, Value value) {
    if (is_null()) held_ = Object{};
    Object& members = *object();
    const auto found = std::ranges::find(members, name, &Member::first);
    if (found != members.end()) {
        found->second = std::move(value);
    } else {
        members.emplace_back(std::move(name), std::move(value));
    }
    return *this;
}

std::string Value::text_or(std::string_view name, std::string otherwise) const {
    const Value* member = find(name);
    const std::string* text = member == nullptr ? nullptr : member->string();
    return text == nullptr ? std::move(otherwise) : *text;
}

std::int64_t Value::number_or(std::string_view name, std::int64_t otherwise) const {
    const Value* member = find(name);
    const std::int64_t* number = member == nullptr ? nullptr : member->integer();
    return number == nullptr ? otherwise : *number;
}

bool Value::flag_or(std::string_view name, bool otherwise) const {
    const Value* member = find(name);
    const bool* flag = member == nullptr ? nullptr : member->boolean();
    return flag == nullptr ? otherwise : *flag;
}

Reader::Reader(const Value& value, std::string pointer) : value_(value), pointer_(std::move(pointer)) {
    if (value.object() == nullptr)
        faults_.push_back({ErrorKind::Invalid, "field.not_an_object", pointer_, {}});
}

const Value* Reader::take(std::string_view name) {
    taken_.emplace_back(name);
    const Value* member = value_.find(name);
    return member == nullptr || member->is_null() ? nullptr : member;
}

void Reader::fault(std::string_view name, std::string code) {
    faults_.push_back({ErrorKind::Invalid, std::move(code), pointer_ + "/" + std::string(name), {}});
}

std::optional<std::string> Reader::optional_text(std::string_view name, std::size_t max_bytes) {
    const Value* member = take(name);
    if (member == nullptr) return std::nullopt;
    const std::string* text = member->string();
    if (text == nullptr) {
        fault(name, "field.not_text");
        return std::nullopt;
    }
    if (text->size() > max_bytes) {
        fault(name, "field.too_long");
        return std::nullopt;
    }
    if (text->find('\0') != std::string::npos) {
        fault(name, "field.not_text");
        return std::nullopt;
    }
    return *text;
}

std::string Reader::text(std::string_view name, std::size_t max_bytes) {
    const std::size_t before = faults_.size();
    const auto value = optional_text(name, max_bytes);
    if (!value || value->find_first_not_of(" \t\r\n") == std::string::npos) {
        if (faults_.size() == before) fault(name, "field.required");
        return {};
    }
    return *value;
}

std::optional<std::int64_t> Reader::optional_integer(std::string_view name) {
    const Value* member = take(name);
    if (member == nullptr) return std::nullopt;
    if (member->integer() == nullptr) {
        fault(name, "field.not_a_number");
        return std::nullopt;
    }
    return *member->integer();
}

std::optional<bool> Reader::optional_flag(std::string_view name) {
    const Value* member = take(name);
    if (member == nullptr) return std::nullopt;
    if (member->boolean() == nullptr) {
        fault(name, "field.not_a_flag");
        return std::nullopt;
    }
    return *member->boolean();
}

const Array* Reader::optional_array(std::string_view name, std::size_t max_items) {
    const Value* member = take(name);
    if (member == nullptr) return nullptr;
    const Array* array = member->array();
    if (array == nullptr) {
        fault(name, "field.not_a_list");
        return nullptr;
    }
    if (array->size() > max_items) {
        fault(name, "field.too_long");
        return nullptr;
    }
    return array;
}

const Value* Reader::optional_object(std::string_view name) {
    const Value* member = take(name);
    if (member == nullptr || member->object() != nullptr) return member;
    fault(name, "field.not_an_object");
    return nullptr;
}

Diagnostics Reader::done() {
    if (const Object* members = value_.object()) {
        // One fault at the object, not at the member: its name is text of the sender's choice.
        const bool unknown = std::ranges::any_of(*members, [this](const Member& member) {
            return std::ranges::find(taken_, member.first) == taken_.end();
        });
        if (unknown) faults_.push_back({ErrorKind::Invalid, "field.unknown", pointer_, {}});
    }
    return std::move(faults_);
}

}  // namespace neove::json
