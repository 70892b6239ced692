"""Fonts and replaced parts -> WeasyPrint, ready to lay out and write. The only module that imports it.

The replacements know the insides of one version and stand in modules of their own: `tags`, `faces`, `unspaced`,
`lines`, `division`, `outlines` and `drawings` for layout, `textlayer`, `embedded` and `layers` for drawing.
"""

from __future__ import annotations

import atexit
import ctypes.util
import gc
import io
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from factsheet.design import fonts
from factsheet.engine import (
    address_breaks,
    dotted_circles,
    embedding,
    face_runs,
    line_cache,
    paint_order,
    path_cache,
    svg,
    tags,
    text_layer,
    unspaced,
)
from factsheet.findings import ExitCode, Finding, ProjectError
from factsheet.setup import bootstrap
from factsheet.storage import files

VARIANT = "pdf/ua-1"
# A name that can never resolve, so that a relative link cannot turn into a path of the machine it was built on.
_BASE = "https://sheet.invalid/"
_READABLE = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}
_UNCOLLECTED = 50_000
_FILE_BYTES = 64 * 1024 * 1024  # of a font or image


@lru_cache(maxsize=1)
def start(assets: Path) -> tuple[ModuleType, Any]:
    """Return WeasyPrint and the one font configuration of this process, which knows no fonts but those given to it.

    Parts of it are replaced on the way: its tags, how it breaks and remembers lines, and what drawings may cost.

    Raises:
        ProjectError: where it cannot be loaded, or is of another version than these parts are made for, exit code
            ENVIRONMENT.
    """
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
            from weasyprint import svg as svg_of_engine
            from weasyprint.layout import inline, preferred
            from weasyprint.svg import defs
            from weasyprint.svg.path import path
            from weasyprint.text import line_break
            from weasyprint.text.ffi import ffi, pango
            from weasyprint.text.fonts import FontConfiguration
    except (OSError, ImportError) as error:
        what = f"the typesetting engine does not start: {bootstrap.import_trouble(error)}"
        raise ProjectError(Finding(ExitCode.ENVIRONMENT, what)) from None
    if weasyprint.__version__ != tags.ENGINE:
        what = f"the typesetting engine is WeasyPrint {weasyprint.__version__}, and its tags are made for {tags.ENGINE}"
        hint = "leave your own environment, so that python3 build.py sets itself up, or install the version it needs"
        raise ProjectError(Finding(ExitCode.ENVIRONMENT, what, hint=hint))
    tags.replace_in(weasyprint.pdf)
    face_runs.keep_words_whole(line_break, ffi, pango, lambda family: fonts.characters(assets, (family,)))
    unspaced.hold_in(line_break, inline, preferred)
    broken_by = unspaced.loosened(line_break.split_first_line)
    line_cache.remember_in(inline, preferred, broken_by=broken_by, measured_by=line_break.strut)
    address_breaks.divide_in(inline, preferred)
    path_cache.remember_in(svg_of_engine.TAGS, drawn_by=path)
    svg.limit_in(svg_of_engine, defs)
    # Pages are a hundred thousand small things, which the collector would go through again and again as they are made:
    # a twentieth of the time of an edition. It still runs, so that nothing accumulates.
    gc.set_threshold(_UNCOLLECTED)
    load_family.cache_clear()  # what an engine before this one knew
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
    start.cache_clear()


_configurations: list[Any] = []
_inherited: list[Any] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_engine)


def counter_style() -> Any:
    """Return what the settings' digits are put into and the pages counted with."""
    from weasyprint.css.counters import CounterStyle

    return CounterStyle()


@lru_cache(maxsize=64)
def load_family(assets: Path, family: str) -> None:
    """Load the fonts of one family when a language first names it: loading all takes as long as a page."""
    engine, font_configuration = start(assets)
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
def stylesheet(path: Path, source: str, templates: Path, assets: Path) -> Any:
    """Return the style file at `path`, read as `source`, which sizes have been put into."""
    engine, font_configuration = start(assets)
    return engine.CSS(
        string=source, base_url=_BASE, url_fetcher=_fetcher(templates, assets), font_config=font_configuration
    )


@lru_cache(maxsize=1)
def document(html: str, templates: Path, assets: Path) -> Any:
    """Return a document, which is read once while sizes are tried on it."""
    engine, _ = start(assets)
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


def write(document: Any, page: Any = None) -> bytes:
    """Return a laid-out document as PDF with tags, or one of its pages without, in a tenth of the time.

    Its text is as it was written. Not packed: `packed` does that when a file is finished.
    """
    paint_order.in_reading_order(document.pages if page is None else [page])
    with _faithful():
        if page is None:
            return bytes(document.write_pdf(pdf_variant=VARIANT, uncompressed_pdf=True))
        return bytes(document.copy([page]).write_pdf(uncompressed_pdf=True))


def libraries() -> dotted_circles.Engine:
    """Return the libraries that shape text."""
    from weasyprint.text.ffi import ffi, harfbuzz, pango

    return dotted_circles.Engine(ffi, pango, harfbuzz)


@contextmanager
def _faithful() -> Iterator[None]:
    """Let the engine draw lines as `textlayer` does, with fonts of `embedded`."""
    from weasyprint.draw import text as drawing
    from weasyprint.pdf import stream
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    draw_line, engine_font = drawing.draw_first_line, stream.Font
    drawing.draw_first_line = text_layer.faithful(draw_line, ffi, pango, FROM_UNITS)
    stream.Font = embedding.as_filed(engine_font)
    try:
        yield
    finally:
        drawing.draw_first_line, stream.Font = draw_line, engine_font


def srgb() -> bytes:
    """The ICC profile of the colours in a drawing, which the engine brings along."""
    profile: bytes = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return profile
