"""Run a preview worker in a process of its own.

Whatever a file can do to the program happens here: it may crash, run out of memory or never come to an end, and the
server outlives it (`client.py`).
"""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from factsheet.build import processes
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, ProjectError
from factsheet.preview.orders import Finish, Make, Order, Show
from factsheet.preview.worker import PreviewWorker

_IDLE = 0.3
"""Seconds without an order, after which there is time to collect what is no longer used."""
_UNCOLLECTED = 10
"""Layouts after which what is no longer used is collected, also where saves leave no time for it: some 5 MB each."""


def run(orders: Connection, project: Project, finish: Finish, in_the_background: bool, scratch: str) -> None:
    """Carry out orders one by one, until the other end of the pipe is closed.

    `scratch` is a folder for temporary files, which whoever starts this process removes: it may be killed at any time.
    """
    tempfile.tempdir = scratch
    if in_the_background and hasattr(os, "nice"):
        os.nice(5)  # who writes is served first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server closes the pipe
    processes.limit_memory()
    worker = PreviewWorker(project, finish)
    gc.disable()  # a collection in the midst of a layout takes a tenth of its time
    uncollected = 0
    with suppress(EOFError, OSError):
        while True:
            if uncollected >= _UNCOLLECTED or not orders.poll(_IDLE):
                gc.collect()
                uncollected = 0
            order = orders.recv()
            orders.send(_answer(worker, order))
            uncollected += isinstance(order, Show | Make)


def _answer(worker: PreviewWorker, order: Order) -> Any:
    """Carry out an order; whatever keeps it from being carried out becomes a finding."""
    try:
        return worker.carry_out(order)
    except ProjectError as error:
        return {"findings": worker.findings(error.findings)}
    except MemoryError:
        what = f"it takes more than {processes.MEMORY >> 30} GB of memory"
        finding = Finding(ExitCode.ENVIRONMENT, what, hint="look at the file you saved last")
        return {"findings": worker.findings([finding])}
    except Exception as error:
        what = f"unexpected error: {type(error).__name__}: {error}"[:500]
        hint = "please report it, with the file you saved last"
        return {"findings": worker.findings([Finding(ExitCode.LAYOUT, what, hint=hint)])}
