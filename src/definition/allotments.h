#pragma once
/// \file
/// Rules about confirmed tasks: read from a bundle, bound to the register's form, and checked against all
/// that the register says.

#include "allotment/rule.h"
#include "definition/register.h"

namespace neove::definition {

/// `at`: the rules' part of the bundle, at `pointer`.
std::vector<allotment::Rule> load_allotments(
    const json::Value& at, const std::string& pointer, const form::Form& form, Diagnostics& faults
);

/// What confirmed tasks become in a register; none where its programme does not say. Worked out anew from the
/// bundle at each call: it is asked for when tasks are given out, and by nothing else.
std::vector<allotment::Rule> allotments_of(const Register& one);
/// Without reading them.
bool takes_tasks(const Register& one);

/// Pointers within the register: `/allotments/0/answers/title`.
Diagnostics check_allotments(const Register& one);

}  // namespace neove::definition
