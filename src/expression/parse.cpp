#include "base/text.h"
#include "expression/expression.h"
#include "expression/tokens.h"
#include "expression/tree.h"
#include "expression/words.h"

#include <algorithm>
#include <charconv>

namespace neove::expression {
namespace {

std::string unquoted(std::string_view token) {
    std::string text;
    for (std::size_t i = 1; i + 1 < token.size(); ++i) {
        text += token[i];
        if (token[i] == '\'') ++i;
    }
    return text;
}

class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    Result<Node> whole() {
        Node root = TRY(climb(kOr));
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
    template <typename... Nodes>
    Result<Node> make(Operation operation, const Token& token, Nodes... of) {
        Node node{.operation = operation};
        (node.of.push_back(std::move(of)), ...);  // an initialiser list would copy them
        return make(std::move(node), token);
    }

    /// What binds at least as tightly as `level`, one level of nesting deeper.
    Result<Node> nested(Level level) {
        if (++depth_ > kDepthMax) return fault("expression.too_large", now());
        Result<Node> node = climb(level);
        --depth_;
        return node;
    }

    /// What binds at least as tightly as `level`.
    Result<Node> climb(Level level) {
        const bool is_not = level <= kNot && now().text == "not";
        int most = is_not ? kAnd : kSign;
        Node left = TRY(is_not ? negation() : value());
        for (;;) {
            const Token token = now();
            const auto* sign = std::ranges::find(kSigns, token.text, &Sign::text);
            if (sign == kSigns.end() || sign->level < level || sign->level > most) return left;
            ++next_;
            left = TRY(join(*sign, token, std::move(left)));
            most = sign->level == kComparison ? kAnd : sign->level;
        }
    }

    Result<Node> negation() {
        const Token token = now();
        ++next_;
        return make(Operation::Not, token, TRY(nested(kNot)));
    }

    Result<Node> join(const Sign& sign, const Token& token, Node left) {
        bool negates = sign.negates;
        if (sign.operation == Operation::Answered) {
            negates = accept("not");
            TRY(expect("answered"));
            left = TRY(make(sign.operation, token, std::move(left)));
        } else {
            Node right = TRY(token.text == "in" ? list() : climb(sign.level + 1));
            if (sign.swaps) std::swap(left, right);
            left = TRY(make(sign.operation, token, std::move(left), std::move(right)));
        }
        return negates ? make(Operation::Not, token, std::move(left)) : std::move(left);
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
        if (token.text.empty()) return fault("expression.syntax", token);
        ++next_;
        if (token.text == "(") {
            Node inner = TRY(nested(kOr));
            TRY(expect(")"));
            return inner;
        }
        if (token.text == "-") {
            Node of = TRY(nested(kSign));
            Node zero = TRY(make({.value = 0}, token));
            return make(Operation::Subtract, token, std::move(zero), std::move(of));
        }
        if (token.text[0] == '\'') return make({.value = unquoted(token.text)}, token);
        if (token.text[0] >= '0' && token.text[0] <= '9') return number(token);
        if (token.text == "true" || token.text == "false")
            return make({.value = token.text == "true"}, token);
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
            node.of.push_back(TRY(nested(kOr)));
        } while (accept(","));
        TRY(expect(")"));
        const bool is_sum = node.operation == Operation::Sum;
        const Node& first = node.of.front();
        const bool is_path = first.operation == Operation::Name && (!is_sum || first.name.contains('.'));
        const bool wants_path = is_sum || node.operation == Operation::Count;
        if (node.of.size() < function->least || node.of.size() > function->most || (wants_path && !is_path))
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
    return looks_like_name(name) && std::ranges::count(kWords, name) == 0;
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
