#!/usr/bin/env python3
"""Measures every number the project promises and writes docs/benchmarks.md. Called by tools/dev/bench.sh.

    bench_table.py [--quick] [--out FILE] [--only WORD]

Loopback only, everything bounded; under twelve minutes on two cores. Each figure is the median of several rounds with the
lowest and the highest beside it. `--quick` takes one short round of each: it shows that the table can be made, not a figure.
"""
import argparse, contextlib, gzip, json, os, re, shutil, signal, sqlite3, statistics, subprocess, sys, tempfile, time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/release"
os.environ["NEOVE_SOURCE"], os.environ["NEOVE_BUILD"] = str(ROOT), str(BUILD)
sys.path.insert(0, str(ROOT / "tests/end_to_end"))
import support  # noqa: E402

BIN = BUILD / "bin"
SLOW = next(BUILD.rglob("libslow_sync.so"), None)
PLAN = (ROOT / "packs/demo_province/sample_plan.txt").read_bytes()
SHORT = ("KẾ HOẠCH\nLàm sạch các tuyến sông năm 2031\nI. NHIỆM VỤ\n1. Tổ chức khảo sát các tuyến sông trên địa bàn.\n"
         "- Cơ quan chủ trì: Sở Xây dựng.\n- Thời gian thực hiện: Quý II/2031.\n"
         "2. Tuyên truyền, vận động Nhân dân giữ gìn vệ sinh.\n- Cơ quan chủ trì: Công an tỉnh.\n").encode()
DOCUMENTS = "/api/v1/documents"
ROWS, NOTES = [], []
# What bench/registers/registers_table.py wrote stays: it takes an hour.
REGISTERS_BEGIN, REGISTERS_END = "<!-- registers -->", "<!-- /registers -->"
QUICK = False


def rounds(usual):
    return 1 if QUICK else usual


