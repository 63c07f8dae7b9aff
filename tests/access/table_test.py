#!/usr/bin/env python3
"""The compiled access table of every shipped programme, against an independent evaluator and against what must never be; and
both against tables that somebody tampered with: a cell that flips must not pass."""
import os
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import evaluator
import never
import summary

ROOT = Path(os.environ.get("NEOVE_SOURCE", Path(__file__).resolve().parents[2]))
BUILD = Path(os.environ.get("NEOVE_BUILD", ROOT / "build/dev"))
FLIPS = 100  # a programme
CLASSES = evaluator.CLASSES


def printed_table(folder, *more):
    """What the program compiles now."""
    done = subprocess.run([BUILD / "bin/neove", "programme", "access", folder, *more], capture_output=True, text=True)
    assert done.returncode == 0, f"no table was printed:\n{done.stdout}{done.stderr}"
    return done.stdout


def flip_class(rng, cells):
    """One class more or less in one cell."""
    at = rng.randrange(len(cells))
    columns = cells[at].split("\t")
    which = rng.choice([6, 7, 8])
    held = set(never.words(columns[which])) ^ {rng.choice(CLASSES)}
    columns[which] = evaluator.classes_text(held)
    cells[at] = "\t".join(columns)


def drop_cell(rng, cells):
    del cells[rng.randrange(len(cells))]


def add_cell(rng, cells):
    """A cell of words that the table has, where it has none."""
    rows = [cell.split("\t") for cell in cells]
    while True:
        # The register and the classes of one line, the other words from any.
        cell = list(rng.choice(rows))
        for column in (1, 2, 3, 4):
            cell[column] = rng.choice(rows)[column]
        if cell[:6] not in [row[:6] for row in rows]:
            cells.append("\t".join(cell))
            return


def move_cell(rng, cells):
    """The same right, for another role, action, state or relation."""
    before = cells.pop(rng.randrange(len(cells))).split("\t")
    column = rng.choice([1, 2, 3, 4])
    words = {cell.split("\t")[column] for cell in cells} | {"any", "-"}
    before[column] = rng.choice(sorted(words - {before[column]}))
    cells.append("\t".join(before))


def flipped(rng, text):
    """The table with one cell changed, still sorted as a table is."""
    lines = text.rstrip("\n").split("\n")
    cells = [line for line in lines[1:] if not line.startswith("#")]
    rng.choice([flip_class, flip_class, drop_cell, add_cell, move_cell])(rng, cells)
    return "\n".join([lines[0], *sorted(cells), *(line for line in lines[1:] if line.startswith("#"))]) + "\n"


def policies_flipped(text):
    """Every rule of a register once left out, and once with each of its columns changed."""
    lines = text.rstrip("\n").split("\n")
    for at, line in enumerate(lines):
        if not line.startswith("#"):
            continue
        yield "\n".join(lines[:at] + lines[at + 1:]) + "\n"
        for column in range(1, line.count("\t") + 1):
            columns = line.split("\t")
            columns[column] = str(int(columns[column]) + 1) if columns[column].isdigit() else columns[column] + "x"
            yield "\n".join([*lines[:at], "\t".join(columns), *lines[at + 1:]]) + "\n"


def contradicted(programme, text, lines, without):
    """A good table with lines added, or with lines that begin so taken away."""
    kept = text.rstrip("\n").split("\n")
    if without:
        kept = [line for line in kept if not any(line.startswith(without.format(role=role)) for role in programme.roles)]
    # A rule takes the place of the one there is.
    rules = {rule_of(line) for line in lines if line.startswith("#")}
    return "\n".join([line for line in kept if rule_of(line) not in rules] + lines) + "\n"


def rule_of(line):
    """What a rule of a register is about: of denies there is one a relation."""
    words = {"#deny": 3, "#gives": 5}.get(line.split("\t")[0], 2)
    return tuple(line.split("\t")[:words]) if line.startswith("#") else None


