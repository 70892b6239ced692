"""Sheets, layouts, locales -> editions: which exist, what they take, what they write, where templates are sought."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from factsheet.compose import wordbreaks
from factsheet.content import glossary, loader, records
from factsheet.content.glossary import Term
from factsheet.content.records import State
from factsheet.content.sheet import SECTIONS, Sheet, lent, printed_addresses, strings
from factsheet.design import faces, fonts, layouts, locales
from factsheet.design.faces import Instead
from factsheet.design.layouts import Layout, Section
from factsheet.design.locales import Locale
from factsheet.findings import ExitCode, Finding, Place, ProjectError, printable
from factsheet.lint import links, translations, words
from factsheet.yaml.nodes import Text

Read = TypeVar("Read")
# The folders of a path from the root of a disk on; not those of a web address.
_ABSOLUTE = re.compile(r"(?<![\w.:/\\…])(?:[A-Za-z]:)?(?:/|\\\\?)(?:[^/\\:*?\"'<>|\n]+[/\\])+")
_NAMED = 5  # missing strings; a message that names a hundred is not read
_RUNNING = {"more", "text"}  # keys of strings that no layout sets as headlines, the last part
_DUPLEX = {
    "one-side": "on one side",
    "long-edge": "on both sides, turned on the long edge",
    "short-edge": "on both sides, turned on the short edge",
}


class Intent(StrEnum):
    """What a PDF is for."""

    SCREEN = "screen"
    OFFICE = "office"
    PRESS = "press"


@dataclass(frozen=True)
class Project:
    """Where things are: the folders of one checkout, and of one person's content."""

    folder: Path
    content: Path

    @property
    def templates(self) -> Path:
        """The layouts and what they share."""
        return self.folder / "templates"

    @property
    def assets(self) -> Path:
        """Fonts and images."""
        return self.folder / "assets"

    @property
    def locales(self) -> Path:
        """One file per language."""
        return self.folder / "locales"

    def where(self, place: Place | None) -> str:
        """A place as others may see it: without the folders above the project or the content, which say whose it is."""
        if place is None:
            return ""
        roots = (root for root in (self.folder, self.content.parent) if place.file.is_relative_to(root))
        file = place.file.relative_to(next(roots, place.file.parent))
        return ":".join(str(one) for one in (printable(file.as_posix()), place.line, place.column) if one is not None)

    def shown(self, text: str) -> str:
        """A message as others may see it: with no folder in it that says whose computer this is."""
        for root in (self.folder, self.content.parent):
            text = text.replace(f"{root}{os.sep}", "").replace(str(root), root.name)
        return printable(_ABSOLUTE.sub("…/", text))


@dataclass(frozen=True)
class Edition:
    """One sheet in one layout and one language: the unit that is built, tested and checked."""

    project: Project
    sheet: Sheet
    layout: Layout
    locale: Locale
    states: Mapping[str, State] = field(default_factory=dict)
    """How far each string of a translation is, by key; empty for the source language."""
    instead: Instead | None = None
    """The face of the headlines, where they have letters that the one which the language names lacks."""

    @property
    def name(self) -> str:
        """How messages name this edition."""
        return f"{self.sheet.name} · {self.layout.name} · {self.sheet.tag}"

    @property
    def takes(self) -> tuple[Section, ...]:
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
        return taken(self.sheet, self.layout)

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
        found = [self._own(shared, f"css/{name}.css") for name in ("base", "parts", direction)]
        for folder in reversed(self.layout.folders):
            found += [self._own(folder, f"{name}.css") for name in ("layout", direction)]
        return tuple(path for path in found if os.path.lexists(path))

    def file(self, out: Path, purpose: str) -> Path:
        """The PDF of this edition for one purpose: an intent, or a proof or dummy."""
        sheet, tag = self.sheet.name, self.sheet.tag
        return out / sheet / tag / f"{sheet}_{self.layout.name}_{tag}_{purpose}.pdf"

    def _with_language(self, folders: tuple[Path, ...]) -> Iterator[Path]:
        for folder in folders:
            yield folder / self.sheet.tag
            yield folder

    def _own(self, folder: Path, name: str) -> Path:
        in_language = folder / self.sheet.tag / name
        return in_language if os.path.lexists(in_language) else folder / name


