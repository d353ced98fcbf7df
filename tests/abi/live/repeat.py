#!/usr/bin/env python3
"""Runs a program many times, two at once, and stops at the first run that fails: repeat.py TIMES PROGRAM [ARGUMENT...].
Ends like that run did.
"""
import concurrent.futures
import os
import signal
import subprocess
import sys
import threading


def main(times, command):
    failures = []
    has_failed = threading.Event()

    def run(number):
        if not has_failed.is_set():
            result = subprocess.run(command, capture_output=True, text=True, timeout=60)
            if result.returncode != 0:
                failures.append((number, result.returncode, result.stdout + result.stderr))
                has_failed.set()

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for _ in pool.map(run, range(times)):
            pass
    for number, code, output in failures[:1]:
        print(f"run {number} of {times} ended with {code}: {output}", flush=True)
        if code < 0:
            signal.signal(-code, signal.SIG_DFL)
            os.kill(os.getpid(), -code)
        return code
    print(f"{times} runs")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: repeat.py TIMES PROGRAM [ARGUMENT...]")
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
