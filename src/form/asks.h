#pragma once
/// \file
/// Words that a person is asked about before they are kept: a register that is not of persons is no place for
/// who somebody is. She may change them, or say that they stay.

#include "form/form.h"

namespace neove::form {

/// Of every text that `given` brings: `form.like_identity_number`, `form.like_phone`, `form.like_names` at
/// its JSON Pointer (`/note`, `/items/0/what`), every kind once, at most 200. `given` holds answers as they
/// came: field to its new value. Nothing is asked in a register of persons, about an answer of class
/// identity, about words that the same question holds in `before` already, nor where `references` know no
/// words of persons.
Diagnostics asks_of(
    const Form& form, const json::Value& given, const json::Value& before, const References& references
);

/// Whether a fault is such a question, which may be answered by keeping the words.
bool is_ask(std::string_view code);

/// Whether `kept` names the place of an ask itself: `/items/0/what`, never what holds it.
bool is_kept(const std::vector<std::string>& kept, std::string_view where);

/// Those of `kept` that are the answer at `from` or a cell of it, as they are called where it is at `to`.
std::vector<std::string> kept_as(
    const std::vector<std::string>& kept, std::string_view from, std::string_view to
);

}  // namespace neove::form
