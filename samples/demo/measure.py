"""What the arrivals at the venue and the requests of the client say about one run.

Both files stamp CLOCK_MONOTONIC nanoseconds of the same machine, so they can be laid side by side. All counts are exact; nothing
is sampled but the moments at which they are looked at.
"""

import bisect
import csv
import dataclasses

# How often the windows are looked at for the share of the limit that was used.
TICK_NS = 10_000_000

# As many new orders must be waiting before demand counts as exceeding the limit: one or two are merely on their way.
WAITING_MIN = 5


@dataclasses.dataclass
class Arrivals:
    """When messages reached the venue, sorted: all that count for its limit, and what they were."""

    all_ns: list
    accepted_ns: list  # not rejected for being over the limit: what the limit was used for
    new_ns: list
    cancel_ns: list


@dataclasses.dataclass
class Use:
    """How much of what was allowed was used while demand exceeded it; shares of 1, or None if demand never did."""

    mean: float | None
    least: float | None
    seconds: float


def read_arrivals(path):
    arrivals = Arrivals([], [], [], [])
    with open(path, encoding="ascii", newline="") as file:
        for row in csv.DictReader(file):
            time_ns = int(row["arrival_ns"])
            arrivals.all_ns.append(time_ns)
            if row["outcome"] not in ("rate_reject", "logout"):
                arrivals.accepted_ns.append(time_ns)
            if row["msg_type"] == "D":
                arrivals.new_ns.append(time_ns)
            elif row["msg_type"] in ("F", "q"):
                arrivals.cancel_ns.append(time_ns)
    for times in (arrivals.all_ns, arrivals.accepted_ns, arrivals.new_ns, arrivals.cancel_ns):
        times.sort()
    return arrivals


def count_in(times, after_ns, until_ns):
    """How many of the sorted times lie in (after_ns, until_ns]."""
    return bisect.bisect_right(times, until_ns) - bisect.bisect_right(times, after_ns)


def window_series(times, window_ns, start_ns, end_ns, step_ns):
    """[(seconds from the start, the highest count of any window that ended in this step)]"""
    series = []
    first = bisect.bisect_right(times, start_ns)
    for step_start_ns in range(start_ns, end_ns, step_ns):
        step_end_ns = min(step_start_ns + step_ns, end_ns)
        last = bisect.bisect_right(times, step_end_ns)
        # A count can only rise at an arrival; without one, the count at the end of the step is the step's.
        ends = times[first:last] or [step_end_ns]
        highest = max(count_in(times, end - window_ns, end) for end in ends)
        series.append(((step_end_ns - start_ns) / 1e9, highest))
        first = last
    return series


def read_new_orders(path):
    """When new orders were sent, and when the gateway settled some of them without the venue; both sorted."""
    sent, settled = [], []
    with open(path, encoding="ascii", newline="") as file:
        for row in csv.DictReader(file):
            if row["action"] != "new":
                continue
            sent.append(int(row["sent_ns"]))
            if row["answer"] in ("absorbed", "expired", "refused"):
                settled.append(int(row["answered_ns"]))
    return sorted(sent), sorted(settled)


def measure_use(arrivals, requests_path, limit, window_ns, reserve, start_ns, end_ns):
    """The share of the allowance that was used while demand exceeded the limit.

    Demand exceeds the limit in a window if at each tick in it at least WAITING_MIN new orders waited: sent by the client, not
    arrived at the venue and not settled by the gateway. The allowance of a window is the limit less the unspent reserve: the part
    of the cancel reserve that the window's cancels did not use, and that nothing else may use. `mean` is the sum of the
    messages that the venue accepted over the sum of the allowances of all such windows, one for each tick; `least` is that of
    the worst one.
    """
    sent, settled = read_new_orders(requests_path)
    waiting_ticks, used_sum, allowed_sum, least, windows = 0, 0, 0, None, 0
    for tick_ns in range(start_ns, end_ns, TICK_NS):
        waiting = (bisect.bisect_right(sent, tick_ns) - bisect.bisect_right(arrivals.new_ns, tick_ns)
                   - bisect.bisect_right(settled, tick_ns))
        waiting_ticks = waiting_ticks + 1 if waiting >= WAITING_MIN else 0
        if waiting_ticks * TICK_NS < window_ns:
            continue
        used = count_in(arrivals.accepted_ns, tick_ns - window_ns, tick_ns)
        cancels = count_in(arrivals.cancel_ns, tick_ns - window_ns, tick_ns)
        allowed = limit - max(0, reserve - cancels)
        used_sum += used
        allowed_sum += allowed
        share = used / allowed
        least = share if least is None else min(least, share)
        windows += 1
    return Use(used_sum / allowed_sum if allowed_sum else None, least, windows * TICK_NS / 1e9)
