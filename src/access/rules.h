#pragma once
/// \file
/// Who may do what with records of registers: grants by role, relation and state, denies that beat them, and
/// which classes of answers may be read and written. Data (`access.yaml` of a register), compiled to one
/// dense table; one `decide` for opening, listing, searching, exporting and acting. Refusal is the default.
///
/// Pure: what holds between an actor and a record now comes in as a `Standing`.

#include "access/access.h"
#include "base/clock.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace neove::access {

/// Classes of answers as bits, from low to high; the order of form::Class.
using Classes = std::uint8_t;
inline constexpr Classes kPublic = 1, kInternal = 2, kConfidential = 4, kIdentity = 8;
inline constexpr Classes kEveryClass = 15;
/// Their words, low to high, with commas: `public,identity`; `-` for none.
std::string classes_text(Classes classes);
std::optional<Classes> classes_named(std::string_view text);

/// Relations that follow from the record itself. Every other word is a row with from and until; a row that
/// bears one of these words is as if absent.
inline constexpr std::string_view kAny = "any";          ///< whoever holds the role
inline constexpr std::string_view kOwn = "own";          ///< it belongs to the organisation acted for
inline constexpr std::string_view kAbove = "above";      ///< to a unit below that organisation
inline constexpr std::string_view kCreated = "created";  ///< the actor opened it
bool is_derived(std::string_view relation);
/// How far a row that names a body, and nobody in person, reaches beyond whoever acts for that body itself:
/// the end of a relation's word in grants and in the table. A row never bears one, and without one a relation
/// stays exact. Bodies that carry on the work of another are not reached: a succession moves no row.
inline constexpr std::string_view kToDesks = "+desks";  ///< `lead+desks`: acts for a desk of that body
inline constexpr std::string_view kToBelow = "+below";  ///< `lead+below`: acts for a body that it is below
/// How a row of another body that she works for reaches her: no grant takes it, every deny does.
inline constexpr std::string_view kInAnotherRole = "+other";
/// The word without its reach: what a row bears.
std::string_view row_word(std::string_view relation);
bool has_reach(std::string_view relation);
/// Rows that mean something to the platform itself.
inline constexpr std::string_view kConsent = "consent";  ///< the person agreed to this actor or body
inline constexpr std::string_view kBreakGlass =
    "break_glass";  ///< made by the act of breaking the glass only

/// What may be done with a record of any register, beside the register's own actions. Searching and the
/// agenda are `list`, printing a list is `export`; `import` opens records and therefore needs none.
inline constexpr std::string_view kOpen = "open", kList = "list", kExport = "export", kCorrect = "correct",
                                  kLink = "link", kAssign = "assign", kAttach = "attach",
                                  kOriginal = "original", kErase = "erase", kImport = "import";
const std::vector<std::string_view>& record_actions();

/// What narrows a grant beyond role, relation and state.
struct Condition {
    bool consent{false};      ///< holds only while the relation `consent` does
    std::string until_state;  ///< ends `until_days` after the record first entered this state; empty: never
    int until_days{0};
    /// `consent`, `until 90 days after handed_over`, both joined by a comma; `-` for none.
    std::string text() const;
    /// Whether it holds in every case in which `other` holds.
    bool covers(const Condition& other) const;
    auto operator<=>(const Condition&) const = default;
};

struct RecordGrant {
    std::vector<std::string> roles;
    std::vector<std::string> when;     ///< relations, any of which is enough
    std::vector<std::string> actions;  ///< of `record_actions()` or the register's own
    std::vector<std::string> states;   ///< empty: any
    Classes read{0};
    Classes write{0};
    Classes with_purpose{0};  ///< readable too once a purpose was given
    Condition condition;
};

/// What keeps a body from a record keeps its desks from it too.
struct Deny {
    std::string relation;             ///< `block`, `conflict_of_interest`…
    std::vector<std::string> unless;  ///< relations that lift it
    auto operator<=>(const Deny&) const = default;
};

struct ListRule {
    std::vector<std::string> show;            ///< columns and `number`, `state`, `due`
    std::vector<std::string> identity_roles;  ///< who sees names in a list
    std::vector<std::string> identity_when;
    bool operator==(const ListRule&) const = default;
};

