#!/usr/bin/env python3
"""The tree of organisations against somebody who means ill, over HTTP, on both databases: whoever confirms a move is shown where
things stand and agrees to that alone; two moves at a moment make no circle and two names at a moment no twins; a focal officer
takes neither a collective's work nor a name that borrows another's; a record goes to whom the tree names; a spoilt row above a
body lifts no guard."""
import sqlite3
import threading
import urllib.parse
from support import SOURCE, Client, given, on_both_databases, skip

# Whichever programme has the registers of a plan desk; where none has, there is nothing to try.
PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
AT = "/api/v1/organisations"
TABLE = {"Content-Type": "application/octet-stream"}


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])


def faults(answer):
    assert answer.status == 422, (answer.status, answer.body[:400])
    return {one["code"] for one in answer.json.get("errors", [])} | {answer.code}


def called(client, name):
    return next(one for one in done(client.call("GET", AT + "?query=" + urllib.parse.quote(name)))["items"] if one["name"] == name)


def patch(client, body, wanted):
    before = done(client.call("GET", f"{AT}/{body}"))
    return client.call("PATCH", f"{AT}/{body}", wanted, {"If-Match": f'"{before["etag"]}"'})


def made(admin, name, parent=None, kind="other"):
    wanted = {"name": name, "kind": kind, **({"parent_id": parent} if parent else {})}
    return done(admin.call("POST", AT, wanted), 201)["id"]


def move(admin, body, parent):
    return done(patch(admin, body, {"parent_id": parent, "reason": "sắp xếp"}), 202)["id"]


