#include "organisation/reader.h"

#include "base/text.h"

#include <algorithm>

namespace neove::organisation {

std::optional<yaml::Node> Reader::parse(std::string_view text) const {
    auto tree = yaml::parse(text, name_);
    if (!tree) {
        faults_.push_back(tree.error());
        return std::nullopt;
    }
    if (tree->kind != yaml::Kind::Mapping) {
        fault("definition.not_a_mapping", *tree);
        return std::nullopt;
    }
    return *std::move(tree);
}

void Reader::fault(std::string_view code, const yaml::Node& at, std::string_view detail) const {
    faults_.push_back(Error{
        ErrorKind::Invalid, std::string(code), yaml::where(name_, at.place), std::string(detail)});
}

void Reader::only(const yaml::Node& node, std::initializer_list<std::string_view> keys) const {
    for (const yaml::Member& member : node.members) {
        if (std::ranges::find(keys, member.key) == keys.end()) {
            fault("definition.unknown_key", member.value, member.key);
        }
    }
}

std::string Reader::text(const yaml::Node& node, std::string_view key, bool required) const {
    const yaml::Node* found = node.find(key);
    if (found != nullptr && found->kind == yaml::Kind::Scalar && !found->text.empty()) {
        return text::to_nfc(found->text);
    }
    const bool wrong =
        found != nullptr && found->kind != yaml::Kind::Scalar && found->kind != yaml::Kind::Null;
    if (wrong) {
        fault("definition.not_text", *found, key);
    } else if (required) {
        fault("definition.missing", node, key);
    }
    return {};
}

std::vector<std::string> Reader::texts(const yaml::Node& node, std::string_view key) const {
    const yaml::Node* found = node.find(key);
    if (found == nullptr || found->kind == yaml::Kind::Null) return {};
    if (found->kind == yaml::Kind::Scalar) return {text::to_nfc(found->text)};
    std::vector<std::string> out;
    if (found->kind == yaml::Kind::Mapping) fault("definition.not_a_list", *found, key);
    for (const yaml::Node& item : found->items) {
        if (item.kind == yaml::Kind::Scalar && !item.text.empty()) {
            out.push_back(text::to_nfc(item.text));
        } else {
            fault("definition.not_text", item, key);
        }
    }
    return out;
}

bool Reader::flag(const yaml::Node& node, std::string_view key) const {
    const std::string value = text(node, key);
    if (value.empty() || value == "no" || value == "false") return false;
    if (value != "yes" && value != "true") fault("definition.not_yes_or_no", *node.find(key), key);
    return true;
}

std::vector<const yaml::Node*> Reader::rows(const yaml::Node& node, std::string_view key) const {
    const yaml::Node* found = node.find(key);
    if (found == nullptr || found->kind == yaml::Kind::Null) return {};
    std::vector<const yaml::Node*> out;
    if (found->kind != yaml::Kind::Sequence) fault("definition.not_a_list", *found, key);
    for (const yaml::Node& item : found->items) {
        if (item.kind == yaml::Kind::Mapping) {
            out.push_back(&item);
        } else {
            fault("definition.not_a_mapping", item, key);
        }
    }
    return out;
}

}  // namespace neove::organisation
