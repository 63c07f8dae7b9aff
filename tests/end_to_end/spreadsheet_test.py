#!/usr/bin/env python3
"""A fill-in sheet in a real spreadsheet program, where there is one: LibreOffice Calc opens it, saves it as its own and as a workbook
again, and what it saved comes back clean; a row that was filled there is written at its own duty; its pages can be printed."""
import json, re, shutil, subprocess, tempfile, urllib.parse, zipfile
from pathlib import Path
from support import SOURCE, skip, sqlite_server

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
AT = "/api/v1/registers/duty"
GIVEN = {"source_kind": "plan", "source_number": "88/KH-UBND", "source_on": "2026-10-01", "part": "lead", "named_counts": "that_day"}
PAPER = {"on_behalf_of_paper": "205/BCH-TM", "on_behalf_paper_on": "2026-11-18"}
CALC = shutil.which("soffice") or shutil.which("localc")


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def given(author, body, title):
    answers = {**GIVEN, "title": title, "body": body, "named_on": "2027-03-10"}
    return done(author.call("POST", AT + "/records", {"action": "give_dated", "answers": answers, "links": []}), 201)["id"]


def look(client, record):
    return done(client.call("GET", f"{AT}/records/{record}"))


def hand_in(client, book, apply=False):
    query = f"apply={int(apply)}&once=" + urllib.parse.quote(json.dumps(PAPER))
    return client.call("POST", f"{AT}/fill-ins?{query}", raw=book, headers={"Content-Type": "application/octet-stream"})


def converted(book, folder, *forms):
    """Saved by the program in one form after the other, as somebody with another program would."""
    for index, form in enumerate(forms):
        into = Path(folder) / str(index)
        subprocess.run([CALC, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", form, "--outdir", str(into), str(book)],
                       check=True, capture_output=True, timeout=180)
        book = next(into.glob("*." + form.split(":")[0]))
    return book


def filled_there(sheet, title, words):
    """The row's first empty cell behind what it says, in the program's own form."""
    with zipfile.ZipFile(sheet) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    page = parts["content.xml"].decode()
    row = next(one for one in re.findall(r"<table:table-row[ >].*?</table:table-row>", page, re.S) if f">{title}<" in one)
    empty = re.search(r'<table:table-cell( table:style-name="[^"]*")?( table:content-validation-name="[^"]*")?/>', row)
    assert empty, row
    cell = empty[0][:-2] + f' office:value-type="string"><text:p>{words}</text:p></table:table-cell>'
    parts["content.xml"] = page.replace(row, row.replace(empty[0], cell, 1)).encode()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def story(server):
    author, commune = server.client(), server.client()
    author.sign_in("daumoi.congan")
    commune.sign_in("canbo.xa")
    body = done(commune.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    first, second = (given(author, body, f"Tuần tra đợt {i}") for i in (1, 2))
    taken = author.call("GET", f"{AT}/fill-ins?body={body}")
    assert taken.status == 200, taken.body[:300]
    with tempfile.TemporaryDirectory() as folder:
        served = Path(folder) / "sheet.xlsx"
        served.write_bytes(taken.body)
        printed = converted(served, folder, "pdf")
        assert printed.read_bytes().startswith(b"%PDF"), "it can be printed"
        saved = converted(served, folder, "ods", "xlsx").read_bytes()
        assert saved != taken.body
        untouched = done(hand_in(author, saved))
        assert (untouched["ready"], untouched["empty"], untouched["faults"]) == (0, 2, []), untouched
        own = converted(served, folder, "ods")
        filled_there(own, "Tuần tra đợt 2", "Đã tuần tra 3 lượt")
        back = done(hand_in(author, converted(own, folder, "xlsx").read_bytes(), True))
        assert (back["written"], back["empty"], back["faults"]) == (1, 1, []), back
    assert look(author, second)["answers"]["progress"] == "Đã tuần tra 3 lượt" and "progress" not in look(author, first)["answers"]
    assert look(author, second)["answers"]["on_behalf_of_paper"] == PAPER["on_behalf_of_paper"]


if PROGRAMME is None:
    skip("no programme with a plan desk is here")
if CALC is None:
    skip("LibreOffice Calc is not installed: the sheet was opened by no spreadsheet program")
with sqlite_server(started=False) as server:
    server.extra = ["--programme", str(PROGRAMME)]
    story(server.start())
print("a spreadsheet program opened the sheet, and what it saved came back")
