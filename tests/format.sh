#!/bin/bash
# Checks every C and C++ file against .clang-format, or rewrites them with --fix. The formatter itself is tried first: a
# configuration file that it does not find makes it silently accept or change everything.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

# A build machine often runs as another user than the one who cloned; git then refuses without safe.directory.
mapfile -d '' -t files < <(git -c 'safe.directory=*' ls-files -z --cached --others --exclude-standard -- \
    '*.h' '*.hpp' '*.c' '*.cpp' '*.inc')
if [ "${#files[@]}" -eq 0 ]; then
    echo "format: git lists no source file" >&2
    exit 1
fi
formatter=(clang-format --style=file --fallback-style=none)

case "${1:-}" in
--fix) exec "${formatter[@]}" -i "${files[@]}" ;;
'') ;;
*)
    echo "usage: tests/format.sh [--fix]" >&2
    exit 2
    ;;
esac

if printf 'int  f( int* a ){return *a ;}\n' | "${formatter[@]}" --assume-filename=plugin/planted.cpp --dry-run --Werror 2>/dev/null; then
    echo "format: a planted fault was not noticed" >&2
    exit 1
fi
if ! report=$("${formatter[@]}" --dry-run --Werror "${files[@]}" 2>&1); then
    sed -n -E 's/^([^ :]+):[0-9]+:[0-9]+: .*/not formatted: \1/p' <<<"$report" | sort -u
    echo "format: run tests/format.sh --fix" >&2
    exit 1
fi
echo "${#files[@]} files are formatted"
