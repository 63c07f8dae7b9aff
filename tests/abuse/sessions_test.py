#!/usr/bin/env python3
"""Sign-in and sessions under abuse (SECURITY 5 and 10.6): fixation, replay, races, pauses, enumeration, step-up, lock."""
import sqlite3, statistics, time
from abuse_support import OWN_PASSWORD, Checks, Pair, Person, in_parallel, loud_server, totp

checks = Checks("sessions")
REFUSED = "session.refused"


def sign_in(client, account, password, code=""):
    return client.call("POST", "/api/v1/sign-in", {"account": account, "password": password, "code": code})


def cookie_is_made_here_and_guarded(server, person):
    """Fixation: a value brought along is never taken over; attributes of what is set; every sign-in a new one."""
    planted = server.client()
    planted.cookie = "neove=" + "A" * 43
    answer = planted.call("POST", "/api/v1/sign-in", person.credentials())
    checks.equal(answer.status, 200, "sign-in with a planted cookie")
    checks.that(planted.cookie != "neove=" + "A" * 43, "a planted cookie must be replaced at sign-in")
    thief = server.client()
    thief.cookie = "neove=" + "A" * 43
    checks.equal(thief.call("GET", "/api/v1/me").code, "session.none", "the planted value")
    whole = answer.headers.get_all("Set-Cookie")
    checks.equal(len(whole), 1, "number of cookies set")
    words = [word.strip().lower() for word in whole[0].split(";")]
    for word in ("httponly", "samesite=strict", "path=/"):
        checks.that(word in words, f"cookie attribute {word} in {words[1:]}")
    checks.that(not any(word.startswith(("domain=", "expires=")) for word in words), "cookie without domain or lifetime")
    checks.that(len(whole[0].split(";")[0].split("=")[1]) >= 43, "256 bits of cookie")
    first, again = planted.cookie, person.sign_in().cookie
    checks.that(first != again, "each sign-in makes its own cookie")
    for wrong in (first[:-1], first + "A", first.replace("neove=", "neove=A", 1), "neove=", "neove=" + "A" * 99):
        thief.cookie = wrong
        checks.equal(thief.call("GET", "/api/v1/me").status, 401, "a cookie like a right one")


def reuse_after_sign_out(server, person):
    client = person.sign_in()
    other, cookie = person.sign_in(), client.cookie
    answer = client.call("POST", "/api/v1/sign-out")
    checks.equal(answer.status, 204, "sign-out")
    checks.that("Max-Age=0" in answer.headers.get("Set-Cookie", ""), "sign-out ends the cookie in the browser")
    checks.that("cache" in answer.headers.get("Clear-Site-Data", ""), "sign-out clears site data")
    client.cookie = cookie
    for method, path in (("GET", "/api/v1/me"), ("GET", "/api/v1/organisations"), ("POST", "/api/v1/sign-out"),
                         ("POST", "/api/v1/lock"), ("POST", "/api/v1/factor/totp")):
        checks.equal(client.call(method, path).code, "session.none", f"{method} {path} after sign-out")
    checks.equal(other.call("GET", "/api/v1/me").status, 200, "signing out ends one session, not the other")


def step_up_makes_a_new_cookie(server, person):
    client = person.sign_in()
    before = client.cookie
    checks.equal(client.call("POST", "/api/v1/step-up", {"code": person.codes.pop(0)}).status, 200, "step-up")
    checks.that(client.cookie != before, "step-up makes a new cookie")
    client.cookie = before
    checks.equal(client.call("GET", "/api/v1/me").code, "session.none", "the cookie before step-up")


