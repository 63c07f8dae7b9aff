#!/usr/bin/env python3
"""What a start does not take, on both databases: a programme that does not know where records stand, or whose words mean more
than two have signed. The one of before goes on, everything that was reached is reached, and the pages and the state of the
system say why; what was accepted before words were signed goes on without a signature."""
import re, shutil, sqlite3, tempfile
from pathlib import Path
from support import SOURCE, People, given, on_both_databases

TABLE = "/api/v1/access-table"
FILES = "/api/v1/registers/visit_file/records"

CLINIC = SOURCE / "programmes" / "clinic"
FILE = {"patient": {"name": "Lò Thị Một"}, "phone": "0912 345 678", "sex": "female", "visit_on": "2026-11-02", "complaint": "ho"}


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:600])
    return answer.json if answer.body else None


def acting(client, role):
    grants = done(client.call("GET", "/api/v1/me"))["grants"]
    grant = next(one for one in grants if one["role"] == role)
    done(client.call("POST", "/api/v1/me/acting", {"grant_id": grant["grant_id"]}))
    return client


def nurse_of(people):
    administrator, data_owner, client = people("quantri"), people("dulieu"), people("canbo.xa")
    me = done(client.call("GET", "/api/v1/me"))
    place = me["grants"][0]["organisation"]["id"]
    given(administrator, data_owner, "POST", f"/api/v1/accounts/{me['account']['id']}/grants",
          {"role": "nurse", "organisation_id": place})
    return acting(client, "nurse")


def altered(folder, name, changes):
    """The clinic with lines of its files exchanged."""
    out = Path(folder) / name
    shutil.copytree(CLINIC, out)
    for path, before, after in [("programme.yaml", "version: 2026-11-01", f"version: 2026-11-02"), *changes]:
        file = out / path
        text = file.read_text(encoding="utf-8")
        assert before in text, (path, before)
        file.write_text(text.replace(before, after), encoding="utf-8")
    return out


def without_a_state(folder):
    """`withdrawn`, in which the record stands, is called otherwise."""
    out = Path(folder) / "renamed"
    shutil.copytree(CLINIC, out)
    for file in (out / "registers" / "visit_file").rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("withdrawn", "gone_away"), encoding="utf-8")
    return out


def lower(folder):
    """A name that everybody reads, and a second look that nobody has to take."""
    form, flow = "registers/visit_file/form.yaml", "registers/visit_file/workflow.yaml"
    return altered(folder, "lower", [
        (form, "{id: patient, type: person, class: identity,", "{id: patient, type: person, class: confidential,"),
        (flow, "not_by_who_did: examine, step_up: true,", "")])


FLOW, FORM = "registers/visit_file/workflow.yaml", "registers/visit_file/form.yaml"
DIAGNOSIS = "  - {id: diagnosis, type: text, class: confidential, max: 300}\n"


