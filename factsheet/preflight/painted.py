"""Describe each thing that a PDF page paints (fill, stroke, text, picture), and the pen it is painted with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import pikepdf

from factsheet.preflight import glyph_positions
from factsheet.preflight.glyph_positions import Widths
from factsheet.preflight.transforms import EVERYWHERE, IDENTITY, Box, Matrix, Point, transformed

Colour = tuple[str, tuple[float | str, ...]]
"""The operator that set it, and its operands."""
UNSET: Final[Colour] = ("unset", ())


@dataclass(frozen=True)
class Pen:
    """What the next mark is painted with; a PDF begins with DeviceGray, which is "unset" here."""

    fill: Colour = UNSET
    stroke: Colour = UNSET
    width: float = 1.0
    matrix: Matrix = IDENTITY
    """From its own space to points on the page."""
    clip: Box = EVERYWHERE
    font: str = ""
    """The name of its font in the file."""
    widths: Widths = glyph_positions.NONE
    font_size: float = 0.0

    @property
    def across(self) -> float:
        """Return how many points on the page one unit across is."""
        return float((self.matrix[0] ** 2 + self.matrix[1] ** 2) ** 0.5)

    @property
    def down(self) -> float:
        """Return how many points on the page one unit up or down is."""
        return float((self.matrix[2] ** 2 + self.matrix[3] ** 2) ** 0.5)

    @property
    def scale(self) -> float:
        """Return how many points on the page one unit of line width is."""
        return float((self.across * self.down) ** 0.5)


@dataclass(frozen=True)
class Mark:
    """One thing painted: fill, stroke, text, picture or shading. `pen` is what it was painted with."""

    page: int
    kind: str
    colour: Colour
    pen: Pen
    box: Box
    """What it reaches over; of text, only the point where it begins."""
    size: float = 0.0
    """Points, of text."""
    path: tuple[tuple[Point, ...], ...] = ()
    """The corners of a filled shape, in the pen's own space."""
    even_odd: bool = False
    """By which rule a point is inside of them; ISO 32000-1, 8.5.3.3."""
    shown: Any = None
    """The operand that holds the letters of a text."""
    line: Matrix = IDENTITY
    """From where they begin to points on the page."""
    picture: pikepdf.Object | None = None

    @cached_property
    def outlines(self) -> tuple[tuple[Point, ...], ...]:
        """Return the corners of a filled shape, in points."""
        return tuple(tuple(transformed(point, self.pen.matrix) for point in line) for line in self.path)

    @cached_property
    def within(self) -> tuple[Point, ...]:
        """Return points in the first, the middle and the last letter of a text; none where it has no letter."""
        places = glyph_positions.points(self.shown, self.pen.widths, self.pen.font_size)
        return tuple(transformed(place, self.line) for place in places)

    @property
    def square(self) -> bool:
        """Tell whether it is one rectangle."""
        return len(self.path) == 1 and len(self.path[0]) == 4

    def covers(self, x: float, y: float) -> bool:
        """Tell whether a fill is painted at a point, by its winding rule (ISO 32000-1, 8.5.3.3)."""
        left, bottom, right, top = self.box
        if not (left <= x <= right and bottom <= y <= top):
            return False
        edges = ((*one, *other) for line in self.outlines for one, other in pairwise((*line, line[0])))
        upward = [d > b for a, b, c, d in edges if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a]
        return len(upward) % 2 == 1 if self.even_odd else 2 * sum(upward) != len(upward)
