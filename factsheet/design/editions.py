"""Combine sheets, layouts and locales to editions: what they take, where they are written and templates sought."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar

from factsheet.content import loader, records
from factsheet.content.records import State
from factsheet.content.sheet import SECTIONS, Sheet, strings, with_source_words
from factsheet.design import faces, layouts, locales, palette
from factsheet.design.faces import Substitute
from factsheet.design.layout import Layout
from factsheet.design.layout_file import SectionName
from factsheet.design.locales import Locale
from factsheet.design.palette import Colour
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.yaml.nodes import Text

Read = TypeVar("Read")
_RUNNING = {"more", "text"}  # keys of strings that no layout sets as headlines, the last part


class Intent(StrEnum):
    """What a PDF is for."""

    SCREEN = "screen"
    OFFICE = "office"
    PRESS = "press"


@dataclass(frozen=True)
class Edition:
    """One sheet in one layout and one language: the unit that is built, tested and checked."""

    project: Project
    sheet: Sheet
    layout: Layout
    locale: Locale
    states: Mapping[str, State] = field(default_factory=dict)
    """How far each string of a translation is, by key; empty for the source language."""
    substitute: Substitute | None = None
    """The face of the headlines, where they have letters that the one which the language names lacks."""

    @property
    def name(self) -> str:
        """How messages name this edition."""
        return f"{self.sheet.name} · {self.layout.name} · {self.sheet.tag}"

    @property
    def takes(self) -> tuple[SectionName, ...]:
        """The sections on these pages, in reading order: what the layout takes and the sheet has."""
        return tuple(section for section in self.layout.takes if strings(self.sheet, section, False))

    @property
    def strings(self) -> tuple[Text, ...]:
        """Every string these pages must hold, in reading order, and the line about drafts if there is one."""
        return (*self.words, self.draft) if self.draft else self.words

    @property
    def is_reviewed(self) -> bool:
        """Whether every string of the sheet in this language has been reviewed, also those other layouts take."""
        return all(state in (State.REVIEWED, State.ORPHAN) for state in self.states.values())

    @property
    def draft(self) -> Text | None:
        """The line that says so, if any of these words has not been reviewed."""
        if all(self.states.get(text.key, State.REVIEWED) is State.REVIEWED for text in self.words):
            return None
        place = Place(self.project.locales / f"{self.sheet.tag}.yaml")
        return Text(self.locale.furniture.draft, "furniture.draft", place)

    @property
    def words(self) -> tuple[Text, ...]:
        """Every string of the sheet that these pages take, in reading order; those not translated yet are empty."""
        return taken_strings(self.sheet, self.layout)

    @property
    def palette(self) -> Mapping[str, Colour]:
        """Return the only colours these pages may have, by name.

        Raises:
            ProjectError: with every problem in the file of the palette, exit code LAYOUT.
        """
        return palette.load(self.project.templates)

    @property
    def template_folders(self) -> tuple[Path, ...]:
        """Where a template is looked for, first found first used: a file in the language's folder wins."""
        shared = self.project.templates / "_shared"
        tag = self.sheet.tag
        return (*self._with_language(self.layout.folders), shared / tag, shared, self.project.templates)

    @property
    def stylesheets(self) -> tuple[Path, ...]:
        """Style files in cascade order: shared ones, then the layout's, those it extends first.

        After each of the two come the rules for languages written in one direction, rtl.css or ltr.css.
        """
        shared, direction = self.project.templates / "_shared", self.locale.direction
        paths = [self._own(shared, f"css/{name}.css") for name in ("tokens", "base", "parts", direction)]
        for folder in reversed(self.layout.folders):
            paths += [self._own(folder, f"{name}.css") for name in ("layout", direction)]
        return tuple(path for path in paths if os.path.lexists(path))

    def file(self, out: Path, purpose: str) -> Path:
        """Return the PDF of this edition for one purpose: an intent, or a proof or dummy."""
        sheet, tag = self.sheet.name, self.sheet.tag
        return out / sheet / tag / f"{sheet}_{self.layout.name}_{tag}_{purpose}.pdf"

    def _with_language(self, folders: tuple[Path, ...]) -> Iterator[Path]:
        for folder in folders:
            yield folder / self.sheet.tag
            yield folder

    def _own(self, folder: Path, name: str) -> Path:
        in_language = folder / self.sheet.tag / name
        return in_language if os.path.lexists(in_language) else folder / name


