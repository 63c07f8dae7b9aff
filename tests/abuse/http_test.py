#!/usr/bin/env python3
"""SECURITY 8 line by line, with raw sockets against a running server."""
import gzip, http.client, json, re, subprocess, threading, time
from abuse_support import NEOVE, Checks, Raw, loud_server

checks = Checks("http")
MARK = "zqxmarker"


class Wire:
    """Sends bytes on a fresh connection; knows the right Host and a signed-in cookie."""

    def __init__(self, server, cookie):
        self.port, self.host, self.cookie = server.port, f"Host: 127.0.0.1:{server.port}".encode(), cookie.encode()

    def head(self, line, *fields, host=True):
        lines = [line.encode("latin-1") if isinstance(line, str) else line]
        lines += [self.host] if host else []
        lines += [one.encode("latin-1") if isinstance(one, str) else one for one in fields]
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def ask(self, data, timeout=5):
        """The answer and whether the server closed after it."""
        raw = Raw(self.port, timeout)
        raw.send(data)
        answer = raw.answer()
        closed = answer is None or ("close" in " ".join(answer.headers.get("connection", [])) and raw.is_closed())
        raw.close()
        return answer, closed

    def refuses(self, what, data, statuses=(400,)):
        answer, closed = self.ask(data)
        if answer is None:
            return checks.that(closed, f"{what}: closed without an answer")
        checks.that(answer.status in statuses, f"{what}: {answer.status} {answer.body[:120]!r}, wanted {statuses}")
        checks.that(closed, f"{what}: the connection must be closed")

    def accepts(self, what, data, status=200):
        answer, _ = self.ask(data)
        checks.that(answer is not None and answer.status == status, f"{what}: {answer and answer.status}, wanted {status}")
        return answer


