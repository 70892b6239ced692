"""Find the setting nearest to 0 at which everything fits, in few layouts.

Layouts are what a search costs, and each tells more than whether it fits: how many mm everything lacks, or has left.
So the next is made about where that comes to nothing. Measures only say where to look. Whatever they say, the setting
that is found was tried and fits, and the one a step nearer to 0 was tried and does not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Generic, TypeVar

Laid = TypeVar("Laid")
Shortages = Mapping[Hashable, float]
"""Of each thing that needs room, how many mm it lacks; below 0, how many it has left. Any of them may be left out."""

STEPS = 32  # from one end of a number to the other
MOST_LAYOUTS = 26  # where measures mislead at every step; where they do not, about five
_EMPTY = 0.2  # pages with more than this share of their height left open up
_ECONOMY = 2 / 3  # how far copy is tightened to save a sheet of paper: lines and spaces, but no smaller type
_FACES_OF_A_SHEET = 4
# How many layouts searches take, of nine editions in Arabic and French: 54, and 63 by plain bisection (the two ends and
# five halvings each). All ways below found the same settings; the constants only save layouts.
#
# How much of all that can be gained there is by the end of each stage of copyfit.py, as a rule of thumb: where layouts
# are otherwise, the search takes longer. Words too wide for a cover gain nothing before type shrinks. If each stage
# were taken to gain as much as the others, it would be 59.
_BY_COPY = (0, 0.15, 0.5, 1)
_BY_HEADLINES = (0, 0.05, 1)
_EVENLY = (0, 1)
_LITTLE = 0.25  # of the steps that are left is taken to be enough, where no measure says more; a half takes 54, too
_UNSURE = 0.3  # steps that the first guess may well be off, doubled by each next one; 0.1 takes 56, and 1 takes 54


@dataclass(frozen=True)
class Setting:
    """How far sizes are changed, as the docstring of copyfit.py says."""

    headlines: float = 0.0
    copy: float = 0.0


AS_IS, TIGHTEST = Setting(), Setting(1, 1)


@dataclass(frozen=True)
class Trial(Generic[Laid]):
    """What laying out at one setting showed."""

    laid: Laid
    pages: int
    headlines_fit: bool
    copy_fits: bool
    curable: bool = True
    """Whether other sizes could be a remedy; not if the template is at fault."""
    thin: bool = False
    """Whether copy only just runs over to some page."""
    room: float = 0.0
    """The share of their height that even the fullest pages of running text have left."""
    headline_shortages: Shortages = field(default_factory=dict)
    copy_shortages: Shortages = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        """Tell whether both headlines and copy fit."""
        return self.headlines_fit and self.copy_fits


@dataclass(frozen=True)
class SearchResult(Generic[Laid]):
    """The best setting, its trial, and the number of layouts it took to find it."""

    setting: Setting
    trial: Trial[Laid]
    layouts: int
    tightest: Trial[Laid] | None = None
    """The trial of TIGHTEST, if there was one."""


class _Trials(Generic[Laid]):
    """Lays out, once for each setting, and keeps the trials: layouts are what a search costs."""

    def __init__(self, lay_out: Callable[[Setting], Trial[Laid]]) -> None:
        self._lay_out = lay_out
        self._trials: dict[Setting, Trial[Laid]] = {}

    def __call__(self, setting: Setting) -> Trial[Laid]:
        if setting not in self._trials:
            self._trials[setting] = self._lay_out(setting)
        return self._trials[setting]

    def result(self, setting: Setting) -> SearchResult[Laid]:
        return SearchResult(setting, self(setting), len(self._trials), self._trials.get(TIGHTEST))


class _Bracket:
    """The steps from one end of a number to the other, where everything fits, and which are known to be enough.

    `gains` says how much of all that can be gained there is by the end of each stage, `fits` whether 0 is enough. What
    lacks room `here`, at 0, and `there`, at the other end, is known.
    """

    def __init__(self, gains: Sequence[float], fits: bool, here: Shortages, there: Shortages) -> None:
        self._gains = gains
        self._ends = [STEPS * stage / (len(gains) - 1) for stage in range(len(gains))]
        self._shortages = {0: here, STEPS: there}
        # What lacks room even where everything fits is no measure.
        self._telling = {what for what, millimetres in there.items() if millimetres <= 0}
        self._short, self.enough = (-1, 0) if fits else (0, STEPS)
        self._unsure = _UNSURE

    @property
    def open(self) -> bool:
        """Tell whether some step between one that is too little and one that is enough was not tried."""
        return self.enough - self._short > 1

    def next_step(self) -> int:
        """Return the step to try: the one that is about as likely too little as enough; if all is known, the latter."""
        if not self.open:
            return self.enough
        steps = range(self._short + 1, self.enough + 1)
        guess = self._guess() + 0.5  # on the whole; the first step after it is enough
        likely = list(accumulate((self._unsure + abs(step - guess)) ** -2 for step in steps))
        halves = [abs(up_to - likely[-1] / 2) for up_to in likely[:-1]]
        return steps[halves.index(min(halves))]

    def record(self, fits: bool, shortages: Shortages) -> None:
        """Record the trial of the next step. Nothing is to be learnt any more where the bracket is closed."""
        step = self.next_step()
        if self.open:
            self._shortages[step] = shortages
            self._short, self.enough = (self._short, step) if fits else (step, self.enough)
            self._unsure *= 2

    def _guess(self) -> float:
        """Return the step, and what part of one, from which on nothing seems to lack room."""
        before, after = self._shortages[self._short], self._shortages[self.enough]
        gained, most = (_along(step, self._ends, self._gains) for step in (self._short, self.enough))
        # How much of what is yet to be gained each thing needs.
        needed = [
            min(1.0, before[what] / (before[what] - after[what]))
            for what in self._telling & before.keys() & after.keys()
            if before[what] > max(0, after[what])
        ]
        if not needed:
            return self._short + (self.enough - self._short) * _LITTLE
        return _along(gained + (most - gained) * max(needed), self._gains, self._ends)


def _along(x: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    """Return the height at x of the line through all points of xs and ys; both only ever rise."""
    for (left, right), (low, high) in zip(pairwise(xs), pairwise(ys), strict=True):
        if x <= right:
            return low + (x - left) / (right - left) * (high - low)
    return ys[-1]


def search(lay_out: Callable[[Setting], Trial[Laid]], opens: bool, in_fours: bool) -> SearchResult[Laid]:
    """Find the setting nearest to 0 at which everything fits; where nothing does, the tightest.

    `opens` says whether short copy may grow, `in_fours` that pages come in fours, so that a page too many costs four.
    One layout where copy fits as it is, else at most MOST_LAYOUTS. What is returned as fitting was tried and fits.
    """
    trials = _Trials(lay_out)
    first = trials(AS_IS)
    if not first.fits:
        return trials.result(_tighten(trials) if first.curable else AS_IS)
    blanks = first.pages % _FACES_OF_A_SHEET if in_fours else 0
    setting = _save_pages(trials, blanks or 1) if blanks or first.thin else AS_IS
    if setting == AS_IS and opens and first.room > _EMPTY:
        setting = _find_nearest(
            trials, Setting(copy=-1), AS_IS, lambda trial: trial.fits and trial.pages <= first.pages
        )
    return trials.result(setting)


def _tighten(trials: _Trials[Laid]) -> Setting:
    """Find the least tightening that lets everything fit; the tightest if none does."""
    first, tightest = trials(AS_IS), trials(TIGHTEST)
    if not tightest.fits:
        return TIGHTEST
    # Where copy is too long as well, covers are too full, rather than words too wide: all stages help.
    by_headlines = _BY_HEADLINES if first.copy_fits else _EVENLY
    headlines = _Bracket(by_headlines, first.headlines_fit, first.headline_shortages, tightest.headline_shortages)
    copy = _Bracket(_BY_COPY, first.copy_fits, first.copy_shortages, tightest.copy_shortages)
    both = headlines.open and copy.open
    # Both at once: a trial says of each whether it was far enough.
    while headlines.open or copy.open:
        setting = _setting(headlines.next_step(), copy.next_step())
        trial = trials(setting)
        # Where one is done with, whatever does not fit is for the other to see to.
        alone = not (headlines.open and copy.open)
        headlines.record(trial.fits if alone else trial.headlines_fit, trial.headline_shortages)
        copy.record(trial.fits if alone else trial.copy_fits, trial.copy_shortages)
    enough = _setting(headlines.enough, copy.enough)
    # A number that is a single step from nothing may be there only because what was too large on one page pushed the
    # others about.
    if both and 1 in (headlines.enough, copy.enough):
        likely = _setting(headlines.enough, 0) if copy.enough == 1 else _setting(0, copy.enough)
        if trials(likely).fits:
            return likely
    # The ends of the two brackets may never have been tried together, and what one alone cannot do, both can.
    return _find_nearest(trials, enough, TIGHTEST, lambda trial: trial.fits)


def _setting(headlines: int, copy: int) -> Setting:
    return Setting(headlines / STEPS, copy / STEPS)


def _save_pages(trials: _Trials[Laid], number: int) -> Setting:
    """Find the least tightening that saves so many pages, if lines and spaces alone can do it."""
    most = trials(AS_IS).pages - number
    tight = Setting(copy=_ECONOMY)

    def saves(trial: Trial[Laid]) -> bool:
        return trial.fits and not trial.thin and 0 < trial.pages <= most

    return _find_nearest(trials, AS_IS, tight, saves) if saves(trials(tight)) else AS_IS


def _find_nearest(
    trials: _Trials[Laid], wanted: Setting, good: Setting, suits: Callable[[Trial[Laid]], bool]
) -> Setting:
    """Find the setting nearest to the one wanted that suits, on the way there from a good one."""

    def after(step: int) -> Setting:
        share = step / STEPS
        return Setting(
            wanted.headlines + (good.headlines - wanted.headlines) * share,
            wanted.copy + (good.copy - wanted.copy) * share,
        )

    first = trials(wanted)
    bracket = _Bracket(_EVENLY, suits(first), first.copy_shortages, trials(good).copy_shortages)
    while bracket.open:
        trial = trials(after(bracket.next_step()))
        bracket.record(suits(trial), trial.copy_shortages)
    return after(bracket.enough)
