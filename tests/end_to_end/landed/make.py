#!/usr/bin/env python3
"""How store.json came to be: a demo store of the first landed release (schema 2), worked on, then written out row by row.

    NEOVE_BUILD=FOLDER_OF_THE_OLD_RELEASE LD_PRELOAD_CLOCK=early.so make.py > store.json

Run once, with the binary of that release and a clock set to an early day (a store refuses a clock that is behind it). Not run by
any test: a fixture made anew by today's binary would prove nothing about yesterday's.
"""
import base64, json, os, sqlite3, sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import confirm_a_plan, sqlite_server

FILES = ("keyring", "host.key", "journal.state", "checkpoints", "journal.first_key")


def value(cell):
    return {"b": base64.b64encode(cell).decode()} if isinstance(cell, bytes) else cell


def main():
    os.environ["LD_PRELOAD"] = os.environ.get("LD_PRELOAD_CLOCK", "")
    with sqlite_server() as server:
        client = server.client()
        client.sign_in("daumoi.congan")
        document = confirm_a_plan(client)
        administrator = server.client()
        administrator.sign_in("quantri")
        parent = administrator.call("GET", "/api/v1/organisations?query=so+y+te").json["items"][0]
        made = administrator.call(
            "POST", "/api/v1/organisations", {"name": "Trung tâm Sếu Đầu Đỏ", "kind": "centre", "parent_id": parent["id"]},
            {"Idempotency-Key": "landed"},
        )
        assert made.status == 201, made.body
        server.stop()
        base = sqlite3.connect(server.folder / "store.sqlite")
        names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        tables = {
            name: [[value(cell) for cell in row] for row in base.execute(f"SELECT * FROM {name}")]
            for name in names if not name.startswith("sqlite_")
        }
        files = {name: base64.b64encode((server.folder / name).read_bytes()).decode() for name in FILES}
    json.dump({"document": document, "tables": tables, "files": files}, sys.stdout, ensure_ascii=False, indent=0)


main()
