"""The master for the copier holds out: a copy of a copy of a copy still has its film code, and it is black alone."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from support.editions import TRANSLATED, cases, made

from factsheet.compose import film_code
from factsheet.design.editions import Edition, Intent

DPI = 300
MASTERS = [edition for edition in TRANSLATED if edition.layout.name == "photocopy"]
master = pytest.mark.parametrize("edition", cases(MASTERS), ids=lambda edition: edition.sheet.tag)


def copied(page: Image.Image, seed: int) -> Image.Image:
    """One pass through a worn copier: a little blur, a little turn, spreading toner, a dirty glass, hard contrast."""
    random = np.random.default_rng(seed)
    page = page.rotate(random.uniform(-0.4, 0.4), Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(page.filter(ImageFilter.GaussianBlur(1.1)), dtype=float)
    grey += random.normal(0, 18, grey.shape)
    grey[random.random(grey.shape) < 0.0006] = 0
    return Image.fromarray(np.clip((grey - 128) * 3.2 + 118, 0, 255).astype(np.uint8))


@master
def test_the_film_code_survives_the_third_copy(edition: Edition) -> None:
    page = pypdfium2.PdfDocument(made(edition)[1][Intent.OFFICE])[0]
    image = page.render(scale=DPI / 72).to_pil().convert("L")
    for generation in range(3):
        image = copied(image, generation)
    # As a telephone sees it: half the resolution.
    seen = image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR)
    assert edition.sheet.film
    assert [code.text for code in zxingcpp.read_barcodes(seen)] == [edition.sheet.film.address]


@master
def test_the_film_code_has_modules_of_at_least_0_6_mm(edition: Edition) -> None:
    assert edition.sheet.film
    width = float(edition.layout.tokens["code-size"].removesuffix("mm"))
    assert film_code.symbol(edition.sheet.film.address).module_mm(width) >= 0.6


@master
def test_nothing_but_black_stands_on_the_master(edition: Edition) -> None:
    for page in pypdfium2.PdfDocument(made(edition)[1][Intent.SCREEN]):
        colours = np.asarray(page.render(scale=1).to_pil().convert("RGB"), dtype=int)
        assert (colours.max(axis=2) - colours.min(axis=2)).max() <= 2


def test_there_is_a_master() -> None:
    assert MASTERS
