"""Describe laid-out pages for a browser, as plain maps: what to show, and which string stands where.

Everything is in mm from the top left corner of a picture. A picture is a whole page with its bleed, or a whole side of
an imposed sheet, with its slug where it is for the press; `shown` says how much of it is looked at when nobody asks
for more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from factsheet.content.records import State
from factsheet.content.sheet import SECTIONS, strings
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine.text_blocks import blocks
from factsheet.engine.typeset import Pages
from factsheet.findings import Finding
from factsheet.pdf.imposition import Line, Side, Slot, impose, on_sheet
from factsheet.pdf.sheet_drawing import SLUG
from factsheet.yaml.nodes import Text

_STATES: Mapping[State | None, str] = {
    State.MISSING: "missing: the words of the source stand in its place",
    State.STALE: "stale: its source has changed since",
    State.SAME: "the same as its source, word for word",
    State.DRAFT: "draft: nobody has reviewed it",
    State.REVIEWED: "reviewed",
}
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Choice:
    """What a window shows."""

    sheet: str
    layout: str
    tag: str
    intent: Intent


def scene(pages: Pages, intent: Intent, source: Mapping[str, str]) -> dict[str, Any]:
    """Return pages as they are shown for an intent; `source` has the words of the source language by their keys.

    Raises:
        ProjectError: pages that cannot be put on their sheets, exit code LAYOUT.
    """
    edition = pages.edition
    return {
        "title": str(edition.sheet.masthead.title),
        "layout": edition.layout.title,
        "language": edition.locale.name,
        "tag": edition.sheet.tag,
        "direction": edition.locale.direction,
        "pages": [_page(pages, intent, side, label) for side, label in sides(pages, intent)],
        "strings": {text.key: _string(edition, text, source) for text in edition.strings},
    }


def sides(pages: Pages, intent: Intent) -> list[tuple[Side, str]]:
    """Return what each picture shows, and its name: pages for the screen, else the sides of imposed sheets."""
    layout = pages.edition.layout
    if intent is Intent.SCREEN or layout.impose is None:
        sizes = [(number, layout.page_width(number), layout.height) for number in range(1, pages.count + 1)]
        return [(Side(wide, high, (Slot(page, 0, 0, wide, high),)), f"Page {page}") for page, wide, high in sizes]
    imposed = impose(layout, pages.count, pages.edition.locale.right_to_left)
    if layout.impose.duplex == "one-side":
        return [(side, f"Sheet {number}") for number, side in enumerate(imposed, 1)]
    names = [f"Sheet {number // 2 + 1}, {'back' if number % 2 else 'front'}" for number in range(len(imposed))]
    return list(zip(imposed, names, strict=True))


def findings(project: Project, problems: Iterable[Finding], strings: Sequence[Text]) -> list[dict[str, Any]]:
    """Return findings, each with the key of the string it is about, if there is one, so that it can be marked."""
    by_place = {(text.place.file, text.place.line): text.key for text in strings}
    return [
        {
            "what": project.shown(one.what),
            "hint": project.shown(one.hint),
            "code": one.code,
            "advice": one.advice,
            "where": project.where(one.place),
            "key": _key(one, by_place, strings),
        }
        for one in problems
    ]


def words(edition: Edition) -> dict[str, str]:
    """Return every string of a sheet in one language by its key."""
    return {text.key: str(text) for section in SECTIONS for text in strings(edition.sheet, section, False)}


def _key(finding: Finding, by_place: Mapping[Any, str], strings: Sequence[Text]) -> str:
    """Return the key of the string a finding is about: the last that begins at its place or before, in its file."""
    place = finding.place
    if place is None or place.line is None:
        return ""
    exact = by_place.get((place.file, place.line))
    if exact:
        return exact
    before = [
        text for text in strings if text.place.file == place.file and text.place.line and text.place.line < place.line
    ]
    last = max(before, key=lambda text: text.place.line or 0, default=None)
    return last.key if last is not None and finding.what.startswith(last.key) else ""


def _string(edition: Edition, text: Text, source: Mapping[str, str]) -> dict[str, Any]:
    own = edition.sheet.tag == edition.sheet.facts.source
    return {
        "text": str(text),
        "source": "" if own else source.get(text.key, ""),
        "where": edition.project.where(text.place),
        "state": "source text" if own else _STATES.get(edition.states.get(text.key), ""),
    }


def _page(pages: Pages, intent: Intent, side: Side, label: str) -> dict[str, Any]:
    layout = pages.edition.layout
    around = layout.bleed if intent is Intent.SCREEN else SLUG if intent is Intent.PRESS else 0.0
    whole = (0.0, 0.0, side.width + 2 * around, side.height + 2 * around)
    trims = [(slot.x + around, slot.y + around, slot.width, slot.height) for slot in side.slots]
    trim = (around, around, side.width, side.height)
    return {
        "label": label,
        "width": whole[2],
        "height": whole[3],
        "shown": _rounded(trim if intent is Intent.SCREEN else whole),
        "guides": {
            "bleed": [_rounded(_grown(one, layout.bleed)) for one in ([trim] if around else [])],
            "trim": [_rounded(one) for one in trims],
            "safe": [_rounded(_grown(one, -layout.safe)) for one in trims],
        },
        "folds": [_line(line, around) for line in side.folds],
        "cuts": [_line(line, around) for line in side.cuts],
        "texts": [
            {"key": block.key, "box": _moved(on_sheet(slot, block), around), "overset": block.overset > 0}
            for slot in side.slots
            for block in blocks(text for text in pages.texts if text.page == slot.page)
        ],
    }


def _grown(box: Rectangle, by: float) -> Rectangle:
    return box[0] - by, box[1] - by, box[2] + 2 * by, box[3] + 2 * by


def _rounded(box: Rectangle) -> list[float]:
    return [round(edge, 2) for edge in box]


def _moved(box: Rectangle, around: float) -> list[float]:
    return _rounded((box[0] + around, box[1] + around, box[2], box[3]))


def _line(line: Line, around: float) -> list[float]:
    return [round(edge + around, 2) for edge in (line.x1, line.y1, line.x2, line.y2)]
