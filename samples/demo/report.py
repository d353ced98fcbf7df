#!/usr/bin/env python3
"""Turns the files of a demo run into table, JSON and picture, and checks the claims.

report.py --work DIR [--json FILE] [--svg FILE] [--check]

DIR holds scenario.json and one folder a mode with client.json, requests.csv, simulator.json and arrivals.csv. Exit code 1: a claim failed.
"""

import argparse
import json
import pathlib
import sys

import check
import picture
import results
import table


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", required=True)
    parser.add_argument("--json")
    parser.add_argument("--svg")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()

    document, series = results.read_all(options.work)
    print(table.render(document))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        print(f"numbers: {options.json}")
    if options.svg:
        pathlib.Path(options.svg).write_text(picture.draw(document, series), encoding="utf-8")
        print(f"picture: {options.svg}")
    if options.check:
        failed = check.failures(document)
        for claim in failed:
            print(f"claim failed: {claim}", file=sys.stderr)
        if failed:
            sys.exit(1)
        print(f"all {len(list(check.claims_for(document)))} claims hold")


if __name__ == "__main__":
    main()