def framing(wire):
    post, chunked = "POST /api/v1/sign-in HTTP/1.1", b"0\r\n\r\n"
    own = ("X-Neove: 1", "Content-Type: application/json")
    for value in ("gzip", "identity", "xchunked", "chunked, chunked", "gzip, chunked", "chunked, gzip", "Chunked;q=1",
                  "chunked\t", " chunked ,", "\x0bchunked", '"chunked"'):
        for length in (None, "Content-Length: 5"):
            if value == "chunked\t" and not length:
                continue  # white space at the end is no part of the value
            fields = [*own, f"Transfer-Encoding: {value}", *([length] if length else [])]
            wire.refuses(f"Transfer-Encoding {value!r} with {length}", wire.head(post, *fields) + chunked)
    wire.refuses("chunked with a length", wire.head(post, *own, "Transfer-Encoding: chunked", "Content-Length: 5") + chunked)
    wire.refuses("a length with chunked", wire.head(post, *own, "Content-Length: 5", "Transfer-Encoding: chunked") + chunked)
    wire.refuses("chunked twice", wire.head(post, *own, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + chunked)
    wire.refuses("chunked in HTTP/1.0", wire.head("POST /api/v1/sign-in HTTP/1.0", *own, "Transfer-Encoding: chunked") + chunked)
    wire.refuses("a body in HTTP/1.0", wire.head("POST /api/v1/sign-in HTTP/1.0", *own, "Content-Length: 2") + b"{}")
    for value in ("5, 5", "+5", "-5", "0x5", "5 5", "", "99999999999999999999", "5;", "٥".encode().decode("latin-1")):
        wire.refuses(f"Content-Length {value!r}", wire.head(post, *own, f"Content-Length: {value}") + b"{}   ")
    for second in ("5", "6"):
        wire.refuses("two lengths", wire.head(post, *own, "Content-Length: 5", f"Content-Length: {second}") + b"{}   ")
    for chunk in (b"zz\r\n{}\r\n0\r\n\r\n", b"-2\r\n{}\r\n0\r\n\r\n", b"2 \n{}\n0\n\n", b"ffffffffffffffffff\r\n{}"):
        answer, closed = wire.ask(wire.head(post, *own, "Transfer-Encoding: chunked") + chunk)
        checks.that(closed and (answer is None or answer.status >= 400), f"chunk {chunk!r}: {answer and answer.status}")
    body = b"2\r\n{}\r\n0\r\n\r\n"
    wire.accepts("honest chunks", wire.head(post, *own, "Transfer-Encoding: chunked") + body, 422)
    for method in ("GET", "HEAD", "DELETE"):
        for fields, tail in ((["Content-Length: 2"], b"{}"), (["Transfer-Encoding: chunked"], body)):
            wire.refuses(f"a body on {method}", wire.head(f"{method} /api/v1/me HTTP/1.1", *fields) + tail)
    wire.refuses("a body where the route takes none", wire.head(
        "POST /api/v1/sign-out HTTP/1.1", "X-Neove: 1", "Content-Length: 2") + b"{}", (413,))


def heads(wire):
    get = "GET /healthz HTTP/1.1"
    wire.accepts("an honest request", wire.head(get))
    doubled = ["Host: 127.0.0.1", "Cookie: a=b", "Content-Type: text/plain", "Authorization: x", 'If-Match: "a"']
    for field in doubled:
        wire.refuses(f"doubled {field}", wire.head(get, field, field))
    for host in ("evil.example", "127.0.0.1", f"127.0.0.1:{wire.port}.evil.example", f"evil@127.0.0.1:{wire.port}", "",
                 f"127.0.0.1:{wire.port}, evil.example", f"[::1]:{wire.port}", f"127.0.0.1:{wire.port}/"):
        wire.refuses(f"Host {host!r}", wire.head(get, f"Host: {host}", host=False))
    wire.refuses("no Host", wire.head(get, "Accept: */*", host=False))
    wire.refuses("no Host in HTTP/1.0", wire.head("GET /healthz HTTP/1.0", host=False))
    wire.refuses("a space before the colon", wire.head(get, "Accept : text/html"))
    wire.refuses("bare LF", b"GET /healthz HTTP/1.1\n" + wire.host + b"\n\n")
    for value in (b"a\x80b", b"a\xffb", b"a\x00b", b"a\x07b", b"a\x7fb", "é".encode()):
        wire.refuses(f"a field value with {value!r}", wire.head(get, b"X-Any: " + value))
    for value in ("200-ok", "100-continue, 100-continue", "", "continue"):
        wire.refuses(f"Expect {value!r}", wire.head(get, f"Expect: {value}"))
    wire.refuses("Upgrade to h2c", wire.head(get, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"))
    wire.refuses("Upgrade to a web socket", wire.head(get, "Connection: Upgrade", "Upgrade: websocket"))
    wire.accepts("64 fields", wire.head(get, *[f"X-F{n}: v" for n in range(63)]))
    wire.refuses("65 fields", wire.head(get, *[f"X-F{n}: v" for n in range(64)]))
    wire.refuses("a field of 9 KiB", wire.head(get, "X-Long: " + "a" * 9216), (431,))
    wire.refuses("a head of 13 KiB in many fields", wire.head(get, *[f"X-F{n}: {'v' * 210}" for n in range(60)]), (431,))
    wire.refuses("a request line of 20 KiB", wire.head("GET /" + "a" * 20480 + " HTTP/1.1"), (400, 431))


def targets(wire):
    absolute = f"http://127.0.0.1:{wire.port}/healthz"
    bad = [absolute, "http://evil.example/", "*", "healthz", "//evil.example", "/api//v1/me", "/%00", "/a%00b", "/%2fhealthz",
           "/api%2Fv1/me", "/%2e%2e/x", "/api/v1/../v1/me", "/api/v1/./me", "/.%2e/x", "/%2E./x", "/..", "/.", "/a\\b",
           "/a%5cb", "/healthz#x", "/%", "/%4", "/%zz", "/%c0%af", "/%ff", "/%ed%a0%80", "/%f5%80%80%80", "/healthz?a=%00",
           "/healthz?a=%ff", "/healthz?a=1&a=2", "/healthz?%zz", "/" + "a" * 2048, "/healthz?q=" + "a" * 2048]
    for target in bad:
        wire.refuses(f"target {target[:40]!r}", wire.head(f"GET {target} HTTP/1.1"))
    for target in (b"/\x80", b"/\xc3\xa9", b"/healthz?\xe1\xba\xbf", b"/a\x01", b"/a\x7f", b"/a\tb", b"/a b"):
        wire.refuses(f"target {target!r}", wire.head(b"GET " + target + b" HTTP/1.1"))
    # Decoded once: what is encoded twice stays a name that no route has, and is no dot segment afterwards.
    answer, _ = wire.ask(wire.head("GET /api/v1/%252e%252e/me HTTP/1.1"))
    checks.equal(answer.status, 404, "%252e%252e is no dot segment")
    for line in ("GET /healthz HTTP/1.1 x", "GET /healthz", "GET  /healthz HTTP/1.1", " GET /healthz HTTP/1.1",
                 "GET /healthz HTTP/2", "GET /healthz http/1.1", "GET /healthz HTTP/x.y"):
        wire.refuses(f"request line {line!r}", wire.head(line))
    for method in ("TRACE", "CONNECT", "OPTIONS", "PROPFIND", "get", "G\x00T", "LINK", "M-SEARCH"):
        wire.refuses(f"method {method!r}", wire.head(f"{method} /healthz HTTP/1.1"), (400, 404, 405, 501))
    wire.refuses("CONNECT with an authority", wire.head("CONNECT evil.example:443 HTTP/1.1"))


def bodies(client):
    path, kind = "/api/v1/organisations", {"Content-Type": "application/json"}

    def code(raw, headers=kind):
        answer = client.call("POST", path, raw=raw, headers=headers)
        return answer.status, json.loads(answer.body).get("code", "")

    checks.equal(code(b'{"name":"' + b"a" * (257 * 1024) + b'"}')[0], 413, "JSON over 256 KiB")
    checks.equal(code(b"[" * 33 + b"]" * 33)[0], 400, "JSON 33 deep")
    checks.equal(code(b'{"a":' * 5000 + b"1" + b"}" * 5000)[0], 400, "JSON 5000 deep")
    for raw in (b'{"name":"a","name":"b"}', b'{"name":"a","\\u006eame":"b"}', b'{"name":"x","aliases":[{"name":"a","name":"b"}]}'):
        checks.equal(code(raw)[0], 400, f"duplicate keys {raw!r}")
    for raw in (b"", b"{", b"{}x", b"{} {}", b"\xff", b'{"name":"\xff"}', b'{"name":"\xed\xa0\x80"}', b'{"name":"\\ud800"}',
                b"{'name':1}", b"NaN", b'{"name":1e999}', b'{"name":01}', b'{"name":"a",}', b"\xef\xbb\xbf{}", b'{"a":"\x01"}',
                b"/*x*/{}"):
        checks.equal(code(raw)[0], 400, f"malformed JSON {raw!r}")
    for raw in (b"[]", b"null", b'"x"', b"1", b'{"name":1}', b'{"name":null}', b'{"name":["x"]}', b'{"offline":"x"}'):
        checks.equal(code(raw)[0], 422, f"JSON of another shape {raw!r}")
    for raw in (b'{"name":"a","kind":"centre","wrong":1}', b'{"__proto__":{}}', b'{"":1}'):
        checks.equal(code(raw)[0], 422, f"unknown members {raw!r}")
    for kind_of in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "text/json", "application/js"):
        checks.equal(code(b"{}", {"Content-Type": kind_of})[0], 415, f"content type {kind_of!r}")


def cross_site(server, client):
    """A write needs three signs of our own page; each missing or foreign one alone is refused, and nothing happens."""
    here = f"http://127.0.0.1:{server.port}"
    foreign = [{"X-Neove": "0"}, {"X-Neove": ""}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://"},
               {"Origin": here + ".evil.example"}, {"Origin": here + "@evil.example"}, {"Origin": f"http://127.0.0.1:{server.port + 1}"},
               {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "zqx"}]
    for headers in foreign:
        for method, path in (("POST", "/api/v1/sign-out"), ("POST", "/api/v1/lock"), ("POST", "/api/v1/sign-in"),
                             ("POST", "/api/v1/organisations"), ("PATCH", "/api/v1/organisations/" + "0" * 32)):
            answer = client.call(method, path, headers=headers)
            checks.equal((answer.status, answer.code), (403, "http.cross_site"), f"{method} {path} with {headers}")
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("POST", "/api/v1/lock", headers={"Cookie": client.cookie})
    checks.equal(connection.getresponse().status, 403, "a write without X-Neove, as a plain form sends it")
    connection.close()
    checks.equal(client.call("GET", "/api/v1/organisation-kinds").status, 200, "none of them locked or ended the session")
    answer = client.call("GET", "/api/v1/me", headers={"Origin": "https://evil.example"})
    for name in answer.headers:
        checks.that(not name.lower().startswith("access-control-"), f"no CORS field {name}")


SAFETY = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cross-origin-resource-policy": "same-origin"}
# Never shown as a page of their own (nosniff holds them to it): what says how a page may behave stands on the page.
PARTS_OF_A_PAGE = ("text/javascript", "text/css", "font/")
POLICY = ("default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
          "require-trusted-types-for 'script'")


def safety_headers_of(what, answer, api=True):
    heads = {name.lower(): value for name, value in answer.headers.items()}
    heads = {name: value[0] if isinstance(value, list) else value for name, value in heads.items()}
    for name, value in SAFETY.items():
        checks.equal(heads.get(name), value, f"{what} ({answer.status}): {name}")
    if not heads.get("content-type", "").startswith(PARTS_OF_A_PAGE):
        policy = heads.get("content-security-policy", "")
        for word in POLICY:
            checks.that(word in policy, f"{what} ({answer.status}): policy without {word}")
        checks.that("unsafe" not in policy and "*" not in policy, f"{what}: policy {policy}")
        checks.equal(heads.get("cross-origin-opener-policy"), "same-origin", f"{what} ({answer.status}): opener policy")
        checks.that("permissions-policy" in heads, f"{what} ({answer.status}): permissions-policy")
    if api:
        checks.equal(heads.get("cache-control"), "no-store", f"{what} ({answer.status}): cache-control")
    checks.that("server" not in heads and "x-powered-by" not in heads, f"{what}: no banner")
    checks.that("nosniff" in heads.get("x-content-type-options", "") and heads.get("content-type", "x") != "", f"{what}: type")


def safety_headers(server, client):
    stranger = server.client()
    for method, path, api in (
            ("GET", "/api/v1/me", True), ("GET", "/api/v1/organisations", True), ("GET", "/api/v1/nothing", True),
            ("GET", "/api/v1/organisations/" + "0" * 32, True), ("DELETE", "/api/v1/me", True), ("HEAD", "/api/v1/me", True),
            ("POST", "/api/v1/organisations", True), ("GET", "/api/v1/openapi.json", True), ("GET", "/", False),
            ("GET", "/index.html", False), ("GET", "/ke-hoach/any", False), ("GET", "/assets/none.js", False),
            ("GET", "/healthz", True), ("HEAD", "/", False)):
        for who in (client, stranger):
            safety_headers_of(f"{method} {path}", who.call(method, path), api)
    page = client.call("GET", "/").body.decode(errors="replace")
    for asset in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page):
        safety_headers_of(asset, client.call("GET", asset), False)
    checks.that("<script>" not in page and " onload=" not in page and " style=" not in page, "no inline script or style")


def nothing_is_reflected(server, client):
    """Marker strings in every place a request has; no answer of refusal may carry one, in body or head."""
    routes = client.call("GET", "/api/v1/openapi.json")
    paths = list(routes.json["paths"]) if routes.status == 200 else ["/api/v1/organisations", "/api/v1/organisations/{id}"]
    fields = ["name", "login", "account", "password", "code", "old", "new", "kind", "parent_id", "role", "organisation_id",
              "grant_id", "title", "number", "issuer", "issued_on", "valid_from", "short_name"]
    stranger = server.client()
    for path in paths:
        if path.endswith(("/sign-in", "/sign-out", "/lock")) or "/me/" in path or "/factor/" in path:
            continue
        at = re.sub(r"\{\w+\}", MARK + "path", path)
        for method in ("GET", "POST", "PATCH", "DELETE"):
            body = {field: MARK + "value" for field in fields} if method in ("POST", "PATCH") else None
            headers = {"If-Match": f'"{MARK}etag"', "Accept-Language": MARK + "-XX", "X-Any": MARK, "Idempotency-Key": MARK * 30,
                       "User-Agent": MARK, "Referer": "http://" + MARK}
            for query in ("", f"?{MARK}name={MARK}q&cursor={MARK}&query={MARK}&kind={MARK}&parent={MARK}&name={MARK}"):
                for who in (client, stranger):
                    answer = who.call(method, at + query, body, headers)
                    if answer.status < 400:
                        continue
                    whole = (str(answer.headers) + answer.body.decode(errors="replace")).lower()
                    checks.that(MARK not in whole, f"{method} {path}{query[:1]} {answer.status} reflects: {answer.body[:200]!r}")
                    checks.that(answer.status < 500, f"{method} {path} {answer.status} {answer.body[:200]!r}")
    for account in (MARK + "@login", "x" + MARK):
        answer = stranger.call("POST", "/api/v1/sign-in", {"account": account, "password": MARK, "code": MARK})
        checks.that(MARK.encode() not in answer.body, "sign-in reflects")
    checks.that(MARK.encode() not in server.err.read_bytes() and MARK.encode() not in server.out.read_bytes(), "the log holds none")


def half_open(server, wire):
    """Two hundred clients that never finish do not delay an honest one."""
    crowd = [Raw(server.port) for _ in range(200)]
    for place, raw in enumerate(crowd):
        raw.send([b"", b"GET / HT", wire.head("POST /api/v1/sign-in HTTP/1.1", "X-Neove: 1", "Content-Type: application/json",
                                               "Content-Length: 100") + b"{"][place % 3])
    started = time.monotonic()
    for _ in range(20):
        answer, _ = wire.ask(wire.head("GET /healthz HTTP/1.1"))
        checks.equal(answer.status, 200, "an honest request among half-open ones")
    checks.that(time.monotonic() - started < 5, f"20 honest requests among 200 half-open ones: {time.monotonic() - started:.1f} s")
    for raw in crowd:
        raw.close()


def slow_head(server, wire, results):
    """A header that comes byte by byte is cut off after ten seconds, whatever trickles in."""
    raw, started = Raw(server.port, 20), time.monotonic()
    raw.send(b"GET /healthz HTTP/1.1\r\n" + wire.host + b"\r\n")
    raw.socket.settimeout(0.5)
    ended = None
    while time.monotonic() - started < 20 and ended is None:
        try:
            raw.send(b"X-A: b\r\n"[:4])
            if raw.socket.recv(4096) == b"":
                ended = time.monotonic() - started
        except TimeoutError:
            continue
        except OSError:
            ended = time.monotonic() - started
    results.append(ended)


def pipelining(server, wire):
    raw = Raw(server.port)
    raw.send(wire.head("GET /healthz HTTP/1.1") + wire.head("GET /api/v1/nothing HTTP/1.1") + wire.head("GET /healthz HTTP/1.1"))
    checks.equal([raw.answer().status for _ in range(3)], [200, 404, 200], "three requests sent at once, answered in order")
    raw.send(wire.head("HEAD /healthz HTTP/1.1"))
    checks.equal(raw.answer(head_only=True).status, 200, "HEAD on the same connection")
    raw.send(wire.head("GET /healthz HTTP/1.1"))
    answer = raw.answer()
    checks.equal((answer.status, answer.body), (200, b"ok\n"), "nothing of HEAD's body stood in the way")
    raw.send(wire.head("GET /healthz HTTP/1.1", "Connection: close") + wire.head("GET /healthz HTTP/1.1"))
    checks.that(raw.answer().status == 200 and raw.is_closed(), "after `Connection: close` nothing more is answered")
    # A refused body must not be read as the next request.
    raw = Raw(server.port)
    hidden = wire.head("GET /healthz HTTP/1.1")
    raw.send(wire.head("POST /api/v1/sign-out HTTP/1.1", "X-Neove: 1", f"Content-Length: {len(hidden)}") + hidden)
    checks.that(raw.answer().status == 413 and raw.is_closed(), "a refused body is no second request")
    raw = Raw(server.port)
    raw.send(wire.head("GET /api/v1/me HTTP/1.1", f"Content-Length: {len(hidden)}") + hidden)
    checks.that(raw.answer().status == 400 and raw.is_closed(), "a body on GET is no second request")


def expectation(server, wire):
    raw = Raw(server.port)
    raw.send(wire.head("POST /api/v1/sign-in HTTP/1.1", "X-Neove: 1", "Content-Type: application/json", "Content-Length: 2",
                       "Expect: 100-continue"))
    checks.equal(raw.answer().status, 100, "100-continue")
    raw.send(b"{}")
    checks.equal(raw.answer().status, 422, "the answer after 100-continue")
    raw = Raw(server.port)
    raw.send(wire.head("POST /api/v1/sign-in HTTP/1.1", "X-Neove: 1", "Content-Type: application/json",
                       "Content-Length: 9999999", "Expect: 100-continue"))
    checks.equal(raw.answer().status, 413, "too large a body announced with 100-continue is refused before it is sent")


def many_requests_on_one_connection(server, wire):
    raw, count = Raw(server.port), 0
    while count < 1100:
        try:
            raw.send(wire.head("GET /healthz HTTP/1.1"))
            if raw.answer() is None:
                break
        except OSError:
            break
        count += 1
    checks.equal(count, 1000, "requests on one connection before it is ended")


def other_address_is_refused(server):
    command = [str(NEOVE), "serve", "--demo", "--address", "0.0.0.0", "--port", "0", "--store", str(server.folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=20)
        checks.that(done.returncode != 0, "a demo listens on loopback only")
    except subprocess.TimeoutExpired:
        checks.that(False, "a demo on every address was started")


def head_limits(wire):
    """Eight KiB to the byte, however the head arrives; lines are whole."""
    get = "GET /healthz HTTP/1.1"
    wire.refuses("a head of 9 KiB in many fields", wire.head(get, *[f"X-F{n}: {'v' * 200}" for n in range(45)]), (431,))
    bare = len(wire.head(get, "X-Long: "))
    wire.accepts("a head of 8 KiB", wire.head(get, "X-Long: " + "a" * (8192 - bare)))
    wire.refuses("a head of 8 KiB and a byte", wire.head(get, "X-Long: " + "a" * (8193 - bare)), (431,))
    raw = Raw(wire.port)
    whole = wire.head(get, "X-Long: " + "a" * (8192 - bare))
    for at in range(0, len(whole), 1000):
        raw.send(whole[at:at + 1000])
        time.sleep(0.005)
    checks.equal(raw.answer().status, 200, "a head of 8 KiB in pieces")
    for folded in ("Accept: text/html,\r\n text/plain", "X-A: b\r\n\tc", "X-A:\r\n b", "\tX-A: b", " "):
        wire.refuses(f"a folded field {folded!r}", wire.head(get, folded))
    wire.refuses("a folded Host", b"GET /healthz HTTP/1.1\r\nHost:\r\n " + wire.host[6:] + b"\r\n\r\n")
    for start in (b"\x16\x03\x01\x02\x00\x01", b"GET /healthz HTTP/1.1\n", b"\r\nGET /healthz HTTP/1.1\r\n"):
        answer, closed = wire.ask(start, timeout=3)  # at once: nothing that follows could make it right
        checks.that(answer and answer.status == 400 and closed, f"{start!r} is refused at its first wrong byte")


def refusals_are_whole(server, wire, slow_body):
    """What the listener refuses by itself looks like every other refusal, in the caller's language."""
    post = ("POST /api/v1/sign-in HTTP/1.1", "X-Neove: 1", "Content-Type: application/json")
    asked = (("400", wire.head("TRACE / HTTP/1.1"), "http.method"), ("400", b"GET / HTTP/1.1\n", "http.framing"),
             ("431", wire.head("GET / HTTP/1.1", "X: " + "a" * 9000), "http.header_too_large"),
             ("413", wire.head(*post, "Content-Length: 9999999"), "http.body_too_large"))
    found = [(status, code, wire.ask(data)[0]) for status, data, code in asked] + [("408", "http.slow", slow_body)]
    sentences = set()
    for status, code, answer in found:
        if not checks.that(answer is not None and str(answer.status) == status, f"refusal {status}: {answer and answer.status}"):
            continue
        safety_headers_of(f"refusal {status} of the listener", answer)
        problem = answer.json
        checks.equal((problem["code"], problem["status"], problem["type"]), (code, int(status), "about:blank"), f"problem {status}")
        checks.that(problem["title"] and problem["detail"], f"members of the problem {status}")
        checks.equal(answer.headers["content-type"], ["application/problem+json"], f"type of the problem {status}")
        sentences.add(problem["detail"])
    for data in (wire.head("TRACE / HTTP/1.1", "Accept-Language: en-GB"), wire.head("GET / HTTP/1.1", "Accept-Language: en", "X : b")):
        detail = wire.ask(data)[0].json["detail"]
        checks.that(detail.isascii() and detail not in sentences, f"an English refusal: {detail}")
    head, _ = wire.ask(wire.head("HEAD / HTTP/1.1", "Upgrade: x"))
    checks.equal((head.status, head.body), (400, b""), "a refused HEAD has no body")


def body_that_stops(wire, results):
    """A body that does not come is told so before the connection ends."""
    raw = Raw(wire.port, 30)
    raw.send(wire.head("POST /api/v1/sign-in HTTP/1.1", "X-Neove: 1", "Content-Type: application/json", "Content-Length: 50") + b"{")
    results.append(raw.answer())


def compressed_answers(client):
    """The same answer, shorter, and only for who asked for it; a problem goes plain."""
    path = "/api/v1/organisations"
    plain = client.call("GET", path)
    zipped = client.call("GET", path, headers={"Accept-Encoding": "gzip"})
    checks.equal(zipped.headers.get("Content-Encoding"), "gzip", "a long answer is compressed")
    checks.that("Content-Encoding" not in plain.headers and plain.headers.get("Vary") == "Accept-Encoding", "and plain for others")
    checks.equal(gzip.decompress(zipped.body), plain.body, "the same answer")
    checks.that(len(zipped.body) * 3 < len(plain.body), f"{len(zipped.body)} of {len(plain.body)} bytes")
    refused = client.call("GET", path + "/" + "0" * 32, headers={"Accept-Encoding": "gzip"})
    checks.that(refused.status == 404 and "Content-Encoding" not in refused.headers, "a problem goes plain")


def unknown_members(server, client):
    for path, who in (("/api/v1/sign-in", server.client()), ("/api/v1/organisations", client)):
        answer = who.call("POST", path, {MARK: 1, "name": "x"})
        checks.equal(answer.status, 422, f"an unknown member at {path}")
        checks.that(MARK.encode() not in answer.body.lower(), f"an unknown member's name is reflected: {answer.body[:300]!r}")


with loud_server() as server:
    client = server.client()
    client.sign_in("daumoi.yte")
    wire, slow = Wire(server, client.cookie), []
    slow_one = threading.Thread(target=slow_head, args=(server, wire, slow))
    slow_one.start()
    slow_body = []
    body_without_end = threading.Thread(target=body_that_stops, args=(wire, slow_body))
    body_without_end.start()
    framing(wire)
    heads(wire)
    head_limits(wire)
    targets(wire)
    administrator = server.client()
    administrator.sign_in("quantri")  # who may add a body anywhere: what is refused is refused for its shape
    bodies(administrator)
    unknown_members(server, client)
    compressed_answers(client)
    cross_site(server, client)
    safety_headers(server, client)
    nothing_is_reflected(server, client)
    pipelining(server, wire)
    expectation(server, wire)
    half_open(server, wire)
    many_requests_on_one_connection(server, wire)
    other_address_is_refused(server)
    slow_one.join()
    checks.that(slow[0] is not None and slow[0] < 12, f"a header byte by byte is cut off: {slow[0]}")
    body_without_end.join()
    refusals_are_whole(server, wire, slow_body[0])
    checks.equal(server.client().call("GET", "/healthz").status, 200, "the server lives on")
checks.close()
