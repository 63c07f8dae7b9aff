#!/usr/bin/env bash
# What is too slow for the gate. Every part runs, whatever the one before it said; the last line names what failed.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
source tools/dev/common.sh

failed=()
part() {
    local name=$1 status=0
    shift
    echo "nightly: $name"
    "$@" || status=$?
    [ "$status" = 0 ] || [ "$status" = 77 ] || failed+=("$name")
}
tests_with_cuts() { NEOVE_CUTS=1000 run_tests; }

part "tests, 1,000 power cuts" tests_with_cuts
part "the API against its contract" python3 tools/dev/contract.py
part "fuzzers" tools/dev/fuzz.sh
part "clang-tidy on everything" tools/dev/lint.sh --tidy-all
[ ${#failed[@]} = 0 ] && echo "nightly: clean" && exit 0
printf 'nightly: failed: %s\n' "${failed[@]}"
exit 1
