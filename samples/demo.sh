#!/usr/bin/env bash
# Replays recorded order flow through a FIX gateway to a venue that enforces its message limit, three times: unprotected, behind
# a first-in-first-out limiter, behind Sluice. Prints a table, writes the numbers and a picture.
#
# Everything runs as real processes on 127.0.0.1, on free ports, in a temporary folder, and is stopped when the script ends.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
demo="$root/samples/demo"

seconds=20
speed=1
limit=250
overload=1
window_ms=1000
json=""
svg=""
modes="none fifo sluice"
checks=""
build=""
flow="$root/samples/flow/dydx_v4.csv"
keep=""

usage() {
    cat <<'END'
Usage: samples/demo.sh [options]

  --seconds S    how long each mode is run (default 20)
  --speed X      replay the flow X times as fast as it was recorded (default 1)
  --limit N      the venue's limit: messages in any second (default 250; the flow has 368 on average, 725 at most)
  --overload N   send every new order N times, as N orders; cancels stay as recorded (default 1)
  --mode MODE    run one mode only: none, fifo or sluice
  --flow FILE    other recorded flow, in the format of samples/flow/README.md
  --json FILE    write the numbers
  --svg FILE     write the picture (default: beside the JSON file, or build/demo.svg)
  --check        exit with 1 if a claim made for Sluice does not hold
  --build DIR    use the programs of this build folder instead of building the release preset
  --keep DIR     keep configuration, logs and reports of the run in this folder
  --help         print this
END
}

fail() {
    echo "demo.sh: $*" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case "$1" in
        --help) usage; exit 0 ;;
        --check) checks=--check; shift; continue ;;
        --seconds | --speed | --limit | --overload | --mode | --flow | --json | --svg | --build | --keep) ;;
        *) fail "there is no option \"$1\"; see --help" ;;
    esac
    [ $# -ge 2 ] || fail "$1 needs a value; see --help"
    case "$1" in
        --seconds) seconds=$2 ;;
        --speed) speed=$2 ;;
        --limit) limit=$2 ;;
        --overload) overload=$2 ;;
        --mode) modes=$2 ;;
        --flow) flow=$2 ;;
        --json) json=$2 ;;
        --svg) svg=$2 ;;
        --build) build=$2 ;;
        --keep) keep=$2 ;;
    esac
    shift 2
done

is_number='^[0-9]+(\.[0-9]+)?$'
is_count='^[1-9][0-9]{0,8}$'
[[ $seconds =~ $is_number ]] || fail "--seconds is \"$seconds\": give a number of seconds"
[[ $speed =~ $is_number ]] || fail "--speed is \"$speed\": give a number, 1 is as recorded"
[[ $limit =~ $is_count && $limit -ge 10 ]] || fail "--limit is \"$limit\": give a whole number of at least 10"
[[ $overload =~ $is_count ]] || fail "--overload is \"$overload\": give a whole number of at least 1"
[[ " none fifo sluice none fifo sluice " == *" $modes "* ]] || fail "--mode is \"$modes\": give none, fifo or sluice"
[ -r "$flow" ] || fail "--flow is \"$flow\": the file cannot be read"
# A file that cannot be written is better known before two minutes of replay than after.
for output in "$json" "$svg"; do
    [ -z "$output" ] || : >>"$output" || fail "\"$output\" cannot be written; check the path"
done

# What the venue enforces and what Sluice is told about it. New orders may not take the cancel reserve. The guard lengthens
# Sluice's window for the jitter between a write here and the count at the venue.
logout_threshold=$((2 * limit))
cancel_reserve=$((limit * 3 / 10))
guard_us=$((window_ms * 20))
held_deadline_ms=2000

