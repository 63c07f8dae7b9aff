#!/usr/bin/env python3
"""A body's own plan: an officer of a commune records what her body issued, as a document of hers that carries out the plan above.
Whoever gave that plan reads it and counts who has one; another commune does not, and nothing goes out to anybody by it. Taken back
it opens to nobody. On both databases."""
from urllib.parse import quote
from support import PLAN, SOURCE, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
AT = "/api/v1/documents"
OWN = "ỦY BAN NHÂN DÂN XÃ\nKẾ HOẠCH\nTriển khai công tác phòng, chống mua bán người trên địa bàn xã\n".encode()
SAID = {"number": "05/KH-UBND", "issued_on": "2026-11-20"}
SIGHT = ("", "/text", "/reading", "/original")


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:500])


def acting(client):
    return done(client.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]


def given_out(author, raw=PLAN):
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": "kh.txt"}
    at = f"{AT}/" + done(author.call("POST", AT, raw=raw, headers=headers), 201)["id"]
    reading = done(author.call("GET", at + "/reading"))
    tag = reading["etag"]
    for task in reading["tasks"]:
        answer = author.call("POST", at + "/confirm", {"task_ids": [task["id"]]}, {"If-Match": f'"{tag}"'})
        tag = done(author.call("GET", at + "/reading"))["etag"] if answer.status == 200 else tag
    [first] = done(author.call("GET", at + "/allotments"))["allotments"]
    told = done(author.call("POST", at + "/allotments", {"register": first["register"], "apply": True}))
    assert told["opened"] > 20, told
    return at


def recording(client, plan, raw=OWN, key=None, **said):
    words = "&".join(f"{name}={quote(value, safe='')}" for name, value in {**SAID, **said}.items() if value)
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": "kh-xa.txt", **({"Idempotency-Key": key} if key else {})}
    return client.call("POST", f"{plan}/own-plans?{words}", raw=raw, headers=headers)


def plans(client, at):
    return done(client.call("GET", at + "/own-plans"))


def sees(client, at):
    """All of it or nothing; what is not hers is as if it were not there."""
    statuses = {path: client.call("GET", at + path) for path in SIGHT}
    assert len({one.status for one in statuses.values()}) == 1, {path: one.status for path, one in statuses.items()}
    if statuses[""].status == 200:
        return True
    for path, answer in statuses.items():
        absent = client.call("GET", f"{AT}/{'0' * 32}{path}")
        assert (answer.status, answer.body) == (absent.status, absent.body) and answer.status == 404, (path, answer.body)
    return False


def listed(client, words=""):
    return {one["id"] for one in done(client.call("GET", f"{AT}?query={quote(words)}"))["items"]}


def hinted(client, which="missing"):
    return [one["id"] for one in done(client.call("GET", f"{AT}?own_plan={which}"))["items"]]


def recorded(author, commune, plan):
    """Only with number and day, only of a plan that gave her something, and once."""
    before = plans(author, plan)
    assert before["issued"] == 0 and before["asked"] > 5 and before["mine"]["id"] != acting(author), "the desk that keeps it is of a body that has work"
    hers = plans(commune, plan)
    assert [one["body"]["id"] for one in hers["bodies"]] == [acting(commune)] == [hers["mine"]["id"]] and hers["may_record"], hers
    assert len(hers["tasks"]) == hers["bodies"][0]["tasks"] > 2, hers
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": "x.txt"}
    refused(commune.call("POST", AT, raw=OWN, headers=headers), 404, "access.not_found")  # no document of another kind
    refused(recording(commune, plan, number=""), 422, "field.required")
    refused(recording(commune, plan, issued_on="2026-02-31"), 422, "document.issued_on_invalid")
    refused(recording(commune, plan, issued_on="2027-11-20"), 422, "document.issued_in_the_future")
    refused(recording(commune, plan, raw="MẬT\n".encode() + OWN), 422, "document.secret")
    other = done(author.call("POST", AT, raw=PLAN + b"\n2\n", headers=headers), 201)["id"]
    refused(recording(author, f"{AT}/{other}"), 409, "own_plan.not_given")  # nothing was given out of it
    refused(recording(commune, f"{AT}/{other}"), 404, "access.not_found")
    refused(recording(commune, f"{AT}/{'0' * 32}"), 404, "access.not_found")
    made = done(recording(commune, plan, key="own"), 201)
    assert done(recording(commune, plan, key="own"), 201)["id"] == made["id"], "the same request again"
    refused(recording(commune, plan, number="7/KH", key="own"), 422, "request.key_reused")
    refused(recording(commune, plan), 409, "document.known")
    assert made["own_plan"] and (made["number"], made["issued_on"], made["confirmed"]) == ("05/KH-UBND", "2026-11-20", 0), made
    [carried] = made["carries_out"]
    assert {one["id"] for one in carried["tasks"]} == {one["id"] for one in hers["tasks"]}, "all that she has got"
    assert [one["relation"] for one in made["changes"]] == ["carries_out"], made["changes"]
    return f"{AT}/{made['id']}"


