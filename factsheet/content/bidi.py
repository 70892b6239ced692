"""Find left-to-right stretches in right-to-left text that the Unicode rules alone would turn round.

The rules for text of both directions (Unicode Standard Annex 9) let a sign between words go with the words, so that
+44 20 reads 20 44+, and C++ reads ++C. What is set apart here keeps the order in which it was typed. Left to the rules:
ranges (1961-1971 is read from the right), fractions, times and decimals, which they get right, a unit or currency after
a space, and figures of Arabic's own with their signs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from factsheet.content.addresses import Kind, Piece

_FIGURE: Final = "0-9\u06f0-\u06f9"  # also the Persian ones, which run as European ones do
_LETTER: Final = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u052f\u1e00-\u1fff"
_MONEY: Final = "$¢£¥\u20a0-\u20cf"
_PLAIN: Final = rf"[{_FIGURE}]++(?:[.,:/٫٬'’\u00a0\u202f][{_FIGURE}]++)*+"
_GROUPED: Final = rf"[{_FIGURE}]{{1,3}}(?:[ \u2009'’][{_FIGURE}]{{3}})+(?![{_FIGURE}])"
_NUMBER: Final = rf"(?:{_GROUPED}|{_PLAIN})"
_WORD: Final = rf"[{_LETTER}](?:[{_LETTER}{_FIGURE}.&/'’_-]*[{_LETTER}{_FIGURE}])?"
_SIGNS: Final = rf"[+±#№*{_MONEY}]"
# Not from within what would have begun before: each letter of a long word would look for its end again.
_FROM_THE_FIRST: Final = rf"(?<![{_LETTER}])(?<![{_LETTER}][.&/'’_-])"
_SIGNED: Final = re.compile(
    "|".join(
        (
            # −5 and ~10, but not the hyphen that joins a number to a word; +5, $100, #12, *123#
            rf"(?<!\w)[-\u2212~]{_NUMBER}[%‰°]?",
            rf"(?<![{_LETTER}{_FIGURE}])(?<!(?<![{_LETTER}{_FIGURE}]){_SIGNS}){_SIGNS}++{_NUMBER}[%‰°+*#]*",
            # 100%, 18+, 50€; and 3+4=7
            rf"(?<![{_LETTER}{_FIGURE}.,]){_NUMBER}[%‰°+*#{_MONEY}]+(?!\w)",
            rf"(?<![{_LETTER}{_FIGURE}]){_NUMBER}(?:[+×÷=*^]{_NUMBER})+",
            # 12-05-2020
            rf"(?<![{_LETTER}{_FIGURE}-])[{_FIGURE}]{{1,4}}-[{_FIGURE}]{{1,2}}-[{_FIGURE}]{{1,4}}(?![{_FIGURE}-])",
            rf"(?<![{_LETTER}{_FIGURE}.,]){_GROUPED}",
            # C++, C#, HIV-; .org, &c
            rf"(?:[#{_MONEY}&~]|{_FROM_THE_FIRST})(?>{_WORD})[+#*]+(?!\w)",
            rf"{_FROM_THE_FIRST}{_WORD}[-\u2212](?=[\s،؛,.;:)»”]|$)",
            rf"(?<!\w)[#{_MONEY}&~.]{_WORD}",
        )
    )
)
# Nothing without one of these is signed.
_PERHAPS: Final = re.compile(rf"[-\u2212~+±#№*×÷=^&%‰°{_MONEY}]|(?<!\w)\.[{_LETTER}]|[{_FIGURE}][ \u2009'’][{_FIGURE}]")
# What has no letter and no figure that runs from the right.
_RUN: Final = re.compile("[^\u0590-\u06ef\u06fa-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc]+")
_LATIN: Final = re.compile(f"[{_LETTER}]")

Stretch = tuple[int, int]


def stretches(text: str, pieces: Sequence[Piece]) -> list[Stretch]:
    """Return where each stretch begins and ends, in order; `pieces` are those that were found in the string.

    One piece is a stretch. Where it, or a sign, stands between two words of one phrase, the whole phrase is.
    """
    if not pieces and not _PERHAPS.search(text):
        return []
    apart = [(piece.start, piece.end) for piece in pieces if piece.kind is not Kind.FIGURES]
    covered = _within(apart)
    signed = [match.span() for match in _SIGNED.finditer(text) if covered.isdisjoint(range(*match.span()))]
    apart_or_signed = sorted([*apart, *signed])
    begins, ends = [begin for begin, _ in apart_or_signed], [end for _, end in apart_or_signed]
    latin = [match.start() for match in _LATIN.finditer(text) if match.start() not in covered]
    phrases = []
    for run in _RUN.finditer(text) if apart_or_signed else ():
        letters = latin[bisect_left(latin, run.start()) : bisect_left(latin, run.end())]
        if letters:
            phrase = letters[0], letters[-1] + 1
            within = apart_or_signed[bisect_right(ends, phrase[0]) : bisect_left(begins, phrase[1])]
            if within:
                phrases.append((min(phrase[0], within[0][0]), max(phrase[1], *(end for _, end in within))))
    covered = _within(phrases)
    return sorted([*phrases, *(one for one in apart_or_signed if covered.isdisjoint(range(*one)))])


def _within(stretches: Sequence[Stretch]) -> set[int]:
    return {index for begin, end in stretches for index in range(begin, end)}
