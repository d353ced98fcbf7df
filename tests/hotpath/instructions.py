#!/usr/bin/env python3
"""Counts by callgrind what each way through the hot path executes, and compares it with tests/hotpath/instructions.tsv.

  tests/hotpath/instructions.py             the release preset's library, which is built first; fails when a path has grown by
                                            more than 5 %, is missing from the file, or is in the file alone
  tests/hotpath/instructions.py --update    writes the counts into the file
  tests/hotpath/instructions.py --functions PATH    where the instructions of one path go, by function

A count is the mean of one call's instructions in the library and in what it calls, the test's own program and callbacks left out. It
depends on the compiler and its flags, so the file names both: another compiler is skipped, a library that is no release build refused.
A path that shrank is no fault; --update keeps what was won. The comparison is tried on planted counts first.
"""
import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RECORDED = HERE / "instructions.tsv"
GROWTH_MAX = 0.05


def built_for_release():
    """Builds the release preset as far as it is needed, and returns the driver and the library."""
    for command in (["cmake", "--preset", "release"],
                    ["cmake", "--build", "--preset", "release", "--parallel", "2", "--target", "sluice", "count_instructions"]):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
    build = ROOT / "build/release"
    return build / "tests/hotpath/count_instructions", build / "plugin/libsluice.so.1"


def build_of(plugin):
    """What the counts depend on: compiler with version, and the flags. None for the flags of a build that does not ship."""
    comment = subprocess.run(["readelf", "-p", ".comment", str(plugin)], capture_output=True, text=True, check=True).stdout
    compiler = re.search(r"\] +(GCC|.*clang).* (\d+\.\d+\.\d+)", comment)
    machine = re.search(r"Machine: +(.*)", subprocess.run(["readelf", "-h", str(plugin)], capture_output=True, text=True).stdout)
    cache = plugin.resolve().parent.parent / "CMakeCache.txt"
    values = dict(re.findall(r"^(\w+):\w+=(.*)$", cache.read_text(), re.M))
    is_release = (values["CMAKE_BUILD_TYPE"] == "Release" and not values["SLUICE_SANITIZE"] and values["SLUICE_ASSERTIONS"] == "OFF")
    flags = " ".join(filter(None, [values["CMAKE_CXX_FLAGS"], values["CMAKE_CXX_FLAGS_RELEASE"]]))
    return f"{compiler[1]} {compiler[2]}, {machine[1]}", f"Release, {flags}" if is_release else None


def costs_by_function(dump, driver):
    """Instructions of each (object, function) of one dump, without the driver's own and without what is called."""
    names, costs = {}, collections.Counter()
    in_object = in_function = None
    is_call = False
    for line in dump.splitlines():
        if match := re.match(r"(c?)(ob|fn|fi|fe|fl)=\((\d+)\)(?: (.*))?$", line):
            kind = "fn" if match[2] == "fn" else "ob" if match[2] == "ob" else "file"
            if match[4] is not None:
                names[kind, match[3]] = match[4]
            if not match[1] and kind == "ob":
                in_object = match[3]
            elif not match[1] and kind == "fn":
                in_function = match[3]
        elif line.startswith("calls="):
            is_call = True
        elif re.match(r"[+*-]?\d* \d+$", line):
            if not is_call:
                costs[in_object, in_function] += int(line.split()[1])
            is_call = False
    named = collections.Counter()
    for (place, function), cost in costs.items():
        if names["ob", place] != str(driver):
            named[names["ob", place], names["fn", function]] += cost
    return named


