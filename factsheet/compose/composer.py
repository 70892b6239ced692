"""Compose an edition as HTML, in which every string carries its key.

Templates see nine names: `sheet`, `locale`, `language`, `layout`, `palette`, `film_code`, `world_map`, `project` and
`draft`; and the filters of filters.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from factsheet.compose import (
    film_code,
    filters,
    html_text,
    hyphens,
    line_ends,
    nobreak,
    templates,
    tokens,
    wordbreaks,
    world_map,
)
from factsheet.content.sheet import SECTIONS, printed_addresses, strings
from factsheet.design import locales
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.findings import Place, ProjectError


@dataclass(frozen=True)
class Composed:
    """A document ready for setting: its HTML, the settings as CSS custom properties, and its style files in order."""

    html: str
    settings: str
    stylesheets: tuple[Path, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    """The value of each setting that its style files name."""


def compose(edition: Edition) -> Composed:
    """Fill the edition's templates.

    Raises:
        ProjectError: a template that cannot be read or filled, exit code LAYOUT; a film address too long for a code,
            exit code CONTENT.
    """
    sheet = edition.sheet
    names = {
        **_common_names(edition),
        "sheet": sheet,
        "film_code": film_code.symbol(sheet.film.address) if sheet.film and "film" in edition.takes else None,
        "world_map": world_map.land(edition.project.assets),
        "project": world_map.project,
        "draft": edition.draft,
    }
    html = html_text.lift_keys(_fill(edition, "layout.html", names))
    return _composed(edition, _mark(html, edition, printed_addresses(sheet)), edition.stylesheets)


def resized(composed: Composed, sizes: Mapping[str, str]) -> Composed:
    """Return the same document with some of its sizes set otherwise, by the names of their tokens."""
    if not sizes:
        return composed
    return replace(composed, settings=composed.settings + tokens.root(sizes), values={**composed.values, **sizes})


def hint(edition: Edition) -> Composed:
    """Compose the printing hint of an imposed layout: one line with a ruler, on a page as large as it may be."""
    return _composed(edition, _mark(_fill(edition, "hint.html", _common_names(edition)), edition, {}))


def galley(edition: Edition, names: Mapping[str, object]) -> Composed:
    """Fill the template of galleys, which has pages of a size of its own; `spoken` gives it a language by its tag."""
    own = {**_common_names(edition), "spoken": partial(locales.load, edition.project.locales)}
    html = _fill(edition, "galley.html", {**own, **names})
    if names["on_paper"]:  # the words of the web page are copied from it and taken in, so it has no marks
        html = _mark(html, edition, {})
    return _composed(replace(edition, layout=replace(edition.layout, widths=())), html)


def page(project: Project, template: str, names: Mapping[str, object]) -> str:
    """Fill a template of templates/_shared that is not a layout's.

    Raises:
        ProjectError: a template that cannot be read or filled, exit code LAYOUT.
    """
    shared = project.templates / "_shared"
    return templates.fill(project.templates, (shared,), template, names, filters.FILTERS)


def _common_names(edition: Edition) -> dict[str, object]:
    """Return what every template of an edition sees: its layout without the folders of this computer it lies in."""
    layout = edition.layout
    return {
        "locale": edition.locale,
        "language": edition.sheet.tag,
        "layout": replace(layout, folders=(), place=Place(Path(layout.name))),
        "palette": tokens.colours(edition),
    }


def _composed(edition: Edition, html: str, stylesheets: tuple[Path, ...] = ()) -> Composed:
    values = tokens.values(edition)
    return Composed(html, tokens.css(edition, values), stylesheets, values)


def _mark(html: str, edition: Edition, known: Mapping[str, str]) -> str:
    """Mark where lines of a page may break and where not, and make its addresses whole and live.

    `known` leads from addresses as they are printed to the whole ones.
    """
    locale, sheet = edition.locale, edition.sheet
    by_icu = locale.word_breaks == "dictionary"

    def mark_words(texts: Sequence[str]) -> list[str]:
        words = (text for section in SECTIONS for text in strings(sheet, section, False))
        return wordbreaks.mark(texts, sheet.tag, by_icu, locale.unbroken, words, edition.project.assets)

    return html_text.edit(
        html,
        everywhere=(line_ends.hold, partial(hyphens.hold, keep=locale.hard_hyphens == "keep"), mark_words),
        outside_links=(partial(nobreak.mark, from_the_right=locale.right_to_left, known=known),),
    )


def _fill(edition: Edition, template: str, names: Mapping[str, object]) -> str:
    folders, layout = edition.template_folders, edition.layout
    try:
        return templates.fill(edition.project.templates, folders, template, names, filters.FILTERS)
    except ProjectError as error:
        raise ProjectError(
            *(
                replace(one, what=f"{layout.name}: {one.what}", place=one.place or layout.place)
                for one in error.findings
            )
        ) from None
