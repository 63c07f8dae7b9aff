#!/usr/bin/env python3
"""The reminder letter and the leader's brief say the same as DOCX and as PDF: every row of the annex with its body, its two days and
how often it was reminded before, the subject with its count, the numbers of the brief. The PDF is read by the product's own worker,
as whoever gets the paper would read it in. On both databases; where no PDF can be made, the DOCX alone."""
import io, zipfile
import xml.etree.ElementTree as tree
from urllib.parse import quote
from support import SOURCE, People, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
DUTY, DOCUMENTS = "/api/v1/registers/duty", "/api/v1/documents"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GIVEN = {"source_kind": "plan", "source_number": "99/KH-UBND", "source_on": "2026-10-01", "part": "lead", "named_counts": "that_day"}
EACH = 14
TITLE = "Rà soát, lập danh sách các cơ sở lưu trú trên địa bàn, tổ chức ký cam kết với từng chủ cơ sở, đợt {}"


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def body_of(client):
    return done(client.call("GET", "/api/v1/me"))["acting"]["organisation"]


def given(author, bodies):
    """Late duties of two communes, due on days of their own."""
    out = {}
    for index in range(2 * EACH):
        answers = {**GIVEN, "title": TITLE.format(index + 1), "body": bodies[index % 2]["id"], "named_on": f"2026-11-{index % EACH + 1:02}"}
        out[done(author.call("POST", DUTY + "/records", {"action": "give_dated", "answers": answers}), 201)["id"]] = answers
    return out


def nudged(author, records, paper):
    targets = [{"id": one, "etag": done(author.call("GET", f"{DUTY}/records/{one}"))["etag"]} for one in records]
    deed = {"answers": {"nudge_paper": paper, "nudge_on": "2026-11-22"}, "records": targets}
    assert done(author.call("POST", DUTY + "/bulk/nudge", deed))["done"] == len(targets)


def paper(client, name, format, where):
    answer = client.call("GET", f"{DUTY}/papers/{name}/{format}?where={quote(where)}")
    return answer.body if answer.status == 200 else None


def texts(part):
    return " ".join("".join(word.text or "" for word in line.iter(W + "t")) for line in part.iter(W + "p")).split()


def printed(docx):
    """Every line of words of a DOCX, and the rows of its tables."""
    body = tree.fromstring(zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml"))
    rows = [[" ".join(texts(cell)) for cell in row.iter(W + "tc")] for row in body.iter(W + "tr")]
    lines = [" ".join(texts(line)) for line in body.iter(W + "p")]
    return [one for one in lines if one], rows


def read_back(client, pdf):
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": "giay.pdf"}
    at = f"{DOCUMENTS}/" + done(client.call("POST", DOCUMENTS, raw=pdf, headers=headers), 201)["id"]
    return " ".join(done(client.call("GET", at + "/text"))["text"].split()), done(client.call("GET", at))["file"]["pages"]


def the_letter(author, duties, bodies, where):
    lines, rows = printed(paper(author, "reminder_letter", "docx", where))
    annex = [row for row in rows if len(row) == 6 and row[0].isdigit()]
    assert [row[0] for row in annex] == [str(one + 1) for one in range(len(duties))], annex
    told = {row[1]: row[2:] for row in annex}
    for said in duties.values():
        day = "/".join(reversed(said["named_on"].split("-")))
        times = "2" if said["body"] == bodies[0]["id"] else "1"
        assert told[said["title"]] == [said["source_number"], day, day, times], (said, told[said["title"]])
    assert any(one.endswith("(lần 2)") for one in lines), "each was reminded once at least: " + lines[5]
    assert [row[0] for row in rows if len(row) == 1] == sorted(one["name"] for one in bodies), "one group each, by name"
    pdf = paper(author, "reminder_letter", "pdf", where)
    if pdf is None:
        print("  no PDF here")
        return
    text, pages = read_back(author, pdf)
    assert pages > 2, "the annex goes over pages"
    # Rows of the same day stand in any order; numbers are therefore those of this copy.
    for said, row in told.items():
        assert " ".join([said, *row]) in text, (said, row, text[-3000:])
    numbers = [f" {one + 1} Rà soát" for one in range(len(duties))]
    assert all(text.count(one) == 1 for one in numbers) and f" {len(duties) + 1} Rà soát" not in text, "no row twice, none lost"
    # The letterhead is in capitals by its layout, which a PDF has as letters.
    for line in lines[2:lines.index("TT")]:
        assert line in text or line.upper() in text, (line, text[:2500])


def the_brief(author, bodies, where):
    lines, rows = printed(paper(author, "leader_brief", "docx", where))
    many = 2 * EACH
    assert f"Đang theo dõi {many} nhiệm vụ, trong đó {many} nhiệm vụ đã quá thời hạn." in lines, lines
    assert {(one["name"], str(EACH)) for one in bodies} <= {tuple(row) for row in rows if len(row) == 2}, rows
    worst = [row for row in rows if len(row) == 5 and row[0].isdigit()]
    assert len(worst) == 3 and worst[0][3] == "01/11/2026" and {row[4] for row in worst} <= {"1", "2"}, worst
    pdf = paper(author, "leader_brief", "pdf", where)
    if pdf is None:
        return
    text, pages = read_back(author, pdf)
    assert pages == 1, "one page for the leader"
    for words in (f"trong đó {many} nhiệm vụ đã quá thời hạn", *(f"{one['name']} {EACH}" for one in bodies), f"tổng số {many} nhiệm vụ quá hạn"):
        assert words in text, (words, text)


def check(server):
    people = People(server)
    author, bodies = people("daumoi.congan"), [body_of(people(login)) for login in ("canbo.xa", "canbo.phuong")]
    duties = given(author, bodies)
    nudged(author, duties, "91/CAT")
    twice = [one for one, said in duties.items() if said["body"] == bodies[0]["id"]]
    nudged(author, twice, "95/CAT")
    where = '{"source_number":"99/KH-UBND"}'
    the_letter(author, duties, bodies, where)
    the_brief(author, bodies, where)


if PROGRAMME is None:
    skip("no programme with a plan desk is here")
on_both_databases(check, PROGRAMME)
print("the letter and the brief say the same on paper and in the file")
