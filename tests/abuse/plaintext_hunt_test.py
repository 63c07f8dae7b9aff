#!/usr/bin/env python3
"""Seeds rare words through the API, then hunts each of them in everything the server left on the disk. The hunt tests itself."""
import base64, contextlib, gzip, json, os, random, re, shutil, sqlite3, subprocess, sys, tempfile, time, unicodedata, urllib.parse, zlib
from pathlib import Path
from smtp_sink import Sink
from abuse_support import Checks, POSTGRES, SOURCE, loud_server, support, totp

checks = Checks("hunt")
SIZE_MAX = 64 << 20


def rare(length=7):
    """A syllable that no language has, so that a hit is a leak and not a coincidence."""
    picked = random.Random(os.urandom(16))
    return "".join(picked.choice("zqxwvkj") + picked.choice("aeiou") for _ in range(length))


# Every word a person types carries this one: a hundred forms to look for instead of thousands.
MARK = rare(2) + "ưỡ" + rare(2) + "đẽ" + rare(1)


def folded(text):
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def forms_of(canary):
    """Every way in which a program might have written it down."""
    nfc, nfd = (unicodedata.normalize(form, canary) for form in ("NFC", "NFD"))
    texts = {"NFC": nfc, "NFD": nfd, "folded": folded(canary), "lower": nfc.lower(), "upper": nfc.upper()}
    forms = {}
    for name, text in texts.items():
        raw = text.encode()
        forms[f"UTF-8 {name}"] = raw
        forms[f"UTF-16LE {name}"], forms[f"UTF-16BE {name}"] = text.encode("utf-16-le"), text.encode("utf-16-be")
        for kind, base in (("UTF-8", raw), ("UTF-16LE", text.encode("utf-16-le"))):
            forms[f"hex {kind} {name}"] = base.hex().encode()
            forms[f"HEX {kind} {name}"] = base.hex().upper().encode()
            for offset in range(3):
                inner = base64.b64encode(b"\0" * offset + base)[-(-offset * 4 // 3):]
                inner = inner[:len(inner) - 4].rstrip(b"=")  # the last group depends on what follows
                forms[f"base64+{offset} {kind} {name}"] = inner
                forms[f"base64url+{offset} {kind} {name}"] = inner.translate(bytes.maketrans(b"+/", b"-_"))
        forms[f"percent {name}"] = urllib.parse.quote(text, safe="").encode()
        forms[f"percent lower {name}"] = re.sub(rb"%..", lambda m: m[0].lower(), urllib.parse.quote(text, safe="").encode())
        forms[f"plus {name}"] = urllib.parse.quote_plus(text, safe="").encode()
        forms[f"JSON {name}"] = json.dumps(text)[1:-1].encode()
        forms[f"JSON upper {name}"] = re.sub(rb"\\u(....)", lambda m: b"\\u" + m[1].upper(), json.dumps(text)[1:-1].encode())
        if " " in text:
            forms[f"syllables apart {name}"] = max(text.split(), key=len).encode()
    return {name: form for name, form in forms.items() if len(form) >= 8}


def forms_of_secret(secret):
    """What the server itself made is ASCII: fewer forms tell it apart."""
    names = ("UTF-8 NFC", "UTF-8 lower", "UTF-16LE NFC", "hex UTF-8 NFC", "base64+0 UTF-8 NFC", "base64+1 UTF-8 NFC",
             "base64+2 UTF-8 NFC")
    return {name: form for name, form in forms_of(secret).items() if name in names}


def inflated(data):
    """What any zlib, gzip or ZIP stream inside holds."""
    starts = [(m.start(), 15) for m in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data)]
    starts += [(m.start(), 31) for m in re.finditer(rb"\x1f\x8b\x08", data)]
    for m in re.finditer(rb"PK\x03\x04", data):
        lengths = data[m.start() + 26:m.start() + 30]
        if len(lengths) == 4:
            starts.append((m.start() + 30 + lengths[0] + 256 * lengths[1] + lengths[2] + 256 * lengths[3], -15))
    whole = memoryview(data)
    for at, bits in starts[:5000]:
        try:
            out = zlib.decompressobj(bits).decompress(whole[at:at + (1 << 20)], 4 << 20)
        except zlib.error:
            continue
        if len(out) >= 8:
            yield out


class Hunt:
    def __init__(self, mark, secrets=None):
        self.by_form = {}
        for name, form in forms_of(mark).items():
            self.by_form.setdefault(form, f"the mark as {name}")
        for what, secret in (secrets or {}).items():
            for name, form in forms_of_secret(secret).items():
                self.by_form.setdefault(form, f"{what} as {name}")

    def in_bytes(self, data):
        found = {what + " near " + repr(data[max(0, data.find(form) - 20):][:60])
                 for form, what in self.by_form.items() if form in data}
        for inner in inflated(data):
            found |= {what + ", deflated" for form, what in self.by_form.items() if form in inner}
        return found

    def in_files(self, paths):
        found = {}
        for path in paths:
            try:
                if path.is_symlink() or not path.is_file() or path.stat().st_size > SIZE_MAX:
                    continue
                hits = self.in_bytes(str(path.name).encode() + b"\n" + path.read_bytes())
            except OSError:
                continue  # gone, or not ours to read
            if hits:
                found[str(path)] = sorted(hits)
        return found


def files_below(*folders):
    return [path for folder in folders for path in Path(folder).rglob("*")]


def leftovers(since):
    """Files that appeared in the places for temporary files while the server ran."""
    found = []
    for root in ("/tmp", "/var/tmp", "/dev/shm"):
        for folder, names, files in os.walk(root):
            # Nothing mounted there: another test's root has a /proc whose files never end.
            names[:] = [
                name for name in names
                if not name.startswith(("bash_jobs", "neove-", "ccache")) and not os.path.ismount(Path(folder) / name)
            ][:200]
            for file in files[:500]:
                path = Path(folder) / file
                try:
                    if path.stat().st_mtime >= since and path.stat().st_size < (8 << 20):
                        found.append(path)
                except OSError:
                    continue
    return found


def the_hunt_finds(scratch):
    """Plants one word in each form, alone and deflated, and wants it found."""
    scratch.mkdir()
    canary = f"Đẵng {rare()} Thuỵ"
    hunt = Hunt(canary)
    noise = os.urandom(4096)
    for name, form in forms_of(canary).items():
        if "base64" in name:  # as it lies inside a longer text
            kind, text = name.split(" ")[1:]
            text = {"NFC": unicodedata.normalize("NFC", canary), "NFD": unicodedata.normalize("NFD", canary),
                    "folded": folded(canary), "lower": canary.lower(), "upper": canary.upper()}[text]
            raw = text.encode("utf-16-le" if kind == "UTF-16LE" else "utf-8")
            encode = base64.urlsafe_b64encode if "url" in name else base64.b64encode
            form = encode(b"abcdef" + b"g" * int(name.split("+")[1][0]) + raw + b" and more")
        checks.that(hunt.in_bytes(noise + form + noise), f"planted as {name}")
        checks.that(hunt.in_bytes(noise + zlib.compress(b"x" * 99 + form) + noise), f"planted as {name} inside zlib")
        checks.that(hunt.in_bytes(noise + gzip.compress(form + b"y" * 99) + noise), f"planted as {name} inside gzip")
    checks.equal(hunt.in_bytes(noise * 20), set(), "nothing in noise")
    (scratch / "leftover").write_text("before " + canary.lower() + " after")
    checks.equal(list(hunt.in_files(files_below(scratch))), [str(scratch / "leftover")], "a planted file")


def plan_with(canaries):
    """The sample plan with a sentence and a name that stand in no task and no head."""
    plan = (SOURCE / "packs/demo_province/sample_plan.txt").read_text()
    where = "II. NHIỆM VỤ VÀ PHÂN CÔNG THỰC HIỆN"
    assert where in plan
    added = f"c) Tình hình: bà {canaries['name in a plan']} kể rằng {canaries['sentence of a plan']} ở bến đò cũ.\n\n"
    return plan.replace(where, added + where, 1).encode()


def seed(server):
    """Everything a person may type or be given, once; gives what was typed."""
    login = "zq." + folded(MARK)
    canaries = {name: f"{MARK} {place} {MARK.upper()}" for place, name in enumerate((
        "account name", "wrong password", "new password", "search text", "sentence of a plan", "name in a plan", "secret plan",
        "task", "reason", "refusal", "chosen password", "words of a file"))}
    canaries["new password"] += " qua cầu tre lắc lẻo"
    canaries["chosen password"] += " lên dốc sim nở muộn"
    canaries["wrong login"], ascii_mark, secrets = "kq." + folded(MARK), folded(MARK), {}
    chief = server.client()
    chief.sign_in("quantri")
    secrets["cookie"] = chief.cookie.split("=", 1)[1]
    organisation = chief.call("GET", "/api/v1/me").json["acting"]["organisation"]["id"]
    wanted = {"login": login, "name": canaries["account name"], "grants": [{"role": "focal", "organisation_id": organisation}]}
    wanted["reason"] = canaries["reason"]
    made = chief.call("POST", "/api/v1/accounts", wanted, {"Idempotency-Key": ascii_mark})
    assert made.status == 202, made.body
    owner = server.client()
    owner.sign_in("dulieu")
    done = owner.call("POST", f"/api/v1/proposals/{made.json['id']}/confirm")
    assert done.status == 200, done.body
    # A second proposal stays waiting, with its half; a third is refused in words.
    left = chief.call("POST", f"/api/v1/accounts/{done.json['account']['id']}/reset", {"reason": canaries["reason"]})
    assert left.status == 202, left.body
    target = f"/api/v1/accounts/{done.json['account']['id']}/grants"
    other = chief.call("POST", target, {"role": "officer", "organisation_id": organisation, "reason": canaries["reason"]})
    refuse = f"/api/v1/proposals/{other.json['id']}/refuse"
    assert owner.call("POST", refuse, {"reason": canaries["refusal"]}).status == 200
    secrets["first half"], secrets["second half"] = made.json["first_half"], done.json["second_half"]
    secrets["half that waits"] = left.json["first_half"]
    first_password = made.json["first_half"] + " " + done.json["second_half"]
    person = server.client()
    assert person.call("POST", "/api/v1/sign-in", {"account": login, "password": first_password}).status == 200
    chosen = canaries["chosen password"]
    assert person.call("POST", "/api/v1/me/first-password", {"new": chosen}).status == 200
    card = person.call("POST", "/api/v1/factor/card").json["codes"]
    secrets.update({f"card code {n}": card[n].split(" ", 1)[1] for n in (0, 7, 49)})
    secret = person.call("POST", "/api/v1/factor/totp").json["secret"]
    secrets["TOTP seed"] = secret
    secrets["TOTP seed in hex"] = base64.b32decode(secret + "=" * (-len(secret) % 8)).hex()
    assert person.call("POST", "/api/v1/factor/totp/confirm", {"code": totp(secret, time.time())}).status == 200
    secrets["second cookie"] = person.cookie.split("=", 1)[1]
    change = {"old": chosen, "new": canaries["new password"]}
    assert person.call("POST", "/api/v1/me/password", change).status == 204
    stranger = server.client()
    wrong = {"account": canaries["wrong login"], "password": canaries["wrong password"], "code": "123456"}
    assert stranger.call("POST", "/api/v1/sign-in", wrong).status == 401
    stranger.call("POST", "/api/v1/sign-in", raw=b'{"account":"' + MARK.encode())
    person.call("GET", "/api/v1/organisations?query=" + urllib.parse.quote(canaries["search text"]), None,
                {"User-Agent": ascii_mark, "Referer": "http://x/" + ascii_mark})
    stranger.call("GET", f"/api/v1/organisations/{ascii_mark}?q={ascii_mark}")
    documents(person, canaries)
    files_of_records(server, canaries)
    return secrets


def files_of_records(server, canaries):
    """One that a record takes, one that waits for its form, one that is refused: name and words of all three."""
    librarian = server.client()
    librarian.sign_in("thuthu.xa")
    at, name = "/api/v1/registers/book", {"X-File-Name": folded(MARK) + ".txt"}
    words = f"Ghi chú kèm sách: {canaries['words of a file']}.\n".encode()

    def upload(content):
        return librarian.call("POST", at + "/attachments", raw=content, headers=name)

    taken = upload(words)
    assert taken.status == 201, taken.body
    book = {"title": "Số đỏ", "language": "vi", "bought_on": "2026-01-05", "price": 90000, "condition": "good", "cover": [taken.json["id"]]}
    opened = librarian.call("POST", at + "/records", {"action": "register_book", "answers": book})
    assert opened.status == 201, opened.body
    file = f"{at}/records/{opened.json['id']}/attachments/{taken.json['id']}"
    checks.equal(librarian.call("GET", file).json["name"], folded(MARK) + ".txt", "the file's name was really kept")
    checks.that(librarian.call("GET", file + "/pages/1").body.startswith(b"\x89PNG"), "the file is seen as a picture")
    checks.equal(librarian.call("POST", file + "/original").body, words, "the file was really kept, and opens again")
    assert upload(words + b"x").status == 201
    checks.equal(upload("MẬT\n".encode() + words).code, "document.secret", "a file with a secrecy mark")


def documents(person, canaries):
    if person.call("GET", "/api/v1/documents").status != 200:
        print("SKIP: this server has no documents yet; no plan was hunted")
        return
    plan, name = plan_with(canaries), {"X-File-Name": folded(MARK) + ".txt"}
    up = person.call("POST", "/api/v1/documents", raw=plan, headers=name)
    assert up.status == 201, up.body
    at = "/api/v1/documents/" + up.json["id"]
    text = person.call("GET", at + "/text").body.decode()
    checks.that(MARK.upper() in text, "the sentence was really kept, and opens again")
    assert person.call("GET", at + "/original").body == plan
    person.call("GET", at + "/reading")
    person.call("POST", at + "/tasks", {"text": "Tổ chức " + canaries["task"]}, {"If-Match": f'"{up.json["etag"]}"'})
    stamped = plan.decode().replace("KẾ HOẠCH\n", "MẬT\n\nKẾ HOẠCH\n", 1)
    stamped = stamped.replace(canaries["sentence of a plan"], canaries["secret plan"])
    refused = person.call("POST", "/api/v1/documents", raw=stamped.encode(), headers=name)
    checks.equal((refused.status, refused.code), (422, "document.secret"), "a plan with a secrecy mark")
    person.call("POST", "/api/v1/documents", raw=b"MZ\x90\x00" + canaries["secret plan"].encode(), headers=name)


@contextlib.contextmanager
def witnesses(server):
    """Two witnesses: one gets its mail, the other's waits in the outbox with a rare address. Gives the sink and that address."""
    waiting = f"{rare()}.{rare()}@{rare()}.example"
    outside = Path(tempfile.mkdtemp(prefix="neove-hunt-settings-"))
    try:
        with Sink() as sink:
            sink.not_now = waiting
            file = outside / "neove.yaml"
            file.write_text(f"smtp: {{server: 127.0.0.1, port: {sink.port}, from: neove@example.vn}}\n"
                            f"anchors: {{mail_to: [{waiting}, taken@example.vn]}}\n")
            server.stop()
            server.extra = ["--settings", str(file)]
            server.start()
            wanted = support.wait_for(lambda: sink.mails and sink.refused, 30)
            checks.that(wanted, "one mail was taken, the other waits")
            yield sink, waiting
    finally:
        shutil.rmtree(outside, ignore_errors=True)


def hunt_the_sink(sink, secrets):
    checks.equal(Hunt(MARK, secrets).in_bytes(sink.bytes), set(), "what the mail server saw")
    for mail in sink.mails:
        body = base64.b64decode(mail.text.split(b"\r\n\r\n", 1)[1])
        checks.equal(Hunt(MARK, secrets).in_bytes(body), set(), "what a mail says")
        checks.that(b"neove-anchor-1 " in body, "a mail was read")


def on_sqlite():
    started = time.time()
    with loud_server() as server, witnesses(server) as (sink, waiting):
        home = server.folder.parent
        the_hunt_finds(home / "scratch")
        shutil.rmtree(home / "scratch")
        secrets = seed(server)
        hunt = Hunt(MARK, {**secrets, "witness": waiting})
        checks.equal(hunt.in_files(files_below(home)), {}, "while the server runs, its log and write-ahead log included")
        checks.that(b"POST /api/v1/accounts" in server.err.read_bytes(), "there was a log to search")
        server.kill()
        checks.equal(hunt.in_files(files_below(home)), {}, "after kill -9")
        server.start()
        server.client().call("GET", "/api/v1/me")
        server.stop()
        checks.equal(hunt.in_files(files_below(home)), {}, "after an orderly end")
        verified = server.run("audit", "verify")
        checks.equal(hunt.in_bytes((verified.stdout + verified.stderr).encode()), set(), "what verifying prints")
        checks.equal(hunt.in_files(leftovers(started)), {}, "temporary files")
        hunt_the_sink(sink, secrets)
        store = sqlite3.connect(server.folder / "store.sqlite")
        tables = {name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
        checks.equal({name for name in tables if "fts" in name.lower()}, set(), "no full-text tables")
        rows = store.execute("SELECT state, length(sealed) > 0 FROM mail_outbox ORDER BY state").fetchall()
        checks.equal(rows, [("sent", 0), ("waiting", 1)], "the outbox")
        store.execute("INSERT INTO store_fact VALUES ('planted', ?)", (MARK,))
        store.commit()
        store.close()
        checks.that(hunt.in_files(files_below(server.folder)), "a word planted in the database is found")


def on_postgres():
    with support.postgres_server() as server, witnesses(server) as (sink, waiting):
        folder = Path(re.search(r"host=(\S+)", server.postgres)[1])
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []

        def tool(name, *words):
            command = [*as_postgres, str(POSTGRES / name), "-h", str(folder), "-U", "neove", *words, "postgres"]
            return subprocess.run(command, capture_output=True, check=True, cwd="/").stdout

        started = time.time()
        secrets = seed(server)
        hunt = Hunt(MARK, {**secrets, "witness": waiting})
        hunt_the_sink(sink, secrets)
        server.stop()
        tool("psql", "-c", "CHECKPOINT")
        files = [path for path in files_below(folder) if path.is_file() and path.stat().st_mtime >= started - 1]
        checks.that(any("pg_wal" in str(path) for path in files), "pg_wal is among what is searched")
        checks.equal(hunt.in_files(files), {}, "the PostgreSQL folder with pg_wal and its log")
        checks.equal(hunt.in_files(files_below(server.folder)), {}, "the store's own folder beside PostgreSQL")
        # Large values lie compressed in a way of PostgreSQL's own: read them as it gives them back.
        checks.equal(hunt.in_bytes(tool("pg_dump", "--inserts")), set(), "everything PostgreSQL gives back")
        planted = MARK
        tool("psql", "-c", f"INSERT INTO store_fact VALUES ('planted', '{planted}')", "-c", "CHECKPOINT")
        checks.that(hunt.in_files(files_below(folder)), "a word planted in PostgreSQL is found on its disk")
        checks.that(hunt.in_bytes(tool("pg_dump", "--inserts")), "a word planted in PostgreSQL is found in its dump")


on_sqlite()
if (POSTGRES / "initdb").exists():
    on_postgres()
else:
    print("SKIP: PostgreSQL 15 is not installed; the hunt went over SQLite alone")
checks.close()
