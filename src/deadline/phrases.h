#pragma once
/// \file
/// The phrases in which the way to a due date is told (packs/messages/deadline.tsv), in vi and en.

#include "base/result.h"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace neove::deadline {

class Phrases {
public:
    /// `key TAB vi TAB en`, `{name}` is a hole. Refuses with `deadline.phrases` and the line: an unknown or
    /// missing key, one given twice, a hole that the key does not have or one that a language leaves out.
    static Result<Phrases> parse(std::string_view tsv);

    using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;
    /// The phrase with its holes filled. CHECKs that the key exists and every hole has a value.
    std::string say(std::string_view key, bool english, Values values = {}) const;

private:
    struct Phrase {
        std::string vi;
        std::string en;
    };
    std::map<std::string, Phrase, std::less<>> phrases_;
};

}  // namespace neove::deadline
