#!/usr/bin/env python3
"""Administrative units over HTTP and on the command line, on both stores: old names lead to candidates, never to a guess."""
from support import on_both_databases, wait_for

HEAD = "code,name,kind,parent,valid_from,predecessors\n"


def found(client, query):
    answer = client.call("GET", "/api/v1/units?" + query)
    assert answer.status == 200, answer.body
    return [(one["list"], one["code"]) for one in answer.json["items"]]


def questions(client):
    assert client.call("GET", "/api/v1/units").status == 200
    assert found(client, "q=cau+sen") == [("2025-07-01", "99001"), ("2025-06-30", "99004")]
    assert found(client, "q=99001&list=2025-06-30") == [("2025-06-30", "99001")]
    assert found(client, "q=99001&on=2020-01-01") == [("2025-06-30", "99001")], "the code of that day"
    assert client.call("GET", "/api/v1/units?on=today").status == 422
    assert client.call("GET", "/api/v1/units?list=31/12/2025").status == 422
    lists = {one["list"]: one["units"] for one in client.call("GET", "/api/v1/units").json["lists"]}
    assert lists["2025-07-01"] == 34 + 21, lists
    split = client.call("GET", "/api/v1/units/2025-06-30/99151").json
    assert split["today"]["outcome"] == "choose", split["today"]
    assert [(one["code"], one["extent"]) for one in split["today"]["units"]] == [("99061", "part"), ("99067", "part")]
    merged = client.call("GET", "/api/v1/units/2025-07-01/99001").json
    assert merged["full_name"] == "Phường Cầu Sen" and merged["parent"]["full_name"] == "Tỉnh Lam Sương"
    assert [one["list"] for one in merged["predecessors"]] == ["2025-06-30", "2025-06-30"]
    assert "Ủy ban nhân dân phường Cầu Sen" in [one["name"] for one in merged["organisations"]]
    ward = client.call("GET", "/api/v1/units/2025-07-01/99046").json
    assert [one["full_name"] for one in ward["spells"]] == ["Xã Đầm Sương", "Phường Đầm Sương"]
    for wrong in ("2025-07-01/00000", "2024-07-01/99001", "x/99001", "2025-07-01/x"):
        assert client.call("GET", "/api/v1/units/" + wrong).code == "access.not_found", wrong


def organisation(client):
    one = client.call("GET", "/api/v1/organisations?query=tram+y+te+phuong+cau+sen").json["items"][0]
    at = "/api/v1/organisations/" + one["id"]

    def change(unit):
        tag = client.call("GET", at).json["etag"]
        return client.call("PATCH", at, {"unit": unit}, {"If-Match": f'"{tag}"'})

    bare = change({"code": "99007"})
    assert bare.status == 422 and "organisation.unit_list_missing" in bare.body.decode(), bare.body
    assert change({"list": "2025-07-01", "code": "00000"}).status == 422
    assert change({"list": "2025-07-01", "code": "99007", "name": "x"}).status == 422, "an unknown member is no silence"
    assert change("99007").status == 422
    done = change({"list": "2025-07-01", "code": "99007"})
    assert done.status == 200, done.body
    assert done.json["unit"]["unit"]["full_name"] == "Phường Bến Mận", done.json["unit"]
    assert len(done.json["unit"]["unit"]["predecessors"]) == 3
    gone = change(None)
    assert gone.status == 200 and gone.json["unit"] is None, gone.body
    assert change({"list": "2025-06-30", "code": "991"}).status == 200


def import_file(client):
    table = "name,kind,parent,unit_code,unit_list\nTrạm Thử Đơn vị,Trung tâm,Sở Y tế,{},{}\n"

    def tried(code, version, dry="true"):
        raw = table.format(code, version).encode()
        answer = client.call("POST", "/api/v1/organisations/import?dry_run=" + dry, raw=raw,
                             headers={"Content-Type": "application/octet-stream", "X-File-Name": "a.csv"})
        assert answer.status == 200, answer.body
        return [one["code"] for one in answer.json["faults"]]

    assert "organisation.unit_list_missing" in tried("99001", ""), tried("99001", "")
    assert "organisation.unit_unknown" in tried("99001", "2024-01-01")
    assert not [one for one in tried("99001", "2025-07-01", "false") if one.startswith("organisation.unit")]


