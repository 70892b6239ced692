"""Locate the first, the middle and the last letter of a text in a PDF by the widths of its font."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """Read the widths of a font, ISO 32000-1, 9.7.4.3; half an em each where one byte stands for a letter."""
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
    """Return points in the first, the middle and the last letter, from where the text begins, in its own units.

    Empty if no letter is shown. A mark alone has no width, and is set back over a letter that was shown before.
    """
    start = end = last = at = 0.0
    letters = 0
    for step, is_letter in _steps(shown, known):
        if is_letter:
            start = start if letters else at
            end, last, letters = at + step, step, letters + 1
        at += step
    if not letters:
        return ()
    places = (start + min(0.1, (end - start) / 2), (start + end) / 2, end - last / 2)
    return tuple((place * size, _ABOVE * size) for place in places)


def advance(shown: Any, known: Widths, size: float) -> float:
    """Return how far from the start of this text the next begins, in its own units; ISO 32000-1, 9.4.4."""
    return size * sum(step for step, _ in _steps(shown, known))


def _steps(shown: Any, known: Widths) -> Iterator[tuple[float, bool]]:
    """Yield each letter and each move between letters: how far it leads, in em, and whether it is a letter."""
    for piece in shown if isinstance(shown, Array) else (shown,):
        if isinstance(piece, (int, Decimal)):
            yield -float(piece) / 1000, False
            continue
        codes = bytes(piece)
        for at in range(0, len(codes) - known.octets + 1, known.octets):
            yield known.each.get(codes[at : at + known.octets], known.other), True
