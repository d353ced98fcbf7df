#!/usr/bin/env python3
"""Checks the header copies of released minors that old hosts are compiled with: check_frozen_headers.py INCLUDE_DIRECTORY.

frozen/include-1.N has to be what was released, as frozen/1.N.inc describes it, and today's headers still have to contain
all of it: every struct begins with the old fields, every type, function and code is what it was.

Headers with one forbidden change each are judged first, and headers with every change that is allowed.
"""
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import check_frozen
import frozen_files
import header_mutants
import public_headers

# An initialiser may grow with its struct. Whether it still begins with the size is for check_frozen.py to see.
NOT_COMPARED = re.compile(public_headers.NOT_FROZEN.pattern + r"|\w+_INIT")

# One of header_mutants.py for each way to lose something; check_frozen.py judges all of them.
PLANTED = ["a field in the middle", "the last field is removed", "a field gets another name", "a slot is removed",
           "a parameter is added", "the status becomes wider", "the entry takes something else",
           "a status gets another number", "a code is removed", "an extension gets another id"]


def struct_losses(name, old, new):
    if new is None:
        return [f"struct {name} is gone"]
    losses = [f"{name} has {len(new)} fields and had {len(old)}"] if len(new) < len(old) else []
    for at, (field, now) in enumerate(zip(old, new), 1):
        if field.type != now.type or (field.name != now.name and not field.is_spare):
            losses.append(f"field {at} of {name} is '{now.type} {now.name}' and was '{field.type} {field.name}'")
    return losses


def table_losses(what, old, new):
    return [f"{what} {name} is {new.get(name, 'gone')} and was {meaning}" for name, meaning in old.items()
            if new.get(name) != meaning]


def losses(old, new):
    """What a host that was compiled with the old headers would miss in the new ones."""
    found = []
    for name, fields in old.structs.items():
        found += struct_losses(name, fields, new.structs.get(name))
    found += table_losses("type", old.types, new.types)
    found += table_losses("function", old.functions, new.functions)
    found += table_losses("code", old.codes, new.codes)
    kept = {name: text for name, text in old.macros.items() if not NOT_COMPARED.fullmatch(name)}
    return found + table_losses("macro", kept, new.macros)


def planted_changes_missed(include_directory, contract):
    faults = []
    known = {mutant.name: mutant for mutant in header_mutants.BREAKS}
    with tempfile.TemporaryDirectory() as directory:
        for number, name in enumerate(PLANTED):
            mutated = header_mutants.apply([known[name]], include_directory, f"{directory}/{number}")
            if not losses(contract, public_headers.read(mutated)):
                faults.append(f"planted change is not noticed: {name}")
        allowed = header_mutants.apply(header_mutants.ALLOWED, include_directory, f"{directory}/allowed")
        faults += [f"refuses what ABI.md allows: {loss}" for loss in losses(contract, public_headers.read(allowed))]
    return faults


def main(include_directory):
    contract = public_headers.read(include_directory)
    faults = planted_changes_missed(include_directory, contract)
    copies = sorted(frozen_files.FOLDER.glob("include-1.*"), key=frozen_files.minor_of)
    if [frozen_files.minor_of(copy) for copy in copies] != [frozen_files.minor_of(path)
                                                           for path in frozen_files.assertion_files()]:
        faults.append("each frozen/1.N.inc needs the headers of its release beside it, in frozen/include-1.N")
    for copy in copies:
        old = public_headers.read(copy)
        faults += [f"{copy.name}: {loss}" for loss in losses(old, contract)]
        if old.abi_minor() != frozen_files.minor_of(copy):
            faults.append(f"{copy.name} says that it is ABI 1.{old.abi_minor()}")
        # Of a copy that is older than the newest frozen file only the files up to its own hold; the newest is enough.
        if copy == copies[-1]:
            complaint = check_frozen.compile_frozen(copy, *check_frozen.COMPILERS[0])
            faults += [f"{copy.name} is not what was released:\n{complaint}"] if complaint else []
    for fault in faults:
        print(fault)
    print(f"{len(PLANTED)} planted changes, {len(copies)} header copies, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check_frozen_headers.py INCLUDE_DIRECTORY")
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
