#!/usr/bin/env python3
"""The never-sentences live: a world with records in every state and people in every relation, built over HTTP on both
databases; what each role of each person then gets of every record, held to the evaluator, which read the YAML alone.

Every cell of the tables that a page can show is taken out of what is expected once: each must make the comparison red."""
import itertools, os, random, re, sys, time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

os.environ["NEOVE_CONTRACT"] = "off"  # thousands of answers; other tests hold them to the contract
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "end_to_end")]
import evaluator
from evaluator import CLASSES, classes_of, many
from support import SOURCE, given, on_both_databases

ABSENT = "0" * 32
SOME = random.Random(20261122)
# What a demonstration holds: real programmes are not compiled in.
PROGRAMMES = [evaluator.read_programme(one.parent) for one in sorted((SOURCE / "programmes").glob("*/programme.yaml"))
              if re.search(r"^make_believe: *true", one.read_text(encoding="utf-8"), re.M)]
REGISTERS = {name: (programme, one) for programme in PROGRAMMES for name, one in programme.registers.items()}
ROLES = [(role, programme.name) for programme in PROGRAMMES for role in programme.roles]
OF_MAY = ("correct", "link", "assign", "attach", "erase")
# Words by which somebody is kept away.
GUARDS = {"block", "conflict_of_interest", "kin"}
# Words that the platform gives a meaning are no rows; the glass is broken by its own act.
NO_ROWS = {"any", "own", "above", "created", "break_glass"}


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


# --- what is expected ----------------------------------------------------------------------------------------------------

def all_cells():
    """Every allowed cell, as the evaluator says it: its place, and what is read, written and read with a purpose."""
    cells = {}
    for programme in PROGRAMMES:
        for register in programme.registers.values():
            for words in evaluator.words_of(programme, register, {}):
                if found := evaluator.cell(register, *words):
                    cells[(register.name, *words)] = tuple(frozenset(one.split(",")) - {"-"} for one in found)
    return cells


FIELD_CLASSES = {name: classes_of(register.form) for name, (_, register) in REGISTERS.items()}
STEPS = {name: many(evaluator.read_yaml(SOURCE / "programmes" / programme.name / "registers" / name / "workflow.yaml")["actions"])
         for name, (programme, _) in REGISTERS.items()}
# What passes a record on to whoever succeeded the body it names: offered where somebody did, and in this world nobody did.
PASSES_ON = {name: (evaluator.read_yaml(SOURCE / "programmes" / programme.name / "registers" / name / "workflow.yaml").get("succession")
                    or {}).get("action") for name, (programme, _) in REGISTERS.items()}
CARD = {name: {FIELD_CLASSES[name][one["id"]] for one in many(register.form["fields"]) if one.get("on_card") == "true"}
        for name, (_, register) in REGISTERS.items()}


@dataclass(frozen=True)
class Actor:
    login: str
    account: str
    role: str
    place: str  # id of the organisation acted for
    below: frozenset

    def __str__(self):
        return f"{self.login} as {self.role} of {self.place[:6]}"


@dataclass
class Record:
    register: str
    id: str
    number: str
    state: str
    owner: str
    creator: str
    rows: list = field(default_factory=list)  # (relation, account or organisation)
    name: str = ""
    phone: str = ""
    answers: set = field(default_factory=set)  # ids of all that are there, whoever may read them
    waits: bool = False  # a limit runs
    extended: int = 0  # how often a renewal extended this loan; what was extended three times is not offered to be extended again
    taken: list = field(default_factory=list)  # (action, account)
    beside: object = None  # the record that an action over two acts on as well

    def relations(self, actor):
        out = {"any"}
        out |= {"own"} if actor.place == self.owner else set()
        out |= {"above"} if self.owner in actor.below - {actor.place} else set()
        out |= {"created"} if actor.account == self.creator else set()
        # No actor of this world works at a desk; one stands above the bodies of the others.
        out |= {word + "+below" for word, whom in self.rows if whom in actor.below - {actor.place}}
        return out | {word for word, whom in self.rows if whom in (actor.account, actor.place)}


@dataclass
class Verdict:
    allowed: bool = False
    read: frozenset = frozenset()
    write: frozenset = frozenset()
    purpose: frozenset = frozenset()


REFUSED = Verdict()


