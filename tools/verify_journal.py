#!/usr/bin/env python3
"""A second verifier of journal and store, written apart from src/journal: reads SQLite and the checkpoint file directly
(this file the chain, verify_rows.py beside it what the chain says of events and rows that confer power).
usage: verify_journal.py DATABASE CHECKPOINTS KEY-LINE [ANCHOR-LINE ...]
KEY-LINE comes from the paper of the installation, anchors from other bodies; nothing from the store is believed.
Prints one fault a line (`row N …`, `checkpoint N …`, `event …`, `power …`); exit status 0 when there is none.
Needs the Debian package python3-cryptography for Ed25519."""
import hashlib, sqlite3, struct, sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

COLUMNS = ("seq, recorded_at, node, actor, session_digest, action, register_name, record_id, event_id, classes, purpose,"
           " body, reason, digest, head")
ZERO = bytes(32)

def blake(domain, data):
    return hashlib.blake2b(domain + b"\0" + data, digest_size=32).digest()

def field(value):
    raw = struct.pack("<q", value) if isinstance(value, int) else value.encode() if isinstance(value, str) else value or b""
    return struct.pack("<Q", len(raw)) + raw

def next_head(previous, seq, digest):
    return blake(b"neove.j", field(previous) + field(seq) + field(digest))

def merkle(leaves):  # RFC 9162, 2.1.1; `leaves` are hashed already
    while len(leaves) > 1:  # joining neighbours level by level, an odd one moves up, gives the same tree
        pairs = [blake(b"neove.node", a + b) for a, b in zip(leaves[::2], leaves[1::2])]
        leaves = pairs + leaves[len(leaves) - len(leaves) % 2:]
    return leaves[0]

def read_checkpoints(text, key_line, anchor_lines, fault):
    """The checkpoints that hold; the others are faults."""
    _, store, key = key_line.split(" ")
    due, due_time = {"store": store, "number": 1, "first row": 1, "previous": ZERO.hex(), "key": key}, 0
    held, digests = [], {}
    for place, line in enumerate(text.removesuffix("\n").split("\n") if text else [], 1):
        try:
            word, of_store, number, first, last, head, root, previous, at, now, following, signature = line.split(" ")
            number, first, last, at = int(number), int(first), int(last), int(at)
            head, root, signature = bytes.fromhex(head), bytes.fromhex(root), bytes.fromhex(signature)
            signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(now))
        except ValueError:
            fault(f"checkpoint {place}", "cannot be read")
            continue
        digest = blake(b"neove.checkpoint", line.encode()).hex()
        digests.setdefault(number, digest)
        found = {"store": of_store, "number": number, "first row": first, "previous": previous, "key": now}
        wrong = [name for name in due if found[name] != due[name]] + ["time"] * (at < due_time)
        try:
            signer.verify(signature, line.rpartition(" ")[0].encode())
        except InvalidSignature:
            wrong.append("signature")
        if wrong or word != "neove-checkpoint-1":
            fault(f"checkpoint {min(number, due['number'])}", "wrong " + ", ".join(wrong))
        else:
            held.append((first, last, head, root))
        due, due_time = due | {"number": number + 1, "first row": last + 1, "previous": digest, "key": following}, at
    if text and not text.endswith("\n"):
        fault(f"checkpoint {place}", "is torn")
    for of_store, number, digest in (line.split(" ")[1:4] for line in anchor_lines):
        if of_store != store or digests.get(int(number)) != digest:
            fault(f"checkpoint {number}", "is not the one another body keeps")
    return held

def verify(rows, checkpoints, key_line, anchor_lines):
    """Every fault as (where, what), rows first."""
    faults, of_checkpoints, heads, leaves, last = [], [], {ZERO}, {}, 0
    held = read_checkpoints(checkpoints, key_line, anchor_lines, lambda *what: of_checkpoints.append(what))
    for row in rows:
        seq, digest, head = row[0], bytes(row[13]), bytes(row[14])
        if seq != last + 1:
            faults.append((f"row {min(last + 1, seq)}", f"missing or out of place: {seq} follows {last}"))
            heads = set()
        own = blake(b"neove.entry", b"".join(map(field, row[:13])))
        if own != digest or (heads and not any(next_head(h, seq, digest) == head for h in heads)):
            faults.append((f"row {seq}", "altered, or does not follow the row before"))
        heads = {head} | {next_head(h, seq, own) for h in list(heads)[:2]}
        leaves[seq], last = (blake(b"neove.leaf", digest), head), seq
    for first, until, head, root in held:
        have = [leaves[seq] for seq in range(first, until + 1) if seq in leaves]
        if until > last:
            faults.append((f"row {last + 1}", f"and up to {until} are gone, though a checkpoint swore them"))
        elif len(have) != until - first + 1 or merkle([leaf for leaf, _ in have]) != root or have[-1][1] != head:
            faults.append((f"row {first}", f"or one up to {until} is not what the checkpoint over them swore"))
    return faults + of_checkpoints

def main(database, checkpoints, key_line, *anchors):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as store, open(checkpoints, errors="replace") as log:
        faults = verify(store.execute(f"SELECT {COLUMNS} FROM journal ORDER BY seq"), log.read(), key_line, anchors)
        faults += verify_rows.compare(store)
    for where, what in faults:
        print(where, what)
    return 1 if faults else 0

if __name__ == "__main__":
    import verify_rows  # it reads from this one
    sys.exit(main(*sys.argv[1:]))
