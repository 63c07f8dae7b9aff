#pragma once
/// \file
/// Small helpers over the YAML tree that collect every fault instead of stopping at the first.

#include "base/result.h"
#include "yaml/yaml.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace neove::organisation {

/// Walks one file; `name` is what a fault's place begins with.
class Reader {
public:
    Reader(std::string_view name, Diagnostics& faults) : name_(name), faults_(faults) {}

    /// The tree of a file, or nothing and a fault.
    std::optional<yaml::Node> parse(std::string_view text) const;

    void fault(std::string_view code, const yaml::Node& at, std::string_view detail = {}) const;
    /// Faults every member whose key is not named: a typo in a key must not be silence.
    void only(const yaml::Node& node, std::initializer_list<std::string_view> keys) const;
    /// The scalar under `key` in NFC, or empty. With `required`, absence or blankness is a fault.
    std::string text(const yaml::Node& node, std::string_view key, bool required = false) const;
    /// A scalar or a list of scalars.
    std::vector<std::string> texts(const yaml::Node& node, std::string_view key) const;
    /// `yes`, `no`, or absent (false).
    bool flag(const yaml::Node& node, std::string_view key) const;
    /// Items of the list under `key`; anything but a list of mappings is a fault.
    std::vector<const yaml::Node*> rows(const yaml::Node& node, std::string_view key) const;

private:
    std::string_view name_;
    Diagnostics& faults_;
};

}  // namespace neove::organisation
