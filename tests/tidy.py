#!/usr/bin/env python3
"""Checks what a formatter does not: sizes, leftovers, and that every header says what it is.

Rules, for every file that git knows or would add:
  line        at most 150 characters (code at most 120, which the formatter also keeps), no tab outside of makefiles,
              no blank at its end, one newline at the end of the file
  file        at most 500 lines, no name such as util or helper
  function    at most 80 lines in C, C++, and Python
  header      a .h or .hpp opens with a comment of at least eight words
  leftover    no marker of unfinished work, no disabled test
  characters  ASCII only, but for documents and the data of tests
Recorded data (csv, tsv, svg, json, xml) is only checked for blanks at line ends and its last newline; binary files not at all.

There is no list of exceptions: a file that breaks a rule is changed, or the rule is. Planted faults are tried first.
"""
import pathlib
import re
import subprocess
import sys

CODE = {".h", ".hpp", ".c", ".cpp", ".inc"}
DOCUMENTS = {".md", ".svg"}
DATA = {".csv", ".tsv", ".svg", ".json", ".xml"}
BINARY = {".png", ".gz", ".zst", ".bin"}
MARKERS = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
DISABLED_TEST = re.compile(r"\bTEST(_F|_P)?\([^)]*\bDISABLED_")
BAD_NAME = re.compile(r"(^|[_.])(util|utils|helper|helpers|misc|common)([_.]|$)")
LINES_MAX, FUNCTION_LINES_MAX, CODE_COLUMNS_MAX, COLUMNS_MAX, HEADER_WORDS_MIN = 500, 80, 120, 150, 8


def line_faults(path, text):
    code = path.suffix in CODE
    columns = CODE_COLUMNS_MAX if code else COLUMNS_MAX
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip():
            yield number, "blank at the end of the line"
        if path.suffix in DATA:
            continue
        if len(line) > columns and path.suffix not in DOCUMENTS:
            yield number, f"{len(line)} characters, at most {columns}"
        if "\t" in line:
            yield number, "tab"
        if MARKERS.search(line):
            yield number, "marker of unfinished work: finish it or leave it out"
        if code and DISABLED_TEST.search(line):
            yield number, "disabled test: repair it or delete it"
        if path.suffix not in DOCUMENTS and not line.isascii():
            yield number, "character outside of ASCII"


def without_comments_and_strings(text):
    """Same lines, but nothing in them that could be mistaken for a brace."""
    def blank(match):
        return "\n" * match[0].count("\n") if match[0][0] == "/" else '""' + "\n" * match[0].count("\n")
    return re.sub(r'/\*.*?\*/|//[^\n]*|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', blank, text, flags=re.S)


def long_functions(path, text):
    """Yields (line, length). A function is a block that follows a closing parenthesis and is not inside another."""
    if path.suffix == ".py":
        lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            if match := re.match(r"( *)def ", line):
                end = next((index for index, later in enumerate(lines[number:], number + 1)
                            if later.strip() and not later.startswith(match[1] + " ") and not later.startswith(")")),
                           len(lines) + 1)
                yield number, end - number
        return
    depth, function_depth, start, head, line = 0, None, 0, "", 1
    for character in without_comments_and_strings(text):
        if character == "{":
            if function_depth is None and re.search(
                    r"\)\s*(const|noexcept|override|final|mutable|->\s*[\w:<>*& ]+|:[^;{}]*|\s)*$", head):
                function_depth, start = depth, line
            depth += 1
            head = ""
        elif character == "}":
            depth -= 1
            if function_depth == depth:
                yield start, line - start + 1
                function_depth = None
            head = ""
        elif character == ";":
            head = ""
        else:
            head += character
        line += character == "\n"


def file_faults(path, text):
    """Yields (line, fault) for one file, whose path is relative to the root."""
    yield from line_faults(path, text)
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield 0, "has to end in exactly one newline"
    if BAD_NAME.search(path.name):
        yield 0, "the name says nothing: name it for what it does"
    if path.suffix in DATA | DOCUMENTS:
        return
    length = text.count("\n")
    if length > LINES_MAX:
        yield 0, f"{length} lines, at most {LINES_MAX}: split it where a second job begins"
    if path.suffix in CODE | {".py"}:
        for number, lines in long_functions(path, text):
            if lines > FUNCTION_LINES_MAX:
                yield number, f"function of {lines} lines, at most {FUNCTION_LINES_MAX}"
    if path.suffix in {".h", ".hpp"}:
        opening = re.match(r"\s*(?:/\*(.*?)\*/|((?://[^\n]*\n)+))", text, re.S)
        if not opening or len(re.findall(r"\w+", opening[1] or opening[2])) < HEADER_WORDS_MIN:
            yield 1, "a header opens with a paragraph that says what it is"


HEADER = "// What this header is for, who uses it, and from which threads it is called.\n"
PLANTED = [
    ("a.hpp", HEADER + "int a; \n", "blank at the end"), ("a.cpp", "int a; // " + "x" * 120 + "\n", "characters, at most"),
    ("a.cpp", "\tint a;\n", "tab"), ("a.cpp", "// TO" "DO later\n", "marker"), ("a.py", "# FIX" "ME\n", "marker"),
    ("a_test.cpp", "TEST(A, DISABLED_b) {}\n", "disabled"), ("a.cpp", "// caf\u00e9\n", "ASCII"),
    ("a.cpp", "int a;", "newline"), ("a.cpp", "int a;\n\n", "newline"), ("string_utils.hpp", HEADER, "name"),
    ("helper.cpp", "int a;\n", "name"), ("a.cpp", "int a;\n" * 501, "lines, at most"), ("a.hpp", "#pragma once\n", "opens"),
    ("a.hpp", "// Short.\n", "opens"),
    ("a.cpp", "int f(int a) noexcept {\n" + "a += 1;\n" * 80 + "}\n", "function of"),
    ("a.cpp", "struct A {\n int f(int a) {\nif (a) { }\n" + "a += '{';\n" * 80 + "}\n};\n", "function of"),
    ("a.cpp", "A::A(int a)\n : a_{a}, b_(a) {\n" + "a += 1; // }\n" * 80 + "}\n", "function of"),
    ("a.py", "def f(a):\n" + "    a += 1\n" * 81, "function of"),
]
GOOD = [
    ("a.hpp", HEADER + "namespace a {\n" + "void f() {\n  g();\n}\n" * 90 + "}\n"), ("README.md", "# Caf\u00e9\n"),
    ("a.py", "def f():\n    pass\n\n\n" * 60 + "f()\n"), ("data.csv", "1,2\n" * 900),
]


def canary_faults():
    for name, text, wanted in PLANTED:
        if not any(wanted in fault for _, fault in file_faults(pathlib.PurePath(name), text)):
            yield f"planted fault was not noticed in {name}: {wanted}"
    for name, text in GOOD:
        for number, fault in file_faults(pathlib.PurePath(name), text):
            yield f"good file {name}:{number} is refused: {fault}"


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    faults = list(canary_faults())
    # A build machine often runs as another user than the one who cloned; git then refuses without safe.directory.
    names = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=True).stdout.split("\0")
    paths = sorted({pathlib.PurePath(name) for name in names if name})
    for path in paths:
        if path.suffix in BINARY or not (root / path).is_file():
            continue
        text = (root / path).read_bytes().decode("utf-8", "replace")
        faults += [f"{path}:{number}: {fault}" for number, fault in file_faults(path, text)]
    if not paths:
        faults.append(f"git lists no file in {root}")
    for fault in faults:
        print(fault)
    print(f"{len(paths)} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
