"""Turn the colours of a drawn PDF from sRGB into printing inks, with none left that the palette lacks.

The palette is closed, so each fill and stroke is looked up, never converted: black text is black ink alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Operator

from factsheet.design.palette import Colour

_FILLS: Final = {"rg": "k", "RG": "K"}
_GREYS: Final = {"g": "k", "G": "K"}
# Operators that choose or paint with a colour space of their own, ISO 32000-1, table 74, and shadings.
_OTHERS: Final = frozenset(("cs", "CS", "sc", "SC", "scn", "SCN", "sh"))
_ROUNDING: Final = 0.5 / 255
_BLACK: Final = (0.0, 0.0, 0.0, 1.0)


def separate(document: pikepdf.Pdf, palette: Mapping[str, Colour]) -> list[str]:
    """Rewrite every content stream in place; return what is not in the palette or cannot go to press."""
    unprintable: dict[str, None] = {}
    done: set[tuple[int, int]] = set()
    for page in document.pages:
        page.contents_coalesce()
        page.obj.Contents = _stream(document, page.obj, page.obj.Resources, palette, unprintable, done)
    return list(unprintable)


def look_up(rgb: Sequence[float], palette: Mapping[str, Colour]) -> Colour | None:
    """Return the colour of the palette with these levels, from 0 to 1; None if it has none."""
    for colour in palette.values():
        if all(abs(level - ours) <= _ROUNDING for level, ours in zip(rgb, colour.levels, strict=True)):
            return colour
    return None


def _stream(
    document: pikepdf.Pdf,
    holder: pikepdf.Object,
    resources: pikepdf.Object,
    palette: Mapping[str, Colour],
    unprintable: dict[str, None],
    done: set[tuple[int, int]],
) -> pikepdf.Object:
    _resources(document, resources, palette, unprintable, done)
    instructions = pikepdf.parse_content_stream(holder)
    written = pikepdf.unparse_content_stream(list(_inked(instructions, palette, unprintable)))
    return document.make_stream(written)


def _resources(
    document: pikepdf.Pdf,
    resources: pikepdf.Object,
    palette: Mapping[str, Colour],
    unprintable: dict[str, None],
    done: set[tuple[int, int]],
) -> None:
    """Rewrite the forms that streams use, name pictures and real transparency, and drop colour spaces nobody uses."""
    for key in (Name.ColorSpace, Name.Pattern, Name.Shading):
        if key in resources:
            del resources[key]
    for state in resources.get(Name.ExtGState, Dictionary()).values():
        opaque = float(state.get(Name.ca, 1)) == float(state.get(Name.CA, 1)) == 1
        if not opaque or Name.SMask in state or state.get(Name.BM, Name.Normal) != Name.Normal:
            unprintable["transparency"] = None
    for thing in resources.get(Name.XObject, Dictionary()).values():
        if thing.objgen in done:
            continue
        done.add(thing.objgen)
        if thing.get(Name.Subtype) != Name.Form:
            unprintable["a picture made of pixels"] = None
            continue
        if Name.Group in thing:
            del thing[Name.Group]
        written = _stream(document, thing, thing.get(Name.Resources, Dictionary()), palette, unprintable, done)
        thing.write(written.read_bytes())


def _inked(
    instructions: Sequence[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage],
    palette: Mapping[str, Colour],
    unprintable: dict[str, None],
) -> Iterator[Any]:
    for instruction in instructions:
        operands, operator = instruction.operands, str(instruction.operator)
        if operator in _FILLS or operator in _GREYS:
            levels = [float(level) for level in operands]
            rgb = tuple(levels * 3 if operator in _GREYS else levels)
            colour = look_up(rgb, palette)
            if colour is None:
                unprintable["the colour #" + "".join(f"{round(level * 255):02x}" for level in rgb)] = None
            inks = colour.inks if colour else _BLACK
            yield [*inks], Operator(_FILLS.get(operator) or _GREYS[operator])
            continue
        if operator in _OTHERS:
            unprintable["a gradient or pattern"] = None
        elif operator == "INLINE IMAGE":
            unprintable["a picture made of pixels"] = None
        yield operands, instruction.operator