install_packages() {
    local package missing=() as_root=""
    while read -r package; do
        [[ -z $package || $package == \#* ]] && continue
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done <"$root/docker/packages.txt"
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "these Debian packages are missing, and neither root nor sudo is there to install them: ${missing[*]}"
        as_root=sudo
    fi
    echo "installing ${#missing[@]} Debian packages: ${missing[*]}"
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

build_programs() {
    echo "building"
    (cd "$root" && cmake --preset release >/dev/null && cmake --build --preset release --target \
        sluice sluice_venue_simulator sluice_fix_gateway sluice_replay_client)
    build="$root/build/release"
}

find_program_file() {
    local found
    found=$(find "$build" -name "$1" \( -type f -o -type l \) -print -quit)
    [ -n "$found" ] || fail "$1 is not in $build; leave out --build to have it built"
    realpath -s "$found"
}

work=""
running=()

stop_all() {
    local status=$? pid
    for pid in ${running[@]+"${running[@]}"}; do
        kill -KILL "$pid" 2>/dev/null || true
    done
    if [ -n "$work" ] && [ -z "$keep" ]; then
        rm -rf "$work"
    fi
    exit "$status"
}

# Starts a program in the background, with its output in a log, and waits for its ready line. Sets started_pid.
start_program() {
    local name=$1 log=$2 tenths
    shift 2
    : >"$log"
    "$@" >>"$log" 2>&1 &
    started_pid=$!
    running+=("$started_pid")
    for ((tenths = 0; tenths < 200; tenths++)); do
        if grep -q '^ready ' "$log"; then
            return 0
        fi
        kill -0 "$started_pid" 2>/dev/null || break
        sleep 0.1
    done
    tail -20 "$log" >&2
    fail "the $name did not get ready; its last lines are above"
}

# Asks a program to end, and insists after 20 seconds.
stop_program() {
    local name=$1 pid=$2 log=$3 tenths
    kill -TERM "$pid" 2>/dev/null || true
    for ((tenths = 0; tenths < 200; tenths++)); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    if kill -KILL "$pid" 2>/dev/null; then
        echo "  the $name did not stop within 20 s and was killed"
    fi
    local status=0
    wait "$pid" 2>/dev/null || status=$?
    if [ "$status" != 0 ] && [ "$status" != 137 ]; then
        tail -20 "$log" >&2
        fail "the $name ended with status $status; its last lines are above"
    fi
}

render() {
    python3 "$demo/render.py" "$demo/$1.in" "mode=$mode" "dictionaries=$root/samples/dictionaries" "plugin=$plugin" \
        "client_port=$client_port" "venue_port=$venue_port" "limit=$limit" "window_ms=$window_ms" \
        "logout_threshold=$logout_threshold" "cancel_reserve=$cancel_reserve" "guard_us=$guard_us" \
        "held_deadline_ms=$held_deadline_ms" >"$folder/$1"
}

run_mode() {
    local mode=$1 folder="$work/$1" client_port venue_port simulator_pid gateway_pid file
    mkdir -p "$folder"
    read -r client_port venue_port < <(python3 "$demo/free_ports.py" 2)
    for file in clients.cfg venues.cfg gateway.json sluice.json; do
        render "$file"
    done
    start_program "venue simulator" "$folder/simulator.log" "$simulator" --port "$venue_port" --sender VENUE --targets GATEWAY \
        --limit "$limit" --window-ms "$window_ms" --logout-threshold "$logout_threshold" \
        --report "$folder/simulator.json" --arrivals "$folder/arrivals.csv"
    simulator_pid=$started_pid
    start_program "gateway" "$folder/gateway.log" "$gateway" "$folder/gateway.json"
    gateway_pid=$started_pid
    timeout 3600 "$client" --flow "$flow" --port "$client_port" --sessions 8 --seconds "$seconds" --speed "$speed" \
        --overload "$overload" --drain-seconds 15 --report "$folder/client.json" --requests "$folder/requests.csv" --progress |
        while IFS= read -r line; do printf '  %-7s %s\n' "$mode" "$line"; done
    stop_program "gateway" "$gateway_pid" "$folder/gateway.log"
    stop_program "venue simulator" "$simulator_pid" "$folder/simulator.log"
    running=()
}

install_packages
[ -n "$build" ] || build_programs
simulator=$(find_program_file sluice_venue_simulator)
gateway=$(find_program_file sluice_fix_gateway)
client=$(find_program_file sluice_replay_client)
plugin=libsluice.so.1
if [[ $modes == *sluice* ]]; then
    plugin=$(find_program_file libsluice.so.1)
fi

if [ -n "$keep" ]; then
    mkdir -p "$keep"
    work=$(cd "$keep" && pwd)
    rm -rf "$work/none" "$work/fifo" "$work/sluice"
else
    work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-demo.XXXXXX")
fi
trap stop_all EXIT
trap 'exit 130' INT TERM

if [ -z "$svg" ]; then
    if [ -n "$json" ]; then
        svg="${json%.json}.svg"
    else
        mkdir -p "$root/build"
        svg="$root/build/demo.svg"
    fi
fi

echo "venue: $limit messages in any $window_ms ms, logout above $logout_threshold"
echo "flow:  $(basename "$flow") for $seconds s at speed $speed, new orders times $overload"
for mode in $modes; do
    run_mode "$mode"
done

python3 "$demo/render.py" "$demo/scenario.json.in" "seconds=$seconds" "speed=$speed" "limit=$limit" "window_ms=$window_ms" \
    "overload=$overload" "logout_threshold=$logout_threshold" "cancel_reserve=$cancel_reserve" "guard_us=$guard_us" \
    "held_deadline_ms=$held_deadline_ms" "flow=$(basename "$flow")" >"$work/scenario.json"
echo
python3 -B "$demo/report.py" --work "$work" ${json:+--json "$json"} --svg "$svg" $checks
