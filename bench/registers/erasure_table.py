#!/usr/bin/env python3
"""What it costs everybody when a long file of a person is erased, or redacted: over HTTP on both engines with durable disks, while
others admit patients one after another. Prints lines and writes no document: a figure without its machine means nothing.

    erasure_table.py [--engine sqlite|postgres|both] [--events 5000] [--rounds 5] [--clients 4]

`others`: how long an admission took, alone and beside the confirmation; the longest is what somebody had to wait.
"""
import argparse, contextlib, os, subprocess, sys, tempfile, threading, time
from pathlib import Path

import registers_table as registers
import bench_table as table
import support

os.environ["NEOVE_CONTRACT"] = "off"
FILES = registers.FILES
ERASURES, REDACTIONS = (FILES.replace("records", word) for word in ("erasures", "redactions"))
WHY = {"authority": "Quyết định của giám đốc phòng khám", "ground": "Quy chế phòng khám giả định, điều 15"}
CALM = 5  # seconds of nothing else, before and after


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json


class Clinic:
    """Two who may erase whatever lies below the province, and one who admits."""

    def __init__(self, house):
        administrator, data_owner, officer, leader = (registers.acting(house, login) for login in ("quantri", "dulieu", "canbo.xa", "lanhdao"))
        accounts = {one["login"]: one["id"] for one in done(administrator.call("GET", "/api/v1/accounts"))["items"]}
        here, above = (done(one.call("GET", "/api/v1/me"))["grants"][0]["organisation"]["id"] for one in (officer, leader))
        for login, role, body in (("canbo.xa", "nurse", here), ("quaydoc.xa", "head_doctor", above), ("lanhdao", "head_doctor", above)):
            support.given(administrator, data_owner, "POST", f"/api/v1/accounts/{accounts[login]}/grants",
                          {"role": role, "organisation_id": body})
        self.nurse = registers.acting(house, "canbo.xa", "nurse")
        self.head = registers.acting(house, "quaydoc.xa", "head_doctor")
        self.other_head = registers.acting(house, "lanhdao", "head_doctor")


class Others:
    """Admissions of so many clients, one after another each; when each began and how long it took."""

    def __init__(self, nurse, clients):
        self.nurse, self.took, self.stopped = nurse, [], False
        self.threads = [threading.Thread(target=self.admit, args=(number,)) for number in range(clients)]

    def admit(self, number):
        count = 0
        while not self.stopped:
            count += 1
            answers = {"patient": {"name": f"Nguyễn Thị Mới {number} {count}"}, "sex": "female", "visit_on": "2026-11-02", "urgent": "no"}
            begin = time.monotonic()
            done(self.nurse.call("POST", FILES, {"action": "admit", "answers": answers}), 201)
            self.took.append((begin, time.monotonic() - begin))

    def __enter__(self):
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *_):
        self.stopped = True
        for one in self.threads:
            one.join()

    def between(self, begin, end):
        return sorted(1000 * took for at, took in self.took if at < end and at + took > begin)


def timed(act):
    begin = time.monotonic()
    answer = act()
    return answer, begin, time.monotonic()


def erased(clinic, file):
    asked = done(clinic.head.call("POST", f"{FILES}/{file}/erase", WHY), 202)
    answer, begin, end = timed(lambda: clinic.other_head.call("POST", f"{ERASURES}/{asked['id']}/confirm"))
    assert done(answer)["stage"] == "pending", answer.body
    return begin, end


def redacted(clinic, file):
    asked = done(clinic.head.call("POST", f"{FILES}/{file}/redaction", {**WHY, "parts": [{"field": "complaint"}]}), 202)
    seen = done(clinic.other_head.call("GET", f"{REDACTIONS}/{asked['id']}"))["seen"]
    answer, begin, end = timed(lambda: clinic.other_head.call("POST", f"{REDACTIONS}/{asked['id']}/confirm", {"seen": seen}))
    assert done(answer)["stage"] == "pending", answer.body
    return begin, end


def spread(millis):
    if not millis:
        return "none"
    return f"p50 {millis[len(millis) // 2]:.1f} ms, longest {millis[-1]:.0f} ms of {len(millis)}"


def measure(engine, clinic, files, what, act, options):
    waits, longest = [], []
    with Others(clinic.nurse, options.clients) as others:
        time.sleep(CALM)
        calm = others.between(time.monotonic() - CALM, time.monotonic())
        for file in files:
            begin, end = act(clinic, file)
            waits.append(1000 * (end - begin))
            longest.append(max(others.between(begin, end), default=0))
            time.sleep(0.5)
    print(f"{engine}: {what} of {options.events:,} events: {', '.join(f'{one:.0f}' for one in waits)} ms; others alone: {spread(calm)}; "
          f"the longest beside each: {', '.join(f'{one:.0f}' for one in longest)} ms", flush=True)


def seed(house, options):
    subprocess.run([str(table.BIN / "registers_seed"), *house.arguments(), "--register", "visit_file", "--variety", "1",
                    "--records", str(4 * options.rounds), "--events", str(options.events)], check=True)


def run(engine, options):
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", dir=table.BUILD))
        conninfo = stack.enter_context(registers.cluster(None, False)) if engine == "postgres" else ""
        house = table.House(Path(folder) / "store", conninfo)
        house.start()
        stack.callback(table.end, house)
        table.end(house)
        seed(house, options)
        house.start()
        clinic = Clinic(house)
        ids = registers.pages(clinic.head, FILES, 4 * options.rounds)
        measure(engine, clinic, ids[:options.rounds], "erasure", erased, options)
        measure(engine, clinic, ids[options.rounds:2 * options.rounds], "redaction", redacted, options)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", default="both", choices=("sqlite", "postgres", "both"))
    parser.add_argument("--events", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=4)
    options = parser.parse_args()
    for engine in ("sqlite", "postgres") if options.engine == "both" else (options.engine,):
        run(engine, options)


if __name__ == "__main__":
    sys.exit(main())
