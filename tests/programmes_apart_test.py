#!/usr/bin/env python3
"""The platform knows no programme: each folder under programmes/ stands alone, and with none of them the house works.

Every programme is checked, played and compiled by itself; those that are real are also taken away together, and what is left
still checks. A server with one programme alone knows that one and no other; one with an empty bundle serves its pages."""
import json, os, re, shutil, subprocess, sys, tempfile
from pathlib import Path

SOURCE = Path(os.environ.get("NEOVE_SOURCE", Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(SOURCE / "tests/end_to_end"))
from support import NEOVE, Server  # noqa: E402


def run(*words, status=0):
    done = subprocess.run([str(NEOVE), *map(str, words)], capture_output=True, text=True)
    assert done.returncode == status, (words, done.returncode, done.stdout[-600:], done.stderr[-600:])
    return done.stdout


def is_real(folder):
    return not re.search(r"^make_believe: *true", (folder / "programme.yaml").read_text(encoding="utf-8"), re.M)


def names_of(folder):
    """Its registers, and the registers of other programmes that it points at."""
    text = (folder / "programme.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"\w+", re.search(r"^registers: *\[(.*?)\]", text, re.M | re.S)[1]))


def holds_together(folder):
    """As the build takes it: no fault, every scenario as it is told, a table that is the committed one."""
    run("programme", "check", folder)
    played = run("programme", "test", folder, "--english")
    assert re.search(r"[1-9]\d* scenarios, 0 failed", played), played[-300:]
    bundle = json.loads(run("programme", "bundle", folder))
    assert [one["id"] for one in bundle["programmes"]] == [folder.name], bundle["programmes"]
    committed = folder / "access.tsv"
    assert run("programme", "access", folder) == committed.read_text(encoding="utf-8"), f"{committed} is not what it compiles to"


def served(folders, wanted):
    """A fresh demonstration with these programmes: the pages of the house, and the registers of these programmes alone."""
    place = Path(tempfile.mkdtemp(prefix="neove-apart-"))
    server = Server(place / "store")
    server.extra = [word for folder in folders or ["none"] for word in ("--programme", str(folder))]
    try:
        server.start()
        people = {login: server.client() for login in ("quantri", "daumoi.yte", "canbo.xa", "thuthu.xa")}
        for login, client in people.items():
            client.sign_in(login)
        for login, page in (("quantri", "/api/v1/accounts"), ("daumoi.yte", "/api/v1/documents"), ("canbo.xa", "/api/v1/organisations"),
                            ("quantri", "/api/v1/status"), ("quantri", "/api/v1/access-table"), ("canbo.xa", "/api/v1/agenda")):
            answer = people[login].call("GET", page)
            assert answer.status == 200, (page, answer.status, answer.body[:300])
        assert server.client().call("GET", "/").status == 200
        offered = {one["id"] for client in people.values() for one in client.call("GET", "/api/v1/registers").json["registers"]}
        assert offered <= wanted and (offered or "loan" not in wanted), (offered, wanted)
        for register in ("loan", "visit_file"):
            if register not in wanted:
                assert people["thuthu.xa"].call("GET", f"/api/v1/registers/{register}").status == 404, register
        server.stop()
        verified = server.run("audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
    finally:
        if server.process and server.process.poll() is None:
            server.kill()
        shutil.rmtree(place, ignore_errors=True)


def without(taken):
    """What is left when these are gone."""
    place = Path(tempfile.mkdtemp(prefix="neove-left-"))
    try:
        for folder in programmes:
            if folder not in taken:
                shutil.copytree(folder, place / folder.name)
        if any(place.iterdir()):
            run("programme", "check", place)
            run("programme", "test", place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def bundled(folders):
    """What the build embeds, of these folders alone."""
    place = Path(tempfile.mkdtemp(prefix="neove-bundle-"))
    try:
        out = place / "bundle.json"
        done = subprocess.run([str(NEOVE.parent / "neove-bundle"), str(SOURCE / "packs/messages/sentences.tsv"), str(out),
                               *map(str, folders)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [one["id"] for one in json.loads(out.read_text(encoding="utf-8"))["programmes"]]
    finally:
        shutil.rmtree(place, ignore_errors=True)


programmes = sorted(folder for folder in (SOURCE / "programmes").iterdir() if (folder / "programme.yaml").exists())
assert programmes, "no programme"
for one in programmes:
    holds_together(one)
    assert bundled([one]) == [one.name]
    served([one], names_of(one))
assert bundled([]) == []
served([], set())
real = [one for one in programmes if is_real(one)]
without(real)
for one in real:
    without([one])
print(f"programmes: {len(programmes)} stand alone, {len(real)} of them real; nothing knows them")
