#!/usr/bin/env python3
"""What must never be, in sentences, over every cell and rule of every shipped register.

    never.py [PROGRAMME_FOLDER...]      (all programmes where none is given)

A sentence is a function that yields what contradicts it. Beside it stand lines that would contradict it: table_test.py adds
each to a good table and sees the sentence object, so none of them is an ornament. They are about the table alone, whatever
the YAML says: a rule that somebody writes tomorrow meets them too.
"""
import sys
from collections import namedtuple
from pathlib import Path

import evaluator
from evaluator import LOOKING, many, read_programme, read_yaml

ROOT = Path(__file__).resolve().parents[2]
Cell = namedtuple("Cell", "register role action state relation condition read write purpose")
Deny = namedtuple("Deny", "register relation unless")
Names = namedtuple("Names", "register roles when")
Export = namedtuple("Export", "register roles classes rows_max approvals identity_rows_max identity_approvals")
Gives = namedtuple("Gives", "register action relation field")
Matches = namedtuple("Matches", "register roles")
BreakGlass = namedtuple("BreakGlass", "register roles classes minutes tell review_days")
SENTENCES = []
MERE = {"any"}
GUARDIANS = {"administrator", "data_owner", "auditor"}  # of packs/house/access.yaml: they keep the house, not its files


def words(text):
    return [] if text == "-" else text.split(",")


class Table:
    """A printed table, in parts that sentences can ask about."""

    def __init__(self, text, programme):
        self.programme = programme
        self.cells, self.denies, self.names, self.exports, self.glasses, self.shown = [], [], [], [], [], {}
        self.matches, self.gives = [], []
        for line in text.rstrip("\n").split("\n")[1:]:
            self.read(line.split("\t"))
        self.places = {(c.register, c.role, c.state, c.relation, c.condition, c.action) for c in self.cells}

    def read(self, columns):
        kind, rest = columns[0], columns[1:]
        if kind == "#deny":
            self.denies.append(Deny(rest[0], rest[1], words(rest[2])))
        elif kind == "#list":
            self.shown[rest[0]] = words(rest[1])
        elif kind == "#list_identity":
            self.names.append(Names(rest[0], words(rest[1]), words(rest[2])))
        elif kind == "#export":
            self.exports.append(Export(rest[0], words(rest[1]), words(rest[2]), *map(int, rest[3:])))
        elif kind == "#break_glass":
            self.glasses.append(BreakGlass(rest[0], words(rest[1]), words(rest[2]), int(rest[3]), words(rest[4]),
                                           int(rest[5])))
        elif kind == "#gives":
            self.gives.append(Gives(*rest))
        elif kind == "#matches":
            self.matches.append(Matches(rest[0], words(rest[1])))
        elif not kind.startswith("#"):  # what words mean is the evaluator's
            self.cells.append(Cell(*columns[:6], *map(words, columns[6:])))

    def register(self, name):
        return self.programme.registers[name]

    def opens(self, cell):
        """Whether the same people open the record in the same state."""
        return any((cell.register, cell.role, cell.state, cell.relation, condition, "open") in self.places
                   for condition in {cell.condition, "-"})


def base(cell):
    """The relation itself, however far it reaches."""
    return cell.relation.partition("+")[0]


def never(sentence, *contradicting, without=None, of=None):
    """Declares a sentence, about every programme or `of` one, with lines that would contradict it, added to a good table;
    `without` takes the lines that begin so away instead, whatever the role."""
    def declare(function):
        about = function if of is None else lambda table: function(table) if table.programme.name == of else ()
        SENTENCES.append((sentence, about, contradicting, without, of))
        return function
    return declare


def row(*columns):
    return "\t".join(columns)


def readable(cell):
    return {*cell.read, *cell.purpose}


# --- who never comes in -------------------------------------------------------------------------------------------------

