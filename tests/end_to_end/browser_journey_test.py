#!/usr/bin/env python3
"""A working day in Vietnamese in a real browser against a real server, then a tour of every page as each role sees it,
then the same pages in the hands of an officer who makes mistakes, then the make-believe library's registers,
then a plan whose confirmed tasks become duties, which go to the successors of communes that were merged, and the desk that
they are carried out at, from the plan to the leader's brief.
Every page passes axe, fits a phone and leaves a picture.

The pictures go to build/screenshots; the one of the review page is the README's (docs/img/review.png is refreshed with
NEOVE_ACCEPT=1 only, so that a test run leaves the tree clean).
"""
import os, shutil, subprocess
from support import SOURCE, BUILD, sqlite_server, skip

if not os.path.exists("/usr/bin/chromium"):
    skip("Debian's chromium is not installed")
if not (SOURCE / "web/node_modules").exists():
    skip("web/node_modules is missing: ./dev test installs it")
pictures = BUILD.parent / "screenshots"
shared = SOURCE / "../shared"
sample = SOURCE / "packs/demo_province/sample_plan.txt"
plan = shared / "plans/s2_dong_thap_2026_2030.txt"
dist = SOURCE / "web/dist/index.html"
# Every walk is walked: one that fails hides nothing of the next.
failed = []


def the_front_is_todays(server):
    """A binary that embeds an older front fails here in words, not later as a field that never comes."""
    words = "run `npm --prefix web run build`, then build neove again"
    newest = max(file.stat().st_mtime for file in (SOURCE / "web/src").rglob("*") if file.is_file())
    assert dist.exists() and dist.stat().st_mtime >= newest, f"web/dist is older than web/src: {words}"
    served = server.client().call("GET", "/").body
    assert served == dist.read_bytes(), f"neove embeds another front than web/dist: {words}"


def walk(script, server, folder):
    environment = dict(
        os.environ,
        BASE_URL=f"http://127.0.0.1:{server.port}",
        NEOVE_SCREENSHOTS=str(folder),
        NEOVE_PLAN=str(plan if plan.exists() else sample),
    )
    done = subprocess.run(
        ["node", f"tests/journey/{script}"], cwd=SOURCE / "web", env=environment, capture_output=True, text=True, timeout=600
    )
    print(done.stdout)
    if done.returncode != 0:
        print(done.stderr)
        failed.append(script)


with sqlite_server() as server:
    the_front_is_todays(server)
    walk("run.mjs", server, pictures)
    server.stop()
with sqlite_server() as server:
    walk("tour.mjs", server, pictures / "tour")
    server.stop()
with sqlite_server() as server:
    walk("mistakes.mjs", server, pictures)
    server.stop()
with sqlite_server() as server:
    walk("registers.mjs", server, pictures / "registers")
    server.stop()
# A programme whose register takes tasks of documents: from a confirmed plan to duties.
takers = [one.parent for one in (SOURCE / "programmes").glob("*/programme.yaml") if any(one.parent.glob("registers/*/allotments.yaml"))]
for folder in takers:
    # Named at the very first start: a store that already follows other definitions takes these only when two have signed.
    with sqlite_server(started=False) as server:
        server.extra = ["--programme", str(folder)]
        server.start()
        walk("allot.mjs", server, pictures / "allot")
        walk("succeed.mjs", server, pictures / "succeed")
        server.stop()
    # The whole desk, where the programme has the registers that the walk asks things in.
    if (folder / "registers/extension_request").exists():
        with sqlite_server(started=False) as server:
            server.extra = ["--programme", str(folder)]
            server.start()
            walk("desk.mjs", server, pictures / "desk")
            server.stop()
if os.environ.get("NEOVE_ACCEPT") and not failed:
    (SOURCE / "docs/img").mkdir(parents=True, exist_ok=True)
    shutil.copy(pictures / "09-ra-soat.png", SOURCE / "docs/img/review.png")
assert not failed, f"walks that failed: {', '.join(failed)}"
