#include "definition/shape.h"

#include "base/text.h"
#include "calendar/date.h"
#include "definition/nearest.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace neove::definition {

void Reading::fault(
    std::string_view code, yaml::Place place, std::string_view pointer, std::string_view detail
) const {
    faults.push_back({std::string(code), std::string(file), place, std::string(pointer), std::string(detail)}
    );
}

bool is_id(std::string_view text) {
    constexpr std::size_t kLongest = 48;
    const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= kLongest && text[0] >= 'a' && text[0] <= 'z' &&
           std::ranges::all_of(text, is_word);
}

namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " | ") + word;
    return out;
}

/// The scalar's text, or a fault: a mapping where a word belongs, or nothing after the colon.
const std::string* scalar(const Reading& reading, const yaml::Node& node, const std::string& pointer) {
    if (node.kind == yaml::Kind::Scalar) return &node.text;
    reading.fault(
        node.kind == yaml::Kind::Null ? "definition.blank" : "definition.not_a_scalar", node.place, pointer
    );
    return nullptr;
}

/// A shape of a scalar: `read` gives its value, or null for what is not one.
template <typename Read>
Shape of_scalar(std::string code, std::string wanted, Read read) {
    return [=](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        const std::string* text = scalar(reading, node, pointer);
        if (text == nullptr) return {};
        json::Value value = read(*text);
        if (value.is_null()) {
            reading.fault(code, node.place, pointer, *text + (wanted.empty() ? "" : " → " + wanted));
        }
        return value;
    };
}

std::string id_of(const json::Value& item) {
    return item.string() != nullptr ? *item.string() : item.text_or("id");
}

struct Unit {
    std::string_view written;
    std::string_view one;
    std::string_view name;
};
constexpr std::array kUnits{
    Unit{"hours", "hour", "hour"},
    Unit{"days", "day", "day"},
    Unit{"working_days", "working_day", "working_day"},
    Unit{"months", "month", "month"}};

json::Value span_of(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return {};
    const auto amount = whole_number(text.substr(0, space));
    const std::string_view word = text.substr(space + 1);
    constexpr std::int64_t kLongest = 10'000;
    if (!amount || *amount < 1 || *amount > kLongest) return {};
    for (const Unit& unit : kUnits) {
        if (word != unit.written && word != unit.one) continue;
        return json::Object{{"amount", *amount}, {"unit", unit.name}};
    }
    return {};
}

/// `mm-dd`; 29 February stands for the last day of February.
json::Value day_of_year(std::string_view text) {
    if (text.size() != 5 || !calendar::Date::parse_iso("2000-" + std::string(text))) return {};
    return text;
}

json::Value trigger_of(std::string_view text) {
    const std::size_t open = text.find('(');
    if (open == std::string_view::npos || !text.ends_with(')')) return {};
    const std::string_view word = text.substr(0, open);
    const std::string_view name = text.substr(open + 1, text.size() - open - 2);
    if ((word != "entered" && word != "action" && word != "field") || !is_id(name)) return {};
    return json::Object{{"name", name}, {"on", word}};
}

const Key* key_named(const std::vector<Key>& keys, std::string_view name) {
    const auto found = std::ranges::find(keys, name, &Key::name);
    return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> names_of(const std::vector<Key>& keys) {
    std::vector<std::string> names;
    for (const Key& key : keys) names.push_back(key.name);
    return names;
}

std::string known_keys(const std::vector<Key>& keys) {
    return joined(names_of(keys));
}

json::Value read_object(
    const std::vector<Key>& keys, const Reading& reading, const yaml::Node& node, const std::string& pointer
) {
    json::Value out{json::Object{}};
    for (const yaml::Member& member : node.members) {
        const Key* key = key_named(keys, member.key);
        if (key == nullptr) {
            const std::string detail = beside_what_there_is(member.key, names_of(keys), keys.size());
            reading.fault("definition.unknown_key", member.place, below(pointer, member.key), detail);
            continue;
        }
        const std::string& name = key->as.empty() ? key->name : key->as;
        const std::string at = below(pointer, name);
        reading.places.remember(at, reading.file, member.value.place);
        json::Value value = key->shape(reading, member.value, at);
        if (!value.is_null()) out.set(name, std::move(value));
    }
    for (const Key& key : keys) {
        if (key.need == Need::Must && node.find(key.name) == nullptr) {
            reading.fault("definition.missing_key", node.place, pointer, key.name);
        }
    }
    return out;
}

}  // namespace

