"""The table that the demo prints: plain words, one column a mode."""

import results


def number(value):
    return f"{value:,}"


def milliseconds(value):
    """As short as it can be read: 0.42 ms, 38 ms, 2.1 s."""
    if value < 0.995:
        return f"{value:.2f} ms"
    if value < 9.95:
        return f"{value:.1f} ms"
    if value < 999.5:
        return f"{value:.0f} ms"
    return f"{value / 1000:.1f} s"


def delay(mode, name, percentile):
    return milliseconds(mode[name][percentile]) if mode[name]["count"] else "-"


def slowest_cancel(mode):
    """A cancel without an answer counts with the time until the end of the run, which says nothing about when it works."""
    return "never" if mode["cancels"]["unanswered"] else delay(mode, "cancel_delay_ms", "max")


def percent(share):
    return "-" if share is None else f"{100 * share:.1f} %"


def rows_of(scenario, overload):
    """(words, function of a mode's entry)"""
    window = f"{scenario['window_ms']} ms"
    rows = [
        ("requests sent by the clients", lambda mode: number(mode["requests"])),
        ("  rejected by the venue: over its limit", lambda mode: number(mode["venue_rate_rejects"])),
        ("  times the venue logged the gateway out", lambda mode: number(mode["venue_logouts"])),
        ("  without an answer", lambda mode: number(mode["lost"])),
        ("  answered or sent twice", lambda mode: number(mode["duplicated"] + mode["contradicted"])),
        (f"most messages in any {window} (limit {scenario['limit']})", lambda mode: number(mode["window_peak"])),
        ("used of limit less reserve, under demand", lambda mode: percent(mode["limit_used_while_demand_exceeded_it"])),
        None,
        ("cancel works after: half of them", lambda mode: delay(mode, "cancel_delay_ms", "p50")),
        ("                    99 of 100", lambda mode: delay(mode, "cancel_delay_ms", "p99")),
        ("                    slowest", slowest_cancel),
        ("new order is in the book after: half", lambda mode: delay(mode, "new_delay_ms", "p50")),
        ("                    99 of 100", lambda mode: delay(mode, "new_delay_ms", "p99")),
        ("cancels of live orders that were rejected", lambda mode: number(mode["cancels_failed"])),
        ("settled without any message", lambda mode: number(mode["absorbed"])),
        ("new orders dropped: too old to be sent", lambda mode: number(mode["expired"])),
        ("refused by the gateway", lambda mode: number(mode["refused"])),
    ]
    if overload > 1:
        position = next(i for i, row in enumerate(rows) if row and row[0].startswith("cancels of"))
        rows[position:position] = [
            ("  half, of the recorded owners", lambda mode: delay(mode, "new_delay_recorded_owners_ms", "p50")),
            ("  half, of the owners that overload", lambda mode: delay(mode, "new_delay_load_owners_ms", "p50")),
        ]
    return rows


def render(document):
    scenario, modes = document["scenario"], document["modes"]
    rows = rows_of(scenario, scenario["overload"])
    word_width = max(len(row[0]) for row in rows if row) + 2
    headings = [{"none": "unprotected", "fifo": "FIFO limiter", "sluice": "Sluice"}[mode] for mode in modes]
    width = 14
    line = "-" * (word_width + width * len(modes))
    lines = [" " * word_width + "".join(heading.rjust(width) for heading in headings), line]
    for row in rows:
        if row is None:
            lines.append("")
            continue
        words, value = row
        lines.append(words.ljust(word_width) + "".join(value(mode).rjust(width) for mode in modes.values()))
    lines.append(line)
    lateness = max(mode["send_late_ms"]["p99"] for mode in modes.values())
    lines.append(f"99 of 100 requests left the client within {milliseconds(lateness)} of their recorded time.")
    if "sluice" in modes:
        lines.append(f"Reserve: {modes['sluice']['cancel_reserve']} of {scenario['limit']} messages are for cancels; Sluice gives "
                     "new orders the rest. What cancels spend of it counts as allowed.")
    stalls = {results.TITLES[name]: mode["venue_stall_max_ms"] for name, mode in modes.items() if mode["venue_stalls"]}
    for title, longest in stalls.items():
        lines.append(f"This machine stood still for up to {milliseconds(longest)} while the mode {title} ran.")
    return "\n".join(lines)
