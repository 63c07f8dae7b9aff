#!/usr/bin/env python3
"""Behind a proxy, as deploy/ sets it up: whom the server counts, and that the samples say what it needs for that."""
import re
from support import SOURCE, sqlite_server

WRONG = "sai mật khẩu rồi nhé"


def sign_in(client, body, forwarded):
    return client.call("POST", "/api/v1/sign-in", body, {"X-Forwarded-For": forwarded})


def a_stranger_pauses_himself_alone(server):
    """A declared name means our own proxy: without believing it, all the province would be one address."""
    shown = next(a for a in server.client().call("GET", "/api/v1/demo").json["accounts"] if a["login"] == "canbo.xa")
    wrong = {"account": shown["login"], "password": WRONG, "code": "000000"}
    statuses = [sign_in(server.client(), wrong, "203.0.113.9").status for _ in range(6)]
    assert statuses == [401] * 5 + [429], statuses
    right = {"account": shown["login"], "password": shown["password"], "code": shown["code"]}
    owner = sign_in(server.client(), right, "198.51.100.7")
    assert owner.status == 200, (owner.status, owner.body)
    # What a client wrote in front of the proxy's own entry moves nobody out of his pause.
    assert sign_in(server.client(), wrong, "192.0.2.1, 203.0.113.9").status == 429


def samples_declare_the_proxy():
    unit = (SOURCE / "deploy/neove.service").read_text()
    start = re.search(r"^ExecStart=(.*)$", unit, re.M)[1].split()
    assert "--host" in start and "--behind-proxy" in start, start
    drop = re.search(r"drop_folder: (\S+)", (SOURCE / "deploy/neove.yaml").read_text())[1]
    assert f"#ReadWritePaths={drop}" in unit, "the sample's drop folder can be written under ProtectSystem=strict"
    assert re.search(r"^behind_proxy: yes$", (SOURCE / "deploy/neove.yaml").read_text(), re.M)
    nginx = (SOURCE / "deploy/nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    # The program counts no connections of its proxy's address; the proxy does, by its clients'.
    assert re.search(r"^limit_conn_zone \$binary_remote_addr zone=(\w+):", nginx, re.M)[1] in re.search(r"limit_conn (\w+) ", nginx)[1]


samples_declare_the_proxy()
with sqlite_server() as server:
    server.stop()
    server.extra = ["--host", "neove.example.vn"]
    server.start()
    a_stranger_pauses_himself_alone(server)
    server.stop()
print("proxy: counted as what the proxy says")
