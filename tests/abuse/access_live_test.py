#!/usr/bin/env python3
"""Every demo role on every route over things of other organisations: only what access.tsv says, and nothing in between."""
import json, re, sqlite3, subprocess
from abuse_support import NEOVE, SOURCE, Checks, Pair, Person, loud_server

checks = Checks("access")
ABSENT = "0" * 32
# Which cell of the table a route asks for; None: whoever is signed in. A route that is not here makes the test fail.
NEEDS = {
    "GET /api/v1/me": None, "GET /api/v1/roles": None, "GET /api/v1/organisation-kinds": None,
    "GET /api/v1/organisations": "organisation.list", "GET /api/v1/organisations/{id}": "organisation.open",
    "POST /api/v1/organisations": "organisation.create", "PATCH /api/v1/organisations/{id}": "organisation.change",
    "POST /api/v1/organisations/import": "organisation.import",
    "GET /api/v1/organisations/export": "organisation.export",
    "GET /api/v1/organisations/{id}/letterhead": "organisation.open", "PUT /api/v1/organisations/{id}/letterhead": "organisation.change",
    "GET /api/v1/units": "administrative_unit.list", "GET /api/v1/units/{list}/{code}": "administrative_unit.open",
    "GET /api/v1/accounts/{id}": "account.open", "GET /api/v1/proposals": "proposal.list",
    "GET /api/v1/proposals/{id}": "proposal.open", "POST /api/v1/proposals/{id}/confirm": "proposal.confirm",
    "POST /api/v1/proposals/{id}/refuse": "proposal.refuse", "POST /api/v1/proposals/{id}/cancel": "proposal.cancel",
    "GET /api/v1/accounts": "account.list", "POST /api/v1/accounts": "account.create",
    "POST /api/v1/accounts/{id}/disable": "account.disable", "POST /api/v1/accounts/{id}/enable": "account.enable",
    "POST /api/v1/accounts/{id}/reset": "account.reset", "POST /api/v1/accounts/{id}/grants": "account.grant",
    "DELETE /api/v1/accounts/{id}/grants/{grant_id}": "account.withdraw",
    "GET /api/v1/documents": "document.list", "POST /api/v1/documents": "document.upload",
    "GET /api/v1/documents/{id}": "document.open", "GET /api/v1/documents/{id}/text": "document.open",
    "GET /api/v1/documents/{id}/reading": "document.open", "GET /api/v1/documents/{id}/original": "document.original",
    "GET /api/v1/documents/{id}/readers": "document.readers", "PATCH /api/v1/documents/{id}": "document.change",
    "POST /api/v1/documents/{id}/withdraw": "document.withdraw", "PUT /api/v1/documents/{id}/issuer": "document.name_issuer",
    "POST /api/v1/documents/{id}/tasks": "document.review", "PATCH /api/v1/documents/{id}/tasks/{task_id}": "document.review",
    "POST /api/v1/documents/{id}/tasks/{task_id}/split": "document.review",
    "POST /api/v1/documents/{id}/tasks/merge": "document.review",
    "POST /api/v1/documents/{id}/tasks/{task_id}/drop": "document.review",
    "POST /api/v1/documents/{id}/tasks/{task_id}/restore": "document.review",
    "GET /api/v1/documents/{id}/allotments": "document.confirm", "POST /api/v1/documents/{id}/allotments": "document.confirm",
    "GET /api/v1/documents/{id}/coverage": "document.open",
    "GET /api/v1/documents/{id}/own-plans": "document.open", "POST /api/v1/documents/{id}/own-plans": "document.record_plan",
    "PUT /api/v1/documents/{id}/own-plan": "document.record_plan",
    "POST /api/v1/documents/{id}/confirm": "document.confirm", "POST /api/v1/documents/{id}/reread": "document.review",
    "POST /api/v1/documents/{id}/reread/accept": "document.review", "GET /api/v1/status": "system.status",
    "GET /api/v1/access-table": "access_table.open", "POST /api/v1/access-table/propose": "access_table.propose",
    "POST /api/v1/access-table/confirm": "access_table.confirm", "POST /api/v1/access-table/refuse": "access_table.refuse",
    "POST /api/v1/access-table/cancel": "access_table.cancel",
}
# Of one's own session or open to everybody; tried in sessions_test.py.
ELSEWHERE = {"/api/v1/sign-in", "/api/v1/sign-out", "/api/v1/lock", "/api/v1/unlock", "/api/v1/step-up", "/api/v1/me/acting",
             "/api/v1/me/password", "/api/v1/me/first-password", "/api/v1/demo", "/healthz", "/metrics", "/calendar/{token}", "/api/v1/openapi.json"}


