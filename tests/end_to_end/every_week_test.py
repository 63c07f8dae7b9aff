#!/usr/bin/env python3
"""A plan that asks for something every week and for something every day, over HTTP on both databases: each week becomes a duty of
its own, due on its Sunday and named as the calendar counts weeks, for each body once however often it is given out; what is done
every day falls due on no day and is kept as standing work."""
import datetime, os
from support import SOURCE, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
DOCUMENTS, DUTIES = "/api/v1/documents", "/api/v1/registers/duty"
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()
YEAR = TODAY.year + 1
WEEKLY = "thực hiện hằng tuần"
PLAN = f"""ỦY BAN NHÂN DÂN TỈNH

KẾ HOẠCH
Phòng, chống mua bán người năm {YEAR}

Ủy ban nhân dân tỉnh xây dựng Kế hoạch phòng, chống mua bán người năm {YEAR} như sau:

I. MỤC ĐÍCH
Nâng cao hiệu quả công tác phòng, chống mua bán người trên địa bàn.

II. NHIỆM VỤ
1. Giao Công an tỉnh chủ trì, phối hợp với Sở Y tế rà soát các cơ sở có nguy cơ, {WEEKLY}.
2. Giao Sở Y tế chủ trì trực đường dây nóng hỗ trợ nạn nhân, thực hiện hằng ngày.
"""


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])


def changed(client, at, change):
    return done(client.call("PATCH", at, change, {"If-Match": f'"{done(client.call("GET", at))["etag"]}"'}))


def confirm(client, at, task):
    etag = done(client.call("GET", at + "/reading"))["etag"]
    return client.call("POST", at + "/confirm", {"task_ids": [task["id"]]}, {"If-Match": f'"{etag}"'})


def kept(client, at, task, choice):
    path = f"{at}/tasks/{task['id']}"
    etag = done(client.call("GET", at + "/reading"))["etag"]
    done(client.call("PATCH", path, {"choice": choice}, {"If-Match": f'"{etag}"'}))


def reviewed(client):
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": "kh.txt"}
    at = f"{DOCUMENTS}/{done(client.call('POST', DOCUMENTS, raw=PLAN.encode(), headers=headers), 201)['id']}"
    changed(client, at, {"number": "77/KH-UBND", "issued_on": TODAY.isoformat()})
    weekly, daily = done(client.call("GET", at + "/reading"))["tasks"]
    assert WEEKLY in weekly["text"] and not weekly["due"], weekly
    assert [one["deadlines"][0]["recurrence"] for one in (weekly, daily)] == ["weekly", "daily"], (weekly, daily)
    # Neither is proposed by its days; that each week is answered for is a person's word.
    assert [one["choice"] for one in (weekly, daily)] == ["standing", "standing"], (weekly, daily)
    kept(client, at, weekly, "dated")
    # Every day is no day on which something is due: nobody keeps it as dated without saying by when it ends.
    kept(client, at, daily, "dated")
    refused(confirm(client, at, daily), 422, "review.due_missing")
    kept(client, at, daily, "standing")
    for task in (weekly, daily):
        done(confirm(client, at, task))
    return at + "/allotments"


def listed(client):
    out, after = [], ""
    while True:
        page = done(client.call("GET", f"{DUTIES}/records?sort=due" + (f"&after={after}" if after else "")))
        out += page["records"]
        after = page["next"]
        if not after:
            return [one for one in out if one["columns"].get("source_number") == "77/KH-UBND"]


def weeks():
    """Sundays of the plan's year that are not further than twelve months, by the weeks that lie in it."""
    day = datetime.date(YEAR, 1, 1)
    day += datetime.timedelta(days=6 - day.weekday())
    out = []
    while day.year == YEAR and day <= TODAY.replace(year=YEAR, day=min(TODAY.day, 28)):
        out.append(day)
        day += datetime.timedelta(days=7)
    return out


def given(client, at):
    choices = []
    for _ in range(4):
        answer = done(client.call("POST", at, {"register": "duty", "choices": choices, "apply": False}))
        if not [one for one in answer["questions"] if not one["value"]]:
            break
        choices = [{"field": one["field"], "of": one["of"], "value": one["options"][0]["value"]} for one in answer["questions"] if not one["value"]]
    return done(client.call("POST", at, {"register": "duty", "choices": choices, "apply": True}))


def story(server):
    author = server.client()
    author.sign_in("daumoi.congan")
    at = reviewed(author)
    first = given(author, at)
    assert first["opened"] > 0 and not first["problems"], first
    duties = listed(author)
    standing = [one for one in duties if one["state"] == "standing"]
    assert len(standing) == 1, standing
    by_body = {}
    for one in duties:
        if one["state"] != "under_way":
            continue
        answers = done(author.call("GET", f"{DUTIES}/records/{one['id']}"))["answers"]
        by_body.setdefault(answers["body"], []).append((answers["named_on"], answers["occurrence"], answers["part"]))
    assert sorted({part for all in by_body.values() for _, _, part in all}) == ["coordinate", "lead"], by_body.keys()
    assert len(by_body) == 2, by_body.keys()
    for all in by_body.values():
        days = sorted(datetime.date.fromisoformat(day) for day, _, _ in all)
        assert set(days) >= set(weeks()[1:]), (days[:3], days[-3:], weeks()[:3], weeks()[-3:])
        assert all_apart(days) and {day.weekday() for day in days} == {6}, days
        for day, name, _ in all:
            year, week, _ = datetime.date.fromisoformat(day).isocalendar()
            assert name == f"tuần {week}/{year}", (day, name)
    again = given(author, at)
    assert (again["opened"], again["widened"]) == (0, 0) and len(listed(author)) == len(duties), again
    server.stop()
    for words in (("rebuild",), ("audit", "verify")):
        out = server.run(*words)
        assert out.returncode == 0, (words, out.stdout[-600:], out.stderr[-600:])


def all_apart(days):
    return all(late - early == datetime.timedelta(days=7) for early, late in zip(days, days[1:]))


if PROGRAMME is None:
    skip("no programme with a plan desk is here")
on_both_databases(story, PROGRAMME)
print("every week has its duty, and every day none")
