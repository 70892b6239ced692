#!/usr/bin/env python3
"""Start here: set up on the first run, then run one command. docs/architecture.md shows the way from here."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from factsheet.cli import streams
from factsheet.cli.main import main as run

PROJECT = Path(__file__).resolve().parent


def main(argv: Sequence[str]) -> int:
    """Run one command on this project and return its exit code."""
    return run(argv, PROJECT)


if __name__ == "__main__":
    streams.protect()
    code = main(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # there is nothing left to interrupt
    sys.exit(streams.finish(code))
