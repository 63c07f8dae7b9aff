#!/usr/bin/env python3
"""The list of organisations goes out as a table and comes back unchanged, on both databases; no cell of it is a formula."""
import csv, io, sqlite3
from support import on_both_databases

EXPORT = "/api/v1/organisations/export"
FILE = {"Content-Type": "application/octet-stream", "X-File-Name": "a.csv"}


def table_of(client):
    answer = client.call("GET", EXPORT)
    assert answer.status == 200 and answer.headers["Content-Disposition"].startswith("attachment"), answer.body[:200]
    assert answer.body.startswith(b"\xef\xbb\xbf"), "spreadsheets take it for another encoding without the mark"
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))


def taken_in(client, raw, dry="true"):
    answer = client.call("POST", "/api/v1/organisations/import?dry_run=" + dry, raw=raw, headers=FILE)
    assert answer.status == 200, answer.body
    return answer.json


def written(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def hard_to_tell_apart(client):
    """Bodies whose names are formulas, or borne by two; one that is no more."""
    above = client.call("GET", "/api/v1/organisations?query=so+y+te").json["items"][0]
    top = above["parent"]["id"]

    def add(name, kind, parent, **more):
        made = client.call("POST", "/api/v1/organisations", {"name": name, "kind": kind, "parent_id": parent, **more})
        assert made.status == 201, made.body
        return made.json["id"]

    first = add("Sở Mây", "department", top, valid_until="2025-03-01")
    second = add("Sở Mây", "department", top, valid_from="2025-03-01")
    for parent in (first, second):
        add("=HYPERLINK(\"http://x\",\"Phòng\")", "department_desk", parent, aliases=[{"name": "@Phòng"}, {"name": "'=Phòng"}])
    add("+84 Trung tâm; \"hai\" dòng", "centre", above["id"], short_name="-TT", offline=True,
        unit={"list": "2025-07-01", "code": "99001"})
    return second


def story(server):
    client = server.client()
    assert client.call("GET", EXPORT).code == "session.none"
    client.sign_in("quantri")
    second = hard_to_tell_apart(client)
    rows = table_of(client)
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r") and cell], "a cell that a spreadsheet would run"
    assert any(cell.startswith("'=HYPERLINK") for cell in cells), "the formula is there, as text"
    same = taken_in(client, client.call("GET", EXPORT).body)
    assert (same["faults"], same["to_create"], same["to_change"]) == ([], 0, 0), same
    assert same["unchanged"] == same["rows"] == len(rows) - 1, same
    # A name corrected in the table renames the body; nothing is made beside it.
    place = next(at for at, row in enumerate(rows) if row[0] == second)
    rows[place][rows[0].index("tên")] = "Sở Mây và Sương"
    changed = taken_in(client, written(rows), "false")
    assert (changed["faults"], changed["to_create"], changed["to_change"], changed["done"]) == ([], 0, 1, True), changed
    now = client.call("GET", "/api/v1/organisations/" + second).json
    assert now["name"] == "Sở Mây và Sương" and "Sở Mây" in [one["name"] for one in now["aliases"]], now
    officer = server.client()
    officer.sign_in("canbo.xa")
    assert len(table_of(officer)) == len(rows), "whoever may list may export"
    if not server.postgres:
        store = sqlite3.connect(server.folder / "store.sqlite", timeout=20)
        count = store.execute("SELECT COUNT(*) FROM journal WHERE action = 'organisation.export'").fetchone()[0]
        assert count == 3, f"entries of three exports: {count}"
        store.close()
    server.stop()
    verified = server.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


on_both_databases(story)
print("export: what went out came back unchanged")
