"""A page with hyphens that people typed -> the same with those held after which no line may end, as languages want.

Nothing that is seen or searched for changes: a no-break space without width after a hyphen says it, and has no shape.
It is not a word joiner, which in addresses marks where they break if need be; see kept.py.
"""

from __future__ import annotations

import re
from itertools import accumulate

from factsheet.design.break_marks import TIGHT

# What is no printed text: elements that are told and not shown, and every tag.
NOT_PRINTED = re.compile(r"(<title>.*?(?:</title>|\Z)|<style\b.*?(?:</style>|\Z)|<[^>]*(?:>|\Z))", re.DOTALL)
_TOKEN = re.compile(r"[^\s<>&;]+")
# Addresses end lines where theirs do: a stop within, a double slash, an at sign.
_ADDRESS = re.compile(r"[a-z0-9]\.[a-z]|//|@", re.IGNORECASE)
_JOINT = re.compile(r"((?<=\w)[-‐/](?=\w))")
_PART = re.compile(r"[^\W_]+")
_SHORT = 2  # letters


def held(html: str, keep: bool) -> str:
    """The page with word joiners after hyphens and slashes.

    In any language a first or last part of one or two letters, a single letter within and a number stay with what is
    beside them. With `keep`, no word ends a line at a hyphen.
    """
    if not _JOINT.search(html):
        return html
    parts = NOT_PRINTED.split(html)
    for n in range(0, len(parts), 2):
        parts[n] = _TOKEN.sub(lambda token: _joined(token[0], keep), parts[n])
    return "".join(parts)


def _joined(token: str, keep: bool) -> str:
    pieces = _JOINT.split(token)
    if len(pieces) == 1 or _ADDRESS.search(token):
        return token
    parts = [_PART.findall(piece.replace("\u00ad", "")) for piece in pieces[::2]]
    letters = [*accumulate(sum(map(len, each)) for each in parts)]
    for n, joint in enumerate(pieces[1::2]):
        beside = [*parts[n][-1:], *parts[n + 1][:1]]
        short = min(letters[n], letters[-1] - letters[n]) <= _SHORT or any(len(part) == 1 for part in beside)
        if short or any(part.isdigit() for part in beside) or (keep and joint != "/"):
            pieces[2 * n + 1] += TIGHT
    return "".join(pieces)
