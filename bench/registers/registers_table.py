#!/usr/bin/env python3
"""Registers at their size, over HTTP, with sealing, access and journal on: into the part of docs/benchmarks.md that is called
Registers. Seeds a store first (registers_seed), unless one is given.

    registers_table.py [--engine sqlite|postgres|both] [--records 100000] [--events 40] [--quick] [--slow]
                       [--store DIR [--cluster DIR]] [--only WORDS] [--out FILE]

`--store`: a demonstration that was seeded before, used as it is and changed; its records are counted. Where DIR has the folders
`sqlite` and `pg`, each engine takes its own. `--cluster`: the data directory of its PostgreSQL. Both engines at once:

    registers_table.py --store /var/tmp/seed --cluster /var/tmp/seed/pgdata

`--only`: of `loans persons imports slow_act silence`. `--slow` makes every sync of the run 5 ms longer, `slow_act` those of acts
alone (SQLite; a PostgreSQL is begun under the shim with `--slow`).
Beside latency stands the processor time of the server for one request: on a busy machine it is the figure that can be compared.
"""
import argparse, contextlib, os, random, re, shutil, sqlite3, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/dev"))
import bench_table as table  # noqa: E402
import support  # noqa: E402

os.environ["NEOVE_CONTRACT"] = "off"
LOANS, FILES = "/api/v1/registers/loan/records", "/api/v1/registers/visit_file/records"
BOOKS = "/api/v1/registers/book"
IMPORTED = 5_000
WORDS = ["nguyễn thị", "nguyen thi hoan", "tran van minh", "lê ngọc an", "pham thu", "hoàng đức long", "lò thị anh", "vũ hồng khanh",
         "đặng văn tuyên", "nguyễn văn thuông", "bui minh phân", "vàng thị chinh"]
RATE = 250       # fifty people
ACTED = 2_048    # loans that the acts of a run are spread over
WORN = 48        # events: a loan that has more of them is acted on where there is no other (the seed gives 40)
EXTEND = '{"action":"extend","answers":{},"reason":"Còn ốm {n}"}'
LIST_RATE = 25   # a list is looked at by each of them every other second


def quoted(words):
    return "".join(f"%{byte:02X}" for byte in words.encode())


