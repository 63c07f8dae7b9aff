#!/usr/bin/env python3
"""One server to a store. What must never happen: two processes that sign beside each other, a store that stays locked after a
crash, or a command for looking that a running server keeps out."""
import subprocess
from support import NEOVE, POSTGRES, postgres_server, sqlite_server, wait_for


def refused(server):
    """A second server over the same folder says so at once and leaves every file alone."""
    kept = {path.name: path.read_bytes() for path in server.folder.iterdir() if path.name in ("journal.state", "checkpoints", "keyring")}
    second = subprocess.run([str(NEOVE), "serve", "--port", "0", *server.arguments()], capture_output=True, text=True, timeout=30)
    assert second.returncode == 78, (second.returncode, second.stderr)
    assert "journal.in_use" in second.stderr and "máy chủ khác" in second.stderr, second.stderr
    for name, content in kept.items():
        assert (server.folder / name).read_bytes() == content, name


def looked_at(server):
    """Commands run beside it, and those that write into the store sign nothing."""
    key = ["--key", str(server.folder / "journal.first_key")]
    for words in (["key", "status"], ["doctor"], ["audit", "verify", *key], ["audit", "anchor"], ["backup", "keygen"],
                  ["backup", "create", "--out", str(server.folder.parent)],
                  ["account", "data-owner", "--login", "du.lieu.hai", "--organisation", "Không có", "--although-one-exists"]):
        done = server.run(*words)
        assert "journal.in_use" not in done.stderr and done.returncode in (0, 1, 2), (words, done.stderr)
        assert done.returncode != 2 or words[0] == "account", (words, done.stderr)


def sworn(server):
    """Checkpoints: of each node that ran, one at least."""
    file = server.folder / "checkpoints"
    return file.read_text().splitlines() if file.exists() else []


def one_server(server):
    refused(server)
    looked_at(server)
    client = server.client()
    client.sign_in("canbo.xa")
    wait_for(lambda: len(sworn(server)) >= 1, 30)
    server.kill()  # nothing is cleared away: the kernel has to
    server.start()
    refused(server)
    server.stop()
    server.start()
    server.client().sign_in("canbo.phuong")
    server.stop()
    verified = server.run("audit", "verify", "--key", str(server.folder / "journal.first_key"))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert len(sworn(server)) >= 3


def main():
    ran = 1
    with sqlite_server() as server:
        one_server(server)
    if POSTGRES.exists():
        with postgres_server() as server:
            one_server(server)
        ran += 1
    print(f"one server: ok on {ran} engines")


if __name__ == "__main__":
    main()
