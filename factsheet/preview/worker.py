"""Lay out, draw and check what the preview shows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from factsheet.compose import composer
from factsheet.compose.composer import Composed
from factsheet.content import loader
from factsheet.design import editions
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.engine.typeset import Pages
from factsheet.findings import Finding, ProjectError
from factsheet.fitting import copyfit, overset
from factsheet.fitting.copyfit import Fitted
from factsheet.lint import ready_editions
from factsheet.pdf import intents, raster
from factsheet.preview import scene
from factsheet.preview.menu import menu
from factsheet.preview.orders import Finish, Judge, Make, Menu, Order, Picture, Show
from factsheet.preview.scene import Choice

_KEPT = 6
"""How many choices stay laid out: one for each window somebody is likely to have open."""


def _file(pages: Pages, intent: Intent) -> bytes:
    """Return the file for an intent as the build makes it, before it is checked."""
    edition = pages.edition
    hint = typeset.hint(composer.hint(edition), edition) if edition.layout.impose else None
    return intents.make_pdf(pages, typeset.draw(pages), hint, intent)


@dataclass(frozen=True)
class LaidOut:
    """Pages that are laid out, and what they were laid out from.

    `drawn` has the PDFs of pages by their number, as they are asked for; of a file for paper it is all in one, under 0.
    """

    number: int
    choice: Choice
    composed: Composed
    fitted: Fitted
    quick: bool = False
    """Whether its sizes are those that fitted the words before, and a search may find better ones."""
    drawn: dict[int, bytes] = field(default_factory=dict)

    @property
    def pages(self) -> Pages:
        """Return the pages that are shown."""
        return self.fitted.pages


class PreviewWorker:
    """Carries out orders, and keeps the pages that were laid out last."""

    def __init__(self, project: Project, finish: Finish) -> None:
        self._project, self._finish = project, finish
        self._laid: dict[Choice, LaidOut] = {}

    def carry_out(self, order: Order) -> Any:
        """Return what an order asks for.

        Raises:
            ProjectError: with all findings that keep it from being carried out.
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

    def findings(self, problems: Iterable[Finding]) -> list[dict[str, Any]]:
        """Describe findings that belong to no page."""
        return scene.findings(self._project, problems, ())

    def _show(self, order: Show) -> dict[str, Any] | None:
        """Return the scene, or findings if there can be none; None if nothing that it shows has changed."""
        choice, before = order.choice, self._laid.get(order.choice)
        if before and order.changed is not None and not any(self._concerns(before, path) for path in order.changed):
            return None
        edition = editions.load(self._project, choice.sheet, choice.layout, choice.tag)
        try:
            laid = self._lay_out(order, edition, before)
        except ProjectError as error:
            return {"findings": scene.findings(self._project, error.findings, edition.strings)}
        self._keep(laid)
        shown = {"number": order.number, **scene.scene(laid.pages, choice.intent, self._source(edition))}
        return {"scene": shown, "setting": laid.fitted.setting if laid.quick else None}

    def _lay_out(self, order: Show, edition: Edition, before: LaidOut | None) -> LaidOut:
        """Lay out an edition, with as much as can be kept of how it was laid out before.

        Raises:
            ProjectError: with all findings that keep it from being laid out.
        """
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
        if order.choice.intent is not Intent.SCREEN and not drawn:
            drawn[0] = _file(fitted.pages, order.choice.intent)
        return LaidOut(order.number, order.choice, composed, fitted, quick, drawn)

    def _keep(self, laid: LaidOut) -> None:
        """Keep pages in place of those of the same choice; of too many, the oldest are forgotten."""
        self._laid.pop(laid.choice, None)
        self._laid[laid.choice] = laid
        while len(self._laid) > _KEPT:
            del self._laid[next(iter(self._laid))]

    def _source(self, edition: Edition) -> dict[str, str]:
        """Return the words of the source language by key, as far as they can be read."""
        facts = edition.sheet.facts
        if edition.sheet.tag == facts.source:
            return {}
        with suppress(ProjectError):
            source = loader.load(self._project.content, edition.sheet.name, facts.source)
            return scene.words(replace(edition, sheet=source))
        return {}

    def _words(self, edition: Edition) -> tuple[bool, list[Finding]]:
        """Tell whether no string is missing, and return what the build finds in the words before it lays them out."""
        sheet = loader.load(self._project.content, edition.sheet.name, edition.sheet.tag)
        missing = ready_editions.missing(sheet, edition.layout)
        return not missing, [*missing, *ready_editions.lint(self._project, sheet, edition.locale)]

    def _concerns(self, laid: LaidOut, path: Path) -> bool:
        """Tell whether pages depend on a file."""
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

    def _by_number(self, number: int) -> LaidOut | None:
        return next((laid for laid in self._laid.values() if laid.number == number), None)

    def _make(self, choice: Choice) -> dict[str, Any]:
        edition = editions.load(self._project, choice.sheet, choice.layout, choice.tag)
        complete, words = self._words(edition)
        if not complete:  # its pages have words of two languages
            return {"findings": scene.findings(self._project, words, edition.strings)}
        files: dict[str, bytes] = {}
        room: Mapping[str, int] = {}
        setting = None
        with tempfile.TemporaryDirectory(prefix="factsheet-") as scratch:
            try:
                result = self._finish(edition, list(Intent), False, Path(scratch))
                problems = [*words, *result.advice]
                files = {intent: Path(scratch, file.file).read_bytes() for intent, file in result.files.items()}
                room, setting = result.budgets, result.setting
            except ProjectError as error:
                problems = [*words, *error.findings]
        findings = scene.findings(self._project, dict.fromkeys(problems), edition.strings)
        return {"findings": findings, "file": files.get(choice.intent), "budgets": dict(room), "setting": setting}
