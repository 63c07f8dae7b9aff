#!/usr/bin/env bash
# Every libFuzzer target for SECONDS_EACH (60) seconds, two at a time. Seeds come from fuzz_seeds.py, what was learnt stays in
# build/fuzz/corpus, findings in build/fuzz/findings. Prints how many edges each saw with the seeds alone and at the end: a
# target whose number stays small sees nothing.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
source tools/dev/common.sh
[ -f build/fuzz/build.ninja ] || cmake --preset fuzz > /dev/null
ninja -C build/fuzz -j "$jobs" --quiet $(ninja -C build/fuzz -t targets all | sed -n 's/^\(fuzz_[a-z_0-9]*\): phony$/\1/p')
mkdir -p build/fuzz/findings build/fuzz/corpus
python3 tools/dev/fuzz_seeds.py build/fuzz/seeds

run_one() {
    local target=$1 name log words
    name=$(basename "$target")
    words=$(find fuzz -name "${name#fuzz_}.dict")
    log=build/fuzz/$name.log
    mkdir -p "build/fuzz/corpus/$name" "build/fuzz/seeds/${name#fuzz_}"
    if ! "$target" -max_total_time="${SECONDS_EACH:-60}" -rss_limit_mb=2048 -timeout=20 -max_len=20000 \
        -artifact_prefix="build/fuzz/findings/$name-" ${words:+"-dict=$words"} "build/fuzz/corpus/$name" "build/fuzz/seeds/${name#fuzz_}" > "$log" 2>&1; then
        tail -30 "$log"
        echo "FAIL $name"
        return 1
    fi
    local begun ended runs
    begun=$(grep -m1 -oE "INITED +cov: [0-9]+" "$log" | grep -oE "[0-9]+$" || echo 0)
    ended=$(grep -oE "cov: [0-9]+" "$log" | tail -1 | grep -oE "[0-9]+" || echo 0)
    runs=$(grep -oE "Done [0-9]+" "$log" | grep -oE "[0-9]+" || echo 0)
    echo "ok   $name: $runs runs, edges $begun -> $ended, corpus $(find "build/fuzz/corpus/$name" -type f | wc -l)"
    [ "$ended" -ge 20 ] || { echo "FAIL $name: it sees nothing of the code under test"; return 1; }
}
export -f run_one
printf '%s\n' build/fuzz/bin/fuzz_* | xargs -P 2 -I{} bash -c 'run_one {}'
