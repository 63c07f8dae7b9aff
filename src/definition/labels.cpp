#include "definition/labels.h"

namespace neove::definition {

namespace {

constexpr std::string_view kOwn = "label";
constexpr std::size_t kDeepest = 6;

void flatten(
    const Reading& reading,
    const yaml::Node& node,
    const std::string& key,
    std::size_t depth,
    const std::string& pointer,
    json::Value& out
) {
    if (node.kind != yaml::Kind::Mapping) {
        const std::string at = below(pointer, key);
        json::Value text = shape::text()(reading, node, at);
        if (out.find(key) != nullptr) reading.fault("definition.label_twice", node.place, at, key);
        reading.places.remember(at, reading.file, node.place);
        if (!text.is_null()) out.set(key, std::move(text));
        return;
    }
    if (depth > kDeepest) return reading.fault("definition.not_a_scalar", node.place, below(pointer, key));
    for (const yaml::Member& member : node.members) {
        // A group of labels (`fields`, `states`) may have a member of that name; a single thing has its own.
        const bool own = member.key == kOwn && depth >= 2;
        const std::string inner = key.empty() ? member.key : key + "." + member.key;
        flatten(reading, member.value, own ? key : inner, depth + 1, pointer, out);
    }
}

}  // namespace

Shape labels_shape() {
    return [](const Reading& reading, const yaml::Node& node, const std::string& pointer) -> json::Value {
        json::Value out{json::Object{}};
        if (node.kind != yaml::Kind::Mapping) {
            reading.fault("definition.not_a_mapping", node.place, pointer);
            return out;
        }
        flatten(reading, node, "", 0, pointer, out);
        return out;
    };
}

}  // namespace neove::definition
