"""Copy is fitted within bounds: the search alone, with no engine, and then real sheets, longer and shorter."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar
from pseudo import copy_of, edition
from test_editions import OF_THE_SOURCE

from factsheet import compose, copyfit, overset, typeset
from factsheet.compose import Composed
from factsheet.copyfit import AS_IS, MOST_LAYOUTS, TIGHTEST, Fitted, Found, Setting, Trial
from factsheet.editions import Edition
from factsheet.findings import ExitCode
from factsheet.typeset import Pages


@dataclass(frozen=True)
class Copy:
    """Made-up copy: from which setting on its headlines and its text fit, and how many pages it makes."""

    headlines: float = 0
    copy: float = 0
    pages: Callable[[Setting], int] = lambda setting: 4
    curable: bool = True
    room: float = 0
    grows_to: float = 0

    def lay_out(self, setting: Setting) -> Trial[Setting]:
        # Headlines are made smaller with everything else, too, when copy is as tight as it can be.
        headlines = max(setting.headlines, setting.copy * 3 - 2)
        return Trial(
            laid=setting,
            pages=self.pages(setting),
            headlines_fit=headlines >= self.headlines,
            copy_fits=setting.copy >= (self.copy or self.grows_to),
            curable=self.curable,
            room=self.room,
        )

    def found(self, *, opens: bool = False, in_fours: bool = False, guess: float | None = None) -> Found[Setting]:
        found = copyfit.search(self.lay_out, opens, in_fours, lambda first, tightest: guess)
        assert found.trial.laid == found.setting, "what is returned was laid out"
        assert found.layouts <= MOST_LAYOUTS
        return found


def test_copy_that_fits_is_left_alone_after_one_layout() -> None:
    found = Copy().found(opens=True, in_fours=True)
    assert (found.setting, found.layouts) == (AS_IS, 1)


@pytest.mark.parametrize("needed", [0.01, 0.2, 1 / 3, 0.5, 0.77, 0.99, 1])
def test_copy_is_tightened_as_much_as_it_needs_and_hardly_more(needed: float) -> None:
    found = Copy(copy=needed).found()
    assert found.trial.fits
    assert found.setting.headlines == 0
    assert needed <= found.setting.copy <= needed + 1 / 32


@pytest.mark.parametrize("needed", [0.01, 0.4, 0.99, 1])
def test_headlines_alone_become_smaller_where_nothing_else_is_too_large(needed: float) -> None:
    found = Copy(headlines=needed).found()
    assert found.trial.fits
    assert found.setting.copy == 0
    assert needed <= found.setting.headlines <= needed + 1 / 32


@pytest.mark.parametrize(("headlines", "copy"), [(0.1, 0.9), (0.9, 0.1), (0.5, 0.5), (1, 0.05), (0.03, 1)])
def test_both_are_found_at_once(headlines: float, copy: float) -> None:
    found = Copy(headlines=headlines, copy=copy).found()
    assert found.trial.fits
    assert copy <= found.setting.copy <= copy + 1 / 32
    assert found.setting.headlines <= headlines + 1 / 32


def test_copy_that_was_only_pushed_about_by_a_headline_is_left_alone() -> None:
    def lay_out(setting: Setting) -> Trial[Setting]:
        fits = setting.headlines >= 0.4
        return Trial(setting, 4, headlines_fit=fits, copy_fits=fits)

    found = copyfit.search(lay_out, opens=False, in_fours=False)
    assert found.trial.fits
    assert found.setting.copy == 0 or found.setting.headlines == found.setting.copy


@given(st.floats(0.001, 1), st.none() | st.floats(-3, 3))
def test_a_guess_changes_only_how_soon_headlines_are_found(needed: float, guess: float | None) -> None:
    assert Copy(headlines=needed).found(guess=guess).setting == Copy(headlines=needed).found().setting


@pytest.mark.parametrize("needed", [0.1, 0.5, 0.63, 0.9])
@pytest.mark.parametrize(("off", "most"), [(-0.03, 5), (0, 4), (0.02, 6)])
def test_a_good_guess_saves_layouts(needed: float, off: float, most: int) -> None:
    assert Copy(headlines=needed).found(guess=needed + off).layouts <= most
    assert Copy(headlines=needed).found().layouts == 7


def test_what_headlines_alone_cannot_do_copy_does_with_them() -> None:
    # A page without running text, on which not only type is too large.
    def lay_out(setting: Setting) -> Trial[Setting]:
        return Trial(setting, 4, headlines_fit=setting.headlines == 1 and setting.copy >= 0.4, copy_fits=True)

    found = copyfit.search(lay_out, opens=False, in_fours=False)
    assert found.trial.fits
    assert found.setting.headlines == 1
    assert 0.4 <= found.setting.copy <= 0.4 + 1 / 32


@pytest.mark.parametrize("too_much", [Copy(copy=1.1), Copy(headlines=1.1), Copy(headlines=1.1, copy=0.5)])
def test_copy_too_long_for_the_bounds_is_shown_at_its_tightest(too_much: Copy) -> None:
    found = too_much.found()
    assert (found.setting, found.trial.fits) == (TIGHTEST, False)
    assert found.layouts <= 3


def test_a_fault_of_the_template_is_not_searched_for_in_vain() -> None:
    found = Copy(copy=0.5, curable=False).found()
    assert (found.setting, found.layouts) == (AS_IS, 1)


def test_a_search_that_jumps_returns_nothing_that_does_not_fit() -> None:
    # Words move to another line: what is tighter does not always fit better.
    def lay_out(setting: Setting) -> Trial[Setting]:
        return Trial(setting, 4, headlines_fit=True, copy_fits=setting.copy in (0.25, 0.75, 1))

    assert copyfit.search(lay_out, opens=False, in_fours=False).trial.fits


@pytest.mark.parametrize("most", [-0.03, -0.5, -0.97, -1.5])
def test_short_copy_grows_as_far_as_it_fits(most: float) -> None:
    found = Copy(room=0.5, grows_to=most).found(opens=True)
    assert found.trial.fits
    assert max(most, -1) <= found.setting.copy <= max(most, -1) + 1 / 32


def test_short_copy_never_grows_onto_another_page() -> None:
    found = Copy(room=0.5, grows_to=-1, pages=lambda setting: 5 if setting.copy < -0.4 else 4).found(opens=True)
    assert found.trial.pages == 4
    assert -0.4 <= found.setting.copy <= -0.4 + 1 / 32


def test_copy_grows_only_where_pages_are_rather_empty_and_the_layout_says_so() -> None:
    assert Copy(room=0.1, grows_to=-1).found(opens=True).layouts == 1
    assert Copy(room=0.5, grows_to=-1).found(opens=False).layouts == 1


@pytest.mark.parametrize(("needed", "pages"), [(0.3, 16), (0.6, 16), (0.7, 18)])
def test_pages_that_come_in_fours_are_saved_if_lines_and_spaces_can_do_it(needed: float, pages: int) -> None:
    found = Copy(pages=lambda setting: 16 if setting.copy >= needed else 18).found(in_fours=True)
    assert found.trial.pages == pages
    assert found.setting.copy <= (needed + 1 / 32 if pages == 16 else 0)


@pytest.mark.parametrize(("needed", "pages"), [(0.3, 6), (0.7, 7)])
def test_a_page_that_is_hardly_begun_is_saved_if_lines_and_spaces_can_do_it(needed: float, pages: int) -> None:
    def lay_out(setting: Setting) -> Trial[Setting]:
        saved = setting.copy >= needed
        return Trial(setting, 6 if saved else 7, headlines_fit=True, copy_fits=True, thin=not saved)

    found = copyfit.search(lay_out, opens=False, in_fours=False)
    assert found.trial.pages == pages
    assert found.setting.copy <= (needed + 1 / 32 if pages == 6 else 0)


def test_copy_of_less_than_one_sheet_is_not_tightened_to_nothing() -> None:
    assert Copy(pages=lambda setting: 3).found(in_fours=True).setting == AS_IS


# Those that extend another differ from it in nothing that matters here.
LAYOUTS = [found.layout.name for found in OF_THE_SOURCE if len(found.layout.folders) == 1]
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
        return copyfit.fit(compose.compose(found), found), laid


@pytest.mark.parametrize("ours", OF_THE_SOURCE, ids=lambda ours: ours.layout.name)
def test_english_is_set_as_the_layouts_say(ours: Edition) -> None:
    found = copyfit.fit(compose.compose(ours), ours)
    assert (found.setting, found.sizes, found.layouts) == (AS_IS, {}, 1)
    assert copyfit.told(found) == ""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_copy_somewhat_longer_fits_every_layout(layout: str) -> None:
    found, laid = fitted(LONGER, layout)
    assert overset.findings(found.pages) == []
    assert overset.findings(laid[0]) or found.pages.count < laid[0].count, "without copyfitting it would not fit"
    assert len(laid) == found.layouts <= MOST_LAYOUTS
    assert found.pages in laid
    promised = found.pages.edition.layout
    assert found.pages.count <= promised.pages
    assert re.fullmatch(r"long copy set tighter: .* \d+ %", copyfit.told(found))


@pytest.mark.parametrize("layout", LAYOUTS)
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


@pytest.mark.parametrize("layout", ["cards", "leaflet", "poster", "zine"])
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
    wrong = {finding.what for finding in overset.findings(found.pages)}
    assert any(what.startswith("timeline.items.iduit-guidance.lead: ") and "panel 4." in what for what in wrong)


@pytest.mark.parametrize("layout", ["factsheet", "leaflet", "poster"])
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


@pytest.mark.parametrize("layout", ["booklet", "zine", "leaflet"])
def test_a_long_title_makes_no_text_smaller(layout: str) -> None:
    title = "‘Taking back, word by word and street by street, what was ours!’"
    found, _ = fitted(1, layout, ("masthead.title", title))
    assert overset.findings(found.pages) == []
    assert found.setting.headlines > 0
    assert found.setting.copy == 0
    assert "text-size" not in found.sizes
    assert {text.page for text in found.pages.texts if text.key == "masthead.title"} == {1}


def test_a_word_too_wide_for_its_column_makes_headlines_smaller() -> None:
    found, _ = fitted(1, "leaflet", ("masthead.subtitle", "Selbstbestimmungsgeschichtsschreibung"))
    assert overset.findings(found.pages) == []
    assert found.setting.headlines > 0 == found.setting.copy


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
