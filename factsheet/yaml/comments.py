"""Find comments beside a text in a YAML file that may be words somebody meant to print.

To YAML, all that follows a # after a space is a comment. To people, “Room #12 is open.” is a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_AFTER = re.compile(r"[ \t]+(?=#)")
_ON_THE_LINE_OF_THE_KEY = re.compile(r"^[ \t]*(?:[-:?,\[{][ \t]*)+(?<=[ \t])(?=#)", re.MULTILINE)
_LINE = re.compile(r"([ \t]*)(?:(?=#)[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_REST = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADER = re.compile(r"[^\r\n]*?[ \t](?=#)")
_HASHTAG = re.compile(r"#[^\s#]")


def beside(text: str, before: int, start: int, end: int, style: str | None, indent: int) -> Iterator[int]:
    """Yield where each comment begins that a reader could take for a part of the text from `start` to `end`.

    `before` is where what comes before it ends, its key as a rule; `indent` is the column, from 0, of that key. The
    place of a comment is above the key. After a closing quotation mark, and on the line of >- and |-, nobody takes one
    for words, unless no space follows the #, as in #NothingAboutUs.
    """
    unclear = style is None
    for match in _ON_THE_LINE_OF_THE_KEY.finditer(text[before:start]):
        yield before + match.end()
    yield from _above(text, before, start)
    if style in ("|", ">"):
        header = _HEADER.match(text, start, end)
        if header and _HASHTAG.match(text, header.end()):
            yield header.end()
    elif (same := _AFTER.match(text, end)) and (unclear or _HASHTAG.match(text, same.end())):
        yield same.end()
    yield from _below(text, start, end, style, indent)


def _above(text: str, before: int, start: int) -> Iterator[int]:
    """Yield hashtags that begin lines between a key, or a dash, and the text that begins further down."""
    places: list[int] = []
    at = before
    for line in text[before:start].splitlines(keepends=True):
        bare = line.lstrip()
        if at > before and _HASHTAG.match(bare):
            places.append(at + len(line) - len(bare))
        elif bare and not bare.startswith("#"):
            places = []  # above the key or the dash is where comments belong
        at += len(line)
    yield from places


def _below(text: str, start: int, end: int, style: str | None, indent: int) -> Iterator[int]:
    """Yield comments on the lines right below, as far in as text."""
    at = end
    if style not in ("|", ">"):
        rest = _REST.match(text, end)
        at = rest.end() if rest else end
    sure = start == end or style in ("'", '"')
    while at < len(text) and (line := _LINE.match(text, at)):
        hash = line.end(1)
        if text.startswith("#", hash) and len(line[1]) > indent and (not sure or _HASHTAG.match(text, hash)):
            yield hash
        at = line.end()
