"""Make proofs, with trim, bleed, safe area and page numbers drawn over the pages, and dummies to fold by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary

from factsheet.design.layout import Layout
from factsheet.engine.typeset import Pages
from factsheet.pdf import compression, operators, sheet_drawing
from factsheet.pdf.imposition import Line, Side, Slot, impose
from factsheet.pdf.sheet_drawing import PT, SLUG

_RULES: Final = {"bleed": "1 0 1 RG", "trim": "0 0.6 1 RG", "safe": "0 0.7 0 RG"}
# Strokes of figures as on a pocket calculator, from 0,0 at the foot to 1,2 at the head: no font is needed.
_STROKES: Final = {
    "a": "0 2 m 1 2 l", "b": "1 2 m 1 1 l", "c": "1 1 m 1 0 l", "d": "1 0 m 0 0 l",
    "e": "0 0 m 0 1 l", "f": "0 1 m 0 2 l", "g": "0 1 m 1 1 l",
}  # fmt: skip
_FIGURES: Final = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")


def make_files(pages: Pages, drawn: bytes) -> dict[str, bytes]:
    """Make what `--proof` adds to an edition: its proof, and if it is imposed its dummy."""
    edition = pages.edition
    files = {"proof": proof(pages, drawn)}
    if edition.layout.impose:
        files["dummy"] = dummy(edition.layout, pages.count, edition.locale.right_to_left)
    return files


def proof(pages: Pages, drawn: bytes) -> bytes:
    """Draw each page with its bleed, and over it bleed (magenta), trim (blue), safe area (green) and its number."""
    layout = pages.edition.layout
    single = [
        Side(width, layout.height, (Slot(page, 0, 0, width, layout.height, bleeds=_ALL),))
        for page in range(1, pages.count + 1)
        for width in (layout.page_width(page),)
    ]
    with pikepdf.open(io.BytesIO(drawn)) as document:
        sheets = sheet_drawing.paint(document, single, layout.bleed, SLUG)
    for number, (page, side) in enumerate(zip(sheets.pages, single, strict=True), 1):
        frames = {"bleed": -layout.bleed, "trim": 0.0, "safe": layout.safe}
        lines = [f"{_RULES[name]} {_frame(side, inset)}" for name, inset in frames.items()]
        figure = _number(number, SLUG + side.width / 2, SLUG + side.height / 2, 12, turned=False)
        sheet_drawing.add(
            sheets, page, " ".join([operators.line_width(0.6), *lines, _RULES["trim"], operators.line_width(2), figure])
        )
    return compression.write(sheets)


def dummy(layout: Layout, pages: int, right_to_left: bool) -> bytes:
    """Draw the imposed sheets with big page numbers, folds and cuts alone: print it, fold it, and read 1, 2, 3."""
    sheets = pikepdf.new()
    for side in impose(layout, pages, right_to_left):
        sheets.add_blank_page(page_size=(side.width * PT, side.height * PT))
        page = sheets.pages[-1]
        page.obj.Resources = Dictionary()
        page.obj.TrimBox = Array([0, 0, round(side.width * PT, 4), round(side.height * PT, 4)])
        sheet_drawing.add(sheets, page, "\n".join(_blank(side)))
    return compression.write(sheets)


_ALL: Final = frozenset({"left", "right", "top", "bottom"})


def _blank(side: Side) -> Iterator[str]:
    yield f"0 G {operators.line_width(0.5)}"
    for lines, dashed in ((side.folds, True), (side.cuts, False)):
        for line in lines:
            yield sheet_drawing.stroke(line, side, 0.0, dashed)
    yield f"{operators.SOLID} {operators.line_width(3)} {operators.ROUND_CAP}"
    for slot in side.slots:
        middle = slot.x + slot.width / 2, side.height - slot.y - slot.height / 2
        yield _number(slot.page, *middle, slot.height / 5, slot.turned)


def _number(number: int, x: float, y: float, size: float, turned: bool) -> str:
    """Draw a number in strokes, `size` mm wide to a figure, its middle at x, y mm from the foot, on a bar."""
    figures = [int(figure) for figure in str(number)]
    wide = len(figures) * 1.5 - 0.5
    scale = operators.numbers((-1 if turned else 1) * size * PT / 2, digits=3)
    drawn = [
        operators.place(x * PT, y * PT, scale, digits=3),
        operators.line_width(0.12),
        f"{-wide / 2:.2f} -1.4 m {wide / 2:.2f} -1.4 l {operators.STROKE}",
    ]
    for at, figure in enumerate(figures):
        strokes = " ".join(_STROKES[stroke] for stroke in _FIGURES[figure])
        drawn.append(operators.saved(f"1 0 0 1 {at * 1.5 - wide / 2:.2f} -1 cm", strokes, operators.STROKE))
    return operators.saved(*drawn)


def _frame(side: Side, inset: float) -> str:
    left, top, right, bottom = inset, inset, side.width - inset, side.height - inset
    edges = (
        Line(left, top, right, top),
        Line(right, top, right, bottom),
        Line(right, bottom, left, bottom),
        Line(left, bottom, left, top),
    )
    return " ".join(sheet_drawing.stroke(edge, side, SLUG, dashed=False) for edge in edges)