@never("an administrator, a data owner or an auditor never reads, writes or does anything in a register",
       row("loan", "administrator", "open", "lost", "own", "-", "public", "-", "-"))
def _(table):
    return (c for c in table.cells if c.role in GUARDIANS)


@never("an administrator, a data owner or an auditor never breaks glass, exports or sees names in a list",
       row("#break_glass", "loan", "administrator", "identity", "60", "librarian", "3"),
       row("#export", "loan", "data_owner", "public", "5", "0", "0", "0"),
       row("#list_identity", "loan", "auditor", "own"))
def _(table):
    return (one for one in [*table.glasses, *table.exports, *table.names] if GUARDIANS & set(one.roles))


@never("nobody without a role of the programme ever gets anything",
       row("loan", "stranger", "open", "lost", "own", "-", "public", "-", "-"))
def _(table):
    return (c for c in table.cells if c.role not in table.programme.roles)


@never("nobody who is blocked ever opens a record of a register that holds more than internal matters, whatever else holds",
       row("#deny", "loan", "block", "responsible"), without="#deny\tloan")
def _(table):
    for name in {c.register for c in table.cells if {"confidential", "identity"} & {*readable(c), *c.write}}:
        of_block = [d for d in table.denies if d.register == name and d.relation == "block"]
        if not of_block or any(d.unless for d in of_block):
            yield f"{name}: no deny of block without exception"


@never("no deny is ever lifted by what follows from a role or a body alone",
       *(row("#deny", "loan", "kin", word) for word in ("any", "own", "above", "break_glass")))
def _(table):
    return (d for d in table.denies if {"any", "own", "above", "break_glass"} & set(d.unless))


@never("no deny ever hits everybody", row("#deny", "loan", "any", "-"))
def _(table):
    return (d for d in table.denies if d.relation == "any")


# --- opening comes first ------------------------------------------------------------------------------------------------

@never("who may not open a record never lists it", row("loan", "reader_desk", "list", "lost", "above", "-", "public", "-", "-"))
def _(table):
    return (c for c in table.cells if c.action == "list" and not table.opens(c))


@never("who may not open a record never exports it",
       row("loan", "reader_desk", "export", "lost", "above", "-", "public", "-", "-"))
def _(table):
    return (c for c in table.cells if c.action == "export" and not table.opens(c))


@never("who may not open a record never changes it", row("loan", "reader_desk", "lend", "lost", "created", "-", "-", "public", "-"))
def _(table):
    return (c for c in table.cells if c.state != "-" and c.action not in LOOKING and not table.opens(c))


@never("a list, an export or an action never shows a class that opening the record does not",
       row("loan", "reader_desk", "list", "lost", "own", "until 9 days after lost", "identity", "-", "-"))
def _(table):
    for cell in table.cells:
        if cell.state == "-" or cell.action == "open":
            continue
        opened = {word for c in table.cells if c.action == "open" and c[:2] == cell[:2] and c.state == cell.state
                  and c.relation == cell.relation and c.condition in {cell.condition, "-"} for word in readable(c)}
        if not readable(cell) <= opened:
            yield cell


@never("an action that opens a record never stands in a state, and no other ever stands before there is a record",
       row("loan", "librarian", "request", "lost", "own", "-", "public", "-", "-"),
       row("loan", "librarian", "open", "-", "own", "-", "public", "-", "-"))
def _(table):
    return (c for c in table.cells
            if (c.state == "-") != (c.action == "import" or c.action in table.register(c.register).opening))


@never("no cell is ever about a state or an action that its register does not have",
       row("loan", "librarian", "open", "stolen", "own", "-", "public", "-", "-"),
       row("loan", "librarian", "burn", "lost", "own", "-", "public", "-", "-"))
def _(table):
    for cell in table.cells:
        register = table.register(cell.register)
        known = {*register.actions, *evaluator.OF_EVERY_REGISTER}
        if cell.state not in {"-", *register.states} or cell.action not in known:
            yield cell


