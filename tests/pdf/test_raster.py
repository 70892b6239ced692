"""Pages as pictures: the right page, the width asked for, and never so large that it fills the memory."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from factsheet.pdf import raster


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Two pages of 200 × 100 pt: one white, one red."""
    made = pikepdf.new()
    for content in (b"", b"1 0 0 rg 0 0 200 100 re f"):
        made.add_blank_page(page_size=(200, 100)).contents_add(made.make_stream(content))
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_a_page_is_as_wide_as_asked(pdf: bytes) -> None:
    assert picture(raster.png(pdf, 1, 417)).size == (417, 209)


def test_pages_count_from_one(pdf: bytes) -> None:
    assert picture(raster.png(pdf, 1, 50)).getpixel((20, 20)) == (255, 255, 255)
    assert picture(raster.png(pdf, 2, 50)).getpixel((20, 20)) == (255, 0, 0)


def test_a_picture_has_a_largest_size(pdf: bytes) -> None:
    wide, high = picture(raster.png(pdf, 1, 1_000_000)).size
    assert 23_000_000 < wide * high < 24_100_000


@pytest.mark.parametrize("points", [595.2756, 612.2835, 297.6378, 841.8898])
def test_no_picture_is_a_pixel_too_wide(points: float) -> None:
    made = pikepdf.new()
    made.add_blank_page(page_size=(points, 300))
    written = io.BytesIO()
    made.save(written)
    widths = (438, 451, 794, 1000, 1587)
    assert [picture(raster.png(written.getvalue(), 1, width)).width for width in widths] == [*widths]