# Records of registers have rules of their own: every one of these is tried as a stranger in end_to_end/registers_test.py.
OF_REGISTERS = ("/api/v1/registers", "/api/v1/drafts/", "/api/v1/agenda", "/api/v1/exports", "/api/v1/reminders")


def words_of(text):
    return [word.strip() for word in text.strip().strip("[]").split(",")]


def read_yaml(text):
    """The rules of access.yaml as (role, register, action, relation): a second reader, made apart from the server's."""
    cells, register, in_registers = set(), "", False
    for line in text.splitlines():
        if line.startswith("registers:"):
            in_registers = True
        elif re.match(r"\S", line) and not line.startswith("#"):
            in_registers = False
        if not in_registers:
            continue
        if heading := re.fullmatch(r"  (\w+):", line):
            register = heading[1]
        elif rule := re.fullmatch(r"    - \{role: (.*?), when: (\[.*?\]|\w+), actions: (.*)\}", line):
            cells |= {(role, register, action, relation) for role in words_of(rule[1]) for relation in words_of(rule[2])
                      for action in words_of(rule[3])}
        elif line.strip().startswith("-"):
            checks.that(False, f"a rule of another shape: {line}")
    return cells


def read_second_person(text):
    """What takes two persons as (register, action), sets of roles kept apart, roles that must remain: read apart too."""
    two, apart, remain, section = set(), set(), set(), ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"(\w+):", line):
            section = heading[1]
        elif rule := re.fullmatch(r"  - \{register: (\w+), actions: (\[.*?\])\}", line):
            two |= {(rule[1], action) for action in words_of(rule[2])} if section == "two_persons" else {None}
        elif rule := re.fullmatch(r"  - \{roles: (\[.*?\])\}", line):
            if section == "apart":
                apart.add(frozenset(words_of(rule[1])))
            else:
                remain |= set(words_of(rule[1])) if section == "never_without" else {None}
        elif section in ("two_persons", "apart", "never_without") and line.strip().startswith("-"):
            checks.that(False, f"a rule of another shape: {line}")
    return two, apart, remain


def power_takes_two(rules, table, two, apart, remain):
    """Nobody who may begin an act that gives power may confirm one; the committed table says which acts wait."""
    gives = {"create", "enable", "reset", "grant"}
    checks.equal(two, {("account", action) for action in gives} | {("access_table", "propose"), ("organisation", "place")},
                 "what takes two persons")
    for begun, ended in (("propose", "confirm"), ("propose", "refuse")):
        one, other = ({role for role, register, action, _ in rules if (register, action) == ("access_table", word)}
                      for word in (begun, ended))
        checks.that(one and other and all(any(together <= {a, b} for together in apart) for a in one for b in other),
                    f"a table of access: {one} {begun}, {other} {ended}")
    for *cell, persons in table:
        wanted = "2" if (cell[1], cell[2]) in two else "1"
        checks.equal(persons, wanted, f"persons for {cell}")
    begin = {role for role, register, action, _ in rules
             if (register == "account" and action in gives) or (register, action) == ("organisation", "place")}
    confirm = {role for role, register, action, _ in rules if (register, action) == ("proposal", "confirm")}
    checks.that(begin and confirm and not begin & confirm, f"{begin} propose, {confirm} confirm")
    for one in begin:
        for other in confirm:
            checks.that(any(together <= {one, other} for together in apart), f"{one} and {other} are kept apart")
    checks.equal(remain, begin | confirm, "roles that never lose their last holder")
    readers = {role for role, register, *_ in rules if register == "document"}
    checks.equal(readers & (begin | confirm), set(), "who decides on power reads no document")


