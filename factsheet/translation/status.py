"""Sheets, the records of their translations and the layouts -> how far each language is, for people and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from factsheet.content import loader, records
from factsheet.content.records import DONE, Entry, State
from factsheet.content.sheet import SECTIONS, Sheet, strings
from factsheet.design import editions, layouts
from factsheet.design.layout import Layout
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.yaml.nodes import Text

_COLUMNS = (State.REVIEWED, State.DRAFT, State.SAME, State.STALE, State.MISSING, State.ORPHAN)


@dataclass(frozen=True)
class Standing:
    """How far one sheet is in one language."""

    sheet: Sheet
    states: Mapping[str, State]
    """Of each string, by key."""
    takes: Mapping[str, tuple[str, ...]]
    """The keys that each layout takes, by its name."""
    lock: Mapping[str, Entry]
    """The record as it should be now."""
    lags: bool
    """Whether the record in the file is another."""
    names: frozenset[str] = frozenset()
    """The keys of words that are the same in every language, and so are meant to be."""

    @property
    def name(self) -> str:
        """How messages name it."""
        return f"{self.sheet.name} · {self.sheet.tag}"

    def count(self, keys: Iterable[str] | None = None) -> dict[State, int]:
        """How many strings are in each state: of all, or of these keys."""
        states = [*self.states.values()] if keys is None else [self.states[key] for key in keys]
        return {state: states.count(state) for state in _COLUMNS}

    def is_done(self, key: str) -> bool:
        """Whether a string needs no translator."""
        return self.states[key] in DONE or (self.states[key] is State.SAME and key in self.names)

    @property
    def share(self) -> float:
        """The share of the source's strings that need no translator, from 0 to 1."""
        wanted = [key for key, state in self.states.items() if state is not State.ORPHAN]
        return sum(map(self.is_done, wanted)) / len(wanted)


def find(project: Project, sheets: Collection[str], tags: Collection[str]) -> tuple[list[Standing], list[Finding]]:
    """The standing of every translation asked for (an empty choice means all), and what cannot be read."""
    found: list[Standing] = []
    problems: list[Finding] = []
    known = []
    for name in layouts.names(project.templates):
        try:
            known.append(layouts.load(project.templates, name))
        except ProjectError as error:
            problems += error.findings
    for name in loader.sheets(project.content):
        if sheets and name not in sheets:
            continue
        try:
            present = loader.languages(project.content, name)
        except ProjectError as error:
            problems += error.findings
            continue
        standings = []
        for tag in present:
            if tags and tag not in tags:
                continue
            try:
                file = records.lock_file(project.content, name, tag)
                one = records.at_one_moment(file, partial(_read, project, name, tag, known))
                standings += [one] if one else []
            except ProjectError as error:
                problems += error.findings
        if any(State.SAME in one.states.values() for one in standings):
            same = _names(project, name, present)
            standings = [replace(one, names=same) for one in standings]
        found += standings
    return found, list(dict.fromkeys(problems))


def _names(project: Project, name: str, tags: Iterable[str]) -> frozenset[str]:
    """The keys of words that two languages or more leave as they are, and none translates.

    Languages that have not translated half of the strings yet are not asked: a copy of the source would agree.
    """
    kept, made = Counter[str](), set[str]()
    for tag in tags:
        with suppress(ProjectError):  # which is told of those that are asked for
            sheet = loader.load(project.content, name, tag)
            source = {text.key: records.fingerprint(text) for text in sheet.source}
            same = {text.key: source.get(text.key) == records.fingerprint(text) for text in sheet.words}
            others = {key for key, one in same.items() if not one}
            if tag != sheet.facts.source and len(others) >= len(source) / 2:
                kept.update({*same} - others)
                made |= others
    return frozenset(key for key, times in kept.items() if times > 1 and key not in made)


def _read(project: Project, name: str, tag: str, known: Iterable[Layout]) -> Standing | None:
    """The standing of one translation; None of the source language."""
    sheet = loader.load(project.content, name, tag)
    if tag == sheet.facts.source:
        return None
    recorded = records.read(records.lock_file(project.content, sheet.name, sheet.tag))
    states = records.states(sheet.source, sheet.words, recorded)
    lock = records.synced(sheet.source, sheet.words, recorded)
    takes = {
        layout.name: tuple(text.key for text in editions.taken_strings(sheet, layout) if text.key in states)
        for layout in known
    }
    return Standing(sheet, states, takes, lock, lock != recorded)


