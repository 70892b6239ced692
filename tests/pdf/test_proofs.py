"""A proof shows the page with its frames; a dummy shows where each page goes on the sheet, and which way up."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from support.planted import plant

from factsheet.compose import composer
from factsheet.design import layouts
from factsheet.engine import typeset
from factsheet.pdf import proofs
from factsheet.pdf.imposition import Slot, impose
from factsheet.pdf.sheet_drawing import PT, SLUG

TEMPLATES = Path(__file__).parents[2] / "templates"
IMPOSED = [name for name in layouts.names(TEMPLATES) if layouts.load(TEMPLATES, name).impose]


def seen(pdf: bytes, page: int) -> np.ndarray:
    """A page as grey levels, four pixels to the mm."""
    return np.asarray(pypdfium2.PdfDocument(pdf)[page].render(scale=4 / PT).to_pil().convert("L"))


def room(image: np.ndarray, slot: Slot) -> np.ndarray:
    """The inside of a slot, upright, without the folds at its edges."""
    top, left = round((slot.y + 2) * 4), round((slot.x + 2) * 4)
    part = image[top : top + round((slot.height - 4) * 4), left : left + round((slot.width - 4) * 4)]
    return part[::-1, ::-1] if slot.turned else part


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("name", IMPOSED)
def test_a_dummy_has_every_page_number_where_the_page_will_be(name: str, right_to_left: bool) -> None:
    layout = layouts.load(TEMPLATES, name)
    pages = min(layout.pages, 16)
    pdf = proofs.dummy(layout, pages, right_to_left)
    numbers: dict[int, np.ndarray] = {}
    for at, side in enumerate(impose(layout, pages, right_to_left)):
        image = seen(pdf, at)
        for slot in side.slots:
            inside = room(image, slot)
            assert inside.min() < 128, f"page {slot.page} has no number"
            ink = (inside < 128).mean()
            known = numbers.setdefault(slot.page, inside)
            if known.shape == inside.shape:
                assert abs(known.astype(int) - inside).mean() < 6, "the same page has the same number everywhere"
            assert ink < 0.3
    assert set(numbers) == set(range(1, pages + 1))
    shapes = {(number % 10, number // 10): image for number, image in numbers.items()}
    assert len({image.tobytes() for image in shapes.values()}) == len(shapes), "no two numbers look alike"


def test_a_proof_draws_frames_where_trim_bleed_and_safe_area_are(tmp_path: Path) -> None:
    layout = "title: Plain\ntrim: [100mm, 150mm]\nbleed: 3mm\nsafe: 8mm\npages: 2\n"
    layout += "takes: {masthead: whole, messages: whole}\ntokens: {text-size: 10pt}\n"
    edition = plant(tmp_path, layout=layout, css="@page { bleed: 3mm }")
    pages = typeset.typeset(composer.compose(edition), edition)
    made = proofs.make_files(pages, typeset.draw(pages))
    assert set(made) == {"proof"}
    with pikepdf.open(io.BytesIO(made["proof"])) as document:
        assert len(document.pages) == pages.count
        assert [float(edge) / PT for edge in document.pages[0].trimbox] == pytest.approx(
            [SLUG, SLUG, SLUG + 100, SLUG + 150], abs=0.01
        )
    colours = np.asarray(pypdfium2.PdfDocument(made["proof"])[0].render(scale=8 / PT).to_pil().convert("RGB")).astype(
        int
    )
    middle = colours[round((SLUG + 75) * 8)]
    for inset, (red, green, blue) in {-3: (255, 0, 255), 0: (0, 153, 255), 8: (0, 178, 0)}.items():
        strip = middle[round((SLUG + inset) * 8) - 3 : round((SLUG + inset) * 8) + 4]
        assert abs(strip - (red, green, blue)).sum(axis=1).min() < 120, inset


def test_an_imposed_layout_has_a_dummy_too(tmp_path: Path) -> None:
    layout = "title: Folded\ntrim: [100mm, 150mm]\nbleed: 0mm\nsafe: 8mm\npages: 4\n"
    layout += "impose: {method: signature, sheet: [200mm, 150mm], duplex: short-edge, paper-thickness: 0.1mm}\n"
    layout += "takes: {masthead: whole, messages: whole}\ntokens: {text-size: 10pt}\n"
    edition = plant(tmp_path, layout=layout)
    pages = typeset.typeset(composer.compose(edition), edition)
    assert set(proofs.make_files(pages, typeset.draw(pages))) == {"proof", "dummy"}
