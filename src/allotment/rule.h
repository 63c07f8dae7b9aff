#pragma once
/// \file
/// What a programme's data says about confirmed tasks: which action opens a record for a body that a task
/// names, and which answer comes from where.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::allotment {

/// The word that links and rules call a confirmed task by; no register may be called so.
inline constexpr std::string_view kDocumentTask = "document_task";

/// How the reviewer left a task; `Report` is no task but one day of an order to report.
enum class Outcome : std::uint8_t { Dated, Standing, InReport, Report };
/// In which a task names a body, the stronger first; an order to report knows the last two alone.
enum class Role : std::uint8_t { Lead, Coordinate, Requested, Reporter, Receiver };
std::string_view name_of(Outcome outcome);
std::string_view name_of(Role role);
std::optional<Outcome> outcome_named(std::string_view name);
std::optional<Role> role_named(std::string_view name);

/// What of a task, of the body, or of its document an answer is taken from.
enum class Property : std::uint8_t {
    None,
    Title,  ///< the beginning of its words, in one line
    Words,
    Path,
    Section,
    Role,
    Outcome,
    Due,
    Recurrence,
    Product,
    Leader,
    Body,
    DocumentNumber,
    DocumentDate,
    DocumentTitle,
    DocumentKind,
    DocumentIssuer,  ///< the body's name of today, or as the document names it
    DueWords,        ///< the time limit as it is written
    Periods,  ///< which one of a task that repeats is about, in the rule's words; else its rhythm as it is
              ///< written
    ReportPath,
    ReportWords,    ///< the sentence that orders it
    ReportContent,  ///< what it is to be about
    ReportTo,
    ReportVia,
    ReportDay,      ///< as the document names it
    ReportPeriods,  ///< which it is about, in the rule's words
    ReportBody
};
inline constexpr std::array kProperties{
    Property::DueWords,      Property::Periods,        Property::Title,        Property::Words,
    Property::Path,          Property::Section,        Property::Role,         Property::Outcome,
    Property::Due,           Property::Recurrence,     Property::Product,      Property::Leader,
    Property::Body,          Property::DocumentNumber, Property::DocumentDate, Property::DocumentTitle,
    Property::DocumentKind,  Property::DocumentIssuer, Property::ReportPath,   Property::ReportWords,
    Property::ReportContent, Property::ReportTo,       Property::ReportVia,    Property::ReportDay,
    Property::ReportPeriods, Property::ReportBody};
/// As it is written: `task.due`, `document.number`.
std::string_view name_of(Property property);
std::optional<Property> property_named(std::string_view name);
/// Whether it repeats words of the document, which lie sealed there.
bool is_words(Property property);
bool is_date(Property property);
bool is_body(Property property);

/// What a rule is about.
enum class Source : std::uint8_t { Task, Report };
std::string_view name_of(Source source);  ///< `confirmed_task`, `confirmed_report`
/// Whether a rule about that can ask for it.
bool is_of(Property property, Source source);

/// At what the person who gives the work out may say otherwise.
/// Of the document: once, what one of the words in `has` means there; where none of them stands it says
/// nothing.
enum class Ask : std::uint8_t { Never, Task, Section, Report, Document };

struct Case {
    std::vector<std::string> words;  ///< any of them
    std::string code;
};

/// Words with properties between them, as `Report {report.periods}: {report.content}`.
struct Piece {
    std::string words;            ///< before the property
    Property of{Property::None};  ///< none at the end
};
/// Nothing where a brace stands alone or names no property.
std::optional<std::vector<Piece>> pieces_of(std::string_view text);

/// Where one answer comes from: a property as it stands, a fixed value, a text made of several, the label of
/// another answer's option, a code that the property's value (or a word in it) stands for, or rows.
struct Answer {
    std::string field;
    Property of{Property::None};
    std::string fixed;
    std::vector<Piece> text{};
    std::string label_of;
    std::vector<Case> codes;  ///< by the whole value
    std::vector<Case> has;    ///< by words in it, whatever their case and accents; the first that fits
    std::string otherwise;    ///< where no case fits
    Ask ask{Ask::Never};
    std::vector<Answer> row;  ///< one row a task
    // Of the field it goes into; filled in by whoever binds the rule to a form.
    std::size_t max{0};  ///< code points; 0: no bound
    bool one_line{true};
};

/// Tasks of one body with the same answer to `by` become one record.
struct Fold {
    std::string by;        ///< a field among the answers
    std::string rows;      ///< likewise
    std::string more;      ///< the action that brings rows into a record that is there
    std::size_t most{60};  ///< rows of one record; filled in with the form's bound
};

/// Bodies that the same tasks name in a role stand in this relation to the record too.
struct Relates {
    std::string relation;
    Role to{Role::Lead};
    std::size_t most{0};  ///< a task that names more of them gives none of them the relation; 0: however many
};

struct Rule {
    std::string id;
    std::vector<Outcome> outcomes;
    std::vector<Role> roles;
    std::string action;
    std::string link;  ///< the kind of link from the record to its tasks; none of reports
    std::vector<Answer> answers;
    std::optional<Fold> fold;
    std::vector<Relates> relates{};
    std::map<std::string, std::string> periods{};  ///< what each is called: `quarter_1` → `quý I/{year}`
    Source source{Source::Task};
    bool is_for(Outcome outcome, Role role) const;
    const Answer* find(std::string_view field) const;
};

}  // namespace neove::allotment
