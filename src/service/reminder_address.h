#pragma once
/// \file
/// Where somebody is reminded by mail: her own address, which counts only once she typed the code that was
/// sent to it. Sealed for this account and version, and a row of power (ADR 78): the journal names every
/// version, so one put back from before sends nobody's days elsewhere.

#include "service/caller.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::service {

constexpr std::int64_t kCodeTriesMax = 5;
constexpr std::int64_t kCodeLife = kHour;

struct ReminderAddress {
    AccountId account;
    std::string address;
    bool is_confirmed{false};
    std::string code;  ///< six digits, until it is confirmed
    Instant asked_at;
    std::int64_t tries{0};
    std::int64_t version{0};
};

inline constexpr const char* kReminderTable = "reminder_address";

/// Refuses `reminder.address_untrue`, with an alarm about the account: the row does not open, is older than
/// the journal says, or is gone.
Result<std::optional<ReminderAddress>> address_of(
    storage::Snapshot& snapshot, const Keys& keys, const AccountId& account
);

/// A row of before, as `kReminderAddressesAfter` reads it: named as it stands, where it opens.
std::optional<storage::Write> name_address(const Keys& keys, const storage::Row& row);

/// Everybody's that is confirmed, page after page; an untrue one is left out, with its alarm.
struct AddressPage {
    std::vector<ReminderAddress> addresses;
    AccountId last;
    bool more{false};
};
Result<AddressPage> confirmed_addresses(
    storage::Snapshot& snapshot, const Keys& keys, const AccountId& behind
);

/// Hers, confirmed or not. All four refuse `reminder.address_untrue`.
Result<std::optional<ReminderAddress>> read_address(House& house, const Caller& caller);
/// Sends a code there. Refusals: `reminder.no_mail` (none leaves this machine), `mail.address`,
/// `reminder.too_soon` (one code in ten minutes), `version.conflict`.
Result<> set_address(House& house, const Caller& caller, const std::string& address);
/// Refusals: `reminder.no_code` (none was asked for, too long ago, or tried too often),
/// `reminder.wrong_code`.
Result<> confirm_address(House& house, const Caller& caller, const std::string& code);
Result<> forget_address(House& house, const Caller& caller);

}  // namespace neove::service
