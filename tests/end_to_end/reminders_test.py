#!/usr/bin/env python3
"""What somebody hears of her work outside the pages: a calendar that a standard client reads, a mail in the morning; neither
ever says what the work is. On both databases, with a real SMTP server on loopback."""
import datetime, re, shutil, sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "abuse"))
sys.path.append("/usr/lib/python3/dist-packages")  # Debian's packages, whichever python3 comes first in PATH
from abuse_support import wait_for
from mail_test import Node, ended, headers_of, morning, settings
from smtp_sink import Sink
from support import POSTGRES, postgres_server, skip

try:
    from icalendar import Calendar
except ImportError:
    skip("python3-icalendar, the standard client, is not installed")

LOANS, MINE = "/api/v1/registers/loan/records", "/api/v1/reminders"
TITLE, NOTE = "Chim-Chào-Mào thứ nhất", "Ghi chú Vành-Khuyên"
HERS = "thuthu@example.vn"


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])


def signed_in(node, login):
    client = node.client()
    client.sign_in(login)
    return client


def request_a_book(client, number):
    answers = {"title": f"{TITLE} {number}", "kind": "novel", "copies": 1, "reader_kind": "adult", "note": NOTE,
               "asked_on": "2026-01-05"}
    return done(client.call("POST", LOANS, {"action": "request", "answers": answers}), 201)


def fetched(node, path):
    """As a telephone does: no cookie, no header of ours."""
    answer = node.client().call("GET", path, headers={"X-Neove": ""})
    if answer.status != 200:
        return answer, None
    assert answer.headers["Content-Type"].startswith("text/calendar"), answer.headers["Content-Type"]
    assert "no-store" in answer.headers["Cache-Control"]
    return answer, Calendar.from_ical(answer.body)


def no_word_of(records, text):
    for hidden in [TITLE, NOTE, "Chào-Mào", *(one["number"] for one in records), *(one["id"] for one in records)]:
        assert hidden not in text, hidden


def a_calendar(node, desk, records):
    assert done(desk.call("GET", MINE))["feeds"] == []
    opened = done(desk.call("POST", MINE + "/feeds"), 201)
    assert re.fullmatch(r"/calendar/[\w-]{43}\.ics", opened["path"]), opened
    assert opened["feed"]["organisation"].startswith("Ủy ban nhân dân xã")
    agenda = done(desk.call("GET", "/api/v1/agenda"))["items"]
    assert len(agenda) >= len(records), agenda
    answer, calendar = fetched(node, opened["path"])
    assert calendar is not None, answer.body
    days = [event for event in calendar.walk("VEVENT")]
    said = sum(int(re.search(r"\((\d+) việc\)", str(one["SUMMARY"]))[1]) if "(" in str(one["SUMMARY"]) else 1 for one in days)
    assert said == len(agenda), (said, len(agenda), answer.body.decode())
    text = answer.body.decode()
    no_word_of(records, text)
    last = {str(one["DTSTART"].dt) for one in days}
    # What is due at 24:00 of a day is due on that day, not on the next.
    assert last == {day_of(one["due_at"]) for one in agenda}, (last, agenda)
    again = fetched(node, opened["path"])[1]
    assert [str(one["UID"]) for one in again.walk("VEVENT")] == [str(one["UID"]) for one in days], "a client must know them again"
    never_another(node, desk, opened)
    return opened


def day_of(iso):
    at = datetime.datetime.fromisoformat(iso.replace("Z", "+00:00")) + datetime.timedelta(hours=7, microseconds=-1)
    return str(at.date())


def never_another(node, desk, opened):
    """The address is all there is: one sign of it wrong opens nothing, and nobody else ends it."""
    path = opened["path"]
    for wrong in (path[:-5] + ("A" if path[-5] != "A" else "B") + ".ics", path[:-4], "/calendar/" + "a" * 200 + ".ics"):
        refused(node.client().call("GET", wrong), 404, "access.not_found")
    other = signed_in(node, "canbo.phuong")
    assert done(other.call("GET", MINE))["feeds"] == []
    refused(other.call("DELETE", f"{MINE}/feeds/{opened['feed']['id']}"), 404, "access.not_found")
    assert fetched(node, path)[1] is not None
    for _ in range(2):
        done(desk.call("POST", MINE + "/feeds"), 201)
    refused(desk.call("POST", MINE + "/feeds"), 409, "feed.too_many")


def it_ends(node, desk, opened):
    done(desk.call("DELETE", f"{MINE}/feeds/{opened['feed']['id']}"), 204)
    refused(fetched(node, opened["path"])[0], 404, "access.not_found")
    refused(desk.call("DELETE", f"{MINE}/feeds/{opened['feed']['id']}"), 404, "access.not_found")


def an_address(node, sink, desk):
    refused(desk.call("PUT", MINE + "/address", {"address": "không phải thư"}), 422, "mail.address")
    refused(desk.call("POST", MINE + "/address/confirm", {"code": "123456"}), 409, "reminder.no_code")
    done(desk.call("PUT", MINE + "/address", {"address": HERS}), 204)
    refused(desk.call("PUT", MINE + "/address", {"address": "ai.khac@example.vn"}), 409, "reminder.too_soon")
    assert wait_for(lambda: mails_to(sink, HERS), 20), node.err.read_text()[-1500:]
    code = re.search(r"\b\d{6}\b", headers_of(mails_to(sink, HERS)[0].text).get_content())[0]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    refused(desk.call("POST", MINE + "/address/confirm", {"code": wrong}), 422, "reminder.wrong_code")
    assert done(desk.call("GET", MINE))["address"] == {"address": HERS, "confirmed": False}
    done(desk.call("POST", MINE + "/address/confirm", {"code": code}), 204)
    assert done(desk.call("GET", MINE))["address"] == {"address": HERS, "confirmed": True}
    refused(desk.call("POST", MINE + "/address/confirm", {"code": code}), 409, "reminder.no_code")


