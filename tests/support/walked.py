"""Find every mark painted in a PDF, with its colour: in pages, forms in pages, forms in forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

FILLS = {"f", "F", "f*", "B", "B*", "b", "b*"}
STROKES = {"S", "s", "B", "B*", "b", "b*"}
TEXTS = {"Tj", "TJ", "'", '"'}
FILL_COLOURS = {"g", "rg", "k", "sc", "scn"}
STROKE_COLOURS = {"G", "RG", "K", "SC", "SCN"}
COLOUR_SPACES = {"cs", "CS"}
PICTURES = {"Do", "INLINE IMAGE"}

Colour = tuple[str, tuple[float | str, ...]]
UNSET: Colour = ("unset", ())


@dataclass(frozen=True)
class Pen:
    """What the next mark is painted with; a PDF begins with DeviceGray, which is "unset" here."""

    fill: Colour = UNSET
    stroke: Colour = UNSET
    width: float = 1.0
    scale: float = 1.0
    """How much larger a line of this width is on the paper."""


@dataclass(frozen=True)
class Mark:
    """One thing painted: fill, stroke, text, picture or shading. `pen` is what it was painted with."""

    page: int
    kind: str
    colour: Colour
    pen: Pen


def marks(document: pikepdf.Pdf) -> Iterator[Mark]:
    """Yield every mark, in the order of painting."""
    for number, page in enumerate(document.pages, 1):
        page.contents_coalesce()
        yield from _in_stream(page.obj, page.obj.Resources, number, Pen())


def operators(document: pikepdf.Pdf) -> set[str]:
    """Return every operator of every content stream in the file, painted or not."""
    streams: list[Any] = [page.obj for page in document.pages]
    streams += [thing for thing in document.objects if isinstance(thing, pikepdf.Stream) and is_form(thing)]
    return {str(said.operator) for stream in streams for said in pikepdf.parse_content_stream(stream)}


def is_form(thing: pikepdf.Object) -> bool:
    return bool(thing.get(Name.Subtype) == Name.Form)


def _in_stream(holder: pikepdf.Object, resources: pikepdf.Object, page: int, pen: Pen) -> Iterator[Mark]:
    kept: list[Pen] = []
    for said in pikepdf.parse_content_stream(holder):
        operator, operands = str(said.operator), said.operands
        if operator == "q":
            kept.append(pen)
        elif operator == "Q":
            pen = kept.pop()
        elif operator == "Do":
            yield from _in_object(resources.XObject[operands[0]], page, pen)
        elif operator in CHANGES:
            pen = CHANGES[operator](pen, operator, operands)
        yield from _painted(operator, page, pen)
    assert not kept, "q without Q"


def _in_object(thing: pikepdf.Object, page: int, pen: Pen) -> Iterator[Mark]:
    if is_form(thing):
        yield from _in_stream(thing, thing.get(Name.Resources, Dictionary()), page, pen)
    else:
        yield Mark(page, "picture", pen.fill, pen)


def _painted(operator: str, page: int, pen: Pen) -> Iterator[Mark]:
    if operator in FILLS:
        yield Mark(page, "fill", pen.fill, pen)
    if operator in STROKES:
        yield Mark(page, "stroke", pen.stroke, pen)
    if operator in TEXTS:
        yield Mark(page, "text", pen.fill, pen)
    if operator == "INLINE IMAGE":
        yield Mark(page, "picture", pen.fill, pen)
    if operator == "sh":
        yield Mark(page, "shading", UNSET, pen)


def _line_width(pen: Pen, _: str, operands: Any) -> Pen:
    return replace(pen, width=float(operands[0]))


def _scaled(pen: Pen, _: str, operands: Any) -> Pen:
    a, b, c, d = (float(number) for number in operands[:4])
    return replace(pen, scale=pen.scale * abs(a * d - b * c) ** 0.5)


def _coloured(pen: Pen, operator: str, operands: Any) -> Pen:
    colour = operator, tuple(float(o) if not isinstance(o, Name) else str(o) for o in operands)
    return replace(pen, fill=colour) if operator.islower() else replace(pen, stroke=colour)


CHANGES: dict[str, Callable[[Pen, str, Any], Pen]] = {
    "w": _line_width,
    "cm": _scaled,
    **dict.fromkeys(FILL_COLOURS | STROKE_COLOURS | COLOUR_SPACES, _coloured),
}
"""What changes the pen, by operator."""
