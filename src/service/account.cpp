#include "service/account.h"

#include "base/check.h"
#include "base/text.h"
#include "keyring/row_tag.h"
#include "service/works_for.h"
#include "storage/row_digest.h"
#include "storage/statements/accounts.h"

#include <algorithm>
#include <sstream>

namespace neove::service {

namespace statements = storage::statements;
using storage::Row;
using storage::Write;

namespace {

json::Value factor_to_json(const Factor& factor) {
    json::Array verifications;
    for (const Digest& value : factor.verifications) verifications.emplace_back(to_hex(value));
    return json::Object{
        {"kind", factor.kind},
        {"seed", to_hex(factor.seed)},
        {"last_step", factor.last_step},
        {"card", factor.card},
        {"verifications", std::move(verifications)},
        {"used", static_cast<std::int64_t>(factor.used)}};
}

Factor factor_from_json(const json::Value* value) {
    Factor factor;
    if (value == nullptr) return factor;
    factor.kind = value->text_or("kind", "none");
    factor.seed = parse_hex(value->text_or("seed")).value_or(Bytes{});
    factor.last_step = value->number_or("last_step");
    factor.card = value->text_or("card");
    factor.used = static_cast<std::uint64_t>(value->number_or("used"));
    const json::Value* list = value->find("verifications");
    if (list == nullptr || list->array() == nullptr) return factor;
    for (const json::Value& one : *list->array()) {
        const auto bytes = parse_hex(one.string() == nullptr ? "" : *one.string());
        Digest digest{};
        if (bytes && bytes->size() == digest.size()) std::ranges::copy(*bytes, digest.begin());
        factor.verifications.push_back(digest);
    }
    return factor;
}

Bytes seal_account(const Keys& keys, const Account& account) {
    const json::Value value(json::Object{
        {"login", account.login},
        {"name", account.name},
        {"verifier", account.verifier},
        {"factor", factor_to_json(account.factor)},
        {"proposed", factor_to_json(account.proposed)},
        {"epoch", account.epoch},
    });
    return crypto::seal_padded(
        keys.account, as_bytes(json::write_canonical(value)), account_place(keys, account.id)
    );
}

Digest account_tag(
    const Keys& keys,
    const std::string& id,
    ByteView login,
    const std::string& state,
    const std::string& stage,
    ByteView sealed,
    std::int64_t version
) {
    return keyring::row_tag(
        keys.row_tag,
        "account",
        {{"id", id}, {"login_digest", login}, {"state", state}, {"stage", stage}, {"sealed", sealed}},
        version
    );
}

Digest grant_tag(const Keys& keys, const Grant& grant) {
    const std::int64_t until = grant.until ? grant.until->micros : 0;
    const std::string& account = grant.account.text();
    const std::string& organisation = grant.organisation.text();
    return keyring::row_tag(
        keys.row_tag,
        "role_grant",
        {{"id", grant.id},
         {"account_id", account},
         {"role_name", grant.role},
         {"organisation_id", organisation},
         {"from_at", grant.from.micros},
         {"until_at", until}},
        grant.version
    );
}

Digest session_tag(const Keys& keys, const Session& session) {
    const std::string& account = session.account.text();
    const std::int64_t locked = session.locked ? 1 : 0;
    return keyring::row_tag(
        keys.row_tag,
        "session",
        {{"id", session.id},
         {"account_id", account},
         {"grant_id", session.grant},
         {"stage", session.stage},
         {"created_at", session.created_at.micros},
         {"step_up_at", session.step_up_at.micros},
         {"locked", locked},
         {"version", session.version},
         {"epoch", session.epoch}}
    );
}

storage::RowState state_of(RowKind kind, const storage::Parameters& row, std::int64_t version) {
    return {
        std::string(table_of(kind)), std::get<std::string>(row.front()), version, storage::row_digest(row)};
}

/// The account of a row, or nothing when the row was not written by us or is not the newest one.
std::optional<Account> account_of(storage::Snapshot& snapshot, const Keys& keys, const Row& row) {
    const Digest tag =
        account_tag(keys, row.text(0), row.bytes(1), row.text(2), row.text(3), row.bytes(4), row.number(6));
    const bool is_ours = crypto::equal(tag, row.bytes(5));
    if (!keys.rows->admits(snapshot, RowKind::Account, row.text(0), row.number(6), is_ours)) {
        return std::nullopt;
    }
    Account account;
    account.id = AccountId::trusted(row.text(0));
    account.version = row.number(6);
    account.state = row.text(2);
    account.stage = row.text(3);
    account.tag = row.bytes(5);
    const auto opened = crypto::open_padded(keys.account, row.bytes(4), account_place(keys, account.id));
    if (!opened) return std::nullopt;
    const auto value = json::parse(as_text(*opened));
    if (!value) return std::nullopt;
    account.login = value->text_or("login");
    account.name = value->text_or("name");
    account.verifier = value->text_or("verifier");
    account.factor = factor_from_json(value->find("factor"));
    account.proposed = factor_from_json(value->find("proposed"));
    account.epoch = value->number_or("epoch");
    return account;
}

std::optional<Grant> grant_of(storage::Snapshot& snapshot, const Keys& keys, const Row& row) {
    Grant grant;
    grant.id = row.text(0);
    grant.account = AccountId::trusted(row.text(1));
    grant.role = row.text(2);
    grant.organisation = OrganisationId::trusted(row.text(3));
    grant.from = {row.number(4)};
    if (!row.is_null(5)) grant.until = Instant{row.number(5)};
    grant.tag = row.bytes(6);
    grant.version = row.number(7);
    const bool is_ours = crypto::equal(grant_tag(keys, grant), grant.tag);
    if (!keys.rows->admits(snapshot, RowKind::Grant, grant.id, grant.version, is_ours)) return std::nullopt;
    return grant;
}

template <typename T>
std::vector<T> valid_of(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const storage::Rows& rows,
    std::optional<T> (*read)(storage::Snapshot&, const Keys&, const Row&)
) {
    std::vector<T> out;
    for (const Row& row : rows) {
        if (auto one = read(snapshot, keys, row)) out.push_back(std::move(*one));
    }
    return out;
}

template <typename T>
std::optional<T> first_of(std::vector<T> values) {
    if (values.empty()) return std::nullopt;
    return std::move(values.front());
}

}  // namespace

std::string first_password_form(const std::string& password) {
    std::istringstream words(password);
    std::string joined;
    for (std::string word; words >> word;) joined += (joined.empty() ? "" : " ") + word;
    std::ranges::transform(joined, joined.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return joined;
}

Digest login_digest(const Keys& keys, std::string_view login) {
    return crypto::keyed_hash(keys.session, "login", as_bytes(text::match_key(text::to_nfc(login))));
}

std::string session_id(const Keys& keys, std::string_view token) {
    return to_hex(crypto::keyed_hash(keys.session, "session", as_bytes(token)));
}

namespace {

/// The row as it stands in its table, columns in the table's order.
storage::Parameters account_row(const Keys& keys, const Account& account, std::int64_t version) {
    const Digest login = login_digest(keys, account.login);
    Bytes sealed = seal_account(keys, account);
    const Digest tag =
        account_tag(keys, account.id.text(), login, account.state, account.stage, sealed, version);
    return {
        account.id.text(),
        to_bytes(login),
        account.state,
        account.stage,
        std::move(sealed),
        to_bytes(tag),
        version};
}

storage::Parameters grant_row(const Keys& keys, const Grant& grant) {
    return {
        grant.id,
        grant.account.text(),
        grant.role,
        grant.organisation.text(),
        grant.from.micros,
        grant.until ? storage::Value(grant.until->micros) : storage::Value(),
        to_bytes(grant_tag(keys, grant)),
        grant.version};
}

storage::Parameters session_row(const Keys& keys, const Session& session) {
    return {
        session.id,
        session.account.text(),
        session.grant,
        session.stage,
        session.created_at.micros,
        session.step_up_at.micros,
        std::int64_t{session.locked},
        to_bytes(session_tag(keys, session)),
        session.version,
        session.epoch};
}

}  // namespace

Write insert_account(const Keys& keys, const Account& account) {
    storage::Parameters row = account_row(keys, account, 1);
    storage::RowState state = state_of(RowKind::Account, row, 1);
    return {&statements::kInsertAccount, std::move(row), std::nullopt, std::move(state)};
}

Write update_account(const Keys& keys, const Account& account) {
    CHECK(!account.tag.empty());
    storage::Parameters row = account_row(keys, account, account.version + 1);
    storage::RowState state = state_of(RowKind::Account, row, account.version + 1);
    row.emplace_back(account.tag);
    return {&statements::kUpdateAccount, std::move(row), 1, std::move(state)};
}

Write insert_grant(const Keys& keys, const Grant& grant) {
    Grant fresh = grant;
    fresh.version = 1;
    storage::Parameters row = grant_row(keys, fresh);
    storage::RowState state = state_of(RowKind::Grant, row, 1);
    return {&statements::kInsertGrant, std::move(row), std::nullopt, std::move(state)};
}

Write update_grant(const Keys& keys, const Grant& grant) {
    Grant next = grant;
    ++next.version;
    storage::Parameters row = grant_row(keys, next);
    storage::RowState state = state_of(RowKind::Grant, row, next.version);
    return {&statements::kEndGrant, {row[0], row[5], row[6], row[7], grant.tag}, 1, std::move(state)};
}

Write end_grant(const Keys& keys, const Grant& grant, Instant until) {
    Grant ended = grant;
    ended.until = until;
    return update_grant(keys, ended);
}

Write insert_session(const Keys& keys, const Session& session) {
    Session fresh = session;
    // One that is put back by its own change (of a password) goes on counting: past its update in the same
    // commit.
    fresh.version = session.version == 0 ? 1 : session.version + 2;
    storage::Parameters row = session_row(keys, fresh);
    storage::RowState state = state_of(RowKind::Session, row, fresh.version);
    return {&statements::kInsertSession, std::move(row), std::nullopt, std::move(state)};
}

Write update_session(const Keys& keys, const Session& session) {
    Session next = session;
    ++next.version;
    return {
        &statements::kUpdateSession,
        {next.id,
         next.grant,
         next.stage,
         next.step_up_at.micros,
         std::int64_t{next.locked},
         to_bytes(session_tag(keys, next)),
         next.version,
         session.tag},
        1,
        state_of(RowKind::Session, session_row(keys, next), next.version)};
}

Write delete_session(const Session& session) {
    // Past an update in the same commit, too.
    return {
        &statements::kDeleteSession,
        {session.id},
        std::nullopt,
        storage::RowState{std::string(table_of(RowKind::Session)), session.id, session.version + 2, {}}};
}

Write end_sessions_of(Account& account) {
    ++account.epoch;
    return {&statements::kDeleteSessionsOfAccount, {account.id.text()}};
}

Result<std::optional<Account>> find_account(
    storage::Snapshot& snapshot, const Keys& keys, const AccountId& id
) {
    const auto rows = TRY(snapshot.read(statements::kAccountById, {id.text()}));
    return first_of(valid_of<Account>(snapshot, keys, rows, account_of));
}

Result<std::optional<Account>> find_account_by_login(
    storage::Snapshot& snapshot, const Keys& keys, std::string_view login
) {
    const auto rows = TRY(snapshot.read(statements::kAccountByLogin, {to_bytes(login_digest(keys, login))}));
    return first_of(valid_of<Account>(snapshot, keys, rows, account_of));
}

Result<std::vector<Account>> all_accounts(storage::Snapshot& snapshot, const Keys& keys) {
    const auto rows = TRY(snapshot.read(statements::kAllAccounts));
    return valid_of<Account>(snapshot, keys, rows, account_of);
}

Result<std::vector<Grant>> grants_of(storage::Snapshot& snapshot, const Keys& keys, const AccountId& id) {
    const auto rows = TRY(snapshot.read(statements::kGrantsOfAccount, {id.text()}));
    return valid_of<Grant>(snapshot, keys, rows, grant_of);
}

Result<HeldGrants> held_grants(storage::Snapshot& snapshot, const Keys& keys, const AccountId& account) {
    const auto rows = TRY(snapshot.read(statements::kGrantsOfAccount, {account.text()}));
    HeldGrants out{valid_of<Grant>(snapshot, keys, rows, grant_of)};
    out.is_whole = out.grants.size() == rows.size();
    return out;
}

Result<std::vector<Grant>> all_grants(storage::Snapshot& snapshot, const Keys& keys) {
    const auto rows = TRY(snapshot.read(statements::kAllGrants));
    return valid_of<Grant>(snapshot, keys, rows, grant_of);
}

Result<std::optional<Session>> find_session(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& id
) {
    const auto rows = TRY(snapshot.read(statements::kSessionById, {id}));
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    Session session;
    session.id = row.text(0);
    session.account = AccountId::trusted(row.text(1));
    session.grant = row.text(2);
    session.stage = row.text(3);
    session.created_at = {row.number(4)};
    session.step_up_at = {row.number(5)};
    session.locked = row.number(6) != 0;
    session.tag = row.bytes(7);
    session.version = row.number(8);
    session.epoch = row.number(9);
    const bool is_ours = crypto::equal(session_tag(keys, session), session.tag);
    if (!keys.rows->admits(snapshot, RowKind::Session, session.id, session.version, is_ours)) {
        return std::nullopt;
    }
    return session;
}

}  // namespace neove::service
