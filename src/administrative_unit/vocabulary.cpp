#include "administrative_unit/vocabulary.h"

#include "base/text.h"
#include "yaml/yaml.h"

#include <algorithm>
#include <charconv>

namespace neove::administrative_unit {

namespace {

class Reader {
public:
    Reader(std::string_view file_name, Diagnostics& faults) : file_name_(file_name), faults_(faults) {}

    Vocabulary read(const yaml::Node& tree) {
        Vocabulary out;
        for (const yaml::Node* row : rows(tree, "levels")) {
            out.levels.push_back(
                {text(*row, "level"), text(*row, "vi"), text(*row, "en"), length(*row, "code_length")}
            );
        }
        for (const yaml::Node* row : rows(tree, "kinds")) out.kinds.push_back(kind(*row, out.levels));
        out.columns = words(tree, "columns");
        out.extents = words(tree, "extents");
        out.confidences = words(tree, "confidences");
        out.unknown = words(tree, "unknown");
        return out;
    }

private:
    void fault(std::string_view code, const yaml::Node& at, std::string_view detail) {
        faults_.push_back(
            {ErrorKind::Invalid, std::string(code), yaml::where(file_name_, at.place), std::string(detail)}
        );
    }

    std::vector<const yaml::Node*> rows(const yaml::Node& tree, std::string_view key) {
        std::vector<const yaml::Node*> out;
        const yaml::Node* list = tree.find(key);
        if (list == nullptr || list->kind != yaml::Kind::Sequence) {
            fault("definition.missing", tree, key);
            return out;
        }
        for (const yaml::Node& row : list->items) out.push_back(&row);
        return out;
    }

    std::string text(const yaml::Node& row, std::string_view key) {
        const yaml::Node* found = row.find(key);
        if (found != nullptr && found->kind == yaml::Kind::Scalar) return text::to_nfc(found->text);
        fault("definition.missing", row, key);
        return {};
    }

    std::size_t length(const yaml::Node& row, std::string_view key) {
        const std::string digits = text(row, key);
        std::size_t value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (read.ec != std::errc{} || value == 0 || value > 12) fault("definition.not_text", row, key);
        return value;
    }

    Kind kind(const yaml::Node& row, const std::vector<Level>& levels) {
        Kind out{text(row, "kind"), text(row, "vi"), text(row, "en")};
        const auto level = std::ranges::find(levels, text(row, "level"), &Level::name);
        if (level == levels.end()) fault("definition.unknown_key", row, "level");
        out.level = static_cast<std::size_t>(level - levels.begin());
        out.typed = {typed_key(out.name), typed_key(out.label_vi), typed_key(out.label_en)};
        const yaml::Node* also = row.find("also");
        if (also == nullptr) return out;
        for (const yaml::Node& item : also->items) out.typed.push_back(typed_key(item.text));
        return out;
    }

    std::vector<Word> words(const yaml::Node& tree, std::string_view key) {
        std::vector<Word> out;
        const yaml::Node* found = tree.find(key);
        if (found == nullptr) fault("definition.missing", tree, key);
        if (found == nullptr) return out;
        for (const yaml::Member& member : found->members) {
            Word word{member.key, {typed_key(member.key)}};
            for (const yaml::Node& item : member.value.items) word.typed.push_back(typed_key(item.text));
            out.push_back(std::move(word));
        }
        return out;
    }

    std::string_view file_name_;
    Diagnostics& faults_;
};

}  // namespace

std::string_view extent_code(Extent extent) {
    if (extent == Extent::Whole) return "whole";
    return extent == Extent::Part ? "part" : "unclear";
}

std::string_view confidence_code(Confidence confidence) {
    if (confidence == Confidence::Confirmed) return "confirmed";
    return confidence == Confidence::Compiled ? "compiled" : "unconfirmed";
}

std::string typed_key(std::string_view text) {
    std::string folded = text::fold(text);
    std::ranges::replace(folded, '_', ' ');
    std::string out;
    for (const char c : folded) {
        const bool is_blank = c == ' ' || c == '\t';
        if (!is_blank) out += c;
        if (is_blank && !out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

std::string_view find_word(const std::vector<Word>& words, std::string_view typed_key) {
    for (const Word& word : words) {
        if (std::ranges::find(word.typed, typed_key) != word.typed.end()) return word.name;
    }
    return {};
}

const Kind* Vocabulary::find(std::string_view kind) const {
    const auto found = std::ranges::find(kinds, kind, &Kind::name);
    return found == kinds.end() ? nullptr : &*found;
}

const Level* Vocabulary::level_of(std::string_view kind) const {
    const Kind* found = find(kind);
    return found == nullptr || found->level >= levels.size() ? nullptr : &levels[found->level];
}

std::string Vocabulary::full_name(const Unit& unit) const {
    const Kind* kind = find(unit.kind);
    return kind == nullptr ? unit.name : kind->label_vi + " " + unit.name;
}

Vocabulary read_vocabulary(std::string_view yaml, std::string_view file_name, Diagnostics& faults) {
    const auto tree = yaml::parse(yaml, file_name);
    if (!tree) {
        faults.push_back(tree.error());
        return {};
    }
    return Reader(file_name, faults).read(*tree);
}

}  // namespace neove::administrative_unit
