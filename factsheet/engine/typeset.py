"""Lay out composed HTML, and draw laid-out pages as PDF.

Whatever the engine complains about is a finding, nothing is read but this project's templates and assets, and the words
are taken back out of the laid-out pages so that `overset.py` can compare them with the content.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factsheet.compose import custom_properties
from factsheet.compose.composer import Composed
from factsheet.design import break_marks, fonts
from factsheet.design.editions import Edition
from factsheet.engine import complaints, dotted_circles, parsing, pdf_writer, startup, svg_texts, text_boxes
from factsheet.engine.text_boxes import SetPage, SetText
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files

_STYLE_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Pages:
    """Laid-out pages of one edition. Sizes are in mm from the top left corner of the trim."""

    edition: Edition
    texts: tuple[SetText, ...]
    count: int
    document: Any = field(repr=False)
    filled: tuple[SetPage, ...] = ()
    """How full each page is."""


def typeset(composed: Composed, edition: Edition) -> Pages:
    """Lay an edition out.

    Raises:
        ProjectError: anything the engine complains about, exit code LAYOUT; the engine missing, exit code ENVIRONMENT.
    """
    weasyprint, font_configuration = startup.start(edition.project.assets)
    named = (*edition.locale.fonts.text, *edition.locale.fonts.display)
    for family in fonts.with_signs(edition.project.assets, named):
        startup.load_family(edition.project.assets, family)
    with complaints.collected(edition):
        counters = parsing.counter_style()
        styles = [weasyprint.CSS(string=composed.settings, counter_style=counters)]
        sources = [_style(path, edition.project.templates) for path in composed.stylesheets]
        styles += [
            parsing.stylesheet(path, style, edition.project.templates, edition.project.assets)
            for path, style in zip(
                composed.stylesheets, custom_properties.resolve(sources, composed.html, composed.values), strict=True
            )
        ]
        document = parsing.document(composed.html, edition.project.templates, edition.project.assets).render(
            font_config=font_configuration, counter_style=counters, stylesheets=styles, pdf_variant=pdf_writer.VARIANT
        )
    for page in document.pages:
        page.bookmarks = [(level, _plain(label), *where) for level, label, *where in page.bookmarks]
    texts = tuple(text_boxes.texts(document.pages))
    return Pages(edition, texts, len(document.pages), document, tuple(text_boxes.pages(document.pages)))


def _style(path: Path, templates: Path) -> str:
    """Read a style file of templates/.

    Raises:
        ProjectError: it cannot be read, or is not in UTF-8, exit code LAYOUT.
    """
    try:
        return files.read(path, templates, _STYLE_BYTES).decode("utf-8-sig")
    except files.Unreadable as error:
        raise ProjectError(Finding(ExitCode.LAYOUT, str(error), Place(path), error.hint)) from None
    except UnicodeDecodeError:
        hint = "save it again and choose UTF-8 as its encoding"
        raise ProjectError(Finding(ExitCode.LAYOUT, "the style file is not in UTF-8", Place(path), hint)) from None


def _plain(heading: str) -> str:
    """Return a heading without what only tells where its lines may break."""
    return break_marks.unmarked(heading).replace("\u00ad", "")


def draw(pages: Pages) -> bytes:
    """Draw the pages as a tagged PDF. Boxes are the engine's own: TrimBox at 0,0 and MediaBox around the bleed.

    Raises:
        ProjectError: a missing glyph, a dotted circle, words of a drawing's own or any complaint of the engine, exit
            code LAYOUT or CONTENT.
    """
    problems = dotted_circles.findings(pages.edition, pages.document.pages)
    try:
        with complaints.collected(pages.edition):
            drawn = pdf_writer.write(pages.document)
    except ProjectError as error:
        raise ProjectError(*problems, *error.findings) from None
    problems += svg_texts.findings(pages.edition)
    if problems:
        raise ProjectError(*problems)
    return drawn


def draw_page(pages: Pages, number: int) -> bytes:
    """Draw one page alone and without tags: it looks as in the whole drawing. Counts from 1.

    Empty where it cannot be drawn. `draw` raises what the engine complains about.
    """
    alone = b""
    with suppress(ProjectError), complaints.collected(pages.edition):
        alone = pdf_writer.write(pages.document, pages.document.pages[number - 1])
    return alone


@dataclass(frozen=True)
class Hint:
    """The drawn printing hint of an imposed layout and how much of its page, in mm, it takes."""

    drawn: bytes = field(repr=False)
    width: float
    height: float


def hint(composed: Composed, edition: Edition) -> Hint:
    """Lay out and draw a printing hint.

    Raises:
        ProjectError: whatever the engine complains about, and a line that is longer than its page, exit code CONTENT.
    """
    pages = typeset(composed, edition)
    left, right = min(text.x for text in pages.texts), max(text.x + text.width for text in pages.texts)
    room, height = (side * 25.4 / 96 for side in (pages.document.pages[0].width, pages.document.pages[0].height))
    if left < 0 or right > room:
        has = f"has room for {room:.0f} mm, and is {right - left:.0f} mm long"
        what = f"furniture: the line that tells how to print {edition.layout.name} {has}"
        hint = "shorten the words about office sheets: full_size, ruler, and what stands between them"
        place = Place(edition.project.locales / f"{edition.sheet.tag}.yaml")
        raise ProjectError(Finding(ExitCode.CONTENT, what, place, hint))
    return Hint(draw(pages), right + 1, height)
