#!/usr/bin/env python3
"""Signing a wider table of access, breaking the glass and judging it, in a real browser: tests/journey/access.mjs on a server whose
library asks for more than was accepted and whose clinic has a record. The pictures go to build/screenshots/access."""
import os, re, shutil, subprocess, tempfile
from pathlib import Path
from support import BUILD, SOURCE, given, skip, sqlite_server

if not os.path.exists("/usr/bin/chromium"):
    skip("Debian's chromium is not installed")
if not (SOURCE / "web/node_modules").exists():
    skip("web/node_modules is missing: ./dev test installs it")


def signed_in(server, login):
    client = server.client()
    client.sign_in(login)
    return client


def nurse_of(server, login):
    nurse = signed_in(server, login)
    grants = nurse.call("GET", "/api/v1/me").json["grants"]
    nurse.call("POST", "/api/v1/me/acting", {"grant_id": next(one["grant_id"] for one in grants if one["role"] == "nurse")})
    return nurse


def admitted(nurse, name, **more):
    answers = {"patient": {"name": name}, "sex": "female", "visit_on": "2026-11-02", "urgent": "no", **more}
    made = nurse.call("POST", "/api/v1/registers/visit_file/records", {"action": "admit", "answers": answers})
    assert made.status == 201, made.body
    return made


def prepare(server, folder):
    for one in ("clinic", "lending_library"):
        shutil.copytree(SOURCE / "programmes" / one, folder / one)
    # Named at the very first start: later ones take other definitions only when two have signed.
    server.extra = ["--programme", str(folder)]
    server.start()
    # Each signs in once: a code serves once, and the browser needs the next one.
    administrator, data_owner = signed_in(server, "quantri"), signed_in(server, "dulieu")
    accounts = {one["login"]: one["id"] for one in administrator.call("GET", "/api/v1/accounts").json["items"]}
    for login, role in (("canbo.xa", "nurse"), ("quaydoc.xa", "head_doctor"), ("thuthu.phuong", "duty_doctor"),
                        ("canbo.phuong", "nurse"), ("lanhdao", "head_doctor")):
        place = signed_in(server, login).call("GET", "/api/v1/me").json["grants"][0]["organisation"]["id"]
        given(administrator, data_owner, "POST", f"/api/v1/accounts/{accounts[login]}/grants",
              {"role": role, "organisation_id": place})
    nurse = nurse_of(server, "canbo.xa")
    made = admitted(nurse, "Hoàng-Oanh Canh-Vỹ Thị")
    # Somebody who came to two houses; their head, above both, is to compare.
    for one, name in ((nurse, "Lò Thị Thử Một"), (nurse_of(server, "canbo.phuong"), "Lò Thị Thử Mốt")):
        admitted(one, name, phone="0912000777")
    access = folder / "lending_library/registers/loan/access.yaml"
    text = access.read_text(encoding="utf-8")
    text, changed = re.subn(r"(role: reader_desk, .*read: )\[public, internal\]", r"\1[public, internal, confidential]", text)
    assert changed == 1, text
    access.write_text(text.replace("rows_max: 500", "rows_max: 900"), encoding="utf-8")
    server.stop()
    server.start()
    return made.json["number"]


folder = Path(tempfile.mkdtemp(prefix="neove-programmes-"))
try:
    with sqlite_server(started=False) as server:
        number = prepare(server, folder)
        environment = dict(os.environ, BASE_URL=f"http://127.0.0.1:{server.port}", NEOVE_NUMBER=number,
                           NEOVE_SCREENSHOTS=str(BUILD.parent / "screenshots/access"))
        done = subprocess.run(["node", "tests/journey/access.mjs"], cwd=SOURCE / "web", env=environment, capture_output=True,
                              text=True, timeout=600)
        print(done.stdout + done.stderr)
        server.stop()
        assert done.returncode == 0, "the journey failed"
finally:
    shutil.rmtree(folder, ignore_errors=True)
