#!/usr/bin/env python3
"""Spreadsheets into registers over HTTP and on both databases: a dry run writes nothing, one bad cell and nothing is written,
the same rows once, however the file was saved; what a file hides and what a formula gave is told; of people only one's own scope is told; the file and its words lie nowhere in the database. Colleagues
are found by name by whoever may assign, and by nobody else."""
import io, time, urllib.parse, zipfile
from persons_test import Clinic, NAME, PHONE, acting, admit, done, refused, search
from support import on_both_databases

BOOKS = "/api/v1/registers/book"
FILES = "/api/v1/registers/visit_file"
HEAD = "STT,Tên sách,Ngôn ngữ,Ngày mua,Giá mua,Tình trạng\n"
CANARY = "Bói-Cá-Xanh"


def sent(client, register, text, apply=False, **more):
    query = urllib.parse.urlencode({"apply": "1" if apply else "0", **more})
    raw = text if isinstance(text, bytes) else text.encode()
    return client.call("POST", f"{register}/import?{query}", raw=raw, headers={"Content-Type": "application/octet-stream"})


def books(count, extra=""):
    rows = "".join(f"{n},{CANARY} {n},tiếng Việt,20/3/2026,12.000,cu\n" for n in range(1, count + 1))
    return "SỔ SÁCH NĂM 2026\n\n" + HEAD + rows + extra


def titles(client):
    out, after = [], ""
    while True:
        page = done(client.call("GET", f"{BOOKS}/records?sort=title" + (f"&after={urllib.parse.quote(after)}" if after else "")))
        out += [one["columns"]["title"] for one in page["records"]]
        if not page["next"]:
            return out
        after = page["next"]


def faults(answer):
    return [(one["cell"], one["column"], one["code"]) for one in done(answer)["faults"]]


def a_sheet_of_books(clinic):
    librarian, desk = clinic.librarian, acting(clinic.server, "quaydoc.xa", "reader_desk")
    elsewhere = clinic.stranger  # a librarian too, of another commune
    assert "import" in done(librarian.call("GET", BOOKS))["may"] and "import" not in done(desk.call("GET", BOOKS))["may"]
    bad = done(sent(librarian, BOOKS, books(3, "4,,vi,31/02/2026,1.5,mới\n"), apply=True))
    assert [(one["cell"], one["code"]) for one in bad["faults"]] == [
        ("B7", "form.required"), ("D7", "import.date"), ("E7", "import.number"), ("F7", "import.not_an_option")], bad
    assert all(one["sentence"] and one["column"] for one in bad["faults"]) and bad["created"] == bad["would_create"] == 0
    dry = done(sent(librarian, BOOKS, books(60)))
    assert (dry["rows"], dry["would_create"], dry["created"], dry["faults"]) == (60, 60, 0, []), dry
    assert dry["ignored"] == [{"cell": "A3", "heading": "STT"}] and dry["earlier"] is None, dry
    assert titles(librarian) == []
    for client in (desk, signed_in(clinic, "canbo.phuong")):
        for register in (BOOKS, "/api/v1/registers/nothing"):
            refused(sent(client, register, books(1)), 404, "access.not_found")
            refused(client.call("GET", register + "/import/template"), 404, "access.not_found")
    refused(sent(librarian, BOOKS, books(1), action="give_away"), 404, "access.not_found")
    assert done(sent(librarian, BOOKS, books(60), apply=True))["created"] == 60
    assert sorted(titles(librarian)) == sorted(f"{CANARY} {n}" for n in range(1, 61))
    refused(sent(librarian, BOOKS, books(60), apply=True), 409, "import.already")
    again = done(sent(librarian, BOOKS, books(60)))
    assert again["would_create"] == 0 and again["earlier"]["rows"] == 60, again
    assert done(sent(elsewhere, BOOKS, books(60)))["earlier"] is None, "another body is not told"
    refused(sent(librarian, BOOKS, b"%PDF-1.4 not a sheet"), 415, "document.unsupported")


def workbook(rows, name="Sách", columns="", state=""):
    """An .xlsx as a spreadsheet program saves it: rows are (attributes, cells); a cell (text, formula) shows a kept result."""
    def cell(at, one):
        if isinstance(one, tuple):
            return f'<c r="{at}" t="str"><f>{one[1]}</f><v>{one[0]}</v></c>'
        return f'<c r="{at}" t="inlineStr"><is><t>{one}</t></is></c>'
    lines = "".join(f'<row r="{n}" {more}>' + "".join(cell("ABCDEFGH"[i] + str(n), one) for i, one in enumerate(cells)) + "</row>"
                    for n, (more, cells) in enumerate(rows, 1))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    relation = lambda what, target: f'<R><Relationship Id="a" Type="{kind}{what}" Target="{target}"/></R>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("_rels/.rels", relation("officeDocument", "/xl/workbook.xml"))
        parts.writestr("xl/workbook.xml", f'<workbook><sheets><sheet name="{name}" sheetId="1" r:id="a" {state}/></sheets></workbook>')
        parts.writestr("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"))
        parts.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{columns}<sheetData>{lines}</sheetData></worksheet>")
    return out.getvalue()


