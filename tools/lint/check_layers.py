#!/usr/bin/env python3
"""Each module includes exactly what its CMakeLists declares: no more, no less, no cycles.

    check_layers.py SRC MODULES.txt

MODULES.txt is written by cmake/module.cmake: one `name: dependency dependency …` a line.
"""
import graphlib, re, sys
from pathlib import Path

# Computing modules: pure functions over plain values. They never include each other, storage, http or an edge.
COMPUTING = {"calendar", "expression", "form", "workflow", "deadline", "fact", "plan", "authentication", "attachment",
             "name_index"}
BELOW = {"calendar", "expression"}  # computing modules that the others stand on
EDGES = {"http", "cli", "app", "service"}


def check(src, declarations):
    declared = {}
    for line in declarations.read_text().splitlines():
        name, _, rest = line.partition(": ")
        declared[name.rstrip(":")] = set(rest.split())
    used = {name: set() for name in declared}
    problems = []

    def module_of(folder):
        return max((m for m in declared if f"{folder}/".startswith(f"{m}/")), key=len, default=None)

    for file in sorted(src.rglob("*")):
        if file.suffix not in (".h", ".cpp"):
            continue
        is_test = file.name.endswith("_test.cpp")
        here = module_of(file.parent.relative_to(src).as_posix())
        if here is None:
            problems.append(f"{file}: belongs to no declared module")
            continue
        for folder in re.findall(r'^#include "([^"]+)/[^/"]+"', file.read_text(), re.M):
            there = module_of(folder)
            if there and there != here:
                used[here].add(there)
                # A test may look further than its module: it links what its group links.
                if there not in declared[here] and not is_test:
                    problems.append(f"{file}: {here} may not include {there}")
    for name, dependencies in declared.items():
        problems += [f"{name}: declares {d}, never includes it" for d in sorted(dependencies - used[name])]
        if name in COMPUTING:
            bad = dependencies & ((COMPUTING | EDGES | {"storage"}) - {name} - BELOW)
            problems += [f"{name}: a computing module may not depend on {d}" for d in sorted(bad)]
    try:
        graphlib.TopologicalSorter(declared).prepare()
    except graphlib.CycleError as error:
        problems.append(f"cycle: {' -> '.join(error.args[1])}")
    return declared, problems


if __name__ == "__main__":
    modules, found = check(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(found) or f"layers: {len(modules)} modules clean")
    sys.exit(bool(found))
