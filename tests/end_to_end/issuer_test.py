#!/usr/bin/env python3
"""The chairman whose plan a police desk keeps reads it, and what came of it, once somebody said that his body issued it: nothing is
taken from the words alone, he gets reading and no more, and another issuer ends it at once. On both databases; and by SQL nobody
becomes an issuer, nor again the one she was."""
import sqlite3, subprocess, sys
from support import PLAN, SOURCE, People, enrol, given, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
DOCUMENTS = "/api/v1/documents"
SIGHT = ("", "/text", "/reading", "/coverage")


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def body_of(client, query, name):
    [found] = [one for one in done(client.call("GET", f"/api/v1/organisations?query={query}"))["items"] if one["name"] == name]
    return found["id"]


def leader_of(people, organisation, login):
    """A leader of another body, as an administrator and a data owner make one."""
    wanted = {"login": login, "name": "Người Thử", "grants": [{"role": "leader", "organisation_id": organisation}]}
    _, password = given(people("quantri"), people("dulieu"), "POST", "/api/v1/accounts", wanted)
    client = people.server.client()
    enrol(client, login, password)
    return client


class Plan:
    def __init__(self, owner, more=b""):
        self.owner = owner
        headers = {"Content-Type": "application/octet-stream", "X-File-Name": "kh.txt"}
        self.id = done(owner.call("POST", DOCUMENTS, raw=PLAN + more, headers=headers), 201)["id"]
        self.at = f"{DOCUMENTS}/{self.id}"

    def look(self):
        return done(self.owner.call("GET", self.at))

    def name(self, organisation, client=None, etag=None):
        tag = self.look()["etag"] if etag is None else etag
        headers = {"If-Match": f'"{tag}"'} if tag else {}
        return (client or self.owner).call("PUT", self.at + "/issuer", {"organisation_id": organisation}, headers)

    def is_seen_by(self, client):
        """Whether she lists, opens, reads and counts it: all of that, or what a document that there is not gives."""
        listed = self.id in {one["id"] for one in done(client.call("GET", DOCUMENTS))["items"]}
        for path in SIGHT:
            answer, absent = client.call("GET", self.at + path), client.call("GET", f"{DOCUMENTS}/{'0' * 32}{path}")
            assert answer.status == (200 if listed else 404), (path, listed, answer.status)
            assert listed or answer.body == absent.body, (path, answer.body)
        return listed


def proposed_and_not_taken(plan, chairman, own):
    """The words at the head lead to his body; that alone gives nobody anything."""
    shown = plan.look()
    assert (shown["issuing_body"], shown["may_name_issuer"]) == (None, True), shown
    assert (shown["issuer_found"]["status"], shown["issuer_found"]["organisation"]["id"]) == ("resolved", own), shown["issuer_found"]
    assert not plan.is_seen_by(chairman)
    changed = done(plan.owner.call("PATCH", plan.at, {"issuer": "Hội Thả Diều"}, {"If-Match": f'"{shown["etag"]}"'}))
    assert changed["issuer_found"]["status"] == "named" and changed["issuer_found"]["organisation"] is None, changed
    empty = done(plan.owner.call("PATCH", plan.at, {"issuer": None}, {"If-Match": f'"{changed["etag"]}"'}))
    assert empty["issuer_found"] is None and empty["issuing_body"] is None, empty
    done(plan.owner.call("PATCH", plan.at, {"issuer": shown["issuer"]}, {"If-Match": f'"{empty["etag"]}"'}))


def who_may_say_it(plan, people, chairman, own):
    for stranger in (chairman, people("daumoi.yte"), people("canbo.xa"), people("quantri"), people("dulieu"), people("kiemtra")):
        answer = plan.name(own, stranger)
        assert (answer.status, answer.code) == (404, "access.not_found"), (answer.status, answer.body)
    assert plan.name(own, etag="").code == "version.required"
    before = plan.look()["etag"]
    assert plan.name("0" * 32).code == "review.unknown_organisation"
    assert plan.name("x").code == "review.unknown_organisation"
    said_nothing = plan.owner.call("PUT", plan.at + "/issuer", {}, {"If-Match": f'"{before}"'})
    assert said_nothing.status == 422, said_nothing.body
    assert plan.look()["etag"] == before and not plan.is_seen_by(chairman)


