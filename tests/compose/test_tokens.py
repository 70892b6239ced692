"""Styles get the words of furniture as CSS."""

from __future__ import annotations

from factsheet.compose import tokens


def test_furniture_words_reach_the_css_as_strings() -> None:
    assert tokens._css_string('a "b" \\ <c>\nd') == '"a \\22 b\\22  \\5c  \\3c c>\\a d"'
