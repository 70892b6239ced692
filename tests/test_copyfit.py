"""Copy is fitted within bounds: the search alone, with no engine, and then real sheets, longer and shorter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from factsheet import copyfit
from factsheet.copyfit import AS_IS, MOST_LAYOUTS, TIGHTEST, Found, Setting, Trial


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

    def found(self, *, opens: bool = False, in_fours: bool = False) -> Found[Setting]:
        found = copyfit.search(self.lay_out, opens, in_fours)
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