# --- identity and confidential -------------------------------------------------------------------------------------------

@never("identity is never for whoever merely holds a role, not even with a purpose",
       row("loan", "librarian", "open", "lost", "any", "-", "identity", "-", "-"),
       row("loan", "librarian", "open", "lost", "any", "-", "-", "-", "identity"))
def _(table):
    return (c for c in table.cells if c.relation in MERE and "identity" in readable(c))


@never("confidential answers are never for whoever merely holds a role",
       row("loan", "librarian", "open", "lost", "any", "-", "confidential", "-", "-"))
def _(table):
    return (c for c in table.cells if c.relation in MERE and "confidential" in readable(c))


@never("whoever stands above a body never writes the identity of the people it serves",
       row("loan", "library_head", "correct", "lost", "above", "-", "public", "identity", "-"))
def _(table):
    return (c for c in table.cells if c.relation == "above" and "identity" in c.write)


@never("never does every role of a programme read identity in a register",
       row("loan", "reader_desk", "open", "lost", "own", "-", "identity", "-", "-")
       + "\n" + row("loan", "library_head", "open", "lost", "own", "-", "identity", "-", "-"))
def _(table):
    for name in {c.register for c in table.cells}:
        if {c.role for c in table.cells if c.register == name and "identity" in readable(c)} >= set(table.programme.roles):
            yield name


@never("what is read without a purpose is never asked a purpose for",
       row("loan", "librarian", "open", "lost", "created", "-", "identity", "-", "identity"))
def _(table):
    return (c for c in table.cells if set(c.read) & set(c.purpose))


@never("a monitor never writes and never changes a record", row("loan", "library_head", "extend", "lost", "monitor", "-", "public", "-", "-"))
def _(table):
    return (c for c in table.cells if base(c) == "monitor" and (c.write or c.action not in LOOKING))


@never("looking never writes", row("loan", "librarian", "open", "lost", "created", "-", "public", "public", "-"))
def _(table):
    return (c for c in table.cells if c.action in LOOKING and c.write)


@never("nobody ever acts on an existing record for merely holding a role",
       row("loan", "librarian", "erase", "lost", "any", "-", "-", "-", "-"))
def _(table):
    return (c for c in table.cells if c.relation in MERE and c.state != "-" and c.action not in LOOKING)


@never("nobody but the body whose record it is, and whoever is above that body, ever passes on what a body was to a record; "
       "and never in a register of persons",
       row("book", "librarian", "succeed", "on_shelf", "showing", "-", "public", "-", "-"),
       row("book", "library_head", "succeed", "on_shelf", "above+desks", "-", "public", "-", "-"),
       row("reader", "library_head", "succeed", "active", "own", "-", "public", "-", "-"))
def _(table):
    return (c for c in table.cells if c.action == "succeed"
            and (c.relation not in {"own", "above"} or table.register(c.register).form.get("persons")))


@never("consent alone never lets write, export or erase: it narrows, and opens to the one it was given to at most",
       row("loan", "librarian", "erase", "lost", "consent", "-", "-", "-", "-"))
def _(table):
    return (c for c in table.cells if c.relation == "consent" and (c.write or c.action not in {"open", "list"}))


# --- how far a relation reaches --------------------------------------------------------------------------------------------

@never("a body above never does more than look at what a unit below stands to",
       row("loan", "library_head", "extend", "lost", "receiving+below", "-", "public", "-", "-"),
       row("loan", "library_head", "open", "lost", "receiving+below", "-", "public", "public", "-"))
def _(table):
    return (c for c in table.cells if c.relation.endswith("+below") and (c.write or c.action not in LOOKING))


@never("a body above never learns who a person is because a unit below stands to the record",
       row("loan", "library_head", "open", "lost", "receiving+below", "-", "identity", "-", "-"),
       row("loan", "library_head", "open", "lost", "receiving+below", "-", "-", "-", "identity"))
