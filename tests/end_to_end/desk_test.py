#!/usr/bin/env python3
"""The plan desk from a plan to a reminder, over HTTP and on both databases: a confirmed plan is given out once; a commune finds
its own duties and no other's, drafts its plan, reports, is sent back, gets more time in one act, asks about an obstacle; whoever
gave it sees who is late, reminds all of them at once and has the letter. Nothing of it is lost in a rebuild."""
import html, io, json, re, zipfile
from urllib.parse import quote
from support import PLAN, SOURCE, on_both_databases, skip

PROGRAMME = next((one.parents[1] for one in SOURCE.glob("programmes/*/registers/extension_request")), None)
AT, DOCUMENTS = "/api/v1/registers", "/api/v1/documents"
GIVEN = {"source_kind": "plan", "source_number": "88/KH-UBND", "source_on": "2026-10-01", "part": "lead", "named_counts": "that_day"}


def done(answer, status=200):
    assert answer.status == status, (answer.status, answer.body[:800])
    return answer.json if answer.body else None


def refused(answer, status, code):
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.body[:500])


def opened(client, register, answers, action, links=()):
    return done(client.call("POST", f"{AT}/{register}/records", {"action": action, "answers": answers, "links": list(links)}), 201)["id"]


def look(client, register, record):
    return done(client.call("GET", f"{AT}/{register}/records/{record}"))


def try_act(client, register, record, action, answers, reason=None):
    now = look(client, register, record)
    body = {"action": action, "answers": answers, **({"reason": reason} if reason else {})}
    return client.call("POST", f"{AT}/{register}/records/{record}/actions", body, {"If-Match": f'"{now["etag"]}"'})


def act(*words, **more):
    return done(try_act(*words, **more))


def all_of(client, register, query=""):
    out, after = [], ""
    while True:
        page = done(client.call("GET", f"{AT}/{register}/records?{query}" + (f"&after={after}" if after else "")))
        out += page["records"]
        after = page["next"]
        if not after:
            return out


def agenda(client):
    return {one["record"]: one for one in done(client.call("GET", "/api/v1/agenda"))["items"]}


def acting(client):
    return done(client.call("GET", "/api/v1/me"))["acting"]["organisation"]["id"]


