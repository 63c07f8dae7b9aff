#!/usr/bin/env python3
"""A register of persons over HTTP and on both databases: found by whom she is cared for and by nobody else, the same after a
restart; erased by two, found nowhere from then on; the certificate waits for the key day; no name lies in the database."""
import glob, re, time
from support import given, on_both_databases

FILES = "/api/v1/registers/visit_file/records"
ERASURES = "/api/v1/registers/visit_file/erasures"
RETENTION = "/api/v1/registers/visit_file/retention"
ABSENT = "0" * 32
NAME, PHONE = "Hoàng-Oanh Canh-Vỹ Thị", "0999 888 777"
WHY = {"authority": "Quyết định của giám đốc phòng khám", "ground": "Quy chế phòng khám giả định, điều 15"}


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])


def acting(server, login, role):
    client = server.client()
    client.sign_in(login)
    grants = done(client.call("GET", "/api/v1/me"))["grants"]
    grant = next(one for one in grants if one["role"] == role)
    done(client.call("POST", "/api/v1/me/acting", {"grant_id": grant["grant_id"]}))
    return client


class Clinic:
    """Four people of the commune who work at its clinic; the library's other commune stays what it is."""
    ROLES = {"nurse": "canbo.xa", "doctor": "thuthu.xa", "head": "quaydoc.xa", "other_head": "lanhdao"}

    def __init__(self, server):
        self.server = server
        administrator, data_owner = server.client(), server.client()
        administrator.sign_in("quantri")
        data_owner.sign_in("dulieu")
        accounts = {one["login"]: one["id"] for one in done(administrator.call("GET", "/api/v1/accounts"))["items"]}
        officer = server.client()
        officer.sign_in("canbo.xa")
        here = done(officer.call("GET", "/api/v1/me"))["grants"][0]["organisation"]["id"]
        for who, login in self.ROLES.items():
            role = "head_doctor" if "head" in who else who
            given(administrator, data_owner, "POST", f"/api/v1/accounts/{accounts[login]}/grants",
                  {"role": role, "organisation_id": here})
        self.accounts = accounts
        self.sign_in()

    def sign_in(self):
        for who, login in self.ROLES.items():
            setattr(self, who, acting(self.server, login, "head_doctor" if "head" in who else who))
        self.stranger = self.server.client()
        self.stranger.sign_in("thuthu.phuong")

    def go_on(self):
        """After a restart: sessions outlive it, the port does not."""
        for who in (*self.ROLES, "stranger"):
            client = getattr(self, who)
            client.port, client.held_to = self.server.port, self.server.contract


def admit(client, name, phone=None, **more):
    answers = {"patient": {"name": name}, "sex": "female", "visit_on": "2026-11-02", "urgent": "no", **more}
    if phone:
        answers["phone"] = phone
    return client.call("POST", FILES, {"action": "admit", "answers": answers})


def search(client, words):
    """Asks until the names are there: a server has just started."""
    for _ in range(100):
        answer = client.call("GET", FILES + "?q=" + "".join(f"%{byte:02X}" for byte in words.encode()))
        if answer.status != 503:
            return answer
        assert answer.code == "search.preparing", answer.body
        time.sleep(0.1)
    raise AssertionError("the search is never ready")


def found(client, words):
    return [one["id"] for one in done(search(client, words))["records"]]


def who_finds_whom(clinic, file):
    for words in (NAME, "hoang oanh", "canh vy hoang", "OANH CANH", PHONE, "888777", file["number"].lower()):
        assert found(clinic.nurse, words) == [file["id"]], words
        refused(search(clinic.stranger, words), 404, "access.not_found")
    for words in ("oanh", "1990", "777"):
        refused(search(clinic.nurse, words), 422, "search.needs_more")
    assert found(clinic.nurse, "khong co ai") == []
    one = done(search(clinic.nurse, NAME))["records"][0]
    assert one["name"] is None, "nurses see no names in lists"
    at = f"{FILES}/{file['id']}"
    person = {"relation": "responsible", "account": clinic.accounts["thuthu.xa"]}
    given_to = next(one for one in done(clinic.head.call("POST", at + "/people", person))["people"] if one["relation"] == "responsible")
    done(clinic.head.call("POST", f"{at}/people/{given_to['id']}/end", {"reason": "nhầm người"}))
    assert done(clinic.doctor.call("GET", at))["may"]["actions"] == ["examine"], "of her body, and no longer hers"
    done(clinic.head.call("POST", at + "/people", person))
    assert done(search(clinic.doctor, NAME))["records"][0]["name"] == NAME
    assert done(clinic.doctor.call("GET", FILES))["records"][0]["name"] == NAME


