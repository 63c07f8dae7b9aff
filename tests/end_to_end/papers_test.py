#!/usr/bin/env python3
"""Papers drafted over HTTP and on both databases: to whoever may export and to nobody else, in the layout, with the sender's
letterhead; never a sealed answer in a list's paper, never more than public ones in a text; each in the journal as an export."""
import html, io, re, zipfile
from pathlib import Path
from urllib.parse import quote
from support import on_both_databases

LOANS = "/api/v1/registers/loan"
ABSENT = "0" * 32
PHONE, NOTE = "0987 654 321", "Chim-Hoang-Yen"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])


def words(answer):
    """The document's text; no part tells of its maker."""
    assert answer.status == 200, (answer.status, answer.body[:400])
    assert answer.headers["Content-Type"] == WORD and "no-store" in answer.headers["Cache-Control"]
    assert re.fullmatch(r'attachment; filename="[a-z_]+-\d{4}-\d\d-\d\d\.docx"', answer.headers["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(answer.body)) as package:
        assert package.testzip() is None
        assert not any("docProps" in name for name in package.namelist()), package.namelist()
        body = package.read("word/document.xml").decode()
    return html.unescape("\n".join(re.findall(r"<w:t[^>]*>(.*?)</w:t>", body, re.S)))


def signed_in(server, login):
    client = server.client()
    client.sign_in(login)
    return client


def loan(client, title, **more):
    answers = {"title": title, "kind": "novel", "copies": 2, "reader_kind": "adult", "reader_phone": PHONE,
               "note": f"Ghi chú {NOTE}", "asked_on": "2026-01-05", **more}
    return done(client.call("POST", LOANS + "/records", {"action": "request", "answers": answers}), 201)


def letterhead(server, head):
    """The administrator's own edit; a control character is refused, what a stranger sends changes nothing."""
    admin = signed_in(server, "quantri")
    acting = done(head.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    body = f"/api/v1/organisations/{acting}"
    at = body + "/letterhead"
    opened = admin.call("GET", at)
    empty = dict.fromkeys(("above", "own", "place", "symbol", "signatures", "recipients"), "")
    assert done(opened) == empty, opened.body
    wanted = {"above": "Ủy ban nhân dân tỉnh Lúa", "own": "Thư viện tỉnh Lúa", "place": "Lúa", "symbol": "TV-HC",
              "signatures": "GIÁM ĐỐC\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "recipients": "Sở Vàng;\n- Phòng Đọc"}
    tag = {"If-Match": opened.headers["ETag"]}
    bad = admin.call("PUT", at, {**wanted, "own": "Thư\u0007viện"}, tag)
    assert bad.status == 422, (bad.status, bad.body)
    changed = admin.call("PUT", at, wanted, tag)
    assert done(changed) == wanted, changed.body
    refused(admin.call("PUT", at, empty, tag), 412, "version.stale")
    assert head.call("PUT", at, empty, {"If-Match": changed.headers["ETag"]}).status in (403, 404)
    done(admin.call("PATCH", body, {"short_name": "TVL"}, {"If-Match": changed.headers["ETag"]}))
    assert done(admin.call("GET", at)) == wanted, "another change of the body leaves its letterhead"


def strangers(server, record):
    for login in ("canbo.xa", "lanhdao", "kiemtra"):
        client = signed_in(server, login)
        refused(client.call("GET", LOANS + "/papers"), 404, "access.not_found")
        refused(client.call("GET", LOANS + "/papers/recall_letter/docx"), 404, "access.not_found")
        refused(client.call("GET", f"{LOANS}/records/{record}/papers/loan_letter/docx"), 404, "access.not_found")
    assert server.client().call("GET", LOANS + "/papers").status == 401


def check(server):
    desk, head, librarian = (signed_in(server, login) for login in ("quaydoc.xa", "truongthuvien", "thuthu.xa"))
    first = loan(desk, "Lúa & <Gạo>")
    loan(desk, "Bản đồ cổ", kind="map")
    strangers(server, first["id"])
    papers = done(head.call("GET", LOANS + "/papers"))
    assert [one["id"] for one in papers["papers"] if one["over"] == "list"] == ["recall_chat", "recall_letter"], papers
    rows = lambda look: {one["id"]: one["rows"] for one in done(head.call("GET", LOANS + "/papers" + look))["papers"]}
    assert rows("") == {"recall_chat": 2, "recall_letter": 2, "loan_letter": None}, rows("")
    assert rows("?where=" + quote('{"kind":"map"}'))["recall_letter"] == 1 and rows("?state=closed")["recall_letter"] == 0
    assert papers["signatures"] == ["TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"], papers
    assert [one["id"] for one in done(librarian.call("GET", LOANS + "/papers"))["papers"]] == ["loan_letter"]
    refused(librarian.call("GET", LOANS + "/papers/recall_letter/docx"), 404, "access.not_found")
    letterhead(server, head)
    assert done(head.call("GET", LOANS + "/papers"))["signatures"] == ["GIÁM ĐỐC", "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC"]

    text = words(head.call("GET", LOANS + "/papers/recall_letter/docx?signature=1"))
    for one in ("Ủy ban nhân dân tỉnh Lúa", "Thư viện tỉnh Lúa", "/TV-HC", "Lúa, ngày", "V/v nhắc trả sách", "Kính gửi:",
                "Lúa & <Gạo>", "Bản đồ cổ", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "- Như trên;", "- Sở Vàng;", "- Phòng Đọc;",
                "- Lưu: VT.", "Không rõ", "05/01/2026", "02 phiếu", "DANH SÁCH PHIẾU MƯỢN", "./."):
        assert one in text, (one, text)
    assert NOTE not in text and "987" not in text, text
    assert words(head.call("GET", LOANS + "/papers/recall_letter/docx?q=" + quote("Bản đồ"))).count("Lúa & <Gạo>") == 0
    same = [head.call("GET", LOANS + "/papers/recall_letter/docx").body for _ in range(2)]
    assert same[0] == same[1], "the same paper gives the same bytes"

    chat = head.call("GET", LOANS + "/papers/recall_chat/txt")
    assert chat.status == 200 and chat.headers["Content-Type"].startswith("text/plain"), chat.body
    pasted = chat.body.decode()
    assert first["number"] in pasted and "Lúa" not in pasted and NOTE not in pasted and "Thư viện" not in pasted, pasted
    refused(head.call("GET", LOANS + "/papers/recall_chat/docx"), 422, "paper.unknown_format")
    refused(head.call("GET", LOANS + "/papers/recall_letter/txt"), 422, "paper.unknown_format")

    own = words(librarian.call("GET", f"{LOANS}/records/{first['id']}/papers/loan_letter/docx"))
    assert NOTE in own and "987" not in own and "GIẤY BÁO" in own, own
    other = words(desk.call("GET", f"{LOANS}/records/{first['id']}/papers/loan_letter/docx"))
    assert NOTE not in other, "what she may not read is not on her paper"
    refused(librarian.call("GET", f"{LOANS}/records/{ABSENT}/papers/loan_letter/docx"), 404, "access.not_found")

    pdf = head.call("GET", LOANS + "/papers/recall_letter/pdf")
    offered = {one["id"]: one["formats"] for one in head.call("GET", LOANS + "/papers").json["papers"]}
    can = all(Path(one).exists() for one in ("/usr/lib/libreoffice/program/soffice.bin", "/usr/bin/bwrap"))
    assert offered["recall_letter"] == ["docx", *(["pdf"] if can else [])], "what cannot be made is not offered"
    assert offered["recall_chat"] == ["txt"], offered
    if pdf.status == 200:
        assert pdf.body.startswith(b"%PDF-") and pdf.headers["Content-Type"] == "application/pdf"
        print("  PDF made")
    else:
        refused(pdf, 415, "paper.no_pdf")
        print("  no PDF here:", pdf.json.get("detail", ""))
    verified = server.run("audit", "verify")
    assert verified.returncode == 0, "the journal names the letterhead: " + verified.stdout + verified.stderr


if __name__ == "__main__":
    on_both_databases(check)
