#!/usr/bin/env python3
"""Compiles every SDK header alone and twice, with all warnings that a strict gateway may have on, as errors.

C headers (.h): C99, C11, C17 and C++11 to C++23; C++ headers (.hpp): C++11 to C++23; each with gcc and with clang. One
translation unit includes the header twice and nothing before it, so a missing include and a missing guard both show. It
also uses every initialiser macro of the header, because a macro is only compiled where it is used.

Before the SDK is judged, the same commands judge headers with one planted fault each; a fault that gets through fails
the check, since it would get through in the SDK too.
"""
import argparse
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile

C_STANDARDS = ["c99", "c11", "c17"]
CXX_STANDARDS = ["c++11", "c++14", "c++17", "c++20", "c++2b"]
COMPILERS = {"c": ["gcc", "clang"], "c++": ["g++", "clang++"]}
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]

ALL = "gcc g++ clang clang++"

# Text of a header, and the compilers that must refuse it. (clang does not warn of C++ keywords in C.)
PLANTED_FAULTS = {
    "padding.h": ("#include <stdint.h>\n#pragma once\nstruct hole { uint8_t a; uint32_t b; };\n", ALL),
    "no_include.h": ("#pragma once\nstruct plain { uint32_t a; };\n", ALL),
    "no_guard.h": ("struct twice { int a; };\n", ALL),
    "keyword.h": ("#pragma once\nstruct word { int class; };\n", "gcc g++ clang++"),
    "conversion.h": ("#include <stdint.h>\n#pragma once\nstatic inline uint8_t f(uint32_t a) { return a; }\n", ALL),
    "initialiser.h": (
        "#include <stdint.h>\n#pragma once\ntypedef struct sluice_x { uint32_t a; uint32_t b; } sluice_x;\n"
        "#define SLUICE_X_INIT { 1u }\n", ALL),
    "too_new.hpp": ("#pragma once\n#include <optional>\ninline std::optional<int> f() { return {}; }\n", "g++ clang++"),
    "narrowing.hpp": ("#pragma once\ninline unsigned char f(unsigned a) { return a; }\n", "g++ clang++"),
}
GOOD_HEADER = (
    "/* Nothing is wrong here. */\n#ifndef GOOD_H\n#define GOOD_H\n#include <stdint.h>\n"
    "typedef struct sluice_x { uint32_t a; uint32_t b; } sluice_x;\n#define SLUICE_X_INIT { 1u, 0u }\n#endif\n")


def translation_unit(include, text):
    uses = "".join(
        f"void use_{name.lower()}(void);\n"
        f"void use_{name.lower()}(void) {{ sluice_{name.lower()} value = SLUICE_{name}_INIT; (void)value; }}\n"
        for name in re.findall(r"^#define SLUICE_(\w+)_INIT\b", text, re.M))
    return f'#include "{include}"\n#include "{include}"\n{uses}typedef int this_unit_is_not_empty;\n'


def commands(is_c_header):
    """All commands for one kind of header; the unit comes on standard input."""
    for language, standards in (("c", C_STANDARDS if is_c_header else []), ("c++", CXX_STANDARDS)):
        for compiler in COMPILERS[language]:
            for standard in standards:
                command = [compiler, "-x", language, f"-std={standard}", *WARNINGS, "-fsyntax-only"]
                if is_c_header:
                    command.append("-Wpadded")
                if language == "c":
                    command.append("-Wc++-compat")
                if "clang" in compiler and is_c_header:
                    # clang looks at the padding of a struct only when it lays it out.
                    command += ["-Xclang", "-fdump-record-layouts-complete"]
                yield command


def compile_one(directory, header, command):
    text = (directory / header).read_text(encoding="utf-8")
    result = subprocess.run(
        [*command, f"-I{directory}", "-"], input=translation_unit(header, text), capture_output=True, text=True)
    return result.returncode == 0, result.stderr


def compile_all(directory, headers, jobs):
    """Yields (header, command, compiled, errors)."""
    work = [(header, command) for header in headers for command in commands(str(header).endswith(".h"))]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = pool.map(lambda item: compile_one(directory, *item), work)
        for (header, command), (compiled, errors) in zip(work, results):
            yield header, command, compiled, errors


def planted_faults_that_pass(jobs):
    """A planted fault must be refused by each compiler named for it, in at least one standard."""
    missed = []
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        (directory / "good.h").write_text(GOOD_HEADER)
        for header, (text, _) in PLANTED_FAULTS.items():
            (directory / header).write_text(text)
        refused = set()
        for header, command, compiled, errors in compile_all(directory, ["good.h", *PLANTED_FAULTS], jobs):
            if header == "good.h" and not compiled:
                missed.append(f"{' '.join(command)} refuses a header without a fault:\n{errors}")
            if not compiled:
                refused.add((header, command[0]))
        for header, (_, compilers) in PLANTED_FAULTS.items():
            missed += [f"{compiler} does not notice the fault planted in {header}"
                       for compiler in compilers.split() if (header, compiler) not in refused]
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("include_directory", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()

    faults = planted_faults_that_pass(arguments.jobs)
    headers = sorted(path.relative_to(arguments.include_directory)
                     for path in arguments.include_directory.rglob("*.h*"))
    if not headers:
        faults.append(f"no header below {arguments.include_directory}")
    count = 0
    for header, command, compiled, errors in compile_all(arguments.include_directory, headers, arguments.jobs):
        count += 1
        if not compiled:
            faults.append(f"{header}: {' '.join(command)}\n{errors}")
    for fault in faults:
        print(fault)
    print(f"{len(headers)} headers, {count} compilations, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
