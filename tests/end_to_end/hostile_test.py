#!/usr/bin/env python3
"""A hostile client at the socket: bodies nobody asked for, bodies that never end, and a log that cannot be written."""
import re, socket, subprocess, tempfile
from pathlib import Path
from support import NEOVE, Client, sqlite_server

MEBIBYTE = 1024 * 1024


def raw(server, head, body=b""):
    """Sends the bytes and reads until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head.replace("HOST", f"127.0.0.1:{server.port}").encode() + body)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer.decode()


def a_stranger_uploads_nothing(server):
    head = f"POST /api/v1/documents HTTP/1.1\r\nHost: HOST\r\nX-Neove: 1\r\nContent-Length: {40 * MEBIBYTE}\r\n\r\n"
    answer = raw(server, head)
    assert answer.startswith("HTTP/1.1 401 "), answer
    assert '"session.none"' in answer and "Connection: close" in answer, answer
    assert raw(server, head.replace("X-Neove: 1\r\n", "")).startswith("HTTP/1.1 403 ")
    # Sent whole, the refusal still arrives: the server reads on and forgets.
    assert raw(server, head, b"x" * (40 * MEBIBYTE)).startswith("HTTP/1.1 401 ")


def faults_do_not_multiply(server):
    many = {f"k{i}": 0 for i in range(20_000)}
    answer = server.client().call("POST", "/api/v1/sign-in", many)
    assert answer.status == 422, answer.status
    assert 0 < len(answer.json["errors"]) <= 200, len(answer.json["errors"])


def a_full_log_ends_nothing(folder):
    with open("/dev/full", "wb") as full:
        process = subprocess.Popen(
            [str(NEOVE), "serve", "--demo", "--port", "0", "--store", str(folder / "store")],
            stdout=subprocess.PIPE, stderr=full, text=True,
        )
    try:
        port = next(int(found[1]) for line in process.stdout if (found := re.search(r"127\.0\.0\.1:(\d+)/", line)))
        for _ in range(3):
            assert Client(port).call("GET", "/healthz").status == 200
        process.terminate()
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()


with sqlite_server() as server:
    a_stranger_uploads_nothing(server)
    faults_do_not_multiply(server)
    server.stop()
with tempfile.TemporaryDirectory(prefix="neove-") as folder:
    a_full_log_ends_nothing(Path(folder))
print("hostile: ok")
