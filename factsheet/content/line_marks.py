"""Find what begins a line and looks like markup of a whole line: headings, lists where none can stand, blank lines.

In a string that YAML joins, after `>-`, lines are those of the file. A `Text` knows them; of a `str`, or of text pasted
as one line, lists are told by several marks that follow the ends of sentences.
"""

from __future__ import annotations

import re
from typing import Final

from factsheet.content.looks import Look, Note
from factsheet.yaml.nodes import Text

_BLOCKS: Final = "write it after |- in place of >-, each paragraph and each item of a list on a line of its own"
_ELSEWHERE: Final = "this is one paragraph: put lists and paragraphs into the key more, after |-"
_DASH: Final = "begin each item with - and a space, on a line of its own"
_LINES: Final = (
    (r"#{1,6}[ \t]+(?=[^\s#])", "heading", "delete it: a heading is a key of its own"),
    (r">[ \t]?(?=[^\W\d])", "quotation", "delete it, and type quotation marks; or put \\ before it if it is meant"),
    (r"\|(?=[^|\n]*\|)", "table", "make it a section of the kind table"),
    (r"(?:`{3,}+|~{3,}+)\w*+(?=\n|$)", "stretch of code", "delete it"),
    (
        r"(?:(?:-[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+|(?:_[ \t]*+){3,}+|={3,}+[ \t]*+)(?=\n|$)",
        "rule or a heading",
        "delete it",
    ),
    (r"\[(?!\^)[^\[\]\n]{1,80}\]:[ \t]", "link", "write [words](target) where the words stand"),
)
_LOOKS: Final = tuple(
    (re.compile(pattern), Look(f"is a mark for a {what}, and printed as typed", hint)) for pattern, what, hint in _LINES
)
_OTHER_ITEM: Final = re.compile(r"[ \t]*(?:[*+•◦▪‣●·–—][ \t]+|\d{1,3}\)[ \t]+|•)(?=\S)")
_ITEM: Final = re.compile(r"(?P<sure>[•◦▪‣●][ \t]*)(?=\S)|(?:[-*+·–—]|\d{1,3}[.)])[ \t]+(?=\S)")
_JOINED_BULLETS: Final = re.compile(r"(?:(?:^|[.:;!?,][ \t]+)(?=[-*][ \t]+\S)|(?=[•◦▪‣●]))(?P<mark>[-*•◦▪‣●])")
_JOINED_NUMBERS: Final = re.compile(r"(?:^|[.:;!?][ \t]+)(?P<mark>\d{1,2}[.)])[ \t]+(?=\S)")
_NESTED: Final = re.compile(r"(?<=\n)[ \t]{2,}(?:-|\d{1,9}\.)[ \t]+(?=\S)")
# Where a whole list stands further in than a paragraph, no item stands further in than others.
_AT_THE_EDGE: Final = re.compile(r"^(?:-|\d{1,9}\.)[ \t]+\S", re.MULTILINE)
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")


def notes(text: str, holds_blocks: bool) -> list[Note]:
    """Return what looks like markup of lines: with its index in the string, and the signs."""
    begins = _begins(text)
    found = [
        (look, index, match[0].strip())
        for index in begins
        for pattern, look in _LOOKS
        if (match := pattern.match(text, index))
    ]
    found += _lists(text, begins, holds_blocks) or _joined(text, holds_blocks)
    found += _blank_lines(text, holds_blocks)
    if holds_blocks and _AT_THE_EDGE.search(text):
        look = Look("begins an item further in than others; lists have one level here", "begin all at the same column")
        for match in _NESTED.finditer(text):
            found.append((look, match.end() - len(match[0].lstrip()), match[0].strip()))
    return found


def _begins(text: str) -> list[int]:
    """Return where lines begin, in the string and, if that is known, in the file."""
    begins = {0, *(match.end() for match in re.finditer("\n", text))}
    if isinstance(text, Text):
        begins |= {*text.below}
    return sorted(begins)


def _lists(text: str, begins: list[int], holds_blocks: bool) -> list[Note]:
    """Note marks of lists at the beginning of lines that do not make a list."""
    found: list[Note] = []
    if holds_blocks:
        look = Look("begins a line as a list does elsewhere", _DASH)
        marks = [(index, _OTHER_ITEM.match(text, index)) for index in begins if _is_line(text, index)]
        found = [(look, index, match[0].strip()) for index, match in marks if match]
        # One dash that begins a line is a dash.
        if len(found) == 1 and found[0][2] in "·–—":
            found = []
        begins = [index for index in begins if not _is_line(text, index)]
    items = [(index, match) for index in begins if (match := _ITEM.match(text, index))]
    if len(items) > 1 or any(match["sure"] for _, match in items):
        found += [(_within(holds_blocks), index, match[0].strip()) for index, match in items]
    return found


def _is_line(text: str, index: int) -> bool:
    """Tell whether a line of the string begins here, and not only one of the file."""
    return index == 0 or text[index - 1] == "\n"


def _hint(holds_blocks: bool) -> str:
    return _BLOCKS if holds_blocks else _ELSEWHERE


def _within(holds_blocks: bool) -> Look:
    return Look("is the mark of a list, printed within one paragraph", _hint(holds_blocks))


def _joined(text: str, holds_blocks: bool) -> list[Note]:
    """Note lists that were pasted as one line: two bullets after ends of sentences, or 1. and 2."""
    if holds_blocks and "\n" in text:
        return []
    look = _within(holds_blocks)
    marks = [(match.start("mark"), match["mark"]) for match in _JOINED_BULLETS.finditer(text)]
    numbers = [(match.start("mark"), match["mark"]) for match in _JOINED_NUMBERS.finditer(text)]
    if len(marks) > 1:
        return [(look, index, mark) for index, mark in marks]
    if [int(mark[:-1]) for _, mark in numbers[:2]] == [1, 2]:
        return [(look, index, mark) for index, mark in numbers]
    return []


def _blank_lines(text: str, holds_blocks: bool) -> list[Note]:
    """Note blank lines that are printed as a space."""
    look = Look("has a blank line after it, which is printed as a space", _hint(holds_blocks))
    indices = [] if holds_blocks else [match.start() for match in _BLANK_LINE.finditer(text.rstrip())]
    if isinstance(text, Text):
        # After >- one blank line becomes one line end; after |- the same is the end of a line and nothing else.
        indices += [
            match.start() for match in re.finditer(r"(?<=\S)\n(?=\S)", text)
            if (text.at(match.end()).line or 0) - (text.at(match.start() - 1).line or 0) > 1
        ]  # fmt: skip
    return [(look, max(0, index - 1), _word_before(text, index)) for index in sorted(indices)]


def _word_before(text: str, index: int) -> str:
    words = text[max(0, index - 40) : index].split()
    return words[-1] if words else ""