def without_a_field(folder):
    """A form that no longer asks for what the doctor found."""
    out = altered(folder, "gone", [
        (FORM, DIAGNOSIS, ""), (FORM, "treatment, diagnosis, scans", "treatment, scans"),
        (FLOW, "treatment, diagnosis, scans]", "treatment, scans]"), (FLOW, "reason: true, fields: [diagnosis]}", "reason: true}")])
    for file in (out / "registers" / "visit_file").glob("labels.*.yaml"):
        file.write_text(re.sub(r"\n  diagnosis: [^\n]*", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    for file in (out / "registers" / "visit_file" / "scenarios").glob("*.yaml"):
        text = re.sub(r",? ?diagnosis: [^,}\n]*", "", file.read_text(encoding="utf-8"))
        text = text.replace("shown: [diagnosis], ", "").replace("hidden: [diagnosis]", "hidden: [patient]")
        file.write_text(text.replace("patient, diagnosis,", "patient,"), encoding="utf-8")
    return out


def stand(people):
    return done(people("quantri").call("GET", TABLE))


def told(people):
    return done(people("quantri").call("GET", "/api/v1/status"))["programme"]


def check_records(people, nurse, folder):
    one = done(nurse.call("POST", FILES, {"action": "admit", "answers": FILE}), 201)
    at = f"{FILES}/{one['id']}"
    taken = {"action": "withdraw", "answers": {}, "reason": "đi nơi khác"}
    done(nurse.call("POST", f"{at}/actions", taken, {"If-Match": f'"{done(nurse.call("GET", at))["etag"]}"'}))
    before = done(nurse.call("GET", at))
    assert told(people) == {"held_back": False, "sentence": "", "lost": []}
    people.restarted(["--programme", str(without_a_state(folder))])
    assert "withdrawn" in str(done(nurse.call("GET", at))["state"])
    assert done(nurse.call("GET", at))["answers"] == before["answers"]
    status = told(people)
    assert status["held_back"] and "không được dùng" in status["sentence"], status
    assert [(lost["register"]["id"], lost["state"]["id"]) for lost in status["lost"]] == [("visit_file", "withdrawn")]
    assert status["lost"][0]["register"]["name"] == "Hồ sơ khám" and status["lost"][0]["state"]["name"]
    page = stand(people)
    assert (page["stand"], page["may"]) == ("held_back", []) and page["lost"] == status["lost"]
    assert page["changes"], "what it would change is shown"
    # Back to the one of before: nothing was lost, and nothing has to be signed.
    people.restarted(["--programme", str(CLINIC)])
    assert stand(people)["stand"] == "in_force" and not told(people)["held_back"]
    return at


def sign(people):
    done(people("quantri").call("POST", f"{TABLE}/propose", {"digest": stand(people)["digest"], "reason": "theo quyết định 12"}))
    owner = people("dulieu")
    done(owner.call("POST", f"{TABLE}/confirm", {"digest": done(owner.call("GET", TABLE))["digest"]}))


def signed(people, folder):
    """In force since the start after two have signed."""
    people.restarted(["--programme", str(folder)])
    if stand(people)["stand"] != "in_force":
        sign(people)
        people.restarted(["--programme", str(folder)])
    assert stand(people)["stand"] == "in_force" and not told(people)["held_back"]


def check_a_word(people, nurse, folder):
    """A label gives nobody more, and is read by all: the one of before is shown until two have signed the new one."""
    at = Path(folder) / "worded"
    altered(folder, "worded", [("registers/visit_file/labels.vi.yaml", "title_many: ", "title_many: Mọi ")])
    before = done(people("quantri").call("GET", TABLE))
    assert before["stand"] == "in_force" and before["definitions"] == []
    people.restarted(["--programme", str(at)])
    page = stand(people)
    assert page["stand"] == "waiting" and page["changes"] == [] and page["may"] == ["propose"], page
    told_of = {(one["where"], one["breaking"]) for one in page["definitions"]}
    assert told_of == {("clinic", False), ("clinic/visit_file/labels/vi/title_many", False)}, page["definitions"]
    assert "Mọi " not in str(done(nurse.call("GET", "/api/v1/registers")))
    signed(people, at)
    assert "Mọi " in str(done(nurse.call("GET", "/api/v1/registers")))
    signed(people, CLINIC)


def check_words(people, nurse, folder):
    more = lower(folder)
    people.restarted(["--programme", str(more)])
    page = stand(people)
    assert page["stand"] == "waiting" and told(people)["held_back"], page["stand"]
    wider = {(one["part"], one["before"][0]["values"][0]["id"]) for one in page["changes"] if one["wider"]}
    assert wider == {("class", "patient"), ("guard", "approve_treatment")}, wider
    one = done(nurse.call("POST", FILES, {"action": "admit", "answers": FILE}), 201)
    assert "patient" not in done(nurse.call("GET", f"{FILES}/{one['id']}"))["answers"], "a name is read without a purpose"
    sign(people)
    # Signed: from the next start on, and not before.
    assert stand(people)["stand"] == "until_start"
    assert "patient" not in done(nurse.call("GET", f"{FILES}/{one['id']}"))["answers"]
    people.restarted(["--programme", str(more)])
    assert stand(people)["stand"] == "in_force" and not told(people)["held_back"]
    # A record goes by the words it was opened under.
    later = done(nurse.call("POST", FILES, {"action": "admit", "answers": FILE}), 201)
    assert "patient" in done(nurse.call("GET", f"{FILES}/{later['id']}"))["answers"]
    assert "patient" not in done(nurse.call("GET", f"{FILES}/{one['id']}"))["answers"]


def wider_of(page):
    return {(one["part"], (one["before"] or one["after"])[0]["values"][0]["id"]) for one in page["changes"] if one["wider"]}


def check_another_state(people, folder):
    """What is done in a state more passes by whoever had to look before: no cell says so, and two sign it all the same."""
    signed(people, CLINIC)
    people.restarted(["--programme", str(altered(folder, "earlier", [
        (FLOW, "id: prescribe, from: [in_treatment],", "id: prescribe, from: [examined, in_treatment],")]))])
    page = stand(people)
    assert page["stand"] == "waiting" and told(people)["held_back"], page["stand"]
    assert wider_of(page) == {("guard", "prescribe")}, page["changes"]
    said = next(one for one in page["changes"] if one["wider"])
    states = {one["word"]: [value["id"] for value in one["values"]] for one in said["after"]}
    assert states["taken_in"] == ["examined", "in_treatment"], said
    people.restarted(["--programme", str(CLINIC)])
    assert stand(people)["stand"] == "in_force"


def check_grounds(people, folder):
    """A question that must be answered is never shown, and a treatment is prolonged for ever: no action says so, and two sign it."""
    people.restarted(["--programme", str(altered(folder, "hidden", [
        (FORM, "{id: treated_days, ", "{id: treated_days, show_when: \"urgent = 'yes'\", "),
        ("registers/visit_file/deadlines.yaml", "times_max: 2", "times_max: 50")]))])
    page = stand(people)
    assert page["stand"] == "waiting" and told(people)["held_back"], page["stand"]
    assert wider_of(page) == {("guard", "treated_days"), ("guard", "limit_extensions")}, page["changes"]
    people.restarted(["--programme", str(CLINIC)])
    assert stand(people)["stand"] == "in_force"


def check_lost_bundle(people, server, nurse, folder):
    """Without the bundle that was accepted nothing can go on: what means more than that is closed, and not simply in force."""
    people.server.stop()
    with sqlite3.connect(server.folder / "store.sqlite") as store:
        store.execute("DELETE FROM bundle")
    people.started(["--programme", str(lower(Path(folder) / "lost"))])
    status, page = told(people), stand(people)
    assert status["held_back"] and "đóng" in status["sentence"], status
    assert page["stand"] == "waiting" and page["may"] == ["propose"], (page["stand"], page["may"])
    assert nurse.call("POST", FILES, {"action": "admit", "answers": FILE}).status in (403, 404)
    done(people("quantri").call("POST", f"{TABLE}/propose", {"digest": page["digest"], "reason": "theo quyết định 14"}))
    owner = people("dulieu")
    done(owner.call("POST", f"{TABLE}/confirm", {"digest": done(owner.call("GET", TABLE))["digest"]}))
    assert stand(people)["stand"] == "in_force" and told(people) == {"held_back": False, "sentence": "", "lost": []}
    done(nurse.call("POST", FILES, {"action": "admit", "answers": FILE}), 201)


def check_field_again(people, folder):
    """A field that one start leaves out and the next brings back has the class that two signed."""
    signed(people, without_a_field(folder))
    people.restarted(["--programme", str(altered(folder, "again", [(FORM, DIAGNOSIS, DIAGNOSIS.replace("confidential", "internal"))]))])
    page = stand(people)
    assert page["stand"] == "waiting" and told(people)["held_back"], page["stand"]
    assert ("class", "diagnosis") in wider_of(page), page["changes"]


def check(server):
    with tempfile.TemporaryDirectory() as folder:
        people = People(server)
        nurse = nurse_of(people)
        check_records(people, nurse, folder)
        check_a_word(people, nurse, folder)
        check_words(people, nurse, folder)
        check_another_state(people, folder)
        check_grounds(people, folder)
        if (server.folder / "store.sqlite").exists():
            check_lost_bundle(people, server, nurse, folder)
            signed(people, CLINIC)
        check_field_again(people, folder)


on_both_databases(check, CLINIC)
print("held back: no record is lost by a start, and no word means more before two have signed")
