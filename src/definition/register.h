#pragma once
/// \file
/// A register as the platform runs it: everything a folder of a programme says, read, checked and bound
/// together. Built from the bundle alone (`load_bundle`), never from YAML, so that a server and a test run
/// the same thing.

#include "access/rules.h"
#include "deadline/deadline.h"
#include "fact/fact.h"
#include "form/form.h"
#include "json/json.h"
#include "workflow/workflow.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::definition {

/// A column that a list may show, filter and sort by: it lies in the clear. At most eight.
struct Column {
    std::string id;               ///< a field's id, or a name of its own with `from`
    expression::Expression from;  ///< what it shows; a field's id alone where it shows a field
    form::Type type{form::Type::Text};
};

/// A filter that everybody finds above the list.
struct SavedFilter {
    std::string id;
    std::vector<std::string> states;
    bool overdue{false};
    bool mine{false};  ///< where I was named myself
};

struct ListRule {
    std::vector<Column> columns;
    std::vector<SavedFilter> filters;
    std::string sort;  ///< `due`, `changed`, `opened` or a column's id
};

struct Retention {
    int months{0};  ///< after entering a final state; 0: kept
    std::string citation;
    bool confirmed{false};
};

struct Register {
    std::string id;
    std::string programme;
    std::string domain;         ///< `work`, `cases`, `crime`: whose keys seal it
    std::string number_prefix;  ///< of the random number, `ML` in ML-7K3QX
    form::Form form;
    workflow::Workflow workflow;
    std::vector<deadline::Limit> limits;
    std::vector<fact::Dimension> dimensions;
    std::vector<fact::Rule> facts;
    ListRule list;
    Retention retention;
    json::Value source;  ///< its part of the bundle, as the pages draw it
    const Column* find_column(std::string_view id) const;
};

/// The classes of what persons are found by; none where the form has no such field.
access::Classes found_by(const form::Form& form);

struct Programme {
    std::string id;
    std::string version;       ///< the day its text is of
    bool make_believe{false};  ///< takes part only in stores marked demo
    std::vector<std::string> roles;
    std::vector<std::string> house_roles;  ///< those of `roles` that are the house's own, and meant to be
    std::vector<Register> registers;
    json::Value source;  ///< its part of the bundle
};

/// What a store runs under. Immutable; shared between threads.
struct Bundle {
    std::string digest;  ///< BLAKE2b-256 of its canonical JSON, hex
    std::vector<Programme> programmes;
    access::Rules access;  ///< of all registers
    const Register* find(std::string_view register_id) const;
    /// A label in `vi` or `en` by its derived key, `fields.title`; the key itself where none is written.
    std::string label(std::string_view register_id, std::string_view key, bool english) const;
    json::Value source;
};

/// The one loader, for bundles that are compiled, embedded or stored. Every fault, each with its pointer into
/// the bundle: `definition.malformed` (not of the shape), `definition.unknown_key`, those of
/// `expression::parse` and of `access::load_rules`. Whether it holds together is `check`'s question.
Result<Bundle> load_bundle(const json::Value& bundle, Diagnostics& faults);
/// Refuses with the first fault.
Result<Bundle> load_bundle(const json::Value& bundle);
/// From JSON text; refuses as json::parse does too.
Result<Bundle> load_bundle(std::string_view text);

/// BLAKE2b-256 of the canonical JSON, in hex.
std::string digest_of(const json::Value& bundle);

}  // namespace neove::definition
