"""A font in a PDF and what is shown in it -> where the first, the middle and the last letter are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pikepdf import Array, Dictionary, Name

_ABOVE: Final = 0.25  # em above the line on which letters stand: inside of most of them


@dataclass(frozen=True)
class Widths:
    """How wide the letters of a font are, in em, by the bytes that stand for one; and how many these are."""

    each: Mapping[bytes, float]
    other: float
    octets: int


def widths(font: Any) -> Widths:
    """Read a font's widths, ISO 32000-1, 9.7.4.3; half an em where one byte stands for a letter."""
    if Name.DescendantFonts not in font:
        return Widths({}, 0.5, 1)
    shapes: Any = font.DescendantFonts[0]
    listed, each = [*shapes.get(Name.W, Array())], {}
    while listed:
        first, second = int(listed.pop(0)), listed.pop(0)
        if isinstance(second, Array):
            each.update({first + at: float(width) for at, width in enumerate(second)})
        else:
            each.update(dict.fromkeys(range(first, int(second) + 1), float(listed.pop(0))))
    in_em = {code.to_bytes(2, "big"): width / 1000 for code, width in each.items()}
    return Widths(in_em, float(shapes.get(Name.DW, 1000)) / 1000, 2)


NONE: Final = widths(Dictionary())
"""For text before any font is chosen."""


def points(shown: Any, known: Widths, size: float) -> tuple[tuple[float, float], ...]:
    """Points in the first, the middle and the last letter, from where the text begins, in its own units."""
    advance = last = 0.0
    octets, width_of, other = known.octets, known.each.get, known.other
    for piece in shown if isinstance(shown, Array) else (shown,):
        if isinstance(piece, (int, Decimal)):
            advance -= float(piece) / 1000
            continue
        codes = bytes(piece)
        for at in range(0, len(codes) - octets + 1, octets):
            last = width_of(codes[at : at + octets], other)
            advance += last
    places = (min(0.1, advance / 2), advance / 2, advance - last / 2)
    return tuple((place * size, _ABOVE * size) for place in places)
