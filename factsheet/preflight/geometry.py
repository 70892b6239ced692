"""Check that pages and boxes of a finished PDF are what layout.yaml promises (group G)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pikepdf import Name

from factsheet.checks import Violation, check
from factsheet.design.editions import Intent
from factsheet.pdf.sheet_drawing import PT, SLUG
from factsheet.preflight.pdf_file import File

_EXACT: Final = 0.01
"""mm, a tenth of what a good guillotine keeps."""
_TOUCHING: Final = 0.1
_WIDE: Final = 3.0
"""mm; what is narrower is a line, not a ground."""


def _page_count(file: File) -> Iterator[Violation]:
    """A file has a page for each page laid out, or for each side of its imposed sheets.

    Reason: a page that is missing, or one too many, turns every duplex print after it inside out.

    Hint: report this: it should not happen.

    Source: layout.yaml, impose.
    """
    if len(file.document.pages) != len(_sizes(file)):
        yield Violation(f"it has {len(file.document.pages)} pages in place of {len(_sizes(file))}")


def _boxes(file: File) -> Iterator[Violation]:
    """Every box is the trim, but on a press sheet, where BleedBox and MediaBox lie around it, the latter at 0,0.

    Reason: printers, print shops and imposition programs believe the boxes, and not what is drawn.

    Hint: let no style file set another page size.

    Source: ISO 32000-1, 14.11.2; ISO 15930-7, 6.7.
    """
    sizes = _sizes(file)
    if len(file.document.pages) != len(sizes):
        return  # which is a finding of the page count
    slug, bleed = (SLUG, file.edition.layout.bleed) if file.intent is Intent.PRESS else (0.0, 0.0)
    for number, (page, size) in enumerate(zip(file.document.pages, sizes, strict=True), 1):
        wanted = {
            "Media": _around(size, slug, slug),
            "Crop": _around(size, slug, slug),
            "Bleed": _around(size, bleed, slug),
            "Trim": _around(size, 0, slug),
        }
        boxes = {"Media": page.mediabox, "Crop": page.cropbox, "Bleed": page.bleedbox, "Trim": page.trimbox}
        for name, box in boxes.items():
            edges = [float(edge) / PT for edge in box]
            if max(abs(edge - ours) for edge, ours in zip(edges, wanted[name], strict=True)) > _EXACT:
                size_in_file = " ".join(f"{edge:.2f}" for edge in edges)
                yield Violation(
                    f"the {name}Box of page {number} is {size_in_file} mm, which is not what layout.yaml says"
                )


def _upright(file: File) -> Iterator[Violation]:
    """No page is turned or scaled by the file.

    Reason: Rotate and UserUnit are not looked at by every printer, so the same file prints in two ways.

    Hint: report this: it should not happen.

    Source: ISO 32000-1, table 30.
    """
    for number, page in enumerate(file.document.pages, 1):
        if page.obj.get(Name.Rotate, 0) or page.obj.get(Name.UserUnit, 1) != 1:
            yield Violation(f"page {number} is turned or scaled")


def _bleed_filled(file: File) -> Iterator[Violation]:
    """On a press sheet, colour that reaches the trim runs on over it, to the end of the bleed.

    Reason: a guillotine is half a millimetre off now and then, and then leaves a white edge.

    Hint: give the box in the style file margins of calc(-1 * var(--bleed)) at that edge.

    Source: ISO 15930-7, 6.7; usual practice of print shops, 3 mm.
    """
    bleed = file.edition.layout.bleed
    if file.intent is not Intent.PRESS or not bleed:
        return
    for mark in file.marks:
        if mark.kind != "fill" or not mark.square or mark.page > len(file.sides):
            continue
        side = file.sides[mark.page - 1]
        left, bottom, right, top = (edge / PT - SLUG for edge in mark.box)
        if right - left < _WIDE or top - bottom < _WIDE:
            continue  # a rule may end at the trim
        outside = {"left": -left, "bottom": -bottom, "right": right - side.width, "top": top - side.height}
        for edge, over in outside.items():
            if -_TOUCHING < over < bleed - _TOUCHING:
                ends = f"{round(over, 1) + 0.0:g} mm beyond the {edge} trim, not {bleed:g} mm"
                yield Violation(f"colour on side {mark.page} ends {ends}")


def _sizes(file: File) -> list[tuple[float, float]]:
    """Return the width and height, in mm, that each page of the file should have."""
    if file.intent is Intent.SCREEN:
        layout = file.edition.layout
        return [(layout.page_width(page), layout.height) for page in range(1, file.pages + 1)]
    return [(side.width, side.height) for side in file.sides]


def _around(size: tuple[float, float], by: float, slug: float) -> tuple[float, float, float, float]:
    """Return the box `by` mm around a sheet that begins `slug` mm from the corner of the page, in mm."""
    width, height = size
    return slug - by, slug - by, slug + width + by, slug + height + by


CHECKS: Final = (
    check("G01", _page_count),
    check("G02", _boxes),
    check("G03", _upright),
    check("G04", _bleed_filled),
)
