#pragma once
/// \file
/// A reading for people and programs: JSON, CSV of the tasks, and plain text. No rules live here.

#include "plan/reading.h"

#include <string>

namespace neove::plan_format {

/// Which words a deadline's rhythm is said with: the schema knows quarters, half years and years alone.
enum class Rhythms : bool { OfTheSchema, All };
/// The whole reading; members in the order of the schema, integers only.
std::string to_json(const plan::Reading& reading, Rhythms rhythms = Rhythms::OfTheSchema);
/// One row per task, RFC 4180, with a byte order mark so that spreadsheets read Vietnamese.
std::string to_csv(const plan::Reading& reading);
/// A page to read.
std::string to_text(const plan::Reading& reading);

/// The sentence for a confidence reason or a refusal; empty for an unknown code.
struct Sentence {
    std::string_view vi;
    std::string_view en;
};
Sentence sentence_of(std::string_view code);

}  // namespace neove::plan_format
