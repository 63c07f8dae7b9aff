#!/usr/bin/env python3
"""A working day in Vietnamese in a real browser against a real server; every page passes axe and leaves a picture.

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
with sqlite_server() as server:
    environment = dict(
        os.environ,
        BASE_URL=f"http://127.0.0.1:{server.port}",
        NEOVE_SCREENSHOTS=str(pictures),
        NEOVE_PLAN=str(plan if plan.exists() else sample),
    )
    done = subprocess.run(
        ["node", "tests/journey/run.mjs"], cwd=SOURCE / "web", env=environment, capture_output=True, text=True, timeout=600
    )
    print(done.stdout)
    if done.returncode != 0:
        print(done.stderr)
        raise SystemExit(1)
    server.stop()
if os.environ.get("NEOVE_ACCEPT"):
    (SOURCE / "docs/img").mkdir(parents=True, exist_ok=True)
    shutil.copy(pictures / "09-ra-soat.png", SOURCE / "docs/img/review.png")
