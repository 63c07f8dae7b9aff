#!/usr/bin/env python3
"""Checks that every gold annotation in this folder is well formed and speaks of its own text.

    check_gold.py [FOLDER]

For each NAME.json: NAME.txt exists and is NFC; every entry has every field; kinds, recurrences, categories and roles
are known words; dates are dates; every quoted text stands in the document, white space aside; tasks and goals stand in
the order of the document, each behind the label its path ends with; no two tasks share a path. Prints one line per
document and its faults; exit status 1 if there is any.
"""
import datetime, json, pathlib, re, sys, unicodedata

FIELDS = {
    "document": {"type", "number", "issued_date", "issuer", "place", "title", "signer", "signer_title", "legal_bases",
                 "recipients", "period"},
    "goals": {"path", "text"},
    "tasks": {"path", "section_title", "text", "lead", "coordinate", "requested", "deadlines", "category"},
    "deadlines": {"kind", "raw", "start", "end", "recurrence"},
    "reports": {"path", "from", "to", "via", "recurrence", "due", "raw", "content"},
    "funding": {"path", "text", "responsible"},
    "followup": {"path", "role", "agency", "to", "via", "raw"},
    "indicators": {"path", "text", "value", "deadline"},
}
KINDS = {"date", "before_date", "period", "year_onward", "recurring", "unspecified"}
PERIODS = {"annual", "quarterly", "six_month"}
PATH = re.compile(r"^[^\s.#]+(?:#\d+)?(?:\.[^\s.#]+(?:#\d+)?)*$")


def flat(text):
    return re.sub(r"\s+", " ", text).strip()


def is_date(text):
    if re.fullmatch(r"\d\d-\d\d", text):
        text = "2024-" + text
    try:
        datetime.date.fromisoformat(text)
        return True
    except ValueError:
        return False


def deadline_faults(where, d):
    if FIELDS["deadlines"] - d.keys():
        yield f"{where}: deadline lacks {FIELDS['deadlines'] - d.keys()}"
        return
    if d["kind"] not in KINDS:
        yield f"{where}: kind {d['kind']}"
        return
    for key in ("start", "end"):
        if d[key] is not None and not is_date(d[key]):
            yield f"{where}: {key} {d[key]}"
    if d["recurrence"] is not None and (d["kind"] != "recurring" or d["recurrence"] not in PERIODS):
        yield f"{where}: recurrence {d['recurrence']}"
    shape = (d["start"] is not None, d["end"] is not None)
    wanted = {"date": [(False, True)], "before_date": [(False, True)], "period": [(True, True)],
              "year_onward": [(True, False)], "unspecified": [(False, False)],
              "recurring": [(False, False), (False, True)]}[d["kind"]]
    if shape not in wanted:
        yield f"{where}: {d['kind']} with start {d['start']} and end {d['end']}"


def quoted(text, gold, whole):
    """The text stands in the document; where the layout is columns, its words stand there in this order, other
    cells between them, within a stretch no longer than a table row."""
    if flat(text) in whole:
        return True
    if gold.get("layout") != "columns":
        return False
    words = flat(text).split()
    for start in re.finditer(rf"(?<!\S){re.escape(words[0])}(?!\S)", whole):
        rest = iter(whole[start.end():start.end() + 1500].split())
        if all(word in rest for word in words[1:]):
            return True
    return False


def place_faults(kind, entries, whole):
    """The entries follow each other in the document, and a label printed before an entry is the last of its path."""
    position = 0
    for entry in entries:
        found = whole.find(flat(entry["text"]), position)
        if found < 0:
            yield f"{kind} {entry['path']}: not behind the one before it"
            continue
        position = found
        label = re.sub(r"#\d+$", "", entry["path"].split(".")[-1])
        before = whole[max(0, found - 12):found]
        if label[0] in "-+" and not before.endswith(label[0] + " "):
            yield f"{kind} {entry['path']}: no '{label[0]}' before it but '{before}'"
        if re.fullmatch("[a-zđ]", label) and not re.search(rf"(^|\s){label}[).] $", before):
            yield f"{kind} {entry['path']}: no '{label})' before it but '{before}'"
        number = re.search(r"(?:^|\s)((?:\d+\.)+) $", before)
        if number and not ("." + entry["path"].replace("#2", "")).endswith("." + number[1].rstrip(".")):
            yield f"{kind} {entry['path']}: printed as {number[1]}"


def faults(gold, source):
    whole = flat(source)
    if unicodedata.normalize("NFC", source) != source:
        yield "text is not NFC"
    for kind, wanted in FIELDS.items():
        if kind == "deadlines":
            continue
        for entry in [gold[kind]] if kind == "document" else gold[kind]:
            if wanted - entry.keys():
                yield f"{kind} {entry.get('path')}: lacks {wanted - entry.keys()}"
            if kind == "document":
                continue
            if not PATH.match(entry["path"]):
                yield f"{kind}: path {entry['path']}"
            for key in ("text", "raw"):
                if key in entry and (not entry[key] or not quoted(entry[key], gold, whole)):
                    yield f"{kind} {entry['path']}: {key} not in the text: {str(entry[key])[:80]}"
    in_place = [t for t in gold["tasks"] if gold.get("layout") != "columns" or not t["path"].startswith("PL.")]
    yield from place_faults("task", in_place, whole)
    yield from place_faults("goal", gold["goals"], whole)
    seen = set()
    for task in gold["tasks"]:
        if task["path"] in seen:
            yield f"two tasks at {task['path']}"
        seen.add(task["path"])
        if task["category"] not in ("action", "organisation"):
            yield f"task {task['path']}: category"
        for d in task["deadlines"]:
            yield from deadline_faults(f"task {task['path']}", d)
            if not quoted(d["raw"], gold, whole):
                yield f"task {task['path']}: deadline not in the text: {d['raw']}"
    for report in gold["reports"]:
        if report["recurrence"] not in PERIODS | {"ad_hoc", "once", None}:
            yield f"report {report['path']}: recurrence {report['recurrence']}"
        for due in report["due"]:
            if re.match(r"[\d-]+$", due) and not is_date(due):
                yield f"report {report['path']}: due {due}"
    for entry in gold["followup"]:
        if entry["role"] not in ("monitor", "consolidate", "resolve"):
            yield f"followup {entry['path']}: role"


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    bad = False
    for path in sorted(folder.glob("*.json")):
        if path.stem == "thresholds":  # what the reader must reach, no annotation
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = path.with_suffix(".txt").read_text(encoding="utf-8")
        found = list(faults(gold, source))
        tasks = gold["tasks"]
        print(f"{path.stem}: {len(source.encode())} bytes, {len(tasks)} tasks"
              f" ({sum(bool(t.get('optional')) for t in tasks)} optional), {len(gold['goals'])} goals,"
              f" {sum(len(t['deadlines']) for t in tasks)} deadlines, {len(gold['reports'])} reports,"
              f" {len(gold['funding'])} funding, {len(gold['followup'])} follow-up, {len(gold['indicators'])} indicators")
        for fault in found:
            print("   ", fault)
        bad = bad or bool(found)
    sys.exit(bad)


if __name__ == "__main__":
    main()
