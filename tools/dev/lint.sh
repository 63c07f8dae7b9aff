#!/usr/bin/env bash
# Format, layers and the project's own rules on all files; clang-tidy on changed ones (--changed) or all (--tidy-all).
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
source tools/dev/common.sh

cpp_files | xargs clang-format --dry-run --Werror
[ -f build/dev/modules.txt ] || cmake --preset dev > /dev/null
python3 tools/lint/check_layers.py src build/dev/modules.txt
python3 tools/lint/check_rules.py
python3 tools/lint/check_glossary.py

# Since when a file counts as changed: the newest landed commit, or the working tree alone where there is none.
tidy_files() {
    if [ "${1:-}" = --tidy-all ]; then git ls-files 'src/*.cpp'; return; fi
    local base
    base=$(git merge-base HEAD origin/main 2> /dev/null || echo HEAD)
    if [ -n "$base" ]; then git diff --name-only --diff-filter=d "$base" -- 'src/*.cpp'; else git ls-files 'src/*.cpp'; fi
}

case "${1:-}" in
    --changed | --tidy-all)
        mapfile -t files < <(tidy_files "$1" | grep -v _test.cpp || true)
        [ -f build/tidy/compile_commands.json ] ||
            cmake -G Ninja -S . -B build/tidy -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_COMPILER=clang++-19 > /dev/null
        if [ ${#files[@]} -gt 0 ]; then
            echo "clang-tidy on ${#files[@]} files"
            printf '%s\n' "${files[@]}" | xargs -P "$jobs" -n 4 clang-tidy-19 -p build/tidy --quiet --warnings-as-errors='*' 2> /dev/null
        fi
        ;;
esac
echo "lint: clean"
