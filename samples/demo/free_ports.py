#!/usr/bin/env python3
"""Prints as many free TCP ports of 127.0.0.1 as asked for: free_ports.py COUNT

All are held at the same time before any is printed, so they differ. Another program could still take one before it is used;
whoever uses it then says so and stops.
"""

import socket
import sys


def main():
    held = []
    for _ in range(int(sys.argv[1])):
        one = socket.socket()
        one.bind(("127.0.0.1", 0))
        held.append(one)
    print(*(one.getsockname()[1] for one in held))


if __name__ == "__main__":
    main()
