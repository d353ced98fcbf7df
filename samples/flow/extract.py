#!/usr/bin/env python3
"""Makes dydx_v4.csv, the recorded order flow of this folder, from a decoded order-entry recording.

Usage: zstdcat order_entry.csv.zst | ./extract.py > dydx_v4.csv

Reads CSV with the columns recv_ms, event (submit, cancel, expire), client, client_order_id, pair, side, quantums and
subticks in the order of the recording; writes the format that README.md describes. What was decided on the way is in
SOURCE.md. Not needed to build or to run anything: dydx_v4.csv is part of the tree.
"""

import csv
import sys
from decimal import Decimal

# What the node's integers mean, by pair: name, price of one subtick, quantity of one quantum.
INSTRUMENTS = {
    "0": ("BTC-USD", Decimal("1e-5"), Decimal("1e-10")),
    "1": ("ETH-USD", Decimal("1e-6"), Decimal("1e-9")),
}

# The node sends what it saw in batches about this far apart and stamps the batch when it is received.
BATCH_US = 50_000


def plain(value):
    """A decimal without exponent and without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_batches(stream):
    """Groups the rows by their millisecond of receipt: frames of the same millisecond are one batch."""
    batch, batch_ms = [], None
    for row in csv.DictReader(stream):
        recv_ms = int(row["recv_ms"])
        if batch and recv_ms != batch_ms:
            yield batch_ms, batch
            batch = []
        batch_ms = recv_ms
        batch.append(row)
    if batch:
        yield batch_ms, batch


class OrderNumbers:
    """Turns the recording's order ids into order numbers, one per life of an id."""

    def __init__(self):
        self.live = {}
        self.last = 0
        self.cancels_dropped = 0

    def convert(self, row):
        """Returns (order, action), or None for a row that is no request of a client or has no order to act on."""
        key = (row["client"], row["pair"], row["client_order_id"])
        if row["event"] == "submit":
            if key in self.live:
                return self.live[key], "replace"
            self.last += 1
            if row["result"] == "ok":
                self.live[key] = self.last
            return self.last, "new"
        order = self.live.pop(key, None)
        if row["event"] == "expire":
            return None
        if order is None:
            self.cancels_dropped += 1
            return None
        return order, "cancel"


def main():
    numbers = OrderNumbers()
    print("time_us,owner,order,action,side,price,quantity,instrument")
    start_us, previous_us = None, None
    for recv_ms, batch in read_batches(sys.stdin):
        recv_us = recv_ms * 1000
        if start_us is None:
            start_us = previous_us = recv_us - BATCH_US
        span_us = min(BATCH_US, recv_us - previous_us)
        previous_us = recv_us
        rows = [(row, converted) for row in batch if (converted := numbers.convert(row)) is not None]
        for position, (row, (order, action)) in enumerate(rows, start=1):
            time_us = recv_us - start_us - span_us + span_us * position // len(rows)
            instrument, price_unit, quantity_unit = INSTRUMENTS[row["pair"]]
            details = ["", "", ""]
            if action != "cancel":
                details = [
                    {"B": "buy", "S": "sell"}[row["side"]],
                    plain(int(row["subticks"]) * price_unit),
                    plain(int(row["quantums"]) * quantity_unit),
                ]
            print(",".join([str(time_us), row["client"], str(order), action, *details, instrument]))
    print(f"{numbers.cancels_dropped} cancels without a live order dropped", file=sys.stderr)


if __name__ == "__main__":
    main()
