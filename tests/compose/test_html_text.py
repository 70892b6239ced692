"""Texts between tags are edited, and no byte of what is not printed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from factsheet.compose import html_text


def capitals(texts: Sequence[str]) -> list[str]:
    return [text.upper() for text in texts]


@pytest.mark.parametrize(
    ("html", "everywhere", "outside_links"),
    [
        ("a", "A", "A"),
        ('<!DOCTYPE html><p title="a">b &amp; c</p>', '<!DOCTYPE html><p title="a">B &AMP; C</p>', None),
        ("<title>a</title><style>b</style><script>c</script>d", None, None),
        ("<title>a", "<title>a", "<title>a"),
        ("a<p", "A<p", "A<p"),
        ("a <a href='x'>b<i>c</i></a> d", "A <a href='x'>B<i>C</i></a> D", "A <a href='x'>b<i>c</i></a> D"),
        ("<abbr>a</abbr><a>b", "<abbr>A</abbr><a>B", "<abbr>A</abbr><a>b"),
    ],
)
def test_texts_are_edited_and_markup_is_not(html: str, everywhere: str | None, outside_links: str | None) -> None:
    everywhere = everywhere or html.removesuffix("d") + "D"
    assert html_text.edit(html, [capitals]) == everywhere
    assert html_text.edit(html, (), [capitals]) == (outside_links or everywhere)


def test_edits_follow_each_other_and_see_all_texts_at_once() -> None:
    def count(texts: Sequence[str]) -> list[str]:
        return [f"{text}{len(texts)}" if text else text for text in texts]

    assert html_text.edit("<p>a</p><p>b</p>", [count, capitals], [count]) == "<p>A55</p><p>B55</p>"


@pytest.mark.parametrize(
    ("html", "lifted"),
    [
        ('<p><span data-key="k">a</span></p>', '<p data-key="k">a</p>'),
        ('<p id="x"><b><span data-key="k">a</span></b></p>', '<p id="x"><b data-key="k">a</b></p>'),
        ('<p> <span data-key="k">a</span></p>', None),
        ('<p><span data-key="k">a</span>.</p>', None),
        ('<p><span data-key="k">a<i>b</i></span></p>', None),
        ('<p data-key="own"><span data-key="k">a</span></p>', None),
        ('<p><span data-key="k">a</span><span data-key="l">b</span></p>', None),
        ('<p><span data-key="k">a</span>', None),
    ],
)
def test_only_an_element_that_holds_one_string_alone_takes_its_key(html: str, lifted: str | None) -> None:
    assert html_text.lift_keys(html) == (lifted or html)
