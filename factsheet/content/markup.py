"""Understand the words of one string: paragraphs, lists, emphasis, links and phrases in another language.

Markdown's inline half and no more. `marked.py` holds what comes out, `inline_markup.py` reads one paragraph, and here
a string is divided into blocks, line by line, so that every word keeps the place where it was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from factsheet.content import inline_markup, line_marks
from factsheet.content.looks import Look, Note
from factsheet.content.marked import (
    Advice,
    Block,
    BulletList,
    Foreign,
    Inline,
    Link,
    Marked,
    NumberList,
    Origins,
    Paragraph,
    foreign,
    links,
    plain,
)


class Holds(Enum):
    """What a string may hold, by its field."""

    WORDS = "one paragraph"
    HEADING = "one heading, in which a line end is where it may break first"
    BLOCKS = "paragraphs and lists"


# Marks of direction before it are what word processors put there in text from the right.
_ITEM: Final = re.compile(r"[ \t\u061c\u200e\u200f]*(?:-|(?P<number>\d{1,9})\.)[ \t]+(?=\S)")
_LINE: Final = re.compile(r"[^\n]*")


def parse(text: str, holds: Holds = Holds.WORDS) -> Marked:
    """Understand a string. Nothing is refused: what is not understood is printed as typed, and told in `advice`.

    A `Text` knows where lines begin in its file, so that more can be told of it than of a `str`.
    """
    notes = line_marks.notes(text, holds is Holds.BLOCKS)
    blocks: list[Block] = []
    if holds is Holds.BLOCKS:
        for raw in _raw_blocks(text):
            rows = []
            for lines in raw.rows:
                nodes, seen = inline_markup.parse(*_joined(lines, " "))
                rows.append(nodes)
                notes += seen
            blocks.append(_block(raw, rows))
    else:
        nodes, seen = inline_markup.parse(*_joined([*_lines(text)], "\n" if holds is Holds.HEADING else " "))
        notes += seen
        blocks.append(Paragraph(nodes))
    return Marked(tuple(blocks), _advice(notes))


@dataclass(frozen=True)
class _Raw:
    """A paragraph, or a list with its items, as lines and where each begins in the string."""

    rows: list[list[tuple[int, str]]]
    mark: str = ""
    """Of an item: `-`, or `1` for any number; nothing for a paragraph."""
    first: int = 1


def _raw_blocks(text: str) -> list[_Raw]:
    blocks: list[_Raw] = []
    is_apart = True
    for match in _LINE.finditer(text):
        line, begin = match[0], match.start()
        if not line.strip():
            # An empty match stands at the end of each line, too, where no line is.
            is_apart = is_apart or begin == 0 or text[begin - 1] == "\n"
            continue
        item = _ITEM.match(line)
        last = blocks[-1] if blocks else None
        if item and _begins(item, None if is_apart else last):
            mark = "1" if item["number"] else "-"
            if last is None or last.mark != mark:
                last = _Raw([], mark, int(item["number"] or 1))
                blocks.append(last)
            last.rows.append([_stripped(line[item.end() :], begin + item.end())])
        elif last is None or is_apart:
            blocks.append(_Raw([[_stripped(line, begin)]]))
        else:
            last.rows[-1].append(_stripped(line, begin))
        is_apart = False
    return blocks


def _begins(item: re.Match[str], before: _Raw | None) -> bool:
    """Tell whether an item begins here. Below a line of a paragraph a number other than 1 may be one of its words."""
    return before is None or bool(before.mark) or not item["number"] or int(item["number"]) == 1


def _stripped(line: str, begin: int) -> tuple[int, str]:
    return begin + len(line) - len(line.lstrip()), line.strip()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that is one paragraph; of several, without the spaces around their ends."""
    if "\n" not in text:
        yield 0, text
        return
    for match in _LINE.finditer(text):
        if match[0].strip():
            yield _stripped(match[0], match.start())


def _joined(lines: Collection[tuple[int, str]], between: str) -> tuple[str, Origins]:
    origins, length = [], 0
    for begin, line in lines:
        origins.append((length, begin))
        length += len(line) + len(between)
    return between.join(line for _, line in lines), tuple(origins)


def _block(raw: _Raw, rows: list[tuple[Inline, ...]]) -> Block:
    match raw.mark:
        case "-":
            return BulletList(tuple(rows))
        case "1":
            return NumberList(tuple(rows), raw.first)
    return Paragraph(rows[0])


def _advice(notes: list[Note]) -> tuple[Advice, ...]:
    """Make one advice of all that look the same, at the place of the first."""
    first: dict[Look, Note] = {}
    for note in sorted(notes, key=lambda note: note[1]):
        first.setdefault(note[0], note)
    counts = Counter(look for look, _, _ in notes)
    return tuple(
        Advice(f"“{_short(shown)}” {look.what}", index, look.hint, counts[look])
        for look, index, shown in first.values()
    )


_SHOWN: Final = 40  # characters


def _short(shown: str) -> str:
    words = " ".join(shown.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def unknown_codes(marked: Marked, codes: Collection[str]) -> tuple[Link, ...]:
    """Return the links that lead to the id of a code there is none of."""
    return tuple(link for link in links(marked) if link.code and link.code not in codes)


@dataclass(frozen=True)
class Difference:
    """A link or a phrase in another language that stands in one of source and translation alone."""

    node: Link | Foreign
    is_lacking: bool
    """Whether the translation lacks it, and `node` is the source's; else it stands in the translation alone."""


def differences(source: Marked, translation: Marked, tag: str, source_tag: str) -> tuple[Difference, ...]:
    """Return the links and phrases that a translation lacks, in the order of the source, then those beyond its source.

    A link is the same if its target is, a phrase if its tag and its words are. Phrases in a language that is that of
    the translation may have become plain words in it, and words in the language of the source a phrase.
    """
    lacking = [
        *_beyond(links(source), links(translation)),
        *(node for node in _beyond(foreign(source), foreign(translation)) if not _same(node, tag)),
    ]
    beyond = [
        *_beyond(links(translation), links(source)),
        *(node for node in _beyond(foreign(translation), foreign(source)) if not _same(node, source_tag)),
    ]
    return (
        *(Difference(node, True) for node in lacking),
        *(Difference(node, False) for node in beyond),
    )


def _beyond(nodes: Collection[Link | Foreign], others: Collection[Link | Foreign]) -> list[Link | Foreign]:
    """Return the nodes that have no equal among others, each of which is the equal of one."""
    left = Counter(map(_identity, others))
    beyond = []
    for node in nodes:
        left[_identity(node)] -= 1
        if left[_identity(node)] < 0:
            beyond.append(node)
    return beyond


def _identity(node: Link | Foreign) -> tuple[str, str]:
    if isinstance(node, Link):
        return node.target, ""
    return node.tag, " ".join(plain(node.inside).casefold().split())


def _same(node: Link | Foreign, tag: str) -> bool:
    """Tell whether a phrase is in a language, whichever script or region of it."""
    return isinstance(node, Foreign) and node.tag.partition("-")[0] == tag.partition("-")[0]