def known(project: Project) -> dict[str, tuple[str, ...]]:
    """The names a person can ask for: sheets, layouts, languages.

    Raises:
        ProjectError: content that cannot be listed, exit code CONTENT.
    """
    names = loader.sheets(project.content)
    tags: set[str] = set()
    for name in names:
        with suppress(ProjectError):  # said by `unlisted`, and by `find`, which goes on with the other sheets
            tags.update(loader.languages(project.content, name))
    return {"sheet": names, "layout": layouts.names(project.templates), "lang": tuple(sorted(tags))}


def unlisted(project: Project) -> list[Finding]:
    """Why the languages of some sheets are not known, so that one that is asked for may be among them."""
    problems: list[Finding] = []
    for name in loader.sheets(project.content):
        _read(partial(loader.languages, project.content, name), problems)
    return problems


def find(
    project: Project, sheets: Collection[str], names: Collection[str], tags: Collection[str]
) -> tuple[list[Edition], list[Finding]]:
    """The editions asked for (an empty choice means all) whose words, language and layout can be read and stand up to
    the checks on words; and what is wrong with the others."""
    problems = [] if names else layouts.strays(project.templates)
    chosen = [name for name in layouts.names(project.templates) if not names or name in names]
    read_layouts = [
        layout for name in chosen if (layout := _read(partial(layouts.load, project.templates, name), problems))
    ]
    found = []
    for name in loader.sheets(project.content):
        if sheets and name not in sheets:
            continue
        for tag in _read(partial(loader.languages, project.content, name), problems) or ():
            if tags and tag not in tags:
                continue
            locale = _read(partial(locales.load, project.locales, tag), problems)
            sheet, states = _with_states(project, name, tag, problems)
            if sheet is None or locale is None:
                continue
            said = lint(project, sheet, locale)
            problems += said
            if states is not None and all(finding.advice for finding in said):
                language, instead = faces.settled(project.assets, locale, headlines(sheet))
                editions = [Edition(project, sheet, layout, language, states, instead) for layout in read_layouts]
                found += [edition for edition in editions if not lacking(sheet, edition.layout)]
                problems += _incomplete(sheet, read_layouts)
    return found, list(dict.fromkeys(problems))


def load(project: Project, sheet: str, layout: str, tag: str) -> Edition:
    """One edition, as far as it can be read, with words of the source where its own are missing; none are checked.

    It is for looking at: what the build refuses in it, `missing` and `lint` tell.

    Raises:
        ProjectError: with everything that keeps sheet, layout or language from being read.
    """
    problems: list[Finding] = []
    words, states = _with_states(project, sheet, tag, problems)
    format = _read(partial(layouts.load, project.templates, layout), problems)
    language = _read(partial(locales.load, project.locales, tag), problems)
    if words is None or format is None or language is None or states is None:
        raise ProjectError(*dict.fromkeys(problems))
    sheet_with_loans = lent(words)
    language, instead = faces.settled(project.assets, language, headlines(sheet_with_loans))
    return Edition(project, sheet_with_loans, format, language, states, instead)


def _read(load: Callable[[], Read], problems: list[Finding]) -> Read | None:
    """What is loaded, or None where it cannot be read; why not goes to what is wrong."""
    try:
        return load()
    except ProjectError as error:
        problems += error.findings
        return None


