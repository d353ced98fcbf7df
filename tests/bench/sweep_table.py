"""Runs the Google Benchmark program, repetitions of all benchmarks mixed at random, and prints the medians as a table."""
import json
import pathlib
import subprocess


def measure(program, options):
    """[{name, ns, spread_percent}], in the program's order."""
    output = pathlib.Path(options.build) / "sweeps.json"
    output.unlink(missing_ok=True)
    subprocess.run([program, f"--plugin={options.build}/plugin/libsluice.so.1", "--benchmark_enable_random_interleaving=true",
                    f"--benchmark_repetitions={options.repeats}", "--benchmark_report_aggregates_only=true",
                    "--benchmark_min_time=0.02", f"--benchmark_out={output}", "--benchmark_out_format=json"],
                   check=True, timeout=3600, stdout=subprocess.DEVNULL)
    rows = {}
    for entry in json.loads(output.read_text(encoding="utf-8"))["benchmarks"]:
        row = rows.setdefault(entry["run_name"], {"name": entry["run_name"]})
        # A benchmark's time is that of one batch; its items are calls.
        if entry.get("aggregate_name") == "median":
            row["ns"] = 1e9 / entry["items_per_second"]
        elif entry.get("aggregate_name") == "cv":
            row["spread_percent"] = 100 * entry["items_per_second"]
    return list(rows.values())


def print_table(rows):
    print()
    for row in rows:
        name = row["name"].replace("/manual_time", "").replace("/real_time", "")
        print(f"{name:<56} {row['ns']:>10.1f} ns a call {row.get('spread_percent', 0):>6.1f} %")
