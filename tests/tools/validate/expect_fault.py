#!/usr/bin/env python3
"""Runs sluice-validate on a library in which one promise is broken and checks that the named cases notice it.

usage: expect_fault.py VALIDATE LIBRARY [CASE[=TEXT]...]

Each case has to fail, and say TEXT where one is given: a crash for another reason is no proof. With --none before the
cases they have to pass.
"""
import subprocess
import sys


def run(validate, library, case, text):
    # Nobody wants to wait for a hang; but a busy machine gets the time that it needs for everything else.
    seconds = "3" if "did not end" in text else "30"
    return subprocess.run([validate, "--time-limit", seconds, "--only", case, library], text=True, capture_output=True,
                          timeout=60)


def main():
    validate, library, *cases = sys.argv[1:]
    wants_fault = "--none" not in cases
    cases = [case for case in cases if case != "--none"]
    if not cases:
        sys.exit("name the cases that have to notice it")
    faults = 0
    for case in cases:
        name, _, text = case.partition("=")
        ran = run(validate, library, name, text)
        print(ran.stdout, ran.stderr, sep="", end="")
        is_noticed = ran.returncode == 1 and f"FAIL  {name}" in ran.stdout and text in ran.stdout
        is_passed = ran.returncode == 0 and f"pass  {name}" in ran.stdout
        if not (is_noticed if wants_fault else is_passed):
            print(f"expect_fault: {name} {'did not notice' if wants_fault else 'found fault with'} {library}")
            faults += 1
    return 1 if faults else 0


sys.exit(main())
