#pragma once
/// \file
/// One walk over a form and answers: what is asked, what stays of each answer, what expressions then read.
/// Only this module includes it.

#include "form/form.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace neove::form {

/// Rows beyond are not looked at: one fault says so.
constexpr std::size_t kRowsMax = 500;

/// A field and what is kept of its answer.
struct Kept {
    bool is_shown{false};
    std::optional<json::Value> answer{};    ///< nothing where it is unanswered or hidden
    std::vector<std::vector<Kept>> rows{};  ///< by row, then by sub-field; none for what is no object
};

/// A question together with its answer.
struct Asked : Question {
    const json::Value* answer{nullptr};
};

class Evaluation {
public:
    using Values = std::map<std::string, expression::Value, std::less<>>;

    /// All three must outlive it.
    Evaluation(const Form& form, const json::Value& answers, calendar::Date today);

    bool is_shown(const Field& field) const;
    /// The mark that an expression reads; nothing where it reads none. As outside of rows.
    const json::Value* redacted_in(const expression::Expression& rule) const;
    json::Value settled() const;
    std::vector<Asked> asked(const std::vector<std::string>& required);
    Values take_values();  ///< as outside of rows; nothing else may be asked afterwards

private:
    Kept keep(const Field& field, std::string_view prefix, const json::Value* raw);
    void keep_rows(const Field& field, Kept& kept);
    std::optional<json::Value> compute(const Field& field) const;
    void tell(const Field& field, std::string_view prefix, const Kept& kept);
    void tell_marks(const Field& field, const std::string& name, const Kept& kept);
    void forget_row();
    bool holds(const std::optional<expression::Expression>& rule) const;
    bool is_asked(const Field& field, const json::Value* raw) const;
    Asked ask(const Field& field, std::string pointer, const Kept& kept) const;
    void ask_rows(const Asked& rows, const Kept& kept, std::vector<Asked>& out);

    const Form& form_;
    const json::Value& answers_;
    std::vector<Kept> kept_;
    Values values_;
    std::map<std::string, json::Value, std::less<>> marks_;  ///< by the name that expressions read
    expression::Environment environment_;
};

/// A minute count: when something happened at the earliest and at the latest.
struct Span {
    std::int64_t from{0};
    std::int64_t to{0};
};
Span span_of(calendar::Date day);
/// Of a date, partial date or date-time of the right shape.
std::optional<Span> span_of(Type type, const json::Value& answer);

/// A field's type, of a computed one the type it computes.
Type value_type(const Field& field);

}  // namespace neove::form
