"""Represent what a file holds as maps, lists and text that know their key and their place in it."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TypeAlias

from factsheet.findings import Place


class Text(str):
    """Words from a file, which know their dotted `key` in it and the `place` where they begin.

    `__html__` is what a template engine with automatic escaping asks for: the words arrive on the page escaped, and
    wrapped so that whoever looks at the page (the check that no word is lost, the live preview) can tell which string
    they came from. In an attribute or a title, where no element can stand, write `plain`.
    """

    __slots__ = ("_lines", "key", "place")
    key: str
    place: Place
    _lines: tuple[tuple[int, Place], ...]

    def __new__(cls, words: str, key: str, place: Place, lines: Iterable[tuple[int, Place]] = ()) -> Text:
        """`lines` says at which character of the words each line of the file begins; empty where that is unknown."""
        text = super().__new__(cls, words)
        text.key, text.place, text._lines = key, place, tuple(lines)
        return text

    def __reduce__(self) -> tuple[type[Text], tuple[str, str, Place, tuple[tuple[int, Place], ...]]]:
        return Text, (str(self), self.key, self.place, self._lines)

    def __html__(self) -> str:
        return f'<span data-key="{html.escape(self.key)}">{html.escape(self)}</span>'

    @property
    def plain(self) -> str:
        """Return the words alone, to be escaped like any other string."""
        return str(self)

    @property
    def below(self) -> tuple[int, ...]:
        """Return at which characters the lines of the file begin that stand below the place where the text does."""
        number, indices = self.place.line, []
        for begin, place in self._lines:
            if place.line != number:
                number = place.line
                indices.append(begin)
        return tuple(indices)

    def at(self, index: int) -> Place:
        """Return the place of one character of the words; where they begin, if that is all that is known."""
        for begin, place in reversed(self._lines):
            if begin <= index:
                return Place(place.file, place.line, (place.column or 1) + index - begin)
        return self.place


class Map(dict[str, "Node"]):
    """Keys and their nodes in the order of the file; `names` are the keys as text, with their places."""

    def __init__(self, key: str, place: Place, entries: Iterable[tuple[Text, Node]]) -> None:
        entries = tuple(entries)
        super().__init__((str(name), node) for name, node in entries)
        self.key = key
        self.place = place
        self.names = {str(name): name for name, _ in entries}


class Listing(list["Node"]):
    """Nodes in the order of the file."""

    def __init__(self, key: str, place: Place, entries: Iterable[Node]) -> None:
        super().__init__(entries)
        self.key = key
        self.place = place


Node: TypeAlias = Text | Map | Listing
