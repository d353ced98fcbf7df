"""One venue's trouble stays its own: the other one is traded with as if nothing had happened."""

import os
import pathlib
import signal
import socket
import subprocess
import time
import unittest

from harness import Bench, Process, free_port

ROUTES = [{"symbol": "BTC-USD", "venue": "SIM"}, {"client": "CLIENT1", "venue": "SECOND"}, {"symbol": "*", "venue": "SIM"}]


class TwoVenues(Bench):
    def start_second(self):
        port = free_port()
        self.second = Process([os.environ["SIMULATOR"], "--port", port, "--sender", "VENUE2", "--targets", "GATEWAY",
                               "--limit", 100000, "--window-ms", 1000, "--logout-threshold", 200000, "--report",
                               self.folder / "second.json"], self.folder, "second")
        self.addCleanup(self.second.kill)
        self.second.wait_ready()
        self.more_venues = [("SECOND", "VENUE2", port)]

    def timed_order(self, client, order, **fields):
        began = time.monotonic()
        self.new_order(client, order, **fields)
        client.wait({35: "8", 11: order, 150: "0"})
        return time.monotonic() - began

    def test_routes_by_symbol_and_client(self):
        self.start_simulator()
        self.start_second()
        self.start_gateway(routes=ROUTES)
        first, second = self.client(1), self.client(2)
        self.timed_order(first, "N1", symbol="BTC-USD")
        self.timed_order(first, "N2", symbol="ETH-USD")
        self.timed_order(second, "N3", symbol="ETH-USD")
        self.cancel(first, "C2", "N2", symbol="ETH-USD")
        first.wait({35: "8", 11: "C2", 150: "4"})
        self.stop_gateway()
        self.assertEqual(self.stop_simulator()["new"], 2)

    def test_venue_that_stands_still_delays_no_other(self):
        self.start_simulator()
        self.start_second()
        self.start_gateway(routes=ROUTES, stop_wait_ms=200)
        client = self.client(1)
        self.timed_order(client, "WARM", symbol="BTC-USD")
        second = int(subprocess.check_output(["pgrep", "-P", str(self.second.process.pid)]))
        os.kill(second, signal.SIGSTOP)
        try:
            # The signal goes to one thread, which stops the others when it gets its turn.
            while any("State:\tT" not in task.read_text() for task in pathlib.Path(f"/proc/{second}/task").glob("*/status")):
                time.sleep(0.001)
            # Far more than its socket takes: what does not fit must wait somewhere else than in our way.
            for index in range(3000):
                self.new_order(client, f"STUCK{index}", symbol="ETH-USD")
            delays = [self.timed_order(client, f"N{index}", symbol="BTC-USD") for index in range(50)]
            # Looked at while it stands: it answers as soon as it may go on.
            answers = client.count({35: "8", 55: "ETH-USD"})
        finally:
            os.kill(second, signal.SIGCONT)
        self.assertEqual(answers, 0)
        self.assertLess(sorted(delays)[len(delays) // 2], 0.1)
        client.wait({35: "8", 11: "STUCK2999", 150: "0"}, timeout=20)

    def test_serves_when_one_venue_never_logs_on(self):
        self.start_simulator()
        with socket.create_server(("127.0.0.1", 0)) as silent:
            self.more_venues = [("SECOND", "VENUE2", silent.getsockname()[1])]
            self.start_gateway(routes=ROUTES, venue_logon_wait_ms=300)
            self.assertIn("venue SECOND is not logged on", self.gateway.log())
            client = self.client(1)
            self.timed_order(client, "N1", symbol="BTC-USD")
            self.new_order(client, "N2", symbol="ETH-USD")
            self.assertEqual(client.wait({35: "8", 11: "N2", 150: "8"}).get(58),
                             "Gateway: the session to venue SECOND is down")
            self.stop_gateway()


if __name__ == "__main__":
    unittest.main()
