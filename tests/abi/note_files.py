"""Files for check_note.py: libraries with notes of every kind whose constructor leaves a trace, and damaged copies."""
import dataclasses
import pathlib
import struct
import subprocess

import elf_canaries

# The constructor makes the file that the environment names: proof that code of the library ran.
TRACE = """
#include <fcntl.h>
#include <stdlib.h>
__attribute__((constructor)) static void leave_trace(void) { creat(getenv("SLUICE_TEST_TRACE"), 0600); }
"""


@dataclasses.dataclass
class File:
    name: str
    path: pathlib.Path
    says: str             # a part of what the host must say
    runs: bool = False    # whether code of the file may run


def note(name, kind, *words, name_bytes=None, word_bytes=None):
    """One note as it lies in a file; the two sizes may lie."""
    text = name.encode() + b"\0"
    description = b"".join(word.to_bytes(4, "little") for word in words)
    return (struct.pack("<III", name_bytes or len(text), word_bytes or len(description), kind)
            + text.ljust((len(text) + 3) // 4 * 4, b"\0") + description)


def library(name, directory, expected, notes, code=TRACE):
    """A library whose section .note.sluice holds these bytes."""
    content = pathlib.Path(directory) / f"{name}.note"
    content.write_bytes(notes)
    section = f'__asm__(".pushsection .note.sluice,\\"a\\",@note\\n.balign 4\\n.incbin \\"{content}\\"\\n.popsection");'
    canary = elf_canaries.Canary(code=code + (section if notes else ""), has_note=False)
    return elf_canaries.build(canary, name, directory, expected)


def libraries(directory, expected):
    """Well-formed files with a note that fits or does not."""
    own = note(expected.note_name, expected.note_type, expected.abi_major, expected.abi_minor)
    foreign = expected.abi_major + 1
    decoys = (note(expected.note_name, expected.note_type + 1, foreign, 0) + note("Sluicf", expected.note_type, foreign, 0)
              + note("four", 7) + note(expected.note_name, expected.note_type, foreign))
    # What a host says of a library that it has opened and whose entry gives no table.
    opened = "refuses this host"
    for name, notes, says, runs in (
            ("own_major", own, opened, True),
            ("own_major_behind_other_notes", decoys + own, opened, True),
            ("own_major_behind_60_kb", note("Other", 1, *[0] * 15000) + own, opened, True),
            ("next_major", note(expected.note_name, expected.note_type, foreign, 7), f"has ABI {foreign}.7", False),
            ("major_0", note(expected.note_name, expected.note_type, 0, 0), "has ABI 0.0", False),
            ("huge_major", note(expected.note_name, expected.note_type, 2**32 - 1, 0), "has ABI 4294967295.0", False),
            ("without_note", b"", "does not say which ABI", False),
            ("only_other_notes", decoys, "does not say which ABI", False),
            ("own_major_behind_1_mb", note("Other", 1, *[0] * 250000) + own, "does not say which ABI", False),
            ("note_longer_than_its_section", note(expected.note_name, expected.note_type, 1, 0, word_bytes=2**32 - 1),
             "does not say which ABI", False),
            ("name_longer_than_its_section", note(expected.note_name, expected.note_type, 1, 0, name_bytes=2**32 - 3),
             "does not say which ABI", False)):
        yield File(name, library(name, directory, expected, notes), says, runs)


def program_headers(content):
    """[(where the header is, type, offset, size in the file)]."""
    table, = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    return [(table + index * size, *struct.unpack_from("<I4xQ16xQ", content, table + index * size)) for index in range(count)]


def without_sections(content):
    """As tools leave it that strip the section headers too."""
    content = bytearray(content)
    struct.pack_into("<Q", content, 40, 0)
    struct.pack_into("<HHH", content, 58, 64, 0, 0)
    return bytes(content)


def damaged(directory, sound):
    """Copies of a sound library that a host refuses. One that is cut behind the note kills a process that opens it."""
    directory = pathlib.Path(directory)
    content = sound.read_bytes()
    loads = [part for part in program_headers(content) if part[1] == 1]
    note_at = next(part[0] for part in program_headers(content)
                   if part[1] == 4 and b"Sluice\0" in content[part[2]:part[2] + part[3]])
    last_byte = max(offset + size for _, _, offset, size in loads)

    def patched(form, at, value):
        copy = bytearray(content)
        struct.pack_into(form, copy, at, value)
        return bytes(copy)

    cut = "damaged or cut short"
    for name, data, says in (
            ("empty", b"", "is not an ELF library"), ("text", b"#!/bin/sh\nexit 0\n" * 99, "is not an ELF library"),
            ("cut_in_the_header", content[:40], cut), ("cut_in_the_table", content[:100], cut),
            ("cut_behind_the_note", content[:4096], cut), ("cut_by_one_byte", content[:last_byte - 1], cut),
            ("other_word_size", patched("<B", 4, 1), "another kind of machine"),
            ("other_byte_order", patched("<B", 5, 2), "another kind of machine"),
            ("65535_headers", patched("<H", 56, 65535), cut), ("table_far_away", patched("<Q", 32, 2**63), cut),
            ("note_far_away", patched("<Q", note_at + 8, 2**64 - 8), cut),
            ("note_of_2_to_63_bytes", patched("<Q", note_at + 32, 2**63), "does not say which ABI")):
        path = directory / f"{name}.so"
        path.write_bytes(data)
        yield File(name, path, says)
    yield File("a directory", directory, "is not an ELF library")
    yield File("no file", directory / "none.so", "cannot be read")


def stripped(directory, plugin):
    """Copies of the real plugin that must load all the same."""
    directory = pathlib.Path(directory)
    content = pathlib.Path(plugin).read_bytes()
    (directory / "without_sections.so").write_bytes(without_sections(content))
    subprocess.run(["strip", "--strip-all", "--remove-section=.comment", str(plugin), "-o", str(directory / "stripped.so")],
                   check=True)
    for name, path in (("the plugin", pathlib.Path(plugin)), ("stripped", directory / "stripped.so"),
                       ("without sections", directory / "without_sections.so")):
        yield File(name, path, "loaded ABI")