def mails_to(sink, address):
    return [mail for mail in sink.mails if mail.to == [address]]


def a_code_is_not_guessed(node, sink):
    desk = signed_in(node, "canbo.phuong")
    done(desk.call("PUT", MINE + "/address", {"address": "phuong@example.vn"}), 204)
    assert wait_for(lambda: mails_to(sink, "phuong@example.vn"), 20)
    code = re.search(r"\b\d{6}\b", headers_of(mails_to(sink, "phuong@example.vn")[0].text).get_content())[0]
    for guess in range(5):
        wrong = f"{(int(code) + 1 + guess) % 1_000_000:06}"
        refused(desk.call("POST", MINE + "/address/confirm", {"code": wrong}), 422, "reminder.wrong_code")
    refused(desk.call("POST", MINE + "/address/confirm", {"code": code}), 409, "reminder.no_code")
    # Forgetting it is no way to another code.
    done(desk.call("DELETE", MINE + "/address"), 204)
    assert done(desk.call("GET", MINE))["address"] is None
    refused(desk.call("PUT", MINE + "/address", {"address": "phuong@example.vn"}), 409, "reminder.too_soon")


def a_morning(node, sink, clock, records):
    """A day goes by and the requests wait: one mail that day, with counts."""
    before = len(mails_to(sink, HERS))
    for day in range(1, 15):
        clock.move(86_400)
        if wait_for(lambda: len(mails_to(sink, HERS)) > before, 8):
            break
    mails = mails_to(sink, HERS)[before:]
    assert len(mails) == 1, (day, len(mails), node.err.read_text()[-1500:])
    message = headers_of(mails[0].text)
    assert message["Subject"] == "Nẻo Về: có việc đến hạn", message["Subject"]
    body = message.get_content()
    counts = re.search(r"có (\d+)\+? việc quá hạn và (\d+)\+? việc sắp đến hạn", body)
    assert counts and int(counts[1]) + int(counts[2]) >= 1, body
    no_word_of(records, body + mails[0].text.decode())
    clock.move(3_600)
    assert not wait_for(lambda: len(mails_to(sink, HERS)) > before + 1, 6), "one a day"


def what_is_late_hides_nothing(node, clock, opened):
    """Whoever has more late matters than a page holds hears of what is still to come all the same."""
    desk = signed_in(node, "quaydoc.xa")
    for number in range(55):
        request_a_book(desk, 100 + number)
    clock.move(60 * 86_400)
    desk = signed_in(node, "quaydoc.xa")
    for number in range(3):
        request_a_book(desk, 200 + number)
    today = max(str(one["DTSTAMP"].dt.date()) for one in fetched(node, opened["path"])[1].walk("VEVENT"))
    days = list(fetched(node, opened["path"])[1].walk("VEVENT"))
    ahead = [one for one in days if str(one["DTSTART"].dt) > today]
    assert sum(3 if "(3 việc)" in str(one["SUMMARY"]) else 1 for one in ahead) == 3, [(str(one["DTSTART"].dt), str(one["SUMMARY"])) for one in days]
    told = [one for one in days if "Còn việc quá hạn khác" in str(one["SUMMARY"])]
    assert [str(one["DTSTART"].dt) for one in told] == [today], told
    assert len({str(one["UID"]) for one in days}) == len(days)


def it_is_over(node, clock, opened):
    """After half a year a calendar is at its end, whoever knows it; the store says what its journal says."""
    assert fetched(node, opened["path"])[1] is not None
    clock.move(121 * 86_400)
    refused(fetched(node, opened["path"])[0], 404, "access.not_found")
    node.stop()
    verified = node.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def story(folder, clock, postgres):
    with Sink() as sink:
        node = Node(folder, "a", clock, postgres, settings(folder, sink))
        with ended(node):
            node.start()
            desk = signed_in(node, "quaydoc.xa")
            records = [request_a_book(desk, number) for number in range(3)]
            head = signed_in(node, "thuthu.xa")
            opened = a_calendar(node, head, records)
            an_address(node, sink, head)
            a_code_is_not_guessed(node, sink)
            kept = next(one for one in done(head.call("GET", MINE))["feeds"] if one["id"] != opened["feed"]["id"])
            it_ends(node, head, opened)
            done(head.call("DELETE", f"{MINE}/feeds/{kept['id']}"), 204)
            lasting = done(head.call("POST", MINE + "/feeds"), 201)
            a_morning(node, sink, clock, records)
            what_is_late_hides_nothing(node, clock, lasting)
            it_is_over(node, clock, lasting)


def on(postgres):
    folder = Path(tempfile.mkdtemp(prefix="neove-reminders-"))
    try:
        story(folder, morning(folder), postgres)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if not shutil.which("cc"):
    skip("no C compiler for the clock that the test holds")
on("")
if (POSTGRES / "initdb").exists():
    with postgres_server(started=False) as server:
        on(server.postgres)
else:
    print("SKIP: PostgreSQL 15 is not installed; this was tried on SQLite alone")
print("a calendar of counts, a mail of counts, and neither for anybody else")
