#!/usr/bin/env python3
"""`./dev new register`: what it writes passes check and test at once, in a new programme and beside what is there; nothing is
overwritten."""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(os.environ.get("NEOVE_SOURCE", Path(__file__).resolve().parents[1]))
BUILD = Path(os.environ.get("NEOVE_BUILD", ROOT / "build/dev"))


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=ROOT)


def new(name, folder):
    return run(sys.executable, "tools/dev/new_register.py", "register", name, "--programme", folder)


def passes(folder, scenarios):
    for command in ("check", "test"):
        done = run(BUILD / "bin/neove", "programme", command, folder)
        assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("✓") == scenarios, done.stdout


def main():
    with tempfile.TemporaryDirectory() as place:
        mine = Path(place) / "mine"
        assert new("school_repair", mine).returncode == 0
        passes(mine, 1)
        assert new("second_one", mine).returncode == 0
        passes(mine, 2)
        before = {path: path.read_bytes() for path in mine.rglob("*.yaml")}
        assert new("second_one", mine).returncode == 2, "what is there is never written over"
        assert new("No-Id", mine).returncode == 2
        assert before == {path: path.read_bytes() for path in mine.rglob("*.yaml")}

        beside = Path(place) / "clinic"
        shutil.copytree(ROOT / "programmes/clinic", beside)
        told = run(BUILD / "bin/neove", "programme", "test", beside).stdout.count("✓")
        assert new("ward_round", beside).returncode == 0
        passes(beside, told + 1)

        # A slip is told with its line, and the exit status says so.
        form = mine / "registers/second_one/form.yaml"
        form.write_text(form.read_text(encoding="utf-8").replace("type: choice", "type: choise"), encoding="utf-8")
        done = run(BUILD / "bin/neove", "programme", "check", mine, "--english")
        assert done.returncode == 1 and "second_one/form.yaml:8:" in done.stderr, done.stderr
    print("ok")


main()
