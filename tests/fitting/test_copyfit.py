"""Copy is fitted within bounds: real sheets, longer and shorter."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar
from support import selection
from support.editions import OF_THE_SOURCE
from support.pseudo import copy_of, edition

from factsheet.compose import composer
from factsheet.compose.composer import Composed
from factsheet.design.editions import Edition
from factsheet.engine import typeset
from factsheet.engine.typeset import Pages
from factsheet.findings import ExitCode
from factsheet.fitting import capacity, copyfit, overset
from factsheet.fitting.copyfit import Fitted
from factsheet.fitting.search import AS_IS, MOST_LAYOUTS, TIGHTEST, Setting

# Those that extend another differ from it in nothing that matters here.
LAYOUTS = [found.layout.name for found in OF_THE_SOURCE if len(found.layout.folders) == 1]
# A quick run fits one of whole pages and one of panels, each once for all that looks at it.
in_turn = pytest.mark.parametrize("layout", selection.cases(LAYOUTS, {"factsheet", "leaflet"}.__contains__))
LONGER, FAR_LONGER, SHORTER = 1.15, 1.4, 0.5


@cache
def stretched(factor: float, layout: str, *strings: tuple[str, str]) -> Edition:
    with tempfile.TemporaryDirectory() as folder:
        return edition(copy_of(Path(folder), factor, dict(strings)), layout)


@cache
def fitted(factor: float, layout: str, *strings: tuple[str, str]) -> tuple[Fitted, list[Pages]]:
    """The edition with copy that much longer, fitted, and all the pages that were laid out for it."""
    found = stretched(factor, layout, *strings)
    laid: list[Pages] = []
    lay_out = typeset.typeset

    def counted(composed: Composed, edition: Edition) -> Pages:
        laid.append(lay_out(composed, edition))
        return laid[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typeset, "typeset", counted)
        return copyfit.fit(composer.compose(found), found), laid


@pytest.mark.parametrize("ours", OF_THE_SOURCE, ids=lambda ours: ours.layout.name)
def test_english_is_set_as_the_layouts_say(ours: Edition) -> None:
    found = copyfit.fit(composer.compose(ours), ours)
    assert (found.setting, found.sizes, found.layouts) == (AS_IS, {}, 1)
    assert copyfit.describe(found) == ""


@in_turn
def test_copy_somewhat_longer_fits_every_layout(layout: str) -> None:
    found, laid = fitted(LONGER, layout)
    assert overset.findings(found.pages) == []
    assert overset.findings(laid[0]) or found.pages.count < laid[0].count, "without copyfitting it would not fit"
    assert len(laid) == found.layouts <= MOST_LAYOUTS
    assert found.pages in laid
    promised = found.pages.edition.layout
    assert found.pages.count <= promised.pages
    assert re.fullmatch(r"long copy set tighter: .* \d+ %", copyfit.describe(found))


@in_turn
def test_no_type_of_a_finished_file_is_smaller_than_its_floor(
    layout: str,
) -> None:
    found, _ = fitted(LONGER, layout)
    drawn = typeset.draw(found.pages)
    text = found.pages.edition.layout.fit.get("text-size")
    floor = text.floor if text else 18  # pt; large print has nothing smaller
    sizes = {size for name, size in _type(drawn) if "+FS-Sans" in name}
    assert sizes, {name for name, _ in _type(drawn)}
    assert min(sizes) >= floor - 0.01


def _type(pdf: bytes) -> Iterator[tuple[str, float]]:
    """Font and size in pt of every character in a PDF, as a program that knows nothing of this one reads it."""

    def characters(thing: object) -> Iterator[LTChar]:
        if isinstance(thing, LTChar):
            yield thing
        elif hasattr(thing, "__iter__"):
            for part in thing:
                yield from characters(part)

    for page in extract_pages(io.BytesIO(pdf), laparams=None):
        for character in characters(page):
            yield character.fontname, round(character.size, 2)


@pytest.mark.parametrize(
    "layout", selection.cases(["cards", "leaflet", "poster", "zine"], {"cards", "leaflet"}.__contains__)
)
def test_copy_far_longer_fits_or_is_told_by_panel_and_words(
    layout: str,
) -> None:
    found, laid = fitted(FAR_LONGER, layout)
    assert len(laid) <= MOST_LAYOUTS
    for finding in overset.findings(found.pages):
        assert finding.exit_code == ExitCode.OVERSET
        assert found.setting == TIGHTEST
        assert finding.place and finding.place.file.name == "en.yaml" and finding.place.line
        said = rf"[\w.-]+: [\d.]+ mm overset in {layout}, (page|panel|card) \d+\. Hint: cut about \d+ words?, .+\."
        assert re.search(said, str(finding)), str(finding)


def test_some_copy_is_too_long() -> None:
    found, _ = fitted(FAR_LONGER, "leaflet")
    problems = {finding.what for finding in overset.findings(found.pages)}
    assert any(what.startswith("timeline.items.iduit-guidance.lead: ") and "panel 4." in what for what in problems)


@pytest.mark.parametrize(
    "layout", selection.cases(["factsheet", "leaflet", "poster"], {"leaflet", "poster"}.__contains__)
)
def test_copy_half_as_long_fills_its_pages_better(layout: str) -> None:
    found, laid = fitted(SHORTER, layout)
    assert overset.findings(found.pages) == []
    assert len(laid) <= MOST_LAYOUTS
    assert found.setting.copy < -0.5
    assert found.pages.count == laid[0].count, "no page more"
    before, after = ([page.share for page in pages.filled] for pages in (laid[0], found.pages))
    assert sum(after) > sum(before) + 0.1
    # Nothing is larger than the layout allows.
    for name, size in found.sizes.items():
        bounds = found.pages.edition.layout.fit[name]
        assert bounds.preferred < float(size.removesuffix(bounds.unit)) <= bounds.most


@pytest.mark.parametrize("layout", selection.cases(["booklet", "zine", "leaflet"], "zine".__eq__))
def test_a_long_title_makes_no_text_smaller(layout: str) -> None:
    title = "‘Taking back, word by word and street by street, what was ours!’"
    found, _ = fitted(1, layout, ("masthead.title", title))
    assert overset.findings(found.pages) == []
    assert found.setting.headlines > 0
    assert found.setting.copy == 0
    assert "text-size" not in found.sizes
    assert {text.page for text in found.pages.texts if text.key == "masthead.title"} == {1}


def test_a_word_too_wide_for_its_column_makes_headlines_smaller() -> None:
    found, laid = fitted(1, "leaflet", ("masthead.subtitle", "Selbstbestimmungsgeschichtsschreibung"))
    assert overset.findings(found.pages) == []
    assert found.setting.headlines > 0 == found.setting.copy
    assert len(laid) <= 5, "how much narrower it becomes is known from the start"


@in_turn
def test_what_is_overset_lacks_room_and_what_fits_has_some_left(layout: str) -> None:
    found, laid = fitted(LONGER, layout)
    before, after = (list(capacity.shortages(pages, laid[0])) for pages in (laid[0], found.pages))
    for over in capacity.oversets(laid[0]):
        assert any(one.millimetres > 0 and one.headline == over.headline for one in before), over
    assert any(one.millimetres < 0 for one in after)


@pytest.mark.parametrize("layout", ["leaflet", "zine"])
def test_a_title_with_a_wide_word_is_smaller_and_nothing_else_is(layout: str) -> None:
    found, laid = fitted(1, layout, ("masthead.title", "Rückeroberung"))
    assert overset.findings(found.pages) == []
    assert (found.setting, len(laid)) == (AS_IS, 1)


def test_a_film_code_gives_before_headlines_do() -> None:
    ours = stretched(1, "leaflet")
    half = copyfit.sizes(ours, Setting(headlines=0.5))
    assert half["code-size"] == "62mm"
    assert "title-size" not in half
    assert copyfit.sizes(ours, Setting(headlines=1))["title-size"] == "32pt"


def test_a_word_too_wide_for_any_headline_is_told_sideways() -> None:
    word = "Selbstbestimmungsrechtsbewegungsgeschichtsschreibung"
    found, _ = fitted(1, "leaflet", ("masthead.title", word))
    (finding,) = overset.findings(found.pages)
    assert re.fullmatch(r"masthead\.title: \d+ mm overset in leaflet, panel 1, sideways\.", finding.what)
    assert finding.hint == f'put a soft hyphen into "{word}", or choose a shorter word.'
