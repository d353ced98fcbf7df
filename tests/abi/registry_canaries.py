"""Faults planted for check_registry.py: one row, header, document or source changed, and what has to be said of it."""
import copy

from registry import Row


def _without(rows, name):
    return [row for row in rows if row.name != name]


def _with(rows, name, **changes):
    return [row._replace(**changes) if row.name == name else row for row in rows]


def row_plants(rows):
    """(what was done, the rows, a part of what must be said)."""
    yield "a code without a row", _without(rows, "SLUICE_E_BUSY"), "code SLUICE_E_BUSY is public and not in"
    yield "a field without a row", _without(rows, "sluice_request.side"), "field sluice_request.side is public and not in"
    yield "a slot without a row", _without(rows, "sluice_api_v1.submit"), "slot sluice_api_v1.submit is public and not in"
    yield "a metric without a row", _without(rows, "sluice_limit_used"), "metric sluice_limit_used is public and not in"
    yield "an extension without a row", _without(rows, "sluice.kill/1"), "extension sluice.kill/1 is public and not in"
    yield "the symbol without a row", _without(rows, "sluice_entry_v1"), "symbol sluice_entry_v1 is public and not in"
    yield "a code with another number", _with(rows, "SLUICE_E_BUSY", value="-6"), "SLUICE_E_BUSY is -6 in the registry"
    yield "a row twice", rows + rows[-1:], "is there twice"
    yield "a row for nothing", [*rows, Row("code", "SLUICE_E_NONE", "-99", "1.0", "-")], "in the registry and nowhere else"
    yield ("a metric that nobody exports", [*rows, Row("metric", "sluice_none_total", "counter", "1.0", "-")],
           "sluice_none_total is in the registry and nowhere else")
    yield "a version that is not there yet", _with(rows, "SLUICE_E_BUSY", since="1.9"), "since 1.9, but the headers are"
    yield "a version that is none", _with(rows, "SLUICE_E_BUSY", since="2"), "since 2, but the headers are"
    yield "deprecated before it was there", _with(rows, "SLUICE_E_BUSY", deprecated="1.0"), "deprecated 1.0, since 1.0"
    yield ("a released metric with other labels", _with(rows, "sluice_limit_used", value="gauge venue"),
           "sluice_limit_used was released in 1.0 as gauge venue limit")
    yield "a word for no code", _with(rows, "cause.probe", value="SLUICE_TRIP_GONE"), "SLUICE_TRIP_GONE, which is no code"
    yield ("a released word that is gone", _without(rows, "cause.probe"), "cause.probe was released in 1.0")
    yield ("a metric that joins a release", [*rows, Row("metric", "sluice_late_total", "counter", "1.0", "-")],
           "sluice_late_total was not in the release of 1.0")
    yield "a slot with another since", _with(rows, "sluice_api_v1.poll", since="1.1"), "sluice_api_v1.poll: its comment says"


def fact_plants(facts):
    """(what was done, changed facts, a part of what must be said)."""
    def changed(**changes):
        other = copy.copy(facts)
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    def header(name, old, new):
        if old not in facts.headers[name]:
            raise ValueError(f"planted fault does not fit {name}: {old}")
        return changed(headers={**facts.headers, name: facts.headers[name].replace(old, new)})

    def document(name, text):
        return changed(documents={**facts.documents, name: facts.documents.get(name, "") + text})

    yield "a reused number", changed(enums=[*facts.enums, {"SLUICE_A": 1, "SLUICE_B": 1}]), "SLUICE_B has the number of another"
    yield ("a slot that does not say since when", header("sluice/ext/kill.h", "FULL (256 scopes), ARGUMENT. [any] Since 1.0.",
                                                         "FULL (256 scopes), ARGUMENT. [any]"),
           "sluice_ext_kill.engage: its comment says Since ,")
    yield ("an extension under another name", header("sluice/ext/kill.h", "/* sluice.kill/1: ", "/* sluice.stop/1: "),
           "sluice.kill/1: the header of its name")
    yield ("an extension missing in sluice.h", header("sluice/sluice.h", "/* sluice.batch/1: ", "/* "),
           "sluice.batch/1: sluice/sluice.h does not")
    yield ("an extension missing in the changelog", changed(changelog=facts.changelog.replace("`sluice.batch/1`", "")),
           "CHANGELOG.md does not name `sluice.batch/1` under 1.0")
    yield "a document with an unknown id", document("samples/new.md", "`sluice.kill/2`"), "samples/new.md speaks of sluice.kill/2"
    yield ("a document with an unknown code", document("sdk/ABI.md", "`SLUICE_E_GONE`"), "sdk/ABI.md speaks of SLUICE_E_GONE")
    yield ("a document with an unknown metric", document("README.md", "`sluice_gone_total`"),
           "README.md speaks of sluice_gone_total")
    yield ("an extension that the plugin forgot", changed(boundary=facts.boundary.replace("SLUICE_EXT_KILL", "")),
           "plugin/boundary never answers to SLUICE_EXT_KILL")


def addition_plants(rows, facts):
    """What a field of 1.1 has to bring along. The first is complete and must add no fault."""
    complete = copy.copy(facts)
    complete.minor = 1
    complete.wanted = {**facts.wanted, ("field", "sluice_event.appended"): "-"}
    complete.headers = {**facts.headers, "sluice/event.h": facts.headers["sluice/event.h"].replace(
        "} sluice_event;", "    uint64_t appended; /* something new. Since 1.1. */\n} sluice_event;")}
    complete.changelog = facts.changelog + "\n## 1.1\n\nNew: `sluice_event.appended`.\n"
    added = [*rows, Row("field", "sluice_event.appended", "-", "1.1", "-")]
    yield "a complete addition", added, complete, ""
    silent = copy.copy(complete)
    silent.headers = {**complete.headers, "sluice/event.h": complete.headers["sluice/event.h"].replace(" Since 1.1.", "")}
    yield "an addition that does not say since when", added, silent, "sluice_event.appended: its comment does not say Since 1.1"
    unlisted = copy.copy(complete)
    unlisted.changelog = facts.changelog
    yield "an addition that is not in the changelog", added, unlisted, "does not name `sluice_event.appended` under 1.1"


def missed(rows, facts, faults_of):
    before = set(faults_of(rows, facts))
    plants = [(name, changed, facts, said) for name, changed, said in row_plants(rows)]
    plants += [(name, rows, changed, said) for name, changed, said in fact_plants(facts)]
    plants += addition_plants(rows, facts)
    faults = []
    for name, changed_rows, changed_facts, said in plants:
        new = [fault for fault in faults_of(changed_rows, changed_facts) if fault not in before]
        if said and not any(said in fault for fault in new):
            faults.append(f"planted fault is not noticed: {name}")
        if not said and new:
            faults.append(f"{name} is refused: {new}")
    return faults
