"""Determine how far each translation is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from factsheet.content import loader, records
from factsheet.content.records import DONE, Entry, State
from factsheet.content.sheet import Sheet
from factsheet.design import editions, layouts
from factsheet.design.layout import Layout
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place, ProjectError

COLUMNS: Final = (State.REVIEWED, State.DRAFT, State.SAME, State.STALE, State.MISSING, State.ORPHAN)
"""The states in the order of reports."""


def find(
    project: Project, sheets: Collection[str], tags: Collection[str]
) -> tuple[list[TranslationStatus], list[Finding]]:
    """Return the status of every chosen translation (an empty choice means all), and what cannot be read."""
    translations: list[TranslationStatus] = []
    known, problems = _layouts(project)
    for name in loader.sheets(project.content):
        if not sheets or name in sheets:
            of_sheet, findings = _of_sheet(project, name, tags, known)
            translations += of_sheet
            problems += findings
    return translations, list(dict.fromkeys(problems))


def _layouts(project: Project) -> tuple[list[Layout], list[Finding]]:
    """Return the layouts of a project, and what keeps others from being read."""
    known: list[Layout] = []
    problems: list[Finding] = []
    for name in layouts.names(project.templates):
        try:
            known.append(layouts.load(project.templates, name))
        except ProjectError as error:
            problems += error.findings
    return known, problems


def _of_sheet(
    project: Project, name: str, tags: Collection[str], known: Sequence[Layout]
) -> tuple[list[TranslationStatus], list[Finding]]:
    """Return the status of the chosen translations of one sheet, and what cannot be read."""
    translations: list[TranslationStatus] = []
    problems: list[Finding] = []
    try:
        present = loader.languages(project.content, name)
    except ProjectError as error:
        return [], [*error.findings]
    for tag in present:
        if tags and tag not in tags:
            continue
        try:
            file = records.lock_file(project.content, name, tag)
            one = records.at_one_moment(file, partial(_read, project, name, tag, known))
            translations += [one] if one else []
        except ProjectError as error:
            problems += error.findings
    if any(State.SAME in one.states.values() for one in translations):
        names = _proper_names(project, name, present)
        translations = [replace(one, proper_names=names) for one in translations]
    return translations, problems


def _read(project: Project, name: str, tag: str, known: Iterable[Layout]) -> TranslationStatus | None:
    """Return the status of one translation; None for the source language.

    Raises:
        ProjectError: words or a record that cannot be read.
    """
    sheet = loader.load(project.content, name, tag)
    if tag == sheet.facts.source:
        return None
    recorded = records.read(records.lock_file(project.content, sheet.name, sheet.tag))
    states = records.states(sheet.source, sheet.words, recorded)
    lock = records.synced(sheet.source, sheet.words, recorded)
    layout_keys = {
        layout.name: tuple(text.key for text in editions.taken_strings(sheet, layout) if text.key in states)
        for layout in known
    }
    return TranslationStatus(sheet, states, layout_keys, lock, lock != recorded)


def _proper_names(project: Project, name: str, tags: Iterable[str]) -> frozenset[str]:
    """Return the keys of words that two languages or more leave as they are, and none translates.

    Languages that have not translated half of the strings yet do not count: a copy of the source would agree.
    """
    kept, translated = Counter[str](), set[str]()
    for tag in tags:
        with suppress(ProjectError):  # which is reported of the languages that were chosen
            sheet = loader.load(project.content, name, tag)
            source = {text.key: records.fingerprint(text) for text in sheet.source}
            is_same = {text.key: source.get(text.key) == records.fingerprint(text) for text in sheet.words}
            others = {key for key, same in is_same.items() if not same}
            if tag != sheet.facts.source and len(others) >= len(source) / 2:
                kept.update({*is_same} - others)
                translated |= others
    return frozenset(key for key, times in kept.items() if times > 1 and key not in translated)


def summaries(translations: Iterable[TranslationStatus]) -> list[dict[str, Any]]:
    """Return the status for report.json: per language and per layout how many strings are in each state."""
    return [
        {
            "sheet": one.sheet.name,
            "language": one.sheet.tag,
            "done": round(one.share, 4),
            "states": one.count(),
            "layouts": {name: one.count(keys) for name, keys in one.layout_keys.items()},
            "record_lags": one.record_lags,
        }
        for one in translations
    ]


def below(translations: Iterable[TranslationStatus], percent: float, project: Project) -> list[Finding]:
    """Return a finding for each language of which less than `percent` is done, or whose record cannot be relied on."""
    problems = []
    for one in translations:
        place = Place(project.content / one.sheet.name / f"{one.sheet.tag}.yaml")
        if 100 * one.share < percent:
            what = f"{one.sheet.tag}: {100 * one.share:.1f} % of the strings are done, and {percent:g} % are asked for"
            problems.append(Finding(ExitCode.CONTENT, what, place, f"python3 build.py status --lang {one.sheet.tag}"))
        if one.record_lags:
            what = f"{one.sheet.tag}: the record of the translation lags behind its words"
            hint = "run python3 build.py status --update, and keep what it writes with the words"
            problems.append(Finding(ExitCode.CONTENT, what, place, hint))
    return problems


@dataclass(frozen=True)
class TranslationStatus:
    """How far one sheet is in one language."""

    sheet: Sheet
    states: Mapping[str, State]
    """Of each string, by key."""
    layout_keys: Mapping[str, tuple[str, ...]]
    """The keys that each layout takes, by its name."""
    lock: Mapping[str, Entry]
    """The record as it should be now."""
    record_lags: bool
    """Whether the record in the file is another."""
    proper_names: frozenset[str] = frozenset()
    """The keys of words that are the same in every language, and so are meant to be."""

    @property
    def name(self) -> str:
        """Return how messages name it."""
        return f"{self.sheet.name} · {self.sheet.tag}"

    @property
    def share(self) -> float:
        """Return the share of the source's strings that need no translator, from 0 to 1."""
        wanted = [key for key, state in self.states.items() if state is not State.ORPHAN]
        return sum(map(self.is_done, wanted)) / len(wanted)

    def count(self, keys: Iterable[str] | None = None) -> dict[State, int]:
        """Return how many strings are in each state: of all, or of these keys."""
        states = [*self.states.values()] if keys is None else [self.states[key] for key in keys]
        return {state: states.count(state) for state in COLUMNS}

    def is_done(self, key: str) -> bool:
        """Tell whether a string needs no translator."""
        return self.states[key] in DONE or (self.states[key] is State.SAME and key in self.proper_names)
