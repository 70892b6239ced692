"""An edition -> the same words in a plainer layout, set by ReportLab with the same fonts, without tags."""

from __future__ import annotations

import io
import sys
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BalancedColumns, HRFlowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from benchmarks import matter
from benchmarks.in_typst import items, last
from factsheet.editions import Edition
from factsheet.sheet import printed

_FACES = {
    "text": "noto-sans/NotoSans_400Regular.ttf",
    "strong": "noto-sans/NotoSans_600SemiBold.ttf",
    "display": "sofia-sans-extra-condensed/SofiaSansExtraCondensed_900Black.ttf",
}


def made(edition: Edition) -> bytes:
    """Set the edition."""
    _register(edition.house.assets / "fonts")
    written = io.BytesIO()
    document = SimpleDocTemplate(written, pagesize=A4, topMargin=13 * mm, bottomMargin=15 * mm)
    document.leftMargin = document.rightMargin = 15 * mm
    document.build(list(_flowables(edition, 180 * mm)))
    return written.getvalue()


@lru_cache(maxsize=1)
def _register(fonts: Path) -> None:
    for name, file in _FACES.items():
        pdfmetrics.registerFont(TTFont(name, fonts / file))


def _set(words: str, face: str = "text", size: float = 9, leading: float = 1.3) -> Any:
    return Paragraph(words, ParagraphStyle(face, fontName=face, fontSize=size, leading=size * leading))


def _flowables(edition: Edition, width: float) -> Any:
    sheet, masthead, parts = edition.sheet, edition.sheet.masthead, items(edition)
    headings = iter([_set(escape(section.heading), "display", 29) for section in matter.sections(sheet)])
    yield _set(escape(f"{masthead.organisation} {masthead.organisation_in_full} {masthead.kicker}"), "display", 13)
    yield _set(escape(masthead.title), "display", 100, 0.9)
    code = QrCode(str(sheet.film.address), width=43 * mm, height=43 * mm) if sheet.film else ""
    call = _set(escape(f"{sheet.film.call} {printed(sheet.film.address)}"), "display", 20) if sheet.film else ""
    yield Table([[_set(escape(masthead.subtitle), "display", 20), code, call]], [width - 90 * mm, 47 * mm, 43 * mm])
    yield next(headings, "")
    for item in parts["messages"]:
        yield HRFlowable(width="100%")
        lead, more = _set(escape(item.lead), "strong", 10.3), _set(escape(item.more or ""))
        yield Table([[_set(str(item.number), "display", 25), lead, more]], [15 * mm, 90 * mm, 75 * mm])
    yield PageBreak()
    yield next(headings, "")
    for item in parts["timeline"]:
        told = _set(f'<font face="strong">{escape(item.lead)}</font> {escape(item.more or "")}')
        yield Table([[_set(escape(item.date or ""), "display", 33), told]], [36 * mm, width - 36 * mm])
    yield PageBreak()
    yield next(headings, "")
    told = []
    for item in parts["regions"]:
        told.append(_set(f"{item.number} {escape(item.name or '')}", "display", 13.5))
        told.append(_set(f'<font face="strong">{escape(item.lead)}</font> {escape(item.more or "")}'))
    told += [_set(escape(text)) for name in ("contact", "acknowledgement") for text in last(edition, name)]
    yield BalancedColumns(told, nCols=2, innerPadding=8 * mm)


def main(arguments: list[str]) -> None:
    """Write the PDF of the measured edition to a file: one PDF with one process."""
    import build
    from factsheet.editions import House

    edition = matter.sheet_of_all_words(House(build.PROJECT, build.PROJECT / "content"))
    Path(arguments[0]).write_bytes(made(edition))


if __name__ == "__main__":
    main(sys.argv[1:])