def nothing_is_forgotten_unasked(server, client, file):
    """A list that knows only today's state says what it would take away, and takes it only when told to."""
    spells = lambda: len(client.call("GET", "/api/v1/units/2025-07-01/99046").json["spells"])
    lossy = server.folder.parent / "lossy.csv"
    lossy.write_text(HEAD + "99046,Đầm Sương,ward,99,,\n")
    words = ["units", "import", str(lossy), "--list", "2025-07-01"]
    dry = server.run(*words)
    assert dry.returncode == 0 and "bỏ 1 giai đoạn đang có (từ 2026-04-30), bỏ 2 đơn vị trước đó" in dry.stdout, dry
    assert "Dòng 2: 99046 Phường Đầm Sương" in dry.stdout and "--although-history-is-lost" in dry.stdout, dry
    held = server.run(*words, "--write")
    assert held.returncode == 1 and "Chưa ghi gì" in held.stdout and "Đã ghi" not in held.stdout, held
    assert spells() == 2
    done = server.run(*words, "--write", "--although-history-is-lost")
    assert done.returncode == 0 and "Đã ghi vào kho" in done.stdout, done
    assert wait_for(lambda: spells() == 1)


def goes_out_and_comes_back(server):
    out = server.run("units", "export", "--list", "2025-06-30")
    assert out.returncode == 0 and out.stdout.startswith("\ufeff"), out
    file = server.folder.parent / "out.csv"
    file.write_text(out.stdout)
    again = server.run("units", "import", str(file), "--list", "2025-06-30")
    assert again.returncode == 0 and "thêm 0, thay đổi 0" in again.stdout and "lỗi 0" in again.stdout, again
    assert server.run("units", "export", "--list", "1999-01-01").returncode == 1


def command_line(server, client):
    file = server.folder.parent / "units.csv"
    file.write_text(HEAD + "99970,Bãi Lau,ward,99,2026-05-01,2025-06-30/99157 whole\n99973,Bãi Sậy,castle,99,,\n")
    faulty = server.run("units", "import", str(file), "--list", "2025-07-01", "--write")
    assert faulty.returncode == 1 and "units.kind_unknown" in faulty.stdout and "Dòng 3" in faulty.stdout, faulty
    assert found(client, "q=bai+lau&list=2025-07-01") == []
    file.write_text(HEAD + "99970,Bãi Lau,ward,99,2026-05-01,2025-06-30/99157 whole\n")
    assert server.run("units", "import", str(file), "--list", "mai").returncode == 2
    dry = server.run("units", "import", str(file), "--list", "2025-07-01")
    assert dry.returncode == 0 and "thêm 1" in dry.stdout, dry
    assert found(client, "q=bai+lau&list=2025-07-01") == []
    done = server.run("units", "import", str(file), "--list", "01/07/2025", "--write")
    assert done.returncode == 0, done
    assert wait_for(lambda: found(client, "q=bai+lau&list=2025-07-01") == [("2025-07-01", "99970")])
    nothing_is_forgotten_unasked(server, client, file)
    outcome = client.call("GET", "/api/v1/units/2025-06-30/99157").json["today"]
    assert outcome["outcome"] == "one" and outcome["units"][0]["code"] == "99970", outcome


def units(server):
    officer = server.client()
    assert officer.call("GET", "/api/v1/units").code == "session.none"
    officer.sign_in("canbo.xa")
    questions(officer)
    keeper = server.client()
    keeper.sign_in("quantri")
    organisation(keeper)
    import_file(keeper)
    command_line(server, officer)
    goes_out_and_comes_back(server)
    server.kill()
    server.start()
    again = server.client()
    again.sign_in("canbo.xa")
    assert found(again, "q=bai+lau&list=2025-07-01") == [("2025-07-01", "99970")]
    body = again.call("GET", "/api/v1/organisations?query=tram+y+te+phuong+cau+sen").json["items"][0]
    unit = again.call("GET", "/api/v1/organisations/" + body["id"]).json["unit"]
    assert (unit["list"], unit["code"]) == ("2025-06-30", "991"), unit
    server.stop()
    verified = server.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


on_both_databases(units)
print("units: ok")
