#!/usr/bin/env python3
"""First light: sign in, add an organisation, see it after kill -9, and the journal verifies; on SQLite and PostgreSQL."""
import sqlite3, subprocess
from support import on_both_databases, sqlite_server, wait_for

NAME = "Trung tâm Thử sáng Đầu tiên"


def first_light(server):
    client = server.client()
    me = client.sign_in("quantri")
    assert me["stage"] == "ready" and "organisation.write" in me["may"], me
    root = client.call("GET", "/api/v1/organisations?kind=province_committee").json["items"]
    kinds = {k["kind"] for k in client.call("GET", "/api/v1/organisation-kinds").json["items"]}
    parent = client.call("GET", "/api/v1/organisations?query=so+y+te").json["items"][0]
    wanted = {"name": NAME, "kind": "centre" if "centre" in kinds else parent["kind"], "parent_id": parent["id"]}
    made = client.call("POST", "/api/v1/organisations", wanted, {"Idempotency-Key": "first-light"})
    assert made.status == 201, made.body
    again = client.call("POST", "/api/v1/organisations", wanted, {"Idempotency-Key": "first-light"})
    assert again.status == 201, again.body
    assert again.json["id"] == made.json["id"], "a repeated request must not add a second one"
    server.kill()
    server.start()
    client = server.client()
    client.sign_in("canbo.xa")
    found = client.call("GET", "/api/v1/organisations?query=thu+sang+dau+tien").json["items"]
    assert [one["name"] for one in found] == [NAME], found
    server.stop()
    verified = server.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def powers_by_sql_open_nothing(server):
    """A session, a role and an account inserted by SQL open nothing."""
    client = server.client()
    client.sign_in("canbo.xa")
    database = sqlite3.connect(server.folder / "store.sqlite")
    database.execute("UPDATE role_grant SET role_name = 'administrator'")
    database.execute(
        "INSERT INTO session SELECT lower(hex(randomblob(32))), account_id, grant_id, 'ready', created_at, step_up_at, 0, tag, version, epoch FROM session"
    )
    database.commit()
    assert client.call("GET", "/api/v1/me").status == 401, "a grant changed by SQL must be as if absent"
    assert client.call("GET", "/api/v1/accounts").status == 401


def refusals(server):
    client = server.client()
    assert client.call("GET", "/api/v1/organisations").code == "session.none"
    account = client.call("GET", "/api/v1/demo").json["accounts"][0]
    wrong = {"account": account["login"], "password": "x" * 20, "code": account["code"]}
    nobody = {"account": "khong.co.ai", "password": "x" * 20, "code": "000000"}
    first, second = client.call("POST", "/api/v1/sign-in", wrong), client.call("POST", "/api/v1/sign-in", nobody)
    assert first.status == second.status == 401 and first.body == second.body, (first.body, second.body)
    client.sign_in(account["login"])
    assert client.call("POST", "/api/v1/sign-out", headers={"X-Neove": "0"}).code == "http.cross_site"
    assert client.call("POST", "/api/v1/sign-out", headers={"Origin": "https://evil.example"}).code == "http.cross_site"
    assert client.call("POST", "/api/v1/organisations", {"name": " ", "wrong": 1}).status == 422
    assert client.call("GET", "/api/v1/organisations/" + "0" * 32).code == "access.not_found"
    assert client.call("GET", "/api/v1/organisations/x").code == "access.not_found"
    assert client.call("GET", "/api/v1/nothing").status == 404
    assert client.call("DELETE", "/api/v1/me").status == 404
    cookie = client.cookie
    assert client.call("POST", "/api/v1/sign-out").status == 204
    client.cookie = cookie
    assert client.call("GET", "/api/v1/me").code == "session.none", "a cookie must be dead after sign-out"


on_both_databases(first_light)
with sqlite_server() as server:
    refusals(server)
    powers_by_sql_open_nothing(server)
print("first light: ok")
