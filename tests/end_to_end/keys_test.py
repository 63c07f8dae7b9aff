#!/usr/bin/env python3
"""A real store's keys, from the first installation to a lost machine: what must never happen is that a store which nobody can open
again is used in earnest, that an old way in still works, or that a secret has to stand in the list of processes."""
import os, pty, re, select, subprocess, tempfile, time
from pathlib import Path
from support import NEOVE

DOMAINS = ("work", "auth", "system", "cases")


def neove(*words, text="", **more):
    return subprocess.run([str(NEOVE), *map(str, words)], input=text, capture_output=True, text=True, timeout=120, **more)


def good(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refused(done, code, status=2):
    assert done.returncode == status and code in done.stderr, (done.returncode, done.stdout, done.stderr)


def printed_keys(text):
    found = dict(re.findall(r"^  (work|auth|system|cases) +(\S.*)$", text, re.M))
    assert set(found) == set(DOMAINS), text
    return found


class Terminal:
    """A person at a terminal: sees what is shown, types lines."""

    def __init__(self, *words):
        self.shown = ""
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.execv(str(NEOVE), [str(NEOVE), *map(str, words)])

    def read(self, seconds):
        ready, _, _ = select.select([self.end], [], [], seconds)
        if not ready:
            return False
        try:
            piece = os.read(self.end, 65536)
        except OSError:
            return False
        self.shown += piece.decode(errors="replace")
        return bool(piece)

    def see(self, words, seconds=60):
        until = time.monotonic() + seconds
        while words not in self.shown:
            assert time.monotonic() < until, f"{words!r} was not shown: {self.shown}"
            self.read(1)
        before, self.shown = self.shown.split(words, 1)
        return before

    def type(self, line):
        time.sleep(0.05)  # the prompt's terminal setting comes after its words
        os.write(self.end, (line + "\n").encode())

    def ended(self):
        while self.read(30):
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Serving:
    """`neove serve` of a real store, as its unit would run it."""

    def __init__(self, *words, text=None, **more):
        self.process = subprocess.Popen(
            [str(NEOVE), "serve", "--quiet", "--port", "0", *map(str, words)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more,
        )
        if text is not None:
            self.process.stdin.write(text)
        self.process.stdin.close()

    def __enter__(self):
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                return self
        raise AssertionError("".join(lines) + self.process.stderr.read())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)


def new_store(folder):
    at = ["--store", folder / "store", "--host-key", folder / "host.key"]
    return at, printed_keys(good(neove("init", *at, "--organisation", "Cơ quan thử")))


def unconfirmed_serves_this_machine_only(at, keys):
    with Serving(*at):
        pass
    for words in (["--address", "0.0.0.0"], ["--host", "neove.example.vn"], ["--behind-proxy"]):
        done = neove("serve", "--port", "0", *at, *words)
        refused(done, "keyring.recovery_unconfirmed", 78)
    doctor = neove("doctor", *at)
    assert doctor.returncode == 1 and re.search(r"\[ĐỎ \] khóa phục hồi CHƯA", doctor.stdout), doctor.stdout
    refused(neove("key", "confirm", *at, text=keys["auth"] + "\n"), "keyring.wrong_recovery_key")
    refused(neove("key", "confirm", *at, text=keys["work"] + "\n"), "keyring.not_read_back")
    good(neove("key", "confirm", *at, text=keys["auth"].upper() + "\n" + keys["system"] + "\n" + keys["cases"] + "\n"))
    with Serving(*at, "--host", "neove.example.vn"):
        pass
    assert "[ ok ] khóa phục hồi đã được đọc lại" in neove("doctor", *at).stdout


def a_lost_host_key(folder, at, keys):
    paper = folder / "paper"
    paper.write_text("".join(f"  {domain:<8} {keys[domain]}\n" for domain in DOMAINS))
    host = folder / "host.key"
    stolen = folder / "stolen.key"
    refused(neove("key", "new-host", *at, "--recovery-keys", paper), "keyring.host_key_exists")
    host.rename(stolen)
    refused(neove("serve", "--port", "0", *at), "keyring.host_key_absent", 78)
    with Serving(*at, "--unlock", "recovery", text=paper.read_text()):
        pass
    keyring = (folder / "store/keyring").read_bytes()
    wrong = paper.read_text().replace(keys["auth"], keys["work"])
    refused(neove("key", "new-host", *at, "--recovery-keys", "-", text=wrong), "keyring.wrong_recovery_key")
    refused(neove("key", "new-host", *at, "--recovery-keys", "-", text=f"work {keys['work']}\n"), "keyring.domain_locked")
    assert (folder / "store/keyring").read_bytes() == keyring and not host.exists(), "a refused renewal changed something"
    nowhere = ["--store", folder / "store", "--host-key", folder / "no/such/folder/host.key"]
    assert neove("key", "new-host", *nowhere, "--recovery-keys", paper).returncode != 0
    said = journal(folder)
    assert "key.host_renewed.intended" in said and "key.host_renewed" not in said, "the journal says what did not happen"
    good(neove("key", "new-host", *at, "--recovery-keys", paper))
    assert host.stat().st_mode & 0o777 == 0o600
    with Serving(*at):
        pass
    old = ["--store", folder / "store", "--host-key", stolen]
    refused(neove("serve", "--port", "0", *old), "keyring.wrong_host_key", 78)
    assert "key.host_renewed" in journal(folder), "it stands in the journal"


def journal(folder):
    import sqlite3
    base = sqlite3.connect(f"file:{folder}/store/store.sqlite?mode=ro", uri=True)
    return {row[0] for row in base.execute("SELECT action FROM journal")}


def a_passphrase(folder, at):
    refused(neove("serve", "--port", "0", *at, "--unlock", "passphrase", text="x\n"), "keyring.no_such_method", 78)
    short = neove("key", "passphrase", "set", *at, "--chosen", text="nineteen characters\n" * 2)
    refused(short, "keyring.passphrase_too_short")
    refused(neove("key", "passphrase", "set", *at, "--chosen", text="một câu dài hơn hai mươi chữ\nmột câu khác dài hơn hai mươi\n"), "keyring.passphrases_differ")
    chosen = "một câu dài hơn hai mươi chữ"
    good(neove("key", "passphrase", "set", *at, "--chosen", text=f"{chosen}\n{chosen}\n"))
    secret = folder / "secret"
    secret.write_text(chosen + "\n")
    credentials = {**os.environ, "CREDENTIALS_DIRECTORY": str(folder)}
    with Serving(*at, "--unlock", "passphrase", text=chosen + "\n"):
        pass
    with Serving(*at, "--unlock", "passphrase", "--unlock-from", "credential:secret", env=credentials):
        pass
    with open(secret) as file, Serving(*at, "--unlock", "passphrase", "--unlock-from", f"fd:{file.fileno()}", pass_fds=[file.fileno()]):
        pass
    refused(neove("key", "status", *at, "--unlock", "passphrase", "--unlock-from", "credential:../secret"), "secret.source")
    started = time.monotonic()
    refused(neove("key", "status", *at, "--unlock", "passphrase", text="một câu dài hơn hai mươi chỗ\n"), "keyring.wrong_passphrase")
    assert time.monotonic() - started >= 2, "a wrong one costs time"
    status = good(neove("key", "status", *at))
    assert status.count("method passphrase") == len(DOMAINS), status
    good(neove("key", "passphrase", "remove", *at))
    refused(neove("key", "status", *at, "--unlock", "passphrase", text=chosen + "\n"), "keyring.no_such_method")


def renewed_recovery(folder, at, keys):
    """At a terminal: printed, screen wiped, read back; only then the old ones die."""
    person = Terminal("key", "recovery", "renew", *at)
    fresh = printed_keys(person.see("Chép xong").replace("\r", ""))
    person.type("")
    person.see("\x1b[3J")
    person.see("«work»")
    person.type(fresh["auth"])
    person.see("keyring.wrong_recovery_key")
    os.close(person.end)  # gives up: hangs up the line
    os.waitpid(person.pid, 0)
    with Serving(*at, "--unlock", "recovery", text="".join(keys[domain] + "\n" for domain in DOMAINS)):
        pass
    person = Terminal("key", "recovery", "renew", *at)
    fresh = printed_keys(person.see("Chép xong").replace("\r", ""))
    person.type("")
    for domain in DOMAINS:
        person.see(f"«{domain}»")
        person.type(fresh[domain])
    assert person.ended() == 0, person.shown
    old = neove("key", "status", *at, "--unlock", "recovery", text=f"work {keys['work']}\n")
    refused(old, "keyring.wrong_recovery_key")
    with Serving(*at, "--unlock", "recovery", "--host", "neove.example.vn", text="".join(fresh[d] + "\n" for d in DOMAINS)):
        pass


def first_installation_at_a_terminal(folder):
    at = ["--store", folder / "first", "--host-key", folder / "first.key"]
    person = Terminal("init", *at, "--organisation", "Cơ quan thử")
    keys = printed_keys(person.see("Chép đủ").replace("\r", ""))
    person.type("")
    person.see("\x1b[3J")
    for domain in DOMAINS:
        person.see(f"«{domain}»")
        person.type("an an an")
        person.see("keyring.mistyped")
        person.type(keys[domain])
    person.see("Mọi khóa phục hồi đã được đọc lại.")
    assert person.ended() == 0
    assert "neove key confirm" not in person.shown and "neove backup keygen" in person.shown, person.shown
    with Serving(*at, "--host", "neove.example.vn"):
        pass


def a_failed_beginning_leaves_nothing(folder):
    """Wrong words the first time, right ones the second: no half-made store refuses them."""
    name = ["--organisation", "Cơ quan thử"]
    store = folder / "deep/down/store"
    refused(neove("init", "--store", store, "--postgres", f"host={folder}/nobody dbname=x", *name), "storage.unavailable")
    absent = neove("init", "--store", store, "--host-key", folder / "no/such/folder/host.key", *name)
    refused(absent, "file.unwritable")
    assert "no/such/folder/host.key" in absent.stderr, "it says which file"
    good(neove("init", "--store", store, *name))
    assert store.stat().st_mode & 0o777 == 0o700
    refused(neove("init", "--store", store, *name), "installation.exists")
    # The database is another installation's: a new keyring would make its content unreadable for ever.
    (store / "keyring").rename(store / "keyring.kept")
    refused(neove("init", "--store", store, *name), "installation.exists")
    assert not (store / "keyring").exists()
    (store / "keyring.kept").rename(store / "keyring")
    good(neove("key", "status", "--store", store))


def a_copy_of_the_keyring(folder, at):
    assert "vòng khóa hiện tại CHƯA có bản sao" in neove("doctor", *at).stdout
    good(neove("key", "copy", *at, "--to", folder / "stick.keyring"))
    assert (folder / "stick.keyring").read_bytes() == (folder / "store/keyring").read_bytes()
    assert "[ ok ] vòng khóa hiện tại có bản sao" in neove("doctor", *at).stdout
    good(neove("backup", "keygen", *at))
    assert "bản sao vòng khóa đã cũ" in neove("doctor", *at).stdout


def main():
    with tempfile.TemporaryDirectory(prefix="neove-keys-") as name:
        folder = Path(name)
        at, keys = new_store(folder)
        unconfirmed_serves_this_machine_only(at, keys)
        a_copy_of_the_keyring(folder, at)
        a_lost_host_key(folder, at, keys)
        a_passphrase(folder, at)
        renewed_recovery(folder, at, keys)
        first_installation_at_a_terminal(folder)
        a_failed_beginning_leaves_nothing(folder)
        verified = neove("audit", "verify", *at, "--key", "/dev/null")
        assert verified.returncode == 2, "no key, no verdict"
    print("keys: confirmed, copied, lost, renewed and opened again")


if __name__ == "__main__":
    main()
