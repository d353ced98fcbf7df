#!/usr/bin/env python3
"""README.md and sdk/TESTING.md show only code that is compiled and commands that are run.

C++ blocks are the marked parts of one source each, in their order; shell blocks are commands that `.ci/run` runs; every path in back
quotes exists. `--write` puts the code blocks in again.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Document -> where its code comes from, and the marks of its parts.
DOCUMENTS = {
    "README.md": ("samples/attach_quickfix/main.cpp", ["attach", "submit", "stop"]),
    "sdk/TESTING.md": ("tests/unit/sdk/testing_example_test.cpp", ["gateway", "fake", "checked"]),
}


def marked_parts(document):
    source, marks = DOCUMENTS[document]
    text = (ROOT / source).read_text()
    parts = []
    for mark in marks:
        lines = text.split(f"// [{mark}]\n")[1].rstrip(" ").splitlines()
        indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
        parts.append("".join(line[indent:] + "\n" for line in lines))
    return parts


def with_parts(document, text):
    parts = iter(marked_parts(document))
    return re.sub(r"```cpp\n.*?```", lambda _: f"```cpp\n{next(parts)}```", text, flags=re.S)


def faults(document, text):
    found = []
    if with_parts(document, text) != text:
        found.append(f"a C++ block is not what {DOCUMENTS[document][0]} says: run tests/readme.py --write")
    ci = (ROOT / ".ci/run").read_text()
    for block in re.findall(r"```sh\n(.*?)```", text, flags=re.S):
        for command in block.strip().splitlines():
            if command.split()[0] not in ci:
                found.append(f"no test runs the command: {command}")
    for name in re.findall(r"`((?:sdk|plugin|adapters|samples|tests|docker)/[\w./-]*)`", text):
        if not (ROOT / name).exists():
            found.append(f"there is no {name}")
    return found


def main():
    texts = {document: (ROOT / document).read_text() for document in DOCUMENTS}
    if "--write" in sys.argv[1:]:
        for document, text in texts.items():
            (ROOT / document).write_text(with_parts(document, text))
        return 0
    # The check itself is tried on documents that are wrong in each of its ways.
    count = 0
    for document, text in texts.items():
        broken = text.replace("engine", "engin").replace("gate.stop(", "gate.halt(") + "\n```sh\nsamples/nothing.sh\n```\n`sdk/nothing.h`\n"
        if len(faults(document, broken)) < 3:
            print(f"readme.py: the check does not notice a broken {document}")
            return 1
        for fault in faults(document, text):
            print(f"{document}: {fault}")
            count += 1
    return 1 if count else 0


sys.exit(main())
