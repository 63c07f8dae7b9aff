#!/usr/bin/env python3
"""A plan addressed to a department reaches its desks as its duties do: whoever works at one lists, opens and counts it, from the
duty she comes to the plan, and she gets reading and no more. Before a task that names the department is confirmed there is no such
document for her, nor ever for the desk of another body. On both databases."""
import urllib.parse
from support import PLAN, SOURCE, People, enrol, given, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
DOCUMENTS = "/api/v1/documents"
DUTIES = "/api/v1/registers/duty/records"
SIGHT = ("", "/text", "/reading", "/coverage")


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def body_of(client, name):
    found = done(client.call("GET", "/api/v1/organisations?query=" + urllib.parse.quote(name)))
    return next(one["id"] for one in found["items"] if one["name"] == name)


def somebody_of(people, organisation, login, role):
    wanted = {"login": login, "name": "Người Thử", "grants": [{"role": role, "organisation_id": organisation}]}
    _, password = given(people("quantri"), people("dulieu"), "POST", "/api/v1/accounts", wanted)
    client = people.server.client()
    enrol(client, login, password)
    return client


def is_seen_by(client, document):
    """Whether she lists, opens, reads and counts it: all of that, or what a document that there is not gives."""
    listed = document in {one["id"] for one in done(client.call("GET", DOCUMENTS))["items"]}
    for path in SIGHT:
        answer, absent = client.call("GET", f"{DOCUMENTS}/{document}{path}"), client.call("GET", f"{DOCUMENTS}/{'0' * 32}{path}")
        assert answer.status == (200 if listed else 404), (path, listed, answer.status)
        assert listed or answer.body == absent.body, (path, answer.body)
    return listed


def names(task, organisation):
    bodies = [one for role in ("lead", "coordinate", "requested") for one in task[role]]
    return organisation in {each["id"] for one in bodies for each in [one["organisation"] or {"id": ""}, *one["members"]]}


def confirmed(owner, document, wanted):
    """How many tasks for which `wanted` holds could be confirmed."""
    reading, count = done(owner.call("GET", f"{DOCUMENTS}/{document}/reading")), 0
    tag = reading["etag"]
    for task in reading["tasks"]:
        if task["state"] == "confirmed" or not wanted(task):
            continue
        answer = owner.call("POST", f"{DOCUMENTS}/{document}/confirm", {"task_ids": [task["id"]]}, {"If-Match": f'"{tag}"'})
        if answer.status == 200:
            count, tag = count + 1, answer.json["etag"]
    return count


def reading_and_no_more(owner, desk, document):
    at = f"{DOCUMENTS}/{document}"
    tag = done(owner.call("GET", at))["etag"]
    task = done(owner.call("GET", at + "/reading"))["tasks"][0]["id"]
    for method, path, body in (
        ("PATCH", "", {"title": "Tên khác"}), ("PUT", "/issuer", {"organisation_id": None}), ("POST", "/withdraw", {"reason": "x"}),
        ("POST", "/confirm", {"task_ids": [task]}), ("POST", f"/tasks/{task}/drop", None),
        ("GET", "/original", None), ("GET", "/readers", None), ("GET", "/allotments", None),
    ):
        answer = desk.call(method, at + path, body, {"If-Match": f'"{tag}"'})
        assert (answer.status, answer.code) == (404, "access.not_found"), (method, path, answer.status, answer.body)


def from_her_duty(owner, desk, document):
    """Given out, each task that her duties come from leads her to the plan, and no link is closed to her."""
    [first] = done(owner.call("GET", f"{DOCUMENTS}/{document}/allotments"))["allotments"]
    assert done(owner.call("POST", f"{DOCUMENTS}/{document}/allotments", {"register": first["register"], "apply": True}))["opened"] > 10
    duties = done(desk.call("GET", DUTIES))["records"]
    assert len(duties) > 2, duties
    for one in duties:
        links = [each for each in done(desk.call("GET", f"{DUTIES}/{one['id']}"))["links"] if each["to_register"] == "document_task"]
        assert links and all(each["to"] and each["document"] == document for each in links), links
    assert done(desk.call("GET", f"{DOCUMENTS}/{document}/coverage"))["tasks"], "she counts what came of it for her department"


def story(server):
    people = People(server)
    owner, desk = people("daumoi.congan"), people("daumoi.yte")
    department = body_of(owner, "Sở Y tế")
    own = done(desk.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    assert department in {one["id"] for one in done(desk.call("GET", f"/api/v1/organisations/{own}"))["ancestors"]}
    officer = somebody_of(people, own, "canbo.btxh", "officer")
    stranger = somebody_of(people, body_of(owner, "Phòng Quản lý ngân sách"), "canbo.ngansach", "officer")
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": "kh.txt"}
    document = done(owner.call("POST", DOCUMENTS, raw=PLAN, headers=headers), 201)["id"]
    finance = body_of(owner, "Sở Tài chính")
    other = lambda task: not names(task, department) and not names(task, finance) and not names(task, own)
    assert confirmed(owner, document, other) > 3
    assert not any(is_seen_by(one, document) for one in (desk, officer, stranger)), "no task names their bodies"
    assert confirmed(owner, document, lambda task: names(task, department) and not names(task, finance)) > 0
    assert is_seen_by(desk, document) and is_seen_by(officer, document) and not is_seen_by(stranger, document)
    reading_and_no_more(owner, desk, document)
    from_her_duty(owner, desk, document)
    tag = done(owner.call("GET", f"{DOCUMENTS}/{document}"))["etag"]
    wanted = {"reason": "tải nhầm", "with_tasks": True, "leave_open": True}
    done(owner.call("POST", f"{DOCUMENTS}/{document}/withdraw", wanted, {"If-Match": f'"{tag}"'}))
    assert not is_seen_by(desk, document) and not is_seen_by(officer, document), "a withdrawn document is its owner's alone"


if PROGRAMME is None:
    skip("no programme that gives out what a plan says")
on_both_databases(story, PROGRAMME)
print("what is given to a body is read at its desks, and nowhere else")
