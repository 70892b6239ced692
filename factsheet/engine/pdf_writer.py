"""Write laid-out pages as PDF."""

from __future__ import annotations

from importlib import resources
from typing import Any, Final

from factsheet.engine import paint_order

VARIANT: Final = "pdf/ua-1"


def write(document: Any, page: Any = None) -> bytes:
    """Return a laid-out document as PDF with tags, or one of its pages without, in a tenth of the time.

    Streams are not compressed: `compression.saved` does that when a file is finished.
    """
    paint_order.in_reading_order(document.pages if page is None else [page])
    if page is None:
        return bytes(document.write_pdf(pdf_variant=VARIANT, uncompressed_pdf=True))
    return bytes(document.copy([page]).write_pdf(uncompressed_pdf=True))


def srgb() -> bytes:
    """Return the ICC profile of the colours in a drawing, which WeasyPrint brings along."""
    profile: bytes = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return profile
