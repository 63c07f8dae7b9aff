#include "worker/numbering.h"

#include "worker/xml.h"

#include <algorithm>
#include <charconv>

namespace neove::worker {

namespace {

constexpr std::size_t kMaxDefinitions = 5'000;
constexpr int kMaxStyleSteps = 16;
constexpr int kMaxNumber = 32'767;

int number(std::string_view text, int otherwise) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && value >= -1 && value <= 1'000'000'000 ? value : otherwise;
}

int number_of(const pugi::xml_node& node, std::string_view local, int otherwise) {
    const pugi::xml_node found = child(node, local);
    return found ? number(attribute(found, "val"), otherwise) : otherwise;
}

std::string text_of(const pugi::xml_node& node, std::string_view local) {
    return std::string(attribute(child(node, local), "val"));
}

std::string roman(int value) {
    struct Sign {
        int value;
        const char* text;
    };
    static constexpr std::array<Sign, 13> kSigns{
        {{1000, "M"},
         {900, "CM"},
         {500, "D"},
         {400, "CD"},
         {100, "C"},
         {90, "XC"},
         {50, "L"},
         {40, "XL"},
         {10, "X"},
         {9, "IX"},
         {5, "V"},
         {4, "IV"},
         {1, "I"}}};
    std::string out;
    for (const Sign& sign : kSigns) {
        for (; value >= sign.value; value -= sign.value) out += sign.text;
    }
    return out;
}

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return text;
}

/// a … z, then aa, bb …: how word processors go on.
std::string letters(int value) {
    const auto times = static_cast<std::size_t>((value - 1) / 26 + 1);
    return std::string(std::min<std::size_t>(times, 64), static_cast<char>('A' + (value - 1) % 26));
}

}  // namespace

std::string format_number(std::string_view format, int value) {
    const int shown = std::clamp(value, 0, kMaxNumber);
    if (format == "none") return {};
    if (shown > 0 && format == "upperRoman") return roman(shown);
    if (shown > 0 && format == "lowerRoman") return lower(roman(shown));
    if (shown > 0 && format == "upperLetter") return letters(shown);
    if (shown > 0 && format == "lowerLetter") return lower(letters(shown));
    if (format == "decimalZero" && shown < 10) return "0" + std::to_string(shown);
    return std::to_string(shown);
}

Numbering::Numbering(const pugi::xml_node& numbering, const pugi::xml_node& styles) {
    for (const pugi::xml_node& node : numbering.children()) {
        if (local_name(node) == "abstractNum") read_definition(node);
        if (local_name(node) == "num") read_list(node);
    }
    read_styles(styles);
}

Numbering::Level Numbering::read_level(const pugi::xml_node& node) {
    Level level;
    for (const pugi::xml_node& part : node.children()) {
        const std::string_view name = local_name(part);
        const std::string_view value = attribute(part, "val");
        if (name == "start") level.start = number(value, 1);
        if (name == "numFmt") level.format = value;
        if (name == "lvlText") level.text = value.substr(0, 256);
        if (name == "suff") level.suffix = value;
        if (name == "pStyle") level.style = value;
        if (name == "lvlRestart") level.restart_after = number(value, -1);
        if (name == "isLgl") level.plain_digits = value != "0" && value != "false";
    }
    return level;
}

void Numbering::read_definition(const pugi::xml_node& node) {
    if (definitions_.size() >= kMaxDefinitions) return;
    Definition& definition = definitions_[number(attribute(node, "abstractNumId"), -1)];
    for (const pugi::xml_node& part : node.children()) {
        const std::string_view name = local_name(part);
        if (name == "styleLink") definition.style_link = attribute(part, "val");
        if (name == "numStyleLink") definition.numbering_style = attribute(part, "val");
        if (name != "lvl") continue;
        const int at = number(attribute(part, "ilvl"), -1);
        if (at >= 0 && at < kLevels) definition.levels[static_cast<std::size_t>(at)] = read_level(part);
    }
}

void Numbering::read_list(const pugi::xml_node& node) {
    if (lists_.size() >= kMaxDefinitions) return;
    List& list = lists_[number(attribute(node, "numId"), 0)];
    list.definition = number_of(node, "abstractNumId", -1);
    for (const pugi::xml_node& part : node.children()) {
        const int at = number(attribute(part, "ilvl"), -1);
        if (local_name(part) != "lvlOverride" || at < 0 || at >= kLevels) continue;
        if (const pugi::xml_node own = child(part, "lvl")) list.own_levels[at] = read_level(own);
        if (child(part, "startOverride")) {
            list.starts[static_cast<std::size_t>(at)] = number_of(part, "startOverride", 1);
        }
    }
}