def _(table):
    return (c for c in table.cells if c.relation.endswith("+below") and "identity" in readable(c))


@never("a desk never gets more than the body it works for",
       row("loan", "librarian", "open", "lost", "receiving+desks", "-", "confidential", "-", "-"),
       row("loan", "librarian", "erase", "lost", "receiving+desks", "-", "-", "-", "-"))
def _(table):
    of_body = {c[:6]: c for c in table.cells}
    for cell in table.cells:
        if not cell.relation.endswith("+desks"):
            continue
        own = of_body.get((*cell[:4], base(cell), cell.condition))
        if own is None or not (readable(cell) <= readable(own) and set(cell.read) <= set(own.read)
                               and set(cell.write) <= set(own.write)):
            yield cell


@never("nothing but a row of a body ever reaches: not what follows from the record, consent, broken glass or what keeps away",
       *(row("loan", "librarian", "open", "lost", f"{word}+desks", "-", "public", "-", "-")
         for word in ("any", "own", "above", "created", "consent", "break_glass", "block")))
def _(table):
    for cell in table.cells:
        away = {d.relation for d in table.denies if d.register == cell.register}
        if cell.relation != base(cell) and base(cell) in {"any", "own", "above", "created", "consent", "break_glass", *away}:
            yield cell


@never("no form ever gives what keeps somebody away, consent, or a broken glass",
       *(row("#gives", "loan", "request", word, "reader") for word in ("block", "consent", "break_glass")))
def _(table):
    for one in table.gives:
        if one.relation in {"consent", "break_glass", *(d.relation for d in table.denies if d.register == one.register)}:
            yield one


@never("no form ever gives by an action or an answer that its register does not have, nor by a sealed answer",
       row("#gives", "loan", "burn", "receiving", "reader"), row("#gives", "loan", "request", "receiving", "nothing"),
       row("#gives", "loan", "request", "receiving", "note"))
def _(table):
    for one in table.gives:
        register = table.register(one.register)
        fields = {f["id"]: f for f in many(register.form.get("fields"))}
        name, _, part = one.field.partition(".")      # of rows: every body that one names
        field = fields.get(name, {})
        kind = next((p.get("type") for p in many(field.get("fields")) if p["id"] == part), None) if part else field.get("type")
        if part and field.get("type") != "rows":
            kind = None
        if (one.action not in register.actions or kind != "organisation"
                or field.get("class", "internal") not in {"public", "internal"}):
            yield one


# --- lists ---------------------------------------------------------------------------------------------------------------

@never("names never stand in a list of somebody who may not read them there",
       row("#list_identity", "loan", "reader_desk", "own"))
def _(table):
    for names in table.names:
        for role in names.roles:
            if not any(c.register == names.register and c.role == role and c.action == "list"
                       and c.relation in names.when and "identity" in readable(c) for c in table.cells):
                yield f"{names.register}: {role}"


@never("names never stand in a list of whoever holds a role or stands above",
       row("#list_identity", "loan", "librarian", "own,above"), row("#list_identity", "loan", "librarian", "any"))
def _(table):
    return (n for n in table.names if {"any", "above", "break_glass"} & set(n.when))


@never("a column of a list never shows an identity field, and a confidential one only where the register says it is clear",
       row("#list", "loan", "number,reader_phone"), row("#list", "loan", "note"))
def _(table):
    for name, shown in table.shown.items():
        register = table.register(name)
        classes = {f["id"]: f.get("class", "internal") for f in many(register.form.get("fields"))}
        clear = {c["id"] for c in many(register.list.get("columns")) if isinstance(c, dict)
                 and (c.get("clear") == "true" or "from" in c)}
        yield from (f"{name}: {column}" for column in shown
                    if classes.get(column) == "identity" or (classes.get(column) == "confidential" and column not in clear))


# --- exports -------------------------------------------------------------------------------------------------------------