def seconds(usual):
    return max(1, usual // 4) if QUICK else usual


def row(area, what, target, values, unit="", good=None, note=""):
    """One line of the table; `good` judges the median."""
    values = [value for value in values if value is not None]
    if not values:
        ROWS.append((area, what, target, "not measured", "", "–", note))
        return
    middle = statistics.median(values)
    spread = f"{shown(min(values))} – {shown(max(values))}" if len(values) > 1 else ""
    verdict = "–" if good is None else ("yes" if good(middle) else "**no**")
    ROWS.append((area, what, target, f"{shown(middle)} {unit}".strip(), spread, verdict, note))
    print(f"{area}: {what}: {shown(middle)} {unit} ({spread}) {verdict}", flush=True)


def shown(value):
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def slowed():
    return {"LD_PRELOAD": str(SLOW), "NEOVE_SYNC_MILLIS": "5"}


class House(support.Server):
    """A demo server of the release build, with one person signed in."""

    def __init__(self, folder, postgres="", slow=False):
        super().__init__(folder, postgres)
        self.slow = slow

    def start(self):
        environment = dict(os.environ, **(slowed() if self.slow else {}))
        self.process = subprocess.Popen(
            [str(BIN / "neove"), "serve", "--demo", "--quiet", "--port", "0", *self.arguments()],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return self
        raise AssertionError("the server did not start: " + self.process.stderr.read())

    def enter(self, login="daumoi.congan"):
        self.person = self.client()
        self.person.sign_in(login)
        return self

    def upload(self, raw=SHORT, name="k.txt"):
        # The same file many times: `again` says that this is meant.
        answer = self.person.call("POST", DOCUMENTS + "?again=true", raw=raw,
                                  headers={"Content-Type": "application/octet-stream", "X-File-Name": name})
        assert answer.status == 201, answer.body
        return answer.json["id"]

    def edits(self, ids):
        """One change of each record, with the version it has now."""
        tags = [self.person.call("GET", f"{DOCUMENTS}/{one}").headers["ETag"] for one in ids]
        return [("PATCH", f"{DOCUMENTS}/{one}", '{"title":"Kế hoạch số {n}"}', tag) for one, tag in zip(ids, tags)]

    def memory(self, name="VmRSS"):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(name + r":\s+(\d+)", status)[1]) / 1024


@contextlib.contextmanager
def sqlite_house(slow=False):
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    house = House(folder / "store", slow=slow)
    try:
        yield house.start().enter()
    finally:
        end(house)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres_house(slow=False):
    """A private cluster that syncs, reached over a Unix socket."""
    folder = Path(tempfile.mkdtemp(prefix="bench-pg-", dir="/var/tmp"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_postgres:
        shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    data, store = folder / "data", Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    environment = dict(os.environ, **(slowed() if slow else {}))
    if slow:  # the cluster's user may not reach the build folder
        shutil.copy(SLOW, folder / "slow.so")
        environment["LD_PRELOAD"] = str(folder / "slow.so")

    def tool(name, *words, env=None):
        subprocess.run([*as_postgres, str(support.POSTGRES / name), *words], check=True, capture_output=True, cwd="/", env=env)

    tool("initdb", "-D", str(data), "-U", "neove", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
    tool("pg_ctl", "-D", str(data), "-w", "-o", f"-k {folder} -c listen_addresses=''", "-l", str(folder / "log"), "start",
         env=environment)
    house = House(store / "store", f"host={folder} user=neove dbname=postgres")
    try:
        yield house.start().enter()
    finally:
        end(house)
        tool("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(store, ignore_errors=True)


HOUSES = {"SQLite": sqlite_house, "PostgreSQL": postgres_house}


def end(house):
    if house.process and house.process.poll() is None:
        house.process.send_signal(signal.SIGTERM)
        try:
            house.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            house.kill()


def load(port, lines, *words, cookie="", length=3):
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", dir=BUILD) as file:
        file.write("".join("\t".join(line) + "\n" for line in lines))
        file.flush()
        command = [str(BIN / "edge_load"), "--port", str(port), "--requests", file.name, "--field", f"Host: 127.0.0.1:{port}",
                   "--field", "X-Neove: 1", "--seconds", str(seconds(length)), *words]
        if cookie:
            command += ["--field", "Cookie: " + cookie]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    bad = {status: count for status, count in found["statuses"].items() if not status.startswith("2")}
    if bad or found["lost"] or found["unsent"]:
        NOTES.append(f"{lines[0][0]} {lines[0][1].split('/')[-1][:12]}: refused {bad}, lost {found['lost']}, unsent {found['unsent']}")
    return found


@contextlib.contextmanager
def other_server(*words):
    process = subprocess.Popen([str(BIN / "edge_bare"), *words], stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def sync_micros():
    """Median of one 4 KiB append with fdatasync where the stores of this run lie."""
    path, times = BUILD / "sync-probe", []
    with open(path, "wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - begin) * 1e6)
    path.unlink()
    return statistics.median(times)


# What is measured, one function for each part of the table.


def trivial_route():
    area = "HTTP"
    icon = "/assets/" + next((ROOT / "web/dist/assets").glob("icon-*.svg")).name
    with sqlite_house() as house, other_server() as bare:
        shares, ours, health = [], [], []
        for _ in range(rounds(5)):
            ours.append(load(house.port, [("GET", icon)])["per_second"])
            theirs = load(bare, [("GET", "/")])["per_second"]
            shares.append(100 * ours[-1] / theirs)
            health.append(100 * load(house.port, [("GET", "/healthz")])["per_second"] / theirs)
    row(area, "trivial route (a file from memory), 64 connections", "", ours, "req/s")
    row(area, "… share of a bare Beast server with the same headers", "≥ 80 %", shares, "%", lambda v: v >= 80)
    row(area, "… the same for `/healthz`, which asks a worker and the store", "", health, "%")


def opened_reads():
    area = "HTTP"
    with sqlite_house() as house, tempfile.TemporaryDirectory(dir=BUILD) as folder:
        ids = [house.upload() for _ in range(64)]
        size = len(house.person.call("GET", f"{DOCUMENTS}/{ids[0]}").body)
        base = sqlite3.connect(f"file:{house.folder}/store.sqlite?mode=ro", uri=True)
        sealed = base.execute("SELECT max(length(sealed)) FROM document").fetchone()[0]
        base.close()
        reads, shares, tails = [], [], []
        with other_server("skeleton", folder, str(sealed), str(size)) as skeleton:
            for _ in range(rounds(5)):
                mine = load(house.port, [("GET", f"{DOCUMENTS}/{one}") for one in ids], cookie=house.person.cookie)
                theirs = load(skeleton, [("GET", "/")])
                reads.append(mine["per_second"])
                tails.append(mine["p99"] / 1000)
                shares.append(100 * mine["per_second"] / theirs["per_second"])
        plan = house.upload(PLAN)
        whole = [load(house.port, [("GET", f"{DOCUMENTS}/{plan}/reading")], cookie=house.person.cookie)["per_second"]
                 for _ in range(rounds(3))]
    row(area, "documents opened (journalled, synced), 64 connections", "≥ 15,000/s", reads, "/s", lambda v: v >= 15000,
        f"two tasks, {sealed} sealed bytes, {size} answered")
    row(area, "… share of `edge_bare skeleton` in the same run", "≥ 45 %", shares, "%", lambda v: v >= 45)
    row(area, "… p99", "", tails, "ms")
    row(area, "whole readings of the sample plan opened", "", whole, "/s", note=f"{len(PLAN)} bytes of plan")


def mixed(house, ids):
    """Nine reads to one write: lists, documents, readings; every record is written by one at a time."""
    lines, edits = [], house.edits(ids)
    for number, edit in enumerate(edits):
        for step in range(9):
            other = ids[(number * 7 + step) % len(ids)]
            path = (DOCUMENTS, "/api/v1/me", f"{DOCUMENTS}/{other}", f"{DOCUMENTS}/{other}/reading")[step % 4]
            lines.append(("GET", path))
        lines.append(edit)
    return lines


def people(name):
    area = f"People, {name}"
    sync = sync_micros() / 1000
    with HOUSES[name]() as house:
        ids = [house.upload() for _ in range(64)]
        for users in (50, 200):
            found = [load(house.port, mixed(house, ids), "--rate", str(users * 5), "--connections", str(users),
                          cookie=house.person.cookie, length=8) for _ in range(rounds(3))]
            limit = 5 + 2 * sync
            target = f"≤ 5 ms + 2 syncs = {limit:.1f} ms" if users == 200 else ""
            row(area, f"{users} users, {users * 5} req/s open loop, p99", target, [f["p99"] / 1000 for f in found], "ms",
                (lambda v: v <= limit) if users == 200 else None)
            row(area, f"{users} users, p50", "", [f["p50"] / 1000 for f in found], "ms")


def submits(name):
    area = f"People, {name}"
    for slow in (False, True):
        with HOUSES[name](slow=slow) as house:
            ids = [house.upload() for _ in range(64)]
            found = [load(house.port, house.edits(ids), cookie=house.person.cookie, length=4) for _ in range(rounds(3))]
        kind = "5 ms more for each sync" if slow else "this disk"
        row(area, f"submit, 64 clients, p99, {kind}", "≤ 25 ms" if slow else "", [f["p99"] / 1000 for f in found], "ms",
            (lambda v: v <= 25) if slow else None)
        row(area, f"submits, 64 clients, {kind}", "≥ 2,000/s" if slow else "", [f["per_second"] for f in found], "/s",
            (lambda v: v >= 2000) if slow else None)


def starts():
    first, cold = [], []
    for _ in range(rounds(5)):
        folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
        house = House(folder / "store")
        begin = time.perf_counter()
        house.start()
        assert house.client().call("GET", "/healthz").status == 200
        first.append((time.perf_counter() - begin) * 1000)
        house.enter()
        for _ in range(5):
            house.upload(PLAN)
        end(house)
        for _ in range(rounds(3)):
            begin = time.perf_counter()
            house.start()
            assert house.client().call("GET", "/healthz").status == 200
            cold.append((time.perf_counter() - begin) * 1000)
            end(house)
        shutil.rmtree(folder, ignore_errors=True)
    row("Start", "first run: an empty folder to the first answer", "≤ 2,000 ms", first, "ms", lambda v: v <= 2000)
    row("Start", "cold start of an existing store to green", "≤ 150 ms", cold, "ms", lambda v: v <= 150)


def hold(port, count, say=""):
    words = ["--port", str(port), "--hold", str(count)] + (["--say", say] if say else [])
    process = subprocess.Popen([str(BIN / "edge_load"), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert json.loads(process.stdout.readline())["held"] == count
    return process


def release(process):
    process.stdin.close()
    alive = json.loads(process.stdout.readline())["alive"]
    process.wait()
    return alive


def memory():
    with sqlite_house() as house:
        held = hold(house.port, 100)
        time.sleep(seconds(60))
        row("Memory", "RSS 60 s after the start, demo data, 100 connections, after one sign-in", "≤ 60 MB", [house.memory()], "MB",
            lambda v: v <= 60, "a demo's sign-in takes little memory; a real one 64 MiB, two at a time")
        release(held)
        ids = [house.upload() for _ in range(64)]
        load(house.port, mixed(house, ids), "--rate", "1000", "--connections", "200", cookie=house.person.cookie, length=8)
        row("Memory", "… after 200 users", "", [house.memory()], "MB")
    strong = real_sign_ins()
    row("Memory", "peak of a real store while 8 people sign in at once (64 MiB each, two at a time)", "", [strong], "MB")


def real_sign_ins():
    """A store that is no demo: its sign-ins cost what they cost everywhere."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    try:
        store = folder / "store"
        made = subprocess.run([str(BIN / "neove"), "init", "--store", str(store), "--organisation", "Đo đạc"], capture_output=True, text=True)
        if made.returncode != 0:
            return None
        process = subprocess.Popen([str(BIN / "neove"), "serve", "--quiet", "--port", "0", "--store", str(store)],
                                   stdout=subprocess.PIPE, text=True)
        port = next(int(found[1]) for line in process.stdout if (found := re.search(r"http://127\.0\.0\.1:(\d+)/", line)))
        body = json.dumps({"account": "quantri", "password": "sai", "code": "000000"})
        load(port, [("POST", "/api/v1/sign-in", body)], "--connections", "8", length=4)
        peak = int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024
        process.terminate()
        process.wait(timeout=30)
        return peak
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def idle_connections():
    count = 500 if QUICK else 10_000
    with sqlite_house() as house:
        before = house.memory()
        each = 400  # below what one address may have: the addresses of 127.0.0.0/8 are many
        crowd = [hold_from(house.port, n, min(each, count - n * each)) for n in range((count + each - 1) // each)]
        time.sleep(1)
        per_connection = (house.memory() - before) * 1024 * 1024 / count
        alone = load(house.port, [("GET", "/healthz")], "--connections", "8")
        alive = sum(release(one) for one in crowd)
        row("Connections", f"bytes of the server for each of {count:,} idle connections ({alive:,} stayed)", "≤ 6,000", [per_connection],
            "B", lambda v: v <= 6000)
        row("Connections", "… `/healthz` p99 beside them, 8 connections", "", [alone["p99"] / 1000], "ms")
    with sqlite_house() as house:
        calm, beside = [], []
        for _ in range(rounds(3)):
            calm.append(load(house.port, [("GET", "/api/v1/me")], "--connections", "8", cookie=house.person.cookie)["p99"] / 1000)
            half = hold(house.port, 250, f"POST /api/v1/sign-in HTTP/1.1\\r\\nHost: 127.0.0.1:{house.port}\\r\\nContent-Le")
            body = hold(house.port, 250, f"POST /api/v1/sign-in HTTP/1.1\\r\\nHost: 127.0.0.1:{house.port}\\r\\nX-Neove: 1\\r\\n"
                        "Content-Type: application/json\\r\\nContent-Length: 50\\r\\n\\r\\n{")
            beside.append(load(house.port, [("GET", "/api/v1/me")], "--connections", "8", cookie=house.person.cookie)["p99"] / 1000)
            release(half)
            release(body)
        row("Connections", "p99 of `/api/v1/me`, 8 connections, nobody else", "", calm, "ms")
        row("Connections", "… beside 500 half-open requests", "no effect", beside, "ms",
            lambda v: v <= 1.5 * statistics.median(calm) + 1)


def hold_from(port, number, count):
    words = ["--port", str(port), "--hold", str(count), "--from", f"127.1.{number // 250}.{number % 250 + 1}"]
    process = subprocess.Popen([str(BIN / "edge_load"), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert json.loads(process.stdout.readline())["held"] == count
    return process


def pages():
    if not Path("/usr/bin/chromium").exists() or not (ROOT / "web/node_modules").exists():
        return row("Pages", "first load", "≤ 150 kB", [])
    with sqlite_house() as house:
        document = house.upload(PLAN)
        account = next(a for a in house.client().call("GET", "/api/v1/demo").json["accounts"] if a["login"] == "daumoi.yte")
        environment = dict(
            os.environ, BASE_URL=f"http://127.0.0.1:{house.port}", NEOVE_ACCOUNT=account["login"], NEOVE_PASSWORD=account["password"],
            NEOVE_CODE=account["code"], NEOVE_PAGES=json.dumps(["/", "/organisations", "/documents", "/documents/" + document]))
        done = subprocess.run(["node", str(ROOT / "bench/edge/first_load.mjs")], capture_output=True, text=True, env=environment, timeout=300)
        if done.returncode != 0:
            NOTES.append("first load: " + done.stderr.strip().splitlines()[-1][:200])
            return row("Pages", "first load", "≤ 150 kB", [])
        found = json.loads(done.stdout)
        reading = len(gzip.compress(house.person.call("GET", f"{DOCUMENTS}/{document}/reading").body, 6)) / 1000
        text = len(gzip.compress(house.person.call("GET", f"{DOCUMENTS}/{document}/text").body, 6)) / 1000
    row("Pages", "first load, fonts included, as it came over the wire", "≤ 150 kB", [found["first"]["bytes"] / 1000], "kB",
        lambda v: v <= 150, f"{found['first']['requests']} requests")
    row("Pages", "first load at 400 kbit/s and 400 ms", "≤ 6 s", [found["first"]["milliseconds"] / 1000], "s", lambda v: v <= 6)
    heaviest = max((answer["bytes"], answer["path"]) for page in found["pages"] for answer in page["answers"])
    row("Pages", f"heaviest answer of the API on the first pages ({heaviest[1]})", "≤ 20 kB", [heaviest[0] / 1000], "kB", lambda v: v <= 20)
    row("Pages", "the sample plan's reading / its text, as gzip would have them", "≤ 20 kB", [max(reading, text)], "kB", lambda v: v <= 20,
        f"{reading:.1f} kB and {text:.1f} kB")


def uploads():
    with sqlite_house() as house:
        times = []
        for _ in range(rounds(15)):
            begin = time.perf_counter()
            house.upload(PLAN)
            times.append((time.perf_counter() - begin) * 1000)
    row("Documents", f"upload of the sample plan ({len(PLAN):,} bytes) to tasks read", "", times, "ms")


def plan_reader():
    environment = dict(os.environ)
    if (ROOT / "../shared").exists():
        environment.setdefault("NEOVE_SHARED", str((ROOT / "../shared").resolve()))
    done = subprocess.run(["/usr/bin/env", "time", "-v", str(BIN / "bench_plan"), f"--benchmark_repetitions={rounds(5)}"],
                          capture_output=True, text=True, env=environment, timeout=200)
    one = [float(v) for v in re.findall(r"^read_one_plan\s+([\d.]+) ms", done.stdout, re.M)]
    many = [float(v) for v in re.findall(r"^read_thousand_plans/iterations:1\s+([\d.]+) s", done.stdout, re.M)]
    peak = re.search(r"Maximum resident set size \(kbytes\): (\d+)", done.stderr)
    row("Plan reader", "one plan of 34 kB", "≤ 5 ms", one, "ms", lambda v: v <= 5)
    row("Plan reader", "1,000 plans on one core", "≤ 4 s", many, "s", lambda v: v <= 4)
    row("Plan reader", "peak memory of that process", "≤ 50 MB", [int(peak[1]) / 1024] if peak else [], "MB", lambda v: v <= 50)


def names():
    done = subprocess.run([str(BIN / "bench_name_index"), "--benchmark_format=json"], capture_output=True, text=True, timeout=300)
    for one in json.loads(done.stdout)["benchmarks"]:
        what = one["name"].split("/iterations")[0].replace("_", " ")
        million = "/1000000" in one["name"]
        if what.startswith("build"):
            row("Names", what, "" if million else "≤ 50 ms", [one["real_time"]], "ms", None if million else lambda v: v <= 50,
                note=f"{one['MB']:.1f} MB")
        else:
            limit = 5000 if million else 1000
            row("Names", what, f"p99 ≤ {limit // 1000} ms", [one["p99"]], "us", lambda v, most=limit: v <= most,
                note=f"p50 {one['p50']:.0f} us")


def persons():
    done = subprocess.run([str(BIN / "persons_bench")], capture_output=True, text=True, timeout=900)
    for what, millis in re.findall(r"^(\d+ names opened) in (\d+) ms", done.stdout, re.M):
        row("Persons", f"{what} after unlocking", "", [int(millis)], "ms")
    for what, half, tail, hits in re.findall(
            r"^(.+): p50 ([\d.]+) ms, p99 ([\d.]+) ms, ([\d.]+) hits a search", done.stdout, re.M):
        row("Persons", f"search, who sees {what}", "p99 ≤ 5 ms + 2 syncs", [float(tail)], "ms", lambda v: v <= 5.3,
            note=f"p50 {half} ms, {hits} hits a search")


def documents():
    done = subprocess.run([str(BIN / "bench_document")], capture_output=True, text=True, timeout=300)
    for name, size, middle, low, high in re.findall(
            r"^(.{34})\s+(\d+) B  median\s+([\d.]+) ms  p10\s+([\d.]+)  p90\s+([\d.]+)", done.stdout, re.M):
        row("Documents", name.strip(), "", [float(low), float(middle), float(high)], "ms", note="p10, median, p90")


def proof():
    done = subprocess.run([str(BIN / "bench_keys")], capture_output=True, text=True, timeout=300)
    for name, middle, low, high in re.findall(r"^(.{46})\s+median\s+([\d.]+) us  p10\s+([\d.]+)  p90\s+([\d.]+)", done.stdout, re.M):
        values = [float(low), float(middle), float(high)]
        if name.startswith("verify 1,000,000"):
            row("Journal", name.strip(), "", [value / 1e6 for value in values], "s", note="p10, median, p90")
        else:
            row("Keys", name.strip(), "", values, "us", note="p10, median, p90")


def storage():
    for slow in (False, True):
        environment = dict(os.environ, **(slowed() if slow else {}))
        done = subprocess.run([str(BIN / "storage_bench")], capture_output=True, text=True, env=environment, timeout=300)
        for name, clients, middle, low, high, half, tail in re.findall(
                r"^(\w+)\s+(\d+) clients:\s+(\d+) commits/s \(median of \d+, (\d+) to (\d+)\), latency p50 (\d+) us, p99 (\d+) us",
                done.stdout, re.M):
            kind = "5 ms more for each sync" if slow else "this disk"
            row("Store", f"{name}, {clients} writers, {kind}", "", [float(low), float(middle), float(high)], "commits/s",
                note=f"p50 {int(half) / 1000:.1f} ms, p99 {int(tail) / 1000:.1f} ms")


PARTS = {
    "trivial_route": trivial_route, "opened_reads": opened_reads,
    "people_sqlite": lambda: people("SQLite"), "submits_sqlite": lambda: submits("SQLite"),
    "people_postgres": lambda: people("PostgreSQL"), "submits_postgres": lambda: submits("PostgreSQL"),
    "starts": starts, "memory": memory, "idle_connections": idle_connections, "pages": pages, "uploads": uploads,
    "documents": documents, "plan_reader": plan_reader, "names": names, "persons": persons, "proof": proof, "storage": storage,
}


def machine():
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) / 1024 / 1024
    compiler = subprocess.run(["g++", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True).stdout.strip()
    load_before = os.getloadavg()[0]
    return [
        f"- {date.today()}, commit {commit}, release build (`-O2`), {compiler}",
        f"- {cpu[1] if cpu else 'unknown processor'}, {os.cpu_count()} cores, {memory:.0f} GiB, kernel {os.uname().release}",
        f"- the disk's sync: {sync_micros():.0f} µs (median of 200 appends of 4 KiB); load before the run: {load_before:.2f}",
        "- the load generator runs on the same cores as the server: what it takes, the server lacks",
    ]


def write(path, head, took):
    lines = ["# Benchmarks", "", "Written by `./dev bench`; not edited by hand. A figure is the median of its rounds, with the lowest and the highest beside it.",
             "No test measures time; a number that misses its target is said here and mended in an issue.", "", *head]
    if QUICK:
        lines.append("- **one short round of each (`--quick`): no figures, only proof that they can be made**")
    lines += [f"- the whole run: {took / 60:.1f} minutes", ""]
    for area in dict.fromkeys(one[0] for one in ROWS):
        lines += ["", f"## {area}", "", "| what | target | median | spread | held | |", "|---|---|---|---|---|---|"]
        lines += ["| " + " | ".join(str(cell) for cell in one[1:]) + " |" for one in ROWS if one[0] == area]
    if NOTES:
        lines += ["", "## Notes", "", *[f"- {note}" for note in NOTES]]
    before = path.read_text() if path.exists() else ""
    if REGISTERS_BEGIN in before:
        lines += ["", before[before.index(REGISTERS_BEGIN):].rstrip()]
    path.write_text("\n".join(lines) + "\n")


def main():
    global QUICK
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--out", default=str(ROOT / "docs/benchmarks.md"))
    options = parser.parse_args()
    QUICK = options.quick
    head, begin = machine(), time.monotonic()
    for name, part in PARTS.items():
        if options.only not in name:
            continue
        print(f"== {name}", flush=True)
        try:
            part()
        except (AssertionError, OSError, subprocess.SubprocessError, StopIteration, json.JSONDecodeError) as error:
            NOTES.append(f"{name} could not be measured: {type(error).__name__} {str(error)[:200]}")
            print(NOTES[-1], flush=True)
    write(Path(options.out), head, time.monotonic() - begin)
    print(f"{options.out}: {len(ROWS)} rows in {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
