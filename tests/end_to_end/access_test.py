#!/usr/bin/env python3
"""Who widens access, over HTTP and on both databases: a programme that gives somebody more opens nothing until two have signed
what they were shown; the accepted table cannot be set aside in the database; breaking the glass opens one record for its minutes,
answers every other number alike, and comes to those who judge it."""
import re, shutil, sqlite3, tempfile
from pathlib import Path
from support import SOURCE, People, given, on_both_databases

TABLE = "/api/v1/access-table"
FILES = "/api/v1/registers/visit_file/records"
GLASS = "/api/v1/registers/visit_file/break-glass"
NAME = "Hoàng-Oanh Canh-Vỹ Thị"
WHY = "Cần biết nhóm máu ngay trong đêm"
ABSENT = "0" * 32


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])


def acting(client, role):
    grants = done(client.call("GET", "/api/v1/me"))["grants"]
    grant = next(one for one in grants if one["role"] == role)
    done(client.call("POST", "/api/v1/me/acting", {"grant_id": grant["grant_id"]}))
    return client


class Clinic:
    ROLES = {"nurse": ("canbo.xa", "nurse"), "head": ("quaydoc.xa", "head_doctor"), "duty": ("thuthu.phuong", "duty_doctor")}

    def __init__(self, people):
        self.people = people
        administrator, data_owner = people("quantri"), people("dulieu")
        self.accounts = {one["login"]: one["id"] for one in done(administrator.call("GET", "/api/v1/accounts"))["items"]}
        places = {login: done(people(login).call("GET", "/api/v1/me"))["grants"][0]["organisation"]["id"]
                  for login in ("canbo.xa", "thuthu.phuong")}
        for login, role in self.ROLES.values():
            place = places["thuthu.phuong" if role == "duty_doctor" else "canbo.xa"]
            given(administrator, data_owner, "POST", f"/api/v1/accounts/{self.accounts[login]}/grants",
                  {"role": role, "organisation_id": place})
        for who, (login, role) in self.ROLES.items():
            setattr(self, who, acting(people(login), role))


def admitted(clinic):
    answers = {"patient": {"name": NAME}, "sex": "female", "visit_on": "2026-11-02", "urgent": "no"}
    return done(clinic.nurse.call("POST", FILES, {"action": "admit", "answers": answers}), 201)


def breaks_nothing(clinic, denied):
    """Unknown, denied, of another shape: byte for byte the same, and nothing about it before a reason is given."""
    answers = [clinic.duty.call("POST", GLASS, {"number": number, "reason": WHY})
               for number in ("PK-0000-0000", denied["number"], denied["number"] + "0", "%")]
    assert {(one.status, one.code, one.body) for one in answers} == {(404, "access.not_found", answers[0].body)}, answers
    for number in (denied["number"], "PK-0000-0000"):
        refused(clinic.duty.call("POST", GLASS, {"number": number, "reason": "gọi 0912345678"}), 422, "form.looks_like_person")
    for client in (clinic.nurse, clinic.head, clinic.people("quantri"), clinic.people("lanhdao")):
        refused(client.call("POST", GLASS, {"number": denied["number"], "reason": WHY}), 404, "access.not_found")
    for client in (clinic.people("quantri"), clinic.people("lanhdao")):
        refused(client.call("GET", GLASS), 404, "access.not_found")
        refused(client.call("POST", f"{GLASS}/{ABSENT}/review", {"justified": True, "words": "x"}), 404, "access.not_found")


