#!/usr/bin/env python3
"""Turns recorded market data into order flow for the conformance kit, in the format of samples/flow/README.md.

Usage: recordings.py bitstamp < orders.csv        order by order: created is a new order, deleted its cancel
       recordings.py binance [ROWS] < events.csv  each message of the feed makes a strategy send: the bursts of a feed

Reads the decoded tables of the recordings (see the SOURCE.md beside them) and writes requests. Prices and quantities
mean nothing here. Not needed to build or to run anything: the shipped extract is part of the tree.
"""
import csv
import sys

HEADER = "time_us,owner,order,action,side,price,quantity,instrument"


def bitstamp(rows):
    """Yields (time_us, owner, order, action, instrument); a cancel without its new order in the recording is left out."""
    live, last, first_ms = {}, 0, None
    for row in rows:
        time_ms = int(row["timestamp"])
        first_ms = time_ms if first_ms is None else first_ms
        time_us = (time_ms - first_ms) * 1000 + 1000
        if row["action"] == "created" and row["id"] not in live:
            last += 1
            live[row["id"]] = last
            yield time_us, last % 8, last, "new", "BTC-USD"
        elif row["action"] == "deleted" and row["id"] in live:
            order = live.pop(row["id"])
            yield time_us, order % 8, order, "cancel", "BTC-USD"


def binance(rows, rows_max):
    """Yields the same: two messages of one symbol in three open an order, the third cancels the oldest one open."""
    open_orders, seen, last, first_ns = {}, {}, 0, None
    for number, row in enumerate(rows):
        if number == rows_max:
            return
        time_ns = int(row["recv_ns"])
        first_ns = time_ns if first_ns is None else first_ns
        time_us = (time_ns - first_ns) // 1000 + 1000
        symbol = f"{row['venue']}-{row['symbol']}"
        seen[symbol] = seen.get(symbol, 0) + 1
        orders = open_orders.setdefault(symbol, [])
        owner = sorted(seen).index(symbol)
        if seen[symbol] % 3 == 0:
            yield time_us, owner, orders.pop(0), "cancel", symbol
            continue
        last += 1
        orders.append(last)
        yield time_us, owner, last, "new", symbol


def main(arguments):
    if not arguments or arguments[0] not in ("bitstamp", "binance"):
        sys.exit(__doc__)
    rows = csv.DictReader(sys.stdin)
    rows_max = int(arguments[1]) if len(arguments) > 1 else 60000
    events = bitstamp(rows) if arguments[0] == "bitstamp" else binance(rows, rows_max)
    print(HEADER)
    newest_us, owners = 0, {}
    for time_us, owner, order, action, instrument in events:
        # An order keeps its owner, and the reader wants times that never fall.
        newest_us = max(newest_us, time_us)
        owner = owners.setdefault(order, owner)
        rest = ",," if action == "cancel" else "buy,1,1"
        print(f"{newest_us},{owner},{order},{action},{rest},{instrument}")


if __name__ == "__main__":
    main(sys.argv[1:])
