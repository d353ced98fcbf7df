"""Two promises about the venue session itself: refusing orders does not starve its heartbeats, and no order of yesterday is
sent again after a reconnect."""

import json
import time
import unittest

from harness import Bench


class Heartbeats(Bench):
    SECONDS = 12
    HEARTBEAT_S = 2

    def test_keep_their_interval_while_orders_are_refused(self):
        self.start_simulator(limit=1, window_ms=60000)
        protection = self.sluice(limit=1, window_ms=60000, venue={"held_max": 1})
        self.start_gateway(protection=protection, venue_heartbeat_s=self.HEARTBEAT_S, held_deadline_ms=0)
        client = self.client(2)
        self.new_order(client, "FIRST")
        client.wait({35: "8", 11: "FIRST", 150: "0"})
        self.new_order(client, "HELD")
        client.wait({35: "8", 11: "HELD", 150: "A"})
        end = time.monotonic() + self.SECONDS
        refused = 0
        while time.monotonic() < end:
            refused += 1
            self.new_order(client, f"N{refused}")
            client.wait({35: "8", 11: f"N{refused}", 150: "8"})
            time.sleep(0.2)
        self.gateway.kill()
        venue = self.stop_simulator()
        self.assertGreaterEqual(refused, 5 * self.SECONDS * 0.7)
        self.assertEqual((venue["new"], venue["rate_rejects"]), (1, 0))
        # QuickFIX looks at the time once a second, so one second late is on time.
        self.assertLessEqual(venue["heartbeat_gap_max_ms"], (self.HEARTBEAT_S + 1.5) * 1000)
        self.assertGreaterEqual(venue["heartbeats"], self.SECONDS // (self.HEARTBEAT_S + 1))


class Reconnect(Bench):
    def test_no_held_or_old_order_is_sent_again(self):
        # The venue cuts the connection while orders are held, and asks for everything again after the next logon.
        self.start_simulator(limit=2, window_ms=8000, script="at 5s disconnect\nat 5.1s resend_request\n")
        started = time.monotonic()
        self.start_gateway(protection=self.sluice(limit=2, window_ms=8000), held_deadline_ms=0, on_stop="drain")
        client = self.client(2)
        for index in range(2):
            self.new_order(client, f"LIVE{index}")
            client.wait({35: "8", 11: f"LIVE{index}", 150: "0"})
        for index in range(3):
            self.new_order(client, f"HELD{index}")
            client.wait({35: "8", 11: f"HELD{index}", 150: "A"})
        # Held orders have lost their sense when the session goes: each is answered.
        time.sleep(max(0, started + 4 - time.monotonic()))
        for index in range(3):
            dropped = client.wait({35: "8", 11: f"HELD{index}", 150: "8"}, timeout=12)
            self.assertTrue(dropped.get(58).startswith("Sluice: "), dropped)
        # A new order after the reconnect shows that the session is up and the resend is over.
        end = time.monotonic() + 30
        attempt = 0
        while time.monotonic() < end:
            attempt += 1
            self.new_order(client, f"AFTER{attempt}")
            answer = client.wait({35: "8", 11: f"AFTER{attempt}"}, timeout=12)
            if answer.get(150) in ("0", "A"):
                client.wait({35: "8", 11: f"AFTER{attempt}", 150: "0"}, timeout=20)
                break
            time.sleep(0.5)
        report = self.stop_gateway()
        venue = self.stop_simulator()
        self.assertGreaterEqual(report["venue_logons"], 2)
        self.assertEqual(venue["possdup_orders"], 0, json.dumps(venue, indent=1))
        self.assertEqual(venue["new"], 3)
        self.assertEqual(venue["duplicate_orders"], 0)


if __name__ == "__main__":
    unittest.main()
