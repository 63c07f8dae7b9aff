#pragma once
/// \file
/// What a country's administration looks like, as data: kinds of organisations, collective names, what became
/// of bodies that no longer exist. Read from packs; nothing of it is known to the code.

#include "organisation/date.h"
#include "organisation/naming.h"

#include <string>
#include <string_view>
#include <vector>

namespace neove::organisation {

struct Kind {
    std::string name;
    std::string label_vi;
    std::string label_en;
    std::vector<std::string> parents;  ///< kinds it may stand under; `none` for the top; empty: anywhere
    bool is_council{false};            ///< has members and a standing agency
    bool is_desk{false};               ///< works for the body it stands under and is no body of its own
    std::string folded_vi{};           ///< labels as they are compared
    std::string folded_en{};
};

/// Header names of an import, and how yes and no are typed.
struct ImportWords {
    struct Column {
        std::string name;
        std::vector<std::string> headers;  ///< folded keys
        std::string title{};               ///< the first of them, as an export writes it
    };
    std::vector<Column> columns;
    std::vector<std::string> yes;  ///< folded keys
    std::vector<std::string> no;
    std::string yes_title{};  ///< the first way to say yes, as written
};

struct CodeForm {
    std::size_t max_length{0};  ///< 0: no limit
    std::string separator;
    bool is_confirmed{false};
};

struct Kinds {
    std::vector<Kind> all;  ///< in written order
    ImportWords import_words;
    CodeForm code;
    const Kind* find(std::string_view name) const;
    /// By name or by a label in either language, without accents.
    const Kind* find_typed(std::string_view text) const;
};

/// A name that stands for many: `các sở, ban, ngành`.
struct Collective {
    std::string name;
    std::vector<std::string> patterns;  ///< keys, options spelled out
    std::vector<std::string> kinds;     ///< of the members
    std::string name_word;     ///< members carry this word in their name: `xã`, `phường`; or empty
    bool is_open{false};       ///< nobody can say who belongs: candidates, no members
    bool is_of_issuer{false};  ///< members stand below the body that issued the document
    Date until;                ///< from that day `then` takes its place
    std::string then;
    std::vector<std::size_t> word_counts{};  ///< of each pattern: most are ruled out by it alone
};

struct Collectives {
    std::vector<Collective> all;
    std::vector<std::string> firm_words;  ///< a slip of the pen never adds, drops or changes one of these
    const Collective* find(std::string_view name) const;
};

/// What became of a kind of body, by subject; for bodies the directory itself does not tell about.
struct Succession {
    struct Heir {
        std::string name;
        std::string subject_vi;
        std::string subject_en;
        std::string basis;
        bool is_confirmed{false};
    };
    std::string name;
    std::vector<std::string> keys;
    Date ended;
    std::vector<Heir> heirs;
};

struct Vocabulary {
    Naming naming;
    Kinds kinds;
    Collectives collectives;
    std::vector<Succession> successions;
};

/// The texts of the files of a pack.
struct VocabularyTexts {
    std::string_view naming;
    std::string_view abbreviations;  ///< may be empty
    std::string_view kinds;
    std::string_view collectives;
    std::string_view successions;
};

/// Every fault of every file goes to `faults`; a vocabulary with faults is not to be used.
Vocabulary read_vocabulary(const VocabularyTexts& texts, Diagnostics& faults);

/// `[a] (b|c) d` spelled out: every reading of optional and alternative parts. Refuses with
/// `definition.pattern` what is not balanced or gives over 4096 readings.
Result<std::vector<std::string>> spell_out(std::string_view pattern);

}  // namespace neove::organisation
