"""A drawn PDF in sRGB and the palette -> the same PDF in printing inks, with no colour left that the palette lacks.

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
_EXACT: Final = 0.5 / 255


def separate(document: pikepdf.Pdf, palette: Mapping[str, Colour]) -> list[str]:
    """Rewrite every content stream in place; return what has no place in the palette or on a press."""
    strange: dict[str, None] = {}
    done: set[tuple[int, int]] = set()
    for page in document.pages:
        page.contents_coalesce()
        page.obj.Contents = _stream(document, page.obj, page.obj.Resources, palette, strange, done)
    return list(strange)


def _stream(
    document: pikepdf.Pdf,
    holder: pikepdf.Object,
    resources: pikepdf.Object,
    palette: Mapping[str, Colour],
    strange: dict[str, None],
    done: set[tuple[int, int]],
) -> pikepdf.Object:
    _resources(document, resources, palette, strange, done)
    instructions = pikepdf.parse_content_stream(holder)
    written = pikepdf.unparse_content_stream(list(_inked(instructions, palette, strange)))
    return document.make_stream(written)


def _resources(
    document: pikepdf.Pdf,
    resources: pikepdf.Object,
    palette: Mapping[str, Colour],
    strange: dict[str, None],
    done: set[tuple[int, int]],
) -> None:
    """What streams use: forms are rewritten, pictures and real transparency are named, unused colour spaces dropped."""
    for key in (Name.ColorSpace, Name.Pattern, Name.Shading):
        if key in resources:
            del resources[key]
    for state in resources.get(Name.ExtGState, Dictionary()).values():
        opaque = float(state.get(Name.ca, 1)) == float(state.get(Name.CA, 1)) == 1
        if not opaque or Name.SMask in state or state.get(Name.BM, Name.Normal) != Name.Normal:
            strange["transparency"] = None
    for thing in resources.get(Name.XObject, Dictionary()).values():
        if thing.objgen in done:
            continue
        done.add(thing.objgen)
        if thing.get(Name.Subtype) != Name.Form:
            strange["a picture made of pixels"] = None
            continue
        if Name.Group in thing:
            del thing[Name.Group]
        written = _stream(document, thing, thing.get(Name.Resources, Dictionary()), palette, strange, done)
        thing.write(written.read_bytes())


def _inked(
    instructions: Sequence[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage],
    palette: Mapping[str, Colour],
    strange: dict[str, None],
) -> Iterator[Any]:
    for instruction in instructions:
        operands, operator = instruction.operands, str(instruction.operator)
        if operator in _FILLS or operator in _GREYS:
            levels = [float(level) for level in operands]
            rgb = tuple(levels * 3 if operator in _GREYS else levels)
            inks = _looked_up(rgb, palette)
            if inks is None:
                strange["the colour #" + "".join(f"{round(level * 255):02x}" for level in rgb)] = None
                inks = (0.0, 0.0, 0.0, 1.0)
            yield list(inks), Operator(_FILLS.get(operator) or _GREYS[operator])
            continue
        if operator in _OTHERS:
            strange["a gradient or pattern"] = None
        elif operator == "INLINE IMAGE":
            strange["a picture made of pixels"] = None
        yield operands, instruction.operator


def _looked_up(rgb: Sequence[float], palette: Mapping[str, Colour]) -> tuple[float, float, float, float] | None:
    for colour in palette.values():
        if all(abs(level - ours) <= _EXACT for level, ours in zip(rgb, colour.levels, strict=True)):
            return colour.inks
    return None
