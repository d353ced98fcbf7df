#!/usr/bin/env python3
"""Runs the smallest sample host against hostcheck under every scenario: it has to come to an end by itself, without a
signal, and keep the contract, whatever it makes of its orders.

usage: run_minimal_host.py MINIMAL_HOST HOSTCHECK
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile


def main():
    host, library = sys.argv[1:]
    readme = pathlib.Path(__file__).resolve().parents[3] / "sdk/tools/hostcheck/README.md"
    scenarios = ["all", "none"] + re.findall(r"^\| `(\w+)`", readme.read_text(), re.M)
    faults = []
    if len(scenarios) < 10:
        faults.append(f"{readme} lists only {scenarios}")
    with tempfile.TemporaryDirectory() as folder:
        for scenario in scenarios:
            report = pathlib.Path(folder) / scenario
            environment = dict(os.environ, SLUICE_HOSTCHECK=f"scenarios={scenario};percent=50",
                               SLUICE_HOSTCHECK_REPORT=str(report))
            ran = subprocess.run([host, library], env=environment, text=True, capture_output=True, timeout=20)
            says = report.read_text() if report.exists() else ""
            if ran.returncode not in (0, 1):
                faults.append(f"{scenario}: ended with {ran.returncode}: {ran.stdout}{ran.stderr}")
            elif scenario == "create_fails" or (scenario.startswith("full_") and not says):
                if "fault" not in ran.stderr and "room" not in ran.stderr and "opened" not in ran.stderr:
                    faults.append(f"{scenario}: the host does not say why it cannot start: {ran.stderr}")
            elif "the host kept the contract" not in says:
                faults.append(f"{scenario}: {says or 'no report'}")
    for fault in faults:
        print(fault)
    print(f"{len(scenarios)} scenarios, {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main())
