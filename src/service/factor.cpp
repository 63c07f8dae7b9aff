#include "service/factor.h"

#include "authentication/code_card.h"
#include "authentication/totp.h"

namespace neove::service {

namespace {

/// Before a first factor exists a fresh password is all there is; afterwards a change needs the old factor,
/// just shown.
Result<> may_change_factor(const Caller& caller) {
    // These routes are open before a session is ready; a locked screen must not be a way to a new factor.
    if (caller.session.locked) return refuse(ErrorKind::Unauthorised, "session.locked");
    // Two other people know a half each of the first password: a factor hung on it would not be hers alone.
    if (caller.account.stage == "invited") return refuse(ErrorKind::Forbidden, "session.password_first");
    if (caller.account.factor.kind == "none") return {};
    return require_step_up(caller);
}

Result<> commit_account(
    House& house,
    const Caller& caller,
    const Account& account,
    std::string action,
    std::vector<storage::Write> sessions
) {
    storage::Commit commit;
    storage::JournalDraft draft;
    draft.actor = account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = std::move(action);
    commit.journal.push_back(std::move(draft));
    commit.writes = std::move(sessions);
    commit.writes.push_back(update_account(house.keys, account));
    TRY(house.store.commit(std::move(commit)));
    return {};
}

/// The session must still be as it was read: a lock or a sign-out meanwhile is not undone.
Result<> commit_proposed(House& house, const Caller& caller, const Account& account) {
    return commit_account(
        house, caller, account, "account.factor_proposed", {update_session(house.keys, caller.session)}
    );
}

}  // namespace

Result<TotpProposal> propose_totp(House& house, const Caller& caller) {
    TRY(may_change_factor(caller));
    Account account = caller.account;
    account.proposed = Factor{};
    account.proposed.kind = "totp";
    account.proposed.seed = crypto::random_bytes(authentication::kTotpSeedSize);
    TRY(commit_proposed(house, caller, account));
    return TotpProposal{
        to_base32(account.proposed.seed),
        authentication::otpauth_uri("Neo Ve", account.login, account.proposed.seed)};
}

Result<std::vector<std::string>> propose_card(House& house, const Caller& caller) {
    TRY(may_change_factor(caller));
    Account account = caller.account;
    account.proposed = Factor{};
    account.proposed.kind = "card";
    account.proposed.card = crypto::random_id();
    auto card = authentication::make_code_card(
        house.keys.code_card, account.proposed.card, crypto::random_bytes(authentication::kCardRandomness)
    );
    account.proposed.verifications = std::move(card.verifications);
    TRY(commit_proposed(house, caller, account));
    return std::move(card.codes);
}

Result<SignedIn> confirm_factor(
    House& house, const Caller& caller, const std::string& kind, const std::string& code
) {
    TRY(may_change_factor(caller));
    if (caller.account.proposed.kind != kind) return refuse(ErrorKind::Invalid, "factor.none_proposed");
    const auto proved = prove_factor(house, caller.account.proposed, code, caller.now);
    if (!proved) return refuse(ErrorKind::Invalid, "factor.wrong_code", "/code");
    Account account = caller.account;
    account.factor = *proved;
    account.proposed = Factor{};
    account.stage = "ready";
    SignedIn signed_in{new_token(), "ready"};
    Session session = caller.session;
    session.id = session_id(house.keys, signed_in.token);
    session.version = 0;
    session.stage = "ready";
    session.step_up_at = caller.now;
    std::vector<storage::Write> writes{update_session(house.keys, caller.session), end_sessions_of(account)};
    session.epoch = account.epoch;
    writes.push_back(insert_session(house.keys, session));
    TRY(commit_account(house, caller, account, "account.factor_confirmed", std::move(writes)));
    house.sessions.touch(session.id, caller.now, caller.now, kIdleMax);
    house.sessions.forget(caller.session.id);
    return signed_in;
}

}  // namespace neove::service
