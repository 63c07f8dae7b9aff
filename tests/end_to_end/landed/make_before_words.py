#!/usr/bin/env python3
"""How before_words.json came to be: a demo store whose table of access was accepted by the program of commit d1bb963, the last one
before two signed what words mean (ADR 94), with a patient's file that a nurse opened; and the clinic's programme of that day.

    NEOVE_SOURCE=OLD_TREE NEOVE_BUILD=ITS_BUILD LD_PRELOAD_CLOCK=early.so make_before_words.py > before_words.json

Run once, with the binary of that commit and a clock set to an early day, as make.py was. Not run by any test.
"""
import base64, json, lzma, os, sqlite3, sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import SOURCE, People, given, sqlite_server

FILES = ("keyring", "host.key", "journal.state", "checkpoints", "journal.first_key")
CLINIC = SOURCE / "programmes/clinic"
RECORDS = "/api/v1/registers/visit_file/records"
ANSWERS = {"patient": {"name": "Lò Thị Một"}, "phone": "0912 345 678", "sex": "female", "visit_on": "2026-05-02", "complaint": "ho"}


def nurse_of(people):
    client = people("canbo.xa")
    me = client.call("GET", "/api/v1/me").json
    given(people("quantri"), people("dulieu"), "POST", f"/api/v1/accounts/{me['account']['id']}/grants",
          {"role": "nurse", "organisation_id": me["grants"][0]["organisation"]["id"]})
    grants = client.call("GET", "/api/v1/me").json["grants"]
    chosen = client.call("POST", "/api/v1/me/acting", {"grant_id": next(one["grant_id"] for one in grants if one["role"] == "nurse")})
    assert chosen.status == 200, chosen.body
    return client


def main():
    os.environ["LD_PRELOAD"] = os.environ.get("LD_PRELOAD_CLOCK", "")
    with sqlite_server(started=False) as server:
        server.extra = ["--programme", str(CLINIC)]
        server.start()
        nurse = nurse_of(People(server))
        made = nurse.call("POST", RECORDS, {"action": "admit", "answers": ANSWERS})
        assert made.status == 201, made.body
        read = nurse.call("GET", f"{RECORDS}/{made.json['id']}").json
        server.stop()
        base = sqlite3.connect(server.folder / "store.sqlite")
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.execute("PRAGMA journal_mode=DELETE")
        base.execute("VACUUM")
        base.close()
        json.dump({
            "commit": "d1bb963", "record": made.json["id"], "answers": read["answers"],
            "programme": {str(one.relative_to(CLINIC)): one.read_text() for one in sorted(CLINIC.rglob("*")) if one.is_file()},
            "files": {name: base64.b64encode((server.folder / name).read_bytes()).decode() for name in FILES},
            "store": base64.b64encode(lzma.compress((server.folder / "store.sqlite").read_bytes(), preset=9)).decode(),
        }, sys.stdout, ensure_ascii=False, indent=0)


main()