def a_page_is_answered_as_whom_it_shows(server, person):
    """Two tabs share a cookie: what was typed in the one as somebody is not taken from somebody else."""
    client = person.sign_in()
    me = client.call("GET", "/api/v1/me").json
    account, grant = me["account"]["id"], me["acting"]["grant_id"]
    for meant in (account, f"{account}/{grant}"):
        checks.equal(client.call("GET", "/api/v1/organisations", headers={"X-Neove-For": meant}).status, 200, "her own page")
    for meant in ("0" * len(account), f"{account}/{'0' * len(grant)}", f"{account}/", account[:-1], "x" * 300):
        for method, path in (("GET", "/api/v1/organisations"), ("GET", "/api/v1/me"), ("POST", "/api/v1/sign-out")):
            refused = client.call(method, path, headers={"X-Neove-For": meant})
            checks.equal((refused.status, refused.code), (409, "session.other_person"), f"{method} {path} for {meant[:40]}")
    checks.equal(client.call("GET", "/api/v1/me").status, 200, "the session of the other page goes on")


def sessions_end_with_the_account(server, administrator, organisation):
    person = Person(server, administrator, "thu.khoa", "officer", organisation)
    client = person.sign_in()
    checks.equal(administrator.call("POST", f"/api/v1/accounts/{person.id}/disable").status, 200, "disable")
    checks.equal(client.call("GET", "/api/v1/me").code, "session.none", "a disabled account in mid-session")
    refused = sign_in(server.client(), person.login, person.password, person.codes[0])
    checks.equal((refused.status, refused.code), (401, REFUSED), "sign-in of a disabled account")
    administrator.give("POST", f"/api/v1/accounts/{person.id}/enable", {})
    checks.equal(client.call("GET", "/api/v1/me").code, "session.none", "a session ended by disabling stays ended")
    client = person.sign_in()
    administrator.give("POST", f"/api/v1/accounts/{person.id}/reset", {})
    checks.equal(client.call("GET", "/api/v1/me").code, "session.none", "a session before a reset")
    checks.equal(sign_in(server.client(), person.login, person.password, person.codes[0]).code, REFUSED, "old password")


def password_change_ends_the_others(server, administrator, organisation):
    person = Person(server, administrator, "thu.matkhau", "officer", organisation)
    here, elsewhere = person.sign_in(), person.sign_in()
    wanted = {"old": person.password, "new": "mười hai con trâu đen lội suối"}
    checks.equal(here.call("POST", "/api/v1/me/password", {**wanted, "old": "x" * 20}).code, REFUSED, "wrong old one")
    checks.equal(here.call("POST", "/api/v1/me/password", wanted).status, 204, "password change")
    checks.equal(elsewhere.call("GET", "/api/v1/me").code, "session.none", "the other session after a password change")


def roles_act_at_once(server, administrator, organisation):
    person = Person(server, administrator, "thu.vaitro", "officer", organisation)
    client = person.sign_in()
    body = {"role": "administrator", "organisation_id": organisation}
    administrator.give("POST", f"/api/v1/accounts/{person.id}/grants", body)
    held = administrator.call("GET", f"/api/v1/accounts/{person.id}").json["grants"]
    grant = next(one["grant_id"] for one in held if one["role"] == "administrator")
    checks.equal(client.call("POST", "/api/v1/me/acting", {"grant_id": grant}).status, 200, "act in the new role")
    checks.equal(client.call("GET", "/api/v1/accounts").status, 200, "the new role opens accounts")
    checks.equal(administrator.call("DELETE", f"/api/v1/accounts/{person.id}/grants/{grant}").status, 200, "end it")
    checks.equal(client.call("GET", "/api/v1/accounts").code, "access.not_found", "the role ended in mid-session")
    checks.equal(client.call("POST", "/api/v1/me/acting", {"grant_id": grant}).code, "access.not_found", "choose it again")
    last = person.grants[0]["grant_id"]
    administrator.call("DELETE", f"/api/v1/accounts/{person.id}/grants/{last}")
    checks.equal(client.call("GET", "/api/v1/me").code, "session.none", "no role left")
    stranger = server.client()
    stranger.sign_in("canbo.phuong")
    own = administrator.call("GET", "/api/v1/me").json["acting"]["grant_id"]
    checks.equal(stranger.call("POST", "/api/v1/me/acting", {"grant_id": own}).code, "access.not_found", "another's grant")


