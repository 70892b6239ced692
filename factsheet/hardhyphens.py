"""A page with hyphens that people typed -> the same with those held after which no line may end, as languages want.

Nothing that is seen or searched for changes: a no-break space without width after a hyphen says it, and has no shape.
It is not a word joiner, which in addresses marks where they break if need be; see kept.py.
"""

from __future__ import annotations

import re

from factsheet.unspaced import TIGHT

# What is no printed text: elements that are told and not shown, and every tag.
NOT_PRINTED = re.compile(r"(<title>.*?</title>|<style\b.*?</style>|<[^>]*>)", re.DOTALL)
_TOKEN = re.compile(r"[^\s<>&;]*\w[-‐/]\w[^\s<>&;]*")
# Addresses end lines where theirs do: a stop within, a double slash, an at sign.
_ADDRESS = re.compile(r"[a-z0-9]\.[a-z]|//|@", re.IGNORECASE)
_JOINT = re.compile(r"(?<=\w)[-‐/](?=\w)")
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
    if _ADDRESS.search(token):
        return token

    def joint(found: re.Match[str]) -> str:
        before = _PART.findall(token[: found.start()].replace("\u00ad", ""))
        after = _PART.findall(token[found.end() :].replace("\u00ad", ""))
        beside = before[-1], after[0]
        short = min(len("".join(before)), len("".join(after))) <= _SHORT or min(map(len, beside)) == 1
        held = short or any(part.isdigit() for part in beside) or (keep and found[0] != "/")
        return found[0] + TIGHT if held else found[0]

    return _JOINT.sub(joint, token)
