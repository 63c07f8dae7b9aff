#include "organisation/vocabulary.h"

#include "base/text.h"
#include "organisation/reader.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace neove::organisation {
namespace {

constexpr std::size_t kMostReadings = 4096;

std::string folded(const Naming& naming, std::string_view text) {
    return text::fold(naming.key(text));
}

void read_import_words(
    const Reader& reader, const yaml::Node& tree, const Naming& naming, ImportWords& words
) {
    const yaml::Node* columns = tree.find("import_columns");
    if (columns == nullptr) return reader.fault("definition.missing", tree, "import_columns");
    for (const yaml::Member& member : columns->members) {
        ImportWords::Column column{member.key, {}, {}};
        for (const auto& header : reader.texts(*columns, member.key)) {
            if (column.title.empty()) column.title = header;
            column.headers.push_back(folded(naming, header));
        }
        words.columns.push_back(std::move(column));
    }
    for (const auto& word : reader.texts(tree, "import_yes")) {
        if (words.yes_title.empty()) words.yes_title = word;
        words.yes.push_back(folded(naming, word));
    }
    for (const auto& word : reader.texts(tree, "import_no")) words.no.push_back(folded(naming, word));
}

void read_code_form(const Reader& reader, const yaml::Node& tree, CodeForm& code) {
    const yaml::Node* node = tree.find("code");
    if (node == nullptr) return;
    reader.only(*node, {"max_length", "separator", "status"});
    code.separator = reader.text(*node, "separator", true);
    code.is_confirmed = reader.text(*node, "status", true) == "confirmed";
    const std::string most = reader.text(*node, "max_length", true);
    const auto [end, problem] = std::from_chars(most.data(), most.data() + most.size(), code.max_length);
    if (problem != std::errc{} || end != most.data() + most.size()) {
        reader.fault("definition.not_a_number", *node, "max_length");
    }
}

Kinds read_kinds(std::string_view text, const Naming& naming, Diagnostics& faults) {
    Kinds kinds;
    const Reader reader("organisation_kinds.yaml", faults);
    const auto tree = reader.parse(text);
    if (!tree) return kinds;
    reader.only(*tree, {"kinds", "import_columns", "import_yes", "import_no", "code"});
    for (const yaml::Node* row : reader.rows(*tree, "kinds")) {
        reader.only(*row, {"kind", "vi", "en", "under", "council", "desk"});
        Kind kind{
            reader.text(*row, "kind", true),
            reader.text(*row, "vi", true),
            reader.text(*row, "en", true),
            reader.texts(*row, "under"),
            reader.flag(*row, "council"),
            reader.flag(*row, "desk"),
        };
        kind.folded_vi = folded(Naming{}, kind.label_vi);
        kind.folded_en = folded(Naming{}, kind.label_en);
        if (kinds.find(kind.name) != nullptr) reader.fault("definition.twice", *row, kind.name);
        kinds.all.push_back(std::move(kind));
    }
    for (const Kind& kind : kinds.all) {
        for (const auto& parent : kind.parents) {
            if (parent != "none" && kinds.find(parent) == nullptr) {
                reader.fault("definition.unknown_kind", *tree, parent);
            }
        }
    }
    read_import_words(reader, *tree, naming, kinds.import_words);
    read_code_form(reader, *tree, kinds.code);
    return kinds;
}

Date read_date(const Reader& reader, const yaml::Node& row, std::string_view key) {
    const std::string text = reader.text(row, key);
    if (text.empty()) return {};
    const auto date = Date::parse_iso(text);
    if (!date) reader.fault("definition.not_a_date", row, text);
    return date.value_or(Date{});
}

std::vector<std::string> read_patterns(const Reader& reader, const yaml::Node& row, const Naming& naming) {
    std::set<std::string> keys;
    for (const auto& pattern : reader.texts(row, "names")) {
        const auto readings = spell_out(pattern);
        if (!readings) reader.fault(readings.error().code, row, pattern);
        if (!readings) continue;
        for (const auto& reading : *readings) keys.insert(naming.key(reading));
    }
    if (keys.empty() || keys.contains("")) reader.fault("definition.missing", row, "names");
    return {keys.begin(), keys.end()};
}

Collectives read_collectives(
    std::string_view text, const Naming& naming, const Kinds& kinds, Diagnostics& faults
) {
    Collectives collectives;
    const Reader reader("collectives.yaml", faults);
    const auto tree = reader.parse(text);
    if (!tree) return collectives;
    reader.only(*tree, {"firm_words", "collectives"});
    for (const auto& word : reader.texts(*tree, "firm_words")) {
        collectives.firm_words.push_back(naming.key(word));
    }
    for (const yaml::Node* row : reader.rows(*tree, "collectives")) {
        reader.only(
            *row, {"collective", "names", "kinds", "name_word", "open", "of_issuer", "until", "then"}
        );
        Collective one{
            reader.text(*row, "collective", true),
            read_patterns(reader, *row, naming),
            reader.texts(*row, "kinds"),
            naming.key(reader.text(*row, "name_word")),
            reader.flag(*row, "open"),
            reader.flag(*row, "of_issuer"),
            read_date(reader, *row, "until"),
            reader.text(*row, "then"),
        };
        for (const auto& pattern : one.patterns) one.word_counts.push_back(words_of(pattern).size());
        for (const auto& kind : one.kinds) {
            if (kinds.find(kind) == nullptr) reader.fault("definition.unknown_kind", *row, kind);
        }
        if (one.kinds.empty() && !one.is_open) reader.fault("definition.missing", *row, "kinds");
        if (one.until.is_open() != one.then.empty()) reader.fault("definition.missing", *row, "until, then");
        if (collectives.find(one.name) != nullptr) reader.fault("definition.twice", *row, one.name);
        collectives.all.push_back(std::move(one));
    }
    for (const Collective& one : collectives.all) {
        const bool known = one.then.empty() || collectives.find(one.then) != nullptr;
        if (!known || one.then == one.name) reader.fault("definition.unknown_name", *tree, one.then);
    }
    return collectives;
}

Succession::Heir read_heir(const Reader& reader, const yaml::Node& row) {
    reader.only(row, {"to", "subject_vi", "subject_en", "basis", "status"});
    const std::string status = reader.text(row, "status", true);
    if (!status.empty() && status != "confirmed" && status != "unconfirmed") {
        reader.fault("definition.unknown_name", row, status);
    }
    return {
        reader.text(row, "to", true),
        reader.text(row, "subject_vi", true),
        reader.text(row, "subject_en", true),
        reader.text(row, "basis", true),
        status == "confirmed",
    };
}

std::vector<Succession> read_successions(std::string_view text, const Naming& naming, Diagnostics& faults) {
    std::vector<Succession> all;
    const Reader reader("successions.yaml", faults);
    const auto tree = reader.parse(text);
    if (!tree) return all;
    reader.only(*tree, {"successions"});
    for (const yaml::Node* row : reader.rows(*tree, "successions")) {
        reader.only(*row, {"body", "names", "ended", "heirs"});
        Succession one{reader.text(*row, "body", true), {}, read_date(reader, *row, "ended"), {}};
        if (one.ended.is_open()) reader.fault("definition.missing", *row, "ended");
        one.keys = read_patterns(reader, *row, naming);
        one.keys.push_back(naming.key(one.name));
        for (const yaml::Node* heir : reader.rows(*row, "heirs"))
            one.heirs.push_back(read_heir(reader, *heir));
        if (one.heirs.empty()) reader.fault("definition.missing", *row, "heirs");
        all.push_back(std::move(one));
    }
    return all;
}

/// Recursive descent over `[…]` and `(…|…)`; `at` stops at the bracket that closes the part.
class Speller {
public:
    explicit Speller(std::string_view pattern) : pattern_(pattern) {}