def codes_serve_once(server, administrator, organisation, clock):
    person = Person(server, administrator, "thu.ma", "officer", organisation)
    used = person.credentials()
    checks.equal(server.client().call("POST", "/api/v1/sign-in", used).status, 200, "a card's code")
    checks.equal(server.client().call("POST", "/api/v1/sign-in", used).code, REFUSED, "a card's code again")
    client = person.sign_in()
    seed = client.call("POST", "/api/v1/factor/totp").json["secret"]
    now = clock.now()
    checks.equal(client.call("POST", "/api/v1/factor/totp/confirm", {"code": totp(seed, now)}).status, 200, "TOTP")
    again = sign_in(server.client(), person.login, person.password, totp(seed, now))
    checks.equal(again.code, REFUSED, "the code of the enrolment used to sign in")
    clock.move(90)
    now = clock.now()
    first = sign_in(server.client(), person.login, person.password, totp(seed, now))
    checks.equal(first.status, 200, "a fresh TOTP code")
    for what, at in (("the same TOTP code", now), ("an earlier step after a later one", now - 30),
                     ("a code two steps old", now - 60), ("a code two steps ahead", now + 60)):
        checks.equal(sign_in(server.client(), person.login, person.password, totp(seed, at)).code, REFUSED, what)
    for turn in range(3):
        clock.move(120)  # also past the pause that the wrong tries before have earned
        code = totp(seed, clock.now())
        answers = in_parallel([lambda: sign_in(server.client(), person.login, person.password, code)] * 8)
        checks.equal(sum(one.status == 200 for one in answers), 1, f"winners of 8 sign-ins with one code, turn {turn}")
        checks.that(all(one.status in (200, 401, 429) for one in answers), [one.status for one in answers])
    clock.move(120)
    stepping = sign_in_totp(server, person, seed, clock)
    clock.move(120)
    code = totp(seed, clock.now())

    def step():
        one = server.client()
        one.cookie = stepping.cookie
        return one.call("POST", "/api/v1/step-up", {"code": code})

    answers = in_parallel([step] * 6)
    checks.equal(sum(one.status == 200 for one in answers), 1, "winners of 6 step-ups with one code")


def sign_in_totp(server, person, seed, clock):
    client = server.client()
    answer = sign_in(client, person.login, person.password, totp(seed, clock.now()))
    checks.equal(answer.status, 200, "sign-in with a TOTP code")
    return client


def step_up_is_asked(server, administrator, owner, person, organisation, clock):
    """Five minutes after the factor was shown, acts on accounts and factors are refused and nothing of them is done."""
    fresh, confirmer = administrator.sign_in(), owner.sign_in()
    waiting = fresh.call("POST", f"/api/v1/accounts/{person.id}/reset", {"reason": "thử"}).json["id"]
    target = f"/api/v1/accounts/{person.id}"
    before = fresh.call("GET", "/api/v1/accounts").json
    clock.move(301)
    wanted = {"login": "khong.duoc", "name": "Không Được", "reason": "thử",
              "grants": [{"role": "officer", "organisation_id": organisation}]}
    acts = [("POST", "/api/v1/accounts", wanted), ("POST", target + "/disable", None), ("POST", target + "/reset", {"reason": "thử"}),
            ("POST", target + "/enable", {"reason": "thử"}),
            ("POST", target + "/grants", {"role": "leader", "organisation_id": organisation, "reason": "thử"}),
            ("DELETE", target + "/grants/" + person.grants[0]["grant_id"], None),
            ("POST", "/api/v1/factor/totp", None), ("POST", "/api/v1/factor/card", None),
            ("POST", "/api/v1/factor/totp/confirm", {"code": "000000"})]
    for method, path, body in acts:
        answer = fresh.call(method, path, body)
        checks.equal((answer.status, answer.code), (403, "session.step_up"), f"{method} {path} without step-up")
    confirm = f"/api/v1/proposals/{waiting}/confirm"
    checks.equal(confirmer.call("POST", confirm).code, "session.step_up", "confirming without step-up")
    checks.equal(fresh.call("GET", "/api/v1/accounts").json, before, "accounts after the refused acts")
    checks.equal(confirmer.call("POST", f"/api/v1/proposals/{waiting}/refuse", {"reason": "thôi"}).status, 200, "refuse")
    checks.equal(fresh.call("POST", "/api/v1/step-up", {"code": "000000"}).code, REFUSED, "step-up, wrong code")
    checks.equal(fresh.call("POST", target + "/disable").code, "session.step_up", "after a wrong step-up")
    checks.equal(fresh.call("POST", "/api/v1/step-up", {"code": administrator.codes.pop(0)}).status, 200, "step-up")
    checks.equal(fresh.call("POST", "/api/v1/accounts", wanted).status, 202, "the same act after step-up")
    return fresh


