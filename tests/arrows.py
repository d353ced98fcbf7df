#!/usr/bin/env python3
"""Checks that includes point the way a request flows, and never back.

Between the top folders: sdk includes nothing of ours (but its tools the plugin's config, whose files they explain),
plugin only sdk, adapters only sdk, samples adapters and sdk.
Inside the plugin: boundary -> engine -> release -> venue -> {admit, limits, queue} -> {telemetry, platform}, and two
leaves that the stages may read: config, and request (what a request is, as the stages hand it on). answers (what an
answer of a venue means) stands beside the venues: the engine asks it, and it knows none of them. A stage may include
what its arrows reach, by way of other stages too. A quoted include is ours and has to exist; one in angle brackets may
be the system's.

Before the tree is judged, the rules are tried on planted includes.
"""
import pathlib
import re
import sys

# Folder of the plugin -> the folders it may include besides itself.
LEAVES = {"telemetry", "platform", "config", "request"}
STAGES = {"admit", "limits", "queue"} | LEAVES
PLUGIN_ARROWS = {
    "boundary": {"engine", "release", "venue", "answers"} | STAGES,
    "engine": {"release", "venue", "answers"} | STAGES,
    "release": {"venue"} | STAGES,
    "venue": STAGES,
    "admit": LEAVES,
    "limits": LEAVES,
    "queue": LEAVES,
    "answers": LEAVES,
    "telemetry": {"platform"},
    "config": set(),
    "request": set(),
    "platform": set(),
    "request": set(),
}
TOP_ARROWS = {"sdk": set(), "plugin": {"sdk"}, "adapters": {"sdk"}, "samples": {"sdk", "adapters"}}
TOOLS_LEAF = ("plugin", "config")
# Where an include of each top folder is looked for; a sample has its own folder on its path as well.
INCLUDE_DIRECTORIES = {
    "sdk": ["sdk/include", "plugin"],
    "plugin": ["plugin", "sdk/include"],
    "adapters": ["adapters/quickfix/include", "adapters/quickfix", "adapters", "sdk/include"],
    "samples": ["samples", "adapters/quickfix/include", "adapters/quickfix", "adapters", "sdk/include"],
}
SOURCES = {".h", ".hpp", ".c", ".cpp", ".inc"}


def includes(text):
    """[(line, name, is it quoted)]."""
    return [(number, match[2], match[1] == '"') for number, line in enumerate(text.splitlines(), 1)
            if (match := re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line))]


def resolve(root, source, name):
    """The included file, relative to the root; None if none of our folders has it."""
    top, folder = source.relative_to(root).parts[:2]
    places = [source.parent, root / top / folder, *(root / directory for directory in INCLUDE_DIRECTORIES[top]),
              *(root / other for other in TOP_ARROWS)]
    for place in places:
        if (place / name).is_file():
            return (place / name).resolve().relative_to(root)
    return None


def fault_of(source, target):
    """Why a file (relative path) may not include another one, or None."""
    top, target_top = source.parts[0], target.parts[0]
    if source.parts[:2] == ("sdk", "tools"):
        return None if target_top == "sdk" or target.parts[:2] == TOOLS_LEAF else f"tools may not include {target}"
    if top != target_top:
        return None if target_top in TOP_ARROWS[top] else f"{top} may not include {target_top}"
    if top == "samples" and source.parts[1] != target.parts[1]:
        return f"sample {source.parts[1]} may not include sample {target.parts[1]}"
    if top != "plugin":
        return None
    stage, target_stage = source.parts[1], target.parts[1]
    for folder in (stage, target_stage):
        if folder not in PLUGIN_ARROWS:
            return f"plugin/{folder} is not in the picture of tests/arrows.py"
    if stage == target_stage or target_stage in PLUGIN_ARROWS[stage]:
        return None
    return f"plugin/{stage} may not include plugin/{target_stage}"


def faults_of(root):
    faults, count = [], 0
    for top in TOP_ARROWS:
        for source in sorted((root / top).rglob("*")):
            if source.suffix not in SOURCES or not source.is_file():
                continue
            for number, name, is_quoted in includes(source.read_text(encoding="utf-8")):
                target = resolve(root, source, name)
                if target is None and not is_quoted:
                    continue
                count += 1
                fault = "no such file of ours" if target is None else fault_of(source.relative_to(root), target)
                if fault:
                    faults.append(f"{source.relative_to(root)}:{number}: {name}: {fault}")
    return faults, count


PLANTED = [
    ("plugin/limits/a.hpp", "plugin/venue/b.hpp"), ("plugin/venue/a.hpp", "plugin/engine/b.hpp"),
    ("plugin/platform/a.hpp", "plugin/telemetry/b.hpp"), ("plugin/config/a.hpp", "plugin/limits/b.hpp"),
    ("plugin/queue/a.hpp", "plugin/limits/b.hpp"), ("plugin/venue/a.hpp", "plugin/release/b.hpp"),
    ("plugin/telemetry/a.hpp", "plugin/config/b.hpp"), ("plugin/request/a.hpp", "plugin/platform/b.hpp"),
    ("plugin/drawer/a.hpp", "plugin/platform/b.hpp"), ("plugin/answers/a.hpp", "plugin/venue/b.hpp"),
    ("plugin/venue/a.hpp", "plugin/answers/b.hpp"),
    ("plugin/limits/a.hpp", "adapters/quickfix/b.hpp"), ("sdk/include/sluice/a.h", "plugin/venue/b.hpp"),
    ("sdk/include/sluice/a.h", "plugin/config/b.hpp"), ("sdk/tools/one/a.cpp", "plugin/limits/b.hpp"),
    ("adapters/quickfix/a.cpp", "plugin/venue/b.hpp"), ("samples/host/a.cpp", "plugin/venue/b.hpp"),
    ("samples/one/a.cpp", "samples/two/b.hpp"), ("adapters/quickfix/a.cpp", "samples/one/b.hpp"),
]
GOOD = [
    ("plugin/boundary/a.cpp", "plugin/engine/b.hpp"), ("plugin/engine/a.cpp", "plugin/platform/b.hpp"),
    ("plugin/venue/a.cpp", "plugin/config/b.hpp"), ("plugin/limits/a.cpp", "plugin/limits/b.hpp"),
    ("plugin/venue/a.cpp", "sdk/include/sluice/b.h"), ("samples/one/a.cpp", "adapters/quickfix/b.hpp"),
    ("sdk/tools/one/a.cpp", "plugin/config/b.hpp"),
]


def canary_faults():
    faults = [f"planted arrow was not noticed: {source} -> {target}" for source, target in PLANTED
              if not fault_of(pathlib.PurePath(source), pathlib.PurePath(target))]
    faults += [f"good arrow is refused: {source} -> {target}" for source, target in GOOD
               if fault_of(pathlib.PurePath(source), pathlib.PurePath(target))]
    if includes('#include <a>\n  #  include "b/c.hpp" // why\n') != [(1, "a", False), (2, "b/c.hpp", True)]:
        faults.append("include lines are misread")
    return faults


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    faults = canary_faults()
    real_faults, count = faults_of(root)
    faults += real_faults
    if count == 0:
        faults.append(f"no include found below {root}")
    for fault in faults:
        print(fault)
    print(f"{count} includes, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
