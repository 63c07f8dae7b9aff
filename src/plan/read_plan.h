#pragma once
/// \file
/// The plan reader: the text of an administrative plan becomes goals, tasks, reports and follow-up, each with
/// its place in the text. Pure: the same text and gazetteer give the same reading, byte for byte.

#include "plan/gazetteer.h"
#include "plan/reading.h"
#include "plan/secrecy.h"

#include <string_view>

namespace neove::plan {

/// Reads any bytes: what is no UTF-8 is repaired and said so. Time and memory grow with the text's size.
/// `refusal` is set when the text is empty or is no plan.
Reading read_plan(std::string_view text, const Gazetteer& gazetteer);

}  // namespace neove::plan
