#!/usr/bin/env python3
"""Checks the plugin's object files for code that registers something to run at exit or at the end of a thread.

Such code crashes a process that closes the library first or that ends its threads late. Every registration is a call of
one of the functions below, so it shows as a relocation. A call from a template of a third-party header that keeps a
function-local static cannot be avoided; those headers are listed, by the mangled name of their namespace, with a reason.
The list of objects comes from the build; every source file of the plugin must be in it.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

REGISTERS = {"__cxa_atexit", "atexit", "at_quick_exit", "__cxa_thread_atexit", "__cxa_thread_atexit_impl",
             "pthread_key_create", "on_exit"}
# RapidJSON's schema classes keep two constant strings and one empty schema in function-local statics. They live in
# memory that is never unmapped (the library is linked nodelete), and nothing of ours runs after them.
ALLOWED_SECTIONS = re.compile(r"\.rela\.text(\.unlikely)?\._ZNK?9rapidjson")

PLANTED_FAULTS = {
    "a global with a destructor": "#include <string>\nstd::string global;",
    "a function-local static": "#include <string>\nstd::string &f() { static std::string s; return s; }",
    "a thread-local": "#include <string>\nstd::string &f() { thread_local std::string s; return s; }",
    "atexit": "#include <cstdlib>\nvoid end() {}\nvoid f() { std::atexit(end); }",
    "a thread key": "#include <pthread.h>\nvoid f(pthread_key_t *k) { pthread_key_create(k, nullptr); }",
    "a static in a template of our own": "#include <string>\nnamespace sluice { template <class T> struct S { static "
                                         "std::string &f() { static std::string s; return s; } }; }\n"
                                         "std::string &g() { return sluice::S<int>::f(); }",
}
ALLOWED_SOURCE = ("#include <string>\nnamespace rapidjson { template <class T> struct S { __attribute__((noinline)) static "
                  "std::string &f() { static std::string s; return s; } }; }\n"
                  "std::string &g() { return rapidjson::S<int>::f(); }\nconstexpr int plain = 3; static int counter;"
                  "int h() { return counter += plain; }")


def faults_of(objects):
    faults = []
    for path in objects:
        environment = dict(os.environ, LC_ALL="C")
        dump = subprocess.run(["readelf", "-rSW", path], capture_output=True, text=True, check=True, env=environment).stdout
        if ".gnu.lto_" in dump:
            faults.append(f"{path}: built with link-time optimisation, its calls cannot be seen")
        section = ""
        for line in dump.splitlines():
            heading = re.match(r"Relocation section '([^']+)'", line)
            if heading:
                section = heading[1]
            target = re.match(r"[0-9a-f]{16}\s+[0-9a-f]+\s+R_\w+\s+[0-9a-f]+\s+(\w+)", line)
            if target and target[1] in REGISTERS and not ALLOWED_SECTIONS.match(section):
                faults.append(f"{path}: {section.removeprefix('.rela')} calls {target[1]}")
    return faults


def compiled(source, directory):
    path = str(pathlib.Path(directory) / "planted.o")
    subprocess.run(["g++", "-std=c++20", "-O2", "-fPIC", "-x", "c++", "-c", "-", "-o", path], input=source, text=True,
                   check=True)
    return path


def unlisted_sources(objects, plugin):
    """Sources of which no object is in the list. An object lies in `folder/CMakeFiles/target.dir/source.cpp.o`."""
    listed = [re.sub(r"/CMakeFiles/[^/]+\.dir/(\./)?", "/", path) for path in objects]
    sources = [path.relative_to(plugin.parent) for path in sorted(plugin.rglob("*.cpp"))]
    return [str(source) for source in sources if not any(path.endswith(f"/{source}.o") for path in listed)]


def canary_faults():
    faults = []
    with tempfile.TemporaryDirectory() as directory:
        for name, source in PLANTED_FAULTS.items():
            if not faults_of([compiled(source, directory)]):
                faults.append(f"planted fault was not noticed: {name}")
        faults += [f"an allowed object is refused: {fault}" for fault in
                   faults_of([compiled(ALLOWED_SOURCE, directory)])]
    return faults


def main(list_of_objects, plugin):
    objects = pathlib.Path(list_of_objects).read_text().split()
    faults = canary_faults()
    if not objects:
        faults.append(f"{list_of_objects} names no object file")
    faults += [f"{source}: its object is not in the list of the build" for source in
               unlisted_sources(objects, pathlib.Path(plugin).resolve())]
    faults += faults_of(objects)
    for fault in faults:
        print(fault)
    print(f"{len(objects)} object files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: check_static_destructors.py FILE_WITH_ONE_OBJECT_A_LINE PLUGIN_SOURCE_DIRECTORY")
    sys.exit(main(*sys.argv[1:]))