struct ExportRule {
    std::vector<std::string> roles;
    Classes classes{0};  ///< never identity
    int rows_max{0};
    int approvals{0};           ///< persons beside the one who asks
    int identity_rows_max{0};   ///< 0: never
    int identity_approvals{0};  ///< instead of `approvals` where names leave
    bool operator==(const ExportRule&) const = default;
};

struct BreakGlass {
    std::vector<std::string> roles;
    Classes classes{0};
    int minutes{0};
    std::vector<std::string> tell;
    int review_working_days{0};
    bool operator==(const BreakGlass&) const = default;
};

/// Who hears that two records may be about one person where the one that typed could not see both.
struct MatchRule {
    std::vector<std::string> tell;  ///< roles; none: nobody hears of it
    bool operator==(const MatchRule&) const = default;
};

/// An action whose answer makes a row: the body that the field names then stands in this relation to the
/// record, whether whoever acts may assign or not. Here because it opens records to others.
struct Gives {
    std::string action;
    std::string relation;
    std::string field;  ///< or a field of its rows: `guests.body`
    auto operator<=>(const Gives&) const = default;
};

/// What an action asks of whoever takes it.
struct Guard {
    std::string action;
    std::string kind;  ///< `not_by_who_did`, `step_up`, `reason`, `ground`, `when`
    std::string what;  ///< the other action, the ground, the condition as it is written; empty where none is
    auto operator<=>(const Guard&) const = default;
};

/// What the words of a register mean to those who may use them: a field of a lower class is read by more, and
/// an action that asks less is taken by more, though no grant says another word.
struct Meaning {
    std::map<std::string, Classes> fields{};  ///< the one class of each
    std::vector<Guard> guards{};              ///< sorted
    int kept_months{0};                       ///< after which a closed record may be erased; 0: kept
    std::vector<std::string> clear{};         ///< sorted: dimensions that lie outside the seal
    bool operator==(const Meaning&) const = default;
};

/// What holds for a register as a whole, beside its grants.
struct RegisterPolicy {
    std::vector<Deny> denies;
    ListRule list;
    ExportRule export_rule;
    BreakGlass break_glass;
    MatchRule matches;
    std::vector<Gives> gives{};  ///< sorted
    Meaning meaning{};
    bool operator==(const RegisterPolicy&) const = default;
};

/// A register's access as it was written, with the words it is written in.
struct RegisterRules {
    std::string register_name;
    std::vector<std::string> states;   ///< of its workflow
    std::vector<std::string> actions;  ///< of its workflow; all may be granted
    std::set<std::string> opening;     ///< those of them that open a record
    std::vector<RecordGrant> grants;
    RegisterPolicy policy;
};

/// One line of the table: what is allowed. What is in no line is refused.
struct Cell {
    std::string register_name;
    std::string role;
    std::string action;
    std::string state;  ///< empty: before the record exists
    std::string relation;
    Condition condition;
    Classes read{0};
    Classes write{0};
    Classes with_purpose{0};
    auto operator<=>(const Cell&) const = default;
    bool same_place(const Cell& other) const;  ///< all but the classes are equal
};

/// The compiled table of all registers. Immutable; shared between threads.
class Rules {
public:
    Rules() = default;
    static Rules compile(const std::vector<RegisterRules>& registers);
    /// What `to_tsv` wrote. Refuses with `access.table_malformed` and the line.
    static Result<Rules> from_tsv(std::string_view text);
    /// One line a cell, sorted, then the rules of each register as a whole: what is committed as access.tsv,
    /// signed, and remembered by a store. `from_tsv` gives the same rules back.
    std::string to_tsv() const;
    const std::vector<Cell>& cells() const { return cells_; }  ///< sorted
    /// Of a register without a line: one that gives nothing.
    const RegisterPolicy& policy(std::string_view register_name) const;
    const std::map<std::string, RegisterPolicy, std::less<>>& policies() const { return policies_; }
    /// What it says of these registers alone.
    Rules only(const std::set<std::string, std::less<>>& registers) const;
    /// Whether it says of any register what its words mean. Tables of before did not.
    bool has_meaning() const;
    /// The same; of its registers whose words it says nothing of, they mean what they do there.
    Rules with_meaning_of(const Rules& other) const;
    /// Whether the role may do this with any record at all: for menus, never for a record.
    bool may_ever(std::string_view role, std::string_view register_name, std::string_view action) const;

private:
    friend struct CellSearch;
    /// Numbers for a register's words, and where each cell begins in `cells_`.
    struct Dense {
        std::vector<std::string> roles, actions, states, relations;  ///< each sorted
        std::vector<std::uint32_t> starts;  ///< by role, action, state, relation; one more at the end
    };
    void set_cells(std::vector<Cell> cells);
    std::vector<Cell> cells_;
    std::map<std::string, Dense, std::less<>> dense_;
    std::map<std::string, RegisterPolicy, std::less<>> policies_;
};

