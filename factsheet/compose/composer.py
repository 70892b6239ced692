"""Edition -> HTML, with every string carrying its key.

Templates see nine names: `sheet`, `locale`, `language`, `layout`, `palette`, `film_code`, `world_map`, `project`,
`draft`; and eleven filters: `plain` (the words without their key, for attributes), `link` (a web address as a link),
`own_direction` (words that run as their letters do, whatever runs around them), `digits` (a number in the digits of
the language), `letters` (how many a text has, marks aside), `distributed`, `reweighed` and `spreads` (items on panels,
see `distribution`), `tied` (a headline whose last word is not left alone), `filled` (a phrase with something in place
of each name in braces) and `between` (the part of a map between two edges).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from markupsafe import Markup, escape

from factsheet.compose import (
    distribution,
    film_code,
    hyphens,
    line_ends,
    nobreak,
    templates,
    tokens,
    wordbreaks,
    world_map,
)
from factsheet.content.sheet import SECTIONS, printed, printed_addresses, strings
from factsheet.design import locales
from factsheet.design.editions import Edition
from factsheet.design.layouts import Layout
from factsheet.design.project import Project
from factsheet.findings import Place, ProjectError
from factsheet.yaml.nodes import Text

# An element without a key of its own that holds one string and nothing else.
_AROUND_A_STRING = re.compile(r'<(\w+)((?: (?!data-key=)[\w-]+="[^"]*")*)><span( data-key="[^"]*")>([^<]*)</span></\1>')
_AFTER_NUMBER = re.compile(r"(?<=\d) ")
_TIED = 14  # letters of two words for which there is room on a line of any headline but a title
_TIED_WORDS = 3  # a headline of fewer words would be one that cannot break


@dataclass(frozen=True)
class Composed:
    """A document ready for setting: its HTML, the settings as CSS custom properties, and its style files in order."""

    html: str
    settings: str
    stylesheets: tuple[Path, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    """What each setting that its style files name stands for."""


def compose(edition: Edition) -> Composed:
    """Fill the edition's templates.

    Raises:
        ProjectError: a template that cannot be read or filled, exit code LAYOUT; a film address too long for a code,
            exit code CONTENT.
    """
    sheet = edition.sheet
    colours = tokens.colours(edition)
    names = {
        "sheet": sheet,
        "locale": edition.locale,
        "language": sheet.tag,
        "layout": _shown(edition.layout),
        "film_code": film_code.symbol(sheet.film.address) if sheet.film and "film" in edition.takes else None,
        "world_map": world_map.land(edition.project.assets),
        "project": world_map.project,
        "palette": colours,
        "draft": edition.draft,
    }
    # Without the span each line is one box less: a tenth of a layout.
    html = _AROUND_A_STRING.sub(r"<\1\2\3>\4</\1>", _filled(edition, "layout.html", names))
    html = _marked(html, edition, printed_addresses(sheet))
    values = tokens.values(edition, colours)
    return Composed(html, tokens.css(edition, values), edition.stylesheets, values)


def resized(composed: Composed, sizes: Mapping[str, str]) -> Composed:
    """The same document with some of its sizes set otherwise, by the names of their tokens."""
    if not sizes:
        return composed
    return replace(composed, settings=composed.settings + tokens.root(sizes), values={**composed.values, **sizes})


def hint(edition: Edition) -> Composed:
    """The printing hint of an imposed layout: one line with a ruler, on a page as large as it may be."""
    colours = tokens.colours(edition)
    names = {
        "locale": edition.locale,
        "language": edition.sheet.tag,
        "layout": _shown(edition.layout),
        "palette": colours,
    }
    html = _marked(_filled(edition, "hint.html", names), edition, {})
    return Composed(html, tokens.css(edition, tokens.values(edition, colours)), ())


def galley(edition: Edition, names: Mapping[str, object]) -> Composed:
    """Fill the template of galleys, which has pages of a size of its own; `spoken` gives it a language by its tag."""
    colours = tokens.colours(edition)
    own = {
        "locale": edition.locale,
        "language": edition.sheet.tag,
        "layout": _shown(edition.layout),
        "palette": colours,
        "spoken": partial(locales.load, edition.project.locales),
    }
    html = _filled(edition, "galley.html", {**own, **names})
    if names["on_paper"]:  # from the web page words are copied, and taken in
        html = _marked(html, edition, {})
    of_any_size = replace(edition, layout=replace(edition.layout, widths=()))
    return Composed(html, tokens.css(of_any_size, tokens.values(edition, colours)), ())


def _shown(layout: Layout) -> Layout:
    """A layout as templates see it: without the folders of this computer that it lies in."""
    return replace(layout, folders=(), place=Place(Path(layout.name)))


def page(project: Project, template: str, names: Mapping[str, object]) -> str:
    """Fill a template of templates/_shared that is not a layout's.

    Raises:
        ProjectError: a template that cannot be read or filled, exit code LAYOUT.
    """
    shared = project.templates / "_shared"
    return templates.fill(project.templates, (shared,), template, names, _FILTERS)


def _marked(html: str, edition: Edition, known: Mapping[str, str]) -> str:
    """The page with places where lines may break and where not, and with its addresses whole and live.

    `known` leads from addresses as they are printed to the whole ones.
    """
    locale, sheet = edition.locale, edition.sheet
    said = [text for section in SECTIONS for text in strings(sheet, section, False)]
    by_icu = locale.word_breaks == "dictionary"
    html = line_ends.decided(html)
    html = hyphens.held(html, locale.hard_hyphens == "keep")
    html = wordbreaks.marked(html, sheet.tag, by_icu, locale.unbroken, said, edition.project.assets)
    return nobreak.marked(html, locale.direction == "rtl", known)


def _filled(edition: Edition, template: str, names: Mapping[str, object]) -> str:
    folders, layout = edition.template_folders, edition.layout
    try:
        return templates.fill(edition.project.templates, folders, template, names, _FILTERS)
    except ProjectError as error:
        raise ProjectError(
            *(
                replace(one, what=f"{layout.name}: {one.what}", place=one.place or layout.place)
                for one in error.findings
            )
        ) from None


def _link(address: Text) -> Markup:
    """A web address as a link that shows it as people read it; it holds no element, which PDF/UA readers need."""
    shown = nobreak.whole(printed(address))
    link = Markup('<a class="whole" href="{}" dir="ltr" data-key="{}">{}</a>')
    return link.format(str(address), address.key, shown)


def _own_direction(text: Text) -> Markup:
    """Words that run as the first of their letters does: a Latin address stays whole in a sheet written from the right.

    The engine does not know dir="auto", which would say the same. A number and the word after it stay on one line: the
    house and its street.
    """
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    direction = "ltr" if first == "L" else "rtl"
    return Markup('<bdi dir="{}" data-key="{}">{}</bdi>').format(direction, text.key, _AFTER_NUMBER.sub("\u00a0", text))


def _tied(text: Text, most: int = _TIED) -> Markup:
    """A headline whose last two words stay on one line, so that none is left alone on it, where they are short.

    That is, where they have no more letters than `most`, or than its longest word, for which there is room in any case.
    """
    words = str(text).split(" ")
    if len(words) < _TIED_WORDS or tokens.letters("".join(words[-2:])) > max(most, *map(tokens.letters, words)):
        return escape(text)
    *others, last_but_one, last = words
    before = "".join(f"{word} " for word in others)
    return Markup('<span data-key="{}">{}{}\u00a0{}</span>').format(text.key, before, last_but_one, last)


@templates.pass_context
def _digits(context: Any, number: int) -> str:
    """A number in the digits of the language."""
    return str(number).translate(dict(enumerate(context["locale"].digits, ord("0"))))


def _with(phrase: str, **pieces: object) -> Markup:
    """A phrase with something filled in for each name in braces."""
    return Markup(escape(phrase)).format(**pieces)


_FILTERS: Final[templates.Filters] = MappingProxyType(
    {
        "plain": str.__str__,
        "link": _link,
        "own_direction": _own_direction,
        "digits": _digits,
        "letters": tokens.letters,
        "distributed": distribution.distribute,
        "reweighed": distribution.reweighed,
        "spreads": distribution.spreads,
        "tied": _tied,
        "filled": _with,
        "between": world_map.between,
    }
)