class Expected:
    def __init__(self, cells):
        self.cells = cells
        self.conditions = {name: {"-", *map(evaluator.condition_of, evaluator.grants_of(register))}
                           for name, (_, register) in REGISTERS.items()}

    def union(self, register, role, action, state, relations):
        found = [cell for relation in relations for condition in self.conditions[register]
                 if ("consent" not in condition or "consent" in relations)  # a young world: no term is over
                 and (cell := self.cells.get((register, role, action, state, relation, condition)))]
        if not found:
            return REFUSED
        read, write, purpose = (frozenset().union(*one) for one in zip(*found))
        return Verdict(True, read, write, purpose - read)

    def of(self, actor, record, action):
        relations = record.relations(actor)
        for deny in many(REGISTERS[record.register][1].access.get("denies")):
            if deny["if"] in relations and not relations & set(many(deny.get("unless"))):
                return REFUSED
        opened = self.union(record.register, actor.role, "open", record.state, relations)
        if action == "open" or not opened.allowed:
            return opened
        return self.union(record.register, actor.role, action, record.state, relations)

    def opening(self, actor, register):
        return sorted(action for action in REGISTERS[register][1].opening
                      if self.union(register, actor.role, action, "-", {"any", "own", "created"}).allowed)


# --- the world -------------------------------------------------------------------------------------------------------------

FILE = {"patient": {"name": "Hoàng Thị Mận"}, "born": "1990", "phone": "0912 345 678", "nationality": "VN", "sex": "female",
        "visit_on": "2026-11-02", "complaint": "ho", "signs": ["@declined"], "urgent": "no"}
LOAN = {"title": "Dế Mèn", "kind": "novel", "copies": 2, "pages_each": 10, "reader_kind": "adult",
        "reader_phone": "0987 654 321", "note": "ghi chú", "asked_on": "2026-01-05"}
READER = {"name": {"name": "Hoàng Thị Mận"}, "born": "1990", "phone": "0912345678", "kind": "adult", "card_from": "2026-01-05",
          "remarks": "nhận xét"}
BOOK = {"title": "Dế Mèn", "language": "vi", "bought_on": "2026-01-05", "price": 85000, "condition": "worn", "shelf": "A1"}
SAMPLE = {"kind": "blood", "taken_at": "2026-11-02T08:00", "taken_on": "2026-11-02", "tests": ["cells"], "remark": "gấp"}
WHY = "vì vậy"
# How to come into each state: who (first or second person, her role), what, with which answers. {lab}: some organisation.
FILE_EXAMINED = [("1 doctor", "examine", {"urgent": "no", "diagnosis": "cảm"})]
FILE_TREATED = [*FILE_EXAMINED, ("2 head_doctor", "approve_treatment", {"treatment": "rest"})]
LENT = [("1 librarian", "lend", {})]
RENEWAL = {"title": "Dế Mèn", "asked_on": "2026-01-05", "why": "chưa đọc xong"}
REMINDED = [("1 reader_desk", "remind", {"reminded_week": week}) for week in (2, 3)]  # so that passing it up is offered
DECIDED = {"decided_on": "2026-01-08", "words": "được"}
WAYS = {
    "visit_file": (("1 nurse", "admit", FILE), {
        "waiting": [], "examined": FILE_EXAMINED, "in_treatment": FILE_TREATED,
        "on_hold": [*FILE_TREATED, ("1 doctor", "pause", {})],
        "discharged": [*FILE_TREATED, ("1 doctor", "discharge", {"result": "well", "treated_days": 3})],
        "referred_away": [*FILE_EXAMINED, ("1 doctor", "refer_away", {})],
        "withdrawn": [("1 nurse", "withdraw", {})]}),
    "sample": (("1 nurse", "take", SAMPLE), {
        "taken": [], "sent": [("1 nurse", "send", {"laboratory": "{lab}"})],
        "reported": [("1 nurse", "send", {"laboratory": "{lab}"}), ("2 doctor", "report_result", {"outcome": "clear"})],
        "spoilt": [("1 nurse", "discard", {})]}),
    "loan": (("1 reader_desk", "request", LOAN), {
        "requested": [], "on_loan": LENT, "returned": [*LENT, ("1 librarian", "give_back", {})],
        "lost": [*LENT, ("1 librarian", "report_lost", {})], "refused": [("1 librarian", "refuse", {})],
        "closed": [*LENT, ("1 librarian", "give_back", {}), ("1 librarian", "put_back", {})]}),
    "renewal": (("1 reader_desk", "ask", RENEWAL), {
        "asked": REMINDED, "on_hold": [("1 reader_desk", "hold", {"held_on": "2026-01-07", "held_why": "đi xa"})],
        "with_head": [*REMINDED, ("1 reader_desk", "pass_up", {})],
        "granted": [("1 librarian", "grant", DECIDED)], "refused": [("1 librarian", "refuse", DECIDED)]}),
    "reader": (("1 reader_desk", "enrol", READER), {
        "member": [], "suspended": [("1 librarian", "suspend", {})], "left": [("1 librarian", "leave", {})]}),
    "book": (("1 librarian", "register_book", BOOK), {
        "on_shelf": [], "in_repair": [("1 librarian", "send_to_repair", {})],
        "gone": [("2 library_head", "give_away", {})]}),
}
HEADS = {"clinic": "head_doctor", "lending_library": "library_head"}
LOGINS = {"1": "canbo.xa", "2": "phutrach.xa", "own": "quaydoc.xa", "above": "truongthuvien", "stranger": "canbo.phuong"}
NAMED_TOGETHER = [("receiving", "consent"), ("kin", "responsible")]