@contextlib.contextmanager
def cluster(data, slow):
    """A private PostgreSQL that syncs; `data` as it is where it is there."""
    home = Path(tempfile.mkdtemp(prefix="bench-pg-", dir="/var/tmp"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_postgres:
        shutil.chown(home, "postgres")
    home.chmod(0o755)

    def tool(name, *words, env=None):
        subprocess.run([*as_postgres, str(support.POSTGRES / name), *words], check=True, cwd="/", env=env, stdout=subprocess.DEVNULL)

    is_new = data is None
    data = data or home / "data"
    if is_new:
        tool("initdb", "-D", str(data), "-U", "neove", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
    environment = dict(os.environ)
    if slow:
        shutil.copy(table.SLOW, home / "slow.so")
        environment.update(table.slowed(), LD_PRELOAD=str(home / "slow.so"))
    options = f"-k {home} -c listen_addresses='' -c max_connections=200 -c max_wal_size=4GB"
    tool("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(home / "log"), "start", env=environment)
    try:
        yield f"host={home} user=neove dbname=postgres"
    finally:
        tool("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")
        shutil.rmtree(home, ignore_errors=True)


def seed(house, records, events):
    for register in ("loan", "visit_file"):
        begin = time.monotonic()
        subprocess.run([str(table.BIN / "registers_seed"), *house.arguments(), "--register", register, "--records", str(records),
                        "--events", str(events)], check=True)
        print(f"seeded {register} in {time.monotonic() - begin:.0f} s", flush=True)


def store_of(options, engine):
    """Of a folder with one store for each engine, this one's."""
    own = Path(options.store) / ("pg" if engine == "postgres" else "sqlite")
    return own if own.is_dir() else Path(options.store)


COUNTS = ("SELECT register_name, count(*), (SELECT count(*) FROM event e WHERE e.register_name = r.register_name) "
          "FROM record r GROUP BY register_name ORDER BY register_name")


def sizes(house, conninfo):
    """What the store holds, counted and not believed: of each register its records and its events."""
    if conninfo:
        text = subprocess.run([str(support.POSTGRES / "psql"), conninfo, "-AtF", "\t", "-c", COUNTS], check=True,
                              capture_output=True, text=True).stdout
        rows = [line.split("\t") for line in text.splitlines()]
    else:
        with contextlib.closing(sqlite3.connect(f"file:{house.folder}/store.sqlite?mode=ro", uri=True)) as database:
            rows = database.execute(COUNTS).fetchall()
    return {name: (int(records), int(events)) for name, records, events in rows}


@contextlib.contextmanager
def seeded(options, engine):
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="bench-", dir=table.BUILD))
        stack.callback(shutil.rmtree, folder, True)
        data = Path(options.cluster) if options.cluster else None
        conninfo = stack.enter_context(cluster(data, options.slow)) if engine == "postgres" else ""
        house = table.House(store_of(options, engine) if options.store else folder / "store", conninfo,
                            slow=options.slow and not conninfo)
        if not options.store:
            house.start()
            table.end(house)
            seed(house, options.records, options.events)
        house.sizes = sizes(house, conninfo)
        house.start()
        stack.callback(table.end, house)
        settle(house)
        yield house


def acting(house, login, role=None):
    client = house.client()
    for left in reversed(range(40)):
        try:
            client.sign_in(login)
            break
        except AssertionError:  # a code opens once: the next one comes within half a minute
            if left == 0:
                raise
            time.sleep(1)
    if role:
        grants = client.call("GET", "/api/v1/me").json["grants"]
        grant = next(one for one in grants if one["role"] == role)
        assert client.call("POST", "/api/v1/me/acting", {"grant_id": grant["grant_id"]}).status == 200
    return client


def clinic_roles(house):
    """The people of persons_test.py, once."""
    administrator, data_owner, officer = (acting(house, login) for login in ("quantri", "dulieu", "canbo.xa"))
    accounts = {one["login"]: one["id"] for one in administrator.call("GET", "/api/v1/accounts").json["items"]}
    here = officer.call("GET", "/api/v1/me").json["grants"][0]["organisation"]["id"]
    leader = acting(house, "lanhdao").call("GET", "/api/v1/me").json["grants"][0]["organisation"]["id"]
    for login, role, body in (("canbo.xa", "nurse", here), ("thuthu.xa", "doctor", here), ("lanhdao", "head_doctor", leader)):
        held = acting(house, login).call("GET", "/api/v1/me").json["grants"]
        if not any(one["role"] == role for one in held):
            support.given(administrator, data_owner, "POST", f"/api/v1/accounts/{accounts[login]}/grants",
                          {"role": role, "organisation_id": body})


def pages(client, path, many):
    """Ids of the first so many records of a list."""
    ids, after = [], ""
    while len(ids) < many:
        page = client.call("GET", path + ("&" if "?" in path else "?") + f"after={after}").json
        ids += [one["id"] for one in page["records"]]
        if not page["next"]:
            break
        after = page["next"]
    return ids[:many]


def settle(house):
    """Until the names of all persons are in memory: what takes them there would be counted as the first requests'."""
    begin, idle = time.monotonic(), 0
    while idle < 3 and time.monotonic() - begin < 180:
        before = processor(house)
        time.sleep(1)
        idle = idle + 1 if processor(house) - before < 0.05 else 0
    print(f"settled after {time.monotonic() - begin:.0f} s, {house.memory():.0f} MiB", flush=True)


def processor(house):
    fields = Path(f"/proc/{house.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Measure:
    def __init__(self, house, engine, sync):
        self.house, self.engine, self.area, self.sync = house, engine, f"Registers, {engine}", sync

    def run(self, what, client, lines, target=None, rate=RATE, connections=50):
        """`lines`, or what makes them anew for each round: tags of records that were changed are old."""
        p50, p99, each = [], [], []
        for _ in range(table.rounds(3)):
            asked = lines() if callable(lines) else lines
            before = processor(self.house)
            open_loop = ["--rate", str(rate)] if rate else []
            found = table.load(self.house.port, asked, *open_loop, "--connections", str(connections), cookie=client.cookie, length=6)
            p50.append(found["p50"] / 1000)
            p99.append(found["p99"] / 1000)
            each.append(1e6 * (processor(self.house) - before) / max(found["answers"], 1))
        how = f"{rate} req/s" if rate else f"{connections} clients at once"
        note = f"p50 {table.shown(sorted(p50)[len(p50) // 2])} ms, {table.shown(sorted(each)[len(each) // 2])} µs of the server each, {how}"
        said = f"≤ {target:.1f} ms" if target else ""
        table.row(self.area, f"{what}, p99", said, p99, "ms", (lambda value: value <= target) if target else None, note)


def lent(client, many):
    """Loans that run, picked by a seed among all that she lists, each with its ETag: a run adds an event or two to each, and the
    store stays what it says it is. Those that earlier runs have worn come last, and the table says how long they were."""
    ids = pages(client, LOANS + "?state=on_loan", 20_000)
    random.Random(11).shuffle(ids)
    opened, fresh = [], 0
    for one in ids:
        answer = client.call("GET", f"{LOANS}/{one}")
        opened.append((answer.json["version"], one, answer.headers["ETag"]))
        fresh += opened[-1][0] <= WORN
        if fresh == many:
            break
    chosen = sorted(opened, key=lambda loan: loan[0])[:many]
    said = f"acts on {len(chosen):,} loans of {chosen[0][0]} to {chosen[-1][0]} events"
    if said not in table.NOTES:
        table.NOTES.append(said)
    return [(one, tag) for _, one, tag in chosen]


def acts(client, many):
    """An act on each of so many loans; the load goes around them."""
    return [("POST", f"{LOANS}/{one}/actions", EXTEND, tag) for one, tag in lent(client, many)]


def mixed(client, reads):
    lines = []
    for number, one in enumerate(acts(client, ACTED)):
        lines += [reads[(number * 9 + step) % len(reads)] for step in range(6)]
        lines += [(verb, path + "/timeline") for verb, path in reads[number % 300:number % 300 + 1]]
        lines += [("GET", LOANS), ("GET", "/api/v1/agenda"), one]
    return lines


def loans(measure, house):
    librarian, head = acting(house, "thuthu.xa", "librarian"), acting(house, "truongthuvien")
    limit = 5 + 2 * measure.sync
    ids = pages(librarian, LOANS + "?sort=changed", 400)
    random.Random(5).shuffle(ids)
    reads = [("GET", f"{LOANS}/{one}") for one in ids]
    measure.run("a loan opened", librarian, reads, limit)
    measure.run("its timeline (50 of the newest)", librarian, [(verb, path + "/timeline") for verb, path in reads], limit)
    for who, client in (("of one body", librarian), ("of all bodies below", head)):
        for question in ("", "?sort=opened", "?sort=title", "?state=closed", "?overdue=1", "?q=an"):
            name = question.lstrip("?") or "as it comes"
            measure.run(f"a list {who}, {name}", client, [("GET", LOANS + question)], limit if question != "?q=an" else None,
                        rate=LIST_RATE)
    measure.run("what waits for me", librarian, [("GET", "/api/v1/agenda")], limit)
    measure.run("an act, 64 clients", head, lambda: acts(head, ACTED), None, rate=0, connections=64)
    measure.run("50 users: nine reads to one act", librarian, lambda: mixed(librarian, reads), limit)
    return ids


def persons(measure, house):
    clinic_roles(house)
    nurse, doctor, head = acting(house, "canbo.xa", "nurse"), acting(house, "thuthu.xa", "doctor"), acting(house, "lanhdao", "head_doctor")
    limit = 5 + 2 * measure.sync
    while nurse.call("GET", FILES + "?q=" + quoted("nguyen van")).status == 503:
        time.sleep(0.2)
    named = [("GET", FILES + "?q=" + quoted(words)) for words in WORDS]
    for who, client in (("of one body", nurse), ("of all bodies below", head)):
        measure.run(f"persons by name {who}, mixed", client, named, limit)
        measure.run(f"persons by name {who}, “nguyễn thị”", client, named[:1], limit)
        measure.run(f"a list of persons {who}", client, [("GET", FILES)], limit)
    ids = pages(doctor, FILES, 200)
    measure.run("a file of a person opened", doctor, [("GET", f"{FILES}/{one}") for one in ids], limit)
    measure.run("a list of persons with names", doctor, [("GET", FILES)], limit)
    admit = ('{"action":"admit","answers":{"patient":{"name":"Nguyễn Thị Mới {n}"},"sex":"female","visit_on":"2026-11-02",'
             '"urgent":"no"}}')
    searches = [named[step % len(named)] if step % 10 else ("POST", FILES, admit) for step in range(120)]
    measure.run("one admission to nine searches", nurse, searches, limit)


def sheet_of_books(prefix):
    rows = "".join(f"{n},{prefix} {n},tiếng Việt,20/3/2026,12.000,cu\n" for n in range(1, IMPORTED + 1))
    return ("Sổ sách năm 2026\n\nSTT,Tên sách,Ngôn ngữ,Ngày mua,Giá mua,Tình trạng\n" + rows).encode()


def imports(measure, house):
    """A spreadsheet tried dry and written: each once a round, for the same file is refused twice."""
    librarian = acting(house, "thuthu.xa", "librarian")
    dry, written, each = [], [], []
    for number in range(table.rounds(3)):
        sheet = sheet_of_books(f"Sách {time.time_ns()} {number}")
        for times, apply in ((dry, 0), (written, 1)):
            before, begin = processor(house), time.monotonic()
            answer = librarian.call("POST", f"{BOOKS}/import?apply={apply}", raw=sheet,
                                    headers={"Content-Type": "application/octet-stream"})
            times.append(time.monotonic() - begin)
            assert answer.status == 200 and answer.json["created" if apply else "would_create"] == IMPORTED, answer.body[:500]
        each.append(processor(house) - before)
    table.row(measure.area, f"{IMPORTED:,} rows imported: dry run", "", dry, "s")
    table.row(measure.area, f"{IMPORTED:,} rows imported: written", "", written, "s", None,
              f"{table.shown(1e6 * sorted(each)[len(each) // 2] / IMPORTED)} µs of the server a row")


def slow_act(measure, house):
    """An act on a disk whose sync takes 5 ms longer: the same store, its server begun anew under the shim."""
    if house.slow or measure.engine != "SQLite" or table.SLOW is None:
        return
    table.end(house)
    house.slow = True
    try:
        house.start()
        head = acting(house, "truongthuvien")
        for clients in (1, 64):
            measure.run(f"an act, {clients} clients, every sync 5 ms longer", head, lambda: acts(head, ACTED), None,
                        rate=0, connections=clients)
    finally:
        table.end(house)
        house.slow = False
        house.start()


def silence(measure, house, ids):
    """What is not hers against what is not there: the same answer, and how long each takes, asked in turn."""
    stranger = acting(house, "thuthu.phuong")
    absent = ["%032x" % random.Random(7).getrandbits(128) for _ in range(len(ids))]
    for what, some in (("not yours", ids), ("not there", absent)):
        before, times = processor(house), []
        for _ in range(table.rounds(5)):
            lines = [("GET", f"{LOANS}/{one}") for one in some]
            notes = len(table.NOTES)
            found = table.load(house.port, lines, "--connections", "1", cookie=stranger.cookie, length=3)
            del table.NOTES[notes:]  # refused is what is asked for
            assert set(found["statuses"]) == {"404"}, found
            times.append(found["p50"] / 1.0)
        table.row(measure.area, f"a record that is {what}, one after another, p50", "", times, "µs")


def counted(found):
    return "; ".join(f"{engine}: " + ", ".join(f"{name} {records:,} records of {events / max(records, 1):.0f} events"
                                               for name, (records, events) in sizes.items()) for engine, sizes in found.items())


def write(path, options, found):
    text = path.read_text() if path.exists() else "# Benchmarks\n"
    begin, end = table.REGISTERS_BEGIN, table.REGISTERS_END
    lines = [begin, "", "# Registers at their size", "",
             f"Written by `bench/registers/registers_table.py{' --quick' if options.quick else ''}`, the make-believe library and "
             f"clinic; counted before the run: {counted(found)}. One record in twenty lies with the body that is asked for.", "",
             *table.machine()]
    if options.slow:
        lines.append("- every sync takes 5 ms longer")
    for area in dict.fromkeys(one[0] for one in table.ROWS):
        lines += ["", f"## {area}", "", "| what | target | median | spread | held | |", "|---|---|---|---|---|---|"]
        lines += ["| " + " | ".join(str(cell) for cell in one[1:]) + " |" for one in table.ROWS if one[0] == area]
    lines += ["", *[f"- {note}" for note in table.NOTES], "", end, ""]
    text = re.sub(re.escape(begin) + ".*" + re.escape(end) + r"\n*", "", text, flags=re.S)
    path.write_text(text.rstrip("\n") + "\n\n" + "\n".join(lines))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", default="both", choices=("sqlite", "postgres", "both"))
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=40)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--store", default="")
    parser.add_argument("--cluster", default="")
    parser.add_argument("--only", default="loans persons imports slow_act silence")
    parser.add_argument("--out", default=str(ROOT / "docs/benchmarks.md"))
    options = parser.parse_args()
    table.QUICK = options.quick
    found = {}
    sync = table.sync_micros() / 1000 + (5 if options.slow else 0)
    for engine in ("sqlite", "postgres") if options.engine == "both" else (options.engine,):
        with seeded(options, engine) as house:
            measure = Measure(house, {"sqlite": "SQLite", "postgres": "PostgreSQL"}[engine], sync)
            found[measure.engine] = house.sizes
            ids = loans(measure, house) if "loans" in options.only else pages(acting(house, "thuthu.xa", "librarian"), LOANS, 200)
            if "persons" in options.only:
                persons(measure, house)
            if "imports" in options.only:
                imports(measure, house)
            if "slow_act" in options.only:
                slow_act(measure, house)
            if "silence" in options.only:
                silence(measure, house, ids)
    write(Path(options.out), options, found)


if __name__ == "__main__":
    main()
