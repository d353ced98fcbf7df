"""Copies of the SDK headers with one change each: changes that break the promise, and one copy with all that it allows.

check_frozen.py and check_anchor.py both judge them, so that each gate is known to see what it was built to see.
"""
import dataclasses
import pathlib
import re
import shutil


@dataclasses.dataclass
class Mutant:
    name: str
    header: str      # below include/sluice
    pattern: str     # regular expression, must match exactly once
    replacement: str
    # abidiff knows no macros and finds no anonymous codes.
    seen_by_abidiff: bool = True
    # Only C++ can look into a constant struct while it compiles.
    seen_in_c: bool = True


BREAKS = [
    Mutant("a field in the middle", "request.h", r"(uint64_t ticket;)", r"uint64_t inserted; \1"),
    Mutant("a field at the front", "ext/limits.h", r"(typedef struct sluice_usage \{)", r"\1 uint64_t inserted;"),
    Mutant("two fields of different type change places", "request.h", r"(uint64_t deadline_ns;)(.*?)(int64_t price_e8;)",
           r"\3\2\1"),
    Mutant("two fields of one type change places", "request.h", r"(uint32_t account_id;)\s*(uint32_t instrument_id;)",
           r"\2 \1"),
    Mutant("a field becomes wider", "verdict.h", r"uint32_t reason; ", "uint64_t reason; "),
    Mutant("an array becomes longer", "status.h", r"char message\[\d+\]", "char message[248]"),
    Mutant("a field changes its sign", "request.h", r"int64_t quantity_e8;", "uint64_t quantity_e8;"),
    Mutant("the last field is removed", "ext/limits.h", r"uint64_t assumed;", ""),
    Mutant("a field gets another name", "release.h", r"uint64_t held_ns;", "uint64_t waited_ns;"),
    Mutant("a pointer points at something else", "host.h", r"void \*context;  ", "const char *context;  "),
    Mutant("a parameter is added", "api.h", r"(\(\*submit\)\(sluice_lane \*lane,)", r"\1 uint32_t venue_id,"),
    Mutant("a parameter loses its const", "ext/batch.h", r"const sluice_request \*requests,", "sluice_request *requests,"),
    Mutant("a parameter of a callback becomes narrower", "host.h", r"uint64_t due_ns\);", "uint32_t due_ns);"),
    Mutant("a return type changes", "api.h", r"int32_t \(\*poll\)", "int64_t (*poll)"),
    Mutant("a slot is removed", "ext/breaker.h", r"sluice_status \(\*disable\)\([^;]*\);", ""),
    Mutant("two slots of one type change places", "ext/breaker.h", r"(\(\*)trip(\).*?\(\*)force_open(\))",
           r"\1force_open\2trip\3"),
    Mutant("a slot above the marked line", "api.h", r"(const void \*\(\*extension\))",
           r"uint32_t (*inserted)(sluice_engine *engine); \1"),
    Mutant("the status becomes wider", "status.h", r"typedef int32_t sluice_status;", "typedef int64_t sluice_status;"),
    Mutant("the status changes its sign", "status.h", r"typedef int32_t sluice_status;", "typedef uint32_t sluice_status;"),
    Mutant("the entry takes something else", "entry.h", r"sluice_entry_v1\(uint32_t host_minor",
           "sluice_entry_v1(uint64_t host_minor"),
    Mutant("a status gets another number", "status.h", r"SLUICE_E_BUSY = [^,]*,", "SLUICE_E_BUSY = -15,", seen_by_abidiff=False),
    Mutant("a reason gets the number of another", "verdict.h", r"SLUICE_REASON_EXPIRED = [^,]*,",
           "SLUICE_REASON_EXPIRED = 6002,", seen_by_abidiff=False),
    Mutant("a code is removed", "ext/answers.h", r"SLUICE_ANSWER_OVERLOAD = [^,]*,", "", seen_by_abidiff=False),
    Mutant("a code gets another name", "request.h", r"SLUICE_CLASS_IDLE\b", "SLUICE_CLASS_LATER", seen_by_abidiff=False),
    Mutant("an extension gets another id", "ext/kill.h", r'"sluice\.kill/\d+"', '"sluice.kill/99"', seen_by_abidiff=False),
    Mutant("a bound changes", "ext/batch.h", r"SLUICE_BATCH_MAX \d+u", "SLUICE_BATCH_MAX 500u", seen_by_abidiff=False),
    Mutant("the note gets another name", "entry.h", r'SLUICE_NOTE_NAME "\w+"', 'SLUICE_NOTE_NAME "sluice"',
           seen_by_abidiff=False),
    Mutant("the entry gets another name", "entry.h", r'NAME "sluice_entry_\w+"', 'NAME "sluice_entry_v2"',
           seen_by_abidiff=False),
    Mutant("an initialiser forgets the size", "request.h", r"\(uint32_t\)sizeof\(sluice_request\)",
           "0u * (uint32_t)sizeof(sluice_request)", seen_by_abidiff=False, seen_in_c=False),
]

# Everything that ABI.md allows, in one copy.
ALLOWED = [
    Mutant("a field at the end", "event.h", r"(uint32_t venue_time_resolution_us;[^}]*)(\} sluice_event;)",
           r"\1uint64_t appended;\n\2"),
    Mutant("its initialiser", "event.h", r"(sizeof\(sluice_event\),)", r"\1 0u,"),
    Mutant("a slot below the marked line", "api.h", r"(append below this line only ---- \*/)",
           r"\1\n/* [any] Since 1.1. */\nint32_t (*appended)(sluice_engine *engine);"),
    Mutant("a slot at the end of an extension", "ext/kill.h", r"(\} sluice_ext_kill;)",
           r"/* [any] Since 1.1. */\nint32_t (*appended)(sluice_engine *engine);\n\1"),
    Mutant("a code with a new number", "verdict.h", r"(SLUICE_REASON_GRANTS_FULL = [^,]*,)",
           r"\1 SLUICE_REASON_APPENDED = 6010,"),
    Mutant("a spare field gets a meaning", "ext/limits.h",
           r"(typedef struct sluice_usage \{\s*uint32_t struct_size;\s*uint32_t )zero0;", r"\1generation;"),
    Mutant("a new extension", "ext/reasons.h", r"#endif\n\Z",
           '#define SLUICE_EXT_APPENDED "sluice.appended/1"\n'
           "typedef struct sluice_ext_appended { uint32_t struct_size; uint32_t zero0; } sluice_ext_appended;\n#endif\n"),
]


def apply(mutants, include_directory, target):
    """Copies the headers to target/include and changes them. Raises when a mutant no longer fits the headers."""
    copy = pathlib.Path(target) / "include"
    shutil.copytree(include_directory, copy, ignore=shutil.ignore_patterns("cpp"))
    for mutant in mutants:
        header = copy / "sluice" / mutant.header
        text, count = re.subn(mutant.pattern, mutant.replacement, header.read_text(), flags=re.S)
        if count != 1:
            raise ValueError(f"planted change '{mutant.name}' fits {count} places of {mutant.header}, not one")
        header.write_text(text)
    return copy
