#!/usr/bin/env bash
# Packs built binaries as a .deb: build_deb.sh BUILD_FOLDER [OUT_FOLDER]. Holds no key, no secret, no data; what an
# installation has of its own lies under /etc/neove and /var/lib/neove and is never part of the package.
set -euo pipefail
source_folder=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
build=$(readlink -f "${1:?build folder}")
out=$(readlink -f "${2:-$build}")
deploy="$source_folder/deploy"

for binary in neove neove-worker; do
    [ -x "$build/bin/$binary" ] || { echo "build_deb: $build/bin/$binary is missing: build it first" >&2; exit 1; }
done

number=$(sed -n 's/.*kVersion = "\([0-9.]*\)".*/\1/p' "$source_folder/src/app/installation.cpp")
commit=$(git -C "$source_folder" rev-parse --short=10 HEAD)
SOURCE_DATE_EPOCH=$(git -C "$source_folder" log -1 --format=%ct)
export SOURCE_DATE_EPOCH
version="$number~$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M)+git$commit"
architecture=$(dpkg --print-architecture)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root="$work/root"
umask 022

# The document worker is looked for beside the real file of the program: both lie in libexec, one is linked from bin.
install -D -m 0755 "$build/bin/neove" "$root/usr/libexec/neove/neove"
install -D -m 0755 "$build/bin/neove-worker" "$root/usr/libexec/neove/neove-worker"
strip --strip-unneeded "$root"/usr/libexec/neove/*
mkdir -p "$root/usr/bin"
ln -s ../libexec/neove/neove "$root/usr/bin/neove"

documents="$root/usr/share/doc/neove"
mkdir -p "$documents/examples" "$root/lib/systemd/system"
for unit in "$deploy"/*.service "$deploy"/*.timer; do
    sed 's#/usr/local/bin/#/usr/bin/#g' "$unit" > "$root/lib/systemd/system/$(basename "$unit")"
done
install -m 0644 "$deploy/nginx.conf" "$documents/examples/nginx.conf"
install -m 0644 "$deploy/neove.yaml" "$documents/examples/neove.yaml"
# Real programmes only: what is make-believe belongs to demonstrations, and is compiled in.
for head in "$source_folder"/programmes/*/programme.yaml; do
    grep -q '^make_believe: *true' "$head" && continue
    folder="$root/usr/share/neove/programmes/$(basename "$(dirname "$head")")"
    mkdir -p "$folder"
    cp -r --no-preserve=mode,ownership "$(dirname "$head")/." "$folder"
done
install -m 0644 "$source_folder/docs/guide/operate.md" "$documents/operate.md"
# The second verifier of the journal: for whoever does not want to believe the program itself. The three import each
# other and lie together.
install -m 0755 "$source_folder/tools/verify_journal.py" "$documents/examples/verify_journal.py"
install -m 0755 "$source_folder/tools/check_proof.py" "$documents/examples/check_proof.py"
install -m 0644 "$source_folder/tools/verify_rows.py" "$documents/examples/verify_rows.py"
for name in LICENSE COPYING README.md SECURITY.md; do
    [ ! -f "$source_folder/$name" ] || install -m 0644 "$source_folder/$name" "$documents/$name"
done

# What it needs is read from the binaries. dpkg-shlibdeps wants a debian/control to stand in.
mkdir -p "$work/shlibs/debian"
printf 'Source: neove\n\nPackage: neove\nArchitecture: any\n' > "$work/shlibs/debian/control"
needs=$(cd "$work/shlibs" && dpkg-shlibdeps -O "$root/usr/libexec/neove/neove" "$root/usr/libexec/neove/neove-worker" |
    sed -n 's/^shlibs:Depends=//p')
[ -n "$needs" ] || { echo "build_deb: no dependencies found" >&2; exit 1; }

mkdir -p "$root/DEBIAN"
cat > "$root/DEBIAN/control" <<TEXT
Package: neove
Version: $version
Architecture: $architecture
Maintainer: The founders of Nẻo Về <neove@localhost>
Section: misc
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $needs, adduser, fonts-dejavu-core, tesseract-ocr-vie
Suggests: nginx, postgresql-15, python3-cryptography, bubblewrap, libreoffice-writer-nogui
Description: province's work against human trafficking: plans, duties, cases
 A server with its web front in one program, its document worker, a systemd
 unit and a sample for nginx. The store is SQLite or PostgreSQL.
 .
 The package starts nothing: first "neove init" as its user, the printed keys
 read back, then "systemctl enable --now neove" and the two backup timers.
TEXT

# A user of its own and two empty folders. Keys are made by `neove init`, by hand, never by a package.
cat > "$root/DEBIAN/postinst" <<'TEXT'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
    if ! getent passwd neove > /dev/null; then
        adduser --system --group --home /var/lib/neove --no-create-home --shell /usr/sbin/nologin --quiet neove
    fi
    [ -d /var/lib/neove ] || install -d -m 0700 -o neove -g neove /var/lib/neove
    [ -d /etc/neove ] || install -d -m 0750 -o neove -g neove /etc/neove
    [ -d /var/backups/neove ] || install -d -m 0700 -o neove -g neove /var/backups/neove
    [ -n "$2" ] || echo "neove: next, as root: less /usr/share/doc/neove/operate.md (section 2 makes the store)"
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload || true
        # An upgrade of a running server takes effect at once; a stopped one stays stopped.
        [ -z "$2" ] || systemctl try-restart neove.service || true
    fi
fi
TEXT
cat > "$root/DEBIAN/prerm" <<'TEXT'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then systemctl stop neove.service || true; fi
TEXT
# Removing or purging the program never removes data or keys.
cat > "$root/DEBIAN/postrm" <<'TEXT'
#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
TEXT
chmod 0755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm" "$root/DEBIAN/postrm"
(cd "$root" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"

# Nothing that a person must not have may slip in.
if find "$root" \( -name '*.key' -o -name 'keyring' -o -name '*.sqlite*' -o -name 'journal.state' \) | grep -q .; then
    echo "build_deb: a key or a store lies in the package" >&2
    exit 1
fi
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
package="$out/neove_${version}_$architecture.deb"
dpkg-deb --root-owner-group --build "$root" "$package" > /dev/null
echo "$package"
