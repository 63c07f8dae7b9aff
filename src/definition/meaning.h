#pragma once
/// \file
/// What the words of a register mean to those who may use them, as two persons sign it: the class of every
/// field, what each action asks of whoever takes it and where it leads, what links and questions ask, how
/// long records are kept, what lies outside the seal.

#include "access/rules.h"
#include "definition/register.h"

namespace neove::definition {

/// `source` is the register as the bundle has it: also what this program does not know yet is told.
access::Meaning meaning_of(const Register& one, const json::Value& source);

}  // namespace neove::definition
