"""Fit the copy of an edition to its pages by changing sizes within the bounds of its layout.

Two numbers say all. `copy` goes from 0, the sizes of layout.yaml, to 1, the smallest it allows: lines move closer
first, then what is in mm shrinks, then type. Below 0 everything grows, at -1 to the largest size allowed. `headlines`
goes from 0 to 1 and first shrinks what only covers use and is in mm, such as a film code, then headlines: a title too
long for a cover is no matter of the text inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from factsheet.compose import composer
from factsheet.compose.composer import Composed
from factsheet.design.editions import Edition
from factsheet.design.layout import LEADING, Layout, Range
from factsheet.design.layout_file import Signature
from factsheet.engine import typeset
from factsheet.engine.typeset import Pages
from factsheet.findings import ExitCode
from factsheet.fitting import capacity, overset
from factsheet.fitting.search import AS_IS, TIGHTEST, SearchResult, Setting, Trial, search

_STAGES = 3
_HEADLINE_STAGES = 2
_THIN = 0.4  # a page that copy only just runs over to holds less than this share of its height


@dataclass(frozen=True)
class Fitted:
    """The pages of an edition, how its sizes were changed for them, and the number of layouts that took."""

    pages: Pages
    setting: Setting
    sizes: Mapping[str, str]
    """The tokens that were changed, with their new values."""
    layouts: int
    tightest: Pages | None = None
    """The pages with everything as small as it may be, if they were tried."""


def fit(composed: Composed, edition: Edition) -> Fitted:
    """Lay an edition out within the bounds of its layout. Whether it fits is for the checks after it to say.

    Raises:
        ProjectError: what the typesetting engine complains about.
    """

    def laid(setting: Setting) -> Pages:
        return typeset.typeset(composer.resized(composed, sizes(edition, setting)), edition)

    first = laid(AS_IS)

    def lay_out(setting: Setting) -> Trial[Pages]:
        return _judge(first if setting == AS_IS else laid(setting), first)

    layout = edition.layout
    opens = any(bounds.most > bounds.preferred for bounds in layout.fit.values())
    in_fours = isinstance(layout.impose, Signature)
    result = search(lay_out, opens, in_fours) if layout.fit else SearchResult(AS_IS, lay_out(AS_IS), 1)
    return Fitted(
        pages=result.trial.laid,
        setting=result.setting,
        sizes=sizes(edition, result.setting),
        layouts=result.layouts,
        tightest=result.tightest.laid if result.tightest else None,
    )


def fit_at(composed: Composed, edition: Edition, setting: Setting) -> Fitted | None:
    """Lay out at a setting that was found for other words, if these fit there, too: one layout in place of a search.

    Another setting may be better. For whoever wants to see pages at once.

    Raises:
        ProjectError: what the typesetting engine complains about.
    """
    changed = sizes(edition, setting)
    pages = typeset.typeset(composer.resized(composed, changed), edition)
    return Fitted(pages, setting, changed, 1) if _judge(pages, pages).fits else None


def tightest(composed: Composed, edition: Edition, fitted: Fitted) -> Pages:
    """Return the pages with everything as small as it may be: laid out for this, unless fitting them has done so."""
    return fitted.tightest or typeset.typeset(composer.resized(composed, sizes(edition, TIGHTEST)), edition)


def sizes(edition: Edition, setting: Setting) -> dict[str, str]:
    """Return the tokens that a setting changes, with their units, in the language of the edition."""
    changed = {}
    for name, bounds in ranges(edition).items():
        size = _size(name, bounds, edition.layout, setting)
        if size != bounds.preferred:
            changed[name] = f"{size:.5g}{bounds.unit}"
    return changed


def ranges(edition: Edition) -> dict[str, Range]:
    """Return the bounds of sizes in the language of the edition: headlines have other sizes in another face."""
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


def _judge(pages: Pages, first: Pages) -> Trial[Pages]:
    problems, oversets, shortages = (
        overset.findings(pages),
        capacity.oversets(pages),
        list(capacity.shortages(pages, first)),
    )
    return Trial(
        laid=pages,
        pages=pages.count,
        headlines_fit=not any(one.headline for one in oversets),
        # Other problems, such as words on top of others, are put down to the copy.
        copy_fits=all(one.headline for one in oversets) and len(problems) == len(oversets),
        curable=all(one.exit_code == ExitCode.OVERSET for one in problems),
        thin=any(len(flow) > 1 and flow[-1].share < _THIN for flow in capacity.flows(pages.filled)),
        room=_room(pages),
        headline_shortages={one.what: one.millimetres for one in shortages if one.headline},
        copy_shortages={one.what: one.millimetres for one in shortages if not one.headline},
    )


def _room(pages: Pages) -> float:
    """Return the share of its height that the fullest page has left, of those on which running text ends."""
    ends = [flow[-1] for flow in capacity.flows(pages.filled) if capacity.holds_copy(pages, {flow[-1].page})]
    return min((1 - page.share for page in ends), default=0.0)


def describe(fitted: Fitted) -> str:
    """Say how the sizes were changed, for whoever looks at the pages; empty where they were not."""
    changes = ", ".join(_changes(fitted))
    how = "short copy set larger" if fitted.setting.copy < 0 else "long copy set tighter"
    return f"{how}: {changes}" if changes else ""


def _changes(fitted: Fitted) -> Iterator[str]:
    """Say the largest change of each kind of size."""
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
