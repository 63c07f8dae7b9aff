#!/usr/bin/env python3
"""The glossary is whole, and no identifier in src/ or web/src uses a word that it sets aside.

    check_glossary.py [ROOT]

docs/glossary.yaml is a strict subset of YAML: rows of `key: "value"` lines, read here without a library. A word of
`avoid_identifiers` is refused wherever it stands as whole words of a name: `victim_list` is found in `victim_list_size`,
`victimList` and `VictimList`, not in `victim_listing`. Comments and texts in quotes are free: the plan reader must know
words that we do not use.
"""
import re, sys
from pathlib import Path

KEYS = ["id", "vi", "en", "definition", "source", "avoid", "avoid_identifiers"]
LINE = re.compile(r'^(?:- |  )([a-z_]+): "([^"]*)"$')
NOT_NAMES = re.compile(r"//[^\n]*|/\*.*?\*/|<!--.*?-->|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`", re.S)
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
SUFFIXES = {".cpp", ".h", ".inc", ".ts", ".svelte"}


def rows_of(text):
    """(rows, problems) of the glossary."""
    rows, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        found = LINE.match(line)
        if not found:
            problems.append(f"docs/glossary.yaml:{number}: not a line of the form key: \"value\"")
            continue
        if line.startswith("- "):
            rows.append({})
        if not rows or found[1] in rows[-1] or found[1] not in KEYS:
            problems.append(f"docs/glossary.yaml:{number}: {found[1]} stands here wrongly")
            continue
        rows[-1][found[1]] = found[2]
    return rows, problems


def faults_of(rows):
    seen = set()
    for row in rows:
        name = row.get("id", "?")
        missing = [key for key in KEYS if key not in row or (not row[key] and not key.startswith("avoid"))]
        if missing:
            yield f"docs/glossary.yaml: {name}: lacks {', '.join(missing)}"
        if name in seen:
            yield f"docs/glossary.yaml: {name}: stands twice"
        seen.add(name)
        for word in row.get("avoid_identifiers", "").split():
            if word != "_".join(words_of(word)):
                yield f"docs/glossary.yaml: {name}: write {word} in snake_case"


def words_of(identifier):
    return [word.lower() for word in WORD.findall(identifier)]


def names_in(text):
    """Identifiers outside comments and texts in quotes, with their lines."""
    bare = NOT_NAMES.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(bare.splitlines(), 1):
        for name in re.findall(r"[A-Za-z_][A-Za-z0-9_]*", line):
            yield number, name


def uses(root, rows):
    avoided = {}
    for row in rows:
        for word in row.get("avoid_identifiers", "").split():
            avoided.setdefault(f" {word.replace('_', ' ')} ", row["id"])
    for folder in ("src", "web/src"):
        for file in sorted((root / folder).rglob("*")) if (root / folder).exists() else []:
            if file.suffix not in SUFFIXES:
                continue
            for number, name in names_in(file.read_text()):
                spoken = f" {' '.join(words_of(name))} "
                for word, better in avoided.items():
                    if word in spoken:
                        place = file.relative_to(root)
                        yield f"{place}:{number}: {name}: the glossary says {better}"


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    page = root / "docs/glossary.yaml"
    rows, problems = rows_of(page.read_text() if page.exists() else "")
    if not rows:
        problems.append("docs/glossary.yaml: empty or absent")
    problems += [*faults_of(rows), *uses(root, rows)]
    print("\n".join(problems) or f"glossary: {len(rows)} terms, identifiers clean")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
