"""A page -> the same, with line ends decided about which releases of Unicode's rules, and so of Pango, differ.

Between 15.0 and 16.0 UAX #14 has changed its mind about quotation marks beside spaces and brackets (LB15), decimal
marks (LB15c, LB25) and hyphens at the beginning of words (LB20a). What one of them forbids is forbidden here, with a
word joiner, so that no page depends on the computer it is set on. `tools/same_bytes.py` finds what is not yet here.
"""

from __future__ import annotations

import re
from typing import Final

from factsheet.compose.hyphens import NOT_PRINTED
from factsheet.design.break_marks import HELD

_SPACES: Final = r"[ \t\n]+"
_OPENING, _CLOSING = "«“‘‹", "»”’›"
_STRAIGHT: Final = ('"', "'", "&#34;", "&#39;", "&quot;")
_QUOTED: Final = "|".join(f"(?<={re.escape(mark)})" for mark in (*_OPENING, *_CLOSING, *_STRAIGHT))
_POINTS: Final = ".,:;،"
# Pango 1.56 takes a letter for a part of the one before that has no vowel, even across spaces and commas.
_VOWEL_KILLERS: Final = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d"
_UNDECIDED: Final = re.compile(
    "|".join((
        rf"(?:{_QUOTED}){_SPACES}(?=[(\[])",
        rf"(?:(?<=[\s(\[{_OPENING}{_CLOSING}\"'][{_OPENING}])|(?<=^[{_OPENING}])){_SPACES}",
        rf"{_SPACES}(?=[{_CLOSING}](?:[^\w(\[]|$))",
        rf"(?<=\S){_SPACES}(?=[{_POINTS}]\d)",
        rf"(?<!\d)[{_POINTS}](?=\d)",
        r"(?<![\w\-‐–—/])[-‐](?=[^\W\d_]|[#@·])",
        rf"(?<=[{_VOWEL_KILLERS}])[^\w<>&]*[ \t\n](?=[^\W\d_a-zA-Z])",
    ))
)  # fmt: skip
# As in hardhyphens: a stop between letters, a double slash or an at sign makes an address, which ends lines in its way.
_ADDRESS: Final = re.compile(r"\S*(?:[a-z0-9]\.[a-z]|//|@)\S*", re.IGNORECASE)


def decided(html: str) -> str:
    """The page with word joiners where not all releases let a line end."""
    parts = NOT_PRINTED.split(html)
    for n in range(0, len(parts), 2):
        if _UNDECIDED.search(parts[n]):
            parts[n] = _held(parts[n])
    return "".join(parts)


def _held(words: str) -> str:
    addresses = [found.span() for found in _ADDRESS.finditer(words)]

    def joined(found: re.Match[str]) -> str:
        within = any(begin <= found.start() and found.end() <= end for begin, end in addresses)
        return found[0] if within else found[0] + HELD

    return _UNDECIDED.sub(joined, words)
