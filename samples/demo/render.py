#!/usr/bin/env python3
"""Fills a configuration template of this folder: render.py TEMPLATE NAME=VALUE... > FILE

A name that the template asks for and that is not given is an error: a demo must not run with half a configuration.
"""

import pathlib
import re
import sys


def main():
    template = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    values = dict(argument.split("=", 1) for argument in sys.argv[2:])
    asked = set(re.findall(r"\$\{(\w+)\}", template))
    missing = sorted(asked - set(values))
    if missing:
        sys.exit(f"{sys.argv[1]}: no value given for {', '.join(missing)}")
    print(re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], template), end="")


if __name__ == "__main__":
    main()
