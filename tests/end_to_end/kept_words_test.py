#!/usr/bin/env python3
"""Words that look like a person's data in a register that is not of persons, over HTTP and on both databases: whoever writes them is
asked, never with the words; she changes them or keeps them, and the history says which she kept to whoever may read the answer."""
import urllib.parse
from registers_test import LOANS, People, act, done, request
from support import on_both_databases

WORDS = "Hẹn Lò Thị Mai và Vàng Thị Dợ, máy 0912 345 678"
BOOKS = "/api/v1/registers/book"
HEAD = "Tên sách,Ngôn ngữ,Ngày mua,Giá mua,Tình trạng\n"


def asked(answer):
    assert answer.status == 422 and "0912" not in answer.body.decode() and "Mai" not in answer.body.decode(), answer.body[:600]
    assert all("hồ sơ của người đó" in one["detail"] for one in answer.json["errors"]), answer.json
    return {(one["code"], one["pointer"]) for one in answer.json["errors"]}


BOTH = {("form.like_phone", "/answers/note"), ("form.like_names", "/answers/note")}


def acts(people):
    assert asked(request(people.desk, note=WORDS)) == BOTH
    opened = done(request(people.desk), 201)
    at = f"{LOANS}/{opened['id']}"
    seen = done(people.librarian.call("GET", at))
    assert asked(act(people.librarian, seen, "lend", {"note": WORDS})) == BOTH
    body = {"action": "lend", "answers": {"note": WORDS}}
    headers = {"If-Match": f'"{seen["etag"]}"'}
    for kept in (["/answers/title"], ["/answers"], ["/answers/note/"], [], None):
        assert asked(people.librarian.call("POST", at + "/actions", {**body, "kept_words": kept}, headers)) == BOTH
    strange = people.librarian.call("POST", at + "/actions", {**body, "kept_words": [7]}, headers)
    assert strange.status == 422 and strange.json["errors"][0]["pointer"] == "/kept_words/0", strange.body[:400]
    done(people.librarian.call("POST", at + "/actions", {**body, "kept_words": ["/answers/note"]}, headers))
    told = done(people.librarian.call("GET", at + "/timeline"))["events"]
    assert [one["kept_words"] for one in told] == [[], ["/answers/note"]], told
    # Whoever may not read the answer does not learn what was asked about it.
    hidden = done(people.desk.call("GET", at + "/timeline"))["events"]
    assert all(one["kept_words"] == [] for one in hidden), hidden
    words = done(people.desk.call("GET", "/api/v1/registers/loan"))["person_words"]
    assert "nguyễn" in words["family_names"] and words["places"], words


def sheets(people):
    file = (HEAD + "Gọi 0912 345 678,tiếng Việt,20/3/2026,12.000,cu\n").encode()
    send = lambda **more: done(people.librarian.call("POST", f"{BOOKS}/import?" + urllib.parse.urlencode({"apply": "1", **more}), raw=file,
                                                     headers={"Content-Type": "application/octet-stream"}))
    first = send()
    assert [(one["cell"], one["code"], one["asks"]) for one in first["faults"]] == [("A2", "form.like_phone", True)] and first["created"] == 0, first
    assert send(kept_words="A3")["created"] == 0
    assert send(kept_words="B9,A2")["created"] == 1


def main(server):
    people = People(server)
    acts(people)
    sheets(people)


on_both_databases(main)
