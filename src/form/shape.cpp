#include "form/shape.h"

#include "base/text.h"

#include <algorithm>

namespace neove::form {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";

/// What ECMAScript's trim() takes off: the twin uses that.
bool is_white_space(char32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000 || c == 0xFEFF;
}

std::string_view trim(std::string_view text) {
    std::size_t from = text.size();
    std::size_t to = 0;
    for (std::size_t at = 0; at < text.size();) {
        const text::CodePoint point = text::decode(text, at);
        if (!is_white_space(point.value)) {
            from = std::min(from, at);
            to = at + point.size;
        }
        at += point.size;
    }
    return from < to ? text.substr(from, to - from) : std::string_view{};
}

/// \r\n and a lone \r become \n.
void mend_line_ends(std::string& text) {
    std::size_t to = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_return = text[at] == '\r';
        if (is_return && at + 1 < text.size() && text[at + 1] == '\n') ++at;
        text[to++] = is_return ? '\n' : text[at];
    }
    text.resize(to);
}

std::string tidy_text(const std::string& text, bool lines) {
    if (!text::is_valid_utf8(text)) return text;
    std::string out = text::to_nfc(text);
    std::ranges::replace(out, '\t', ' ');
    if (lines) mend_line_ends(out);
    return std::string(trim(out));
}

json::Value tidy_value(const json::Value& value, bool lines) {
    if (const std::string* text = value.string()) return tidy_text(*text, lines);
    if (const json::Array* array = value.array()) {
        json::Array out;
        out.reserve(array->size());
        for (const json::Value& element : *array) out.push_back(tidy_value(element, lines));
        return out;
    }
    const json::Object* object = value.object();
    if (object == nullptr) return value;
    json::Object out;
    for (const auto& [name, member] : *object) {
        json::Value tidied = tidy_value(member, lines);
        if (!is_empty(tidied)) out.emplace_back(name, std::move(tidied));
    }
    return out;
}

/// Codes in the options' order, each once; a list with anything else in it, or longer than it can be, stays.
void order_codes(const Field& field, json::Value& answer) {
    json::Array* codes = answer.array();
    const std::size_t count = field.options.size();
    if (codes == nullptr || codes->size() > count + 2) return;
    const auto place = [&](const json::Value& value) {
        const std::string* code = value.string();
        if (code == nullptr) return count + 2;
        if (*code == kDeclined) return count;
        if (*code == kNotAsked) return count + 1;
        const auto found = std::ranges::find(field.options, *code, &Option::code);
        return found == field.options.end() ? count + 2
                                            : static_cast<std::size_t>(found - field.options.begin());
    };
    if (std::ranges::any_of(*codes, [&](const json::Value& value) { return place(value) > count + 1; }))
        return;
    std::ranges::stable_sort(*codes, {}, place);
    const auto twice = std::ranges::unique(*codes);
    codes->erase(twice.begin(), twice.end());
}

}  // namespace

bool is_empty(const json::Value& answer) {
    return answer.is_null() || (answer.string() && answer.string()->empty()) ||
           (answer.array() && answer.array()->empty());
}

std::optional<json::Value> tidy(const Field& field, const json::Value& answer) {
    json::Value out = tidy_value(answer, field.type == Type::LongText);
    if (field.type == Type::MultiChoice) order_codes(field, out);
    if (is_empty(out)) return std::nullopt;
    return out;
}

bool is_made_of(std::string_view text, std::string_view characters) {
    return text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_field_id(std::string_view text) {
    return is_code(text) && text.size() <= 48 && kLower.contains(text.front());
}

bool is_code(std::string_view text) {
    static const std::string word = std::string(kLower) + std::string(kDigits) + "_";
    return !text.empty() && text.size() <= 64 && text.front() != '_' && is_made_of(text, word);
}

}  // namespace neove::form