def available(project: Project) -> dict[str, tuple[str, ...]]:
    """Return the names a person can ask for: sheets, layouts, languages.

    Raises:
        ProjectError: content that cannot be listed, exit code CONTENT.
    """
    names = loader.sheets(project.content)
    tags: set[str] = set()
    for name in names:
        with suppress(ProjectError):  # said by `unlisted`, and by `find`, which goes on with the other sheets
            tags.update(loader.languages(project.content, name))
    return {"sheet": names, "layout": layouts.names(project.templates), "lang": tuple(sorted(tags))}


def refuse_unknown(
    project: Project, sheets: Collection[str] = (), layouts: Collection[str] = (), tags: Collection[str] = ()
) -> None:
    """Refuse names that are asked for and are not there.

    Raises:
        ProjectError: with a finding for each, exit code USAGE.
    """
    there = available(project)
    problems = []
    for kind, names in (("sheet", sheets), ("layout", layouts), ("lang", tags)):
        for name in sorted({*names} - {*there[kind]}):
            hint = f"there is {', '.join(there[kind]) or 'none'}"
            problems.append(Finding(ExitCode.USAGE, f"--{kind} {name}: there is no such {kind}", hint=hint))
    if problems:
        raise ProjectError(*problems, *unreadable_languages(project))


def unreadable_languages(project: Project) -> list[Finding]:
    """Return why the languages of some sheets are not known, so that one that is asked for may be among them."""
    problems: list[Finding] = []
    for name in loader.sheets(project.content):
        attempt(partial(loader.languages, project.content, name), problems)
    return problems


def load(project: Project, sheet: str, layout: str, tag: str) -> Edition:
    """Load one edition as far as it can be read, with words of the source where its own are missing, none checked.

    It is for looking at: what the build refuses in it, `lint.checked` tells.

    Raises:
        ProjectError: with everything that keeps sheet, layout or language from being read.
    """
    problems: list[Finding] = []
    words, states = with_states(project, sheet, tag, problems)
    format = attempt(partial(layouts.load, project.templates, layout), problems)
    language = attempt(partial(locales.load, project.locales, tag), problems)
    if words is None or format is None or language is None or states is None:
        raise ProjectError(*dict.fromkeys(problems))
    filled = with_source_words(words)
    language, substitute = faces.with_headline_face(project.assets, language, headlines(filled))
    return Edition(project, filled, format, language, states, substitute)


def attempt(load: Callable[[], Read], problems: list[Finding]) -> Read | None:
    """Return what is loaded, or None where it cannot be read; why not is added to `problems`."""
    try:
        return load()
    except ProjectError as error:
        problems += error.findings
        return None


def with_states(
    project: Project, name: str, tag: str, problems: list[Finding]
) -> tuple[Sheet | None, Mapping[str, State] | None]:
    """Return a sheet and how far each of its strings is, as both are at one moment; None for what cannot be read."""

    def read_both() -> tuple[Sheet | None, Mapping[str, State] | None, list[Finding]]:
        findings: list[Finding] = []
        sheet = attempt(partial(loader.load, project.content, name, tag), findings)
        return sheet, attempt(partial(states_of, project, sheet), findings) if sheet else None, findings

    sheet, states, findings = records.at_one_moment(records.lock_file(project.content, name, tag), read_both)
    problems += findings
    return sheet, states


def taken_strings(sheet: Sheet, layout: Layout) -> tuple[Text, ...]:
    """Return every string of a sheet that a layout takes, in reading order; those not translated yet are empty."""
    return tuple(
        text for section, amount in layout.takes.items() for text in strings(sheet, section, amount == "leads")
    )


def headlines(sheet: Sheet) -> list[Text]:
    """Return the strings of a sheet that some layout may set as headlines: all but running text."""
    texts = (text for section in SECTIONS for text in strings(sheet, section, False))
    return [text for text in texts if text.key.rpartition(".")[2] not in _RUNNING]


def missing_strings(sheet: Sheet, layout: Layout) -> tuple[Text, ...]:
    """Return the strings a layout needs and the translation lacks: empty, where they should stand.

    The masthead is among them whatever the layout takes, as title and author of the file come from it.
    """
    needed = {text.key: text for text in (*strings(sheet, "masthead", False), *taken_strings(sheet, layout))}
    return tuple(text for text in needed.values() if not text)


def states_of(project: Project, sheet: Sheet) -> dict[str, State]:
    """Return how far each string of a translation is; nothing of the source language.

    Raises:
        ProjectError: a record of translations that cannot be read, exit code CONTENT.
    """
    if sheet.tag == sheet.facts.source:
        return {}
    lock = records.read(records.lock_file(project.content, sheet.name, sheet.tag))
    return records.states(sheet.source, sheet.words, lock)
