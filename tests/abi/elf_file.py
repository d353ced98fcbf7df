"""One shared library as `readelf` and `nm` see it. Read only; every property runs its tool once."""
import functools
import os
import re
import subprocess


class ElfFile:
    def __init__(self, path):
        self.path = str(path)

    def _run(self, *command):
        environment = dict(os.environ, LC_ALL="C")
        return subprocess.run([*command, self.path], capture_output=True, text=True, check=True, env=environment).stdout

    @functools.cached_property
    def dynamic(self):
        """[(tag, value)] of the dynamic section, as in ("NEEDED", "Shared library: [libc.so.6]")."""
        return re.findall(r"^ 0x[0-9a-f]+ \((\w+)\)\s+(.*)$", self._run("readelf", "-dW"), re.M)

    def dynamic_values(self, tag):
        return [value for found, value in self.dynamic if found == tag]

    def dynamic_names(self, tag):
        """The bracketed names of NEEDED, SONAME, RPATH and RUNPATH."""
        return [re.search(r"\[(.*)\]", value).group(1) for value in self.dynamic_values(tag)]

    @property
    def flags(self):
        return {flag for tag in ("FLAGS", "FLAGS_1")
                for value in self.dynamic_values(tag) for flag in value.replace("Flags:", "").split()}

    @functools.cached_property
    def sections(self):
        """{name: size in bytes}."""
        return {name: int(size, 16) for name, size in re.findall(
            r"^\s*\[\s*\d+\] (\S+)\s+\S+\s+[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+)", self._run("readelf", "-SW"), re.M)}

    @functools.cached_property
    def segments(self):
        """[(type, flags)] as in ("GNU_STACK", "RW")."""
        return [(kind, flags.replace(" ", "")) for kind, flags in re.findall(
            r"^\s+([A-Z_]+)\s+(?:0x[0-9a-f]+ ){5}([RWE ]{3})", self._run("readelf", "-lW"), re.M)]

    @functools.cached_property
    def exported(self):
        """[(type letter, name with version)] of what the library defines for others."""
        return [tuple(line.split()[1:3]) for line in
                self._run("nm", "-D", "--defined-only", "--with-symbol-versions").splitlines()]

    @functools.cached_property
    def imported(self):
        """Names with versions, as in "malloc@GLIBC_2.2.5"."""
        return [line.split()[-1] for line in
                self._run("nm", "-D", "--undefined-only", "--with-symbol-versions").splitlines()]

    def note(self, section):
        """(name, type, description bytes) of the first note in a section, or None."""
        dump = self._run("readelf", "-x", section)
        # A line of the dump: address, up to four words of four bytes, then the same as text.
        data = b"".join(bytes.fromhex(re.sub(r"\s", "", line[13:48]))
                        for line in dump.splitlines() if line.startswith("  0x"))
        if len(data) < 12:
            return None
        name_size, description_size, kind = (int.from_bytes(data[i:i + 4], "little") for i in (0, 4, 8))
        description_at = 12 + (name_size + 3) // 4 * 4
        return (data[12:12 + name_size].rstrip(b"\0").decode("ascii", "replace"), kind,
                data[description_at:description_at + description_size])
