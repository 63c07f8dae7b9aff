#!/usr/bin/env python3
"""Exports over HTTP and on both databases: at once where the register asks nobody else, after others agreed where it does;
never to who may not, never another's, never a name the rule keeps; the words of what waits lie sealed, the file lies nowhere."""
import datetime, glob, html, io, re, zipfile
from support import given, on_both_databases

LOANS, FILES = "/api/v1/registers/loan", "/api/v1/registers/visit_file"
ABSENT = "0" * 32
PHONE, NOTE, NAME = "0987 654 321", "Chim-Hoang-Yen", "Hoàng-Oanh Canh-Vỹ Thị"
WHY = "Đối chiếu sổ quý Vành-Khuyên"


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])


def sheet(answer):
    """Every cell's text or number by its place; no formula anywhere."""
    assert answer.status == 200, answer.body
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet"), answer.headers["Content-Type"]
    assert re.fullmatch(r'attachment; filename="[a-z_]+-\d{4}-\d\d-\d\d-[2-9A-Z]{10}\.xlsx"', answer.headers["Content-Disposition"])
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.body)) as book:
        assert book.testzip() is None
        text = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in text and "<f " not in text
    cells = re.findall(r'<c r="([A-Z]+\d+)"[^>]*>(?:<is><t[^>]*>(.*?)</t></is>|<v>(.*?)</v>)</c>', text, re.S)
    return {place: html.unescape(words or number) for place, words, number in cells}


def last_days(records):
    """The last day of each limit that runs out with a day, as a spreadsheet counts: on paper it stands as on the screen."""
    out = {}
    for one in records:
        if one["due_at"]:
            at = datetime.datetime.fromisoformat(one["due_at"].replace("Z", "+00:00")) + datetime.timedelta(hours=7)
            if (at.hour, at.minute) == (0, 0):
                out[one["number"]] = str((at.date() - datetime.date(1899, 12, 30)).days - 1)
    return out


def signed_in(server, login, role=None):
    client = server.client()
    client.sign_in(login)
    if role:
        grants = done(client.call("GET", "/api/v1/me"))["grants"]
        grant = next(one for one in grants if one["role"] == role)
        done(client.call("POST", "/api/v1/me/acting", {"grant_id": grant["grant_id"]}))
    return client


def loan(client, title, **more):
    answers = {"title": title, "kind": "novel", "copies": 2, "reader_kind": "adult", "reader_phone": PHONE,
               "note": f"Ghi chú {NOTE}", "asked_on": "2026-01-05", **more}
    return done(client.call("POST", LOANS + "/records", {"action": "request", "answers": answers}), 201)