@never("an export never carries identity without two approvals",
       row("#export", "loan", "library_head", "public", "50", "0", "5", "1"))
def _(table):
    return (e for e in table.exports if e.identity_rows_max and e.identity_approvals < 2)


@never("an ordinary export never carries identity", row("#export", "loan", "library_head", "public,identity", "50", "0", "0", "0"))
def _(table):
    return (e for e in table.exports if "identity" in e.classes)


@never("an export never has more than 5,000 rows, nor more than 100 with names, nor more with names than without",
       row("#export", "loan", "library_head", "public", "5001", "0", "0", "0"),
       row("#export", "loan", "library_head", "public", "500", "0", "101", "2"),
       row("#export", "loan", "library_head", "public", "5", "0", "6", "2"))
def _(table):
    return (e for e in table.exports if not 0 < e.rows_max <= 5000 or e.identity_rows_max > min(100, e.rows_max))


@never("nobody ever exports without a grant and the register's rule",
       row("loan", "librarian", "export", "lost", "own", "-", "public", "-", "-"),
       row("#export", "loan", "librarian", "public", "50", "0", "0", "0"))
def _(table):
    by_rule = {(e.register, role) for e in table.exports for role in e.roles}
    return by_rule ^ {(c.register, c.role) for c in table.cells if c.action == "export"}


@never("an export never carries a class that its role reads in no record",
       row("#export", "loan", "reader_desk", "confidential", "50", "0", "0", "0"))
def _(table):
    for export in table.exports:
        for role in export.roles:
            reads = {word for c in table.cells if c.register == export.register and c.role == role
                     and c.action == "export" for word in readable(c)}
            if not set(export.classes) <= reads:
                yield f"{export.register}: {role}"


# --- break-glass ---------------------------------------------------------------------------------------------------------

@never("break-glass never lists, searches, exports or acts: no grant names it",
       row("loan", "librarian", "list", "lost", "break_glass", "-", "public", "-", "-"))
def _(table):
    return (c for c in table.cells if c.relation == "break_glass")


@never("break-glass never lasts longer than two hours", row("#break_glass", "loan", "librarian", "identity", "121", "library_head", "3"))
def _(table):
    return (g for g in table.glasses if not 0 < g.minutes <= 120)


@never("break-glass never goes untold or is told only to those who break it",
       row("#break_glass", "loan", "librarian", "identity", "60", "-", "3"),
       row("#break_glass", "loan", "librarian", "identity", "60", "librarian", "3"))
def _(table):
    return (g for g in table.glasses if not set(g.tell) - set(g.roles))


@never("break-glass never waits longer than five working days for its review",
       row("#break_glass", "loan", "librarian", "identity", "60", "library_head", "6"))
def _(table):
    return (g for g in table.glasses if not 0 < g.review_days <= 5)


# --- possible matches ----------------------------------------------------------------------------------------------------

@never("an administrator, a data owner or an auditor never hears that two records may be one person",
       row("#matches", "reader", "administrator"))
def _(table):
    return (m for m in table.matches if GUARDIANS & set(m.roles))


@never("who may not both list and open records of persons never hears that two of them may be one person",
       row("#matches", "reader", "nobody_of_the_register"))
def _(table):
    for match in table.matches:
        for role in match.roles:
            held = {c.action for c in table.cells if c.register == match.register and c.role == role and c.state != "-"}
            if not {"list", "open"} <= held:
                yield f"{match.register}: {role}"


# --- every record has its people -----------------------------------------------------------------------------------------

@never("a record is never in a state in which nobody may open it",
       without="loan\t{role}\topen\tlost")
def _(table):
    for name in {c.register for c in table.cells}:
        opened = {c.state for c in table.cells if c.register == name and c.action == "open"}
        yield from (f"{name}: {state}" for state in table.register(name).states if state not in opened)


