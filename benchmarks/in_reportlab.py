"""Plain words of an edition -> a PDF in a plainer layout, set by ReportLab with the same fonts, without tags."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
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

_FACES = {
    "text": "noto-sans/NotoSans_400Regular.ttf",
    "strong": "noto-sans/NotoSans_600SemiBold.ttf",
    "display": "sofia-sans-extra-condensed/SofiaSansExtraCondensed_900Black.ttf",
}
_WIDTH = 180 * mm


def made(words: dict[str, Any], fonts: Path) -> bytes:
    """Set the words."""
    _register(fonts)
    written = io.BytesIO()
    margins = {"topMargin": 13 * mm, "bottomMargin": 15 * mm, "leftMargin": 15 * mm, "rightMargin": 15 * mm}
    SimpleDocTemplate(written, pagesize=A4, **margins).build([*_flowables(words)])
    return written.getvalue()


@lru_cache(maxsize=1)
def _register(fonts: Path) -> None:
    for name, file in _FACES.items():
        pdfmetrics.registerFont(TTFont(name, fonts / file))


def _set(words: str, face: str = "text", size: float = 9, leading: float = 1.3) -> Any:
    return Paragraph(words, ParagraphStyle(face, fontName=face, fontSize=size, leading=size * leading))


def _told(item: dict[str, str]) -> Any:
    return _set(f'<font face="strong">{escape(item["lead"])}</font> {escape(item["more"])}')


def _flowables(words: dict[str, Any]) -> Iterator[Any]:
    masthead, headings = words["masthead"], words["headings"]
    publisher = f"{masthead['organisation']} {masthead['organisation_in_full']} {masthead['kicker']}"
    yield _set(escape(publisher), "display", 13)
    yield _set(escape(masthead["title"]), "display", 100, 0.9)
    code = QrCode(words["address"], width=43 * mm, height=43 * mm) if words["address"] else ""
    cells = [_set(escape(masthead["subtitle"]), "display", 20), code, _set(escape(" ".join(words["film"])))]
    yield Table([cells], [90 * mm, 47 * mm, 43 * mm])
    yield _set(escape(headings.get("messages", "")), "display", 29)
    for item in words["messages"]:
        yield HRFlowable(width="100%")
        cells = [
            _set(item["number"], "display", 25),
            _set(escape(item["lead"]), "strong", 10.3),
            _set(escape(item["more"])),
        ]
        yield Table([cells], [15 * mm, 90 * mm, 75 * mm])
    yield PageBreak()
    yield _set(escape(headings.get("timeline", "")), "display", 29)
    for item in words["timeline"]:
        yield Table([[_set(escape(item["date"]), "display", 33), _told(item)]], [36 * mm, _WIDTH - 36 * mm])
    yield PageBreak()
    yield _set(escape(headings.get("regions", "")), "display", 29)
    below = []
    for item in words["regions"]:
        below += [_set(f"{item['number']} {escape(item['name'])}", "display", 13.5), _told(item)]
    yield BalancedColumns([*below, *(_set(escape(text)) for text in words["foot"])], nCols=2, innerPadding=8 * mm)


def main(arguments: list[str]) -> None:
    """Set the words in one file, with the fonts in a folder, and write another: one PDF with one process."""
    words, fonts, pdf = (Path(word) for word in arguments)
    pdf.write_bytes(made(json.loads(words.read_text(encoding="utf-8")), fonts))


if __name__ == "__main__":
    main(sys.argv[1:])
