"""Starting and stopping: configuration faults, plugin faults, SIGTERM, the second signal."""

import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

from harness import Bench, Process


class Stop(Bench):
    def test_cancels_what_lives_then_logs_out(self):
        self.start(on_stop="cancel")
        first, second = self.client(1), self.client(2)
        for client, order in ((first, "N1"), (second, "N2")):
            self.new_order(client, order)
            client.wait({35: "8", 11: order, 150: "0"})
        report = self.stop_gateway()
        self.assertTrue(report["was_clean_stop"])
        self.assertEqual((report["stop_cancels"], report["orders_live_at_exit"]), (2, 0))
        for client, order in ((first, "N1"), (second, "N2")):
            client.wait({35: "8", 11: order, 150: "4"})
            client.wait({35: "5"})
        venue = self.stop_simulator()
        self.assertEqual((venue["new"], venue["cancel"]), (2, 2))

    def test_drain_leaves_live_orders_at_the_venue(self):
        self.start(on_stop="drain")
        client = self.client(2)
        self.new_order(client, "N1")
        client.wait({35: "8", 11: "N1", 150: "0"})
        report = self.stop_gateway()
        self.assertTrue(report["was_clean_stop"])
        self.assertEqual((report["stop_cancels"], report["orders_live_at_exit"]), (0, 1))
        self.assertEqual(self.stop_simulator()["cancel"], 0)

    def test_is_bounded_when_the_venue_does_not_answer(self):
        self.start_simulator(script="at 2s silence for 60s\n")
        started = time.monotonic()
        self.start_gateway(on_stop="cancel", stop_wait_ms=500)
        client = self.client(2)
        self.new_order(client, "N1")
        client.wait({35: "8", 11: "N1", 150: "0"})
        time.sleep(max(0, started + 2.5 - time.monotonic()))
        began = time.monotonic()
        self.assertFalse(self.stop_gateway()["was_clean_stop"])
        self.assertLess(time.monotonic() - began, 20)

    def test_second_signal_ends_at_once(self):
        self.start_simulator(script="at 2s silence for 60s\n")
        started = time.monotonic()
        self.start_gateway(on_stop="cancel", stop_wait_ms=30000)
        client = self.client(2)
        self.new_order(client, "N1")
        client.wait({35: "8", 11: "N1", 150: "0"})
        time.sleep(max(0, started + 2.5 - time.monotonic()))
        # Straight to the gateway: `timeout` would pass a signal on only once.
        gateway = int(subprocess.check_output(["pgrep", "-P", str(self.gateway.process.pid)]))
        os.kill(gateway, signal.SIGINT)
        time.sleep(0.5)
        self.assertIsNone(self.gateway.process.poll())
        os.kill(gateway, signal.SIGINT)
        self.assertEqual(self.gateway.wait_exit(3), 128 + signal.SIGINT)


class Start(Bench):
    def run_gateway(self, config):
        """Runs a gateway that is expected to give up by itself."""
        self.gateway = Process([os.environ["GATEWAY"], config], self.folder, "gateway")
        return self.gateway.wait_exit(10), self.gateway.log()

    def test_lists_all_faults_of_the_config(self):
        path = self.write_config()
        config = json.loads(path.read_text())
        config["protection"] = {"mode": "fast", "fifo": {"limit": 0}}
        config["routes"] = [{"symbol": "*", "venue": "NOWHERE"}]
        config["on_stopp"] = "drain"
        path.write_text(json.dumps(config))
        code, log = self.run_gateway(path)
        self.assertEqual(code, 1)
        for fault in ('/protection/mode: expected "none" or "fifo" or "sluice", found "fast"',
                      "/protection/fifo/limit: expected a whole number from 1 to 1000000, found 0",
                      '/routes/0/venue: expected the SluiceVenue of a session, one of "SIM", found "NOWHERE"',
                      '/on_stopp: expected no such key, found "drain"'):
            self.assertIn(fault, log)

    def test_certificate_that_does_not_exist(self):
        path = self.write_config()
        clients = self.folder / "clients.cfg"
        clients.write_text(clients.read_text().replace(
            "[DEFAULT]\n", "[DEFAULT]\nServerCertificateFile=server.pem\nServerCertificateKeyFile=server.key\n"))
        code, log = self.run_gateway(path)
        self.assertEqual(code, 1)
        self.assertIn(f"ServerCertificateFile: expected a file that can be read, found {self.folder}/server.pem", log)
        self.assertIn(f"ServerCertificateKeyFile: expected a file that can be read, found {self.folder}/server.key", log)

    def test_plugin_that_does_not_exist_is_one_sentence_and_exit_code_2(self):
        self.sluice()
        plugin = self.folder / "libsluice.so.1"
        code, log = self.run_gateway(self.write_config(
            protection={"mode": "sluice", "plugin": str(plugin), "config": "sluice.json"}))
        self.assertEqual(code, 2)
        errors = [line for line in log.splitlines() if " error " in line]
        self.assertEqual(len(errors), 1, log)
        self.assertIn(f"'{plugin}' cannot be read", errors[0])

    def test_file_that_is_no_plugin_is_refused(self):
        self.sluice()
        plugin = self.folder / "libsluice.so.1"
        plugin.write_bytes(pathlib.Path("/bin/true").read_bytes())
        code, log = self.run_gateway(self.write_config(
            protection={"mode": "sluice", "plugin": str(plugin), "config": "sluice.json"}))
        self.assertEqual(code, 2)
        self.assertIn("does not say which ABI it has", log)

    def test_runs_unprotected_only_if_the_config_says_so(self):
        self.start_simulator()
        self.sluice()
        self.start_gateway(protection={"mode": "sluice", "plugin": "nowhere.so", "config": "sluice.json",
                                       "run_unprotected_if_plugin_fails": True})
        self.assertIn("RUNNING UNPROTECTED", self.gateway.log())
        client = self.client(1)
        self.new_order(client, "N1")
        client.wait({35: "8", 11: "N1", 150: "0"})

    def test_faults_of_the_sluice_config_stop_the_start(self):
        protection = self.sluice(limit=0)
        code, log = self.run_gateway(self.write_config(protection=protection))
        self.assertEqual(code, 1)
        self.assertIn("/venues/0/limits/0/limit", log)

    def test_mimalloc_serves_malloc(self):
        self.start()
        self.assertRegex(self.gateway.log(), r"mimalloc \d+ serves malloc and new")


if __name__ == "__main__":
    unittest.main()
