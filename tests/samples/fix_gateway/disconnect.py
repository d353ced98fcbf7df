"""What happens when somebody goes away: a client, or the venue."""

import time
import unittest

from harness import Bench


class ClientDisconnect(Bench):
    def test_cancels_the_orders_of_that_client_alone(self):
        self.start(cancel_on_client_disconnect=True)
        leaver, stayer = self.client(1), self.client(2)
        for client, order in ((leaver, "L1"), (leaver, "L2"), (stayer, "S1")):
            self.new_order(client, order)
            client.wait({35: "8", 11: order, 150: "0"})
        leaver.cut()
        time.sleep(1)
        back = self.client(1)
        for order in ("L1", "L2"):
            back.send("H", [(11, order), (55, "BTC-USD"), (54, "1")])
            self.assertEqual(back.wait({35: "8", 11: order, 20: "3"}).get(39), "4")
        self.cancel(stayer, "C1", "S1")
        stayer.wait({35: "8", 11: "C1", 150: "4"})
        self.assertEqual(self.stop_gateway()["disconnect_cancels"], 2)

    def test_leaves_the_orders_when_the_config_says_so(self):
        self.start(cancel_on_client_disconnect=False)
        client = self.client(2)
        self.new_order(client, "N1")
        client.wait({35: "8", 11: "N1", 150: "0"})
        client.cut()
        time.sleep(1)
        back = self.client(2)
        back.send("H", [(11, "N1"), (55, "BTC-USD"), (54, "1")])
        self.assertEqual(back.wait({35: "8", 11: "N1", 150: "I"}).get(39), "0")

    def test_reports_of_the_time_away_come_after_the_next_logon(self):
        self.start(cancel_on_client_disconnect=True)
        client = self.client(2)
        self.new_order(client, "N1")
        client.wait({35: "8", 11: "N1", 150: "0"})
        last_seen = client.next_in
        client.cut()
        time.sleep(1)
        mark = client.mark()
        client.logon(reset=False)
        client.send("2", [(7, last_seen), (16, 0)])
        stored = client.wait({35: "8", 11: "N1", 150: "4"}, since=mark)
        self.assertEqual(stored.get(43), "Y")


class VenueDisconnect(Bench):
    def test_requests_of_unknown_outcome_are_asked_for(self):
        # The venue receives the orders and goes silent; its answers are lost with the connection that it cuts.
        self.start_simulator(script="at 4s silence for 2s\nat 5s disconnect\n")
        started = time.monotonic()
        self.start_gateway()
        client = self.client(2)
        self.new_order(client, "KNOWN")
        client.wait({35: "8", 11: "KNOWN", 150: "0"})
        time.sleep(max(0, started + 4.4 - time.monotonic()))
        self.new_order(client, "N1")
        self.cancel(client, "C1", "KNOWN")
        # Whatever way each outcome comes (the venue's resend or the answer to the gateway's question), it comes once.
        client.wait({35: "8", 11: "N1", 150: "0"}, timeout=15)
        client.wait({35: "8", 11: "C1", 150: "4"}, timeout=15)
        time.sleep(1.5)
        self.assertEqual(client.count({35: "8", 11: "N1", 150: "0"}), 1)
        self.assertEqual(client.count({35: "8", 11: "C1", 150: "4"}), 1)
        report = self.stop_gateway()
        self.assertEqual(report["requests_open_at_exit"], 0)
        venue = self.stop_simulator()
        self.assertEqual(venue["possdup_orders"], 0)

    def test_orders_are_refused_while_the_venue_is_away(self):
        self.start()
        client = self.client(1)
        self.new_order(client, "N1")
        client.wait({35: "8", 11: "N1", 150: "0"})
        self.simulator.kill()
        time.sleep(0.5)
        self.new_order(client, "N2")
        self.assertIn("is down", client.wait({35: "8", 11: "N2", 150: "8"}).get(58))
        self.cancel(client, "C1", "N1")
        self.assertIn("is down", client.wait({35: "9", 11: "C1"}).get(58))
        # Both were answered, so neither may be sent when the venue is back.
        self.start_simulator()
        time.sleep(4)
        self.assertEqual(self.stop_simulator()["messages"], 0)


if __name__ == "__main__":
    unittest.main()
