"""Check that a phone reads the film code off the pages of a finished PDF (group Q)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pypdfium2
import zxingcpp

from factsheet.checks import Violation, check
from factsheet.compose import film_code
from factsheet.compose.film_code import QUIET_ZONE
from factsheet.preflight.pdf_file import File
from factsheet.preflight.transforms import Box, bounds

_RESOLUTIONS: Final = (100, 150, 300)
"""Dots to the inch: what a phone sees from afar, at arm's length, and near."""
_MEASURED: Final = 300
_MODULE: Final = 0.5
"""mm; smaller modules do not survive an office printer and one copy."""
_DARK: Final = 128
_EDGE: Final = 0.1
"""Pixels; an edge that is as near to that of a pixel may lie on either side of it, as numbers in a PDF are rounded."""
_READ: Final = 2.5
"""Pixels that the place of a code may be wrong by where it was read off the page."""
_AROUND: Final = 4 * QUIET_ZONE
"""Modules around a code that are drawn with it."""


@dataclass(frozen=True)
class Seen:
    """A code as it was read off a page."""

    page: int
    address: str
    level: str
    module: float
    """mm"""
    place: tuple[float, float, float, float]
    """Left, top, right and bottom, in points from the page's top left corner."""


def _readable(file: File) -> Iterator[Violation]:
    """Where the layout takes the film, its code can be read off the finished page at 100, 150 and 300 dpi.

    Reason: a code that does not scan is a black square; whether it does is known only from the page.

    Hint: make it larger, keep the white around it, and print it in black on white.

    Source: ISO/IEC 18004; read by zxing-cpp off what PDFium draws.
    """
    if "film" not in file.edition.takes:
        return
    address = str(file.edition.sheet.facts.film.address) if file.edition.sheet.facts.film else ""
    for dpi in _RESOLUTIONS:
        seen = _seen(file.pdf)[dpi]
        if not seen:
            yield Violation(f"the film code cannot be read at {dpi} dpi")
        for code in seen:
            if code.address != address:
                yield Violation(f'the film code on page {code.page} leads to "{code.address}"')


def _module(file: File) -> Iterator[Violation]:
    """A module of the film code is at least 0.5 mm wide.

    Reason: smaller ones run together on an office printer or its first copy.

    Hint: give the code a larger size in layout.yaml, or shorten the film's address.

    Source: GS1 General Specifications, X-dimension 0.396 to 0.99 mm; measured for copies.
    """
    for code in _on_pages(file):
        if code.module < _MODULE - 0.01:
            yield Violation(f"the modules of the film code on page {code.page} are {code.module:.2f} mm wide")


def _quiet_zone(file: File) -> Iterator[Violation]:
    """Four modules around the film code are empty.

    Reason: a reader finds the code by the light around it.

    Hint: keep words, rules and colour away from the code.

    Source: ISO/IEC 18004, 6.3.8.
    """
    with pypdfium2.PdfDocument(file.pdf) as document:
        for code in _on_pages(file):
            box, edge = _box(file, code)
            modules = len(film_code.symbol(code.address).modules)
            if not _is_quiet(document[code.page - 1], box, modules, edge):
                yield Violation(f"something stands within {QUIET_ZONE} modules of the film code on page {code.page}")


def _level(file: File) -> Iterator[Violation]:
    """The film code can be mended by its reader to level M or better.

    Reason: a fold, a stain or a copy takes away modules; level L has nothing to spare.

    Hint: report this: it should not happen.

    Source: ISO/IEC 18004, 6.5.1.
    """
    for code in _on_pages(file):
        if code.level not in ("M", "Q", "H"):
            yield Violation(f"the film code on page {code.page} has level {code.level}")


def _on_pages(file: File) -> Sequence[Seen]:
    return _seen(file.pdf)[_MEASURED] if "film" in file.edition.takes else ()


@lru_cache(maxsize=2)
def _seen(pdf: bytes) -> Mapping[int, Sequence[Seen]]:
    """Return the QR codes on the pages, by the resolution in dpi at which the pages are drawn in grey.

    At higher resolutions only the codes seen at the lowest are drawn, with what lies around them: a code that cannot be
    read there is a finding already.
    """
    seen: dict[int, list[Seen]] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        pages = dict(enumerate(document, 1))
        parts = dict.fromkeys(pages, (0.0, 0.0, 0.0, 0.0))
        for dpi in _RESOLUTIONS:
            seen[dpi] = [code for page, off in parts.items() for code in _read(pages[page], page, dpi, off)]
            if dpi == _RESOLUTIONS[0]:
                parts = _beside(pages, seen[dpi])
    return seen


