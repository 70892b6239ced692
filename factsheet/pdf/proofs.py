"""Drawn pages -> a proof with trim, bleed, safe area and page numbers drawn over them, and a dummy to fold by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary

from factsheet.design.layouts import Layout
from factsheet.engine.typeset import Pages
from factsheet.pdf import compression, imposed
from factsheet.pdf.imposed import PT, SLUG
from factsheet.pdf.imposition import Line, Side, Slot, impose

_RULES: Final = {"bleed": "1 0 1 RG", "trim": "0 0.6 1 RG", "safe": "0 0.7 0 RG"}
# Strokes of figures as on a pocket calculator, from 0,0 at the foot to 1,2 at the head: no font is needed.
_STROKES: Final = {
    "a": "0 2 m 1 2 l", "b": "1 2 m 1 1 l", "c": "1 1 m 1 0 l", "d": "1 0 m 0 0 l",
    "e": "0 0 m 0 1 l", "f": "0 1 m 0 2 l", "g": "0 1 m 1 1 l",
}  # fmt: skip
_FIGURES: Final = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")


def files(pages: Pages, drawn: bytes) -> dict[str, bytes]:
    """What `--proof` adds to an edition: its proof, and if it is imposed its dummy."""
    edition = pages.edition
    made = {"proof": proof(pages, drawn)}
    if edition.layout.impose:
        made["dummy"] = dummy(edition.layout, pages.count, edition.locale.direction == "rtl")
    return made


def proof(pages: Pages, drawn: bytes) -> bytes:
    """Every page with its bleed, and over it bleed (magenta), trim (blue), safe area (green) and a large number."""
    layout = pages.edition.layout
    single = [
        Side(width, layout.height, (Slot(page, 0, 0, width, layout.height, bleeds=_ALL),))
        for page in range(1, pages.count + 1)
        for width in (layout.page_width(page),)
    ]
    with pikepdf.open(io.BytesIO(drawn)) as document:
        sheets = imposed.paint(document, single, layout.bleed, SLUG)
    for number, (page, side) in enumerate(zip(sheets.pages, single, strict=True), 1):
        frames = {"bleed": -layout.bleed, "trim": 0.0, "safe": layout.safe}
        lines = [f"{_RULES[name]} {_frame(side, inset)}" for name, inset in frames.items()]
        figure = _number(number, SLUG + side.width / 2, SLUG + side.height / 2, 12, turned=False)
        imposed.add(sheets, page, f"0.6 w {' '.join(lines)} 0 0.6 1 RG 2 w {figure}")
    return compression.saved(sheets)


def dummy(layout: Layout, pages: int, right_to_left: bool) -> bytes:
    """The imposed sheets with nothing but big page numbers, folds and cuts: print it, fold it, and read 1, 2, 3."""
    sheets = pikepdf.new()
    for side in impose(layout, pages, right_to_left):
        sheets.add_blank_page(page_size=(side.width * PT, side.height * PT))
        page = sheets.pages[-1]
        page.obj.Resources = Dictionary()
        page.obj.TrimBox = Array([0, 0, round(side.width * PT, 4), round(side.height * PT, 4)])
        imposed.add(sheets, page, "\n".join(_blank(side)))
    return compression.saved(sheets)


_ALL: Final = frozenset({"left", "right", "top", "bottom"})


def _blank(side: Side) -> Iterator[str]:
    yield "0 G 0.5 w"
    for lines, dashed in ((side.folds, True), (side.cuts, False)):
        for line in lines:
            yield imposed.stroke(line, side, 0.0, dashed)
    yield "[] 0 d 3 w 1 J"
    for slot in side.slots:
        middle = slot.x + slot.width / 2, side.height - slot.y - slot.height / 2
        yield _number(slot.page, *middle, slot.height / 5, slot.turned)


def _number(number: int, x: float, y: float, size: float, turned: bool) -> str:
    """A number in strokes, `size` mm wide to a figure, its middle at x, y mm from the foot; a bar marks its foot."""
    figures = [int(figure) for figure in str(number)]
    wide = len(figures) * 1.5 - 0.5
    sign = -1 if turned else 1
    unit = size * PT / 2
    place = f"q {sign * unit:.3f} 0 0 {sign * unit:.3f} {x * PT:.3f} {y * PT:.3f} cm 0.12 w"
    drawn = [f"{-wide / 2:.2f} -1.4 m {wide / 2:.2f} -1.4 l S"]
    for at, figure in enumerate(figures):
        strokes = " ".join(_STROKES[stroke] for stroke in _FIGURES[figure])
        drawn.append(f"q 1 0 0 1 {at * 1.5 - wide / 2:.2f} -1 cm {strokes} S Q")
    return f"{place} {' '.join(drawn)} Q"


def _frame(side: Side, inset: float) -> str:
    left, top, right, bottom = inset, inset, side.width - inset, side.height - inset
    edges = (
        Line(left, top, right, top),
        Line(right, top, right, bottom),
        Line(right, bottom, left, bottom),
        Line(left, bottom, left, top),
    )
    return " ".join(imposed.stroke(edge, side, SLUG, dashed=False) for edge in edges)
