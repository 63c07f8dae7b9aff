#!/usr/bin/env python3
"""Answers taken out of a file that stays, over HTTP and on both databases: by two, shown where and never what, read by nobody
afterwards; a server killed in the middle of one leaves the old file or the new one, whole; the journal and its verifiers agree."""
import glob, random, sys, threading, time
from pathlib import Path

from persons_test import ABSENT, FILES, NAME, PHONE, Clinic, WHY, admit, done, found, refused
from support import on_both_databases

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

REDACTIONS = "/api/v1/registers/visit_file/redactions"
COMPLAINT = "Chồng là Vũ-Chim-Khuyên đưa đến"
GONE = ("Vũ-Chim-Khuyên", "Hoàng-Oanh", "0999 888 777")
CRASHES = 6


def everything(clinic, file):
    """All that those who may read are told of a file."""
    told = []
    for client in (clinic.nurse, clinic.doctor, clinic.head):
        for path in ("", "/timeline", "/print"):
            told.append(client.call("GET", f"{FILES}/{file}{path}"))
        told.append(client.call("GET", FILES))
        told.append(client.call("GET", f"/api/v1/drafts/visit_file/{file}/withdraw"))
    return b"\n".join(one.body if isinstance(one.body, bytes) else one.body.encode() for one in told).decode()


def is_told(clinic, file):
    text = everything(clinic, file)
    return [word for word in GONE if word in text]


def ask(clinic, file, parts, key=""):
    head = {"Idempotency-Key": key} if key else {}
    return clinic.head.call("POST", f"{FILES}/{file}/redaction", {**WHY, "parts": parts}, head)


def seen(clinic, redaction):
    return done(clinic.other_head.call("GET", f"{REDACTIONS}/{redaction}"))


def confirm(clinic, redaction, shown, key=""):
    head = {"Idempotency-Key": key} if key else {}
    return clinic.other_head.call("POST", f"{REDACTIONS}/{redaction}/confirm", {"seen": shown}, head)


def strangers_learn_nothing(clinic, file):
    for client in (clinic.nurse, clinic.doctor, clinic.stranger):
        for path, body in (("", None), ("", {**WHY, "parts": [{"field": "complaint"}]})):
            answers = [client.call("POST" if body else "GET", f"{FILES}/{one}/redaction{path}", body) for one in (file, ABSENT)]
            assert {(one.status, one.code, one.body) for one in answers} == {(404, "access.not_found", answers[0].body)}, answers
        refused(client.call("GET", REDACTIONS), 404, "access.not_found")
        refused(client.call("GET", f"{REDACTIONS}/{ABSENT}"), 404, "access.not_found")
        refused(client.call("POST", f"{REDACTIONS}/{ABSENT}/confirm", {"seen": "x"}), 404, "access.not_found")
        refused(client.call("POST", f"{REDACTIONS}/{ABSENT}/refuse", {"reason": "x"}), 404, "access.not_found")


def by_two(clinic, file):
    outline = done(clinic.head.call("GET", f"{FILES}/{file}/redaction"))
    assert not any(word in str(outline) for word in GONE), "an outline says where, never what"
    first = outline["events"][0]
    fields = {one["field"]: one for one in first["answers"]}
    assert fields["sex"]["fixed"] and not fields["complaint"]["fixed"], fields
    refused(ask(clinic, file, []), 422, "redact.nothing")
    refused(ask(clinic, file, [{"field": "sex"}]), 422, "redact.in_the_clear")
    refused(ask(clinic, file, [{"field": "nothing"}]), 422, "redact.part")
    parts = [{"field": "complaint"}, {"field": "patient"}, {"field": "phone"}]
    withdrawn = done(ask(clinic, file, parts), 202)
    assert done(clinic.head.call("POST", f"{REDACTIONS}/{withdrawn['id']}/refuse", {"reason": "còn cần"}))["stage"] == "refused"
    asked = done(ask(clinic, file, parts, "r1"), 202)
    assert done(ask(clinic, file, parts, "r1"), 202)["id"] == asked["id"]
    refused(clinic.other_head.call("POST", f"{FILES}/{file}/erase", WHY), 409, "erase.waiting_already")
    refused(clinic.head.call("POST", f"{REDACTIONS}/{asked['id']}/confirm", {"seen": asked["seen"]}), 409, "erase.own")
    refused(clinic.other_head.call("POST", f"/api/v1/registers/visit_file/erasures/{asked['id']}/confirm"), 404, "access.not_found")
    refused(confirm(clinic, asked["id"], "x"), 412, "version.stale")
    shown = seen(clinic, asked["id"])
    assert shown["may_confirm"] and not any(word in str(shown) for word in GONE), shown
    going = {one["field"] for one in shown["outline"]["events"][0]["answers"] if one["goes"]}
    assert going == {"complaint", "patient", "phone"}, going
    assert shown["outline"]["still_said"] == [], shown["outline"]
    assert set(is_told(clinic, file)) == set(GONE)
    carried_out = done(confirm(clinic, asked["id"], shown["seen"], "c1"))
    assert carried_out["stage"] == "pending" and "còn chờ ngày đổi khóa" in carried_out["sentence"] and carried_out["outline"] is None, carried_out
    assert done(confirm(clinic, asked["id"], shown["seen"], "c1"))["stage"] == "pending"
    refused(confirm(clinic, asked["id"], shown["seen"]), 409, "erase.over")
    rows = done(clinic.head.call("GET", REDACTIONS))["redactions"]
    assert sorted(one["stage"] for one in rows) == ["pending", "refused"], rows


