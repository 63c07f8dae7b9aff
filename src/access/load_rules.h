#pragma once
/// \file
/// Reads the access section of a register from the bundle's JSON. Every fault is found at once, each with its
/// JSON Pointer; a rule that would give nothing, or that nobody could mean, is a fault too.

#include "access/rules.h"
#include "json/json.h"

namespace neove::access {

/// An action of the register's workflow, as far as access is concerned.
struct KnownAction {
    std::string id;
    bool creates{false};
    std::vector<std::string> from;  ///< states it may be taken in
    std::string pointer;            ///< where it stands in the bundle; empty: faults point at the grants
    struct Gift {
        std::string relation;
        std::string field;
    };
    std::vector<Gift> gives{};  ///< relations that it hands to the body in a field
};

/// Relations that every register has beside the derived ones.
const std::vector<std::string_view>& platform_relations();

/// The words a register's access is written in.
struct Vocabulary {
    std::string register_name;
    std::vector<std::string> states;
    std::vector<KnownAction> actions;
    std::vector<std::string> roles;    ///< of the programme
    std::vector<std::string> columns;  ///< of the register's lists
    bool persons{false};               ///< it is about persons
    Classes found_by{0};               ///< what persons are found by
};

/// What `access.yaml` of a register says, in the same words and shape; `pointer` is where the section stands.
/// A list of one word may be that word; `states` that are absent or `any` are all. Use the result only where
/// `faults` stayed empty. Codes:
///   `access.malformed`         not of the shape the rules have, or a number out of bounds
///   `access.unknown_member`    a member nobody reads
///   `access.unknown_role`, `access.unknown_state`, `access.unknown_action`, `access.unknown_class`,
///   `access.unknown_column`
///   `access.unknown_relation`  neither a word of the platform nor in the section's `relations`
///   `access.reach`             a reach of a word that no body can be named in, or where none is asked for
///   `access.reserved_word`     an action or relation of the register bears a name of the platform's
///   `access.gives_nothing`     a grant that allows nobody anything
///   `access.identity_to_all`   identity for whoever holds a role
///   `access.without_open`      an action where the same grants do not let open the record
///   `access.nobody_may`        an action of the workflow, or opening, that no role may take
///   `access.break_glass_grant` the relation `break_glass` in a grant or as an exception to a deny
///   `access.deny_of_all`       a deny of everybody, or one that is always lifted
///   `access.export_nobody`     an export rule and grants that do not meet
///   `access.matches_not_persons` matches in a register that is not about persons
///   `access.export_identity`   identity among the ordinary classes, or on fewer than two approvals
RegisterRules load_rules(
    const json::Value& section, const Vocabulary& vocabulary, const std::string& pointer, Diagnostics& faults
);

}  // namespace neove::access
