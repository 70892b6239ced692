"""Choose one typeface for each word, and one for all headlines, so that no letter comes from another.

The engine takes each character from the first family of a stack that has it. Of a word with one letter which the first
lacks, that letter comes from another face and all others do not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from factsheet.design import fonts
from factsheet.design.locales import Fonts, Headlines, Locale

# Marks that stand before or after a word and are no part of it; those of handles, addresses and shares are.
_BESIDE: Final = frozenset({"Ps", "Pe", "Pi", "Pf", "Po", "Pd", "Cf"})
_OF_A_WORD: Final = frozenset("#@&%*/\\‰")
PLAIN: Final = "0"  # which every family has, those of signs aside
_LARGEST: Final = 1.5  # as a share of what a layout says
_FARTHEST: Final = 3.0
_TOUCHING: Final = 0.93  # of the height of letters, the distance of lines at which few of them touch


@dataclass(frozen=True)
class Substitute:
    """A face that sets the headlines of a sheet in place of the one that its language names first."""

    face: str
    of: str
    lacks: str
    """The letters that the other lacks."""

    def __str__(self) -> str:
        return f"headlines in {self.face}, as {self.of} lacks {' '.join(self.lacks)}"


def with_headline_face(assets: Path, locale: Locale, headlines: Iterable[str]) -> tuple[Locale, Substitute | None]:
    """Give a language a face for its headlines that has all their letters, if the one it names first lacks some.

    Sizes and the distance of lines follow from how wide and high the letters are in the two faces. Words in a script
    that the first face has not at all, such as Latin ones among Arabic ones, have a face of their own in any case.
    """
    first, *others = locale.fonts.display
    has, stand_ins = fonts.characters(assets, (first,)), fonts.stand_ins(assets, first)
    signs = fonts.characters(assets, fonts.with_signs(assets, ()))
    scripts = _scripts(has) | ({""} if stand_ins else set())
    letters = _letters((*headlines, locale.furniture.draft, locale.furniture.continues), signs)
    lacks = {letter for letter in letters if ord(letter) not in has and _script(letter) in scripts}
    if not lacks or not has:
        return locale, None
    wanted = {ord(letter) for letter in letters if ord(letter) in has or letter in lacks}
    for face in (*stand_ins, *others):
        if wanted <= fonts.characters(assets, (face,)):
            stack = tuple(dict.fromkeys([face, *others]))
            changed = {
                "fonts": Fonts(text=locale.fonts.text, display=stack),
                "headlines": _sized(assets, locale, face, [chr(code) for code in wanted]),
            }
            return locale.model_copy(update=changed), Substitute(face, first, "".join(sorted(lacks)))
    return locale, None


@lru_cache(maxsize=64)
def _scripts(has: frozenset[int]) -> frozenset[str]:
    """Return the scripts that a face with these characters has letters of."""
    return frozenset(_script(chr(code)) for code in has if chr(code).isalpha()) - {""}


def _script(letter: str) -> str:
    """Return the script of a letter, as its name begins; empty for what all scripts share: marks, figures and signs."""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return name if letter.isalpha() and name != "MODIFIER" else ""


def _letters(words: Iterable[str], signs: frozenset[int]) -> frozenset[str]:
    """Return what faces must not meet among: letters, marks, figures and currency signs, once words are in NFC.

    Not what a family of signs has, such as figures in circles.
    """
    return frozenset(
        letter
        for text in words
        for letter in unicodedata.normalize("NFC", text)
        if ord(letter) not in signs
        and (unicodedata.category(letter)[0] in "LMN" or unicodedata.category(letter) == "Sc")
    )


def _sized(assets: Path, locale: Locale, face: str, letters: Collection[str]) -> Headlines:
    """Return the sizes of headlines in another face: letters as wide as in the first, lines barely touching."""
    usual_sizes = locale.headlines
    old, new = (_measures(assets, family) for family in (locale.fonts.display[0], face))
    # The words of the program itself are the same in all sheets of a language, and so are its headlines.
    sample = "".join(locale.furniture.model_dump().values())
    common = [ord(letter) for letter in sample if letter.isalpha() and ord(letter) in old and ord(letter) in new]
    narrower = sum(old[code].advance for code in common) / sum(new[code].advance for code in common) if common else 1
    # Capitals with marks are rare, and seldom below a letter that hangs down.
    usual = [new[ord(letter)] for letter in letters if letter.islower() or not unicodedata.decomposition(letter)]
    height = max(one.top for one in usual) - min(one.bottom for one in usual)
    return Headlines(
        size=round(min(_LARGEST, usual_sizes.size * narrower), 3),
        leading=round(min(_FARTHEST, max(usual_sizes.leading, height * _TOUCHING)), 3),
    )


@dataclass(frozen=True)
class _Measure:
    """How far a letter moves the line on, and where it ends above and below, as multiples of the size."""

    advance: float
    top: float
    bottom: float


@lru_cache(maxsize=8)
def _measures(assets: Path, family: str) -> dict[int, _Measure]:
    """Return those of every character in the heaviest upright face of a family."""
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.ttLib import TTFont

    source = fonts.heaviest(assets, family)
    if not source:
        return {}
    with TTFont(assets / "fonts" / source.file, lazy=True) as font:
        size, metrics, glyphs = font["head"].unitsPerEm, font["hmtx"], font.getGlyphSet()
        measures = {}
        for code, name in font.getBestCmap().items():
            pen = BoundsPen(glyphs)
            glyphs[name].draw(pen)
            _, bottom, _, top = pen.bounds or (0, 0, 0, 0)
            measures[code] = _Measure(metrics[name][0] / size, top / size, bottom / size)
    return measures


def words_in_two_faces(text: str, stack: Sequence[frozenset[int]]) -> Iterator[tuple[int, int, int]]:
    """Yield the words that would be set in two faces and need not be: where each begins and ends, and its family.

    `stack` says which characters each family has. A family without figures is one of signs: they are named as well, as
    the engine would take the space after a sign from it, too.
    """
    first, *others = stack
    place = 0
    while place < len(text):
        letter = text[place]
        if has_letter(first, letter) or letter.isspace():
            place += 1
            continue
        number = next((n for n, has in enumerate(others, 1) if ord(letter) in has), 0)
        begin, end = _run(text, place, stack[number]) if number else (place, place + 1)
        if number and (ord(PLAIN) not in stack[number] or any(ord(one) in first for one in text[begin:end])):
            yield begin, end, number
        place = end


def _run(text: str, place: int, has: frozenset[int]) -> tuple[int, int]:
    """Return the characters around a place that a family has, up to spaces, without the marks beside the word."""
    begin, end = place, place + 1
    while begin and has_letter(has, text[begin - 1]) and not text[begin - 1].isspace():
        begin -= 1
    while end < len(text) and has_letter(has, text[end]) and not text[end].isspace():
        end += 1
    while begin < place and _is_beside(text[begin]):
        begin += 1
    while end > place + 1 and _is_beside(text[end - 1]):
        end -= 1
    return begin, end


def has_letter(family: frozenset[int], letter: str) -> bool:
    """Tell whether a family has a character; every family has what has no shape, such as a mark of line breaks."""
    return ord(letter) in family or unicodedata.category(letter) == "Cf"


def _is_beside(letter: str) -> bool:
    return unicodedata.category(letter) in _BESIDE and letter not in _OF_A_WORD
