#!/usr/bin/env python3
"""Runs every test of the project and closes with one line: `N passed, N failed, N skipped`.

    run_tests.py --build build/dev [--only NAME] [--jobs 2]

C++ groups (ctest entries), the tools' own tests, the plan reader's gold documents, web unit tests and browser journeys.
A step that cannot run here (exit status 77) counts as skipped and says why. Two steps run at once where the machine has two
cores: every step has its own folders, its own ports and, where it needs one, its own PostgreSQL.
"""
import argparse, os, re, subprocess, sys, threading, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FAILURES = []
# Minutes each; begun first, so that none of them runs alone at the end. A name that is gone costs nothing.
LONG = ("scenarios_on_postgres_test.py", "browser_journey_test.py", "test_service", "access_live_test.py", "package_test.py")
OUTPUT = threading.Lock()


def steps(build):
    for binary in sorted((build / "bin").glob("test_*")):
        yield binary.name, [str(binary)]
    for test in sorted((ROOT / "tools").rglob("*_test.py")) + sorted((ROOT / "tests").rglob("*_test.py")):
        yield str(test.relative_to(ROOT)), [sys.executable, str(test)]
    if (ROOT / "web/package.json").exists():
        yield "web", ["npm", "--prefix", str(ROOT / "web"), "run", "--silent", "test"]


def longest_first(found):
    return sorted(found, key=lambda step: next((at for at, name in enumerate(LONG) if step[0].endswith(name)), len(LONG)))


def told(output):
    """What a failed step says of its failure, short enough for the closing lines: each error with its place."""
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("OK, passed")]
    errors = [at for at, line in enumerate(lines) if re.search(r"ERROR|Error:|FAIL|Falsifiable|Traceback", line)]
    near = sorted({at + step for at in errors[:10] for step in range(-2, 4) if 0 <= at + step < len(lines)})
    return [lines[at] for at in near] or lines[-15:]


def run(name, command, environment):
    """One step: what it says, whole and in one piece, and what passed, failed, was skipped."""
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, stdin=subprocess.DEVNULL)
    with OUTPUT:
        return say(name, done, time.monotonic() - started)


def say(name, done, seconds):
    output = done.stdout + done.stderr
    if done.returncode == 77:
        reason = (output.strip().splitlines() or ["no reason given"])[-1]
        print(f"SKIP {name}: {reason}", flush=True)
        return 0, 0, 1
    cases = re.search(r"test cases:\s*(\d+) \|\s*(\d+) passed \|\s*(\d+) failed", output)
    passed, failed = (int(cases[2]), int(cases[3])) if cases else (1, 0)
    if done.returncode != 0:
        print(output)
        FAILURES.append((name, told(output)))
        failed = max(failed, 1)
        passed = passed if cases else 0
    for line in output.splitlines():
        if line.startswith(("SKIP", "GOLD")):
            print("  " + line)
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({passed} cases, {seconds:.1f} s)", flush=True)
    return passed, failed, 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args()
    build = Path(options.build).resolve()
    environment = dict(os.environ, NEOVE_BUILD=str(build), NEOVE_SOURCE=str(ROOT))
    environment.setdefault("ASAN_OPTIONS", "detect_leaks=1:allocator_may_return_null=1")
    if (ROOT / "../shared").exists():
        environment.setdefault("NEOVE_SHARED", str((ROOT / "../shared").resolve()))
    wanted = longest_first(step for step in steps(build) if options.only in step[0])
    with ThreadPoolExecutor(options.jobs) as lanes:
        counts = list(lanes.map(lambda step: run(*step, environment), wanted))
    total = [sum(column) for column in zip(*counts)] or [0, 0, 0]
    for name, lines in FAILURES:  # said again at the end, where whoever sees only the closing lines finds it
        print(f"\n{name} failed:\n  " + "\n  ".join(lines))
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    sys.exit(1 if total[1] or not total[0] else 0)


main()
