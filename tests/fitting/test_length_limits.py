"""What a string may grow to is measured, not guessed: nine tenths of it fit, a third more does not."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

import pytest
from support import selection
from support.editions import OF_THE_SOURCE
from support.pseudo import copy_of, edition

from factsheet.compose import composer
from factsheet.design.editions import Edition
from factsheet.engine import typeset
from factsheet.engine.typeset import Pages
from factsheet.fitting import capacity, copyfit, length_limits, overset, search

MORE = " ".join(itertools.islice(itertools.cycle(("très", "élargie", "façonne", "à", "présent", "naïveté")), 400))


def tightest(found: Edition) -> Pages:
    """The pages with everything as small as it may be: if they hold the words, copyfitting finds pages that do."""
    sizes = copyfit.sizes(found, search.TIGHTEST)
    return typeset.typeset(composer.resized(composer.compose(found), sizes), found)


@cache
def ours(layout: str) -> Edition:
    return next(found for found in OF_THE_SOURCE if found.layout.name == layout)


@cache
def measured(layout: str) -> dict[str, int]:
    return length_limits.budgets(tightest(ours(layout)))


def text_of(layout: str, key: str) -> str:
    return next(text for text in ours(layout).strings if text.key == key)


def fits(folder: Path, layout: str, key: str, share: float) -> bool:
    """Whether the sheet fits with one string longer by a share of what it may grow by."""
    text = text_of(layout, key)
    longer = text + " " + MORE[: int(share * (measured(layout)[key] - len(text))) - 1].rstrip()
    return not overset.findings(tightest(edition(copy_of(folder, 1, {key: longer}), layout)))


GROWING = [
    ("leaflet", "regions.items.western-europe.lead"),
    ("leaflet", "masthead.subtitle"),
    ("cards", "messages.items.hiv-response.more"),
    ("cards", "messages.items.dialogue.more"),
    ("factsheet", "timeline.items.hiv-pandemic.more"),
    ("factsheet-letter", "regions.heading"),
    ("zine", "film.call"),
    ("booklet", "film.call"),
]


# One of each kind of page: a panel, a card, a page of columns, a cover.
@pytest.mark.parametrize(("layout", "key"), selection.cases(GROWING, {*GROWING[::2]}.__contains__))
def test_a_string_may_grow_to_about_its_budget(tmp_path: Path, layout: str, key: str) -> None:
    assert measured(layout)[key] > len(text_of(layout, key)) + 60
    assert fits(tmp_path / "nine-tenths", layout, key, 0.9)
    assert not fits(tmp_path / "a-third-more", layout, key, 1.3)


@pytest.mark.parametrize("layout", selection.cases(["leaflet", "cards", "poster", "large-print"], "poster".__ne__))
def test_every_string_on_the_pages_has_a_budget_that_it_keeps_itself(layout: str) -> None:
    assert [*measured(layout)] == [text.key for text in ours(layout).strings]
    assert all(len(text) <= measured(layout)[text.key] <= 2000 for text in ours(layout).strings)


def test_where_pages_may_be_added_there_is_room_for_more() -> None:
    key = "messages.items.dialogue.more"
    assert measured("large-print")[key] > 2 * measured("cards")[key]


def test_a_string_without_room_has_no_budget(tmp_path: Path) -> None:
    key = "regions.items.western-europe.lead"
    long = edition(copy_of(tmp_path, 1, {key: "Wörter, viele Wörter." + 80 * " Und noch mehr Wörter."}), "leaflet")
    pages = tightest(long)
    without = {one.key for one in capacity.oversets(pages)}
    assert without
    assert not without & {*length_limits.budgets(pages)}
