#pragma once
/// \file
/// Confirmed tasks and chosen orders to report given out: for each body that they name a record of the
/// registers whose programme says so
/// (`allotments.yaml`). A step of its own, taken by somebody who may confirm the document and take the
/// opening actions; what was given is never given again, whoever asks and however often.

#include "allotment/allot.h"
#include "service/caller.h"
#include "service/registers/next_giving.h"

#include <set>
#include <string>
#include <vector>

namespace neove::service {

struct AllotmentLine {
    std::string rule;
    std::string action;        ///< that opens
    std::int64_t to_open{0};   ///< records, without those that a problem keeps back
    std::int64_t to_widen{0};  ///< records that are there and get more rows
    std::int64_t bodies{0};    ///< of both
    bool may{false};           ///< whether the caller may take the action
};

/// What one body would get: a record it is given or that gets more rows.
struct AllotmentPiece {
    std::string action;
    std::string called;     ///< what the record will be called
    std::int64_t tasks{0};  ///< of the document that are in it
    bool widens{false};
};
struct AllotmentBody {
    OrganisationId body;
    std::vector<AllotmentPiece> pieces;
};

struct AllotmentQuestion {
    std::string rule;
    std::string field;
    std::string of;
    std::string about;
    std::string value;
};

/// What is not given, and why.
struct AllotmentProblem {
    std::string code;
    std::string field;  ///< of a fault of the form
    std::string path;   ///< of the task; empty of several
    std::string name;   ///< of a body as the document names it
    std::int64_t count{0};
    auto operator<=>(const AllotmentProblem&) const = default;
};

/// A record that was given, and no longer says what the document does.
struct AllotmentDifference {
    std::string code;
    RecordId record;
    std::string number;
    std::string path;
};

/// A sentence of the document that orders reports: none is given out before somebody says so of it.
struct AllotmentReport {
    struct Day {
        std::string read;  ///< `12-05`, `20` of every month, or a full date
        std::string day;   ///< what holds: that, or what was chosen
    };
    struct Due {
        std::string named_on;
        std::string periods;  ///< which it is about, as the programme calls them
        auto operator<=>(const Due&) const = default;
    };
    std::string id;
    std::string path;
    std::vector<std::string> from;
    std::string to;
    std::string via;
    std::string content;
    std::string words;
    bool is_chosen{false};
    std::vector<Day> days;   ///< none: it names no day, and never falls due
    std::vector<Due> due;    ///< in the year that comes
    std::int64_t bodies{0};  ///< that report
    std::int64_t given{0};   ///< of these days and bodies
    std::int64_t left{0};
};

/// A confirmed task that falls due again and again: it is given out for its days of the year that comes.
struct AllotmentRepeat {
    std::string path;
    std::vector<AllotmentReport::Due> due;
    std::int64_t given{0};  ///< of these days and bodies
    std::int64_t left{0};
};

struct Allotment {
    std::string register_id;
    std::vector<AllotmentLine> lines;   ///< in the order of the rules
    std::vector<AllotmentBody> bodies;  ///< what is to give, in the order of their first task
    std::int64_t given{0};              ///< tasks of bodies that have their record
    std::int64_t records{0};            ///< that these are
    std::vector<AllotmentQuestion> questions;
    std::vector<AllotmentReport> reports{};  ///< where the register takes them
    std::vector<AllotmentRepeat> repeating{};
    std::vector<AllotmentProblem> problems;
    std::vector<AllotmentDifference> differences;
    std::int64_t more_differences{0};  ///< than are told
    std::string number_column{};  ///< of the list: where records have the document's number; empty: nowhere
    std::int64_t open{0};         ///< records given out of it that run, as far as she may list
    std::int64_t opened{0};
    std::int64_t widened{0};
    /// Words that she is asked about and did not keep, each text of an answer once, by what it is kept by.
    std::set<std::string> asked{};
    /// What was given comes to its end: what is to be given next (ADR 127).
    std::optional<NextGiving> next{};
};
inline constexpr std::size_t kDifferencesShown = 100;

/// Each register that takes tasks; none where no programme has one. Writes nothing but that it was looked at.
/// Refuses `access.not_found` for whoever may not confirm the document, `document.withdrawn`.
Result<std::vector<Allotment>> allotments_of(House& house, const Caller& caller, const DocumentId& document);

struct AllotmentRequest {
    DocumentId document;
    std::string register_id;
    allotment::Choices choices;
    bool apply{false};
    /// Of words of the document that look like a person's data, those of which she says that they stay: what
    /// `Allotment::asked` named them by. Others, and what reads otherwise since, she is asked about.
    std::set<std::string> kept{};
};
/// Applied, what can be given is given, in commits of at most `kAllottedAtOnce` records; if one fails those
/// before it stand, and the same request gives the rest. The answer says what is left. Refusals: those above,
/// `allotment.no_register` for one that takes no tasks, `allotment.may_not` where nothing of what is there
/// to give may be given by her, `session.step_up`.
inline constexpr std::size_t kAllottedAtOnce = 1'000;
Result<Allotment> allot(House& house, const Caller& caller, const AllotmentRequest& request);

}  // namespace neove::service