class World:
    def __init__(self, server):
        self.server, self.records, self.sessions, self.acting, self.renewed, self.kept_away = server, [], {}, {}, None, 0
        self.administrator, self.owner = self.signed_in("quantri"), self.signed_in("dulieu")
        listed = done(self.administrator.call("GET", "/api/v1/accounts"))["items"]
        self.accounts = {one["login"]: one["id"] for one in listed}
        for login in LOGINS.values():
            self.sessions[login] = self.signed_in(login)
        home = {login: done(client.call("GET", "/api/v1/me"))["grants"][0]["organisation"]["id"]
                for login, client in self.sessions.items()}
        self.here, self.there, self.over = (home[LOGINS[who]] for who in ("1", "stranger", "above"))
        self.below = self.units_below(self.over)
        assert self.here in self.below and self.there in self.below
        self.places = {"1": (self.here, self.there), "2": (self.here, self.over), "own": (self.here,), "above": (self.over,),
                       "stranger": (self.there,)}
        self.grant_all()
        for register in sorted(REGISTERS, key=lambda one: one in ("sample", "renewal")):  # of a visit, of a loan
            self.fill(register)

    def signed_in(self, login):
        client = self.server.client()
        client.sign_in(login)
        return client

    def units_below(self, top):
        """The body and every one that has it above."""
        client, below, cursor = self.sessions[LOGINS["above"]], {top}, ""
        while True:
            page = done(client.call("GET", "/api/v1/organisations" + cursor))
            for one in page["items"]:
                above = done(client.call("GET", f"/api/v1/organisations/{one['id']}"))["ancestors"]
                below |= {one["id"]} if top in {body["id"] for body in above} else set()
            if not page["next"]:
                return frozenset(below)
            cursor = "?cursor=" + page["next"]

    def grant_all(self):
        for who, places in self.places.items():
            login = LOGINS[who]
            for (role, _), place in itertools.product(ROLES, places):
                self.acting[(login, role, place)] = None
            grants = done(self.sessions[login].call("GET", "/api/v1/me"))["grants"]
            held = {(one["role"], one["organisation"]["id"]) for one in grants}
            for (role, _), place in itertools.product(ROLES, places):
                if (role, place) not in held:
                    given(self.administrator, self.owner, "POST", f"/api/v1/accounts/{self.accounts[login]}/grants",
                          {"role": role, "organisation_id": place})
            for one in done(self.sessions[login].call("GET", "/api/v1/me"))["grants"]:
                self.acting[(login, one["role"], one["organisation"]["id"])] = one["grant_id"]

    def become(self, login, role, place):
        client = self.sessions[login]
        grant = self.acting[(login, role, place)]
        if getattr(client, "grant", None) != grant:
            done(client.call("POST", "/api/v1/me/acting", {"grant_id": grant}))
            client.grant = grant
        return client

    def builder(self, who):
        number, role = who.split()
        return self.become(LOGINS[number], role, self.here)

    def call(self, client, method, path, body):
        answer = client.call(method, path, body)
        return done(answer, 201 if method == "POST" and path.endswith("/records") else 200)

    def made(self, register, state, rows):
        """A record in this state, of the first person's body, with these relations."""
        (opener, action, answers), ways = WAYS[register]
        at = f"/api/v1/registers/{register}/records"
        if "phone" in answers:
            answers = {**answers, "phone": f"09{len(self.records):02}{random.Random(len(self.records)).randrange(10**6):06}"}
        body = {"action": action, "answers": answers}
        if register == "sample":
            visit = next(one for one in self.records if one.register == "visit_file" and one.state == "waiting")
            body["links"] = [{"kind": "of_visit", "to_register": "visit_file", "to": visit.id}]
        if register == "renewal":
            # A loan of their own: what they extend as often as it may be is nobody else's.
            loan = self.renewed = self.renewed or self.made("loan", "on_loan", ())
            loan.extended += state == "granted"
            body["links"] = [{"kind": "of_loan", "to_register": "loan", "to": loan.id}]
        opened_by = self.accounts[LOGINS[opener.split()[0]]]
        seen = self.call(self.builder(opener), "POST", at, body)
        record = Record(register, seen["id"], seen["number"], "", self.here, self.accounts[LOGINS["1"]],
                        name=answers.get("patient", answers.get("name", {})).get("name", ""),
                        phone=answers.get("phone", ""), answers={*answers, *(key for *_, more in ways[state] for key in more)})
        record.taken, record.beside = [(action, opened_by)], self.renewed if register == "renewal" else None
        head = "2 " + HEADS[REGISTERS[register][0].name]
        people = f"{at}/{record.id}/people"
        if any(who == "1 doctor" for who, *_ in ways[state]):
            self.relate(head, people, record, "responsible", "account", self.accounts[LOGINS["1"]])
        opening = next(one for one in STEPS[register] if one["id"] == action)
        if opening.get("ground") == "consent":
            record.rows.append(("consent", self.here))  # she agreed to the body that opened it
        for who, action, more in ways[state]:
            more = {k: self.there if v == "{lab}" else v for k, v in more.items()}
            client = self.builder(who)
            etag = done(client.call("GET", f"{at}/{record.id}"))["etag"]
            seen = done(client.call("POST", f"{at}/{record.id}/actions", {"action": action, "answers": more, "reason": WHY},
                                    {"If-Match": f'"{etag}"'}))
            record.taken.append((action, self.accounts[LOGINS[who.split()[0]]]))
        record.state = seen["state"]
        assert record.state == state, (register, state, seen["state"])
        for word, kind, whom in rows:
            self.relate(head, people, record, word, kind, whom)
        self.records.append(record)
        return record

    def relate(self, head, people, record, word, kind, whom):
        """By the head of the body, or by the one above it where they are not of that body: who is named has to be near."""
        of_here = kind != "account" or whom in {self.accounts[LOGINS[who]] for who in ("1", "2", "own")}
        clients = [lambda: self.builder(head), lambda: self.become(LOGINS["2"], head.split()[1], self.over)]
        if word in GUARDS:
            return self.keep_away(clients, people, record, word, kind, whom)
        self.call(clients[0 if of_here else 1](), "POST", people, {"relation": word, kind: whom, "reason": WHY})
        record.rows.append((word, whom))

    @staticmethod
    def stands(people, word, whom):
        return any(one["relation"] == word and whom in (one["account"], one["organisation"]) for one in people)

    def keep_away(self, clients, people, record, word, kind, whom):
        """Nobody keeps those away who watch over the record: then there is no such row, and the table says so too.
        Who decides on it is kept away by two (ADR 116): asked for by one, and laid when another says the same."""
        for client in clients:
            answer = client().call("POST", people, {"relation": word, kind: whom, "reason": WHY})
            # Other words about her may wait beside this one: what is told is whether this one stands.
            if answer.status == 200 and answer.json and not self.stands(answer.json["people"], word, whom):
                continue
            if answer.status == 200:
                record.rows.append((word, whom))
                self.kept_away += 1
                return
            # `guard_own`: she who is above is the head here as well, and no second person is.
            assert answer.json["code"] in {"record.relation_not_hers", "access.not_found", "record.guard_own"}, answer.body[:600]

    def fill(self, register):
        programme, one = REGISTERS[register]
        words = {word.partition("+")[0] for grant in evaluator.grants_of(one) for word in evaluator.relations(grant["when"])}
        words |= {"consent"} if any(grant.get("consent") == "true" for grant in evaluator.grants_of(one)) else set()
        for deny in many(one.access.get("denies")):
            words |= {deny["if"], *many(deny.get("unless"))}
        words -= NO_ROWS
        sets = [(), *((word,) for word in sorted(words)), *(pair for pair in NAMED_TOGETHER if words >= set(pair))]
        heads = [grant for grant in evaluator.grants_of(one) if "assign" in many(grant["actions"])]
        reaches = any("above" in evaluator.relations(grant["when"]) for grant in heads)
        whom = [self.accounts[LOGINS[who]] for who in (("own", "stranger", "above") if reaches else ("own",))]
        assert set(WAYS[register][1]) == set(one.states), f"{register}: the world knows other states"
        for state in one.states:
            for together in sets:
                self.made(register, state, [(word, "account", each) for word in together for each in whom])
        if "receiving" in words:
            there = [(word, "organisation", self.there) for word in ("receiving", "consent") if word in words]
            self.made(register, one.states[-2], there)

    def actors(self):
        for who in ("1", "own", "above", "stranger"):
            for (role, _), place in itertools.product(ROLES, self.places[who]):
                login = LOGINS[who]
                below = self.below if place == self.over else frozenset({place})
                yield Actor(login, self.accounts[login], role, place, below)


