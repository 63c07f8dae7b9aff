# Shared by ./dev and the scripts beside this file.

jobs=$(nproc)

# Debian packages the project needs, by purpose. Each library has an ADR in docs/adr.
packages_build="g++ cmake ninja-build ccache mold pkg-config git python3 dpkg-dev"
packages_libraries="libboost1.81-dev libboost-json1.81-dev libsqlite3-dev libpq-dev libsodium-dev libssl-dev libicu-dev
    libfmt-dev libyaml-cpp-dev libpugixml-dev libzip-dev zlib1g-dev libpoppler-cpp-dev libtesseract-dev libleptonica-dev libcairo2-dev libfreetype-dev libfontconfig-dev
    libseccomp-dev libcurl4-openssl-dev libcli11-dev tesseract-ocr-vie"
# Not among them: libreoffice-writer-nogui (257 MB), which old .doc files need; its tests say that they were skipped.
packages_tests="doctest-dev librapidcheck-dev libbenchmark-dev postgresql postgresql-client chromium fonts-noto-core fonts-dejavu-core libpango1.0-dev
    python3-cryptography python3-icalendar python3-jsonschema python3-yaml clang-format bubblewrap"
packages_lint="clang-tidy-19 clang-19 libclang-rt-19-dev"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs what is missing; returns at once when nothing is.
set_up() {
    local wanted missing
    wanted="$packages_build $packages_libraries $packages_tests $packages_lint"
    missing=$(for p in $wanted; do
        [ -e "/var/lib/dpkg/info/$p.list" ] || [ -e "/var/lib/dpkg/info/$p:amd64.list" ] || echo "$p"
    done)
    if [ -n "$missing" ]; then
        echo "set-up: installing" $missing
        as_root apt-get update -qq
        # A cluster of Debian's own is never wanted: tests start a private server.
        as_root sh -c 'mkdir -p /etc/postgresql-common && grep -qs "^create_main_cluster" /etc/postgresql-common/createcluster.conf ||
            echo "create_main_cluster = false" >> /etc/postgresql-common/createcluster.conf'
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null
    fi
    find_node
}

# Node 20 or newer: the system's where it is new enough, else the one the npm registry carries.
find_node() {
    local major=0
    if command -v node > /dev/null; then major=$(node -p 'process.versions.node.split(".")[0]'); fi
    if [ "$major" -ge 20 ]; then return; fi
    local own="$PWD/build/node"
    if [ ! -x "$own/node_modules/node/bin/node" ]; then
        command -v npm > /dev/null || as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm > /dev/null
        mkdir -p "$own"
        (cd "$own" && npm install --no-audit --no-fund --silent node@22 > /dev/null)
    fi
    export PATH="$own/node_modules/node/bin:$PATH"
}

# The web front, rebuilt only when its sources changed.
build_web() {
    [ -f web/package.json ] || return 0
    local stamp=build/web.stamp digest
    digest=$(git ls-files -co --exclude-standard web | sort | xargs sha256sum 2> /dev/null | sha256sum)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ] && [ -d web/dist ]; then return; fi
    echo "web: building"
    (cd web && npm ci --no-audit --no-fund --silent && npm run --silent build > /dev/null)
    mkdir -p build
    echo "$digest" > "$stamp"
}

# build PRESET [TARGET…]
build() {
    local preset=$1
    shift
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" > /dev/null
    ninja -C "build/$preset" -j "$jobs" --quiet "$@"
}

cpp_files() {
    git ls-files -co --exclude-standard '*.cpp' '*.h' | while read -r f; do [ -f "$f" ] && echo "$f"; done
}

run_demo() {
    mkdir -p data
    local programmes=(--programme "$PWD/programmes")   # the make-believe ones and the plan desk
    local store=(--store "$PWD/data/demo") neove=$PWD/build/release/bin/neove
    case " $* " in *" --programme"*) programmes=() ;; esac
    case " $* " in *" --store"*) store=() ;; esac
    cd "${caller:-$PWD}"
    "$neove" serve --demo "${store[@]}" "${programmes[@]}" "$@"
}

# Every test, and one closing line `N passed, N failed, N skipped` that CI reads.
run_tests() {
    build dev
    python3 tools/dev/run_tests.py --build build/dev "$@"
}
