#include "service/reminder_address.h"

#include "mail/message.h"
#include "service/jobs/outbox.h"
#include "storage/row_digest.h"
#include "storage/statements/feeds.h"

#include <fmt/format.h>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kPage = 500;
constexpr std::int64_t kBetweenCodes = 10 * kMinute;
constexpr std::uint32_t kCodes = 1'000'000;

Bytes place_of(const Keys& keys, const AccountId& account, std::int64_t version) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::Mail;
    place.store = keys.store;
    place.domain = keyring::Domain::System;
    place.register_name = "reminder_address";
    place.record = RecordId::trusted(account.text());
    place.part = std::to_string(version);
    return keyring::associated_data(place);
}

storage::Write put_address(const Keys& keys, ReminderAddress one) {
    ++one.version;
    const json::Value words{json::Object{
        {"address", one.address},
        {"confirmed", one.is_confirmed},
        {"code", one.code},
        {"asked_at", one.asked_at.micros},
        {"tries", one.tries}}};
    Bytes sealed = crypto::seal_padded(
        keys.mail, as_bytes(json::write_canonical(words)), place_of(keys, one.account, one.version)
    );
    storage::Parameters row{one.account.text(), std::move(sealed), one.version};
    storage::RowState state{kReminderTable, one.account.text(), one.version, storage::row_digest(row)};
    return {&statements::kPutReminderAddress, std::move(row), 1, std::move(state)};
}

std::optional<ReminderAddress> address_in(const Keys& keys, const storage::Row& row) {
    ReminderAddress one;
    one.account = AccountId::trusted(row.text(0));
    one.version = row.number(2);
    const auto plain = crypto::open_padded(keys.mail, row.bytes(1), place_of(keys, one.account, one.version));
    const auto words = plain ? json::parse(as_text(*plain)) : Result<json::Value>(json::Value());
    if (!words || words->object() == nullptr) return std::nullopt;
    one.address = words->text_or("address");
    const json::Value* confirmed = words->find("confirmed");
    one.is_confirmed = confirmed != nullptr && confirmed->boolean() != nullptr && *confirmed->boolean();
    one.code = words->text_or("code");
    one.asked_at = {words->number_or("asked_at")};
    one.tries = words->number_or("tries");
    return one;
}

/// Nothing, and an alarm, where it is not the newest that the journal names.
Result<std::optional<ReminderAddress>> believed(
    storage::Snapshot& snapshot, const Keys& keys, const storage::Row& row
) {
    auto one = address_in(keys, row);
    const std::int64_t named = TRY(newest_named(snapshot, kReminderTable, row.text(0)));
    if (one && named != 0 && one->version >= named) return one;
    keys.rows->misses(RowKind::Account, row.text(0));
    return std::optional<ReminderAddress>();
}

Result<> untrue() {
    return refuse(ErrorKind::Conflict, "reminder.address_untrue");
}

/// Drawn without favouring any.
std::string new_code() {
    for (;;) {
        const Bytes drawn = crypto::random_bytes(4);
        std::uint32_t number = 0;
        for (const std::uint8_t octet : drawn) number = number << 8U | octet;
        if (number < UINT32_MAX / kCodes * kCodes) return fmt::format("{:06}", number % kCodes);
    }
}

storage::JournalDraft entry_of(const Caller& caller, const char* action) {
    storage::JournalDraft draft;
    draft.actor = caller.account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = action;
    return draft;
}

}  // namespace

Result<std::optional<ReminderAddress>> address_of(
    storage::Snapshot& snapshot, const Keys& keys, const AccountId& account
) {
    const auto rows = TRY(snapshot.read(statements::kReminderAddress, {account.text()}));
    if (rows.empty()) {
        if (TRY(newest_named(snapshot, kReminderTable, account.text())) == 0) {
            return std::optional<ReminderAddress>();
        }
        keys.rows->misses(RowKind::Account, account.text());
        TRY(untrue());  // taken away by hand: forgetting leaves a row
    }
    auto one = TRY(believed(snapshot, keys, rows.front()));
    if (!one) TRY(untrue());
    return one;
}

