"""A way to try a setting -> the setting nearest to 0 at which everything fits, found in few layouts.

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
Lacks = Mapping[Hashable, float]
"""Of each thing that needs room, how many mm it lacks; below 0, how many it has left. Any of them may be left out."""

STEPS = 32  # from one end of a number to the other
MOST_LAYOUTS = 26  # where measures mislead at every step; where they do not, about five
_EMPTY = 0.2  # pages with more than this share of their height left open up
_ECONOMY = 2 / 3  # how far copy is tightened to save a sheet of paper: lines and spaces, but no smaller type
_FACES_OF_A_SHEET = 4
# How much of all that can be gained there is by the end of each stage of copyfit.py, as a rule of thumb: where layouts
# are otherwise, the search takes longer. Words too wide for a cover gain nothing before type shrinks.
_BY_COPY = (0, 0.15, 0.5, 1)
_BY_HEADLINES = (0, 0.05, 1)
_EVENLY = (0, 1)
_LITTLE = 0.25  # of the steps that are left is taken to be enough, where no measure says more
_UNSURE = 0.3  # steps that the first guess may well be off; each that was not the last doubles it


@dataclass(frozen=True)
class Setting:
    """How far sizes are changed, as the docstring of copyfit.py says."""

    headlines: float = 0.0
    copy: float = 0.0


AS_IS, TIGHTEST = Setting(), Setting(1, 1)


@dataclass(frozen=True)
class Trial(Generic[Laid]):
    """What came of one setting."""

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
    headline_shortages: Lacks = field(default_factory=dict)
    copy_shortages: Lacks = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        """Whether there is nothing to complain about."""
        return self.headlines_fit and self.copy_fits


@dataclass(frozen=True)
class Found(Generic[Laid]):
    """The best setting, what came of it, and the number of layouts it took to find it."""

    setting: Setting
    trial: Trial[Laid]
    layouts: int
    tightest: Trial[Laid] | None = None
    """What came of TIGHTEST, if it was tried."""


class _Tried(Generic[Laid]):
    """Lays out, once for each setting, and keeps what came of it: layouts are what a search costs."""

    def __init__(self, lay_out: Callable[[Setting], Trial[Laid]]) -> None:
        self._lay_out = lay_out
        self._trials: dict[Setting, Trial[Laid]] = {}

    def __call__(self, setting: Setting) -> Trial[Laid]:
        if setting not in self._trials:
            self._trials[setting] = self._lay_out(setting)
        return self._trials[setting]

    def found(self, setting: Setting) -> Found[Laid]:
        return Found(setting, self(setting), len(self._trials), self._trials.get(TIGHTEST))


class _Way:
    """The steps from one end of a number to the other, where everything fits, and what came of those that were tried.

    `gains` says how much of all that can be gained there is by the end of each stage, `fits` whether 0 is enough. What
    lacks room `here`, at 0, and `there`, at the other end, is known.
    """

    def __init__(self, gains: Sequence[float], fits: bool, here: Lacks, there: Lacks) -> None:
        self._gains = gains
        self._ends = [STEPS * stage / (len(gains) - 1) for stage in range(len(gains))]
        self._lacks = {0: here, STEPS: there}
        # What lacks room even where everything fits is no measure.
        self._telling = {what for what, millimetres in there.items() if millimetres <= 0}
        self._short, self.enough = (-1, 0) if fits else (0, STEPS)
        self._unsure = _UNSURE

    @property
    def open(self) -> bool:
        """Whether some step between one that is too little and one that is enough was not tried."""
        return self.enough - self._short > 1

    def next(self) -> int:
        """The step to try: the one that is about as likely too little as enough; if all is known, what is enough."""
        if not self.open:
            return self.enough
        steps = range(self._short + 1, self.enough + 1)
        guess = self._guess() + 0.5  # on the whole; the first step after it is enough
        likely = list(accumulate((self._unsure + abs(step - guess)) ** -2 for step in steps))
        halves = [abs(up_to - likely[-1] / 2) for up_to in likely[:-1]]
        return steps[halves.index(min(halves))]

    def tried(self, fits: bool, lacks: Lacks) -> None:
        """What came of the next step. Nothing is to be learnt any more where the way is not open."""
        step = self.next()
        if self.open:
            self._lacks[step] = lacks
            self._short, self.enough = (self._short, step) if fits else (step, self.enough)
            self._unsure *= 2

    def _guess(self) -> float:
        """The step, and what part of one, from which on nothing seems to lack room."""
        lacks, later = self._lacks[self._short], self._lacks[self.enough]
        gained, most = (_along(step, self._ends, self._gains) for step in (self._short, self.enough))
        # How much of what is yet to be gained each thing needs.
        needed = [
            min(1.0, lacks[what] / (lacks[what] - later[what]))
            for what in self._telling & lacks.keys() & later.keys()
            if lacks[what] > max(0, later[what])
        ]
        if not needed:
            return self._short + (self.enough - self._short) * _LITTLE
        return _along(gained + (most - gained) * max(needed), self._gains, self._ends)


def _along(x: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    """The height at x of the line through all points of xs and ys; both only ever rise."""
    for (left, right), (low, high) in zip(pairwise(xs), pairwise(ys), strict=True):
        if x <= right:
            return low + (x - left) / (right - left) * (high - low)
    return ys[-1]


def search(lay_out: Callable[[Setting], Trial[Laid]], opens: bool, in_fours: bool) -> Found[Laid]:
    """Find the setting nearest to 0 at which everything fits; where nothing does, the tightest.

    `opens` says whether short copy may grow, `in_fours` that pages come in fours, so that a page too many costs four.
    One layout where copy fits as it is, else at most MOST_LAYOUTS. What is returned as fitting was tried and fits.
    """
    tried = _Tried(lay_out)
    first = tried(AS_IS)
    if not first.fits:
        return tried.found(_tightened(tried) if first.curable else AS_IS)
    blanks = first.pages % _FACES_OF_A_SHEET if in_fours else 0
    setting = _saving_pages(tried, blanks or 1) if blanks or first.thin else AS_IS
    if setting == AS_IS and opens and first.room > _EMPTY:
        setting = _nearest(tried, Setting(copy=-1), AS_IS, lambda trial: trial.fits and trial.pages <= first.pages)
    return tried.found(setting)


def _tightened(tried: _Tried[Laid]) -> Setting:
    """The least tightening that lets everything fit; the tightest if none does."""
    first, tightest = tried(AS_IS), tried(TIGHTEST)
    if not tightest.fits:
        return TIGHTEST
    # Where copy is too long as well, covers are too full, rather than words too wide: all stages help.
    by_headlines = _BY_HEADLINES if first.copy_fits else _EVENLY
    headlines = _Way(by_headlines, first.headlines_fit, first.headline_shortages, tightest.headline_shortages)
    copy = _Way(_BY_COPY, first.copy_fits, first.copy_shortages, tightest.copy_shortages)
    both = headlines.open and copy.open
    # Both at once: a trial says of each whether it was far enough.
    while headlines.open or copy.open:
        setting = _setting(headlines.next(), copy.next())
        trial = tried(setting)
        # Where one is done with, whatever does not fit is for the other to see to.
        alone = not (headlines.open and copy.open)
        headlines.tried(trial.fits if alone else trial.headlines_fit, trial.headline_shortages)
        copy.tried(trial.fits if alone else trial.copy_fits, trial.copy_shortages)
    enough = _setting(headlines.enough, copy.enough)
    # A number that is a single step from nothing may be there only because what was too large on one page pushed the
    # others about.
    if both and 1 in (headlines.enough, copy.enough):
        likely = _setting(headlines.enough, 0) if copy.enough == 1 else _setting(0, copy.enough)
        if tried(likely).fits:
            return likely
    # The ends of the two ways may never have been tried together, and what one alone cannot do, both can.
    return _nearest(tried, enough, TIGHTEST, lambda trial: trial.fits)


def _setting(headlines: int, copy: int) -> Setting:
    return Setting(headlines / STEPS, copy / STEPS)


def _saving_pages(tried: _Tried[Laid], number: int) -> Setting:
    """The least tightening that saves so many pages, if lines and spaces alone can do it."""
    most = tried(AS_IS).pages - number
    tight = Setting(copy=_ECONOMY)

    def saves(trial: Trial[Laid]) -> bool:
        return trial.fits and not trial.thin and 0 < trial.pages <= most

    return _nearest(tried, AS_IS, tight, saves) if saves(tried(tight)) else AS_IS


def _nearest(tried: _Tried[Laid], wanted: Setting, good: Setting, suits: Callable[[Trial[Laid]], bool]) -> Setting:
    """The setting nearest to the one wanted that suits, on the way there from a good one."""

    def after(step: int) -> Setting:
        share = step / STEPS
        return Setting(
            wanted.headlines + (good.headlines - wanted.headlines) * share,
            wanted.copy + (good.copy - wanted.copy) * share,
        )

    first = tried(wanted)
    way = _Way(_EVENLY, suits(first), first.copy_shortages, tried(good).copy_shortages)
    while way.open:
        trial = tried(after(way.next()))
        way.tried(suits(trial), trial.copy_shortages)
    return after(way.enough)
