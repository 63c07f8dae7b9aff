#!/usr/bin/env python3
"""Runs the built reader over every annotated plan and holds the scores of tests/plans/thresholds.json.

    plan_gold_test.py PATH/TO/neove

Plans: tests/plans/*.json beside their *.txt, and, where the founding plans are at hand ($NEOVE_SHARED, ../shared or
/work/shared), plans/gold/*.json. There the founders' own scorer is asked too. Exit 77 when there is nothing to read.
"""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import score_reading  # noqa: E402


def shared_folder():
    places = [os.environ.get("NEOVE_SHARED"), ROOT.parent / "shared", "/work/shared"]
    return next((pathlib.Path(p) for p in places if p and (pathlib.Path(p) / "plans" / "gold").is_dir()), None)


def annotated(folder, texts):
    names = sorted(p for p in folder.glob("*.json") if p.name != "thresholds.json")
    return [(p, texts / (p.stem + ".txt")) for p in names if (texts / (p.stem + ".txt")).is_file()]


def read(neove, text):
    run = subprocess.run([neove, "plan", "read", text, "--format", "json"], capture_output=True, timeout=60)
    if run.returncode not in (0, 2):
        raise SystemExit(f"{text.name}: the reader ended with {run.returncode}: {run.stderr.decode()[:400]}")
    return json.loads(run.stdout)


def founders_scorer(shared):
    path = shared / "tools" / "score_plan.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("score_plan", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda annotation, reading: module.score(annotation, reading, lambda text: None)


def hold(name, pairs, neove, floors, other_scorer=None, closed=False):
    """Prints a line per document and a total; returns what fell below its floor. Of closed documents no fault is shown."""
    total = {measure: score_reading.Counts() for measure in score_reading.MEASURES}
    low = []
    for annotation_file, text in pairs:
        annotation, faults = json.loads(annotation_file.read_text()), []
        reading = read(neove, text)
        result = score_reading.compare(annotation, reading, faults.append)
        print(score_reading.line(annotation_file.stem, result))
        for measure in total:
            total[measure] += result[measure]
        if other_scorer:
            for measure, tally in other_scorer(annotation, reading).items():
                if tally.f1() < floors.get(measure, 0):
                    low.append(f"{annotation_file.stem}: {measure} {tally.f1():.3f} by the founders' scorer")
        if not closed and any(result[m].f1 < floors.get(m, 0) for m in total):
            print(*("    " + f for f in faults), sep="\n")
    print(score_reading.line(f"ALL of {name}", total))
    low += [f"{name}: {m} {total[m].f1:.3f} < {f}" for m, f in floors.items() if total[m].f1 < f]
    return low


def main():
    build = pathlib.Path(os.environ.get("NEOVE_BUILD", ROOT / "build/dev"))
    neove = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else build / "bin/neove").resolve()
    floors = json.loads((ROOT / "tests" / "plans" / "thresholds.json").read_text())
    own = annotated(ROOT / "tests" / "plans", ROOT / "tests" / "plans")
    unseen = annotated(ROOT / "tests" / "plans" / "closed", ROOT / "tests" / "plans" / "closed")
    shared = shared_folder()
    low, any_read = [], False
    if own:
        any_read = True
        low += hold("tests/plans", own, neove, floors["tests/plans"])
    else:
        print("SKIP tests/plans: no annotated plan there")
    if unseen:
        low += hold("tests/plans/closed", unseen, neove, floors["tests/plans/closed"], closed=True)
    if shared:
        any_read = True
        pairs = annotated(shared / "plans" / "gold", shared / "plans")
        low += hold("shared", pairs, neove, floors["shared"], founders_scorer(shared))
    else:
        print("SKIP shared: the founding plans are not at hand")
    print(*low, sep="\n")
    return 1 if low else (0 if any_read else 77)


if __name__ == "__main__":
    sys.exit(main())
