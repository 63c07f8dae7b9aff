#pragma once
/// \file
/// A form as data: what is asked, of what type, how much an answer gives away, and when a question is shown,
/// required or offers an option. Answers are one JSON object, field id to value; this module says which
/// values are right, drops what is not shown and computes what follows. It knows no state, no person's rights
/// and no storage.

#include "base/result.h"
#include "calendar/date.h"
#include "expression/expression.h"
#include "json/json.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::form {

/// What an answer is, and its shape as JSON (a test holds docs/guide/field_types.md to this list).
enum class Type : std::uint8_t {
    Text,            ///< one line; string
    LongText,        ///< string with line ends; confidential unless the form says otherwise
    Integer,         ///< within ±(2^53 − 1)
    Money,           ///< whole đồng; integer
    Date,            ///< "yyyy-mm-dd"
    PartialDate,     ///< "yyyy", "yyyy-mm" or "yyyy-mm-dd"
    DateTime,        ///< "yyyy-mm-ddThh:mm" where the installation stands
    Choice,          ///< an option's code, or kDeclined or kNotAsked where the field allows them
    MultiChoice,     ///< array of codes in the options' order, or of kDeclined or kNotAsked alone
    Person,          ///< {"name", "other_names"?: [..], "born"?: partial date}
    Organisation,    ///< an organisation's id
    AdminUnit,       ///< {"code", "list": "yyyy-mm-dd" of the list it is taken from}
    Phone,           ///< string as typed; digits, spaces, dots, + and - only
    IdentityNumber,  ///< {"kind": code of the pack's kinds, "number"}
    Country,         ///< ISO 3166-1 alpha-2
    Language,        ///< ISO 639-1 or 639-3
    Attachment,      ///< array of ids of stored files
    Rows,            ///< array of objects of the sub-fields
    Computed,        ///< follows from others by an expression; never sent by a client
};

/// The word used in YAML, in the bundle and on the wire: `long_text`.
std::string_view name_of(Type type);
std::optional<Type> type_named(std::string_view name);

/// How much an answer gives away. In this order: the highest of several is their maximum.
enum class Class : std::uint8_t { Public, Internal, Confidential, Identity };
std::string_view name_of(Class field_class);
std::optional<Class> class_named(std::string_view name);

/// "Does not want to answer" and "was not asked" are answers of a choice, not gaps.
inline constexpr std::string_view kDeclined = "@declined";
inline constexpr std::string_view kNotAsked = "@not_asked";

/// What stands where an answer was taken away for good by a decision of that day: nobody knows any more what
/// it said, only that it was given. Whoever asks a person never writes one. In an attachment's list it stands
/// for one file, in a row for one of its members.
json::Value redacted_mark(calendar::Date on);
bool is_redacted(const json::Value& answer);
/// Whether it is one, or holds some: members of rows, files.
bool has_redacted(const json::Value& answer);
/// Whether what somebody gives holds the marks that stand in rows and files there already, and no other.
bool brings_no_mark(const json::Value& before, const json::Value& given);

struct Option {
    std::string code;
    std::optional<expression::Expression> when{};  ///< offered only then
};

struct Field {
    std::string id;  ///< [a-z][a-z0-9_]*, at most 48; never reused for something else
    Type type{Type::Text};
    Class field_class{Class::Internal};
    bool required{false};
    std::optional<expression::Expression> show_when{};
    std::optional<expression::Expression> require_when{};
    std::vector<Option> options{};      ///< of a choice
    bool may_decline{false};            ///< kDeclined is allowed
    bool may_be_not_asked{false};       ///< kNotAsked is allowed
    std::optional<std::int64_t> min{};  ///< of an integer or money; of rows: how many
    std::optional<std::int64_t> max{};  ///< likewise, of attachments too; of a text: code points
    std::string not_after{};   ///< of a date: `today`, a date, a field's id, `row.id` of the same row
    std::string not_before{};  ///< likewise; a partial date breaks a rule only where no day of it keeps it
    std::optional<expression::Expression> compute{};  ///< of a computed field
    Type computes{Type::Integer};                     ///< its type: Integer, Money, Date, Text or Choice
    std::vector<Field> fields{};                      ///< of rows, whose class they have; read `row.id`
    bool on_card{false};                              ///< part of the search card (persons, numbers, phones)
    std::vector<std::string> kinds{};                 ///< of an organisation: kinds allowed; empty: any
};

struct Step {
    std::string id;
    std::vector<std::string> fields;
};

struct Form {
    bool persons{false};  ///< every answer is sealed, one record per person
    std::vector<Field> fields;
    std::vector<Step> steps;  ///< no field twice; fields of none are asked after the last one
    const Field* find(std::string_view id) const;
};

struct PersonWords;

