#!/usr/bin/env python3
"""Tests of what the demo computes, draws and claims: demo_scripts_test.py FOLDER_OF_THE_DEMO"""

import copy
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

DEMO = pathlib.Path(sys.argv.pop(1))
sys.path.insert(0, str(DEMO))

import check  # noqa: E402
import measure  # noqa: E402
import picture  # noqa: E402
import table  # noqa: E402

MS = 1_000_000
SECOND = 1000 * MS


class Windows(unittest.TestCase):
    def test_counts_what_is_inside_and_not_what_is_a_window_old(self):
        times = [0, 10, 20]
        self.assertEqual(measure.count_in(times, 0, 20), 2)
        self.assertEqual(measure.count_in(times, -1, 20), 3)
        self.assertEqual(measure.count_in(times, 20, 20), 0)

    def test_series_keeps_a_peak_between_two_steps(self):
        times = [40, 41, 42, 43]
        series = measure.window_series(times, 5, 0, 100, 50)
        self.assertEqual([count for _, count in series], [4, 0])

    def test_series_shows_the_last_count_where_nothing_arrives(self):
        series = measure.window_series([10], 1000, 0, 100, 50)
        self.assertEqual([count for _, count in series], [1, 1])


class Use(unittest.TestCase):
    """One message every 10 ms is 100 a second."""

    def measure(self, requests, arrivals, limit, reserve, seconds=4):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "requests.csv"
            header = "request,order,action,is_copy,is_moot,due_ns,sent_ns,answered_ns,answer\n"
            path.write_text(header + "".join(f"0,0,{action},0,0,{sent},{sent},{answered},{answer}\n"
                                             for action, sent, answered, answer in requests), encoding="ascii")
            return measure.measure_use(arrivals, path, limit, SECOND, reserve, 0, seconds * SECOND)

    def steady(self, step_ms, seconds=4):
        times = list(range(0, seconds * SECOND, step_ms * MS))
        return measure.Arrivals(times, times, times, [])

    def flood(self):
        """Far more new orders than ever arrive, all at the start."""
        return [("new", 0, 9 * SECOND, "accepted")] * 5000

    def test_is_the_whole_limit_when_all_of_it_is_used(self):
        use = self.measure(self.flood(), self.steady(10), limit=100, reserve=0)
        self.assertAlmostEqual(use.mean, 1.0, places=6)
        self.assertAlmostEqual(use.seconds, 3.0, delta=0.1)

    def test_half_of_the_limit_is_seen_as_half(self):
        use = self.measure(self.flood(), self.steady(20), limit=100, reserve=0)
        self.assertAlmostEqual(use.mean, 0.5, places=6)
        self.assertAlmostEqual(use.least, 0.5, places=6)

    def test_rejected_messages_use_nothing(self):
        arrivals = self.steady(10)
        arrivals.accepted_ns = arrivals.all_ns[::4]
        self.assertAlmostEqual(self.measure(self.flood(), arrivals, limit=100, reserve=0).mean, 0.25, places=6)

    def test_reserve_that_no_cancel_used_is_not_asked_for(self):
        use = self.measure(self.flood(), self.steady(20), limit=100, reserve=50)
        self.assertAlmostEqual(use.mean, 1.0, places=6)

    def test_reserve_that_cancels_used_is_asked_for(self):
        arrivals = self.steady(20)
        arrivals.cancel_ns = arrivals.all_ns
        use = self.measure(self.flood(), arrivals, limit=100, reserve=50)
        self.assertAlmostEqual(use.mean, 0.5, places=6)

    def test_says_nothing_without_waiting_orders(self):
        on_time = [("new", t, t, "accepted") for t in range(0, 4 * SECOND, 20 * MS)]
        self.assertIsNone(self.measure(on_time, self.steady(20), limit=100, reserve=0).mean)

    def test_orders_that_the_gateway_settled_do_not_wait(self):
        dropped = [("new", 0, 1, "expired")] * 3000 + [("new", 0, 1, "absorbed")] * 2000
        self.assertIsNone(self.measure(dropped, self.steady(20), limit=100, reserve=0).mean)

    def test_waiting_cancels_are_no_demand(self):
        cancels = [("cancel", 0, 0, "none")] * 5000
        self.assertIsNone(self.measure(cancels, measure.Arrivals([], [], [], []), limit=100, reserve=0).mean)


def delay(p50, p99, highest):
    return {"p50": p50, "p99": p99, "max": highest, "count": 100}


def mode_entry(cancel_p99):
    entry = dict.fromkeys(("lost", "duplicated", "contradicted", "not_sent", "venue_rate_rejects", "venue_logouts", "absorbed",
                           "expired", "refused", "venue_stalls", "venue_stall_max_ms"), 0)
    entry |= {name: delay(0.5, 2, 9) for name in ("new_delay_ms", "new_delay_recorded_owners_ms", "new_delay_load_owners_ms",
                                                  "send_late_ms")}
    entry |= {"requests": 1000, "answered": 1000, "limit": 250, "window_peak": 250, "window_peak_undisturbed": 250}
    entry |= {"cancels": {"unanswered": 0}, "cancels_failed": 0,
              "cancel_delay_ms": delay(0.5, cancel_p99, cancel_p99 * 2), "limit_used_while_demand_exceeded_it": 0.99}
    return entry