def measure(driver, plugin):
    """{path: {(object, function): instructions of all its calls}}, {path: calls}."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--compress-strings=yes", "--quiet",
             f"--callgrind-out-file={folder}/dump", str(driver), str(plugin)], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"instructions: the driver failed\n{done.stderr}")
        calls = dict(line.split("\t") for line in done.stdout.splitlines())
        costs, names = {}, ""
        for number in range(1, len(calls) + 1):
            dump = pathlib.Path(folder, f"dump.{number}").read_text()
            path = re.search(r"^desc: Trigger: Client Request: (\S+)$", dump, re.M)[1]
            costs[path] = costs_by_function(dump, driver)
    return costs, {path: int(count) for path, count in calls.items()}


def read_recorded():
    """(header lines as a dictionary, {path: instructions})."""
    if not RECORDED.exists():
        return {}, {}
    lines = RECORDED.read_text().splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
    return head, {path: int(count) for path, count in (line.split("\t") for line in lines[len(head):] if "\t" in line)
                  if count.isdigit()}


def compare(recorded, measured):
    """[(path, text)] of the faults, and the same of what shrank."""
    faults, shrank = [], []
    for path in sorted(recorded.keys() | measured.keys()):
        if path not in measured:
            faults.append((path, "is in the file, but nothing was counted"))
        elif path not in recorded:
            faults.append((path, f"takes {measured[path]} instructions and is not in the file"))
        elif measured[path] == 0:
            faults.append((path, "took no instruction: nothing was counted"))
        elif measured[path] > recorded[path] * (1 + GROWTH_MAX):
            faults.append((path, f"has grown from {recorded[path]} to {measured[path]} instructions"))
        elif measured[path] < recorded[path] * (1 - GROWTH_MAX):
            shrank.append((path, f"has shrunk from {recorded[path]} to {measured[path]} instructions"))
    return faults, shrank


def canary_fault():
    """Why the comparison cannot be trusted, or None."""
    good = {"a": 1000, "b": 200}
    for planted, faulty in (({"a": 1050, "b": 190}, False), ({"a": 1051, "b": 200}, True), ({"a": 1000}, True), ({"a": 0, "b": 200}, True),
                            ({"a": 1000, "b": 200, "c": 1}, True)):
        if bool(compare(good, planted)[0]) != faulty:
            return f"planted counts {planted} against {good} were judged wrongly"
    return None


def print_table(recorded, measured):
    print(f"{'path':32} {'recorded':>9} {'now':>9} {'change':>8}")
    for path, count in measured.items():
        change = f"{100 * (count / recorded[path] - 1):+7.1f}%" if recorded.get(path) else "new"
        print(f"{path:32} {recorded.get(path, '-'):>9} {count:>9} {change:>8}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--update", action="store_true")
    arguments.add_argument("--functions", metavar="PATH")
    arguments.add_argument("--driver", type=pathlib.Path, help="count_instructions of any build")
    arguments.add_argument("--plugin", type=pathlib.Path, help="the libsluice.so.1 of a release build")
    arguments.add_argument("--skip-code", type=int, default=0, help="exit code when there is nothing to compare with")
    given = arguments.parse_args()
    if fault := canary_fault():
        sys.exit(f"instructions: {fault}")
    driver, plugin = (given.driver, given.plugin) if given.driver and given.plugin else built_for_release()
    driver = driver.resolve()  # the dump names objects by their whole path
    compiler, flags = build_of(plugin)
    if flags is None:
        sys.exit(f"instructions: {plugin} is no release build; counts of assertions or of a debug build say nothing")
    head, recorded = read_recorded()
    if not given.update and not given.functions and (head.get("compiler"), head.get("build")) != (compiler, flags):
        print(f"skipped: the counts were taken with {head.get('compiler')} ({head.get('build')}), this is {compiler} ({flags})")
        return given.skip_code

    costs, calls = measure(driver, plugin)
    if given.functions:
        for (place, function), cost in costs[given.functions].most_common(40):
            print(f"{cost / calls[given.functions]:9.1f}  {function[:100]}  {pathlib.Path(place).name}")
        return 0
    measured = {path: round(sum(costs[path].values()) / calls[path]) for path in costs}
    print_table(recorded, measured)
    if given.update:
        RECORDED.write_text(f"# compiler: {compiler}\n# build: {flags}\npath\tinstructions\n" +
                            "".join(f"{path}\t{count}\n" for path, count in measured.items()))
        return 0
    faults, shrank = compare(recorded, measured)
    for path, text in shrank:
        print(f"{path} {text}: tests/hotpath/instructions.py --update keeps that")
    for path, text in faults:
        print(f"FAILED: {path} {text}: make it shorter, or say why in the commit that updates the file")
    print(f"{len(measured)} paths, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
