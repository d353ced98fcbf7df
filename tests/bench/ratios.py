"""The ratios that must hold: of which figures they are made, and their targets.

A figure is the list of its values, one a repeat, under the name that sluice_bench gives it ("submit.folly_..."). A ratio
is made of medians.
"""
import pathlib
import re
import statistics

CASES = {
    "submit": "submit() to SEND against a token bucket with its own clock",
    "tail": "the slowest calls of submit() against the usual one",
    "limits": "the check of four limits alone against four lock-free buckets",
    "held": "hold and release against a priority queue behind a mutex",
    "threads": "one thread, two at two venues, two at one venue",
    "size": "submit() with 1,000 venues, 100,000 instruments, 65,536 held requests",
    "memory": "memory of one more venue, instrument, held request against what README.md states",
    "scrape": "the metrics text of 1,000 venues, and submit() meanwhile",
    "gateway": "round trips through the FIX gateway with and without the plugin",
    "sweeps": "everything over its sizes, and more peers, by Google Benchmark; a table without targets",
}
# The last one fills the queue of a default configuration.
HELD_DEPTHS = (64, 1024, 4096)


class NotMeasured(Exception):
    """A figure that a ratio needs is missing; says which."""


class Ratio:
    def __init__(self, case, text, bound, target, compute, unit=""):
        self.case, self.text, self.bound, self.target, self.compute, self.unit = case, text, bound, target, compute, unit

    def target_text(self):
        return f"{self.bound} {self.target:g}{self.unit}"

    def judge(self, figures):
        """`compute` gets median(figure) and returns the ratio and a text that tells its parts."""
        def median(name):
            if name not in figures:
                raise NotMeasured(name)
            return statistics.median(figures[name])
        try:
            value, parts = self.compute(median)
        except NotMeasured as missing:
            return self._result(False, None, f"not measured: {missing}")
        passes = value <= self.target if self.bound == "at most" else value >= self.target
        return self._result(passes, value, parts)

    def _result(self, passes, value, parts):
        shown = "-" if value is None else f"{value:.3g}{self.unit}"
        line = f"{'pass ' if passes else 'SHORT'}  {self.text}: {self.target_text()}, measured {shown} ({parts})"
        return {"case": self.case, "text": self.text, "bound": self.bound, "target": self.target, "value": value,
                "passes": passes, "parts": parts, "line": line}


def quotient(upper, lower, unit):
    def compute(median):
        return median(upper) / median(lower), f"{median(upper):.4g} / {median(lower):.4g} {unit}"
    return compute


def submit(median):
    own, peer = median("submit.submit_send_ns"), median("submit.folly_bucket_own_clock_ns")
    return own / peer, (f"{own:.1f} / {peer:.1f} ns; with two sliding windows among the four limits "
                        f"{median('submit.submit_send_windows_ns'):.1f} ns; WRITTEN {median('submit.report_written_ns'):.1f}, "
                        f"DONE {median('submit.report_done_ns'):.1f} ns")


def tail(median):
    # The timer costs the same in every call: what an empty call takes is not Sluice's.
    floor = median("tail.empty_p50_ns")
    usual, slow = median("tail.submit_p50_ns") - floor, median("tail.submit_p999_ns") - floor
    return slow / usual, (f"{slow:.0f} / {usual:.0f} ns; an empty call's p99.9 is {median('tail.empty_p999_ns'):.0f} ns, "
                          f"a bucket's {median('tail.folly_p999_ns'):.0f} ns")


def held(median):
    ratios = {depth: median(f"held.held_and_release_{depth}_ns") / median(f"held.mutex_queue_{depth}_ns")
              for depth in HELD_DEPTHS}
    worst = max(ratios, key=ratios.get)
    return ratios[worst], "; ".join(
        f"{depth} deep {median(f'held.held_and_release_{depth}_ns'):.0f} / {median(f'held.mutex_queue_{depth}_ns'):.0f} ns"
        for depth in HELD_DEPTHS)


