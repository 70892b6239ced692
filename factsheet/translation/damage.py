"""Detect letters that a program has lost on the way.

A program that cannot write a letter puts a question mark there; one that takes UTF-8 for the encoding of its country
shows each letter as two or three others. Both look like words to a computer, and cannot be read by anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import Final, NamedTuple

from fontTools.unicodedata import script

# 8-bit encodings in which computers still open files, by the names Python has for them.
ENCODINGS: Final = (
    *(f"cp{number}" for number in (1252, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258, 874, 437, 850, 852, 866)),
    *("latin-1", "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-9", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"),
)
_COMMON: Final = 0.1  # of the letters; a script with fewer is that of a unit of measure or a name
_MOST_TIMES: Final = 3  # that one text was read in a wrong encoding, at the most
_MANY_LETTERS: Final = 4  # letters that can be read otherwise are no chance
_SEVERAL_WORDS: Final = 2  # words; a shorter source may be a name, which stays as it is in every language
_MANY_WORDS: Final = 3  # words; what has so many is no date, and cannot do without letters
_NAMES: Final = "Latn"  # the script in which names may stand in every language
_NO_SCRIPT: Final = ("Zyyy", "Zinh")  # marks and signs that go with any
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_ADDRESS: Final = re.compile(r"://|www\.|@|.\.[a-z]{2,}/")
_RUN: Final = re.compile(r"[?¿□▯]{3,}")
_HOLE: Final = re.compile(r"[\ufffd\x1a]|[?□▯](?=[^\W\d_])|(?<=[^\W\d_])[¿□▯]")
# What may stand around a word, and within it. A word with anything else in it is none that somebody wrote.
_AROUND: Final = "\u00a0\u202f.,;:!?¿¡…‥–—‹›«»“”„‟‘’‚‛\"'()[]{}®™©°²³¹ªº€£%/-"
_WITHIN: Final = "’'-·\u00ad\u200c\u200d"
_DASHES: Final = re.compile(r"[\u2010-\u203a]")  # and quotation marks: nobody writes the three characters they become
_LETTERS: Final = ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd")
_ACCENTS: Final = "ˆˇ"  # by themselves, which Unicode counts as letters
_SHOWN: Final = 40  # characters of a word that a message shows
_SAVE: Final = "take the file as it was before, open it as UTF-8, and save it as UTF-8 (in Excel: “CSV UTF-8”)"


class Damage(NamedTuple):
    """How letters were lost, and what to do about it."""

    what: str
    hint: str


def scripts(words: Iterable[str]) -> frozenset[str]:
    """Return the ISO 15924 codes of the scripts in which words are written, but for those of few of their letters."""
    letters = [script(letter) for text in words for letter in text if letter.isalpha()]
    return frozenset(one for one in {*letters} if letters.count(one) >= _COMMON * len(letters))


def find(words: str, source: str, written_in: frozenset[str]) -> Damage | None:
    """Return how letters of words were lost; None if they were not, or if the words are those of the source.

    `written_in` are the scripts of the language, as `scripts` returns them.
    """
    if words.split() == source.split():
        return None
    read = garbled(words, written_in)
    if read:
        return Damage(f"“{_short(read[0])}” is “{_short(read[1])}” read in another encoding", _SAVE)
    hole = _hole(words, source)
    if hole:
        return Damage(f"“{_short(hole)}” has other marks in place of letters", _SAVE)
    return _unwritten(words, source, written_in)


def garbled(text: str, written_in: frozenset[str]) -> tuple[str, str] | None:
    """Return the first word that is UTF-8 read in another encoding, and what it was; None if there is none.

    A word is that if all its characters beyond ASCII are such bytes, if they come to letters and signs that the
    language may have, and if nobody writes a word as it stands, with signs or capitals in it. One that somebody may
    write is that only in a text of which everything can be read so, and which has too many letters for chance.
    """
    if text.isascii():
        return None
    words = [word for word in re.split(r"[ \t\r\n]+", text) if not word.isascii()]
    for encoding in ENCODINGS:
        read = [(word, _read(word, encoding, written_in)) for word in words]
        found = [(word, was) for word, was in read if was]
        by_chance = (
            len(found) < len(read) or sum(not letter.isascii() for _, was in found for letter in was) < _MANY_LETTERS
        )
        for word, was in found:
            if not by_chance or _DASHES.search(was) or not _is_written(word):
                return word, was
    return None


def _read(word: str, encoding: str, written_in: frozenset[str]) -> str:
    """Return what a word was before it was read in an encoding once or several times; empty if it never was."""
    table = _table(encoding)
    for _ in range(_MOST_TIMES):
        try:
            word = bytes(table[character] for character in word).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            return ""
        if word.isascii():
            return ""
        if all(_may_have(written_in, character) for character in word):
            return word
    return ""


def _may_have(written_in: frozenset[str], character: str) -> bool:
    if character.isascii():
        return True
    return script(character) in (*written_in, *_NO_SCRIPT, _NAMES) and unicodedata.category(character) != "Cc"


@cache
def _table(encoding: str) -> dict[str, int]:
    """Return the byte of each character. Programs take the control character for bytes that an encoding leaves open."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in range(256):
        with suppress(UnicodeDecodeError):
            table[bytes([byte]).decode(encoding)] = byte
    return table


def _is_written(word: str) -> bool:
    """Tell whether somebody may write a word as it is: letters only, all small, all capital, or the first capital."""
    if word.endswith("\u00a0"):
        return len(word) > 2  # a capital by itself, before a space that does not break and one that does
    bare = "".join(character for character in word.strip(_AROUND) if character not in _WITHIN)
    letters = all(unicodedata.category(character) in _LETTERS and character not in _ACCENTS for character in bare)
    alike = len({script(character) for character in bare} - {*_NO_SCRIPT}) <= 1
    return letters and alike and (bare in (bare.lower(), bare.upper()) or bare[1:] == bare[1:].lower())


def _hole(words: str, source: str) -> str:
    """Return the first word with marks in place of letters; one or two question marks at its end are no damage."""
    bare = _without_addresses(words)
    if any(character.isalpha() for character in source) and not any(character.isalnum() for character in bare):
        return bare.strip() if re.search(r"[?¿□▯\ufffd\x1a]", bare) else ""
    if _RUN.search(bare) and not _RUN.search(source):
        return next(word for word in bare.split() if _RUN.search(word))
    word = next((word for word in bare.split() if _HOLE.search(word)), "")
    return word if word and not _HOLE.search(_without_addresses(source)) else ""


def _without_addresses(words: str) -> str:
    return re.sub(r"\S+", lambda word: "" if _ADDRESS.search(word[0]) else word[0], words)


def _unwritten(words: str, source: str, written_in: frozenset[str]) -> Damage | None:
    """Detect words without letters of the language although the source has words; names may stay as they are."""
    bare = _without_addresses(words)
    wanted = {word.casefold() for word in _WORD.findall(_without_addresses(source))}
    letters = [character for character in bare if character.isalpha()]
    if not letters and len(wanted) >= _MANY_WORDS and bare == words:
        return Damage(f"“{_short(words)}” has no letter, and the original has words", "put the words in")
    if not letters or len(wanted) < _SEVERAL_WORDS or any(script(letter) in written_in for letter in letters):
        return None
    others = [word for word in _WORD.findall(bare) if word.casefold() not in wanted and word != word.upper()]
    if not others and script(letters[0]) == _NAMES:
        return None
    hint = "is this the file of another language? If not, write it in the letters of this one"
    return Damage(f"“{_short(words)}” has no letter of this language", hint)


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