def at_once(*acts):
    """What each gives, begun in the same moment."""
    out, start = [None] * len(acts), threading.Barrier(len(acts))

    def go(index):
        start.wait()
        out[index] = acts[index]()
    threads = [threading.Thread(target=go, args=(index,)) for index in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return out


def again(client):
    """The same session from another thread."""
    other = Client(client.port)
    other.cookie = client.cookie
    return other


def is_shown_where_it_goes(admin, owner):
    """A twin of the real police, under another body: the move to it is told by where it stands."""
    desk = called(admin, "Phòng Cảnh sát hình sự")
    twin = made(admin, "Công an tỉnh Lam Sương", called(admin, "Ủy ban nhân dân tỉnh Lam Sương")["id"], "police")
    wanted = {"parent_id": twin, "offline": False, "reason": "ghi tên viết tắt"}
    proposal = done(patch(admin, desk["id"], wanted), 202)["id"]
    card = done(owner.call("GET", f"/api/v1/proposals/{proposal}"))["bodies"][0]
    lines = {one["field"]: (one["before"], one["after"]) for one in card["lines"]}
    assert lines["parent"][0] != lines["parent"][1], lines
    assert all(one.startswith("Công an tỉnh Lam Sương") for one in lines["parent"]), lines
    assert "Ủy ban nhân dân tỉnh Lam Sương" in lines["parent"][1] and lines["offline"] == ("x", ""), lines
    assert "Công an tỉnh Lam Sương" in card["place"], card
    # A grant says where its body stands, too.
    account = next(one for one in done(admin.call("GET", "/api/v1/accounts"))["items"] if one["login"] == "canbo.xa")
    asked = done(admin.call("POST", f"/api/v1/accounts/{account['id']}/grants",
                            {"role": "officer", "organisation_id": twin, "reason": "cần"}), 202)
    assert "Ủy ban nhân dân tỉnh Lam Sương" in asked["grants"][0]["place"], asked["grants"]
    # What is named goes on meanwhile: an heir, a parent.
    unit, heir = made(admin, "Tổ một"), made(admin, "Tổ hai")
    heirs = {"valid_until": "2026-11-01", "reason": "sáp nhập", "successors": [
        {"organisation_id": heir, "subject": "toàn bộ", "on": "2026-11-01", "basis": "QĐ 1"}]}
    waits = done(patch(admin, unit, heirs), 202)["id"]
    assert done(patch(admin, heir, {"name": "Sở Y tế mới"}))["name"] == "Sở Y tế mới"
    refused(owner.call("POST", f"/api/v1/proposals/{waits}/confirm"), 409, "proposal.tree_changed")
    waits = move(admin, unit, heir)
    done(patch(admin, heir, {"name": "Tổ hai lại"}))
    refused(owner.call("POST", f"/api/v1/proposals/{waits}/confirm"), 409, "proposal.tree_changed")
    # A change of kind is two persons' as well.
    assert patch(admin, unit, {"kind": "council", "reason": "đổi"}).status == 202


def makes_no_circle(admin, owner):
    for index in range(8):
        left, right = made(admin, f"A khối {index}"), made(admin, f"B khối {index}")
        low = made(admin, f"A con {index}", left)
        waits = (move(admin, left, right), move(admin, right, low))
        out = at_once(*(lambda one=one: again(owner).call("POST", f"/api/v1/proposals/{one}/confirm") for one in waits))
        assert sorted(one.status for one in out) == [200, 409], [one.body[:200] for one in out]


def makes_no_twins(admin):
    for index in range(4):
        out = at_once(*(lambda: again(admin).call("POST", AT, {"name": f"Trùng {index}", "kind": "other"}) for _ in range(3)))
        assert sorted(one.status for one in out) == [201, 422, 422], [one.body[:200] for one in out]
        out = at_once(*(lambda side=side: again(admin).call(
            "POST", AT, {"name": f"Mã {side} {index}", "kind": "other", "code": f"X.{index}"}) for side in "ab"))
        assert sorted(one.status for one in out) == [201, 422], [one.body[:200] for one in out]
        parts = [made(admin, f"Phần {side} {index}") for side in "ab"]
        tags = [done(admin.call("GET", f"{AT}/{one}"))["etag"] for one in parts]
        out = at_once(*(lambda one=one, tag=tag: again(admin).call(
            "PATCH", f"{AT}/{one}", {"name": f"Một tên {index}"}, {"If-Match": f'"{tag}"'}) for one, tag in zip(parts, tags)))
        assert sorted(one.status for one in out) in ([200, 412], [200, 422]), [one.body[:200] for one in out]


def table(admin, text, dry):
    return done(admin.call("POST", f"{AT}/import?dry_run={dry}&reason=sap+xep", raw=text.encode(), headers=TABLE))


def tells_a_move_from_a_new_one(admin):
    table(admin, "tên,loại\nGốc,other\nĐích,other\nTổ lẻ,other\n" + "".join(f"Đơn vị {i:03},other\n" for i in range(101)), "false")
    asked = table(admin, "tên,loại,cấp trên\nTổ lẻ,other,Đích\n", "true")
    assert [one["code"] for one in asked["faults"]] == ["import.moved_or_new"], asked
    fresh = table(admin, "id,tên,loại,cấp trên\n+,Tổ lẻ,other,Đích\n", "true")
    assert (fresh["faults"], fresh["to_create"]) == ([], 1), fresh
    one = called(admin, "Tổ lẻ")["id"]
    moved = table(admin, f"id,tên,loại,cấp trên\n{one},Tổ lẻ,other,Đích\n", "true")
    assert (moved["faults"], moved["to_create"], moved["to_move"]) == ([], 0, 1), moved
    # All that is moved is shown, or nobody is asked.
    page = AT + "?query=" + urllib.parse.quote("Đơn vị")
    rows, after = [], ""
    while after is not None:
        listed = done(admin.call("GET", page + (f"&cursor={after}" if after else "")))
        rows, after = rows + listed["items"], listed["next"]
    ids = {one["name"]: one["id"] for one in rows}
    rows = [f"{ids[name]},{name},other,Đích\n" for name in (f"Đơn vị {i:03}" for i in range(101))]
    for dry in ("true", "false"):
        many = table(admin, "id,tên,loại,cấp trên\n" + "".join(rows), dry)
        assert ([one["code"] for one in many["faults"]], many["proposal"]) == (["import.too_many_moves"], None), many["faults"]
    few = table(admin, "id,tên,loại,cấp trên\n" + "".join(rows[:100]), "false")
    assert few["proposal"] and few["to_move"] == 100, few


def says_each_thing_once(admin):
    body, heir = made(admin, "Tổ thừa kế"), made(admin, "Tổ nhận")

    def heirs(*all):
        return patch(admin, body, {"reason": "x", "successors": [
            {"organisation_id": heir, "subject": subject, "basis": basis} for subject, basis in all]})
    assert "organisation.alias_twice" in faults(patch(admin, body, {"aliases": [{"name": "Hai lần"}, {"name": "Hai lần", "from": "2026-01-01"}]}))
    assert "organisation.successor_twice" in faults(heirs(("x", "a"), ("x", "b")))
    for text in ("toàn bộ \u202egnourt iốhp\u202c", "x\u0007y", "toàn bộ\u0000 phần"):
        assert "organisation.successor_unreadable" in faults(heirs((text, "b")))
        assert "organisation.successor_unreadable" in faults(heirs(("x", text)))
    assert "organisation.successor_too_long" in faults(heirs(("x" * 501, "b")))
    assert heirs(("x", "a"), ("y", "a")).status == 202


def keeps_what_is_hers(server, admin, owner, people):
    """A focal officer joins no collective, and borrows no name."""
    commune, health = people("canbo.xa"), people("daumoi.yte")
    own = done(commune.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    accounts = {one["login"]: one["id"] for one in done(admin.call("GET", "/api/v1/accounts"))["items"]}
    given(admin, owner, "POST", f"/api/v1/accounts/{accounts['canbo.xa']}/grants", {"role": "focal", "organisation_id": own})
    focal = next(one for one in done(commune.call("GET", "/api/v1/me"))["grants"] if one["role"] == "focal")
    done(commune.call("POST", "/api/v1/me/acting", {"grant_id": focal["grant_id"]}))
    for kind in ("commune_police", "health_station", "commune_union"):
        answer = commune.call("POST", AT, {"name": f"Tổ công tác {kind}", "kind": kind, "parent_id": own})
        refused(answer, 403, "organisation.kind_not_hers")
    school = commune.call("POST", AT, {"name": "Trường Tiểu học Hoa Mai", "kind": "school", "parent_id": own})
    refused(patch(commune, done(school, 201)["id"], {"kind": "commune_police"}), 403, "organisation.kind_not_hers")
    desk = done(health.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    for name in ("Chủ tịch Ủy ban nhân dân tỉnh", "Lực lượng Công an tỉnh", "Giám đốc Sở Tư pháp", "\u0421ông an tỉnh"):
        refused(patch(health, desk, {"aliases": [{"name": name}]}), 403, "organisation.name_of_another")
    assert patch(health, desk, {"aliases": [{"name": "Phòng Trợ giúp"}]}).status == 200


def goes_to_whom_the_tree_names(people):
    police, commune, ward = people("daumoi.congan"), people("canbo.xa"), people("canbo.phuong")
    bodies = [done(one.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"] for one in (commune, ward)]
    record = duty(police, bodies[0])
    at = f"/api/v1/registers/duty/records/{record}"
    now = done(police.call("GET", at))
    wanted = {"action": "pass_to_successor", "answers": {"body": bodies[1], "former_body": bodies[0], "succession_paper": "bịa"}}
    refused(police.call("POST", at + "/actions", wanted, {"If-Match": f'"{now["etag"]}"'}), 422, "succession.heir")
    wanted["answers"]["former_body"] = bodies[1]
    refused(police.call("POST", at + "/actions", wanted, {"If-Match": f'"{now["etag"]}"'}), 409, "succession.other_body")
    assert done(police.call("GET", at))["answers"]["body"] == bodies[0]


def duty(author, body):
    answers = {"title": "Việc", "body": body, "source_kind": "plan", "source_number": "12/KH-UBND", "source_on": "2026-10-20",
               "part": "lead", "named_on": "2027-01-05", "named_counts": "that_day"}
    return done(author.call("POST", "/api/v1/registers/duty/records", {"action": "give_dated", "answers": answers}), 201)["id"]


def second_at(admin, owner, people, body):
    """Somebody else who says who comes to the records of a body."""
    accounts = {one["login"]: one["id"] for one in done(admin.call("GET", "/api/v1/accounts"))["items"]}
    given(admin, owner, "POST", f"/api/v1/accounts/{accounts['lanhdao']}/grants", {"role": "focal", "organisation_id": body})
    other = people("lanhdao")
    grants = done(other.call("GET", "/api/v1/me"))["grants"]
    grant = next(one for one in grants if one["organisation"]["id"] == body)
    done(other.call("POST", "/api/v1/me/acting", {"grant_id": grant["grant_id"]}))
    return other


def lifts_no_guard(server, admin, owner, people):
    """On SQLite: the row of the department above her is spoilt, so nobody could say that she is kept out."""
    if server.postgres:
        return
    police, health = people("daumoi.congan"), people("daumoi.yte")
    desk = done(health.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    above = done(health.call("GET", f"{AT}/{desk}"))["parent"]["id"]
    at = f"/api/v1/registers/duty/records/{duty(police, desk)}"
    done(health.call("GET", at))
    # It reaches the lead, whose desk stands in that department: one person does not keep it away (ADR 103).
    other = second_at(admin, owner, people, done(police.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"])
    for client in (police, other):
        assert health.call("GET", at).status == 200
        blocked = client.call("POST", at + "/people", {"relation": "block", "organisation": above, "reason": "x"})
        assert blocked.status in (200, 201), blocked.body
    refused(health.call("GET", at), 404, "access.not_found")
    server.stop()
    with sqlite3.connect(server.folder / "store.sqlite") as rows:
        assert rows.execute("update organisation set short_name = 'x' where id = ?", (above,)).rowcount == 1
    rows.close()
    server.start()
    after = server.client()
    after.cookie = health.cookie
    refused(after.call("GET", at), 403, "session.body_missing")


def story(server):
    signed = {}

    def people(login):
        if login not in signed:
            signed[login] = server.client()
            signed[login].sign_in(login)
        return signed[login]
    admin, owner = people("quantri"), people("dulieu")
    is_shown_where_it_goes(admin, owner)
    makes_no_circle(admin, owner)
    makes_no_twins(admin)
    tells_a_move_from_a_new_one(admin)
    says_each_thing_once(admin)
    goes_to_whom_the_tree_names(people)
    keeps_what_is_hers(server, admin, owner, people)
    lifts_no_guard(server, admin, owner, people)
    server.stop()
    if server.postgres:  # on SQLite a row was spoilt just now
        told = server.run("audit", "verify")
        assert told.returncode == 0, told.stdout[-400:]


if PROGRAMME is None:
    skip("no programme here has the registers of a plan desk")
on_both_databases(story, PROGRAMME)