def nobody_reads_it(clinic, file):
    assert is_told(clinic, file) == []
    for words in (NAME, PHONE, "888777"):
        assert found(clinic.nurse, words) == [], words
    answer = clinic.nurse.call("GET", f"{FILES}/{file}")
    view = done(answer)
    assert "@redacted" in view["answers"]["complaint"] and view["answers"]["sex"] == "female", view["answers"]
    events = done(clinic.nurse.call("GET", f"{FILES}/{file}/timeline"))["events"]
    assert events[-1]["kind"] == "redacted", events[-1]
    leaving = {"action": "withdraw", "answers": {}, "reason": "xin về"}
    gone = clinic.nurse.call("POST", f"{FILES}/{file}/actions", leaving, {"If-Match": answer.headers["ETag"]})
    assert done(gone)["state"] == "withdrawn", "work goes on"


def killed_in_the_middle(clinic):
    """Each time the file is the old one or the new one, and goes on; never half of either."""
    server, dice, outcomes = clinic.server, random.Random(52), []
    for round_ in range(CRASHES):
        file = done(admit(clinic.nurse, f"Người thứ {round_} Vũ-Chim-Khuyên", None, complaint=COMPLAINT), 201)["id"]
        asked = done(ask(clinic, file, [{"field": "patient"}, {"field": "complaint"}]), 202)
        shown = seen(clinic, asked["id"])["seen"]
        sent = threading.Thread(target=lambda: quietly(lambda: confirm(clinic, asked["id"], shown)))
        sent.start()
        time.sleep(dice.random() * 0.05)
        server.kill()
        sent.join()
        server.start()
        clinic.go_on()
        row = seen(clinic, asked["id"])
        told = is_told(clinic, file)
        assert (row["stage"], bool(told)) in (("waiting", True), ("pending", False)), (row["stage"], told)
        outcomes.append(row["stage"])
        done(clinic.nurse.call("GET", f"{FILES}/{file}/timeline"))
        if row["stage"] == "waiting":
            done(confirm(clinic, asked["id"], row["seen"]))
            assert is_told(clinic, file) == []
    print(f"killed {CRASHES} times: {outcomes}")


def quietly(act):
    try:
        act()
    except Exception:  # the server is gone: that is what it is about
        pass


def verifiers_agree(clinic):
    server = clinic.server
    server.stop()
    same = server.run("rebuild")
    assert same.returncode == 0, same.stdout + same.stderr
    verified = server.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    if server.postgres:
        return
    stored = b"".join(open(name, "rb").read() for name in glob.glob(str(server.folder / "store.sqlite*")))
    for word in GONE:
        assert word.encode() not in stored, f"{word} lies in the database"
    import sqlite3
    import verify_rows
    store = sqlite3.connect(server.folder / "store.sqlite")
    assert verify_rows.compare(store) == [], verify_rows.compare(store)
    before = store.execute("SELECT record_id, sealed FROM resealed ORDER BY record_id LIMIT 1").fetchone()
    store.execute("UPDATE resealed SET sealed = x'00' WHERE record_id = ?", before[:1])
    store.commit()
    assert [name for name, _ in verify_rows.compare(store)] == ["power resealed"]
    assert server.run("audit", "verify").returncode == 1
    store.execute("UPDATE resealed SET sealed = ? WHERE record_id = ?", before[::-1])
    store.commit()
    store.execute("INSERT INTO resealed VALUES (?, 'visit_file', 1, x'00')", (ABSENT,))
    store.commit()
    assert [name for name, _ in verify_rows.compare(store)] == ["power resealed"]
    assert server.run("audit", "verify").returncode == 1
    store.execute("DELETE FROM resealed WHERE record_id = ?", (ABSENT,))
    store.commit()
    store.close()
    assert server.run("audit", "verify").returncode == 0


def key_day(clinic, file):
    server = clinic.server
    day = server.run("key", "day")
    assert day.returncode == 0, day.stdout + day.stderr
    server.start()
    clinic.go_on()
    rows = done(clinic.head.call("GET", REDACTIONS))["redactions"]
    assert {one["stage"] for one in rows} == {"done", "refused"}, [one["stage"] for one in rows]
    assert is_told(clinic, file) == []
    assert done(clinic.nurse.call("GET", f"{FILES}/{file}/timeline"))["events"]


def story(server):
    clinic = Clinic(server)
    file = done(admit(clinic.nurse, NAME, PHONE, complaint=COMPLAINT), 201)["id"]
    done(admit(clinic.nurse, "Nguyễn Thị Mận"), 201)
    draft = f"/api/v1/drafts/visit_file/{file}/withdraw"
    done(clinic.nurse.call("PUT", draft, {"answers": {"complaint": COMPLAINT}}, {"If-None-Match": "*"}), 204)
    done(clinic.nurse.call("POST", f"{FILES}/{file}/purpose", {"purpose": "support_person"}))
    strangers_learn_nothing(clinic, file)
    by_two(clinic, file)
    nobody_reads_it(clinic, file)
    if server.contract:
        ours = {one for one in server.contract.names() if "redaction" in one}
        assert len(ours) == 6 and not ours - server.contract.succeeded, ours - server.contract.succeeded
    killed_in_the_middle(clinic)
    verifiers_agree(clinic)
    key_day(clinic, file)
    server.stop()


if __name__ == "__main__":
    on_both_databases(story)
