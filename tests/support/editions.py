"""Find every edition there is by its folder and file, and choose those that a quick run is about.

What is the same in every language is looked at once for each script and direction; see `quick`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import pytest
from support import selection
from support.products import made
from support.project import PROJECT

from factsheet.compose import composer
from factsheet.design import languages
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.lint import ready_editions
from factsheet.pdf import intents

__all__ = ["made"]

OURS = Project(PROJECT, PROJECT / "content")
EXAMPLES = Project(PROJECT, PROJECT / "tests" / "sheets")


@cache
def every(project: Project) -> tuple[Edition, ...]:
    """Return every edition of a project; that of the source language comes before its translations."""
    found, problems = ready_editions.find(project, (), (), ())
    assert all(one.advice for one in problems), "\n".join(map(str, problems))
    return tuple(found)


def named(edition: Edition) -> str:
    """Return the name of an edition for the name of a test."""
    return f"{edition.sheet.name}-{edition.layout.name}-{edition.sheet.tag}"


def quick(among: Sequence[Edition]) -> list[Edition]:
    """Return the editions of a quick run: each layout in each direction of writing, and each other script in one.

    The first language of a direction stands for all of it; only that of the source is looked at in layouts that extend
    another, as these differ in measures alone. Where there are several sheets, they take turns at the layouts.
    """
    if len({one.sheet.name for one in among}) > 1:
        return in_turn(among, lambda one: one.sheet.name)
    firsts = selection.first_of_each(among, lambda one: (one.layout.name, one.locale.direction))
    shown = {_script(one) for one in firsts}
    others = in_turn([one for one in among if _script(one) not in shown], _script)
    chosen = [one for one in firsts if one.sheet.tag == one.sheet.facts.source or len(one.layout.folders) == 1]
    return chosen + selection.first_of_each(others, _script)


def in_turn(among: Sequence[Edition], kind: Callable[[Edition], str]) -> list[Edition]:
    """Return one edition in each layout that extends no other: the layouts take turns at the kinds there are."""
    bases = [one for one in among if len(one.layout.folders) == 1]
    kinds, layouts = sorted(set(map(kind, bases))), sorted({one.layout.name for one in bases})
    turns = {layout: kinds[number % len(kinds)] for number, layout in enumerate(layouts)}
    firsts = selection.first_of_each(bases, lambda one: (one.sheet.name, one.layout.name, kind(one)))
    return [one for one in firsts if kind(one) == turns[one.layout.name]]


def _script(edition: Edition) -> str:
    return languages.script(edition.sheet.tag)


def cases(among: Iterable[Edition], also: Callable[[Edition], bool] = lambda edition: True) -> list[Any]:
    """Return the editions for a parametrized test: in a quick run those of `quick` for which `also` is true."""
    return selection.cases(among, lambda edition: is_quick(edition) and also(edition))


def is_quick(edition: Edition) -> bool:
    """Tell whether a quick run is about this edition."""
    return named(edition) in _quick_names(edition.project)


@cache
def _quick_names(project: Project) -> frozenset[str]:
    return frozenset(map(named, quick(every(project))))


TRANSLATED = every(OURS)
OF_THE_SOURCE = [edition for edition in TRANSLATED if edition.sheet.tag == edition.sheet.facts.source]
FACTSHEETS = [edition for edition in TRANSLATED if edition.layout.folders[-1].name == "factsheet"]
PICTURED = [*OF_THE_SOURCE, *(one for one in FACTSHEETS if one.layout.name == "factsheet" and one not in OF_THE_SOURCE)]
edition_of_ours = pytest.mark.parametrize("edition", cases(TRANSLATED), ids=named)
factsheet_of_ours = pytest.mark.parametrize("edition", cases(FACTSHEETS), ids=named)
every_edition = pytest.mark.parametrize("edition", cases([*TRANSLATED, *every(EXAMPLES)]), ids=named)


def pressed(pages: typeset.Pages) -> dict[Intent, bytes]:
    """Draw laid-out pages, and make the PDF for each intent of them."""
    drawn, edition = typeset.draw(pages), pages.edition
    hint = typeset.hint(composer.hint(edition), edition) if edition.layout.impose else None
    return {intent: intents.make_pdf(pages, drawn, hint, intent) for intent in Intent}


def words(text: str) -> str:
    """Letters and figures without what setting may change: spaces, line ends, hyphens, ligatures."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
