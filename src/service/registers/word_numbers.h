#pragma once
/// \file
/// Texts that come again and again, as numbers; 0 is the empty one.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace neove::service {

class WordNumbers {
public:
    WordNumbers() { clear(); }
    std::uint32_t number(const std::string& text) {
        const auto [found, is_new] = numbers_.emplace(text, static_cast<std::uint32_t>(texts_.size()));
        if (is_new) texts_.push_back(text);
        return found->second;
    }
    std::optional<std::uint32_t> find(const std::string& text) const {
        const auto found = numbers_.find(text);
        return found == numbers_.end() ? std::nullopt : std::optional(found->second);
    }
    const std::string& text(std::uint32_t number) const { return texts_[number]; }
    std::size_t size() const { return texts_.size(); }
    void clear() {
        texts_.assign(1, std::string());
        numbers_ = {{std::string(), 0}};
    }

private:
    std::vector<std::string> texts_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace neove::service
