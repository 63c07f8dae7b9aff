#!/usr/bin/env python3
"""A key day as an operator holds it, on both databases: it waits for the copy of the keyring that is missing, is killed at every
writing of a keyring and begun again, and ends with the living open, the erased beyond recovery and the old key gone from every
copy; a copy that is lost for good is forgotten, and the day after that waits for nobody."""
import subprocess, time
from support import NEOVE, on_both_databases
from persons_test import ERASURES, WHY, Clinic, admit, done, found

ERASED, LIVING = "Hoàng-Oanh Canh-Vỹ Thị", ("Nguyễn Thị Hoa", "Nguyễn Thị Mận")
WAITS = 3
CUTS = 3  # the new epoch in the copy; the old one destroyed here, in the copy


def ran(server, *words, status=0):
    answer = server.run(*words)
    assert answer.returncode == status, (words, answer.returncode, answer.stdout + answer.stderr)
    return answer.stdout


def erase(clinic, file):
    asked = done(clinic.head.call("POST", f"/api/v1/registers/visit_file/records/{file}/erase", WHY), 202)
    certificate = done(clinic.other_head.call("POST", f"{ERASURES}/{asked['id']}/confirm"))
    assert certificate["stage"] == "pending", certificate


def is_as_it_should_be(clinic, *stages):
    """Between two starts: whoever lives is found, whoever is erased is not, and the certificate says how far that is."""
    clinic.server.start()
    clinic.go_on()
    for name in LIVING:
        assert len(found(clinic.nurse, name)) == 1, name
    assert found(clinic.nurse, ERASED) == []
    row = done(clinic.head.call("GET", ERASURES))["erasures"][0]
    assert row["stage"] in stages, row
    assert (row["beyond_recovery_since"] is not None) == (row["stage"] == "done"), row
    clinic.server.stop()


def the_copy_would_do(clinic, copy, *stages):
    """As if this machine's disk died now: the keyring from the safe opens whatever lives."""
    own = clinic.server.folder / "keyring"
    kept = own.read_bytes()
    own.write_bytes(copy)
    is_as_it_should_be(clinic, *stages)
    own.write_bytes(kept)


def written(path):
    """Changes with every writing of the file, which is a new one each time."""
    try:
        return path.stat().st_ino, path.stat().st_mtime_ns
    except FileNotFoundError:
        return None


def killed_at(server, writing, copy):
    """Kills `neove key day` at its writing of that number; whether it was killed before it ended of itself."""
    places = (server.folder / "keyring", copy)
    seen, before = 0, [written(one) for one in places]
    day = subprocess.Popen([str(NEOVE), "key", "day", *server.arguments()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while day.poll() is None and seen < writing:
        assert time.monotonic() < until, "a key day that never ends"
        now = [written(one) for one in places]
        seen += sum(None is not new != old for new, old in zip(now, before))
        before = now
    day.kill()
    return day.wait() < 0


def waits_for_a_copy(clinic, copy):
    """The stick is elsewhere: nothing is destroyed, and nothing is moved."""
    elsewhere = copy.parent.with_name("elsewhere")
    copy.parent.rename(elsewhere)
    before = (elsewhere / copy.name).read_bytes()
    print("killed with its new epoch begun:", killed_at(clinic.server, 1, copy))
    assert str(copy) in ran(clinic.server, "key", "day", status=WAITS)
    is_as_it_should_be(clinic, "pending")
    the_copy_would_do(clinic, before, "pending")
    elsewhere.rename(copy.parent)
    assert copy.read_bytes() == before


def cut_and_begun_again(clinic, copy):
    server = clinic.server
    cuts = []
    for writing in range(1, CUTS + 1):
        cuts.append(killed_at(server, writing, copy))
        if cuts[-1]:
            # Killed with the last copy written, it may have said so already.
            the_copy_would_do(clinic, copy.read_bytes(), "pending", "done")
            ran(server, "rebuild")
    assert "xong lúc" in ran(server, "key", "day")
    print(f"key day killed: {cuts}")
    assert cuts[0], "it was not killed even once"
    is_as_it_should_be(clinic, "done")
    assert copy.read_bytes() == (server.folder / "keyring").read_bytes(), "the copy opens what this machine opens, and no more"


def a_lost_copy_is_forgotten(clinic, copy):
    server = clinic.server
    copy.unlink()
    copy.parent.rmdir()
    assert str(copy) in ran(server, "key", "day", status=WAITS)
    ran(server, "key", "forget", "--to", str(copy))
    assert "keyring.no_such_copy" in server.run("key", "forget", "--to", str(copy)).stderr
    assert "xong lúc" in ran(server, "key", "day")
    is_as_it_should_be(clinic, "done")


def story(server):
    clinic = Clinic(server)
    for name in LIVING:
        done(admit(clinic.nurse, name), 201)
    erase(clinic, done(admit(clinic.nurse, ERASED), 201)["id"])
    server.stop()
    copy = server.folder.parent / "safe" / "stick.keyring"
    copy.parent.mkdir()
    ran(server, "key", "copy", "--to", str(copy))
    waits_for_a_copy(clinic, copy)
    cut_and_begun_again(clinic, copy)
    a_lost_copy_is_forgotten(clinic, copy)
    ran(server, "rebuild")
    ran(server, "audit", "verify")


if __name__ == "__main__":
    on_both_databases(story)
