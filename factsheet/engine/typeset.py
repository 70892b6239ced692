"""Composed HTML -> laid-out pages, and pages -> PDF bytes; what the engine complains of -> findings.

Why so strict: the engine drops text, swaps fonts and skips files with no more than a line in a log. Here every such
line is a finding, nothing is read but this project's templates and assets, and the words are taken back out of the
laid-out pages so that `overset.py` can hold them against the content.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factsheet.compose import custom_properties
from factsheet.compose.composer import Composed
from factsheet.content import addresses
from factsheet.design import break_marks, fonts
from factsheet.design.editions import Edition
from factsheet.engine import dotted_circles, svg, text_boxes, weasy
from factsheet.engine.text_boxes import SetPage, SetText
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files

_NUMERAL = 4  # digits; templates number places on maps, and nothing else
_WORD = re.compile(r"[^\W\d_]+")
_NO_GLYPH = re.compile(r"\.notdef glyph rendered .*?\(((?:U\+[0-9A-F]+[, ]*)+)\)")
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
    weasyprint, font_configuration = weasy.start(edition.project.assets)
    named = (*edition.locale.fonts.text, *edition.locale.fonts.display)
    for family in fonts.with_signs(edition.project.assets, named):
        weasy.load_family(edition.project.assets, family)
    with _complaints(edition):
        counting = weasy.counter_style()
        styles = [weasyprint.CSS(string=composed.settings, counter_style=counting)]
        read = [_style(path, edition.project.templates) for path in composed.stylesheets]
        styles += [
            weasy.stylesheet(path, style, edition.project.templates, edition.project.assets)
            for path, style in zip(
                composed.stylesheets, custom_properties.resolve(read, composed.html, composed.values), strict=True
            )
        ]
        document = weasy.document(composed.html, edition.project.templates, edition.project.assets).render(
            font_config=font_configuration, counter_style=counting, stylesheets=styles, pdf_variant=weasy.VARIANT
        )
    for page in document.pages:
        page.bookmarks = [(level, _as_read(label), *where) for level, label, *where in page.bookmarks]
    texts = tuple(text_boxes.texts(document.pages))
    return Pages(edition, texts, len(document.pages), document, tuple(text_boxes.pages(document.pages)))


def _style(path: Path, templates: Path) -> str:
    """The text of a style file of templates/."""
    try:
        return files.read(path, templates, _STYLE_BYTES).decode("utf-8-sig")
    except files.Unreadable as error:
        raise ProjectError(Finding(ExitCode.LAYOUT, str(error), Place(path), error.hint)) from None
    except UnicodeDecodeError:
        hint = "save it again and choose UTF-8 as its encoding"
        raise ProjectError(Finding(ExitCode.LAYOUT, "the style file is not in UTF-8", Place(path), hint)) from None


def _as_read(heading: str) -> str:
    """A heading without what only tells where its lines may break."""
    return break_marks.unmarked(heading).replace("\u00ad", "")


def draw(pages: Pages) -> bytes:
    """Draw the pages as a tagged PDF. Boxes are the engine's own: TrimBox at 0,0 and MediaBox around the bleed.

    Raises:
        ProjectError: a missing glyph, a dotted circle, words of a drawing's own or any complaint of the engine, exit
            code LAYOUT or CONTENT.
    """
    problems = dotted_circles.findings(pages.edition, pages.document.pages, weasy.libraries())
    try:
        with _complaints(pages.edition):
            drawn = weasy.write(pages.document)
    except ProjectError as error:
        raise ProjectError(*problems, *error.findings) from None
    problems += _of_drawings(pages.edition)
    if problems:
        raise ProjectError(*problems)
    return drawn


def _of_drawings(edition: Edition) -> Iterator[Finding]:
    """Words and long numbers in drawings that stand in no file of words; `overset` does the same for other texts."""
    furniture = edition.locale.furniture.model_dump().values()
    known = {word for text in (*edition.strings, *edition.sheet.words, *furniture) for word in _words(text)}
    for text in svg.texts():
        if sum(map(str.isdecimal, text)) > _NUMERAL or not known.issuperset(_words(text)):
            what = f'{edition.layout.name}: a drawing prints "{text[:40]}", which stands in no file of words'
            hint = "words belong into the files in content/ and, as furniture, in locales/"
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, hint)


def _words(text: str) -> Sequence[str]:
    return _WORD.findall(addresses.without_hidden(text))


def draw_page(pages: Pages, number: int) -> bytes:
    """Draw one page alone and without tags: it looks as in the whole drawing. Counts from 1.

    Empty where it cannot be drawn. What the engine complains about meanwhile, `draw` tells.
    """
    alone = b""
    with suppress(ProjectError), _complaints(pages.edition):
        alone = weasy.write(pages.document, pages.document.pages[number - 1])
    return alone


@dataclass(frozen=True)
class Hint:
    """The drawn printing hint of an imposed layout and how much of its page, in mm, it takes."""

    drawn: bytes = field(repr=False)
    width: float
    height: float


def hint(composed: Composed, edition: Edition) -> Hint:
    """Set and draw a printing hint.

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


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if said not in self.said:
            self.said.append(said)


@contextmanager
def _complaints(edition: Edition) -> Iterator[None]:
    """Turn every record the engine logs at WARNING or above, and a stopped fetch, into findings."""
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    handlers, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [collector], False
    svg.begin()
    try:
        yield
    except ProjectError:
        raise
    except Exception as error:
        if not svg.are_endless():
            raise ProjectError(_complaint(edition, f"{type(error).__name__}: {error}")) from None
    except BaseException as error:
        # FatalURLFetchingError derives from BaseException, and its module may not be imported here.
        if type(error).__name__ != "FatalURLFetchingError":
            raise
        raise ProjectError(_complaint(edition, str(error))) from None
    finally:
        logger.handlers, logger.propagate = handlers, propagate
    if svg.are_endless():
        what = f"{edition.layout.name}: its drawings in SVG have more than {svg.MOST} parts"
        hint = "look for parts that use each other again and again (use, pattern, marker, mask)"
        raise ProjectError(Finding(ExitCode.LAYOUT, what, edition.layout.place, hint))
    if collector.said:
        # Complaints come only when something is read, and the next edition must hear them, too.
        weasy.stylesheet.cache_clear()
        weasy.document.cache_clear()
        raise ProjectError(*(finding for said in collector.said for finding in _read(edition, said)))


def _read(edition: Edition, said: str) -> Iterator[Finding]:
    match = _NO_GLYPH.search(said)
    if not match:
        yield _complaint(edition, said)
        return
    for code in re.findall(r"U\+([0-9A-F]+)", match[1]):
        character = chr(int(code, 16))
        holders = [text for text in edition.strings if character in text]
        what = f'{edition.layout.name}: no font has "{character}" (U+{code})'
        hint = "use another character, or add a font to assets/fonts and to the language's file"
        if not holders:
            yield Finding(
                ExitCode.LAYOUT,
                f"{what}, which the template or the language's furniture uses",
                edition.layout.place,
                hint,
            )
        for text in holders:
            yield Finding(ExitCode.CONTENT, f'{text.key}: {what}: "{text[:60]}"', text.place, hint)


def _complaint(edition: Edition, said: str) -> Finding:
    said = re.sub(r"data:\S{60,}", "data:…", said)
    return Finding(
        ExitCode.LAYOUT, f"{edition.layout.name}: the typesetting engine says: {said[:300]}", edition.layout.place
    )
