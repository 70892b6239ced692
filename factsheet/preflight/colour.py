"""Check that colours and lines of a finished PDF print as they should (group C)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from factsheet.checks import Violation, check
from factsheet.design.editions import Intent
from factsheet.design.palette import INK_LIMIT
from factsheet.pdf import separation
from factsheet.preflight.painted import UNSET, Colour, Mark
from factsheet.preflight.pdf_file import File

HAIRLINE: Final = 0.25
"""pt; a thinner line breaks up on a press."""
_LARGE: Final = 12.0
"""pt"""
_HEAVY: Final = re.compile("Bold|Black|Heavy")
_SMALL_CONTRAST, _LARGE_CONTRAST, _GREY_CONTRAST = 7.0, 4.5, 3.0


def _inks_only(file: File) -> Iterator[Violation]:
    """A press file paints in cyan, magenta, yellow and black, and in no other way; its marks are in all of them.

    Reason: what is in RGB, the print shop's program turns into inks as it likes: black text gets coloured edges.

    Hint: use only the colours of templates/_shared/palette.yaml.

    Source: ISO 15930-7, 6.2.
    """
    if file.intent is Intent.PRESS:
        for mark in file.marks:
            if mark.colour[0] not in ("k", "K") and not _registration(mark):
                how = "without a colour" if mark.colour == UNSET else f"in {' '.join(map(str, mark.colour))}"
                yield Violation(f"a {mark.kind} on page {mark.page} is painted {how}")


def _black_alone(file: File) -> Iterator[Violation]:
    """Black text on a press is black ink alone.

    Reason: four inks never print exactly on top of each other, and small letters fill in or get coloured edges.

    Hint: use the colour `ink` of templates/_shared/palette.yaml for text.

    Source: own; usual practice of print shops.
    """
    if file.intent is Intent.PRESS:
        for mark in (mark for mark in file.marks if mark.kind == "text" and mark.colour[0] == "k"):
            *colours, black = (float(ink) for ink in mark.colour[1])
            if black > 0.5 and any(colours):
                yield Violation(f"text on page {mark.page} is black with {sum(colours) * 100:.0f} % of other inks")


def _ink_limit(file: File) -> Iterator[Violation]:
    """All inks together are 300 % at most.

    Reason: more does not dry on coated paper, and smears onto the next sheet.

    Hint: use less ink for that colour in templates/_shared/palette.yaml.

    Source: FOGRA39 practice, ISO 12647-2.
    """
    if file.intent is Intent.PRESS:
        for mark in (mark for mark in file.marks if mark.colour[0] in ("k", "K")):
            total = sum(float(ink) for ink in mark.colour[1]) * 100
            if total > INK_LIMIT + 0.5:
                yield Violation(f"a {mark.kind} on page {mark.page} has {total:.0f} % of ink")


def _palette_only(file: File) -> Iterator[Violation]:
    """On screen and from an office printer, too, every colour is one of the palette.

    Reason: contrast is computed from the palette, and a colour that is not in it has no partner in ink.

    Hint: add the colour to templates/_shared/palette.yaml, as light and as ink, or use one that is there.

    Source: own; docs/stages.md, Light and ink.
    """
    if file.intent is Intent.PRESS:
        return
    known = file.edition.palette
    seen = {(mark.page, mark.kind, mark.colour) for mark in file.marks if mark.kind in ("text", "fill", "stroke")}
    for page, kind, (operator, operands) in sorted(seen, key=repr):
        levels = tuple(float(level) for level in operands if isinstance(level, float))
        rgb = levels * 3 if operator in ("g", "G") else levels if operator in ("rg", "RG") else (0.0, 0.0, 0.0)
        if operator not in ("g", "G", "rg", "RG", "unset") or separation.look_up(rgb, known) is None:
            shown = "#" + "".join(f"{round(level * 255):02x}" for level in rgb)
            yield Violation(f"a {kind} on page {page} has the colour {shown}, which the palette lacks")


def _hairlines(file: File) -> Iterator[Violation]:
    """No line is thinner than 0.25 pt.

    Reason: a thinner one breaks up or vanishes on the plate.

    Hint: draw it at least 0.25pt wide.

    Source: ISO 12647-2 practice.
    """
    if file.intent is not Intent.SCREEN:
        for mark in file.marks:
            thick = mark.pen.width * mark.pen.scale
            if mark.kind == "stroke" and thick < HAIRLINE - 0.005:
                yield Violation(f"a line on page {mark.page} is {thick:.2f} pt thick")


def _contrast(file: File) -> Iterator[Violation]:
    """Text stands out from its ground: 7:1 where it is small and not heavy, 4.5:1 elsewhere.

    Reason: pale words are lost to old eyes, in the sun, on a cheap printer, and on its second copy.

    Hint: use the colour `ink` on `paper`; on other grounds only larger type.

    Source: WCAG 2.1, 1.4.3 and 1.4.6. Small is below 12 pt, heavy is bold or black.
    """
    for text, before, _ in _texts(file):
        small = text.size < _LARGE and not _HEAVY.search(text.pen.font)
        floor = _SMALL_CONTRAST if small else _LARGE_CONTRAST
        ratio = min(_ratio(_brightness(text.colour), _brightness(_beneath(place, before))) for place in text.within)
        if ratio < floor - 0.005:
            yield Violation(f"text of {text.size:.1f} pt on page {text.page} has a contrast of {ratio:.1f}:1")


def _covered(file: File) -> Iterator[Violation]:
    """Nothing is painted over words.

    Reason: they are in the file, and found by every program that looks for them, and nobody sees them.

    Hint: let no box with a background, and no drawing, reach over words that come before it.

    Source: own.
    """
    for text, _, after in _texts(file):
        if any(fill.covers(*place) for fill in after for place in text.within):
            yield Violation(f"something is painted over text of {text.size:.1f} pt on page {text.page}")


def _grey_contrast(file: File) -> Iterator[Violation]:
    """Text stands out in the grey that simple printers and copiers make of colours: 7:1 where small, 3:1 elsewhere.

    Reason: most copies are grey. Where a colour is weighed without more ado, red becomes darker than it looks.

    Hint: use the colour `ink` on `paper`; on other grounds only larger type.

    Source: ITU-R BT.601, 2.5.1, for the weights; WCAG 2.1, 1.4.3, which allows 3 for large type, and 1.4.6.
    """
    for text, before, _ in _texts(file):
        small = text.size < _LARGE and not _HEAVY.search(text.pen.font)
        ratio = min(_ratio(_grey(text.colour), _grey(_beneath(place, before))) for place in text.within)
        if ratio < (_SMALL_CONTRAST if small else _GREY_CONTRAST) - 0.005:
            yield Violation(f"text of {text.size:.1f} pt on page {text.page} has a contrast of {ratio:.1f}:1 in grey")


def _texts(file: File) -> Iterator[tuple[Mark, list[Mark], list[Mark]]]:
    """Yield every run of text of a screen file, with the fills painted before and after it on its page, in order."""
    if file.intent is not Intent.SCREEN:
        return
    for _, painted in groupby(file.marks, lambda mark: mark.page):
        seen = [mark for mark in painted if mark.kind in ("fill", "text")]
        fills = [mark for mark in seen if mark.kind == "fill"]
        before = 0
        for mark in seen:
            if mark.kind == "fill":
                before += 1
            else:
                yield mark, fills[:before], fills[before:]


def _beneath(place: tuple[float, float], before: Sequence[Mark]) -> Colour:
    """Return the colour painted last at a place; that of the paper if there is none."""
    return next((fill.colour for fill in reversed(before) if fill.covers(*place)), ("g", (1.0,)))


def _levels(colour: Colour) -> list[float]:
    """Return red, green and blue of a colour, from 0 to 1; of one that is neither grey nor RGB, those of black."""
    operator, operands = colour
    levels = [float(level) for level in operands] if operator in ("g", "rg") else [0.0]
    return levels * 3 if len(levels) == 1 else levels


@lru_cache(maxsize=256)
def _grey(colour: Colour) -> float:
    """Return the luminance of the grey that simple printers and copiers make of a colour: ITU-R BT.601, 2.5.1."""
    red, green, blue = _levels(colour)
    return _brightness(("g", (0.299 * red + 0.587 * green + 0.114 * blue,)))


@lru_cache(maxsize=256)
def _brightness(colour: Colour) -> float:
    """Return relative luminance as WCAG 2.1 defines it, from 0 to 1."""
    red, green, blue = (
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in _levels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _registration(mark: Mark) -> bool:
    return mark.colour[0].lower() == "scn" and mark.colour[1] == (1.0,)


CHECKS: Final = (
    check("C01", _inks_only),
    check("C02", _black_alone),
    check("C03", _ink_limit),
    check("C04", _palette_only),
    check("C05", _hairlines),
    check("C06", _contrast),
    check("C07", _covered),
    check("C08", _grey_contrast),
)