def glass(people):
    clinic = Clinic(people)
    file, denied = admitted(clinic), admitted(clinic)
    done(clinic.head.call("POST", f"{FILES}/{denied['id']}/people", {"relation": "block", "account": clinic.accounts["thuthu.phuong"]}))
    page = done(clinic.duty.call("GET", GLASS))
    assert page["may_break"] and page["rule"]["minutes"] == 60 and page["acts"] == [], page
    row = next(one for one in done(clinic.duty.call("GET", "/api/v1/registers"))["registers"] if one["id"] == "visit_file")
    assert row["may"] == ["break_glass"], row
    breaks_nothing(clinic, denied)
    refused(clinic.duty.call("GET", f"{FILES}/{file['id']}"), 404, "access.not_found")
    key = {"Idempotency-Key": "g1"}
    act = done(clinic.duty.call("POST", GLASS, {"number": file["number"], "reason": WHY}, key), 201)
    assert act["record"] == file["id"] and act["stage"] == "waiting" and act["is_own"], act
    assert done(clinic.duty.call("POST", GLASS, {"number": file["number"], "reason": WHY}, key), 201)["id"] == act["id"]
    opened = done(clinic.duty.call("GET", f"{FILES}/{file['id']}"))
    assert opened["answers"]["patient"]["name"] == NAME, opened["answers"]
    assert opened["may"]["actions"] == [] and not any(value for name, value in opened["may"].items() if name != "actions"), opened["may"]
    # One record, no list, no search, no export; nobody else of the house.
    for path in (FILES, FILES + "?q=hoang%20oanh"):
        refused(clinic.duty.call("GET", path), 404, "access.not_found")
    refused(clinic.duty.call("GET", f"{FILES}/{denied['id']}"), 404, "access.not_found")
    assert done(clinic.duty.call("GET", "/api/v1/agenda")) == {"items": [], "givings": [], "occasions": [], "reviews": [], "matches": [], "more": False}
    # Told at once to whoever judges, and to nobody else.
    reviews = done(clinic.head.call("GET", "/api/v1/agenda"))["reviews"]
    assert [(one["number"], one["overdue"]) for one in reviews] == [(file["number"], False)], reviews
    assert done(clinic.nurse.call("GET", "/api/v1/agenda"))["reviews"] == []
    told = done(clinic.head.call("GET", GLASS))["acts"]
    assert [(one["reason"], one["record"], one["may_review"]) for one in told] == [(WHY, None, True)], told
    at = f"{GLASS}/{act['id']}/review"
    refused(clinic.duty.call("POST", at, {"justified": True, "words": "tự thấy đúng"}), 404, "access.not_found")
    refused(clinic.nurse.call("POST", at, {"justified": True, "words": "x"}), 404, "access.not_found")
    judged = done(clinic.head.call("POST", at, {"justified": False, "words": "Có thể chờ đến sáng"}))
    assert judged["stage"] == "unjustified", judged
    refused(clinic.head.call("POST", at, {"justified": True, "words": "x"}), 409, "break_glass.reviewed")
    refused(clinic.duty.call("GET", f"{FILES}/{act['record']}"), 404, "access.not_found")
    assert done(clinic.head.call("GET", "/api/v1/agenda"))["reviews"] == []
    assert done(clinic.duty.call("GET", GLASS))["acts"][0]["words"] == "Có thể chờ đến sáng"


def programme(folder, wider):
    """The library as it is, or with a desk that reads what readers wrote about themselves."""
    at = Path(folder) / ("wide" if wider else "as_is")
    shutil.copytree(SOURCE / "programmes/lending_library", at / "lending_library", dirs_exist_ok=True)
    access = at / "lending_library/registers/loan/access.yaml"
    text = access.read_text(encoding="utf-8")
    if wider:
        text, changed = re.subn(r"(role: reader_desk, .*read: )\[public, internal\]", r"\1[public, internal, confidential]", text)
        assert changed == 1, text
        access.write_text(text, encoding="utf-8")
    return ["--programme", str(at / "lending_library")]


def asked(client):
    made = client.call("POST", "/api/v1/registers/loan/records", {"action": "request", "answers": {
        "title": "Dế Mèn", "kind": "novel", "copies": 1, "reader_kind": "adult", "reader_phone": "0987654321",
        "note": "Ghi chú riêng", "asked_on": "2026-05-20"}})
    return done(made, 201)["id"]


def reads_notes(people, loan):
    opened = done(people("quaydoc.xa").call("GET", f"/api/v1/registers/loan/records/{loan}"))
    return "note" in opened["answers"]


def signed(people, extra):
    """A programme that two have signed, in force since the start after it."""
    people.restarted(extra)
    shown = done(people("quantri").call("GET", TABLE))
    if shown["stand"] != "in_force":
        done(people("quantri").call("POST", f"{TABLE}/propose", {"digest": shown["digest"], "reason": "Quyết định 1"}))
        done(people("dulieu").call("POST", f"{TABLE}/confirm", {"digest": shown["digest"]}))
        people.restarted(extra)
    assert done(people("quantri").call("GET", TABLE))["stand"] == "in_force"


