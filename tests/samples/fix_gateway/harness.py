"""Starts the venue simulator and the gateway with a configuration of the test's own, on free ports, in a folder of its own,
and stops both whatever happens. Programs and plugin come by environment from the build: SIMULATOR, GATEWAY, PLUGIN,
DICTIONARIES."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from fix_session import FixSession

PROCESS_SECONDS_MAX = 90


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A program that says `ready ...` on its output. Its log is kept for the message of a failed test."""

    def __init__(self, command, folder, name):
        self.name = name
        self.log_path = folder / f"{name}.log"
        self.lines = []
        self._log = open(self.log_path, "w")
        # `timeout` ends it even if this script is killed.
        self.process = subprocess.Popen(["timeout", "-k", "30", str(PROCESS_SECONDS_MAX), *map(str, command)],
                                        stdout=subprocess.PIPE, stderr=self._log, text=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait_ready(self, timeout=25):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            ready = next((line for line in self.lines if line.startswith("ready")), None)
            if ready:
                return ready
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"{self.name} is not ready (exit code {self.process.poll()}):\n{self.log()}")

    def log(self):
        return self.log_path.read_text()

    def wait_exit(self, timeout=20):
        return self.process.wait(timeout)

    def terminate(self, timeout=20):
        """SIGTERM; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.wait_exit(timeout)

    def kill(self):
        if self.process.poll() is None:
            # To `timeout`, which passes it on to the program.
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                # `timeout` and its program are a process group of their own.
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self._reader.join(2)
        self.process.stdout.close()
        self._log.close()


class Bench(unittest.TestCase):
    """One simulator, one gateway and any number of clients. A scenario sets up what it needs and calls start()."""

    CLIENTS = (("FIX.4.2", "CLIENT1"), ("FIX.4.4", "CLIENT2"))

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="fix_gateway_test_"))
        self.simulator = self.gateway = None
        self.venue_port = free_port()
        self.client_port = free_port()
        self.more_venues = []  # (venue, its CompID, port)
        self.sessions = []

    def tearDown(self):
        for session in self.sessions:
            session.cut()
        failed = any(error for _, error in getattr(self._outcome, "errors", ()))
        result = getattr(self._outcome, "result", None)
        failed = failed or any(test is self for test, _ in result.failures + result.errors)
        for process in (self.gateway, self.simulator):
            if process is not None:
                process.kill()
                if failed:
                    print(f"--- log of {process.name}\n{process.log()}")
        shutil.rmtree(self.folder, ignore_errors=True)

    # What a scenario calls.

    def start_simulator(self, limit=1000, window_ms=1000, logout_threshold=100000, script=None, extra=()):
        command = [os.environ["SIMULATOR"], "--port", self.venue_port, "--sender", "VENUE", "--targets", "GATEWAY",
                   "--limit", limit, "--window-ms", window_ms, "--logout-threshold", logout_threshold,
                   "--report", self.folder / "simulator.json", *extra]
        if script:
            (self.folder / "script.txt").write_text(script)
            command += ["--script", self.folder / "script.txt"]
        self.simulator = Process(command, self.folder, "simulator")
        self.simulator.wait_ready()

    def write_config(self, venue_heartbeat_s=30, **changes):
        dictionaries = os.environ["DICTIONARIES"]
        clients = "[DEFAULT]\nConnectionType=acceptor\nStartTime=00:00:00\nEndTime=00:00:00\n" \
                  f"SocketAcceptPort={self.client_port}\nSocketReuseAddress=Y\nSenderCompID=GATEWAY\n"
        for version, name in self.CLIENTS:
            clients += f"[SESSION]\nBeginString={version}\nTargetCompID={name}\n" \
                       f"DataDictionary={dictionaries}/{version.replace('.', '')}.xml\n"
        venues = "[DEFAULT]\nConnectionType=initiator\nStartTime=00:00:00\nEndTime=00:00:00\nReconnectInterval=1\n" \
                 f"HeartBtInt={venue_heartbeat_s}\nSocketConnectHost=127.0.0.1\n"
        for venue, target, port in (("SIM", "VENUE", self.venue_port), *self.more_venues):
            venues += f"[SESSION]\nBeginString=FIX.4.4\nSenderCompID=GATEWAY\nTargetCompID={target}\n" \
                      f"SluiceVenue={venue}\nSocketConnectPort={port}\nDataDictionary={dictionaries}/FIX44.xml\n"
        (self.folder / "clients.cfg").write_text(clients)
        (self.folder / "venues.cfg").write_text(venues)
        config = {
            "clients": "clients.cfg", "venues": "venues.cfg", "protection": {"mode": "none"},
            "routes": [{"symbol": "BTC-USD", "venue": "SIM"}, {"symbol": "ETH-USD", "venue": "SIM"}],
            "report": "gateway.json", **changes,
        }
        (self.folder / "gateway_config.json").write_text(json.dumps(config))
        return self.folder / "gateway_config.json"

    def start_gateway(self, **changes):
        self.gateway = Process([os.environ["GATEWAY"], self.write_config(**changes)], self.folder, "gateway")
        return self.gateway.wait_ready()

    def start(self, **changes):
        self.start_simulator()
        return self.start_gateway(**changes)

    def sluice(self, limit=10, window_ms=1000, cancel_reserve=None, venue=None, **members):
        """The protection member for mode sluice, with one venue and one limit."""
        window = {"name": "messages", "shape": "sliding_window", "scope": "venue", "limit": limit,
                  "window_ms": window_ms,
                  # The venue counts at arrival: without a guard two messages that are written a window apart may meet in one.
                  "guard_us": 20000}
        if cancel_reserve is not None:
            window["cancel_reserve"] = cancel_reserve
        config = {"version": 1, "venues": [{"name": "SIM", "limits": [window], **(venue or {})}], **members}
        (self.folder / "sluice.json").write_text(json.dumps(config))
        return {"mode": "sluice", "plugin": os.environ["PLUGIN"], "config": "sluice.json"}

    def client(self, number, **options):
        version, name = self.CLIENTS[number - 1]
        session = FixSession(self.client_port, version, name, **options)
        self.sessions.append(session)
        return session.logon()

    def new_order(self, session, order_id, side="1", quantity="1", price="100", symbol="BTC-USD", **header):
        session.send("D", [(11, order_id), (21, 1), (55, symbol), (54, side), (60, "20240102-03:04:05"),
                           (38, quantity), (40, 2), (44, price), (59, 0)],
                     header=[(50, header["owner"])] if "owner" in header else [])

    def cancel(self, session, request_id, order_id, side="1", symbol="BTC-USD"):
        session.send("F", [(41, order_id), (11, request_id), (55, symbol), (54, side), (60, "20240102-03:04:05")])

    def replace(self, session, request_id, order_id, quantity, price, side="1", symbol="BTC-USD"):
        session.send("G", [(41, order_id), (11, request_id), (21, 1), (55, symbol), (54, side),
                           (60, "20240102-03:04:05"), (38, quantity), (40, 2), (44, price)])

    def stop_gateway(self):
        """Stops it with SIGTERM; its report."""
        self.assertEqual(self.gateway.terminate(), 0, self.gateway.log())
        return json.loads((self.folder / "gateway.json").read_text())

    def stop_simulator(self):
        self.assertEqual(self.simulator.terminate(), 0, self.simulator.log())
        return json.loads((self.folder / "simulator.json").read_text())


def number(text):
    """The first number of a line, as the port in `ready clients=4711 metrics=-`."""
    return int(re.search(r"\d+", text).group())
