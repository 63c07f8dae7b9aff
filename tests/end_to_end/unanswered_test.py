#!/usr/bin/env python3
"""Who has not answered for a period, over HTTP and on both databases: of the duties that are answered once a period a list and
the board's numbers say which have no answer for the one that is asked, whoever entered it and however it was corrected; what is
answered otherwise is not missed, nobody is told of what she may not open, and all of them are reminded at once. A register
without a board says the same in its list. Nobody is asked for a period that was over before her duty was given, and nobody is reminded
of one that still runs."""
import datetime, json, urllib.parse
from support import SOURCE, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
AT = "/api/v1/registers/duty"
ASKED = "unanswered.answer_period"
GIVEN = {"source_kind": "plan", "source_number": "88/KH-UBND", "source_on": "2026-10-01", "work_group": "prevention"}
PAPER = {"on_behalf_of_paper": "205/BCH-TM", "on_behalf_paper_on": "2026-11-18"}
# Periods of reports begin on the 15th of the month before.
MONTHS = (lambda day: day.year * 12 + day.month - 1 + (day.day >= 15))(datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date())
YEAR, MONTH = MONTHS // 12, MONTHS % 12 + 1
QUARTER, EARLIER = (MONTH - 1) // 3 + 1, MONTHS // 3 - 1
NOW, MONTHLY, YEARLY, OVER = f"quarter_{QUARTER}|{YEAR}|", f"month_{MONTH}|{YEAR}|", f"year|{YEAR}|", f"quarter_{EARLIER % 4 + 1}|{EARLIER // 4}|"
THIRD = {"period": f"quarter_{QUARTER}", "period_year": YEAR, "nothing_happened": "yes"}


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json


def where(period, **more):
    return "where=" + urllib.parse.quote(json.dumps({ASKED: period, **more}))


def listed(client, period, **more):
    rows = done(client.call("GET", f"{AT}/records?{where(period, **more)}"))["records"]
    by_column = done(client.call("GET", f"{AT}/records?sort=number&{where(period, **more)}"))["records"]
    assert {one["id"] for one in rows} == {one["id"] for one in by_column}, "out of memory and row by row"
    return {one["columns"]["title"] for one in rows}


def board(client, period):
    told = done(client.call("GET", f"{AT}/board?{where(period)}"))
    assert told["total"] == len(listed(client, period)), "a number is the length of its list"
    return told


def act(client, record, action, answers, status=200, **more):
    etag = done(client.call("GET", f"{AT}/records/{record}"))["etag"]
    body = {"action": action, "answers": answers, **more}
    return done(client.call("POST", f"{AT}/records/{record}/actions", body, {"If-Match": f'"{etag}"'}), status)


def at_once(client, register, action, answers, period, expected, **more):
    """One answer for all that have none, as the register says it and not otherwise; asked again there is nothing left."""
    asked = "where=" + urllib.parse.quote(json.dumps({f"unanswered.{action}": period, **more}))
    path = f"{register}/bulk/{action}"
    assert client.call("GET", path).status == 422, "of no period"
    offer = done(client.call("GET", f"{path}?{asked}"))
    assert sorted(one["id"] for one in offer["records"]) == sorted(expected) and offer["left"] == 0, offer
    records = [{"id": one["id"], "etag": one["etag"]} for one in offer["records"]]
    own = next(name for name in answers if answers[name] in ("yes", "no"))
    for wrong in ({**answers, own: "yes" if answers[own] == "no" else "no"}, {**answers, "title": "Khác"}):
        refused = done(client.call("POST", path, {"records": records, "answers": wrong}), 422)
        assert refused["code"] == "bulk.other_answers", refused
    # Nor is anything typed put into all of them, neither as a reason nor as a period's own name.
    typed = [{"answers": answers, "reason": "Một câu cho tất cả"}]
    typed += [{"answers": {**answers, "period": "other", "period_name": "Một câu"}}] if "period" in answers else []
    for wrong in typed:
        refused = done(client.call("POST", path, {"records": records, **wrong}), 422)
        assert refused["code"] == "bulk.other_answers", refused
    if not expected:
        return
    told = done(client.call("POST", path, {"records": records, "answers": answers}))
    assert told["done"] == len(expected), told
    assert done(client.call("GET", f"{path}?{asked}"))["records"] == []


