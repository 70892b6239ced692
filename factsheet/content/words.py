"""Represent the words of a sheet as they are read: without their markup, which they bring along for pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from factsheet.content import marked, markup
from factsheet.content.kind import Word
from factsheet.content.marked import Marked, Paragraph
from factsheet.content.markup import Holds
from factsheet.findings import Place
from factsheet.yaml.nodes import Text

Addresses = Mapping[str, str]
"""Where the code of each id leads."""
_NONE: Final[Addresses] = MappingProxyType({})


class Words(Text):
    """The plain words of a string: what is searched, counted, checked and read out.

    Pages get them with their markup. `typed` is the string as its file has it, which translations are compared by.
    """

    __slots__ = ("_codes", "holds", "marked", "typed")
    typed: Text
    marked: Marked
    holds: Holds
    _codes: Addresses

    def __reduce__(self) -> tuple[object, tuple[Text, Holds, tuple[tuple[str, str], ...]]]:  # type: ignore[override]
        return _again, (self.typed, self.holds, tuple(self._codes.items()))

    def __html__(self) -> Markup:
        blocks = self.marked.blocks
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            span = Markup('<span data-key="{}">{}</span>')
            return span.format(self.key, marked.html(blocks[0].inside, self._codes))
        return Markup("").join(self.blocks())

    def blocks(self, css_class: str = "") -> Iterator[Markup]:
        """Yield each paragraph and list as an element of this class that knows the key."""
        for block in self.marked.blocks:
            yield _with_key(marked.html([block], self._codes), self.key, css_class)

    def first_paragraph(self) -> tuple[Markup, Iterator[Markup]]:
        """Return the first paragraph without an element of its own, and the elements after it.

        Words that begin with a list have no such paragraph: it is empty, and the list one of the others.
        """
        first, *_ = self.marked.blocks or (None,)
        others = self.blocks("more")
        if not isinstance(first, Paragraph):
            return Markup(""), others
        next(others)
        span = Markup('<span data-key="{}">{}</span>')
        return span.format(self.key, marked.html(first.inside, self._codes)), others

    def with_words_of(self, source: Text) -> Words:
        """Return other words in their place: those of the source language, while these are not translated yet."""
        return understood(source, self.holds, self._codes)


def understood(typed: Text, holds: Holds = Holds.WORDS, codes: Addresses = _NONE) -> Words:
    """Return a string as it is read; `codes` says where links to the id of a code lead."""
    found = _parsed(typed, holds)
    plain = found.text(typed)
    words = Words(plain, typed.key, typed.place, plain._lines)
    words.typed, words.marked, words.holds, words._codes = typed, found, holds, codes
    return words


def holds(word: Word) -> Holds:
    """Return what a word of a kind of section may hold."""
    if word.blocks:
        return Holds.BLOCKS
    return Holds.HEADING if word.role == "heading" else Holds.WORDS


def _again(typed: Text, holds: Holds, codes: tuple[tuple[str, str], ...]) -> Words:
    return understood(typed, holds, dict(codes))


def _with_key(element: Markup, key: str, css_class: str) -> Markup:
    """Return an element with its key and class in its first tag."""
    name, _, rest = element[1:].partition(">")
    chosen = Markup(' class="{}"').format(css_class) if css_class else Markup("")
    return Markup('<{}{} data-key="{}">{}').format(Markup(name), chosen, key, Markup(rest))


def _parsed(typed: Text, holds: Holds) -> Marked:
    return _cached(typed.key, tuple(typed._lines), typed.place, str(typed), holds)


@lru_cache(maxsize=8192)
def _cached(key: str, lines: tuple[tuple[int, Place], ...], place: Place, words: str, holds: Holds) -> Marked:
    return markup.parse(Text(words, key, place, lines), holds)