def sessions_grow_old(server, person, clock):
    idle, busy = person.sign_in(), person.sign_in()
    for _ in range(19):
        clock.move(29 * 60)
        last = busy.call("GET", "/api/v1/me").status
    checks.equal(last, 200, "a session in use for nine hours")
    checks.equal(idle.call("GET", "/api/v1/me").code, "session.none", "a session idle for more than 30 minutes")
    for _ in range(3):
        clock.move(29 * 60)
        last = busy.call("GET", "/api/v1/me").status
    checks.equal(last, 401, "a session older than ten hours, however busy")


def pauses_grow(server, administrator, organisation, clock):
    victim = Person(server, administrator, "thu.pause", "officer", organisation)
    beside = Person(server, administrator, "thu.beside", "officer", organisation)
    client, clock_free = server.client(), server.client("127.0.0.7")
    pauses = []
    for turn in range(12):
        answer = sign_in(client, victim.login, "sai mật khẩu rồi nhé", "00000000")
        if answer.status == 429:
            pauses.append(int(answer.headers["Retry-After"]))
            right = sign_in(client, victim.login, victim.password, victim.codes[0])
            checks.equal(right.status, 429, "in a pause the right password is not even looked at")
            clock.move(pauses[-1])
        else:
            checks.equal(answer.code, REFUSED, f"wrong try {turn + 1}")
        if turn < 4:
            checks.equal(pauses, [], "no pause in the first tries")
    checks.that(len(pauses) >= 3 and pauses == sorted(pauses), f"pauses grow: {pauses}")
    checks.that(max(pauses, default=0) <= 60, f"no pause is longer than a minute: {pauses}")
    checks.equal(server.client().call("POST", "/api/v1/sign-in", beside.credentials()).status, 200, "another account")
    # The pause is the stranger's: from her own address the owner is let in, however long he goes on.
    sign_in(client, victim.login, "sai mật khẩu rồi nhé", "00000000")
    checks.equal(sign_in(client, victim.login, victim.password, victim.codes[0]).status, 429, "the stranger's own pause")
    checks.equal(clock_free.call("POST", "/api/v1/sign-in", victim.credentials()).status, 200, "the owner meanwhile")
    clock.move(61)
    checks.equal(server.client().call("POST", "/api/v1/sign-in", victim.credentials()).status, 200, "after the pause")
    # Somebody who does not exist is slowed in the same manner: a pause says nothing about existence.
    statuses = [sign_in(client, "khong.ton.tai", "sai mật khẩu rồi nhé", "000000").status for _ in range(7)]
    checks.equal((statuses[:5], statuses[-1]), ([401] * 5, 429), "pauses of an account that is not there")
    # A burst at one moment is worth no more than tries one by one: each is counted before it is hashed.
    burst = in_parallel([lambda: sign_in(server.client(), beside.login, "sai mật khẩu rồi nhé", "0" * 8)] * 40)
    looked_at = sum(one.status == 401 for one in burst)
    checks.that(looked_at <= 5, f"{looked_at} of 40 guesses sent at once were looked at")
    # An address that anybody may write into a header is not believed without a declared proxy.
    forged = [server.client().call("POST", "/api/v1/sign-in", {"account": beside.login, "password": "x" * 20, "code": ""},
                                   {"X-Forwarded-For": f"203.0.113.{n}"}).status for n in range(3)]
    checks.equal(forged, [429] * 3, "tries with a made-up forwarded address")


