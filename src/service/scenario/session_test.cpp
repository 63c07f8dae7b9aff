#include "service/demo.h"
#include "service/factor.h"
#include "service/housekeeping.h"
#include "service/scenario/house_fixture.h"
#include "service/sign_in.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

const char* const kOfficer = "canbo.xa";

std::string code(const auto& result) {
    return result ? std::string() : result.error().code;
}

DemoAccountView card_of(HouseFixture& at) {
    const auto all = demo_accounts(at.house());
    REQUIRE(all);
    const auto found = std::ranges::find(*all, kOfficer, &DemoAccountView::login);
    REQUIRE(found != all->end());
    return *found;
}

std::string signed_in(HouseFixture& at) {
    const DemoAccountView card = card_of(at);
    const auto session = sign_in(at.house(), {card.login, card.password, card.code, {}});
    REQUIRE_MESSAGE(session, code(session));
    return session->token;
}

Caller caller_of(HouseFixture& at, const std::string& token) {
    auto caller = recognise(at.house(), token, Language::Vi, true);
    REQUIRE_MESSAGE(caller, code(caller));
    return std::move(*caller);
}

}  // namespace

TEST_CASE("a session stepped up in its second hour goes on, and its old token is dead") {
    HouseFixture at;
    const std::string token = signed_in(at);
    for (int quarter = 0; quarter < 6; ++quarter) {
        at.clock.advance(15 * kMinute);
        caller_of(at, token);
    }
    const auto fresh = step_up(at.house(), caller_of(at, token), card_of(at).code);
    REQUIRE_MESSAGE(fresh, code(fresh));
    CHECK(caller_of(at, fresh->token).stepped_up());
    CHECK(code(recognise(at.house(), token, Language::Vi)) == "session.none");
}

TEST_CASE("a sign-out wins over a step-up and a change of password that were under way") {
    HouseFixture at;
    const std::string token = signed_in(at);
    const Caller before = caller_of(at, token);
    REQUIRE(sign_out(at.house(), before));
    at.clock.advance(kMinute);
    CHECK(code(step_up(at.house(), before, card_of(at).code)) == "session.refused");
    CHECK(
        code(change_password(at.house(), before, card_of(at).password, "qvx-thunder-lamp-8842")) ==
        "storage.conflict"
    );
    CHECK(code(recognise(at.house(), token, Language::Vi)) == "session.none");
}

TEST_CASE("a locked screen stays locked: no new factor, and no request from before the lock undoes it") {
    HouseFixture at;
    const std::string token = signed_in(at);
    const Caller before = caller_of(at, token);
    REQUIRE(lock_session(at.house(), before));
    const Caller locked = caller_of(at, token);
    CHECK(code(propose_totp(at.house(), locked)) == "session.locked");
    CHECK(code(propose_card(at.house(), locked)) == "session.locked");
    CHECK(code(confirm_factor(at.house(), locked, "totp", "000000")) == "session.locked");
    CHECK_FALSE(choose_acting(at.house(), before, before.acting.id));
    CHECK(code(recognise(at.house(), token, Language::Vi)) == "session.locked");
    CHECK(unlock_session(at.house(), locked, card_of(at).password));
    CHECK(recognise(at.house(), token, Language::Vi));
}

TEST_CASE("a right password does not wipe out wrong codes") {
    HouseFixture at;
    const std::string token = signed_in(at);
    at.clock.advance(kMinute);
    for (int attempt = 0; attempt < 5; ++attempt) {
        CHECK(code(step_up(at.house(), caller_of(at, token), "no code")) == "session.refused");
        REQUIRE(lock_session(at.house(), caller_of(at, token)));
        REQUIRE(unlock_session(at.house(), caller_of(at, token), card_of(at).password));
    }
    CHECK(code(step_up(at.house(), caller_of(at, token), card_of(at).code)) == "session.pause");
}

TEST_CASE("housekeeping ends what is over and leaves what is alive") {
    HouseFixture at;
    const std::string old = signed_in(at);
    at.clock.advance(kSessionMax + kMinute);
    const std::string token = signed_in(at);
    const auto sessions = [&] {
        const auto snapshot = at.house().store.snapshot();
        REQUIRE(snapshot);
        const auto found = find_session(**snapshot, at.house().keys, session_id(at.house().keys, old));
        REQUIRE(found);
        return found->has_value();
    };
    CHECK(sessions());
    REQUIRE(keep_house(at.house()));
    CHECK_FALSE(sessions());
    CHECK(recognise(at.house(), token, Language::Vi));
}

TEST_CASE("nothing of a first password's sign-in outlives a reset") {
    HouseFixture at;
    const AccountId officer = at.caller(kOfficer).account.id;
    const std::string first = at.first_password("reset", officer);
    const auto session = sign_in(at.house(), {kOfficer, first, {}, {}});
    REQUIRE_MESSAGE(session, code(session));
    const Caller enrolling = caller_of(at, session->token);
    CHECK(code(recognise(at.house(), session->token, Language::Vi)) == "session.enrol");
    at.first_password("reset", officer);
    CHECK(code(recognise(at.house(), session->token, Language::Vi, true)) == "session.none");
    CHECK_FALSE(choose_password(at.house(), enrolling, "qvx-thunder-lamp-8842"));
    CHECK_FALSE(propose_totp(at.house(), enrolling));
    CHECK(code(sign_in(at.house(), {kOfficer, first, {}, {}})) == "session.refused");
}

TEST_CASE("the first password opens nothing but choosing one's own, and a factor raises to a new cookie") {
    HouseFixture at;
    const AccountId officer = at.caller(kOfficer).account.id;
    const std::string first = at.first_password("reset", officer);
    const auto session = sign_in(at.house(), {kOfficer, "  " + first + "  ", {}, {}});
    REQUIRE_MESSAGE(session, code(session));
    CHECK(code(propose_totp(at.house(), caller_of(at, session->token))) == "session.password_first");
    CHECK(code(propose_card(at.house(), caller_of(at, session->token))) == "session.password_first");
    CHECK(
        code(choose_password(at.house(), caller_of(at, session->token), first)) == "password.same_as_first"
    );
    REQUIRE(choose_password(at.house(), caller_of(at, session->token), "qvx-thunder-lamp-8842"));
    CHECK(
        code(choose_password(at.house(), caller_of(at, session->token), "another-thunder-lamp-8842")) ==
        "password.chosen_already"
    );
    CHECK(code(sign_in(at.house(), {kOfficer, first, {}, {}})) == "session.refused");
    const auto codes = propose_card(at.house(), caller_of(at, session->token));
    REQUIRE_MESSAGE(codes, code(codes));
    const auto ready = confirm_factor(at.house(), caller_of(at, session->token), "card", codes->front());
    REQUIRE_MESSAGE(ready, code(ready));
    CHECK(ready->token != session->token);
    CHECK(recognise(at.house(), ready->token, Language::Vi));
    CHECK(code(recognise(at.house(), session->token, Language::Vi, true)) == "session.none");
}

}  // namespace neove::service::scenario
