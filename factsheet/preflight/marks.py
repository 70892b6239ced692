"""A PDF -> every mark that is painted in it, with its colour, place and size: pages, forms in pages, forms in forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name

from factsheet.preflight import glyph_positions
from factsheet.preflight.glyph_positions import Widths

FILLS: Final = {"f", "F", "f*", "B", "B*", "b", "b*"}
STROKES: Final = {"S", "s", "B", "B*", "b", "b*"}
TEXTS: Final = {"Tj", "TJ", "'", '"'}
FILL_COLOURS: Final = {"g", "rg", "k", "sc", "scn"}
STROKE_COLOURS: Final = {"G", "RG", "K", "SC", "SCN"}
COLOUR_SPACES: Final = {"cs", "CS"}
_PATHS: Final = {"m", "l", "c", "v", "y", "re"}
_PLACES: Final = {"BT", "Tm", "Td", "TD"}
_COLOURING: Final = FILL_COLOURS | STROKE_COLOURS | COLOUR_SPACES
_PAINTING: Final = FILLS | STROKES | {"n"}

Colour = tuple[str, tuple[float | str, ...]]
"""The operator that set it, and its operands."""
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the page's own corner."""
UNSET: Final[Colour] = ("unset", ())
_EVERYWHERE: Final[Box] = (-1e6, -1e6, 1e6, 1e6)
_SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_STEPS: Final = 8  # straight pieces a curve is taken for; the disc of a number is then round to half a per cent


@dataclass(frozen=True)
class Pen:
    """What the next mark is painted with; a PDF begins with DeviceGray, which is "unset" here."""

    fill: Colour = UNSET
    stroke: Colour = UNSET
    width: float = 1.0
    matrix: Matrix = _SAME
    """From its own space to points on the page."""
    clip: Box = _EVERYWHERE
    font: str = ""
    """The name of its font in the file."""
    widths: Widths = glyph_positions.NONE
    font_size: float = 0.0

    @property
    def across(self) -> float:
        """How many points on the page one unit across is."""
        return float((self.matrix[0] ** 2 + self.matrix[1] ** 2) ** 0.5)

    @property
    def down(self) -> float:
        """How many points on the page one unit up or down is."""
        return float((self.matrix[2] ** 2 + self.matrix[3] ** 2) ** 0.5)

    @property
    def scale(self) -> float:
        """How much larger a line of this width is on the page."""
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
    line: Matrix = _SAME
    """From where they begin to points on the page."""
    picture: pikepdf.Object | None = None

    @cached_property
    def outlines(self) -> tuple[tuple[Point, ...], ...]:
        """The corners of a filled shape, in points."""
        return tuple(tuple(_moved(point, self.pen.matrix) for point in line) for line in self.path)

    @cached_property
    def within(self) -> tuple[Point, ...]:
        """Points in the first, the middle and the last letter of a text; none where it has no letter."""
        places = glyph_positions.points(self.shown, self.pen.widths, self.pen.font_size)
        return tuple(_moved(place, self.line) for place in places)

    @property
    def square(self) -> bool:
        """Whether it is one rectangle."""
        return len(self.path) == 1 and len(self.path[0]) == 4

    def covers(self, x: float, y: float) -> bool:
        """Whether a fill is painted at a point."""
        left, bottom, right, top = self.box
        if not (left <= x <= right and bottom <= y <= top):
            return False
        edges = ((*one, *other) for line in self.outlines for one, other in pairwise((*line, line[0])))
        ways = [d > b for a, b, c, d in edges if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a]
        return len(ways) % 2 == 1 if self.even_odd else 2 * sum(ways) != len(ways)


def marks(document: pikepdf.Pdf) -> Iterator[Mark]:
    """Every mark, in the order of painting."""
    fonts: dict[tuple[int, int], tuple[str, Widths]] = {}
    for number, page in enumerate(document.pages, 1):
        page.contents_coalesce()
        yield from _in_stream(page.obj, page.obj.get(Name.Resources, Dictionary()), number, Pen(), fonts)


def is_form(thing: pikepdf.Object) -> bool:
    """Whether an XObject is a piece of page of its own."""
    return bool(thing.get(Name.Subtype) == Name.Form)


