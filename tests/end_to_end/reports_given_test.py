#!/usr/bin/env python3
"""Orders to report of two real plans given out over HTTP, on both databases: a commune finds the days in her agenda and in the
calendar of a standard client, as the paper's "before that day" was understood; nothing twice; whoever receives sees them; a
meeting stands beside them and is never late."""
import datetime, os, sys
from pathlib import Path

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's packages, whichever python3 comes first in PATH
from support import SOURCE, on_both_databases, skip

try:
    from icalendar import Calendar
except ImportError:
    skip("python3-icalendar, the standard client, is not installed")

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
SHARED = next((one for one in (Path(os.environ.get("NEOVE_SHARED", "")), SOURCE / "../shared", Path("/work/shared"))
               if str(one) != "." and (one / "plans").is_dir()), None)
DOCUMENTS, AT = "/api/v1/documents", "/api/v1/registers"
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def next_days(*days, after=False):
    """The next one of each day (month, day), as the country counts days; `after` today where that day is too late."""
    out = []
    for month, day in days:
        one = datetime.date(TODAY.year, month, day)
        out.append(one if one > TODAY or (one == TODAY and not after) else one.replace(year=one.year + 1))
    return sorted(out)


def a_plan(client, name, number):
    """Uploaded, its number and date written in, and one task confirmed."""
    text = next((SHARED / "plans").glob(name)).read_bytes()
    made = done(client.call("POST", DOCUMENTS, raw=text, headers={"Content-Type": "application/octet-stream", "X-File-Name": "kh.txt"}), 201)
    at = f"{DOCUMENTS}/{made['id']}"
    change = {"number": number, "issued_on": "2026-03-20"}
    done(client.call("PATCH", at, change, {"If-Match": f'"{done(client.call("GET", at))["etag"]}"'}))
    reading = done(client.call("GET", at + "/reading"))
    for task in reading["tasks"]:
        answer = client.call("POST", at + "/confirm", {"task_ids": [task["id"]]}, {"If-Match": f'"{reading["etag"]}"'})
        if answer.status == 200:
            return at + "/allotments"
    raise AssertionError("no task could be confirmed")


def choice(field, of, value):
    return {"field": field, "of": of, "value": value}


def give(client, at, choices, apply=True):
    return done(client.call("POST", at, {"register": "duty", "choices": choices, "apply": apply}))


def order_of(client, at, days):
    [shown] = done(client.call("GET", at))["allotments"]
    [order] = [one for one in shown["reports"] if [day["read"] for day in one["days"]] == days]
    assert not order["chosen"] and order["left"] > 0 and order["given"] == 0, order
    return order


def question(answer, order):
    [one] = [one for one in answer["questions"] if one["of"] == order["id"]]
    return one["field"], one["value"]


def only_reports(client, at, order, choices):
    """What else the plan orders is left alone: only that much of the order is given."""
    before = sum(line["to_open"] + line["to_widen"] for line in give(client, at, [], False)["lines"])
    tried = give(client, at, choices, False)
    # What is over today is told, not left.
    [left] = [one["left"] for one in tried["reports"] if one["id"] == order["id"]]
    late = sum(one["count"] for one in tried["problems"] if one["code"] == "allotment.too_late")
    assert left + late == order["left"] and left > 0, (left, late, order)
    assert sum(line["to_open"] + line["to_widen"] for line in tried["lines"]) == before + left, (before, left, tried["lines"])
    first = give(client, at, choices)
    assert first["opened"] + first["widened"] == before + left, (first["opened"], before, left)
    again = give(client, at, choices)
    assert (again["opened"], again["widened"]) == (0, 0), again
    [now] = [one for one in again["reports"] if one["id"] == order["id"]]
    assert (now["given"], now["left"]) == (left, 0), now
    return left


