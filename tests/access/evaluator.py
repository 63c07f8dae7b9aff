#!/usr/bin/env python3
"""A second opinion on access: reads a programme's YAML itself and says, cell by cell, where a printed table differs.

    evaluator.py PROGRAMME_FOLDER [TABLE.tsv]      (the table committed in the folder where none is given)

Written from SECURITY.md 4, not from the C++: what nobody says is refused; grants that hold are united; a purpose adds what
it was asked for; opening comes before there is a record, everything else after. Every cell of role x action x state x
relation x condition is compared, those that must be refused too.
"""
import itertools
import json
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

try:
    import yaml
except ImportError:  # another Python stands before the system's, which has python3-yaml
    if sys.executable == "/usr/bin/python3":
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])

HEADER = ["register", "role", "action", "state", "relation", "condition", "read", "write", "with_purpose"]
CLASSES = ["public", "internal", "confidential", "identity"]
DIGEST = "digest of what is long"
LIMIT = "what a limit says"  # read into amounts and triggers by the program; that each part has its line is held to here
LOOKING = {"open", "list", "export", "original"}
OF_EVERY_REGISTER = {"open", "list", "export", "correct", "link", "assign", "attach", "original", "erase", "import", "succeed"}
FROM_THE_RECORD = {"any", "own", "above", "created"}


