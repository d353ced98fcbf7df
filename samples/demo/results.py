"""Puts together what client, simulator and gateway reported about each mode."""

import json
import pathlib

import measure

MODES = ("none", "fifo", "sluice")
TITLES = {"none": "Unprotected", "fifo": "First-in-first-out limiter", "sluice": "Sluice"}
# The picture shows the windows in steps of this length.
SERIES_STEP_NS = 25_000_000


def read_json(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def delay(report, name):
    """Percentiles, rounded to the microsecond, and how many values they are of."""
    return {key: round(report[name][key], 3) for key in ("p50", "p99", "max", "count")}


def read_mode(folder, mode, cancel_reserve):
    """One entry of `modes` and the mode's window series for the picture."""
    client = read_json(folder / "client.json")
    venue = read_json(folder / "simulator.json")
    arrivals = measure.read_arrivals(folder / "arrivals.csv")
    window_ns = round(venue["window_ms"] * 1_000_000)
    reserve = cancel_reserve if mode == "sluice" else 0
    use = measure.measure_use(arrivals, folder / "requests.csv", venue["limit"], window_ns, reserve,
                              client["start_ns"], client["send_end_ns"])
    entry = {
        "requests": client["requests"],
        "answered": client["answered"],
        "lost": client["lost"],
        # Answered twice, or the same order twice at the venue.
        "duplicated": client["duplicated"] + venue["duplicate_orders"],
        "venue_rate_rejects": venue["rate_rejects"],
        "venue_logouts": venue["logouts"],
        "window_peak": venue["window_peak_by_arrival"],
        "limit": venue["limit"],
        "cancel_delay_ms": delay(client, "cancel_delay_ms"),
        "new_delay_ms": delay(client, "new_delay_ms"),
        "absorbed": client["absorbed"],
        "expired": client["expired"],
        "cancel_reserve": reserve,
        "refused": client["refused"],
        "contradicted": client["contradicted"],
        "not_sent": client["not_sent"],
        "cancels_failed": client["cancels_failed"],
        "cancels": client["cancel"],
        "new_orders": client["new"],
        "new_delay_recorded_owners_ms": delay(client, "new_delay_recorded_owners_ms"),
        "new_delay_load_owners_ms": delay(client, "new_delay_load_owners_ms"),
        "cancel_delay_at_venue_ms": delay(client, "cancel_delay_at_venue_ms"),
        "send_late_ms": delay(client, "send_late_ms"),
        "limit_used_while_demand_exceeded_it": None if use.mean is None else round(use.mean, 4),
        "limit_used_least": None if use.least is None else round(use.least, 4),
        "seconds_of_demand_above_limit": round(use.seconds, 2),
        "window_peak_undisturbed": venue["window_peak_undisturbed"],
        "stall_suspects": venue["stall_suspects"],
        "venue_messages": venue["messages"],
        "violations_by_arrival": venue["violations_by_arrival"],
        "violations_by_sending_time": venue["violations_by_sending_time"],
        "window_peak_by_sending_time": venue["window_peak_by_sending_time"],
        "venue_stalls": venue["stalls"],
        "venue_stall_max_ms": venue["stall_max_ms"],
        "sent_by_second": client["sent_by_second"],
        "answered_by_second": client["answered_by_second"],
    }
    series = measure.window_series(arrivals.all_ns, window_ns, client["start_ns"], client["send_end_ns"], SERIES_STEP_NS)
    return entry, series


def read_all(work):
    """The document that --json writes, and the series of each mode."""
    work = pathlib.Path(work)
    scenario = read_json(work / "scenario.json")
    modes, series = {}, {}
    for mode in MODES:
        folder = work / mode
        if (folder / "client.json").exists():
            modes[mode], series[mode] = read_mode(folder, mode, scenario["cancel_reserve"])
    return {"scenario": scenario, "modes": modes}, series
