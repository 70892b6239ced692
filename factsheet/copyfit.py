"""An edition and a way to lay it out -> the best pages within the bounds of its layout, and how sizes were changed.

Two numbers say all. `copy` goes from 0, the sizes of layout.yaml, to 1, the smallest it allows: lines move closer
first, then what is in mm shrinks, then type. Below 0 everything grows, at -1 to the largest size allowed. `headlines`
goes from 0 to 1 and first shrinks what only covers use and is in mm, such as a film code, then headlines: a title too
long for a cover is no matter of the text inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Generic, TypeVar

from factsheet import compose, overset, typeset
from factsheet.compose import Composed
from factsheet.editions import Edition
from factsheet.findings import ExitCode
from factsheet.layouts import LEADING, Layout, Range, Signature
from factsheet.typeset import Pages

Laid = TypeVar("Laid")

MOST_LAYOUTS = 15
_STAGES = 3
_HEADLINE_STAGES = 2
_STEPS = 5  # halvings of the way from one end to the other
_WAY = 2**_STEPS  # steps of it
_SURE = 0.1  # steps by which a guess may be a little too far
_EMPTY = 0.2  # pages with more than this share of their height left open up
_ECONOMY = 2 / _STAGES  # how far copy is tightened to save a sheet of paper: lines and spaces, but no smaller type
_FACES_OF_A_SHEET = 4
_THIN = 0.4  # a page that copy only just runs over to holds less than this share of its height


@dataclass(frozen=True)
class Setting:
    """How far sizes are changed, as the docstring of this module says."""

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


@dataclass(frozen=True)
class Fitted:
    """The pages of an edition, how its sizes were changed for them, and the number of layouts that took."""

    pages: Pages
    setting: Setting
    sizes: Mapping[str, str]
    """What the tokens that were changed became."""
    layouts: int
    tightest: Pages | None = None
    """The pages with everything as small as it may be, if they were tried."""


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


def search(
    lay_out: Callable[[Setting], Trial[Laid]],
    opens: bool,
    in_fours: bool,
    likely: Callable[[Laid, Laid], float | None] = lambda first, tightest: None,
) -> Found[Laid]:
    """Find the setting nearest to 0 at which everything fits; where nothing does, the tightest.

    `opens` says whether short copy may grow, `in_fours` that pages come in fours, so that a page too many costs four.
    `likely` guesses how far headlines must shrink alone, from what came of AS_IS and of TIGHTEST, where it can.
    One layout where copy fits as it is, else at most MOST_LAYOUTS. What is returned as fitting was tried and fits.
    """
    tried = _Tried(lay_out)
    first = tried(AS_IS)
    if not first.fits:
        return tried.found(_tightened(tried, likely) if first.curable else AS_IS)
    blanks = first.pages % _FACES_OF_A_SHEET if in_fours else 0
    setting = _saving_pages(tried, blanks or 1) if blanks or first.thin else AS_IS
    if setting == AS_IS and opens and first.room > _EMPTY:
        setting = _nearest(tried, AS_IS, Setting(copy=-1), lambda trial: trial.fits and trial.pages <= first.pages)
    return tried.found(setting)


def _tightened(tried: _Tried[Laid], likely: Callable[[Laid, Laid], float | None]) -> Setting:
    """The least tightening that lets everything fit; the tightest if none does."""
    first, headlines = tried(AS_IS), Setting(headlines=1)
    if not first.copy_fits:
        return _both_tightened(tried)
    tightest = tried(TIGHTEST)
    if not tightest.fits:
        return TIGHTEST
    alone = _nearest(tried, headlines, AS_IS, lambda trial: trial.fits, likely(first.laid, tightest.laid))
    if alone != headlines or tried(headlines).fits:
        return alone
    return _nearest(tried, TIGHTEST, headlines, lambda trial: trial.fits)


def _both_tightened(tried: _Tried[Laid]) -> Setting:
    """Halve both ways at once: a trial says of each whether it was far enough."""
    if not tried(TIGHTEST).fits:
        return TIGHTEST
    # Where headlines fit as they are, they are left alone as long as that is enough.
    headlines_too = not tried(AS_IS).headlines_fit
    best, least, most = TIGHTEST, AS_IS, Setting(headlines=float(headlines_too), copy=1)
    for _ in range(_STEPS):
        middle = _between(least, most)
        trial = tried(middle)
        best = middle if trial.fits else best
        too_little = Setting(0 if trial.headlines_fit else 1, 0 if trial.copy_fits else 1)
        least, most = _mixed(least, middle, too_little), _mixed(middle, most, too_little)
    # The ends of the two ways may never have been tried together. One that is a single step from nothing may be there
    # only because what was too large on one page pushed the others about.
    step = 0.5**_STEPS
    copy = 0 if headlines_too and most.copy == step else most.copy
    headlines = 0 if copy and most.headlines == step else most.headlines
    likely = Setting(headlines, copy)
    return likely if tried(likely).fits else best


def _mixed(one: Setting, other: Setting, which: Setting) -> Setting:
    """Of each number that of the one, or of the other where `which` is 1."""
    return Setting(
        other.headlines if which.headlines else one.headlines,
        other.copy if which.copy else one.copy,
    )


def _saving_pages(tried: _Tried[Laid], number: int) -> Setting:
    """The least tightening that saves so many pages, if lines and spaces alone can do it."""
    most = tried(AS_IS).pages - number
    tight = Setting(copy=_ECONOMY)

    def saves(trial: Trial[Laid]) -> bool:
        return trial.fits and not trial.thin and 0 < trial.pages <= most

    return _nearest(tried, tight, AS_IS, saves) if saves(tried(tight)) else AS_IS


def _nearest(
    tried: _Tried[Laid],
    good: Setting,
    wanted: Setting,
    suits: Callable[[Trial[Laid]], bool],
    likely: float | None = None,
) -> Setting:
    """The setting nearest to the one wanted that suits, on the way there from a good one, which is not tried.

    `likely` is a guess how far from the one wanted, from 0 to 1. It is tried first, and then steps beside it, further
    and further off, until one suits and one does not.
    """
    if suits(tried(wanted)):
        return wanted
    too_near, suitable = 0, _WAY
    step, stride = (_WAY // 2, 0) if likely is None else (ceil(likely * _WAY - _SURE), 1)
    while suitable - too_near > 1:
        step = min(max(step, too_near + 1), suitable - 1)
        if suits(tried(_between(wanted, good, step / _WAY))):
            suitable = step
        else:
            too_near = step
        if stride and (too_near == 0 or suitable == _WAY):
            step, stride = step + (-stride if step == suitable else stride), 2 * stride
        else:
            step = (too_near + suitable) // 2
    return _between(wanted, good, suitable / _WAY)


def _between(one: Setting, other: Setting, share: float = 0.5) -> Setting:
    """A setting that is so much of the way from one to the other."""
    return Setting(
        one.headlines + share * (other.headlines - one.headlines), one.copy + share * (other.copy - one.copy)
    )


def fit(composed: Composed, edition: Edition) -> Fitted:
    """Lay an edition out within the bounds of its layout. Whether it fits is for the checks after it to say.

    Raises:
        Refused: what the typesetting engine complains about.
    """

    def lay_out(setting: Setting) -> Trial[Pages]:
        return _judged(typeset.typeset(compose.resized(composed, sizes(edition, setting)), edition))

    layout = edition.layout
    opens = any(bounds.most > bounds.preferred for bounds in layout.fit.values())
    in_fours = isinstance(layout.impose, Signature)
    found = search(lay_out, opens, in_fours, _headlines_needed) if layout.fit else _as_it_is(lay_out)
    return Fitted(
        pages=found.trial.laid,
        setting=found.setting,
        sizes=sizes(edition, found.setting),
        layouts=found.layouts,
        tightest=found.tightest.laid if found.tightest else None,
    )


def again(composed: Composed, edition: Edition, setting: Setting) -> Fitted | None:
    """The pages at a setting that was found for other words, if these fit there, too: one layout in place of a search.

    Another setting may be better. For whoever wants to see pages at once.

    Raises:
        Refused: what the typesetting engine complains about.
    """
    changed = sizes(edition, setting)
    trial = _judged(typeset.typeset(compose.resized(composed, changed), edition))
    return Fitted(trial.laid, setting, changed, 1) if trial.fits else None


def tightest(composed: Composed, edition: Edition, fitted: Fitted) -> Pages:
    """The pages with everything as small as it may be: laid out for this, unless fitting them has done so."""
    return fitted.tightest or typeset.typeset(compose.resized(composed, sizes(edition, TIGHTEST)), edition)


def _as_it_is(lay_out: Callable[[Setting], Trial[Laid]]) -> Found[Laid]:
    return Found(AS_IS, lay_out(AS_IS), 1)


def sizes(edition: Edition, setting: Setting) -> dict[str, str]:
    """The tokens that a setting changes, with their units, in the language of the edition."""
    changed = {}
    for name, bounds in ranges(edition).items():
        size = _size(name, bounds, edition.layout, setting)
        if size != bounds.preferred:
            changed[name] = f"{size:.5g}{bounds.unit}"
    return changed


def ranges(edition: Edition) -> dict[str, Range]:
    """What may give, in the language of the edition: headlines have other sizes in another face."""
    sized = edition.locale.headlines.sized
    return {
        name: replace(bounds, floor=sized(bounds.floor), preferred=sized(bounds.preferred), most=sized(bounds.most))
        if name in edition.layout.headlines
        else bounds
        for name, bounds in edition.layout.fit.items()
    }


def _size(name: str, bounds: Range, layout: Layout, setting: Setting) -> float:
    if setting.copy < 0:
        return bounds.preferred - setting.copy * (bounds.most - bounds.preferred)
    stage = 0 if name == LEADING else 2 if bounds.unit == "pt" else 1
    by_copy = min(1.0, max(0.0, setting.copy * _STAGES - stage)) if name not in layout.covers else 0
    late = bounds.unit == "pt"
    concerned = name in (*layout.headlines, *layout.covers)
    by_headlines = min(1.0, max(0.0, setting.headlines * _HEADLINE_STAGES - late)) if concerned else 0
    return bounds.preferred - max(by_copy, by_headlines) * (bounds.preferred - bounds.floor)


def _judged(pages: Pages) -> Trial[Pages]:
    wrong, oversets = overset.findings(pages), overset.oversets(pages)
    return Trial(
        laid=pages,
        pages=pages.count,
        headlines_fit=not any(one.headline for one in oversets),
        # What is wrong otherwise, such as words on top of others, is put down to the copy.
        copy_fits=all(one.headline for one in oversets) and len(wrong) == len(oversets),
        curable=all(one.exit_code == ExitCode.OVERSET for one in wrong),
        thin=any(len(flow) > 1 and flow[-1].share < _THIN for flow in overset.flows(pages.filled)),
        room=_room(pages),
    )


def _headlines_needed(first: Pages, tightest: Pages) -> float | None:
    """How far headlines must shrink for their widest words, from 0 to 1; None where none is too wide.

    A word becomes narrower as its line becomes lower, all in the last stage.
    """
    needed = []
    for over in overset.oversets(first):
        if over.sideways and over.headline:
            widest = max((text for text in first.texts if text.key == over.key), key=lambda text: text.sideways)
            lowest = min(text.height for text in tightest.texts if text.key == over.key)
            gives = widest.width * (1 - lowest / widest.height)
            needed.append(min(1.0, over.millimetres / gives) if gives else 1.0)
    return (_HEADLINE_STAGES - 1 + max(needed)) / _HEADLINE_STAGES if needed else None


def _room(pages: Pages) -> float:
    """The share of its height that the fullest page has left, of those on which running text comes to its end."""
    ends = [flow[-1] for flow in overset.flows(pages.filled) if overset.holds_copy(pages, {flow[-1].page})]
    return min((1 - page.share for page in ends), default=0.0)


def told(fitted: Fitted) -> str:
    """How the sizes were changed, for whoever looks at the pages; empty where they were not."""
    changes = ", ".join(_changes(fitted))
    how = "short copy set larger" if fitted.setting.copy < 0 else "long copy set tighter"
    return f"{how}: {changes}" if changes else ""


def _changes(fitted: Fitted) -> Iterator[str]:
    """The largest change of each kind of size."""
    edition = fitted.pages.edition
    shares: dict[str, float] = {}
    for name, bounds in ranges(edition).items():
        kind = _kind(name, bounds, edition.layout)
        share = _size(name, bounds, edition.layout, fitted.setting) / bounds.preferred - 1
        shares[kind] = max(shares.get(kind, 0.0), share, key=abs)
    for kind, share in shares.items():
        if percent := round(100 * abs(share)):
            yield f"{kind} {percent} %" if kind == "lines" else f"{kind} up to {percent} %"


def _kind(name: str, bounds: Range, layout: Layout) -> str:
    if name == LEADING:
        return "lines"
    if name in layout.headlines:
        return "headlines"
    return "text" if bounds.unit == "pt" else "spaces and pictures"