def way_to_the_plan(author, commune, document):
    """A report points at no task: from it one comes to its document all the same, as far as that is open to one."""
    report = agenda(commune)["items"][0]["record"]
    shown = done(author.call("GET", f"{AT}/duty/records/{report}"))
    assert shown["links"] == [] and shown["given_from"] == {"id": document, "title": "901/KH-UBND"}, (shown["links"], shown["given_from"])
    hers = done(commune.call("GET", f"{AT}/duty/records/{report}"))["given_from"]
    opens = commune.call("GET", f"{DOCUMENTS}/{document}").status == 200
    assert hers == (shown["given_from"] if opens else None), (hers, opens)
    wanted = {"title": "Việc tay", "body": done(commune.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"], "part": "lead", "named_on": "2027-01-15",
              "named_counts": "that_day", "source_kind": "plan", "source_number": "901/KH-UBND", "source_on": "2026-03-20"}
    by_hand = done(author.call("POST", f"{AT}/duty/records", {"action": "give_dated", "answers": wanted}), 201)
    assert by_hand["given_from"] is None, "the number alone is no proof that it was given out of it"
    act = {"action": "withdraw", "answers": {"stopped_on": TODAY.isoformat()}, "reason": "Chỉ để thử"}
    done(author.call("POST", f"{AT}/duty/records/{by_hand['id']}/actions", act, {"If-Match": f'"{by_hand["etag"]}"'}))


def agenda(client):
    return done(client.call("GET", "/api/v1/agenda"))


def due_days(client, source):
    """By the country's clock the day whose end is the due instant, of duties from that document."""
    out = []
    for one in agenda(client)["items"]:
        record = done(client.call("GET", f"{AT}/duty/records/{one['record']}"))
        if record["answers"].get("source_number") != source or not record["answers"].get("occurrence"):
            continue
        end = datetime.datetime.fromisoformat(one["due_at"].replace("Z", "+00:00")) - datetime.timedelta(microseconds=1)
        out.append((end + datetime.timedelta(hours=7)).date())
        assert record["answers"]["title"].startswith("Báo cáo "), record["answers"]["title"]
    return sorted(out)


def calendar_of(server, client):
    path = done(client.call("POST", "/api/v1/reminders/feeds"), 201)["path"]
    answer = server.client().call("GET", path, headers={"X-Neove": ""})
    assert answer.status == 200, answer.status
    events = Calendar.from_ical(answer.body).walk("VEVENT")
    return {(one["DTSTART"].dt, str(one["SUMMARY"])) for one in events}, answer.body.decode()


def a_meeting(author, commune):
    """Held on the 30th day from now, with the commune invited."""
    day = TODAY + datetime.timedelta(days=30)
    answers = {"title": "Họp Chim-Sáo", "kind": "briefing", "on_day": day.isoformat(), "starts_at": f"{day}T08:00", "place": "Hội trường A"}
    made = done(author.call("POST", f"{AT}/meeting/records", {"action": "plan", "answers": answers}), 201)
    [mine] = agenda(author)["occasions"]
    assert (mine["on"], mine["at"], mine["says"]) == (day.isoformat(), f"{day}T08:00", ["Họp Chim-Sáo", "Hội trường A"]), mine
    assert agenda(commune)["occasions"] == [], "nobody invited her"
    body = done(commune.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    done(author.call("POST", f"{AT}/meeting/records/{made['id']}/people", {"relation": "invited", "organisation": body}))
    [hers] = agenda(commune)["occasions"]
    assert hers["record"] == made["id"] and made["id"] not in {one["record"] for one in agenda(commune)["items"]}, hers
    return day


def story(server):
    people = {login: server.client() for login in ("daumoi.congan", "canbo.xa", "daumoi.yte", "canbo.phuong")}
    for login, client in people.items():
        client.sign_in(login)
    author, commune, health, ward = people.values()

    # "trước ngày 05 tháng cuối quý, 06 tháng, năm": whoever issued it was asked, and the 5th still counts.
    first = a_plan(author, "s2*.txt", "901/KH-UBND")
    order = order_of(author, first, ["03-05", "06-05", "09-05", "12-05"])
    yes = [choice("report", order["id"], "yes")]
    field, value = question(give(author, first, yes, False), order)
    assert (field, value) == ("named_counts", "day_before"), (field, value)
    assert [one["periods"] for one in order["due"] if one["named_on"].endswith("-12-05")][0].count("năm") == 1, order["due"]
    only_reports(author, first, order, [*yes, choice(field, order["id"], "that_day")])
    days = next_days((3, 5), (6, 5), (9, 5), (12, 5))
    assert due_days(commune, "901/KH-UBND") == days, (due_days(commune, "901/KH-UBND"), days)

    way_to_the_plan(author, commune, first.split("/")[4])

    # "trước ngày 08/3 và 08/9, 06 tháng (trước 08/6) và năm (trước 08/12)": the day before, as it is written.
    second = a_plan(author, "s4*.txt", "902/KH-SYT")
    order = order_of(author, second, ["03-08", "06-08", "09-08", "12-08"])
    assert order["to"] == "Sở Y tế" and order["via"], order
    given = only_reports(author, second, order, [choice("report", order["id"], "yes")])
    before = [one - datetime.timedelta(days=1) for one in next_days((3, 8), (6, 8), (9, 8), (12, 8), after=True)]
    assert due_days(commune, "902/KH-SYT") == before, (due_days(commune, "902/KH-SYT"), before)

    # Whoever receives the reports sees whose they are; a ward has its own and no other's.
    listed, after = [], ""
    while True:
        page = done(health.call("GET", f"{AT}/duty/records?sort=due" + (f"&after={after}" if after else "")))
        listed += page["records"]
        after = page["next"]
        if not after:
            break
    received = [one for one in listed if one["columns"].get("source_number") == "902/KH-SYT"]
    assert len(received) >= given and {one["columns"]["body"] for one in received} >= {
        done(one.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"] for one in (commune, ward)}, len(received)
    hers, theirs = ({one["record"] for one in agenda(client)["items"]} for client in (commune, ward))
    assert hers and theirs and not hers & theirs

    meeting = a_meeting(author, commune)
    entries, text = calendar_of(server, commune)
    told = {day for day, _ in entries}
    assert {*days, *before} <= told, (told, days, before)
    # At its hour by the clock of Hà Nội, and on no other entry of that day.
    held = datetime.datetime.combine(meeting, datetime.time(8), datetime.timezone(datetime.timedelta(hours=7)))
    [at] = [when for when, what in entries if what == "Cuộc họp, sự kiện"]
    assert isinstance(at, datetime.datetime) and at == held, (at, held)
    assert "Chim-Sáo" not in text and "Hội trường" not in text and "901/KH" not in text, "a calendar tells counts alone"

    server.stop()
    for words in (("rebuild",), ("audit", "verify")):
        out = server.run(*words)
        assert out.returncode == 0, (words, out.stdout[-600:], out.stderr[-600:])


if PROGRAMME is None:
    skip("no programme with a plan desk is here")
if SHARED is None:
    skip("../shared is not here: the two plans whose days are asked for are read from there")
on_both_databases(story, PROGRAMME)
print("reports of two plans, in agendas and calendars")
