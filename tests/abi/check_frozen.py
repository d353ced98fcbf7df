#!/usr/bin/env python3
"""Compiles the frozen layout of every released ABI against the headers: check_frozen.py INCLUDE_DIRECTORY.

frozen/1.N.inc asserts offset, size and exact type of every field and slot, and the value of every code, constant and id,
as they were when ABI 1.N was released; gcc and clang compile all of them as C11 and as C++11. Besides: everything public
is asserted somewhere, and a sealed file is as it was sealed.

Copies of the headers with one forbidden change each are judged too. Each compiler must refuse each of them, and must
take the copy that has every allowed change.
"""
import concurrent.futures
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

import freeze
import frozen_files
import header_mutants
import public_headers

HERE = pathlib.Path(__file__).resolve().parent
COMPILERS = [("gcc", "c", "c11"), ("clang", "c", "c11"), ("g++", "c++", "c++11"), ("clang++", "c++", "c++11")]
JOBS = 2


def compile_frozen(include_directory, compiler, language, standard):
    """Returns the compiler's complaint, or an empty text."""
    unit = "".join(f'#include "{name}"\n' for name in
                   ["sluice/sluice.h", "frozen_asserts.h", *(f"frozen/{path.name}" for path in frozen_files.assertion_files())])
    result = subprocess.run(
        [compiler, "-x", language, f"-std={standard}", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
         f"-I{include_directory}", f"-I{HERE}", "-"], input=unit, capture_output=True, text=True)
    return "" if result.returncode == 0 else result.stderr


def is_valid(include_directory):
    """A change that does not even compile would prove nothing about the assertions."""
    return subprocess.run(["gcc", "-std=c11", "-fsyntax-only", f"-I{include_directory}", "-x", "c", "-"],
                          input='#include "sluice/sluice.h"\n', text=True, capture_output=True).returncode == 0


def compile_everywhere(trees):
    """Yields (name of the tree, compiler, complaint)."""
    work = [(name, tree, compiler) for name, tree in trees.items() for compiler in COMPILERS]
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        complaints = pool.map(lambda item: compile_frozen(item[1], *item[2]), work)
        for (name, _, compiler), complaint in zip(work, complaints):
            yield name, f"{compiler[0]} {compiler[2]}", complaint


def unasserted(contract, include_directory):
    """What the headers promise and no frozen file asserts."""
    asserted = set().union(*(frozen_files.asserted(path) for path in frozen_files.assertion_files()))
    wanted = {what for what, _ in freeze.assertions(contract, freeze.layout(contract, include_directory))}
    return sorted(" ".join(what) for what in wanted - asserted)


def planted_changes_missed(include_directory):
    faults = []
    with tempfile.TemporaryDirectory() as directory:
        trees, blind = {}, set()
        for number, mutant in enumerate(header_mutants.BREAKS):
            trees[mutant.name] = header_mutants.apply([mutant], include_directory, f"{directory}/{number}")
            if not is_valid(trees[mutant.name]):
                faults.append(f"planted change '{mutant.name}' is no valid header")
            if not mutant.seen_in_c:
                blind |= {(mutant.name, "gcc c11"), (mutant.name, "clang c11")}
        for name, compiler, complaint in compile_everywhere(trees):
            if not complaint and (name, compiler) not in blind:
                faults.append(f"{compiler} does not notice the planted change: {name}")
        allowed = header_mutants.apply(header_mutants.ALLOWED, include_directory, f"{directory}/allowed")
        for _, compiler, complaint in compile_everywhere({"allowed": allowed}):
            if complaint:
                faults.append(f"{compiler} refuses what ABI.md allows:\n{complaint}")
        missing = unasserted(public_headers.read(allowed), allowed)
        for name in ("appended", "SLUICE_REASON_APPENDED", "SLUICE_EXT_APPENDED", "generation", "sluice_ext_appended"):
            if not any(name in item.split() for item in missing):
                faults.append(f"an addition that no frozen file asserts is not noticed: {name}")
    return faults


def planted_edits_missed():
    """A sealed file that was edited, and one that is gone."""
    faults = []
    with tempfile.TemporaryDirectory() as directory:
        copy = pathlib.Path(directory) / "frozen"
        shutil.copytree(frozen_files.FOLDER, copy)
        if frozen_files.seal_faults(copy):
            faults.append("a copy of the sealed files is taken for edited")
        first = copy / "1.0.inc"
        first.write_text(first.read_text().replace("FROZEN_NUMBER(SLUICE_E_BUSY, -5)", "FROZEN_NUMBER(SLUICE_E_BUSY, -6)"))
        if len(frozen_files.seal_faults(copy)) != 1:
            faults.append("an edit of a sealed file is not noticed")
        first.unlink()
        if len(frozen_files.seal_faults(copy)) != 1:
            faults.append("a sealed file that is missing is not noticed")
        (copy / "seals.txt").write_text("")
        if len(frozen_files.seal_faults(copy)) < len(frozen_files.RELEASED):
            faults.append("seals that are missing are not noticed")
    return faults


def faults_of(include_directory):
    contract = public_headers.read(include_directory)
    faults = [f"frozen/{fault}" for fault in frozen_files.seal_faults()]
    minors = [frozen_files.minor_of(path) for path in frozen_files.assertion_files()]
    if minors != list(range(contract.abi_minor() + 1)):
        faults.append(f"SLUICE_ABI_MINOR is {contract.abi_minor()}, frozen/ has files for 1.{minors}: freeze.py writes them")
    faults += [f"{header} is not included by sluice/sluice.h" for header in public_headers.unlisted_headers(include_directory)]
    faults += [f"no frozen file asserts {name}: raise SLUICE_ABI_MINOR and run freeze.py"
               for name in unasserted(contract, include_directory)]
    return faults + [f"{compiler}: the frozen layout does not hold:\n{complaint}"
                     for _, compiler, complaint in compile_everywhere({"headers": include_directory}) if complaint]


def main(include_directory):
    faults = faults_of(include_directory)
    # Into headers that are broken already no change can be planted.
    if not faults:
        faults = planted_changes_missed(include_directory) + planted_edits_missed()
    for fault in faults:
        print(fault)
    print(f"{len(header_mutants.BREAKS)} planted changes, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check_frozen.py INCLUDE_DIRECTORY")
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
