#!/usr/bin/env python3
"""One act over two records, over HTTP and on both databases: a renewal that is granted extends its loan, both or neither, and
nobody does through the one what she may not do to the other. With it what else a workflow says: once a week, after two
reminders, an answer that a step empties, and the office's word for a state and its clock."""
import threading
from support import on_both_databases

LOANS, RENEWALS = "/api/v1/registers/loan/records", "/api/v1/registers/renewal/records"
WORDS = "Sách ít người mượn"
TURNS = 12  # of two at one moment


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


def refused(answer, status, code, says=None, never=None):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:400])
    sentence = answer.json["detail"]
    assert "{}" not in sentence, sentence
    assert says is None or says in sentence, (says, sentence)
    assert never is None or never not in answer.body.decode(), (never, answer.body)


class People:
    def __init__(self, server):
        self.server = server
        self.desk, self.librarian, self.elsewhere = (self.signed_in(one) for one in ("quaydoc.xa", "thuthu.xa", "thuthu.phuong"))

    def signed_in(self, login):
        client = self.server.client()
        client.sign_in(login)
        return client

    def lent(self, title):
        answers = {"title": title, "kind": "novel", "copies": 1, "reader_kind": "child", "asked_on": "2026-01-05"}
        opened = done(self.desk.call("POST", LOANS, {"action": "request", "answers": answers}), 201)
        return done(act(self.librarian, LOANS, opened["id"], "lend"))

    def renewal(self, loan, title="Dế Mèn"):
        link = {"kind": "of_loan", "to_register": "loan", "to": loan["id"]}
        body = {"action": "ask", "answers": {"title": title, "asked_on": "2026-01-06"}, "links": [link]}
        return done(self.desk.call("POST", RENEWALS, body), 201)


def seen(client, register, record):
    return done(client.call("GET", f"{register}/{record['id']}"))


def act(client, register, record, action, answers=None, key=None, **more):
    etag = done(client.call("GET", f"{register}/{record}"))["etag"]
    headers = {"If-Match": f'"{etag}"', **({"Idempotency-Key": key} if key else {})}
    return client.call("POST", f"{register}/{record}/actions", {"action": action, "answers": answers or {}, **more}, headers)


def grant(client, renewal, key=None, **answers):
    return act(client, RENEWALS, renewal["id"], "grant", {"decided_on": "2026-01-07", "words": WORDS, **answers}, key)


def events(client, register, record):
    return done(client.call("GET", f"{register}/{record['id']}/timeline"))["events"]


def extensions(people, loan):
    return [one for one in events(people.librarian, LOANS, loan) if one["kind"] == "extend"]


def due_of(record):
    return next(one["due_at"] for one in record["clocks"] if one["limit"] == "bring_back")


def both_at_once(people):
    loan = people.lent("Dế Mèn")
    renewal = people.renewal(loan)
    granted = done(grant(people.librarian, renewal, key="g1"))
    assert granted["state"] == "granted" and granted["links"][0]["number"] == loan["number"], granted
    done(grant(people.librarian, renewal, key="g1"))  # the same request again: nothing more is extended
    after = seen(people.librarian, LOANS, loan)
    assert after["version"] == loan["version"] + 1 and due_of(after) > due_of(loan), after
    [extended] = extensions(people, loan)
    assert extended["reason"] == WORDS and extended["answers"] == {"note": WORDS}, extended
    assert extended["beside"] == {"to_register": "renewal", "to": renewal["id"], "number": renewal["number"]}, extended
    last = events(people.librarian, RENEWALS, renewal)[-1]
    assert last["beside"] == {"to_register": "loan", "to": loan["id"], "number": loan["number"]}, last
    assert extended["occurred_at"] == last["occurred_at"], (extended, last)
    assert events(people.librarian, RENEWALS, renewal)[0]["beside"] is None
    return loan


def nothing_happened(people, loan, renewal, state="asked"):
    assert seen(people.librarian, LOANS, loan)["version"] == loan["version"], "the loan went on alone"
    one = seen(people.librarian, RENEWALS, renewal)
    assert one["state"] == state and "words" not in one["answers"], one