def nobody_else_asked(server):
    desk, librarian, head = (signed_in(server, login) for login in ("quaydoc.xa", "thuthu.xa", "truongthuvien"))
    titles = ["Dế Mèn", "=1+1", "+84 là mã vùng", "@SUM(A1)", "-x", "Sách thường"]
    ids = {loan(desk, title)["number"] for title in titles}
    outlook = done(head.call("GET", LOANS + "/export-outlook"))
    assert (outlook["rows"], outlook["approvals"], outlook["identity"]) == (6, 0, None), outlook
    assert outlook["classes"] == ["public", "internal"] and "Tên sách" in outlook["headings"], outlook
    assert "Điện thoại bạn đọc" not in outlook["headings"] and "Ghi chú" not in outlook["headings"], outlook
    cells = sheet(head.call("GET", LOANS + "/export.xlsx"))
    words = set(cells.values())
    assert ids <= words and set(titles) <= words, cells
    assert not any(PHONE in word or NOTE in word for word in words), cells
    assert {"Phiếu mượn", "Tất cả hồ sơ trong phạm vi của người xuất", "Số hồ sơ", "Trạng thái", "Truyện"} <= words, cells
    assert any("Hoàng" in word or "," in word for word in words)
    assert "46027" in words, "5 January 2026 is a day of the spreadsheet, not a text"
    one = {cells[place] for place in cells if place.startswith("A")}
    assert ids < one
    limits = last_days(head.call("GET", LOANS + "/records").json["records"])
    assert limits, "no loan has a limit that runs out with a day"
    for number, day in limits.items():
        place = next(place for place, word in cells.items() if place.startswith("A") and word == number)
        assert cells["C" + place[1:]] == day, (number, day, cells["C" + place[1:]])
    few = sheet(head.call("GET", LOANS + "/export.xlsx?q=m%C3%A8n&filter=waiting"))
    assert "Dế Mèn" in few.values() and "Sách thường" not in few.values()
    assert "Chờ trả lời; Có chữ “mèn”" in few.values(), few
    assert "Sách thường" not in sheet(head.call("GET", LOANS + "/export.xlsx?state=on_loan")).values()
    narrow = sheet(head.call("GET", LOANS + "/export.xlsx?classes=public"))
    assert "Dế Mèn" not in narrow.values() and "Truyện" in narrow.values()
    # The columns that the list shows, and the number always; the file says that it has left some out.
    shown = sheet(head.call("GET", LOANS + "/export.xlsx?sort=title&columns=due,title,nothing"))
    assert "Dế Mèn" in shown.values() and "Truyện" not in shown.values() and "Tên sách" in shown.values(), shown
    assert any(re.fullmatch(r"3/\d\d cột, như danh sách đang xem", word) for word in shown.values()), shown
    assert not any("như danh sách đang xem" in word for word in cells.values())
    at = next(place for place, word in shown.items() if word == "Tên sách")
    assert at.startswith("C") and not any(place.startswith("D") for place in shown), shown
    # Whoever asks for more classes than the rule lets gets none of them.
    wide = sheet(head.call("GET", LOANS + "/export.xlsx?classes=public,internal,confidential,identity"))
    assert not any(PHONE in word or NOTE in word for word in wide.values())
    page = done(head.call("GET", LOANS + "/print?sort=title"))
    assert page["title"] == "Phiếu mượn" and len(page["rows"]) == 6, page
    assert page["headings"][0] == "Số hồ sơ" and "05/01/2026" in page["rows"][0], page
    few = done(head.call("GET", LOANS + "/print?sort=title&columns=due,title,nothing"))
    places = [page["headings"].index(one) for one in few["headings"]]
    assert few["headings"] == ["Số hồ sơ", page["headings"][2], "Tên sách"], few["headings"]
    assert few["rows"] == [[row[at] for at in places] for row in page["rows"]] and few["head"][0] == page["head"][0], few
    seen = done(head.call("GET", LOANS + "/export-outlook?columns=due,title"))["headings"]
    assert seen == few["headings"], "told before it is printed"
    english = done(head.call("GET", LOANS + "/print", headers={"Accept-Language": "en"}))
    assert english["headings"][0] == "Number" and english["title"] == "Loans", english["headings"]
    for client in (desk, librarian):
        for path in ("/export.xlsx", "/print", "/export-outlook"):
            refused(client.call("GET", LOANS + path), 403, "access.export_not_yours")
        assert done(client.call("GET", LOANS))["export"] is False
    assert done(head.call("GET", LOANS))["export"] is True
    refused(head.call("POST", LOANS + "/exports", {"reason": WHY}), 409, "export.no_need")
    refused(head.call("POST", LOANS + "/exports", {"reason": WHY, "with_identity": True, "purpose": "legal_duty"}), 403,
            "access.export_identity_never")
    refused(head.call("GET", LOANS + "/export.xlsx?state=nothing"), 422, "record.unknown_filter")
    refused(head.call("GET", LOANS + "/export.xlsx?classes=everything"), 422, "form.not_an_option")
    return desk, librarian


def strangers(server):
    for login in ("quantri", "kiemtra", "lanhdao", "daumoi.yte", "canbo.phuong"):
        client = signed_in(server, login)
        for register in (LOANS, FILES, "/api/v1/registers/nothing"):
            for path in ("/export.xlsx", "/print", "/export-outlook", f"/exports/{ABSENT}/export.xlsx", f"/exports/{ABSENT}/print",
                         f"/records/{ABSENT}/print"):
                refused(client.call("GET", register + path), 404, "access.not_found")
            refused(client.call("POST", register + "/exports", {"reason": WHY}), 404, "access.not_found")
            refused(client.call("POST", f"{register}/exports/{ABSENT}/agree"), 404, "access.not_found")
            refused(client.call("POST", f"{register}/exports/{ABSENT}/refuse", {"reason": "x"}), 404, "access.not_found")
        assert done(client.call("GET", "/api/v1/exports"))["exports"] == []


