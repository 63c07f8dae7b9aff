#!/usr/bin/env python3
"""Two communes merge in mid-plan, over HTTP, on both databases: the tree is changed as the product does it, every duty of both is
proposed to the new commune and goes with one paper; its officer has them in her agenda with the day they always had, the officers
of the old ones are shut out, what was done before stays to be read, the board counts the new body; a rebuild agrees and the journal
knows every row. Nothing moves before somebody says so, and nobody passes on what is not hers."""
from support import SOURCE, given, on_both_databases, skip

# Whichever programme has the registers of a plan desk; where none has, there is nothing to try.
PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
DUTY = "/api/v1/registers/duty"
EACH = 19
PAPER = "Nghị quyết số 16/NQ-HĐND"


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])


def act(client, record, action, answers):
    at = f"{DUTY}/records/{record}"
    now = done(client.call("GET", at))
    body = {"action": action, "answers": answers}
    return done(client.call("POST", at + "/actions", body, {"If-Match": f'"{now["etag"]}"'}))


def duties_of(author, body):
    """Nineteen duties of one body, each due on a day of its own."""
    out = {}
    for index in range(EACH):
        day = f"2027-01-{index + 1:02}"
        answers = {"title": f"Việc {index + 1}", "body": body, "source_kind": "plan", "source_number": "12/KH-UBND",
                   "source_on": "2026-10-20", "part": "lead", "named_on": day, "named_counts": "that_day"}
        out[done(author.call("POST", f"{DUTY}/records", {"action": "give_dated", "answers": answers}), 201)["id"]] = day
    return out


def agenda(client):
    return {one["record"]: one["due_at"] for one in done(client.call("GET", "/api/v1/agenda"))["items"]}


def acting_of(client):
    return done(client.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]


def change(author, data_owner, body, wanted):
    """Nothing moves before a data owner confirms."""
    at = f"/api/v1/organisations/{body}"
    before = done(author.call("GET", at))
    refused(author.call("PATCH", at, wanted, {"If-Match": f'"{before["etag"]}"'}), 422, "field.required")
    given(author, data_owner, "PATCH", at, wanted, {"If-Match": f'"{before["etag"]}"'})
    assert before["successors"] == [] and done(author.call("GET", at))["successors"]


def merge(author, data_owner, old, today):
    """The new commune is made, then each old one ends and names it."""
    like = done(author.call("GET", f"/api/v1/organisations/{old[0]}"))
    wanted = {"name": "Ủy ban nhân dân xã Hợp Nhất", "kind": like["kind"], "parent_id": like["parent"]["id"] if like["parent"] else None}
    new = done(author.call("POST", "/api/v1/organisations", {k: v for k, v in wanted.items() if v}), 201)["id"]
    for body in old:
        # As the page sends it where the field is left empty: the whole of its work.
        change(author, data_owner, body, {"valid_until": today, "successors": [
            {"organisation_id": new, "subject": None, "on": today, "basis": PAPER}]})
    return new


def officer_of(people, administrator, data_owner, new):
    """An officer of the ward moves to the new commune: an administrator asks, a data owner confirms."""
    accounts = {one["login"]: one["id"] for one in done(administrator.call("GET", "/api/v1/accounts"))["items"]}
    given(administrator, data_owner, "POST", f"/api/v1/accounts/{accounts['quaydoc.xa']}/grants",
          {"role": "officer", "organisation_id": new})
    officer = people("quaydoc.xa")
    grant = next(one for one in done(officer.call("GET", "/api/v1/me"))["grants"] if one["organisation"]["id"] == new)
    done(officer.call("POST", "/api/v1/me/acting", {"grant_id": grant["grant_id"]}))
    return officer


def passed(author, former, new, heirs, count, twice):
    at = f"{DUTY}/successions/{former}"
    offer = done(author.call("GET", at))
    # Both communes were given the same: of the second it is told what the new one has already.
    assert len(offer["alike"]) == twice and {one["successor"] for one in offer["alike"]} <= {new}, offer["alike"]
    assert len({one["other"] for one in offer["alike"]} - {one["id"] for one in offer["records"]}) == twice
    assert (len(offer["records"]), offer["more"], offer["action"]) == (count, False, "pass_to_successor"), offer
    assert [one["id"] for one in offer["about"]["successors"]] == heirs
    records = [{"id": one["id"], "etag": one["etag"]} for one in offer["records"]]
    refused(author.call("POST", at, {"successor": former, "paper": PAPER, "records": records}), 422, "succession.heir")
    wanted = {"successor": new, "paper": PAPER, "records": records}
    outcome = done(author.call("POST", at, wanted, {"Idempotency-Key": former}))
    assert outcome["done"] == count, outcome
    # Sent once more, as after a broken line: the same answer, nothing twice.
    assert done(author.call("POST", at, wanted, {"Idempotency-Key": former}))["done"] == count
    refused(author.call("GET", at), 404, "access.not_found")


