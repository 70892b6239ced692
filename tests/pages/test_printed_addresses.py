"""Addresses, numbers and signs on the pages of every layout, in languages that hyphenate or run from the right."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import pytest
from support import selection
from support.kept_lines import rows
from support.project import PROJECT

from factsheet.compose import composer, nobreak
from factsheet.content import addresses
from factsheet.design import layouts
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.engine.typeset import Pages
from factsheet.findings import Finding
from factsheet.fitting import copyfit, overset
from factsheet.lint import ready_editions

CASE = PROJECT / "tests/cases_from_people/signs-from-the-right/flyer"
FACTS, ENGLISH = ((CASE / name).read_text(encoding="utf-8") for name in ("facts.yaml", "en.yaml"))
LAYOUTS = layouts.names(PROJECT / "templates")
ADDRESSES = {
    "en": "https://www.who.int/malaria",
    "fr": "https://vimeo.com/m/WWWWMMMM",
    "es": "https://www.opensocietyfoundations.org",
    "ru": "https://www.drogenselbsthilfenetzwerk.example.org/selbsthilfegruppenfilm",
    "uk": "https://www.hiv-gaps.org/taking-back-whats-ours",
}
TURNS = {(layout, [*ADDRESSES][number % len(ADDRESSES)]) for number, layout in enumerate(LAYOUTS) if number < 6}
WORDS = (
    "Write to information.and.advice@harmreductionnetwork.example.org or call +44 20 7946 0018 and #NothingAboutUs, "
    "www.betaeubungsmittelgesetzgebung.example.org/gesetzesaenderungen."
)


def found(folder: Path, layout: str, tag: str) -> Edition:
    (edition,), _ = ready_editions.find(Project(PROJECT, folder), (), (layout,), (tag,))
    return edition


def planted(folder: Path, layout: str, tag: str, address: str, words: str = WORDS) -> Edition:
    """A sheet with this address wherever one may stand, and these words in its first message."""
    sheet = folder / "flyer"
    sheet.mkdir()
    facts = FACTS.replace("https://example.org/film", address).replace("https://www.example.org", address)
    (sheet / "facts.yaml").write_text(facts, encoding="utf-8")
    for name in {"en", tag}:
        (sheet / f"{name}.yaml").write_text(ENGLISH.replace("Nothing is decided without us.", words), encoding="utf-8")
    return found(folder, layout, tag)


def set_and_fitted(edition: Edition) -> tuple[Pages, list[Finding]]:
    fitted = copyfit.fit(composer.compose(edition), edition)
    return fitted.pages, overset.findings(fitted.pages)


def lines_of(pages: Pages, key: str) -> list[list[str]]:
    """What stands of a string, line by line, each time that it is printed."""
    rows: dict[tuple[int, int, float], str] = {}
    for text in pages.texts:
        if text.key == key:
            row = text.page, text.paragraph, text.y
            rows[row] = rows.get(row, "") + text.text.translate(nobreak.MARKS).replace(nobreak.BREAK, "")
    blocks: dict[tuple[int, int], list[str]] = {}
    for (page, paragraph, _), line in rows.items():
        blocks.setdefault((page, paragraph), []).append(line.strip())
    return [*blocks.values()]


# Layouts take turns at the languages in a quick run.
@pytest.mark.parametrize(("layout", "tag"), selection.cases(product(LAYOUTS, ADDRESSES), lambda case: case in TURNS))
def test_an_address_is_printed_as_it_is(tmp_path: Path, layout: str, tag: str) -> None:
    edition = planted(tmp_path, layout, tag, ADDRESSES[tag])
    pages, problems = set_and_fitted(edition)
    assert not problems
    for text in edition.strings:
        for block in lines_of(pages, text.key):
            joined = "".join(block)
            for piece in addresses.find(text):
                assert piece.bare.replace(" ", "") in joined.replace(" ", "").replace("\u00a0", "")
            if text.key.endswith((".address", ".web")):
                assert all(line[-1] == "/" or after[0] in ".-" for line, after in pairwise(block))


@pytest.mark.parametrize("layout", selection.cases(LAYOUTS, lambda layout: layout in LAYOUTS[::3]))
def test_no_hint_asks_for_a_hyphen_in_an_address(tmp_path: Path, layout: str) -> None:
    name = "harmreduction" * 4
    words = f"Go: https://{name}.{name}.org/{name * 4}"
    _, problems = set_and_fitted(planted(tmp_path, layout, "en", f"https://{name}.org", words))
    assert not any("soft hyphen" in finding.hint for finding in problems)


# The name in brackets and those after it, as they are typed in the copy.
STANDING = {
    "messages.items.one.lead": ("LGBTQI+",),
    "messages.items.one.more": ("@inpud", "#NothingAboutUs", "C++", "HIV+"),
    "messages.items.two.lead": ("+442079460018",),
    "messages.items.two.more": ("0800-123-456", "02079460018", "(020)79460018", "24/7"),
    "messages.items.three.lead": ("12.5%",),
    "messages.items.three.more": ("$100", "-5", "12/05/2020", "info@inpud.net"),
    "contact.address": ("Unit1,London,+442079460018",),
    "acknowledgement.text": ("www.example.org",),
}


@pytest.mark.parametrize("layout", selection.cases(LAYOUTS, lambda layout: layout in LAYOUTS[::3]))
def test_from_the_right_everything_stands_as_it_was_typed(layout: str) -> None:
    edition = found(CASE.parent, layout, "ar")
    pages, problems = set_and_fitted(edition)
    assert not problems
    on_paper = "\n".join(rows(typeset.draw(pages)))
    for text in edition.strings:
        assert all(piece in on_paper for piece in STANDING.get(text.key, ()))
