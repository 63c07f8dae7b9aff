#!/usr/bin/env python3
"""Whoever decides on a record is kept away from it by two, never by the word of one (ADR 116), over HTTP and on both databases:
however high that one stands, while a shorter guard holds, and while her account is disabled."""
import datetime, sys, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from kept_away_test import House, blocks
from persons_test import FILES, acting, done, refused
from support import SOURCE, given, on_both_databases

SHORT = 4  # seconds: a guard that ends


class Heads(House):
    """With a third head, who is a nurse in the far ward too, and a head doctor of the body above."""

    def __init__(self, server):
        super().__init__(server)
        self.above = done(self.administrator.call("GET", f"/api/v1/organisations/{self.here}"))["parent"]["id"]
        self.grant("thuthu.xa", "head_doctor", self.here)
        self.grant("thuthu.xa", "nurse", self.far)
        self.grant("kiemtra", "head_doctor", self.above)
        self.third = acting(server, "thuthu.xa", "head_doctor")
        self.boss = acting(server, "kiemtra", "head_doctor")

    def new(self):
        return f"{FILES}/{self.file()['id']}"

    def keep(self, who, at, login=None, body=None, **more):
        whom = {"account": self.accounts[login]} if login else {"organisation": body}
        return who.call("POST", at + "/people", {"relation": "block", **whom, "reason": "Người nhà kẻ bán", **more})

    def reading(self, at):
        everybody = ("nurse", "doctor", "head", "other_head", "third", "both", "boss")
        return {one for one in everybody if getattr(self, one).call("GET", at).status == 200}


EVERYBODY = {"nurse", "doctor", "head", "other_head", "third", "both", "boss"}


def rows(client, at):
    return [one for one in done(client.call("GET", at))["people"] if one["relation"] == "block"]


def a_superior_is_one_person(house):
    """A head of the body above keeps neither the owner's body away alone nor one of its heads; a nurse she does."""
    at = house.new()
    assert house.reading(at) == EVERYBODY
    done(house.keep(house.boss, at, login="thuthu.xa"))
    refused(house.keep(house.boss, at, login="thuthu.xa"), 409, "record.guard_own")
    assert rows(house.boss, at) == [] and house.reading(at) == EVERYBODY
    done(house.keep(house.boss, at, login="canbo.xa"))
    assert house.reading(at) == EVERYBODY - {"nurse"}
    # Another one agrees, and it stands: of a head, too, a victim is protected.
    done(house.keep(house.head, at, login="thuthu.xa"))
    assert house.reading(at) == EVERYBODY - {"nurse", "doctor", "third"}
    at = house.new()
    done(house.keep(house.boss, at, body=house.here))
    assert house.here not in blocks(house.boss, at)
    assert {"head", "other_head", "third"} <= house.reading(at)


def no_moment_makes_one_enough(house):
    """What she may while a guard lies on the record, or while an account is disabled, she may at any time."""
    at = house.new()
    until = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=SHORT)).strftime("%Y-%m-%dT%H:%M:%SZ")
    done(house.keep(house.head, at, body=house.far, until=until))
    done(house.keep(house.other_head, at, body=house.far, until=until))
    refused(house.third.call("GET", at), 404, "access.not_found")
    done(house.keep(house.head, at, login="thuthu.xa"))
    time.sleep(SHORT)
    assert house.third.call("GET", at).status == 200, "one head alone, while a short guard held"
    at = house.new()
    account = f"/api/v1/accounts/{house.accounts['thuthu.xa']}"
    done(house.administrator.call("POST", account + "/disable"))
    done(house.keep(house.head, at, login="thuthu.xa"))
    done(house.keep(house.head, at, body=house.far))
    kept = {one["account"] or one["organisation"] for one in rows(house.head, at)}
    assert kept == {house.accounts["canbo.phuong"]}, kept
    given(house.administrator, house.data_owner, "POST", account + "/enable", {})


def a_question_is_answered_once(house):
    """What was laid and lifted, or taken back, is asked anew: an old word is not half of another guard."""
    at = house.new()
    done(house.keep(house.head, at, body=house.far))
    done(house.keep(house.other_head, at, body=house.far))
    row = rows(house.head, at)[0]["id"]
    for client in (house.head, house.boss):
        done(client.call("POST", f"{at}/people/{row}/end", {"reason": "Nhầm phường"}))
    assert house.far not in blocks(house.head, at)
    done(house.keep(house.other_head, at, body=house.far))
    assert house.far not in blocks(house.head, at) and house.third.call("GET", at).status == 200, "one alone, on an old question"
    # Hers to take back, for a reason; of another's nothing is known by its id.
    asked = done(house.head.call("GET", at + "/timeline"))["events"][-1]["relation"]["id"]
    refused(house.head.call("POST", f"{at}/people/{asked}/end", {"reason": "Nhầm"}), 404, "access.not_found")
    refused(house.other_head.call("POST", f"{at}/people/{asked}/end", {"reason": " "}), 422, "field.required")
    done(house.other_head.call("POST", f"{at}/people/{asked}/end", {"reason": "Nhầm"}))
    assert done(house.boss.call("GET", at + "/timeline"))["events"][-1]["kind"] == "guard_dropped"
    done(house.keep(house.head, at, body=house.far))
    assert house.far not in blocks(house.head, at), "what was taken back does not count"


def nobody_waits_for_the_second(house):
    """Whom one word keeps away is kept away while the other answers; what is asked for is shown whole, to be agreed to as it is."""
    at = house.new()
    until = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    done(house.keep(house.head, at, body=house.far, until=until))
    assert house.reading(at) == EVERYBODY - {"both"}
    # The histories that a node holds in memory know the question too (ADR 120).
    done(house.third.call("GET", at + "/timeline"))
    asked, = done(house.third.call("GET", at))["asked"]
    assert (asked["organisation"], asked["is_mine"]) == (house.far, False), asked
    assert [one["is_mine"] for one in done(house.head.call("GET", at))["asked"]] == [True]
    assert done(house.nurse.call("GET", at))["asked"] == []
    agreed = {name: asked[name] for name in ("relation", "organisation", "until")}
    assert done(house.third.call("POST", at + "/people", {**agreed, "reason": "Đồng ý"}), 200) is None
    assert house.reading(at) == EVERYBODY - {"both", "third", "doctor"}
    assert blocks(house.head, at) == [house.far], "who waited stands no longer by name"
    assert done(house.head.call("GET", at))["asked"] == []
    # Of a question that names a head she hears nothing.
    at = house.new()
    done(house.keep(house.head, at, login="thuthu.xa"))
    assert done(house.third.call("GET", at))["asked"] == []
    assert [one["account"] for one in done(house.boss.call("GET", at))["asked"]] == [house.accounts["thuthu.xa"]]


CHAPTERS = (a_superior_is_one_person, nobody_waits_for_the_second, a_question_is_answered_once, no_moment_makes_one_enough)


def story(server):
    house = Heads(server)
    for chapter in CHAPTERS:
        chapter(house)


if __name__ == "__main__":
    on_both_databases(story, SOURCE / "programmes/clinic")
    print("who decides on a record is kept away by two")
