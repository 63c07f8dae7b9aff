#pragma once
/// \file
/// Levels and kinds of units and the words of an import, as data of a country. Nothing of it is known to the
/// code.

#include "administrative_unit/unit.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neove::administrative_unit {

struct Level {
    std::string name;
    std::string label_vi;
    std::string label_en;
    std::size_t code_length{0};  ///< of its codes; a code of another length has lost a nought on its way
};

struct Kind {
    std::string name;
    std::string label_vi;
    std::string label_en;
    std::size_t level{0};              ///< index; 0 is the top
    std::vector<std::string> typed{};  ///< keys under which an import may write it
};

/// A value and the keys under which it may be typed.
struct Word {
    std::string name;
    std::vector<std::string> typed;
};

struct Vocabulary {
    std::vector<Level> levels;  ///< top first
    std::vector<Kind> kinds;
    std::vector<Word> columns;
    std::vector<Word> extents;
    std::vector<Word> confidences;
    std::vector<Word> unknown;  ///< for a day nobody knows

    const Kind* find(std::string_view kind) const;
    const Level* level_of(std::string_view kind) const;
    /// `Phường Ba Đình`: the kind's own word, then the name.
    std::string full_name(const Unit& unit) const;
};

/// How typed words are compared: without accents, case, and blanks or underscores too many.
std::string typed_key(std::string_view text);
/// The name of the word typed; empty if none.
std::string_view find_word(const std::vector<Word>& words, std::string_view typed_key);

/// Every fault goes to `faults`; a vocabulary with faults is not to be used.
Vocabulary read_vocabulary(std::string_view yaml, std::string_view file_name, Diagnostics& faults);

}  // namespace neove::administrative_unit