def named(plan, chairman, other, own, name):
    before = plan.look()["etag"]
    answer = done(plan.name(own))
    assert answer["issuing_body"] == {"id": own, "name": name} and answer["etag"] != before, answer
    assert plan.name(own, etag=before).code == "version.stale"
    readers = done(plan.owner.call("GET", plan.at + "/readers"))["items"]
    assert [one["action_label"] for one in readers if one["action"] == "document.issuer_named"] == ["Đã ghi cơ quan ban hành"], readers
    assert plan.is_seen_by(chairman) and not plan.is_seen_by(other)
    shown = done(chairman.call("GET", plan.at))
    assert (shown["issuing_body"]["id"], shown["may_name_issuer"], shown["issuer_found"]) == (own, False, None), shown


def reading_and_no_more(plan, chairman):
    etag = plan.look()["etag"]
    task = done(plan.owner.call("GET", plan.at + "/reading"))["tasks"][0]["id"]
    for method, path, body in (
        ("PATCH", "", {"title": "Tên khác"}), ("PUT", "/issuer", {"organisation_id": None}), ("POST", "/withdraw", {"reason": "x"}),
        ("POST", "/confirm", {"task_ids": [task]}), ("PATCH", f"/tasks/{task}", {"text": "x"}), ("POST", f"/tasks/{task}/drop", None),
        ("GET", "/original", None), ("GET", "/readers", None), ("GET", "/allotments", None),
    ):
        answer = chairman.call(method, plan.at + path, body, {"If-Match": f'"{etag}"'})
        assert (answer.status, answer.code) == (404, "access.not_found"), (method, path, answer.status, answer.body)


def what_came_of_it(plan, chairman, own):
    """Confirmed and given out: he counts what bodies below his own have got. No task names his own, so that he sees it as issuer."""
    reading = done(plan.owner.call("GET", plan.at + "/reading"))
    tag, confirmed = reading["etag"], 0
    for task in reading["tasks"]:
        bodies = [one for role in ("lead", "coordinate", "requested") for one in task[role]]
        if own in {each["id"] for one in bodies for each in [one["organisation"] or {"id": ""}, *one["members"]]}:
            continue
        answer = plan.owner.call("POST", plan.at + "/confirm", {"task_ids": [task["id"]]}, {"If-Match": f'"{tag}"'})
        if answer.status == 200:
            confirmed, tag = confirmed + 1, answer.json["etag"]
    assert confirmed > 5, confirmed
    [first] = done(plan.owner.call("GET", plan.at + "/allotments"))["allotments"]
    assert done(plan.owner.call("POST", plan.at + "/allotments", {"register": first["register"], "apply": True}))["opened"] > 10
    tasks = done(chairman.call("GET", plan.at + "/coverage"))["tasks"]
    assert len(tasks) > 3 and all(one["records"] > 0 for task in tasks for one in task["registers"]), tasks


def ended_at_once(plan, chairman, other, own, others):
    done(plan.name(others))
    assert not plan.is_seen_by(chairman) and plan.is_seen_by(other)
    assert done(plan.name(None))["issuing_body"] is None
    assert not plan.is_seen_by(chairman) and not plan.is_seen_by(other)
    done(plan.name(own))
    assert plan.is_seen_by(chairman) and not plan.is_seen_by(other)


def withdrawn(plan, chairman):
    etag = plan.look()["etag"]
    wanted = {"reason": "tải nhầm", "with_tasks": True, "leave_open": True}
    done(plan.owner.call("POST", plan.at + "/withdraw", wanted, {"If-Match": f'"{etag}"'}))
    assert not plan.is_seen_by(chairman), "a withdrawn document is its owner's alone"
    assert plan.look()["may_name_issuer"] is False and plan.name(None).code == "document.withdrawn"