    Result<std::vector<std::string>> all() {
        auto out = alternatives(0);
        if (failed_ || at_ != pattern_.size()) {
            return refuse(ErrorKind::Invalid, "definition.pattern", {}, std::string(pattern_));
        }
        return out;
    }

private:
    using Texts = std::vector<std::string>;

    Texts alternatives(int depth) {
        Texts out = sequence(depth);
        while (!failed_ && at_ < pattern_.size() && pattern_[at_] == '|') {
            ++at_;
            const Texts more = sequence(depth);
            out.insert(out.end(), more.begin(), more.end());
        }
        return out;
    }

    Texts sequence(int depth) {
        Texts out{""};
        while (!failed_ && at_ < pattern_.size() && pattern_[at_] != '|') {
            const char c = pattern_[at_];
            if (c == ']' || c == ')') break;
            ++at_;
            if (c != '[' && c != '(') {
                for (auto& text : out) text += c;
                continue;
            }
            Texts part = depth < 8 ? alternatives(depth + 1) : Texts{};
            const char close = c == '[' ? ']' : ')';
            failed_ = failed_ || part.empty() || at_ >= pattern_.size() || pattern_[at_] != close;
            ++at_;
            if (c == '[') part.emplace_back();
            out = product(out, part);
        }
        return out;
    }

    Texts product(const Texts& left, const Texts& right) {
        Texts out;
        failed_ = failed_ || left.size() * right.size() > kMostReadings;
        if (failed_) return out;
        for (const auto& a : left) {
            for (const auto& b : right) out.push_back(a + b);
        }
        return out;
    }

    std::string_view pattern_;
    std::size_t at_{0};
    bool failed_{false};
};

}  // namespace

const Kind* Kinds::find(std::string_view name) const {
    const auto found = std::ranges::find(all, name, &Kind::name);
    return found == all.end() ? nullptr : &*found;
}

const Kind* Kinds::find_typed(std::string_view text) const {
    if (const Kind* kind = find(text)) return kind;
    const std::string wanted = folded(Naming{}, text);
    for (const Kind& kind : all) {
        if (kind.folded_vi == wanted || kind.folded_en == wanted) return &kind;
    }
    return nullptr;
}

const Collective* Collectives::find(std::string_view name) const {
    const auto found = std::ranges::find(all, name, &Collective::name);
    return found == all.end() ? nullptr : &*found;
}

Vocabulary read_vocabulary(const VocabularyTexts& texts, Diagnostics& faults) {
    Vocabulary out;
    out.naming = read_naming(texts.naming, texts.abbreviations, faults);
    out.kinds = read_kinds(texts.kinds, out.naming, faults);
    out.collectives = read_collectives(texts.collectives, out.naming, out.kinds, faults);
    out.successions = read_successions(texts.successions, out.naming, faults);
    return out;
}

Result<std::vector<std::string>> spell_out(std::string_view pattern) {
    return Speller(pattern).all();
}

}  // namespace neove::organisation
