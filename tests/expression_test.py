#!/usr/bin/env python3
"""10,000 random expressions with their environments, from a fixed seed: C++ and TypeScript answer each alike, byte for byte.

A quarter of them are bent (a token lost, doubled or replaced), so that faults and their columns are compared as well.
"""
import json, random, re

import twins

CASES = 10_000
LARGE = 2**53 - 1
WORDS = ["a", "b", "đường", "it's", "", "😀"]
NAMES = {
    "boolean": ["agreed", "refused", "maybe"],
    "integer": ["age", "person.age", "amount", "year"],
    "text": ["channel", "note", "person.is"],
    "date": ["born_on", "today", "due_on"],
    "texts": ["needs", "langs"],
    "rows": ["stays", "person.trips"],
}
KINDS = list(NAMES)


class Cases:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def one_of(self, items):
        return items[self.random.randrange(len(items))]

    def integer(self):
        near = self.one_of([0, 1, 2, 18, 30, 365, 94906266, LARGE])
        return self.one_of([near, near, -near, near + self.random.randrange(-2, 3)])

    def day(self):
        year = self.one_of([1900, 1999, 2000, 2023, 2024, 2025, 2026, 2199])
        month = self.one_of([1, 2, 2, 3, 7, 12])
        return f"{year}-{month:02}-{self.one_of([1, 27, 28, 29 if year % 4 == 0 and year != 1900 else 28, 31 if month not in (2,) else 28]):02}"

    def value(self, kind):
        if self.random.random() < 0.12:
            return None
        if kind == "boolean":
            return self.random.random() < 0.5
        if kind == "integer":
            return max(-LARGE - 1, min(LARGE + 1, self.integer()))
        if kind == "text":
            return self.one_of(WORDS)
        if kind == "date":
            return {"date": self.day()}
        if kind == "texts":
            return [self.one_of(WORDS) for _ in range(self.random.randrange(4))]
        return {"rows": [{"n": self.value(self.one_of(["integer"] * 9 + ["text"])), "m": self.value("text")}
                         for _ in range(self.random.randrange(4))]}

    def environment(self):
        out = {}
        for kind, names in NAMES.items():
            for name in names:
                # Sometimes a name holds what its type does not promise: evaluation is total all the same.
                out[name] = self.value(kind if self.random.random() < 0.95 else self.one_of(KINDS))
        return out

    def text(self):
        return "'" + self.one_of(WORDS).replace("'", "''") + "'"

    def leaf(self, kind):
        if self.random.random() < 0.6 or kind in ("texts", "rows"):
            return self.one_of(NAMES[kind])
        if kind == "boolean":
            return self.one_of(["true", "false"])
        if kind == "integer":
            return str(min(abs(self.integer()), LARGE))
        return self.text() if kind == "text" else self.day()

    def write(self, kind, depth):
        """An expression of that kind, wrapped in parentheses more often than it needs."""
        if self.random.random() < 0.03:
            kind = self.one_of(KINDS)
        text = self.compound(kind, depth - 1) if depth > 0 else self.leaf(kind)
        return f"({text})" if self.random.random() < 0.3 else text

    def compound(self, kind, depth):
        put = lambda wanted: self.write(wanted, depth - self.random.randrange(2))
        ordered = self.one_of(["integer", "date"])
        scalar = self.one_of(["boolean", "integer", "text", "date"])
        shapes = {
            "boolean": [
                lambda: f"{put('boolean')} {self.one_of(['and', 'or'])} {put('boolean')}",
                lambda: f"not {put('boolean')}",
                lambda: f"{put(scalar)} {self.one_of(['=', '!='])} {put(scalar)}",
                lambda: f"{put(ordered)}{self.one_of(['<', '<=', '>', '>='])}{put(ordered)}",
                lambda: f"{put('text')} in [{', '.join(self.text() for _ in range(self.random.randrange(1, 4)))}]",
                lambda: f"{put('texts')} contains {put('text')}",
                lambda: f"{put(self.one_of(KINDS))} is {self.one_of(['', 'not '])}answered",
            ],
            "integer": [
                lambda: f"{put('integer')} {self.one_of('+-*')} {put('integer')}",
                lambda: f"-{put('integer')}",
                lambda: f"{put('date')} - {put('date')}",
                lambda: f"count({self.one_of(NAMES[self.one_of(['rows', 'texts'])])})",
                lambda: f"sum({self.one_of(NAMES['rows'])}.{self.one_of(['n', 'n', 'n', 'm', 'o'])})",
                lambda: f"{self.one_of(['years', 'months'])}_between({put('date')}, {put('date')})",
                lambda: f"year({put('date')})",
                lambda: f"{self.one_of(['min', 'max'])}({put('integer')}, {put('integer')}, {put('integer')})",
            ],
            "date": [
                lambda: f"{put('date')} {self.one_of('+-')} {put('integer')}",
                lambda: f"{self.one_of(['min', 'max'])}({put('date')}, {put('date')})",
            ],
        }.get(kind, [])
        choose = lambda: f"if({put('boolean')}, {put(kind)}, {put(kind)})"
        return self.one_of(shapes + [choose] + ([] if shapes else [lambda: self.leaf(kind)] * 3))()

    def bend(self, text):
        at = self.random.randrange(len(text))
        end = min(len(text), at + self.random.randrange(1, 4))
        return self.one_of([
            text[:at] + text[end:],
            text[:end] + text[at:],
            text[:at] + self.one_of(["(", ")", "'", "=", "not ", " in ", ",", "0", "-", ".", "đ", "😀"]) + text[end:],
            re.sub(r"\b\d[\d-]*", self.one_of(["2026-02-30", "1899-12-31", str(LARGE + 1), "07"]), text, count=1),
        ])

    def grow(self, text):
        """About as much as is allowed: characters, nodes, levels."""
        levels = self.random.randrange(10, 18)
        return self.one_of([
            "(" * levels + text + ")" * levels,
            "not " * levels + text,
            " or ".join([text] * (900 // len(text) + self.random.randrange(1, 4))),
            "+".join(["1"] * self.random.randrange(95, 105)),
        ])

    def line(self):
        text = self.write(self.one_of(["boolean"] * 5 + ["integer"] * 3 + ["text", "date", "date", "texts"]), self.random.randrange(1, 6))
        if self.random.random() < 0.25:
            text = self.bend(text)
        elif self.random.random() < 0.02:
            text = self.grow(text)
        return json.dumps({"expression": text, "environment": self.environment()}, ensure_ascii=False)


def kind_of(answer):
    read = json.loads(answer)
    if "fault" in read:
        return read["fault"]
    value = read["value"]
    return str(value) if value is None or isinstance(value, bool) else type(value).__name__


def main():
    cases = Cases(20260701)
    ours = twins.compare("expression", [cases.line() for _ in range(CASES)])
    # The cases must reach what they are meant to compare.
    twins.reached(map(kind_of, ours), {
        "True": 1000, "False": 1000, "None": 500, "int": 500, "str": 200, "dict": 200, "list": 100, "expression.syntax": 500,
        "expression.too_large": 50, "expression.number": 50, "expression.day": 50})


main()
