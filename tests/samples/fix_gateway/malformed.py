"""Wrong FIX gets the session layer's reject, and the gateway lives."""

import socket
import unittest

from fix_session import SOH
from harness import Bench


class Malformed(Bench):
    def setUp(self):
        super().setUp()
        self.start()
        self.session = self.client(2)

    def assert_gateway_works(self):
        other = self.client(1)
        self.new_order(other, "AFTER")
        other.wait({35: "8", 11: "AFTER", 150: "0"})

    def test_session_rejects(self):
        new = [(11, "N1"), (21, 1), (55, "BTC-USD"), (54, 1), (60, "20240102-03:04:05"), (38, 1), (40, 2), (44, 100)]
        cases = (
            ("missing Symbol", [field for field in new if field[0] != 55], {371: "55", 373: "1"}),
            ("text for a quantity", [(tag, "many" if tag == 38 else value) for tag, value in new],
             {371: "38", 373: "6"}),
            ("a Side that does not exist", [(tag, "Z" if tag == 54 else value) for tag, value in new],
             {371: "54", 373: "5"}),
            ("a tag that is not of this message", new + [(102, 1)], {371: "102", 373: "2"}),
            ("a tag that does not exist", new + [(4999, 1)], {371: "4999", 373: "0"}),
            ("a tag without a value", [(tag, "" if tag == 55 else value) for tag, value in new], {373: "4"}),
            ("a tag twice", new + [(55, "ETH-USD")], {373: "13"}),
        )
        for what, fields, expected in cases:
            with self.subTest(what):
                mark = self.session.mark()
                self.session.send("D", fields)
                self.session.wait({35: "3", 372: "D", **expected}, since=mark)
        self.assertEqual(self.session.count({35: "8"}), 0)
        self.assert_gateway_works()

    def test_unknown_message_type(self):
        self.session.send("ZZ", [(11, "N1")])
        self.session.wait({35: "3", 373: "11"})
        # Known to the dictionary, but not for a client to send.
        self.session.send("r", [(37, "1"), (530, "7"), (531, "7")])
        self.session.wait({35: "j", 380: "3"})
        self.assert_gateway_works()

    def test_garbage_bytes(self):
        # A wrong checksum is ignored as the specification says; the sequence number is still free.
        body = self.session._body("D", [(11, "BAD")], (), self.session.next_out)
        self.session.send_bytes(self.session.frame(body, checksum=1))
        self.new_order(self.session, "GOOD")
        self.session.wait({35: "8", 11: "GOOD", 150: "0"})
        for garbage in (b"\x00\xff" * 500, b"8=FIX.4.4\x019=99999999999\x01", b"8=FIX.4.4\x019=-5\x0135=D\x01",
                        b"8=FIX.4.4\x0110=000\x01" * 20, ("8=FIX.4.4" + SOH + "9=5" + SOH).encode() + b"35=D\x01"):
            with socket.create_connection(("127.0.0.1", self.client_port), timeout=5) as stranger:
                stranger.sendall(garbage)
        self.assert_gateway_works()

    def test_stranger_may_not_log_on(self):
        stranger = self.client(1)
        stranger.logout()
        stranger.sender = "NOBODY"
        stranger.connect()
        stranger.next_out = 1
        stranger.send("A", [(98, 0), (108, 30), (141, "Y")])
        self.assertTrue(stranger.wait_closed())
        self.new_order(self.session, "N1")
        self.session.wait({35: "8", 11: "N1", 150: "0"})


if __name__ == "__main__":
    unittest.main()