def starvation(median):
    slower = median("threads.one_venue_slower_thread_percent")
    return slower, (f"of all orders; with a mutex {median('threads.one_venue_behind_mutex_slower_thread_percent'):.0f} %; "
                    f"longest submit {median('threads.one_venue_longest_submit_ns') / 1000:.0f} us, with a mutex "
                    f"{median('threads.one_venue_behind_mutex_longest_submit_ns') / 1000:.0f} us, alone "
                    f"{median('threads.one_thread_longest_submit_ns') / 1000:.0f} us")


def stated_bytes(name):
    """What the table of README.md says: a row `| `name` | ... | 1,234 |`."""
    text = (pathlib.Path(__file__).resolve().parent / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"^\| `{name}` \|.*\| ([0-9,]+) \|$", text, re.M)
    if not found:
        raise NotMeasured(f"README.md states no {name}")
    return int(found[1].replace(",", ""))


def memory(name):
    def compute(median):
        measured, stated = median(f"memory.{name}"), stated_bytes(name)
        return abs(measured / stated - 1) * 100, f"measured {measured:.0f}, stated {stated} bytes"
    return compute


def scrape(median):
    milliseconds = median("scrape.scrape_ms")
    return milliseconds, (f"{median('scrape.scrape_text_bytes') / 1e6:.1f} MB of text; with 16 keys a limit "
                          f"{median('scrape.scrape_16_keys_ms'):.0f} ms")


def gateway(load, percentile):
    return quotient(f"gateway.with_plugin_{load}_{percentile}_us", f"gateway.without_plugin_{load}_{percentile}_us", "us")


RATIOS = [
    Ratio("submit", "submit to SEND against folly's bucket, each with its own clock", "at most", 1.5, submit),
    Ratio("tail", "p99.9 of submit against its median", "at most", 10, tail),
    Ratio("limits", "four limits checked and taken against four compare-exchange buckets", "at most", 0.333,
          quotient("limits.take_four_buckets_ns", "limits.four_gcra_cas_ns", "ns")),
    Ratio("held", "HELD and release against push and pop of a queue behind a mutex", "at most", 3, held),
    Ratio("threads", "two threads at two venues against one thread", "at least", 1.9,
          quotient("threads.two_venues_per_second", "threads.one_thread_per_second", "orders/s")),
    Ratio("threads", "two threads at one venue against the same behind a mutex", "at least", 1,
          quotient("threads.one_venue_per_second", "threads.one_venue_behind_mutex_per_second", "orders/s")),
    Ratio("threads", "share of the slower of two threads at one venue", "at least", 10, starvation, " %"),
    Ratio("size", "submit with much of everything against one of each", "at most", 3,
          quotient("size.submit_all_ns", "size.submit_small_ns", "ns")),
    *(Ratio("memory", f"memory of one more {what} against what is stated", "at most", 5, memory(name), " % off")
      for what, name in (("venue", "venue_bytes"), ("venue without room", "venue_without_room_bytes"),
                         ("held request", "held_request_bytes"), ("order", "order_bytes"), ("grant", "grant_bytes"),
                         ("instrument", "instrument_bytes"),
                         ("instrument with a bucket", "instrument_with_bucket_bytes"),
                         ("instrument with a window", "instrument_with_window_of_100_bytes"))),
    Ratio("scrape", "scrape of 1,000 venues", "at most", 20, scrape, " ms"),
    Ratio("scrape", "p99 of submit during scrapes against without", "at most", 1.2,
          quotient("scrape.submit_while_scraped_p99_ns", "scrape.submit_alone_p99_ns", "ns")),
    *(Ratio("gateway", f"FIX gateway at {text}, {what} round trip with the plugin against without", "at most", target,
            gateway(load, percentile))
      for load, text in (("1000", "1,000/s"), ("10000", "10,000/s"), ("saturated", "saturation"))
      for percentile, what, target in (("p50", "median", 1.02), ("p99", "p99", 1.05))),
]