def is_offered(author, duty):
    """On the record's own page: there only while it can be taken."""
    return "pass_to_successor" in done(author.call("GET", f"{DUTY}/records/{duty}"))["may"]["actions"]


def board(client):
    told = done(client.call("GET", DUTY + "/board"))
    return {row["body"]: row["total"] for row in told["rows"]}


def giver_ends(author, other, officer, administrator, data_owner, given_out, carrier):
    """The body that gave the duties ends too: they become its successor's, who decides what was asked of the old one."""
    former, heir = acting_of(author), acting_of(other)
    duty = given_out[0]
    asked = {"title": "Xin thêm thời gian", "asked_body": former, "first_due_on": "2027-01-02", "asked_on": "2026-11-02",
             "proposed_on": "2027-02-20", "why": "Chưa có số liệu", "done_so_far": "Đã nhận 90 xã"}
    requests = "/api/v1/registers/extension_request"
    request = done(officer.call("POST", requests + "/records", {"action": "ask", "answers": asked, "links": [
        {"kind": "of_duty", "to_register": "duty", "to": duty}]}), 201)["id"]
    at = f"{DUTY}/successions/{former}/parts"
    refused(author.call("GET", at), 404, "access.not_found")  # it is still there
    change(administrator, data_owner, former, {"valid_until": "2026-11-01", "successors": [
        {"organisation_id": heir, "subject": None, "on": "2026-11-01", "basis": PAPER}]})
    refused(other.call("GET", f"{DUTY}/records/{duty}"), 404, "access.not_found")
    assert done(author.call("GET", DUTY + "/successions"))["parts"] == 2 * EACH
    for client in (other, officer):
        refused(client.call("GET", at), 404, "access.not_found")
    offer = done(author.call("GET", at))
    assert len(offer["records"]) == offer["about"]["parts"] == 2 * EACH and not offer["more"], offer["about"]
    assert all(one["owner"] and one["relations"] == [] for one in offer["parts"]), offer["parts"]
    records = [{"id": one["id"], "etag": one["etag"]} for one in offer["records"]]
    refused(author.call("POST", at, {"successor": carrier, "paper": PAPER, "records": records}), 422, "succession.heir")
    refused(author.call("POST", at, {"successor": heir, "paper": " ", "records": records}), 422, "field.required")
    wanted = {"successor": heir, "paper": PAPER, "records": records}
    outcome = done(author.call("POST", at, wanted, {"Idempotency-Key": "giver"}))
    assert outcome["done"] == 2 * EACH, outcome
    refused(author.call("GET", f"{DUTY}/records/{duty}"), 404, "access.not_found")
    assert board(author) == {} and board(other) == {carrier: 2 * EACH}
    seen = done(other.call("GET", f"{DUTY}/records/{duty}"))
    assert seen["owner"]["id"] == heir and "extend" in seen["may"]["actions"], seen["may"]
    last = done(other.call("GET", f"{DUTY}/records/{duty}/timeline"))["events"][-1]
    assert (last["kind"], last["owner"]["id"], last["reason"]) == ("succeeded", heir, PAPER), last
    # What was asked of the former body is asked of its successor, when the asker says so; then it is granted, and the day moves.
    refused(other.call("GET", f"{requests}/records/{request}"), 404, "access.not_found")
    offer = done(officer.call("GET", f"{requests}/successions/{former}"))
    assert [one["id"] for one in offer["records"]] == [request] and offer["action"] == "pass_to_successor", offer
    passing = {"successor": heir, "reason": PAPER, "records": [{"id": request, "etag": offer["records"][0]["etag"]}]}
    assert done(officer.call("POST", f"{requests}/successions/{former}", passing))["done"] == 1
    now = done(other.call("GET", f"{requests}/records/{request}"))
    answers = {"granted_to": "2027-02-20", "decided_on": "2026-11-03", "decision_words": "Đồng ý"}
    done(other.call("POST", f"{requests}/records/{request}/actions", {"action": "grant", "answers": answers}, {"If-Match": f'"{now["etag"]}"'}))
    assert done(officer.call("GET", f"{DUTY}/records/{duty}"))["answers"]["due_on"] == "2027-02-20"


