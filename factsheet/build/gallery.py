"""Write the page that shows every PDF in an output folder by its first page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from factsheet.compose import composer
from factsheet.content import loader, records
from factsheet.content.records import State
from factsheet.content.sheet import Sheet
from factsheet.design import editions, layouts, locales
from factsheet.design.editions import Edition, Intent
from factsheet.design.layout import Layout
from factsheet.design.layout_file import DUPLEX_IN_WORDS, Panels
from factsheet.design.project import Project
from factsheet.findings import Finding, ProjectError
from factsheet.pdf import raster
from factsheet.storage import ownership

_PAPERS: Final = {
    (841, 1189): "A0", (594, 841): "A1", (420, 594): "A2", (297, 420): "A3", (210, 297): "A4", (148, 210): "A5",
    (105, 148): "A6", (74, 105): "A7", (216, 279): "US Letter",
}  # fmt: skip
_AFTERWARDS: Final = {
    "panels": "fold at the marks",
    "signature": "nest the sheets, fold them in the middle and staple them there",
    "n-up": "cut at the marks",
}
_ORIGINAL: Final = "original"
_REVIEWED: Final = "reviewed"
_STALE: Final = "out of date"
_UNKNOWN: Final = "not known"
_DRAFT: Final = "not reviewed"

Name = tuple[str, str, str]
"""Sheet, layout and tag of an edition."""


@dataclass(frozen=True)
class File:
    """A PDF of an edition; `path` is below the output folder, with slashes."""

    intent: str
    path: str
    size: str


@dataclass(frozen=True)
class GalleryEntry:
    """One edition on the page, in the words of the page."""

    sheet: str
    layout: Layout
    tag: str
    language: str
    direction: str
    title: str
    state: str
    """One of a few, to choose by."""
    told: str
    """How far the words on its pages are."""
    paper: str
    printing: str
    pages: int
    picture: str | None
    """The path of its first page in small, below the output folder."""
    files: tuple[File, ...]
    advice: tuple[Finding, ...]


def picture(edition: Edition, pdfs: Mapping[str, bytes], out: Path) -> dict[Path, bytes]:
    """The file that shows an edition in small, from the first of its PDFs, those for the screen before others."""
    for intent in Intent:
        if intent in pdfs:
            sheet, tag = edition.sheet.name, edition.sheet.tag
            return {_picture(out, (sheet, edition.layout.name, tag)): raster.small(pdfs[intent], 1, ownership.PICTURE)}
    return {}


def write_html(project: Project, out: Path, advice: Mapping[Name, Sequence[Finding]], problems: int = 0) -> str:
    """HTML that leads to every PDF in `out`, whichever build made it.

    `advice` is what the last build said of them; `problems` is how many things kept it from making others.

    Raises:
        ProjectError: a template that cannot be read or filled, exit code LAYOUT.
    """
    known = {layout.name: layout for layout in _readable(project)}
    pdfs: dict[Name, dict[str, Path]] = defaultdict(dict)
    for path in sorted(out.glob("*/*/*.pdf")):
        sheet, *rest = path.stem.split("_")
        if len(rest) == 3 and rest[0] in known:
            pdfs[sheet, rest[0], rest[1]][rest[2]] = path
    exhibits = [_exhibit(project, out, known[name[1]], name, pdfs[name], advice.get(name, ())) for name in sorted(pdfs)]
    first = {one.sheet: one for one in sorted(exhibits, key=lambda one: (one.state == _ORIGINAL, bool(one.title)))}
    return composer.page(project, "index.html", {"exhibits": exhibits, "first": first, "problems": problems})


def _exhibit(
    project: Project, out: Path, layout: Layout, name: Name, pdfs: Mapping[str, Path], advice: Sequence[Finding]
) -> GalleryEntry:
    sheet, _, tag = name
    language, direction, title, state, told = tag, "ltr", "", _UNKNOWN, _UNKNOWN
    with suppress(ProjectError):
        locale = locales.load(project.locales, tag)
        language, direction = locale.name, locale.direction
    with suppress(ProjectError):
        file = records.lock_file(project.content, sheet, tag)
        title, state, told = records.at_one_moment(file, partial(_words, project, sheet, tag, layout))
    drawn = _picture(out, name)
    intents = [*Intent, *sorted({*pdfs} - {*Intent})]
    return GalleryEntry(
        sheet=sheet,
        layout=layout,
        tag=tag,
        language=language,
        direction=direction,
        title=title,
        state=state,
        told=told,
        paper=_paper(layout),
        printing=_printing(layout),
        pages=raster.count(pdfs[Intent.SCREEN].read_bytes()) if Intent.SCREEN in pdfs else 0,
        picture=drawn.relative_to(out).as_posix() if drawn.is_file() else None,
        files=tuple(_file(out, intent, pdfs[intent]) for intent in intents if intent in pdfs),
        advice=tuple(replace(one, what=project.shown(one.what), hint=project.shown(one.hint)) for one in advice),
    )


def _words(project: Project, name: str, tag: str, layout: Layout) -> tuple[str, str, str]:
    """The title of a sheet, and how far the words that a layout takes are, in one word and in a few."""
    sheet = loader.load(project.content, name, tag)
    title = str(sheet.masthead.title)
    try:
        return title, *_state(project, sheet, layout)
    except ProjectError:
        return title, _UNKNOWN, _UNKNOWN


def _state(project: Project, sheet: Sheet, layout: Layout) -> tuple[str, str]:
    """How far the words that a layout takes are, in one word and in a few."""
    if sheet.tag == sheet.facts.source:
        return _ORIGINAL, _ORIGINAL
    known = editions.states_of(project, sheet)
    states = [known[text.key] for text in editions.taken_strings(sheet, layout) if text.key in known]
    stale, reviewed = states.count(State.STALE), states.count(State.REVIEWED)
    if stale:
        return _STALE, f"translation, {stale} of {len(states)} strings out of date"
    if reviewed == len(states):
        return _REVIEWED, "translation, reviewed"
    return _DRAFT, f"translation, {reviewed or 'none'} of {len(states)} strings reviewed"


def _picture(out: Path, name: Name) -> Path:
    sheet, layout, tag = name
    return out / sheet / tag / f"{sheet}_{layout}_{tag}.png"


def _file(out: Path, intent: str, path: Path) -> File:
    size = path.stat().st_size
    told = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
    return File(intent, path.relative_to(out).as_posix(), told)


def _paper(layout: Layout) -> str:
    """The sheet of paper an office printer needs."""
    width, height = layout.impose.sheet if layout.impose else (layout.width, layout.height)
    short, long = sorted((round(width), round(height)))
    return _PAPERS.get((short, long), f"{width:.4g} × {height:.4g} mm")


def _printing(layout: Layout) -> str:
    """How to print the office file, in one sentence; docs/printing.md says more."""
    rule = layout.impose
    then = f"; then {_AFTERWARDS[rule.method]}" if rule else ""
    if isinstance(rule, Panels) and rule.cut:
        then += ", and cut once along the dashed line"
    return f"{_paper(layout)} paper, at 100 %, {DUPLEX_IN_WORDS[layout.duplex]}{then}"


def _readable(project: Project) -> Iterator[Layout]:
    for name in layouts.names(project.templates):
        with suppress(ProjectError):  # already told, when its editions were looked for
            yield layouts.load(project.templates, name)
