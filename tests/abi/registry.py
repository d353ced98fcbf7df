"""sdk/abi/registry.tsv: every public name with the ABI version that brought it and the one that deprecated it.

Columns: kind, name, value, since, deprecated ("-": none). Kinds and what their value is:
  symbol     exported by the library; its version node          type       a typedef that is no struct; -
  struct     -                                                  field      struct.name; -
  slot       table.name or host.name; -                         code       its number
  constant   a macro that is a number or a text; that           macro      any other macro; -
  extension  an id; the macro that stands for it                metric     its type, then its labels
  label      label.word of the metrics; the code it stands for
"""
import collections
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PATH = ROOT / "sdk/abi/registry.tsv"
HEAD = ["kind", "name", "value", "since", "deprecated"]

Row = collections.namedtuple("Row", HEAD)


def read(path=PATH):
    lines = path.read_text().splitlines()
    if lines[0].split("\t") != HEAD:
        raise ValueError(f"{path}: the first line names the columns: {' '.join(HEAD)}")
    return [Row(*line.split("\t")) for line in lines[1:]]


def text_of(rows):
    return "".join("\t".join(row) + "\n" for row in [HEAD, *rows])


def minor_of(version):
    """1.N as N; None when it is no version of major 1."""
    match = re.fullmatch(r"1\.(\d+)", version)
    return int(match[1]) if match else None


def expected(contract, symbols, metrics):
    """{(kind, name): value} of everything that is public. A metric's value is not known here: None."""
    found = {("symbol", symbol.split("@@")[0]): symbol.split("@@")[1] for symbol in symbols}
    for name in contract.types:
        if name not in contract.structs:
            found["type", name] = "-"
    for struct, fields in contract.structs.items():
        found["struct", struct] = "-"
        for field in fields:
            found["slot" if field.is_slot else "field", f"{struct}.{field.name}"] = "-"
    for name, value in contract.codes.items():
        found["code", name] = str(value)
    extensions = contract.extensions()
    for name, text in contract.macros.items():
        is_constant = re.fullmatch(r'"\w+"|\d+u?|UINT64_MAX', text) and not re.match(r"SLUICE_(VERSION_|ABI_MINOR)", name)
        if name in extensions:
            found["extension", extensions[name]] = name
        else:
            found["constant" if is_constant else "macro", name] = text.strip('"') if is_constant else "-"
    for name in sorted(metrics):
        found["metric", name] = None
    return found


def metric_names(telemetry):
    """The names in the exporter's sources; unit_telemetry compares types and labels with what is exported."""
    return {name for source in telemetry.glob("*.cpp") for name in re.findall(r'"(sluice_[a-z0-9_]+)"', source.read_text())}


def row_faults(rows, wanted, minor):
    """Where the registry and what is public differ, in both directions. Labels are compared by unit_telemetry."""
    faults = []
    present = {}
    for row in rows:
        if (row.kind, row.name) in present:
            faults.append(f"{row.kind} {row.name} is there twice")
        present[row.kind, row.name] = row
        since = minor_of(row.since)
        if since is None or since > minor:
            faults.append(f"{row.kind} {row.name}: since {row.since}, but the headers are 1.{minor}")
        deprecated = None if row.deprecated == "-" else minor_of(row.deprecated)
        if row.deprecated != "-" and (deprecated is None or not (since or 0) < deprecated <= minor):
            faults.append(f"{row.kind} {row.name}: deprecated {row.deprecated}, since {row.since}")
    for key in wanted.keys() - present.keys():
        faults.append(f"{' '.join(key)} is public and not in the registry: check_registry.py --add writes its row")
    labels = {key for key in present if key[0] == "label"}
    for key in labels:
        if ("code", present[key].value) not in wanted:
            faults.append(f"{' '.join(key)} stands for {present[key].value}, which is no code")
    for key in present.keys() - wanted.keys() - labels:
        faults.append(f"{' '.join(key)} is in the registry and nowhere else: it may be deprecated, never removed")
    for key in wanted.keys() & present.keys():
        if wanted[key] is not None and wanted[key] != present[key].value:
            faults.append(f"{' '.join(key)} is {present[key].value} in the registry and {wanted[key]} in fact")
    return sorted(faults)


def released_faults(rows, released, is_spare):
    """Rows of a released registry stay as they are, only their deprecation may change; and nothing joins them later."""
    present = {row[:4] for row in rows}
    known = {row[:4] for row in released}
    newest = max((minor_of(row.since) for row in released), default=-1)
    return [f"{row.kind} {row.name} was released in {row.since} as {row.value} and may not change"
            for row in released if row[:4] not in present and not is_spare(row.name)] + [
                f"{row.kind} {row.name} was not in the release of {row.since}: raise SLUICE_ABI_MINOR for it"
                for row in rows if row[:4] not in known and (minor_of(row.since) or 0) <= newest]
