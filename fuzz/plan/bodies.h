#pragma once
/// \file
/// What the fuzzers of the plan reader try; unit tests replay the same bodies over a small corpus.

#include "plan/read_plan.h"
#include "plan_format/format.h"
#include "plan_pack/pack.h"
#include "yaml/yaml.h"

#include <string_view>

namespace neove::fuzz {

/// Any bytes give a reading whose spans lie in its text, and every format can be written.
inline void try_read_plan(std::string_view bytes) {
    const plan::Reading reading = plan::read_plan(bytes, plan_pack::built_in_gazetteer());
    const auto end = text::count_code_points(reading.text);
    for (const plan::Task& task : reading.tasks) {
        if (task.span.begin >= task.span.end || task.span.end > end) __builtin_trap();
    }
    if (plan_format::to_json(reading).empty() || plan_format::to_csv(reading).empty()) __builtin_trap();
    plan::find_secrecy_mark(bytes);
}

/// Any bytes are a tree or a refusal with a code of the reader's own.
inline void try_yaml(std::string_view bytes) {
    const auto tree = yaml::parse(bytes, "fuzz");
    if (!tree && !tree.error().code.starts_with("yaml.")) __builtin_trap();
}

/// Every time that is read ends on a day of the calendar.
inline void try_dates(std::string_view bytes) {
    const std::string text = text::to_nfc(text::repair_utf8(bytes));
    const plan::Tokens tokens(text, plan_pack::built_in_gazetteer().lexicon);
    const plan::TimeReader time(tokens, 2031);
    for (const auto& list : {time.read_prose({0, tokens.size()}), time.read_field({0, tokens.size()})}) {
        for (const plan::Deadline& deadline : list) {
            if (deadline.end && deadline.end->size() != 10 && deadline.end->size() != 5) __builtin_trap();
        }
    }
}

}  // namespace neove::fuzz