def the_table_says_what_the_rules_say():
    house = SOURCE / "packs/house"
    text = (house / "access.yaml").read_text()
    rules, (two, apart, remain) = read_yaml(text), read_second_person(text)
    lines = (house / "access.tsv").read_text().splitlines()
    cells = [tuple(line.split("\t")) for line in lines[1:] if not line.startswith("#")]
    table = [cell[:4] for cell in cells]
    checks.equal(lines[0], "role\tregister\taction\trelation\tpersons", "head of access.tsv")
    power_takes_two(rules, cells, two, apart, remain)
    beside = {frozenset(line.split("\t")[1:]) for line in lines if line.startswith("#apart\t")}
    checks.equal(beside, apart, "roles kept apart, in access.tsv")
    checks.equal({line.split("\t")[1] for line in lines if line.startswith("#never_without\t")}, remain, "and those that remain")
    checks.that(len(table) == len(set(table)) and len(table) > 40, f"{len(table)} cells, each once")
    checks.equal(set(table) ^ rules, set(), "cells in which access.tsv and access.yaml differ")
    done = subprocess.run([str(NEOVE), "access", "table"], capture_output=True, text=True)
    checks.equal(set(done.stdout.splitlines()) ^ set(lines), set(), "lines in which the server's own table differs")
    never = [("data_owner", "document", None), ("data_owner", "account", "create"), ("data_owner", "account", "grant"),
             ("data_owner", "account", "reset"), ("data_owner", "account", "enable"), ("data_owner", "system", None),
             ("data_owner", "organisation", "change"), ("administrator", "proposal", "confirm"),
             ("administrator", "proposal", "refuse"), ("focal", "proposal", None), ("officer", "proposal", None),
             ("leader", "proposal", None), ("auditor", "proposal", None),
             ("administrator", "document", None), ("auditor", "document", None), ("officer", "account", "list"),
             ("leader", "document", "change"), ("leader", "document", "original"), ("officer", "document", "original"),
             ("focal", "account", "list"), ("auditor", "account", "list"), ("officer", "document", "review"),
             ("leader", "document", "confirm"), ("leader", "document", "withdraw"), ("officer", "document", "withdraw"), ("officer", "organisation", "change"), ("auditor", "organisation", "change"),
             ("administrator", "access_table", "confirm"), ("administrator", "access_table", "refuse"),
             ("data_owner", "access_table", "propose"), ("auditor", "access_table", "propose"), ("auditor", "access_table", "confirm"),
             ("officer", "access_table", None), ("leader", "access_table", None), ("focal", "access_table", None),
             ("leader", "account", "create"), ("focal", "system", None), ("officer", "system", None), ("leader", "system", None)]
    for role, register, action in never:
        held = [cell for cell in rules if cell[0] == role and cell[1] == register and action in (None, cell[2])]
        checks.equal(held, [], f"never: {role} {action or 'anything'} on {register}")
    for cell in rules:
        if cell[2] in ("upload", "change", "review", "confirm", "withdraw", "original") and cell[1] == "document":
            checks.equal(cell[3], "own", f"only the owner's office: {cell}")
    return rules


def rules_of_programme_roles(roles):
    """Roles of programmes stand in no house rule: they find bodies and administrative units, which every form asks for, and
    nothing else of the house."""
    text = (SOURCE / "packs/house/access.yaml").read_text()
    section = text.split("\nroles_of_programmes:\n")[1]
    rights = set()
    for line in section.splitlines():
        rule = re.fullmatch(r"  (\w+): \{when: (\w+), actions: (\[.*?\])\}", line)
        if not rule:
            break
        rights |= {(rule[1], action, rule[2]) for action in words_of(rule[3])}
    checks.equal(rights, {(register, action, "any") for register in ("organisation", "administrative_unit")
                          for action in ("list", "open")}, "what roles of programmes get of the house")
    lines = (SOURCE / "packs/house/access.tsv").read_text().splitlines()
    checks.equal({tuple(line.split("\t")[1:]) for line in lines if line.startswith("#of_programmes\t")}, rights, "in access.tsv")
    return {(role, *cell) for role in roles for cell in rights}


