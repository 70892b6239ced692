"""The project's own sheets -> what is measured: one edition, also with its items repeated, and words to look for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pypdfium2

from factsheet.compose.composer import Composed
from factsheet.content.sheet import AnyItem, Section
from factsheet.design import fonts
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.lint import ready_editions
from factsheet.translation import review_proof

# Hyphens count for nothing, as some readers of PDFs take them for those set at the end of a line.
_NOT_COMPARED = re.compile(r"[\s\u00ad\u200b\u2010\u2011\u2060\u2066\u2069\ufffe-]+")


def sheet_of_all_words(project: Project) -> Edition:
    """The plainest edition that has every word of its sheet, in the sheet's own language."""
    found, _ = ready_editions.find(project, (), (), ())
    return review_proof.choose(edition for edition in found if edition.sheet.tag == edition.sheet.facts.source)


def repeated(edition: Edition, times: int) -> Edition:
    """The edition with so many times its messages, events and regions."""

    def more(section: Section[AnyItem] | None) -> Section[AnyItem] | None:
        if section is None:
            return None
        items = enumerate(section.items * times, 1)
        return replace(section, items=tuple(replace(item, number=number) for number, item in items))

    old = edition.sheet
    sheet = replace(old, messages=more(old.messages), timeline=more(old.timeline), regions=more(old.regions))
    return replace(edition, sheet=sheet)


def page_for_browsers(composed: Composed, project: Project) -> str:
    """The composed document with all its styles in it, as a browser wants it."""
    faces = fonts.face_css(project.assets, f"{(project.assets / 'fonts').as_uri()}/")
    styles = [faces, composed.settings, *(path.read_text(encoding="utf-8") for path in composed.stylesheets)]
    return composed.html.replace("</head>", f"<style>{''.join(styles)}</style></head>", 1)


def lost(pdf: bytes, edition: Edition) -> list[str]:
    """What a PDF lacks of the words of an edition: words that stand nowhere, and letters that are too few."""
    with pypdfium2.PdfDocument(pdf) as document:
        there = "".join(_bare(page.get_textpage().get_text_range()) for page in document)
    words = dict.fromkeys(_bare(word) for text in edition.strings for word in text.split())
    letters = Counter(letter for text in edition.strings for letter in _bare(text))
    return [*(word for word in words if word not in there), *(letters - Counter(there)).elements()]


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _bare(text: str) -> str:
    return _NOT_COMPARED.sub("", text)
