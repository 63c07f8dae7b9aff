#!/usr/bin/env python3
"""The use cases of src/service/scenario once more, on a private PostgreSQL: the same words, the same answers."""
import os, subprocess
from support import BUILD, POSTGRES, skip

if not (POSTGRES / "initdb").exists():
    skip("PostgreSQL 15 is not installed")
environment = dict(os.environ, NEOVE_SCENARIO_POSTGRES="1")
done = subprocess.run([str(BUILD / "bin/test_service")], env=environment, capture_output=True, text=True)
print(done.stdout[-4000:] + done.stderr[-4000:])
raise SystemExit(done.returncode)
