#pragma once
/// \file
/// Who may do what. One `decide` for opening, listing, searching and exporting; refusal is the default.
/// Declarations are data (packs/house/access.yaml); this module knows no role and no register by name.

#include "base/id.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace neove::yaml {
struct Node;
}

namespace neove::access {

/// How the actor stands to a record.
enum class Relation : std::uint8_t { Any, Own, Above, Assigned, Issuer, Follows, Self };
std::string_view name_of(Relation relation);

struct Role {
    std::string name;
    std::string label_vi;
    std::string label_en;
    std::string about_vi;
    std::string about_en;
};

/// The compiled table: (role, register, action, relation) that are allowed. What is not in it is refused. It
/// also says which acts wait for a second person, which roles one account may not hold together, and which
/// roles may not lose their last holder.
class Table {
public:
    /// Compiles declarations; collects every fault (unknown role, relation or member) with its place.
    static Result<Table> compile(std::string_view yaml, Diagnostics& faults);
    bool allows(
        std::string_view role, std::string_view register_name, std::string_view action, Relation relation
    ) const;
    /// Whether this act only takes effect when somebody else confirms it.
    bool needs_two(std::string_view register_name, std::string_view action) const;
    /// Whether these roles, held by one account, would let one person do alone what takes two.
    bool must_stay_apart(const std::set<std::string>& roles) const;
    /// Roles of which one account in use must always remain.
    const std::set<std::string>& never_without() const { return never_without_; }
    const std::vector<Role>& roles() const { return roles_; }
    const Role* find_role(std::string_view name) const;
    /// Roles of programmes, so that they can be given like those of the house. Here they may do what the
    /// declarations say under `roles_of_programmes`, and nothing else. One that the house has already stays
    /// as it is.
    void add_roles(const std::vector<Role>& roles);
    /// One line a cell, sorted, with the number of persons it takes, then what roles of programmes get, the
    /// roles kept apart and those that must remain: what is committed as access.tsv and shown as a
    /// difference.
    std::string to_tsv() const;

private:
    using Cell = std::tuple<std::string, std::string, std::string, Relation>;
    void read_programmes(const yaml::Node& root, Diagnostics& faults);
    void read_second_person(const yaml::Node& root, Diagnostics& faults);
    std::vector<Role> roles_;
    std::set<Cell, std::less<>> cells_;
    std::vector<Cell> of_programmes_;                            ///< without their role
    std::set<std::pair<std::string, std::string>> two_persons_;  ///< register, action
    std::set<std::set<std::string>> apart_;
    std::set<std::string> never_without_;
};

/// Who asks: an account in one role for one organisation, with the organisations below that one.
struct Actor {
    AccountId account;
    std::string role;
    OrganisationId organisation;
    std::set<OrganisationId> below;      ///< units under `organisation`, itself not included
    std::set<OrganisationId> desk_of{};  ///< bodies of which `organisation` is a desk, itself not included
    /// Every body that a grant of hers which holds now names, and those that one is a desk of. They give her
    /// nothing: what keeps one of them from a record keeps her from it, whichever role she acts in.
    std::set<OrganisationId> works_for{};
};

/// What is asked for. Empty fields are relations that cannot hold.
struct Object {
    std::string register_name;
    OrganisationId owner;
    AccountId account;
    bool assigned{false};     ///< a confirmed task of it names hers, or a body that hers is a desk of
    OrganisationId issuer{};  ///< the body that a person said issued it
    /// It is a body's own plan, and the actor sees what that body does of the plan that it carries out.
    bool follows{false};
};

/// Whether, and by which relation. `by` explains; the caller shows it only to those who may open the record.
struct Decision {
    bool allowed{false};
    std::optional<Relation> by;
};

Decision decide(const Table& table, const Actor& actor, std::string_view action, const Object& object);

/// What a list, count, search or export may touch. Only `scope_of` makes one, so no list can forget to ask.
/// Narrowing by it is never enough: every row then passes `decide` too. What somebody merely follows she is
/// led to, and no list of hers holds it.
class VisibleScope {
public:
    const std::string& register_name() const { return register_name_; }
    bool is_empty() const { return !everything_ && owners_.empty() && !assigned_ && !issued_; }
    bool everything() const { return everything_; }
    const std::set<OrganisationId>& owners() const { return owners_; }
    bool assigned() const { return assigned_; }
    /// Those that the organisation acted for issued.
    bool issued() const { return issued_; }

private:
    friend VisibleScope scope_of(const Table& table, const Actor& actor, std::string_view register_name);
    VisibleScope() = default;
    std::string register_name_;
    bool everything_{false};
    bool assigned_{false};
    bool issued_{false};
    std::set<OrganisationId> owners_;
};

VisibleScope scope_of(const Table& table, const Actor& actor, std::string_view register_name);

/// A sentence for the person: by which relation she may. Only for records she may open.
std::string why(
    const Table& table, const Actor& actor, std::string_view action, const Object& object, bool english
);

}  // namespace neove::access