def matches_while_typing(clinic, file):
    path = "/api/v1/registers/visit_file/matches"
    typed = {"answers": {"patient": {"name": "Canh Vy Hoang Oanh Thi"}, "phone": "+84999888777"}}
    shown = done(clinic.nurse.call("POST", path, typed))["matches"]
    assert [one["id"] for one in shown] == [file["id"]] and shown[0]["reasons"] == ["same_phone", "name"], shown
    assert done(clinic.nurse.call("POST", path, {**typed, "record": file["id"]}))["matches"] == []
    assert done(clinic.nurse.call("POST", path, {"answers": {}}))["matches"] == []
    refused(clinic.stranger.call("POST", path, typed), 404, "access.not_found")
    refused(clinic.stranger.call("POST", path.replace("visit_file", "nothing"), typed), 404, "access.not_found")


def lift(clinic, end):
    """What guards somebody takes two to lift; whoever only works on the record is taken off it by one."""
    for client in (clinic.head, clinic.other_head):
        done(client.call("POST", end, {"reason": "không còn lý do"}))


def who_is_blocked(clinic, file):
    at = f"{FILES}/{file['id']}/people"
    blocked = done(clinic.head.call("POST", at, {"relation": "block", "account": clinic.accounts["canbo.xa"]}))
    for words in (NAME, PHONE, file["number"]):
        assert found(clinic.nurse, words) == [], words
        assert found(clinic.doctor, words) == [file["id"]], words
    assert done(clinic.nurse.call("POST", "/api/v1/registers/visit_file/matches",
                                  {"answers": {"patient": {"name": NAME}}}))["matches"] == []
    one = next(row for row in blocked["people"] if row["relation"] == "block")
    lift(clinic, f"{at}/{one['id']}/end")
    assert found(clinic.nurse, NAME) == [file["id"]]


def after_a_restart(clinic, file):
    before = {words: found(clinic.nurse, words) for words in (NAME, "hoang oanh", "nguyễn thị", PHONE)}
    assert len(before["nguyễn thị"]) == 2, before
    clinic.server.stop()
    clinic.server.start()
    clinic.go_on()
    assert {words: found(clinic.nurse, words) for words in before} == before


def strangers_erase_nothing(clinic, file):
    for client in (clinic.nurse, clinic.doctor, clinic.stranger):
        answers = [client.call("POST", f"{FILES}/{one}/erase", WHY) for one in (file["id"], ABSENT)]
        assert {(one.status, one.code, one.body) for one in answers} == {(404, "access.not_found", answers[0].body)}, answers
        refused(client.call("GET", ERASURES), 404, "access.not_found")
        refused(client.call("GET", RETENTION), 404, "access.not_found")
        for path, body in (("/confirm", None), ("/refuse", {"reason": "x"})):
            refused(client.call("POST", f"{ERASURES}/{ABSENT}{path}", body), 404, "access.not_found")


def an_erasure(clinic, file):
    at = f"{FILES}/{file['id']}"
    strangers_erase_nothing(clinic, file)
    kept = done(clinic.head.call("GET", RETENTION))
    assert (kept["months"], kept["confirmed"], kept["records"], kept["more"]) == (120, True, [], False), kept
    refused(clinic.head.call("POST", at + "/erase", {**WHY, "ground": "theo số 0912345678"}), 422, "form.looks_like_person")
    taken_back = done(clinic.head.call("POST", at + "/erase", WHY), 202)
    assert taken_back["stage"] == "waiting" and taken_back["record"] == file["id"], taken_back
    assert done(clinic.head.call("POST", f"{ERASURES}/{taken_back['id']}/refuse", {"reason": "còn cần"}))["stage"] == "refused"
    hold = done(clinic.head.call("POST", at + "/people", {"relation": "legal_hold", "account": clinic.accounts["lanhdao"]}))
    refused(clinic.head.call("POST", at + "/erase", WHY), 409, "erase.held")
    held = next(row for row in hold["people"] if row["relation"] == "legal_hold")
    lift(clinic, f"{at}/people/{held['id']}/end")
    asked = done(clinic.head.call("POST", at + "/erase", WHY, {"Idempotency-Key": "e1"}), 202)
    assert done(clinic.head.call("POST", at + "/erase", WHY, {"Idempotency-Key": "e1"}), 202)["id"] == asked["id"]
    refused(clinic.other_head.call("POST", at + "/erase", WHY), 409, "erase.waiting_already")
    confirm = f"{ERASURES}/{asked['id']}/confirm"
    for client in (clinic.nurse, clinic.doctor, clinic.stranger):
        refused(client.call("POST", confirm), 404, "access.not_found")
    refused(clinic.head.call("POST", confirm), 409, "erase.own")
    clinic.nurse.call("PUT", f"/api/v1/drafts/visit_file/{file['id']}/withdraw", {"answers": {"complaint": NAME}}, {"If-None-Match": "*"})
    certificate = done(clinic.other_head.call("POST", confirm))
    assert certificate["stage"] == "pending" and certificate["number"] == file["number"], certificate
    assert certificate["record"] is None and certificate["beyond_recovery_since"] is None, certificate
    assert "còn chờ ngày đổi khóa" in certificate["sentence"], certificate
    refused(clinic.other_head.call("POST", confirm), 409, "erase.over")


