#pragma once
/// \file
/// Who may do what with records of registers: grants by role, relation and state, denies that beat them, and
/// which classes of answers may be read and written. Data (`access.yaml` of a register); one `decide` for
/// opening, listing, searching, exporting and acting. Refusal is the default.

#include "access/access.h"
#include "base/clock.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace neove::access {

/// Classes of answers as bits, from low to high; the order of form::Class.
using Classes = std::uint8_t;
inline constexpr Classes kPublic = 1, kInternal = 2, kConfidential = 4, kIdentity = 8;

/// Relations that follow from the record itself; every other word is a row with from and until.
inline constexpr std::string_view kAny = "any";          ///< whoever holds the role
inline constexpr std::string_view kOwn = "own";          ///< it belongs to the organisation acted for
inline constexpr std::string_view kAbove = "above";      ///< to a unit below that organisation
inline constexpr std::string_view kCreated = "created";  ///< the actor opened it

struct RecordGrant {
    std::vector<std::string> roles;
    std::vector<std::string> when;     ///< relations, any of which is enough
    std::vector<std::string> actions;  ///< `open`, `list`, `correct`, `link`, `assign`, `attach`, `export`, `erase`… or the register's
    std::vector<std::string> states;   ///< empty: any
    Classes read{0};
    Classes write{0};
    Classes with_purpose{0};  ///< readable too once a purpose was given
    std::string until_state;  ///< the grant ends `until_days` after the record entered it; empty: never
    int until_days{0};
};

struct Deny {
    std::string relation;              ///< `block`, `conflict_of_interest`…
    std::vector<std::string> unless;   ///< relations that lift it
};

struct ListShown {
    std::vector<std::string> show;          ///< columns and `number`, `state`, `due`
    std::vector<std::string> identity_roles;  ///< who sees names in a list
    std::vector<std::string> identity_when;
};

struct ExportRule {
    std::vector<std::string> roles;
    Classes classes{0};
    int rows_max{0};
    int identity_rows_max{0};  ///< 0: never
    int approvals{0};          ///< persons beside the one who asks
};

struct BreakGlass {
    std::vector<std::string> roles;
    Classes classes{0};
    int minutes{0};
    std::vector<std::string> tell;
    int review_working_days{0};
};

struct RegisterRules {
    std::string register_name;
    std::vector<RecordGrant> grants;
    std::vector<Deny> denies;
    ListShown list;
    ExportRule export_rule;
    BreakGlass break_glass;
};

}  // namespace neove::access
