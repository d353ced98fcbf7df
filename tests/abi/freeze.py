#!/usr/bin/env python3
"""Writes frozen/1.N.inc, the assertions for what ABI 1.N added, and frozen/registry-1.N.tsv: freeze.py INCLUDE_DIRECTORY.

N is the SLUICE_ABI_MINOR of the headers. What an older frozen file asserts is left out; the registry is copied whole. The
files of a released minor are sealed (their checksums are in frozen/seals.txt) and are never written again.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

import frozen_files
import public_headers
import registry

HEAD = """// clang-format off
// Written by freeze.py when ABI 1.{minor} was released, never edited. frozen_asserts.h says what each line means.
"""


def layout(contract, include_directory):
    """{struct or struct.field: (offset, size)} on this machine."""
    prints = []
    for struct, fields in contract.structs.items():
        prints.append(f'printf("{struct} 0 %zu\\n", sizeof({struct}));')
        prints += [f'printf("{struct}.{field.name} %zu %zu\\n", offsetof({struct}, {field.name}), '
                   f"sizeof((({struct} *)0)->{field.name}));" for field in fields]
    source = ('#include <stdio.h>\n#include "sluice/sluice.h"\nint main(void) {\n' + "\n".join(prints) + "\nreturn 0; }\n")
    with tempfile.TemporaryDirectory() as directory:
        program = f"{directory}/layout"
        subprocess.run(["gcc", "-std=c11", f"-I{include_directory}", "-x", "c", "-", "-o", program], input=source,
                       text=True, check=True)
        lines = subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()
    return {name: (int(offset), int(size)) for name, offset, size in (line.split() for line in lines)}


def assertions(contract, places):
    """Yields (what is asserted, the line), in the order of the headers."""
    for name, meaning in contract.types.items():
        yield ("TYPE", name), f"FROZEN_TYPE({name}, {meaning});"
    for name, meaning in contract.functions.items():
        yield ("FUNCTION", name), f"FROZEN_FUNCTION({name}, {meaning});"
    for struct, fields in contract.structs.items():
        yield ("SIZE", struct, str(places[struct][1])), f"FROZEN_SIZE({struct}, {places[struct][1]});"
        for field in fields:
            offset, size = places[f"{struct}.{field.name}"]
            if not field.is_spare:
                yield (("FIELD", struct, field.name),
                       f"FROZEN_FIELD({struct}, {field.name}, {offset}, {size}, {field.type});")
    for name, value in contract.codes.items():
        yield ("NUMBER", name), f"FROZEN_NUMBER({name}, {value});"
    macros = [(name, text) for name, text in contract.macros.items()
              if text and not public_headers.NOT_FROZEN.fullmatch(name)]
    # Numbers, then texts, then initialisers.
    for name, text in sorted(macros, key=lambda macro: '"{'.find(macro[1][0])):
        if text.startswith("{"):
            yield ("INIT", name), f"FROZEN_INIT({re.search(r'sizeof.(sluice_[a-z0-9_]+)', text)[1]}, {name});"
        elif text.startswith('"'):
            yield ("TEXT", name), f"FROZEN_TEXT({name}, {text});"
        else:
            yield ("NUMBER", name), f"FROZEN_NUMBER({name}, {text});"


def wrapped(line):
    """A line that is too long is broken between parameters."""
    parts = textwrap.wrap(re.sub(r"(?<!,) ", "\0", line), 116, subsequent_indent="    ", break_long_words=False)
    return [part.replace("\0", " ") for part in parts]


def main(include_directory):
    contract = public_headers.read(include_directory)
    minor = contract.abi_minor()
    target = frozen_files.FOLDER / f"1.{minor}.inc"
    if target.name in frozen_files.seals():
        sys.exit(f"{target} is sealed: raise SLUICE_ABI_MINOR for what you add")
    older = set()
    for path in frozen_files.assertion_files():
        if path != target:
            older |= frozen_files.asserted(path)
    lines, kind_before = [], None
    for what, line in assertions(contract, layout(contract, include_directory)):
        if what in older:
            continue
        if what[0] == "SIZE" or what[0] != kind_before != "SIZE":
            lines.append("")
        kind_before = what[0]
        lines += wrapped(line)
    target.write_text(HEAD.format(minor=minor) + "\n".join(lines) + "\n")
    print(f"{target}: {len(lines)} lines")
    shutil.copyfile(registry.PATH, frozen_files.FOLDER / f"registry-1.{minor}.tsv")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: freeze.py INCLUDE_DIRECTORY")
    main(pathlib.Path(sys.argv[1]).resolve())