def _with_states(
    project: Project, name: str, tag: str, problems: list[Finding]
) -> tuple[Sheet | None, Mapping[str, State] | None]:
    """A sheet and how far each of its strings is, as both are at one moment; None for what cannot be read."""

    def read_both() -> tuple[Sheet | None, Mapping[str, State] | None, list[Finding]]:
        said: list[Finding] = []
        sheet = _read(partial(loader.load, project.content, name, tag), said)
        return sheet, _read(partial(standing, project, sheet), said) if sheet else None, said

    sheet, states, said = records.at_one_moment(records.lock_file(project.content, name, tag), read_both)
    problems += said
    return sheet, states


def missing(sheet: Sheet, layout: Layout) -> list[Finding]:
    """Why the build does not make a sheet in a layout: the strings that are missing. Nothing where none is."""
    return [*_incomplete(sheet, [layout])]


def taken(sheet: Sheet, layout: Layout) -> tuple[Text, ...]:
    """Every string of a sheet that a layout takes, in reading order; those not translated yet are empty."""
    return tuple(
        text for section, amount in layout.takes.items() for text in strings(sheet, section, amount == "leads")
    )


def headlines(sheet: Sheet) -> list[Text]:
    """The strings of a sheet that some layout may set as headlines: all but running text."""
    texts = (text for section in SECTIONS for text in strings(sheet, section, False))
    return [text for text in texts if text.key.rpartition(".")[2] not in _RUNNING]


def lacking(sheet: Sheet, layout: Layout) -> tuple[Text, ...]:
    """The strings a layout needs and the translation lacks: empty, where they should stand.

    The masthead is among them whatever the layout takes, as title and author of the file come from it.
    """
    needed = {text.key: text for text in (*strings(sheet, "masthead", False), *taken(sheet, layout))}
    return tuple(text for text in needed.values() if not text)


def unreviewed(editions: Sequence[Edition]) -> list[Finding]:
    """Which languages cannot be released, once each."""
    found = []
    for edition in editions:
        sheet, states = edition.sheet, [state for state in edition.states.values() if state is not State.ORPHAN]
        if not edition.is_reviewed:
            reviewed = states.count(State.REVIEWED)
            what = f"{sheet.tag} cannot be released: {reviewed} of its {len(states)} strings are reviewed"
            hint = f"have the others reviewed, see docs/translating.md, or leave {sheet.tag} out with --lang"
            place = Place(edition.project.content / sheet.name / f"{sheet.tag}.yaml")
            found.append(Finding(ExitCode.CONTENT, what, place, hint))
    return list(dict.fromkeys(found))


def standing(project: Project, sheet: Sheet) -> dict[str, State]:
    """How far each string of a translation is; nothing of the source language.

    Raises:
        ProjectError: a record of translations that cannot be read, exit code CONTENT.
    """
    if sheet.tag == sheet.facts.source:
        return {}
    lock = records.read(records.lock_file(project.content, sheet.name, sheet.tag))
    return records.states(sheet.source, sheet.words, lock)


