#!/usr/bin/env python3
"""A store whose table of access was accepted before two signed what words mean (ADR 94), started by today's program: it says what
it took over, opens to each what it opened, and a programme whose words mean more waits for two, also where it comes with the very
first start. On SQLite: the store is that program's own file, tags and all, which nothing but that program could have written."""
import base64, json, lzma, sqlite3, tempfile
from pathlib import Path
from support import People, Server

LANDED = json.loads((Path(__file__).parent / "landed/before_words.json").read_text(encoding="utf-8"))
TABLE = "/api/v1/access-table"
FILES = "/api/v1/registers/visit_file/records"
ANSWERS = {"patient": {"name": "Lò Thị Hai"}, "phone": "0912 345 679", "sex": "female", "visit_on": "2026-11-02", "complaint": "ho"}
MEANING = ("#class\t", "#guard\t", "#kept\t", "#clear\t")


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


def put_store(folder):
    folder.mkdir(mode=0o700, parents=True)
    for name, content in {**LANDED["files"]}.items():
        (folder / name).write_bytes(base64.b64decode(content))
        (folder / name).chmod(0o600)
    (folder / "store.sqlite").write_bytes(lzma.decompress(base64.b64decode(LANDED["store"])))
    (folder / "store.sqlite").chmod(0o600)
    return Server(folder)


def put_programme(folder, changes=()):
    texts = dict(LANDED["programme"])
    for path, before, after in changes:
        assert before in texts[path], (path, before)
        texts[path] = texts[path].replace(before, after)
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return ["--programme", str(folder)]


def lower(folder):
    """A name that everybody reads, and a second look that nobody has to take."""
    form, flow = "registers/visit_file/form.yaml", "registers/visit_file/workflow.yaml"
    return put_programme(folder, [
        (form, "{id: patient, type: person, class: identity,", "{id: patient, type: person, class: confidential,"),
        (flow, "not_by_who_did: examine, step_up: true,", "")])


def table(server):
    base = sqlite3.connect(f"file:{server.folder}/store.sqlite?mode=ro", uri=True)
    (text, version), = base.execute("SELECT table_text, version FROM access_table").fetchall()
    base.close()
    return text.splitlines(), version


def takeovers(server):
    base = sqlite3.connect(f"file:{server.folder}/store.sqlite?mode=ro", uri=True)
    rows = base.execute("SELECT kind, clear FROM event WHERE register_name = 'access_table' ORDER BY version").fetchall()
    base.close()
    return [kind for kind, _ in rows]


def nurse_of(people):
    client = people("canbo.xa")
    grant = next(one for one in done(client.call("GET", "/api/v1/me"))["grants"] if one["role"] == "nurse")
    done(client.call("POST", "/api/v1/me/acting", {"grant_id": grant["grant_id"]}))
    return client


def opens_what_it_opened(people, nurse):
    at = f"{FILES}/{LANDED['record']}"
    assert done(nurse.call("GET", at))["answers"] == LANDED["answers"] and "patient" not in LANDED["answers"]
    for login in ("quantri", "lanhdao", "thuthu.xa"):
        stranger = people(login).call("GET", at)
        assert (stranger.status, stranger.code) == (404, "access.not_found"), (login, stranger.status)


def told(people):
    return done(people("quantri").call("GET", "/api/v1/status"))["programme"]


def goes_on(folder):
    """With the programme of that day: the same cells, and now what their words meant; said once, and signed by nobody anew."""
    server = put_store(folder / "same")
    cells, version = table(server)
    assert not [line for line in cells if line.startswith(MEANING)], "the store of before knows no meaning"
    before = takeovers(server)
    server.extra = put_programme(folder / "programme/clinic")
    server.start()
    people = People(server)
    nurse = nurse_of(people)
    opens_what_it_opened(people, nurse)
    page = done(people("quantri").call("GET", TABLE))
    assert (page["stand"], page["changes"]) == ("in_force", []), (page["stand"], page["changes"][:3])
    assert not told(people)["held_back"]
    lines, newer = table(server)
    assert [line for line in lines if not line.startswith(MEANING)] == cells and newer == version + 1, (version, newer)
    assert "#class\tvisit_file\tpatient\tidentity" in lines, [line for line in lines if "patient" in line]
    assert takeovers(server) == [*before, "taken_over"], takeovers(server)
    people.restarted(server.extra)
    opens_what_it_opened(people, nurse)
    assert table(server) == (lines, newer), "a second start has nothing to take over"
    server.stop()
    found = server.run("audit", "verify", "--key", str(server.folder / "journal.first_key"))
    assert found.returncode == 0, found.stdout + found.stderr


def waits(folder):
    """Words that mean more come with the first start: the old store's own bundle says what they meant."""
    server = put_store(folder / "more")
    cells, _ = table(server)
    server.extra = lower(folder / "lower/clinic")
    server.start()
    people = People(server)
    nurse = nurse_of(people)
    opens_what_it_opened(people, nurse)
    fresh = done(nurse.call("POST", FILES, {"action": "admit", "answers": ANSWERS}), 201)["id"]
    assert "patient" not in done(nurse.call("GET", f"{FILES}/{fresh}"))["answers"], "a name is read without a purpose"
    page = done(people("quantri").call("GET", TABLE))
    status = told(people)
    assert page["stand"] == "waiting" and status["held_back"] and status["sentence"], (page["stand"], status)
    wider = {(one["part"], one["before"][0]["values"][0]["id"]) for one in page["changes"] if one["wider"]}
    assert wider == {("class", "patient"), ("guard", "approve_treatment")}, wider
    lines, _ = table(server)
    assert [line for line in lines if not line.startswith(MEANING)] == cells
    assert "#class\tvisit_file\tpatient\tidentity" in lines, "the words of before, not those that were brought"
    done(people("quantri").call("POST", f"{TABLE}/propose", {"digest": page["digest"], "reason": "theo quyết định 12"}))
    done(people("dulieu").call("POST", f"{TABLE}/confirm", {"digest": page["digest"]}))
    people.restarted(server.extra)
    opens_what_it_opened(people, nurse)
    later = done(nurse.call("POST", FILES, {"action": "admit", "answers": ANSWERS}), 201)["id"]
    assert "patient" in done(nurse.call("GET", f"{FILES}/{later}"))["answers"], "two have signed"
    server.stop()


with tempfile.TemporaryDirectory(prefix="neove-before-words-") as place:
    for story in (goes_on, waits):
        story(Path(place))
print("before words: an old table goes on as it was, and what means more waits for two")