def told(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """The same for report.json: per language and per layout how many strings are in each state."""
    return [
        {
            "sheet": one.sheet.name,
            "language": one.sheet.tag,
            "done": round(one.share, 4),
            "states": one.count(),
            "layouts": {name: one.count(keys) for name, keys in one.takes.items()},
            "record_lags": one.lags,
        }
        for one in standings
    ]


def lines(standings: Iterable[Standing], details: bool) -> Iterator[str]:
    """A table of languages for people; with `details` also every string that is not done, and each layout."""
    sheet = ""
    for one in standings:
        if one.sheet.name != sheet:
            sheet = one.sheet.name
            yield sheet
            yield "  " + "".join(f"{word:>10}" for word in ("", "done", *_COLUMNS)) + "   lacking in"
        yield _row(one.sheet.tag, one, None) + f"   {', '.join(_lacking(one)) or '–'}"
        if one.lags:
            yield "  The record of this language lags behind its words: python3 build.py status --update"
        if details:
            for names, keys in _alike(one.takes):
                yield _row("", one, keys) + f"   in {', '.join(names)}"
            yield from _strings(one, {*State} - DONE)
        else:
            yield from _strings(one, {State.STALE})


def _row(name: str, one: Standing, keys: Collection[str] | None) -> str:
    counted = one.count(keys)
    wanted = [key for key in (one.states if keys is None else keys) if one.states[key] is not State.ORPHAN]
    # Rounded down: what is not done is not 100 %.
    done = 100 * sum(map(one.is_done, wanted)) // len(wanted) if wanted else 100
    return f"  {name:10}{done:>8} %" + "".join(f"{counted[state] or '–':>10}" for state in _COLUMNS)


def _lacking(one: Standing) -> Iterator[str]:
    """The layouts that cannot be made, and how many strings each lacks."""
    for name, keys in one.takes.items():
        missing = one.count(keys)[State.MISSING]
        if missing:
            yield f"{name} ({missing})"


def _alike(takes: Mapping[str, tuple[str, ...]]) -> list[tuple[list[str], tuple[str, ...]]]:
    """Layouts that take the same strings, in one line."""
    names: dict[frozenset[str], list[str]] = {}
    for name, keys in takes.items():
        names.setdefault(frozenset(keys), []).append(name)
    return [(alike, takes[alike[0]]) for alike in names.values()]


def _strings(one: Standing, wanted: Collection[State]) -> Iterator[str]:
    """Where the strings in some states stand, and where the words they are to be translated from."""
    places = {text.key: text.place for text in (*_blanks(one.sheet), *one.sheet.words)}
    sources = {text.key: text.place for text in one.sheet.source}
    for key, state in one.states.items():
        if state in wanted and not one.is_done(key):
            source = sources.get(key)
            made_from = f", see {Place(source.file, source.line)}" if source else ""
            yield f"  {places[key]}: {state}: {key}{made_from}"


def _blanks(sheet: Sheet) -> Iterator[Text]:
    """What is not translated yet, where it should stand."""
    for section in SECTIONS:
        yield from strings(sheet, section, False)


def below(standings: Iterable[Standing], percent: float, project: Project) -> list[Finding]:
    """The languages in which less than so many percent of the strings are done, or whose record cannot be relied on."""
    problems = []
    for one in standings:
        place = Place(project.content / one.sheet.name / f"{one.sheet.tag}.yaml")
        if 100 * one.share < percent:
            what = f"{one.sheet.tag}: {100 * one.share:.1f} % of the strings are done, and {percent:g} % are asked for"
            problems.append(Finding(ExitCode.CONTENT, what, place, f"python3 build.py status --lang {one.sheet.tag}"))
        if one.lags:
            what = f"{one.sheet.tag}: the record of the translation lags behind its words"
            hint = "run python3 build.py status --update, and keep what it writes with the words"
            problems.append(Finding(ExitCode.CONTENT, what, place, hint))
    return problems
