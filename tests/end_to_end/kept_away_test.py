#!/usr/bin/env python3
"""Who is kept away from a record, over HTTP and on both databases: who reads it and does not say who comes to it reads nowhere,
not even in its history, who is kept away and why; whoever works here and elsewhere is kept away by name; of glass that several
requests break at once one is broken, and none outlives its verdict; none is broken beside an erasure."""
import sqlite3, sys, threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from persons_test import ERASURES, FILES, WHY, Clinic, acting, admit, done, refused
from support import SOURCE, given, on_both_databases

GLASS = "/api/v1/registers/visit_file/break-glass"
AT_ONCE = 4


def at_once(*calls):
    """What each of them answers, begun in one moment."""
    ready, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def one(place, call):
        ready.wait()
        answers[place] = call()

    threads = [threading.Thread(target=one, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def sealed_bytes(server, record):
    """Of words about it in rows of broken glass; asked of SQLite alone."""
    if server.postgres:
        return 0
    store = sqlite3.connect(f"file:{server.folder}/store.sqlite?mode=ro", uri=True)
    return sum(row[0] or 0 for row in store.execute("SELECT LENGTH(sealed) FROM break_glass WHERE record_id = ?", (record,)))


class House(Clinic):
    """With somebody who works here and in a ward far away, and with one who breaks the glass."""

    def __init__(self, server):
        super().__init__(server)
        self.administrator, self.data_owner = server.client(), server.client()
        self.administrator.sign_in("quantri")
        self.data_owner.sign_in("dulieu")
        self.here = self.body_of(self.nurse)
        officer = server.client()
        officer.sign_in("canbo.phuong")
        self.far = self.body_of(officer)
        self.grant("canbo.phuong", "nurse", self.here)
        self.grant("thuthu.phuong", "duty_doctor", self.here)
        self.both = acting(server, "canbo.phuong", "nurse")
        self.duty = acting(server, "thuthu.phuong", "duty_doctor")

    @staticmethod
    def body_of(client):
        return done(client.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]

    def grant(self, login, role, body):
        given(self.administrator, self.data_owner, "POST", f"/api/v1/accounts/{self.accounts[login]}/grants",
              {"role": role, "organisation_id": body})

    def file(self, name="Nguyễn Thị Hoa"):
        file = done(admit(self.nurse, name), 201)
        person = {"relation": "responsible", "account": self.accounts["thuthu.xa"]}
        done(self.head.call("POST", f"{FILES}/{file['id']}/people", person))
        return file


def nothing_is_told(house):
    file = house.file()
    at = f"{FILES}/{file['id']}"
    kept = [("block", {"organisation": house.far}, "Chồng bà ấy làm ở phường"), ("kin", {"account": house.accounts["kiemtra"]}, "Anh ruột"),
            ("legal_hold", {"account": house.accounts["kiemtra"]}, "Vụ án đang điều tra")]
    for relation, whom, reason in kept:
        now = done(house.head.call("POST", at + "/people", {"relation": relation, **whom, "reason": reason}))
    block = next(one["id"] for one in now["people"] if one["relation"] == "block")
    done(house.head.call("POST", f"{at}/people/{block}/end", {"reason": "Chồng đã chuyển đi"}))
    before = done(house.head.call("GET", at + "/timeline"))["events"]
    assert [one["relation"] and one["relation"]["kind"] for one in before] == [
        None, "responsible", "block", "kin", "legal_hold", "block"], before
    assert [one["reason"] for one in before[2:]] == [reason for _, _, reason in kept] + ["Chồng đã chuyển đi"]
    done(house.doctor.call("POST", at + "/actions", {"action": "examine", "answers": {"urgent": "no"}},
                           {"If-Match": f'"{done(house.doctor.call("GET", at))["etag"]}"'}))
    for client in (house.nurse, house.doctor):
        read = done(client.call("GET", at))
        assert sorted(one["relation"] for one in read["people"]) == ["consent", "responsible"], read["people"]
        told = client.call("GET", at + "/timeline")
        events = done(told)["events"]
        # What is not told counts: whoever looks sees that the record is not as it was, and by no word why.
        assert [(one["kind"], one["version"]) for one in events] == [("admit", 1), ("assigned", 2), ("examine", 7)], events
        assert events[-1]["version"] == read["version"], (events[-1], read["version"])
        for words in ("Chồng", "Anh ruột", "Vụ án", '"block"', '"kin"', "legal_hold", "lift_asked"):
            assert words.encode() not in told.body, words


def by_name(house):
    """She may not say so of whoever says who comes to the record, wherever that one works besides."""
    file = house.file()
    at = f"{FILES}/{file['id']}"
    house.grant("lanhdao", "nurse", house.far)
    for login in ("lanhdao", "quaydoc.xa"):
        one = {"relation": "block", "account": house.accounts[login], "reason": "người nhà"}
        refused(house.head.call("POST", at + "/people", one), 403, "record.relation_not_hers")
    assert house.both.call("GET", at).status == 200
    one = {"relation": "block", "account": house.accounts["canbo.phuong"], "reason": "người nhà"}
    done(house.head.call("POST", at + "/people", one))
    refused(house.both.call("GET", at), 404, "access.not_found")


def glass_at_once(house):
    file = house.file()
    words = {"number": file["number"], "reason": "Cấp cứu trong đêm"}
    broken = at_once(*[lambda: house.duty.call("POST", GLASS, words)] * AT_ONCE)
    codes = sorted(one.code if one.status != 201 else "broken" for one in broken)
    # Whoever tries often in one moment is slowed down besides.
    assert codes.count("broken") == 1 and set(codes) <= {"broken", "break_glass.open_already", "session.pause"}, codes
    assert house.duty.call("GET", f"{FILES}/{file['id']}").status == 200
    act = next(one for one in broken if one.status == 201).json["id"]
    done(house.head.call("POST", f"{GLASS}/{act}/review", {"justified": False, "words": "Không có ca nào"}))
    refused(house.duty.call("GET", f"{FILES}/{file['id']}"), 404, "access.not_found")
    refused(house.duty.call("POST", GLASS, words), 409, "break_glass.judged")


def glass_beside_an_erasure(house):
    """One of the two comes first: an erasure takes the words with it, or nobody breaks what is gone."""
    for turn in range(4):
        file = house.file()
        asked = done(house.head.call("POST", f"{FILES}/{file['id']}/erase", WHY), 202)["id"]
        confirm = f"{ERASURES}/{asked}/confirm"
        broken, erased = at_once(
            lambda: house.duty.call("POST", GLASS, {"number": file["number"], "reason": f"Cấp cứu {turn}"}),
            lambda: house.other_head.call("POST", confirm))
        if erased.status != 200:
            refused(erased, 412, "version.stale")
            done(house.other_head.call("POST", confirm))
        assert broken.status in (201, 404), (broken.status, broken.code)
        acts = [one for one in done(house.head.call("GET", GLASS))["acts"] if one["number"] == file["number"]]
        assert len(acts) == (broken.status == 201), acts
        assert all(one["reason"] in (None, "") for one in acts), acts
        assert sealed_bytes(house.server, file["id"]) == 0, "words lie in a row"


CHAPTERS = (nothing_is_told, glass_at_once, glass_beside_an_erasure, by_name)


def story(server):
    house = House(server)
    for chapter in CHAPTERS:
        chapter(house)


on_both_databases(story, SOURCE / "programmes/clinic")
print("who is kept away is told to nobody whom it does not concern, and stays away")
