#!/usr/bin/env python3
"""Whoever alone carries on what a body did reads its plans and follows the own plans of those who got the work: the desk that kept a
plan ends, and its one successor reads what a commune issued, once the records are hers, and nothing before; a body that only a part
of the work went to, or one of two, reads nothing. A commune that ends: the new one opens the plan that named the old one, and records
its own. On both databases."""
from own_plans_test import AT, OWN, PROGRAMME, SAID, acting, done, given_out, plans, recording, refused, sees
from succession_test import DUTY, PAPER, change, merge, officer_of
from support import on_both_databases, skip


def ends(administrator, data_owner, body, heirs):
    """`heirs`: who comes after it, with which part of the work; none: the whole."""
    successors = [{"organisation_id": heir, "subject": part, "on": "2026-11-01", "basis": PAPER} for heir, part in heirs]
    at = f"/api/v1/organisations/{body}"
    now = done(administrator.call("GET", at))
    wanted = {"valid_until": "2026-11-01", "successors": successors}
    if now["successors"]:
        from support import given
        given(administrator, data_owner, "PATCH", at, wanted, {"If-Match": f'"{now["etag"]}"'})
    else:
        change(administrator, data_owner, body, wanted)


def passed_on(giver, former, heir):
    at = f"{DUTY}/successions/{former}/parts"
    offer = done(giver.call("GET", at))
    for start in range(0, len(offer["records"]), 50):
        some = [{"id": one["id"], "etag": one["etag"]} for one in offer["records"][start:start + 50]]
        done(giver.call("POST", at, {"successor": heir, "paper": PAPER, "records": some}, {"Idempotency-Key": f"part{start}"}))


def of_a_new_commune(people, author, administrator, data_owner, plan):
    """The new commune stands where the old ones stood before the plan; it had got nothing yet and records nothing."""
    commune, ward = people("canbo.xa"), people("canbo.phuong")
    old = [acting(commune), acting(ward)]
    new = merge(administrator, data_owner, old, "2026-11-01")
    officer = officer_of(people, administrator, data_owner, new)
    assert officer.call("GET", plan).status == 200 and plan.rsplit("/", 1)[1] in {one["id"] for one in done(officer.call("GET", AT))["items"]}
    refused(recording(officer, plan, raw=OWN + b"new"), 409, "own_plan.not_given")
    for body in old:
        at = f"{DUTY}/successions/{body}"
        for _ in range(20):
            answer = author.call("GET", at)
            if answer.status != 200 or not answer.json["records"]:
                break
            records = [{"id": one["id"], "etag": one["etag"]} for one in answer.json["records"]]
            done(author.call("POST", at, {"successor": new, "paper": PAPER, "records": records}))
    made = done(recording(officer, plan, raw=OWN + b"new"), 201)
    return f"{AT}/{made['id']}", officer, new


def story(server):
    def people(login):
        client = server.client()
        client.sign_in(login)
        return client
    author, other, administrator, data_owner = (people(login) for login in ("daumoi.congan", "daumoi.yte", "quantri", "dulieu"))
    # Of a plan that named the health desk's body it would read by that alone: this one is a letter of two orders.
    plan = given_out(author)
    own, officer, new = of_a_new_commune(people, author, administrator, data_owner, plan)
    assert sees(author, own) and not sees(other, own)
    assert plans(author, plan)["issued"] == 1
    former, heir = acting(author), acting(other)
    for part in ([(heir, "mảng truyền thông")], [(heir, None), (new, None)]):
        ends(administrator, data_owner, former, part)
        assert not sees(other, own), part
    ends(administrator, data_owner, former, [(heir, None)])
    assert not sees(other, own), "the records are not hers yet"
    passed_on(author, former, heir)
    assert sees(other, own) and plans(other, plan)["issued"] == 1, plans(other, plan)
    assert set(done(other.call("GET", own))["may"]) == {"original"}, "read, and no more"
    assert plan.rsplit("/", 1)[1] in {one["id"] for one in done(other.call("GET", AT))["items"]}
    tag = done(other.call("GET", plan))["etag"]
    refused(other.call("PATCH", plan, {"title": "x"}, {"If-Match": f'"{tag}"'}), 404, "access.not_found")
    refused(other.call("POST", plan + "/withdraw", {"reason": "x"}, {"If-Match": f'"{tag}"'}), 404, "access.not_found")
    assert other.call("GET", plan + "/original").status == 404, "the file is whoever keeps it"
    server.stop()
    told = server.run("audit", "verify")
    assert told.returncode == 0, (told.stdout[-600:], told.stderr[-600:])


if __name__ == "__main__":
    if PROGRAMME is None:
        skip("no programme with a plan desk is here")
    on_both_databases(story, PROGRAMME)
    print("who carries a body's work on follows the plans it gave")
