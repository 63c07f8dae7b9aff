#pragma once
/// \file
/// Strong identities: 128 random bits, written as 32 lower-case hex digits. Never a bare string in a
/// signature.

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace neove {

/// Whether the text has the shape of an id: 32 lower-case hex digits.
inline bool is_id_text(std::string_view text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

template <typename Tag>
class Id {
public:
    Id() = default;
    static std::optional<Id> parse(std::string_view text) {
        if (!is_id_text(text)) return std::nullopt;
        return Id(std::string(text));
    }
    /// For values that come from our own store or our own generator.
    static Id trusted(std::string text) { return Id(std::move(text)); }

    const std::string& text() const { return text_; }
    bool is_empty() const { return text_.empty(); }
    auto operator<=>(const Id&) const = default;

private:
    explicit Id(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

using AccountId = Id<struct AccountTag>;
using SessionId = Id<struct SessionTag>;
using OrganisationId = Id<struct OrganisationTag>;
using RecordId = Id<struct RecordTag>;
using EventId = Id<struct EventTag>;
using DocumentId = Id<struct DocumentTag>;
using BlobId = Id<struct BlobTag>;
using TaskId = Id<struct TaskTag>;
using StoreId = Id<struct StoreTag>;

}  // namespace neove
