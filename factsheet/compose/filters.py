"""Define the filters that templates apply to values; templates/README.md describes them.

`plain` is a string without its key, for attributes; `link` a web address as a link; `own_direction` words that run as
their letters do, whatever runs around them; `digits` a number in the digits of the language; `letters` how many a text
has, marks aside; `distributed`, `reweighed` and `spreads` items on panels, see distribution.py; `tied` a headline whose
last word is not left alone; `filled` a phrase with something in place of each name in braces; `between` the part of a
map between two edges.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import Any, Final

from markupsafe import Markup, escape

from factsheet.compose import distribution, nobreak, templates, world_map
from factsheet.content.sheet import printed
from factsheet.design import dictionary
from factsheet.yaml.nodes import Text

_AFTER_NUMBER: Final = re.compile(r"(?<=\d) ")
_TIED: Final = 14  # letters of two words for which there is room on a line of any headline but a title
_TIED_WORDS: Final = 3  # a headline of fewer words would be one that cannot break


def _link(address: Text) -> Markup:
    """Return a link that shows its address as people read it; it holds no element, which PDF/UA readers need."""
    shown = nobreak.mark_breaks(printed(address))
    link = Markup('<a class="whole" href="{}" dir="ltr" data-key="{}">{}</a>')
    return link.format(str(address), address.key, shown)


def _own_direction(text: Text) -> Markup:
    """Return words that run as the first of their letters does.

    So a Latin address stays whole in a sheet written from the right. The engine does not know dir="auto", which would
    say the same. A number and the word after it stay on one line: the house and its street.
    """
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    direction = "ltr" if first == "L" else "rtl"
    return Markup('<bdi dir="{}" data-key="{}">{}</bdi>').format(direction, text.key, _AFTER_NUMBER.sub("\u00a0", text))


def _tied(text: Text, most: int = _TIED) -> Markup:
    """Return a headline whose last two words stay on one line, so that none is left alone on it, where they are short.

    That is, where they have no more letters than `most`, or than its longest word, for which there is room in any case.
    """
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


def _filled(phrase: str, **pieces: object) -> Markup:
    """Fill in something for each name in braces of a phrase."""
    return Markup(escape(phrase)).format(**pieces)


FILTERS: Final[templates.Filters] = MappingProxyType(
    {
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
        "between": world_map.between,
    }
)
