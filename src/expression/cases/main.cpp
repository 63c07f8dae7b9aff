/// \file
/// `expression_answers`: one case a line in, one answer a line out. tests/expression_test.py compares them
/// with the answers of the TypeScript twin.

#include "expression/cases/cases.h"

#include <iostream>

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        const neove::Result<std::string> answer = neove::expression::answer_line(line);
        if (!answer) {
            std::cerr << answer.error().code << ": " << line << '\n';
            return 1;
        }
        std::cout << *answer << '\n';
    }
    return 0;
}