class World:
    """The demo accounts, one document of two offices each, and one account to act upon."""

    def __init__(self, server):
        self.server, self.people, self.documents = server, {}, {}
        stranger = server.client()
        for account in stranger.call("GET", "/api/v1/demo").json["accounts"]:
            client = server.client()
            client.sign_in(account["login"])
            me = client.call("GET", "/api/v1/me").json
            self.people[account["login"]] = (client, me["acting"]["role"], me["acting"]["organisation"]["id"], me)
        self.chief = self.people["quantri"][0]
        self.organisation = self.people["canbo.xa"][2]
        pair = object.__new__(Pair)
        pair.administrator, pair.data_owner = self.chief, self.people["dulieu"][0]
        self.target = Person(server, pair, "thu.dich", "officer", self.organisation)
        asked = self.chief.call("POST", f"/api/v1/accounts/{self.target.id}/reset", {"reason": "thử"})
        assert asked.status == 202, asked.body
        self.proposal = asked.json["id"]
        plan = (SOURCE / "packs/demo_province/sample_plan.txt").read_bytes()
        for login in ("daumoi.congan", "daumoi.yte"):
            client, _, own, _ = self.people[login]
            up = client.call("POST", "/api/v1/documents", raw=plan + b"\n" + login.encode())
            if up.status == 404:
                continue
            assert up.status == 201, up.body
            self.documents[up.json["id"]] = (login, own)
        self.above = {}

    def ancestors(self, organisation):
        if organisation not in self.above:
            one = self.chief.call("GET", "/api/v1/organisations/" + organisation).json
            self.above[organisation] = {each["id"] for each in one["ancestors"]} - {organisation}
        return self.above[organisation]

    def relations(self, acting, owner):
        return {"any"} | ({"own"} if acting == owner else set()) | ({"above"} if acting in self.ancestors(owner) else set())

    def tag_and_task(self, document):
        owner = self.people[self.documents[document][0]][0]
        reading = owner.call("GET", f"/api/v1/documents/{document}/reading").json
        tag = owner.call("GET", f"/api/v1/documents/{document}").json["etag"]
        found = re.search(r'"id":"([0-9a-f]{32})"', json.dumps(reading["tasks"], separators=(",", ":")))
        return tag, found[1] if found else ABSENT


def body_of(world, route, task):
    return {
        "POST /api/v1/organisations": {"name": "Trạm Thử", "kind": "centre", "parent_id": world.organisation},
        "PATCH /api/v1/organisations/{id}": {"short_name": "T"},
        "PUT /api/v1/organisations/{id}/letterhead": dict.fromkeys(("above", "own", "place", "symbol", "signatures", "recipients"), ""),
        "POST /api/v1/accounts/{id}/enable": {"reason": "thử"}, "POST /api/v1/accounts/{id}/reset": {"reason": "thử"},
        "POST /api/v1/proposals/{id}/refuse": {"reason": "thử"},
        "POST /api/v1/accounts": {"login": "thu.them", "name": "Thêm", "reason": "thử",
                                  "grants": [{"role": "officer", "organisation_id": world.organisation}]},
        "POST /api/v1/accounts/{id}/grants": {"role": "leader", "organisation_id": world.organisation, "reason": "thử"},
        "PATCH /api/v1/documents/{id}": {"title": "Tên khác"},
        "POST /api/v1/access-table/propose": {"digest": "x", "reason": "thử"},
        "POST /api/v1/access-table/confirm": {"digest": "x"}, "POST /api/v1/access-table/refuse": {"reason": "thử"},
        # A body that there is not: whoever may is refused by that name, and nobody's sight changes.
        "PUT /api/v1/documents/{id}/issuer": {"organisation_id": ABSENT},
        # Without a reason nobody withdraws, so that whoever may is refused by that name and the others still find it.
        "POST /api/v1/documents/{id}/withdraw": {"reason": ""},
        "POST /api/v1/documents/{id}/tasks": {"text": "Việc thử"},
        "PATCH /api/v1/documents/{id}/tasks/{task_id}": {"text": "Việc thử"},
        "POST /api/v1/documents/{id}/tasks/{task_id}/split": {"at": 5},
        "POST /api/v1/documents/{id}/tasks/merge": {"task_ids": [task, task]},
        # A plan that there is not: whoever may record one is refused by that name.
        "PUT /api/v1/documents/{id}/own-plan": {"plan_id": ABSENT, "number": "1", "issued_on": "2026-01-02"},
        # A register that there is not: whoever may is refused by that name, and nothing is given out.
        "POST /api/v1/documents/{id}/allotments": {"register": "x", "apply": True},
        "POST /api/v1/documents/{id}/confirm": {"task_ids": [task]},
        "POST /api/v1/documents/{id}/reread/accept": {"changed": [], "added": [], "missing": []},
    }.get(route)


