"""Estimate how much a page of a layout holds, so that templates can say what stands side by side."""

from __future__ import annotations

from typing import Final

from factsheet.design.editions import Edition
from factsheet.design.layout_file import MEASURE, UNITS

LETTER: Final = 0.5
"""The width of a letter as a share of its size, on the whole."""


def width(edition: Edition) -> float:
    """Return the width of words on a page, as a multiple of the size of running text."""
    margin, size = _token(edition, "margin-side"), _token(edition, "text-size")
    return (edition.layout.width - 2 * margin) / size if size else 0.0


def letters_across(edition: Edition) -> int:
    """Return about how many letters a line has across a page."""
    return round(width(edition) / LETTER)


def lines(edition: Edition) -> float:
    """Return about how many lines of running text a page has."""
    top, foot, size = (_token(edition, name) for name in ("margin-top", "margin-foot", "text-size"))
    return (edition.layout.height - top - foot) / (size * edition.locale.line_height) if size else 0.0


def _token(edition: Edition, name: str) -> float:
    """Return a token of the layout in mm, 0 if it has none."""
    match = MEASURE.fullmatch(edition.layout.tokens.get(name, ""))
    return float(match[1]) * UNITS.get(match[2], 0.0) if match else 0.0
