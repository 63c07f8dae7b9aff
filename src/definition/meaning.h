#pragma once
/// \file
/// What the words of a register mean to those who may use them, as two persons sign it: the class of every
/// field, what each action asks of whoever takes it, how long records are kept, what lies outside the seal.

#include "access/rules.h"
#include "definition/register.h"

namespace neove::definition {

/// `dimensions` as the bundle has them: what lies in the clear is said there alone.
access::Meaning meaning_of(const Register& one, const json::Value* dimensions);

}  // namespace neove::definition
