"""Bring text to Unicode's normal form C, tell where its characters stood, and find conflicts of a merge."""

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
    """Write each letter and its accents as one character where there is such a character.

    Every string is in this form from where it is read, so that no search, comparison or font sees how it was typed.
    """
    return unicodedata.normalize("NFC", typed)


# Blank, though Unicode counts them among letters, marks or symbols.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text can be seen: it is spaces, and characters that only do something to others."""
    return all(
        character.isspace()
        or character in _BLANK
        or unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0000" <= character <= "\U000e0fff"
        for character in text
    )


def shifts(typed: str) -> list[tuple[int, int]]:
    """Return where the normal form differs in length: the index after such a letter in it, and in what was typed."""
    if unicodedata.is_normalized("NFC", typed):
        return []
    result, after, before = [], 0, 0
    for letter in _letters(typed):
        whole = nfc(letter)
        after, before = after + len(whole), before + len(letter)
        if len(whole) != len(letter):
            result.append((after, before))
    return result


def conflict(text: str) -> int | None:
    """Return the number of the first line, from 1, that a merge has left between two versions, if there is one."""
    match = _CONFLICT.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else None


def _letters(typed: str) -> Iterator[str]:
    """Yield the text in pieces, each a character with all that can be joined to it."""
    begin = 0
    for index, character in enumerate(typed):
        if index > begin and not _joins(character):
            yield typed[begin:index]
            begin = index
    yield typed[begin:]


def _joins(character: str) -> bool:
    """Tell whether the normal form can make one character of this and the one before: marks, the parts of Hangul."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"
