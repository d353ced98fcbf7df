#!/usr/bin/env python3
"""Compares the types of the whole contract with their descriptions by abidw: check_anchor.py INCLUDE_DIRECTORY [--write].

frozen/anchor-1.N.xml describes the anchor library as it was when ABI 1.N was released. Against that of the present minor
nothing may differ; against older ones structs may have grown at their ends. --write makes the description of the present
minor, unless it is sealed.

Planted changes are judged too: forbidden ones must be seen against both, allowed ones only against the present minor.
"""
import pathlib
import subprocess
import sys
import tempfile

import abi_dump
import frozen_files
import header_mutants
import public_headers

ANY_BASELINE = (("its own minor", False), ("an older minor", True))


def description_files():
    return sorted(frozen_files.FOLDER.glob("anchor-1.*.xml"), key=frozen_files.minor_of)


def planted_headers_missed(include_directory, directory, baseline):
    faults = []
    planted = [(mutant.name, [mutant]) for mutant in header_mutants.BREAKS if mutant.seen_by_abidiff]
    # An allowed change does not hide a forbidden one.
    sign = header_mutants.Mutant("", "event.h", "uint32_t message_kind;", "int32_t message_kind;")
    pointer = next(mutant for mutant in header_mutants.BREAKS if mutant.header == "host.h")
    spare = next(mutant for mutant in header_mutants.ALLOWED if mutant.header == "ext/limits.h")
    planted += [("an append and a change before it", [header_mutants.ALLOWED[0], sign]),
                ("a spare field with a meaning and another change", [spare, pointer])]
    for number, (name, mutants) in enumerate(planted):
        include = header_mutants.apply(mutants, include_directory, f"{directory}/{number}")
        library = abi_dump.build(include, f"{directory}/{number}.so")
        faults += [f"not noticed against {against}: {name}" for against, may_grow in ANY_BASELINE
                   if not abi_dump.changes(baseline, library, may_grow)]
    include = header_mutants.apply(header_mutants.ALLOWED, include_directory, f"{directory}/allowed")
    library = abi_dump.build(include, f"{directory}/allowed.so")
    if complaint := abi_dump.changes(baseline, library, may_grow=True):
        faults.append(f"what ABI.md allows is refused: {complaint}")
    if not abi_dump.changes(baseline, library, may_grow=False):
        faults.append("an append that did not raise the minor is not noticed")
    return faults


def planted_libraries_missed(include_directory, directory, baseline):
    faults = []
    stripped = abi_dump.build(include_directory, f"{directory}/stripped.so")
    subprocess.run(["strip", str(stripped)], check=True)
    renamed = abi_dump.build(include_directory, f"{directory}/renamed.so", options=("-O0", "-Dsluice_anchor=renamed"))
    damaged = pathlib.Path(directory) / "damaged.xml"
    damaged.write_text(baseline.read_text()[:2000])
    sound = abi_dump.build(include_directory, f"{directory}/sound.so")
    for against, may_grow in ANY_BASELINE:
        for name, description, library in (("a stripped library", baseline, stripped),
                                           ("a symbol that is gone", baseline, renamed),
                                           ("a description that was cut", damaged, sound)):
            if not abi_dump.changes(description, library, may_grow):
                faults.append(f"not noticed against {against}: {name}")
    for compiler, options in (("gcc", ("-O2",)), ("clang", ("-O0",))):
        library = abi_dump.build(include_directory, f"{directory}/{compiler}.so", compiler, options)
        if complaint := abi_dump.changes(baseline, library, may_grow=False):
            faults.append(f"{compiler} {' '.join(options)} is taken for a change: {complaint}")
    return faults


def faults_of(include_directory, directory, contract):
    library = abi_dump.build(include_directory, f"{directory}/anchor.so")
    description = abi_dump.describe(library)
    absent = set(contract.structs) - abi_dump.described_structs(description)
    faults = [f"{struct} is not reached from anchor.c" for struct in sorted(absent)]
    baselines = description_files()
    minors = [frozen_files.minor_of(path) for path in baselines]
    if minors != list(range(contract.abi_minor() + 1)):
        faults.append(f"SLUICE_ABI_MINOR is {contract.abi_minor()}, frozen/ describes 1.{minors}: run this with --write")
    for path in baselines:
        may_grow = frozen_files.minor_of(path) < contract.abi_minor()
        if complaint := abi_dump.changes(path, library, may_grow):
            faults.append(f"{path.name}: {complaint}")
    # Into headers that are broken already no change can be planted.
    return faults or (planted_headers_missed(include_directory, directory, baselines[-1])
                      + planted_libraries_missed(include_directory, directory, baselines[-1]))


def write(include_directory, directory, contract):
    target = frozen_files.FOLDER / f"anchor-1.{contract.abi_minor()}.xml"
    if target.name in frozen_files.seals():
        sys.exit(f"{target} is sealed: raise SLUICE_ABI_MINOR for what you add")
    target.write_text(abi_dump.describe(abi_dump.build(include_directory, f"{directory}/anchor.so")))
    print(f"wrote {target}")
    return 0


def main(include_directory, writes):
    if missing := abi_dump.missing_tools():
        print(f"missing: {' '.join(missing)}. Install what docker/packages.txt lists (docker/install_packages.sh).")
        return 1
    contract = public_headers.read(include_directory)
    with tempfile.TemporaryDirectory() as directory:
        if writes:
            return write(include_directory, directory, contract)
        faults = faults_of(include_directory, directory, contract)
    for fault in faults:
        print(fault)
    print(f"{len(contract.structs)} structs, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--write"]):
        sys.exit("usage: check_anchor.py INCLUDE_DIRECTORY [--write]")
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), len(sys.argv) == 3))