def ask(world, client, route, one, task, tag):
    method, path = route.split(" ")
    path = path.replace("{id}", one).replace("{task_id}", task).replace("{grant_id}", world.target.grants[0]["grant_id"])
    path = path.replace("{list}", "2025-07-01").replace("{code}", "82")
    body, headers = body_of(world, route, task), {"If-Match": f'"{tag}"'} if tag else {}
    raw = b"x" if (not route.startswith("GET ") and route.endswith(("/reread", "/import", "/fill-ins", "/own-plans"))) or route == "POST /api/v1/documents" else None
    return client.call(method, path, body, headers, raw=None if body is not None else raw)


def is_said_no(answer):
    return answer.status == 404 and answer.code == "access.not_found"


def role_on_route(world, rules, login, route):
    client, role, acting, _ = world.people[login]
    register, action = NEEDS[route].split(".")
    with_id = "{id}" in route
    if register == "document" and with_id:
        things = [(one, owner, *world.tag_and_task(one)) for one, (_, owner) in world.documents.items()]
    elif with_id and register == "organisation":
        tag = world.chief.call("GET", "/api/v1/organisations/" + world.organisation).json["etag"]
        things = [(world.organisation, world.organisation, ABSENT, tag)]
    elif route == "POST /api/v1/organisations":  # it is to stand below that of canbo.xa
        things = [(world.target.id, world.organisation, ABSENT, "")]
    elif register == "proposal":
        things = [(world.proposal, None, ABSENT, "")]
    else:
        things = [(world.target.id, acting, ABSENT, "")]
    for thing in things:
        one, owner = thing[:2]
        task, tag = (thing[3], thing[2]) if register == "document" and with_id else thing[2:]
        relations = world.relations(acting, owner) if owner else {"any"}
        if register == "proposal" and login == "quantri":
            relations.add("self")  # the administrator of this world made the proposal
        may = any((role, register, action, relation) in rules for relation in relations)
        if may and (action in ("disable", "reset", "confirm", "enable", "refuse", "cancel") or route.startswith("DELETE")):
            continue  # it would change the world for those who come after
        answer = ask(world, client, route, one, task, tag)
        what = f"{login} ({role}) {route} {'of ' + world.documents[one][0] if one in world.documents else ''}"
        if may:
            checks.that(not is_said_no(answer) and answer.status not in (401, 403), f"{what} is allowed: {answer.status}")
            checks.that(answer.status < 500, f"{what}: {answer.status} {answer.body[:200]!r}")
        elif register == "organisation" and any(rule[:3] == (role, register, action) for rule in rules):
            # That it is there everybody sees: whoever keeps another part of the list is told who keeps this one.
            checks.equal((answer.status, answer.code), (403, "organisation.not_hers"), f"{what} is another's")
        else:
            checks.that(is_said_no(answer), f"{what} is not allowed: {answer.status} {answer.body[:160]!r}")
            if with_id:
                absent = ask(world, client, route, ABSENT, task, tag)
                checks.equal((answer.status, answer.body), (absent.status, absent.body), f"{what}: not yours, not there")
                heads = [sorted((k, v) for k, v in each.headers.items() if k.lower() != "date") for each in (answer, absent)]
                checks.equal(heads[0], heads[1], f"{what}: headers of not yours and not there")
        if with_id:
            for wrong in ("x", "0" * 31, "0" * 33, "g" * 32, one.upper() if one.upper() != one else "A"):
                checks.that(ask(world, client, route, wrong, task, tag).status in (404, 422, 412), f"{what}: id {wrong!r}")


