"""Check that no term and no figure was lost in translation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from factsheet.checks import Severity, Violation, check, run
from factsheet.content import addresses
from factsheet.content.glossary import Term
from factsheet.findings import ExitCode, Finding
from factsheet.yaml.nodes import Text

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"))
_NUMBER: Final = re.compile(r"\d(?:[\d.,'’\u00a0\u202f٫٬]*\d)?")
# Not decades (1980s), which many languages write out, nor parts of a code (SE1).
_ALONE: Final = re.compile(rf"(?<![^\W\d])(?<!\d){_NUMBER.pattern}(?!\w)")


@dataclass(frozen=True)
class Pair:
    """A string of a translation with what it was made from, and what terms are called in its language."""

    source: Text
    text: Text
    terms: tuple[Term, ...]
    beside: str = ""
    """What else the translation says in the same item: there, a term may have been named already."""


def lint(pairs: Iterable[Pair]) -> list[Finding]:
    """Return findings about each pair, at the place of the translation."""
    return [
        finding
        for pair in pairs
        for finding in run(CHECKS, pair, ExitCode.CONTENT, str(pair.text.key), pair.text.place)
    ]


def _terms(pair: Pair) -> Iterator[Violation]:
    """Terms of the movement are called what content/glossary.csv calls them.

    Reason: one thing with two names reads as two things, and some words for people who use drugs are slurs in disguise.

    Hint: use the term of the glossary, or add the form you use to its cell, after an upright bar.

    Source: own.
    """
    source, text = _folded(pair.source), _folded(f"{pair.text} {pair.beside}")
    for term in pair.terms:
        # What stays in the source language, such as the title of a report, is right as it is.
        if _begins_a_word(_folded(term.term), source) and not any(
            _stands(_folded(form), text) for form in (term.term, *term.approved)
        ):
            yield Violation(f"“{term.term}” is “{term.approved[0]}” in the glossary, which does not stand here")


def _figures(pair: Pair) -> Iterator[Violation]:
    """Every figure of the source stands in the translation, in the digits of any script; decades may be written out.

    Reason: a year or a number that was mistyped looks right to everybody who reads only the translation.

    Hint: put the figure in, or look whether it is another one; one that is written out in words may stay.

    Source: own.
    """
    # Those of addresses and of numbers to dial are looked at as a whole, in links.py.
    source, text = (addresses.masked(text) for text in (pair.source, pair.text))
    missing = Counter(_numbers(_ALONE, source)) - Counter(_numbers(_NUMBER, text))
    for number in missing:
        yield Violation(f"{number} stands in the source and not here")


CHECKS: Final = (check("L02", _terms, Severity.ADVICE), check("L03", _figures, Severity.ADVICE))


def _begins_a_word(term: str, text: str) -> bool:
    """Tell whether a term stands in a text with no letter or figure before it."""
    at = text.find(term)
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(term, at + 1)
    return at >= 0


def _stands(form: str, text: str) -> bool:
    """Tell whether a form stands in a text; a star in it is any letters, but no space.

    Each star doubles the ways in which a matcher that goes back could try, so all of them are followed at once: where
    the pieces so far may end, the next one may begin.
    """
    first, *others = form.split("*")
    if not others:
        return form in text
    ends = {at + len(first) for at in range(len(text) + 1) if text.startswith(first, at)}
    for piece in others:
        reached, begun = ends, False
        ends = set()
        for at in range(len(text) + 1):
            begun = begun or at in reached
            if begun and text.startswith(piece, at):
                ends.add(at + len(piece))
            begun = begun and text[at : at + 1] != " "
    return bool(ends)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Return words to compare: no matter how they are capitalised, spaced, or may be broken."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_INVISIBLE).replace("’", "'").casefold().split())


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield the figures of each number, without the marks between them: 1,000 and 1.000 and ١٬٠٠٠ are the same."""
    for match in pattern.finditer(text):
        yield "".join(str(unicodedata.decimal(mark)) for mark in match[0] if mark.isdecimal())
