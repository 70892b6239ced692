"""Text as people and version control leave it -> Unicode's normal form C, where its characters stood, and conflicts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Version control writes these at the beginning of a line, seven of each, around two versions of the same lines.
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|$)", re.MULTILINE)
CONFLICT = "two versions of these lines stand here, left by a merge"
CONFLICT_HINT = "keep one of the two, and delete the marks of version control, <<<<<<< ||||||| ======= >>>>>>>"


def nfc(typed: str) -> str:
    """The same words, each letter and its accents as one character where there is such a character.

    It is what every string is from where it is read, so that no search, comparison or font sees how it was typed.
    """
    return unicodedata.normalize("NFC", typed)


# Blank, though Unicode counts them among letters, marks or symbols.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: it is spaces, and characters that only do something to others."""
    return all(
        character.isspace()
        or character in _BLANK
        or unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0000" <= character <= "\U000e0fff"
        for character in text
    )


def shifts(typed: str) -> list[tuple[int, int]]:
    """Where the normal form differs in length: the index after such a letter in it, and in what was typed."""
    if unicodedata.is_normalized("NFC", typed):
        return []
    found, after, before = [], 0, 0
    for letter in _letters(typed):
        whole = nfc(letter)
        after, before = after + len(whole), before + len(letter)
        if len(whole) != len(letter):
            found.append((after, before))
    return found


def conflict(text: str) -> int | None:
    """The number of the first line, from 1, that a merge has left between two versions; None if there is none."""
    found = _CONFLICT.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _letters(typed: str) -> Iterator[str]:
    """The text in pieces, each a character with all that can be joined to it."""
    begin = 0
    for index, character in enumerate(typed):
        if index > begin and not _joins(character):
            yield typed[begin:index]
            begin = index
    yield typed[begin:]


def _joins(character: str) -> bool:
    """Whether the normal form can make one character of the one before and this: marks, and the parts of Hangul."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"
