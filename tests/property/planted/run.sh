#!/bin/sh
# Plants one fault after another in a copy of this checkout and shows which tests find it. A fault that no property and
# no unit test finds, or a patch that no longer fits, fails the run: then the tests, or the patch, must be mended.
#
#   tests/property/planted/run.sh [NAME...]     all patches of this folder, or those named (without .patch)
#
# Needs some minutes: the library and its tests are built anew for each fault. JOBS sets the number of compilers (2).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
programs="property_test unit_admit unit_limits unit_queue unit_venue"

mkdir "$work/tree"
(cd "$root" && git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- --create --ignore-failed-read 2> "$work/tar.log") |
    tar --extract --directory "$work/tree"
cmake -S "$work/tree" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DSLUICE_ASSERTIONS=ON \
    -DSLUICE_BUILD_SAMPLES=OFF > "$work/configure.log"

build() {
    # shellcheck disable=SC2086
    cmake --build "$work/build" -j "${JOBS:-2}" --target $programs > "$work/build.log" 2>&1 || {
        tail -n 30 "$work/build.log"
        exit 1
    }
}

# Runs every program and prints the names of the tests that fail; a broken invariant ends a program, which counts too.
failures() {
    for program in $programs; do
        path=$(find "$work/build/tests" -name "$program" -type f -perm -u+x)
        if timeout 300 "$path" > "$work/run.log" 2>&1; then continue; fi
        failed=$(sed -n 's/^\[  FAILED  \] \([A-Za-z]*\.[a-z_]*\) (.*/\1/p' "$work/run.log")
        running=$(sed -n 's/^\[ RUN      \] //p' "$work/run.log" | tail -n 1)
        echo "$program: ${failed:-$running (stopped)}"
    done
}

build
if [ -n "$(failures)" ]; then
    echo "the tests fail without any fault planted:"
    failures
    exit 1
fi

[ $# -gt 0 ] || set -- $(cd "$here" && ls ./*.patch | sed 's/^\.\///; s/\.patch$//')
missed=0
for name in "$@"; do
    (cd "$work/tree" && git apply "$here/$name.patch") || {
        echo "$name: the patch does not fit any more"
        exit 1
    }
    build
    found=$(failures)
    if [ -n "$found" ]; then
        echo "$name: found by"
        echo "$found" | sed 's/^/    /'
    else
        echo "$name: NOT FOUND"
        missed=$((missed + 1))
    fi
    (cd "$work/tree" && git apply --reverse "$here/$name.patch")
done
echo "$# planted, $missed not found"
[ "$missed" -eq 0 ]