def read_by(author, commune, ward, leader, plan, own):
    """Whoever gave the plan and her leaders read it; they do nothing to it, and no list is full of others' plans."""
    assert sees(author, own) and sees(commune, own) and not sees(ward, own)
    assert leader.call("GET", own).status == 200
    document = own.rsplit("/", 1)[1]
    assert document in listed(commune) and document not in listed(author) | listed(leader) | listed(ward)
    assert document in listed(leader, "05/KH-UBND"), "found by who looks for it"
    assert set(done(author.call("GET", own))["may"]) == {"original"}
    assert set(done(commune.call("GET", own))["may"]) == {"original", "record_plan", "withdraw"}
    tag = done(commune.call("GET", own))["etag"]
    for client in (author, ward, leader):
        for method, path, body in (("PATCH", "", {"title": "Tên khác"}), ("POST", "/withdraw", {"reason": "x"}), ("GET", "/readers", None),
                                   ("PUT", "/own-plan", {"plan_id": plan.rsplit("/", 1)[1], **SAID})):
            refused(client.call(method, own + path, body, {"If-Match": f'"{tag}"'}), 404, "access.not_found")
    refused(commune.call("PATCH", own, {"title": "Tên khác"}, {"If-Match": f'"{tag}"'}), 404, "access.not_found")


def counted(author, ward, commune, plan, own):
    now = plans(author, plan)
    assert now["issued"] == 1 and now["asked"] > 5, now
    row = next(one for one in now["bodies"] if one["body"]["id"] == acting(commune))
    [issued] = row["plans"]
    said = (own.rsplit("/", 1)[1], SAID["number"], SAID["issued_on"], row["tasks"])
    assert (issued["id"], issued["number"], issued["issued_on"], issued["tasks"]) == said, row
    assert [one["body"]["id"] for one in plans(ward, plan)["bodies"]] == [acting(ward)], "of another commune she learns nothing"


def by_a_duty_of_ones_own(yte, commune, plan, own):
    """Whoever opens the plan above and gives somebody a duty out of it does not come to that body's own plan by it."""
    task = plans(yte, plan)["tasks"][0]["id"]
    answers = {"source_kind": "plan", "source_number": "88/KH-UBND", "source_on": "2026-10-01", "part": "lead", "named_counts": "that_day",
               "title": "Gửi kế hoạch", "body": acting(commune), "named_on": "2027-01-15"}
    link = {"kind": "named_in", "to_register": "document_task", "to": task}
    made = done(yte.call("POST", "/api/v1/registers/duty/records", {"action": "give_dated", "answers": answers, "links": [link]}), 201)
    assert [one["to"] for one in made["links"]] == [task], made["links"]
    assert acting(commune) not in {one["body"]["id"] for one in plans(yte, plan)["bodies"]}, "hers says nothing of what the plan gave"
    assert not sees(yte, own)


def set_right(commune, plan, own):
    shown = done(commune.call("GET", own))
    [carried] = shown["carries_out"]
    first, target = carried["tasks"][0]["id"], plan.rsplit("/", 1)[1]

    def state(body, tag=shown["etag"]):
        return commune.call("PUT", own + "/own-plan", {"plan_id": target, **SAID, **body}, {"If-Match": f'"{tag}"'})

    refused(state({"tasks": ["f" * 32]}), 422, "own_plan.task_unknown")
    refused(state({"tasks": []}), 422, "own_plan.task_unknown")
    refused(state({}, tag="x"), 412, "version.stale")
    after = done(state({"tasks": [first], "number": "06/KH-UBND"}))
    assert after["number"] == "06/KH-UBND" and [one["id"] for one in after["carries_out"][0]["tasks"]] == [first], after
    assert plans(commune, plan)["bodies"][0]["plans"][0]["tasks"] == 1


