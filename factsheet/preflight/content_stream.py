"""Follow the content streams of a PDF and find every mark they paint: pages, forms in pages, forms in forms.

Each operator is one function in the table at the end. Operators that paint nothing and change nothing a mark depends on
are not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

import pikepdf
from pikepdf import Dictionary, Name

from factsheet.preflight import glyph_positions
from factsheet.preflight.glyph_positions import Widths
from factsheet.preflight.painted import UNSET, Mark, Pen
from factsheet.preflight.transforms import (
    IDENTITY,
    Point,
    bounds,
    intersection,
    matrix,
    multiply,
    on_curve,
    translation,
)

Fonts: TypeAlias = dict[tuple[int, int], tuple[str, Widths]]
"""Names and widths of fonts that were read before, by object and generation number."""
_FILLS: Final = {"f", "F", "f*", "B", "B*", "b", "b*"}
_STROKES: Final = {"S", "s", "B", "B*", "b", "b*"}
_UNIT_SQUARE: Final[Sequence[Point]] = ((0.0, 0.0), (1.0, 1.0))
"""Where pictures are painted, ISO 32000-1, 8.9.5; two corners say enough."""
_STEPS: Final = 8
"""Straight pieces that a curve is taken for; the disc of a number is then round to half a per cent."""


def marks(document: pikepdf.Pdf) -> Iterator[Mark]:
    """Yield every mark, in the order of painting."""
    fonts: Fonts = {}
    for number, page in enumerate(document.pages, 1):
        page.contents_coalesce()
        stream = _Stream(page.obj.get(Name.Resources, Dictionary()), number, Pen(), fonts)
        yield from _follow(page.obj, stream)


def _follow(holder: pikepdf.Object, stream: _Stream) -> Iterator[Mark]:
    """Yield the marks of a page or form; `stream` is its state before the first operator."""
    for instruction in pikepdf.parse_content_stream(holder):
        operator = str(instruction.operator)
        if (function := _OPERATORS.get(operator)) is not None:
            yield from function(stream, operator, [*instruction.operands])


def _save(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.saved.append(stream.pen)
    return ()


def _restore(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    if stream.saved:
        stream.pen = stream.saved.pop()
    return ()


def _set_line_width(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.pen = replace(stream.pen, width=float(operands[0]))
    return ()


def _transform(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.pen = replace(stream.pen, matrix=multiply(matrix(operands), stream.pen.matrix))
    return ()


def _set_fill_colour(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.pen = replace(stream.pen, fill=(operator, _levels(operands)))
    return ()


def _set_stroke_colour(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.pen = replace(stream.pen, stroke=(operator, _levels(operands)))
    return ()


def _levels(operands: Sequence[Any]) -> tuple[float | str, ...]:
    return tuple(str(operand) if isinstance(operand, Name) else float(operand) for operand in operands)


def _set_font(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    font = stream.resources.get(Name.Font, Dictionary()).get(str(operands[0]), Dictionary())
    if font.objgen not in stream.fonts or not font.is_indirect:
        stream.fonts[font.objgen] = str(font.get(Name.BaseFont, "")), glyph_positions.widths(font)
    name, widths = stream.fonts[font.objgen]
    stream.pen = replace(stream.pen, font=name, widths=widths, font_size=float(operands[1]))
    return ()


def _begin_text(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.line = stream.text = IDENTITY
    return ()


def _set_text_matrix(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.line = stream.text = matrix(operands)
    return ()


def _next_line(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.line = stream.text = multiply(translation(float(operands[0]), float(operands[1])), stream.line)
    return ()


def _show_text(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    """Paint letters, and move on by their widths: ISO 32000-1, 9.4.3 and 9.4.4."""
    pen, shown = stream.pen, operands[-1]
    to_page = multiply(stream.text, pen.matrix)
    size = pen.font_size * (to_page[2] ** 2 + to_page[3] ** 2) ** 0.5
    advance = glyph_positions.advance(shown, pen.widths, pen.font_size)
    stream.text = multiply(translation(advance, 0.0), stream.text)
    mark = Mark(stream.page, "text", pen.fill, pen, bounds((), to_page), size, shown=shown, line=to_page)
    return (mark,) if mark.within else ()


def _paint_object(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    """Paint a picture, or follow a form with its own matrix; what it sets ends with it: ISO 32000-1, 8.10.1."""
    thing, pen = stream.resources[Name.XObject][str(operands[0])], stream.pen
    if thing.get(Name.Subtype) != Name.Form:
        return (Mark(stream.page, "picture", pen.fill, pen, bounds(_UNIT_SQUARE, pen.matrix), picture=thing),)
    inner = replace(pen, matrix=multiply(matrix(thing.get(Name.Matrix, IDENTITY)), pen.matrix))
    return _follow(thing, _Stream(thing.get(Name.Resources, stream.resources), stream.page, inner, stream.fonts))


def _paint_inline_picture(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    pen = stream.pen
    return (Mark(stream.page, "picture", pen.fill, pen, bounds(_UNIT_SQUARE, pen.matrix)),)


def _paint_shading(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    return (Mark(stream.page, "shading", UNSET, stream.pen, bounds(_UNIT_SQUARE, stream.pen.matrix)),)


def _begin_path(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.path.append(_points(operands))
    return ()


def _add_rectangle(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    x, y, width, height = (float(number) for number in operands)
    stream.path.append([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    return ()


def _add_line(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    if stream.path:
        stream.path[-1] += _points(operands)
    return ()


def _add_curve(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    """Add a curve to the path as straight pieces: ISO 32000-1, table 59."""
    if stream.path:
        start, points = stream.path[-1][-1], _points(operands)
        curve = {"c": (start, *points), "v": (start, start, *points), "y": (start, *points, points[-1])}[operator]
        stream.path[-1] += [on_curve(curve, step / _STEPS) for step in range(1, _STEPS + 1)]
    return ()


def _points(operands: Sequence[Any]) -> list[Point]:
    numbers = [float(number) for number in operands]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _clip(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    stream.clips = True
    return ()


def _paint_path(stream: _Stream, operator: str, operands: Sequence[Any]) -> Iterable[Mark]:
    """End a path: fill it, stroke it, or both, and let it clip what follows: ISO 32000-1, 8.5.3 and 8.5.4."""
    page, pen, path = stream.page, stream.pen, stream.path
    box = intersection(bounds([point for part in path for point in part], pen.matrix), pen.clip)
    painted = []
    if operator in _FILLS:
        shape = tuple(map(tuple, path))
        painted.append(Mark(page, "fill", pen.fill, pen, box, path=shape, even_odd=operator.endswith("*")))
    if operator in _STROKES:
        painted.append(Mark(page, "stroke", pen.stroke, pen, box))
    if stream.clips:
        stream.pen = replace(pen, clip=box)
    stream.path, stream.clips = [], False
    return painted


class _Stream:
    """What has been read of one content stream: the state that its next operator finds and changes."""

    def __init__(self, resources: pikepdf.Object, page: int, pen: Pen, fonts: Fonts) -> None:
        self.resources, self.page, self.pen, self.fonts = resources, page, pen, fonts
        self.saved: list[Pen] = []
        self.path: list[list[Point]] = []
        self.line = self.text = IDENTITY  # from where the line of text, or the next letter, begins to its own space
        self.clips = False  # whether the path becomes a clip once it is painted


_OPERATORS: Final[Mapping[str, Callable[[_Stream, str, Sequence[Any]], Iterable[Mark]]]] = {
    "q": _save,
    "Q": _restore,
    "w": _set_line_width,
    "cm": _transform,
    **dict.fromkeys(("g", "rg", "k", "sc", "scn", "cs"), _set_fill_colour),
    **dict.fromkeys(("G", "RG", "K", "SC", "SCN", "CS"), _set_stroke_colour),
    "Tf": _set_font,
    "BT": _begin_text,
    "Tm": _set_text_matrix,
    **dict.fromkeys(("Td", "TD"), _next_line),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _show_text),
    "Do": _paint_object,
    "INLINE IMAGE": _paint_inline_picture,
    "sh": _paint_shading,
    "m": _begin_path,
    "re": _add_rectangle,
    "l": _add_line,
    **dict.fromkeys(("c", "v", "y"), _add_curve),
    **dict.fromkeys(("W", "W*"), _clip),
    **dict.fromkeys((*_FILLS, *_STROKES, "n"), _paint_path),
}
"""All operators that paint, or that change what is painted after them: ISO 32000-1, annex A."""
