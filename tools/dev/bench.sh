#!/usr/bin/env bash
# Every benchmark of the release build, with the machine it ran on. Figures belong into docs/benchmarks.md with their spread.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
grep -m1 "model name" /proc/cpuinfo || true
echo "cores $(nproc), load $(cut -d' ' -f1-3 /proc/loadavg)"
for bench in build/release/bin/*bench*; do
    [ -x "$bench" ] || continue
    echo "== $(basename "$bench")"
    "$bench" "$@"
done
