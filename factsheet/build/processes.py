"""Run a function on many things in several processes; a process that dies costs only the thing it had.

A process may be lost because it died, did not come to an end, or wanted more memory than there is for it. The next one
takes its place.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, TimeoutError, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final, TypeVar

from pebble import ProcessExpired, ProcessPool
from pebble.pool import process as pebble_process

Thing = TypeVar("Thing")
Result = TypeVar("Result")

SECONDS: Final = 180.0
"""For one thing. The slowest edition takes a tenth of it on a slow computer."""
MEMORY: Final = 3 << 30
"""Bytes that one process may use beside what it begins with. The largest edition takes a tenth of it."""
_HEARTBEAT: Final = 0.5
"""Seconds after which a process notices that nobody waits for it any more."""

# Pebble measures by the clock on the wall, and gives everything up when that is put an hour forward.
vars(pebble_process)["time"] = SimpleNamespace(time=time.monotonic, sleep=time.sleep)


@dataclass(frozen=True)
class LostProcess:
    """What became of a process, for people."""

    why: str


def processors() -> int:
    """How many processes can work at once here."""
    if hasattr(os, "sched_getaffinity"):  # knows what a container may use
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_all(
    things: Sequence[Thing], do: Callable[[Thing], Result], jobs: int
) -> Generator[tuple[Thing, Result | LostProcess], None, None]:
    """Do all things, the first first, `jobs` at a time; each comes out with what it came to as soon as that is known.

    Closing the generator, or any exception while it waits, ends all processes at once.
    """
    if not things:
        return
    # Forked processes start in no time, and what this one has read need not be read again. Elsewhere than on Linux
    # system libraries do not stand it.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    given = os.getpid(), tempfile.gettempdir()
    pool = ProcessPool(min(jobs, len(things)), initializer=_prepare, initargs=given, context=context)
    try:
        pending: dict[Future[Any], Thing] = {
            pool.schedule(do, args=(thing,), timeout=SECONDS): thing for thing in things
        }
        for future in as_completed(pending):
            yield pending[future], _result(future)
    except BrokenProcessPool as broken:
        lost = LostProcess(f"no process could be started: {broken.__cause__ or broken}")
        yield from ((thing, lost) for thing in things)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _prepare(parent: int, scratch: str) -> None:
    """Make a new process one that can be ended at any time, and that ends when its parent has."""
    gc.freeze()  # what the parent has is not for its children to clear away
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # at once, also from the midst of a library
    tempfile.tempdir = scratch
    if os.name != "nt":
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    limit_memory()


def limit_memory() -> None:
    """Let this process use MEMORY beside what it has already; where the system knows no such limit, there is none."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = _mapped() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _mapped() -> int:
    """Bytes of addresses this process has already, which is what its limit counts; 0 where the system does not tell."""
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123
        return int(told.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(_HEARTBEAT)
    os._exit(1)


def _result(future: Future[Any]) -> Any:
    """What a thing came to.

    Raises:
        Exception: what the function raised, as it would in this process.
    """
    try:
        return future.result()
    except TimeoutError:
        return LostProcess(f"it was not done after {SECONDS:g} seconds, and was given up")
    except BrokenProcessPool as broken:
        return LostProcess(f"all processes ended: {broken.__cause__ or broken}")
    except ProcessExpired as expired:
        code = expired.exitcode
        how = f"by signal {-code}" if code < 0 else f"with code {code}"
        return LostProcess(f"the process that made it was ended {how}, perhaps for want of memory")