def what_a_file_hides(clinic):
    """A filter hides rows and they are imported: the dry run says so, how many and where; then the same table saved anew."""
    librarian = clinic.librarian
    head = ("", ["Tên sách", "Ngôn ngữ", "Ngày mua", "Giá mua", "Tình trạng", "Ghi ngoài"])
    row = lambda title, more="": (more, [title, "tiếng Việt", "20/3/2026", "12.000", "cu"])
    hidden = 'hidden="1"'
    table = [head] + [row(f"{CANARY} lọc {n}", hidden if n in (2, 3, 4, 6) else "") for n in range(1, 8)]
    table[1][1][0] = (f"{CANARY} lọc 1", "Sheet2!A1")
    table[1][1].append(("ngoài bảng", "Sheet2!B1"))  # in a column that nothing reads
    table.append((hidden, []))
    first = workbook(table, columns='<cols><col min="4" max="4" hidden="1"/><col min="6" max="9" hidden="1"/></cols>')
    dry = done(sent(librarian, BOOKS, first))
    told = {one["code"]: (one["cell"], one["count"]) for one in dry["warnings"]}
    assert told == {"import.hidden_rows": ("3–5, 7", 4), "import.hidden_columns": ("D", 1), "import.formulas": ("A2", 1)}, told
    sentences = {one["code"]: one["sentence"] for one in dry["warnings"]}
    assert sentences["import.hidden_rows"].startswith("4 dòng đang bị ẩn"), sentences
    assert not any("{" in one for one in sentences.values()), sentences
    assert (dry["faults"], dry["would_create"], dry["ignored"]) == ([], 7, [{"cell": "F1", "heading": "Ghi ngoài"}]), dry
    faulty = workbook(table + [row("", hidden)])
    assert {one["code"] for one in done(sent(librarian, BOOKS, faulty))["warnings"]} == {"import.hidden_rows", "import.formulas"}
    whole = done(sent(librarian, BOOKS, workbook([head, row("Trang ẩn")], state='state="hidden"')))
    assert [(one["code"], one["count"]) for one in whole["warnings"]] == [("import.hidden_sheet", 1)], whole["warnings"]
    assert done(sent(librarian, BOOKS, workbook([head, row("Trang thấy")])))["warnings"] == []

    assert done(sent(librarian, BOOKS, first, apply=True))["created"] == 7
    before = len(titles(librarian))
    shown = [(("", cells[:5]) if n else head) for n, (_, cells) in enumerate(table[:-1])]
    anew = workbook([("", ["SỔ SÁCH"])] + shown, name="Trang khác")
    as_text = ("Tình trạng;Tên sách;Ngôn ngữ;Ngày mua;Giá mua\n" + "".join(
        f"cu;{CANARY} lọc {n};tiếng Việt;20/03/2026;12000\n" for n in range(1, 8)))
    for again in (anew, as_text):
        known = done(sent(librarian, BOOKS, again))
        assert known["would_create"] == 0 and known["earlier"]["rows"] == 7, known
        refused(sent(librarian, BOOKS, again, apply=True), 409, "import.already")
        assert done(sent(clinic.stranger, BOOKS, again))["earlier"] is None, "another body is not told"
    # One word more is another table; so is one with a cell that cannot be read, which says nothing of an earlier one.
    assert done(sent(librarian, BOOKS, as_text.replace("lọc 7", "lọc 7b")))["earlier"] is None
    unread = done(sent(librarian, BOOKS, as_text.replace("20/03/2026", "31/02/2026", 1), apply=True))
    assert unread["earlier"] is None and [one["code"] for one in unread["faults"]] == ["import.date"], unread
    assert len(titles(librarian)) == before, "nothing was written twice"


def signed_in(clinic, login):
    client = clinic.server.client()
    client.sign_in(login)
    return client