/// A relation row, its keyed tag already checked. One that names account and organisation asks for both.
struct RelationRow {
    std::string relation;
    AccountId account;
    OrganisationId organisation;
    Instant from;
    std::optional<Instant> until;  ///< it no longer holds at this instant
};

/// A record as access sees it.
struct RecordPlace {
    OrganisationId owner;
    AccountId created_by;
    std::string state;
    std::map<std::string, Instant> entered;  ///< when it first entered each state
};

/// How an actor stands to a record now. Only the two functions below fill `relations` in.
struct Standing {
    std::set<std::string, std::less<>> relations;
    std::string state;  ///< empty before the record exists
    std::map<std::string, Instant> entered;
    Instant now;
    bool purpose_given{false};
};
Standing standing_of(
    const Actor& actor,
    const RecordPlace& record,
    const std::vector<RelationRow>& rows,
    Instant now,
    bool purpose_given = false
);
/// To a record that the actor is about to open: any, own, created.
Standing standing_before(Instant now);

/// All zero where refused: a denied person learns nothing, not even why.
struct Verdict {
    bool allowed{false};
    Classes read{0};
    Classes write{0};
    Classes with_purpose{0};      ///< readable once a purpose was given, and not yet
    std::vector<std::string> by;  ///< relations that allow it; shown only to those who may open
    bool operator==(const Verdict&) const = default;
};

/// The one gate. Denies beat every grant and break-glass; grants that hold are united; nothing can be done to
/// an existing record that does not open by a grant; break-glass opens and does nothing else.
Verdict decide(
    const Rules& rules,
    const Actor& actor,
    std::string_view register_name,
    std::string_view action,
    const Standing& standing
);

/// Whether a deny keeps this actor from the record: for her it does not exist in any channel.
bool is_denied(const Rules& rules, std::string_view register_name, const Standing& standing);

/// Sentences for the person, one a relation: why she may. Only for an allowed verdict; nothing for a refused
/// one.
std::string why(const Verdict& verdict, std::string_view role_label, bool english);

/// How many records leave at once.
enum class Channel : std::uint8_t { List, Search, Export, Agenda, Erase };
/// The action a channel asks for.
std::string_view action_of(Channel channel);

/// Records to which the actor has this relation, in one of these states.
struct ScopeClause {
    std::string relation;             ///< a derived word, or a row for the actor's account or organisation
    std::vector<std::string> states;  ///< never empty
    bool operator==(const ScopeClause&) const = default;
};

/// What a list, search, export or agenda may touch: a union of clauses that storage narrows by in SQL. Only
/// `scope_of` makes one, so nothing can forget to ask. Never too narrow and often too wide: every row then
/// passes `decide` with `action_of(channel)`.
class RecordScope {
public:
    const std::string& register_name() const { return register_name_; }
    Channel channel() const { return channel_; }
    bool is_empty() const { return clauses_.empty(); }
    const Actor& actor() const { return actor_; }
    const std::vector<ScopeClause>& clauses() const { return clauses_; }
    /// Relations that hide a record whatever else holds; those that something may lift are left to `decide`.
    const std::vector<std::string>& hidden_by() const { return hidden_by_; }

private:
    friend RecordScope scope_of(
        const Rules& rules, const Actor& actor, std::string_view register_name, Channel channel
    );
    RecordScope() = default;
    std::string register_name_;
    Channel channel_{Channel::List};
    Actor actor_;
    std::vector<ScopeClause> clauses_;
    std::vector<std::string> hidden_by_;
};

RecordScope scope_of(const Rules& rules, const Actor& actor, std::string_view register_name, Channel channel);

/// What the scope says of one record: the words that storage turns into SQL, for tests of both.
bool is_within(const RecordScope& scope, const Standing& standing);

}  // namespace neove::access