def story(server):
    def people(login):
        client = server.client()
        client.sign_in(login)
        return client
    author, other, commune, ward = (people(login) for login in ("daumoi.congan", "daumoi.yte", "canbo.xa", "canbo.phuong"))
    old = [acting_of(commune), acting_of(ward)]
    first, second = duties_of(author, old[0]), duties_of(author, old[1])
    every = first | second
    told = next(iter(first))
    act(commune, told, "report_progress", {"progress": "Đã ký cam kết với 12 cơ sở"})
    assert set(agenda(commune)) == set(first)
    days = {id: day for who in (commune, ward) for id, day in agenda(who).items()}
    assert done(author.call("GET", DUTY + "/successions"))["bodies"] == []
    assert not any(is_offered(author, duty) for duty in every), "both communes are still there"
    assert "pass_on" in done(author.call("GET", DUTY))["may"] and "pass_on" not in done(commune.call("GET", DUTY))["may"]

    administrator = people("quantri")  # communes lie below no body of the police: the tree is the administrator's
    data_owner = people("dulieu")
    new = merge(administrator, data_owner, old, "2026-11-01")
    officer = officer_of(people, administrator, data_owner, new)
    assert agenda(officer) == {} and set(agenda(commune)) == set(first), "nothing moves by itself"
    proposed = done(author.call("GET", DUTY + "/successions"))
    assert proposed["records"] == 2 * EACH, proposed
    assert {one["former"]["id"]: one["records"] for one in proposed["bodies"]} == {body: EACH for body in old}
    # Another author's list is empty; whoever carries the duties out has none at all.
    assert done(other.call("GET", DUTY + "/successions"))["bodies"] == []
    for client in (commune, ward, officer):
        refused(client.call("GET", DUTY + "/successions"), 404, "access.not_found")
        refused(client.call("POST", f"{DUTY}/successions/{old[0]}", {"successor": new, "paper": PAPER, "records": [
            {"id": told, "etag": "x"}]}), 404, "access.not_found")
    assert all(is_offered(author, duty) for duty in every)
    for body, twice in zip(old, (0, EACH)):
        passed(author, body, new, [new], EACH, twice)
    assert done(author.call("GET", DUTY + "/successions"))["records"] == 0
    assert not any(is_offered(author, duty) for duty in every), "the new commune carries them"

    # What waits for the new commune, with the day it always had.
    assert agenda(officer) == {id: days[id] for id in every}
    seen = done(officer.call("GET", f"{DUTY}/records/{told}"))
    assert (seen["answers"]["first_due_on"], seen["answers"]["former_body"]) == (first[told], old[0]), seen["answers"]
    assert seen["answers"]["succession_paper"] == PAPER
    history = done(officer.call("GET", f"{DUTY}/records/{told}/timeline"))["events"]
    assert [one["kind"] for one in history] == ["give_dated", "report_progress", "pass_to_successor"], history
    assert history[1]["answers"]["progress"].startswith("Đã ký") and history[1]["organisation"]["id"] == old[0]
    assert [one["ends"] for one in history[2]["given"]] == [True, False], history[2]
    for client in (commune, ward):
        assert agenda(client) == {}
        refused(client.call("GET", f"{DUTY}/records/{told}"), 404, "access.not_found")
        assert done(client.call("GET", DUTY + "/records"))["records"] == []
    assert board(author) == {new: 2 * EACH} and board(officer) == {new: 2 * EACH}
    giver_ends(author, other, officer, administrator, data_owner, [id for id in every if id != told], new)
    act(officer, told, "complete", {"progress": "Xong", "done_on": "2026-11-20"})
    server.stop()
    for words in (("rebuild",), ("audit", "verify")):
        told = server.run(*words)
        assert told.returncode == 0, (words, told.stdout[-600:], told.stderr[-600:])


if __name__ == "__main__":
    if PROGRAMME is None:
        skip("no programme with a plan desk is here")
    on_both_databases(story, PROGRAMME)
    print("two communes became one, and nothing that they had to do was lost")
