#include "base/shortened.h"

#include "base/text.h"

namespace neove::text {

std::string shortened(std::string words, std::size_t most) {
    if (most == 0 || count_code_points(words) <= most) return words;
    std::size_t at = 0;
    std::size_t after_word = 0;
    for (std::size_t n = 0; n + 1 < most && at < words.size(); ++n) {
        if (words[at] == ' ' || words[at] == '\n') after_word = at;
        at += decode(words, at).size;
    }
    // A word that fills the half of it is cut within.
    words.resize(after_word > at / 2 ? after_word : at);
    return words + "…";
}

}  // namespace neove::text
