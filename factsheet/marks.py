"""A drawn PDF -> what is painted on each page: fills and runs of text, in their order, with their places and colours.

Follows the drawing as a viewer does, as far as fills of one colour and text go. Lines and pictures are left out, and
fills are taken as opaque, which those of a press file have to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name

_STEPS: Final = 8  # straight pieces a curve is taken for; the disc of a number is then round to half a per cent
_PAINTS: Final = {"f": False, "F": False, "f*": True, "B": False, "B*": True, "b": False, "b*": True}
_ENDS: Final = {*_PAINTS, "S", "s", "n"}

Point = tuple[float, float]
Rgb = tuple[float, float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Shape:
    """Closed outlines, in pt from the lower left corner of the trim, and the rule that says what is inside."""

    outlines: tuple[tuple[Point, ...], ...]
    even_odd: bool
    left: float
    foot: float
    right: float
    head: float

    def holds(self, point: Point) -> bool:
        """Whether a point is inside."""
        x, y = point
        if not (self.left <= x <= self.right and self.foot <= y <= self.head):
            return False
        crossings = winding = 0
        for outline in self.outlines:
            for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
                if (y1 <= y) != (y2 <= y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                    crossings += 1
                    winding += 1 if y2 > y1 else -1
        return bool(crossings % 2 if self.even_odd else winding)


@dataclass(frozen=True)
class Fill:
    """A painted area; `clips` are the areas within which alone it is seen."""

    shape: Shape
    colour: Rgb
    clips: tuple[Shape, ...]

    def covers(self, point: Point) -> bool:
        """Whether it is seen at a point, if nothing lies on it."""
        return self.shape.holds(point) and all(clip.holds(point) for clip in self.clips)


@dataclass(frozen=True)
class Run:
    """A run of text: its size in pt, its colour, and points in its first, its middle and its last letter."""

    size: float
    colour: Rgb
    points: tuple[Point, ...]


@dataclass(frozen=True)
class _State:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    colour: Rgb = (0.0, 0.0, 0.0)
    clips: tuple[Shape, ...] = ()
    font: pikepdf.Object | None = None
    size: float = 0.0


def marks(document: pikepdf.Pdf) -> Iterator[list[Fill | Run]]:
    """What is painted on each page, from the bottom to the top."""
    widths: dict[tuple[int, int], tuple[dict[int, float], float]] = {}
    for page in document.pages:
        yield [*_in_stream(page.obj, page.obj.Resources, _State(), widths)]


def _in_stream(holder: Any, resources: Any, state: _State, widths: dict[Any, Any]) -> Iterator[Fill | Run]:
    kept: list[_State] = []
    outlines: list[list[Point]] = []
    clip: bool | None = None
    text: Matrix = (1, 0, 0, 1, 0, 0)
    for said in pikepdf.parse_content_stream(holder):
        operands, done = said.operands, str(said.operator)
        if done == "q":
            kept.append(state)
        elif done == "Q":
            state = kept.pop()
        elif done == "cm":
            state = replace(state, matrix=_times(_numbers(operands), state.matrix))
        elif done in ("g", "rg"):
            levels = [float(level) for level in operands]
            state = replace(state, colour=(levels[0], levels[len(levels) // 2], levels[-1]))
        elif done in ("m", "l", "c", "v", "y", "re"):
            _draw(outlines, done, [float(number) for number in operands], state.matrix)
        elif done in ("W", "W*"):
            clip = done == "W*"
        elif done in _ENDS:
            shape = _shape(outlines, _PAINTS.get(done, False))
            if shape and done in _PAINTS:
                yield Fill(shape, state.colour, state.clips)
            if clip is not None:
                state = replace(state, clips=(*state.clips, _shape(outlines, clip) or _NOWHERE))
            outlines, clip = [], None
        elif done == "Tf":
            state = replace(state, font=resources.Font[operands[0]], size=float(operands[1]))
        elif done == "BT":
            text = (1, 0, 0, 1, 0, 0)
        elif done == "Tm":
            text = _numbers(operands)
        elif done in ("Tj", "TJ"):
            yield _run(operands[0], _times(text, state.matrix), state, widths)
        elif done == "Do" and resources.XObject[operands[0]].get(Name.Subtype) == Name.Form:
            form = resources.XObject[operands[0]]
            inside = replace(state, matrix=_times(_numbers(form.get(Name.Matrix, (1, 0, 0, 1, 0, 0))), state.matrix))
            yield from _in_stream(form, form.get(Name.Resources, resources), inside, widths)


def _numbers(six: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in six)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    k, l, m, n, o, p = then  # noqa: E741  twelve numbers in a row
    return a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p


def _at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _draw(outlines: list[list[Point]], operator: str, numbers: list[float], matrix: Matrix) -> None:
    """Add a piece to the path, ISO 32000-1, 8.5.2."""
    if operator == "re":
        x, y, wide, high = numbers
        outlines.append([_at(matrix, *at) for at in ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))])
        return
    points = [_at(matrix, *numbers[at : at + 2]) for at in range(0, len(numbers), 2)]
    if operator == "m":
        outlines.append(points)
        return
    outline = outlines[-1]
    if operator == "l":
        outline.extend(points)
        return
    start = outline[-1]
    curve = {"c": (start, *points), "v": (start, start, *points), "y": (start, *points, points[-1])}[operator]
    for step in range(1, _STEPS + 1):
        outline.append(_on_curve(curve, step / _STEPS))


def _on_curve(curve: tuple[Point, ...], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
    return x, y


def _shape(outlines: list[list[Point]], even_odd: bool) -> Shape | None:
    points = [point for outline in outlines for point in outline]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Shape(tuple(tuple(outline) for outline in outlines), even_odd, min(xs), min(ys), max(xs), max(ys))


_NOWHERE: Final = Shape((), False, 0, 0, -1, -1)


def _run(shown: Any, matrix: Matrix, state: _State, widths: dict[Any, Any]) -> Run:
    """A run of text, with points a little above the line it stands on."""
    advance, last = 0.0, 0.0
    known, other = _widths(state.font, widths)
    for piece in shown if isinstance(shown, pikepdf.Array) else (shown,):
        if not isinstance(piece, pikepdf.String):
            advance -= float(piece) / 1000
            continue
        glyphs = bytes(piece)
        for at in range(0, len(glyphs) - 1, 2):  # the engine writes glyphs as two bytes
            last = known.get(glyphs[at] * 256 + glyphs[at + 1], other) / 1000
            advance += last
    size = state.size
    places = (min(0.15, advance / 2), advance / 2, advance - last / 2)
    points = tuple(_at(matrix, place * size, 0.25 * size) for place in places)
    return Run(size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5, state.colour, points)


def _widths(font: Any, found: dict[Any, Any]) -> tuple[Mapping[int, float], float]:
    """The width of each glyph of a font in thousandths of its size, and that of the rest, ISO 32000-1, 9.7.4.3."""
    if font is None:
        return {}, 500.0
    if font.objgen not in found:
        (shapes,) = font.get(Name.DescendantFonts, (Dictionary(),))
        listed, each = [*shapes.get(Name.W, ())], {}
        while listed:
            first, second = int(listed.pop(0)), listed.pop(0)
            if isinstance(second, pikepdf.Array):
                each.update({first + at: float(width) for at, width in enumerate(second)})
            else:
                width = float(listed.pop(0))
                each.update(dict.fromkeys(range(first, int(second) + 1), width))
        found[font.objgen] = each, float(shapes.get(Name.DW, 1000))
    known: tuple[Mapping[int, float], float] = found[font.objgen]
    return known