def every_route(world, rules):
    listed = world.server.client().call("GET", "/api/v1/openapi.json")
    routes = [f"{method.upper()} {path}" for path, item in listed.json["paths"].items() for method in item] \
        if listed.status == 200 else [route for route in NEEDS if "documents" not in route]
    for route in routes:
        if route.split(" ")[1] in ELSEWHERE or "/factor/" in route:
            continue
        if route.split(" ")[1].startswith(OF_REGISTERS):
            stranger = ask(world, world.server.client(), route, ABSENT, ABSENT, "x")
            checks.equal((stranger.status, stranger.code), (401, "session.none"), f"{route} without a session")
            continue
        if not checks.that(route in NEEDS, f"a route without a cell in this test: {route}"):
            continue
        stranger = ask(world, world.server.client(), route, ABSENT, ABSENT, "x")
        checks.equal((stranger.status, stranger.code), (401, "session.none"), f"{route} without a session")
        if NEEDS[route] is None or (NEEDS[route].startswith("document.") and not world.documents):
            continue
        for login in sorted(world.people, key=lambda one: one == "quantri"):
            role_on_route(world, rules, login, route)


def lists_show_what_opens(world, rules):
    for login, (client, role, acting, me) in world.people.items():
        listed = client.call("GET", "/api/v1/documents")
        visible = {one for one, (_, owner) in world.documents.items() if any(
            (role, "document", "list", relation) in rules for relation in world.relations(acting, owner))}
        if listed.status == 404:
            checks.equal(visible, set(), f"{login} lists nothing")
        else:
            checks.equal({one["id"] for one in listed.json["items"]}, visible, f"documents in the list of {login}")
        opened = {one for one in world.documents if client.call("GET", "/api/v1/documents/" + one).status == 200}
        checks.equal(opened, visible, f"what {login} lists and what she opens")
        offered = {"organisation.read": "organisation.list", "account.manage": "account.create", "account.read": "account.list",
                   "account.withdraw": "account.withdraw", "proposal.read": "proposal.list", "access.read": "access_table.open", "proposal.confirm": "proposal.confirm", "system.status": "system.status",
                   "organisation.place": "organisation.place", "organisation.write": "organisation.create", "document.upload": "document.upload"}
        for word, cell in offered.items():
            register, action = cell.split(".")
            held = any(rule[:3] == (role, register, action) for rule in rules)
            checks.equal(word in me["may"], held, f"{login} is offered {word}")


def after_confirming(world):
    """A confirmed task lets the named offices open; what list and opening show stays one, and review stays the owner's."""
    newly = set()
    for document, (login, _) in world.documents.items():
        owner = world.people[login][0]
        before = {other for other, one in world.people.items() if one[0].call("GET", "/api/v1/documents/" + document).status == 200}
        reading = owner.call("GET", f"/api/v1/documents/{document}/reading").json
        confirmed, last = 0, None
        for one in reading["tasks"]:
            tag, _ = world.tag_and_task(document)
            last = owner.call("POST", f"/api/v1/documents/{document}/confirm", {"task_ids": [one["id"]]}, {"If-Match": f'"{tag}"'})
            confirmed += last.status in (200, 201, 204)
        if not checks.that(confirmed > 0, f"some task of {login}'s plan can be confirmed: {last and last.body[:200]!r}"):
            continue
        tag, task = world.tag_and_task(document)
        for other, (client, role, _, _) in world.people.items():
            listed = client.call("GET", "/api/v1/documents")
            ids = {one["id"] for one in listed.json["items"]} if listed.status == 200 else set()
            opened = client.call("GET", "/api/v1/documents/" + document).status == 200
            checks.equal(document in ids, opened, f"{other} lists and opens the confirmed plan of {login}")
            newly |= {other} - before if opened else set()
            if role in ("administrator", "auditor", "data_owner"):
                checks.that(not opened, f"{role} opens no content")
            if other == login:
                continue
            for route in ("GET /api/v1/documents/{id}/original", "PATCH /api/v1/documents/{id}",
                          "POST /api/v1/documents/{id}/tasks/{task_id}/drop", "POST /api/v1/documents/{id}/confirm"):
                checks.that(is_said_no(ask(world, client, route, document, task, tag)), f"{other} {route} after confirming")
    checks.that(newly or not world.documents, "a confirmed task opened the plan to somebody who could not open it before")


