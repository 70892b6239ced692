"""Follow saved files, have the pages that changed made anew, and send them to the windows that show them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from factsheet.design.project import Project
from factsheet.preview.client import WorkerClient, WorkerLost
from factsheet.preview.orders import Finish, Judge, Make, Menu, Order, Picture, Show
from factsheet.preview.scene import Choice
from factsheet.preview.subscription import Subscription
from factsheet.preview.watcher import Watcher

WINDOWS = 24
"""How many windows may follow at once; a browser has six connections, and somebody may have several."""
_SETTLING = 0.08
"""Seconds: an editor that writes a file in two steps is not told of the half that it has written."""
_QUIET = 1.2
"""Seconds without a save, after which there is time for the finished files and their checks."""
_ALIVE = 15.0
"""Seconds between signs of life, by which a window that was closed is noticed."""


def _trouble(what: str) -> dict[str, Any]:
    """Return a finding that belongs to no file."""
    hint = "look at the file you saved last; the next save starts it again"
    return {"what": what, "hint": hint, "code": "", "advice": False, "where": "", "key": ""}


async def _ask(worker: WorkerClient, order: Order) -> Any:
    """Return a worker's answer, or a finding if the worker is lost."""
    try:
        return await worker.ask(order)
    except WorkerLost as lost:
        return {"findings": [_trouble(str(lost))]}


def _ignore_failure(drawn: asyncio.Future[Any]) -> None:
    """Take note of how a picture ended that no window has asked for yet, so that asyncio does not complain of it."""
    if not drawn.cancelled():
        drawn.exception()


class LivePreview:
    """Follow the files of a project for all windows that show its pages."""

    def __init__(self, project: Project, finish: Finish) -> None:
        folders = (project.content, project.templates, project.locales, project.assets)
        self._watcher = Watcher(folders, self._files_saved, self._folders_moved)
        self._drawing = WorkerClient(project, finish)
        self._finishing = WorkerClient(project, finish, in_the_background=True)
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
        """Yield events about a choice as pairs of name and JSON, without end: the newest of each kind, never a backlog.

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
                for name, (revision, event) in [("menu", self._menu), *shown.latest.items()]:
                    if revision > seen.get(name, 0):
                        seen[name] = revision
                        yield name, event
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
        """Return a page as PNG; None if it is not the newest any more, or cannot be drawn.

        Raises:
            WorkerLost: if the worker is.
        """
        for choice, shown in self._shown.items():
            if choice and shown.number == number and shown.first is None:
                shown.first = page, width
        order = Picture(number, page, width)
        task = self._ahead.pop(order, None) or asyncio.ensure_future(self._drawing.ask(order))
        answer = await asyncio.shield(task)
        return answer if isinstance(answer, bytes) else None

    async def file(self, choice: Choice) -> bytes | list[dict[str, Any]]:
        """Return the finished file, or the findings that keep it from being made.

        Raises:
            WorkerLost: if the worker is.
        """
        answer = await self._finishing.ask(Make(choice))
        file: bytes | list[dict[str, Any]] = answer.get("file") or answer["findings"]
        return file

    async def run(self) -> None:
        """Follow the files and serve those who look, until cancelled."""
        works = self._watcher.watch_files, self._watcher.watch_folders, self._serve, self._check
        tasks = [asyncio.create_task(self._keep_running(work)) for work in works]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            self._drawing.end()
            self._finishing.end()

    async def _keep_running(self, work: Callable[[], Awaitable[None]]) -> None:
        """Go on with work after an unexpected error, which every window shows."""
        while True:
            try:
                await work()
            except Exception as error:
                finding = _trouble(f"unexpected error: {type(error).__name__}: {error}")
                for shown in self._shown.values():
                    self._send(shown, "findings", {"stopped": True, "findings": [finding]})
            await asyncio.sleep(1)

    def _files_saved(self, paths: frozenset[Path], on_the_menu: bool) -> None:
        self._quiet = 0
        self._changed |= paths
        self._stale_menu |= on_the_menu
        self._wake.set()

    def _folders_moved(self) -> None:
        for shown in self._shown.values():
            shown.laid = False
        self._stale_menu = True
        self._wake.set()

    async def _serve(self) -> None:
        """Show whatever has changed, each time somebody saves a file or opens a window."""
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
        """Have a choice laid out, and send its scene, then its findings."""
        self._revision += 1
        number = self._revision
        answer = await _ask(self._drawing, Show(choice, number, changed if shown.laid else None))
        if answer is None:
            return
        shown.laid = "scene" in answer
        if not shown.laid:
            await self._report_failure(shown, answer["findings"])
            return
        shown.checked = False
        shown.latest.pop("findings", None)
        self._draw_ahead(shown, number)
        shown.number, shown.first, shown.setting = number, None, answer["setting"]
        self._send(shown, "scene", answer["scene"])
        await asyncio.sleep(_SETTLING)  # the pictures are asked for first
        with suppress(WorkerLost):
            judged = await self._drawing.ask(Judge(number))
            if judged:
                self._send(shown, "findings", {"stopped": False, "checked": False, **judged})

    async def _report_failure(self, shown: Subscription, findings: list[dict[str, Any]]) -> None:
        """Send the findings that keep pages from being laid out, unless more has been saved meanwhile."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), _SETTLING)
            if self._changed:
                return  # and look again at what has been saved meanwhile
        self._send(shown, "findings", {"stopped": True, "findings": findings})

    def _draw_ahead(self, shown: Subscription, number: int) -> None:
        """Draw the picture that the browser will ask for as soon as it has read the scene."""
        self._ahead.clear()
        if shown.first:
            order = Picture(number, *shown.first)
            self._ahead[order] = asyncio.ensure_future(self._drawing.ask(order))
            self._ahead[order].add_done_callback(_ignore_failure)

    async def _check(self) -> None:
        """Once nobody has saved for a while, check the finished files of what is looked at."""
        while True:
            await asyncio.sleep(_QUIET / 4)
            self._quiet += 1
            for choice, shown in [*self._shown.items()]:
                if choice and shown.waits and self._quiet > 4:
                    await self._check_files(choice, shown)

    async def _check_files(self, choice: Choice, shown: Subscription) -> None:
        """Make the files of a choice, and send what the build would report, unless the pages are others by then."""
        seen = shown.latest["scene"]
        answer = await _ask(self._finishing, Make(choice))
        if not shown.waits or shown.latest["scene"] != seen:
            return
        shown.checked = True
        if shown.setting and answer.get("setting") not in (None, shown.setting):
            shown.laid = False  # the build has found better sizes
            self._wake.set()
        budgets = answer.get("budgets", {})
        event = {"stopped": False, "checked": True, "findings": answer["findings"], "budgets": budgets}
        self._send(shown, "findings", event)

    async def _list(self) -> None:
        """Send the menu to all windows."""
        self._stale_menu = False
        with suppress(WorkerLost):
            answer = await self._drawing.ask(Menu())
            if "sheets" in answer:
                self._revision += 1
                self._menu = self._revision, json.dumps(answer, ensure_ascii=False)
                for shown in self._shown.values():
                    shown.ring()

    def _send(self, shown: Subscription, name: str, event: dict[str, Any]) -> None:
        self._revision += 1
        shown.send(name, self._revision, event)
