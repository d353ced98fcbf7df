#!/usr/bin/env python3
"""Shows that a host learns a library's ABI before any code of it runs: check_note.py LIBRARY INCLUDE_DIRECTORY.

A host made of the SDK's loader is run on the plugin, on stripped copies, on libraries of another ABI, and on files that
are cut or lie about themselves. What it says must fit, it must not crash or want much memory, and the constructor of what
it refuses must not have run. A second host, whose loader does not look at the note, must fail on every file to be refused:
it runs the constructor of foreign libraries, and is killed by a file that was cut.
"""
import concurrent.futures
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

import elf_expected
import note_files

HERE = pathlib.Path(__file__).resolve().parent
MEMORY_BYTES_MAX = 256 * 1024 * 1024
LOOK_AT_THE_NOTE = "        refuse_foreign_file(path);\n"


def compile_host(include_directory, program):
    subprocess.run(["g++", "-std=c++11", "-O0", f"-I{include_directory}", str(HERE / "note_host.cpp"), "-o", str(program)],
                   check=True)
    return program


def careless_headers(include_directory, directory):
    """The SDK with a loader that opens every file."""
    copy = pathlib.Path(directory) / "careless"
    shutil.copytree(include_directory, copy)
    loader = copy / "sluice/cpp/loader.hpp"
    text = loader.read_text()
    if text.count(LOOK_AT_THE_NOTE) != 1:
        raise ValueError("loader.hpp has changed: the planted fault does not fit")
    loader.write_text(text.replace(LOOK_AT_THE_NOTE, ""))
    return copy


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def faults_of(host, file, directory):
    trace = pathlib.Path(directory) / "trace"
    trace.unlink(missing_ok=True)
    environment = dict(os.environ, SLUICE_TEST_TRACE=str(trace))
    result = subprocess.run([host, str(file.path)], capture_output=True, text=True, env=environment, timeout=20,
                            preexec_fn=limit_memory)
    faults = []
    if result.returncode != 0:
        faults.append(f"{file.name}: the host ended with {result.returncode} {result.stderr.strip()}")
    elif file.says not in result.stdout:
        faults.append(f"{file.name}: the host says '{result.stdout.strip()}', not '{file.says}'")
    if trace.exists() != file.runs:
        faults.append(f"{file.name}: its constructor {'ran' if trace.exists() else 'did not run'}")
    return faults


def main(plugin, include_directory):
    expected = elf_expected.read(include_directory)
    with tempfile.TemporaryDirectory() as directory:
        careless = careless_headers(include_directory, directory)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            hosts = [pool.submit(compile_host, include, f"{directory}/{name}")
                     for include, name in ((include_directory, "host"), (careless, "careless_host"))]
        host, careless_host = (future.result() for future in hosts)
        files = list(note_files.stripped(directory, plugin)) + list(note_files.libraries(directory, expected))
        files += note_files.damaged(directory, next(file.path for file in files if file.name == "own_major"))
        faults = [fault for file in files for fault in faults_of(host, file, directory)]
        refused = [file for file in files if not file.runs and file.says != "loaded ABI"]
        faults += [f"planted fault is not noticed: a host that does not look at the note of {file.name}"
                   for file in refused if not faults_of(careless_host, file, directory)]
    for fault in faults:
        print(fault)
    print(f"{len(files)} files, {len(refused)} of them to be refused, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: check_note.py LIBRARY INCLUDE_DIRECTORY")
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2]).resolve()))
