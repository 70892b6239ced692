"""Check that pictures of a finished PDF have enough pixels for paper (group I)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pikepdf import Name

from factsheet.checks import Violation, check
from factsheet.design.editions import Intent
from factsheet.preflight.pdf_file import File

_PPI: Final = 300.0


def _resolution(file: File) -> Iterator[Violation]:
    """On paper, pictures of pixels have 300 pixels or more to the inch at the size they are placed.

    Reason: below that, edges show steps. The pixels of a picture say nothing until its size on the paper is known.

    Hint: place it smaller, or take a larger picture or, better, an SVG drawing.

    Source: ISO 12647-2 practice: twice the screen ruling of 60 lines per cm.
    """
    if file.intent is Intent.SCREEN:
        return
    for mark in file.marks:
        if mark.kind != "picture" or mark.picture is None:
            continue
        wide = float(mark.picture[Name.Width]) / (mark.pen.across / 72)
        high = float(mark.picture[Name.Height]) / (mark.pen.down / 72)
        if min(wide, high) < _PPI - 0.5:
            yield Violation(f"a picture on page {mark.page} has {min(wide, high):.0f} pixels to the inch")


CHECKS: Final = (check("I01", _resolution),)
