#include "bodies.h"

#include "base/check.h"
#include "base/text.h"
#include "name_index/fold.h"
#include "name_index/name_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace neove::name_index {

void fuzz_fold(ByteView bytes) {
    std::string whole;
    const std::vector<std::string> all = syllables(as_text(bytes));
    CHECK(all.size() <= kMaxSyllables);
    for (const std::string& one : all) {
        CHECK(!one.empty() && one.size() <= kMaxSyllableBytes && text::is_valid_utf8(one));
        const std::string plain = folded(one);
        CHECK(folded(plain) == plain);
        CHECK(skeleton(one) == skeleton(one));
        const std::string reading = typed_reading(one);
        CHECK(reading.empty() || syllables(reading) == std::vector{reading});
        CHECK(is_within_one_edit(plain, plain));
        whole += one + " ";
    }
    CHECK(syllables(whole) == all);
}

void fuzz_query(ByteView bytes) {
    std::string_view rest = as_text(bytes).substr(0, 4096);
    const std::string_view query = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), query.size() + 1));
    NameIndex index;
    std::vector<RecordId> all;
    std::vector<Card> cards;
    while (!rest.empty() && cards.size() < 50) {
        const std::string line(rest.substr(0, rest.find('\n')));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        Card card;
        card.id = RecordId::trusted(fmt::format("{:032x}", cards.size() + 1));
        card.names = {line, line.substr(line.size() / 2)};
        card.birth = line.substr(0, 10);
        card.identity_numbers = {line};
        card.phones = {line};
        all.push_back(card.id);
        cards.push_back(std::move(card));
    }
    index.put(cards);
    const Scope list = Scope::of(all);
    const Found found = index.search(query, Scope::everything(), 10);
    CHECK(found == index.search(query, list, 10));
    CHECK(found.hits.size() <= 10);
    if (!cards.empty())
        CHECK(index.similar(cards[0], list, 10) == index.similar(cards[0], Scope::everything(), 10));
    for (const RecordId& id : all) index.remove(id);
    CHECK(index.size() == 0);
    CHECK(index.search(query, Scope::everything(), 10).hits.empty());
}

}  // namespace neove::name_index