def read_yaml(path):
    """Every scalar stays text: what it means is said here, never guessed by YAML."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {}


def many(value):
    return value if isinstance(value, list) else [value] if value else []


def relations(value):
    """`lead` is the relation itself; `{lead: desks}` is that of the desks of a body that stands in it, a word of its own."""
    out = []
    for one in [value] if isinstance(value, dict) else many(value):
        out += [f"{word}+{reach}" for word, reach in one.items()] if isinstance(one, dict) else [one]
    return out


def ids(items):
    return [item["id"] if isinstance(item, dict) else item for item in many(items)]


def classes_text(classes):
    return ",".join(name for name in CLASSES if name in classes) or "-"


@dataclass
class Register:
    """What the YAML of one register says."""
    name: str
    states: list
    opening: set  # actions that open a record
    actions: list
    access: dict
    gives: list = field(default_factory=list)  # (action, relation, field) of the workflow
    form: dict = field(default_factory=dict)
    list: dict = field(default_factory=dict)
    steps: list = field(default_factory=list)  # actions as they are written
    flow: dict = field(default_factory=dict)
    dimensions: list = field(default_factory=list)
    limits: list = field(default_factory=list)
    allotments: list = field(default_factory=list)


@dataclass
class Programme:
    name: str
    roles: list
    registers: dict


def read_programme(folder):
    registers = {}
    for path in sorted(folder.glob("registers/*/access.yaml")):
        workflow = read_yaml(path.parent / "workflow.yaml")
        registers[path.parent.name] = Register(
            name=path.parent.name,
            states=ids(workflow["states"]),
            opening={one["id"] for one in workflow["actions"] if one.get("creates") == "true"},
            actions=ids(workflow["actions"]),
            access=read_yaml(path),
            gives=[(one["id"], gift["relation"], ".".join(part for part in (gift["to"], gift.get("of")) if part))
                   for one in workflow["actions"] for gift in one.get("gives", [])],
            form=read_yaml(path.parent / "form.yaml"),
            list=read_yaml(path.parent / "list.yaml"),
            steps=many(workflow["actions"]),
            flow=workflow,
            limits=listed_in(path.parent / "deadlines.yaml"),
            allotments=listed_in(path.parent / "allotments.yaml"),
            dimensions=many((read_yaml(facts) if (facts := path.parent / "facts.yaml").exists() else {}).get("dimensions")))
    return Programme(folder.name, ids(read_yaml(folder / "programme.yaml")["roles"]), registers)


def listed_in(path):
    return many(read_yaml(path)) if path.exists() else []


def condition_of(grant):
    parts = ["consent"] if grant.get("consent") == "true" else []
    if "until" in grant:
        parts.append("until " + grant["until"])
    return ", ".join(parts) or "-"


def grants_of(register):
    return many(register.access.get("grants"))


def cell(register, role, action, state, relation, condition):
    """What this cell must say: None, or what may be read, written and read with a purpose."""
    before_there_is_one = action in register.opening or action == "import"
    if before_there_is_one != (state == "-"):
        return None
    found, read, write, with_purpose = False, set(), set(), set()
    for grant in grants_of(register):
        in_state = state == "-" or grant.get("states", "any") == "any" or state in many(grant["states"])
        if not (role in many(grant["role"]) and action in many(grant["actions"]) and in_state
                and relation in relations(grant["when"]) and condition == condition_of(grant)):
            continue
        found = True
        read |= set(many(grant.get("read")))
        with_purpose |= set(many(grant.get("purpose")))
        if action not in LOOKING:
            write |= set(many(grant.get("write")))
    if not found:
        return None
    return classes_text(read), classes_text(write), classes_text(with_purpose - read)


def classes_of(form):
    """The class of every field; what is computed has the highest of what it reads."""
    fields = {one["id"]: one for one in many(form["fields"])}

    def of(one, seen=()):
        if one.get("type") == "computed":
            read = [name for name in re.findall(r"[a-z_][a-z0-9_]*", one["compute"]) if name in fields and name not in seen]
            return max((of(fields[name], (*seen, one["id"])) for name in read), key=CLASSES.index, default="internal")
        return one.get("class", "confidential" if one.get("type") == "long_text" else "internal")
    return {name: of(one) for name, one in fields.items()}


def said(value):
    """A value in canonical words: ids in the order of the alphabet, a mapping as JSON; of a long one the digest, not made again here."""
    if not isinstance(value, dict):
        return ",".join(sorted(many(value))) or "-"
    listed = {name: many(one) if name == "alike" else one for name, one in value.items()}  # one id is a list of one
    text = json.dumps(listed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text if len(text.encode()) <= 200 else DIGEST


def flow_lines(register):
    """Where each action is taken and leads, what it may change and must have, what links and questions ask: nothing an action or
    a link says is left out but its names and its law, and what has lines of its own."""
    told = {"id", "creates", "legal_effect", "citation", "not_by_who_did", "step_up", "reason", "ground", "when", "gives"}
    guards = []
    for one in register.steps:
        guards += [] if "to" in one else [(one["id"], "to", "-")]
        guards += [(one["id"], key, said(value)) for key, value in one.items() if key not in told and value != "false"]
        for gift in one.get("gives", []):
            rest = {key: value for key, value in gift.items() if key not in ("relation", "to", "of")}
            place = ".".join(part for part in (gift["to"], gift.get("of")) if part)
            guards += [(one["id"], "gives", f"{gift['relation']} {place} {said(rest)}")] if rest else []
    for link in many(register.flow.get("links")):
        guards += [(link["id"], f"link_{key}", said(value)) for key, value in link.items() if key != "id" and value != "false"]
    if "succession" in register.flow:
        guards.append(("succeed", "succession", said(register.flow["succession"])))
    for one in many(register.form["fields"]):
        guards += [(one["id"], "required", what) for what in required(one)]
    return [["#guard", register.name, *guard] for guard in guards + ground_lines(register)]


def texts_in(value):
    """Every text of a part of the YAML; how its parts are called says nothing."""
    if isinstance(value, (list, dict)):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in texts_in(one)]
    return [value]


def words_in(texts):
    return {word for text in texts for word in re.findall(r"[a-z0-9_]+", text)}


def codes_in(value, where=""):
    """Each `codes` of an answer, by where it stands."""
    out = {}
    for name, one in (value.items() if isinstance(value, dict) else ()):
        out |= {where: one} if name == "codes" else codes_in(one, f"{where}.{name}" if where else name)
    return out


def bounds_of(one, name, inside=""):
    """What is said inside rows has the name of the inner field before it."""
    guards = [(name, f"field_{rule}", inside + said(one[rule])) for rule in ("not_before", "not_after", "kinds") if rule in one]
    guards += [(name, "field_on_card", inside + "true")] if one.get("on_card") == "true" else []
    for inner in many(one.get("fields")):
        guards += [(name, "field_required", f"{inner['id']}: {what}") for what in required(inner)]
        guards += bounds_of(inner, name, f"{inner['id']}: ")
    return guards


def required(one):
    if one.get("required") != "true" and "require_when" not in one:
        return []
    when = "when " + " ".join(one["require_when"].split()) if "require_when" in one else "always"
    return [when + (", where " + " ".join(one["show_when"].split()) if "show_when" in one else "")]


def ground_lines(register):
    """What guards rest on: bounds and kinds of answers, what hides or computes a field that a guard, a limit, another question or
    another such field reads, limits, codes of what a plan gives, what a board does and counts, the domain."""
    fields = {one["id"]: one for one in many(register.form["fields"])}
    read = words_in(texts_in(register.flow) + texts_in(register.limits))
    for one in fields.values():
        read |= words_in(one.get(rule, "") for rule in ("show_when", "require_when", "not_before", "not_after"))
    while more := {word for name in read & set(fields) for word in words_in([fields[name].get("compute", "")])} - read:
        read |= more
    guards = [("form", "domain", register.form["domain"])]
    for name, one in fields.items():
        guards += bounds_of(one, name)
        guards += [(name, f"field_{rule}", " ".join(one[rule].split())) for rule in ("show_when", "compute") if rule in one and name in read]
    for one in register.limits:
        guards += [(one["id"], f"limit_{part}", LIMIT) for part in one if part not in ("id", "for", "warn_before")]
    for one in register.allotments:
        codes = codes_in(one.get("answers"))
        guards += [(one["id"], "allots_codes", said(codes))] if codes else []
    board = register.list.get("board") or {}
    return guards + [("board", f"board_{part}", said(board[part])) for part in ("act", "fulfilled") if part in board]


def without_limit(line):
    """What a part of a limit says, where it is said whole; anything else there stays and is objected to."""
    *place, value = line.split("\t")
    if len(place) != 4 or not place[3].startswith("limit_"):
        return line
    try:
        whole = value == DIGEST or isinstance(json.loads(value), (dict, list))
    except ValueError:
        return line
    return "\t".join([*place, LIMIT]) if whole else line


def meaning_lines(register):
    """What the words of the register mean: lower classes and fewer guards let more people read and act."""
    lines = [["#class", register.name, name, found] for name, found in classes_of(register.form).items()]
    for one in register.steps:
        guards = [("not_by_who_did", other) for other in many(one.get("not_by_who_did"))]
        guards += [(asked, "-") for asked in ("step_up", "reason") if one.get(asked) == "true"]
        ground = one.get("ground")
        guards += [("ground", "consent" if ground == "consent" else "law")] if ground else []
        guards += [("when", " ".join(one["when"].split()))] if "when" in one else []
        lines += [["#guard", register.name, one["id"], *guard] for guard in guards]
    lines += flow_lines(register)
    kept = (register.list.get("retention") or {}).get("months")
    lines += [["#kept", register.name, kept]] if kept and kept != "0" else []  # 0: for ever
    lines += [["#clear", register.name, one["id"]] for one in register.dimensions if one.get("clear") == "true"]
    return lines


def policy_lines(register):
    """What holds for the register as a whole, one line a rule."""
    name, access = register.name, register.access
    lines = []
    for deny in many(access.get("denies")):
        lines.append(["#deny", name, deny["if"], ",".join(sorted(many(deny.get("unless")))) or "-"])
    shown = access.get("list") or {}
    if shown:
        lines.append(["#list", name, ",".join(shown["show"])])
        if "identity" in shown:
            lines.append(["#list_identity", name, ",".join(sorted(many(shown["identity"]["roles"]))),
                          ",".join(sorted(relations(shown["identity"]["when"])))])
    export = access.get("export")
    if export:
        identity = export.get("identity") or {}
        lines.append(["#export", name, ",".join(sorted(many(export["roles"]))), classes_text(many(export["classes"])),
                      export["rows_max"], export.get("approvals", "0"),
                      identity.get("rows_max", "0"), identity.get("approvals", "0")])
    glass = access.get("break_glass")
    if glass:
        lines.append(["#break_glass", name, ",".join(sorted(many(glass["roles"]))), classes_text(many(glass["classes"])),
                      glass["minutes"], ",".join(sorted(many(glass["tell"]))), glass["review_within"].split()[0]])
    matches = access.get("matches")
    if matches:
        lines.append(["#matches", name, ",".join(sorted(many(matches["tell"])))])
    # Whoever takes such an action opens the record to the body that its form names: a rule like the others.
    lines += [["#gives", name, *gift] for gift in register.gives]
    lines += meaning_lines(register)
    return {"\t".join(line) for line in lines}


def words_of(programme, register, cells):
    """Every word a cell could be made of: those of the YAML and those of the table."""
    grants = grants_of(register)
    printed = [key for key in cells if key[0] == register.name]
    return itertools.product(
        sorted({*programme.roles, *(key[1] for key in printed)}),
        sorted({*register.actions, *OF_EVERY_REGISTER, *(key[2] for key in printed)}),
        sorted({"-", *register.states, *(key[3] for key in printed)}),
        sorted({*FROM_THE_RECORD, *(r for g in grants for r in relations(g["when"])), *(key[4] for key in printed)}),
        sorted({"-", *map(condition_of, grants), *(key[5] for key in printed)}))


KNOWN = {}  # of each register that was asked about, what its cells must say: a rule does not change while it is read


def known_cell(register, words):
    cells = KNOWN.setdefault(id(register), (register, {}))[1]  # kept with it, or another could get its id
    if words not in cells:
        cells[words] = cell(register, *words)
    return cells[words]


def objections(programme, text):
    """Every line of the printed table that is not what the YAML says, and every one that is missing."""
    lines = text.split("\n")
    if lines[0].split("\t") != HEADER or lines[-1] != "":
        return ["the table has another header or no end"]
    body = lines[1:-1]
    cells = {tuple(line.split("\t")[:6]): tuple(line.split("\t")[6:]) for line in body if not line.startswith("#")}
    out = []
    plain = [line for line in body if not line.startswith("#")]
    if plain != sorted(plain) or len(cells) != len(plain):
        out.append("cells stand out of order or twice")
    out += [f"{key[0]}: no such register" for key in cells if key[0] not in programme.registers]
    for register in programme.registers.values():
        for words in words_of(programme, register, cells):
            must, says = known_cell(register, words), cells.get((register.name, *words))
            if must != says:
                out.append(f"{register.name} {' '.join(words)}: must be {must or 'refused'}, is {says or 'refused'}")
    policy = [re.sub(r"\tdigest [0-9a-f]{64}$", "\t" + DIGEST, line) for line in body if line.startswith("#")]
    policy = [without_limit(line) for line in policy]
    must = set().union(*map(policy_lines, programme.registers.values()))
    out += [f"missing: {line}" for line in sorted(must - set(policy))]
    out += [f"not in the YAML: {line}" for line in sorted(set(policy) - must)]
    if len(policy) != len(set(policy)):
        out.append("a rule of a register stands twice")
    return out


def main():
    folder = Path(sys.argv[1])
    table = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "access.tsv"
    found = objections(read_programme(folder), table.read_text(encoding="utf-8"))
    print("\n".join(found) or f"{folder.name}: the table says what the rules say")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