def nobody_by_one_that_ended(plan, people, other, others):
    """A body that is no more: its leader reads nothing by what it issued, and nobody names it anew."""
    administrator = people("quantri")
    done(plan.name(others))
    assert plan.is_seen_by(other)
    at = f"/api/v1/organisations/{others}"

    def ends(day):
        etag = done(administrator.call("GET", at))["etag"]
        done(administrator.call("PATCH", at, {"valid_until": day}, {"If-Match": f'"{etag}"'}))

    ends("2026-11-01")
    assert not plan.is_seen_by(other), "a body that ended reads on"
    assert plan.look()["issuing_body"]["id"] == others, "who issued it stays said"
    answer = plan.name(others)
    assert (answer.status, answer.code) == (422, "review.issuer_ended"), (answer.status, answer.body)
    ends(None)
    assert plan.is_seen_by(other), "it is there again"


def nobody_by_sql(server, plan, chairman, other, own, others):
    """The row with another body, made up, with its older state, or gone: nobody sees more, and both verifiers name it."""
    columns = ("document_id", "organisation_id", "version", "tag")
    database = sqlite3.connect(server.folder / "store.sqlite", timeout=20, isolation_level=None)

    def row():
        return database.execute(f"SELECT {', '.join(columns)} FROM issuing_body WHERE document_id = ?", (plan.id,)).fetchone()

    def put(values):
        database.execute("DELETE FROM issuing_body WHERE document_id = ?", (plan.id,))
        if values:
            database.execute(f"INSERT INTO issuing_body ({', '.join(columns)}) VALUES (?, ?, ?, ?)", values)

    put((plan.id, others, 1, bytes(32)))
    assert not plan.is_seen_by(other), "a row that somebody made up"
    put(None)
    done(plan.name(own))
    then = row()
    put((then[0], others, then[2], then[3]))
    assert not plan.is_seen_by(other) and not plan.is_seen_by(chairman), "another body under the tag"
    put(then)
    assert plan.is_seen_by(chairman)
    done(plan.name(others))
    now = row()
    put(then)
    assert not plan.is_seen_by(chairman), "what was taken back, put back with its tag"
    put((*then[:2], now[2], then[3]))
    assert not plan.is_seen_by(chairman), "the same under the newest version"
    put(now)
    assert plan.is_seen_by(other)
    put(then)
    database.close()
    server.stop()
    told = server.run("audit", "verify")
    assert told.returncode == 1 and f"issuing_body {plan.id}" in told.stdout, told.stdout + told.stderr
    words = [server.folder / "store.sqlite", server.folder / "checkpoints", (server.folder / "journal.first_key").read_text().strip()]
    second = subprocess.run([sys.executable, str(SOURCE / "tools/verify_journal.py"), *map(str, words)], capture_output=True, text=True)
    assert second.returncode == 1 and plan.id in second.stdout, second.stdout + second.stderr


def story(server):
    people = People(server)
    owner, chairman = people("daumoi.congan"), people("lanhdao")
    me = done(chairman.call("GET", "/api/v1/me"))["acting"]["organisation"]
    own, others = me["id"], body_of(owner, "so+y+te", "Sở Y tế")
    other = leader_of(people, others, "lanhdao.yte")
    plan = Plan(owner)
    proposed_and_not_taken(plan, chairman, own)
    who_may_say_it(plan, people, chairman, own)
    named(plan, chairman, other, own, me["name"])
    reading_and_no_more(plan, chairman)
    ended_at_once(plan, chairman, other, own, others)
    what_came_of_it(plan, chairman, own)
    withdrawn(plan, chairman)
    nobody_by_one_that_ended(Plan(owner, b"\nended"), people, other, others)
    if not server.postgres:
        nobody_by_sql(server, Plan(owner, b"\nsql"), chairman, other, own, others)


if PROGRAMME is None:
    skip("no programme that gives out what a plan says")
on_both_databases(story, PROGRAMME)
print("the issuer's leaders read it, once somebody said so, and nobody else")
