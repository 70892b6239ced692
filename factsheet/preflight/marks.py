"""A PDF -> every mark that is painted in it, with its colour and size: pages, forms in pages, forms in forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name

FILLS: Final = {"f", "F", "f*", "B", "B*", "b", "b*"}
STROKES: Final = {"S", "s", "B", "B*", "b", "b*"}
TEXTS: Final = {"Tj", "TJ", "'", '"'}
FILL_COLOURS: Final = {"g", "rg", "k", "sc", "scn"}
STROKE_COLOURS: Final = {"G", "RG", "K", "SC", "SCN"}
COLOUR_SPACES: Final = {"cs", "CS"}

Colour = tuple[str, tuple[float | str, ...]]
"""The operator that set it, and its operands."""
UNSET: Final[Colour] = ("unset", ())


@dataclass(frozen=True)
class Pen:
    """What the next mark is painted with; a PDF begins with DeviceGray, which is "unset" here."""

    fill: Colour = UNSET
    stroke: Colour = UNSET
    width: float = 1.0
    across: float = 1.0
    """How many points on the paper one unit across is."""
    down: float = 1.0
    """How many points on the paper one unit up or down is."""

    @property
    def scale(self) -> float:
        """How much larger a line of this width is on the paper."""
        return float((self.across * self.down) ** 0.5)


@dataclass(frozen=True)
class Mark:
    """One thing painted: fill, stroke, text, picture or shading. `pen` is what it was painted with."""

    page: int
    kind: str
    colour: Colour
    pen: Pen
    picture: pikepdf.Object | None = None


def marks(document: pikepdf.Pdf) -> Iterator[Mark]:
    """Every mark, in the order of painting."""
    for number, page in enumerate(document.pages, 1):
        page.contents_coalesce()
        yield from _in_stream(page.obj, page.obj.get(Name.Resources, Dictionary()), number, Pen())


def is_form(thing: pikepdf.Object) -> bool:
    """Whether an XObject is a piece of page of its own."""
    return bool(thing.get(Name.Subtype) == Name.Form)


def _in_stream(holder: pikepdf.Object, resources: pikepdf.Object, page: int, pen: Pen) -> Iterator[Mark]:
    kept: list[Pen] = []
    for said in pikepdf.parse_content_stream(holder):
        operator, operands = str(said.operator), said.operands
        if operator == "q":
            kept.append(pen)
        elif operator == "Q":
            pen = kept.pop() if kept else pen
        elif operator == "w":
            pen = replace(pen, width=float(operands[0]))
        elif operator == "cm":
            pen = _scaled(pen, [float(number) for number in operands[:4]])
        elif operator in FILL_COLOURS | STROKE_COLOURS | COLOUR_SPACES:
            colour = operator, tuple(float(o) if not isinstance(o, Name) else str(o) for o in operands)
            pen = replace(pen, fill=colour) if operator.islower() else replace(pen, stroke=colour)
        elif operator == "Do":
            thing = resources[Name.XObject][str(operands[0])]
            if is_form(thing):
                inner = _scaled(pen, [float(number) for number in thing.get(Name.Matrix, [1, 0, 0, 1])][:4])
                yield from _in_stream(thing, thing.get(Name.Resources, resources), page, inner)
            else:
                yield Mark(page, "picture", pen.fill, pen, thing)
        elif operator == "INLINE IMAGE":
            yield Mark(page, "picture", pen.fill, pen)
        elif operator == "sh":
            yield Mark(page, "shading", UNSET, pen)
        elif operator in TEXTS:
            yield Mark(page, "text", pen.fill, pen)
        if operator in FILLS:
            yield Mark(page, "fill", pen.fill, pen)
        if operator in STROKES:
            yield Mark(page, "stroke", pen.stroke, pen)


def _scaled(pen: Pen, matrix: list[float]) -> Pen:
    """The pen after `cm`: pages are turned by right angles at most, so a length across stays one along an axis."""
    a, b, c, d = matrix
    return replace(pen, across=pen.across * (a * a + b * b) ** 0.5, down=pen.down * (c * c + d * d) ** 0.5)
