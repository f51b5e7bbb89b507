#!/usr/bin/env bash
# Unpack an Asterisk and the libraries it was built with, from the Debian mirror that this machine uses, below
# ${LAMPFIELD_SERVERS:-~/.cache/lampfield-servers}. Nothing is installed, and root is not needed.
# Usage: fetch_asterisk.sh SUITE     sid has Asterisk 22, bullseye Asterisk 16
set -euo pipefail

suite=$1
kept=${LAMPFIELD_SERVERS:-$HOME/.cache/lampfield-servers}/asterisk
root=$kept/root-$suite
if [ -x "$root/usr/sbin/asterisk" ]; then echo "asterisk of $suite is there"; exit 0; fi

mirror=$(awk '/^URIs:/ { print $2; exit } /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }' \
    /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null || true)
if [ -z "$mirror" ]; then echo "no Debian mirror is set up on this machine" >&2; exit 1; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists/partial,archives/partial,etc/preferences.d,etc/apt.conf.d,debs}
: >"$work/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$work/sources.list"
apt=(apt-get -qq
    -o Dir::Etc="$work/etc" -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::Etc::trustedparts=/etc/apt/trusted.gpg.d
    -o Dir::State="$work" -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status"
    -o Dir::Cache="$work" -o APT::Architecture=amd64 -o APT::Install-Recommends=false
    -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 -o Acquire::Languages=none)
"${apt[@]}" update

# Of all that the package would install, only what its modules of the tests are linked with.
needed='asterisk|asterisk-modules|zlib1g|lib(bsd0|c6|cap2|crypt1|edit2|gcc-s1|gcrypt20|gpg-error0|gsm1|icu[0-9]+'
needed+='|jansson4|lz4-1|lzma5|md0|sqlite3-0|ssl1\.1|ssl3|ssl3t64|stdc\+\+6|systemd0|tinfo6|uriparser1|uuid1'
needed+='|xml2|xml2-16|xslt1\.1|zstd1)'
mapfile -t packages < <("${apt[@]}" --print-uris install asterisk |
    sed -nE "s/^'[^']*' ([^_]+)_.*/\1/p" | grep -Ex "$needed" | sort -u)
(cd "$work/debs" && "${apt[@]}" download "${packages[@]}")

mkdir -p "$kept"
unpacked=$(mktemp -d "$kept/unpacking.XXXXXX")
for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$unpacked"; done
chmod 755 "$unpacked"
mv -T "$unpacked" "$root"
echo "asterisk of $suite is unpacked from ${#packages[@]} packages"
