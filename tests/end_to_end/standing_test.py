#!/usr/bin/env python3
"""The plan desk over HTTP, on both databases: a body that a form names opens the record at once, and so does the desk at which
its officer works; nobody at a desk of another body, and nobody above does more than look; when the answer names another body,
the first one is shut out; whose agenda it enters is whose work it is; a rebuild agrees and the journal knows every row."""
import urllib.parse
from support import SOURCE, given as agreed, on_both_databases, skip

# Whichever programme has the registers of a plan desk; where none has, there is nothing to try.
PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
AT = "/api/v1/registers"


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json


def absent(client, path):
    answer = client.call("GET", path)
    assert (answer.status, answer.code) == (404, "access.not_found"), (path, answer.status, answer.body[:300])


def body_called(client, name):
    rows = done(client.call("GET", "/api/v1/organisations?query=" + urllib.parse.quote(name)))["items"]
    return next(one["id"] for one in rows if one["name"] == name)


def act(client, register, record, action, answers, reason=None):
    now = done(client.call("GET", f"{AT}/{register}/records/{record}"))
    body = {"action": action, "answers": answers, **({"reason": reason} if reason else {})}
    return done(client.call("POST", f"{AT}/{register}/records/{record}/actions", body, {"If-Match": f'"{now["etag"]}"'}))


def listed(client, register):
    return {one["id"] for one in done(client.call("GET", f"{AT}/{register}/records"))["records"]}


def agenda(client):
    return {one["record"] for one in done(client.call("GET", "/api/v1/agenda"))["items"]}


def story(server):
    people = {login: server.client() for login in ("daumoi.congan", "daumoi.yte", "canbo.xa", "canbo.phuong", "lanhdao")}
    for login, client in people.items():
        client.sign_in(login)
    police, health, commune, ward, province = people.values()
    commune_body = done(commune.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    ward_body = done(ward.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    police_body = body_called(police, "Công an tỉnh Lam Sương")

    # A duty: whoever gives it names a commune, and nobody had to remember a second act.
    answers = {"title": "Rà soát cơ sở lưu trú", "body": commune_body, "source_kind": "plan", "source_number": "12/KH-UBND",
               "source_on": "2026-10-20", "part": "lead", "named_on": "2026-12-15", "named_counts": "that_day"}
    duty = done(police.call("POST", f"{AT}/duty/records", {"action": "give_dated", "answers": answers}), 201)["id"]
    at = f"{AT}/duty/records/{duty}"
    assert done(commune.call("GET", at))["may"]["actions"] == ["report_progress", "complete", "report_cannot", "hand_on"]
    assert duty in listed(commune, "duty") and duty in agenda(commune)
    assert duty not in agenda(police), "whoever gave it has not got it to do"
    above = done(province.call("GET", at))
    assert above["may"]["actions"] == [] and not above["may"]["assign"], above["may"]
    assert duty in listed(province, "duty") and duty not in agenda(province)
    for client in (health, ward):
        absent(client, at)
        assert duty not in listed(client, "duty")

    # More time: sent to the provincial police, opened by the officer at its staff desk.
    asked = {"title": "Rà soát cơ sở lưu trú", "asked_body": police_body, "first_due_on": "2026-12-15", "asked_on": "2026-11-20",
             "proposed_on": "2026-12-31", "why": "Chưa có số liệu", "done_so_far": "Đã nhận 90 cơ sở"}
    links = [{"kind": "of_duty", "to_register": "duty", "to": duty}]
    wanted = {"action": "ask", "answers": asked, "links": links}
    request = done(commune.call("POST", f"{AT}/extension_request/records", wanted), 201)["id"]
    asked_at = f"{AT}/extension_request/records/{request}"
    seen = done(police.call("GET", asked_at))
    assert seen["may"]["actions"] == ["grant", "refuse"] and "why" in seen["answers"], seen
    assert request in listed(police, "extension_request")
    for client in (health, ward):
        absent(client, asked_at)
        assert request not in listed(client, "extension_request")
    given = done(commune.call("GET", f"{asked_at}/timeline"))["events"][0]["given"]
    assert [(one["relation"], one["organisation"]["id"], one["ends"]) for one in given] == [("receiving", police_body, False)]

    # Named by mistake: mended, the first body and its desk are shut out in the same moment.
    first = done(commune.call("GET", f"{asked_at}/timeline"))["events"][0]["id"]
    health_body = body_called(police, "Sở Y tế")
    now = done(commune.call("GET", asked_at))
    mend = {"event": first, "answers": {"asked_body": health_body}, "reason": "Ghi nhầm nơi giao"}
    leader = "daumoi.yte"
    assert now["may"]["correct"], now["may"]
    done(commune.call("POST", f"{asked_at}/corrections", mend, {"If-Match": f'"{now["etag"]}"'}))
    absent(police, asked_at)
    assert request not in listed(police, "extension_request")
    # Granting it would extend a duty that is not hers to open: that is not offered.
    assert done(people[leader].call("GET", asked_at))["may"]["actions"] == ["refuse"]
    told = done(commune.call("GET", f"{asked_at}/timeline"))["events"][-1]["given"]
    assert [one["ends"] for one in told] == [True, False], told

    # Communes merge: the duty goes with its answer, once the tree names who carries on.
    author, data_owner = server.client(), server.client()
    author.sign_in("quantri")
    data_owner.sign_in("dulieu")
    at_body = f"/api/v1/organisations/{commune_body}"
    tag = {"If-Match": f'"{done(author.call("GET", at_body))["etag"]}"'}
    heir = {"organisation_id": ward_body, "subject": "toàn bộ", "on": "2026-11-01", "basis": "Nghị quyết sắp xếp"}
    agreed(author, data_owner, "PATCH", at_body, {"valid_until": "2026-11-01", "successors": [heir]}, tag)
    act(police, "duty", duty, "pass_to_successor",
        {"body": ward_body, "former_body": commune_body, "succession_paper": "Nghị quyết sắp xếp"})
    absent(commune, at)
    assert done(ward.call("GET", at))["answers"]["body"] == ward_body and duty in agenda(ward)
    server.stop()
    for words in (("rebuild",), ("audit", "verify")):
        told = server.run(*words)
        assert told.returncode == 0, (words, told.stdout[-600:], told.stderr[-600:])


if PROGRAMME is None:
    skip("no programme with a plan desk is here")
on_both_databases(story, PROGRAMME)
print("a body that is named is reached, and nobody else")
