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

/// How the table of access in force stands to the bundle's.
enum class AccessStand : std::uint8_t {
    InForce,  ///< the bundle's own table, which gives nobody more than was accepted
    Waiting,  ///< the bundle is another or its table wider: what was accepted holds until two have signed
    Closed,   ///< what was accepted is missing or not ours: nobody may do anything until two have signed
};

/// Why what a start was given is not what is in force.
enum class HeldBack : std::uint8_t {
    No,
    ForTwo,      ///< it is not the one that was accepted: two sign, then a start takes it
    UntilStart,  ///< they have signed
    ByRecords,   ///< it does not know where records stand that do: nobody would open them again
};

/// Living records that a bundle does not know.
struct LostRecords {
    std::string register_name;
    std::string state;  ///< empty: the register is gone, or other keys seal it
    auto operator<=>(const LostRecords&) const = default;
};

/// One picture; immutable, shared between threads.
struct Programme {
    std::shared_ptr<const definition::Bundle> bundle;  ///< in force
    access::Rules rules;                               ///< in force: not always those of the bundle
    access::Rules wanted;                ///< of what was brought, of the registers that take part here
    std::vector<std::string> registers;  ///< ids that take part here, in the bundle's order
    AccessStand access{AccessStand::InForce};
    std::int64_t access_version{0};                     ///< of the accepted table that `rules` follow from
    std::shared_ptr<const definition::Bundle> brought;  ///< what the start was given; the same, unless `held`
    HeldBack held{HeldBack::No};
    std::vector<LostRecords> lost;  ///< of the bundle that was brought; sorted
    const definition::Register* find(std::string_view register_id) const;
};

/// Whether a wider table is taken at once.
enum class Wider : std::uint8_t { Waits, IsTaken };

/// Thread-safe.
class Programmes {
public:
    /// None: no register at all.
    Programmes();
    /// Before the house serves. Keeps the bundle by its digest, and accepts it with its table where nothing
    /// was accepted yet; every other one waits for two persons while the bundle that was accepted last goes
    /// on, unless it is a demonstration's own. Where that one cannot go on, registers are closed until two
    /// have signed. A make-believe programme takes part in a demonstration alone. A bundle that does not know
    /// living records which the other does is not taken at all.
    Result<> adopt(
        storage::Store& store,
        const Keys& keys,
        std::shared_ptr<const definition::Bundle> bundle,
        bool demo,
        Instant now,
        Wider wider = Wider::IsTaken
    );
    /// Takes up a table that was accepted since, by whatever node. What is missing changes nothing: what this
    /// node holds in memory goes on.
    Result<> follow(storage::Store& store, const Keys& keys);
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

}  // namespace neove::service
