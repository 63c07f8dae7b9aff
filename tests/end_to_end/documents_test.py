#!/usr/bin/env python3
"""From an uploaded plan to confirmed tasks over HTTP, as the pages do it."""
import sqlite3
from support import SOURCE, on_both_databases

PLAN = (SOURCE / "packs/demo_province/sample_plan.txt").read_bytes()
DOCUMENTS = "/api/v1/documents"


class Desk:
    """One person's view of one document."""

    def __init__(self, client, document):
        self.client, self.base, self.etag = client, f"{DOCUMENTS}/{document}", ""

    def reading(self):
        return self.keep(self.client.call("GET", self.base + "/reading"))

    def keep(self, answer):
        assert answer.status == 200, answer.body
        self.etag = answer.json["etag"]
        assert answer.headers["ETag"] == f'"{self.etag}"'
        return answer.json

    def write(self, method, path, body=None):
        return self.client.call(method, self.base + path, body, {"If-Match": f'"{self.etag}"'})

    def task(self, task, path="", body=None, method="POST"):
        return self.keep(self.write(method, f"/tasks/{task}{path}", body))


def upload(client, name="k%E1%BA%BF%20ho%E1%BA%A1ch.txt", raw=PLAN):
    return client.call("POST", DOCUMENTS, raw=raw, headers={"Content-Type": "application/octet-stream", "X-File-Name": name})


