"""Ways to do one thing come in; wall and processor time of each go out, taken in turns: A B C A B C."""

from __future__ import annotations

import gc
import math
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_USED = slice(11, 15)  # of /proc/PID/stat after the name: utime, stime, and those of children that have ended
_PARENT = 1


@dataclass(frozen=True)
class Contender:
    """One way to do it: the work, and a clock in seconds of the processor time of whoever does it."""

    work: Callable[[], object]
    clock: Callable[[], float] = time.process_time


@dataclass(frozen=True)
class Cost:
    """Medians over all rounds, in seconds."""

    wall: float
    cpu: float
    made: object = field(repr=False)
    """What came out of the last round."""


def in_turns(contenders: Mapping[str, Contender], rounds: int, warm_up: bool = True) -> dict[str, Cost]:
    """Let all work in turns, so that whatever else the machine does meanwhile falls on all of them alike."""
    walls: dict[str, list[float]] = {name: [] for name in contenders}
    cpus: dict[str, list[float]] = {name: [] for name in contenders}
    made: dict[str, object] = {}
    for number in range(-1 if warm_up else 0, rounds):
        for name, contender in contenders.items():
            gc.collect()
            cpu, wall = contender.clock(), time.perf_counter()
            made[name] = contender.work()
            wall, cpu = time.perf_counter() - wall, contender.clock() - cpu
            if number >= 0:
                walls[name].append(wall)
                cpus[name].append(cpu)
    return {name: Cost(statistics.median(walls[name]), statistics.median(cpus[name]), made[name]) for name in made}


def tree_seconds(root: int) -> float:
    """Processor time of a process and all below it, from /proc: also of those that ended and were waited for."""
    stats = dict(_processes())
    found, wanted = 0.0, {root}
    while wanted:
        found += sum(sum(map(int, stats[process][_USED])) for process in wanted if process in stats)
        wanted = {process for process, stat in stats.items() if int(stat[_PARENT]) in wanted}
    return found / _TICKS


def below(root: int) -> list[int]:
    """The processes below one, parents before children."""
    parents = {process: int(stat[_PARENT]) for process, stat in _processes()}
    found = [root]
    for one in found:
        found += [process for process, parent in parents.items() if parent == one]
    return found[1:]


def _processes() -> list[tuple[int, list[str]]]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has ended meanwhile
            continue
        found.append((int(folder.name), stat.rpartition(")")[2].split()))
    return found


def exponent(small: float, large: float, factor: float) -> float:
    """How cost grows with content: 1 where twice the content costs twice as much."""
    return math.log(large / small) / math.log(factor)
