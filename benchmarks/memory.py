"""Editions come in, again and again; what memory the process that makes them holds after each goes out, as JSON."""

from __future__ import annotations

import gc
import itertools
import json
import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import PROJECT, ours
from factsheet.design.project import Project
from factsheet.lint import ready_editions

_PAGE = os.sysconf("SC_PAGE_SIZE")
_MIB = 1 << 20


def growth(held: Sequence[float]) -> float:
    """How much more MiB are held near the end than after the beginning, when all fonts and styles have been met once.

    Fifths are compared by their medians, as what is held goes up and down from one edition to the next.
    """
    fifth = max(1, len(held) // 5)
    return statistics.median(held[-fifth:]) - statistics.median(held[fifth : 2 * fifth])


def peak() -> float:
    """The most MiB this process ever held. `getrusage` would count what its parent held when it started this one."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def main(arguments: list[str]) -> None:
    """Make so many editions in one process; print the MiB held after each, and the most there ever was."""
    number, out = int(arguments[0]), Path(arguments[1])
    found, _ = ready_editions.find(Project(PROJECT, PROJECT / "content"), arguments[2:], (), ())
    held = []
    for edition in itertools.islice(itertools.cycle(found), number):
        ours.whole(edition, out)
        gc.collect()
        held.append(int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / _MIB)
    print(json.dumps({"held": held, "most": peak()}))


if __name__ == "__main__":
    main(sys.argv[1:])