def refusals_are_journalled(server):
    """Each refused sign-in leaves an entry that names the account, never what was typed; a flood does not fill the journal."""
    store = sqlite3.connect(server.folder / "store.sqlite", timeout=20)
    def entries():
        return store.execute("SELECT action, record_id FROM journal WHERE register_name = 'session' ORDER BY seq").fetchall()
    before = len(entries())
    # Each from an address of its own, so that no pause spares the journal.
    for number in range(30):
        sign_in(server.client(f"127.0.1.{number + 1}"), "ghi.nhat.ky", "sai mật khẩu rồi nhé", "000000")
    written = entries()[before:]
    checks.equal(len(written), 10, "entries of thirty refused sign-ins to one name")
    checks.equal(set(written), {("session.refused", "")}, "what they say of a name that is not there")
    store.close()


def a_few_entries_name_the_account(server, person):
    store = sqlite3.connect(server.folder / "store.sqlite", timeout=20)
    query = "SELECT action FROM journal WHERE register_name = 'session' AND record_id = ? ORDER BY seq"
    before = len(store.execute(query, (person.id,)).fetchall())
    sign_in(server.client("127.0.2.1"), person.login, "x" * 20, "00000000")
    sign_in(server.client("127.0.2.1"), person.login, person.password, "00000000")
    after = [action for (action,) in store.execute(query, (person.id,)).fetchall()][before:]
    checks.equal(after, ["session.refused", "session.code_refused"], "a wrong password, then a right one with a wrong code")
    store.close()


