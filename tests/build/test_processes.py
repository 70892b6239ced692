"""Several processes do what one would, and one that is lost loses only what it was doing."""

from __future__ import annotations

import contextlib
import errno
import math
import mmap
import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest
from support.project import PROJECT

from factsheet.build import processes
from factsheet.build.processes import LostProcess, run_all

SLOW = 60.0
NO_RESERVE = 0x4000  # as Linux has it; Python names it from 3.12 on


def seldom_well(number: int) -> int:
    """Most numbers are squared; some end the process, never come to an end, or want too much."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 4:
        os._exit(9)
    if number == 5:
        time.sleep(SLOW)
    if number == 6:
        return len(bytearray(processes.MEMORY + (64 << 20)))
    return number**2


def slow(_: int) -> None:
    time.sleep(SLOW)


def nap(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def done(jobs: int, numbers: list[int]) -> dict[int, object]:
    return dict(run_all(numbers, seldom_well, jobs))


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_everything_is_done_once(jobs):
    wanted = [0, 1, 2, *range(7, 40)]
    assert done(jobs, wanted) == {number: number**2 for number in wanted}
    assert done(jobs, []) == {}


def test_one_at_a_time_they_are_done_in_the_order_given():
    assert [number for number, _ in run_all([9, 2, 7], seldom_well, 1)] == [9, 2, 7]


def test_a_process_that_dies_loses_only_its_own_thing():
    came = done(2, [1, 3, 2, 4, 7, 8, 9])
    lost = {number: result for number, result in came.items() if isinstance(result, LostProcess)}
    assert {*lost} == {3, 4}
    assert "by signal 9" in lost[3].why
    assert "with code 9" in lost[4].why
    assert all(came[number] == number**2 for number in (1, 2, 7, 8, 9))


def test_a_process_that_does_not_come_to_an_end_is_given_up(monkeypatch):
    monkeypatch.setattr(processes, "SECONDS", 1.0)
    came = done(2, [5, 1, 2, 7])
    assert came.pop(5) == LostProcess("it was not done after 1 seconds, and was given up")
    assert came == {1: 1, 2: 4, 7: 49}


def test_a_clock_that_is_put_forward_ends_nothing(monkeypatch):
    begun, real = time.monotonic(), time.time

    def clock() -> float:
        return real() + (3600 if time.monotonic() > begun + 0.2 else 0)

    monkeypatch.setattr(time, "time", clock)
    assert dict(run_all([0.5, 0.6], nap, 2)) == {0.5: 0.5, 0.6: 0.6}


def test_a_process_gets_no_more_memory_than_it_may_have():
    with pytest.raises(MemoryError):
        done(1, [6])


def test_what_the_parent_has_does_not_count():
    """A process that is forked begins with all its parent has, if only as addresses."""
    reserved = mmap.mmap(-1, 2 * processes.MEMORY, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NO_RESERVE)
    with reserved:
        assert done(2, [1, 2, 7]) == {1: 1, 2: 4, 7: 49}


def test_where_no_process_can_be_started_all_is_lost_and_told(monkeypatch):
    def refuse() -> int:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", refuse)
    came = done(2, [1, 2])
    assert {*came} == {1, 2}
    assert all(isinstance(one, LostProcess) and "Resource temporarily unavailable" in one.why for one in came.values())


def test_what_is_raised_is_raised_here():
    with pytest.raises(ValueError, match=r"^(math domain error|expected a nonnegative input)"):
        dict(run_all([1.0, -1.0], math.sqrt, 2))


def test_where_processes_cannot_be_forked_they_are_started(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert dict(run_all([4.0, 9.0], math.sqrt, 2)) == {4.0: 2.0, 9.0: 3.0}


def children() -> set[int]:
    with pathlib.Path(f"/proc/self/task/{os.getpid()}/children").open(encoding="ascii") as found:
        return {int(pid) for pid in found.read().split()}


def test_nobody_is_left_when_whoever_waits_goes_away():
    before = children()
    with contextlib.closing(run_all([1, 5, 5], seldom_well, 3)) as results:
        assert next(results) == (1, 1)
        assert len(children() - before) >= 3
        gone = time.monotonic()
    assert time.monotonic() - gone < 2
    assert children() <= before


def test_nobody_is_left_when_the_program_is_killed():
    code = "from tests.build.test_processes import run_all, slow; list(run_all([1, 2], slow, 2))"
    working = subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT, env={**os.environ, "PYTHONPATH": "tests:."}, start_new_session=True
    )
    children = f"/proc/{working.pid}/task/{working.pid}/children"
    while not _alive(children):
        time.sleep(0.05)
    time.sleep(0.3)
    working.kill()
    working.wait()
    deadline = time.monotonic() + 10 * processes._HEARTBEAT
    while time.monotonic() < deadline:
        try:
            os.killpg(working.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process goes on without its parent")


def _alive(children: str) -> bool:
    """Whether all threads together have started two processes."""
    pid = children.split("/")[2]
    started = []
    with contextlib.suppress(OSError):
        for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
            with (thread / "children").open(encoding="ascii") as found:
                started += found.read().split()
    return len(started) == 2
