#!/usr/bin/env python3
"""An administrator makes an account; the person sets up her own factor; what nobody may do to oneself is refused."""
import base64, hashlib, hmac, struct, time
from support import sqlite_server


def totp(secret, at=None):
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


with sqlite_server() as server:
    admin = server.client()
    me = admin.sign_in("quantri")
    organisation = admin.call("GET", "/api/v1/organisations?query=cau+sen").json["items"][0]["id"]
    wanted = {"login": "nguoi.moi", "name": "Nguyễn Thị Mới", "grants": [{"role": "officer", "organisation_id": organisation}]}
    key = {"Idempotency-Key": "one"}
    made = admin.call("POST", "/api/v1/accounts", wanted, key)
    assert made.status == 201 and made.json["first_password"], made.body
    again = admin.call("POST", "/api/v1/accounts", wanted, key)
    assert again.status == 201 and again.json["id"] == made.json["id"] and "first_password" not in again.json, again.body
    other = dict(wanted, grants=[{"role": "focal", "organisation_id": organisation}])
    assert admin.call("POST", "/api/v1/accounts", other, key).code == "request.key_reused"
    assert admin.call("POST", "/api/v1/accounts", wanted).code == "account.login_taken"
    faulty = {"login": "Ơ", "name": "x", "grants": [{"role": "king", "organisation_id": "0" * 32}]}
    codes = {e["code"] for e in admin.call("POST", "/api/v1/accounts", faulty).json["errors"]}
    assert {"account.login_shape", "account.unknown_role", "account.unknown_organisation"} <= codes, codes

    person = server.client()
    first = {"account": "nguoi.moi", "password": made.json["first_password"]}
    entered = person.call("POST", "/api/v1/sign-in", first)
    assert entered.status == 200 and entered.json["stage"] == "enrol", entered.body
    assert person.call("GET", "/api/v1/organisations").code == "session.enrol", "before a factor nothing else works"
    secret = person.call("POST", "/api/v1/factor/totp").json["secret"]
    assert person.call("POST", "/api/v1/factor/totp/confirm", {"code": "000000"}).code == "factor.wrong_code"
    assert person.call("POST", "/api/v1/factor/totp/confirm", {"code": totp(secret)}).json["stage"] == "ready"
    assert person.call("GET", "/api/v1/organisations").status == 200
    assert person.call("GET", "/api/v1/accounts").code == "access.not_found"
    again = server.client().call("POST", "/api/v1/sign-in", dict(first, code=totp(secret)))
    assert again.code == "session.refused", "a code serves once"

    mine = me["account"]["id"]
    grant = {"role": "focal", "organisation_id": organisation}
    assert admin.call("POST", f"/api/v1/accounts/{mine}/grants", grant).code == "account.own"
    assert admin.call("POST", f"/api/v1/accounts/{mine}/disable").code == "account.own"
    assert admin.call("POST", f"/api/v1/accounts/{made.json['id']}/disable").status == 200
    assert person.call("GET", "/api/v1/me").code == "session.none", "a disabled account ends at once"
    server.stop()
    assert server.run("audit", "verify").returncode == 0
print("accounts: ok")
