#!/usr/bin/env python3
"""A body outside the network over HTTP and on both databases: its sheet is a workbook of its open duties, filled in and handed in
by whoever enters for it: each row is written at its own duty once, by the paper that came with it; a sheet with a formula, one of
another store, rows of other people's duties and rows that were made up write nothing. The board leaves as a workbook."""
import concurrent.futures, html, io, json, re, urllib.parse, zipfile
from support import SOURCE, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
AT = "/api/v1/registers/duty"
GIVEN = {"source_kind": "plan", "source_number": "88/KH-UBND", "source_on": "2026-10-01", "part": "lead", "named_counts": "that_day"}
PAPER = {"on_behalf_of_paper": "205/BCH-TM", "on_behalf_paper_on": "2026-11-18"}


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:500])


def given(author, body, title):
    answers = {**GIVEN, "title": title, "body": body, "named_on": "2027-03-10"}
    return done(author.call("POST", AT + "/records", {"action": "give_dated", "answers": answers, "links": []}), 201)["id"]


def look(client, record):
    return done(client.call("GET", f"{AT}/records/{record}"))


def parts(book):
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def cells(book):
    """Texts by place."""
    text = parts(book)[SHEET].decode()
    found = re.findall(r'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>(.*?)</c>)', text, re.S)
    return {at: html.unescape(re.sub(r"<[^>]*>", "", inside or "")) for at, inside in found}


def written(book, at, text):
    """As somebody types it: the empty cell gets words."""
    files = parts(book)
    page = files[SHEET].decode()
    filled, n = re.subn(rf'<c r="{at}" s="(\d+)"/>', rf'<c r="{at}" s="\1" t="inlineStr"><is><t>{html.escape(text)}</t></is></c>', page)
    assert n == 1, (at, page[-1500:])
    return packed({**files, SHEET: filled})


def row_of(book, title):
    return next(re.sub(r"\D", "", at) for at, text in cells(book).items() if text == title)


def column_of(book, heading):
    return next(re.sub(r"\d", "", at) for at, text in cells(book).items() if text.startswith(heading) and int(re.sub(r"\D", "", at)) > 8)


def hand_in(client, book, apply=False, once=PAPER):
    query = f"apply={int(apply)}&once=" + urllib.parse.quote(json.dumps(once))
    return client.call("POST", f"{AT}/fill-ins?{query}", raw=book, headers={"Content-Type": "application/octet-stream"})


