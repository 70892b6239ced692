"""Words as the engine lays them out with addresses kept, in a column of any width: for tests."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer
from support.project import PROJECT

from factsheet.compose import html_text, nobreak
from factsheet.engine import pdf_writer, startup, text_boxes

FAMILIES = ("FS Sans", "FS Arabic", "FS Devanagari", "FS Thai")
_BASE = (PROJECT / "templates/_shared/css/base.css").read_text(encoding="utf-8")
STYLE = _BASE[_BASE.index("\n.whole {") :].partition("}")[0] + "}"
"""What the shared styles say of addresses."""
_ROW = 1  # pt; the baselines of two lines are further apart


@cache
def laid_out(html: str, tag: str, direction: str = "ltr", width: str = "100mm", style: str = "") -> Any:
    """A paragraph of this HTML in a column, hyphenated where the engine knows the language."""
    weasyprint, configuration = startup.start(PROJECT / "assets")
    for family in FAMILIES:
        startup.load_family(PROJECT / "assets", family)
    fonts = ", ".join(f'"{family}"' for family in FAMILIES)
    css = f"@page {{ size: {width} 300mm; margin: 0 }} p {{ font: 10pt/1.6 {fonts}; hyphens: auto; margin: 0 }}"
    html = html_text.edit(html, (), [lambda texts: nobreak.mark(texts, direction == "rtl", {})])
    html = f'<html lang="{tag}" dir="{direction}"><title>x</title><body style="margin: 0"><p>{html}</p>'
    return weasyprint.HTML(string=html).render(
        font_config=configuration, stylesheets=[weasyprint.CSS(string=css + STYLE + style)], pdf_variant="pdf/ua-1"
    )


def lines(html: str, tag: str, direction: str = "ltr", width: str = "100mm", style: str = "") -> list[str]:
    """The lines of the paragraph, each as it is read."""
    found: dict[float, str] = {}
    for text in text_boxes.texts(laid_out(html, tag, direction, width, style).pages):
        found[text.y] = found.get(text.y, "") + text.text.translate(nobreak.MARKS).replace(nobreak.BREAK, "")
    return [line.strip() for line in found.values()]


def seen(html: str, tag: str, direction: str) -> list[str]:
    """The characters of each line as they stand on paper, from the left, without spaces."""
    return [*rows(pdf_writer.write(laid_out(html, tag, direction)))]


def rows(pdf: bytes) -> Iterator[str]:
    """The same of the lines of a PDF, each as far as the paper is wide."""
    for page in extract_pages(io.BytesIO(pdf)):
        standing = [(mark.x0, mark.matrix[5], mark.get_text()) for mark in _marks(page)]
        found: dict[float, list[tuple[float, str]]] = {}
        for left, foot, mark in standing:
            if mark.strip():
                row = next((one for one in found if abs(one - foot) < _ROW), foot)
                found.setdefault(row, []).append((left, mark))
        for _, row in sorted(found.items(), reverse=True):
            yield "".join(mark for _, mark in sorted(row))


def _marks(thing: Any) -> Iterator[LTChar]:
    """Every character in what the reader takes for lines and boxes; its own order is of no interest here."""
    if isinstance(thing, LTChar):
        yield thing
    elif isinstance(thing, LTContainer):
        for inner in thing:
            yield from _marks(inner)
