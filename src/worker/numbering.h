#pragma once
/// \file
/// The automatic numbers of a word processor's paragraphs, as its reader sees them. They are not in the text:
/// a plan read without them would have lost its outline.

#include <pugixml.hpp>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace neove::worker {

/// Which list and level a paragraph belongs to.
struct ListPlace {
    int list{0};  ///< 0: none
    int level{0};
};

class Numbering {
public:
    /// Either root may be null. Nothing here refuses: what cannot be understood is not numbered.
    Numbering(const pugi::xml_node& numbering, const pugi::xml_node& styles);

    /// Where a paragraph with these properties (may be null) stands.
    ListPlace place(const pugi::xml_node& paragraph_properties) const;

    /// Counts one paragraph at this place and gives its label with the blank after it, e.g. `II. `, `a) `, `-
    /// `; empty for none.
    std::string next_label(ListPlace place);

private:
    static constexpr int kLevels = 9;
    struct Level {
        std::string format{"decimal"};
        std::string text;
        std::string suffix{"tab"};
        std::string style;
        int start{1};
        int restart_after{-1};  ///< -1: any shallower level restarts it; 0: never; n: level n (from 1) does
        bool plain_digits{false};
    };
    using Levels = std::array<Level, kLevels>;
    struct Definition {
        Levels levels;
        std::string style_link;       ///< the numbering style it stands for
        std::string numbering_style;  ///< the numbering style that defines it
    };
    struct List {
        int definition{-1};
        std::array<std::optional<int>, kLevels> starts;
        std::map<int, Level> own_levels;
        std::array<bool, kLevels> started{};
    };
    struct Style {
        std::string based_on;
        int list{-1};
        int level{-1};
    };
    using Counters = std::array<std::optional<int>, kLevels>;

    static Level read_level(const pugi::xml_node& node);
    void read_definition(const pugi::xml_node& node);
    void read_list(const pugi::xml_node& node);
    void read_styles(const pugi::xml_node& styles);
    int definition_of(int list) const;
    const Level* level_of(const List& list, int level) const;
    ListPlace place_of_style(std::string_view style) const;
    void count(List& list, int level);
    std::string render(const List& list, int level);

    std::map<int, Definition> definitions_;
    std::map<int, List> lists_;
    std::map<std::string, Style, std::less<>> styles_;
    std::map<int, Counters> counters_;  ///< by definition: lists that share one go on counting
};

/// A number in one of the formats of the file (`decimal`, `upperRoman`, `lowerLetter` …); decimal for those
/// unknown.
std::string format_number(std::string_view format, int value);

}  // namespace neove::worker
