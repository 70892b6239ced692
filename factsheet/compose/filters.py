"""Define the filters that templates apply to values; templates/README.md describes them.

`render` is a section, by the template of its kind; `run_in` a lead with what follows it, `blocks` paragraphs and lists;
`plain` a string without its key, for attributes; `link` an address or a number to dial as a link; `own_direction` words
that run as their letters do, whatever runs around them; `digits` a number in the digits of the language; `letters` how
many a text has, marks aside; `distributed`, `reweighed` and `spreads` items on panels, see distribution.py; `tied` a
headline whose last word is not left alone; `filled` a phrase with something in place of each name in braces; `mapped`
the map of a section with its marks; `even_decimals` a number that ends where others of its
`column` do; `rows` items side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

from markupsafe import Markup, escape

from factsheet.compose import distribution, nobreak, templates, world_map
from factsheet.compose.views import ItemView, SectionView, decimal_padding
from factsheet.content.sheet import as_printed
from factsheet.content.words import Words
from factsheet.design import dictionary, kinds
from factsheet.yaml.nodes import Text

_SCHEME: Final = re.compile(r"(?:https|tel|mailto|sms):")
_DIALLED: Final = re.compile(r"[+0-9(][0-9 ().\-–/\u00a0]*")
_AFTER_NUMBER: Final = re.compile(r"(?<=\d) ")
_TIED: Final = 14  # letters of two words for which there is room on a line of any headline but a title
_TIED_WORDS: Final = 3  # a headline of fewer words would be one that cannot break


@templates.pass_context
def _render(context: Any, section: SectionView) -> Markup:
    """Return a section by the first template there is: the layout's own for its kind, or that of the kind."""
    names = [f"{kinds.FOLDER}/{section.kind}.html", f"{kinds.FOLDER}/{section.kind}/section.html"]
    template = context.environment.select_template(names)
    return Markup(template.render({**context.get_all(), "section": section}))


def _run_in(lead: Words, more: Words | None) -> Markup:
    """Return a paragraph that begins with the lead, in strong, and goes on with the rest; then the other blocks."""
    first, others = more.first_paragraph() if more else (Markup(""), ())
    space = " " if first else ""
    paragraph = Markup('<p class="words"><strong>{}</strong>{}{}</p>').format(lead, space, first)
    return Markup("").join([paragraph, *others])


def _blocks(words: Words | None, css_class: str = "more") -> Markup:
    """Return paragraphs and lists as elements of a class; nothing where words are left out."""
    return Markup("").join(words.blocks(css_class) if words else ())


def _link(address: Text, target: Text | None = None) -> Markup:
    """Return a link that shows its address as people read it; it holds no element, which PDF/UA readers need.

    Numbers to dial and e-mail addresses as well. `target` is where it leads, if that is not what is shown.
    """
    to = str(target or address)
    scheme = "" if _SCHEME.match(to) else "mailto:" if "@" in to else "tel:" if _DIALLED.fullmatch(to) else "https://"
    whole = scheme + (re.sub(r"[^+\d]", "", to) if scheme == "tel:" else to)
    shown = as_printed(address)
    marked = (
        shown.replace(" ", "\u00a0")
        if scheme == "tel:" or to.startswith(("tel:", "sms:"))
        else nobreak.mark_breaks(shown)
    )
    link = Markup('<a class="whole" href="{}" dir="ltr" data-key="{}">{}</a>')
    return link.format(whole, address.key, marked)


def _own_direction(text: Text) -> Markup:
    """Return words that run as the first of their letters does.

    So a Latin address stays whole in a sheet written from the right. The engine does not know dir="auto", which would
    say the same. A number and the word after it stay on one line: the house and its street.
    """
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    direction = "ltr" if first == "L" else "rtl"
    return Markup('<bdi dir="{}" data-key="{}">{}</bdi>').format(direction, text.key, _AFTER_NUMBER.sub("\u00a0", text))


def _tied(text: Words, most: int = _TIED) -> Markup:
    """Return a headline whose last two words stay on one line, so that none is left alone on it, where they are short.

    That is, where they have no more letters than `most`, or than its longest word, for which there is room in any case.
    """
    if text.marked.is_marked:
        return escape(text)
    words = str(text).split(" ")
    if len(words) < _TIED_WORDS or dictionary.length("".join(words[-2:])) > max(most, *map(dictionary.length, words)):
        return escape(text)
    *others, last_but_one, last = words
    before = "".join(f"{word} " for word in others)
    return Markup('<span data-key="{}">{}{}\u00a0{}</span>').format(text.key, before, last_but_one, last)


@templates.pass_context
def _digits(context: Any, number: int) -> str:
    """Write a number in the digits of the language."""
    return str(number).translate(dict(enumerate(context["locale"].digits, ord("0"))))


def _rows(items: Sequence[ItemView], across: int) -> list[list[ItemView]]:
    """Return items in rows of so many; one that is featured has a row of its own."""
    rows: list[list[ItemView]] = []
    for item in items:
        if item.featured or not rows or rows[-1][0].featured or len(rows[-1]) >= max(1, across):
            rows.append([])
        rows[-1].append(item)
    return rows


def _column(section: SectionView, id: str) -> list[Words]:
    """Return the cells of a column of a table."""
    return [item.words[id] for item in section.items if item.words.get(id)]


@templates.pass_context
def _mapped(context: Any, section: SectionView, edges: tuple[float, ...], mark: float) -> world_map.Map:
    """Return the map of a section, with marks at its places; see `world_map.mapped`."""
    places = [(item.number, item.facts["longitude"], item.facts["latitude"]) for item in section.items]
    shown = (edges[0], edges[1]) if edges else None
    return world_map.mapped(context["world_map"], places, section.facts["map"] == "region", shown, mark)


def _even_decimals(text: Words, others: list[Words]) -> Markup:
    """Return a number with spaces after it, so that its decimal mark stands below those of others in its column."""
    return Markup("{}{}").format(text, decimal_padding(str(text), [str(other) for other in others]))


def _filled(phrase: str, **pieces: object) -> Markup:
    """Fill in something for each name in braces of a phrase."""
    return Markup(escape(phrase)).format(**pieces)


FILTERS: Final[templates.Filters] = MappingProxyType(
    {
        "render": _render,
        "run_in": _run_in,
        "blocks": _blocks,
        "plain": str.__str__,
        "link": _link,
        "own_direction": _own_direction,
        "digits": _digits,
        "letters": dictionary.length,
        "distributed": distribution.distribute,
        "reweighed": distribution.reweighed,
        "spreads": distribution.spreads,
        "tied": _tied,
        "filled": _filled,
        "mapped": _mapped,
        "rows": _rows,
        "column": _column,
        "even_decimals": _even_decimals,
    }
)
