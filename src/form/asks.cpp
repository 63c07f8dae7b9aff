#include "form/asks.h"

#include "base/text.h"
#include "form/evaluation.h"
#include "form/looks_like_person.h"

#include <algorithm>

namespace neove::form {
namespace {

constexpr std::size_t kAsksMax = 200;

std::string_view code_of(PersonTrace trace) {
    switch (trace) {
        case PersonTrace::IdentityNumber: return "form.like_identity_number";
        case PersonTrace::Phone: return "form.like_phone";
        case PersonTrace::Names: break;
    }
    return "form.like_names";
}

bool is_words(const Field& field) {
    return field.type == Type::Text || field.type == Type::LongText;
}

/// The answer of that name in rows; those that are none are passed over.
std::vector<const json::Value*> in_rows(const json::Value* rows, const std::string& field) {
    std::vector<const json::Value*> out;
    if (rows == nullptr || rows->array() == nullptr) return out;
    for (const json::Value& row : *rows->array()) {
        const json::Value* value = row.object() == nullptr ? nullptr : row.find(field);
        if (value != nullptr) out.push_back(value);
    }
    return out;
}

class Asking {
public:
    explicit Asking(const PersonWords& words) : words_(words) {}

    void look(const json::Value& given, const std::vector<const json::Value*>& before, std::string where) {
        if (given.string() == nullptr || !text::is_valid_utf8(*given.string())) return;
        const std::string words = text::to_nfc(*given.string());
        const bool is_there = std::ranges::any_of(before, [&](const json::Value* one) {
            return one->string() != nullptr && *one->string() == words;
        });
        if (is_there) return;
        for (const PersonTrace trace : traces_of_person(words, words_)) {
            if (asks_.size() == kAsksMax) return;
            asks_.push_back({ErrorKind::Invalid, std::string(code_of(trace)), where, {}});
        }
    }

    void look_at_rows(
        const Field& rows, const json::Value& given, const json::Value* before, const std::string& where
    ) {
        if (given.array() == nullptr) return;
        const std::size_t count = std::min(given.array()->size(), kRowsMax);
        for (std::size_t i = 0; i < count; ++i) {
            const json::Value& row = (*given.array())[i];
            if (row.object() == nullptr) continue;
            for (const Field& field : rows.fields) {
                const json::Value* value = is_words(field) ? row.find(field.id) : nullptr;
                if (value == nullptr) continue;
                look(*value, in_rows(before, field.id), where + "/" + std::to_string(i) + "/" + field.id);
            }
        }
    }

    Diagnostics take() { return std::move(asks_); }

private:
    const PersonWords& words_;
    Diagnostics asks_;
};

}  // namespace

Diagnostics asks_of(
    const Form& form, const json::Value& given, const json::Value& before, const References& references
) {
    if (form.persons || references.person_words == nullptr || given.object() == nullptr) return {};
    Asking asking(*references.person_words);
    for (const Field& field : form.fields) {
        const json::Value* value = given.find(field.id);
        if (value == nullptr || class_of(form, field) == Class::Identity) continue;
        const json::Value* was = before.object() == nullptr ? nullptr : before.find(field.id);
        const std::string where = "/" + field.id;
        if (field.type == Type::Rows) asking.look_at_rows(field, *value, was, where);
        if (!is_words(field)) continue;
        asking.look(*value, was == nullptr ? std::vector<const json::Value*>{} : std::vector{was}, where);
    }
    return asking.take();
}

bool is_ask(std::string_view code) {
    return code.starts_with("form.like_");
}

bool is_kept(const std::vector<std::string>& kept, std::string_view where) {
    return std::ranges::find(kept, where) != kept.end();
}

std::vector<std::string> kept_as(
    const std::vector<std::string>& kept, std::string_view from, std::string_view to
) {
    std::vector<std::string> out;
    for (const std::string& one : kept) {
        if (!one.starts_with(from)) continue;
        const std::string_view rest = std::string_view(one).substr(from.size());
        if (rest.empty() || rest.front() == '/') out.push_back(std::string(to) + std::string(rest));
    }
    return out;
}

}  // namespace neove::form
