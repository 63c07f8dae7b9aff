#include "base/text.h"
#include "expression/expression.h"
#include "expression/tree.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

namespace neove::expression {
namespace {

constexpr std::size_t kCharactersMax = 1'000;
constexpr std::size_t kNodesMax = 200;
constexpr std::size_t kDepthMax = 16;
constexpr std::array<std::string_view, 9> kWords{
    "and", "or", "not", "in", "contains", "is", "answered", "true", "false"};

struct Function {
    std::string_view name;
    Operation operation;
    std::size_t least;
    std::size_t most;
};
constexpr std::array<Function, 8> kFunctions{{
    {"count", Operation::Count, 1, 1},
    {"sum", Operation::Sum, 1, 1},
    {"years_between", Operation::YearsBetween, 2, 2},
    {"months_between", Operation::MonthsBetween, 2, 2},
    {"year", Operation::Year, 1, 1},
    {"min", Operation::Min, 2, kNodesMax},
    {"max", Operation::Max, 2, kNodesMax},
    {"if", Operation::If, 3, 3},
}};

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

/// Length of the date, else of the integer, `text` begins with; nothing if digits go on in another way.
std::size_t number_size(std::string_view text) {
    const auto looks_like_date = [](std::string_view part) {
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (i == 4 || i == 7 ? part[i] != '-' : !is_digit(part[i])) return false;
        }
        return part.size() == 10;
    };
    std::size_t size = 0;
    if (looks_like_date(text.substr(0, 10))) {
        size = 10;
    } else {
        while (size < text.size() && is_digit(text[size])) ++size;
        if (text[0] == '0') size = 1;  // 07 is more likely a mistyped date than a number
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

struct Token {
    std::string_view text;  ///< as written; empty at the end
    std::size_t column{1};
};

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

struct Sign {
    std::string_view text;
    Operation operation;
    bool swaps{false};
    bool negates{false};
};

class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    Result<Node> whole() {
        Node root = TRY(disjunction());
        if (!now().text.empty()) return fault("expression.syntax", now());
        return root;
    }

private:
    const Token& now() const { return tokens_[next_]; }
    bool accept(std::string_view text) { return now().text == text && ++next_ > 0; }
    Result<> expect(std::string_view text) {
        if (!accept(text)) return fault("expression.syntax", now());
        return {};
    }

    Result<Node> make(Node node, const Token& token) {
        if (++nodes_ > kNodesMax) return fault("expression.too_large", token);
        node.column = token.column;
        return node;
    }
    Result<Node> make(Operation operation, const Token& token, Node left, Node right) {
        Node node{.operation = operation};
        node.of.push_back(std::move(left));
        node.of.push_back(std::move(right));
        return make(std::move(node), token);
    }
    Result<Node> make_not(Node of, const Token& token) {
        Node node{.operation = Operation::Not};
        node.of.push_back(std::move(of));
        return make(std::move(node), token);
    }

    Result<Node> chain(std::initializer_list<Sign> signs, Result<Node> (Parser::*below)()) {
        Node left = TRY((this->*below)());
        for (;;) {
            const Token token = now();
            const auto* sign = std::ranges::find(signs, token.text, &Sign::text);
            if (sign == signs.end()) return left;
            ++next_;
            Node right = TRY((this->*below)());
            left = TRY(make(sign->operation, token, std::move(left), std::move(right)));
        }
    }
    /// Runs `inner` one level deeper.
    Result<Node> nested(Result<Node> (Parser::*inner)()) {
        if (++depth_ > kDepthMax) return fault("expression.too_large", now());
        Result<Node> node = (this->*inner)();
        --depth_;
        return node;
    }

    Result<Node> disjunction() { return chain({{"or", Operation::Or}}, &Parser::conjunction); }
    Result<Node> conjunction() { return chain({{"and", Operation::And}}, &Parser::negation); }
    Result<Node> negation() {
        const Token token = now();
        if (!accept("not")) return comparison();
        return make_not(TRY(nested(&Parser::negation)), token);
    }
    Result<Node> sum() {
        return chain({{"+", Operation::Add}, {"-", Operation::Subtract}}, &Parser::product);
    }
    Result<Node> product() { return chain({{"*", Operation::Multiply}}, &Parser::signed_value); }
    Result<Node> signed_value() {
        const Token token = now();
        if (!accept("-")) return value();
        Node of = TRY(nested(&Parser::signed_value));
        Node zero = TRY(make({.value = 0}, token));
        return make(Operation::Subtract, token, std::move(zero), std::move(of));
    }

    Result<Node> comparison() {
        static constexpr std::array<Sign, 7> kSigns{{
            {"=", Operation::Equal},
            {"!=", Operation::Equal, false, true},
            {"<", Operation::Less},
            {"<=", Operation::LessEqual},
            {">", Operation::Less, true},
            {">=", Operation::LessEqual, true},
            {"contains", Operation::Contains},
        }};
        Node left = TRY(sum());
        const Token token = now();
        if (accept("in")) return make(Operation::Contains, token, TRY(list()), std::move(left));
        if (accept("is")) {
            const bool is_not = accept("not");
            TRY(expect("answered"));
            Node node{.operation = Operation::Answered};
            node.of.push_back(std::move(left));
            node = TRY(make(std::move(node), token));
            return is_not ? make_not(std::move(node), token) : std::move(node);
        }
        const auto* sign = std::ranges::find(kSigns, token.text, &Sign::text);
        if (sign == kSigns.end()) return left;
        ++next_;
        Node right = TRY(sum());
        if (sign->swaps) std::swap(left, right);
        Node node = TRY(make(sign->operation, token, std::move(left), std::move(right)));
        return sign->negates ? make_not(std::move(node), token) : std::move(node);
    }

    static std::string unquoted(std::string_view token) {
        std::string text;
        for (std::size_t i = 1; i + 1 < token.size(); ++i) {
            text += token[i];
            if (token[i] == '\'') ++i;
        }
        return text;
    }

    Result<Node> list() {
        const Token opened = now();
        TRY(expect("["));
        Texts texts;
        do {
            if (!now().text.starts_with('\'')) return fault("expression.syntax", now());
            texts.push_back(unquoted(now().text));
            ++next_;
        } while (accept(","));
        TRY(expect("]"));
        return make({.value = std::move(texts)}, opened);
    }

    Result<Node> value() {
        const Token token = now();
        if (accept("(")) {
            Node inner = TRY(nested(&Parser::disjunction));
            TRY(expect(")"));
            return inner;
        }
        if (token.text.empty()) return fault("expression.syntax", token);
        ++next_;
        if (token.text[0] == '\'') return make({.value = unquoted(token.text)}, token);
        if (token.text == "true" || token.text == "false")
            return make({.value = token.text == "true"}, token);
        if (is_digit(token.text[0])) return number(token);
        if (!is_name(token.text)) return fault("expression.syntax", token);
        if (accept("(")) return call(token);
        return make({.operation = Operation::Name, .name = std::string(token.text)}, token);
    }

    Result<Node> number(const Token& token) {
        if (token.text.contains('-')) {
            const auto day = calendar::Date::parse_iso(token.text);
            return day ? make({.value = *day}, token) : fault("expression.day", token);
        }
        std::int64_t read = 0;
        const auto done = std::from_chars(token.text.data(), token.text.data() + token.text.size(), read);
        if (done.ec != std::errc{} || read > kIntegerMax) return fault("expression.number", token);
        return make({.value = read}, token);
    }

    Result<Node> call(const Token& token) {
        const auto* function = std::ranges::find(kFunctions, token.text, &Function::name);
        if (function == kFunctions.end()) return fault("expression.syntax", token);
        Node node{.operation = function->operation};
        do {
            node.of.push_back(TRY(nested(&Parser::disjunction)));
        } while (accept(","));
        TRY(expect(")"));
        const bool is_sum = node.operation == Operation::Sum;
        const bool is_over_rows = is_sum || node.operation == Operation::Count;
        const Node& first = node.of.front();
        const bool is_path = first.operation == Operation::Name && (!is_sum || first.name.contains('.'));
        if (node.of.size() < function->least || node.of.size() > function->most || (is_over_rows && !is_path))
            return fault("expression.syntax", token);
        return make(std::move(node), token);
    }

    std::vector<Token> tokens_;  ///< the last is the end
    std::size_t next_{0};
    std::size_t nodes_{0};
    std::size_t depth_{1};
};

void collect(const Node& node, std::set<std::string, std::less<>>& names) {
    if (node.operation == Operation::Name) names.insert(node.name);
    for (const Node& inner : node.of) collect(inner, names);
}

}  // namespace

Result<Expression> parse(std::string_view text) {
    if (!text::is_valid_utf8(text)) return fault("expression.syntax", {});
    if (text::count_code_points(text) > kCharactersMax) return fault("expression.too_large", {});
    std::vector<Token> tokens = TRY(split(text));
    Node root = TRY(Parser(std::move(tokens)).whole());
    return Expression(std::make_shared<const Tree>(Tree{std::string(text), std::move(root)}));
}

bool is_name(std::string_view name) {
    return !name.empty() && name_size(name) == name.size() && std::ranges::count(kWords, name) == 0;
}

const std::string& Expression::text() const {
    return tree_->text;
}

std::set<std::string, std::less<>> names_of(const Expression& expression) {
    std::set<std::string, std::less<>> names;
    collect(expression.tree().root, names);
    return names;
}

}  // namespace neove::expression
