"""Starts a real server for a test: demo store on SQLite or on a private PostgreSQL, always on loopback."""
import base64, contextlib, hashlib, hmac, http.client, json, os, re, shutil, signal, struct, subprocess, tempfile, threading, time
from pathlib import Path
import contract

SOURCE = Path(os.environ.get("NEOVE_SOURCE", Path(__file__).resolve().parents[2]))
BUILD = Path(os.environ.get("NEOVE_BUILD", SOURCE / "build/dev"))
NEOVE = BUILD / "bin/neove"
POSTGRES = Path("/usr/lib/postgresql/15/bin")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json.get("code", "")


class Client:
    """A browser's worth of HTTP: cookie, our header, JSON. `address`: of this machine, from which it comes. `held_to`: the
    contract to which every exchange is held, or nothing."""

    def __init__(self, port, address="127.0.0.1", held_to=None):
        self.port, self.cookie, self.address, self.held_to = port, "", address, held_to

    def call(self, method, path, body=None, headers=None, raw=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.address, 0))
        sent = {"X-Neove": "1", **(headers or {})}
        if self.cookie:
            sent["Cookie"] = self.cookie
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        connection.request(method, path, body=data, headers=sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.split(";")[0] if "Max-Age=0" not in cookie else ""
        if self.held_to:
            self.held_to.check(method, path, sent, body, answer)
        return answer

    def sign_in(self, login):
        account = next(a for a in self.call("GET", "/api/v1/demo").json["accounts"] if a["login"] == login)
        answer = self.call(
            "POST", "/api/v1/sign-in", {"account": login, "password": account["password"], "code": account["code"]}
        )
        assert answer.status == 200, answer.body
        return answer.json


def given(administrator, data_owner, method, path, body, headers=None):
    """What an administrator asks for and a data owner confirms: the confirmed proposal, and the joined halves if any."""
    asked = administrator.call(method, path, {"reason": "cần cho công việc", **body}, headers or {})
    assert asked.status == 202, asked.body
    done = data_owner.call("POST", f"/api/v1/proposals/{asked.json['id']}/confirm")
    assert done.status == 200 and done.json["state"] == "confirmed", done.body
    halves = [answer.json.get(name) for answer, name in ((asked, "first_half"), (done, "second_half"))]
    return done.json, " ".join(half for half in halves if half)


def totp(secret, at=None):
    """RFC 6238, as an authenticator on a phone computes it."""
    seed = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(seed, struct.pack(">Q", int(at or time.time()) // 30), hashlib.sha1).digest()
    place = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


OWN_PASSWORD = "tám con cò trắng bay qua sông"


def enrol(client, login, first_password, password=OWN_PASSWORD):
    """First sign-in: her own password, then a printed card. Gives the codes that are left."""
    first = client.call("POST", "/api/v1/sign-in", {"account": login, "password": first_password})
    assert first.status == 200 and first.json["stage"] == "password", first.body
    chosen = client.call("POST", "/api/v1/me/first-password", {"new": password})
    assert chosen.status == 200 and chosen.json["stage"] == "enrol", chosen.body
    card = client.call("POST", "/api/v1/factor/card")
    assert card.status == 200, card.body
    codes = [line.split(" ", 1)[1] for line in card.json["codes"]]
    done = client.call("POST", "/api/v1/factor/card/confirm", {"code": codes.pop(0)})
    assert done.status == 200 and done.json["stage"] == "ready", done.body
    return codes


class Server:
    def __init__(self, folder, postgres=""):
        self.folder, self.postgres, self.process, self.port = folder, postgres, None, 0
        self.extra = []  # more words for `serve` alone
        self.contract = None

    def arguments(self):
        return ["--store", str(self.folder)] + (["--postgres", self.postgres] if self.postgres else [])

    def start(self):
        self.process = subprocess.Popen(
            [str(NEOVE), "serve", "--demo", "--quiet", "--port", "0", *self.arguments(), *self.extra],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                self.read_contract()
                return self
        raise AssertionError("the server did not start: " + self.process.stderr.read())

    def read_contract(self):
        """What this server says of itself; its clients are held to it from now on. NEOVE_CONTRACT=off where only speed counts."""
        if contract.Draft202012Validator is None or os.environ.get("NEOVE_CONTRACT") == "off":
            return
        succeeded = self.contract.succeeded if self.contract else set()
        self.contract = contract.Contract(Client(self.port).call("GET", "/api/v1/openapi.json").json)
        self.contract.succeeded = succeeded

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=20) == 0, self.process.stderr.read()

    def client(self, address="127.0.0.1"):
        return Client(self.port, address, self.contract)

    def run(self, *words):
        return subprocess.run([str(NEOVE), *words, *self.arguments()], capture_output=True, text=True)


class People:
    """Each signs in once: a code serves once, and sessions outlive a restart, the port does not."""

    def __init__(self, server):
        self.server, self.clients = server, {}

    def __call__(self, login):
        if login not in self.clients:
            self.clients[login] = self.server.client()
            self.clients[login].sign_in(login)
        return self.clients[login]

    def restarted(self, extra):
        self.server.stop()
        self.started(extra)

    def started(self, extra):
        self.server.extra = extra
        self.server.start()
        for client in self.clients.values():
            client.port, client.held_to = self.server.port, self.server.contract


@contextlib.contextmanager
def sqlite_server(started=True):
    folder = Path(tempfile.mkdtemp(prefix="neove-"))
    server = Server(folder / "store")
    try:
        yield server.start() if started else server
    finally:
        if server.process and server.process.poll() is None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres_server(started=True):
    """A private cluster in a folder of its own, reached over a Unix socket, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="neove-pg-"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_postgres:
        shutil.chown(folder, "postgres")
    os.chmod(folder, 0o755)
    data = folder / "data"

    def tool(name, *words):
        subprocess.run([*as_postgres, str(POSTGRES / name), *words], check=True, capture_output=True, cwd="/")

    tool("initdb", "-D", str(data), "-U", "neove", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    tool("pg_ctl", "-D", str(data), "-w", "-o", f"-k {folder} -c listen_addresses='' -c fsync=off", "-l", str(folder / "log"), "start")
    server = Server(Path(tempfile.mkdtemp(prefix="neove-")) / "store", f"host={folder} user=neove dbname=postgres")
    try:
        yield server.start() if started else server
    finally:
        if server.process and server.process.poll() is None:
            server.kill()
        tool("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(server.folder.parent, ignore_errors=True)


def on_both_databases(story, programme=None):
    """The same story on SQLite and, where it is installed, on PostgreSQL; `programme`: a folder to be named to the server."""
    has_postgres = (POSTGRES / "initdb").exists()
    for place in (sqlite_server, postgres_server) if has_postgres else (sqlite_server,):
        with place(started=False) as server:
            server.extra = ["--programme", str(programme)] if programme else []
            story(server.start())
    if not has_postgres:
        print("SKIP: PostgreSQL 15 is not installed; this was tried on SQLite alone")


PLAN = (SOURCE / "packs/demo_province/sample_plan.txt").read_bytes()


def confirm_a_plan(client):
    """The plan of the demo province, uploaded and two of its tasks confirmed; gives the document's id."""
    made = client.call(
        "POST", "/api/v1/documents", raw=PLAN,
        headers={"Content-Type": "application/octet-stream", "X-File-Name": "k%E1%BA%BF%20ho%E1%BA%A1ch.txt"},
    )
    assert made.status == 201, made.body
    base = f"/api/v1/documents/{made.json['id']}"
    reading = client.call("GET", base + "/reading").json
    chosen = [task["id"] for task in reading["tasks"][:2]]
    done = client.call("POST", base + "/confirm", {"task_ids": chosen}, {"If-Match": f'"{reading["etag"]}"'})
    assert done.status == 200, done.body
    return made.json["id"]


def document_is_whole(client, document):
    """Its file, its words and its confirmed tasks open."""
    base = f"/api/v1/documents/{document}"
    original = client.call("GET", base + "/original")
    assert original.status == 200 and original.body.startswith(PLAN), original.status
    assert client.call("GET", base + "/text").json["text"].startswith(PLAN.decode()[:40])
    states = [task["state"] for task in client.call("GET", base + "/reading").json["tasks"]]
    assert states.count("confirmed") == 2, states


def wait_for(condition, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def skip(reason):
    print(f"SKIP: {reason}")
    raise SystemExit(77)


def in_parallel(works):
    """Runs all at one moment; gives their results in order."""
    results, barrier = [None] * len(works), threading.Barrier(len(works))

    def one(place, work):
        barrier.wait()
        results[place] = work()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
