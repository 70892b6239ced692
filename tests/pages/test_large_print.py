"""Large print is large everywhere, measured in the finished file: no text below 18 pt, none slanted."""

from __future__ import annotations

import ctypes
import math

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from support.editions import TRANSLATED, cases, made

from factsheet.design.editions import Edition, Intent

FIGURE_HEIGHT = 0.725  # of Noto Sans, in em, with what round figures stand over
LARGE = [edition for edition in TRANSLATED if edition.layout.name == "large-print"]


@pytest.mark.parametrize("edition", cases(LARGE), ids=lambda edition: edition.sheet.tag)
def test_no_text_is_smaller_than_18_pt(edition: Edition) -> None:
    sizes = []
    for page in pypdfium2.PdfDocument(made(edition)[1][Intent.SCREEN]):
        text = page.get_textpage()
        for at in range(text.count_chars()):
            matrix = pdfium.FS_MATRIX()
            if not pdfium.FPDFText_GetMatrix(text, at, ctypes.byref(matrix)):
                continue
            if not text.get_text_range(at, 1).strip():
                continue
            size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
            if size < 1:  # inside a drawing, whose own scale pdfium leaves out: the figures of the map are measured
                _, foot, _, head = text.get_charbox(at)
                size = (head - foot) / FIGURE_HEIGHT
            sizes.append(size)
            assert abs(matrix.c) < 1e-3 * abs(matrix.d), "slanted"
    assert len(sizes) > 5000
    assert min(sizes) >= 17.99


def test_there_is_large_print() -> None:
    assert LARGE
