"""Composed HTML -> laid-out pages, and pages -> PDF bytes. The only module that knows WeasyPrint.

Why so strict: the engine drops text, swaps fonts and skips files with no more than a line in a log. Here every such
line is a finding, nothing is read but this project's templates and assets, and the words are taken back out of the
laid-out pages so that `overset.py` can hold them against the content.
"""

from __future__ import annotations

import atexit
import ctypes.util
import gc
import io
import logging
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from factsheet import (
    bootstrap,
    boxes,
    circles,
    division,
    drawings,
    embedded,
    faces,
    files,
    fonts,
    layers,
    lines,
    outlines,
    settings,
    tags,
    textlayer,
    unspaced,
)
from factsheet.boxes import SetPage, SetText
from factsheet.compose import Composed
from factsheet.editions import Edition
from factsheet.findings import ExitCode, Finding, Place, Refused

# A name that can never resolve, so that a relative link cannot turn into a path of the machine it was built on.
_BASE = "https://sheet.invalid/"
_VARIANT = "pdf/ua-1"
# Of the engine, whose drawing of lines `textlayer` changes. In another one the text layer is the engine's own: measure
# it with tests/test_textlayer.py before naming that version here.
_KNOWN_VERSION = "70.0"
_READABLE = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}
_NO_GLYPH = re.compile(r"\.notdef glyph rendered .*?\(((?:U\+[0-9A-F]+[, ]*)+)\)")
_UNCOLLECTED = 50_000
_STYLE_BYTES = 1024 * 1024
_FILE_BYTES = 64 * 1024 * 1024  # of a font or image


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
        Refused: anything the engine complains about, exit code LAYOUT; the engine missing, exit code ENVIRONMENT.
    """
    engine, font_configuration = _engine(edition.house.assets)
    named = (*edition.locale.fonts.text, *edition.locale.fonts.display)
    for family in fonts.with_signs(edition.house.assets, named):
        _faces(edition.house.assets, family)
    with _complaints(edition):
        counting = _counter_style()
        styles = [engine.CSS(string=composed.settings, counter_style=counting)]
        read = [_style(path, edition.house.templates) for path in composed.stylesheets]
        styles += [
            _stylesheet(path, style, edition.house.templates, edition.house.assets)
            for path, style in zip(
                composed.stylesheets, settings.settled(read, composed.html, composed.values), strict=True
            )
        ]
        document = _document(composed.html, edition.house.templates, edition.house.assets).render(
            font_config=font_configuration, counter_style=counting, stylesheets=styles, pdf_variant=_VARIANT
        )
    for page in document.pages:
        page.bookmarks = [(level, _as_read(label), *where) for level, label, *where in page.bookmarks]
    texts = tuple(boxes.texts(document.pages))
    return Pages(edition, texts, len(document.pages), document, tuple(boxes.pages(document.pages)))


def _style(path: Path, templates: Path) -> str:
    """The text of a style file of templates/."""
    try:
        return files.read(path, templates, _STYLE_BYTES).decode("utf-8-sig")
    except files.Unreadable as error:
        raise Refused(Finding(ExitCode.LAYOUT, str(error), Place(path), error.hint)) from None
    except UnicodeDecodeError:
        hint = "save it again and choose UTF-8 as its encoding"
        raise Refused(Finding(ExitCode.LAYOUT, "the style file is not in UTF-8", Place(path), hint)) from None


def _as_read(heading: str) -> str:
    """A heading without what only tells where its lines may break."""
    return unspaced.unmarked(heading).replace("\u00ad", "")


def draw(pages: Pages) -> bytes:
    """Draw the pages as a tagged PDF. Boxes are the engine's own: TrimBox at 0,0 and MediaBox around the bleed.

    Raises:
        Refused: a missing glyph, a dotted circle or any complaint of the engine, exit code LAYOUT or CONTENT.
    """
    circled = _circled(pages)
    try:
        with _complaints(pages.edition):
            drawn = pdf(pages.document)
    except Refused as refused:
        raise Refused(*circled, *refused.findings) from None
    if circled:
        raise Refused(*circled)
    return drawn


def _circled(pages: Pages) -> list[Finding]:
    from weasyprint.text.ffi import ffi, harfbuzz, pango

    return circles.findings(pages.edition, pages.document.pages, circles.Engine(ffi, pango, harfbuzz))


def pdf(document: Any) -> bytes:
    """Write a laid-out document of the engine, with its text as it was written; nothing else may write one.

    Not packed: `packed` does that when a file is finished.
    """
    layers.in_reading_order(document.pages)
    with _faithful():
        return bytes(document.write_pdf(pdf_variant=_VARIANT, uncompressed_pdf=True))


def draw_page(pages: Pages, number: int) -> bytes:
    """Draw one page alone and without tags, a tenth of the work: it looks as in the whole drawing. Counts from 1.

    Empty where it cannot be drawn. What the engine complains about meanwhile, `draw` tells.
    """
    alone, page = b"", pages.document.pages[number - 1]
    with suppress(Refused), _complaints(pages.edition), _faithful():
        layers.in_reading_order([page])
        alone = pages.document.copy([page]).write_pdf(uncompressed_pdf=True)
    return alone


@contextmanager
def _faithful() -> Iterator[None]:
    """Let the engine draw lines as `textlayer` does, with fonts of `embedded`, if it is the version that these know."""
    from weasyprint import __version__
    from weasyprint.draw import text as drawing
    from weasyprint.pdf import stream
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    draw_line, engine_font = drawing.draw_first_line, stream.Font
    if __version__ == _KNOWN_VERSION:
        drawing.draw_first_line = textlayer.faithful(draw_line, ffi, pango, FROM_UNITS)
        stream.Font = embedded.as_filed(engine_font)
    try:
        yield
    finally:
        drawing.draw_first_line, stream.Font = draw_line, engine_font


def srgb() -> bytes:
    """The ICC profile of the colours in a drawing, which the engine brings along."""
    profile: bytes = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return profile


@dataclass(frozen=True)
class Hint:
    """The drawn printing hint of an imposed layout and how much of its page, in mm, it takes."""

    drawn: bytes = field(repr=False)
    width: float
    height: float


def hint(composed: Composed, edition: Edition) -> Hint:
    """Set and draw a printing hint.

    Raises:
        Refused: whatever the engine complains about, and a line that is longer than its page, exit code CONTENT.
    """
    pages = typeset(composed, edition)
    left, right = min(text.x for text in pages.texts), max(text.x + text.width for text in pages.texts)
    room, height = (side * 25.4 / 96 for side in (pages.document.pages[0].width, pages.document.pages[0].height))
    if left < 0 or right > room:
        has = f"has room for {room:.0f} mm, and is {right - left:.0f} mm long"
        what = f"furniture: the line that tells how to print {edition.layout.name} {has}"
        hint = "shorten the words about office sheets: full_size, ruler, and what stands between them"
        place = Place(edition.house.locales / f"{edition.sheet.tag}.yaml")
        raise Refused(Finding(ExitCode.CONTENT, what, place, hint))
    return Hint(draw(pages), right + 1, height)


@lru_cache(maxsize=1)
def _engine(assets: Path) -> tuple[ModuleType, Any]:
    """WeasyPrint and the one font configuration of this process, which knows no fonts but those given to it."""
    fonts.verify(assets)
    scratch = Path(tempfile.mkdtemp(prefix="factsheet-"))
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    fonts.isolate(assets, scratch)
    try:
        # On failing it prints a banner meant for those who installed it by hand.
        with redirect_stdout(io.StringIO()), _by_name_only(), warnings.catch_warnings():
            # It warns where it finds no HarfBuzz-Subset, which has no part in what is made here.
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
            import weasyprint.pdf
            from weasyprint import svg
            from weasyprint.layout import inline, preferred
            from weasyprint.svg import defs
            from weasyprint.svg.path import path
            from weasyprint.text import line_break
            from weasyprint.text.ffi import ffi, pango
            from weasyprint.text.fonts import FontConfiguration
    except (OSError, ImportError) as error:
        what = f"the typesetting engine does not start: {bootstrap.import_trouble(error)}"
        raise Refused(Finding(ExitCode.ENVIRONMENT, what)) from None
    if weasyprint.__version__ != tags.ENGINE:
        what = f"the typesetting engine is WeasyPrint {weasyprint.__version__}, and its tags are made for {tags.ENGINE}"
        hint = "leave your own environment, so that python3 build.py sets itself up, or install the version it needs"
        raise Refused(Finding(ExitCode.ENVIRONMENT, what, hint=hint))
    tags.replace_in(weasyprint.pdf)
    faces.keep_words_whole(line_break, ffi, pango, lambda family: fonts.characters(assets, (family,)))
    unspaced.hold_in(line_break, inline, preferred)
    broken_by = unspaced.loosened(line_break.split_first_line)
    lines.remember_in(inline, preferred, broken_by=broken_by, measured_by=line_break.strut)
    division.divide_in(inline, preferred)
    outlines.remember_in(svg.TAGS, drawn_by=path)
    drawings.limit_in(svg, defs)
    # Pages are a hundred thousand small things, which the collector would go through again and again as they are made:
    # a twentieth of the time of an edition. It still runs, so that nothing accumulates.
    gc.set_threshold(_UNCOLLECTED)
    _faces.cache_clear()  # what an engine before this one knew
    configuration = FontConfiguration()
    _configurations[:] = [configuration]
    atexit.register(_remove_fonts, configuration)
    return weasyprint, configuration


def _remove_fonts(configuration: Any) -> None:
    """Remove the folder of fonts of an engine, which itself does so only if it is let go before the end."""
    if configuration._folder:
        shutil.rmtree(configuration._folder, ignore_errors=True)


def _leave_engine() -> None:
    """Let a forked process make an engine of its own: two would put their fonts into the same folder.

    What it inherited is kept, as the folder goes with it.
    """
    _inherited.extend(_configurations)
    _engine.cache_clear()


_configurations: list[Any] = []
_inherited: list[Any] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_engine)


def _counter_style() -> Any:
    """What the settings' digits are put into and the pages counted with."""
    from weasyprint.css.counters import CounterStyle

    return CounterStyle()


