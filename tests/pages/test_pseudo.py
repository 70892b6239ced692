"""The sheet in languages that do not exist: from the right, in tall letters, in long words; no word is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support import pseudo, selection
from support.editions import OF_THE_SOURCE

from factsheet.compose import composer
from factsheet.design.editions import Edition
from factsheet.engine.typeset import Pages
from factsheet.fitting import copyfit, overset
from factsheet.lint import ready_editions

LAYOUTS = [edition.layout.name for edition in OF_THE_SOURCE]
# A quick run tries each layout that extends no other in one of these ways; real languages are tried in all of them.
_BASES = [edition.layout.name for edition in OF_THE_SOURCE if len(edition.layout.folders) == 1]
_WAYS = {"rtl": (pseudo.FROM_THE_RIGHT, "ar"), "tall": (pseudo.TALL, "hi"), "long": ({}, "en")}
_TURNS = {(layout, [*_WAYS][number % len(_WAYS)]) for number, layout in enumerate(_BASES)}


def tried(*ways: str) -> list[Any]:
    return selection.cases([(layout, way) for layout in LAYOUTS for way in ways], lambda case: case in _TURNS)


LATIN = re.compile(r"[A-Za-z]{2,}")
# What no translation changes: addresses, and the name of the organisation.
KEPT = {"film.address", "contact.web", "contact.address", "masthead.organisation"}


def made(letters: dict[int, int], tag: str, layout: str, folder: Path) -> Edition:
    project = pseudo.in_letters(folder, letters, tag)
    found, problems = ready_editions.find(project, (), (layout,), (tag,))
    assert all(one.advice for one in problems), problems
    (only,) = found
    return only


def fitted(edition: Edition) -> Pages:
    return copyfit.fit(composer.compose(edition), edition).pages


@pytest.mark.parametrize(("layout", "way"), tried("rtl", "tall"))
def test_another_script_fits_and_templates_add_no_words(layout: str, way: str, tmp_path: Path) -> None:
    letters, tag = _WAYS[way]
    pages = fitted(made(letters, tag, layout, tmp_path))
    assert overset.findings(pages) == []
    latin = {text.key or text.text for text in pages.texts if LATIN.search(re.sub(r"\S+[.@]\w\S*", "", text.text))}
    assert {said for said in latin if not said.endswith(".date")} <= KEPT


@pytest.mark.parametrize(("layout", "way"), tried("long"))
def test_long_words_that_do_not_break_fit(layout: str, way: str, tmp_path: Path) -> None:
    edition = pseudo.edition(pseudo.in_letters(tmp_path, {}, "en", joined=True), layout)
    whole = replace(edition, locale=edition.locale.model_copy(update={"hyphens": "manual"}))
    assert overset.findings(fitted(whole)) == []
