#!/usr/bin/env python3
"""The plan desk at its size, over HTTP, with sealing, access and journal on: into the part of docs/benchmarks.md that is called
The desk at its size. Seeds a store first (desk_seed), unless one is there.

    desk_table.py --store DIR --programme DIR [--postgres CONNINFO] [--duties 220000] [--plans 100] [--bodies 120]
                  [--quick] [--only WORDS] [--out FILE]

`--only`: of `boards lists agenda pages acts mixed`. The programme is one whose register `duty` has a board. Latency is asked
at 250 requests a second, as fifty people make them; beside it stands the processor time of the server for one request, which holds on a busy machine too.
"""
import argparse, json, random, re, subprocess, sys, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools/dev"), str(ROOT / "bench/registers")]
import bench_table as table  # noqa: E402
import registers_table as registers  # noqa: E402
import support  # noqa: E402

AT = "/api/v1/registers/duty"
BEGIN, END = "<!-- desk -->", "<!-- /desk -->"
LIMIT = 20.0  # ms, p99


class Desk(table.House):
    def __init__(self, folder, postgres, programme):
        super().__init__(folder, postgres)
        self.extra = ["--programme", str(programme)]

    def start(self):
        self.log = open(Path(self.folder).parent / "server.log", "w")
        self.process = subprocess.Popen(
            [str(table.BIN / "neove"), "serve", "--demo", "--quiet", "--port", "0", *self.arguments(), *self.extra],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        begin = time.monotonic()
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port, self.started = int(found[1]), begin
                return self
        raise AssertionError("the server did not start: " + self.log.name)


def settle_bodies(house, bodies):
    """As many communes as a province has, in the place of those of the demonstration."""
    officer = registers.acting(house, "daumoi.congan")
    commune = registers.acting(house, "canbo.xa").call("GET", "/api/v1/me").json["acting"]["organisation"]["id"]
    model = officer.call("GET", f"/api/v1/organisations/{commune}").json
    kind = officer.call("GET", f"/api/v1/organisations?kind={model['kind']}").json["items"]
    keeper = registers.acting(house, "quantri")  # the tree is hers
    there = sum(one["kind"] == model["kind"] for one in kind)
    for number in range(there, bodies):
        made = keeper.call("POST", "/api/v1/organisations", {"name": f"Ủy ban nhân dân xã Thử {number}", "kind": model["kind"],
                                                              "parent_id": model["parent"]["id"]})
        assert made.status == 201, made.body
    return officer.call("GET", "/api/v1/me").json["acting"]["organisation"]["id"]


def seed(house, options):
    house.start()
    giver = settle_bodies(house, options.bodies)
    table.end(house)
    subprocess.run([str(table.BIN / "desk_seed"), *house.arguments(), "--programme", options.programme, "--duties", str(options.duties),
                    "--plans", str(options.plans), "--giver", giver], check=True)


def wait_for_boards(house, author):
    """Until boards are answered from memory: the walk over so many is refused."""
    while author.call("GET", AT + "/board").status != 200:
        time.sleep(0.2)
    return time.monotonic() - house.started


class Measure(registers.Measure):
    def __init__(self, house, engine):
        super().__init__(house, engine, 0)
        self.area = f"The desk, {engine}"


def where(**columns):
    return "?where=" + registers.quoted(json.dumps(columns))


def busiest(board):
    return max(board["rows"], key=lambda row: row["counts"][0])["body"]


def boards(measure, author, leader, commune):
    whole = author.call("GET", AT + "/board").json
    plan = whole["groups"][len(whole["groups"]) // 2]["value"]
    narrow = where(source_number=plan)
    for who, client in (("whoever gave all", author), ("a leader above all", leader), ("one commune", commune)):
        total = client.call("GET", AT + "/board").json["total"]
        measure.run(f"the board of {who} ({total:,} duties)", client, [("GET", AT + "/board")], LIMIT)
    measure.run("the board of one plan, whoever gave all", author, [("GET", AT + "/board" + narrow)], LIMIT)
    measure.run("the board along months, whoever gave all", author, [("GET", AT + "/board/months")], LIMIT, rate=25)
    measure.run("the board along months, one commune", commune, [("GET", AT + "/board/months")], LIMIT, rate=25)
    measure.run("whom to nudge, all that are late", author, [("GET", AT + "/bulk/nudge")], None, rate=5)


def lists(measure, author, leader, commune):
    body = busiest(author.call("GET", AT + "/board").json)
    cell = where(body=body) + "&timing=overdue"
    for who, client in (("whoever gave all", author), ("a leader above all", leader), ("one commune", commune)):
        for question in ("", cell, "?state=standing", "?sort=changed"):
            name = {"": "as it comes", cell: "a number of its board"}.get(question, question.lstrip("?"))
            measure.run(f"a list of {who}, {name}", client, [("GET", AT + "/records" + question)], LIMIT)


def agenda(measure, author, leader, commune):
    for who, client in (("whoever gave all", author), ("a leader above all", leader), ("one commune", commune)):
        measure.run(f"the agenda of {who}", client, [("GET", "/api/v1/agenda")], LIMIT)


def pages(measure, author, commune):
    ids = registers.pages(commune, AT + "/records", 300)
    random.Random(5).shuffle(ids)
    measure.run("a duty opened, one commune", commune, [("GET", f"{AT}/records/{one}") for one in ids], LIMIT)
    # A store that was measured before has it.
    known = author.call("GET", "/api/v1/documents").json["items"]
    document = known[0]["id"] if known else support.confirm_a_plan(author)
    for what in ("", "/allotments"):
        measure.run(f"a plan's page{what}", author, [("GET", f"/api/v1/documents/{document}{what}")], LIMIT)
    return ids


def reports(client, many):
    ids = registers.pages(client, AT + "/records?state=under_way", many)
    body = '{"action":"report_progress","answers":{"progress":"Đang làm {n}"}}'
    return [("POST", f"{AT}/records/{one}/actions", body, client.call("GET", f"{AT}/records/{one}").headers["ETag"]) for one in ids]


def acts(measure, commune):
    measure.run("an act, 16 clients", commune, reports(commune, 128), None, rate=0, connections=16)


def mixed(measure, commune, ids):
    lines = []
    reads = [f"{AT}/records/{one}" for one in ids]
    for number, one in enumerate(reports(commune, 128)):
        some = [reads[(number * 4 + step) % len(reads)] for step in range(4)]
        lines += [("GET", path) for path in (*some, AT + "/board", AT + "/board", AT + "/records", "/api/v1/agenda", AT + "/records?timing=overdue")]
        lines.append(one)
    measure.run("50 users: four pages, two boards, two lists, an agenda to one act", commune, lines, LIMIT)


def write(path, options, size, notes):
    text = path.read_text()
    lines = [BEGIN, "", "# The desk at its size", "", f"Written by `bench/registers/desk_table.py{' --quick' if options.quick else ''}`; {size}.", "",
             *table.machine(), *notes]
    for area in dict.fromkeys(one[0] for one in table.ROWS):
        lines += ["", f"## {area}", "", "| what | target | median | spread | held | |", "|---|---|---|---|---|---|"]
        lines += ["| " + " | ".join(str(cell) for cell in one[1:]) + " |" for one in table.ROWS if one[0] == area]
    lines += ["", *[f"- {note}" for note in table.NOTES], "", END, ""]
    text = re.sub(re.escape(BEGIN) + ".*" + re.escape(END) + r"\n*", "", text, flags=re.S)
    path.write_text(text.rstrip("\n") + "\n\n" + "\n".join(lines))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", required=True)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--programme", required=True)
    for name, usual in (("--duties", 220_000), ("--plans", 100), ("--bodies", 120)):
        parser.add_argument(name, type=int, default=usual)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="boards lists agenda pages acts mixed")
    parser.add_argument("--out", default=str(ROOT / "docs/benchmarks.md"))
    options = parser.parse_args()
    table.QUICK = options.quick
    folder = Path(options.store)
    folder.mkdir(parents=True, exist_ok=True)
    house = Desk(folder / "store", options.postgres, options.programme)
    if not house.folder.exists():
        seed(house, options)
    size = "; ".join(f"{name} {records:,} records of {events / max(records, 1):.1f} events"
                     for name, (records, events) in registers.sizes(house, options.postgres).items())
    house.start()
    try:
        people = [registers.acting(house, login) for login in ("daumoi.congan", "lanhdao", "canbo.xa")]
        before = house.memory()
        notes = [f"- boards answered from memory {wait_for_boards(house, people[0]):.1f} s after the start; the server then held {house.memory():.0f} MiB "
                 f"({before:.0f} MiB while it read)"]
        print("\n".join(notes), flush=True)
        measure = Measure(house, "PostgreSQL" if options.postgres else "SQLite")
        if "boards" in options.only:
            boards(measure, *people)
        if "lists" in options.only:
            lists(measure, *people)
        if "agenda" in options.only:
            agenda(measure, *people)
        ids = pages(measure, people[0], people[2]) if "pages" in options.only else registers.pages(people[2], AT + "/records", 300)
        if "acts" in options.only:
            acts(measure, people[2])
        if "mixed" in options.only:
            mixed(measure, people[2], ids)
    finally:
        table.end(house)
    write(Path(options.out), options, size, notes)


if __name__ == "__main__":
    main()
