"""What the ELF checks compare a library with: the lists in this folder and the macros of the SDK headers."""
import dataclasses
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Expected:
    symbols: set
    soname: str
    needed: set
    newest: dict
    note_name: str
    note_type: int
    abi_major: int
    abi_minor: int


def content_lines(path):
    lines = [line.split("#")[0].strip() for line in path.read_text().splitlines()]
    return [line for line in lines if line]


def macros(include_directory):
    """The SLUICE_ macros that are one plain number or string, as the preprocessor sees them."""
    text = subprocess.run(["gcc", "-E", "-dM", f"-I{include_directory}", "-x", "c", "-"], check=True, text=True,
                          input='#include "sluice/sluice.h"\n', capture_output=True).stdout
    return dict(re.findall(r'^#define (SLUICE_\w+) "?(\w+)"?$', text, re.M))


def read(include_directory):
    found = macros(include_directory)
    allowed = [line.split() for line in content_lines(HERE / "needed.txt")]

    def number(name):
        return int(found[name].rstrip("uU"))

    return Expected(
        symbols=set(content_lines(HERE / "symbols.txt")),
        soname=f"libsluice.so.{number('SLUICE_VERSION_MAJOR')}",
        needed={words[1] for words in allowed if words[0] == "needed"},
        newest={words[1]: words[2] for words in allowed if words[0] == "newest"},
        note_name=found["SLUICE_NOTE_NAME"], note_type=number("SLUICE_NOTE_TYPE"),
        abi_major=number("SLUICE_ABI_MAJOR"), abi_minor=number("SLUICE_ABI_MINOR"))
