#include "worker/xml.h"

#include <utility>

namespace neove::worker {

namespace {

std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_too_deep(const pugi::xml_document& tree) {
    int depth = 0;
    bool too_deep = false;
    walk(
        tree,
        [&](const pugi::xml_node&) {
            too_deep |= ++depth > kMaxDepth;
            return !too_deep;
        },
        [&](const pugi::xml_node&) { --depth; }
    );
    return too_deep;
}

}  // namespace

Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view bytes) {
    auto tree = std::make_unique<pugi::xml_document>();
    // A run of spaces between two words is text too, but only where it is all an element holds.
    constexpr unsigned kOptions = pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single;
    const pugi::xml_parse_result parsed = tree->load_buffer(bytes.data(), bytes.size(), kOptions);
    if (!parsed) return refuse(ErrorKind::Invalid, "document.corrupt", {}, parsed.description());
    for (const pugi::xml_node& node : tree->children()) {
        if (node.type() == pugi::node_doctype) {
            return refuse(ErrorKind::Invalid, "document.corrupt", {}, "a DOCTYPE");
        }
    }
    if (is_too_deep(*tree)) return refuse(ErrorKind::Invalid, "document.corrupt", {}, "nested too deeply");
    return tree;
}

std::string_view local_name(const pugi::xml_node& node) {
    return without_prefix(node.name());
}

std::string_view attribute(const pugi::xml_node& node, std::string_view local) {
    for (const pugi::xml_attribute& one : node.attributes()) {
        if (without_prefix(one.name()) == local) return one.value();
    }
    return {};
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view local) {
    for (const pugi::xml_node& one : node.children()) {
        if (local_name(one) == local) return one;
    }
    return {};
}

}  // namespace neove::worker
