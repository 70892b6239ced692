"""Describe a kind of section as a frozen value: which words and facts its sections have, and how they are read.

It is apart from `design.kinds`, which makes it of a kind.yaml, as the words of a sheet are read before anything is
designed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Role = Literal["heading", "lead", "running", "label", "value", "cell", "note", "alternative"]
Rank = Literal["must", "should", "may"]
Type = Literal[
    "ids", "some", "choice", "choices", "whole", "number", "year", "longitude", "latitude", "address", "phone", "email",
    "file", "code", "focus",
]  # fmt: skip
RANKS: tuple[Rank, ...] = ("must", "should", "may")
"""From what no layout may leave out to what is left out first."""
TAKEN = ("masthead", "codes", "contact", "acknowledgement", "imprint")
"""What stands beside the sections in a file of words, so that none can be called so."""


@dataclass(frozen=True, kw_only=True)
class Word:
    """A text that a section or an item has."""

    name: str
    role: Role
    help: str
    optional: bool = False
    blocks: bool = False
    """Whether it may hold paragraphs and lists; else it is one paragraph."""
    each: str | None = None
    """The fact, a list of ids, for each of which there is one such text."""
    beside: str | None = None
    """The fact of an item that it belongs to: it stands where that does, and only there."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What no translation touches of a section or an item."""

    name: str
    type: Type
    help: str
    optional: bool = False
    default: str | None = None
    """What holds where it is left out, as it would be written."""
    of: tuple[str, ...] = ()
    """What can be chosen."""
    by: str | None = None
    """The fact, a list of ids, for each of which something is chosen."""
    least: int | None = None
    most: int | None = None
    """Of a whole number; the second also of how many ids."""
    printed: bool = False
    """Whether readers see it as it is written; it follows the words."""
    together: bool = False
    """Whether all items of a section have it or none."""
    unless: tuple[str, str] | None = None
    """A fact of the section and its value with which it may be left out."""

    @property
    def needed(self) -> bool:
        """Tell whether it always has to be written."""
        return not (self.optional or self.together or self.unless or self.default is not None)


@dataclass(frozen=True)
class ItemList:
    """A list of a section's items in the facts."""

    name: str
    help: str


@dataclass(frozen=True, kw_only=True)
class Items:
    """What the items of a section have."""

    lists: tuple[ItemList, ...]
    words: tuple[Word, ...]
    """One with `each` is alone, and has its texts right under the item."""
    facts: tuple[Fact, ...] = ()
    order: tuple[str, ...]
    """What is read of an item in turn: its words, and its facts that are printed."""
    sort: str | None = None
    """The fact in whose order items stand, where they have it."""

    @property
    def each(self) -> str | None:
        """Return the fact for each of whose ids an item has one text, if it has nothing else."""
        return next((word.each for word in self.words if word.each), None)


@dataclass(frozen=True)
class Short:
    """What small layouts take of a section."""

    words: tuple[str, ...]
    items: tuple[tuple[str, ...], ...]
    """Words and facts of an item; of several in one place, the first that is there."""


@dataclass(frozen=True)
class Part:
    """What is read next in a section: one of its words, or the items of one of its lists."""

    word: str | None = None
    items: str | None = None


Shortening: TypeAlias = Short | Literal["whole", "left-out"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What sections of one kind have in common."""

    name: str
    title: str
    help: str
    rank: Rank
    """What holds where a section says nothing else."""
    words: tuple[Word, ...]
    facts: tuple[Fact, ...] = ()
    items: Items | None = None
    order: tuple[Part, ...]
    """What is read of a section in turn."""
    formerly: str | None = None
    """The key of the former facts.yaml whose sections are of this kind now."""
    short: Shortening
    """What small layouts take; "left-out" is whole, where they have no reason to leave it out."""
    is_printed: bool = True
    """Whether it has a template, without which its sections are read and checked, and stand on no page."""

    @property
    def lists(self) -> tuple[str, ...]:
        """Return the names of its lists of items in the facts."""
        return tuple(one.name for one in self.items.lists) if self.items else ()

    @property
    def item_facts(self) -> tuple[Fact, ...]:
        """Return the facts that an item may have."""
        return self.items.facts if self.items else ()

    @property
    def item_words(self) -> tuple[Word, ...]:
        """Return the words that an item may have."""
        return self.items.words if self.items else ()

    def all_words(self) -> Iterator[Word]:
        """Yield the words of the section, then those of an item."""
        yield from (*self.words, *self.item_words)