# --- what is seen ------------------------------------------------------------------------------------------------------------

@dataclass
class Seen:
    """What one actor gets of one record."""
    opens: bool = False
    answers: frozenset = frozenset()
    hidden: frozenset = frozenset()
    actions: tuple = ()
    may: tuple = ()
    write: frozenset = frozenset()
    needs_purpose: bool = False
    lists: bool = False
    named: bool = False
    found: bool = False
    found_by_number: bool = False


def looked(client, record, nothing):
    at = f"/api/v1/registers/{record.register}/records"
    answer = client.call("GET", f"{at}/{record.id}")
    if answer.status == 404:
        assert (answer.code, answer.body) == ("access.not_found", nothing), answer.body
        if SOME.random() < 0.1:
            other = client.call("GET", f"{at}/{record.id}/{SOME.choice(['timeline', 'why'])}")
            assert (other.status, other.body) == (404, nothing), other.body
        return Seen()
    one = done(answer)
    record.answers |= set(one["answers"])
    record.waits = record.waits or any(not c["stopped_at"] for c in one["clocks"])
    read = frozenset(one["answers"])
    events = done(client.call("GET", f"{at}/{record.id}/timeline"))["events"]
    told = {key for event in events for key in event["answers"]}
    assert {FIELD_CLASSES[record.register][key] for key in told} <= set(CLASSES) - set(one["hidden"]), (record, told)
    may = one["may"]
    return Seen(True, read, frozenset(one["hidden"]), tuple(sorted(may["actions"])), tuple(w for w in OF_MAY if may[w]),
                frozenset(one["write"]), one["needs_purpose"])


