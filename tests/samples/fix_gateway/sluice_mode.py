"""What clients see when Sluice holds, settles, refuses and drops: each request gets one final answer."""

import time
import unittest
import urllib.request

from harness import Bench, number


class SluiceMode(Bench):
    CLIENTS = (("FIX.4.2", "CLIENT1"), ("FIX.4.4", "CLIENT2"))

    def start_with(self, limit=2, window_ms=2000, held_deadline_ms=0, cancel_reserve=None, **changes):
        self.start_simulator(limit=limit, window_ms=window_ms)
        protection = self.sluice(limit=limit, window_ms=window_ms, cancel_reserve=cancel_reserve)
        return self.start_gateway(protection=protection, held_deadline_ms=held_deadline_ms, **changes)

    def fill_window(self, client, count=2):
        for index in range(count):
            self.new_order(client, f"FILL{index}")
            client.wait({35: "8", 11: f"FILL{index}", 150: "0"})

    def assert_answers(self, client, request_id, expected):
        types = [message.get(150) for message in client.all({35: "8", 11: request_id})]
        self.assertEqual(types, expected, client.messages)

    def assert_within_limit(self):
        report = self.stop_gateway()
        self.assertEqual(report["requests_open_at_exit"], 0)
        venue = self.stop_simulator()
        self.assertEqual((venue["rate_rejects"], venue["logouts"], venue["violations_by_arrival"]), (0, 0, 0))
        return report, venue

    def test_held_new_is_pending_then_new(self):
        self.start_with()
        for client in (self.client(1), self.client(2)):
            with self.subTest(client.version):
                mark = client.mark()
                for index in range(3):
                    self.new_order(client, f"N{index}")
                pending = client.wait({35: "8", 11: "N2", 150: "A"}, since=mark)
                self.assertEqual((pending.get(39), pending.get(37) is not None), ("A", True))
                client.wait({35: "8", 11: "N2", 150: "0"}, since=mark)
                self.assert_answers(client, "N2", ["A", "0"])
        self.assert_within_limit()

    def test_cancel_meets_its_held_order(self):
        self.start_with()
        client = self.client(2)
        self.fill_window(client)
        self.new_order(client, "HELD")
        client.wait({35: "8", 11: "HELD", 150: "A"})
        self.cancel(client, "C1", "HELD")
        canceled = client.wait({35: "8", 11: "C1", 150: "4"})
        self.assertEqual((canceled.get(41), canceled.get(39)), ("HELD", "4"))
        self.assertEqual(canceled.get(58), "Sluice: cancelled before it was sent")
        time.sleep(2.5)
        self.assert_answers(client, "HELD", ["A"])
        self.assert_answers(client, "C1", ["4"])
        self.cancel(client, "C2", "HELD")
        client.wait({35: "9", 11: "C2", 102: "0"})
        report, venue = self.assert_within_limit()
        self.assertEqual((report["annihilated"], venue["new"]), (1, 2))

    def test_amend_is_folded_into_its_held_order(self):
        self.start_with()
        client = self.client(1)
        self.fill_window(client)
        self.new_order(client, "HELD", quantity="1", price="90")
        client.wait({35: "8", 11: "HELD", 150: "A"})
        self.replace(client, "R1", "HELD", "2", "91")
        replaced = client.wait({35: "8", 11: "R1", 150: "5"})
        self.assertEqual((replaced.get(41), replaced.get(38), replaced.get(44)), ("HELD", "2", "91"))
        self.replace(client, "R2", "R1", "3", "92")
        client.wait({35: "8", 11: "R2", 41: "R1", 150: "5"})
        new = client.wait({35: "8", 11: "HELD", 150: "0"})
        self.assertEqual((new.get(38), new.get(44)), ("3", "92"))
        self.cancel(client, "C1", "R2")
        client.wait({35: "8", 11: "C1", 41: "R2", 150: "4"})
        self.assert_answers(client, "HELD", ["A", "0"])
        self.assert_answers(client, "R1", ["5"])
        report, venue = self.assert_within_limit()
        self.assertEqual((report["folded"], venue["replace"]), (2, 0))

    def test_held_order_expires(self):
        self.start_with(window_ms=5000, held_deadline_ms=300)
        client = self.client(2)
        self.fill_window(client)
        self.new_order(client, "HELD")
        client.wait({35: "8", 11: "HELD", 150: "A"})
        expired = client.wait({35: "8", 11: "HELD", 150: "8"})
        self.assertEqual((expired.get(39), expired.get(58)), ("8", "Sluice: expired while held"))
        self.replace(client, "R1", "FILL0", "2", "100")
        client.wait({35: "8", 11: "R1", 150: "E"})
        self.assertEqual(client.wait({35: "9", 11: "R1"}).get(58), "Sluice: expired while held")
        report, venue = self.assert_within_limit()
        self.assertEqual((report["expired"], venue["new"]), (2, 2))

    def test_held_cancel_is_pending_then_canceled_and_its_twin_is_refused(self):
        self.start_with()
        client = self.client(2)
        self.fill_window(client)
        self.cancel(client, "C1", "FILL0")
        self.assertEqual(client.wait({35: "8", 11: "C1", 150: "6"}).get(41), "FILL0")
        self.cancel(client, "C2", "FILL0")
        twin = client.wait({35: "9", 11: "C2", 102: "3"})
        self.assertEqual(twin.get(58), "Sluice: a cancel of this order is held already")
        client.wait({35: "8", 11: "C1", 41: "FILL0", 150: "4"})
        self.assert_answers(client, "C1", ["6", "4"])
        self.assert_within_limit()

    def test_later_amend_takes_the_place_of_a_held_one(self):
        self.start_with()
        client = self.client(2)
        self.fill_window(client)
        self.replace(client, "R1", "FILL0", "2", "101")
        client.wait({35: "8", 11: "R1", 150: "E"})
        self.replace(client, "R2", "R1", "3", "99")
        client.wait({35: "9", 11: "R1", 434: "2"})
        replaced = client.wait({35: "8", 11: "R2", 150: "5"})
        self.assertEqual((replaced.get(38), replaced.get(44)), ("3", "99"))
        self.cancel(client, "C1", "R2")
        client.wait({35: "8", 11: "C1", 41: "R2", 150: "4"})
        report, venue = self.assert_within_limit()
        self.assertEqual((venue["replace"], venue["cancel"]), (1, 2))  # FILL1 is cancelled by the stop

    def test_cancel_takes_the_place_of_a_held_amend(self):
        self.start_with()
        client = self.client(2)
        self.fill_window(client)
        self.replace(client, "R1", "FILL0", "2", "101")
        client.wait({35: "8", 11: "R1", 150: "E"})
        # By either name: the client does not know that the amend will never be sent.
        self.cancel(client, "C1", "R1")
        client.wait({35: "8", 11: "C1", 41: "R1", 150: "4"})
        client.wait({35: "9", 11: "R1", 434: "2"})
        self.assertEqual(len(client.all({35: "9", 11: "R1"})), 1)
        self.assert_within_limit()

    def test_disconnect_cancels_held_orders_without_a_message(self):
        self.start_with(window_ms=4000, cancel_on_client_disconnect=True, cancel_reserve=1)
        client = self.client(2)
        self.fill_window(client, count=1)
        self.new_order(client, "HELD")
        client.wait({35: "8", 11: "HELD", 150: "A"})
        client.cut()
        time.sleep(5)
        report, venue = self.assert_within_limit()
        self.assertEqual(report["annihilated"], 1)
        self.assertEqual((venue["new"], venue["cancel"]), (1, 1))

    def test_mass_cancel_costs_no_message_for_held_orders(self):
        self.start_with()
        client = self.client(2)
        self.fill_window(client)
        for index in range(3):
            self.new_order(client, f"H{index}")
            client.wait({35: "8", 11: f"H{index}", 150: "A"})
        client.send("q", [(11, "M1"), (530, "7"), (60, "20240102-03:04:05")])
        self.assertEqual(client.wait({35: "r", 11: "M1", 531: "7"}).get(533), "5")
        for order in ("H0", "H1", "H2", "FILL0", "FILL1"):
            client.wait({35: "8", 11: order, 150: "4"})
        report, venue = self.assert_within_limit()
        self.assertEqual((venue["new"], venue["cancel"], report["annihilated"]), (2, 2, 3))

    def test_full_queue_refuses_with_the_reason(self):
        self.start_simulator(limit=1, window_ms=3000)
        protection = self.sluice(limit=1, window_ms=3000, venue={"held_max": 1})
        self.start_gateway(protection=protection, held_deadline_ms=0)
        client = self.client(1)
        self.fill_window(client, count=1)
        self.new_order(client, "HELD")
        client.wait({35: "8", 11: "HELD", 150: "A"})
        self.new_order(client, "OVER")
        refused = client.wait({35: "8", 11: "OVER", 150: "8"})
        self.assertTrue(refused.get(58).startswith("Sluice: "), refused)
        self.assert_answers(client, "OVER", ["8"])

    def test_metrics_port_answers(self):
        self.start_simulator()
        protection = self.sluice(metrics={"listen": "127.0.0.1:0"})
        ready = self.start_gateway(protection=protection)
        self.assertRegex(ready, r"^ready clients=\d+ metrics=\d+$")
        port = number(ready.split("metrics=")[1])
        text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5).read().decode()
        self.assertIn('venue="SIM"', text)
        report = self.stop_gateway()
        self.assertTrue(any("SIM" in name for name in report["sluice"]["metrics"]), report["sluice"])


if __name__ == "__main__":
    unittest.main()
