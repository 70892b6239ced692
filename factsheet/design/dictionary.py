"""Divide letters in a row into pieces that stay on one line, in scripts without spaces between words.

A word is one of the lists in assets/words/, and of all ways to divide letters into words the one with the fewest, and
among these the one whose words are written most, is taken. A piece is words that belong together: those that lean on
one another, such as a preposition and what follows it, and others as long as the piece stays short.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, TypeAlias

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files

_BYTES = 16 * 1024 * 1024
_RESTORE = "restore it from version control, or run: python3 -m tools.make_words"
_SYLLABLE = 4  # letters; words as short and as seldom as this, side by side, are syllables of a name in no list
_SELDOM = 13  # as a power of two, in 30 million words
_SHORT = 3  # letters
_LEANS = 8  # as much as a term that a sheet has five times
TIGHT = 2

Piece: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Dictionary:
    """What is known of one script."""

    letters: str
    """A class of a regular expression."""
    often: dict[str, int]
    """Its words, with how often each is written, as a power of two."""
    not_first: frozenset[str]
    not_last: frozenset[str]
    leading: frozenset[str]
    """Words that lean on the next."""
    trailing: frozenset[str]
    """Words that lean on the one before."""
    counted: frozenset[str]
    """Words that a number counts."""
    numbered: frozenset[str]
    """Words that a number follows."""
    prefixes: tuple[str, ...]
    """What makes nouns of verbs, so that most often an object follows."""
    together: int
    """How many letters of words that belong together stay on one line."""
    longest: int
    """Letters of the longest word."""


@lru_cache(maxsize=1)
def letters(assets: Path) -> str:
    """Return the letters of all scripts whose words are known, as a class of a regular expression."""
    return "".join(source["letters"] for source in _sources(assets))


def for_letter(assets: Path, letter: str) -> Dictionary:
    """Return what is known of the script of a letter, which is one of `letters`.

    Raises:
        ProjectError: a list that is missing or not the pinned one, exit code LAYOUT.
    """
    source = next(one for one in _sources(assets) if re.match(f"[{one['letters']}]", letter))
    return _load(assets, source["file"])


@lru_cache(maxsize=1)
def _sources(assets: Path) -> list[dict[str, Any]]:
    sources: list[dict[str, Any]] = tomllib.loads(_read(assets, "SOURCES.toml").decode("utf-8"))["words"]
    return sources


def _read(assets: Path, name: str) -> bytes:
    """Return a file of assets/words.

    Raises:
        ProjectError: one that is not there or no file, exit code LAYOUT.
    """
    path = assets / "words" / name
    try:
        return files.read(path, None, _BYTES)
    except files.Unreadable as error:
        what = f"the word list is missing: {error}"
        raise ProjectError(Finding(ExitCode.LAYOUT, what, Place(path), _RESTORE)) from None


@lru_cache(maxsize=4)
def _load(assets: Path, file: str) -> Dictionary:
    (source,) = (one for one in _sources(assets) if one["file"] == file)
    path = assets / "words" / file
    listed = _read(assets, file)
    if hashlib.sha256(listed).hexdigest() != source["sha256"]:
        raise ProjectError(Finding(ExitCode.LAYOUT, "the word list is not the pinned one", Place(path), _RESTORE))
    rows = (row.split("\t") for row in listed.decode().splitlines())
    often = {word: int(power) for word, power in rows}
    leading, trailing, counted, numbered = (
        frozenset(source[kind].split()) for kind in ("leading", "trailing", "counted", "numbered")
    )
    for word in (*leading, *trailing, *counted, *numbered):
        often.setdefault(word, 1)
    prefixes = tuple(source["prefixes"].split())
    # Two words that the list has as one: a preposition and the prefix of the noun that follows.
    leading |= {word + prefix for word in leading for prefix in prefixes if word + prefix in often}
    return Dictionary(
        source["letters"],
        often,
        frozenset(source["not_first"]),
        frozenset(source["not_last"]),
        leading,
        trailing,
        counted,
        numbered,
        prefixes,
        source["together"],
        max(map(len, often)),
    )


def length(words: str) -> int:
    """Return how many letters words have; marks above and below letters, which take no room, do not count."""
    return sum(unicodedata.category(character) != "Mn" for character in words)


def pieces(dictionary: Dictionary, words_found: Sequence[str], pairs: Mapping[tuple[str, str], int]) -> list[Piece]:
    """Return words as pieces, in their order; `pairs` says how often one follows another in the sheet, as terms do."""
    return [piece for phrase in _phrases(dictionary, words_found) for piece in _short_enough(dictionary, phrase, pairs)]


def words(dictionary: Dictionary, run: str, names: Sequence[str] = ()) -> list[str]:
    """Return letters in a row as words, in their order; each of `names` is a word whatever it is made of."""
    inside = {place for name in names for at in _places(run, name) for place in range(at + 1, at + len(name))}
    begins = [place for place in range(1, len(run)) if place not in inside and _may_divide(dictionary, run, place)]
    bounds = [0, *begins, len(run)]
    # For each bound, the best way there: letters in no word, words, how seldom these are written, and the bound before.
    ways: dict[int, tuple[int, int, int, int]] = {0: (0, 0, 0, -1)}
    for number, begin in enumerate(bounds[:-1]):
        unknown, many, seldom, _ = ways[begin]
        for end in bounds[number + 1 :]:
            power = dictionary.often.get(run[begin:end])
            if power is None and (run[begin:end] in names):
                power = 0
            next_bound = end == bounds[number + 1]
            if power is not None or next_bound:
                missed = 0 if power is not None else end - begin
                way = unknown + missed, many + 1, seldom - (power or 0), begin
                if end not in ways or way < ways[end]:
                    ways[end] = way
            if end - begin > dictionary.longest and not next_bound:
                break
    words_found = []
    end = len(run)
    while end > 0:
        begin = ways[end][3]
        words_found.append(run[begin:end])
        end = begin
    return _with_names(dictionary, words_found[::-1], names)


def _places(run: str, name: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(name), run))


def _may_divide(dictionary: Dictionary, run: str, place: int) -> bool:
    return run[place] not in dictionary.not_first and run[place - 1] not in dictionary.not_last


def _with_names(dictionary: Dictionary, words_found: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return what is no word, and short words that are seldom written, are one where they stand side by side.

    So are names and terms of other languages, which no list has and which are divided into whatever sounds like them.
    """

    def may_be_part(word: str) -> bool:
        leans = word in dictionary.leading or word in dictionary.trailing or word in names
        return not leans and length(word) <= _SYLLABLE and dictionary.often.get(word, 0) < _SELDOM

    def foreign(word: str) -> bool:
        return (word not in dictionary.often and word not in names) or may_be_part(word)

    runs = groupby(words_found, foreign)
    return [word for strange, run in runs for word in (["".join(run)] if strange else run)]


