"""What styles know of an edition: how wide its words are, and the words of its furniture as CSS."""

from __future__ import annotations

import pytest
from support.editions import OF_THE_SOURCE, TRANSLATED

from factsheet.compose import composer, tokens
from factsheet.design.editions import Edition
from factsheet.engine import typeset


@pytest.mark.parametrize(("words", "letters"), [("", 0), ("ours!", 5), ("ผู้ใช้ยา", 5), ("नीति", 4), ("نستردّ", 5)])
def test_marks_that_take_no_room_are_no_letters(words: str, letters: int) -> None:
    assert tokens.letters(words) == letters


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_styles_know_how_wide_words_are_where_letters_stand_alone(tag: str) -> None:
    edition = next(e for e in TRANSLATED if (e.sheet.tag, e.layout.name) == (tag, "leaflet"))
    widths = {name: float(width) for name, width in tokens.widths(edition).items()}
    # Addresses are in Latin letters everywhere.
    assert 10 < widths.pop("address-width") < 25
    assert 3 < widths.pop("address-part-width") < 10
    # The letters of a title are counted where they join: it has to have room on a cover in every language.
    assert 2 < widths.pop("title-line-width") < 7
    assert all(width == 0.01 for width in widths.values()) == (tag == "ar")
    if tag == "en":
        # “‘Taking” is wider than “ours!’”, and all of a heading than its widest word.
        assert 2 < widths["title-width"] < 3 < widths["timeline-width"]


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("ours!", 5),
        ("«Вернём себе своё!»", 11),
        ("“Retomando o que é nosso!”", 13),
        # One that does not break stays whole.
        ("а\u00a0б в", 3),
    ],
)
def test_a_text_on_two_lines_is_as_narrow_as_can_be(text: str, longer: int) -> None:
    assert tokens._longer_line(text, len) == longer


def test_furniture_words_reach_the_css_as_strings() -> None:
    assert tokens._css_string('a "b" \\ <c>\nd') == '"a \\22 b\\22  \\5c  \\3c c>\\a d"'


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
    ],
)
def test_values_stand_in_place_of_their_names_in_styles(style: str, then: str) -> None:
    for others, html in (["p { --own: 2 }"], ""), ([""], '<p style="--own : 2">'):
        assert tokens.settled([*others, style], html, VALUES)[1] == then


@pytest.mark.parametrize(
    "edition", [*OF_THE_SOURCE, *(one for one in TRANSLATED if one.sheet.tag == "ar")], ids=lambda edition: edition.name
)
def test_pages_are_the_same_with_names_in_their_styles(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    composed = composer.compose(edition)
    pages = typeset.draw(typeset.typeset(composed, edition))
    monkeypatch.setattr(tokens, "settled", lambda styles, html, values: styles)
    assert typeset.draw(typeset.typeset(composed, edition)) == pages
