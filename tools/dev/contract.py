#!/usr/bin/env python3
"""The API against its own OpenAPI document: schemathesis (PyPI, in build/schemathesis) asks a demo server what nobody would.

    contract.py [--build build/dev] [--seconds 120]

Held to: no 5xx, every status, type and schema as the document says. Once as a stranger, once as each of two roles; what would
end the session is left out of the runs that need it. Exit 77 where PyPI cannot be reached.
"""
import argparse, os, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = "schemathesis==4.32.5"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
ENDS_THE_SESSION = r"/(sign-in|sign-out|lock|unlock|step-up)$|/me/|/factor/|/accounts/"


def tool():
    place = ROOT / "build/schemathesis"
    command = place / "bin/schemathesis"
    if not command.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True)
            subprocess.run([str(place / "bin/pip"), "install", "--quiet", VERSION], check=True, capture_output=True, timeout=600)
        except (subprocess.SubprocessError, OSError) as error:
            print(f"SKIP: schemathesis could not be installed: {error}")
            raise SystemExit(77)
    return str(command)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/dev")
    parser.add_argument("--seconds", type=int, default=120)
    options = parser.parse_args()
    os.environ["NEOVE_SOURCE"], os.environ["NEOVE_BUILD"] = str(ROOT), str((ROOT / options.build).resolve())
    sys.path.insert(0, str(ROOT / "tests/end_to_end"))
    from support import sqlite_server

    command, failed = tool(), []
    with sqlite_server() as server, tempfile.TemporaryDirectory() as folder:
        for login in ("", "daumoi.congan", "quantri"):
            client = server.client()
            words = ["--header", "X-Neove: 1"]
            if login:
                account = client.sign_in(login)["account"]["id"]  # else it makes up others, and hears of nothing but 409
                words += ["--header", f"Cookie: {client.cookie}", "--header", f"X-Neove-For: {account}",
                          "--exclude-path-regex", ENDS_THE_SESSION]
            done = subprocess.run(
                [command, "run", f"http://127.0.0.1:{server.port}/api/v1/openapi.json", "--checks", CHECKS, "--phases", "coverage,fuzzing",
                 "--max-time", str(options.seconds), "--seed", "7", "--request-timeout", "30", "--continue-on-failure",
                 "--suppress-health-check", "all", "--warnings", "off", "--no-color", *words],
                cwd=folder, capture_output=True, text=True, timeout=options.seconds * 3 + 120)
            who = login or "a stranger"
            print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} contract as {who}: {' '.join(done.stdout.split()[-12:])}", flush=True)
            if done.returncode != 0:
                failed.append(who)
                print((done.stdout + done.stderr)[-6000:])
            if login and client.call("GET", "/api/v1/me").status != 200:
                failed.append(who)
                print(f"FAIL contract as {who}: the session was over: the run says nothing")
            if server.process.poll() is not None:
                raise SystemExit("the server is gone: " + server.process.stderr.read()[-3000:])
        server.stop()
    raise SystemExit(1 if failed else 0)


main()
