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


BANDS = ((0, 60), (60, 85), (85, 101))  # as the review shows them: low, middle, high


def is_right(task, annotation, match):
    """Whether everything read about one task is right; what no annotation knows is wrong, unless it is forgiven."""
    if match is None:
        forgiven = [f["text"] for f in annotation.get("funding", [])]
        forgiven += [f["raw"] for f in annotation.get("reports", []) + annotation.get("followup", [])]
        return any(score_reading.likeness(f, task["text"]) >= score_reading.SAME_TASK for f in forgiven)
    alone = {**annotation, "tasks": [match], "reports": [], "goals": [], "funding": [], "followup": []}
    counts = score_reading.compare(alone, {"tasks": [task]}, lambda fault: None)
    return all(c.extra + c.missed == 0 for c in counts.values())


def weigh(annotation, reading, bands):
    """Counts right and read tasks by the band of their confidence."""
    tasks, golds = reading["tasks"], annotation["tasks"]
    pairs = sorted(
        ((score_reading.likeness(g["text"], t["text"]) + (g["path"] == t["path"]), i, j)
         for i, g in enumerate(golds) for j, t in enumerate(tasks)), reverse=True)
    match, used = {}, set()
    for like, i, j in pairs:
        if like - (golds[i]["path"] == tasks[j]["path"]) >= 0.5 and i not in used and j not in match:
            match[j] = i
            used.add(i)
    for j, task in enumerate(tasks):
        right = is_right(task, annotation, golds[match[j]] if j in match else None)
        for low, high in BANDS:
            if low <= task["confidence"]["percent"] < high:
                bands[low][0] += right
                bands[low][1] += 1


def bands_disorder(bands):
    """What is said against the confidence: the least sure tasks must be wrong clearly more often than the surest."""
    wrong = {low: 1 - right / read for low, (right, read) in bands.items() if read}
    for low, high in BANDS:
        right, read = bands[low]
        if read:
            print(f"confidence {low:3}-{high - 1:3}: {read:4} tasks, right {right / read:.3f}")
    low, high = BANDS[0][0], BANDS[-1][0]
    if low not in wrong or high not in wrong:
        return ["confidence: a band is empty"]
    clear = wrong[low] >= 3 * wrong[high] and wrong[low] > wrong[high] + 0.05
    return [] if clear else [f"confidence: low band wrong {wrong[low]:.3f}, high band {wrong[high]:.3f}"]


def hold(name, pairs, neove, floors, bands, other_scorer=None, closed=False):
    """Prints a line per document and a total; returns what fell below its floor. Of closed documents no fault is shown."""
    total = {measure: score_reading.Counts() for measure in score_reading.MEASURES}
    low = []
    for annotation_file, text in pairs:
        annotation, faults = json.loads(annotation_file.read_text()), []
        reading = read(neove, text)
        result = score_reading.compare(annotation, reading, faults.append)
        weigh(annotation, reading, bands)
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
    bands = {low_end: [0, 0] for low_end, _ in BANDS}
    if own:
        any_read = True
        low += hold("tests/plans", own, neove, floors["tests/plans"], bands)
    else:
        print("SKIP tests/plans: no annotated plan there")
    if unseen:
        low += hold("tests/plans/closed", unseen, neove, floors["tests/plans/closed"], bands, closed=True)
    if shared:
        any_read = True
        pairs = annotated(shared / "plans" / "gold", shared / "plans")
        low += hold("shared", pairs, neove, floors["shared"], bands, founders_scorer(shared))
    else:
        print("SKIP shared: the founding plans are not at hand")
    if any_read:
        low += bands_disorder(bands)
    print(*low, sep="\n")
    return 1 if low else (0 if any_read else 77)


if __name__ == "__main__":
    sys.exit(main())
