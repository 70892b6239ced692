"""The project's own sheets -> what is measured: one edition, the same with its items repeated, and words to look for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pypdfium2

from factsheet import editions, fonts, galley
from factsheet.compose import Composed
from factsheet.editions import Edition, House
from factsheet.sheet import Section, Sheet

_NOT_COMPARED = re.compile(r"[\u00ad\u200b\u2010\u2060\u2066\u2069]")


def sheet_of_all_words(house: House) -> Edition:
    """The plainest edition that has every word of its sheet, in the sheet's own language."""
    found, _ = editions.find(house, (), (), ())
    return galley.choose(edition for edition in found if edition.sheet.tag == edition.sheet.facts.source)


def repeated(edition: Edition, times: int) -> Edition:
    """The edition with so many times its messages, events and regions."""

    def more(section: Section | None) -> Section | None:
        if section is None:
            return None
        items = enumerate(section.items * times, 1)
        return replace(section, items=tuple(replace(item, number=number) for number, item in items))

    sheet = edition.sheet
    longer = {"messages": more(sheet.messages), "timeline": more(sheet.timeline), "regions": more(sheet.regions)}
    return replace(edition, sheet=replace(sheet, **longer))


def page_for_browsers(composed: Composed, house: House) -> str:
    """The composed document with all its styles in it, as a browser wants it."""
    faces = fonts.face_css(house.assets, f"{(house.assets / 'fonts').as_uri()}/")
    styles = [faces, composed.settings, *(path.read_text(encoding="utf-8") for path in composed.stylesheets)]
    return composed.html.replace("</head>", f"<style>{''.join(styles)}</style></head>", 1)


def lost(pdf: bytes, edition: Edition) -> list[str]:
    """The words of an edition that a PDF lacks, each as often as it is lacking; for languages with spaces between."""
    with pypdfium2.PdfDocument(pdf) as document:
        there = Counter(word for page in document for word in _bare(page.get_textpage().get_text_range()).split())
    wanted = Counter(word for text in edition.strings for word in _bare(text).split())
    return [*(wanted - there).elements()]


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def sections(sheet: Sheet) -> tuple[Section, ...]:
    """The sections of a sheet that hold items, in reading order."""
    return tuple(section for section in (sheet.messages, sheet.timeline, sheet.regions) if section)


def _bare(text: str) -> str:
    return _NOT_COMPARED.sub("", text)
