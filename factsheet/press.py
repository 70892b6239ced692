"""Drawn pages -> the PDF bytes of one intent: boxes, printable area, tags, metadata.

The pages are laid out and drawn once, with bleed. `screen` shows the trim and keeps tags and links; `office` clips what an
office printer cannot reach, so that artwork that runs off the paper ends in an even white frame instead.
"""

from __future__ import annotations

import io
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name

from factsheet.editions import Intent

_PT: Final = 72 / 25.4
OFFICE_MARGIN: Final = 6.0
"""mm at each edge that office printers may leave white; most need 4 to 5."""


def pdf(drawn: bytes, intent: Intent) -> bytes:
    """Make the file for one intent from the drawn pages. The same pages give the same bytes, anywhere and at any time."""
    with pikepdf.open(io.BytesIO(drawn)) as document:
        for page in document.pages:
            trim = [float(edge) for edge in page.trimbox]
            for box in (Name.MediaBox, Name.BleedBox, Name.TrimBox):
                page.obj[box] = pikepdf.Array(trim)
            if intent is Intent.OFFICE:
                _keep_printable(document, page, trim)
        if intent is Intent.OFFICE:
            _for_paper_only(document)
        written = io.BytesIO()
        document.save(written, deterministic_id=True)
    return written.getvalue()


def _keep_printable(document: pikepdf.Pdf, page: pikepdf.Page, trim: list[float]) -> None:
    """Clip the page to what the printer reaches."""
    left, bottom, right, top = trim
    inset = OFFICE_MARGIN * _PT
    width, height = right - left - 2 * inset, top - bottom - 2 * inset
    area = f"q {left + inset:.4f} {bottom + inset:.4f} {width:.4f} {height:.4f} re W n\n"
    page.contents_add(document.make_stream(area.encode("ascii")), prepend=True)
    page.contents_add(document.make_stream(b"\nQ"))


def _for_paper_only(document: pikepdf.Pdf) -> None:
    """Drop what paper does not have: links, tags, bookmarks, and the claim to be accessible; print at 100 %."""
    for page in document.pages:
        for key in (Name.Annots, Name.StructParents, Name.Tabs):
            if key in page.obj:
                del page.obj[key]
    for key in (Name.StructTreeRoot, Name.MarkInfo, Name.Metadata, Name.Outlines):
        if key in document.Root:
            del document.Root[key]
    document.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