def listed(client, register, more=""):
    """Ids of all pages, and those with a name beside them; nothing where the list is not hers at all."""
    out, cursor = {}, ""
    while True:
        for _ in range(100):
            answer = client.call("GET", f"/api/v1/registers/{register}/records?{more}{cursor}")
            if answer.status != 503:
                break
            time.sleep(0.1)
        if answer.status == 404:
            assert answer.code == "access.not_found"
            return out
        page = done(answer)
        shown = set((REGISTERS[register][1].access.get("list") or {}).get("show", []))
        for one in page["records"]:
            assert set(one["columns"]) <= shown, (register, one["columns"])
            out[one["id"]] = one["name"]
        if not page["next"]:
            assert not page["more"] or more, "more, and no way to it"
            return out
        cursor = ("&" if more else "") + "after=" + page["next"]


def observe(world, actor):
    """What the actor gets of every record; and what a register offers her to open."""
    client = world.become(actor.login, actor.role, actor.place)
    seen, offers = {}, {}
    agenda = {one["record"] for one in done(client.call("GET", "/api/v1/agenda"))["items"]}
    for register in REGISTERS:
        one = client.call("GET", f"/api/v1/registers/{register}")
        offers[register] = sorted(one.json["create"]) if one.status == 200 else []
        rows = listed(client, register)
        names = listed(client, register, "q=hoang%20thi%20man") if CARD[register] else {}
        nothing = client.call("GET", f"/api/v1/registers/{register}/records/{ABSENT}").body
        for record in (r for r in world.records if r.register == register):
            it = looked(client, record, nothing)
            it.lists, it.named = record.id in rows, bool(rows.get(record.id))
            # Whoever lists nothing of a register searches nothing in it: that is asked of some records only.
            if rows or SOME.random() < 0.05:
                it.found = bool(CARD[register]) and record.id in listed(client, register, "q=" + record.phone)
                it.found_by_number = list(listed(client, register, "q=" + record.number)) == [record.id]
            assert not rows.get(record.id) or rows[record.id] == record.name, (actor, record)
            assert it.found or record.id not in names, (str(actor), record)
            seen[record.id] = it
        strange = (set(rows) | set(names)) - {r.id for r in world.records if r.register == register}
        assert not strange, f"{actor} lists what nobody made: {strange}"
    assert agenda <= {one for one, it in seen.items() if it.lists}, f"{actor}: the agenda shows what no list does"
    assert not agenda - {r.id for r in world.records if r.waits} or not any(it.opens for it in seen.values()), actor
    return seen, offers


