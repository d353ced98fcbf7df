#!/usr/bin/env python3
"""Writes the C headers of a release that is not made yet: future_headers.py INCLUDE_DIRECTORY TARGET_DIRECTORY.

Each struct has two fields more at its end (`future_value`, `future_zero`), each table one slot more (`future_slot`), and
the minor versions are one higher: what ABI.md lets a later 1.x do, done to everything at once. Files that are already
right are left alone, so that a build does not start over.
"""
import pathlib
import re
import sys

FIELDS = "    uint32_t future_value; /* Since a later minor; 0: as before. */\n    uint32_t future_zero;  /* spare, 0 */\n"
SLOT = "    /* What a later minor can do. [any] */\n    sluice_status (*future_slot)(void);\n"
STRUCT_END = re.compile(r"^} (sluice_\w+);$", re.M)
MINOR = re.compile(r"^(#define SLUICE_(?:VERSION|ABI)_MINOR )(\d+)", re.M)


def grown(text):
    def end(match):
        is_table = match[1] == "sluice_api_v1" or match[1].startswith("sluice_ext_")
        return (SLOT if is_table else FIELDS) + match[0]

    text, count = STRUCT_END.subn(end, text)
    if count and "future_slot" in text and "sluice/status.h" not in text:
        text = text.replace("#include <stdint.h>\n", '#include <stdint.h>\n\n#include "sluice/status.h"\n', 1)
    return MINOR.sub(lambda match: match[1] + str(int(match[2]) + 1), text), count


def main(source, target):
    structs, minors = 0, 0
    for header in sorted(source.rglob("*.h")):
        before = header.read_text(encoding="utf-8")
        text, count = grown(before)
        structs += count
        minors += len(MINOR.findall(before))
        written = target / header.relative_to(source)
        written.parent.mkdir(parents=True, exist_ok=True)
        if not written.is_file() or written.read_text(encoding="utf-8") != text:
            written.write_text(text, encoding="utf-8")
    declared = sum(len(re.findall(r"^typedef struct sluice_\w+ \{", header.read_text(encoding="utf-8"), re.M))
                   for header in source.rglob("*.h"))
    if structs == 0 or structs != declared or minors != 2:
        sys.exit(f"{source}: {structs} of {declared} structs and {minors} of 2 minor versions were understood")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: future_headers.py INCLUDE_DIRECTORY TARGET_DIRECTORY")
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
