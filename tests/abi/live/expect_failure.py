#!/usr/bin/env python3
"""Runs a test that has to fail, because the plugin that it is given breaks the contract: expect_failure.py TEXT [NAME=VALUE
...] -- COMMAND.... It must end with exit code 1, or by a signal if TEXT is "signal", and TEXT must be in what it prints.
A canary that is skipped (exit code 77) stays skipped.
"""
import os
import subprocess
import sys

SKIPPED = 77


def main(text, settings, command):
    environment = {**os.environ, **dict(setting.split("=", 1) for setting in settings)}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100)
    output = result.stdout + result.stderr
    print(output, end="")
    if result.returncode == SKIPPED:
        return SKIPPED
    has_failed = result.returncode < 0 if text == "signal" else result.returncode == 1 and text in output
    print(f"exit code {result.returncode}: " + ("the fault was noticed" if has_failed else f"'{text}' was expected"))
    return 0 if has_failed else 1


if __name__ == "__main__":
    if "--" not in sys.argv[2:]:
        sys.exit("usage: expect_failure.py TEXT [NAME=VALUE ...] -- COMMAND...")
    split = sys.argv.index("--")
    sys.exit(main(sys.argv[1], sys.argv[2:split], sys.argv[split + 1:]))