def gone_everywhere(clinic, file):
    for client in (clinic.nurse, clinic.doctor, clinic.head, clinic.other_head):
        for path in ("", "/timeline", "/why"):
            a, b = (client.call("GET", f"{FILES}/{one}{path}") for one in (file["id"], ABSENT))
            assert (a.status, a.code, a.body) == (404, "access.not_found", b.body), (path, a.status, a.body)
        a, b = (client.call("GET", f"/api/v1/drafts/visit_file/{one}/withdraw") for one in (file["id"], ABSENT))
        assert (a.status, a.body) == (404, b.body), a.body
        for words in (NAME, PHONE, file["number"]):
            assert found(client, words) == [], words
        listed = done(client.call("GET", FILES))["records"]
        assert listed and file["id"] not in {one["id"] for one in listed}, listed
        refused(client.call("GET", FILES + "?state=erased"), 422, "record.unknown_filter")
        assert file["id"] not in {one["record"] for one in done(client.call("GET", "/api/v1/agenda"))["items"]}
    typed = {"answers": {"patient": {"name": NAME}, "phone": PHONE}}
    assert done(clinic.nurse.call("POST", "/api/v1/registers/visit_file/matches", typed))["matches"] == []


def key_day(clinic):
    server = clinic.server
    server.stop()
    if not server.postgres:
        stored = b"".join(open(name, "rb").read() for name in glob.glob(str(server.folder / "store.sqlite*")))
        for word in (NAME, "Hoàng-Oanh", "hoang oanh", "hoang-oanh", "Canh-V", "999888777", "888 777", "khong co ai", "giám đốc phòng khám"):
            assert word.encode() not in stored, f"{word} lies in the database"
    same = server.run("rebuild")
    assert same.returncode == 0, same.stdout + same.stderr
    day = server.run("key", "day")
    assert day.returncode == 0, day.stdout + day.stderr
    server.start()
    clinic.go_on()
    rows = done(clinic.head.call("GET", ERASURES))["erasures"]
    assert [one["stage"] for one in rows] == ["done", "refused"], rows
    assert rows[0]["beyond_recovery_since"] > rows[0]["decided_at"], rows
    assert rows[0]["proposed_by"]["id"] != rows[0]["decided_by"]["id"], rows
    assert len(found(clinic.nurse, "nguyễn thị")) == 2, "the living open under the new key"


def story(server):
    clinic = Clinic(server)
    file = done(admit(clinic.nurse, NAME, PHONE), 201)
    for name in ("Nguyễn Thị Hoa", "Nguyễn Thị Mận"):
        done(admit(clinic.nurse, name), 201)
    who_finds_whom(clinic, file)
    matches_while_typing(clinic, file)
    who_is_blocked(clinic, file)
    after_a_restart(clinic, file)
    an_erasure(clinic, file)
    gone_everywhere(clinic, file)
    key_day(clinic)
    if server.contract:
        ours = {one for one in server.contract.names() if re.search("/registers/.*/(matches|eras)", one)}
        assert len(ours) == 5 and not ours - server.contract.succeeded, ours - server.contract.succeeded
    server.stop()


if __name__ == "__main__":
    on_both_databases(story)
