#!/usr/bin/env python3
"""The end of the journal at a start. What must never happen: a server that serves over rows of its newest stretch that are not
what it signed."""
import os, shutil, sqlite3, subprocess, sys
from support import NEOVE, SOURCE, sqlite_server

sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE / "tools"))
import verify_journal as chain


def grow(folder, count):
    """Rows as a busy day leaves them, every other one with its event; the next start signs them when it ends."""
    base = sqlite3.connect(folder / "store.sqlite")
    seq, at, head = base.execute("SELECT seq, recorded_at, head FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    for number in range(count):
        seq, at, event, body = seq + 1, at + 1, "", chain.ZERO
        if number % 2 == 0:
            event = os.urandom(16).hex()
            cells = [event, "document", "d" * 32, 1, 0, "changed", at, "instant", "a" * 32, "o" * 32, "{}", b"x" * 300]
            body = chain.blake(b"neove.event", b"".join(map(chain.field, cells + [at])))
            base.execute(f"INSERT INTO event VALUES ({','.join('?' * 14)})", cells + [body, at])
        row = [seq, at, "node", "a" * 32, "s" * 64, "document.changed", "document", "d" * 32, event, "", "", body, chain.ZERO]
        digest = chain.blake(b"neove.entry", b"".join(map(chain.field, row)))
        head = chain.next_head(head, seq, digest)
        base.execute(f"INSERT INTO journal VALUES ({','.join('?' * 15)})", row + [digest, head])
    base.commit()
    base.close()
    return seq


def signed_store(server, count):
    server.stop()
    last = grow(server.folder, count)
    server.start()
    server.stop()
    first, until = map(int, (server.folder / "checkpoints").read_text().splitlines()[-1].split(" ")[3:5])
    assert until >= last and until - first >= count - 1, (first, last, until)
    return first, until


def start_after(server, statement, *values):
    """Over a copy in which this was done; the answer of a start that lasts no longer than it must."""
    folder = server.folder.parent / "altered"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(server.folder, folder)
    base = sqlite3.connect(folder / "store.sqlite")
    assert base.execute(statement, values).rowcount == 1, statement
    base.commit()
    base.close()
    command = [str(NEOVE), "serve", "--demo", "--port", "0", "--store", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if "http://127" in line:
                process.terminate()
        said = process.stderr.read()
        return process.wait(), said, folder


def refused(server, what, statement, *values):
    status, said, _ = start_after(server, statement, *values)
    assert status == 78 and "journal.tail_differs" in said, (what, status, said)


def main():
    with sqlite_server() as server:
        first, until = signed_store(server, 2_500)
        middle = first + 701
        refused(server, "a row in the middle", "UPDATE journal SET actor = 'zz' WHERE seq = ?", middle)
        refused(server, "the first row of the stretch", "UPDATE journal SET actor = 'zz' WHERE seq = ?", first)
        refused(server, "a row gone", "DELETE FROM journal WHERE seq = ?", middle)
        refused(server, "an event", "UPDATE event SET clear = '[]' WHERE id = (SELECT event_id FROM journal WHERE event_id <> '' "
                "AND seq >= ? ORDER BY seq LIMIT 1)", middle)
        assert start_after(server, "UPDATE store_fact SET fact_value = fact_value WHERE fact_key = 'store_id'")[0] == 0
        server.start()
        # Of a longer stretch the last ten thousand rows; the verifiers look at all.
        first, until = signed_store(server, 10_400)
        refused(server, "a late row of a long stretch", "UPDATE journal SET actor = 'zz' WHERE seq = ?", until - 9_000)
        status, said, folder = start_after(server, "UPDATE journal SET actor = 'zz' WHERE seq = ?", first + 10)
        assert status == 0, said
        words = ["--store", str(folder), "--key", str(folder / "journal.first_key")]
        verified = subprocess.run([str(NEOVE), "audit", "verify", *words], capture_output=True, text=True)
        assert verified.returncode == 1 and str(first + 10) in verified.stdout, verified.stdout
        server.start()
    print("journal's end: ok")


if __name__ == "__main__":
    main()
