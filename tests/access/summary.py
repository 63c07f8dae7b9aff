"""The table of access for people (`neove programme access DIR --summary`), read back into single statements and held to what the
independent evaluator says of the YAML: each place of it, and no place more."""
import re

import evaluator

CLASSES = {"công khai": "public", "nội bộ": "internal", "bảo mật": "confidential", "thông tin định danh": "identity"}
ROWS = {"**Xem được phần**": "reads", "**Ghi được phần**": "writes", "**Xem khi nêu mục đích**": "reads_with_purpose"}
EVERYBODY = "mọi vai trò"
CALL = re.compile(r"<!-- neove programme access programmes/(\w+) --summary -->")


def legend(line):
    """Labels by id: "Trạng thái: Đang làm `under_way`, Xong `done`."."""
    return {one[1]: one[2] for one in re.finditer(r"(?:^[^:]*: |, )(.*?) `(\w+)`", line)}


def names_in(text, known):
    """Names beside each other; one may have a comma inside."""
    out = set()
    while text:
        name = max((one for one in known if text == one or text.startswith(one + ", ")), key=len, default=None)
        assert name is not None, f"a name that no list has: {text!r}"
        out.add(known[name])
        text = text[len(name) + 2:]
    return out


def entry(text, roles, states):
    """Roles, what they get, in which states: empty where none is said."""
    narrowed = re.search(r" \(([^()]*)\)$", text)
    head = text[:narrowed.start()] if narrowed else text
    who, _, what = head.partition(": ")
    return (set(roles.values()) if who == EVERYBODY else names_in(who, roles),
            frozenset(CLASSES[one] for one in what.split(", ")) if what else frozenset(),
            frozenset(names_in(narrowed[1], states)) if narrowed else frozenset())


def statements(text):
    """(register, action or row, relation, role, classes, states) of everything that the Markdown says."""
    out, roles, states, register, relations = set(), {}, {}, "", []
    for line in text.split("\n"):
        if line.startswith("Vai trò: "):
            roles = legend(line)
        elif heading := re.match(r"## .* `(\w+)`$", line):
            register = heading[1]
        elif line.startswith("Trạng thái: "):
            states = legend(line)
        elif line.startswith("| | "):
            relations = [re.findall(r"`([\w+]+)`", one) for one in line.strip("| ").split(" | ")]
        elif line.startswith("| "):
            name, *places = line.removeprefix("| ").removesuffix(" |").split(" | ")
            row = ROWS.get(name) or re.search(r"`(\w+)`$", name)[1]
            assert len(places) == len(relations), line
            for place, words in zip(places, relations):
                for one in filter(None, place.strip().split("; ")):
                    who, classes, narrowed = entry(one, roles, states)
                    out |= {(register, row, relation, role, classes, narrowed) for relation in words for role in who}
    return out


def wanted(folder):
    """The same from the YAML, by the evaluator's own reading."""
    programme, out = evaluator.read_programme(folder), set()
    for register in programme.registers.values():
        workflow = evaluator.read_yaml(folder / "registers" / register.name / "workflow.yaml")
        own = {one["id"]: {"-"} if one.get("creates") == "true" else set(evaluator.many(one.get("from"))) for one in workflow["actions"]}
        cells = {}
        for words in evaluator.words_of(programme, register, {}):
            role, action, state, relation, condition = words
            says = evaluator.cell(register, *words)
            if says is None:
                continue
            assert condition == "-", "a condition: this reader does not know them yet"
            cells.setdefault((action, relation, role), {})[state] = says
        written = {}
        for (action, relation, role), by_state in cells.items():
            every = own.get(action, {"-"} if action == "import" else set(register.states))
            among = lambda found: frozenset() if set(found) == every else frozenset(found)  # noqa: E731
            out.add((register.name, action, relation, role, frozenset(), among(by_state)))
            for state, (read, write, with_purpose) in by_state.items():
                written.setdefault((relation, role), set()).update(set(write.split(",")) - {"-"})
            for row, at in (("reads", 0), ("reads_with_purpose", 2)) if action == "open" else ():
                by_classes = {}
                for state, says in by_state.items():
                    by_classes.setdefault(frozenset(set(says[at].split(",")) - {"-"}), set()).add(state)
                out |= {(register.name, row, relation, role, some, among(found)) for some, found in by_classes.items() if some}
        out |= {(register.name, "writes", relation, role, frozenset(some), frozenset())
                for (relation, role), some in written.items() if some}
    return out


def objections(folder, text):
    says, must = statements(text), wanted(folder)
    return [f"missing: {one}" for one in sorted(map(str, must - says))] + [f"not so: {one}" for one in sorted(map(str, says - must))]
