"""Keep lines from ending after hyphens and slashes that people typed, where the language does not let them.

Nothing that is seen or searched for changes: a no-break space without width after a hyphen keeps the line together, and
has no shape. It is not a word joiner, which in addresses marks where they break if need be; see nobreak.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from factsheet.design.break_marks import TIGHT

ADDRESS: Final = r"[a-z0-9]\.[a-z]|//|@"
"""What makes a word an address, which ends lines in its own way: a stop within, a double slash, an at sign."""
_TOKEN: Final = re.compile(r"[^\s<>&;]+")
_ADDRESS: Final = re.compile(ADDRESS, re.IGNORECASE)
_JOINT: Final = re.compile(r"((?<=\w)[-‐/](?=\w))")
_PART: Final = re.compile(r"[^\W_]+")
_SHORT: Final = 2  # letters


def hold(texts: Sequence[str], keep: bool) -> list[str]:
    """Return texts with a mark after each hyphen and slash at which no line may end.

    In any language a first or last part of one or two letters, a single letter within and a number stay with what is
    beside them. With `keep`, no word ends a line at a hyphen.
    """

    def held(word: re.Match[str]) -> str:
        return _hold_word(word[0], keep)

    return [_TOKEN.sub(held, text) if _JOINT.search(text) else text for text in texts]


def _hold_word(word: str, keep: bool) -> str:
    pieces = _JOINT.split(word)
    if len(pieces) == 1 or _ADDRESS.search(word):
        return word
    parts = [_PART.findall(piece.replace("\u00ad", "")) for piece in pieces[::2]]
    letters = [*accumulate(sum(map(len, each)) for each in parts)]
    for n, joint in enumerate(pieces[1::2]):
        beside = [*parts[n][-1:], *parts[n + 1][:1]]
        short = min(letters[n], letters[-1] - letters[n]) <= _SHORT or any(len(part) == 1 for part in beside)
        if short or any(part.isdigit() for part in beside) or (keep and joint != "/"):
            pieces[2 * n + 1] += TIGHT
    return "".join(pieces)
