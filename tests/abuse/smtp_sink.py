"""A small real SMTP server on loopback for tests: keeps what it is given, refuses as told, may demand a sign-in or offer STARTTLS."""
import base64, socket, ssl, subprocess, threading, time
from collections import namedtuple
from pathlib import Path

Mail = namedtuple("Mail", "sender to text")


class Sink:
    def __init__(self, host="127.0.0.1", user="", password="", certificate=None):
        self.mails, self.refused, self.hold, self.answers, self.bytes = [], 0, False, {}, b""
        self.not_now = ""  # the address that is refused for now, for ever
        self.user, self.password, self.certificate = user, password, None
        if certificate:
            key, chain = Path(certificate) / "tls.key", Path(certificate) / "tls.crt"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=sink", "-keyout",
                            str(key), "-out", str(chain)], check=True, capture_output=True)
            self.certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.certificate.load_cert_chain(chain, key)
        self.listener = socket.create_server((host, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def saw(self, what):
        return what in self.bytes

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._guarded, args=(connection,), daemon=True).start()

    def _guarded(self, connection):
        try:
            self._talk(connection)
        except (OSError, ssl.SSLError):
            pass
        finally:
            connection.close()

    def _answer(self, step, usual):
        told = self.answers.get(step)
        if not told:
            return usual
        self.refused += 1
        return told.pop(0)

    def _talk(self, connection):
        file = connection.makefile("rb")

        def say(*lines):
            connection.sendall("".join(line + "\r\n" for line in lines).encode())

        sender, to, is_signed_in = "", [], not self.user
        say("220 sink")
        while line := file.readline():
            self.bytes += line
            word = line.strip().upper()
            if word.startswith(b"EHLO"):
                offers = ["AUTH PLAIN"] * bool(self.user) + ["STARTTLS"] * bool(self.certificate) + ["8BITMIME"]
                say("250-sink", *(f"250-{one}" for one in offers[:-1]), f"250 {offers[-1]}")
            elif word == b"STARTTLS" and self.certificate:
                say("220 go")
                connection = self.certificate.wrap_socket(connection, server_side=True)
                file = connection.makefile("rb")
            elif word.startswith(b"AUTH PLAIN"):
                given = line.split()[2:] or [None]
                if given[0] is None:
                    say("334 ")
                    given = [file.readline().strip()]
                is_signed_in = base64.b64decode(given[0]).split(b"\0")[1:] == [self.user.encode(), self.password.encode()]
                say("235 welcome" if is_signed_in else "535 no")
            elif word.startswith(b"MAIL FROM:"):
                sender = line.decode().split("<")[1].split(">")[0]
                say(self._answer("MAIL", "250 ok") if is_signed_in else "530 sign in first")
            elif word.startswith(b"RCPT TO:"):
                is_not_now = self.not_now and self.not_now.encode() in line
                answer = "451 later" if is_not_now else self._answer("RCPT", "250 ok")
                self.refused += bool(is_not_now)
                if answer.startswith("2"):
                    to.append(line.decode().split("<")[1].split(">")[0])
                say(answer)
            elif word == b"DATA":
                say("354 go on")
                text = b""
                while (part := file.readline()) not in (b".\r\n", b""):
                    text += part[1:] if part.startswith(b".") else part
                self.bytes += text
                answer = self._answer("DATA-END", "250 taken")
                if answer.startswith("2"):
                    self.mails.append(Mail(sender, to, text))
                while self.hold:
                    time.sleep(0.05)
                say(answer)
                sender, to = "", []
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")