@never("no action of a register is ever one that nobody may take", without="loan\t{role}\twrite_off")
def _(table):
    for name in {c.register for c in table.cells}:
        granted = {c.action for c in table.cells if c.register == name}
        yield from (f"{name}: {action}" for action in table.register(name).actions if action not in granted)


# --- the make-believe library, by name -----------------------------------------------------------------------------------

@never("the reader's desk never reads whose loan it is and never a remark about a reader",
       row("loan", "reader_desk", "open", "lost", "created", "-", "confidential", "-", "-"),
       row("loan", "reader_desk", "open", "lost", "created", "-", "-", "-", "identity"),
       of="lending_library")
def _(table):
    return (c for c in table.cells if c.role == "reader_desk"
            and ("confidential" in readable(c) or (c.register == "loan" and "identity" in readable(c))))


@never("the card of a reader is never seen outside the branch that keeps it",
       row("reader", "library_head", "open", "active", "above", "-", "internal", "-", "-"),
       of="lending_library")
def _(table):
    return (c for c in table.cells if c.register == "reader" and c.relation not in {"own", "created"})


@never("the desk never reads who a reader is without a purpose",
       row("reader", "reader_desk", "open", "active", "own", "-", "identity", "-", "-"),
       of="lending_library")
def _(table):
    return (c for c in table.cells if c.register == "reader" and c.role == "reader_desk" and "identity" in c.read)


@never("who lends a book never writes it off",
       row("loan", "librarian", "write_off", "lost", "own", "-", "public", "-", "-"),
       of="lending_library")
def _(table):
    doers = {action: {c.role for c in table.cells if c.action == action} for action in ("lend", "write_off")}
    return doers["lend"] & doers["write_off"]


@never("only the head of the library ever sees loans of other branches",
       row("loan", "librarian", "open", "lost", "above", "-", "public", "-", "-"),
       of="lending_library")
def _(table):
    return (c for c in table.cells if c.register == "loan" and c.relation in {"above", "any"} and c.role != "library_head")


# --- the make-believe clinic, by name -------------------------------------------------------------------------------------

def file_of(table, *roles):
    return (c for c in table.cells if c.register == "visit_file" and (c.role in roles or not roles))


@never("the cashier never reads of an illness, never who the patient is, and writes nothing",
       row("visit_file", "cashier", "open", "discharged", "created", "-", "confidential", "-", "-"),
       row("visit_file", "cashier", "open", "discharged", "created", "-", "-", "-", "identity"),
       row("visit_file", "cashier", "correct", "discharged", "own", "-", "-", "internal", "-"), of="clinic")
def _(table):
    return (c for c in file_of(table, "cashier") if readable(c) - {"public", "internal"} or c.write
            or c.action not in LOOKING)


@never("a doctor of another house never opens a file without the patient's consent and its referral, nor learns who it is",
       row("visit_file", "outside_doctor", "open", "referred_away", "receiving", "-", "internal", "-", "-"),
       row("visit_file", "outside_doctor", "open", "referred_away", "own", "consent", "internal", "-", "-"),
       row("visit_file", "outside_doctor", "open", "referred_away", "receiving", "consent", "identity", "-", "-"), of="clinic")
def _(table):
    return (c for c in file_of(table, "outside_doctor")
            if not c.condition.startswith("consent") or c.relation != "receiving" or "identity" in readable(c))


@never("nobody but the responsible doctor ever reads without a purpose who a patient is",
       row("visit_file", "nurse", "open", "waiting", "created", "-", "identity", "-", "-"),
       row("visit_file", "doctor", "open", "waiting", "own", "-", "identity", "-", "-"), of="clinic")
def _(table):
    return (c for c in file_of(table)
            if "identity" in c.read and (c.role, c.relation) != ("doctor", "responsible"))


@never("nobody but a responsible doctor ever prescribes or discharges",
       row("visit_file", "head_doctor", "prescribe", "examined", "own", "-", "-", "confidential", "-"),
       row("visit_file", "doctor", "discharge", "examined", "own", "-", "-", "confidential", "-"), of="clinic")
