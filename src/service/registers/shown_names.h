#pragma once
/// \file
/// Names that lists of this node showed, in its memory: fifty envelopes need not be opened anew for every
/// page of the same people. Whether a name is shown is decided before it is asked for here.

#include "base/id.h"
#include "name_index/wiping.h"
#include "service/registers/stored_record.h"

#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace neove::service {

/// Thread-safe. A name is kept for exactly the state of the record that it was opened from: its version, its
/// last event and which key it has. What is forgotten is wiped.
class ShownNames {
public:
    /// Taken before the snapshot whose names are put: what was forgotten meanwhile does not come back with
    /// them.
    std::uint64_t ticket() const;
    void put(std::uint64_t ticket, const RecordRow& row, std::string_view name);
    std::optional<std::string> find(const RecordRow& row) const;
    /// Something happened to these records.
    void forget(std::span<const RecordId> records);
    /// Nothing is kept any more.
    void stop();
    std::size_t size() const;

    static constexpr std::size_t kMost = 20'000;

private:
    struct Kept {
        std::int64_t version{0};
        std::int64_t redactions{0};
        Digest last_event{};
        name_index::WipedText name;
    };
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, Kept> kept_;  ///< by record
    std::uint64_t forgotten_{0};                  ///< how often anything was
    bool stopped_{false};
};

}  // namespace neove::service
