#!/usr/bin/env python3
"""Shows that the old and the new host notice a plugin that breaks the contract: check_canaries.py OLD_HOST NEW_HOST
RUDE_PLUGIN PLUGIN.

Each rule that rude_plugin.c can break is broken once for each host that has to see it; the host must end with exit code 1
and name what is not true. Without a broken rule both must pass, or nothing would be proved.
"""
import concurrent.futures
import os
import subprocess
import sys

BOTH, OLD, NEW = ("old", "new"), ("old",), ("new",)
RULES = {
    "verdict is overrun": BOTH, "error is overrun": BOTH, "kill state is overrun": BOTH, "breaker state is overrun": BOTH,
    "last verdict of a batch is overrun": BOTH, "usage is overrun": BOTH, "numbers are overrun": BOTH,
    "availability is overrun": BOTH, "venue clock is overrun": BOTH, "answer class is overrun": BOTH,
    "cancel is trapped": BOTH, "stale handles are taken": BOTH, "kill does nothing": BOTH,
    "hosts of 1.0 are refused": OLD, "longer requests are refused": NEW,
    "host tail is ignored": NEW, "request tail is ignored": NEW, "event tail is ignored": NEW, "scope tail is ignored": NEW,
    "verdict tail is cleared": NEW, "offset is wrong": NEW, "table says it is longer": NEW,
    "extension says it is longer": NEW,
}


def run(host, rude_plugin, plugin, rule):
    environment = {**os.environ, "SLUICE_RUDE_PLUGIN": plugin, "SLUICE_RUDE_RULE": rule}
    return subprocess.run([host, rude_plugin, "0"], env=environment, capture_output=True, text=True, timeout=60)


def fault_of(name, host, rude_plugin, plugin, rule):
    result = run(host, rude_plugin, plugin, rule)
    if not rule:
        return "" if result.returncode == 0 else f"the {name} host fails although no rule is broken: {result.stderr}"
    if result.returncode == 1 and "not true:" in result.stderr:
        return ""
    return f"the {name} host does not notice that {rule} (exit {result.returncode}): {result.stdout}{result.stderr}"


def main(old_host, new_host, rude_plugin, plugin):
    hosts = {"old": old_host, "new": new_host}
    work = [(name, hosts[name], rude_plugin, plugin, rule)
            for rule, names in {"": BOTH, **RULES}.items() for name in names]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        faults = [fault for fault in pool.map(lambda item: fault_of(*item), work) if fault]
    for fault in faults:
        print(fault)
    print(f"{len(work)} runs, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: check_canaries.py OLD_HOST NEW_HOST RUDE_PLUGIN PLUGIN")
    sys.exit(main(*sys.argv[1:]))
