#include "review/pairing.h"

#include "review/compare.h"
#include "review/likeness.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace neove::review {

namespace {

using Number = std::uint32_t;

/// A word and how often the text has it.
struct Count {
    Number word{0};
    Number times{0};
    auto operator<=>(const Count&) const = default;
};
using Words = std::vector<Count>;

/// Equal things get equal numbers, in the order they are met.
template <typename Key, typename Map>
Number number_of(Map& known, const Key& key) {
    return known.try_emplace(key, static_cast<Number>(known.size())).first->second;
}

/// Words, whole texts and paths as numbers: letters are compared while numbering and never again.
class Numbering {
public:
    Words words_in(const std::string& text) {
        Words out;
        for (const std::string& word : words_of(text)) out.push_back({number_of(words_, word), 1});
        std::ranges::sort(out);
        Words counted;
        for (const Count& one : out) {
            if (!counted.empty() && counted.back().word == one.word) {
                ++counted.back().times;
            } else {
                counted.push_back(one);
            }
        }
        return counted;
    }
    Number text(const Words& words) { return number_of(texts_, words); }
    Number path(const std::string& path) { return number_of(paths_, path); }
    std::size_t words() const { return words_.size(); }

private:
    std::unordered_map<std::string, Number> words_;
    std::map<Words, Number> texts_;
    std::unordered_map<std::string, Number> paths_;
};

struct Side {
    struct One {
        Words words;
        std::int64_t length{0};  ///< words, each as often as it stands there
        Number text{0};
        Number path{0};
        bool has_path{false};
    };
    std::vector<One> items;

    Side(const std::vector<Item>& from, Numbering& numbering) {
        items.reserve(from.size());
        for (const Item& item : from) {
            One one;
            one.words = numbering.words_in(item.text);
            for (const Count& count : one.words) one.length += count.times;
            one.text = numbering.text(one.words);
            one.path = numbering.path(item.path);
            one.has_path = !item.path.empty();
            items.push_back(std::move(one));
        }
    }
};

/// New items by a key, handed out in their order.
class Waiting {
public:
    using Key = std::pair<Number, Number>;
    void add(Key key, std::size_t item) { queues_[key].items.push_back(item); }
    /// The first of them that is not taken yet.
    std::optional<std::size_t> first(Key key, const std::vector<bool>& taken) {
        const auto found = queues_.find(key);
        if (found == queues_.end()) return std::nullopt;
        Queue& queue = found->second;
        while (queue.at < queue.items.size() && taken[queue.items[queue.at]]) ++queue.at;
        if (queue.at == queue.items.size()) return std::nullopt;
        return queue.items[queue.at];
    }
    const std::vector<std::size_t>& all(Key key) const {
        static const std::vector<std::size_t> kNone;
        const auto found = queues_.find(key);
        return found == queues_.end() ? kNone : found->second.items;
    }

private:
    struct Queue {
        std::vector<std::size_t> items;
        std::size_t at{0};
    };
    std::map<Key, Queue> queues_;
};

class Pairing {
public:
    Pairing(const std::vector<Item>& old, const std::vector<Item>& next)
        : old_(old, numbering_), next_(next, numbering_), pairs_(old.size()), taken_(next.size(), false) {}

    std::vector<std::optional<Pair>> run() {
        take_unchanged();
        compare_rest();
        for (std::int64_t likeness = 100; likeness >= 0; --likeness) {
            take_same_path(likeness);
            if (likeness >= kRelated) take_any(likeness);
        }
        return std::move(pairs_);
    }

private:
    void take(std::size_t old, std::size_t next, std::int64_t likeness) {
        pairs_[old] = Pair{next, likeness};
        taken_[next] = true;
    }

    /// The same words under the same path, then the same words anywhere: the head of the order, without
    /// comparing.
    void take_unchanged() {
        Waiting in_place;
        Waiting anywhere;
        for (std::size_t j = 0; j < next_.items.size(); ++j) {
            const Side::One& one = next_.items[j];
            if (one.has_path) in_place.add({one.path, one.text}, j);
            anywhere.add({0, one.text}, j);
        }
        for (std::size_t i = 0; i < old_.items.size(); ++i) {
            const Side::One& one = old_.items[i];
            if (!one.has_path) continue;
            if (const auto j = in_place.first({one.path, one.text}, taken_)) take(i, *j, 100);
        }
        for (std::size_t i = 0; i < old_.items.size(); ++i) {
            if (pairs_[i]) continue;
            if (const auto j = anywhere.first({0, old_.items[i].text}, taken_)) take(i, *j, 100);
        }
    }

    /// How alike every pair of the rest is. Each word of an old text counts for the new texts that have it,
    /// so that texts without a word in common are never looked at.
    void compare_rest() {
        struct Place {
            std::size_t column;
            Number times;
        };
        std::vector<std::vector<Place>> places(numbering_.words());
        for (std::size_t j = 0; j < next_.items.size(); ++j) {
            if (taken_[j]) continue;
            for (const Count& one : next_.items[j].words)
                places[one.word].push_back({columns_.size(), one.times});
            if (next_.items[j].has_path) same_path_.add({next_.items[j].path, 0}, columns_.size());
            columns_.push_back(j);
        }
        std::vector<Number> common(columns_.size());
        for (std::size_t i = 0; i < old_.items.size(); ++i) {
            if (pairs_[i]) continue;
            std::ranges::fill(common, 0U);
            for (const Count& one : old_.items[i].words) {
                for (const Place& place : places[one.word])
                    common[place.column] += std::min(one.times, place.times);
            }
            rows_.push_back(i);
            for (std::size_t column = 0; column < columns_.size(); ++column) {
                const std::int64_t both = old_.items[i].length + next_.items[columns_[column]].length;
                const std::int64_t percent = both == 0 ? 100 : 200 * std::int64_t{common[column]} / both;
                likeness_.push_back(static_cast<char>(percent));
            }
        }
    }

    std::string_view row(std::size_t at) const {
        return std::string_view(likeness_).substr(at * columns_.size(), columns_.size());
    }

    void take_same_path(std::int64_t likeness) {
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            const Side::One& one = old_.items[rows_[at]];
            if (pairs_[rows_[at]] || !one.has_path) continue;
            for (const std::size_t column : same_path_.all({one.path, 0})) {
                if (taken_[columns_[column]] || row(at)[column] != static_cast<char>(likeness)) continue;
                take(rows_[at], columns_[column], likeness);
                break;
            }
        }
    }

    void take_any(std::int64_t likeness) {
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            if (pairs_[rows_[at]]) continue;
            const std::string_view alike = row(at);
            for (std::size_t column = alike.find(static_cast<char>(likeness));
                 column != std::string_view::npos;
                 column = alike.find(static_cast<char>(likeness), column + 1)) {
                if (taken_[columns_[column]]) continue;
                take(rows_[at], columns_[column], likeness);
                break;
            }
        }
    }

    Numbering numbering_;
    Side old_;
    Side next_;
    std::vector<std::optional<Pair>> pairs_;
    std::vector<bool> taken_;
    std::vector<std::size_t> rows_;     ///< old items not paired by equality
    std::vector<std::size_t> columns_;  ///< new items not paired by equality
    std::string likeness_;              ///< percent, one byte a pair, row by row
    Waiting same_path_;                 ///< columns by path
};

}  // namespace

std::vector<std::optional<Pair>> pair_sources(const std::vector<Item>& old, const std::vector<Item>& next) {
    return Pairing(old, next).run();
}

}  // namespace neove::review
