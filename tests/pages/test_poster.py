"""The title of a poster and its map share the field of red, and neither is printed over the other."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from support import selection
from support.project import PROJECT

from factsheet.compose import composer
from factsheet.content import loader
from factsheet.design import editions, layouts
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.fitting import copyfit

HOUSE = Project(PROJECT, PROJECT / "content")
(SHEET,) = loader.sheets(HOUSE.content)

POSTERS = [editions.load(HOUSE, SHEET, "poster", tag) for tag in ("en", "fr", "th")]
REACHES_BELOW = 0.21  # of its size, from the line on which letters stand, in the condensed face


@pytest.mark.parametrize(
    "edition", selection.cases(POSTERS, lambda one: one.sheet.tag == "en"), ids=lambda edition: edition.sheet.tag
)
def test_letters_that_reach_below_the_last_line_end_above_the_map(edition: Edition) -> None:
    title = str(edition.sheet.masthead.title)
    composed = composer.compose(edition)
    # A last line of nothing but such letters, as wide as there is room for.
    composed = replace(composed, html=composed.html.replace(title[-6:], title[-6:] + " gjpqy"))
    pages = copyfit.fit(composed, edition).pages.document.pages
    boxes = [box for page in pages for box in page._page_box.descendants() if box.element is not None]
    (drawn,) = (box for box in boxes if box.element.get("class") == "map")
    lines = [box for box in boxes if box.element.tag == "h1" and hasattr(box, "baseline") and hasattr(box, "text")]
    last = max(lines, key=lambda line: line.position_y)
    assert last.position_y + last.baseline + REACHES_BELOW * last.style["font_size"] <= drawn.border_box_y()


def test_the_a2_poster_is_the_a3_one_at_twice_the_area() -> None:
    small, large = (layouts.load(HOUSE.templates, name) for name in ("poster", "poster-a2"))
    assert small.tokens.keys() == large.tokens.keys()
    for name, size in small.tokens.items():
        number, unit = re.fullmatch(r"([\d.]+)(\D*)", size).groups()
        wanted = float(number) * 1.414 if unit else float(number)
        assert float(large.tokens[name].removesuffix(unit)) == pytest.approx(wanted, rel=1e-3), name
