"""Leave out whole sections for which a layout has no room, in the order of their ranks, and say which.

A layout that has room at its smallest sizes leaves nothing out. Otherwise as few sections as will do are left out: what
may stand in it from the end, then what should. What must stand in it stays, and is an error where it has no room.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from factsheet.compose import composer, measures
from factsheet.compose.composer import Composed
from factsheet.design import dictionary, parts
from factsheet.design.editions import Edition
from factsheet.design.layout_file import Panels
from factsheet.findings import ExitCode, Finding, Place
from factsheet.fitting import copyfit
from factsheet.fitting.copyfit import Fitted
from factsheet.fitting.search import AS_IS, TIGHTEST


def fit(edition: Edition, composed: Composed | None = None) -> tuple[Edition, Composed, Fitted]:
    """Lay out an edition with as many of its sections as have room; return it with what it leaves out.

    Raises:
        ProjectError: a template that cannot be filled, or what the typesetting engine complains about.
    """
    if "fitting" in edition.layout.takes.values():
        whole = replace(edition, whole=True)
        if _may_have_room(whole) and copyfit.fit_at(as_a_whole := composer.compose(whole), whole, AS_IS):
            return _with_blanks(whole, as_a_whole, copyfit.fit(as_a_whole, whole))
    composed = composed or composer.compose(edition)
    fitted = copyfit.fit(composed, edition)
    leavable = parts.leavable(edition.parts)
    if not leavable or not copyfit.lacks_room(fitted):
        return _with_blanks(edition, composed, fitted)
    least, most = 0, len(leavable)
    while most - least > 1:
        number = (least + most) // 2
        least, most = (least, number) if _has_room(edition, leavable[:number]) else (number, most)
    edition = replace(edition, left_out=frozenset(leavable[:most]))
    composed = composer.compose(edition)
    return _with_blanks(edition, composed, copyfit.fit(composed, edition))


def _may_have_room(edition: Edition) -> bool:
    """Tell whether an edition is short enough to be tried: laying out is what costs."""
    letters = sum(dictionary.length(text) for text in edition.words)
    return letters <= edition.layout.pages * measures.letters_across(edition) * measures.lines(edition)


def _with_blanks(edition: Edition, composed: Composed, fitted: Fitted) -> tuple[Edition, Composed, Fitted]:
    """Leave panels of a folded sheet blank that the sections do not fill, so that its back is the last of them."""
    blank = edition.layout.pages - fitted.pages.count
    if not isinstance(edition.layout.impose, Panels) or blank < 1:
        return edition, composed, fitted
    filled = replace(edition, blank_panels=blank)
    filled_up = composer.compose(filled)
    again = copyfit.fit_at(filled_up, filled, fitted.setting)
    return (filled, filled_up, again) if again else (edition, composed, fitted)


def _has_room(edition: Edition, left_out: tuple[str, ...]) -> bool:
    shorter = replace(edition, left_out=frozenset(left_out))
    return not copyfit.runs_over(copyfit.laid_out(composer.compose(shorter), shorter, TIGHTEST))


def findings(edition: Edition) -> Iterator[Finding]:
    """Say what a layout leaves out: advice, as it may be meant."""
    sections = [section for section in edition.sheet.sections if section.id in edition.left_out]
    if sections:
        named = ", ".join(f"{section.id} ({section.rank})" for section in sections)
        what = f"{edition.layout.name} has no room for {named}"
        hint = "shorten other sections, give these a higher rank, or say under layouts: in facts.yaml what it takes"
        place = Place(edition.project.content / edition.sheet.name / "facts.yaml")
        yield Finding(ExitCode.OVERSET, what, place, hint, advice=True)
