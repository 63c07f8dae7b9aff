#!/usr/bin/env python3
"""Two persons give an account, on both databases; she chooses her own password and factor; the machine makes a data owner."""
import re, subprocess, tempfile
from pathlib import Path
from support import NEOVE, OWN_PASSWORD, on_both_databases, totp


def asking(admin, wanted):
    """A request to make an account: its faults, its repetition, and the proposal that comes of it."""
    key = {"Idempotency-Key": "one"}
    made = admin.call("POST", "/api/v1/accounts", wanted, key)
    assert made.status == 202 and made.json["state"] == "waiting" and made.json["first_half"], made.body
    again = admin.call("POST", "/api/v1/accounts", wanted, key)
    assert again.status == 202 and again.json["id"] == made.json["id"] and "first_half" not in again.json, again.body
    other = dict(wanted, name="Người Khác")
    assert admin.call("POST", "/api/v1/accounts", other, key).code == "request.key_reused"
    assert admin.call("POST", "/api/v1/accounts", wanted).code == "proposal.waiting_already"
    faulty = {"login": "Ơ", "name": "x", "grants": [{"role": "king", "organisation_id": "0" * 32}]}
    codes = {e["code"] for e in admin.call("POST", "/api/v1/accounts", faulty).json["errors"]}
    assert {"account.login_shape", "account.unknown_role", "account.unknown_organisation"} <= codes, codes
    assert admin.call("POST", "/api/v1/accounts", {k: v for k, v in wanted.items() if k != "reason"}).code == "field.required"
    assert "nguoi.moi" not in {one["login"] for one in admin.call("GET", "/api/v1/accounts").json["items"]}
    return made.json


def her_first_sign_in(server, halves):
    person = server.client()
    first = {"account": "nguoi.moi", "password": " ".join(halves)}
    entered = person.call("POST", "/api/v1/sign-in", first)
    assert entered.status == 200 and entered.json["stage"] == "password", entered.body
    assert person.call("GET", "/api/v1/organisations").code == "session.enrol", "before a factor nothing else works"
    assert person.call("POST", "/api/v1/me/first-password", {"new": OWN_PASSWORD}).json["stage"] == "enrol"
    secret = person.call("POST", "/api/v1/factor/totp").json["secret"]
    assert person.call("POST", "/api/v1/factor/totp/confirm", {"code": "000000"}).code == "factor.wrong_code"
    assert person.call("POST", "/api/v1/factor/totp/confirm", {"code": totp(secret)}).json["stage"] == "ready"
    assert person.call("GET", "/api/v1/organisations").status == 200
    assert person.call("GET", "/api/v1/accounts").code == "access.not_found"
    again = server.client().call("POST", "/api/v1/sign-in", {**first, "password": OWN_PASSWORD, "code": totp(secret)})
    assert again.code == "session.refused", "a code serves once"
    return person


def two_persons(server):
    admin, owner = server.client(), server.client()
    me = admin.sign_in("quantri")
    owner.sign_in("dulieu")
    organisation = admin.call("GET", "/api/v1/organisations?query=cau+sen").json["items"][0]["id"]
    wanted = {"login": "nguoi.moi", "name": "Nguyễn Thị Mới", "reason": "Cán bộ mới của phường",
              "grants": [{"role": "officer", "organisation_id": organisation}]}
    made = asking(admin, wanted)
    done = owner.call("POST", f"/api/v1/proposals/{made['id']}/confirm")
    assert done.status == 200 and done.json["decided_by"] and done.json["second_half"], done.body
    assert admin.call("POST", "/api/v1/accounts", wanted).code == "account.login_taken"
    person = her_first_sign_in(server, [made["first_half"], done.json["second_half"]])

    mine, hers = me["account"]["id"], done.json["account"]["id"]
    grant = {"role": "focal", "organisation_id": organisation, "reason": "x"}
    assert admin.call("POST", f"/api/v1/accounts/{mine}/grants", grant).code == "account.own"
    assert admin.call("POST", f"/api/v1/accounts/{mine}/disable").code == "account.own"
    asked = admin.call("POST", f"/api/v1/accounts/{hers}/grants", grant)
    assert asked.status == 202 and len(admin.call("GET", f"/api/v1/accounts/{hers}").json["grants"]) == 1
    refused = owner.call("POST", f"/api/v1/proposals/{asked.json['id']}/refuse", {"reason": "Chưa có quyết định"})
    assert refused.json["state"] == "refused"
    told = next(one for one in admin.call("GET", "/api/v1/proposals").json["items"] if one["id"] == asked.json["id"])
    assert (told["state"], told["decision"], told["is_own"]) == ("refused", "Chưa có quyết định", True), told
    asked = admin.call("POST", f"/api/v1/accounts/{hers}/grants", grant)
    assert admin.call("POST", f"/api/v1/proposals/{asked.json['id']}/cancel").json["state"] == "cancelled"
    assert owner.call("POST", f"/api/v1/accounts/{hers}/disable").status == 200, "taking power away needs one person"
    assert person.call("GET", "/api/v1/me").code == "session.none", "a disabled account ends at once"
    server.stop()
    assert server.run("audit", "verify").returncode == 0


def neove(*words):
    return subprocess.run([str(NEOVE), *map(str, words)], capture_output=True, text=True)


def the_machine_makes_two_slips():
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "store"
        init = ("init", "--store", store, "--organisation", "Ủy ban thử", "--administrator", "quan.tri", "--data-owner")
        assert neove(*init, "quan.tri").returncode == 2, "one account may not be both"
        made = neove(*init, "du.lieu")
        assert made.returncode == 0, made.stderr
        key, first_key = Path(scratch) / "key", re.search(r"neove-journal-key-1.*", made.stdout)[0]
        slips = re.findall(r"PHIẾU \d: .*\n +Tên tài khoản: +(\S+)\n +Mật khẩu lần đầu: +(\S.*)\n", made.stdout)
        assert [login for login, _ in slips] == ["quan.tri", "du.lieu"] and slips[0][1] != slips[1][1], made.stdout
        add = ("account", "data-owner", "--store", store, "--login", "du.lieu.hai", "--organisation")
        assert "account.data_owner_exists" in neove(*add, "Ủy ban thử").stderr
        assert "account.unknown_organisation" in neove(*add, "Ủy ban khác", "--although-one-exists").stderr
        made = neove(*add, "Ủy ban thử", "--although-one-exists")
        assert made.returncode == 0 and "du.lieu.hai" in made.stdout, made.stderr
        assert "account.login_taken" in neove(*add, "Ủy ban thử", "--although-one-exists").stderr
        (store / "host.key").rename(Path(scratch) / "away")
        assert neove(*add, "Ủy ban thử", "--although-one-exists").returncode == 2, "without the host key nothing is made"
        (Path(scratch) / "away").rename(store / "host.key")
        key.write_text(first_key)
        assert neove("audit", "verify", "--store", store, "--key", key).returncode == 0


on_both_databases(two_persons)
the_machine_makes_two_slips()
print("accounts: ok")
