"""Runs the venue simulator and the example gateway: every order is accepted, and the venue saw no more than its limit."""
import json
import pathlib
import subprocess
import sys
import tempfile

LIMIT = 50


def main(simulator, example, plugin):
    with tempfile.TemporaryDirectory() as directory:
        report_file = pathlib.Path(directory) / "venue.json"
        venue = subprocess.Popen(
            [simulator, "--port", "0", "--sender", "VENUE", "--targets", "GATEWAY", "--limit", str(LIMIT), "--window-ms", "1000",
             "--logout-threshold", "100", "--report", str(report_file)], stdout=subprocess.PIPE, text=True)
        try:
            ready = venue.stdout.readline()
            port = ready.strip().rpartition("port=")[2]
            result = subprocess.run([example, plugin, port], capture_output=True, text=True, timeout=45)
        finally:
            venue.terminate()
            venue.wait(timeout=15)
        report = json.loads(report_file.read_text())
        print(result.stdout, result.stderr)
        assert result.returncode == 0, f"the example ended with {result.returncode}"
        assert report["messages"] == 120, report["messages"]
        assert report["rate_rejects"] == 0, report["rate_rejects"]
        assert report["logouts"] == 0, report["logouts"]
        assert report["window_peak_undisturbed"] <= LIMIT, report["window_peak_undisturbed"]
        # It really was held back to the limit, not sent slowly.
        assert report["window_peak_by_sending_time"] >= LIMIT * 8 // 10, report["window_peak_by_sending_time"]


main(*sys.argv[1:])
