#include "form/person_words.h"

namespace neove::form {

json::Value to_json(const PersonWords& words) {
    json::Value out{json::Object{}};
    for (const PersonWordsList& list : kPersonWordsLists) {
        const PersonWords::Words& all = words.*list.words;
        out.set(std::string(list.name), json::Array(all.begin(), all.end()));
    }
    return out;
}

PersonWords person_words_in(const json::Value& written) {
    PersonWords out;
    for (const PersonWordsList& list : kPersonWordsLists) {
        const json::Value* all = written.find(list.name);
        if (all == nullptr || all->array() == nullptr) continue;
        for (const json::Value& word : *all->array()) {
            if (word.string() != nullptr) (out.*list.words).insert(*word.string());
        }
    }
    return out;
}

}  // namespace neove::form
