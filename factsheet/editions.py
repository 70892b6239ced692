"""Sheets, layouts, locales -> editions: which exist, what they take, what they write, where templates are sought."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from factsheet import content, fonts, layouts, locales
from factsheet.content import SECTIONS, Sheet
from factsheet.findings import Finding, Place, Refused
from factsheet.layouts import Layout, Section
from factsheet.locales import Locale
from factsheet.preflight import words
from factsheet.tree import Text

Read = TypeVar("Read")
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
class House:
    """Where things are: the folders of one checkout, and of one person's content."""

    project: Path
    content: Path

    @property
    def templates(self) -> Path:
        """The layouts and what they share."""
        return self.project / "templates"

    @property
    def assets(self) -> Path:
        """Fonts and images."""
        return self.project / "assets"

    @property
    def locales(self) -> Path:
        """One file per language."""
        return self.project / "locales"

    def where(self, place: Place | None) -> str:
        """A place as others may see it: without the folders above the project or the content, which say whose it is."""
        if place is None:
            return ""
        roots = (root for root in (self.project, self.content.parent) if place.file.is_relative_to(root))
        file = place.file.relative_to(next(roots, place.file.parent))
        return ":".join(str(part) for part in (file.as_posix(), place.line, place.column) if part is not None)


@dataclass(frozen=True)
class Edition:
    """One sheet in one layout and one language: the unit that is built, tested and checked."""

    house: House
    sheet: Sheet
    layout: Layout
    locale: Locale

    @property
    def name(self) -> str:
        """How messages name this edition."""
        return f"{self.sheet.name} · {self.layout.name} · {self.sheet.tag}"

    @property
    def takes(self) -> tuple[Section, ...]:
        """The sections on these pages, in reading order: what the layout takes and the sheet has."""
        return tuple(section for section in self.layout.takes if content.strings(self.sheet, section, False))

    @property
    def strings(self) -> tuple[Text, ...]:
        """Every string these pages must hold, in reading order."""
        return tuple(
            text
            for section in self.takes
            for text in content.strings(self.sheet, section, self.layout.takes[section] == "leads")
        )

    @property
    def template_folders(self) -> tuple[Path, ...]:
        """Where a template is looked for, first found first used: a file in the language's folder wins."""
        shared = self.house.templates / "_shared"
        tag = self.sheet.tag
        return (*self._with_language(self.layout.folders), shared / tag, shared, self.house.templates)

    @property
    def stylesheets(self) -> tuple[Path, ...]:
        """Style files in cascade order: shared ones, then the layout's, those it extends first.

        After each of the two come the rules for languages written in one direction, rtl.css or ltr.css.
        """
        shared, direction = self.house.templates / "_shared", self.locale.direction
        found = [self._own(shared, f"css/{name}.css") for name in ("base", "parts", direction)]
        for folder in reversed(self.layout.folders):
            found += [self._own(folder, f"{name}.css") for name in ("layout", direction)]
        return tuple(path for path in found if path.is_file())

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
        return in_language if in_language.is_file() else folder / name


def known(house: House) -> dict[str, tuple[str, ...]]:
    """The names a person can ask for: sheets, layouts, languages.

    Raises:
        Refused: content that cannot be listed, exit code CONTENT.
    """
    names = content.sheets(house.content)
    tags: set[str] = set()
    for name in names:
        with suppress(Refused):  # said by `find`, which goes on with the other sheets
            tags.update(content.languages(house.content, name))
    return {"sheet": names, "layout": layouts.names(house.templates), "lang": tuple(sorted(tags))}


def find(
    house: House, sheets: Collection[str], names: Collection[str], tags: Collection[str]
) -> tuple[list[Edition], list[Finding]]:
    """The editions asked for (an empty choice means all) whose words, language and layout can be read and stand up to
    the checks on words; and what is wrong with the others."""
    wrong: list[Finding] = []

    def read(load: Callable[[], Read]) -> Read | None:
        try:
            return load()
        except Refused as refused:
            wrong.extend(refused.findings)
            return None

    chosen = [name for name in layouts.names(house.templates) if not names or name in names]
    read_layouts = [layout for name in chosen if (layout := read(partial(layouts.load, house.templates, name)))]
    found = []
    for name in content.sheets(house.content):
        if sheets and name not in sheets:
            continue
        for tag in read(partial(content.languages, house.content, name)) or ():
            if tags and tag not in tags:
                continue
            locale = read(partial(locales.load, house.locales, tag))
            sheet = read(partial(content.load, house.content, name, tag))
            if sheet is None or locale is None:
                continue
            said = lint(house, sheet, locale)
            wrong += said
            if all(finding.advice for finding in said):
                found += [Edition(house, sheet, layout, locale) for layout in read_layouts]
    return found, list(dict.fromkeys(wrong))


def load(house: House, sheet: str, layout: str, tag: str) -> Edition:
    """One edition, as far as it can be read; its words are not checked.

    Raises:
        Refused: with everything that keeps sheet, layout or language from being read.
    """
    wrong: list[Finding] = []

    def read(load: Callable[[], Read]) -> Read | None:
        try:
            return load()
        except Refused as refused:
            wrong.extend(refused.findings)
            return None

    words = read(partial(content.load, house.content, sheet, tag))
    format = read(partial(layouts.load, house.templates, layout))
    language = read(partial(locales.load, house.locales, tag))
    if words is None or format is None or language is None:
        raise Refused(*dict.fromkeys(wrong))
    return Edition(house, words, format, language)


def lint(house: House, sheet: Sheet, locale: Locale) -> list[Finding]:
    """What is wrong with the words themselves, and with the fonts for them, before any layout."""
    texts = [text for section in SECTIONS for text in content.strings(sheet, section, False)]
    stacks = locale.fonts.text, locale.fonts.display
    place = Place(house.locales / f"{sheet.tag}.yaml")
    facts = sheet.facts
    addresses = [facts.film.address] if facts.film else []
    addresses += [part.web for part in (facts.contact, facts.acknowledgement) if part]
    spelling = words.Spelling(
        locale.quotes,
        locale.no_break_before,
        locale.no_break_after,
        frozenset(content.printed(address) for address in addresses),
    )
    unusable = fonts.unusable(house.assets, chain(*stacks), place)
    missing = [] if unusable else chain(*(fonts.missing(house.assets, stack, texts) for stack in stacks))
    return [*words.lint(texts, spelling), *unusable, *dict.fromkeys(missing)]


def listing(house: House) -> Iterator[str]:
    """What there is to build, one line each, for people."""
    for name in content.sheets(house.content):
        yield f"sheet     {name}  in {', '.join(content.languages(house.content, name))}"
    for name in layouts.names(house.templates):
        layout = layouts.load(house.templates, name)
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
