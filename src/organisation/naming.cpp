#include "organisation/naming.h"

#include "base/text.h"
#include "organisation/reader.h"

#include <algorithm>

namespace neove::organisation {
namespace {

bool is_word_character(char32_t c) {
    return text::is_letter(c) || (c >= U'0' && c <= U'9');
}

bool is_blank(char32_t c) {
    return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == 0xA0;
}

/// Letters and digits of a chunk: `GD-ĐT` and `NN&MT` are one short form.
std::string bare(std::string_view chunk) {
    std::string out;
    for (std::size_t at = 0; at < chunk.size();) {
        const text::CodePoint point = text::decode(chunk, at);
        at += point.size;
        if (is_word_character(point.value)) text::append(out, point.value);
    }
    return out;
}

/// The full form of a short one, or null. Short forms of four or more characters cannot be words, so their
/// case does not matter.
const std::string* expansion(const Naming& naming, std::string_view form) {
    const auto& known = naming.abbreviations;
    if (known.empty()) return nullptr;
    if (form.size() < 2 || form.size() > 24) return nullptr;
    if (const auto found = known.find(form); found != known.end()) return &found->second;
    if (text::count_code_points(form) < 4) return nullptr;
    const auto found = known.find("/" + text::match_key(form));
    return found == known.end() ? nullptr : &found->second;
}

class KeyWriter {
public:
    explicit KeyWriter(const Naming& naming) : naming_(naming) {}

    void chunk(std::string_view text) {
        const std::string whole = bare(text);
        if (const std::string* full = expansion(naming_, whole)) return plain(*full);
        if (whole.size() == text.size()) return put(text::match_key(whole));
        std::string word;
        for (std::size_t at = 0; at < text.size();) {
            const text::CodePoint point = text::decode(text, at);
            if (is_word_character(point.value)) {
                word.append(text, at, point.size);
            } else {
                end(word);
                if (point.value == U'&' && !out_.empty()) put(naming_.and_word);
            }
            at += point.size;
        }
        end(word);
    }

    std::string take() { return std::move(out_); }

private:
    void end(std::string& word) {
        if (word.empty()) return;
        if (const std::string* full = expansion(naming_, word)) {
            plain(*full);
        } else {
            put(text::match_key(word));
        }
        word.clear();
    }

    /// Words that are not looked up again: a full form never expands further.
    void plain(std::string_view text) {
        std::string word;
        for (std::size_t at = 0; at < text.size();) {
            const text::CodePoint point = text::decode(text, at);
            if (is_word_character(point.value)) {
                word.append(text, at, point.size);
            } else if (!word.empty()) {
                put(text::match_key(word));
                word.clear();
            }
            at += point.size;
        }
        if (!word.empty()) put(text::match_key(word));
    }

    void put(std::string_view word) {
        if (word.empty()) return;
        if (!out_.empty()) out_ += ' ';
        out_ += word;
    }

    const Naming& naming_;
    std::string out_;
};

}  // namespace

std::string Naming::key(std::string_view name) const {
    const std::string nfc = text::to_nfc(name);
    KeyWriter writer(*this);
    std::size_t begin = 0;
    for (std::size_t at = 0; at < nfc.size();) {
        const text::CodePoint point = text::decode(nfc, at);
        if (is_blank(point.value)) {
            writer.chunk(std::string_view(nfc).substr(begin, at - begin));
            begin = at + point.size;
        }
        at += point.size;
    }
    writer.chunk(std::string_view(nfc).substr(begin));
    return writer.take();
}

std::vector<std::string_view> words_of(std::string_view key) {
    std::vector<std::string_view> words;
    while (!key.empty()) {
        const std::size_t blank = key.find(' ');
        words.push_back(key.substr(0, blank));
        if (blank == std::string_view::npos) break;
        key.remove_prefix(blank + 1);
    }
    return words;
}

bool ends_with_words(std::string_view key, std::string_view tail) {
    return !tail.empty() && key.size() > tail.size() && key.ends_with(tail) &&
           key[key.size() - tail.size() - 1] == ' ';
}

Naming read_naming(std::string_view rules, std::string_view abbreviations, Diagnostics& faults) {
    Naming naming;
    const Reader reader("naming.yaml", faults);
    if (const auto tree = reader.parse(rules)) {
        reader.only(*tree, {"levels", "territory_kinds", "links", "heads", "and_word"});
        naming.and_word = reader.text(*tree, "and_word", true);
        naming.territory_kinds = reader.texts(*tree, "territory_kinds");
        for (const auto& level : reader.texts(*tree, "levels")) naming.levels.push_back(naming.key(level));
        for (const auto& link : reader.texts(*tree, "links")) naming.links.push_back(naming.key(link));
        for (const auto& head : reader.texts(*tree, "heads")) naming.heads.push_back(naming.key(head));
    }
    if (abbreviations.empty()) return naming;
    const Reader short_forms("abbreviations.yaml", faults);
    const auto tree = short_forms.parse(abbreviations);
    const yaml::Node* plain = tree ? tree->find("plain") : nullptr;
    if (plain == nullptr) return naming;
    for (const yaml::Member& member : plain->members) {
        const std::string form = bare(text::to_nfc(member.key));
        const std::string full = text::to_nfc(member.value.text);
        naming.abbreviations.emplace(form, full);
        // A second entry, under a key that no name can contain, serves the forms whose case does not matter.
        naming.abbreviations.emplace("/" + text::match_key(form), full);
    }
    return naming;
}

}  // namespace neove::organisation
