#!/usr/bin/env python3
"""Compares sdk/abi/registry.tsv with everything that speaks of the contract: check_registry.py [--add].

In both directions: the headers, the symbols of the library, the metrics of the plugin. In one: comments that say since
when, the changelog, all documents, the registries of released versions, and the extensions that the plugin answers.
--add appends rows for what is new, with the present minor. Planted faults are tried first.
"""
import subprocess
import sys

import elf_expected
import frozen_files
import public_headers
import registry
import registry_canaries
import registry_text
from registry import ROOT, Row

INCLUDE = ROOT / "sdk/include"
ABOUT_ABI = {"README.md", "sdk/ABI.md", "sdk/CHANGELOG.md"}


def tracked(*patterns):
    """Files that git knows or would add."""
    listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard",
                             "--", *patterns], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


class Facts:
    """All that the registry is compared with."""

    def __init__(self):
        contract = public_headers.read(INCLUDE)
        self.minor = contract.abi_minor()
        self.enums = contract.enums
        self.wanted = registry.expected(contract, elf_expected.content_lines(elf_expected.HERE / "symbols.txt"),
                                        registry.metric_names(ROOT / "plugin/telemetry"))
        self.headers = {str(path.relative_to(INCLUDE)): path.read_text() for path in INCLUDE.rglob("*.h")}
        self.changelog = (ROOT / "sdk/CHANGELOG.md").read_text()
        self.documents = {str(path.relative_to(ROOT)): path.read_text() for path in tracked("*.md")}
        self.released = [row for path in sorted(frozen_files.FOLDER.glob("registry-1.*.tsv"))
                         for row in registry.read(path)]
        self.boundary = "".join(path.read_text() for path in (ROOT / "plugin/boundary").glob("*.cpp"))


def faults_of(rows, facts):
    faults = registry.row_faults(rows, facts.wanted, facts.minor)
    faults += registry.released_faults(
        rows, facts.released, lambda name: bool(public_headers.SPARE.fullmatch(name.split(".")[-1])))
    for enum in facts.enums:
        faults += [f"{name} has the number of another code" for name, value in enum.items()
                   if list(enum.values()).count(value) > 1]
    faults += registry_text.header_faults(rows, facts.headers)
    faults += registry_text.changelog_faults(rows, facts.changelog)
    for name, text in facts.documents.items():
        is_about_abi = name in ABOUT_ABI or name.startswith("plugin/decisions/")
        faults += registry_text.document_faults(rows, name, text, is_about_abi)
    faults += [f"plugin/boundary never answers to {row.value}" for row in rows
               if row.kind == "extension" and row.value not in facts.boundary]
    return faults


def add(rows, facts):
    present = {(row.kind, row.name) for row in rows}
    new = [Row(kind, name, value or "?", f"1.{facts.minor}", "-")
           for (kind, name), value in facts.wanted.items() if (kind, name) not in present]
    registry.PATH.write_text(registry.text_of(rows + new))
    print(f"{len(new)} rows added; a value that is ? has to be filled in")
    return 0


def main(adds):
    facts = Facts()
    rows = registry.read()
    if adds:
        return add(rows, facts)
    faults = registry_canaries.missed(rows, facts, faults_of)
    faults += faults_of(rows, facts)
    if not facts.released:
        faults.append("frozen/ has no registry of a released version")
    for fault in faults:
        print(fault)
    print(f"{len(rows)} rows, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--add"]):
        sys.exit("usage: check_registry.py [--add]")
    sys.exit(main(len(sys.argv) == 2))