/// What only others can know. A question without a function is not asked: pages have none.
struct References {
    calendar::Date today;
    std::function<bool(std::string_view id, const std::vector<std::string>& kinds)> organisation{};
    std::function<bool(std::string_view code, std::string_view list)> admin_unit{};
    std::function<bool(std::string_view kind, std::string_view number)> identity_number{};
    std::function<bool(std::string_view code)> country{};
    std::function<bool(std::string_view code)> language{};
    std::function<bool(std::string_view id)> attachment{};
    const PersonWords* person_words{nullptr};  ///< outlives this; without them no text looks like a person
};

/// Faults of the form itself, each at its JSON Pointer inside it (`/fields/2/show_when`): unknown names and
/// wrong types in conditions, conditions and date rules that read a higher class, circles through `show_when`
/// and `compute`, an option given twice, bounds that cross, rows within rows. What passes keeps every promise
/// below.
Diagnostics check_form(const Form& form);

/// The class an answer really has: a computed field has the highest class of what it reads, rows as high a
/// one as what is computed in them; a condition gives nothing away. A sub-field has the class of its rows.
Class class_of(const Form& form, const Field& field);

/// Whether a question is asked, given the answers so far. A field whose condition reads a hidden field sees
/// it as not answered; one whose condition reads what was redacted is asked where it has an answer. For
/// fields of the form itself; those of rows are among `questions`.
bool is_shown(const Form& form, const Field& field, const json::Value& answers, calendar::Date today);

/// Whether an expression over these answers reads what was redacted: what it yields is then unknown.
bool reads_redacted(
    const Form& form,
    const json::Value& answers,
    const expression::Expression& expression,
    calendar::Date today
);

/// A question as it stands now.
struct Question {
    std::string pointer;  ///< of its answer: `/title`, `/copies/2/shelf`
    const Field* field{nullptr};
    bool required{false};
    std::vector<std::string_view> options{};  ///< offered now, in order; kDeclined, kNotAsked last
};

/// The questions that are asked, in the form's order, those of rows after their rows. `required` as below.
std::vector<Question> questions(
    const Form& form,
    const json::Value& answers,
    const std::vector<std::string>& required,
    calendar::Date today
);

/// The answers as they are kept: texts in NFC without white space at their ends, line ends as \n, tabs as
/// spaces; what is empty, null or hidden dropped; codes in order; computed ones filled in, redacted where
/// they read what was; members in the form's order. Idempotent. Answers of a wrong shape, and members no
/// field has, stay as they are for `check_answers`.
json::Value settle(const Form& form, const json::Value& answers, const References& references);

/// Every fault of settled answers at its JSON Pointer (`/title`, `/copies/2/shelf`), with its code and
/// nothing of the answer. `required` names fields that an action asks for beyond the form's own rules; a
/// hidden one is never missing, nor one that was redacted. Codes: `form.required`, `form.unknown_field`,
/// `form.type`, `form.control_character` (something hidden in it, or nothing to see),
/// `form.name_without_letter`, `form.too_long`, `form.out_of_range`, `form.not_an_option`, `form.date_order`,
/// `form.unknown_reference`, `form.identity_number` (not a number of its kind), `form.looks_like_person` (in
/// a register of persons a text of class public or internal that looks like an identity number, a phone or a
/// list of names: it belongs into a higher class. Elsewhere she is asked, `asks.h`).
Diagnostics check_answers(
    const Form& form,
    const json::Value& answers,
    const std::vector<std::string>& required,
    const References& references
);

/// The answers of one class; canonical when written canonically. The classes' parts together are the answers:
/// a member no field has counts as Identity.
json::Value only_class(const Form& form, const json::Value& answers, Class field_class);

/// What conditions over the answers may read, for `expression::check`: `today`, every field by its id,
/// columns of rows as `rows.column`, `x.earliest` and `x.latest` of a partial date, `x.code` of an
/// administrative unit, `x.kind` of an identity number. A date-time counts as its day. Of persons and phones,
/// and of a partial date as a whole, one may only ask whether they are answered. Holds what it needs; the
/// form may go.
expression::Types types_of(const Form& form);

/// The same for rules of the fields of `rows`, which also read their own row as `row.x`.
expression::Types types_in_row(const Form& form, const Field& rows);

/// Settled answers as expressions read them: the names of `types_of`, and what else the caller tells. A shown
/// field without an answer is absent; where it is a list, empty. Hidden ones are absent.
class AnswerEnvironment {
public:
    AnswerEnvironment(const Form& form, const json::Value& answers, calendar::Date today);
    /// Adds a name of the caller's own, such as `state`.
    void set(std::string name, expression::Value value);
    const expression::Value* find(std::string_view name) const;
    /// Must not outlive this.
    expression::Environment environment() const;

private:
    std::map<std::string, expression::Value, std::less<>> values_;
};

}  // namespace neove::form
