#!/usr/bin/env python3
"""Proves that the layout of the SDK's structs does not depend on the compiler or on its layout options.

clang says where every field of every `sluice_` struct lies; gcc and clang then have to agree, as C11 and as C++11, with
-fshort-enums and with -fpack-struct=1. A gateway built with such an option, or a binding in another language, then
cannot disagree with the plugin. (Alignment of a whole struct does change with -fpack-struct; offsets and sizes do not.)

Headers with a planted hole and a planted enum member are judged first and must be caught.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

COMPILERS = [("gcc", "c", "c11"), ("clang", "c", "c11"), ("g++", "c++", "c++11"), ("clang++", "c++", "c++11")]
LAYOUT_OPTIONS = [[], ["-fshort-enums"], ["-fpack-struct=1"]]
PLANTED_FAULTS = {
    "hole.h": "#include <stdint.h>\nstruct sluice_x { uint8_t a; uint32_t b; };\n",
    "tail.h": "#include <stdint.h>\nstruct sluice_x { uint64_t a; uint32_t b; };\n",
    "enum.h": "enum kind { ONE = 1 };\nstruct sluice_x { enum kind a; enum kind b; };\n",
}


def layouts(header):
    """{struct: (size, {field: offset})} as clang lays them out with no option at all."""
    dump = subprocess.run(
        ["clang", "-x", "c", "-std=c11", "-Xclang", "-fdump-record-layouts-complete", "-fsyntax-only", str(header),
         f"-I{header.parent.parent}"], capture_output=True, text=True, check=True).stdout
    found = {}
    for block in dump.split("*** Dumping AST Record Layout")[1:]:
        name = re.search(r"^\s*0 \| struct (sluice_\w+)$", block, re.M)
        if not name:
            continue
        size = int(re.search(r"\[sizeof=(\d+)", block).group(1))
        # Fields of the struct itself are indented by three blanks, those of nested structs by more.
        fields = {field: int(offset) for offset, field in re.findall(r"^\s*(\d+) \|   \S.* (\w+)$", block, re.M)}
        found[name.group(1)] = (size, fields)
    return found


def assertions(header, found):
    lines = [f'#include "{header}"', "#include <stddef.h>", "#ifdef __cplusplus",
             "#define _Static_assert static_assert", "#endif"]
    for struct, (size, fields) in sorted(found.items()):
        lines.append(f'_Static_assert(sizeof(struct {struct}) == {size}, "size of {struct}");')
        lines += [f'_Static_assert(offsetof(struct {struct}, {field}) == {offset}, "{struct}.{field}");'
                  for field, offset in fields.items()]
    return "\n".join(lines) + "\n"


def faults_of(header):
    found = layouts(header)
    if not found:
        return [f"{header}: no struct found"], 0
    text = assertions(header, found)
    faults = []
    for compiler, language, standard in COMPILERS:
        for options in LAYOUT_OPTIONS:
            result = subprocess.run(
                [compiler, "-x", language, f"-std={standard}", "-fsyntax-only", *options, f"-I{header.parent.parent}",
                 "-"], input=text, capture_output=True, text=True)
            if result.returncode != 0:
                faults.append(f"{compiler} {standard} {' '.join(options)}: the layout differs:\n{result.stderr}")
    return faults, len(found)


def main(header):
    faults = []
    with tempfile.TemporaryDirectory() as directory:
        for name, text in PLANTED_FAULTS.items():
            planted = pathlib.Path(directory) / name
            planted.write_text(text)
            if not faults_of(planted)[0]:
                faults.append(f"the fault planted in {name} was not noticed")
    real_faults, structs = faults_of(header)
    faults += real_faults
    for fault in faults:
        print(fault)
    print(f"{structs} structs, {len(COMPILERS) * len(LAYOUT_OPTIONS)} compilations, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check_layout.py PATH/sluice/sluice.h")
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
