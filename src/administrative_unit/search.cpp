/// \file
/// Searching a directory of units: folded names, words in any order, one answer a unit.

#include "administrative_unit/directory.h"
#include "base/text.h"

#include <algorithm>
#include <map>

namespace neove::administrative_unit {

namespace {

std::vector<std::string> words_of(std::string_view query) {
    std::vector<std::string> out;
    std::string_view rest = query;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (end > 0) out.push_back(" " + std::string(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

/// Only blanks part words in a key: `Tân Thạnh - Bắc` and `tan thanh bac` are the same.
void add_words(std::string& key, std::string_view folded) {
    bool is_inside = false;
    for (const char c : folded) {
        const bool is_word = (static_cast<unsigned char>(c) >= 0x80) || (c >= '0' && c <= '9') ||
                             (c >= 'a' && c <= 'z') || c == '\'';
        if (is_word && !is_inside) key += ' ';
        if (is_word) key += c;
        is_inside = is_word;
    }
}

}  // namespace

struct Directory::Hit {
    int rank;
    bool is_over;
    Index unit;
};

void Directory::index_names() {
    std::map<std::string, std::string, std::less<>> kinds;
    for (const Kind& kind : vocabulary_.kinds) add_words(kinds[kind.name], text::fold(kind.label_vi));
    keys_.reserve(units_.size());
    for (const Unit& unit : units_) {
        std::string key = kinds[unit.kind];
        key += '|';
        add_words(key, text::fold(unit.name));
        keys_.push_back(std::move(key));
    }
}

bool Directory::is_of(Index at, const Filter& filter) const {
    const Unit& unit = units_[at];
    if (!filter.list.is_open() && unit.reference.list != filter.list) return false;
    if (filter.on.is_open()) return true;
    const Day end = ended(unit.reference);
    return unit.covers(filter.on) && (end.is_open() || filter.on < end);
}

std::optional<Directory::Hit> Directory::hit(
    Index at, const std::vector<std::string>& words, const Filter& filter
) const {
    const std::string& key = keys_[at];
    const auto has = [&](const std::string& word) { return key.find(word) != std::string::npos; };
    const bool is_code = words.size() == 1 && words[0].substr(1) == units_[at].reference.code;
    if ((!is_code && !std::ranges::all_of(words, has)) || !is_of(at, filter)) return std::nullopt;
    std::string whole;
    for (const std::string& word : words) whole += word;
    const std::string_view name = std::string_view(key).substr(key.find('|') + 1);
    std::string full = key;
    std::erase(full, '|');
    int rank = 2;
    if (is_code || name == whole || full == whole) {
        rank = 0;
    } else if (name.starts_with(whole) || full.starts_with(whole)) {
        rank = 1;
    }
    return Hit{rank, !ended(units_[at].reference).is_open(), at};
}

std::vector<const Unit*> Directory::search(std::string_view query, const Filter& filter, std::size_t limit)
    const {
    std::string key;
    add_words(key, text::fold(query));
    const auto words = words_of(key);
    std::vector<Hit> hits;
    for (Index i = 0; i < units_.size(); ++i) {
        const auto found = hit(i, words, filter);
        if (!found) continue;
        const bool is_same = !hits.empty() && units_[hits.back().unit].reference == units_[i].reference;
        // Of the spells of one unit the last that fits is shown, unless an earlier one fits better.
        if (!is_same) {
            hits.push_back(*found);
        } else if (found->rank <= hits.back().rank) {
            hits.back() = *found;
        }
    }
    std::ranges::stable_sort(hits, [&](const Hit& a, const Hit& b) {
        if (a.rank != b.rank) return a.rank < b.rank;
        if (a.is_over != b.is_over) return b.is_over;
        const Reference& first = units_[a.unit].reference;
        const Reference& second = units_[b.unit].reference;
        if (first.list != second.list) return first.list > second.list;
        return first.code < second.code;
    });
    std::vector<const Unit*> out;
    for (const Hit& one : hits) {
        if (out.size() == limit) break;
        out.push_back(&units_[one.unit]);
    }
    return out;
}

}  // namespace neove::administrative_unit
