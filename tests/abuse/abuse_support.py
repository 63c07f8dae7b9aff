"""What the abuse tests share: a server whose output and clock the test holds, people enrolled through the API, raw sockets."""
import contextlib, json, os, re, shutil, signal, socket, struct, subprocess, sys, tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
import support
from support import OWN_PASSWORD, enrol, given, totp  # noqa: F401
from support import BUILD, NEOVE, POSTGRES, SOURCE, Answer, Client, Server, in_parallel, skip, wait_for  # noqa: F401

# The server asks the clock through clock_gettime; this stands between and adds the seconds the test wrote into a file.
CLOCK_SOURCE = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
static volatile long long *ahead;
__attribute__((constructor)) static void start(void) {
    const char *path = getenv("NEOVE_TEST_CLOCK");
    int file = path ? open(path, O_RDONLY) : -1;
    if (file < 0) return;
    void *page = mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
    if (page != MAP_FAILED) ahead = page;
    close(file);
}
int clock_gettime(clockid_t id, struct timespec *at) {
    int result = (int)syscall(SYS_clock_gettime, id, at);
    if (result == 0 && ahead && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) at->tv_sec += *ahead;
    return result;
}
"""


class Checks:
    """Collects every failure, so that one run names them all."""

    def __init__(self, name):
        self.name, self.count, self.failed = name, 0, []

    def that(self, true, what):
        self.count += 1
        if not true:
            self.failed.append(str(what))
            print(f"FAILED {self.name}: {what}", flush=True)
        return bool(true)

    def equal(self, found, wanted, what):
        return self.that(found == wanted, f"{what}: found {found!r}, wanted {wanted!r}")

    def close(self):
        print(f"{self.name}: {self.count - len(self.failed)} of {self.count} checks hold")
        raise SystemExit(1 if self.failed else 0)


class HeldClock:
    """Moves the server's wall clock forward; `None` of this where no C compiler is installed."""

    def __init__(self, folder):
        self.file, self.library = Path(folder) / "clock", Path(folder) / "clock.so"
        self.file.write_bytes(struct.pack("<q", 0))
        source = Path(folder) / "clock.c"
        source.write_text(CLOCK_SOURCE)
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(self.library), str(source)], check=True)
        self.ahead = 0

    def environment(self):
        linked = subprocess.run(["ldd", str(NEOVE)], capture_output=True, text=True).stdout
        first = re.search(r"=> (\S*libasan\S*)", linked)  # the sanitiser insists on being first
        preload = ([first[1]] if first else []) + [str(self.library)]
        return {"LD_PRELOAD": ":".join(preload), "NEOVE_TEST_CLOCK": str(self.file)}

    def move(self, seconds):
        self.ahead += seconds
        with open(self.file, "r+b") as file:
            file.write(struct.pack("<q", self.ahead))

    def now(self):
        return time.time() + self.ahead


class LoudServer(Server):
    """A server that logs, into files the test can search, with a clock the test may hold."""

    def __init__(self, folder, postgres="", clock=None, demo=True):
        super().__init__(folder, postgres)
        self.clock, self.demo = clock, demo
        self.out, self.err = self.folder.parent / "server.out", self.folder.parent / "server.err"

    def start(self):
        environment = dict(os.environ, **(self.clock.environment() if self.clock else {}))
        command = [str(NEOVE), "serve", *(["--demo"] if self.demo else []), "--port", "0", *self.arguments(), *self.extra]
        before = self.out.stat().st_size if self.out.exists() else 0
        with open(self.out, "ab") as out, open(self.err, "ab") as err:
            self.process = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        found = []

        def is_up():
            found[:] = re.findall(rb"http://127\.0\.0\.1:(\d+)/", self.out.read_bytes()[before:])
            return found or self.process.poll() is not None

        if not wait_for(is_up, 30) or not found:
            raise AssertionError("the server did not start: " + self.err.read_text(errors="replace")[-2000:])
        self.port = int(found[0])
        self.read_contract()
        if self.contract:
            self.contract.holds_requests = False
        return self

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=20) == 0, self.err.read_text(errors="replace")[-2000:]


@contextlib.contextmanager
def loud_server(held_clock=False):
    folder = Path(tempfile.mkdtemp(prefix="neove-abuse-"))
    clock = HeldClock(folder) if held_clock and shutil.which("cc") else None
    server = LoudServer(folder / "store", clock=clock)
    try:
        yield server.start()
    finally:
        if server.process and server.process.poll() is None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


class Pair:
    """The administrator and the data owner of a demo store: together they give power, apart they do not."""

    def __init__(self, server, administrator="quantri", data_owner="dulieu"):
        self.administrator, self.data_owner = server.client(), server.client()
        self.administrator.sign_in(administrator)
        self.data_owner.sign_in(data_owner)

    def give(self, method, path, body):
        return given(self.administrator, self.data_owner, method, path, body)

    def call(self, *words, **named):
        return self.administrator.call(*words, **named)


class Person:
    """An account given by the two, enrolled with a code card: fifty sign-ins without waiting for a clock."""

    def __init__(self, server, pair, login, role, organisation, name="Người Thử"):
        self.server, self.login, self.password = server, login, OWN_PASSWORD
        wanted = {"login": login, "name": name, "grants": [{"role": role, "organisation_id": organisation}]}
        made, self.first_password = pair.give("POST", "/api/v1/accounts", wanted)
        self.id = made["account"]["id"]
        self.grants = pair.call("GET", f"/api/v1/accounts/{self.id}").json["grants"]
        self.client = server.client()
        first = self.client.call("POST", "/api/v1/sign-in", {"account": login, "password": self.first_password})
        assert first.status == 200, first.body
        self.enrol_cookie = self.client.cookie
        self.codes = enrol(self.client, login, self.first_password)

    def credentials(self):
        return {"account": self.login, "password": self.password, "code": self.codes.pop(0)}

    def sign_in(self, client=None):
        client = client or self.server.client()
        answer = client.call("POST", "/api/v1/sign-in", self.credentials())
        assert answer.status == 200, answer.body
        return client


class Raw:
    """A socket on which the test writes any bytes it likes."""

    def __init__(self, port, timeout=5):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.kept = b""

    def send(self, data):
        self.socket.sendall(data)
        return self

    def answer(self, head_only=False):
        """One answer, or None when the server closed without one."""
        while b"\r\n\r\n" not in self.kept:
            if not self._more():
                return None
        head, _, self.kept = self.kept.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        status = int(lines[0].split(b" ")[1])
        headers = {}
        for line in lines[1:]:
            name, _, value = line.decode("latin-1").partition(":")
            headers.setdefault(name.strip().lower(), []).append(value.strip())
        length = int(headers.get("content-length", ["0"])[0])
        if head_only or status in (204, 304) or 100 <= status < 200:
            length = 0
        while len(self.kept) < length and self._more():
            pass
        body, self.kept = self.kept[:length], self.kept[length:]
        return Answer(status, headers, body)

    def is_closed(self):
        """Whether the server ended the connection and sent nothing more."""
        if self.kept:
            return False
        return not self._more() and not self.kept

    def _more(self):
        try:
            data = self.socket.recv(65536)
        except (ConnectionError, TimeoutError):
            return False
        self.kept += data
        return bool(data)

    def close(self):
        self.socket.close()
