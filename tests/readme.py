#!/usr/bin/env python3
"""README.md shows only code that is compiled and commands that are run.

C++ blocks are the marked parts of samples/attach_quickfix/main.cpp, in their order; shell blocks are commands that `.ci/run` runs; every
path in back quotes exists. `--write` puts the code blocks in again.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "samples/attach_quickfix/main.cpp"
MARKS = ["attach", "submit", "stop"]


def marked_parts():
    text = SOURCE.read_text()
    parts = []
    for mark in MARKS:
        lines = text.split(f"// [{mark}]\n")[1].rstrip(" ").splitlines()
        indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
        parts.append("".join(line[indent:] + "\n" for line in lines))
    return parts


def with_parts(readme):
    parts = iter(marked_parts())
    return re.sub(r"```cpp\n.*?```", lambda _: f"```cpp\n{next(parts)}```", readme, flags=re.S)


def faults(readme):
    found = []
    if with_parts(readme) != readme:
        found.append("a C++ block is not what samples/attach_quickfix/main.cpp says: run tests/readme.py --write")
    ci = (ROOT / ".ci/run").read_text()
    for block in re.findall(r"```sh\n(.*?)```", readme, flags=re.S):
        for command in block.strip().splitlines():
            if command.split()[0] not in ci:
                found.append(f"no test runs the command: {command}")
    for name in re.findall(r"`((?:sdk|plugin|adapters|samples|tests|docker)/[\w./-]*)`", readme):
        if not (ROOT / name).exists():
            found.append(f"there is no {name}")
    return found


def main():
    path = ROOT / "README.md"
    readme = path.read_text()
    if "--write" in sys.argv[1:]:
        path.write_text(with_parts(readme))
        return 0
    # The check itself is tried on a README that is wrong in each of its ways.
    broken = readme.replace("engine", "engin").replace("gate.stop(", "gate.halt(") + "\n```sh\nsamples/nothing.sh\n```\n`sdk/nothing.h`\n"
    if len(faults(broken)) < 3:
        print("readme.py: the check does not notice a broken README")
        return 1
    for fault in faults(readme):
        print(f"README.md: {fault}")
    return 1 if faults(readme) else 0


sys.exit(main())