def good_document():
    document = {"scenario": {"seconds": 20, "speed": 1, "limit": 250, "window_ms": 1000, "overload": 10},
                "modes": {"none": mode_entry(2), "fifo": mode_entry(1500), "sluice": mode_entry(5)}}
    document["modes"]["sluice"]["cancel_reserve"] = 75
    document["modes"]["none"] |= {"venue_rate_rejects": 700, "venue_logouts": 2, "window_peak": 600}
    return document


class Claims(unittest.TestCase):
    def test_hold_for_a_good_run(self):
        self.assertEqual(check.failures(good_document()), [])

    def test_each_one_can_fail(self):
        faults = [("sluice", field, 1) for field in ("lost", "duplicated", "contradicted", "not_sent", "venue_rate_rejects",
                                                     "venue_logouts")]
        faults += [("sluice", "window_peak", 251), ("sluice", "limit_used_while_demand_exceeded_it", 0.94),
                   ("sluice", "cancel_delay_ms", delay(1, 51, 60)), ("fifo", "cancel_delay_ms", delay(1, 999, 2000)),
                   ("none", "venue_rate_rejects", 0)]
        for mode, field, value in faults:
            document = copy.deepcopy(good_document())
            document["modes"][mode][field] = value
            failed = check.failures(document)
            self.assertEqual(len(failed), 1, (mode, field, failed))
            self.assertTrue(failed[0].startswith(mode))

    def test_peak_in_a_window_that_a_stall_disturbed_is_no_fault_of_the_sender(self):
        document = good_document()
        document["modes"]["sluice"] |= {"window_peak": 260, "venue_stalls": 1}
        self.assertEqual(check.failures(document), [])
        document["modes"]["sluice"]["window_peak_undisturbed"] = 251
        self.assertEqual(len(check.failures(document)), 1)

    def test_two_venue_slots_are_allowed_where_they_are_longer(self):
        document = good_document()
        document["scenario"] |= {"limit": 10}
        document["modes"]["sluice"]["cancel_delay_ms"] = delay(1, 199, 210)
        document["modes"]["fifo"]["cancel_delay_ms"] = delay(1, 4001, 5000)
        self.assertEqual(check.failures(document), [])

    def test_delays_are_not_claimed_without_overload(self):
        document = good_document()
        document["scenario"]["overload"] = 1
        document["modes"]["fifo"]["cancel_delay_ms"] = delay(1, 2, 3)
        self.assertEqual(check.failures(document), [])


class Output(unittest.TestCase):
    def test_picture_is_well_formed_and_inside_its_frame(self):
        document = good_document()
        series = {mode: [(t / 40, (t * 7) % 600) for t in range(800)] for mode in document["modes"]}
        root = xml.etree.ElementTree.fromstring(picture.draw(document, series))
        width, height = float(root.get("width")), float(root.get("height"))
        circles = root.findall("{http://www.w3.org/2000/svg}circle")
        self.assertEqual(len(circles), 9)
        for circle in circles:
            self.assertTrue(0 <= float(circle.get("cx")) <= width)
            self.assertTrue(0 <= float(circle.get("cy")) <= height)

    def test_table_has_a_column_a_mode_and_shows_the_numbers(self):
        words = table.render(good_document())
        self.assertIn("Sluice", words)
        self.assertIn("1.5 s", words)
        self.assertIn("700", words)

    def test_cancel_without_an_answer_never_works(self):
        entry = mode_entry(5)
        self.assertEqual(table.slowest_cancel(entry), "10 ms")
        entry["cancels"]["unanswered"] = 1
        self.assertEqual(table.slowest_cancel(entry), "never")

    def test_times_are_short_and_keep_their_size(self):
        self.assertEqual(table.milliseconds(0.123), "0.12 ms")
        self.assertEqual(table.milliseconds(4.56), "4.6 ms")
        self.assertEqual(table.milliseconds(123.4), "123 ms")
        self.assertEqual(table.milliseconds(0.999), "1.0 ms")
        self.assertEqual(table.milliseconds(9.97), "10 ms")
        self.assertEqual(table.milliseconds(999.9), "1.0 s")
        self.assertEqual(table.milliseconds(2345), "2.3 s")


class Render(unittest.TestCase):
    def render(self, *values):
        return subprocess.run([sys.executable, str(DEMO / "render.py"), str(DEMO / "venues.cfg.in"), *values],
                              capture_output=True, text=True, check=False)

    def test_fills_in_values(self):
        done = self.render("venue_port=4711", "dictionaries=/somewhere")
        self.assertEqual(done.returncode, 0)
        self.assertIn("SocketConnectPort=4711\n", done.stdout)

    def test_names_what_is_missing(self):
        done = self.render("venue_port=4711")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("dictionaries", done.stderr)


if __name__ == "__main__":
    unittest.main()