@lru_cache(maxsize=64)
def _faces(assets: Path, family: str) -> None:
    """Let the engine know one family, when a language first names it: knowing all takes as long as a page."""
    engine, font_configuration = _engine(assets)
    engine.CSS(
        string=fonts.face_css(assets, _BASE + "assets/fonts/", (family,)),
        base_url=_BASE,
        url_fetcher=_fetcher(assets.parent / "templates", assets),
        font_config=font_configuration,
    )


@contextmanager
def _by_name_only() -> Iterator[None]:
    """Load libraries by their own names on Linux.

    Asking `find_library` for each of the engine's many spellings starts a compiler and a linker some fifty times, a
    third of the time of a short build, and finds nothing the names do not.
    """
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find_library


@lru_cache(maxsize=12)
def _stylesheet(path: Path, source: str, templates: Path, assets: Path) -> Any:
    engine, font_configuration = _engine(assets)
    return engine.CSS(
        string=source, base_url=_BASE, url_fetcher=_fetcher(templates, assets), font_config=font_configuration
    )


@lru_cache(maxsize=1)
def _document(html: str, templates: Path, assets: Path) -> Any:
    """A document, which is read once while sizes are tried on it."""
    engine, _ = _engine(assets)
    return engine.HTML(string=html, base_url=_BASE, url_fetcher=_fetcher(templates, assets))