def story(server):
    people = {login: server.client() for login in ("daumoi.congan", "canbo.xa", "canbo.phuong", "lanhdao", "kiemtra")}
    for login, client in people.items():
        client.sign_in(login)
    author, commune, ward, leader, auditor = people.values()
    body = done(commune.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    other = done(ward.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    first, second, third = (given(author, body, f"Tuần tra đợt {i}") for i in (1, 2, 3))
    theirs = given(author, other, "Của phường")

    # The sheet has the body's duties and no other's; who may not enter for them gets none.
    taken = author.call("GET", f"{AT}/fill-ins?body={body}")
    assert taken.status == 200, taken.body[:500]
    book, words = taken.body, cells(taken.body)
    assert {"Tuần tra đợt 1", "Tuần tra đợt 2", "Tuần tra đợt 3"} <= set(words.values()) and "Của phường" not in words.values()
    assert not any("<f>" in one.decode() for name, one in parts(book).items() if name.endswith(".xml"))
    for nobody in (commune, ward, auditor):
        assert nobody.call("GET", f"{AT}/fill-ins?body={body}").status in (403, 404), "nobody but whoever enters for it"
    refused(author.call("GET", f"{AT}/fill-ins?body={'0' * 32}"), 422, "form.unknown_reference")

    # Two rows are filled, one is not.
    progress = column_of(book, "Tiến độ")
    book = written(book, f"{progress}{row_of(book, 'Tuần tra đợt 1')}", "Đã tuần tra 4 lượt")
    book = written(book, f"{progress}{row_of(book, 'Tuần tra đợt 3')}", "Đã tuần tra 2 lượt")
    dry = done(hand_in(author, book))
    assert (dry["ready"], dry["empty"], dry["written"], dry["faults"]) == (2, 1, 0, []), dry
    assert dry["body"]["id"] == body and [one["fate"] for one in dry["lines"]] == ["ready", "ready"], dry
    assert "progress" not in look(author, first)["answers"], "a dry run writes nothing"
    unsaid = done(hand_in(author, book, True, {}))
    assert unsaid["written"] == 0 and {(one["cell"], one["code"]) for one in unsaid["faults"]} == {("", "form.required")}, unsaid

    # Somebody else's hands: the codes give her nothing.
    for nobody in (commune, ward):
        answer = hand_in(nobody, book, True)
        assert answer.status in (403, 404) or {one["code"] for one in answer.json["faults"]} == {"fill_in.row_gone"}, answer.body[:500]
    assert "progress" not in look(author, first)["answers"]

    # One duty changed since: its row stays, the other is written, once.
    now = look(author, third)
    done(author.call("POST", f"{AT}/records/{third}/actions", {"action": "withdraw", "answers": {"stopped_on": "2026-11-20"}, "reason": "Trùng"}, {"If-Match": f'"{now["etag"]}"'}))
    real = done(hand_in(author, book, True))
    assert real["written"] == 1 and [one["code"] for one in real["faults"]] in (["fill_in.stale"], ["fill_in.row_gone"]), real
    answers = look(author, first)["answers"]
    assert (answers["progress"], answers["on_behalf_of_paper"]) == ("Đã tuần tra 4 lượt", "205/BCH-TM"), answers
    version = look(author, first)["version"]
    again = done(hand_in(author, book, True))
    assert (again["written"], again["already"]) == (0, 1) and look(author, first)["version"] == version, again

    # Handed in three times at once: one of them wrote it, the others say that they did not.
    anew = author.call("GET", f"{AT}/fill-ins?body={body}").body
    anew = written(anew, f"{progress}{row_of(anew, 'Tuần tra đợt 2')}", "Đã tuần tra 1 lượt")
    fresh = look(author, second)["version"]
    with concurrent.futures.ThreadPoolExecutor(3) as three:
        told = [done(one) for one in three.map(lambda _: hand_in(author, anew, True), range(3))]
    assert sorted((one["written"], one["already"]) for one in told) == [(0, 1), (0, 1), (1, 0)], told
    assert look(author, second)["version"] == fresh + 1 and all(one["faults"] == [] for one in told), told

    # Made up, foreign, live.
    files = parts(book)
    page = files[SHEET].decode()
    forged = re.sub(r"(NV-[0-9A-Z]+:)[0-9a-f]{8}", r"\g<1>00000000", page)
    assert {one["code"] for one in done(hand_in(author, packed({**files, SHEET: forged}), True))["faults"]} == {"fill_in.row_code"}
    moved = page.replace(body, other)
    refused(hand_in(author, packed({**files, SHEET: moved}), True), 422, "fill_in.foreign")
    live = page.replace("<is><t>Đã tuần tra 4 lượt</t></is>", "<f>1+1</f><v>2</v>").replace(' t="inlineStr"><f>', "><f>")
    refused(hand_in(author, packed({**files, SHEET: live}), True), 422, "fill_in.formulas")
    refused(hand_in(author, packed({**files, "xl/vbaProject.bin": b"x"}), True), 422, "fill_in.macros")
    assert hand_in(author, packed({**files, SHEET: page + " " * 300_000_000})).status in (413, 422), "a bomb is not read"
    refused(hand_in(author, b"Ma bieu,khong co\n"), 422, "fill_in.no_code")
    assert hand_in(author, b"\x00\x01nothing").status in (415, 422)
    assert look(author, second)["version"] == fresh + 1 and "progress" not in look(author, theirs)["answers"]

    # The board leaves with its numbers, its filter and the name of whoever takes it.
    board = done(author.call("GET", AT + "/board"))
    table = cells(author.call("GET", AT + "/board.xlsx").body)
    me = done(author.call("GET", "/api/v1/me"))["account"]["name"]
    assert any(me in one for one in table.values()) and board["filter"] in table.values(), table
    total = [text for at, text in sorted(table.items(), key=lambda one: int(re.sub(r"\D", "", one[0])))][-1]
    assert total == str(board["total"]), (total, board["total"])
    assert auditor.call("GET", AT + "/board.xlsx").status in (403, 404)

    server.stop()
    for command in (("rebuild",), ("audit", "verify")):
        told = server.run(*command)
        assert told.returncode == 0, (command, told.stdout[-600:], told.stderr[-600:])


if PROGRAMME is None:
    skip("no programme with a plan desk is here")
on_both_databases(story, PROGRAMME)
print("a sheet went out and came back")
