#include "service/sign_in.h"

#include "authentication/code_card.h"
#include "authentication/password_rules.h"
#include "authentication/totp.h"
#include "storage/statements/accounts.h"

#include <algorithm>

namespace neove::service {

namespace {

auto refused() {
    return refuse(ErrorKind::Unauthorised, "session.refused");
}

/// What is verified when there is no such account: the same work, never a success.
const std::string& dummy_verifier(crypto::Strength strength) {
    static const std::string verifier = crypto::hash_password(crypto::random_id(), strength);
    return verifier;
}

std::string digest_of(const House& house, std::string_view login) {
    return to_hex(login_digest(house.keys, login));
}

/// Counts the try before anything is hashed.
Result<> begin_try(House& house, const std::string& digest, const std::string& address, Instant now) {
    const std::int64_t left = house.attempts.begin(digest, address, now);
    if (left <= 0) return {};
    return refuse(ErrorKind::TooMany, "session.pause", {}, std::to_string((left + kSecond - 1) / kSecond));
}

/// Inside a session passwords and codes are counted apart from each other and from sign-in: a right password
/// must not wipe out wrong codes, and a stranger at the door must not pause who is already inside.
std::string password_digest(const House& house, const Caller& caller) {
    return digest_of(house, caller.account.login) + "/password";
}
std::string code_digest(const House& house, const Caller& caller) {
    return digest_of(house, caller.account.login) + "/code";
}

std::string typed_password(const Account& account, const std::string& password) {
    return account.stage == "invited" ? first_password_form(password) : password;
}

bool is_right_password(House& house, const std::optional<Account>& account, const std::string& password) {
    const std::string& verifier = account ? account->verifier : dummy_verifier(house.options.strength);
    const bool fits =
        crypto::verify_password(verifier, account ? typed_password(*account, password) : password);
    return fits && account && account->state == "active";
}

storage::JournalDraft draft_of(const Account& account, const std::string& session, std::string action) {
    storage::JournalDraft draft;
    draft.actor = account.id.text();
    draft.session_digest = session;
    draft.action = std::move(action);
    return draft;
}

Result<> commit_with(House& house, storage::JournalDraft draft, std::vector<storage::Write> writes) {
    storage::Commit commit;
    commit.journal.push_back(std::move(draft));
    commit.writes = std::move(writes);
    TRY(house.store.commit(std::move(commit)));
    return {};
}

/// Writes `account` and ends all its sessions but this one.
std::vector<storage::Write> with_this_session_only(const House& house, Session session, Account& account) {
    std::vector<storage::Write> writes{update_session(house.keys, session), end_sessions_of(account)};
    session.epoch = account.epoch;
    writes.push_back(insert_session(house.keys, session));
    writes.push_back(update_account(house.keys, account));
    return writes;
}

/// A card's code may be typed with its printed number before it.
std::string_view without_number(std::string_view code) {
    const std::size_t space = code.find(' ');
    const bool numbered = space != std::string_view::npos && space <= 2 && code.size() > space + 5 &&
                          code.substr(0, space).find_first_not_of("0123456789") == std::string_view::npos;
    return numbered ? code.substr(space + 1) : code;
}

Session new_session(const House& house, const Account& account, const std::string& token, Instant now) {
    Session session;
    session.id = session_id(house.keys, token);
    session.account = account.id;
    session.epoch = account.epoch;
    session.stage = account.factor.kind == "none" ? "enrol" : "ready";
    session.created_at = now;
    session.step_up_at = session.stage == "ready" ? now : Instant{};
    return session;
}

/// That somebody was refused, as far as the hour's measure goes; what was typed as a name is not kept.
Result<> note_refusal(
    House& house, const std::string& digest, const std::optional<Account>& account, bool right, Instant now
) {
    const auto note = house.attempts.note_refusal(digest, now);
    if (note == AttemptMemory::Note::Nothing) return {};
    storage::JournalDraft draft;
    draft.actor = "nobody";
    draft.action = right ? "session.code_refused" : "session.refused";
    if (note == AttemptMemory::Note::LastOfHour) draft.action = "session.refusals_uncounted";
    draft.register_name = "session";
    if (account) draft.record_id = account->id.text();
    return commit_with(house, std::move(draft), {});
}

Result<> update_own_session(House& house, const Caller& caller, const Session& session, std::string action) {
    return commit_with(
        house, draft_of(caller.account, session.id, std::move(action)), {update_session(house.keys, session)}
    );
}

}  // namespace

std::string new_token() {
    return to_base64url(crypto::random_bytes(32));
}

std::optional<Factor> prove_factor(
    const House& house, const Factor& factor, const std::string& code, Instant now
) {
    Factor next = factor;
    if (factor.kind == "totp") {
        const auto step = authentication::accept_totp(factor.seed, code, now, factor.last_step);
        if (!step) return std::nullopt;
        next.last_step = *step;
        return next;
    }
    if (factor.kind == "card") {
        const auto used = authentication::accept_card_code(
            house.keys.code_card, factor.card, factor.verifications, factor.used, without_number(code)
        );
        if (!used) return std::nullopt;
        next.used = *used;
        return next;
    }
    return std::nullopt;
}

Result<SignedIn> sign_in(House& house, const SignIn& attempt) {
    const Instant now = house.clock.now();
    const std::string digest = digest_of(house, attempt.login);
    TRY(begin_try(house, digest, attempt.address, now));
    const auto turn = TRY(house.hashing.enter());
    const auto snapshot = TRY(house.store.snapshot());
    auto account = TRY(find_account_by_login(*snapshot, house.keys, attempt.login));
    const bool right = is_right_password(house, account, attempt.password);
    std::optional<Factor> proved;
    if (right && account->factor.kind != "none")
        proved = prove_factor(house, account->factor, attempt.code, now);
    if (!right || (account->factor.kind != "none" && !proved)) {
        TRY(note_refusal(house, digest, account, right, now));
        return refused();
    }
    const auto grants = TRY(grants_of(*snapshot, house.keys, account->id));
    const auto grant = std::ranges::find_if(grants, [&](const Grant& one) { return one.holds_at(now); });
    if (grant == grants.end()) return refused();

    SignedIn signed_in{new_token(), {}};
    Session session = new_session(house, *account, signed_in.token, now);
    session.grant = grant->id;
    signed_in.stage = session.stage;
    std::vector<storage::Write> writes{insert_session(house.keys, session)};
    if (proved) account->factor = *proved;
    // The row must be as we read it: of two sign-ins with one code only one can win, and none outlives a
    // reset or a disabling that came while the password was being hashed.
    writes.push_back(update_account(house.keys, *account));
    const auto done = commit_with(house, draft_of(*account, session.id, "session.opened"), std::move(writes));
    if (!done && done.error().code == "storage.conflict") return refused();
    TRY(done);
    house.attempts.succeeded(digest, attempt.address, now);
    return signed_in;
}

Result<> sign_out(House& house, const Caller& caller) {
    house.sessions.forget(caller.session.id);
    return commit_with(
        house, draft_of(caller.account, caller.session.id, "session.closed"), {delete_session(caller.session)}
    );
}

Result<> lock_session(House& house, const Caller& caller) {
    Session session = caller.session;
    session.locked = true;
    return update_own_session(house, caller, session, "session.locked");
}

Result<> unlock_session(House& house, const Caller& caller, const std::string& password) {
    const std::string digest = password_digest(house, caller);
    TRY(begin_try(house, digest, {}, caller.now));
    const auto turn = TRY(house.hashing.enter());
    if (!crypto::verify_password(caller.account.verifier, typed_password(caller.account, password))) {
        return refused();
    }
    house.attempts.succeeded(digest, {}, caller.now);
    Session session = caller.session;
    session.locked = false;
    return update_own_session(house, caller, session, "session.unlocked");
}

Result<SignedIn> step_up(House& house, const Caller& caller, const std::string& code) {
    const std::string digest = code_digest(house, caller);
    TRY(begin_try(house, digest, {}, caller.now));
    const auto proved = prove_factor(house, caller.account.factor, code, caller.now);
    if (!proved) return refused();
    house.attempts.succeeded(digest, {}, caller.now);
    Account account = caller.account;
    account.factor = *proved;
    SignedIn signed_in{new_token(), "ready"};
    Session session = caller.session;
    session.id = session_id(house.keys, signed_in.token);
    session.step_up_at = caller.now;
    // The old session must still be there: a sign-out or a reset meanwhile is not undone.
    const auto done = commit_with(
        house,
        draft_of(account, session.id, "session.stepped_up"),
        {update_session(house.keys, caller.session),
         delete_session(caller.session),
         insert_session(house.keys, session),
         update_account(house.keys, account)}
    );
    if (!done && done.error().code == "storage.conflict") return refused();
    TRY(done);
    // The new id is in use from now on: counted from when the session was opened, it would be idle at once.
    house.sessions.touch(session.id, caller.now, caller.now, kIdleMax);
    house.sessions.forget(caller.session.id);
    return signed_in;
}

Result<> choose_acting(House& house, const Caller& caller, const std::string& grant_id) {
    const auto found = std::ranges::find(caller.grants, grant_id, &Grant::id);
    if (found == caller.grants.end()) return refuse(ErrorKind::NotFound, "access.not_found");
    Session session = caller.session;
    session.grant = grant_id;
    return update_own_session(house, caller, session, "session.acting_chosen");
}

Result<> change_password(
    House& house, const Caller& caller, const std::string& old_password, const std::string& new_password
) {
    TRY(authentication::check_password(
        new_password, authentication::shipped_common_words(), {caller.account.login, caller.account.name}
    ));
    const std::string digest = password_digest(house, caller);
    TRY(begin_try(house, digest, {}, caller.now));
    const auto turn = TRY(house.hashing.enter());
    if (!crypto::verify_password(caller.account.verifier, old_password)) return refused();
    house.attempts.succeeded(digest, {}, caller.now);
    Account account = caller.account;
    account.verifier = crypto::hash_password(new_password, house.options.strength);
    return commit_with(
        house,
        draft_of(account, caller.session.id, "account.password_changed"),
        with_this_session_only(house, caller.session, account)
    );
}

Result<> choose_password(House& house, const Caller& caller, const std::string& new_password) {
    if (caller.session.locked) return refuse(ErrorKind::Unauthorised, "session.locked");
    if (caller.account.stage != "invited") return refuse(ErrorKind::Conflict, "password.chosen_already");
    TRY(authentication::check_password(
        new_password, authentication::shipped_common_words(), {caller.account.login, caller.account.name}
    ));
    const auto turn = TRY(house.hashing.enter());
    if (crypto::verify_password(caller.account.verifier, typed_password(caller.account, new_password))) {
        return refuse(ErrorKind::Invalid, "password.same_as_first", "/new");
    }
    Account account = caller.account;
    account.verifier = crypto::hash_password(new_password, house.options.strength);
    account.stage = "chosen";
    return commit_with(
        house,
        draft_of(account, caller.session.id, "account.password_chosen"),
        with_this_session_only(house, caller.session, account)
    );
}

}  // namespace neove::service
