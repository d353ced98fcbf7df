#!/usr/bin/env python3
"""Runs one of the rules of elf_checks.py over a library: check_elf.py RULE LIBRARY INCLUDE_DIRECTORY.

Before that it builds a good library, which the rule must pass, and one with a planted fault, which it must refuse.
"""
import sys
import tempfile

import elf_canaries
import elf_checks
import elf_expected
from elf_file import ElfFile


def canary_faults(rule, expected):
    check = elf_checks.CHECKS[rule]
    faults = []
    with tempfile.TemporaryDirectory() as directory:
        good = elf_canaries.build(elf_canaries.Canary(), "good", directory, expected)
        for fault in check(ElfFile(good), expected):
            faults.append(f"the rule refuses a good library: {fault}")
        planted = [elf_canaries.CANARIES[rule]] + ([elf_canaries.ABSENT_NOTE] if rule == "note" else [])
        for canary in planted:
            if not check(ElfFile(elf_canaries.build(canary, rule, directory, expected)), expected):
                faults.append(f"the rule does not notice its planted fault: {canary}")
    return faults


def main(rule, library, include_directory):
    expected = elf_expected.read(include_directory)
    faults = canary_faults(rule, expected)
    faults += [f"{library}: {fault}" for fault in elf_checks.CHECKS[rule](ElfFile(library), expected)]
    for fault in faults:
        print(fault)
    print(f"{rule}: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in elf_checks.CHECKS:
        sys.exit(f"usage: check_elf.py RULE LIBRARY INCLUDE_DIRECTORY; rules: {' '.join(elf_checks.CHECKS)}")
    sys.exit(main(*sys.argv[1:]))