def _phrases(dictionary: Dictionary, words_found: Sequence[str]) -> Iterator[list[str]]:
    """Yield words up to the next that leans forward on something, unless it comes again as in "root and branch"."""
    phrase: list[str] = []
    for number, word in enumerate(words_found):
        leans = word in dictionary.leading and number < len(words_found) - 1
        begun = phrase[-1:] and phrase[-1] not in dictionary.leading and (len(phrase) > 1 or length(phrase[0]) > _SHORT)
        if begun and leans and word not in phrase[-2:-1]:
            yield phrase
            phrase = []
        phrase.append(word)
    if phrase:
        yield phrase


def _short_enough(dictionary: Dictionary, phrase: Sequence[str], pairs: Mapping[tuple[str, str], int]) -> list[Piece]:
    """Return a phrase in pieces as short as asked, torn where it hurts least, as few as can be, and of like length."""
    lengths = [length(word) for word in phrase]
    # For each bound, the best way there: how much it hurts, pieces, squares of their lengths, and the bound before.
    ways: dict[int, tuple[int, int, int, int]] = {0: (0, 0, 0, -1)}
    for end in range(1, len(phrase) + 1):
        whole = 0
        for begin in reversed(range(end)):
            whole += lengths[begin]
            long = whole - lengths[begin] * (phrase[begin] in dictionary.leading)
            if long > dictionary.together and begin < end - 1:
                break  # and so is all that begins earlier
            torn, many, squares, _ = ways[begin]
            hurts = bond(dictionary, phrase[begin - 1], phrase[begin], pairs) if begin else 0
            way = torn + hurts, many + 1, squares + long**2, begin
            if end not in ways or way < ways[end]:
                ways[end] = way
    bounds = [len(phrase)]
    while bounds[-1] > 0:
        bounds.append(ways[bounds[-1]][3])
    return [tuple(phrase[begin:end]) for begin, end in pairwise(bounds[::-1])]


def bond(dictionary: Dictionary, word: str, following: str, pairs: Mapping[tuple[str, str], int]) -> int:
    """Return how much it hurts to tear one word from the next; from TIGHT on, only where nothing else can be torn.

    Words that stand side by side again and again are a term. A noun made with a prefix most often wants what follows.
    Very short words are parts of something more often than they are something, and most often they begin it.
    """
    if word in dictionary.leading and word not in dictionary.prefixes and following in dictionary.leading:
        return 1
    leans = 0
    if word in dictionary.leading or following in dictionary.trailing:
        leans = _LEANS if min(length(word), length(following)) <= _SHORT else TIGHT
    made = 3 * any(word.startswith(prefix) and word != prefix for prefix in dictionary.prefixes)
    short = 2 * (length(word) <= _SHORT) + (length(following) <= _SHORT)
    return leans + 2 * (pairs.get((word, following), 1) - 1) + made + short


def parts(dictionary: Dictionary, word: str) -> list[str]:
    """Return a long word as the words it is made of, if it is, in case that there is no room for it on any line."""
    if length(word) <= dictionary.together // 2:
        return [word]
    smaller = replace(dictionary, often=dict(_inside(dictionary, word)))
    words_found = words(smaller, word)
    return words_found if all(one in dictionary.often for one in words_found) else [word]


def _inside(dictionary: Dictionary, word: str) -> Iterator[tuple[str, int]]:
    for begin in range(len(word)):
        for end in range(begin + 1, min(begin + dictionary.longest, len(word)) + 1):
            power = dictionary.often.get(word[begin:end])
            if power is not None and end - begin < len(word):
                yield word[begin:end], power
