#!/usr/bin/env python3
"""`./dev new register`: what it writes passes check and test at once, in a new programme and beside what is there; nothing is
overwritten."""
import os
import re
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

        # Typed off the guide, file by file, it lacks nothing but labels, which `check` asks for by their keys.
        guide = (ROOT / "docs/guide/add_a_register.md").read_text(encoding="utf-8")
        steps = {part[:1]: re.findall(r"```yaml\n(.*?)```", part, re.S) for part in guide.split("\n## ")}
        typed = {"form": "2", "workflow": "3", "deadlines": "4", "facts": "5", "access": "6", "scenarios/settled_in_time": "8"}
        for file, step in typed.items():
            (mine / f"registers/school_repair/{file}.yaml").write_text(steps[step][0], encoding="utf-8")
        (mine / "registers/school_repair/list.yaml").write_text(steps["5"][1], encoding="utf-8")
        done = run(BUILD / "bin/neove", "programme", "check", mine, "--english")
        faults = [line for line in done.stderr.splitlines() if "[definition." in line]
        assert faults and all("label" in line.split("[definition.")[1] for line in faults), done.stderr
        shutil.rmtree(mine / "registers/school_repair")

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