def moved(author, commune, ward, plan, own):
    """Recorded under the wrong plan it goes to the right one, with a reason that stays; both count anew."""
    right = given_out(author, PLAN.replace(b"412/KH-UBND", b"413/KH-UBND"))
    wrong, target = plan.rsplit("/", 1)[1], right.rsplit("/", 1)[1]
    assert hinted(commune) == [target] and hinted(commune, "given") == [target, wrong], hinted(commune, "given")

    def move(client=commune, **said):
        tag = done(commune.call("GET", own))["etag"]
        body = {"plan_id": target, "instead_of": wrong, "reason": "Ghi nhầm kế hoạch", **SAID, **said}
        return client.call("PUT", own + "/own-plan", body, {"If-Match": f'"{tag}"'})

    refused(move(reason=" "), 422, "field.required")
    refused(move(instead_of=target), 409, "own_plan.not_carried")
    refused(move(plan_id=wrong), 409, "own_plan.not_carried")
    refused(move(plan_id="0" * 32), 422, "document.relation_unknown")
    for client in (author, ward):
        refused(move(client), 404, "access.not_found")
    assert plans(author, plan)["issued"] == 1 and plans(author, right)["issued"] == 0
    [carried] = done(move())["carries_out"]
    assert (carried["document"]["id"], carried["number"]) == (target, "413/KH-UBND") and len(carried["tasks"]) == len(plans(commune, right)["tasks"]), carried
    told = carried["moved"]
    assert (told["from"]["id"], told["reason"]) == (wrong, "Ghi nhầm kế hoạch") and told["by"], told
    assert plans(author, plan)["issued"] == 0 and plans(author, right)["issued"] == 1
    assert hinted(commune) == [wrong] and sees(author, own)
    refused(move(), 409, "own_plan.not_carried")  # it does not lie there any more
    # Set right once more it still says where it came from; moved back, it says that.
    [carried] = done(move(instead_of=None, reason=None, tasks=[carried["tasks"][0]["id"]]))["carries_out"]
    assert len(carried["tasks"]) == 1 and carried["moved"] == told, carried
    [carried] = done(move(plan_id=wrong, instead_of=target, reason="Thực ra là kế hoạch trước"))["carries_out"]
    assert (carried["document"]["id"], carried["moved"]["from"]["id"]) == (wrong, target), carried
    assert plans(author, plan)["issued"] == 1 and plans(author, right)["issued"] == 0


def of_a_department(yte, plan):
    """A desk records the plan of its department; a focal officer reviews it as any, and what it carries out stays."""
    made = done(recording(yte, plan, raw=PLAN + "\nSở\n".encode(), number="9/KH-SYT"), 201)
    own, asked = f"{AT}/{made['id']}", plans(yte, plan)["mine"]["id"]
    assert asked != acting(yte), "it is her department's"
    assert {"change", "review", "confirm", "record_plan"} <= set(made["may"]), made["may"]
    tag = done(yte.call("GET", own))["etag"]
    changed = done(yte.call("PATCH", own, {"changes": [{"relation": "changes", "text": "Kế hoạch cũ"}]}, {"If-Match": f'"{tag}"'}))
    assert {one["relation"] for one in changed["changes"]} >= {"changes", "carries_out"} and changed["own_plan"], changed["changes"]


def story(server):
    people = {login: server.client() for login in ("daumoi.congan", "canbo.xa", "canbo.phuong", "lanhdao", "daumoi.yte")}
    for login, client in people.items():
        client.sign_in(login)
    author, commune, ward, leader, yte = people.values()
    assert all(hinted(client) == [] for client in people.values())
    plan = given_out(author)
    # Only who may record it is told, and only where her body got something.
    assert {login for login, client in people.items() if hinted(client)} == {"canbo.xa", "canbo.phuong"}
    assert hinted(commune) == [plan.rsplit("/", 1)[1]] and hinted(commune, "x") == []
    own = recorded(author, commune, plan)
    assert hinted(commune) == [] and hinted(ward), "recorded, nobody is told any more"
    read_by(author, commune, ward, leader, plan, own)
    counted(author, ward, commune, plan, own)
    by_a_duty_of_ones_own(yte, commune, plan, own)
    set_right(commune, plan, own)
    moved(author, commune, ward, plan, own)
    of_a_department(yte, plan)
    tag = done(commune.call("GET", own))["etag"]
    done(commune.call("POST", own + "/withdraw", {"reason": "tải nhầm"}, {"If-Match": f'"{tag}"'}))
    assert not sees(author, own) and not sees(commune, own), "withdrawn it is nobody's who may not see its readers"
    assert plans(commune, plan)["bodies"][0]["plans"] == [] and plans(author, plan)["issued"] == 1
    server.stop()
    told = server.run("audit", "verify")
    assert told.returncode == 0, (told.stdout[-600:], told.stderr[-600:])


if __name__ == "__main__":
    if PROGRAMME is None:
        skip("no programme with a plan desk is here")
    on_both_databases(story, PROGRAMME)
    print("a commune's own plan is recorded, counted and read by whoever gave it the work")