std::optional<storage::Write> name_address(const Keys& keys, const storage::Row& row) {
    const auto one = address_in(keys, row);
    if (!one) return std::nullopt;
    return storage::Write{
        &statements::kHoldReminderAddress,
        {row.text(0), one->version},
        1,
        storage::RowState{kReminderTable, row.text(0), one->version, storage::row_digest(row.values())}};
}

Result<AddressPage> confirmed_addresses(
    storage::Snapshot& snapshot, const Keys& keys, const AccountId& behind
) {
    const auto rows = TRY(snapshot.read(statements::kReminderAddressesAfter, {behind.text(), kPage}));
    AddressPage page;
    page.more = static_cast<std::int64_t>(rows.size()) == kPage;
    for (const storage::Row& row : rows) {
        page.last = AccountId::trusted(row.text(0));
        auto one = TRY(believed(snapshot, keys, row));
        if (one && one->is_confirmed) page.addresses.push_back(std::move(*one));
    }
    return page;
}

Result<std::optional<ReminderAddress>> read_address(House& house, const Caller& caller) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    auto one = TRY(address_of(*snapshot, house.keys, caller.account.id));
    if (one && one->address.empty()) one.reset();
    return one;
}

Result<> set_address(House& house, const Caller& caller, const std::string& address) {
    if (!house.options.mails) return refuse(ErrorKind::Conflict, "reminder.no_mail");
    if (!mail::is_address(address)) return refuse(ErrorKind::Invalid, "mail.address", "/address");
    const auto snapshot = TRY(snapshot_of(house, caller));
    const auto before = TRY(address_of(*snapshot, house.keys, caller.account.id));
    if (before && caller.now.micros - before->asked_at.micros < kBetweenCodes) {
        return refuse(ErrorKind::Conflict, "reminder.too_soon");
    }
    ReminderAddress one;
    one.account = caller.account.id;
    one.address = address;
    one.code = new_code();
    one.asked_at = caller.now;
    one.version = before ? before->version : 0;
    const MailDraft draft{
        "reminder_code", std::to_string(one.version + 1) + "." + one.account.text(), address, {one.code}};
    storage::Commit commit;
    commit.writes.push_back(put_address(house.keys, one));
    commit.writes.push_back(TRY(queue_mail(house.keys, draft, caller.now)));
    commit.journal.push_back(entry_of(caller, "account.reminder_address_set"));
    TRY(house.store.commit(std::move(commit)));
    return {};
}

Result<> confirm_address(House& house, const Caller& caller, const std::string& code) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    auto one = TRY(address_of(*snapshot, house.keys, caller.account.id));
    const bool is_open = one && !one->is_confirmed && !one->code.empty() && one->tries < kCodeTriesMax &&
                         caller.now.micros - one->asked_at.micros < kCodeLife;
    if (!is_open) return refuse(ErrorKind::Conflict, "reminder.no_code");
    const bool is_right = crypto::equal(as_bytes(one->code), as_bytes(code));
    // A try counts before it is answered: two at once are not one.
    one->tries += 1;
    one->is_confirmed = is_right;
    if (is_right) one->code.clear();
    storage::Commit commit;
    commit.writes.push_back(put_address(house.keys, *one));
    commit.journal.push_back(
        entry_of(caller, is_right ? "account.reminder_address_confirmed" : "account.reminder_code_wrong")
    );
    TRY(house.store.commit(std::move(commit)));
    if (!is_right) return refuse(ErrorKind::Invalid, "reminder.wrong_code", "/code");
    return {};
}

Result<> forget_address(House& house, const Caller& caller) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    auto one = TRY(address_of(*snapshot, house.keys, caller.account.id));
    if (!one) return {};
    // When she last asked for a code stays: forgetting is no way to send one after another.
    one->address.clear();
    one->code.clear();
    one->is_confirmed = false;
    storage::Commit commit;
    commit.writes.push_back(put_address(house.keys, *one));
    commit.journal.push_back(entry_of(caller, "account.reminder_address_forgotten"));
    TRY(house.store.commit(std::move(commit)));
    return {};
}

}  // namespace neove::service
