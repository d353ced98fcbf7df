"""A small FIX client on a raw socket: enough of the session layer to talk to a gateway, and nothing between the test and
the bytes, so that malformed messages can be sent and resends be seen as they come. One reader thread collects what arrives;
the test thread waits for it. Heartbeats and answers to test requests go out by themselves."""

import contextlib
import datetime
import socket
import threading
import time

SOH = "\x01"


def parse(text):
    """The fields of one message in their order; repeated tags stay repeated."""
    return [(int(tag), value) for tag, _, value in (field.partition("=") for field in text.split(SOH) if field)]


class Message:
    def __init__(self, text):
        self.fields = parse(text)
        self.received_at = time.monotonic()

    def get(self, tag, default=None):
        return next((value for number, value in self.fields if number == tag), default)

    def matches(self, wanted):
        return all(self.get(tag) == str(value) for tag, value in wanted.items())

    def __repr__(self):
        return "|".join(f"{tag}={value}" for tag, value in self.fields)


class FixSession:
    def __init__(self, port, version, sender, target="GATEWAY", heartbeat_s=30):
        self.port, self.version, self.sender, self.target = port, version, sender, target
        self.heartbeat_s = heartbeat_s
        self.next_out = 1
        self.next_in = 1
        self.messages = []
        self.socket = None
        self.is_open = False
        self.answers_test_requests = True
        self._condition = threading.Condition()
        self._send_lock = threading.Lock()

    # The connection.

    def connect(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        self.socket.settimeout(None)
        self.is_open = True
        threading.Thread(target=self._read, args=(self.socket,), daemon=True).start()
        threading.Thread(target=self._beat, args=(self.socket,), daemon=True).start()
        return self

    def logon(self, reset=True):
        self.connect()
        if reset:
            self.next_out = 1
            self.next_in = 1
        fields = [(98, 0), (108, self.heartbeat_s)] + ([(141, "Y")] if reset else [])
        mark = self.mark()
        self.send("A", fields)
        self.wait({35: "A"}, since=mark)
        return self

    def logout(self):
        mark = self.mark()
        self.send("5", [])
        self.wait({35: "5"}, since=mark)
        self.cut()

    def cut(self):
        """Gone without a Logout."""
        self.is_open = False
        with contextlib.suppress(OSError):
            # close() alone does nothing while the reader thread waits in recv().
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    # Sending.

    def send(self, message_type, fields, header=()):
        with self._send_lock:
            body = self._body(message_type, fields, header, self.next_out)
            self.next_out += 1
            self._write(self.frame(body))

    def send_bytes(self, data):
        """As it is; for messages that are wrong. The sequence number is the test's business."""
        self._write(data)

    def frame(self, body, checksum=None):
        start = f"8={self.version}{SOH}9={len(body)}{SOH}"
        total = sum((start + body).encode()) % 256
        return (start + body + f"10={total if checksum is None else checksum:03d}{SOH}").encode()

    def _body(self, message_type, fields, header, sequence):
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%d-%H:%M:%S.%f")[:-3]
        parts = [(35, message_type), (49, self.sender), (56, self.target), (34, sequence), (52, now), *header, *fields]
        return "".join(f"{tag}={value}{SOH}" for tag, value in parts)

    def _write(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            self.is_open = False

    # Receiving.

    def mark(self):
        with self._condition:
            return len(self.messages)

    def wait(self, wanted, since=0, timeout=8):
        """The first message from position `since` on that has all these fields."""
        end = time.monotonic() + timeout
        with self._condition:
            while True:
                for message in self.messages[since:]:
                    if message.matches(wanted):
                        return message
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{self.sender}: no message with {wanted}; got:\n  " +
                                         "\n  ".join(map(repr, self.messages[since:][-30:])))
                self._condition.wait(left)

    def count(self, wanted, since=0):
        with self._condition:
            return sum(message.matches(wanted) for message in self.messages[since:])

    def all(self, wanted, since=0):
        with self._condition:
            return [message for message in self.messages[since:] if message.matches(wanted)]

    def wait_closed(self, timeout=8):
        end = time.monotonic() + timeout
        while self.is_open and time.monotonic() < end:
            time.sleep(0.02)
        return not self.is_open

    def _read(self, connection):
        buffer = b""
        while True:
            try:
                data = connection.recv(65536)
            except OSError:
                data = b""
            if not data:
                break
            buffer += data
            while True:
                message, buffer = self._cut_message(buffer)
                if message is None:
                    break
                self._take(Message(message))
        if connection is self.socket:
            self.is_open = False

    @staticmethod
    def _cut_message(buffer):
        length_at = buffer.find(b"\x019=")
        end_of_length = buffer.find(b"\x01", length_at + 3)
        if length_at < 0 or end_of_length < 0:
            return None, buffer
        end = end_of_length + 1 + int(buffer[length_at + 3:end_of_length]) + len("10=000\x01")
        if len(buffer) < end:
            return None, buffer
        return buffer[:end].decode("latin-1"), buffer[end:]

    def _take(self, message):
        self.next_in = int(message.get(34, 0)) + 1
        if message.get(35) == "1" and self.answers_test_requests:
            self.send("0", [(112, message.get(112))])
        with self._condition:
            self.messages.append(message)
            self._condition.notify_all()

    def _beat(self, connection):
        while self.heartbeat_s and self.is_open and connection is self.socket:
            time.sleep(self.heartbeat_s)
            if self.is_open and connection is self.socket:
                self.send("0", [])