def widening(people):
    folder = tempfile.mkdtemp(prefix="neove-programme-")
    try:
        signed(people, programme(folder, False))
        loan = asked(people("quaydoc.xa"))
        assert not reads_notes(people, loan)
        people.restarted(programme(folder, True))
        assert not reads_notes(people, loan), "nobody has signed"
        # The house's own pages go on as they were.
        for login in ("canbo.xa", "lanhdao", "thuthu.xa", "quaydoc.xa"):
            client = people(login)
            refused(client.call("GET", TABLE), 404, "access.not_found")
            for step, body in (("propose", {"digest": "x"}), ("confirm", {"digest": "x"}), ("refuse", {"reason": "x"}), ("cancel", None)):
                refused(client.call("POST", f"{TABLE}/{step}", body), 404, "access.not_found")
        administrator, data_owner = people("quantri"), people("dulieu")
        shown = done(administrator.call("GET", TABLE))
        assert shown["stand"] == "waiting" and shown["may"] == ["propose"], shown
        assert shown["changes"] and all(one["wider"] and one["role"]["name"] == "Bàn tiếp bạn đọc" for one in shown["changes"]
                                        if one["kind"] == "changed"), shown["changes"][:2]
        line = next(one for one in shown["changes"] if one["action"]["id"] == "open")
        assert len(line["states"]) > 1 and all(state["name"] for state in line["states"]), line
        assert {"word": "read", "values": [{"id": "public", "name": ""}, {"id": "internal", "name": ""}]} in line["before"], line
        refused(administrator.call("POST", f"{TABLE}/propose", {"digest": "x", "reason": "y"}), 412, "access_table.other")
        signature = {"digest": shown["digest"]}
        assert done(administrator.call("POST", f"{TABLE}/propose", {**signature, "reason": "Quy chế mới"}))["stand"] == "proposed"
        refused(administrator.call("POST", f"{TABLE}/confirm", signature), 404, "access.not_found")
        assert not reads_notes(people, loan), "one has signed"
        refused_once = done(data_owner.call("POST", f"{TABLE}/refuse", {"reason": "Chưa rõ căn cứ"}))
        assert refused_once["stand"] == "waiting" and refused_once["refusal"] == "Chưa rõ căn cứ", refused_once
        refused(data_owner.call("POST", f"{TABLE}/confirm", signature), 409, "proposal.over")
        done(administrator.call("POST", f"{TABLE}/propose", {**signature, "reason": "Nhầm lý do"}))
        refused(data_owner.call("POST", f"{TABLE}/cancel"), 404, "access.not_found")
        assert done(administrator.call("POST", f"{TABLE}/cancel"))["stand"] == "waiting"
        done(administrator.call("POST", f"{TABLE}/propose", {**signature, "reason": "Theo Quyết định 12"}))
        confirmed = done(data_owner.call("POST", f"{TABLE}/confirm", signature))
        assert confirmed["stand"] == "until_start" and confirmed["changes"] == [], confirmed
        assert not reads_notes(people, loan), "whoever runs goes on until the next start"
        people.restarted(programme(folder, True))
        assert reads_notes(people, loan), "two have signed"
        if not people.server.postgres:
            set_aside(people, folder, loan)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def set_aside(people, folder, loan):
    """Whoever holds the database deletes the accepted table: registers close, the verifier names it, two open them again."""
    server = people.server
    server.stop()
    with sqlite3.connect(server.folder / "store.sqlite") as store:
        store.execute("DELETE FROM access_table")
        store.execute("DELETE FROM accepted_access")
    found = server.run("audit", "verify")
    assert found.returncode != 0 and "access_table" in found.stdout + found.stderr, found.stdout + found.stderr
    people.started(programme(folder, True))
    for login in ("quaydoc.xa", "thuthu.xa", "phutrach.xa"):
        client = people(login)
        assert done(client.call("GET", "/api/v1/registers"))["registers"] == []
        refused(client.call("GET", f"/api/v1/registers/loan/records/{loan}"), 404, "access.not_found")
        refused(client.call("GET", "/api/v1/registers/loan/records"), 404, "access.not_found")
    administrator, data_owner = people("quantri"), people("dulieu")
    shown = done(administrator.call("GET", TABLE))
    assert shown["stand"] == "closed" and len(shown["changes"]) > 10, shown["stand"]
    assert done(administrator.call("GET", "/api/v1/organisations"))["items"], "the house works"
    signature = {"digest": shown["digest"]}
    done(administrator.call("POST", f"{TABLE}/propose", {**signature, "reason": "Lập lại bảng quyền"}))
    done(data_owner.call("POST", f"{TABLE}/confirm", signature))
    assert reads_notes(people, loan)


def story(server):
    people = People(server)
    # The library first: whoever works at the clinic afterwards acts in another role.
    widening(people)
    people.restarted([])
    glass(people)
    if server.contract:
        ours = {one for one in server.contract.names() if re.search("/(access-table|break-glass)", one)}
        assert len(ours) == 8 and not ours - server.contract.succeeded, ours - server.contract.succeeded


on_both_databases(story)
print("access: signed by two, never set aside; the glass opens one record and is judged")
