"""Values stand in place of their names in styles, and pages stay the same."""

from __future__ import annotations

import pytest
from support.editions import OF_THE_SOURCE, TRANSLATED, cases, in_turn, named

from factsheet.compose import composer, custom_properties
from factsheet.design.editions import Edition
from factsheet.engine import typeset

VALUES = {
    "gap": "3mm",
    "wide": "calc(2 * var(--gap))",
    "own": "1",
    "one": "var( --other )",
    "other": "var(--one)",
    "words-turn": '"write var(--gap)"',
}


@pytest.mark.parametrize(
    ("style", "then"),
    [
        ("margin: var(--gap) var( --gap )", "margin: 3mm 3mm"),
        ("width: min(var(--wide), 9mm)", "width: min(calc(2 * 3mm), 9mm)"),
        ("order: var(--own)", "order: var(--own)"),  # of some element its own
        ("order: var(--nobodys)", "order: var(--nobodys)"),  # the engine complains of it
        ("order: var(--nobodys, 2)", "order: var(--nobodys, 2)"),
        ("order: var(--one)", "order: var(--one)"),  # which leads back to itself
        ("--gaps: var(--gap)", "--gaps: 3mm"),
        ("content: var(--words-turn)", 'content: "write var(--gap)"'),
        ('content: "var(--gap)"', 'content: "var(--gap)"'),
        ("a /* var(--gap) */ [b] { width: VAR(--gap) }", "a /* var(--gap) */ [b] { width: 3mm }"),
        ("a:hover { margin: calc((1 + var(--gap))", "a:hover { margin: calc((1 + 3mm))}"),
    ],
)
def test_values_stand_in_place_of_their_names_in_styles(style: str, then: str) -> None:
    for others, html in (["p { --own: 2 }"], ""), ([""], '<p style="--own : 2">'):
        assert custom_properties.resolve([*others, style], html, VALUES)[1] == then


EDITIONS = [*OF_THE_SOURCE, *(one for one in TRANSLATED if one.sheet.tag == "ar")]


@pytest.mark.parametrize(
    "edition", cases(EDITIONS, also=in_turn(EDITIONS, lambda edition: edition.locale.direction).__contains__), ids=named
)
def test_pages_are_the_same_with_names_in_their_styles(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    composed = composer.compose(edition)
    pages = typeset.draw(typeset.typeset(composed, edition))
    monkeypatch.setattr(custom_properties, "resolve", lambda styles, html, values: styles)
    assert typeset.draw(typeset.typeset(composed, edition)) == pages