def _incomplete(sheet: Sheet, among: Sequence[Layout]) -> Iterator[Finding]:
    """Which layouts are not made in a language, and which strings each lacks; layouts that lack the same, as one."""
    lacks: dict[tuple[Text, ...], list[str]] = {}
    tag = sheet.tag
    for layout in among:
        missing = lacking(sheet, layout)
        if missing:
            lacks.setdefault(missing, []).append(layout.name)
    for missing, names in lacks.items():
        named = ", ".join(f"{text.key} (line {text.place.line})" for text in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        strings = "1 string is" if len(missing) == 1 else f"{len(missing)} strings are"
        what = f"{', '.join(names)} cannot be made in {tag}, as {strings} missing: {named}{more}"
        hint = f"translate what is missing; `python3 build.py status --lang {tag}` lists it"
        yield Finding(ExitCode.CONTENT, what, missing[0].place, hint)


def _against_the_source(sheet: Sheet, terms: tuple[Term, ...]) -> list[Finding]:
    """What a translation lost on the way; strings of one item are looked at together."""
    if sheet.tag == sheet.facts.source:
        return []
    made, items = {text.key: text for text in sheet.words}, dict[str, list[str]]()
    for text in sheet.words:
        items.setdefault(text.key.rpartition(".")[0], []).append(text)
    return translations.lint(
        translations.Pair(source, made[source.key], terms, " ".join(items[source.key.rpartition(".")[0]]))
        for source in sheet.source
        if source.key in made
    )


def _orphans(sheet: Sheet) -> Iterator[Finding]:
    known = {text.key for text in sheet.source}
    for text in sheet.words:
        if text.key not in known:
            what = f"{text.key}: the source language does not have it, so it is not printed"
            hint = "delete it, if its key is not a slip"
            yield Finding(ExitCode.CONTENT, what, text.place, hint, advice=True)


def spelling(locale: Locale, shapes: tuple[frozenset[int], ...] = ()) -> words.Spelling:
    """What a language asks of the marks in the words of a sheet; `shapes` as in `words.Spelling`."""
    return words.Spelling(locale.quotes, locale.no_break_before, locale.no_break_after, shapes)


def lint(project: Project, sheet: Sheet, locale: Locale) -> list[Finding]:
    """What is wrong with the words, by themselves and beside their source, before any layout."""
    problems = _lint(project, sheet, locale)
    try:
        terms = glossary.read(project.content / "glossary.csv", sheet.tag)
    except ProjectError as error:
        problems += error.findings
        terms = ()
    return [*problems, *_against_the_source(sheet, terms), *_orphans(sheet)]


def _lint(project: Project, sheet: Sheet, locale: Locale) -> list[Finding]:
    """What is wrong with the words themselves, and with the fonts for them, before any layout."""
    texts = [text for section in SECTIONS for text in strings(sheet, section, False) if text]
    is_source = sheet.tag == sheet.facts.source
    stacks = locale.fonts.text, locale.fonts.display
    place = Place(project.locales / f"{sheet.tag}.yaml")
    unusable = fonts.unusable(project.assets, chain(*stacks), place)
    shapes = () if unusable else tuple(_shapes(project.assets, stack) for stack in stacks)
    breaks = wordbreaks.missing(texts, place, project.assets) if locale.word_breaks == "dictionary" else []
    named = links.lint(texts, printed_addresses(sheet), {} if is_source else {text.key: text for text in sheet.source})
    asked = replace(spelling(locale, shapes), elsewhere=partial(fonts.holder, project.assets))
    return [*words.lint(texts, asked), *named, *unusable, *breaks]


def _shapes(assets: Path, stack: tuple[str, ...]) -> frozenset[int]:
    return fonts.characters(assets, fonts.with_signs(assets, stack))


def listing(project: Project) -> Iterator[str]:
    """What there is to build, one line each, for people."""
    for name in loader.sheets(project.content):
        yield f"sheet     {name}  in {', '.join(loader.languages(project.content, name))}"
    if strays := layouts.strays(project.templates):
        raise ProjectError(*strays)
    for name in layouts.names(project.templates):
        layout = layouts.load(project.templates, name)
        size = f"{layout.width:.4g} × {layout.height:.4g} mm"
        pages = "1 page" if layout.pages == 1 else f"up to {layout.pages} pages"
        yield f"layout    {name}  {layout.title}, {size}, {pages}{_on_a_sheet(layout)}"
    yield f"intent    {', '.join(Intent)}"


def _on_a_sheet(layout: Layout) -> str:
    rule = layout.impose
    if rule is None:
        return ""
    width, height = rule.sheet
    how = {"panels": "folded from", "signature": "stapled from", "n-up": "cut from"}[rule.method]
    cut = ", cut once" if isinstance(rule, layouts.Panels) and rule.cut else ""
    return f", {how} {width:.4g} × {height:.4g} mm printed {_DUPLEX[rule.duplex]}{cut}"
