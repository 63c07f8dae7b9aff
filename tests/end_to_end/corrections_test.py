#!/usr/bin/env python3
"""The timeline offers a correction exactly where the server takes one: of every entry of a duty, for whoever gave it and for whoever
carries it out, what `may_correct` says is what the correction itself is answered with. And a row that an answer gave is neither
ended nor doubled by hand, while somebody may still be kept away."""
from support import SOURCE, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
DUTY = "/api/v1/registers/duty/records"


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json


def act(client, at, action, answers):
    now = done(client.call("GET", at))
    return done(client.call("POST", at + "/actions", {"action": action, "answers": answers}, {"If-Match": f'"{now["etag"]}"'}))


def taken(client, at, event):
    """Whether a correction of this entry is one that she may make; it says nothing new, so nothing changes."""
    now = done(client.call("GET", at))
    mend = {"event": event["id"], "answers": {}, "reason": "Ghi nhầm"}
    answer = client.call("POST", at + "/corrections", mend, {"If-Match": f'"{now["etag"]}"'})
    assert answer.status in (200, 403, 404, 422), (answer.status, answer.body[:300])
    return answer.status not in (403, 404)


def offers(client, at):
    events = done(client.call("GET", at + "/timeline"))["events"]
    told = {one["kind"]: one["may_correct"] for one in events}
    for one in events:
        if one["kind"] not in ("assigned", "corrected"):
            assert taken(client, at, one) == one["may_correct"], (one["kind"], told)
        else:
            assert not one["may_correct"], told
    return {kind: may for kind, may in told.items() if kind != "corrected"}


def story(server):
    author, commune = server.client(), server.client()
    author.sign_in("daumoi.congan")
    commune.sign_in("canbo.xa")
    body = done(commune.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    answers = {"title": "Khảo sát", "body": body, "source_kind": "plan", "source_number": "12/KH-UBND", "source_on": "2026-10-20",
               "part": "lead", "named_on": "2027-01-15", "named_counts": "that_day"}
    made = done(author.call("POST", DUTY, {"action": "give_dated", "answers": answers}), 201)
    at = f"{DUTY}/{made['id']}"
    act(commune, at, "report_progress", {"progress": "Đã khảo sát 3 thôn"})
    assert offers(author, at) == {"give_dated": True, "report_progress": False}, offers(author, at)
    assert offers(commune, at) == {"give_dated": False, "report_progress": False}, "she may mend what she said once it waits"
    act(commune, at, "complete", {"progress": "Xong", "done_on": "2026-11-20"})
    assert offers(commune, at) == {"give_dated": False, "report_progress": True, "complete": True}, offers(commune, at)
    assert offers(author, at) == {"give_dated": True, "report_progress": False, "complete": False}, offers(author, at)

    seen = done(author.call("GET", at))
    [lead] = [one for one in seen["people"] if one["relation"] == "lead"]
    end = author.call("POST", f"{at}/people/{lead['id']}/end", {"reason": "Nhầm"})
    assert (end.status, end.code) == (409, "record.relation_by_answer"), (end.status, end.body[:300])
    mine = done(author.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    second = author.call("POST", at + "/people", {"relation": "lead", "organisation": mine})
    assert (second.status, second.code) == (409, "record.relation_by_answer"), (second.status, second.body[:300])
    assert done(commune.call("GET", at))["state"] == "reported"
    done(author.call("POST", at + "/people", {"relation": "coordinator", "organisation": mine}))


if PROGRAMME is None:
    skip("no programme with a plan desk is here")
on_both_databases(story, PROGRAMME)
print("what is offered to be mended is what may be mended")
