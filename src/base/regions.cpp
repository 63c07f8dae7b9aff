#include "base/regions.h"

#include "base/text.h"

#include <unicode/locid.h>

#include <map>

namespace neove::regions {

namespace {

using Codes = std::map<std::string, std::string, std::less<>>;

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

std::string key_of(std::string_view text) {
    std::string out = text::fold(text::repair_utf8(text));
    const std::size_t from = out.find_first_not_of(' ');
    if (from == std::string::npos) return {};
    return out.substr(from, out.find_last_not_of(' ') + 1 - from);
}

void add(Codes& codes, const std::string& name, const std::string& code) {
    const std::string key = key_of(name);
    if (!key.empty()) codes.emplace(key, code);
}

/// What the library has no name for it calls by its code.
Codes read_codes(const char* const* all, bool countries) {
    Codes out;
    // Codes first: no name of one is another's code.
    for (const char* const* one = all; *one != nullptr; ++one) add(out, *one, *one);
    for (const char* language : {"vi", "en"}) {
        const icu::Locale in(language);
        for (const char* const* one = all; *one != nullptr; ++one) {
            icu::UnicodeString name;
            if (countries) {
                icu::Locale("", *one).getDisplayCountry(in, name);
            } else {
                icu::Locale(*one).getDisplayLanguage(in, name);
            }
            add(out, utf8(name), *one);
        }
    }
    return out;
}

}  // namespace

std::string country_code(std::string_view text) {
    static const Codes codes = read_codes(icu::Locale::getISOCountries(), true);
    const auto found = codes.find(key_of(text));
    return found == codes.end() ? std::string() : found->second;
}

std::string language_code(std::string_view text) {
    static const Codes codes = read_codes(icu::Locale::getISOLanguages(), false);
    auto found = codes.find(key_of(text));
    if (found == codes.end()) found = codes.find("tieng " + key_of(text));
    return found == codes.end() ? std::string() : found->second;
}

}  // namespace neove::regions
