#!/usr/bin/env python3
"""Who is kept away from a record, over HTTP and on both databases: who reads it and does not say who comes to it reads nowhere,
not even in its history, who is kept away and why; whoever works here and elsewhere is kept away by name; of glass that several
requests break at once one is broken, and none outlives its verdict; none is broken beside an erasure."""
import sqlite3, sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from persons_test import ERASURES, FILES, WHY, Clinic, acting, admit, done, refused
from support import SOURCE, given, in_parallel, on_both_databases

GLASS = "/api/v1/registers/visit_file/break-glass"
AT_ONCE = 4


def sealed_bytes(server, record):
    """Of words about it in rows of broken glass; asked of SQLite alone."""
    if server.postgres:
        return 0
    store = sqlite3.connect(f"file:{server.folder}/store.sqlite?mode=ro", uri=True)
    return sum(row[0] or 0 for row in store.execute("SELECT LENGTH(sealed) FROM break_glass WHERE record_id = ?", (record,)))


def carry_on(administrator, data_owner, body, heir):
    """The body is no more, and the heir carries on what it did."""
    at = f"/api/v1/organisations/{body}"
    step = {"organisation_id": heir, "subject": None, "on": "2026-11-01", "basis": "Nghị quyết 16"}
    tag = {"If-Match": f'"{done(administrator.call("GET", at))["etag"]}"'}
    given(administrator, data_owner, "PATCH", at, {"valid_until": "2026-11-01", "successors": [step]}, tag)


def blocks(client, at):
    return [one["organisation"] for one in done(client.call("GET", at))["people"] if one["relation"] == "block"]


class House(Clinic):
    """With somebody who works here and in a ward far away, and with one who breaks the glass."""

    def __init__(self, server):
        super().__init__(server)
        self.granted = set()
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
        # Who tried and was refused is slowed down: each chapter about glass has somebody who did not try yet.
        self.grant("daumoi.yte", "duty_doctor", self.here)
        self.night = acting(server, "daumoi.yte", "duty_doctor")

    def body(self, name):
        """One more ward beside the far one."""
        like = done(self.administrator.call("GET", f"/api/v1/organisations/{self.far}"))
        made = {"name": name, "kind": like["kind"], "parent_id": like["parent"]["id"]}
        return done(self.administrator.call("POST", "/api/v1/organisations", made), 201)["id"]

    def ends(self, body, heir):
        carry_on(self.administrator, self.data_owner, body, heir)

    def loses_role_in(self, login, body):
        at = f"/api/v1/accounts/{self.accounts[login]}"
        for grant in done(self.administrator.call("GET", at))["grants"]:
            if grant["organisation"]["id"] == body:
                ended = self.administrator.call("DELETE", f"{at}/grants/{grant['grant_id']}")
                assert ended.status in (200, 204), (ended.status, ended.body)

    @staticmethod
    def body_of(client):
        return done(client.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]

    def grant(self, login, role, body):
        if (login, role, body) in self.granted:
            return
        self.granted.add((login, role, body))
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


def nobody_reads_of_her_own(house):
    """Whom a guard named reads neither why nor by whom when it is over; nor does a head of one that named her."""
    at = f"{FILES}/{house.file()['id']}"
    reason = "Nạn nhân tố người này là chị ruột của kẻ bán"
    block = {"relation": "block", "account": house.accounts["canbo.phuong"], "reason": reason}
    done(house.head.call("POST", at + "/people", block))
    row = next(one["id"] for one in done(house.head.call("GET", at))["people"] if one["relation"] == "block")
    for client in (house.head, house.other_head):
        done(client.call("POST", f"{at}/people/{row}/end", {"reason": "Công an đã loại trừ"}))
    told = house.both.call("GET", at + "/timeline")
    assert [one["kind"] for one in done(told)["events"]] == ["admit", "assigned"], told.body
    assert "block" not in told.body.decode() and reason not in told.body.decode()
    kin = {"relation": "kin", "account": house.accounts["thuthu.xa"], "reason": reason}
    done(house.head.call("POST", at + "/people", kin))
    read = done(house.doctor.call("GET", at))
    assert "kin" not in [one["relation"] for one in read["people"]], read["people"]
    assert reason not in house.doctor.call("GET", at + "/timeline").body.decode()
    assert reason in house.other_head.call("GET", at + "/timeline").body.decode()


def glass_at_once(house):
    file = house.file()
    words = {"number": file["number"], "reason": "Cấp cứu trong đêm"}
    broken = in_parallel([lambda: house.duty.call("POST", GLASS, words)] * AT_ONCE)
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
        broken, erased = in_parallel([
            lambda: house.night.call("POST", GLASS, {"number": file["number"], "reason": f"Cấp cứu {turn}"}),
            lambda: house.other_head.call("POST", confirm)])
        if erased.status != 200:
            refused(erased, 412, "version.stale")
            done(house.other_head.call("POST", confirm))
        assert broken.status in (201, 404), (broken.status, broken.code)
        acts = [one for one in done(house.head.call("GET", GLASS))["acts"] if one["number"] == file["number"]]
        assert len(acts) == (broken.status == 201), acts
        assert all(one["reason"] in (None, "") for one in acts), acts
        assert sealed_bytes(house.server, file["id"]) == 0, "words lie in a row"


