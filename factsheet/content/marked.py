"""Represent words with their markup as a small tree, which knows the plain words and where each of them was typed.

A string is blocks, a block holds inline nodes, and at the ends of the tree stand `Plain` words. What is emphasis and
what a link is decided in `markup.py`; here stand the values, and what a page and a check make of them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from markupsafe import Markup, escape

from factsheet.yaml.nodes import Text

Origins: TypeAlias = tuple[tuple[int, int], ...]
"""Pairs of indices: from which character of some words on they were typed from which character of the string on."""

# Scripts that are written from the right (ISO 15924), where the tag of a language names one.
_FROM_THE_RIGHT: Final = re.compile(r"-(?:Adlm|Arab|Aran|Hebr|Mand|Mend|Nkoo|Rohg|Samr|Syr[cejn]|Thaa|Yezi)\b")
_SCRIPT: Final = re.compile(r"-[A-Z][a-z]{3}\b")


def origin(origins: Origins, index: int) -> int:
    """Return at which character of the string the character `index` of the words was typed."""
    begin, typed = origins[max(0, bisect_right(origins, index, key=lambda pair: pair[0]) - 1)]
    return typed + index - begin


def part(origins: Origins, begin: int, end: int) -> Origins:
    """Return the origins of a part of words, in which it begins at 0."""
    first = bisect_right(origins, begin, key=lambda pair: pair[0])
    last = bisect_right(origins, end - 1, key=lambda pair: pair[0])
    return ((0, origin(origins, begin)), *((at - begin, index) for at, index in origins[first:last]))


@dataclass(frozen=True)
class Plain:
    """Words without markup. `origins` says where they were typed, which a `\\` among them can interrupt."""

    text: str
    origins: Origins = field(default=((0, 0),), compare=False, repr=False)


@dataclass(frozen=True)
class Break:
    """A line end in a heading: where it may break first. Among plain words it is a space."""

    start: int = field(default=0, compare=False)


@dataclass(frozen=True)
class _Around:
    """What holds other nodes. `start` is the index in the string of the mark that opens it."""

    inside: tuple[Inline, ...]
    start: int = field(default=0, compare=False, kw_only=True)


class Emphasis(_Around):
    """Words with emphasis, `*like this*`."""


class Strong(_Around):
    """Words with strong emphasis, `**like this**`."""


class Sub(_Around):
    """What stands small and low, `H~2~O`."""


class Sup(_Around):
    """What stands small and high, `m^2^`."""


@dataclass(frozen=True)
class Link(_Around):
    """Words that lead somewhere: to an address with its scheme, or to where the code of an id leads."""

    target: str

    @property
    def code(self) -> str:
        """The id of the code it leads to; empty if it leads to an address."""
        return "" if ":" in self.target else self.target


@dataclass(frozen=True)
class Foreign(_Around):
    """A phrase in another language, whose BCP 47 tag is `tag`."""

    tag: str


BY_TAG: Final[Mapping[str, type[Emphasis | Strong | Sub | Sup]]] = {
    "em": Emphasis, "strong": Strong, "sub": Sub, "sup": Sup,
}  # fmt: skip
"""Nodes that are an element of HTML and nothing else, by its name."""

Inline: TypeAlias = Plain | Break | Emphasis | Strong | Sub | Sup | Link | Foreign


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    inside: tuple[Inline, ...]


@dataclass(frozen=True)
class BulletList:
    """A list whose items have no order."""

    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class NumberList:
    """A list whose items are numbered, from `first` on."""

    items: tuple[tuple[Inline, ...], ...]
    first: int = 1


Block: TypeAlias = Paragraph | BulletList | NumberList


@dataclass(frozen=True)
class Advice:
    """Something that looks like markup and is printed as typed, or may be meant otherwise: for checks of words."""

    what: str
    """What it is, with the signs themselves."""
    start: int
    """The index in the string where it stands first."""
    hint: str
    count: int = 1
    """How many there are."""


@dataclass(frozen=True)
class Marked:
    """A string, understood."""

    blocks: tuple[Block, ...]
    advice: tuple[Advice, ...] = ()

    @property
    def inline(self) -> tuple[Inline, ...]:
        """The nodes of a string that is one paragraph or a heading."""
        return next((block.inside for block in self.blocks if isinstance(block, Paragraph)), ())

    @cached_property
    def is_marked(self) -> bool:
        """Whether there is anything but plain words in one paragraph."""
        return not (len(self.blocks) == 1 and all(isinstance(node, Plain) for node in self.inline))

    @cached_property
    def _plain(self) -> tuple[str, Origins]:
        stretches = [*_stretches(self.blocks)]
        origins, length = [], 0
        for text, typed in stretches:
            origins += [(length + begin, index) for begin, index in typed]
            length += len(text)
        return "".join(text for text, _ in stretches), tuple(origins) or ((0, 0),)

    @property
    def plain(self) -> str:
        """The plain words: what a search finds, what counts towards a limit, what checks of words look at.

        Blocks and the items of lists are apart by a line end. The marks of lists are no words.
        """
        return self._plain[0]

    def origin(self, index: int) -> int:
        """Return at which character of the string a character of the plain words was typed."""
        return origin(self._plain[1], index)

    def text(self, typed: Text) -> Text:
        """Return the plain words as text that knows its key and the place of each character, like `typed` itself."""
        words, origins = self._plain
        return typed.derived(words, origins)


def plain(nodes: Iterable[Block | Inline]) -> str:
    """Return the words of nodes, without markup."""
    return "".join(text for text, _ in _stretches(nodes))


def _stretches(nodes: Iterable[Block | Inline]) -> Iterator[tuple[str, Origins]]:
    """Yield the words of nodes and their origins, with a line end between blocks."""
    end: int | None = None
    for node in nodes:
        for row in _rows(node):
            if end is not None and not isinstance(node, Plain | Break | _Around):
                yield "\n", ((0, end),)
            for text, origins in _words(row):
                yield text, origins
                end = origin(origins, len(text) - 1) + 1


def _rows(node: Block | Inline) -> tuple[tuple[Inline, ...], ...]:
    if isinstance(node, BulletList | NumberList):
        return node.items
    return (node.inside,) if isinstance(node, Paragraph) else ((node,),)


def _words(nodes: Iterable[Inline]) -> Iterator[tuple[str, Origins]]:
    for node in nodes:
        if isinstance(node, Plain):
            yield node.text, node.origins
        elif isinstance(node, Break):
            yield " ", ((0, node.start),)
        else:
            yield from _words(node.inside)


def walk(nodes: Iterable[Block | Inline]) -> Iterator[Inline]:
    """Yield every inline node in the order of the words, each before what it holds."""
    for node in nodes:
        for row in _rows(node):
            for inline in row:
                yield inline
                if isinstance(inline, _Around):
                    yield from walk(inline.inside)


def links(marked: Marked) -> tuple[Link, ...]:
    """Return every link, in the order of the words."""
    return tuple(node for node in walk(marked.blocks) if isinstance(node, Link))


def foreign(marked: Marked) -> tuple[Foreign, ...]:
    """Return every phrase in another language, in the order of the words."""
    return tuple(node for node in walk(marked.blocks) if isinstance(node, Foreign))


def direction(tag: str, words: str) -> str:
    """Return `rtl` or `ltr`: how a phrase runs, by the script its tag names, or else by its letters.

    One letter that runs from the right decides: such phrases hold names in Latin letters, and hardly ever the reverse.
    """
    if _SCRIPT.search(tag):
        return "rtl" if _FROM_THE_RIGHT.search(tag) else "ltr"
    return "rtl" if any(unicodedata.bidirectional(character) in ("R", "AL") for character in words) else "ltr"


def html(
    nodes: Iterable[Block | Inline], codes: Mapping[str, str], words: Callable[[Plain], str] = lambda node: node.text
) -> Markup:
    """Return nodes as HTML in which everything that was typed is escaped.

    `codes` says where the code of an id leads; a link to one that is not there is its words alone. `words` gives what
    stands for plain words: a `str` is escaped, a `Markup` is not. A break is a line end,
    which a page shows as a space.
    """
    return Markup("").join(_tagged(node, codes, words) for node in nodes)


def _tagged(node: Block | Inline, codes: Mapping[str, str], words: Callable[[Plain], str]) -> Markup:
    match node:
        case Plain():
            return escape(words(node))
        case Break():
            return Markup("\n")
        case BulletList() | NumberList():
            items = Markup("").join(Markup("<li>{}</li>").format(html(item, codes, words)) for item in node.items)
            if isinstance(node, BulletList):
                return Markup("<ul>{}</ul>").format(items)
            start = (
                Markup("")
                if node.first == 1
                else Markup(' start="{}" style="counter-reset: point {}"').format(node.first, node.first - 1)
            )
            return Markup("<ol{}>{}</ol>").format(start, items)
    inside = html(node.inside, codes, words)
    match node:
        case Link():
            address = codes.get(node.code) if node.code else node.target
            return Markup('<a href="{}">{}</a>').format(address, inside) if address else inside
        case Foreign():
            runs = direction(node.tag, plain(node.inside))
            return Markup('<span lang="{}" dir="{}">{}</span>').format(node.tag, runs, inside)
    return Markup("<{0}>{1}</{0}>").format(Markup(_TAGS[type(node)]), inside)


_TAGS: Final[Mapping[type, str]] = {Paragraph: "p", **{node: tag for tag, node in BY_TAG.items()}}
