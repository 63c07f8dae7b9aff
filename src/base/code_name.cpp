#include "base/code_name.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace neove {

namespace {

bool is_letters(std::string_view code) {
    return std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

icu::Locale reader(bool english) {
    return english ? icu::Locale::getEnglish() : icu::Locale("vi");
}

std::string or_code(const icu::UnicodeString& name, std::string_view code) {
    std::string out;
    name.toUTF8String(out);
    return out.empty() ? std::string(code) : out;
}

}  // namespace

std::string country_name(std::string_view code, bool english) {
    if (code.size() != 2 || !is_letters(code)) return std::string(code);
    icu::UnicodeString name;
    icu::Locale("", std::string(code).c_str()).getDisplayCountry(reader(english), name);
    return or_code(name, code);
}

std::string language_name(std::string_view code, bool english) {
    if (code.size() < 2 || code.size() > 3 || !is_letters(code)) return std::string(code);
    icu::UnicodeString name;
    icu::Locale(std::string(code).c_str()).getDisplayLanguage(reader(english), name);
    return or_code(name, code);
}

}  // namespace neove
