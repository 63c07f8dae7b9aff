#!/usr/bin/env python3
"""SIGTERM in the middle of everything: no request that was answered in part, no act whose reply was lost."""
import http.client, json, signal, subprocess, threading, time
from abuse_support import Checks, Raw, loud_server

checks = Checks("shutdown")
WRITERS, SLOW = 8, 6


class Writer(threading.Thread):
    """Adds organisations one after the other until the server is gone; keeps the names that were acknowledged."""

    def __init__(self, number, server, cookie, parent, keep_alive):
        super().__init__()
        self.number, self.port, self.cookie, self.parent, self.keep_alive = number, server.port, cookie, parent, keep_alive
        self.acknowledged, self.torn = [], []

    def run(self):
        connection = None
        for count in range(100_000):
            name = f"Trạm thử {self.number} số {count}"
            body = json.dumps({"name": name, "kind": "centre", "parent_id": self.parent, "offline": False})
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                connection.request("POST", "/api/v1/organisations", body=body.encode(), headers={
                    "X-Neove": "1", "Cookie": self.cookie, "Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                self.acknowledged.append((name, answer.status))
                if not self.keep_alive or answer.will_close:
                    connection.close()
                    connection = None
            except http.client.RemoteDisconnected:
                return  # not a byte of an answer: the act may not have been done either
            except http.client.HTTPException as error:
                return self.torn.append(repr(error))
            except OSError:
                return


def all_organisations(client):
    found, cursor = [], ""
    while cursor is not None:
        answer = client.call("GET", "/api/v1/organisations" + (f"?cursor={cursor}" if cursor else ""))
        assert answer.status == 200, answer.body
        found, cursor = found + answer.json["items"], answer.json["next"]
    return found


def slow_requests(server, cookie):
    """Requests that have begun: half a head, half a body. They are finished only after the signal."""
    host = f"Host: 127.0.0.1:{server.port}\r\nCookie: {cookie}\r\n"
    begun = []
    for number in range(SLOW):
        body = b'{"account":"nobody","password":"wrong","code":"000000"}'
        whole = (f"POST /api/v1/sign-in HTTP/1.1\r\n{host}X-Neove: 1\r\nContent-Type: application/json\r\n"
                 f"Content-Length: {len(body)}\r\n\r\n").encode() + body
        cut = 40 if number % 2 else len(whole) - 10
        raw = Raw(server.port, 20)
        raw.send(whole[:cut])
        begun.append((raw, whole[cut:]))
    return begun


def one_round(server):
    client = server.client()
    client.sign_in("quantri")
    parent = next(one["id"] for one in all_organisations(client) if one["kind"] == "province_committee")
    writers = [Writer(number, server, client.cookie, parent, number % 2 == 0) for number in range(WRITERS)]
    idle = Raw(server.port, 20)
    idle.send(f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    checks.equal(idle.answer().status, 200, "an idle connection")
    slow = slow_requests(server, client.cookie)
    for writer in writers:
        writer.start()
    time.sleep(1)
    server.process.send_signal(signal.SIGTERM)
    checks.that(idle.is_closed(), "an idle connection is let go")
    for raw, rest in slow:
        raw.send(rest)
        answer = raw.answer()
        checks.that(answer is not None and answer.status in (401, 429), f"a slow request got its reply: {answer and answer.status}")
        checks.that(answer is not None and answer.headers.get("connection") == ["close"] and raw.is_closed(), "and then the end")
    for writer in writers:
        writer.join()
    try:
        checks.equal(server.process.wait(timeout=20), 0, "the server ended in order")
    except subprocess.TimeoutExpired:
        checks.that(False, "the server did not end")
        server.kill()
    acknowledged = {name for writer in writers for name, status in writer.acknowledged if status == 201}
    others = [one for writer in writers for one in writer.acknowledged if one[1] != 201]
    checks.that(len(acknowledged) > WRITERS, f"only {len(acknowledged)} acts were done: the test says nothing")
    checks.equal(others, [], "acts that were refused")
    checks.equal([one for writer in writers for one in writer.torn], [], "answers torn in the middle")
    server.start()
    again = server.client()
    again.sign_in("quantri")
    kept = {one["name"] for one in all_organisations(again) if one["name"].startswith("Trạm thử")}
    checks.equal(sorted(acknowledged - kept), [], "acts that were acknowledged and lost")
    checks.equal(sorted(kept - acknowledged), [], "acts that were done and whose reply was lost")
    checks.equal(server.run("audit", "verify").returncode, 0, "the journal holds")


with loud_server() as server:
    one_round(server)
checks.close()
