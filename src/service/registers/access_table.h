#pragma once
/// \file
/// The table of access that this store accepted, and the one that waits for a second person: one row, every
/// version of which the journal names. What is missing, older or not ours is no table at all, and then nobody
/// opens anything: deleting it gives nobody more.

#include "access/rules.h"
#include "service/keys.h"
#include "storage/store.h"

#include <optional>
#include <string>

namespace neove::service {

constexpr std::int64_t kAccessProposalLife = 7 * kDay;

/// Of its events and entries.
inline constexpr const char* kAccessTable = "access_table";

struct AccessTable {
    std::string text;    ///< as `Rules::to_tsv`
    std::string bundle;  ///< digest of the one it came with
    Instant accepted_at;
    AccountId proposed_by;  ///< empty, like the next one, where a start took it: nobody got more by it
    AccountId confirmed_by;
    std::string waiting_text;  ///< empty: none waits
    std::string waiting_bundle;
    AccountId waiting_by;
    Instant waiting_at;
    std::string reason;    ///< of the one that waits
    std::string refusal;   ///< of the last one that was refused
    AccountId refused_by;  ///< empty: none was since
    std::int64_t version{0};

    bool waits_at(Instant now) const {
        return !waiting_text.empty() && now < waiting_at + kAccessProposalLife;
    }
    void stop_waiting();
};

enum class TableStand : std::uint8_t {
    Never,    ///< nothing was accepted yet
    Missing,  ///< something was, and it is not there, or not what it was
    There,
};

struct FoundTable {
    TableStand stand{TableStand::Never};
    AccessTable table;  ///< of `Missing`: the version alone, that of the next one follows it
};
Result<FoundTable> find_access_table(storage::Snapshot& snapshot, const Keys& keys);

/// Adds it as the next version. The event of that version is the caller's to add: it is what keeps two from
/// writing at once.
void write_access_table(const Keys& keys, AccessTable table, storage::Commit& commit);

/// What a store of before this row accepted last.
Result<std::optional<AccessTable>> older_access_table(storage::Snapshot& snapshot, const Keys& keys);

}  // namespace neove::service
