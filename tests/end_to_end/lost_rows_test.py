#!/usr/bin/env python3
"""Whoever writes to the database lifts no guard: a body is kept from records, and whoever works for it too stays kept from them when
the guard, her role there or that body itself is altered, and when the guard's row is gone. Where a row of the record is not believed
nobody opens it, list and glass included; what has no guard stays open, and every row put right opens again what it opened."""
import sqlite3, time
from persons_test import FILES, Clinic, acting, admit, done, found
from support import SOURCE, given, skip, sqlite_server

PROGRAMME = SOURCE / "programmes" / "clinic"


class Store:
    """One row altered by SQL for as long as a block lasts, and then as it was."""

    def __init__(self, server):
        self.path = server.folder / "store.sqlite"

    def rows(self, question, *values):
        database = sqlite3.connect(self.path, timeout=20)
        found = database.execute(question, values).fetchall()
        database.close()
        return found

    def change(self, statement, *values):
        with sqlite3.connect(self.path, timeout=20) as database:
            changed = database.execute(statement, values).rowcount
        database.close()
        assert changed >= 1, statement


class Ward:
    """A nurse of this clinic who is an officer of a ward elsewhere, and records from which that ward is kept away."""

    def __init__(self, server):
        self.server, self.clinic = server, Clinic(server)
        administrator, data_owner, officer = server.client(), server.client(), server.client()
        for client, login in ((administrator, "quantri"), (data_owner, "dulieu"), (officer, "canbo.phuong")):
            client.sign_in(login)
        self.administrator = administrator
        here = done(self.clinic.nurse.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
        self.ward = done(officer.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
        given(administrator, data_owner, "POST", f"/api/v1/accounts/{self.clinic.accounts['canbo.phuong']}/grants",
              {"role": "nurse", "organisation_id": here})
        self.nurse = acting(server, "canbo.phuong", "nurse")
        self.files = [done(admit(self.clinic.nurse, "Nguyễn Thị Hoa", f"0999 111 22{i}", complaint="đau đầu"), 201)["id"] for i in range(4)]
        self.open, self.guarded = self.files[0], self.files[1:]
        for one in self.guarded:
            done(self.clinic.head.call("POST", f"{FILES}/{one}/people", {"relation": "block", "organisation": self.ward, "reason": "người nhà"}))

    def again(self):
        self.server.start()
        self.clinic.go_on()
        for client in (self.nurse, self.administrator):
            client.port, client.held_to = self.server.port, self.server.contract

    def seen_by(self, client):
        """The files that she opens; those that she lists, and finds by their name, must be the same."""
        opened = [one for one in self.files if client.call("GET", f"{FILES}/{one}").status == 200]
        listed = {one["id"] for one in done(client.call("GET", FILES))["records"]}
        assert listed == set(opened) == set(found(client, "nguyen thi hoa")), (listed, opened)
        return opened

    def alarms(self):
        return done(self.administrator.call("GET", "/api/v1/status"))["alarms"]["rows"]


def as_it_should_be(ward):
    assert ward.seen_by(ward.nurse) == [ward.open]
    assert ward.seen_by(ward.clinic.head) == ward.files


def guards_altered(ward, store):
    """The server runs: an end that nobody gave, and another kind."""
    first, second, third = ward.guarded
    until = "UPDATE relation SET until_at = ? WHERE record_id = ? AND kind = 'block'"
    store.change(until, 1, first)
    assert ward.seen_by(ward.nurse) == [ward.open], "a guard with an end that nobody gave"
    assert ward.seen_by(ward.clinic.head) == [ward.open, second, third], "what is not believed may keep anybody away"
    store.change(until, None, first)
    as_it_should_be(ward)
    store.change("UPDATE relation SET kind = 'kin' WHERE record_id = ? AND kind = 'block'", second)
    assert ward.seen_by(ward.nurse) == [ward.open], "a guard of another kind"
    store.change("UPDATE relation SET kind = 'block' WHERE record_id = ? AND kind = 'kin'", second)
    as_it_should_be(ward)


def guards_gone(ward, store):
    """Deleted while the server runs, still gone after a restart, and with another record's row in its place. One that somebody made
    up beside them closes nothing."""
    first, second, _ = ward.guarded
    columns = "id, register_name, record_id, kind, account_id, organisation_id, from_at, until_at, given_by, version, tag"
    insert = f"INSERT INTO relation ({columns}) VALUES ({', '.join('?' * 11)})"
    [row] = store.rows(f"SELECT {columns} FROM relation WHERE record_id = ? AND kind = 'block'", first)
    store.change(insert, "1" * 32, *row[1:])
    as_it_should_be(ward)
    store.change("DELETE FROM relation WHERE id = ?", "1" * 32)
    store.change("DELETE FROM relation WHERE id = ?", row[0])
    assert ward.seen_by(ward.nurse) == [ward.open], "a guard that is gone"
    assert ward.seen_by(ward.clinic.head) == [one for one in ward.files if one != first]
    ward.server.stop()
    ward.again()
    assert ward.seen_by(ward.nurse) == [ward.open], "a guard that is gone, after a restart"
    [others] = store.rows(f"SELECT {columns} FROM relation WHERE record_id = ? AND kind = 'block'", second)
    store.change(insert, "0" * 32, others[1], first, "responsible", *others[4:])
    assert first not in ward.seen_by(ward.nurse), "a row that somebody made up does not count for the one that is gone"
    store.change("DELETE FROM relation WHERE id = ?", "0" * 32)
    ward.server.stop()
    rebuilt = ward.server.run("rebuild")
    assert rebuilt.returncode != 0 and f"{first} relations" in " ".join(rebuilt.stdout.split()), rebuilt.stdout + rebuilt.stderr
    store.change(insert, *row)
    ward.again()
    as_it_should_be(ward)


def her_role_altered(ward, store):
    """Of what she has elsewhere nobody knows then: she works on with what has no guard."""
    account = ward.clinic.accounts["canbo.phuong"]
    [(grant, role)] = store.rows("SELECT id, role_name FROM role_grant WHERE account_id = ? AND organisation_id = ?", account, ward.ward)
    store.change("UPDATE role_grant SET role_name = 'x' WHERE id = ?", grant)
    assert ward.seen_by(ward.nurse) == [ward.open], "her role in the ward is not believed"
    assert ward.seen_by(ward.clinic.head) == ward.files
    store.change("UPDATE role_grant SET role_name = ? WHERE id = ?", role, grant)
    as_it_should_be(ward)


def ward_altered(ward, store):
    before = ward.alarms()
    ward.server.stop()
    store.change("UPDATE organisation SET name = name || ' ' WHERE id = ?", ward.ward)
    ward.again()
    assert ward.seen_by(ward.nurse) == [ward.open], "the ward itself is not believed"
    assert ward.seen_by(ward.clinic.head) == ward.files
    for _ in range(100):
        if ward.alarms() > before:
            break
        time.sleep(0.1)
    assert ward.alarms() > before
    ward.server.stop()
    store.change("UPDATE organisation SET name = substr(name, 1, length(name) - 1) WHERE id = ?", ward.ward)
    ward.again()
    as_it_should_be(ward)


if not PROGRAMME.exists():
    skip("no make-believe clinic")
with sqlite_server(started=False) as server:
    server.extra = ["--programme", str(PROGRAMME)]
    server.start()
    ward, store = Ward(server), Store(server)
    as_it_should_be(ward)
    her_role_altered(ward, store)
    guards_altered(ward, store)
    ward_altered(ward, store)
    guards_gone(ward, store)
print("no row that is altered or gone lifts a guard")
