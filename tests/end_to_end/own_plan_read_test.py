#!/usr/bin/env python3
"""What this system writes it reads: a commune's own plan, drafted from the duties it was given, is uploaded again as DOCX and,
where it can be made, as PDF. Number, day, issuer, title, basis and signature come back, and each row of its annex as a task or a
report of the commune with its day; the titles of groups as no task. On both databases."""
import io, re, zipfile
import xml.etree.ElementTree as tree
from support import PLAN, SOURCE, People, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
DOCUMENTS, PAPER = "/api/v1/documents", "/api/v1/registers/duty/papers/own_plan"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def upload(client, data, name):
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": name}
    return f"{DOCUMENTS}/" + done(client.call("POST", DOCUMENTS, raw=data, headers=headers), 201)["id"]


def give_out(client):
    """The plan of the demo province with its number and day, every task confirmed that can be, all of it given out."""
    at = upload(client, PLAN, "kh.txt")
    tag = done(client.call("GET", at))["etag"]
    done(client.call("PATCH", at, {"number": "412/KH-UBND", "issued_on": "2026-10-16"}, {"If-Match": f'"{tag}"'}))
    reading = done(client.call("GET", at + "/reading"))
    tag = reading["etag"]
    for task in reading["tasks"]:
        answer = client.call("POST", at + "/confirm", {"task_ids": [task["id"]]}, {"If-Match": f'"{tag}"'})
        tag = answer.json["etag"] if answer.status == 200 else tag
    [shown] = done(client.call("GET", at + "/allotments"))["allotments"]
    choices = [{"field": "report", "of": one["id"], "value": "yes"} for one in shown["reports"]]
    wanted = {"register": "duty", "choices": choices, "apply": False}
    for one in done(client.call("POST", at + "/allotments", wanted))["questions"]:
        if one["field"] == "named_counts":
            choices.append({"field": "named_counts", "of": one["of"], "value": "that_day"})
    assert done(client.call("POST", at + "/allotments", {**wanted, "apply": True}))["opened"] > 0


def texts(cell):
    return " ".join("".join(part.text or "" for part in line.iter(W + "t")) for line in cell.iter(W + "p")).strip()


def rows_of(docx):
    """The annex as it is printed: {number: (words, day)}, and the titles of its groups."""
    body = tree.fromstring(zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml"))
    rows, groups = {}, []
    for table in body.iter(W + "tbl"):
        lines = [[texts(cell) for cell in row.iter(W + "tc")] for row in table.iter(W + "tr")]
        if lines[0][:2] != ["TT", "Nhiệm vụ"]:
            continue
        day = lines[0].index("Thời hạn")
        for line in lines[1:]:
            if len(line) == len(lines[0]):
                rows[line[0]] = (line[1], line[day])
            else:
                groups.append(line[0])
    assert rows and groups, docx[:20]
    return rows, groups


def signed(docx):
    """As whoever signs it completes it: a number and a day instead of the blanks."""
    old, out = zipfile.ZipFile(io.BytesIO(docx)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                words, numbers = re.subn(r"(Số:)\s+(/KH-)", r"\1 27\2", data.decode(), count=1)
                words, days = re.subn(r"ngày\s+tháng\s+năm (\d{4})", r"ngày 20 tháng 11 năm \1", words, count=1)
                assert (numbers, days) == (1, 1), "the paper has other blanks"
                data = words.encode()
            new.writestr(name, data)
    return out.getvalue()


def iso(day):
    found = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", day)
    return "-".join(reversed(found.groups())) if found else None


def check_rows(reading, rows, groups, own):
    tasks = {one["path"].removeprefix("PL."): one for one in reading["tasks"] if one["path"].startswith("PL")}
    reports = {}
    for one in reading["reports"]:
        reports.setdefault(one["path"].removeprefix("PL."), []).append(one)
    assert set(tasks) | (set(reports) & set(rows)) == set(rows), (sorted(tasks), sorted(reports), sorted(rows))
    for number, (words, day) in rows.items():
        if number in tasks:
            task = tasks[number]
            assert task["text"].split() == words.split(), (number, task["text"], words)
            assert [one["text"] for one in task["lead"]] == [own], (number, task["lead"])
            ends = [one["end"] for one in task["deadlines"]]
            assert iso(day) is None or iso(day) in ends, (number, day, task["deadlines"])
        else:
            [report] = reports[number]
            assert report["due"] == [iso(day)] and [one["text"] for one in report["from"]] == [own], (number, day, report)
    assert not {one["text"] for one in reading["tasks"]} & set(groups), groups
    return len(tasks), len(rows) - len(tasks)


def check(server):
    people = People(server)
    author, commune = people("daumoi.congan"), people("canbo.xa")
    give_out(author)
    own = done(commune.call("GET", "/api/v1/me"))["acting"]["organisation"]["name"]
    answer = commune.call("GET", PAPER + "/docx")
    assert answer.status == 200, answer.body
    rows, groups = rows_of(answer.body)

    at = upload(author, signed(answer.body), "kh.docx")
    head = done(author.call("GET", at))
    assert (head["number"], head["issued_on"][5:], head["type"]) == ("27/KH-UBND", "11-20", "Kế hoạch"), head
    assert head["issuer"] == own and head["issuer_found"]["status"] == "resolved", head
    assert head["title"].startswith("Phòng, chống mua bán người năm"), head["title"]
    assert head["legal_bases"][0]["number"] == "412/KH-UBND" and "như sau" not in str(head["legal_bases"]), head["legal_bases"]
    assert head["signer_title"] == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", head["signer_title"]
    found = done(author.call("GET", at + "/reading"))
    tasks, reports = check_rows(found, rows, groups, own)
    print(f"  {tasks} rows read as tasks, {reports} as reports, {len(groups)} groups as none")

    printed = commune.call("GET", PAPER + "/pdf")
    if printed.status != 200:
        print("  no PDF here:", printed.code)
        return
    again = done(author.call("GET", upload(author, printed.body, "kh.pdf") + "/reading"))
    check_rows(again, rows, groups, own)


if PROGRAMME is None:
    skip("no programme with a plan desk is here")
on_both_databases(check, PROGRAMME)
print("the plan that this system writes is read as it was written")
