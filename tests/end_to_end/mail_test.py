#!/usr/bin/env python3
"""Anchors leave by mail and as files through a real SMTP server on loopback; on SQLite and PostgreSQL, with one node and two."""
import contextlib, email, email.policy, os, re, shutil, subprocess, sys, tempfile, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "abuse"))
from abuse_support import HeldClock, LoudServer, wait_for
from smtp_sink import Sink
from support import NEOVE, POSTGRES, postgres_server, skip

WITNESS = "witness@example.vn"


def settings(folder, sink, **more):
    file = Path(folder) / "neove.yaml"
    (Path(folder) / "anchors").mkdir(exist_ok=True)
    smtp = {"server": "127.0.0.1", "port": str(sink.port), "from": "neove@example.vn", **more}
    lines = "".join(f"  {key}: {value}\n" for key, value in smtp.items())
    file.write_text(f"smtp:\n{lines}anchors:\n  mail_to: [{WITNESS}]\n  drop_folder: {folder}/anchors\n  every_hours: 24\n")
    return file


class Node(LoudServer):
    """A server with a settings file, its store given on the command line."""

    def __init__(self, folder, name, clock, postgres, file):
        super().__init__(folder / name / "store", postgres, clock)
        (folder / name).mkdir(exist_ok=True)
        self.file, self.who = file, None

    def arguments(self):
        return [*super().arguments(), "--settings", str(self.file)]

    def run(self, *words):
        environment = dict(os.environ, **self.clock.environment())
        return subprocess.run([str(NEOVE), *words, *super().arguments()], capture_output=True, text=True, env=environment)

    def status(self):
        """A code counts once, so one session is kept for as long as the clock lets it live."""
        if not self.who or self.who.port != self.port or self.who.call("GET", "/api/v1/status").status == 401:
            self.who = self.client()
            self.who.sign_in("quantri")
        return self.who.call("GET", "/api/v1/status").json


@contextlib.contextmanager
def ended(*nodes):
    try:
        yield
    finally:
        for node in nodes:
            if node.process and node.process.poll() is None:
                node.kill()


def headers_of(text):
    return email.message_from_bytes(text, policy=email.policy.default)


def morning(folder):
    """A clock that stands at eight in the morning where the installation is: an anchor leaves once a day, and a test that runs in
    the evening would walk into the next one."""
    clock = HeldClock(folder)
    clock.move(-int(time.time() - 3_600) % 86_400)
    return clock


def an_anchor_reaches_the_witness(folder, clock, postgres):
    with Sink() as sink:
        node = Node(folder, "a", clock, postgres, settings(folder, sink))
        with ended(node):
            node.start()
            assert wait_for(lambda: len(sink.mails) == 1, 20), node.err.read_text()
            mail = sink.mails[0]
            assert (mail.sender, mail.to) == ("neove@example.vn", [WITNESS]), mail
            message = headers_of(mail.text)
            assert message["Subject"].startswith("Nẻo Về: mốc chứng kiến nhật ký số "), message["Subject"]
            assert message.get_content_type() == "text/plain" and message["Auto-Submitted"] == "auto-generated"
            body = message.get_content().replace("\r\n", "\n")
            line = re.search(r"^neove-anchor-1 \S+ (\d+) [0-9a-f]{64}$", body, re.M)
            assert line, body
            assert wait_for(lambda: list((folder / "anchors").iterdir()), 10)
            dropped = [file.read_text().strip() for file in (folder / "anchors").iterdir()]
            assert len(dropped) == 1 and dropped[0].startswith("neove-anchor-1 "), dropped
            assert wait_for(lambda: node.status()["mail"]["waiting"] == 0, 10)
            status = node.status()
            assert status["journal"]["handed_over"]["number"] >= int(line[1]), status["journal"]
            assert {job["kind"] for job in status["jobs"]} == {"housekeeping", "anchor.mail", "anchor.drop", "reminders"}, status["jobs"]
            assert not any(job["failing"] for job in status["jobs"]), status["jobs"]
            node.kill()
            node.start()  # the same day: nothing is sent again
            time.sleep(5)
            node.stop()
            assert len(sink.mails) == 1, "a second mail of one period"
            anchors = folder / "anchor.txt"
            anchors.write_text(line[0] + "\n" + dropped[0] + "\n")
            verified = node.run("audit", "verify", "--anchor", str(anchors))
            assert verified.returncode == 0, verified.stdout + verified.stderr
            doctor = node.run("doctor").stdout
            assert "mốc chứng kiến mới nhất đã giao: số" in doctor and "anchor.mail" in doctor, doctor
            days_go_by(node, sink, clock)