def a_merger_lifts_nothing(house):
    ward, heir = house.body("Ủy ban nhân dân xã Cũ"), house.body("Ủy ban nhân dân xã Hợp Nhất")
    file = house.file()
    at = f"{FILES}/{file['id']}"
    house.grant("canbo.phuong", "officer", ward)
    assert house.both.call("GET", at).status == 200
    done(house.head.call("POST", at + "/people", {"relation": "block", "organisation": ward, "reason": "Chồng làm ở đó"}))
    refused(house.both.call("GET", at), 404, "access.not_found")
    house.ends(ward, heir)
    house.grant("canbo.phuong", "officer", heir)
    house.loses_role_in("canbo.phuong", ward)
    refused(house.both.call("GET", at), 404, "access.not_found")
    assert file["id"] not in [one["id"] for one in done(house.both.call("GET", FILES))["records"]]
    house.loses_role_in("canbo.phuong", heir)
    assert house.both.call("GET", at).status == 200, "she works for nobody who is kept away"
    # Whose record it is is not shut out by whom her body has swallowed.
    other = house.body("Ủy ban nhân dân xã Bị Nhập")
    done(house.head.call("POST", at + "/people", {"relation": "block", "organisation": other, "reason": "Anh bà ấy làm ở đó"}))
    house.ends(other, house.here)
    for client in (house.nurse, house.both, house.head, house.other_head):
        assert client.call("GET", at).status == 200


def a_body_by_two(house):
    """Where a body's people include somebody who has to sign second, one person does not keep it away unseen."""
    house.grant("lanhdao", "nurse", house.far)
    file = house.file()
    at = f"{FILES}/{file['id']}"
    block = {"relation": "block", "organisation": house.far, "reason": "Chồng làm ở đó"}
    # Whom one word keeps away is kept away at once, by name; whoever has to sign second is not.
    now = [one for one in done(house.head.call("POST", at + "/people", block))["people"] if one["relation"] == "block"]
    assert [(one["account"], one["organisation"], bool(one["until"])) for one in now] == [(house.accounts["canbo.phuong"], None, True)], now
    assert house.other_head.call("GET", at).status == 200
    refused(house.both.call("GET", at), 404, "access.not_found")
    event = done(house.other_head.call("GET", at + "/timeline"))["events"][-1]
    assert (event["kind"], event["relation"]["kind"], event["reason"]) == ("guard_asked", "block", block["reason"]), event
    assert [(one["relation"], one["organisation"]["id"]) for one in event["given"]] == [("block", house.far)], event
    refused(house.head.call("POST", at + "/people", block), 409, "record.guard_own")
    # To another day is another thing, which was asked for by nobody.
    done(house.other_head.call("POST", at + "/people", {**block, "until": "2031-01-31T00:00:00Z"}))
    assert house.far not in blocks(house.head, at)
    # She agrees, and is kept away with the others from now on.
    assert done(house.other_head.call("POST", at + "/people", block), 200) is None
    assert blocks(house.head, at) == [house.far]
    for client in (house.other_head, house.both):
        refused(client.call("GET", at), 404, "access.not_found")


CHAPTERS = (nothing_is_told, nobody_reads_of_her_own, glass_at_once, glass_beside_an_erasure, a_merger_lifts_nothing, a_body_by_two, by_name)


def story(server):
    house = House(server)
    for chapter in CHAPTERS:
        chapter(house)


def desk(server):
    """A duty: who has to do it is not shut out by one person, and it goes to nobody who is kept away."""
    logins = ("quantri", "dulieu", "daumoi.congan", "daumoi.yte", "canbo.xa", "canbo.phuong")
    administrator, data_owner, police, health, commune, ward = clients = [server.client() for _ in logins]
    for client, login in zip(clients, logins):
        client.sign_in(login)
    police_body, health_body, commune_body, ward_body = [House.body_of(one) for one in clients[2:]]
    answers = {"title": "Rà soát cơ sở lưu trú", "body": commune_body, "source_kind": "plan", "source_number": "12/KH-UBND",
               "source_on": "2026-10-20", "part": "lead", "named_on": "2027-01-05", "named_counts": "that_day"}
    duties = "/api/v1/registers/duty"
    at = f"{duties}/records/" + done(police.call("POST", duties + "/records", {"action": "give_dated", "answers": answers}), 201)["id"]
    accounts = {one["login"]: one["id"] for one in done(administrator.call("GET", "/api/v1/accounts"))["items"]}
    given(administrator, data_owner, "POST", f"/api/v1/accounts/{accounts['canbo.xa']}/grants",
          {"role": "officer", "organisation_id": ward_body})
    done(police.call("POST", at + "/people", {"relation": "block", "organisation": ward_body, "reason": "Có người liên quan"}))
    assert blocks(police, at) == [] and commune.call("GET", at).status == 200, "the lead's officer works there too"
    # What its giver leaves behind does not go to a body that could not open it, where nobody could lift that.
    done(police.call("POST", at + "/people", {"relation": "block", "organisation": health_body, "reason": "Có người liên quan"}))
    assert blocks(police, at) == [health_body]
    carry_on(administrator, data_owner, police_body, health_body)
    parts = f"{duties}/successions/{police_body}/parts"
    wanted = [{"id": one["id"], "etag": one["etag"]} for one in done(police.call("GET", parts))["records"]]
    passed = done(police.call("POST", parts, {"successor": health_body, "paper": "Nghị quyết 16", "records": wanted}))
    assert passed["done"] == 0 and [one["code"] for one in passed["records"]] == ["succession.kept_away"], passed
    assert done(police.call("GET", at))["owner"]["id"] == police_body
    refused(health.call("GET", at), 404, "access.not_found")


if __name__ == "__main__":
    DESK = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
    on_both_databases(story, SOURCE / "programmes/clinic")
    if DESK is not None:
        on_both_databases(desk, DESK)
    print("who is kept away is told to nobody whom it does not concern, and stays away")