def neither(people):
    loan = people.lent("Số đỏ")
    renewal = people.renewal(loan)
    # The desk may grant a renewal and open the loan; extending a loan is not hers.
    assert "grant" not in seen(people.desk, RENEWALS, renewal)["may"]["actions"]
    assert "grant" in seen(people.librarian, RENEWALS, renewal)["may"]["actions"]
    refused(grant(people.desk, renewal), 403, "record.also_refused", says=loan["number"])
    nothing_happened(people, loan, renewal)
    # A librarian of another branch, to whom it was sent, may grant it and knows nothing of the loan.
    refused(people.elsewhere.call("GET", f"{RENEWALS}/{renewal['id']}"), 404, "access.not_found")
    branch = done(people.elsewhere.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]
    done(people.librarian.call("POST", f"{RENEWALS}/{renewal['id']}/people", {"relation": "receiving", "organisation": branch}))
    renewal = seen(people.elsewhere, RENEWALS, renewal)
    # What would be refused is not offered: a loan that she does not know of is not extended by her.
    assert renewal["links"][0]["number"] is None and renewal["may"]["actions"] == ["refuse"], renewal
    refused(grant(people.elsewhere, renewal), 403, "record.also_closed", never=loan["number"])
    nothing_happened(people, loan, renewal)
    # What the form of the first asks comes first, and nothing of the second is tried.
    assert act(people.librarian, RENEWALS, renewal["id"], "grant", {"decided_on": "2026-01-07"}).status == 422
    nothing_happened(people, loan, renewal)
    # A loan that was brought back cannot be extended: by nobody, and not through this either.
    back = done(act(people.librarian, LOANS, loan["id"], "give_back"))
    refused(grant(people.librarian, renewal), 409, "record.also_not_now", says=loan["number"])
    assert "grant" not in seen(people.librarian, RENEWALS, renewal)["may"]["actions"], "a button that leads to a refusal"
    nothing_happened(people, back, renewal)


