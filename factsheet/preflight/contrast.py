"""Laid-out pages and their drawing -> findings on text that cannot be told from its ground, or is painted over.

What a style file says of colours is not what is seen: a panel may lie beneath, or a figure stand beside its disc. So
each run of text is held against the last fill under it, where it begins, in its middle and where it ends.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pikepdf

from factsheet import palette
from factsheet.boxes import SetText
from factsheet.findings import ExitCode, Finding
from factsheet.marks import Fill, Point, Rgb, Run, marks
from factsheet.typeset import Pages

RUNNING: Final = frozenset(("lead", "more", "text", "address"))
"""What is read line by line, by the last word of its key; the rest is titles, headings, dates, numbers, labels."""
COLOUR: Final = 4.5, 7.0
"""The least contrast, and that of running text; WCAG 2.2, criteria 1.4.3 and 1.4.6, whose formula it is."""
GREY: Final = 3.0, 7.0
"""The same in the grey that simple printers and copiers make of colours; 3 is what WCAG allows for large type."""
_PAPER: Final = (1.0, 1.0, 1.0)
_SAME: Final = 0.5 / 255
_MM: Final = 25.4 / 72


def findings(pages: Pages, drawn: bytes) -> list[Finding]:
    """Hold every run of text against its ground, in colour and in grey."""
    layout = pages.edition.layout
    names = {name: colour.levels for name, colour in palette.load(pages.edition.house.templates).items()}
    wrong: dict[Finding, None] = {}
    with pikepdf.open(io.BytesIO(drawn)) as document:
        for number, painted in enumerate(marks(document), 1):
            for at, run in enumerate(painted):
                if not isinstance(run, Run):
                    continue
                text = _text(pages, number, run.points[0])
                running = text is not None and str(text.key).rpartition(".")[2] in RUNNING
                said = f'"{text.text[:40].strip()}"' if text else "text in a drawing"
                for what, hint in _unreadable(run, running, painted[:at], painted[at + 1 :], names):
                    what = f"{layout.name}: {said} on page {number} {what}"
                    wrong[Finding(ExitCode.LAYOUT, what, layout.place, hint)] = None
    return list(wrong)


def _unreadable(
    run: Run, running: bool, before: Sequence[Fill | Run], after: Sequence[Fill | Run], names: Mapping[str, Rgb]
) -> Iterator[tuple[str, str]]:
    if any(_ground(after, point) for point in run.points):
        yield "is painted over", "let no background or drawing that comes later lie on it"
    grounds = dict.fromkeys(_ground(before, point) or _PAPER for point in run.points)
    for ground in grounds:
        in_colour, in_grey = contrast(run.colour, ground), contrast(_grey(run.colour), _grey(ground))
        for ratio, least, how in ((in_colour, COLOUR[running], ""), (in_grey, GREY[running], " in grey")):
            if ratio < least:
                pair = f"{_name(run.colour, names)} on {_name(ground, names)}"
                needs = f"{least:g}:1{' for running text' if running else ''}"
                yield f"is {pair}, {ratio:.1f}:1{how}, and readers need {needs}", "let colour and ground differ more"


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, from 1 to 21; WCAG 2.2, “contrast ratio” and “relative luminance”."""
    darker, lighter = sorted(_luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _grey(colour: Rgb) -> Rgb:
    """What becomes of a colour where it is weighed without more ado; ITU-R BT.601, 2.5.1."""
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue,) * 3


def _ground(painted: Sequence[Fill | Run], point: Point) -> Rgb | None:
    """The colour of the uppermost fill at a point."""
    return next((mark.colour for mark in reversed(painted) if isinstance(mark, Fill) and mark.covers(point)), None)


def _name(colour: Rgb, names: Mapping[str, Rgb]) -> str:
    for name, levels in names.items():
        if all(abs(one - other) < _SAME for one, other in zip(colour, levels, strict=True)):
            return name
    return "rgb " + " ".join(f"{level * 255:.0f}" for level in colour)


def _text(pages: Pages, page: int, point: Point) -> SetText | None:
    """The text that stands at a point; none inside of drawings."""
    x, y = point[0] * _MM, pages.edition.layout.height - point[1] * _MM
    for text in pages.texts:
        if text.page == page and 0 <= x - text.x <= text.width and 0 <= y - text.y <= text.height:
            return text
    return None
