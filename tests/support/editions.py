"""Every edition there is, found by its folder and file, and the files that it is made into."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import pytest
from support.project import PROJECT

from factsheet.compose import composer
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.fitting import copyfit
from factsheet.lint import checked
from factsheet.pdf import intents

OURS = Project(PROJECT, PROJECT / "content")
EXAMPLES = Project(PROJECT, PROJECT / "tests" / "sheets")


def every(project: Project) -> list[Edition]:
    found, problems = checked.find(project, (), (), ())
    assert all(one.advice for one in problems), "\n".join(map(str, problems))
    return found


def named(edition: Edition) -> str:
    return f"{edition.sheet.name}-{edition.layout.name}-{edition.sheet.tag}"


TRANSLATED = every(OURS)
OF_THE_SOURCE = [edition for edition in TRANSLATED if edition.sheet.tag == edition.sheet.facts.source]
FACTSHEETS = [edition for edition in TRANSLATED if edition.layout.folders[-1].name == "factsheet"]
edition_of_ours = pytest.mark.parametrize("edition", TRANSLATED, ids=named)
factsheet_of_ours = pytest.mark.parametrize("edition", FACTSHEETS, ids=named)
every_edition = pytest.mark.parametrize("edition", [*TRANSLATED, *every(EXAMPLES)], ids=named)
source_and_examples = pytest.mark.parametrize("edition", [*OF_THE_SOURCE, *every(EXAMPLES)], ids=named)
PICTURED = [*OF_THE_SOURCE, *(one for one in FACTSHEETS if one.layout.name == "factsheet" and one not in OF_THE_SOURCE)]


def pressed(pages: typeset.Pages) -> dict[Intent, bytes]:
    drawn, edition = typeset.draw(pages), pages.edition
    hint = typeset.hint(composer.hint(edition), edition) if edition.layout.impose else None
    return {intent: intents.pdf(pages, drawn, hint, intent) for intent in Intent}


@lru_cache(maxsize=6)  # tests of one edition come one after the other: see conftest
def _made(name: str) -> tuple[typeset.Pages, dict[Intent, bytes]]:
    edition = next(edition for edition in [*TRANSLATED, *every(EXAMPLES)] if named(edition) == name)
    pages = copyfit.fit(composer.compose(edition), edition).pages
    return pages, pressed(pages)


def made(edition: Edition) -> tuple[typeset.Pages, dict[Intent, bytes]]:
    return _made(named(edition))


def words(text: str) -> str:
    """Letters and figures without what setting may change: spaces, line ends, hyphens, ligatures."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
