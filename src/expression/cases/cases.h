#pragma once
/// \file
/// Expressions, environments and answers as JSON, so that tests can hand the same cases to C++ and to
/// TypeScript (web/tests/unit/expression.ts reads and writes the same form).
///
/// A value is null (absent), true, 12, "text", ["a", "b"], {"date": "2026-07-01"} or {"rows": [{…}]}.

#include "base/result.h"
#include "expression/expression.h"
#include "json/json.h"

#include <map>
#include <string>
#include <string_view>

namespace neove::expression {

using Values = std::map<std::string, Value, std::less<>>;

/// Refuses with `json.*` what is not of the form above.
Result<Value> read_value(const json::Value& from);
Result<Values> read_environment(const json::Value& from);

/// `{"value": …}`, or `{"fault": code, "column": n}` where the text does not parse.
json::Value answer(std::string_view text, const Values& values);

/// The same for one line `{"expression": …, "environment": {…}}`.
Result<std::string> answer_line(std::string_view line);

}  // namespace neove::expression
