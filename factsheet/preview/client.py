"""Keep a worker process busy for the preview, and replace it when it crashes or hangs."""

from __future__ import annotations

import asyncio
import multiprocessing
import tempfile
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from factsheet.design.project import Project
from factsheet.preview import worker_process
from factsheet.preview.orders import Finish, Order

WAITING = 200
"""How many orders may wait; more are refused, as nobody looks at so many pages at once."""
PATIENCE = 30.0
"""Seconds for one order. The slowest sheet takes three on a slow computer."""


def _send_and_receive(pipe: Connection, order: Order) -> Any:
    pipe.send(order)
    return pipe.recv()


class WorkerLost(Exception):
    """The worker ended, or was ended, or has too much to do; the text says what happened."""


class WorkerClient:
    """Send orders to a worker in a process of its own, one at a time, and replace it when it is lost."""

    def __init__(self, project: Project, finish: Finish, in_the_background: bool = False) -> None:
        self._arguments = project, finish, in_the_background
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1)
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._waiting = 0

    async def ask(self, order: Order) -> Any:
        """Return the worker's answer.

        Raises:
            WorkerLost: if it ended or took too long, or too many orders wait for it.
        """
        if self._waiting >= WAITING:
            raise WorkerLost("too many pages are waiting to be laid out; close some windows of the preview")
        self._waiting += 1
        # An order that was sent is waited for even where whoever asked has gone, or the next would get its answer.
        return await asyncio.shield(asyncio.ensure_future(self._ask(order)))

    async def _ask(self, order: Order) -> Any:
        try:
            async with self._turn:
                return await self._exchange(order)
        finally:
            self._waiting -= 1

    async def _exchange(self, order: Order) -> Any:
        loop = asyncio.get_running_loop()
        for _ in range(2):  # one that ended while nobody asked it is no news
            try:
                pipe = self._running()
                return await asyncio.wait_for(
                    loop.run_in_executor(self._thread, _send_and_receive, pipe, order), PATIENCE
                )
            except TimeoutError:
                self.end()
                raise WorkerLost(
                    f"laying out the pages took longer than {PATIENCE:g} seconds, so it was stopped"
                ) from None
            except (EOFError, OSError):
                self.end()
        raise WorkerLost("the program that lays out the pages crashed; perhaps there was not enough memory")

    def _running(self) -> Connection:
        """Return the pipe to the worker, which is started if there is none."""
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=worker_process.run, args=(theirs, *self._arguments, tempfile.gettempdir()), daemon=True
            )
            self._process.start()
            theirs.close()
        return self._pipe

    def end(self) -> None:
        """End the worker; the next order starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None
        self._thread.shutdown(wait=False)
        self._thread = ThreadPoolExecutor(1)
