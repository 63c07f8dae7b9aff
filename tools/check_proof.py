#!/usr/bin/env python3
"""Checks what `neove audit prove` printed: that one entry stands in a signed checkpoint, without seeing the others.
usage: check_proof.py PROOF-FILE [ANCHOR-LINE ...]    prints the entry; 0 it holds, 1 it does not
That the checkpoint is the store's own is for an anchor from another body to show: without one that is said."""
import struct, sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from verify_journal import blake

NAMES = ("seq", "micros", "node", "actor", "session", "action", "register", "record", "event", "classes", "purpose", "body",
         "reason")

def fields(raw):
    while raw:
        size, = struct.unpack_from("<Q", raw)
        yield raw[8:8 + size]
        raw = raw[8 + size:]

def root_of(leaf, index, size, path):  # RFC 9162, 2.1.3.2
    last, path = size - 1, list(path)
    while last:
        if index % 2 or (index < last):
            step = path.pop(0)
            leaf = blake(b"neove.node", step + leaf if index % 2 else leaf + step)
        index, last = index // 2, last // 2
    return None if path else leaf

def check(text, anchors):
    """The entry's fields, and every fault."""
    checkpoint, entry, path = text.rstrip("\n").split("\n")
    raw, steps = bytes.fromhex(entry.split(" ")[1]), [bytes.fromhex(word) for word in path.split(" ")[1:]]
    words, shown, faults = checkpoint.split(" "), list(fields(raw)), []
    first, last, seq = int(words[3]), int(words[4]), struct.unpack("<q", shown[0])[0]
    leaf = blake(b"neove.leaf", blake(b"neove.entry", raw))
    try:
        if not first <= seq <= last or root_of(leaf, seq - first, last - first + 1, steps) != bytes.fromhex(words[6]):
            faults.append("the entry is not in the checkpoint")
    except IndexError:
        faults.append("the path is too short")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(words[9])).verify(
            bytes.fromhex(words[11]), checkpoint.rpartition(" ")[0].encode())
    except InvalidSignature:
        faults.append("the checkpoint's signature is wrong")
    own = [words[1], words[2], blake(b"neove.checkpoint", checkpoint.encode()).hex()]
    faults += ["an anchor is of another checkpoint" for line in anchors if line.split(" ")[1:4] != own]
    return shown, faults

def main(path, *anchors):
    shown, faults = check(open(path).read(), anchors)
    for name, raw in zip(NAMES, shown):
        number, digest = name in NAMES[:2], name in NAMES[-2:]
        said = struct.unpack("<q", raw)[0] if number else raw.hex() if digest else raw.decode(errors="replace")
        print(f"{name}: {said}")
    print(*(faults or ["holds" if anchors else "holds; no anchor was given: that the checkpoint is the store's own is not shown"]),
          sep="\n")
    return 1 if faults else 0

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
