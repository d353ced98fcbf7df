#!/usr/bin/env python3
"""Checks that every function of the C headers says in its comment which threads may call it.

A function is every declaration with parentheses: the slots of tables, the host's callbacks, function types and the
entry function. Its comment stands before it or behind it on the same line and holds exactly one of [control], [poll] and
[any]; [hot] may follow directly. A comment that speaks of another role in passing has to do so without brackets, so that
a program can read the tags.
"""
import pathlib
import re
import sys

ROLES = {"control", "poll", "any"}
TOKEN = re.compile(r"(?P<comment>/\*.*?\*/|//[^\n]*)|(?P<directive>^[ \t]*#(?:\\\n|[^\n])*)|(?P<end>[;{}])|(?P<code>.)",
                   re.S | re.M)

PLANTED_FAULTS = {
    "no tag": "typedef struct t { /* Does it. */ int (*f)(void); } t;",
    "two roles": "typedef struct t { /* [any] [poll] Since 1.0. */ int (*f)(void); } t;",
    "the same role twice": "typedef struct t { /* [any] ... [any] */ int (*f)(void); } t;",
    "unknown role": "typedef struct t { /* [lane] Since 1.0. */ int (*f)(void); } t;",
    "hot without a role": "typedef struct t { /* [hot] */ int (*f)(void); } t;",
    "hot away from the role": "typedef struct t { /* [any] it is [hot] */ int (*f)(void); } t;",
    "tag of the neighbour": "typedef struct t { /* [any] */ int (*f)(void); int (*g)(void); } t;",
    "tag of the next": "typedef struct t { int (*f)(void);\n /* [any] */ int (*g)(void); } t;",
    "exported function": "/* Entry. */ int entry(void);",
    "function type": "typedef int (*entry_function)(void);",
}
GOOD_HEADER = """
/* Tags up here, [control] or [any], belong to nobody. */
#define CALL(table) ((table)->f())
typedef struct t {
    /* Does it. [control] Since 1.0. */
    int (*f)(void);
    int (*g)(void); /* [any][hot] */
    int plain; /* no function */
    /* Long.
     * [poll]
     * Since 1.0. */
    int (*h)(void *context,
        int value);
} t;
"""


def declarations(text):
    """Yields (line, code, comment) for each declaration with parentheses."""
    code, comments, line, start, previous = "", [], 1, 1, None
    for token in TOKEN.finditer(text):
        if token["comment"]:
            if previous and previous[3] == line:
                previous[2].append(token["comment"])
            else:
                comments.append(token["comment"])
        elif token["end"]:
            previous = (start, " ".join(code.split()), comments, line)
            if token["end"] == ";" and "(" in code:
                yield previous
            if token["end"] != ";":
                previous = None
            code, comments = "", []
        elif token["code"]:
            if not code.strip():
                start = line
            code += token["code"]
        line += token[0].count("\n")


def faults_of(name, text):
    found = list(declarations(text))
    faults = []
    for line, code, comments, _ in found:
        comment = " ".join(comments)
        tags = re.findall(r"\[([a-z_]+)\]", comment)
        roles = [tag for tag in tags if tag != "hot"]
        where = f"{name}:{line}: {code[:100]}"
        unknown = sorted(set(roles) - ROLES)
        if unknown:
            faults.append(f"{where}: [{unknown[0]}] is no role; use one of [control] [poll] [any]")
        elif len(roles) != 1:
            faults.append(f"{where}: {len(roles)} role tags in its comment, exactly one is needed")
        if "hot" in tags and not (tags.count("hot") == 1 and re.search(r"\[(control|poll|any)\]\[hot\]", comment)):
            faults.append(f"{where}: [hot] stands once and directly behind the role")
    pointers = len(re.findall(r"\(\*\s*\w+\)\s*\(", re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)))
    if pointers > len(found):
        faults.append(f"{name}: {pointers} function pointers, but only {len(found)} were understood")
    return faults, len(found)


def main(include_directory):
    faults = [f"planted fault was not noticed: {name}" for name, text in PLANTED_FAULTS.items()
              if not faults_of(name, text)[0]]
    good_faults, good_count = faults_of("good header", GOOD_HEADER)
    if good_faults or good_count != 3:
        faults.append(f"a good header is refused or misread ({good_count} of 3 functions): {good_faults}")
    functions = 0
    for header in sorted(include_directory.rglob("*.h")):
        header_faults, count = faults_of(header.relative_to(include_directory), header.read_text(encoding="utf-8"))
        faults += header_faults
        functions += count
    if functions == 0:
        faults.append(f"no function found below {include_directory}")
    for fault in faults:
        print(fault)
    print(f"{functions} functions, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check_role_tags.py INCLUDE_DIRECTORY")
    sys.exit(main(pathlib.Path(sys.argv[1])))