def after_naming_an_issuer(world, rules):
    """Of each body in turn: its leaders list and open the document, nobody else sees more than before, and none of them more
    than reading; of the next body these see nothing any more."""
    newly = set()
    bodies = sorted({acting for _, _, acting, _ in world.people.values()})

    def seen(document):
        out = set()
        for login, (client, *_) in world.people.items():
            listed = client.call("GET", "/api/v1/documents")
            ids = {one["id"] for one in listed.json["items"]} if listed.status == 200 else set()
            got = {path: client.call("GET", f"/api/v1/documents/{document}{path}").status for path in ("", "/text", "/reading", "/coverage")}
            checks.equal(set(got.values()), {200 if document in ids else 404}, f"{login} lists, opens and counts {got}")
            out |= {login} if document in ids else set()
        return out

    for document, (login, _) in world.documents.items():
        owner, before = world.people[login][0], seen(document)
        for body in [*bodies, None]:
            tag, task = world.tag_and_task(document)
            answer = owner.call("PUT", f"/api/v1/documents/{document}/issuer", {"organisation_id": body}, {"If-Match": f'"{tag}"'})
            checks.equal(answer.status, 200, f"{login} names {body}: {answer.body[:160]!r}")
            hers = {other for other, (_, role, acting, _) in world.people.items()
                    if acting == body and (role, "document", "list", "issuer") in rules}
            checks.equal(seen(document), before | hers, f"who sees the plan that {body} issued")
            newly |= hers - before
            tag, task = world.tag_and_task(document)
            for other in hers - before:
                for route in [one for one, need in NEEDS.items() if need and need.startswith("document.") and "{id}" in one
                              and need != "document.open"]:
                    said = ask(world, world.people[other][0], route, document, task, tag)
                    checks.that(is_said_no(said), f"{other} {route} of a plan her body issued: {said.status}")
    checks.that(newly or not world.documents, "an issuer opened the plan to somebody who could not open it before")


def nobody_moves_herself_above(world):
    """Never: a focal officer makes herself a desk of another body, or puts one under her own unit."""
    client, _, own, _ = world.people["daumoi.yte"]
    at = "/api/v1/organisations/"
    police = world.people["daumoi.congan"][2]
    above = world.chief.call("GET", at + police).json["parent"]["id"]

    def moved(one, change):
        before = client.call("GET", at + one).json
        answer = client.call("PATCH", at + one, change, {"If-Match": f'"{before["etag"]}"'})
        after = client.call("GET", at + one).json
        checks.equal((after["kind"], after["parent"], after["version"]), (before["kind"], before["parent"], before["version"]), "nothing moved")
        return answer.status, answer.code

    checks.equal(moved(own, {"kind": "police_desk", "parent_id": above}), (403, "organisation.place_not_hers"), "a desk of the police")
    checks.equal(moved(own, {"kind": "police", "parent_id": ""}), (403, "organisation.place_not_hers"), "a police of her own")
    checks.equal(moved(police, {"parent_id": own}), (403, "organisation.not_hers"), "the staff of the police under her unit")
    answer = client.call("POST", at.rstrip("/"), {"name": "Phòng Thử", "kind": "police_desk", "parent_id": above})
    checks.equal((answer.status, answer.code), (403, "organisation.not_hers"), "a new desk of the police")
    row = "Tên,Loại,Cấp trên\nPhòng Thử,Phòng thuộc Công an tỉnh,Công an tỉnh Lam Sương\n".encode()
    for dry in ("true", "false"):
        answer = client.call("POST", at + "import?dry_run=" + dry, raw=row)
        checks.equal((answer.status, answer.code), (403, "organisation.place_not_hers"), "by a table")
    checks.equal(client.call("PATCH", at + own, {"short_name": "PNV"}, {"If-Match": '"%s"' % client.call("GET", at + own).json["etag"]}).status,
                 200, "her own unit's short name")

    def renamed(change):
        etag = client.call("GET", at + own).json["etag"]
        answer = client.call("PATCH", at + own, change, {"If-Match": f'"{etag}"'})
        return answer.status, answer.code

    for name in ("Công an tỉnh", "Ủy ban nhân dân các xã, phường", "Sở Tư pháp"):
        for change in ({"aliases": [{"name": name}]}, {"short_name": name}, {"name": name}):
            checks.equal(renamed(change), (403, "organisation.name_of_another"), f"the name of others: {change}")
    checks.equal(renamed({"code": "H99.77"}), (403, "organisation.code_not_hers"), "a code nobody has yet")