def _(table):
    return (c for c in file_of(table)
            if c.action in {"prescribe", "discharge"} and (c.role, c.relation) != ("doctor", "responsible"))


@never("who approves a treatment never prescribes it",
       row("visit_file", "doctor", "approve_treatment", "examined", "responsible", "-", "-", "confidential", "-"), of="clinic")
def _(table):
    doers = {action: {c.role for c in file_of(table) if c.action == action} for action in ("prescribe", "approve_treatment")}
    return doers["prescribe"] & doers["approve_treatment"]


@never("the doctor on night duty has never more than the broken glass",
       row("visit_file", "duty_doctor", "open", "waiting", "own", "-", "internal", "-", "-"), of="clinic")
def _(table):
    return (c for c in table.cells if c.role == "duty_doctor")


@never("the patient's kin and whoever has a conflict of interest never open the file, but for a kin who treats",
       row("#deny", "visit_file", "kin", "own"), without="#deny\tvisit_file", of="clinic")
def _(table):
    held = {d.relation: d.unless for d in table.denies if d.register == "visit_file"}
    if held.get("conflict_of_interest") != [] or held.get("kin", ["nobody"]) not in ([], ["responsible"]):
        yield f"visit_file: {held}"


@never("a nurse never reads a file she took in once its referral is ninety days old",
       row("visit_file", "nurse", "open", "referred_away", "created", "-", "internal", "-", "-"),
       row("visit_file", "nurse", "open", "referred_away", "created", "until 91 days after referred_away", "internal", "-", "-"),
       of="clinic")
def _(table):
    return (c for c in file_of(table, "nurse") if c.relation == "created" and c.condition != "until 90 days after referred_away")


# --- the plan desk, by name; nothing to say where vn_atip is not there ------------------------------------------------------

def desk(table, register, *actions):
    return (c for c in table.cells if c.register == register and (c.action in actions or not actions))


@never("nobody but the author ever moves the day of a duty, takes it back or lets it be given up",
       row("duty", "leader", "extend", "under_way", "lead", "-", "-", "internal", "-"),
       row("duty", "focal", "accept_cannot", "under_way", "above", "-", "-", "internal", "-"),
       row("duty", "officer", "withdraw", "standing", "follows_up", "-", "-", "internal", "-"), of="vn_atip")
def _(table):
    return (c for c in desk(table, "duty", "extend", "set_date", "accept_cannot", "withdraw", "end_standing", "pass_to_successor")
            if c.relation != "own" or c.role == "officer")


@never("a body that was only invited is never nudged; neither it nor a standing duty is extended or reported late",
       row("duty", "focal", "nudge", "requested", "own", "-", "-", "internal", "-"),
       row("duty", "leader", "extend", "standing", "own", "-", "-", "internal", "-"),
       row("duty", "leader", "accept_cannot", "standing", "own", "-", "-", "internal", "-"),
       row("duty", "officer", "complete", "requested", "lead", "-", "-", "internal", "-"), of="vn_atip")
def _(table):
    # Only a duty with a day can be given up: while it runs, when that was reported, or when it runs on paper.
    # A standing one is reminded of an answer that its period has not.
    given_up = {"under_way", "reported_cannot", "outside"}
    states = {"accept_cannot": given_up, "nudge": {"under_way", "standing"}}
    return (c for c in desk(table, "duty", "nudge", "extend", "complete", "report_cannot", "accept_cannot")
            if c.state not in states.get(c.action, {"under_way"}))


@never("whoever merely co-ordinates or is invited never reads a long word and never does anything",
       row("duty", "officer", "open", "under_way", "coordinator", "-", "confidential", "-", "-"),
       row("duty", "leader", "report_progress", "under_way", "invited", "-", "-", "confidential", "-"), of="vn_atip")
