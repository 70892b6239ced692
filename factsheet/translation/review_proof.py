"""A translation as it is laid out, and its source -> a galley: marked pages beside their words, to read, correct, sign.

It is for reviewers: as a PDF for those who read on paper, and as a web page for those who rather type.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from factsheet.compose import composer
from factsheet.design.editions import Edition
from factsheet.design.layout import Layout
from factsheet.design.locales import Locale
from factsheet.engine import typeset
from factsheet.engine.text_blocks import blocks
from factsheet.engine.text_boxes import SetText
from factsheet.engine.typeset import Pages
from factsheet.pdf import raster
from factsheet.yaml.nodes import Text
from factsheet.yaml.reader import CHARACTERS

_ROOM = (88.0, 172.0)
"""mm beside the table for a page in small; a page is never larger than it is."""
_MARK = 3.0
"""mm; how wide and high a mark is."""
_PIXELS = 220 / 25.4
"""For each mm of the page in small."""
_CODE = 8
"""Figures of the code of what was read: 32 bits, as mistakes are to be noticed, not forgers."""


@dataclass(frozen=True)
class Mark:
    """A number on a page. x and y in mm from the top left corner of the page in small."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Row:
    """One string in the table."""

    number: int
    key: str
    text: str
    source: str
    state: str
    length: int
    """In characters."""
    most: int | None
    """How many it may have; None where nobody knows."""


@dataclass(frozen=True)
class View:
    """A page in small with its marks, and the strings that begin on it. Sizes in mm.

    Page 0 is none: it lists the strings that the layout does not take.
    """

    page: int
    picture: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]


def choose(editions: Iterable[Edition]) -> Edition:
    """The edition to read a translation in: the one with the most words, then the one with fewest and plainest pages.

    Raises:
        ValueError: if there is none.
    """

    def order(edition: Edition) -> tuple[int, bool, int, str]:
        layout = edition.layout
        return -sum(len(text) for text in edition.strings), layout.impose is not None, layout.pages, layout.name

    return min(editions, key=order)


def code(texts: Iterable[Text]) -> str:
    """A few letters and figures that stand for words as they are: they change with any of them."""
    seen = hashlib.sha256()
    for text in texts:
        seen.update(f"{text.key}\0{text}\0".encode())
    return seen.hexdigest()[:_CODE]


def files(pages: Pages, source: Edition, states: Mapping[str, str], budgets: Mapping[str, int]) -> dict[str, bytes]:
    """The galley as `pdf` and `html`; `source` is the same in the source language.

    `states` and `budgets` (in characters) are by key, as far as they are known.

    Raises:
        ProjectError: what the typesetting engine complains about.
    """
    edition = pages.edition
    views = _views(pages, states, budgets)
    names = {
        "views": views,
        "title": str(edition.sheet.masthead.title),
        "name": edition.sheet.name,
        "source": source.locale,
        "source_tag": source.sheet.tag,
        "code": code(_words(edition)),
        "pages": pages.count,
        "mark": _MARK,
        "count": sum(len(view.rows) for view in views),
    }
    printed = _with_fonts_of(edition, source.locale)
    composed = composer.galley(printed, {**names, "on_paper": True})
    return {
        "pdf": typeset.draw(typeset.typeset(composed, printed)),
        "html": composer.galley(edition, {**names, "on_paper": False}).html.encode(),
    }


def _words(edition: Edition) -> list[Text]:
    """The strings of the language that have a source; first those on the pages, in reading order.

    Not those of facts.yaml, which no translator touches.
    """
    own = {text.key: text for text in edition.sheet.words}
    known = {text.key for text in edition.sheet.source}
    keys = dict.fromkeys((*(text.key for text in edition.words), *own))
    return [own[key] for key in keys if key in own and key in known]


def _with_fonts_of(edition: Edition, locale: Locale) -> Edition:
    """The edition with the fonts of another language after its own: both languages stand on one page."""
    fonts = edition.locale.fonts
    text = tuple(dict.fromkeys((*fonts.text, *locale.fonts.text)))
    both = edition.locale.model_copy(update={"fonts": fonts.model_copy(update={"text": text})})
    return replace(edition, locale=both)


def _views(pages: Pages, states: Mapping[str, str], budgets: Mapping[str, int]) -> tuple[View, ...]:
    source = {text.key: str(text) for text in pages.edition.sheet.source}
    strings = {text.key: str(text) for text in _words(pages.edition)}
    standing = [block for block in blocks(pages.texts) if block.key in strings]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(block.key or "" for block in standing), 1)}
    elsewhere = [key for key in strings if key not in numbers]
    numbers |= {key: number for number, key in enumerate(elsewhere, len(numbers) + 1)}
    listed: set[str] = set()

    def row(key: str) -> Row:
        most = budgets.get(key, CHARACTERS)
        room = most if most < CHARACTERS else None  # what a file may hold at all is no measure
        return Row(numbers[key], key, strings[key], source[key], states.get(key, ""), len(strings[key]), room)

    views = []
    for page in range(1, pages.count + 1):
        here = [block for block in standing if block.page == page]
        fresh = [key for key in dict.fromkeys(block.key or "" for block in here) if key not in listed]
        listed.update(fresh)
        views.append(_view(pages, page, here, numbers, [row(key) for key in fresh]))
    if elsewhere:
        views.append(View(0, "", 0, 0, (), tuple(row(key) for key in elsewhere)))
    return tuple(views)


def _view(pages: Pages, page: int, here: Sequence[SetText], numbers: Mapping[str, int], rows: Sequence[Row]) -> View:
    layout = pages.edition.layout
    wide, high = layout.page_width(page), layout.height
    scale = min(1.0, _ROOM[0] / wide, _ROOM[1] / high)
    right_to_left = pages.edition.locale.right_to_left
    marks: list[Mark] = []
    for block in here:
        # Before the first letter, but on the page; where two would stand on each other, the later goes lower.
        edge = (block.x + block.width) * scale if right_to_left else block.x * scale - _MARK
        x, y = min(max(edge, 0.0), wide * scale - _MARK), block.y * scale
        while any(abs(x - other.x) < _MARK and abs(y - other.y) < _MARK for other in marks):
            y += _MARK / 2
        marks.append(Mark(numbers[block.key or ""], round(x, 2), round(y, 2)))
    return View(page, _picture(pages, page, layout, wide * scale), round(wide * scale, 2), round(high * scale, 2),
                tuple(marks), tuple(rows))  # fmt: skip


def _picture(pages: Pages, page: int, layout: Layout, width: float) -> str:
    """A page to its trim, as a data: address."""
    whole = layout.page_width(page) + 2 * layout.bleed
    pixels = width * _PIXELS * whole / layout.page_width(page)
    cut = layout.bleed / whole
    drawn = raster.small(typeset.draw_page(pages, page), 1, round(pixels), cut)
    return "data:image/png;base64," + base64.b64encode(drawn).decode("ascii")
