#!/bin/bash
# Installs a build into an empty folder, moves that folder, and builds projects that know nothing but it: one that links
# the library, one that opens it by path, and the linking one again through pkg-config. Then it proves that a project
# asking for another major version is refused.
#   tests/install/run.sh [BUILD_DIRECTORY]    default: the release preset, which is configured and built first
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../.." && pwd)

if [ $# -gt 0 ]; then
    build=$1
else
    build=$root/build/release
    (cd -- "$root" && cmake --preset release >/dev/null && cmake --build --preset release --parallel 2 \
        --target sluice sluice-profile sluice-validate sluice-hostcheck)
fi

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
DESTDIR= cmake --install "$build" --prefix "$work/first" >"$work/install.log" || { cat "$work/install.log"; exit 1; }
# Nothing inside may remember where it was installed.
mv -- "$work/first" "$work/moved"
prefix=$work/moved
library=$(find "$prefix" -name 'libsluice.so.1' | head -n 1)
[ -n "$library" ] || { echo "install: no libsluice.so.1 below the prefix"; exit 1; }
if grep -rIlF -e "$root" -e "$work/first" -- "$prefix"; then
    echo "install: the files above name the build tree or the first prefix"
    exit 1
fi

build_host() {
    cmake -G Ninja -S "$here/$1" -B "$work/$1" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Release >"$work/$1.log" &&
        cmake --build "$work/$1" --parallel 2 >>"$work/$1.log" || { cat "$work/$1.log"; exit 1; }
}

build_host linked_host
"$work/linked_host/linked_host"
build_host loaded_host
"$work/loaded_host/loaded_host" "$library"

tool=$prefix/bin/sluice-profile
"$tool" check "$prefix"/share/sluice/profiles/*.json >"$work/check.log" || { cat "$work/check.log"; exit 1; }
"$tool" explain kraken-spot-pro >"$work/explain.txt"
grep -q '^trading: ' "$work/explain.txt" || { echo "install: sluice-profile explains nothing"; exit 1; }

"$prefix/bin/sluice-validate" --only file "$library"
hostcheck=$(find "$prefix" -name 'libsluice-hostcheck.so')
# It expects a limit, which hostcheck does not keep; what matters is that it was judged.
SLUICE_HOSTCHECK='scenarios=none' SLUICE_HOSTCHECK_REPORT="$work/report" "$work/loaded_host/loaded_host" "$hostcheck" 2>/dev/null || true
grep -q '^hostcheck: the host ' "$work/report" || { echo "install: sluice-hostcheck does not judge a host"; exit 1; }

pkgconfig=$(dirname -- "$(find "$prefix" -name sluice.pc)")
export PKG_CONFIG_PATH=$pkgconfig
read -ra flags < <(pkg-config --cflags --libs sluice)
cc -std=c99 -Wall -Werror "$here/linked_host/main.c" -o "$work/pkgconfig_host" "${flags[@]}"
LD_LIBRARY_PATH=$(dirname -- "$library") "$work/pkgconfig_host"
read -ra flags < <(pkg-config --cflags --libs sluice-sdk)
c++ -std=c++11 -Wall -Werror "$here/loaded_host/main.cpp" -o "$work/pkgconfig_loaded_host" "${flags[@]}"
"$work/pkgconfig_loaded_host" "$library"

mkdir -- "$work/other_major"
printf '%s\n' 'cmake_minimum_required(VERSION 3.16)' 'project(other_major LANGUAGES C)' \
    'find_package(sluice 2.0 CONFIG REQUIRED)' >"$work/other_major/CMakeLists.txt"
if cmake -G Ninja -S "$work/other_major" -B "$work/other_major/build" -DCMAKE_PREFIX_PATH="$prefix" >"$work/other.log" 2>&1; then
    echo "install: a project that asks for sluice 2.0 was given this version"
    exit 1
fi
grep -q 'considered but not accepted' "$work/other.log" || { cat "$work/other.log"; exit 1; }
echo "install: linked, loaded and pkg-config hosts work; another major version is refused"
