"""Forbid line breaks where Unicode versions disagree, so that every computer breaks lines alike.

Between 15.0 and 16.0 UAX #14 has changed its mind about quotation marks beside spaces and brackets (LB15), decimal
marks (LB15c, LB25) and hyphens at the beginning of words (LB20a). What one of them forbids is forbidden here, with a
word joiner, so that no page depends on the computer it is set on. `tools/same_bytes.py` finds what is not yet here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from factsheet.compose.hyphens import ADDRESS
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
        # From the first space only: from each of a long run, it would look for its end again.
        rf"(?<![ \t\n]){_SPACES}(?=[{_CLOSING}](?:[^\w(\[]|$))",
        rf"(?<=\S){_SPACES}(?=[{_POINTS}]\d)",
        rf"(?<!\d)[{_POINTS}](?=\d)",
        r"(?<![\w\-‐–—/])[-‐](?=[^\W\d_]|[#@·])",
        rf"(?<=[{_VOWEL_KILLERS}])[^\w<>&]*[ \t\n](?=[^\W\d_a-zA-Z])",
    ))
)  # fmt: skip
_ADDRESS: Final = re.compile(rf"(?<!\S)\S*(?:{ADDRESS})\S*", re.IGNORECASE)


def hold(texts: Sequence[str]) -> list[str]:
    """Return texts with a word joiner wherever not all releases let a line end."""
    return [_hold_text(text) if _UNDECIDED.search(text) else text for text in texts]


def _hold_text(text: str) -> str:
    addresses = [address.span() for address in _ADDRESS.finditer(text)]

    def joined(place: re.Match[str]) -> str:
        within = any(begin <= place.start() and place.end() <= end for begin, end in addresses)
        return place[0] if within else place[0] + HELD

    return _UNDECIDED.sub(joined, text)