def days_go_by(node, sink, clock):
    """A refusal for now, a refusal for good, a kill between sending and marking."""
    sink.answers = {"RCPT": ["451 later"]}
    node.start()
    clock.move(86_400)
    assert wait_for(lambda: sink.refused == 1, 20), node.err.read_text()[-2000:]
    assert wait_for(lambda: node.status()["mail"]["code"] == "mail.refused_for_now", 10), node.status()["mail"]
    assert node.status()["mail"]["waiting"] == 1
    clock.move(70)
    assert wait_for(lambda: len(sink.mails) == 2, 20), "sent again after a refusal for now"
    assert wait_for(lambda: node.status()["mail"]["waiting"] == 0, 10)

    sink.answers = {"DATA-END": ["550 never"]}
    clock.move(86_400)
    assert wait_for(lambda: node.status()["mail"]["failed"] == 1, 20), node.status()["mail"]
    told = node.status()["mail"]
    assert told["code"] == "mail.refused" and "Máy chủ thư từ chối" in told["detail"], told
    clock.move(7_200)
    time.sleep(4)
    assert len(sink.mails) == 2, "what was refused for good is not sent again"
    assert "không gửi được (mail.refused)" in node.run("doctor").stdout

    sink.hold = True  # takes the whole mail and does not answer
    clock.move(86_400)
    assert wait_for(lambda: len(sink.mails) == 3, 20)
    node.kill()
    sink.hold = False
    node.start()
    time.sleep(4)
    assert len(sink.mails) == 3, "its lease holds it back"
    clock.move(400)
    assert wait_for(lambda: len(sink.mails) == 4, 20), "sent again after the kill"
    first, second = (headers_of(mail.text)["Message-ID"] for mail in sink.mails[2:4])
    assert first == second and sink.mails[2].text == sink.mails[3].text, (first, second)
    clock.move(7_200)
    time.sleep(4)
    assert len(sink.mails) == 4, "one duplicate at most"
    assert len({headers_of(mail.text)["Message-ID"] for mail in sink.mails}) == 3
    node.stop()


def two_nodes_send_once(folder, clock, postgres):
    with Sink() as sink:
        file = settings(folder, sink)
        first = Node(folder, "a", clock, postgres, file)
        shutil.copytree(folder / "a/store", folder / "b/store")
        second = Node(folder, "b", clock, postgres, file)
        with ended(first, second):
            first.start()
            second.start()
            for day in range(1, 4):
                clock.move(86_400)
                assert wait_for(lambda: len(sink.mails) >= day, 20), (day, first.err.read_text()[-1000:])
                time.sleep(3)
                assert len(sink.mails) == day, "two nodes, one mail a day"


def the_command_line():
    """`neove mail test`, settings' faults, and what may not travel without TLS."""
    folder = Path(tempfile.mkdtemp(prefix="neove-mail-"))

    def test(file, to="you@example.vn"):
        return subprocess.run([str(NEOVE), "mail", "test", "--settings", str(file), "--to", to], capture_output=True, text=True)

    try:
        with Sink(user="neove", password="bí mật dài") as sink:
            secret = folder / "smtp.password"
            secret.write_text("bí mật dài\n")
            secret.chmod(0o400)
            done = test(settings(folder, sink, user="neove", password_file=secret))
            assert done.returncode == 0 and len(sink.mails) == 1, done.stderr
            assert "Nẻo Về: thư thử" in headers_of(sink.mails[0].text)["Subject"]
            assert test(settings(folder, sink, user="neove", password_file=secret), "a@b\nBcc: c@d").returncode != 0
            assert "mail.sign_in_refused" in test(settings(folder, sink, user="other", password_file=secret)).stderr
            secret.chmod(0o644)
            assert "settings.secret_open" in test(settings(folder, sink, user="neove", password_file=secret)).stderr
            assert len(sink.mails) == 1
        with Sink(host="127.0.0.2") as sink:  # not one of the names of this machine: TLS or nothing
            done = test(settings(folder, sink, server="127.0.0.2"))
            assert done.returncode != 0 and "mail.no_tls" in done.stderr, done.stderr
            assert sink.mails == [] and not sink.saw(b"MAIL FROM"), "not even the envelope without TLS"
        with Sink(host="127.0.0.2", certificate=folder) as sink:
            done = test(settings(folder, sink, server="127.0.0.2"))
            assert "mail.no_tls" in done.stderr and sink.mails == [], "a certificate nobody vouches for"
        assert "mail.unreachable" in test(settings(folder, sink)).stderr
        file = folder / "broken.yaml"
        file.write_text("store: relative\nport: 1\nsmtp: {server: localhost, from: a@b, password: geheim}\n")
        broken = subprocess.run([str(NEOVE), "serve", "--settings", str(file)], capture_output=True, text=True)
        places = re.findall(r"broken\.yaml:(\d):\d+: .* \((settings\.\w+)\)", broken.stderr)
        assert broken.returncode == 78, broken
        assert set(places) == {("1", "settings.not_path"), ("2", "settings.unknown_key"), ("3", "settings.secret_here")}, broken.stderr
        assert "geheim" not in broken.stderr + broken.stdout
        nowhere = subprocess.run([str(NEOVE), "serve"], capture_output=True, text=True)
        assert "settings.no_store" in nowhere.stderr and nowhere.returncode != 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    if not shutil.which("cc"):
        skip("no C compiler for the clock that the test holds")
    the_command_line()
    folder = Path(tempfile.mkdtemp(prefix="neove-mail-"))
    try:
        an_anchor_reaches_the_witness(folder, morning(folder), "")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not (POSTGRES / "initdb").exists():
        print("SKIP: PostgreSQL 15 is not installed; only SQLite was tried")
        return
    with postgres_server() as server:
        server.kill()
        conninfo = server.postgres.replace("dbname=postgres", "dbname=mail")
        host = re.search(r"host=(\S+)", server.postgres)[1]
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run([*as_postgres, str(POSTGRES / "createdb"), "-h", host, "-U", "neove", "mail"], check=True, cwd="/")
        folder = Path(tempfile.mkdtemp(prefix="neove-mail-"))
        try:
            clock = morning(folder)
            an_anchor_reaches_the_witness(folder, clock, conninfo)
            two_nodes_send_once(folder, clock, conninfo)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
