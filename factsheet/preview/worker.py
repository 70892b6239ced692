"""Orders come in through a pipe; pages, pictures, findings and files go back. Runs in a process of its own.

Whatever a file can do to the program happens here: it may crash, run out of memory or never come to an end, and the
server outlives it (`live.py`).
"""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from factsheet.build import processes
from factsheet.build.output import BuildResult
from factsheet.compose import composer
from factsheet.compose.composer import Composed
from factsheet.content import loader
from factsheet.design import editions, layouts, locales
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.engine.typeset import Pages
from factsheet.findings import ExitCode, Finding, ProjectError
from factsheet.fitting import copyfit, overset
from factsheet.fitting.copyfit import Fitted
from factsheet.lint import checked
from factsheet.pdf import intents, raster
from factsheet.preview import scene
from factsheet.preview.scene import Choice

Finish: TypeAlias = Callable[[Edition, Iterable[Intent], bool, Path | None], BuildResult]
"""How an edition is finished: `build_edition`, with everything the build itself would check."""

_IDLE = 0.3
"""Seconds without an order, after which there is time to collect what is no longer used."""
_UNCOLLECTED = 10
"""Layouts after which what is no longer used is collected, also where saves leave no time for it: some 5 MB each."""
_KEPT = 6
"""How many choices stay laid out: one for each window somebody is likely to have open."""


@dataclass(frozen=True)
class Menu:
    """Ask what there is to choose from."""


@dataclass(frozen=True)
class Show:
    """Ask for pages, to be known by a number; `changed` are the files saved since, None if everything may be new."""

    choice: Choice
    number: int
    changed: frozenset[Path] | None = None


@dataclass(frozen=True)
class Judge:
    """Ask for what is wrong with the words and pages of a number, short of a finished file."""

    number: int


@dataclass(frozen=True)
class Picture:
    """Ask for a page or side as a picture, `width` pixels wide."""

    number: int
    page: int
    width: int


@dataclass(frozen=True)
class Make:
    """Ask for the finished file of a choice, and everything that is wrong with its edition."""

    choice: Choice


Order: TypeAlias = Menu | Show | Judge | Picture | Make


@dataclass(frozen=True)
class Laid:
    """Pages that are laid out, and what they were laid out from; `drawn` fills with what has been asked for."""

    number: int
    choice: Choice
    composed: Composed
    fitted: Fitted
    quick: bool = False
    """Whether sizes are those that fitted the words before, and others may be better."""
    drawn: dict[int, bytes] = field(default_factory=dict)

    @property
    def pages(self) -> Pages:
        """The pages that are shown."""
        return self.fitted.pages


def work(orders: Connection, project: Project, finish: Finish, in_the_background: bool, scratch: str) -> None:
    """Carry out orders one by one, until nobody holds the other end of the pipe any more.

    `scratch` is a folder for temporary files, which whoever starts this process removes: it may be killed at any time.
    """
    tempfile.tempdir = scratch
    if in_the_background and hasattr(os, "nice"):
        os.nice(5)  # who writes is served first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server closes the pipe
    processes.limit_memory()
    bench = PreviewWorker(project, finish)
    gc.disable()  # a collection in the midst of a layout takes a tenth of its time
    uncollected = 0
    with suppress(EOFError, OSError):
        while True:
            if uncollected >= _UNCOLLECTED or not orders.poll(_IDLE):
                gc.collect()
                uncollected = 0
            order = orders.recv()
            try:
                answer = bench.carry_out(order)
            except ProjectError as error:
                answer = {"findings": bench.told(error.findings)}
            except Exception as error:
                what = f"unexpected error: {type(error).__name__}: {error}"[:500]
                hint = "please report it, with the file you saved last"
                answer = {"findings": bench.told([Finding(ExitCode.LAYOUT, what, hint=hint)])}
            orders.send(answer)
            uncollected += isinstance(order, Show | Make)