def _(table):
    return (c for c in desk(table, "duty") if base(c) in {"coordinator", "invited"}
            and (c.write or c.action not in LOOKING or readable(c) - {"public", "internal"}))


@never("whoever holds a role alone never sees a record of the desk",
       row("duty", "leader", "list", "under_way", "any", "-", "public", "-", "-"),
       row("meeting", "officer", "open", "planned", "any", "-", "public", "-", "-"), of="vn_atip")
def _(table):
    return (c for c in table.cells if c.relation == "any")


@never("who asks for more time never decides on it",
       row("extension_request", "leader", "grant", "asked", "own", "-", "-", "internal", "-"),
       row("extension_request", "leader", "refuse", "asked", "above", "-", "-", "internal", "-"), of="vn_atip")
def _(table):
    return (c for c in desk(table, "extension_request", "grant", "refuse") if c.relation not in {"receiving", "receiving+desks"})


@never("nobody outside a body ever sees how it divides a duty",
       row("delegation", "leader", "open", "given", "above", "-", "internal", "-", "-"),
       row("delegation", "focal", "list", "done", "monitor", "-", "public", "-", "-"), of="vn_atip")
def _(table):
    return (c for c in desk(table, "delegation") if c.relation not in {"own", "delegate", "delegate+desks", "assigned"})


@never("an obstacle is never closed by anybody but the body that raised it",
       row("obstacle", "focal", "confirm_solved", "guided", "receiving", "-", "-", "confidential", "-"),
       row("obstacle", "leader", "take_back", "raised", "above", "-", "-", "internal", "-"), of="vn_atip")
def _(table):
    return (c for c in desk(table, "obstacle", "confirm_solved", "take_back", "raise_again") if c.relation != "own")


@never("a desk of the plan desk never sees where it is not named: only carrying out, standing beside and receiving reach desks",
       row("duty", "officer", "open", "under_way", "assigned+desks", "-", "internal", "-", "-"), of="vn_atip")
def _(table):
    reaching = {"lead", "coordinator", "invited", "delegate", "follows_up", "monitor", "receiving"}
    return (c for c in table.cells if c.relation.endswith("+desks") and base(c) not in reaching)


@never("a body above one that carries out never sees more of the desk than the duty",
       row("obstacle", "leader", "open", "raised", "receiving+below", "-", "internal", "-", "-"),
       row("delegation", "leader", "open", "given", "delegate+below", "-", "internal", "-", "-"), of="vn_atip")
def _(table):
    return (c for c in table.cells if c.relation.endswith("+below") and (c.register, base(c)) != ("duty", "lead"))


@never("nobody blocked from a record of the desk ever keeps it", without="#deny\t", of="vn_atip")
def _(table):
    return set(table.programme.registers) - {d.register for d in table.denies if d.relation == "block" and not d.unless}


def objections(programme, text):
    table = Table(text, programme)
    return [f"{sentence}: {found}" for sentence, function, *_ in SENTENCES for found in function(table)]


def guardians_are_named_right():
    """The roles that keep the house are what the house calls them."""
    return GUARDIANS <= set(read_yaml(ROOT / "packs/house/access.yaml")["roles"])


def main():
    folders = [Path(one) for one in sys.argv[1:]] or sorted(p.parent for p in ROOT.glob("programmes/*/programme.yaml"))
    found = [] if guardians_are_named_right() else ["the house has other guardians than these sentences name"]
    for folder in folders:
        if not (folder / "access.tsv").is_file():
            print(f"{folder}: no access.tsv here. Print it first: neove programme access {folder} > {folder}/access.tsv", file=sys.stderr)
            sys.exit(2)
        text = (folder / "access.tsv").read_text(encoding="utf-8")
        found += [f"{folder.name}: {one}" for one in objections(read_programme(folder), text)]
    print("\n".join(found) or f"{len(SENTENCES)} sentences hold in {len(folders)} programmes")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
