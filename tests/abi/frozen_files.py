"""The folder frozen/: which files it holds, what they assert, and the seals that keep released ones from being edited."""
import hashlib
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent / "frozen"


# What the release of a minor leaves here.
RELEASED = ["1.{}.inc", "anchor-1.{}.xml", "registry-1.{}.tsv"]


def minor_of(path):
    return int(re.search(r"1\.(\d+)", path.name)[1])


def assertion_files(folder=FOLDER):
    return sorted(folder.glob("1.*.inc"), key=minor_of)


def asserted(path):
    """{("FIELD", struct, field), ("SIZE", struct, bytes), ("NUMBER", name), ...}."""
    found = set()
    for kind, arguments in re.findall(r"^FROZEN_(\w+)\(([^;]*)\);", path.read_text(), re.M):
        words = [word.strip() for word in arguments.split(",")]
        if kind == "INIT":
            found.add((kind, words[1]))
        else:
            found.add((kind, *words[:2 if kind in ("FIELD", "SIZE") else 1]))
    return found


def seals(folder=FOLDER):
    """{file: checksum}, in the format of sha256sum."""
    return {name: checksum for checksum, name in
            (line.split() for line in (folder / "seals.txt").read_text().splitlines() if line)}


def seal_faults(folder=FOLDER):
    faults = []
    sealed = seals(folder)
    newest = max(minor_of(path) for path in FOLDER.glob("1.*.inc"))
    # The newest minor may still be in the making, but for 1.0, which is released.
    for minor in range(max(newest, 1)):
        faults += [f"{name.format(minor)} is released and not sealed" for name in RELEASED if name.format(minor) not in sealed]
    for name, checksum in sealed.items():
        path = folder / name
        if not path.is_file():
            faults.append(f"{name} is sealed and missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != checksum:
            faults.append(f"{name} is sealed and was edited: put it back, and describe what is new in the next minor's file")
    return faults