class Clinic:
    ROLES = {"nurse": "canbo.xa", "head": "quaydoc.xa", "second": "lanhdao", "third": "thuthu.xa"}

    def __init__(self, server):
        administrator, data_owner = signed_in(server, "quantri"), signed_in(server, "dulieu")
        accounts = {one["login"]: one["id"] for one in done(administrator.call("GET", "/api/v1/accounts"))["items"]}
        here = done(signed_in(server, "canbo.xa").call("GET", "/api/v1/me"))["grants"][0]["organisation"]["id"]
        for who, login in self.ROLES.items():
            role = "nurse" if who == "nurse" else "head_doctor"
            given(administrator, data_owner, "POST", f"/api/v1/accounts/{accounts[login]}/grants",
                  {"role": role, "organisation_id": here})
        for who, login in self.ROLES.items():
            setattr(self, who, signed_in(server, login, "nurse" if who == "nurse" else "head_doctor"))
        # A head doctor above this body: who may assign a file is kept from it by nobody of her own body.
        above = done(administrator.call("GET", f"/api/v1/organisations/{here}"))["parent"]["id"]
        given(administrator, data_owner, "POST", f"/api/v1/accounts/{accounts['kiemtra']}/grants",
              {"role": "head_doctor", "organisation_id": above})
        self.above = signed_in(server, "kiemtra", "head_doctor")
        self.accounts, self.stranger = accounts, signed_in(server, "thuthu.phuong")


def others_agree(clinic):
    answers = {"patient": {"name": NAME}, "phone": PHONE, "sex": "female", "visit_on": "2026-11-02", "urgent": "no", "nationality": "VN",
               "complaint": NOTE}
    # Four hours from half a minute past eight in the evening end half a minute after midnight: an hour of the next day.
    evening = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=2)).strftime("%Y-%m-%dT13:00:30Z")
    files = [done(clinic.nurse.call("POST", FILES + "/records", {"action": "admit", "answers": answers, "occurred_at": evening}), 201)
             for _ in range(2)]
    outlook = done(clinic.head.call("GET", FILES + "/export-outlook"))
    names = outlook["identity"].pop("headings")
    assert (outlook["rows"], outlook["approvals"], outlook["identity"]) == (2, 1, {"rows_max": 20, "approvals": 2}), outlook
    assert "Họ và tên người bệnh" in names and "Họ và tên người bệnh" not in outlook["headings"], names
    for path in ("/export.xlsx", "/print"):
        refused(clinic.head.call("GET", FILES + path), 403, "access.export_needs_approval")
    refused(clinic.head.call("GET", FILES + "/export-outlook?q=hoang+oanh"), 422, "export.by_name")
    refused(clinic.head.call("POST", FILES + "/exports", {"reason": "theo số 0912345678"}), 422, "form.looks_like_person")
    asked = done(clinic.head.call("POST", FILES + "/exports", {"reason": WHY}, {"Idempotency-Key": "x1"}), 202)
    assert done(clinic.head.call("POST", FILES + "/exports", {"reason": WHY}, {"Idempotency-Key": "x1"}), 202)["id"] == asked["id"]
    assert asked["stage"] == "waiting" and asked["needed"] == 1 and asked["rows"] == 2, asked
    at = f"{FILES}/exports/{asked['id']}"
    refused(clinic.head.call("POST", at + "/agree"), 409, "export.own")
    refused(clinic.head.call("GET", at + "/export.xlsx"), 403, "access.export_needs_approval")
    for client in (clinic.nurse, clinic.stranger):
        for other in (at, f"{FILES}/exports/{ABSENT}"):
            refused(client.call("POST", other + "/agree"), 404, "access.not_found")
            refused(client.call("GET", other + "/export.xlsx"), 404, "access.not_found")
    waiting = done(clinic.second.call("GET", "/api/v1/exports"))["exports"]
    assert [(one["id"], one["may_agree"], one["reason"]) for one in waiting] == [(asked["id"], True, WHY)], waiting
    assert done(clinic.second.call("POST", at + "/agree"))["stage"] == "agreed"
    for client in (clinic.second, clinic.third):
        refused(client.call("GET", at + "/export.xlsx"), 404, "access.not_found")
    cells = sheet(clinic.head.call("GET", at + "/export.xlsx"))
    assert {one["number"] for one in files} <= set(cells.values()), cells
    assert "Nữ" in cells.values() and "Việt Nam" in cells.values(), cells
    assert not any(secret in word for word in cells.values() for secret in (NAME, PHONE, NOTE)), cells
    printed = done(clinic.head.call("GET", at + "/print"))["rows"]
    next_day = datetime.date.fromisoformat(evening[:10]) + datetime.timedelta(days=1)
    assert [row[2] for row in printed] == [next_day.strftime("00:00 %d/%m/%Y")] * 2, printed
    keep_away = {"relation": "block", "account": clinic.accounts["quaydoc.xa"]}
    # She decides on the file: one asks, another lays it.
    assert done(clinic.second.call("POST", f"{FILES}/records/{files[0]['id']}/people", keep_away))["asked"]
    assert len(done(clinic.head.call("GET", at + "/print"))["rows"]) == 2
    done(clinic.above.call("POST", f"{FILES}/records/{files[0]['id']}/people",
                          {"relation": "block", "account": clinic.accounts["quaydoc.xa"]}))
    assert [row[0] for row in done(clinic.head.call("GET", at + "/print"))["rows"]] == [files[1]["number"]]
    return files


