"""A copy of the checkout in which one mutant after another is built and tried."""
import os
import pathlib
import re
import subprocess
import time

# No optimiser for the tests' sake: nothing here measures time. No warnings as errors: a mutant may leave a name unused.
OPTIONS = ("-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo", "-DSLUICE_ASSERTIONS=ON", "-DSLUICE_BUILD_SAMPLES=OFF",
           "-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O1 -g1")


class Broken(Exception):
    """The trial itself failed: says why."""


def programs_of(area):
    """Cheapest first. The second is only built when the first noticed nothing."""
    return f"unit_{area}", "integration_test"


def mutated(root, mutant):
    """The text of the mutant's file with the change in it."""
    path = pathlib.Path(root) / "plugin" / mutant.file
    text = path.read_text() if path.is_file() else ""
    count = text.count(mutant.old)
    if count != 1:
        raise Broken(f"{mutant.name}: occurs {count} times in plugin/{mutant.file}, must be once: {mutant.old.strip()}")
    return text.replace(mutant.old, mutant.new)


class Trial:
    def __init__(self, root, work, jobs):
        self.root, self.tree, self.build_folder = pathlib.Path(root), work / "tree", work / "build"
        self.jobs, self.limits_s, self.log = jobs, {}, work / "log.txt"

    def copy(self):
        """Writes only what differs, so that a folder that is used again is built again in part."""
        listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                cwd=self.root, check=True, capture_output=True, text=True).stdout
        for name in filter(None, listed.split("\0")):
            source, target = self.root / name, self.tree / name
            if not source.is_file():
                continue
            content = source.read_bytes()
            if target.is_file() and target.read_bytes() == content:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(source.stat().st_mode)

    def configure(self):
        if not (self.build_folder / "build.ninja").exists():
            self.call(["cmake", "-S", self.tree, "-B", self.build_folder, *OPTIONS])

    def call(self, command):
        with open(self.log, "w", encoding="utf-8") as log:
            if subprocess.run([str(part) for part in command], stdout=log, stderr=subprocess.STDOUT, check=False).returncode == 0:
                return
        raise Broken("does not build:\n" + "\n".join(self.log.read_text().splitlines()[-30:]))

    def build(self, *programs):
        self.call(["cmake", "--build", self.build_folder, "-j", self.jobs, "--target", *programs])

    def failure_alone(self, mutant):
        """What one test says with the mutated header in it and the library as it is: only inline functions differ."""
        unit = f"unit_{mutant.area}"
        test = f"tests/unit/{mutant.area}/CMakeFiles/{unit}.dir/{mutant.test}.cpp.o"
        try:
            self.call(["ninja", "-C", self.build_folder, test])
            self.link_alone(mutant, unit, test)
            return self.failure(f"{unit}_alone")
        finally:
            (self.build_folder / test).unlink(missing_ok=True)

    def link_alone(self, mutant, unit, test):
        build = (self.build_folder / "build.ninja").read_text()
        libraries = re.search(rf"^build tests/unit/{mutant.area}/{unit}: .*?^  LINK_LIBRARIES = (.*?)$", build, re.M | re.S)[1]
        self.call(["sh", "-c", f"cd {self.build_folder} && c++ -o {unit}_alone {test} {libraries}"])

    def run(self, program, tests):
        """The first test that fails, or None; a broken invariant or a hang ends the program, which counts too."""
        folder = "tests/integration" if program == "integration_test" else "tests/unit/" + program.removeprefix("unit_")
        if program.endswith("_alone"):
            folder = "."
        command = [self.build_folder / folder / program, "--gtest_fail_fast", f"--gtest_filter={tests}"]
        limit_s = self.limits_s.get(program.removesuffix("_alone"), 600)
        try:
            done = subprocess.run([str(part) for part in command], text=True, errors="replace", check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=limit_s)
            output, ended = done.stdout, "stops"
            if done.returncode == 0:
                return None
        except subprocess.TimeoutExpired as expired:
            output, ended = (expired.stdout or b"").decode(errors="replace"), "hangs"
        if failed := re.search(r"^\[  FAILED  \] (\S+?),? ", output, re.M):
            return failed[1], "fails"
        started = re.findall(r"^\[ RUN      \] (\S+)", output, re.M)
        return (started[-1] if started else tests), ended

    def measure(self, programs):
        """All must pass as they are. A mutant may then take ten times as long, and half a minute for a busy machine."""
        for program in programs:
            began_s = time.monotonic()
            if failed := self.run(program, "*"):
                raise Broken(f"{program}: {failed[0]} {failed[1]} without any mutant")
            self.limits_s[program] = 30 + 10 * (time.monotonic() - began_s)

    def failure(self, program):
        """As run(), but believes a failure only when the test fails a second time, alone, as it would under ctest."""
        doubted = []
        while found := self.run(program, "*" + ("-" + ":".join(doubted) if doubted else "")):
            name, how = found
            if how == "hangs" or self.run(program, name):
                return f"{program} {name}" + ("" if how == "fails" else f" ({how})")
            doubted.append(name)
        return None

    def judge(self, mutant):
        """What noticed the mutant, or None. The file is put back afterwards."""
        path = self.tree / "plugin" / mutant.file
        original, times = path.read_text(), path.stat()
        is_as_built = True
        if mutant.test:  # the library of the one before is not the one to try with
            self.build(programs_of(mutant.area)[0])
        path.write_text(mutated(self.tree, mutant))
        try:
            if mutant.test and (found := self.failure_alone(mutant)):
                return found.replace("_alone ", " ", 1)
            is_as_built = False
            for program in programs_of(mutant.area):
                self.build(program)
                if found := self.failure(program):
                    return found
            return None
        finally:
            path.write_text(original)
            # Nothing that is left was built from the mutant: nothing needs to be built again.
            if is_as_built:
                os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
