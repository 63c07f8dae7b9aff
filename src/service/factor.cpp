#include "service/factor.h"

#include "authentication/code_card.h"
#include "authentication/totp.h"
#include "service/sign_in.h"

namespace neove::service {

namespace {

/// Before a first factor exists a fresh password is all there is; afterwards a change needs the old factor,
/// just shown.
Result<> may_change_factor(const Caller& caller) {
    // These routes are open before a session is ready; a locked screen must not be a way to a new factor.
    if (caller.session.locked) return refuse(ErrorKind::Unauthorised, "session.locked");
    if (caller.account.factor.kind == "none") return {};
    return require_step_up(caller);
}

Result<> commit_account(
    House& house, const Caller& caller, const Account& account, std::string action, Session session
) {
    storage::Commit commit;
    storage::JournalDraft draft;
    draft.actor = account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = std::move(action);
    commit.journal.push_back(std::move(draft));
    commit.writes = {update_account(house.keys, account), update_session(house.keys, session)};
    TRY(house.store.commit(std::move(commit)));
    return {};
}

}  // namespace

Result<TotpProposal> propose_totp(House& house, const Caller& caller) {
    TRY(may_change_factor(caller));
    Account account = caller.account;
    account.proposed = Factor{};
    account.proposed.kind = "totp";
    account.proposed.seed = crypto::random_bytes(authentication::kTotpSeedSize);
    TRY(commit_account(house, caller, account, "account.factor_proposed", caller.session));
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
    TRY(commit_account(house, caller, account, "account.factor_proposed", caller.session));
    return std::move(card.codes);
}

Result<> confirm_factor(
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
    Session session = caller.session;
    session.stage = "ready";
    session.step_up_at = caller.now;
    return commit_account(house, caller, account, "account.factor_confirmed", session);
}

}  // namespace neove::service