def _read(drawn: pypdfium2.PdfPage, page: int, dpi: int, off: tuple[float, float, float, float]) -> Iterator[Seen]:
    bitmap = drawn.render(scale=dpi / 72, grayscale=True, draw_annots=False, crop=off)
    pixels, stride = memoryview(bitmap.buffer).cast("B"), bitmap.stride
    grey = zxingcpp.ImageFormat.Lum
    # What the stub calls an array may be any buffer.
    view = zxingcpp.ImageView(pixels, bitmap.width, bitmap.height, grey, stride, 1)  # type: ignore[arg-type]
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for code in zxingcpp.read_barcodes(view, formats=formats, try_downscale=False, try_invert=False):
        yield _measured(code, page, dpi, (math.ceil(off[0] * dpi / 72), math.ceil(off[3] * dpi / 72)))


def _beside(
    pages: Mapping[int, pypdfium2.PdfPage], codes: Sequence[Seen]
) -> dict[int, tuple[float, float, float, float]]:
    """Return what to crop from each page with codes, by its number: points at the left, foot, right and top."""
    off = {}
    for page in sorted({code.page for code in codes}):
        width, height = pages[page].get_size()
        places = [code.place for code in codes if code.page == page]
        around = max(code.module for code in codes) * _AROUND / 25.4 * 72
        left, top = (min(place[side] for place in places) - around for side in (0, 1))
        right, bottom = (max(place[side] for place in places) + around for side in (2, 3))
        off[page] = max(left, 0.0), max(height - bottom, 0.0), max(width - right, 0.0), max(top, 0.0)
    return off


def _measured(code: zxingcpp.Barcode, page: int, dpi: int, corner: tuple[int, int]) -> Seen:
    """Return a code with its place and size; `corner` is the first pixel of the part of the page that was drawn."""
    corners = (code.position.top_left, code.position.top_right, code.position.bottom_left, code.position.bottom_right)
    left, right = min(one.x for one in corners) + corner[0], max(one.x for one in corners) + corner[0]
    top, bottom = min(one.y for one in corners) + corner[1], max(one.y for one in corners) + corner[1]
    module = (right - left) / len(film_code.symbol(code.text).modules)
    place = left * 72 / dpi, top * 72 / dpi, right * 72 / dpi, bottom * 72 / dpi
    return Seen(page, code.text, str(code.ec_level), module * 25.4 / dpi, place)


def _box(file: File, code: Seen) -> tuple[Box, float]:
    """Return where a code is, in points, and by how many pixels that may be off.

    This is the box of the painted path, or the place where the code was read if no path matches it.
    """
    paper = file.document.pages[code.page - 1].mediabox
    height = float(paper[3]) - float(paper[1])
    left, top, right, bottom = code.place
    seen = left, height - bottom, right, height - top
    module = code.module / 25.4 * 72

    def apart(box: Box) -> float:
        return max(abs(one - other) for one, other in zip(box, seen, strict=True))

    shapes = [mark for mark in file.marks if mark.page == code.page and mark.kind == "fill" and len(mark.path) > 1]
    boxes = [bounds([point for line in mark.outlines if len(line) > 3 for point in line]) for mark in shapes]
    nearest = min(boxes, key=apart, default=seen)
    return (nearest, _EDGE) if apart(nearest) < module and boxes else (seen, _READ)


def _is_quiet(drawn: pypdfium2.PdfPage, box: Box, modules: int, edge: float = _EDGE) -> bool:
    """Tell whether the quiet zone of a code is as light as paper, in every pixel that lies wholly inside it."""
    width, height = drawn.get_size()
    scale = _MEASURED / 72
    # The page is drawn on whole pixels, which makes it a little larger.
    wide, high = math.ceil(width * scale), math.ceil(height * scale)
    across, down = wide / width, high / height
    left, bottom, right, top = box
    zone = QUIET_ZONE * (right - left) / modules
    first, last = _within((left - zone) * across, (right + zone) * across, wide, edge)
    upper, lower = _within((height - top - zone) * down, (height - bottom + zone) * down, high, edge)
    off = first, high - lower, wide - last, upper
    crop = tuple(max(0.0, pixels - 0.5) / scale for pixels in off)  # which is rounded up to these
    bitmap = drawn.render(scale=scale, grayscale=True, draw_annots=False, crop=crop)
    pixels, stride = memoryview(bitmap.buffer).cast("B"), bitmap.stride
    begin, end = math.floor(left * across - edge) - first, math.ceil(right * across + edge) - first
    for y in range(lower - upper):
        row = pixels[y * stride : y * stride + last - first].tobytes()
        if (height - top) * down - edge - 1 < y + upper < (height - bottom) * down + edge:
            row = row[:begin] + row[end:]
        if min(row, default=255) <= _DARK:
            return False
    return True


def _within(begin: float, end: float, size: int, edge: float) -> tuple[int, int]:
    """Return the first pixel that lies wholly between two edges, and the one after the last."""
    return max(math.ceil(begin + edge), 0), min(math.floor(end - edge), size)


CHECKS: Final = (check("Q01", _readable), check("Q02", _module), check("Q03", _quiet_zone), check("Q04", _level))