void Numbering::read_styles(const pugi::xml_node& styles) {
    for (const pugi::xml_node& node : styles.children()) {
        if (local_name(node) != "style" || styles_.size() >= kMaxDefinitions) continue;
        Style& style = styles_[std::string(attribute(node, "styleId"))];
        style.based_on = text_of(node, "basedOn");
        const pugi::xml_node properties = child(child(node, "pPr"), "numPr");
        style.list = number_of(properties, "numId", -1);
        style.level = number_of(properties, "ilvl", -1);
    }
}

ListPlace Numbering::place_of_style(std::string_view name) const {
    int level = -1;
    std::string at(name);
    for (int steps = 0; steps < kMaxStyleSteps; ++steps) {
        const auto style = styles_.find(at);
        if (style == styles_.end()) break;
        if (level < 0) level = style->second.level;
        if (style->second.list < 0) {
            at = style->second.based_on;
            continue;
        }
        const auto definition = definitions_.find(definition_of(style->second.list));
        if (definition !=
            definitions_.end()) {  // a heading style says its level only in the list's definition
            for (int i = 0; i < kLevels; ++i) {
                if (definition->second.levels[static_cast<std::size_t>(i)].style == name) level = i;
            }
        }
        return {style->second.list, std::max(level, 0)};
    }
    return {0, std::max(level, 0)};
}

ListPlace Numbering::place(const pugi::xml_node& paragraph_properties) const {
    ListPlace place = place_of_style(attribute(child(paragraph_properties, "pStyle"), "val"));
    const pugi::xml_node own = child(paragraph_properties, "numPr");
    place.list = number_of(own, "numId", place.list);
    place.level = std::clamp(number_of(own, "ilvl", place.level), 0, kLevels - 1);
    return place;
}

int Numbering::definition_of(int list) const {
    const auto found = lists_.find(list);
    if (found == lists_.end()) return -1;
    const auto definition = definitions_.find(found->second.definition);
    if (definition == definitions_.end() || definition->second.numbering_style.empty()) {
        return found->second.definition;
    }
    for (const auto& [id, other] : definitions_) {
        if (other.style_link == definition->second.numbering_style) return id;
    }
    return found->second.definition;
}

const Numbering::Level* Numbering::level_of(const List& list, int level) const {
    if (const auto own = list.own_levels.find(level); own != list.own_levels.end()) return &own->second;
    const auto definition = definitions_.find(list.definition);
    return definition == definitions_.end() ? nullptr
                                            : &definition->second.levels[static_cast<std::size_t>(level)];
}

void Numbering::count(List& list, int level) {
    Counters& counters = counters_[list.definition];
    const auto at = static_cast<std::size_t>(level);
    if (list.starts[at] && !list.started[at]) counters[at].reset();
    list.started[at] = true;
    const int start = list.starts[at].value_or(level_of(list, level)->start);
    counters[at] = counters[at] ? std::min(*counters[at] + 1, kMaxNumber) : start;
    for (int deeper = level + 1; deeper < kLevels; ++deeper) {
        const int after = level_of(list, deeper)->restart_after;
        if (after < 0 || (after > 0 && level < after)) counters[static_cast<std::size_t>(deeper)].reset();
    }
}

std::string Numbering::render(const List& list, int level) {
    const Level& shown = *level_of(list, level);
    Counters& counters = counters_[list.definition];
    std::string out;
    for (std::size_t i = 0; i < shown.text.size(); ++i) {
        const char digit = i + 1 < shown.text.size() ? shown.text[i + 1] : '\0';
        if (shown.text[i] != '%' || digit < '1' || digit > '9') {
            out += shown.text[i];
            continue;
        }
        const int other = digit - '1';
        const Level& counted = *level_of(list, other);
        std::optional<int>& counter = counters[static_cast<std::size_t>(other)];
        if (!counter) counter = counted.start;  // a level never used shows its first number
        const bool digits = shown.plain_digits && counted.format != "none";
        out += format_number(digits ? "decimal" : std::string_view(counted.format), *counter);
        ++i;
    }
    return out;
}

std::string Numbering::next_label(ListPlace place) {
    const auto found = lists_.find(place.list);
    if (place.list <= 0 || found == lists_.end()) return {};
    List& list = found->second;
    list.definition = definition_of(place.list);
    const int level = std::clamp(place.level, 0, kLevels - 1);
    if (!definitions_.contains(list.definition)) return {};
    count(list, level);
    const Level* const shown = level_of(list, level);
    if (shown->format == "bullet") {
        // The sign is often a glyph of a symbol font; plans use '-' and, one level down, '+'.
        return shown->text.empty() ? std::string() : shown->text == "+" ? "+ " : "- ";
    }
    std::string label = render(list, level);
    if (label.empty()) return {};
    if (shown->suffix != "nothing") label += ' ';
    return label;
}

}  // namespace neove::worker
