"""Measure what pages cost: `python3 build.py benchmark`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

NAME = "benchmark"
HELP = "measure what pages cost beside other programs; what follows it are options of its own, see --help"
NEEDS = "everything"


def run(arguments: Sequence[str], folder: Path) -> int:
    """Run the benchmark; return the exit code."""
    from benchmarks import run as benchmark

    return benchmark.main(arguments)
