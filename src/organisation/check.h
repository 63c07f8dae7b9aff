#pragma once
/// \file
/// The rules one organisation must satisfy before it is saved; the same for a form and for an import.

#include "base/result.h"
#include "organisation/directory.h"
#include "organisation/vocabulary.h"

namespace neove::organisation {

inline constexpr std::size_t kMostNameLength =
    250;  ///< code points; a name longer than this is a pasted paragraph
inline constexpr std::size_t kMostAliases = 50;
inline constexpr std::size_t kMostSubjectLength =
    500;  ///< code points of what is carried on, and of its basis

/// Every fault of a new or changed organisation, `where` naming the field as a JSON pointer. The tree it is
/// checked in is the directory with this one put in its place. Codes: `organisation.name_blank`,
/// `name_too_long`, `name_unreadable`, `name_twice`, `kind_unknown`, `code_form`, `code_twice`,
/// `parent_unknown`, `parent_kind`, `parent_needed`, `circle`, `dates_order`, `too_many_aliases`,
/// `agency_unknown`, `member_unknown`, `not_a_council`, `successor_unknown`, `successor_self`,
/// `successor_twice`, `successor_unreadable`, `successor_too_long`, `alias_twice`, `subject_blank`,
/// `unit_list_missing`, `unit_code_missing`, `unit_list_form`.
Diagnostics check_change(
    const Directory& directory, const Vocabulary& vocabulary, const Organisation& proposed
);

/// Faults that need no tree: names, kind, code, dates, subjects.
Diagnostics check_alone(const Vocabulary& vocabulary, const Organisation& proposed);

/// Whether the code has the form of an electronic identifier code, as far as the pack states it.
bool is_code(const CodeForm& form, std::string_view code);

}  // namespace neove::organisation