def power_is_looked_at_first(world):
    """412, 422 and a question for a code are answers to those who may; everybody else gets the one 404."""
    client = world.people["canbo.xa"][0]
    at = "/api/v1/organisations/" + world.organisation
    for tag in ({"If-Match": '"wrong"'}, {}):
        checks.that(is_said_no(client.call("PATCH", at, {"short_name": "T"}, tag)), f"change an organisation with {tag}")
    checks.that(is_said_no(client.call("PATCH", at, {"nonsense": "T"}, {"If-Match": '"wrong"'})), "with a wrong field")
    target = f"/api/v1/accounts/{world.target.id}"
    world.server.clock.move(301)
    for method, path, body in (("POST", target + "/disable", None), ("POST", target + "/reset", {"reason": "thử"}),
                               ("POST", f"/api/v1/proposals/{world.proposal}/confirm", None)):
        checks.that(is_said_no(client.call(method, path, body)), f"{path} without the power, factor shown long ago")


def looking_at_persons_is_journalled(world):
    """An account's page and the list of readers show what persons did: opening them is an act with an entry of its own."""
    document, (login, _) = next(iter(world.documents.items()))
    owner, _, organisation, _ = world.people[login]
    for _ in range(2):
        readers = owner.call("GET", f"/api/v1/documents/{document}/readers").json["items"]
    checks.that(any(one["action"] == "document.readers" for one in readers), "the list of readers names who read the list")
    own = owner.call("GET", "/api/v1/me").json
    bodies = {one["organisation"] for one in readers if one["name"] == own["account"]["name"]}
    checks.equal(bodies, {own["acting"]["organisation"]["name"]}, "the reader's body")
    store = sqlite3.connect(world.server.folder / "store.sqlite", timeout=20)
    query = "SELECT COUNT(*) FROM journal WHERE action = 'account.open' AND record_id = ?"
    before = store.execute(query, (world.target.id,)).fetchone()[0]
    checks.equal(world.chief.call("GET", f"/api/v1/accounts/{world.target.id}").status, 200, "an account's page")
    checks.equal(store.execute(query, (world.target.id,)).fetchone()[0], before + 1, "entries of opening an account")
    store.close()


def originals_ask_for_the_factor(world):
    document, (login, _) = next(iter(world.documents.items()))
    owner = world.people[login][0]
    world.server.clock.move(301)
    answer = owner.call("GET", f"/api/v1/documents/{document}/original")
    checks.equal((answer.status, answer.status == 403 and answer.code), (403, "session.step_up"), "an original, factor shown long ago")
    checks.equal(owner.call("GET", f"/api/v1/documents/{document}/text").status, 200, "the text needs no step-up")


rules = the_table_says_what_the_rules_say()
with loud_server(held_clock=True) as server:
    world = World(server)
    rules |= rules_of_programme_roles({role for _, role, _, _ in world.people.values()} - {role for role, *_ in rules})
    if not world.documents:
        print("SKIP: this server has no documents yet")
    lists_show_what_opens(world, rules)
    every_route(world, rules)
    after_naming_an_issuer(world, rules)
    after_confirming(world)
    if world.documents:
        looking_at_persons_is_journalled(world)
    if server.clock:
        power_is_looked_at_first(world)
        nobody_moves_herself_above(world)
    if world.documents and server.clock:
        originals_ask_for_the_factor(world)
checks.close()
