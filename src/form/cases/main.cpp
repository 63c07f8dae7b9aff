/// \file
/// `form_answers VECTORS`: one case a line in, its answer in canonical JSON a line out. The forms come from
/// the shared vectors. tests/form_test.py compares the answers with those of the TypeScript twin.

#include "base/file.h"
#include "form/cases/cases.h"

#include <iostream>
#include <span>

namespace {

neove::Result<neove::form::Forms> forms_of(const char* path) {
    const neove::Bytes bytes = TRY(neove::read_file(path, std::size_t{1} << 20));
    const neove::json::Value vectors = TRY(neove::json::parse(neove::as_text(bytes)));
    return neove::form::read_forms(vectors);
}

neove::Result<std::string> answer_line(const neove::form::Forms& forms, std::string_view line) {
    const neove::json::Value one = TRY(neove::json::parse(line));
    const neove::json::Value answer = TRY(neove::form::answer(forms, one));
    return neove::json::write_canonical(answer);
}

}  // namespace

int main(int count, char** arguments) {
    const std::span<char*> given(arguments, static_cast<std::size_t>(count));
    const auto forms = forms_of(given.size() == 2 ? given[1] : "");
    if (!forms) {
        std::cerr << forms.error().code << " at " << forms.error().where << '\n';
        return 1;
    }
    std::string line;
    while (std::getline(std::cin, line)) {
        const auto answer = answer_line(*forms, line);
        if (!answer) {
            std::cerr << answer.error().code << ": " << line << '\n';
            return 1;
        }
        std::cout << *answer << '\n';
    }
    return 0;
}