def check_programme(programme, text):
    assert evaluator.objections(programme, text) == [], "\n".join(evaluator.objections(programme, text))
    assert never.objections(programme, text) == [], "\n".join(never.objections(programme, text))
    rng = random.Random(20261122)
    missed_by_sentences = 0
    for number in range(FLIPS):
        wrong = flipped(rng, text)
        assert wrong != text
        assert evaluator.objections(programme, wrong), f"flip {number} passed the evaluator"
        missed_by_sentences += not never.objections(programme, wrong)
    policies = list(policies_flipped(text))
    assert all(evaluator.objections(programme, wrong) for wrong in policies), "a changed rule passed the evaluator"
    print(f"{programme.name}: {text.count(chr(10)) - 1} lines; {FLIPS} flipped cells and {len(policies)} changed rules, "
          f"all seen by the evaluator; {FLIPS - missed_by_sentences} of the cells contradict a sentence too")


def check_sentences():
    """Each sentence objects to each of its contradictions, on a table that is otherwise good."""
    assert len(never.SENTENCES) >= 25 and never.guardians_are_named_right()
    for sentence, function, contradicting, without, of in never.SENTENCES:
        folder = ROOT / "programmes" / (of or "lending_library")
        if not folder.exists():
            continue
        programme, text = evaluator.read_programme(folder), (folder / "access.tsv").read_text(encoding="utf-8")
        assert contradicting or without, f"nothing contradicts: {sentence}"
        cases = [contradicted(programme, text, one.split("\n"), None) for one in contradicting]
        cases += [contradicted(programme, text, [], without)] if without else []
        for case in cases:
            assert list(function(never.Table(case, programme))), f"did not object: {sentence}"


def check_summaries(rng):
    """Every committed table for people is what the program prints now, says what the YAML says, and nothing that was changed in
    one place still does."""
    found = 0
    for page in sorted((ROOT / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        call = summary.CALL.match(text)
        if not call:
            continue
        found += 1
        folder = ROOT / "programmes" / call[1]
        assert text == printed_table(folder, "--summary"), f"{page} is not what is printed now: run the command in its first line"
        assert summary.objections(folder, text) == [], "\n".join(summary.objections(folder, text)[:20])
        lines = text.split("\n")
        rows = [at for at, line in enumerate(lines) if line.startswith("| ") and not line.startswith("| | ")]
        for at in rng.sample(rows, 25):
            for wrong in moved(lines[at]):
                changed = "\n".join([*lines[:at], wrong, *lines[at + 1:]])
                assert summary.objections(folder, changed), f"{page}: a changed row passed: {wrong}"
        print(f"{page.name}: {len(summary.statements(text))} statements, each as the YAML has it")
    assert found > 0, "no table for people is committed"


def moved(line):
    """The row without what it says first, and with the same said where nobody may."""
    name, *places = line.removeprefix("| ").removesuffix(" |").split(" | ")
    full = [at for at, place in enumerate(places) if place.strip()]
    empty = [at for at, place in enumerate(places) if not place.strip()]
    yield "| " + " | ".join([name, *(" " if at == full[0] else place for at, place in enumerate(places))]) + " |"
    for at in empty[:1]:
        yield "| " + " | ".join([name, *places[:at], places[full[0]], *places[at + 1:]]) + " |"


def main():
    folders = sorted(path.parent for path in ROOT.glob("programmes/*/programme.yaml"))
    assert folders, "no programme to look at"
    for folder in folders:
        text = printed_table(folder)
        assert (folder / "access.tsv").read_text(encoding="utf-8") == text, f"{folder}: access.tsv is not what compiles"
        check_programme(evaluator.read_programme(folder), text)
    check_sentences()
    check_summaries(random.Random(20261123))
    print(f"{len(never.SENTENCES)} sentences hold, and each objects to its contradictions")


main()
