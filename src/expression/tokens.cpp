#include "expression/tokens.h"

#include "base/text.h"

namespace neove::expression {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_word(char c) {
    return is_lower(c) || is_digit(c) || c == '_';
}

/// Length of the longest name `text` begins with.
std::size_t name_size(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && is_lower(text[size])) {
        while (size < text.size() && is_word(text[size])) ++size;
        if (size + 1 >= text.size() || text[size] != '.' || !is_lower(text[size + 1])) break;
        ++size;
    }
    return size;
}

bool looks_like_date(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == 4 || i == 7 ? text[i] != '-' : !is_digit(text[i])) return false;
    }
    return text.size() == 10;
}

/// Length of the date, else of the integer, `text` begins with; nothing if it runs on into a word.
std::size_t number_size(std::string_view text) {
    std::size_t size = 1;
    if (looks_like_date(text.substr(0, 10))) {
        size = 10;
    } else if (text[0] != '0') {  // 07 is more likely a mistyped date than a number
        while (size < text.size() && is_digit(text[size])) ++size;
    }
    return size < text.size() && is_word(text[size]) ? 0 : size;
}

/// Length of the quoted text `text` begins with, quotes included; nothing if it never ends.
std::size_t quoted_size(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] != '\'') continue;
        if (text.substr(i, 2) != "''") return i + 1;
        ++i;
    }
    return 0;
}

std::size_t token_size(std::string_view text) {
    if (text[0] == '\'') return quoted_size(text);
    if (is_digit(text[0])) return number_size(text);
    if (is_lower(text[0])) return name_size(text);
    for (const std::string_view sign : {"!=", "<=", ">="}) {
        if (text.starts_with(sign)) return 2;
    }
    return std::string_view("=<>+-*()[],").contains(text[0]) ? 1 : 0;
}

}  // namespace

std::unexpected<Error> fault(std::string_view code, const Token& token) {
    return refuse(
        ErrorKind::Invalid, std::string(code), std::to_string(token.column), std::string(token.text)
    );
}

Result<std::vector<Token>> split(std::string_view text) {
    std::vector<Token> tokens;
    std::size_t column = 1;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t size = 1;
        if (!std::string_view(" \t\r\n").contains(text[at])) {
            size = token_size(text.substr(at));
            tokens.push_back({text.substr(at, size), column});
            if (size == 0) return fault("expression.syntax", tokens.back());
        }
        column += text::count_code_points(text.substr(at, size));
        at += size;
    }
    tokens.push_back({{}, column});
    return tokens;
}

bool looks_like_name(std::string_view text) {
    return !text.empty() && name_size(text) == text.size();
}

}  // namespace neove::expression
