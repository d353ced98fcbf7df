"""abidw and abidiff on the anchor library: build it, describe it, and say what a later one changes.

What their exit code means, as measured with libabigail 2.2: 1 and 2 are errors of the tool, 8 an incompatible change, and 4
any other change, from a legal append to a field put in the middle. So the number cannot tell them apart, and a test for 8
alone lets most breaks pass. A library without debug information compares as equal to everything, and so does every library
to a description that was cut. The suppression `has_data_member_inserted_at = end` hides other changes too, and so does a
field that got another name, which counts as harmless: only with --harmless is a pointer changed elsewhere still seen.
"""
import os
import pathlib
import re
import shutil
import subprocess
import xml.etree.ElementTree

SOURCE = pathlib.Path(__file__).resolve().parent / "anchor.c"
TOOLS = ["gcc", "clang", "strip", "readelf", "abidw", "abidiff"]
TOOL_FAILED, CHANGED = 3, 4
# Every line that `abidiff --leaf-changes-only` prints when structs only grew at their ends or gave spare fields a name.
SUMMARY = re.compile(r"(Leaf changes summary: |Changed leaf types summary: |"
                     r"Removed/Changed/Added (functions|variables) summary: 0 Removed, 0 Changed, 0 Added |$)")
UNCHANGED = re.compile(r"  (type size hasn't changed|there are data member changes:)$")
SPARE_NAMED = re.compile(r"    name of 'sluice_\w+::zero\d+' changed to 'sluice_\w+::\w+'$")
STRUCT = re.compile(r"'struct \w+' changed:$")
GROWTH = re.compile(r"  type size changed from (\d+) to (\d+) \(in bits\)$")
INSERTIONS = re.compile(r"  \d+ data member insertions?:$")
INSERTION = re.compile(r"    '.*', at offset (\d+) \(in bits\)$")


def missing_tools():
    return [tool for tool in TOOLS if not shutil.which(tool)]


def _run(*command):
    return subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, LC_ALL="C"))


def build(include_directory, library, compiler="gcc", options=("-O0",)):
    command = [compiler, "-std=c11", "-g", *options, "-shared", "-fPIC", f"-I{include_directory}", SOURCE.name, "-o",
               str(library)]
    # From its own folder, so that no path of this machine gets into the description.
    subprocess.run(command, check=True, cwd=SOURCE.parent)
    return library


def describe(library):
    result = _run("abidw", "--no-architecture", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", str(library))
    if result.returncode != 0:
        raise RuntimeError(f"abidw {library}: {result.stderr}")
    return result.stdout


def described_structs(description):
    return {name for name, rest in re.findall(r"<class-decl name='(\w+)'([^>]*)>", description)
            if "is-declaration-only='yes'" not in rest}


def only_growth(report):
    """True when every line of a leaf report is about a field behind a struct's old end or a spare field."""
    old_size, structs = None, 0
    for line in report.splitlines():
        if STRUCT.match(line):
            old_size, structs = None, structs + 1
        elif growth := GROWTH.match(line):
            old_size = int(growth[1])
            if int(growth[2]) <= old_size:
                return False
        elif insertion := INSERTION.match(line):
            if old_size is None or int(insertion[1]) < old_size:
                return False
        elif not any(allowed.match(line) for allowed in (SUMMARY, INSERTIONS, UNCHANGED, SPARE_NAMED)):
            return False
    return structs > 0


def is_whole(baseline):
    """Well-formed to its end, and about the anchor."""
    try:
        root = xml.etree.ElementTree.parse(baseline).getroot()
    except xml.etree.ElementTree.ParseError:
        return False
    return any(symbol.get("name") == "sluice_anchor" for symbol in root.iter("elf-symbol"))


def changes(baseline, library, may_grow):
    """What the library changes against a description, or an empty text."""
    if not is_whole(baseline):
        return f"{baseline} is damaged"
    if ".debug_info" not in _run("readelf", "-SW", str(library)).stdout:
        return f"{library} has no debug information: nothing can be compared"
    command = ["abidiff", "--no-architecture", "--no-show-locs", "--harmless", str(baseline), str(library)]
    result = _run(*command)
    if result.returncode & TOOL_FAILED:
        return f"abidiff failed with exit code {result.returncode}:\n{result.stdout}{result.stderr}"
    if result.returncode == 0:
        return ""
    leaves = _run(*command, "--leaf-changes-only")
    if may_grow and result.returncode == leaves.returncode == CHANGED and only_growth(leaves.stdout):
        return ""
    return f"exit code {result.returncode}:\n{leaves.stdout}"
