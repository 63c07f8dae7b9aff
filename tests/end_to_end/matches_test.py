#!/usr/bin/env python3
"""Somebody is written down who is known elsewhere, over HTTP and on both databases: the typist's answers are the same as if she
were not, nothing of hers changes afterwards; who may find both records hears of it, compares, and answers once."""
import json, re, time
from support import given, on_both_databases

FILES = "/api/v1/registers/visit_file/records"
PAIRS = "/api/v1/registers/visit_file/possible-matches"
NAME, OTHER = "Lò Thị Thử Một", "Lò Thị Thử Hai"
PHONE, OTHER_PHONE = "0912000777", "0912000888"
WORDS = "Đã gọi hỏi cả hai nơi"
# What differs between any two answers: ids, numbers, times, and what is keyed over them.
OWN = re.compile(r'[0-9a-f]{32}|PK-[0-9A-Z-]+|\d{4}-\d\d-\d\dT[0-9:.]+Z|\b\d\d:\d\d\b|(?<="etag":")[\w-]{22}(?=")')


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])


class Clinics:
    """Two that know nothing of each other, and a head above both."""
    ROLES = {"here": ("canbo.xa", "nurse"), "there": ("canbo.phuong", "nurse"), "head": ("lanhdao", "head_doctor")}

    def __init__(self, server):
        def signed_in(login):
            client = server.client()
            client.sign_in(login)
            return client
        administrator, data_owner = signed_in("quantri"), signed_in("dulieu")
        accounts = {one["login"]: one["id"] for one in done(administrator.call("GET", "/api/v1/accounts"))["items"]}
        for who, (login, role) in self.ROLES.items():
            client = signed_in(login)
            place = done(client.call("GET", "/api/v1/me"))["grants"][0]["organisation"]["id"]
            given(administrator, data_owner, "POST", f"/api/v1/accounts/{accounts[login]}/grants", {"role": role, "organisation_id": place})
            grant = next(one for one in done(client.call("GET", "/api/v1/me"))["grants"] if one["role"] == role)
            done(client.call("POST", "/api/v1/me/acting", {"grant_id": grant["grant_id"]}))
            setattr(self, who, client)
        self.administrator = administrator


def admit(client, name, phone):
    answers = {"patient": {"name": name}, "phone": phone, "sex": "female", "visit_on": "2026-11-02", "urgent": "no"}
    made = client.call("POST", FILES, {"action": "admit", "answers": answers})
    done(made, 201)
    return made


def alike(answer):
    """An answer without what is its own: its body, and which headers it has and how long they are."""
    body = OWN.sub("*", answer.body if isinstance(answer.body, str) else answer.body.decode())
    for name in (NAME, OTHER):
        body = body.replace(name, "name")
    for phone in (PHONE, OTHER_PHONE):
        body = body.replace(phone, "phone").replace("+84" + phone[1:], "phone")
    headers = {name.lower(): len(str(value)) for name, value in dict(answer.headers).items() if name.lower() != "date"}
    return answer.status, body, headers


def eventually(ask, holds):
    for _ in range(120):
        value = ask()
        if holds(value):
            return value
        time.sleep(0.25)
    raise AssertionError(f"never came: {json.dumps(value, ensure_ascii=False)[:600]}")


def agenda(client):
    return done(client.call("GET", "/api/v1/agenda"))["matches"]


def scenario(server):
    clinics = Clinics(server)
    first = admit(clinics.there, NAME, PHONE).json
    known, unknown = admit(clinics.here, NAME, PHONE), admit(clinics.here, OTHER, OTHER_PHONE)
    assert alike(known) == alike(unknown), (alike(known), alike(unknown))
    typed = [clinics.here.call("POST", "/api/v1/registers/visit_file/matches", {"answers": {"patient": {"name": name}, "phone": phone},
             "record": made.json["id"]}) for name, phone, made in ((NAME, PHONE, known), (OTHER, OTHER_PHONE, unknown))]
    assert alike(typed[0]) == alike(typed[1]) and typed[0].json == {"matches": []}, typed
    pair = eventually(lambda: agenda(clinics.head), lambda all: len(all) == 1)[0]
    assert sorted(pair["numbers"]) == sorted([first["number"], known.json["number"]]), pair
    # Neither of those who typed hears anything, afterwards either.
    for client in (clinics.here, clinics.there, clinics.administrator):
        refused(client.call("GET", PAIRS), 404, "access.not_found")
        refused(client.call("POST", f"{PAIRS}/{pair['id']}/answer", {"answer": "same", "words": WORDS}), 404, "access.not_found")
    for client in (clinics.here, clinics.there):
        assert agenda(client) == []
    again = clinics.here.call("GET", f"{FILES}/{known.json['id']}")
    assert done(again)["version"] == known.json["version"] and again.json["links"] == [], again.json
    page = done(clinics.head.call("GET", PAIRS))
    assert [one["id"] for one in page["waiting"]] == [pair["id"]] and page["answered"] == [] and not page["more"] and page["next"] is None, page
    refused(clinics.head.call("GET", PAIRS + "?after=AAAA"), 422, "request.cursor")
    assert "same_phone" in page["waiting"][0]["reasons"] and page["waiting"][0]["may_answer"], page
    for record in page["waiting"][0]["records"]:
        done(clinics.head.call("GET", f"{FILES}/{record['id']}"))
    at = f"{PAIRS}/{pair['id']}/answer"
    refused(clinics.head.call("POST", at, {"answer": "maybe", "words": WORDS}), 422, "match.answer")
    refused(clinics.head.call("POST", at, {"answer": "same", "words": f"gọi {PHONE}"}), 422, "form.looks_like_person")
    said = done(clinics.head.call("POST", at, {"answer": "same", "words": WORDS}))
    assert (said["answer"], said["words"], said["may_answer"]) == ("same", WORDS, False), said
    refused(clinics.head.call("POST", at, {"answer": "different", "words": WORDS}), 409, "match.answered")
    assert agenda(clinics.head) == []
    assert [one["words"] for one in done(clinics.head.call("GET", PAIRS))["answered"]] == [WORDS]
    # The answer is no event of either record.
    for client, made in ((clinics.here, known.json), (clinics.there, first)):
        events = done(client.call("GET", f"{FILES}/{made['id']}/timeline"))["events"]
        assert [one["kind"] for one in events] == ["admit"], events


on_both_databases(scenario)
print("matches: who typed hears nothing, who may find both answers once")
