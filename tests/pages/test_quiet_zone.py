"""The light around a film code is measured from where the code is, to the last pixel that lies within it as a whole."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from support import selection
from support.project import PROJECT, subprocess_run

from factsheet.compose.film_code import QUIET_ZONE
from factsheet.design import layouts
from factsheet.preflight import film

MODULES = 25


def page(x: float, module: float, light: float) -> bytes:
    """A black square in a white one on a red page; `light` is how many modules of white are around it."""
    side, begin = MODULES * module, x - light * module
    white = side + 2 * light * module
    document = pikepdf.new()
    drawn = (
        f"0.85 0.22 0.13 rg -9 -9 999 999 re f 1 g {begin} {begin} {white} {white} re f 0 g {x} {x} {side} {side} re f"
    )
    document.add_blank_page(page_size=(595.28, 841.89)).Contents = document.make_stream(drawn.encode())
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def is_quiet(pdf: bytes, x: float, module: float) -> bool:
    side = MODULES * module
    with pypdfium2.PdfDocument(pdf) as document:
        return film._is_quiet(document[0], (x, x, x + side, x + side), MODULES)


@pytest.mark.parametrize("module", [1.42, 1.7, 2.834646, 3.33, 4.2])
def test_the_edge_of_the_light_is_no_mark_wherever_pixels_lie(module: float) -> None:
    for step in range(12):
        x = 100 + step * 0.029
        assert is_quiet(page(x, module, QUIET_ZONE), x, module), x
        assert not is_quiet(page(x, module, QUIET_ZONE - 0.5), x, module), x


def test_a_code_at_the_edge_of_the_page_has_what_light_the_page_has() -> None:
    assert is_quiet(page(2, 2, QUIET_ZONE), 2, 2)
    assert not is_quiet(page(2, 2, 0.5), 2, 2)


EVERY_LAYOUT = tuple(layouts.names(PROJECT / "templates"))
FEW = ("cards", "leaflet", "zine")


@pytest.mark.parametrize(
    ("sheet", "wanted"),
    selection.cases(
        [("flyer", FEW), ("flyer", EVERY_LAYOUT), ("two-messages", EVERY_LAYOUT)], lambda case: case[1] is FEW
    ),
)
def test_a_short_sheet_with_a_film_is_made_in_every_layout(sheet: str, wanted: tuple[str, ...]) -> None:
    content = PROJECT / "tests/cases_from_people/two-messages/content"
    chosen = [word for layout in wanted for word in ("--layout", layout)]
    ended = subprocess_run(PROJECT, "check", "--content", content, "--sheet", sheet, *chosen)
    assert ended.code == 0, ended.err
    assert f"Ready to print: {len(wanted)} editions" in ended.out
