"""Make the proof that a reviewer reads, corrects and signs: pages in small, their strings and the source.

It is a PDF for those who read on paper, and a web page for those who would rather type.
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

_THUMBNAIL = (88.0, 172.0)
"""mm; the largest width and height of a page in small, which is never larger than the page itself."""
_MARK = 3.0
"""mm; width and height of a mark."""
_PIXELS = 220 / 25.4
"""For each mm of the page in small: 220 dpi."""
_CODE = 8
"""Digits of the code of what was read: 32 bits, as it is there to notice mistakes, not forgers."""


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
    """How many it may have; None if that is unknown."""


@dataclass(frozen=True)
class PageView:
    """A page in small with its marks, and the strings that begin on it. Sizes in mm.

    Page 0 is no page: it lists the strings that the layout does not take.
    """

    page: int
    picture: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]


def choose(editions: Iterable[Edition]) -> Edition:
    """Return the edition to read a translation in: with the most words; of several, with the fewest and plainest pages.

    Raises:
        ValueError: if there is none.
    """

    def order(edition: Edition) -> tuple[int, bool, int, str]:
        layout = edition.layout
        return -sum(len(text) for text in edition.strings), layout.impose is not None, layout.pages, layout.name

    return min(editions, key=order)


def code(texts: Iterable[Text]) -> str:
    """Return a few letters and digits that stand for words as they are: they change with any of them."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(f"{text.key}\0{text}\0".encode())
    return digest.hexdigest()[:_CODE]


def make_files(
    pages: Pages, source: Edition, states: Mapping[str, str], budgets: Mapping[str, int]
) -> dict[str, bytes]:
    """Return the proof as `pdf` and `html`; `source` is the same edition in the source language.

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
    """Return the strings of the language that have a source; first those on the pages, in reading order.

    Those of facts.yaml, which no translator touches, are not among them.
    """
    own = {text.key: text for text in edition.sheet.words}
    known = {text.key for text in edition.sheet.source}
    keys = dict.fromkeys((*(text.key for text in edition.words), *own))
    return [own[key] for key in keys if key in own and key in known]


def _with_fonts_of(edition: Edition, locale: Locale) -> Edition:
    """Return the edition with the fonts of another language after its own: both languages stand on one page."""
    fonts = edition.locale.fonts
    text = tuple(dict.fromkeys((*fonts.text, *locale.fonts.text)))
    both = edition.locale.model_copy(update={"fonts": fonts.model_copy(update={"text": text})})
    return replace(edition, locale=both)


def _views(pages: Pages, states: Mapping[str, str], budgets: Mapping[str, int]) -> tuple[PageView, ...]:
    """Return the pages with their marks and strings; each string is listed on the page where it begins."""
    source = {text.key: str(text) for text in pages.edition.sheet.source}
    strings = {text.key: str(text) for text in _words(pages.edition)}
    placed = [block for block in blocks(pages.texts) if block.key in strings]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(block.key or "" for block in placed), 1)}
    not_placed = [key for key in strings if key not in numbers]
    numbers |= {key: number for number, key in enumerate(not_placed, len(numbers) + 1)}
    listed: set[str] = set()

    def row(key: str) -> Row:
        most = budgets.get(key, CHARACTERS)
        room = most if most < CHARACTERS else None  # what a file may hold at all is no measure
        return Row(numbers[key], key, strings[key], source[key], states.get(key, ""), len(strings[key]), room)

    views = []
    for page in range(1, pages.count + 1):
        here = [block for block in placed if block.page == page]
        fresh = [key for key in dict.fromkeys(block.key or "" for block in here) if key not in listed]
        listed.update(fresh)
        views.append(_view(pages, page, here, numbers, [row(key) for key in fresh]))
    if not_placed:
        views.append(PageView(0, "", 0, 0, (), tuple(row(key) for key in not_placed)))
    return tuple(views)


def _view(
    pages: Pages, page: int, here: Sequence[SetText], numbers: Mapping[str, int], rows: Sequence[Row]
) -> PageView:
    layout = pages.edition.layout
    wide, high = layout.page_width(page), layout.height
    scale = min(1.0, _THUMBNAIL[0] / wide, _THUMBNAIL[1] / high)
    rtl = pages.edition.locale.right_to_left
    marks: list[Mark] = []
    for block in here:
        # Before the first letter, but on the page; where two would stand on each other, the later goes lower.
        edge = (block.x + block.width) * scale if rtl else block.x * scale - _MARK
        x, y = min(max(edge, 0.0), wide * scale - _MARK), block.y * scale
        while any(abs(x - other.x) < _MARK and abs(y - other.y) < _MARK for other in marks):
            y += _MARK / 2
        marks.append(Mark(numbers[block.key or ""], round(x, 2), round(y, 2)))
    return PageView(page, _picture(pages, page, layout, wide * scale), round(wide * scale, 2), round(high * scale, 2),
                tuple(marks), tuple(rows))  # fmt: skip


def _picture(pages: Pages, page: int, layout: Layout, width: float) -> str:
    """Return a page to its trim as a PNG, in a data: address."""
    whole = layout.page_width(page) + 2 * layout.bleed
    pixels = width * _PIXELS * whole / layout.page_width(page)
    cut = layout.bleed / whole
    drawn = raster.small(typeset.draw_page(pages, page), 1, round(pixels), cut)
    return "data:image/png;base64," + base64.b64encode(drawn).decode("ascii")
