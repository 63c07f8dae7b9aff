#!/usr/bin/env python3
"""Compares readings of plans with hand annotations.

    score_reading.py ANNOTATION.json READING.json [more pairs] [--faults]

Prints one line per document and a total: F1 of tasks, of the bodies in each role, of deadlines, reports and goals.
An annotation may mark items `optional` (right whether read or not) and list other right answers under `accept`.
As a module: `compare(annotation, reading) -> Counts by measure`.
"""

import dataclasses
import json
import pathlib
import re
import sys
import unicodedata

MEASURES = ("tasks", "lead", "coordinate", "requested", "deadlines", "reports", "goals")
ROLES = MEASURES[1:4]
SAME_TASK = 0.8  # share of words two texts must have in common


@dataclasses.dataclass
class Counts:
    right: int = 0
    extra: int = 0
    missed: int = 0

    def __iadd__(self, other):
        self.right += other.right
        self.extra += other.extra
        self.missed += other.missed
        return self

    @property
    def f1(self):
        everything = 2 * self.right + self.extra + self.missed
        return 2 * self.right / everything if everything else 1.0


def plain(text):
    """Lower case, one kind of quote and dash, tone marks on the first vowel of oa, oe, uy."""
    text = unicodedata.normalize("NFD", (text or "").lower())
    text = re.sub("[\u201c\u201d]", '"', text)
    text = re.sub("[\u2013\u2014]", "-", text)
    text = re.sub("(?<!q)(o[ae]|uy)([\u0300\u0301\u0303\u0309\u0323])(?!\\w)", r"\1@\2", text)
    text = re.sub("(o|u)([aey])@([\u0300\u0301\u0303\u0309\u0323])", r"\1\3\2", text)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip(" .;:,/-+")


def likeness(one, other):
    """Share of common words; a reading that holds the whole annotation and little more is the same."""
    mine, theirs = (re.findall(r"\w+|%", plain(t)) for t in (one, other))
    if not mine or not theirs:
        return 0.0
    left = list(theirs)
    common = 0
    for word in mine:
        if word in left:
            left.remove(word)
            common += 1
    if common >= 0.95 * len(mine) and len(theirs) <= 1.5 * len(mine):
        return 1.0
    return common / max(len(mine), len(theirs))


def body_key(name):
    name = plain(name).replace("ubnd", "ủy ban nhân dân")
    name = re.sub(r"\s*[-,]\s*", " ", name)
    name = re.sub(r"^các ", "", name)
    return re.sub(r" (tỉnh|thành phố|việt nam)$", "", re.sub(r"\s+", " ", name).strip())


def count_bodies(wanted, found):
    wanted, left = {body_key(w) for w in wanted}, {body_key(f) for f in found}
    right = len(wanted & left)
    return Counts(right, len(left) - right, len(wanted) - right)


def pair_up(wanted, found, similarity, floor):
    """The best one-to-one pairs: index in `wanted` → index in `found`."""
    ranked = sorted(((similarity(w, f), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)), reverse=True)
    pairs, used = {}, set()
    for value, i, j in ranked:
        if value >= floor and i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


def task_similarity(wanted, found):
    value = likeness(wanted["text"], found.get("text"))
    return value + 1 if wanted.get("path") == found.get("path") and value >= 0.5 else value


def is_same_deadline(wanted, found):
    kinds = {wanted["kind"], found.get("kind")}
    same_end = wanted.get("end") == found.get("end")
    if kinds <= {"before_date", "period"} and same_end:
        return True
    if len(kinds) == 2:
        return False
    if kinds == {"unspecified"}:
        return True
    if kinds == {"recurring"}:
        return same_end and wanted.get("recurrence") == found.get("recurrence")
    return same_end and wanted.get("start") == found.get("start")


def report_similarity(wanted, found):
    if wanted.get("recurrence") != found.get("recurrence"):
        return 0
    days = [{d for d in item.get("due") or [] if re.fullmatch(r"[\d-]+", d)} for item in (wanted, found)]
    if days[0] != days[1] and not days[0] & days[1]:
        return 0
    receivers = [{body_key(b) for b in (item.get("to") or "").split("; ")} for item in (wanted, found)]
    same_desk = body_key(wanted.get("via") or "") == body_key(found.get("via") or "")
    return 1 + bool(receivers[0] & receivers[1]) + same_desk


