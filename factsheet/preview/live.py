"""Saved files come in; what each window shows is made anew by a worker and goes out as events, the newest only."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import watchfiles

from factsheet.design.project import Project
from factsheet.fitting.search import Setting
from factsheet.preview import worker
from factsheet.preview.scene import Choice
from factsheet.preview.worker import Finish, Judge, Make, Menu, Order, Picture, Show

WATCHED = {".yaml", ".yml", ".html", ".css", ".svg", ".png", ".ttf", ".toml", ".icc"}
WINDOWS = 24
"""How many windows may follow at once; a browser has six connections, and somebody may have several."""
WAITING = 200
"""How many orders may wait; more are refused, as nobody looks at so many pages at once."""
PATIENCE = 30.0
"""Seconds for one order. The slowest sheet takes three on a slow computer."""
_SETTLING = 0.08
"""Seconds: an editor that writes a file in two steps is not told of the half that it has written."""
_QUIET = 1.2
"""Seconds without a save, after which there is time for the finished files and their checks."""
_ALIVE = 15.0
"""Seconds between signs of life, by which a window that was closed is noticed."""


class WorkerLost(Exception):
    """The worker ended, or was ended; the text says what happened."""


class WorkerClient:
    """A worker in a process of its own: asked one thing at a time, replaced when it is lost."""

    def __init__(self, project: Project, finish: Finish, in_the_background: bool = False) -> None:
        self._given = project, finish, in_the_background
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1)
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self.waiting = 0

    async def ask(self, order: Order) -> Any:
        """The worker's answer.

        Raises:
            Gone: where it ended, took too long, or too many wait for it.
        """
        if self.waiting >= WAITING:
            raise WorkerLost("too much was asked at once")
        self.waiting += 1
        # An order that was sent is waited for even where whoever asked has gone, or the next would get its answer.
        return await asyncio.shield(asyncio.ensure_future(self._ask(order)))

    async def _ask(self, order: Order) -> Any:
        try:
            async with self._turn:
                return await self._exchange(order)
        finally:
            self.waiting -= 1

    async def _exchange(self, order: Order) -> Any:
        loop = asyncio.get_running_loop()
        for _ in range(2):  # one that ended while nobody asked it is no news
            try:
                pipe = self._at_work()
                return await asyncio.wait_for(loop.run_in_executor(self._thread, _exchange, pipe, order), PATIENCE)
            except TimeoutError:
                self.end()
                raise WorkerLost(f"the pages took longer than {PATIENCE:g} seconds and were given up") from None
            except (EOFError, OSError):
                self.end()
        raise WorkerLost("the program that lays out the pages crashed, perhaps for want of memory")

    def _at_work(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=worker.work, args=(theirs, *self._given, tempfile.gettempdir()), daemon=True
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


def _exchange(pipe: Connection, order: Order) -> Any:
    pipe.send(order)
    return pipe.recv()


class Subscription:
    """What is known of one choice, as it changes: the newest event of each kind, and who follows."""

    def __init__(self) -> None:
        self.latest: dict[str, tuple[int, str]] = {}
        self.bells: set[asyncio.Event] = set()
        self.laid = False  # whether the newest pages are those of the newest words
        self.number = 0  # of the newest scene
        self.first: tuple[int, int] | None = None  # page and width of the picture of it that was asked for first
        self.setting: Setting | None = None  # of the pages, where it is only the one that fitted before
        self.checked = False  # whether their finished files were made and checked

    @property
    def waits(self) -> bool:
        """Whether it is looked at, and its files have not been checked."""
        return bool(self.bells) and self.laid and not self.checked


class Live:
    """Follows the files, has pages made, and tells those who look at them."""

    def __init__(self, project: Project, finish: Finish) -> None:
        self._folders = (project.content, project.templates, project.locales, project.assets)
        self._moved = asyncio.Event()
        self._drawing, self._finishing = (
            WorkerClient(project, finish),
            WorkerClient(project, finish, in_the_background=True),
        )
        self._shown: dict[Choice | None, Subscription] = {}
        self._changed: set[Path] = set()
        self._wake = asyncio.Event()
        self._revision = 0
        self._quiet = 0  # how many quarters of a quiet time have passed since the last save
        self._ahead: dict[Picture, asyncio.Future[Any]] = {}
        self._windows = 0
        self._menu = (0, "{}")
        self._stale_menu = True

    async def follow(self, choice: Choice | None) -> AsyncIterator[tuple[str, str]]:
        """Events about a choice as pairs of name and JSON, without end: the newest of each kind, never a backlog.

        None follows the menu alone. An empty name is a sign of life.
        """
        shown = self._shown.pop(choice, None) or Subscription()
        self._shown[choice] = shown  # the window opened last is served first
        bell = asyncio.Event()
        shown.bells.add(bell)
        seen: dict[str, int] = {}
        self._wake.set()
        try:
            while True:
                bell.clear()
                for name, (revision, told) in [("menu", self._menu), *shown.latest.items()]:
                    if revision > seen.get(name, 0):
                        seen[name] = revision
                        yield name, told
                try:
                    await asyncio.wait_for(bell.wait(), _ALIVE)
                except TimeoutError:
                    yield "", ""
        finally:
            shown.bells.discard(bell)

    def let_in(self) -> bool:
        """Count one more window that follows, if there may be one; each is to be let out again."""
        free = self._windows < WINDOWS
        self._windows += free
        return free

    def let_out(self) -> None:
        """Count one window less."""
        self._windows -= 1

    async def picture(self, number: int, page: int, width: int) -> bytes | None:
        """A page as PNG; None where it is not the newest any more, or cannot be drawn."""
        for choice, shown in self._shown.items():
            if choice and shown.number == number and shown.first is None:
                shown.first = page, width
        order = Picture(number, page, width)
        task = self._ahead.pop(order, None) or asyncio.ensure_future(self._drawing.ask(order))
        answer = await asyncio.shield(task)
        return answer if isinstance(answer, bytes) else None

    async def file(self, choice: Choice) -> bytes | list[dict[str, Any]]:
        """The finished file, or what keeps it from being made."""
        answer = await self._finishing.ask(Make(choice))
        made: bytes | list[dict[str, Any]] = answer.get("file") or answer["findings"]
        return made

    async def run(self) -> None:
        """Follow the files and serve those who look, until cancelled."""
        works = self._watch, self._look, self._serve, self._check
        tasks = [asyncio.create_task(self._kept(work)) for work in works]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            self._drawing.end()
            self._finishing.end()

    async def _kept(self, work: Callable[[], Awaitable[None]]) -> None:
        """Work that goes on after an unexpected error, which everybody is told."""
        while True:
            try:
                await work()
            except Exception as error:
                told = {
                    "stopped": True,
                    "findings": [_trouble(f"unexpected error: {type(error).__name__}: {error}")],
                }
                for shown in self._shown.values():
                    self._tell(shown, "findings", told)
            await asyncio.sleep(1)

    async def _watch(self) -> None:
        self._moved.clear()
        with suppress(OSError, RuntimeError):  # a folder was moved away; perhaps it comes back
            there = [folder for folder in self._folders if folder.is_dir()]
            async for changes in watchfiles.awatch(
                *there, watch_filter=_watched, debounce=40, step=4, stop_event=self._moved
            ):
                self._quiet = 0
                self._changed |= {Path(path) for _, path in changes}
                self._stale_menu |= any(_on_the_menu(change, Path(path)) for change, path in changes)
                self._wake.set()

    async def _look(self) -> None:
        """Notice that a folder itself was moved away, or put back, of which its watcher hears nothing."""
        known = {folder: _number(folder) for folder in self._folders}
        while True:
            await asyncio.sleep(_QUIET)
            now = {folder: _number(folder) for folder in self._folders}
            if now != known:
                known = now
                self._moved.set()
                for shown in self._shown.values():
                    shown.laid = False
                self._stale_menu = True
                self._wake.set()

    async def _serve(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            if not self._menu[0]:
                await self._list()
            changed, self._changed = frozenset(self._changed), set()
            for choice in reversed([*self._shown]):
                shown = self._shown[choice]
                if not shown.bells:
                    del self._shown[choice]
                elif choice and (changed or not shown.laid):
                    await self._show(choice, shown, changed)
            if self._stale_menu:
                await self._list()

    async def _show(self, choice: Choice, shown: Subscription, changed: frozenset[Path]) -> None:
        self._revision += 1
        number = self._revision
        try:
            answer = await self._drawing.ask(Show(choice, number, changed if shown.laid else None))
        except WorkerLost as gone:
            answer = {"findings": [_trouble(str(gone))]}
        if answer is None:
            return
        shown.laid = "scene" in answer
        if not shown.laid:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _SETTLING)
                if self._changed:
                    return  # and look again at what has been saved meanwhile
            self._tell(shown, "findings", {"stopped": True, "findings": answer["findings"]})
            return
        shown.checked = False
        shown.latest.pop("findings", None)
        self._ahead.clear()
        if shown.first:  # the browser will ask for it as soon as it has read the scene
            order = Picture(number, *shown.first)
            self._ahead[order] = asyncio.ensure_future(self._drawing.ask(order))
            self._ahead[order].add_done_callback(_heard)
        shown.number, shown.first, shown.setting = number, None, answer["setting"]
        self._tell(shown, "scene", answer["scene"])
        await asyncio.sleep(_SETTLING)  # the pictures are asked for first
        with suppress(WorkerLost):
            judged = await self._drawing.ask(Judge(number))
            if judged:
                self._tell(shown, "findings", {"stopped": False, "checked": False, **judged})

    async def _check(self) -> None:
        """Once nobody has saved for a while, make the files of what is looked at, and tell what the build would say."""
        while True:
            await asyncio.sleep(_QUIET / 4)
            self._quiet += 1
            for choice, shown in [*self._shown.items()]:
                if choice and shown.waits and self._quiet > 4:
                    seen = shown.latest["scene"]
                    try:
                        answer = await self._finishing.ask(Make(choice))
                    except WorkerLost as gone:
                        answer = {"findings": [_trouble(str(gone))]}
                    if shown.waits and shown.latest["scene"] == seen:
                        shown.checked = True
                        if shown.setting and answer.get("setting") not in (None, shown.setting):
                            shown.laid = False  # the build has found better sizes
                            self._wake.set()
                        told = {
                            "stopped": False,
                            "checked": True,
                            "findings": answer["findings"],
                            "budgets": answer.get("budgets", {}),
                        }
                        self._tell(shown, "findings", told)

    async def _list(self) -> None:
        self._stale_menu = False
        with suppress(WorkerLost):
            answer = await self._drawing.ask(Menu())
            if "sheets" in answer:
                self._revision += 1
                self._menu = self._revision, json.dumps(answer, ensure_ascii=False)
                for shown in self._shown.values():
                    _ring(shown)

    def _tell(self, shown: Subscription, name: str, told: dict[str, Any]) -> None:
        self._revision += 1
        shown.latest[name] = self._revision, json.dumps(told, ensure_ascii=False)
        _ring(shown)


def _number(folder: Path) -> int:
    """What tells a folder from another of the same name; 0 where there is none."""
    try:
        return folder.stat().st_ino or 1 if folder.is_dir() else 0
    except OSError:
        return 0


def _heard(drawn: asyncio.Future[Any]) -> None:
    """Take note of how a picture nobody has asked for yet ended, so that nobody is told of it."""
    if not drawn.cancelled():
        drawn.exception()


def _ring(shown: Subscription) -> None:
    for bell in shown.bells:
        bell.set()


def _watched(_: watchfiles.Change, path: str) -> bool:
    name = Path(path).name
    return Path(name).suffix in WATCHED and not name.startswith(".")


def _on_the_menu(change: watchfiles.Change, path: Path) -> bool:
    return change is not watchfiles.Change.modified or path.name in ("layout.yaml", "facts.yaml")


def _trouble(what: str) -> dict[str, Any]:
    hint = "look at the file you saved last; the next save starts it again"
    return {"what": what, "hint": hint, "code": "", "advice": False, "where": "", "key": ""}
