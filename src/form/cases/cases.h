#pragma once
/// \file
/// What a form makes of answers, as JSON, so that tests can hand the same cases to C++ and to TypeScript
/// (web/tests/unit/form.ts reads and writes the same form).

#include "base/result.h"
#include "form/form.h"
#include "form/person_words.h"
#include "json/json.h"

#include <map>
#include <string>
#include <string_view>

namespace neove::form {

struct Forms {
    std::map<std::string, Form, std::less<>> named;
    PersonWords person_words;
};

/// The members `forms` and `person_words` of the shared vectors. Refuses with the first fault of a form.
Result<Forms> read_forms(const json::Value& vectors);

/// Of `{"form": its name, "answers": …, "asks"?: [ids an action
/// requires], "before"?: answers that stand there, "today": …}`: `{"settled": …, "shown": [pointers],
/// "required": [pointers], "options": {pointer: […]}, "faults": [[code, pointer]], "asked": [[code,
/// pointer]]}`. References answer to everything, as the pages' do.
Result<json::Value> answer(const Forms& forms, const json::Value& one);

}  // namespace neove::form