# --- both held together ------------------------------------------------------------------------------------------------------

def would_be_taken(expected, actor, record, step):
    """Other eyes, a consent that is there, and the second record's word: what an action asks beside the table."""
    if step["id"] == PASSES_ON[record.register]:
        return False
    if any((action, actor.account) in record.taken for action in many(step.get("not_by_who_did"))):
        return False
    if step.get("ground") == "consent" and "consent" not in record.relations(actor):
        return False
    if "also" not in step:
        return True
    other = record.beside
    theirs = next(one for one in STEPS[other.register] if one["id"] == step["also"]["do"])
    return (expected.of(actor, other, "open").allowed and other.state in many(theirs.get("from"))
            and expected.of(actor, other, theirs["id"]).allowed and would_be_taken(expected, actor, other, theirs))


def wanted(expected, actor, record):
    ask = {action: expected.of(actor, record, action) for action in ("open", "list", *OF_MAY)}
    opened = ask["open"]
    register = REGISTERS[record.register][1]
    if not opened.allowed:
        return Seen(lists=ask["list"].allowed)
    classes = FIELD_CLASSES[record.register]
    here = [one["id"] for one in STEPS[record.register] if record.state in many(one.get("from")) and one.get("creates") != "true"]
    here = [one for one in here if one != "extend" or record.extended < 3]
    verdicts = {one: expected.of(actor, record, one) for one in here}
    steps = {one["id"]: one for one in STEPS[record.register]}
    actions = tuple(sorted(one for one, verdict in verdicts.items()
                           if verdict.allowed and would_be_taken(expected, actor, record, steps[one])))
    write = frozenset().union(*(verdicts[one].write for one in actions), ask["correct"].write)
    rule = (register.access.get("list") or {}).get("identity") or {}
    finds = ask["list"].allowed and (opened.read | opened.purpose) >= CARD[record.register] and bool(CARD[record.register])
    named = (ask["list"].allowed and actor.role in many(rule.get("roles")) and "identity" in ask["list"].read
             and bool(record.relations(actor) & set(evaluator.relations(rule.get("when")))))
    return Seen(True, frozenset(key for key in record.answers if classes[key] in opened.read),
                frozenset({classes[key] for key in record.answers} - opened.read), actions,
                tuple(word for word in OF_MAY if ask[word].allowed), write, bool(opened.purpose),
                ask["list"].allowed, named, finds, ask["list"].allowed)


