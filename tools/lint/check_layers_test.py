#!/usr/bin/env python3
"""Every complaint of check_layers.py is provoked by a tree made here, and a good tree passes."""
import sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from check_layers import check

GOOD = ("base: \nstorage: base\ncalendar: base\nexpression: base calendar\nplan: base expression\n", {
    "base/result.h": "#pragma once\n",
    "storage/store.h": '#include "base/result.h"\n',
    "calendar/date.h": '#include "base/result.h"\n',
    "expression/value.h": '#include "base/result.h"\n#include "calendar/date.h"\n',
    "plan/read.cpp": '#include "base/result.h"\n#include "expression/value.h"\n#include "plan/own.h"\n#include <vector>\n',
    "plan/own.h": "",
    "plan/read_test.cpp": '#include "storage/store.h"\n',
})

# (words the complaint must hold, modules, files)
BAD = [
    ("may not include storage", "base: \nstorage: base\nplan: base\n",
     {"storage/s.h": '#include "base/r.h"\n', "base/r.h": "", "plan/p.cpp": '#include "base/r.h"\n#include "storage/s.h"\n'}),
    ("declares storage, never includes it", "base: \nstorage: base\nservice: base storage\n",
     {"base/r.h": "", "storage/s.h": '#include "base/r.h"\n', "service/s.cpp": '#include "base/r.h"\n'}),
    ("a computing module may not depend on storage", "storage: \nplan: storage\n",
     {"storage/s.h": "", "plan/p.cpp": '#include "storage/s.h"\n'}),
    ("a computing module may not depend on attachment", "attachment: \nplan: attachment\n",
     {"attachment/a.h": "", "plan/p.cpp": '#include "attachment/a.h"\n'}),
    ("a computing module may not depend on plan", "plan: \nexpression: plan\n",
     {"plan/p.h": "", "expression/e.cpp": '#include "plan/p.h"\n'}),
    ("a computing module may not depend on http", "http: \nplan: http\n",
     {"http/h.h": "", "plan/p.cpp": '#include "http/h.h"\n'}),
    ("cycle", "base: json\njson: base\n",
     {"base/r.h": '#include "json/j.h"\n', "json/j.h": '#include "base/r.h"\n'}),
    ("belongs to no declared module", "base: \n", {"base/r.h": "", "stray/s.h": ""}),
    ("storage may not include storage/sqlite", "storage: \nstorage/sqlite: storage\n",
     {"storage/s.cpp": '#include "storage/sqlite/d.h"\n', "storage/sqlite/d.h": '#include "storage/s.h"\n'}),
]


def complaints(modules, files):
    with tempfile.TemporaryDirectory() as folder:
        src = Path(folder) / "src"
        for name, text in files.items():
            (src / name).parent.mkdir(parents=True, exist_ok=True)
            (src / name).write_text(text)
        declarations = Path(folder) / "modules.txt"
        declarations.write_text(modules)
        return check(src, declarations)[1]


def main():
    wrong = [f"fires on a good tree: {found}" for found in complaints(*GOOD)]
    for words, modules, files in BAD:
        found = complaints(modules, files)
        if not any(words in one for one in found):
            wrong.append(f"quiet where it should say '{words}'; it said {found}")
    print("\n".join(wrong) or f"check_layers: {len(BAD)} complaints provoked, one good tree passes")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