class PreviewWorker:
    """Carries out orders, and keeps the pages that were laid out last."""

    def __init__(self, project: Project, finish: Finish) -> None:
        self._project, self._finish = project, finish
        self._laid: dict[Choice, Laid] = {}

    def carry_out(self, order: Order) -> Any:
        """What an order asks for.

        Raises:
            ProjectError: with what keeps it from being carried out.
        """
        match order:
            case Menu():
                return menu(self._project)
            case Show():
                return self._show(order)
            case Judge():
                return self._judge(order.number)
            case Picture():
                return self._picture(order)
            case Make():
                return self._make(order.choice)

    def told(self, problems: Iterable[Finding]) -> list[dict[str, Any]]:
        """Findings that belong to no page."""
        return scene.findings(self._project, problems, ())

    def _show(self, order: Show) -> dict[str, Any] | None:
        """The scene; None where nothing that it shows has changed."""
        choice = order.choice
        before = self._laid.get(choice)
        if before and order.changed is not None and not any(self._concerns(before, path) for path in order.changed):
            return None
        edition = editions.load(self._project, choice.sheet, choice.layout, choice.tag)
        try:
            composed = composer.compose(edition)
            only_words = order.changed is not None and all(self._holds_words(path) for path in order.changed)
            if before and only_words and composed == before.composed:
                fitted = replace(before.fitted, pages=replace(before.pages, edition=edition))
                quick, drawn = before.quick, before.drawn
            else:
                setting = before.fitted.setting if before and order.changed is not None else None
                as_before = copyfit.fit_at(composed, edition, setting) if setting else None
                fitted = as_before or copyfit.fit(composed, edition)
                quick, drawn = as_before is not None, {}
            pages = fitted.pages
            if choice.intent is not Intent.SCREEN and not drawn:
                drawn[0] = _file(pages, choice.intent)
        except ProjectError as error:
            return {"findings": scene.findings(self._project, error.findings, edition.strings)}
        self._laid.pop(choice, None)
        self._laid[choice] = Laid(order.number, choice, composed, fitted, quick, drawn)
        while len(self._laid) > _KEPT:
            del self._laid[next(iter(self._laid))]
        told = {"number": order.number, **scene.scene(pages, choice.intent, self._source(edition))}
        return {"scene": told, "setting": fitted.setting if quick else None}

    def _source(self, edition: Edition) -> dict[str, str]:
        """The words of the source language, as far as they can be read."""
        facts = edition.sheet.facts
        if edition.sheet.tag == facts.source:
            return {}
        with suppress(ProjectError):
            source = loader.load(self._project.content, edition.sheet.name, facts.source)
            return scene.words(replace(edition, sheet=source))
        return {}

    def _words(self, edition: Edition) -> tuple[bool, list[Finding]]:
        """Whether no string is missing, and what the build says of the words before it lays them out."""
        sheet = loader.load(self._project.content, edition.sheet.name, edition.sheet.tag)
        missing = checked.missing(sheet, edition.layout)
        return not missing, [*missing, *checked.lint(self._project, sheet, edition.locale)]

    def _concerns(self, laid: Laid, path: Path) -> bool:
        """Whether a file has a part in pages."""
        edition = laid.pages.edition
        sheet = self._project.content / laid.choice.sheet
        if path.is_relative_to(self._project.content):
            ours = {laid.choice.tag, edition.sheet.facts.source}
            other_language = path.suffix == ".yaml" and (sheet / path.name).stem not in {*ours, "facts"}
            return path.is_relative_to(sheet) and not other_language
        if path.is_relative_to(self._project.locales):
            return path.stem == laid.choice.tag
        if path.is_relative_to(self._project.templates):
            top = self._project.templates / path.relative_to(self._project.templates).parts[0]
            return top.name.startswith("_") or top in edition.layout.folders
        return True

    def _holds_words(self, path: Path) -> bool:
        return path.is_relative_to(self._project.content)

    def _judge(self, number: int) -> dict[str, Any] | None:
        laid = self._by_number(number)
        if laid is None:
            return None
        edition = laid.pages.edition
        _, problems = self._words(edition)
        problems += overset.findings(laid.pages)
        return {"findings": scene.findings(self._project, dict.fromkeys(problems), edition.strings)}

    def _picture(self, order: Picture) -> bytes | None:
        laid = self._by_number(order.number)
        if laid is None:
            return None
        if laid.choice.intent is not Intent.SCREEN:
            return raster.png(laid.drawn[0], order.page, order.width)
        if not 1 <= order.page <= laid.pages.count:
            return None
        if order.page not in laid.drawn:
            laid.drawn[order.page] = typeset.draw_page(laid.pages, order.page)
        return raster.png(laid.drawn[order.page], 1, order.width) if laid.drawn[order.page] else None

    def _by_number(self, number: int) -> Laid | None:
        return next((laid for laid in self._laid.values() if laid.number == number), None)

    def _make(self, choice: Choice) -> dict[str, Any]:
        edition = editions.load(self._project, choice.sheet, choice.layout, choice.tag)
        whole, words = self._words(edition)
        if not whole:  # its pages have words of two languages
            return {"findings": scene.findings(self._project, words, edition.strings)}
        files: dict[str, bytes] = {}
        room: Mapping[str, int] = {}
        setting = None
        with tempfile.TemporaryDirectory(prefix="factsheet-") as scratch:
            try:
                made = self._finish(edition, list(Intent), False, Path(scratch))
                problems = [*words, *made.advice]
                files = {intent: Path(scratch, file.file).read_bytes() for intent, file in made.files.items()}
                room, setting = made.budgets, made.setting
            except ProjectError as error:
                problems = [*words, *error.findings]
        findings = scene.findings(self._project, dict.fromkeys(problems), edition.strings)
        return {"findings": findings, "file": files.get(choice.intent), "budgets": dict(room), "setting": setting}


def menu(project: Project) -> dict[str, Any]:
    """Sheets with their languages, layouts and intents, each with the name people know it by.

    Raises:
        ProjectError: content that cannot be listed.
    """
    found: dict[str, Any] = {"sheets": {}, "layouts": {}, "intents": [str(intent) for intent in Intent]}
    for name in loader.sheets(project.content):
        with suppress(ProjectError):
            found["sheets"][name] = {tag: _called(project, tag) for tag in loader.languages(project.content, name)}
    for name in layouts.names(project.templates):
        found["layouts"][name] = name
        with suppress(ProjectError):
            found["layouts"][name] = layouts.load(project.templates, name).title
    return found


def _called(project: Project, tag: str) -> str:
    with suppress(ProjectError):
        return locales.load(project.locales, tag).name
    return tag


def _file(pages: Pages, intent: Intent) -> bytes:
    """The file for an intent as the build makes it, before it is checked."""
    edition = pages.edition
    hint = typeset.hint(composer.hint(edition), edition) if edition.layout.impose else None
    return intents.pdf(pages, typeset.draw(pages), hint, intent)
