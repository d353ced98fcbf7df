#!/bin/bash
# Builds and runs the tests from whatever state the checkout is in. The last line is `N passed, N failed` (`, N skipped`
# may follow); the exit code is 0 only if something ran and nothing failed.
set -uo pipefail

usage() {
    cat <<'TEXT'
usage: tests/run.sh [--quick] [--preset NAME] [--only KINDS]
  --quick        leave out the slow kinds (stress, samples, install) and every test labelled slow
  --preset NAME  CMake preset to build and run (default: dev). asan runs unit, integration and stress tests, tsan those
                 of them that have more than one thread
  --only KINDS   regular expression of kinds, as in --only 'unit|abi'
TEXT
}

fail() {
    echo "tests/run.sh: $1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

quick=no preset=dev only=
while [ $# -gt 0 ]; do
    case "$1" in
    --quick) quick=yes ;;
    --preset | --only)
        [ $# -ge 2 ] || fail "$1 needs a value"
        if [ "$1" = --preset ]; then preset=$2; else only=$2; fi
        shift
        ;;
    -h | --help)
        usage
        exit 0
        ;;
    *)
        usage >&2
        fail "unknown option: $1"
        ;;
    esac
    shift
done

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd) || fail "cannot find the checkout"
cd -- "$root" || fail "cannot enter $root"
build=$root/build/$preset
junit=$build/ctest.xml
jobs=2

docker/install_packages.sh || fail "Debian packages are missing and could not be installed"

target=all
launcher=()
case "$preset" in
asan)
    target=address_tests
    only=${only:-unit|integration|stress}
    ;;
tsan)
    target=thread_tests
    only=${only:-threads|integration|stress}
    # ThreadSanitizer of gcc 12 stops at start when the kernel randomises more address bits than it expects.
    if setarch -R true 2>/dev/null; then launcher=(setarch -R); fi
    ;;
esac

rm -f -- "$junit"
mkdir -p -- "$build" || fail "cannot create $build"
if ! cmake --preset "$preset" >"$build/configure.log" 2>&1; then
    cat -- "$build/configure.log"
    fail "the configuration of preset $preset failed"
fi
cmake --build --preset "$preset" --parallel $jobs --target $target || fail "the build of preset $preset failed"

filter=()
[ -z "$only" ] || filter+=(--label-regex "$only")
[ $quick = no ] || filter+=(--label-exclude '^(stress|samples|install)|slow')
export SLUICE_TEST_QUICK=$quick
"${launcher[@]}" ctest --preset "$preset" --parallel $jobs --output-junit "$junit" "${filter[@]}"
python3 tests/support/summarise_ctest.py "$junit" $?
