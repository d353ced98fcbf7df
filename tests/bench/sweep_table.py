"""Runs the Google Benchmark program, repetitions of all benchmarks mixed at random, and prints the medians as a table."""
import json
import pathlib
import re
import subprocess
import sys


def measure(program, options):
    """[{name, ns, spread_percent}], sorted by name."""
    output = pathlib.Path(options.build) / "sweeps.json"
    output.unlink(missing_ok=True)
    done = subprocess.run([program, f"--plugin={options.build}/plugin/libsluice.so.1", "--benchmark_enable_random_interleaving=true",
                    f"--benchmark_repetitions={options.repeats}", "--benchmark_report_aggregates_only=true",
                    "--benchmark_min_time=0.02", f"--benchmark_out={output}", "--benchmark_out_format=json"],
                   check=False, timeout=3600, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"tests/bench/run: {program} failed:\n{done.stderr}")
    rows = {}
    for entry in json.loads(output.read_text(encoding="utf-8"))["benchmarks"]:
        name = entry["run_name"].replace("/manual_time", "").replace("/real_time", "")
        row = rows.setdefault(name, {"name": name})
        # A benchmark's time is that of one batch; its items are calls.
        if entry.get("aggregate_name") == "median":
            row["ns"] = 1e9 / entry["items_per_second"]
        elif entry.get("aggregate_name") == "cv":
            row["spread_percent"] = 100 * entry["items_per_second"]
    # "held/64" comes before "held/1024".
    return sorted(rows.values(), key=lambda row: [
        (int(part), "") if part.isdigit() else (0, part) for part in re.split(r"[/:]", row["name"])])


def print_table(rows):
    print()
    for row in rows:
        print(f"{row['name']:<56} {row['ns']:>10.1f} ns a call {row.get('spread_percent', 0):>6.1f} %")
