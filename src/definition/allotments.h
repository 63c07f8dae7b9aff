#pragma once
/// \file
/// Rules about confirmed tasks: read from a bundle, bound to the register's form, and checked against all
/// that the register says.

#include "definition/register.h"

namespace neove::definition {

/// `at`: the rules' part of the bundle, at `pointer`.
std::vector<allotment::Rule> load_allotments(
    const json::Value& at, const std::string& pointer, const form::Form& form, Diagnostics& faults
);

/// Pointers within the register: `/allotments/0/answers/title`.
Diagnostics check_allotments(const Register& one);

}  // namespace neove::definition
