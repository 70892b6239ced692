"""Styles know how wide words are that have to stay whole."""

from __future__ import annotations

import pytest
from support.editions import TRANSLATED

from factsheet.compose import word_widths
from factsheet.design import dictionary


@pytest.mark.parametrize(("words", "letters"), [("", 0), ("ours!", 5), ("ผู้ใช้ยา", 5), ("नीति", 4), ("نستردّ", 5)])
def test_marks_that_take_no_room_are_no_letters(words: str, letters: int) -> None:
    assert dictionary.length(words) == letters


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_styles_know_how_wide_words_are_where_letters_stand_alone(tag: str) -> None:
    edition = next(e for e in TRANSLATED if (e.sheet.tag, e.layout.name) == (tag, "leaflet"))
    widths = {name: float(width) for name, width in word_widths.measure(edition).items()}
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
    assert word_widths.longer_line(text, len) == longer
