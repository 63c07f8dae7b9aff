#!/usr/bin/env bash
# Every libFuzzer target for SECONDS_EACH (60) seconds, seeds from fuzz/<area>/corpus. Findings stay in build/fuzz/findings.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
source tools/dev/common.sh
build fuzz
mkdir -p build/fuzz/findings build/fuzz/corpus
for target in build/fuzz/bin/fuzz_*; do
    name=$(basename "$target")
    mkdir -p "build/fuzz/corpus/$name"
    echo "fuzz: $name"
    "$target" -max_total_time="${SECONDS_EACH:-60}" -rss_limit_mb=2048 -artifact_prefix=build/fuzz/findings/ \
        "build/fuzz/corpus/$name" > "build/fuzz/$name.log" 2>&1 || { tail -20 "build/fuzz/$name.log"; exit 1; }
    grep -E "DONE|stat::number_of_executed_units|Done" "build/fuzz/$name.log" | tail -1
done
