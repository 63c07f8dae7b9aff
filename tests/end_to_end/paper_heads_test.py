#!/usr/bin/env python3
"""Whose paper it is: a desk that drafts the plan of what its department was given drafts the department's, with that body's head;
of what the desk alone was given it drafts its own. A People's Committee writes itself alone, in two lines, with the symbol and the
signature of its kind, until it enters something itself. On both databases."""
import html, io, re, urllib.parse, zipfile
from support import SOURCE, People, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
AT = "/api/v1/registers/duty"
GIVEN = {"source_kind": "plan", "source_number": "88/KH-UBND", "source_on": "2026-10-01", "work_group": "prevention", "answered_how": "own_words"}


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json


def lines_of(client):
    """Of the body's own plan, each text of the document."""
    answer = client.call("GET", AT + "/papers/own_plan/docx")
    assert answer.status == 200, (answer.status, answer.body[:400])
    with zipfile.ZipFile(io.BytesIO(answer.body)) as package:
        body = package.read("word/document.xml").decode()
    return [html.unescape(one) for one in re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", body, re.S)]


def says(lines, words):
    return any(words in one for one in lines)


def acting(client):
    return done(client.call("GET", "/api/v1/me"))["acting"]["organisation"]


def body_of(client, name):
    found = done(client.call("GET", "/api/v1/organisations?query=" + urllib.parse.quote(name)))["items"]
    return next(one["id"] for one in found if one["name"] == name)


def enters(admin, body, **head):
    at = f"/api/v1/organisations/{body}/letterhead"
    opened = admin.call("GET", at)
    done(admin.call("PUT", at, {**done(opened), **head}, {"If-Match": opened.headers["ETag"]}))


def story(server):
    people = People(server)
    author, desk, commune, admin = people("daumoi.congan"), people("daumoi.yte"), people("canbo.xa"), people("quantri")

    def give(title, body):
        answers = {**GIVEN, "title": title, "body": body, "items": [{"item": "1", "order": title}]}
        done(author.call("POST", AT + "/records", {"action": "give_standing", "answers": answers}), 201)

    department, own = body_of(author, "Sở Y tế"), acting(desk)
    give("Việc riêng của phòng", own["id"])
    plan = lines_of(desk)
    assert own["name"] in plan and "Sở Y tế" in plan and says(plan, own["name"] + " xây dựng kế hoạch"), plan[:12]
    give("Việc của sở", department)
    plan = lines_of(desk)
    assert plan[1] == "Sở Y tế" and own["name"] not in plan and says(plan, "Sở Y tế xây dựng kế hoạch"), plan[:12]
    assert says(plan, "Việc riêng của phòng") and says(plan, "Việc của sở") and says(plan, "/KH-……"), plan
    enters(admin, department, symbol="SYT-VP", signatures="GIÁM ĐỐC")
    plan = lines_of(desk)
    assert says(plan, "/KH-SYT") and "GIÁM ĐỐC" in plan, "the head that the department entered"

    name = acting(commune)["name"]
    give("Việc của xã", acting(commune)["id"])
    plan = lines_of(commune)
    assert plan[:2] == ["Ủy ban nhân dân", name.removeprefix("Ủy ban nhân dân ")], plan[:4]
    assert not any("tỉnh Lam Sương" in one for one in plan[:8]) and says(plan, name + " xây dựng kế hoạch"), plan[:12]
    assert says(plan, "/KH-UBND") and "TM. ỦY BAN NHÂN DÂN" in plan and "CHỦ TỊCH" in plan, plan
    assert done(commune.call("GET", AT + "/papers"))["signatures"] == ["TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"]
    enters(admin, acting(commune)["id"], above="Tỉnh Lam Sương", own=name, symbol="UB-VP", signatures="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")
    plan = lines_of(commune)
    assert plan[:2] == ["Tỉnh Lam Sương", name] and says(plan, "/KH-UB") and "PHÓ CHỦ TỊCH" in plan and "CHỦ TỊCH" not in plan, plan[:4]


if PROGRAMME is None:
    skip("no programme of a plan desk")
on_both_databases(story, PROGRAMME)
print("a paper is its body's")