def review(server):
    client = server.client()
    me = client.sign_in("daumoi.congan")
    assert "document.upload" in me["may"] and "document.review" in me["may"], me
    made = upload(client)
    assert made.status == 201, made.body
    document = made.json
    assert document["state"] == "read" and document["tasks"] > 5 and document["file"]["name"] == "kế hoạch.txt", document
    assert client.call("GET", DOCUMENTS).json["items"][0]["id"] == document["id"]
    desk = Desk(client, document["id"])
    reading = desk.reading()
    text = client.call("GET", desk.base + "/text").json
    for task in reading["tasks"]:
        begin, end = task["span"]["begin"], task["span"]["end"]
        assert 0 <= begin < end <= len(text["text"]), task
        assert all(body["status"] in ("resolved", "ambiguous", "successor", "collective", "named") for body in task["lead"])
        assert all(reason["text"] for reason in task["reasons"]), task["reasons"]
    first = reading["tasks"][0]
    words = first["text"].split(" ")
    at = len(" ".join(words[: len(words) // 2]))
    split = desk.task(first["id"], "/split", {"at": at})
    assert len(split["tasks"]) == len(reading["tasks"]) + 1
    halves = [split["tasks"][0]["id"], split["tasks"][1]["id"]]
    merged = desk.keep(desk.write("POST", "/tasks/merge", {"task_ids": halves}))
    assert len(merged["tasks"]) == len(reading["tasks"]) and merged["tasks"][0]["span"] == first["span"]
    second = merged["tasks"][1]["id"]
    assert desk.task(second, "/drop")["tasks"][1]["state"] == "dropped"
    assert desk.task(second, "/restore")["tasks"][1]["state"] == "proposed"
    added = desk.keep(desk.write("POST", "/tasks", {"text": "Việc mới", "after": second, "span": {"begin": 0, "end": 4}}))
    assert added["tasks"][2]["text"] == "Việc mới" and added["tasks"][2]["edited"], added["tasks"][2]
    edited = desk.task(added["tasks"][2]["id"], "", {"choice": "dated", "due": "2027-01-31", "lead": [{"text": "Hội Thả Diều"}]}, "PATCH")
    task = edited["tasks"][2]
    assert task["due"] == "2027-01-31" and task["lead"][0]["status"] == "named", task
    stale = Desk(client, document["id"])
    stale.etag = reading["etag"]
    assert stale.write("POST", "/confirm", {"task_ids": [task["id"]]}).code == "version.stale"
    confirmed = desk.keep(desk.write("POST", "/confirm", {"task_ids": [task["id"]]}))
    assert confirmed["tasks"][2]["state"] == "confirmed"
    refused = desk.write("PATCH", f"/tasks/{task['id']}", {"text": "Khác"})
    assert refused.status == 409 and refused.code == "review.task_confirmed", refused.body
    assert "xác nhận" in refused.json["detail"], refused.json
    assert client.call("GET", desk.base).json["state"] == "partly_confirmed"
    return desk


def faults_are_named(desk):
    unknown = desk.write("PATCH", "/tasks/" + "0" * 32, {"text": "x"})
    assert unknown.status == 404 and unknown.code == "review.task_unknown", unknown.body
    task = desk.reading()["tasks"][0]["id"]
    wrong = desk.write("PATCH", f"/tasks/{task}", {"choice": "never", "lead": [{"text": ""}], "colour": 1})
    pointers = {fault["pointer"] for fault in wrong.json["errors"]}
    assert wrong.status == 422 and pointers == {"/choice", "/lead/0/text", ""}, wrong.body
    assert desk.client.call("PATCH", desk.base, {"number": "1/KH"}).code == "version.required"
    assert desk.write("PATCH", "", {"issued_on": "2026-02-30"}).code == "document.issued_on_invalid"
    assert desk.write("PATCH", "", {"issued_on": "2199-01-01"}).code == "document.issued_in_the_future"
    assert desk.write("PATCH", "", {"number": "15/KH-UBND", "issued_on": "2026-02-03"}).json["number"] == "15/KH-UBND"


def reread(desk):
    raw = PLAN + "\nMột dòng thêm.\n".encode()
    desk.reading()
    found = desk.client.call("POST", desk.base + "/reread", raw=raw, headers={"Content-Type": "application/octet-stream"})
    assert found.status == 200 and found.json["kept"] > 5, found.body
    desk.etag = found.json["etag"]
    choice = {"changed": [one["task"]["id"] for one in found.json["changed"]], "added": [], "missing": []}
    before = [task["state"] for task in desk.reading()["tasks"]].count("confirmed")
    after = desk.keep(desk.write("POST", "/reread/accept", choice))
    assert [task["state"] for task in after["tasks"]].count("confirmed") == before


def original_and_readers(desk):
    fetched = desk.client.call("GET", desk.base + "/original")
    assert fetched.status == 200 and fetched.body.startswith(PLAN), fetched.status
    assert fetched.headers["Content-Disposition"].startswith("attachment"), fetched.headers
    entries = desk.client.call("GET", desk.base + "/readers").json["items"]
    assert {"document.uploaded", "document.confirmed", "document.original"} <= {one["action"] for one in entries}, entries
    assert all(one["name"] and one["action_label"] for one in entries), entries


def others_learn_nothing(server, desk):
    other = server.client()
    other.sign_in("daumoi.yte")
    assert other.call("GET", DOCUMENTS).json["items"] == []
    for path in ("", "/text", "/reading", "/original", "/readers"):
        hidden = other.call("GET", desk.base + path)
        absent = other.call("GET", f"{DOCUMENTS}/{'0' * 32}{path}")
        assert hidden.status == absent.status == 404 and hidden.body == absent.body, (path, hidden.body)
    refused = other.call("POST", desk.base + "/confirm", {"task_ids": ["0" * 32]}, {"If-Match": "x"})
    assert refused.status == 404 and refused.code == "access.not_found", refused.body


def secrets_leave_nothing(server, client):
    refused = upload(client, raw=b"M\xe1\xba\xacT\n" + PLAN + "\nHoa súng trắng ở rạch xa.\n".encode())
    assert refused.status == 422 and refused.code == "document.secret", refused.body
    rows = sqlite3.connect(server.folder / "store.sqlite").execute("SELECT count(*) FROM blob WHERE state = 'uploading'")
    assert rows.fetchone()[0] == 0
    for file in server.folder.iterdir():
        if file.is_file():
            assert "Hoa súng trắng".encode() not in file.read_bytes(), file


def whole_flow(server):
    desk = review(server)
    faults_are_named(desk)
    reread(desk)
    original_and_readers(desk)
    others_learn_nothing(server, desk)
    return desk


def and_nothing_leaks(server):
    desk = whole_flow(server)
    if not server.postgres:
        secrets_leave_nothing(server, desk.client)
    server.stop()
    verified = server.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


on_both_databases(and_nothing_leaks)
print("documents: uploaded, reviewed, confirmed and read again over HTTP")