def one_answer_for_all(server, administrator, organisation):
    """Unknown account, wrong password, wrong code: one status, one body, headers alike, about one duration."""
    people = [Person(server, administrator, f"thu.dem{n}", "officer", organisation) for n in range(4)]
    ways = {"unknown": [], "password": [], "code": []}
    bodies, heads = set(), set()
    for turn in range(12):
        person = people[turn // 3]  # three wrong rounds each stay below the tries that earn a pause
        tries = {"unknown": (f"khong.co{turn}", "x" * 20, "000000"), "password": (person.login, "x" * 20, "000000"),
                 "code": (person.login, person.password, "00000000")}
        if turn % 3 == 2:
            tries.pop("code")
        for way, (account, password, code) in tries.items():
            started = time.perf_counter()
            answer = sign_in(server.client(), account, password, code)
            if turn:  # the very first is a warm-up
                ways[way].append(time.perf_counter() - started)
            checks.equal((answer.status, answer.code), (401, REFUSED), f"sign-in, {way}")
            bodies.add(answer.body)
            heads.add(tuple(sorted((k, v) for k, v in answer.headers.items() if k.lower() != "date")))
    checks.equal((len(bodies), len(heads)), (1, 1), "different bodies and heads of refused sign-ins")
    medians = {way: statistics.median(times) for way, times in ways.items()}
    checks.that(max(medians.values()) < 2.5 * min(medians.values()), f"durations differ: {medians}")


def a_locked_screen_opens_nothing(server, administrator, person):
    client = administrator.sign_in()
    checks.equal(client.call("POST", "/api/v1/lock").status, 204, "lock")
    for method, path, body in (("GET", "/api/v1/organisations", None), ("GET", "/api/v1/accounts", None),
                               ("GET", "/api/v1/roles", None), ("GET", "/api/v1/status", None),
                               ("POST", f"/api/v1/accounts/{person.id}/disable", None),
                               ("POST", "/api/v1/step-up", {"code": "00000000"}),
                               ("POST", "/api/v1/me/password", {"old": "x", "new": "y"}),
                               ("POST", "/api/v1/me/acting", {"grant_id": "x"})):
        answer = client.call(method, path, body)
        checks.equal((answer.status, answer.code), (423, "session.locked"), f"{method} {path} while locked")
    checks.equal(client.call("POST", "/api/v1/unlock", {"password": "x" * 20}).code, REFUSED, "unlock, wrong password")
    checks.equal(client.call("GET", "/api/v1/organisations").code, "session.locked", "still locked")
    unlocked = client.call("POST", "/api/v1/unlock", {"password": administrator.password})
    checks.equal(unlocked.status, 200, "unlock")
    checks.equal(client.call("GET", "/api/v1/organisations").status, 200, "unlocked")
    client.call("POST", "/api/v1/lock")
    checks.equal(client.call("POST", "/api/v1/sign-out").status, 204, "signing out of a locked screen is allowed")


def enrolment_opens_nothing_else(server, administrator, organisation):
    wanted = {"login": "thu.moi", "name": "Người Mới", "grants": [{"role": "administrator", "organisation_id": organisation}]}
    _, first_password = administrator.give("POST", "/api/v1/accounts", wanted)
    client = server.client()
    checks.equal(sign_in(client, "thu.moi", first_password).json["stage"], "password", "first sign-in")
    closed = ("/api/v1/accounts", "/api/v1/organisations", "/api/v1/status", "/api/v1/roles", "/api/v1/proposals")
    for path in closed:
        checks.equal(client.call("GET", path).code, "session.enrol", f"{path} with a first password")
    for path in ("/api/v1/factor/card", "/api/v1/factor/totp"):
        checks.equal(client.call("POST", path).code, "session.password_first", f"{path} before her own password")
    choose = "/api/v1/me/first-password"
    checks.equal(client.call("POST", choose, {"new": first_password.upper()}).code, "password.same_as_first", "kept")
    checks.equal(client.call("POST", choose, {"new": "ngắn"}).code, "password.too_short", "too short")
    elsewhere = server.client()
    sign_in(elsewhere, "thu.moi", first_password)
    checks.equal(client.call("POST", choose, {"new": OWN_PASSWORD}).json["stage"], "enrol", "her own password")
    checks.equal(elsewhere.call("GET", "/api/v1/me").code, "session.none", "another session of the first password")
    checks.equal(sign_in(server.client(), "thu.moi", first_password).code, REFUSED, "the first password afterwards")
    checks.equal(client.call("POST", choose, {"new": OWN_PASSWORD + "!"}).code, "password.chosen_already", "once more")
    for path in closed:
        checks.equal(client.call("GET", path).code, "session.enrol", f"{path} before a factor exists")
    checks.equal(client.call("POST", "/api/v1/factor/card/confirm", {"code": "00000000"}).status, 422, "nothing proposed")
    before = client.cookie
    card = client.call("POST", "/api/v1/factor/card").json["codes"]
    confirm = client.call("POST", "/api/v1/factor/card/confirm", {"code": card[0].split(" ", 1)[1]})
    checks.equal((confirm.status, client.cookie != before), (200, True), "a new cookie with the first factor")
    elsewhere.cookie = before
    checks.equal(elsewhere.call("GET", "/api/v1/me").code, "session.none", "the cookie of the enrolment afterwards")


def two_persons_give_power(server, pair, organisation):
    """Whoever proposes does not confirm, neither half opens the account, and what was decided is decided."""
    wanted = {"login": "thu.nua", "name": "Một Nửa", "reason": "thử",
              "grants": [{"role": "focal", "organisation_id": organisation}]}
    asked = pair.administrator.call("POST", "/api/v1/accounts", wanted)
    checks.equal((asked.status, asked.json["state"], asked.json["may"]), (202, "waiting", ["cancel"]), "proposed")
    confirm = f"/api/v1/proposals/{asked.json['id']}/confirm"
    checks.equal(pair.administrator.call("POST", confirm).code, "access.not_found", "the proposer confirms")
    checks.equal(sign_in(server.client(), "thu.nua", asked.json["first_half"]).code, REFUSED, "half of nothing")
    shown = pair.data_owner.call("GET", f"/api/v1/proposals/{asked.json['id']}")
    checks.that("first_half" not in shown.json and asked.json["first_half"].encode() not in shown.body, "the half, shown again")
    checks.equal(shown.json["may"], ["confirm", "refuse"], "what the data owner may")
    races = in_parallel([lambda: same_session(server, pair.data_owner).call("POST", confirm)] * 6)
    halves = [one.json["second_half"] for one in races if one.status == 200]
    checks.equal(len(halves), 1, f"winners of six confirmations at once: {[one.status for one in races]}")
    halves = [asked.json["first_half"], *halves]
    for tried in (halves[0], halves[1], " ".join(reversed(halves)), halves[0] + " " + halves[0]):
        checks.equal(sign_in(server.client(), "thu.nua", tried).code, REFUSED, "less than both halves")
    checks.equal(sign_in(server.client("127.0.0.8"), "thu.nua", " ".join(halves)).status, 200, "both halves")
    for act, body in (("confirm", None), ("refuse", {"reason": "thôi"})):
        again = pair.data_owner.call("POST", f"/api/v1/proposals/{asked.json['id']}/{act}", body)
        checks.equal((again.status, again.code), (409, "proposal.over"), f"{act} what was decided")
    documents = pair.data_owner.call("GET", "/api/v1/documents")
    checks.equal(documents.code, "access.not_found", "a data owner lists no documents")
    the_answer_was_lost(pair, {**wanted, "login": "thu.mat"})


def the_answer_was_lost(pair, wanted):
    """The same request again shows the second half; another key, another person and a look at it do not."""
    asked = pair.administrator.call("POST", "/api/v1/accounts", wanted).json
    confirm = f"/api/v1/proposals/{asked['id']}/confirm"
    first, again = (pair.data_owner.call("POST", confirm, None, {"Idempotency-Key": "lost"}).json for _ in range(2))
    checks.that(first["second_half"] and again == first, f"the same request again {again}")
    other = pair.data_owner.call("POST", confirm, None, {"Idempotency-Key": "other"})
    checks.equal(other.code, "proposal.over", "another request")
    checks.equal(pair.administrator.call("POST", confirm, None, {"Idempotency-Key": "lost"}).code, "access.not_found", "another person")
    shown = pair.data_owner.call("GET", f"/api/v1/proposals/{asked['id']}")
    checks.that("second_half" not in shown.json, "the half, looked at")


def same_session(server, client):
    one = server.client()
    one.cookie = client.cookie
    return one


def proposals_grow_old(server, administrator, owner, person, clock):
    """Seven days later nobody can confirm; the power is not given."""
    fresh = administrator.sign_in()
    before = fresh.call("GET", f"/api/v1/accounts/{person.id}").json
    asked = fresh.call("POST", f"/api/v1/accounts/{person.id}/reset", {"reason": "thử"})
    checks.equal(asked.status, 202, "propose a reset")
    clock.move(7 * 24 * 3600 + 1)
    late = owner.sign_in()
    answer = late.call("POST", f"/api/v1/proposals/{asked.json['id']}/confirm")
    checks.equal((answer.status, answer.code), (409, "proposal.over"), "confirm after seven days")
    shown = late.call("GET", f"/api/v1/proposals/{asked.json['id']}").json
    checks.equal((shown["state"], shown["may"]), ("expired", []), "what is shown of it")
    checks.equal(administrator.sign_in().call("GET", f"/api/v1/accounts/{person.id}").json, before, "the account afterwards")


def the_last_ones_stay(server, pair):
    """Whoever holds the role besides may be disabled; then nobody ends the last administrator or the last data owner."""
    accounts = pair.call("GET", "/api/v1/accounts").json["items"]
    for client, role, login in ((pair.data_owner, "administrator", "quantri"), (pair.administrator, "data_owner", "dulieu")):
        holders = [one for one in accounts if role in {grant["role"] for grant in one["grants"]}]
        checks.that(len(holders) > 1, f"{role}: {len(holders)} hold it")
        for one in holders:
            if one["login"] != login:
                first = client.call("POST", f"/api/v1/accounts/{one['id']}/disable")
                checks.equal(first.status, 200, f"disable {one['login']}, while another remains")
        mine = next(one for one in holders if one["login"] == login)
        last = client.call("POST", f"/api/v1/accounts/{mine['id']}/disable")
        checks.equal((last.status, last.code), (409, "account.last_holder"), f"disable {login}, the last one")
        last = client.call("DELETE", f"/api/v1/accounts/{mine['id']}/grants/{mine['grants'][0]['grant_id']}")
        checks.equal((last.status, last.code), (409, "account.last_holder"), f"strip {login}, the last one")


def ten_at_once(server, people):
    clients = in_parallel([person.sign_in for person in people])
    cookies = {client.cookie for client in clients}
    checks.equal(len(cookies), 10, "different cookies of ten sign-ins at once")
    names = [client.call("GET", "/api/v1/me").json["account"]["login"] for client in clients]
    checks.equal(names, [person.login for person in people], "each cookie opens its own account")


def grants_of_others_stay_unseen(server, administrator, organisation, clock):
    """Who may not touch grants does not learn whether one exists, also once her step-up is older than five minutes."""
    person = Person(server, administrator, "thu.tomo", "officer", organisation)
    nosy = person.sign_in()
    clock.move(301)
    target = f"/api/v1/accounts/{person.id}/grants/"
    there, absent = (nosy.call("DELETE", target + one).body for one in (person.grants[0]["grant_id"], "0" * 32))
    checks.equal(there, absent, "ending a grant that is there and one that is not, without the power")


def a_locked_session_gets_no_factor(server, administrator, organisation):
    person = Person(server, administrator, "thu.khoaman", "officer", organisation)
    locked = person.sign_in()
    proposed = locked.call("POST", "/api/v1/factor/card").json["codes"][0].split(" ", 1)[1]
    locked.call("POST", "/api/v1/lock")
    for path in ("/api/v1/factor/totp", "/api/v1/factor/card"):
        checks.equal(locked.call("POST", path).code, "session.locked", f"{path} while locked")
    confirm = locked.call("POST", "/api/v1/factor/card/confirm", {"code": proposed})
    checks.equal(confirm.code, "session.locked", "confirm a factor while locked")
    checks.that(person.client.cookie != person.enrol_cookie, "a new cookie when the first factor is confirmed")


with loud_server(held_clock=True) as server:
    clock = server.clock
    if clock is None:
        print("SKIP: no C compiler, so the server's clock cannot be held")
        raise SystemExit(77)
    first = Pair(server)
    organisation = first.call("GET", "/api/v1/organisations").json["items"][0]["id"]
    person = Person(server, first, "thu.nguoi", "officer", organisation)
    chief = Person(server, first, "thu.chu", "administrator", organisation)
    owner = Person(server, first, "thu.dulieu", "data_owner", organisation)
    ten = [Person(server, first, f"thu.muoi{n}", "officer", organisation) for n in range(10)]

    def fresh_pair():
        """The two again, their factor just shown: the clock of this test runs ahead."""
        pair = object.__new__(Pair)
        pair.administrator, pair.data_owner = chief.sign_in(), owner.sign_in()
        return pair

    two_persons_give_power(server, first, organisation)
    cookie_is_made_here_and_guarded(server, person)
    reuse_after_sign_out(server, person)
    step_up_makes_a_new_cookie(server, person)
    a_page_is_answered_as_whom_it_shows(server, person)
    enrolment_opens_nothing_else(server, first, organisation)
    one_answer_for_all(server, first, organisation)
    sessions_end_with_the_account(server, first, organisation)
    password_change_ends_the_others(server, first, organisation)
    roles_act_at_once(server, first, organisation)
    a_locked_screen_opens_nothing(server, chief, person)
    a_locked_session_gets_no_factor(server, first, organisation)
    ten_at_once(server, ten)
    refusals_are_journalled(server)
    a_few_entries_name_the_account(server, ten[0])
    pauses_grow(server, fresh_pair(), organisation, clock)
    codes_serve_once(server, fresh_pair(), organisation, clock)
    step_up_is_asked(server, chief, owner, person, organisation, clock)
    sessions_grow_old(server, person, clock)
    grants_of_others_stay_unseen(server, fresh_pair(), organisation, clock)
    proposals_grow_old(server, chief, owner, person, clock)
    the_last_ones_stay(server, Pair(server))
checks.close()
