"""The search for sizes at which copy fits, with no engine: copy made up, and measures that help, mislead and lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.fitting import search
from factsheet.fitting.search import AS_IS, MOST_LAYOUTS, STEPS, TIGHTEST, SearchResult, Setting, Trial


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

    def found(self, *, opens: bool = False, in_fours: bool = False) -> SearchResult[Setting]:
        found = search.search(self.lay_out, opens, in_fours)
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

    found = search.search(lay_out, opens=False, in_fours=False)
    assert found.trial.fits
    assert found.setting.copy == 0 or found.setting.headlines == found.setting.copy


def test_what_headlines_alone_cannot_do_copy_does_with_them() -> None:
    # A page without running text, on which not only type is too large.
    def lay_out(setting: Setting) -> Trial[Setting]:
        return Trial(setting, 4, headlines_fit=setting.headlines == 1 and setting.copy >= 0.4, copy_fits=True)

    found = search.search(lay_out, opens=False, in_fours=False)
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

    assert search.search(lay_out, opens=False, in_fours=False).trial.fits


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

    found = search.search(lay_out, opens=False, in_fours=False)
    assert found.trial.pages == pages
    assert found.setting.copy <= (needed + 1 / 32 if pages == 6 else 0)


def test_copy_of_less_than_one_sheet_is_not_tightened_to_nothing() -> None:
    assert Copy(pages=lambda setting: 3).found(in_fours=True).setting == AS_IS


A_MEASURE = st.lists(st.floats(-300, 300), min_size=STEPS + 1, max_size=STEPS + 1)
"""In mm, for each step; it need not have anything to do with what fits."""


@given(st.integers(1, STEPS), A_MEASURE, A_MEASURE)
def test_a_measure_that_lies_costs_layouts_and_changes_nothing(
    needed: int, one: list[float], other: list[float]
) -> None:
    def lay_out(setting: Setting) -> Trial[Setting]:
        step = round(setting.copy * STEPS)
        fits = step >= needed
        return Trial(setting, 4, headlines_fit=True, copy_fits=fits, copy_shortages={1: one[step], 2: other[step]})

    found = search.search(lay_out, opens=False, in_fours=False)
    assert found.setting == Setting(copy=needed / STEPS)
    assert found.layouts <= MOST_LAYOUTS


@pytest.mark.parametrize("number", ["headlines", "copy"])
@given(fitting=st.sets(st.integers(1, STEPS)), measure=A_MEASURE)
def test_the_step_before_the_one_that_is_found_does_not_fit(
    number: str, fitting: set[int], measure: list[float]
) -> None:
    tried: dict[int, bool] = {}

    def lay_out(setting: Setting) -> Trial[Setting]:
        step = round(getattr(setting, number) * STEPS)
        fits = step in fitting or setting == TIGHTEST
        if setting != TIGHTEST:
            tried[step] = fits
        return Trial(
            setting,
            4,
            headlines_fit=fits or number != "headlines",
            copy_fits=fits or number != "copy",
            headline_shortages={1: measure[step]},
            copy_shortages={1: measure[step]},
        )

    found = search.search(lay_out, opens=False, in_fours=False)
    assert found.trial.fits
    assert found.layouts <= MOST_LAYOUTS
    step = round(getattr(found.setting, number) * STEPS)
    if found.setting in (Setting(step / STEPS, 0), Setting(0, step / STEPS)):
        assert (tried[step], tried[step - 1]) == (True, False)
    else:  # nothing did that was tried of this number alone
        assert not any(tried.values())


@given(st.integers(1, STEPS), st.integers(1, STEPS), A_MEASURE, A_MEASURE)
def test_both_are_found_whatever_measures_say(
    headlines: int, copy: int, of_headlines: list[float], of_copy: list[float]
) -> None:
    def lay_out(setting: Setting) -> Trial[Setting]:
        steps = round(setting.headlines * STEPS), round(setting.copy * STEPS)
        return Trial(
            setting,
            4,
            headlines_fit=steps[0] >= headlines,
            copy_fits=steps[1] >= copy,
            headline_shortages={1: of_headlines[steps[0]]},
            copy_shortages={1: of_copy[steps[1]]},
        )

    found = search.search(lay_out, opens=False, in_fours=False)
    assert found.setting == Setting(headlines / STEPS, copy / STEPS)
    assert found.layouts <= MOST_LAYOUTS


@given(st.sets(st.tuples(st.integers(0, STEPS), st.integers(0, STEPS))), st.sets(st.integers(0, STEPS)), A_MEASURE)
def test_what_is_found_fits_and_not_too_late_whatever_fits(
    both: set[tuple[int, int]], one: set[int], measure: list[float]
) -> None:
    def lay_out(setting: Setting) -> Trial[Setting]:
        steps = round(setting.headlines * STEPS), round(setting.copy * STEPS)
        tightest = setting == TIGHTEST
        return Trial(
            setting,
            4,
            headlines_fit=tightest or steps in both or steps[0] in one,
            copy_fits=tightest or steps in both or steps[1] in one,
            headline_shortages={1: measure[steps[1]]},
            copy_shortages={1: measure[steps[0]]},
        )

    found = search.search(lay_out, opens=False, in_fours=False)
    assert found.trial.fits
    assert found.layouts <= MOST_LAYOUTS


def gained(copy: float) -> float:
    """What lines, then spaces, then type gain where it is as the search takes it to be."""
    return max(0.45 * copy, 1.05 * copy - 0.2, 1.5 * copy - 0.5)


@pytest.mark.parametrize(
    ("gain", "on_average", "at_most"),
    [(gained, 4.1, 5), (lambda copy: copy, 5.8, 9), (lambda copy: copy**2, 5.1, 7)],
)
def test_a_measure_that_tells_the_truth_leads_there_in_few_layouts(
    gain: Callable[[float], float], on_average: float, at_most: int
) -> None:
    def layouts(needed: float) -> int:
        def lay_out(setting: Setting) -> Trial[Setting]:
            lacks = 100 * (gain(needed) - gain(setting.copy))
            return Trial(
                setting, 4, headlines_fit=True, copy_fits=lacks <= 0, copy_shortages={"this": lacks, "that": -3}
            )

        return search.search(lay_out, opens=False, in_fours=False).layouts

    # Four are needed: the two ends, and two steps between them of which one is too little and one enough.
    took = [layouts(needed / 100) for needed in range(1, 101)]
    assert sum(took) / len(took) <= on_average
    assert max(took) <= at_most
