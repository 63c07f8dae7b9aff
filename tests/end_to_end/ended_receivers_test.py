#!/usr/bin/env python3
"""A body that ended is named as such before anybody writes to it: the board's row and the letter's addressee say since when it is no
more and who carries on its work; of a body that is there they say nothing. On both databases."""
import html, io, re, zipfile
from support import SOURCE, given, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
DUTY = "/api/v1/registers/duty"
ENDED, HEIR = "2026-11-20", "Ủy ban nhân dân xã Hợp Nhất"


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json


def acting(client):
    return done(client.call("GET", "/api/v1/me"))["acting"]["organisation"]


def rows_of(client):
    return {row["body"]: row["ended"] for row in done(client.call("GET", DUTY + "/board"))["rows"]}


def letter_of(client):
    answer = client.call("GET", DUTY + "/papers/reminder_letter/docx")
    assert answer.status == 200, (answer.status, answer.body[:400])
    with zipfile.ZipFile(io.BytesIO(answer.body)) as package:
        body = package.read("word/document.xml").decode()
    return [html.unescape(one) for one in re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", body, re.S)]


def ends(administrator, data_owner, body):
    like = done(administrator.call("GET", f"/api/v1/organisations/{body}"))
    wanted = {"name": HEIR, "kind": like["kind"], "parent_id": like["parent"]["id"]}
    heir = done(administrator.call("POST", "/api/v1/organisations", wanted), 201)["id"]
    at = f"/api/v1/organisations/{body}"
    change = {"valid_until": ENDED, "successors": [{"organisation_id": heir, "subject": None, "on": ENDED, "basis": "Nghị quyết số 16/NQ-HĐND"}]}
    given(administrator, data_owner, "PATCH", at, change, {"If-Match": f'"{done(administrator.call("GET", at))["etag"]}"'})
    return heir


def story(server):
    def people(login):
        client = server.client()
        client.sign_in(login)
        return client
    author, commune, ward = people("daumoi.congan"), acting(people("canbo.xa")), acting(people("canbo.phuong"))
    for body in (commune, ward):
        answers = {"title": "Việc quá hạn", "body": body["id"], "source_kind": "plan", "source_number": "12/KH-UBND",
                   "source_on": "2026-10-20", "part": "lead", "named_on": "2026-11-02", "named_counts": "that_day"}
        done(author.call("POST", f"{DUTY}/records", {"action": "give_dated", "answers": answers}), 201)
    assert rows_of(author) == {commune["id"]: None, ward["id"]: None}
    letter = letter_of(author)
    assert f"- {commune['name']};" in letter or f"- {commune['name']}." in letter, letter[:14]
    heir = ends(people("quantri"), people("dulieu"), commune["id"])
    assert rows_of(author) == {commune["id"]: {"on": ENDED, "heirs": [{"id": heir, "name": HEIR}]}, ward["id"]: None}
    letter = letter_of(author)
    said = f"- {commune['name']} (đã sắp xếp lại, đơn vị kế tục: {HEIR})"
    assert any(one.startswith(said) for one in letter), letter[:14]
    assert any(one in (f"- {ward['name']};", f"- {ward['name']}.") for one in letter), letter[:14]


if PROGRAMME is None:
    skip("no programme of a plan desk")
on_both_databases(story, PROGRAMME)
print("nobody is written to who is no more, without a word")