def the_template(clinic):
    librarian = clinic.librarian
    answer = librarian.call("GET", BOOKS + "/import/template")
    assert answer.status == 200 and "attachment" in answer.headers["Content-Disposition"], answer.body
    # The file as downloaded has every heading and no row; filled in by a spreadsheet program it is the service test's.
    empty = done(sent(librarian, BOOKS, answer.body))
    assert [one["code"] for one in empty["faults"]] == ["import.empty"] and empty["ignored"] == [], empty
    assert "Tên sách" in empty["columns"] and "Ngày xảy ra" in empty["columns"], empty


def a_sheet_of_people(clinic):
    done(admit(clinic.nurse, NAME, PHONE), 201)
    search(clinic.nurse, NAME)
    sheet = ("Họ và tên người bệnh,Điện thoại,Giới tính,Ngày khám,Nơi ở,Giấy tờ tùy thân,Giấy tờ tùy thân (loại giấy tờ)\n"
             f"Canh Vỹ Hoàng Oanh Thị,0999888777,Nữ,2/11/2026,,,\nSùng {CANARY} Thị,0911222333,nu,2/11/2026,,012345678901,can cuoc\n")
    refused(sent(clinic.stranger, FILES, sheet), 404, "access.not_found")
    refused(sent(clinic.doctor, FILES, sheet), 404, "access.not_found")
    lost = sheet.replace("0911222333", "911222333").replace("012345678901", "12345678901")
    codes = [(cell, code) for cell, _, code in faults(sent(clinic.nurse, FILES, lost, action="admit"))]
    assert codes == [("B3", "import.lost_zero"), ("F3", "import.lost_zero")], codes
    kind = sheet.replace("can cuoc", "")
    assert [one[2] for one in faults(sent(clinic.nurse, FILES, kind, action="admit"))] == ["import.kind_missing"]
    dry = done(sent(clinic.nurse, FILES, sheet, action="admit"))
    assert dry["faults"] == [] and dry["would_create"] == 2, dry
    assert [(one["cell"], one["code"]) for one in dry["warnings"]] == [("2", "import.known_person")], dry["warnings"]
    assert done(sent(clinic.nurse, FILES, sheet, apply=True, action="admit"))["created"] == 2
    assert [one["state"] for one in done(search(clinic.nurse, f"sung {CANARY} thi"))["records"]] == ["waiting"]


def colleagues_by_name(clinic):
    file = done(admit(clinic.nurse, "Vàng Thị Mỷ"), 201)
    at = f"{FILES}/records/{file['id']}/assignable"
    name = done(clinic.doctor.call("GET", "/api/v1/me"))["account"]["name"]
    ask = lambda client, q, relation="responsible": client.call(
        "GET", f"{at}?" + urllib.parse.urlencode({"relation": relation, "q": q}))
    people = done(ask(clinic.head, name.split()[-1]))["people"]
    assert [one["id"] for one in people] == [clinic.accounts["thuthu.xa"]] and people[0]["organisation"], people
    assert done(ask(clinic.head, ""))["people"] == [], "nobody lists everybody"
    assert done(ask(clinic.head, "quản trị"))["people"] == [], "whom the relation gives nothing is not named"
    refused(ask(clinic.head, name, "no_such_word"), 422, "record.relation")
    for client in (clinic.nurse, clinic.doctor, clinic.stranger):
        refused(ask(client, name), 404, "access.not_found")


def many_rows(clinic):
    librarian = clinic.librarian
    began = time.monotonic()
    assert done(sent(librarian, BOOKS, books(5000)))["would_create"] == 5000
    print(f"5000 rows tried in {time.monotonic() - began:.1f} s (debug build)")
    assert done(sent(librarian, BOOKS, books(5001)))["faults"][0]["code"] == "import.too_many_records"


def nothing_lies_in_the_clear(clinic):
    """The people of the sheet, their numbers, and the sheet itself: neither in the database nor beside it."""
    clinic.server.stop()
    stored = b"".join(one.read_bytes() for one in clinic.server.folder.rglob("*") if one.is_file())
    assert clinic.server.postgres or len(stored) > 100_000, "something was looked at"
    for word in (f"Sùng {CANARY}", "0911222333", "012345678901", "SỔ SÁCH NĂM 2026", "Canh Vỹ Hoàng Oanh"):
        assert word.encode() not in stored, word


def story(server):
    clinic = Clinic(server)
    clinic.librarian = acting(server, "thuthu.xa", "librarian")
    a_sheet_of_books(clinic)
    what_a_file_hides(clinic)
    the_template(clinic)
    a_sheet_of_people(clinic)
    colleagues_by_name(clinic)
    many_rows(clinic)
    nothing_lies_in_the_clear(clinic)


if __name__ == "__main__":
    on_both_databases(story)
    print("spreadsheets into registers: ok")
