#!/usr/bin/env bash
# Every number the project promises, measured on the release build, into docs/benchmarks.md (--quick: only that it works).
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
# Ten thousand idle connections are two files each: one of the client's, one of the server's.
ulimit -n "$(ulimit -Hn)" 2> /dev/null || true
exec python3 tools/dev/bench_table.py "$@"
