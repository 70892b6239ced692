"""What a layout costs, counted instead of timed: how often a line is laid out before it is drawn.

Laying out lines is a third of what an edition takes, and their number is the same on every machine. Styles that ask how
narrow or wide words could be, or try several heights, multiply it: `1fr` in a grid, tables and inline boxes without a
width, balanced columns. A line that stands on a sheet several times is laid out once.
`line_layouts.json` says how many a layout may have for each line drawn: "all" for any there is no line for.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from support import selection
from support.counting import count_layouts
from support.editions import OF_THE_SOURCE, cases, named

from factsheet.compose import composer
from factsheet.compose.composer import Composed
from factsheet.design.editions import Edition
from factsheet.engine import line_cache, typeset

BUDGETS: dict[str, float] = json.loads((Path(__file__).parents[1] / "line_layouts.json").read_text(encoding="utf-8"))
PLANTED = {
    "a grid of 1fr": "body li, body section { display: grid !important; grid-template-columns: 1fr !important }",
    "boxes as wide as their words": "body li > * { display: inline-block !important; width: auto !important }",
}
QUICK = ("cards", "factsheet", "leaflet", "poster")
plain = pytest.mark.parametrize(
    "edition", cases(OF_THE_SOURCE, also=lambda edition: edition.layout.name in QUICK), ids=named
)


def line_layouts(composed: Composed, edition: Edition, monkeypatch: pytest.MonkeyPatch) -> float:
    """How many lines are laid out for each that is drawn."""
    typeset.typeset(composed, edition)  # whatever is asked once for each font is asked now
    line_cache.forget()
    with monkeypatch.context() as planted:
        asked = count_layouts(planted)
        pages = typeset.typeset(composed, edition)
    return asked() / len(pages.texts)


def budget(edition: Edition) -> float:
    return BUDGETS.get(edition.layout.name, BUDGETS["all"])


@plain
def test_lines_are_laid_out_little_more_often_than_they_are_drawn(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 0.8 <= line_layouts(composer.compose(edition), edition, monkeypatch) <= budget(edition)


def test_budgets_are_of_layouts_that_there_are_and_not_larger_than_they_need_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = {edition.layout.name: edition for edition in OF_THE_SOURCE if edition.layout.name in BUDGETS}
    assert {*own} == {*BUDGETS} - {"all"}
    for name, edition in own.items():
        assert BUDGETS[name] > BUDGETS["all"]
        assert line_layouts(composer.compose(edition), edition, monkeypatch) > 0.8 * BUDGETS[name]


@pytest.mark.parametrize("fault", selection.cases(PLANTED, [*PLANTED][:1].__contains__))
def test_a_dear_style_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = max(OF_THE_SOURCE, key=lambda edition: (sum(map(len, edition.strings)), -edition.layout.pages))
    composed = composer.compose(edition)
    dear = dataclasses.replace(composed, settings=composed.settings + PLANTED[fault])
    assert line_layouts(dear, edition, monkeypatch) > budget(edition)
