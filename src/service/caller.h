#pragma once
/// \file
/// Who is calling: recognised from the cookie once per request, before any use case runs.

#include "service/account.h"
#include "service/house.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace neove::service {

enum class Language : std::uint8_t { Vi, En };

constexpr std::int64_t kSessionMax = 10 * kHour;
constexpr std::int64_t kIdleMax = 30 * kMinute;  ///< 15 where persons can be read: with the person registers
constexpr std::int64_t kStepUpMax = 5 * kMinute;

/// What a request that only reads holds from recognising its caller to its answer. Whoever makes one must see
/// to it that no answer leaves before its entries have landed.
struct Look {
    std::shared_ptr<storage::Snapshot> snapshot;             ///< everything the request sees
    std::vector<std::shared_ptr<storage::Landing>> entries;  ///< of the journal, about what was read
};

/// A recognised person in one role for one organisation.
struct Caller {
    Account account;
    Session session;
    std::vector<Grant> grants;  ///< those that hold now
    Grant acting;
    access::Actor actor;
    Language language{Language::Vi};
    Instant now;
    std::shared_ptr<Look> look{};  ///< null where the request writes
    bool stepped_up() const { return now.micros - session.step_up_at.micros <= kStepUpMax; }
};

/// Refusals: `session.none` (no cookie, unknown, ended, idle, disabled: never told apart), `session.locked`,
/// `session.enrol` (a second factor must be set up first; only `allow_unready` calls pass).
Result<Caller> recognise(
    House& house,
    std::string_view token,
    Language language,
    bool allow_unready = false,
    std::shared_ptr<Look> look = nullptr
);

/// An account in a role for an organisation, with what stands below that one and the bodies it is a desk of.
access::Actor actor_in(
    const House& house, const AccountId& account, const std::string& role, const OrganisationId& organisation
);

/// The snapshot of a request that reads; a new one for a request that writes, whose own commits must show.
Result<std::shared_ptr<storage::Snapshot>> snapshot_of(House& house, const Caller& caller);

/// Refuses `session.step_up` unless a factor was shown within five minutes.
Result<> require_step_up(const Caller& caller);

/// Today's date (YYYY-MM-DD) where the installation stands.
std::string today(const House& house, Instant now);

}  // namespace neove::service
