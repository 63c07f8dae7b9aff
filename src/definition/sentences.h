#pragma once
/// \file
/// The table of sentences, for those who read programmes at a terminal.

#include <map>
#include <string>
#include <string_view>

namespace neove::definition {

class SentenceTable {
public:
    /// `code<TAB>vi<TAB>en` a line; what is not of that shape is passed over.
    explicit SentenceTable(std::string_view tsv);
    /// The code itself where it has no sentence.
    std::string of(std::string_view code, bool english) const;

private:
    struct Pair {
        std::string vi;
        std::string en;
    };
    std::map<std::string, Pair, std::less<>> sentences_;
};

}  // namespace neove::definition