@lru_cache(maxsize=4)
def _fetcher(templates: Path, assets: Path) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    roots = {"templates": templates.resolve(), "assets": assets.resolve()}

    class ProjectFetcher(URLFetcher):  # type: ignore[misc]
        """Reads files below templates/ and assets/ and inline `data:`, and stops at anything else."""

        def fetch(self, url: str, headers: object = None) -> Any:
            if url.lower().startswith("data:"):
                return super().fetch(url)
            parts = urlsplit(url)
            top, _, rest = unquote(parts.path).lstrip("/").partition("/")
            path = roots[top] / rest if top in roots and f"{parts.scheme}://{parts.netloc}/" == _BASE else None
            if path is None or path.suffix not in _READABLE:
                raise FatalURLFetchingError(f"{url[:120]} is not a file of templates/ or assets/")
            try:
                contents = files.read(path, roots[top], _FILE_BYTES)
            except files.Unreadable as error:
                raise FatalURLFetchingError(f"{url[:120]} is not a file of templates/ or assets/: {error}") from None
            return URLFetcherResponse(url, contents, {"Content-Type": _READABLE[path.suffix]})

    return ProjectFetcher(allowed_protocols=("data",), allow_redirects=False)


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
    drawings.begin()
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        if not drawings.are_endless():
            raise Refused(_complaint(edition, f"{type(error).__name__}: {error}")) from None
    except BaseException as error:
        # FatalURLFetchingError derives from BaseException, and its module may not be imported here.
        if type(error).__name__ != "FatalURLFetchingError":
            raise
        raise Refused(_complaint(edition, str(error))) from None
    finally:
        logger.handlers, logger.propagate = handlers, propagate
    if drawings.are_endless():
        what = f"{edition.layout.name}: its drawings in SVG have more than {drawings.MOST} parts"
        hint = "look for parts that use each other again and again (use, pattern, marker, mask)"
        raise Refused(Finding(ExitCode.LAYOUT, what, edition.layout.place, hint))
    if collector.said:
        # Complaints come only when something is read, and the next edition must hear them, too.
        _stylesheet.cache_clear()
        _document.cache_clear()
        raise Refused(*(finding for said in collector.said for finding in _read(edition, said)))


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
