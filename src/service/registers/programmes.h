#pragma once
/// \file
/// What the house runs: the bundle in force, the bundles that records were opened under, the table of access
/// that was accepted, and the calendar that limits are counted with.

#include "calendar/working_calendar.h"
#include "definition/register.h"
#include "service/keys.h"
#include "storage/store.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::service {

/// One picture; immutable, shared between threads.
struct Programme {
    std::shared_ptr<const definition::Bundle> bundle;
    access::Rules rules;                 ///< accepted: not always those of the bundle
    std::vector<std::string> registers;  ///< ids that take part here, in the bundle's order
    bool is_table_waiting{false};        ///< the bundle's table is wider than the accepted one
    const definition::Register* find(std::string_view register_id) const;
};

/// Thread-safe.
class Programmes {
public:
    /// None: no register at all.
    Programmes();
    /// Before the house serves. Keeps the bundle by its digest, and the table of access where it gives nobody
    /// more than the accepted one or nothing was accepted yet; a wider one waits for two persons, but in a
    /// demonstration. A make-believe programme takes part in a demonstration alone.
    Result<> adopt(
        storage::Store& store,
        const Keys& keys,
        std::shared_ptr<const definition::Bundle> bundle,
        bool demo,
        Instant now
    );
    void set_calendar(calendar::WorkingCalendar calendar);

    std::shared_ptr<const Programme> current() const;
    const calendar::WorkingCalendar& calendar() const { return calendar_; }

    /// The bundle a record was opened under: its form and workflow stay what they were. Refuses
    /// `record.unreadable` where the store does not know it.
    Result<std::shared_ptr<const definition::Bundle>> pinned(
        storage::Snapshot& snapshot, const std::string& digest
    );

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Programme> current_;
    std::map<std::string, std::shared_ptr<const definition::Bundle>> pinned_;
    calendar::WorkingCalendar calendar_;
};

/// The table that was accepted last; nothing where none was, or none with our tag.
Result<std::optional<access::Rules>> accepted_access(storage::Snapshot& snapshot, const Keys& keys);
/// Takes a table as accepted.
storage::Write accept_access(
    const Keys& keys,
    const access::Rules& rules,
    const AccountId& proposed_by,
    const AccountId& confirmed_by,
    Instant at
);

}  // namespace neove::service