def words_of(answer):
    assert answer.status == 200, (answer.status, answer.body[:500])
    with zipfile.ZipFile(io.BytesIO(answer.body)) as package:
        assert package.testzip() is None
        body = package.read("word/document.xml").decode()
    return html.unescape("\n".join(re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", body, re.S)))


def a_confirmed_plan(client):
    made = done(client.call("POST", DOCUMENTS, raw=PLAN, headers={"Content-Type": "application/octet-stream", "X-File-Name": "kh.txt"}), 201)
    at = f"{DOCUMENTS}/{made['id']}"
    reading = done(client.call("GET", at + "/reading"))
    tag, confirmed = reading["etag"], 0
    for task in reading["tasks"]:
        answer = client.call("POST", at + "/confirm", {"task_ids": [task["id"]]}, {"If-Match": f'"{tag}"'})
        if answer.status == 200:
            confirmed, tag = confirmed + 1, done(client.call("GET", at + "/reading"))["etag"]
    assert confirmed > 5, confirmed
    return at


def given_out(author, commune, ward):
    """Once, however often; to each body its own."""
    at = a_confirmed_plan(author) + "/allotments"
    [first] = done(author.call("GET", at))["allotments"]
    wanted = sum(line["to_open"] for line in first["lines"])
    assert wanted > 20 and first["given"] == 0, first
    # What each body would get is named before, and is what it has afterwards.
    assert sum(len(one["pieces"]) for one in first["bodies"]) == wanted, first["bodies"][:2]
    [foretold] = [one for one in first["bodies"] if one["id"] == acting(commune)]
    refused(commune.call("POST", at, {"register": first["register"], "apply": True}), 404, "access.not_found")
    assert all_of(commune, "duty") == []
    done_now = done(author.call("POST", at, {"register": first["register"], "apply": True}))
    assert done_now["opened"] == wanted, (done_now["opened"], wanted)
    again = done(author.call("POST", at, {"register": first["register"], "apply": True}))
    assert (again["opened"], again["widened"]) == (0, 0), again
    assert again["bodies"] == [], again["bodies"][:2]
    hers, theirs = all_of(commune, "duty"), all_of(ward, "duty")
    assert sorted(one["called"] for one in foretold["pieces"]) == sorted(one["columns"]["title"] for one in hers), foretold
    assert hers and {one["columns"]["body"] for one in hers} == {acting(commune)}, hers[:2]
    assert not {one["id"] for one in hers} & {one["id"] for one in theirs}
    standing = [one for one in hers if one["state"] == "standing"]
    assert 0 < len(standing) <= 8 and all(one["due_at"] is None for one in standing), standing
    assert {one["state"] for one in all_of(author, "duty", "state=requested")} <= {"requested"}
    assert not set(agenda(author)) & {one["id"] for one in hers}, "whoever gave it has not got it to do"
    coverage(at.removesuffix("/allotments"), author, commune)


def coverage(document, author, commune):
    """Of each task, how many have it and how they stand: for whoever gave it all of them, for a commune those it may list."""
    everything, hers = ({one["task"]: one["registers"] for one in done(client.call("GET", document + "/coverage"))["tasks"]}
                        for client in (author, commune))
    count = lambda registers: sum(one["records"] for one in registers)  # noqa: E731
    assert len(everything) > 5 and max(map(count, everything.values())) > 5, everything
    for registers in everything.values():
        assert all(one["records"] == sum(state["records"] for state in one["states"]) > 0 for one in registers), registers
    listed = {one["id"] for one in all_of(commune, "duty")}
    assert hers and set(hers) <= set(everything) and all(count(hers[task]) <= count(everything[task]) for task in hers)
    assert max(map(count, hers.values())) <= len(listed) and sum(map(count, hers.values())) < sum(map(count, everything.values()))


def history(client, duty):
    return done(client.call("GET", f"{AT}/duty/records/{duty}/timeline"))["events"]


def mend(client, duty, action, answers, reason="Gõ nhầm ngày"):
    event = [one["id"] for one in history(client, duty) if one["kind"] == action][-1]
    body = {"event": event, "answers": answers, "reason": reason}
    return client.call("POST", f"{AT}/duty/records/{duty}/corrections", body, {"If-Match": f'"{look(client, "duty", duty)["etag"]}"'})


def days_mended(author, commune, duty):
    """Whoever gave it mends the day she typed wrong, also after it was reported, and says why; nobody says a day in another's name."""
    refused(mend(commune, duty, "give_dated", {"named_on": "2027-04-10"}), 403, "record.correct_not_hers")
    refused(mend(author, duty, "complete", {"done_on": "2026-11-19"}), 403, "record.correct_not_hers")
    assert mend(author, duty, "give_dated", {"named_on": "2026-11-20"}, reason="").status == 422
    late = done(mend(author, duty, "give_dated", {"named_on": "2026-11-20"}))
    assert (late["answers"]["due_on"], late["answers"]["timeliness"]) == ("2026-11-20", "late"), late["answers"]
    done(mend(author, duty, "give_dated", {"named_on": "2027-03-10"}, "Ngày trước mới đúng"))
    told = history(commune, duty)
    given = next(one for one in told if one["kind"] == "give_dated")
    mended = [one for one in told if one["kind"] == "corrected" and one["corrects"] == given["id"]]
    assert given["answers"]["named_on"] == "2027-03-10", "history shows the first day"
    assert [(one["answers"]["named_on"], one["reason"]) for one in mended] == [("2026-11-20", "Gõ nhầm ngày"), ("2027-03-10", "Ngày trước mới đúng")]


def progress(author, commune):
    """Reported done, sent back, done again, accepted: what was in time stays in time."""
    duty = opened(author, "duty", {**GIVEN, "title": "Tổ chức tuyên truyền", "body": acting(commune), "named_on": "2027-03-10"}, "give_dated")
    assert duty in agenda(commune)
    act(commune, "duty", duty, "report_progress", {"progress": "Đã làm 3 buổi"})
    act(commune, "duty", duty, "complete", {"progress": "Xong 5 buổi", "done_on": "2026-11-20"})
    assert duty not in agenda(commune)
    waiting = agenda(author)[duty]
    assert (waiting["limit"], waiting["due_at"]) == ("accept", None) and waiting["about"], "what is reported done waits for whoever gave it"
    assert look(commune, "duty", duty)["may"]["actions"] == [], "nobody accepts her own work"
    assert waiting["returned"] is None
    act(author, "duty", duty, "send_back", {}, reason="Thiếu số liệu")
    back = agenda(commune)[duty]["returned"]
    assert (back["label"], back["reason"]) == ("Đã trả lại", "Thiếu số liệu") and back["organisation"], "the agenda says what came back and why"
    assert duty in agenda(commune) and "done_on" not in look(commune, "duty", duty)["answers"]
    act(commune, "duty", duty, "report_progress", {"progress": "Đang bổ sung"})
    assert agenda(commune)[duty]["returned"] is None, "she is at it again"
    act(commune, "duty", duty, "complete", {"progress": "Bổ sung số liệu", "done_on": "2026-11-21"})
    days_mended(author, commune, duty)
    after = act(author, "duty", duty, "accept_done", {})
    assert after["state"] == "done" and after["answers"]["timeliness"] == "in_time", after["answers"]
    refused(mend(author, duty, "complete", {"done_on": "2026-11-19"}), 403, "record.correct_not_hers")
    refused(mend(commune, duty, "complete", {"done_on": "2026-11-19"}), 404, "access.not_found")


def more_time(author, commune):
    """Granted moves the duty's day in the same act; the first day stays to be seen."""
    duty = opened(author, "duty", {**GIVEN, "title": "Khảo sát cơ sở", "body": acting(commune), "named_on": "2027-01-15"}, "give_dated")
    link = {"kind": "of_duty", "to_register": "duty", "to": duty}
    asked = {"title": "Khảo sát cơ sở", "asked_body": acting(author), "first_due_on": "2027-01-15", "asked_on": "2026-11-20",
             "proposed_on": "2027-02-28", "why": "Mưa lũ", "done_so_far": "Một nửa"}
    wanted = {"action": "ask", "answers": asked, "links": [link]}
    ask = lambda client, to=duty: client.call(  # noqa: E731
        "POST", f"{AT}/extension_request/records", {**wanted, "links": [{**link, "to": to}]})
    offers = lambda: next(one["about"] for one in done(commune.call("GET", AT))["registers"] if one["id"] == "extension_request")  # noqa: E731
    assert offers() == [{"link": "of_duty", "to_register": "duty", "who_may": ["complete"]}], offers()
    refused(ask(author), 409, "record.link_not_hers")  # whoever gave it does not ask herself
    request = opened(commune, "extension_request", asked, "ask", [link])
    waits = ask(commune)
    refused(waits, 409, "record.link_waits")
    assert look(commune, "extension_request", request)["number"] in waits.json["detail"], waits.json
    standing = opened(author, "duty", {"title": "Việc thường xuyên", "body": acting(commune), "work_group": "crime", "answered_how": "own_words",
                                       "items": [{"item": "1", "order": "Tuần tra"}], **{key: GIVEN[key] for key in ("source_kind", "source_number", "source_on")}}, "give_standing")
    refused(ask(commune, standing), 409, "record.link_not_hers")  # what has no day gets no more time
    act(author, "duty", standing, "end_standing", {}, reason="Chỉ để thử")
    before = agenda(commune)[duty]["due_at"]
    granted = {"granted_to": "2027-02-15", "decided_on": "2026-11-22", "decision_words": "Đồng ý vì mưa lũ"}
    assert request in agenda(author) and request not in agenda(commune), "it waits for whoever decides"
    act(author, "extension_request", request, "grant", granted)
    assert request not in agenda(author)
    second = done(ask(commune), 201)["id"]  # the first is decided
    act(commune, "extension_request", second, "take_back", {}, reason="Thôi không xin nữa")
    now = look(commune, "duty", duty)["answers"]
    assert (now["first_due_on"], now["due_on"]) == ("2027-01-15", "2027-02-15"), now
    assert agenda(commune)[duty]["due_at"] > before
    linked = done(author.call("GET", f"{AT}/duty/records/{duty}/linked"))["registers"]
    assert any(one["register"] == "extension_request" and one["records"] == 2 for one in linked), linked
    return duty


def assigned_inside(server, author, commune):
    """A duty is divided by whoever carries it out: the body that leads it, or its desks; not by whoever gave it or looks on."""
    desk, leader = server.client(), server.client()
    desk.sign_in("daumoi.yte")
    leader.sign_in("lanhdao")
    department = next(one["id"] for one in done(author.call("GET", "/api/v1/organisations?query=" + quote("Sở Y tế")))["items"] if one["name"] == "Sở Y tế")
    hers = opened(author, "duty", {**GIVEN, "title": "Rà soát địa bàn", "body": acting(commune), "named_on": "2027-01-15"}, "give_dated")
    theirs = opened(author, "duty", {**GIVEN, "title": "Tập huấn", "body": department, "named_on": "2027-01-15"}, "give_dated")

    def assign(client, duty):
        return client.call("POST", f"{AT}/delegation/records", {
            "action": "give", "answers": {"title": "Phân công", "kind": "officer", "given_on": "2026-11-20"},
            "links": [{"kind": "of_duty", "to_register": "duty", "to": duty}]})

    for client in (author, leader):
        assert look(client, "duty", hers)["id"] == hers, "she sees it"
        refused(assign(client, hers), 409, "record.link_not_hers")
    done(assign(commune, hers), 201)
    assert look(desk, "duty", theirs)["id"] == theirs and "hand_on" not in look(desk, "duty", theirs)["may"]["actions"]
    done(assign(desk, theirs), 201)  # one of the actions that the link names is enough
    refused(assign(author, theirs), 409, "record.link_not_hers")
    about = next(one["about"] for one in done(author.call("GET", AT))["registers"] if one["id"] == "delegation")
    assert about == [{"link": "of_duty", "to_register": "duty", "who_may": ["hand_on", "report_progress", "answer_period"]}], about


def obstacle(author, commune, ward, duty):
    link = {"kind": "on_duty", "to_register": "duty", "to": duty}
    raised = {"difficulty": "Thiếu kinh phí", "kind": "money", "raised_on": "2026-11-20", "words": "Chưa được cấp", "asked_body": acting(author)}
    one = opened(commune, "obstacle", raised, "raise", [link])
    assert look(author, "obstacle", one)["may"]["actions"], "named is reached"
    refused(ward.call("GET", f"{AT}/obstacle/records/{one}"), 404, "access.not_found")
    act(author, "obstacle", one, "guide", {"guided_on": "2026-11-21", "guidance": "Dùng nguồn chi thường xuyên"})
    after = act(commune, "obstacle", one, "confirm_solved", {"solved_on": "2026-11-22", "outcome": "Đã chi"})
    assert after["state"] == "solved", after["state"]


def late_ones(author, commune, ward):
    """The board counts what the list shows; one act reminds all; the letter names them and how often."""
    late = [opened(author, "duty", {**GIVEN, "title": f"Báo cáo số liệu {i}", "body": acting(one), "named_on": "2026-11-05"}, "give_dated")
            for i, one in enumerate((commune, ward))]
    board = done(author.call("GET", f"{AT}/duty/board"))
    column = next(i for i, one in enumerate(board["columns"]) if one["timing"] == "overdue")
    counted = {row["body"]: row["counts"][column] for row in board["rows"] if row["counts"][column]}
    listed = all_of(author, "duty", "timing=overdue")
    assert sum(counted.values()) == len(listed) == board["totals"][column], (counted, len(listed))
    assert set(late) <= {one["id"] for one in listed} and counted[acting(commune)] >= 1, counted
    assert board["rows"][0]["counts"][column] >= 1, "late ones first"
    assert {row["body"] for row in done(commune.call("GET", f"{AT}/duty/board"))["rows"]} == {acting(commune)}
    months = done(author.call("GET", f"{AT}/duty/board/months"))["months"]
    assert next(one for one in months if one["month"] == "2026-11")["total"] >= 2, months
    offer = done(author.call("GET", f"{AT}/duty/bulk/nudge?timing=overdue"))
    targets = [{"id": one["id"], "etag": one["etag"]} for one in offer["records"]]
    deed = {"answers": {"nudge_paper": "91/UBND-NC", "nudge_on": "2026-11-22"}, "records": targets}
    told = done(author.call("POST", f"{AT}/duty/bulk/nudge", deed))
    assert told["done"] == len(targets) >= 2, told
    refused(commune.call("POST", f"{AT}/duty/bulk/nudge", deed), 404, "access.not_found")
    # Whom it concerns learns of it where her day begins; of what nobody reminded her of nothing is said.
    hers = agenda(commune)
    reminded = {record: one["reminded"] for record, one in hers.items() if one["reminded"]}
    assert set(reminded) == {one["id"] for one in listed if one["id"] in hers}, reminded
    told = next(iter(reminded.values()))
    assert (told["label"], told["times"], told["says"]) == ("Đã đôn đốc", 1, ["91/UBND-NC", "22/11/2026"]), told
    offered = {one["id"]: one for one in done(author.call("GET", f"{AT}/duty/papers"))["papers"]}
    letter = words_of(author.call("GET", f"{AT}/duty/papers/reminder_letter/docx?timing=overdue"))
    assert "Báo cáo số liệu 0" in letter and "Báo cáo số liệu 1" in letter and "reminder_letter" in offered, letter[:600]
    assert "(lần 2)" in letter, "each of them was reminded once before"
    return late


def given_up(author, commune):
    """What cannot be done was not done in time: on the board it stands under its own word."""
    def counted():
        board = done(author.call("GET", f"{AT}/duty/board"))
        return {one["state"] or one["timing"]: n for one, n in zip(board["columns"], board["totals"])}

    duty = opened(author, "duty", {**GIVEN, "title": "Không làm được", "body": acting(commune), "named_on": "2027-03-11"}, "give_dated")
    before = counted()
    act(commune, "duty", duty, "report_cannot", {"why_stopped": "Không còn cơ sở nào"})
    act(author, "duty", duty, "accept_cannot", {"stopped_on": "2026-11-22", "why_stopped": "Không còn cơ sở nào"})
    after = counted()
    assert after.get("met", 0) == before.get("met", 0) and after.get("cannot", 0) == before.get("cannot", 0) + 1, (before, after)


def her_own_plan(author, commune):
    plan = words_of(commune.call("GET", f"{AT}/duty/papers/own_plan/docx"))
    assert "Khảo sát cơ sở" in plan and "Báo cáo số liệu 0" in plan and "Báo cáo số liệu 1" not in plan, plan[:800]
    # What it stands on, as an official paper names it; once for each document, and no more of it than is known.
    basis = re.findall("Căn cứ [^\n]*", plan)
    assert len(basis) == len(set(basis)) == 2, basis
    assert "Căn cứ Kế hoạch số 88/KH-UBND ngày 01/10/2026;" in basis, basis
    [read] = [line for line in basis if "412/KH-UBND" in line]
    assert read.startswith("Căn cứ Kế hoạch số 412/KH-UBND ngày 16/11/2026 của Ủy ban nhân dân tỉnh Lam Sương về phòng, chống mua bán người"), read
    # What the body says of it agrees with its annex; what there is none of is not said.
    rows = [int(one) for one in plan.splitlines() if one.isdigit()]
    assert f"thực hiện {max(rows):02} nhiệm vụ;" in plan and "phối hợp thực hiện" not in plan, (max(rows), plan[:1500])
    assert "Phòng, chống mua bán người năm 2026 - 2027" in plan and re.search(r"Kèm theo Kế hoạch số +/KH-UBND ngày", plan), plan[-900:]
    # She reminds nobody: neither letter nor text is about anything of hers.
    offers = {one["id"]: one["rows"] for one in done(commune.call("GET", f"{AT}/duty/papers"))["papers"] if one["over"] == "list"}
    assert offers["own_plan"] > 2 and offers["chat_reminder"] == offers["reminder_letter"] == 0, offers
    refused(commune.call("GET", f"{AT}/duty/papers/chat_reminder/txt"), 409, "paper.no_rows")
    offers = {one["id"]: one["rows"] for one in done(author.call("GET", f"{AT}/duty/papers"))["papers"] if one["over"] == "list"}
    assert offers["chat_reminder"] == offers["reminder_letter"] >= 2, offers
    text = author.call("GET", f"{AT}/duty/papers/chat_reminder/txt")
    pasted = text.body.decode()
    assert text.status == 200 and "Khảo sát cơ sở" not in pasted, "not late"
    assert re.search(r"- Báo cáo số liệu 0; văn bản 88/KH-UBND; ngày 01/10/2026; thời hạn \d\d/\d\d/\d{4}; số NV-", pasted), pasted


def papers_say_it_right(server, author, commune):
    """Groups as a reader looks them up, two bodies of one name, standing orders one by one; nothing is written about nothing."""
    admin = server.client()
    admin.sign_in("quantri")

    def called(name):
        rows = done(admin.call("GET", "/api/v1/organisations?query=" + quote(name)))["items"]
        return next(one["id"] for one in rows if one["name"] == name)

    def about(number):
        return quote(json.dumps({"source_number": number}))

    def made(name, kind, parent):
        return done(admin.call("POST", "/api/v1/organisations", {"name": name, "kind": kind, "parent_id": called(parent)}), 201)["id"]

    twins = [made("Trung tâm Tư vấn", "centre", one) for one in ("Sở Y tế", "Sở Tư pháp")]
    late = {**GIVEN, "source_number": "99/CV", "named_on": "2026-11-05"}
    for number, body in enumerate([called("Sở Y tế"), made("Đội Liên ngành", "centre", "Sở Y tế"), *twins]):
        opened(author, "duty", {**late, "title": f"Việc của nơi {number}", "body": body}, "give_dated")
    letter = words_of(author.call("GET", f"{AT}/duty/papers/reminder_letter/docx?where=" + about("99/CV")))
    annex = letter[letter.index("DANH SÁCH"):]
    places = [annex.index(name) for name in ("Đội Liên ngành", "Sở Y tế", "Trung tâm Tư vấn (Sở Tư pháp)", "Trung tâm Tư vấn (Sở Y tế)")]
    assert places == sorted(places), (places, annex[:800])
    assert "(lần" not in letter, "the first one"
    brief = words_of(author.call("GET", f"{AT}/duty/papers/leader_brief/docx?where=" + about("99/CV")))
    assert "Đang theo dõi 04 nhiệm vụ, trong đó 04 nhiệm vụ" in brief, brief[:600]
    assert "Trên đây là 03 trên tổng số 04 nhiệm vụ quá hạn." in brief and re.search(r"Quá hạn\n4\n", brief), brief
    assert re.search(r"Trung tâm Tư vấn \(Sở Tư pháp\)\n1\n", brief), "who is late with how many: " + brief
    none = author.call("GET", f"{AT}/duty/papers/reminder_letter/docx?where=" + about("0/CV"))
    refused(none, 409, "paper.no_rows")
    assert "Đang theo dõi 0 nhiệm vụ, trong đó 0 nhiệm vụ" in words_of(
        author.call("GET", f"{AT}/duty/papers/leader_brief/docx?where=" + about("0/CV")))
    answers = {key: GIVEN[key] for key in ("source_kind", "source_number", "source_on")}
    orders = [{"item": "II.9.a", "order": "Gặp gỡ từng hộ", "part": "lead"}, {"item": "II.9.b", "order": "Phát loa mỗi tuần", "part": "lead"}]
    standing = {**answers, "title": "Nhóm việc gộp", "body": acting(commune), "items": orders, "work_group": "victims", "answered_how": "own_words"}
    opened(author, "duty", standing, "give_standing")
    plan = words_of(commune.call("GET", f"{AT}/duty/papers/own_plan/docx"))
    assert "Gặp gỡ từng hộ" in plan and "II.9.b" in plan and "Nhóm việc gộp" not in plan, plan[-900:]


def a_plan_twice(author):
    """Withdrawing ends no duty and says so; the second copy gives nothing beside what runs of the first."""
    [row] = done(author.call("GET", DOCUMENTS))["items"]
    at = f"{DOCUMENTS}/{row['id']}"
    [before] = done(author.call("GET", at + "/allotments"))["allotments"]
    assert before["open"] > 20, before["open"]
    narrowed = all_of(author, "duty", "where=" + quote(json.dumps({before["number_column"]: row["number"]})))
    assert len(narrowed) >= before["open"] and {one["columns"]["source_number"] for one in narrowed} == {row["number"]}, len(narrowed)
    tag = {"If-Match": f'"{done(author.call("GET", at + "/reading"))["etag"]}"'}
    wanted = {"reason": "Bản quét mờ", "with_tasks": True}
    refused(author.call("POST", at + "/withdraw", wanted, tag), 409, "document.has_open")
    done(author.call("POST", at + "/withdraw", {**wanted, "leave_open": True}, tag))
    again = a_confirmed_plan(author) + "/allotments"
    [left] = done(author.call("GET", again))["allotments"]
    assert {one["code"] for one in left["problems"]} >= {"allotment.still_open"}, left["problems"][:3]
    opens = done(author.call("POST", again, {"register": left["register"], "apply": True}))["opened"]
    assert opens < before["records"] / 2, (opens, before["records"])


def her_calendar(server, commune):
    feed = done(commune.call("POST", "/api/v1/reminders/feeds"), 201)["path"]
    answer = server.client().call("GET", feed)
    days = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", answer.body.decode())
    assert "20270215" in days and "20261105" in days, days
    assert "Khảo sát" not in answer.body.decode()


def story(server):
    people = {login: server.client() for login in ("daumoi.congan", "canbo.xa", "canbo.phuong")}
    for login, client in people.items():
        client.sign_in(login)
    author, commune, ward = people.values()
    given_out(author, commune, ward)
    progress(author, commune)
    duty = more_time(author, commune)
    obstacle(author, commune, ward, duty)
    late_ones(author, commune, ward)
    given_up(author, commune)
    assigned_inside(server, author, commune)
    her_own_plan(author, commune)
    her_calendar(server, commune)
    papers_say_it_right(server, author, commune)
    a_plan_twice(author)
    server.stop()
    for words in (("rebuild",), ("audit", "verify")):
        told = server.run(*words)
        assert told.returncode == 0, (words, told.stdout[-600:], told.stderr[-600:])


if PROGRAMME is None:
    skip("no programme with a plan desk is here")
on_both_databases(story, PROGRAMME)
print("from a plan to a reminder")