def compare_roles(wanted, found, result, fault):
    for role in ROLES:
        answers = [wanted.get(role) or []] + wanted.get("accept", {}).get(role, [])
        best = max((count_bodies(a, found.get(role) or []) for a in answers), key=lambda c: (c.f1, -c.extra - c.missed))
        result[role] += best
        if best.extra or best.missed:
            fault(f"{role} of {wanted['path']}: wanted {answers[0]}, read {found.get(role)}")


def compare_deadlines(wanted, found, result, fault):
    left = list(found.get("deadlines") or [])
    for deadline in wanted.get("deadlines") or []:
        match = next((d for d in left if is_same_deadline(deadline, d)), None)
        if match is not None:
            left.remove(match)
        if not deadline.get("optional"):
            result["deadlines"] += Counts(1, 0, 0) if match is not None else Counts(0, 0, 1)
            if match is None:
                fault(f"deadline of {wanted['path']} missed: {deadline.get('raw')}")
    for deadline in left:
        if deadline.get("kind") != "unspecified":
            result["deadlines"] += Counts(0, 1, 0)
            fault(f"deadline of {wanted['path']} invented: {deadline.get('raw')}")


def compare_tasks(annotation, reading, result, fault):
    tasks = reading.get("tasks", [])
    pairs = pair_up(annotation["tasks"], tasks, task_similarity, SAME_TASK)
    for i, wanted in enumerate(annotation["tasks"]):
        if i not in pairs:
            if not wanted.get("optional"):
                result["tasks"] += Counts(0, 0, 1)
                fault(f"task missed: {wanted['path']} {wanted['text'][:70]}")
            continue
        if not wanted.get("optional"):
            result["tasks"] += Counts(1, 0, 0)
        compare_roles(wanted, tasks[pairs[i]], result, fault)
        compare_deadlines(wanted, tasks[pairs[i]], result, fault)
    # A provision that the annotation lists elsewhere is no invention.
    elsewhere = [x["text"] for x in annotation.get("funding", [])]
    elsewhere += [x["raw"] for x in annotation.get("reports", []) + annotation.get("followup", [])]
    for j in set(range(len(tasks))) - set(pairs.values()):
        if not any(likeness(text, tasks[j].get("text")) >= SAME_TASK for text in elsewhere):
            result["tasks"] += Counts(0, 1, 0)
            fault(f"task invented: {tasks[j].get('path')} {tasks[j].get('text', '')[:70]}")


def compare_reports(annotation, reading, result, fault):
    wanted, found = annotation.get("reports", []), reading.get("reports", [])
    pairs = pair_up(wanted, found, report_similarity, 2)
    for i, report in enumerate(wanted):
        if not report.get("optional"):
            result["reports"] += Counts(1, 0, 0) if i in pairs else Counts(0, 0, 1)
            if i not in pairs:
                fault(f"report missed: {report['path']} to {report.get('to')} {report.get('due')}")
    for j, report in enumerate(found):
        if j not in pairs.values() and report.get("recurrence"):
            result["reports"] += Counts(0, 1, 0)
            fault(f"report invented: {report.get('path')} to {report.get('to')} {report.get('due')}")


def compare(annotation, reading, fault=lambda text: None):
    result = {measure: Counts() for measure in MEASURES}
    compare_tasks(annotation, reading, result, fault)
    compare_reports(annotation, reading, result, fault)
    wanted, found = annotation.get("goals", []), reading.get("goals", [])
    pairs = pair_up(wanted, found, lambda w, f: likeness(w["text"], f.get("text")), SAME_TASK)
    result["goals"] += Counts(len(pairs), len(found) - len(pairs), len(wanted) - len(pairs))
    return result


def line(name, result):
    return name.ljust(36) + "".join(f"{measure} {result[measure].f1:.3f}  " for measure in MEASURES)


def main(arguments):
    files = [pathlib.Path(a) for a in arguments if not a.startswith("--")]
    if not files or len(files) % 2:
        sys.exit(__doc__)
    total = {measure: Counts() for measure in MEASURES}
    for annotation, reading in zip(files[::2], files[1::2]):
        faults = []
        result = compare(json.loads(annotation.read_text()), json.loads(reading.read_text()), faults.append)
        print(line(annotation.stem, result))
        if "--faults" in arguments:
            print(*("    " + f for f in faults), sep="\n")
        for measure in MEASURES:
            total[measure] += result[measure]
    print(line("ALL", total))


if __name__ == "__main__":
    main(sys.argv[1:])