namespace shape {

namespace {

Shape day_of_year_shape() {
    return of_scalar("definition.not_a_day_of_year", "mm-dd", [](const std::string& text) {
        return day_of_year(text);
    });
}

}  // namespace

Shape id() {
    return of_scalar("definition.not_an_id", "", [](const std::string& text) {
        return is_id(text) ? json::Value(text) : json::Value();
    });
}

Shape prefix() {
    return of_scalar("definition.not_a_prefix", "ML", [](const std::string& text) {
        const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
        const bool right = text.size() >= 2 && text.size() <= 4 && std::ranges::all_of(text, is_capital);
        return right ? json::Value(text) : json::Value();
    });
}

Shape text(std::size_t max_bytes) {
    return [=](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        const std::string* written = scalar(reading, node, pointer);
        if (written == nullptr) return {};
        std::string out = text::to_nfc(*written);
        if (out.find_first_not_of(" \t\r\n") == std::string::npos) {
            reading.fault("definition.blank", node.place, pointer);
            return {};
        }
        if (out.size() > max_bytes) {
            reading.fault("definition.too_long", node.place, pointer, std::to_string(max_bytes));
            return {};
        }
        return out;
    };
}

Shape integer(std::int64_t min, std::int64_t max) {
    const std::string wanted = std::to_string(min) + "…" + std::to_string(max);
    return of_scalar("definition.not_a_number", wanted, [=](const std::string& text) {
        const auto value = whole_number(text);
        return value && *value >= min && *value <= max ? json::Value(*value) : json::Value();
    });
}

Shape flag(bool unsaid) {
    const Shape word = of_scalar("definition.not_a_flag", "true | false", [](const std::string& text) {
        return text == "true" || text == "false" ? json::Value(text == "true") : json::Value();
    });
    return [=](const Reading& reading, const yaml::Node& node, const std::string& pointer) {
        json::Value said = word(reading, node, pointer);
        return said == json::Value(unsaid) ? json::Value() : said;
    };
}

Shape date() {
    return of_scalar("definition.not_a_date", "yyyy-mm-dd", [](const std::string& text) {
        return calendar::Date::parse_iso(text) ? json::Value(text) : json::Value();
    });
}

Shape one_of(std::vector<std::string> words) {
    std::string wanted = joined(words);
    return of_scalar("definition.not_one_of", std::move(wanted), [words](const std::string& text) {
        return std::ranges::find(words, text) != words.end() ? json::Value(text) : json::Value();
    });
}

Shape list_of(Shape item, std::size_t min) {
    return [=](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        if (node.kind != yaml::Kind::Sequence) {
            reading.fault("definition.not_a_list", node.place, pointer);
            return {};
        }
        if (node.items.size() < min) reading.fault("definition.empty_list", node.place, pointer);
        json::Array out;
        for (const yaml::Node& one : node.items) {
            const std::string at = below(pointer, out.size());
            reading.places.remember(at, reading.file, one.place);
            // A faulty item keeps its seat, so that what follows stands where its pointer says.
            out.push_back(item(reading, one, at));
        }
        return out;
    };
}

Shape one_or_list(Shape item) {
    const Shape many = list_of(item, 1);
    return [=](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        if (node.kind == yaml::Kind::Sequence) return many(reading, node, pointer);
        const std::string at = below(pointer, std::size_t{0});
        reading.places.remember(at, reading.file, node.place);
        return json::Array{item(reading, node, at)};
    };
}

Shape distinct(Shape list) {
    return [=](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        json::Value out = list(reading, node, pointer);
        if (out.array() == nullptr) return out;
        std::set<std::string> seen;
        for (std::size_t i = 0; i < out.array()->size(); ++i) {
            const std::string id = id_of((*out.array())[i]);
            if (id.empty() || seen.insert(id).second) continue;
            reading.fault("definition.id_twice", node.items[i].place, below(pointer, i), id);
        }
        return out;
    };
}

Shape object(std::vector<Key> keys) {
    return [=](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        if (node.kind != yaml::Kind::Mapping) {
            reading.fault("definition.not_a_mapping", node.place, pointer, known_keys(keys));
            return {};
        }
        return read_object(keys, reading, node, pointer);
    };
}

Shape by_id(Shape value) {
    return
        [value](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
            if (node.kind != yaml::Kind::Mapping) {
                reading.fault("definition.not_a_mapping", node.place, pointer);
                return {};
            }
            json::Value out{json::Object{}};
            for (const yaml::Member& member : node.members) {
                const std::string at = below(pointer, member.key);
                reading.places.remember(at, reading.file, member.value.place);
                out.set(member.key, value(reading, member.value, at));
            }
            return out;
        };
}

Shape scalar_or(Shape scalar_shape, Shape otherwise) {
    return [=](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        return (node.kind == yaml::Kind::Scalar ? scalar_shape : otherwise)(reading, node, pointer);
    };
}

Shape span(bool dates) {
    Shape amount = of_scalar(
        "definition.not_a_span",
        "3 working_days | 14 days | 24 hours | 2 months",
        [](const std::string& text) { return span_of(text); }
    );
    if (!dates) return amount;
    const auto before_which = [](Key which) {
        std::vector<Key> keys;
        keys.push_back(std::move(which));
        keys.push_back({"before", one_of({"exclusive", "inclusive"}), Need::Must});
        return object(std::move(keys));
    };  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): std::function owns what it copied
    const Shape of_year = before_which({"date", one_or_list(day_of_year_shape()), Need::Must, "dates"});
    const Shape named = before_which({"field", id(), Need::Must});
    Shape day = [of_year, named](const Reading& reading, const yaml::Node& node, const std::string& pointer) {
        return (node.find("field") == nullptr ? of_year : named)(reading, node, pointer);
    };
    return scalar_or(std::move(amount), std::move(day));
}  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): std::function owns what it copied

Shape days() {
    return of_scalar("definition.not_days", "2 days", [](const std::string& text) {
        const json::Value span = span_of(text);
        return span.text_or("unit") == "day" ? *span.find("amount") : json::Value();
    });
}

Shape trigger() {
    return of_scalar(
        "definition.not_a_trigger",
        "entered(…) | action(…) | field(…)",
        [](const std::string& text) { return trigger_of(text); }
    );
}

}  // namespace shape

}  // namespace neove::definition
