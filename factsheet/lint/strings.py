"""Define what every check of words receives, and build the violation it yields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from factsheet.checks import Violation
from factsheet.content import addresses
from factsheet.yaml.nodes import Text

Violations = Iterator[Violation]


@dataclass(frozen=True)
class Spelling:
    """What a language asks of the marks in its words."""

    quotes: str
    """Its quotation marks, opening and closing in turn, such as “”‘’; straight ones are fine if they are among them."""
    no_break_before: str = ""
    """Marks that a space which does not break must come before, such as ;:!?» in French."""
    no_break_after: str = ""
    """Marks that such a space must follow, such as « in French."""
    shapes: tuple[frozenset[int], ...] = ()
    """For each stack of fonts, of text and of headlines, the code points it has; none where the fonts are not known."""
    elsewhere: Callable[[str], str] = lambda _: ""
    """The family that has a character which the stacks lack; empty where none has."""


@dataclass(frozen=True)
class Words:
    """One string, and what its language asks of it."""

    text: Text
    spelling: Spelling

    @property
    def masked(self) -> str:
        """The text without the marks in addresses, which are not those of a language."""
        return addresses.masked(self.text)


def violation(text: Text, index: int, what: str, hint: str = "") -> Violation:
    """Report a broken rule with the words before that place, because what breaks it is often invisible."""
    before = "".join(letter if letter.isprintable() else " " for letter in text[max(0, index - 20) : index]).split()
    after = f" after “{' '.join(before)}”" if before else ""
    return Violation(f"{what}{after}", hint, text.at(index))


def first_of(words: Words, matches: Iterable[re.Match[str]], what: str) -> Violations:
    """Report the first of several matches, and how many there are; `what` has {} where the matched text goes."""
    matches = [*matches]
    if matches:
        first = matches[0]
        yield violation(words.text, first.start(), f"{what.format(first[0].strip())}{times(len(matches))}")


def named(character: str) -> str:
    """Return a character by its number and name, as it may be invisible itself."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{' ' if name else ''}{name}"


def times(count: int) -> str:
    """Return how often, where that is more than once; it follows what was found."""
    return f" ({count} times)" if count > 1 else ""