def two_deciders(people):
    """Each loan's version is taken once; whoever loses the race loses both records."""
    loan = people.lent("Tắt đèn")
    renewals = [people.renewal(loan, f"Lần {one}") for one in range(4)]
    answers = [None] * len(renewals)
    etags = [seen(people.librarian, RENEWALS, one)["etag"] for one in renewals]
    gate = threading.Barrier(len(renewals))

    def go(i):
        body = {"action": "grant", "answers": {"decided_on": "2026-01-07", "words": WORDS}}
        gate.wait()
        answers[i] = people.librarian.call("POST", f"{RENEWALS}/{renewals[i]['id']}/actions", body, {"If-Match": f'"{etags[i]}"'})

    threads = [threading.Thread(target=go, args=(i,)) for i in range(len(renewals))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    won = [one for one in answers if one.status == 200]
    assert won and all(one.status in (200, 412) for one in answers), [(one.status, one.body[:200]) for one in answers]
    assert len(extensions(people, loan)) == len(won), "an extension without its grant, or a grant without its extension"
    for renewal, answer in zip(renewals, answers):
        state = seen(people.librarian, RENEWALS, renewal)["state"]
        assert state == ("granted" if answer.status == 200 else "asked"), (state, answer.status)


def once_a_week_and_after_two(people, loan):
    renewal = people.renewal(loan, "Nhắc")
    remind = lambda week: act(people.desk, RENEWALS, renewal["id"], "remind", {"reminded_week": week})
    offered = lambda: "pass_up" in seen(people.desk, RENEWALS, renewal)["may"]["actions"]
    assert not offered() and renewal["times"] == {"remind": 0}, renewal
    first = done(remind(2))
    assert first["times"] == {"remind": 1} and "pass_up" not in first["may"]["actions"], first
    again = remind(2)
    refused(again, 409, "workflow.already_done")
    assert first["changed_at"][:4] in again.json["detail"], again.json["detail"]  # it names the day
    refused(act(people.desk, RENEWALS, renewal["id"], "pass_up"), 409, "workflow.condition")
    # Corrected to another week it still counts once, and leaves its own free.
    [told] = [one for one in events(people.desk, RENEWALS, renewal) if one["kind"] == "remind"]
    etag = seen(people.librarian, RENEWALS, renewal)["etag"]
    mend = {"event": told["id"], "answers": {"reminded_week": 3}, "reason": "Ghi nhầm tuần"}
    mended = done(people.librarian.call("POST", f"{RENEWALS}/{renewal['id']}/corrections", mend, {"If-Match": f'"{etag}"'}))
    assert mended["times"] == {"remind": 1}, mended["times"]
    refused(remind(3), 409, "workflow.already_done")
    second = done(remind(2))
    assert second["times"] == {"remind": 2} and offered(), second
    assert done(act(people.desk, RENEWALS, renewal["id"], "pass_up"))["state"] == "with_head"


def emptied(people, loan):
    renewal = people.renewal(loan, "Tạm dừng")
    done(act(people.desk, RENEWALS, renewal["id"], "hold", {"held_on": "2026-01-08", "held_why": "Đi xa"}))
    back = done(act(people.desk, RENEWALS, renewal["id"], "take_up"))
    assert back["state"] == "asked" and set(back["answers"]) == {"title", "asked_on"}, back["answers"]
    assert set(seen(people.librarian, RENEWALS, renewal)["answers"]) == {"title", "asked_on"}
    assert events(people.librarian, RENEWALS, renewal)[-1]["answers"] == {"held_on": None, "held_why": None, "shows_on": None}
    assert events(people.desk, RENEWALS, renewal)[-1]["answers"] == {"held_on": None, "shows_on": None}  # what she may not read she may not read cleared
    listed = done(people.librarian.call("GET", RENEWALS))["records"]
    one = next(row for row in listed if row["id"] == renewal["id"])
    assert one["state_word"] == back["state_word"] and one["state_word"]["standing"] == "in_time", one
    assert one["state_word"]["label"] == "Chờ trả lời (trong hạn)", one
    held = done(act(people.desk, RENEWALS, renewal["id"], "hold", {"held_on": "2026-01-09"}))
    assert held["state_word"] is None, held  # this state has no word of its own
    assert "held_why" not in seen(people.librarian, RENEWALS, renewal)["answers"], "the reason of the last time"
    granted = next(row for row in listed if row["state"] == "granted")
    assert granted["state_word"] == {"standing": "in_time", "label": "Đã cho đúng hạn"}, granted
    agenda = done(people.librarian.call("GET", "/api/v1/agenda"))["items"]
    assert any(item["register"] == "renewal" and item["state_word"] for item in agenda), agenda[:2]


def copy_of(people, title):
    answers = {"title": title, "language": "vi", "condition": "good", "shelf": "VN-1", "bought_on": "2020-01-01", "price": 50000}
    return done(people.librarian.call("POST", "/api/v1/registers/book/records", {"action": "register_book", "answers": answers}), 201)


def one_copy(people):
    """A copy on the shelf is on one loan at a time, and whoever may not move it cannot say that it was lent."""
    book = copy_of(people, "Số đỏ")
    loans = [people.lent(f"Bản thứ {one}") for one in range(4)]
    books = "/api/v1/registers/book/records"

    def point(loan, client=people.librarian):
        etag = seen(client, LOANS, loan)["etag"]
        body = {"kind": "copy_of", "to_register": "book", "to": book["id"]}
        return client.call("POST", f"{LOANS}/{loan['id']}/links", body, {"If-Match": f'"{etag}"'})

    first = point(loans[0])
    assert first.status in (200, 201), first.body[:300]
    refused(point(loans[1]), 409, "record.link_waits", says=loans[0]["number"])
    done(act(people.librarian, LOANS, loans[0]["id"], "give_back"))
    assert point(loans[1]).status in (200, 201)
    done(act(people.librarian, LOANS, loans[1]["id"], "give_back"))
    done(act(people.librarian, books, book["id"], "send_to_repair", {"condition": "worn"}, reason="Bong gáy"))
    assert point(loans[2]).status in (200, 201), "one of the actions named is enough: it comes back from repair"
    done(act(people.librarian, LOANS, loans[2]["id"], "give_back"))
    done(act(people.librarian, books, book["id"], "take_from_repair"))
    done(act(people.signed_in("truongthuvien"), books, book["id"], "give_away", reason="Rách nát"))
    refused(point(loans[3]), 409, "record.link_not_hers", says="Chuyển")


def at_one_moment(people):
    """Two hands at one moment: a copy is on one loan, whoever came first; the other is told whose it is, or to look again."""
    for turn in range(TURNS):
        book = copy_of(people, f"Bản quý {turn}")
        loans = [people.lent(f"Cùng lúc {turn}.{one}") for one in range(2)]
        tags = [seen(people.librarian, LOANS, loan)["etag"] for loan in loans]
        start, answers = threading.Barrier(2), []

        def point(loan, etag):
            body = {"kind": "copy_of", "to_register": "book", "to": book["id"]}
            start.wait()
            answers.append(people.librarian.call("POST", f"{LOANS}/{loan['id']}/links", body, {"If-Match": f'"{etag}"'}))

        both = [threading.Thread(target=point, args=one) for one in zip(loans, tags)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        first, second = sorted(answers, key=lambda answer: answer.status)
        assert first.status in (200, 201) and second.status >= 400, [answer.body[:300] for answer in answers]
        assert second.code in ("version.stale", "record.link_waits"), second.body[:300]
        pointing = [loan for loan in loans if seen(people.librarian, LOANS, loan)["links"]]
        assert len(pointing) == 1, pointing


def story(server):
    people = People(server)
    loan = both_at_once(people)
    neither(people)
    two_deciders(people)
    once_a_week_and_after_two(people, loan)
    emptied(people, loan)
    one_copy(people)
    at_one_moment(people)
    same = server.run("rebuild")
    assert same.returncode == 0, same.stdout + same.stderr


on_both_databases(story)
