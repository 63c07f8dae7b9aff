#include "definition/sentences.h"

#include <algorithm>

namespace neove::definition {

SentenceTable::SentenceTable(std::string_view tsv) {
    while (!tsv.empty()) {
        const std::string_view line = tsv.substr(0, tsv.find('\n'));
        tsv.remove_prefix(std::min(tsv.size(), line.size() + 1));
        const std::size_t first = line.find('\t');
        const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
        if (second == std::string_view::npos) continue;
        sentences_.emplace(
            line.substr(0, first),
            Pair{
                std::string(line.substr(first + 1, second - first - 1)), std::string(line.substr(second + 1))}
        );
    }
}

std::string SentenceTable::of(std::string_view code, bool english) const {
    const auto found = sentences_.find(code);
    if (found == sentences_.end()) return std::string(code);
    return english ? found->second.en : found->second.vi;
}

}  // namespace neove::definition