def _in_stream(
    holder: pikepdf.Object,
    resources: pikepdf.Object,
    page: int,
    pen: Pen,
    fonts: dict[tuple[int, int], tuple[str, Widths]],
) -> Iterator[Mark]:
    kept: list[Pen] = []
    path: list[list[Point]] = []
    line = text = _SAME
    clips = False
    for said in pikepdf.parse_content_stream(holder):
        operator, operands = str(said.operator), said.operands
        if operator in _PATHS:
            _draw(path, operator, [float(number) for number in operands])
            continue
        if operator == "q":
            kept.append(pen)
        elif operator == "Q":
            pen = kept.pop() if kept else pen
        elif operator == "w":
            pen = replace(pen, width=float(operands[0]))
        elif operator == "cm":
            pen = replace(pen, matrix=_times(_matrix(operands), pen.matrix))
        elif operator in _COLOURING:
            colour = operator, tuple(float(o) if not isinstance(o, Name) else str(o) for o in operands)
            pen = replace(pen, fill=colour) if operator.islower() else replace(pen, stroke=colour)
        elif operator in ("W", "W*"):
            clips = True
        elif operator == "Tf":
            font = resources.get(Name.Font, Dictionary()).get(str(operands[0]), Dictionary())
            if font.objgen not in fonts or not font.is_indirect:
                fonts[font.objgen] = str(font.get(Name.BaseFont, "")), glyph_positions.widths(font)
            name, widths = fonts[font.objgen]
            pen = replace(pen, font=name, widths=widths, font_size=float(operands[1]))
        elif operator == "Do":
            thing = resources[Name.XObject][str(operands[0])]
            if is_form(thing):
                inner = replace(pen, matrix=_times(_matrix(thing.get(Name.Matrix, _SAME)), pen.matrix))
                yield from _in_stream(thing, thing.get(Name.Resources, resources), page, inner, fonts)
            else:
                yield Mark(page, "picture", pen.fill, pen, _box([(0, 0), (1, 1)], pen.matrix), picture=thing)
        elif operator in ("INLINE IMAGE", "sh"):
            kind = "shading" if operator == "sh" else "picture"
            yield Mark(page, kind, UNSET if operator == "sh" else pen.fill, pen, _box([(0, 0), (1, 1)], pen.matrix))
        elif operator in TEXTS:
            whole, shown = _times(text, pen.matrix), operands[-1]
            size = pen.font_size * (whole[2] ** 2 + whole[3] ** 2) ** 0.5
            mark = Mark(page, "text", pen.fill, pen, _box([(0, 0)], whole), size, shown=shown, line=whole)
            if mark.within:
                yield mark
            text = _times((1, 0, 0, 1, glyph_positions.advance(shown, pen.widths, pen.font_size), 0), text)
        elif operator in _PLACES:
            line = text = _placed(operator, [float(number) for number in operands], line)
        if operator not in _PAINTING:
            continue
        box = _inside(_box([point for part in path for point in part], pen.matrix), pen.clip)
        if operator in FILLS:
            shape = tuple(map(tuple, path))
            yield Mark(page, "fill", pen.fill, pen, box, path=shape, even_odd=operator.endswith("*"))
        if operator in STROKES:
            yield Mark(page, "stroke", pen.stroke, pen, box)
        if clips:
            pen = replace(pen, clip=box)
        path, clips = [], False


def _placed(operator: str, numbers: Sequence[float], line: Matrix) -> Matrix:
    """Where letters stand after an operator of ISO 32000-1, 9.4.2."""
    if operator == "BT":
        return _SAME
    return _matrix(numbers) if operator == "Tm" else _times((1, 0, 0, 1, numbers[0], numbers[1]), line)


def _draw(path: list[list[Point]], operator: str, numbers: list[float]) -> None:
    """Add a piece to a path; ISO 32000-1, 8.5.2."""
    if operator == "re":
        x, y, width, height = numbers
        path.append([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
        return
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    if operator == "m":
        path.append(points)
    elif operator == "l" and path:
        path[-1] += points
    elif path:
        start = path[-1][-1]
        curve = {"c": (start, *points), "v": (start, start, *points), "y": (start, *points, points[-1])}[operator]
        path[-1] += [_on_curve(curve, step / _STEPS) for step in range(1, _STEPS + 1)]


def _on_curve(curve: Sequence[Point], t: float) -> Point:
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(share * point[axis] for share, point in zip(shares, curve, strict=True)) for axis in (0, 1))
    return x, y


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`: ISO 32000-1, 8.3.4."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(point: Point, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _box(points: Sequence[Point], matrix: Matrix) -> Box:
    across, up = zip(*(_moved(point, matrix) for point in points or [(0, 0)]), strict=True)
    return min(across), min(up), max(across), max(up)


def _inside(box: Box, clip: Box) -> Box:
    """The part of a box that is not clipped away; nothing where they do not meet."""
    left, bottom, right, top = (max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3]))
    return left, bottom, max(left, right), max(bottom, top)
