"""Draw pages of PDFs as pictures, in PNG."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

_PIXELS = 24_000_000
"""The most a picture has; more is requested by mistake, and takes hundreds of megabytes to draw."""

_COLOURS = 32


def png(pdf: bytes, page: int, width: int) -> bytes:
    """Draw a page, counted from 1, as a picture `width` pixels wide, or narrower with too many pixels."""
    written = io.BytesIO()
    _draw(pdf, page, width).save(written, "png", compress_level=1)  # what is looked at once need not be small
    return written.getvalue()


def small(pdf: bytes, page: int, width: int, cut: float = 0.0) -> bytes:
    """Draw a page as a picture that takes little room: in few colours, and packed as well as possible.

    `cut` is the share of its width that is cut off at each edge.
    """
    picture = _draw(pdf, page, width)
    off = round(picture.width * cut)
    inner = picture.crop((off, off, picture.width - off, picture.height - off))
    written = io.BytesIO()
    inner.quantize(_COLOURS).save(written, "png", optimize=True)
    return written.getvalue()


def _draw(pdf: bytes, page: int, width: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[page - 1]
        across, down = drawn.get_size()
        # A hair less, as sizes are rounded up: a picture one pixel too wide would be scaled down, and blurred.
        scale = min((width - 0.01) / across, (_PIXELS / (across * down)) ** 0.5)
        picture: Image.Image = drawn.render(scale=scale).to_pil()
        return picture.copy()  # its pixels are the document's, and go with it


def count(pdf: bytes) -> int:
    """Count the pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)