def objections(expected, facts, records, offered, only=None):
    """What is otherwise than expected; `only`: of one register, role and state."""
    out = []
    for (actor, record_id), it in facts.items():
        record = records[record_id]
        if only and (record.register, actor.role, record.state) != only:
            continue
        must = wanted(expected, actor, record)
        if it != must:
            differs = [name for name in it.__dict__ if getattr(it, name) != getattr(must, name)]
            out.append(f"{actor}, {record.register} in {record.state} {sorted(record.relations(actor))}: " + "; ".join(
                f"{name} is {getattr(it, name)}, must be {getattr(must, name)}" for name in differs))
    for (actor, register), it in offered.items():
        if only and (register, actor.role, "-") != only:
            continue
        if it != expected.opening(actor, register):
            out.append(f"{actor}, {register}: may open by {it}, must by {expected.opening(actor, register)}")
    return out


def flips(cells, facts, records, offered):
    """Every cell that a page can show, taken out of what is expected: nothing else may change, and it must be seen."""
    shown = {"open", "list", *OF_MAY, *(one["id"] for steps in STEPS.values() for one in steps)}
    unseen, tried = [], 0
    for place in cells:
        register, role, action, state = place[:4]
        if action not in shown or not reachable(register, action, state):
            continue
        tried += 1
        fewer = {key: value for key, value in cells.items() if key != place}
        if not objections(Expected(fewer), facts, records, offered, (register, role, state)):
            unseen.append(place)
    return tried, unseen


def reachable(register, action, state):
    """Whether a page shows the action in this state at all: what leads nowhere from here is not offered."""
    step = next((one for one in STEPS[register] if one["id"] == action), None)
    if step and "also" in step:
        return False  # the table of the second register decides too: shown in tests/end_to_end/two_records_test.py
    if action == PASSES_ON[register]:
        return False  # shown in tests/end_to_end/succession_test.py
    return step is None or step.get("creates") == "true" or state in many(step.get("from"))


def refused_acts(world, expected, facts, rng):
    """What is not offered is refused, as if there were nothing."""
    tried = 0
    records = {one.id: one for one in world.records}
    by_actor = defaultdict(list)
    for (actor, record_id), it in facts.items():
        by_actor[actor].append((records[record_id], it))
    for actor, all_of_hers in by_actor.items():
        client = world.become(actor.login, actor.role, actor.place)
        for record, it in rng.sample(all_of_hers, 6):
            at = f"/api/v1/registers/{record.register}/records/{record.id}"
            etag = done(client.call("GET", at))["etag"] if it.opens else "x"
            for one in STEPS[record.register]:
                if one.get("creates") == "true" or expected.of(actor, record, one["id"]).allowed:
                    continue
                answer = client.call("POST", at + "/actions", {"action": one["id"], "answers": {}, "reason": WHY},
                                     {"If-Match": f'"{etag}"'})
                assert (answer.status, answer.code) == (404, "access.not_found"), (str(actor), record, one["id"], answer.body)
                tried += 1
            if not expected.of(actor, record, "assign").allowed:
                answer = client.call("POST", at + "/people", {"relation": "block", "account": world.accounts["lanhdao"]})
                assert (answer.status, answer.code) == (404, "access.not_found"), (str(actor), record, answer.body)
                tried += 1
    return tried


def story(server):
    began = time.monotonic()
    world = World(server)
    built = time.monotonic()
    assert world.kept_away > 20, f"somebody was kept away {world.kept_away} times"
    records = {one.id: one for one in world.records}
    facts, offered = {}, {}
    for actor in world.actors():
        seen, offers = observe(world, actor)
        facts.update({(actor, record): it for record, it in seen.items()})
        offered.update({(actor, register): it for register, it in offers.items()})
    cells = all_cells()
    expected = Expected(cells)
    found = objections(expected, facts, records, offered)
    assert not found, "\n".join(found[:20]) + f"\n{len(found)} objections"
    acts = refused_acts(world, expected, facts, random.Random(20261122))
    flipped = "as on the other database"
    if not server.postgres:
        tried, unseen = flips(cells, facts, records, offered)
        assert not unseen, "nobody in this world would miss:\n" + "\n".join(map(str, unseen[:30])) + f"\n{len(unseen)} of {tried}"
        flipped = f"{tried} cells, each missed when it is gone"
    print(f"{len(records)} records, {len(facts)} looks, {acts} refused acts; {flipped}; "
          f"built in {built - began:.0f} s, all in {time.monotonic() - began:.0f} s", flush=True)


on_both_databases(story)
