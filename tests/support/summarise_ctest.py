#!/usr/bin/env python3
"""Reads the JUnit file that ctest wrote and prints what failed and what it printed last, what was skipped and why, then
the counts.

What failed stands here a second time, behind the thousands of lines of the run, because this is where one looks.
The second argument is ctest's own exit code: when ctest failed but no test did, that counts as one failure. The last
line is `N passed, N failed`, with `, N skipped` behind it when tests were skipped. The exit code is 0 only if the file is
there, at least one test ran, and none failed: a run that tested nothing is a failed run.
"""
import re
import sys
import xml.etree.ElementTree as xml


LINES_OF_A_FAILURE = 40


def skip_reason(output):
    """GoogleTest prints the reason under `file:line: Skipped`; a script prints it as its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for number, line in enumerate(lines[:-1]):
        if re.search(r":\d+: Skipped$", line):
            return lines[number + 1]
    return lines[-1] if lines else "no reason given"


def main(path, ctest_code):
    try:
        cases = xml.parse(path).getroot().findall("testcase")
    except (OSError, xml.ParseError) as fault:
        print(f"no test results: {fault}")
        print("0 passed, 1 failed")
        return 1

    passed, failed, skipped = [], [], []
    for case in cases:
        output = case.findtext("system-out") or ""
        # `notrun` is also what ctest writes for a program that could not be started, so only a case that says that
        # it was skipped, or that somebody disabled, is not a failure.
        if case.get("status") == "run":
            passed.append(case.get("name"))
        elif case.find("skipped") is not None and "SKIP_" in case.find("skipped").get("message", ""):
            skipped.append((case.get("name"), skip_reason(output)))
        elif case.get("status") == "disabled":
            skipped.append((case.get("name"), "disabled in the source"))
        else:
            failed.append((case.get("name"), output))

    if ctest_code != 0 and not failed:
        failed.append((f"ctest itself (exit code {ctest_code})", ""))
    for name, reason in skipped:
        print(f"skipped: {name}: {reason}")
    for name, output in failed:
        print(f"failed: {name}")
        for line in output.splitlines()[-LINES_OF_A_FAILURE:]:
            print(f"    {line}")
    if not passed and not failed:
        print("no test ran")
        print("0 passed, 1 failed")
        return 1
    print(f"{len(passed)} passed, {len(failed)} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: summarise_ctest.py JUNIT_FILE CTEST_EXIT_CODE")
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
