"""The contract as the compiler reads it from the C headers: structs, types, functions, codes, macros.

clang's syntax tree gives names, types and values, so nothing here depends on how a header is laid out as text. Only what
`sluice/sluice.h` includes counts; a header that it leaves out is reported by unlisted_headers().
"""
import dataclasses
import json
import pathlib
import re
import subprocess

# A field that keeps a gap: it may get a name and a meaning later, so its name is no promise.
SPARE = re.compile(r"zero\d+")
# Macros that say which release this is, or that are empty until a build fills them.
NOT_FROZEN = re.compile(r"SLUICE_(VERSION_\w+|ABI_MINOR|EXPORT)")


@dataclasses.dataclass
class Field:
    name: str
    type: str

    @property
    def is_slot(self):
        return "(*)" in self.type

    @property
    def is_spare(self):
        return bool(SPARE.fullmatch(self.name))


@dataclasses.dataclass
class Contract:
    structs: dict = dataclasses.field(default_factory=dict)    # name: [Field]
    types: dict = dataclasses.field(default_factory=dict)      # typedef: what it stands for
    functions: dict = dataclasses.field(default_factory=dict)  # name: type of a pointer to it
    enums: list = dataclasses.field(default_factory=list)      # [{code: value}]
    macros: dict = dataclasses.field(default_factory=dict)     # name: text, "" for those with parameters

    @property
    def codes(self):
        return {name: value for enum in self.enums for name, value in enum.items()}

    def extensions(self):
        """{macro: id}, as in {"SLUICE_EXT_KILL": "sluice.kill/1"}."""
        return {name: text.strip('"') for name, text in self.macros.items() if name.startswith("SLUICE_EXT_")}

    def abi_minor(self):
        return int(self.macros["SLUICE_ABI_MINOR"].rstrip("u"))


def _enumerators(node):
    values = {}
    for constant in node["inner"]:
        if constant["kind"] == "EnumConstantDecl":
            # A code without a number of its own would move when one is put in before it.
            if "inner" not in constant:
                raise ValueError(f"{constant['name']} has no explicit value")
            values[constant["name"]] = int(constant["inner"][0]["value"])
    return values


def _read_tree(tree, contract):
    for node in tree["inner"]:
        kind, name = node["kind"], node.get("name", "")
        if kind == "EnumDecl":
            codes = _enumerators(node)
            if any(code.startswith("SLUICE_") for code in codes):
                contract.enums.append(codes)
        if not name.startswith("sluice_"):
            continue
        if kind == "RecordDecl" and node.get("completeDefinition"):
            contract.structs[name] = [Field(field["name"], field["type"]["qualType"])
                                      for field in node["inner"] if field["kind"] == "FieldDecl"]
        elif kind == "TypedefDecl":
            contract.types[name] = node["type"]["qualType"]
        elif kind == "FunctionDecl":
            contract.functions[name] = node["type"]["qualType"].replace(" (", " (*)(", 1)


def read(include_directory):
    include_directory = pathlib.Path(include_directory)
    command = ["clang", "-x", "c", "-std=c11", f"-I{include_directory}", str(include_directory / "sluice/sluice.h")]
    contract = Contract()
    tree = subprocess.run([*command, "-Xclang", "-ast-dump=json", "-fsyntax-only"],
                          check=True, capture_output=True, text=True).stdout
    _read_tree(json.loads(tree), contract)
    macros = subprocess.run([*command, "-E", "-dM"], check=True, capture_output=True, text=True).stdout
    for name, parameters, text in re.findall(r"^#define (SLUICE_\w+)(\([^)]*\))? ?(.*)$", macros, re.M):
        if not name.endswith("_H"):
            contract.macros[name] = "" if parameters else text
    return contract


def unlisted_headers(include_directory):
    """C headers that `sluice/sluice.h` does not include."""
    include_directory = pathlib.Path(include_directory)
    included = set(re.findall(r'#include "(.+?)"', (include_directory / "sluice/sluice.h").read_text()))
    present = {str(path.relative_to(include_directory)) for path in include_directory.rglob("*.h")}
    return sorted(present - included - {"sluice/sluice.h"})