def story(server):
    people = {login: server.client() for login in ("daumoi.congan", "canbo.xa", "canbo.phuong", "kiemtra")}
    for login, client in people.items():
        client.sign_in(login)
    author, commune, ward, stranger = people.values()
    here, there = (done(one.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"] for one in (commune, ward))

    def given(title, body, how="own_words"):
        answers = {**GIVEN, "title": title, "body": body, "answered_how": how, "items": [{"item": "1", "order": "Tuyên truyền thường xuyên"}]}
        return done(author.call("POST", f"{AT}/records", {"action": "give_standing", "answers": answers}), 201)["id"]

    ours, other, theirs = given("Của xã", here), given("Việc khác của xã", here), given("Của phường", there)
    given("Trong báo cáo chung", here, "in_report")
    assert listed(author, NOW) == {"Của xã", "Việc khác của xã", "Của phường"}

    # An answer counts for its own period, whoever entered it; each sees of it what she may open.
    act(commune, ours, "answer_period", THIRD)
    act(author, theirs, "answer_period_on_behalf", {**THIRD, **PAPER})
    assert listed(author, NOW) == {"Việc khác của xã"} == listed(commune, NOW)
    assert listed(author, OVER) == set() == listed(author, f"quarter_{QUARTER}|{YEAR - 1}|"), "over before they were given"
    assert listed(ward, NOW) == set() and listed(ward, MONTHLY) == {"Của phường"}
    told = board(author, NOW)
    assert [(one["body"], one["total"]) for one in told["rows"]] == [(here, 1)], told
    assert board(author, MONTHLY)["total"] == 3 and f"Trả lời trong kỳ (Tháng {MONTH}, {YEAR}; kỳ chưa kết thúc)" in board(author, MONTHLY)["filter"]
    assert listed(author, MONTHLY, body=there) == {"Của phường"}

    # All of one plan at once; those that are somebody else's are not touched, nor those of another plan.
    monthly = {"period": f"month_{MONTH}", "period_year": YEAR, "nothing_happened": "yes"}
    at_once(commune, AT, "answer_period", monthly, MONTHLY, [], source_number="89/KH-UBND")
    at_once(commune, AT, "answer_period", monthly, MONTHLY, [ours, other], source_number="88/KH-UBND")
    assert listed(author, MONTHLY) == {"Của phường"} and listed(author, NOW) == {"Việc khác của xã"}
    assert author.call("GET", f"{AT}/bulk/answer_period?{where(MONTHLY)}").json["records"] == [], "nobody else answers in her name"

    # Corrected into another period, the first one is missed again.
    event = done(commune.call("GET", f"{AT}/records/{ours}/timeline"))["events"]
    wrong = next(one["id"] for one in event if one["kind"] == "answer_period")
    etag = done(commune.call("GET", f"{AT}/records/{ours}"))["etag"]
    mended = {"event": wrong, "answers": {"period": "year"}, "reason": "Nhầm kỳ"}
    done(commune.call("POST", f"{AT}/records/{ours}/corrections", mended, {"If-Match": f'"{etag}"'}))
    assert listed(author, NOW) == {"Của xã", "Việc khác của xã"}
    assert listed(author, YEARLY) == {"Việc khác của xã", "Của phường"}
    assert board(author, NOW)["total"] == 2

    # What cannot be asked is refused, and whoever may list nothing is told nothing.
    for asked in ({ASKED: "quarter_3"}, {"unanswered.nudge": "quarter_3"}, {"unanswered.answer_period_on_behalf": NOW}):
        answer = author.call("GET", f"{AT}/records?where=" + urllib.parse.quote(json.dumps(asked)))
        assert (answer.status, answer.code) == (422, "record.unknown_filter"), answer.body
    assert stranger.call("GET", f"{AT}/board?{where('quarter_3|2026|')}").status == 404

    # Its period still runs, and the board says so: nobody is reminded, nor is anybody of one that nobody is asked for.
    assert board(author, NOW)["period_runs"] and not board(author, OVER)["period_runs"] and board(author, OVER)["total"] == 0
    early = author.call("GET", f"{AT}/bulk/nudge?{where(NOW)}")
    assert (early.status, early.code) == (422, "bulk.period_runs"), early.body
    assert done(author.call("GET", f"{AT}/bulk/nudge?{where(OVER)}"))["records"] == []
    act(author, ours, "nudge", {"nudge_paper": "91/UBND-NC", "nudge_on": str(datetime.date.today())})
    assert listed(author, NOW) == {"Của xã", "Việc khác của xã"}, "a reminder is no answer"
    act(author, other, "end_standing", {}, reason="Đã xong")
    assert listed(author, NOW) == {"Của xã"}, "what is over is not missed"


def library(server):
    """No board there: the list alone, whichever way a week was answered."""
    desk, librarian = server.client(), server.client()
    desk.sign_in("quaydoc.xa")
    librarian.sign_in("thuthu.xa")
    loans, renewals = "/api/v1/registers/loan/records", "/api/v1/registers/renewal/records"

    def step(client, at, record, action, answers, status=200):
        etag = done(client.call("GET", f"{at}/{record}"))["etag"]
        return done(client.call("POST", f"{at}/{record}/actions", {"action": action, "answers": answers}, {"If-Match": f'"{etag}"'}), status)

    def renewal(title):
        answers = {"title": title, "kind": "novel", "copies": 1, "reader_kind": "child", "asked_on": "2026-01-05"}
        loan = done(desk.call("POST", loans, {"action": "request", "answers": answers}), 201)["id"]
        step(librarian, loans, loan, "lend", {})
        link = {"kind": "of_loan", "to_register": "loan", "to": loan}
        body = {"action": "ask", "answers": {"title": title, "asked_on": "2026-01-06"}, "links": [link]}
        return done(desk.call("POST", renewals, body), 201)["id"]

    def waiting(week):
        asked = urllib.parse.quote(json.dumps({"unanswered.remind": week}))
        return {one["columns"]["title"] for one in done(desk.call("GET", f"{renewals}?where={asked}"))["records"]}

    one, two, three = renewal("Dế Mèn"), renewal("Tắt đèn"), renewal("Số đỏ")
    # Weeks of 2026: there is one that runs until the year is over, and from then on they all were over before.
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()
    week = (today - datetime.date(2025, 12, 29)).days // 7 + 1
    asked = {"Dế Mèn", "Tắt đèn", "Số đỏ"} if week <= 53 else set()
    week = min(week, 53)
    assert waiting(str(week)) == asked and waiting(str(week - 1)) == set()
    at_once(desk, "/api/v1/registers/renewal", "look", {"looked_in": "shelf", "looked_found": "no"}, "shelf|", [one], title="Dế Mèn")
    step(desk, renewals, one, "remind", {"reminded_week": week})
    step(desk, renewals, two, "note_call", {"reminded_week": week})
    assert waiting(str(week)) == asked - {"Dế Mèn", "Tắt đèn"}

    at_once(desk, "/api/v1/registers/renewal", "look", {"looked_in": "cellar", "looked_found": "no"}, "cellar|", [one, two, three])
    assert step(desk, renewals, one, "look", {"looked_in": "cellar"}, 409)["code"] == "workflow.already_done"


on_both_databases(library)
if PROGRAMME is None:
    skip("no programme of a plan desk")
on_both_databases(story, PROGRAMME)
print("who has not answered is known")
