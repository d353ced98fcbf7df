"""What a library must be like to be loaded into somebody else's process. One function a rule; each returns its faults.

The reasons, in one place: a gateway calls dlopen late, in a process full of other libraries, and can neither afford a
failing load nor a crash at exit. So there is no symbol but the entry, nothing resolved late, nothing that can be left
behind when the library is closed, and nothing asked of the machine that the list in needed.txt does not name.
"""
import re


def exports(elf, expected):
    found = {name for kind, name in elf.exported if kind != "A"}
    return ([f"exports {name}, which symbols.txt does not list" for name in sorted(found - expected.symbols)]
            + [f"does not export {name}" for name in sorted(expected.symbols - found)])


def soname(elf, expected):
    found = elf.dynamic_names("SONAME")
    return [] if found == [expected.soname] else [f"SONAME is {found}, expected {expected.soname}"]


def needed(elf, expected):
    return [f"needs {name}, which needed.txt does not allow"
            for name in elf.dynamic_names("NEEDED") if name not in expected.needed]


def symbol_versions(elf, expected):
    faults = []
    for symbol in elf.imported:
        version = re.search(r"@(\w+?)_([0-9.]+)$", symbol)
        newest = version and expected.newest.get(version[1])
        if newest and tuple(map(int, version[2].split("."))) > tuple(map(int, newest.split("."))):
            faults.append(f"uses {symbol}, newer than {version[1]} {newest}")
    return faults


def runpath(elf, _):
    return [f"{tag} is set to {name}" for tag in ("RPATH", "RUNPATH") for name in elf.dynamic_names(tag)]


def static_tls(elf, _):
    """Initial-exec thread-local storage makes dlopen fail once the process has used up its static block."""
    return ["STATIC_TLS: a variable is thread-local with the initial-exec model"] if "STATIC_TLS" in elf.flags else []


def text_relocations(elf, _):
    return ["TEXTREL: code is patched at load"] if elf.dynamic_values("TEXTREL") or "TEXTREL" in elf.flags else []


def gnu_unique(elf, _):
    """One such symbol ties the library to every other one that has it, and glibc then never unloads any of them."""
    return [f"GNU_UNIQUE symbol {name}" for kind, name in elf.exported if kind == "u"]


def nodelete(elf, _):
    return [] if "NODELETE" in elf.flags else ["NODELETE is not set: dlclose would unmap code that still runs"]


def bind_now(elf, _):
    return [] if {"BIND_NOW", "NOW"} <= elf.flags else ["BIND_NOW is not set: a missing symbol shows up in mid-traffic"]


def relro(elf, _):
    return [] if ("GNU_RELRO", "R") in elf.segments else ["no RELRO segment: the table of addresses stays writable"]


def executable_stack(elf, _):
    stack = [flags for kind, flags in elf.segments if kind == "GNU_STACK"]
    return [] if stack == ["RW"] else [f"stack flags are {stack}, expected RW"]


def destructors(elf, _):
    """The compiler's own start-up file brings one entry of eight bytes; every further one is ours."""
    size = elf.sections.get(".fini_array", 0)
    return [] if size <= 8 else [f".fini_array has {size // 8 - 1} destructors of our own"]


def note(elf, expected):
    if ".note.sluice" not in elf.sections:
        return ["no section .note.sluice"]
    found = elf.note(".note.sluice")
    wanted = (expected.note_name, expected.note_type,
              b"".join(word.to_bytes(4, "little") for word in (expected.abi_major, expected.abi_minor)))
    return [] if found == wanted else [f".note.sluice says {found}, the headers say {wanted}"]


CHECKS = {check.__name__: check for check in (
    exports, soname, needed, symbol_versions, runpath, static_tls, text_relocations, gnu_unique, nodelete, bind_now,
    relro, executable_stack, destructors, note)}
