#pragma once
/// \file
/// XML of office documents: no DOCTYPE (so no entities), bounded depth, and a walk that never recurses.

#include "base/result.h"

#include <pugixml.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace neove::worker {

constexpr int kMaxDepth = 256;

/// Refuses what is not well formed, has a DOCTYPE or is deeper than kMaxDepth.
Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view bytes);

/// The name without its prefix.
std::string_view local_name(const pugi::xml_node& node);

/// The value of the attribute with this local name, whatever its prefix; empty when absent.
std::string_view attribute(const pugi::xml_node& node, std::string_view local);

/// The first child element with this local name; a null node when there is none.
pugi::xml_node child(const pugi::xml_node& node, std::string_view local);

/// Visits `root` and everything below it in document order without recursion. `enter` tells whether to go
/// into the node's children; `leave` is called after them for every node whose `enter` was called.
template <typename Enter, typename Leave>
void walk(const pugi::xml_node& root, Enter enter, Leave leave) {
    pugi::xml_node node = root;
    while (node) {
        if (enter(node) && node.first_child()) {
            node = node.first_child();
            continue;
        }
        leave(node);
        while (node != root && !node.next_sibling()) {
            node = node.parent();
            leave(node);
        }
        if (node == root) return;
        node = node.next_sibling();
    }
}

}  // namespace neove::worker
