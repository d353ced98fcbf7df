"""What comments and documents say of the contract, compared with the registry. Every function returns its faults."""
import re

import check_role_tags

HYPOTHETICAL = re.compile(r"sluice_entry_v[2-9]")


def since_of_functions(name, text):
    """{slot or type: "1.N"} as the comments of a header say it; "" when one says nothing."""
    found = {}
    starts = [(match.start(), match[1]) for match in re.finditer(r"typedef struct (\w+) \{", text)]
    lines = [0]
    for match in re.finditer("\n", text):
        lines.append(match.end())
    for line, code, comments, _ in check_role_tags.declarations(text):
        since = re.search(r"Since (1\.\d+)", " ".join(comments))
        pointer = re.search(r"\(\*(\w+)\)\(", code)
        if not pointer:
            continue
        owners = [struct for start, struct in starts if start < lines[line - 1]]
        is_slot = not code.startswith("typedef") and owners
        found[f"{owners[-1]}.{pointer[1]}" if is_slot else pointer[1]] = since[1] if since else ""
    return found


def comment_behind(name, texts):
    """The comment on the line where a field or code is declared, or the one before a macro."""
    for text in texts:
        if match := re.search(rf"^[^*\n]*\b{re.escape(name)}\b[^\n]*?/\*(.*?)\*/", text, re.M | re.S):
            return match[1]
    return ""


def header_faults(rows, headers):
    """headers: {name: text}. Slots say since when they are there; so does everything that came after 1.0."""
    faults = []
    since = {}
    for name, text in headers.items():
        since.update(since_of_functions(name, text))
    for row in rows:
        if row.kind == "slot" and since.get(row.name) != row.since:
            faults.append(f"{row.name}: its comment says Since {since.get(row.name)}, the registry {row.since}")
        elif row.kind in ("field", "code") and row.since != "1.0":
            if f"Since {row.since}" not in comment_behind(row.name.split(".")[-1], headers.values()):
                faults.append(f"{row.name}: its comment does not say Since {row.since}")
        elif row.kind == "extension":
            opening = headers.get(f"sluice/ext/{row.name.split('.')[1].split('/')[0]}.h", "").split("\n")[0]
            if not opening.startswith(f"/* {row.name}: "):
                faults.append(f"{row.name}: the header of its name does not begin with it")
            if f"/* {row.name}: " not in headers.get("sluice/sluice.h", ""):
                faults.append(f"{row.name}: sluice/sluice.h does not say what it is")
    return faults


def changelog_faults(rows, changelog):
    """1.0 lists its symbol and extensions; every later version lists all that it adds or deprecates."""
    sections = {title: body for title, body in re.findall(r"^## (1\.\d+)\n(.*?)(?=^## |\Z)", changelog, re.M | re.S)}
    faults = []
    for row in rows:
        for version in {row.since, row.deprecated} - {"-"}:
            if version == "1.0" and row.kind not in ("symbol", "extension"):
                continue
            if f"`{row.name}`" not in sections.get(version, ""):
                faults.append(f"CHANGELOG.md does not name `{row.name}` under {version}")
    return faults


def document_faults(rows, name, text, is_about_abi):
    """No document speaks of an extension that is not there; those about the ABI use no other name either."""
    known = {row.name for row in rows} | {row.value for row in rows if row.kind == "extension"}
    known |= {row.name.split(".")[-1] for row in rows}
    pattern = r"\bsluice\.[a-z_]+/\d+" + (r"|\bSLUICE_[A-Z0-9_]*[A-Z0-9]\b|\bsluice_[a-z0-9_]+\b" if is_about_abi else "")
    return [f"{name} speaks of {word}, which is not in the registry"
            for word in sorted(set(re.findall(pattern, text)) - known) if not HYPOTHETICAL.fullmatch(word)]