def with_names(clinic, files):
    wish = {"reason": WHY, "with_identity": True, "purpose": "legal_duty"}
    refused(clinic.head.call("POST", FILES + "/exports", {**wish, "purpose": "nosy"}), 422, "record.unknown_purpose")
    asked = done(clinic.head.call("POST", FILES + "/exports", wish), 202)
    at = f"{FILES}/exports/{asked['id']}"
    assert done(clinic.second.call("POST", at + "/agree"))["stage"] == "waiting"
    refused(clinic.second.call("POST", at + "/agree"), 409, "export.agreed_already")
    refused(clinic.head.call("GET", at + "/export.xlsx"), 403, "access.export_needs_approval")
    assert done(clinic.third.call("POST", at + "/agree"))["stage"] == "agreed"
    cells = sheet(clinic.head.call("GET", at + "/export.xlsx"))
    assert NAME in cells.values() and PHONE in cells.values() and not any(NOTE in word for word in cells.values()), cells
    assert files[0]["number"] not in cells.values(), "blocked between asking and fetching"
    taken = done(clinic.third.call("POST", at + "/refuse", {"reason": "Nghĩ lại"}))
    assert taken["stage"] == "refused" and taken["refusal"] == "Nghĩ lại", taken
    refused(clinic.head.call("GET", at + "/export.xlsx"), 409, "export.over")


def paper_of_one(server, desk, librarian):
    one = loan(desk, "In thử")
    at = f"{LOANS}/records/{one['id']}"
    seen = done(librarian.call("GET", at + "/print"))
    assert seen["answers"] == done(librarian.call("GET", at))["answers"] and seen["answers"]["reader_phone"] == PHONE
    assert "reader_phone" not in done(desk.call("GET", at + "/print"))["answers"]


def what_lies_in_the_store(server):
    server.stop()
    if not server.postgres:
        stored = b"".join(open(name, "rb").read() for name in glob.glob(str(server.folder / "store.sqlite*")))
        for word in (WHY, "Vành-Khuyên", "Nghĩ lại", NAME, NOTE):
            assert word.encode() not in stored, f"{word} lies in the database"
    checked = server.run("rebuild")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def story(server):
    desk, librarian = nobody_else_asked(server)
    paper_of_one(server, desk, librarian)
    strangers(server)
    clinic = Clinic(server)
    with_names(clinic, others_agree(clinic))
    if server.contract:
        ours = {one for one in server.contract.names() if "export" in one and "/organisations/" not in one or one.endswith("/print")}
        assert len(ours) == 10 and not ours - server.contract.succeeded, ours - server.contract.succeeded
    what_lies_in_the_store(server)


on_both_databases(story)
