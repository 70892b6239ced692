"""A stack of families and words -> the face each word is set in as a whole, and the one that sets all headlines.

The engine takes each character from the first family of a stack that has it. Of a word with one letter which the first
lacks, that letter comes from another face and all others do not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Final

from factsheet.design import fonts
from factsheet.design.locales import Fonts, Headlines, Locale

# Marks that stand before or after a word and are no part of it; those of handles, addresses and shares are.
_BESIDE: Final = frozenset({"Ps", "Pe", "Pi", "Pf", "Po", "Pd", "Cf"})
_OF_A_WORD: Final = frozenset("#@&%*/\\‰")
_PLAIN: Final = "0"  # which every family has, those of signs aside
_LARGEST: Final = 1.5  # as a share of what a layout says
_FARTHEST: Final = 3.0
_TOUCHING: Final = 0.93  # of the height of letters, the distance of lines at which few of them touch


@dataclass(frozen=True)
class Instead:
    """A face that sets the headlines of a sheet in place of the one that its language names first."""

    face: str
    of: str
    lacks: str
    """The letters that the other lacks."""

    def __str__(self) -> str:
        return f"headlines in {self.face}, as {self.of} lacks {' '.join(self.lacks)}"


def settled(assets: Path, locale: Locale, headlines: Iterable[str]) -> tuple[Locale, Instead | None]:
    """The language with a face for its headlines that has all their letters, if the one it names first lacks some.

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
            return locale.model_copy(update=changed), Instead(face, first, "".join(sorted(lacks)))
    return locale, None


@lru_cache(maxsize=64)
def _scripts(has: frozenset[int]) -> frozenset[str]:
    """The scripts that a face with these characters has letters of."""
    return frozenset(_script(chr(code)) for code in has if chr(code).isalpha()) - {""}


def _script(letter: str) -> str:
    """The script of a letter, as its name begins; empty for what all scripts share: marks, figures and signs."""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return name if letter.isalpha() and name != "MODIFIER" else ""


def _letters(words: Iterable[str], signs: frozenset[int]) -> frozenset[str]:
    """What faces must not meet among: letters, marks, figures and currency signs, as they are once words are in NFC.

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
    """The sizes of headlines in another face: its letters as wide as those of the first, its lines barely touching."""
    told = locale.headlines
    old, new = (_measures(assets, family) for family in (locale.fonts.display[0], face))
    # The words of the program itself are the same in all sheets of a language, and so are its headlines.
    sample = "".join(locale.furniture.model_dump().values())
    common = [ord(letter) for letter in sample if letter.isalpha() and ord(letter) in old and ord(letter) in new]
    narrower = sum(old[code].advance for code in common) / sum(new[code].advance for code in common) if common else 1
    # Capitals with marks are rare, and seldom below a letter that hangs down.
    usual = [new[ord(letter)] for letter in letters if letter.islower() or not unicodedata.decomposition(letter)]
    height = max(one.top for one in usual) - min(one.bottom for one in usual)
    return Headlines(
        size=round(min(_LARGEST, told.size * narrower), 3),
        leading=round(min(_FARTHEST, max(told.leading, height * _TOUCHING)), 3),
    )


@dataclass(frozen=True)
class _Measure:
    """How far a letter moves the line on, and where it ends above and below, as multiples of the size."""

    advance: float
    top: float
    bottom: float


@lru_cache(maxsize=8)
def _measures(assets: Path, family: str) -> dict[int, _Measure]:
    """Those of every character in the heaviest upright face of a family."""
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.ttLib import TTFont

    source = fonts.heaviest(assets, family)
    if not source:
        return {}
    with TTFont(assets / "fonts" / source.file, lazy=True) as font:
        size, metrics, glyphs = font["head"].unitsPerEm, font["hmtx"], font.getGlyphSet()
        found = {}
        for code, name in font.getBestCmap().items():
            pen = BoundsPen(glyphs)
            glyphs[name].draw(pen)
            _, bottom, _, top = pen.bounds or (0, 0, 0, 0)
            found[code] = _Measure(metrics[name][0] / size, top / size, bottom / size)
    return found


def whole(text: str, stack: Sequence[frozenset[int]]) -> Iterator[tuple[int, int, int]]:
    """The words that would be set in two faces and need not be: where each begins and ends, and the family that has it.

    `stack` says which characters each family has. A family without figures is one of signs: they are named as well, as
    the engine would take the space after a sign from it, too.
    """
    first, *others = stack
    place = 0
    while place < len(text):
        letter = text[place]
        if _has(first, letter) or letter.isspace():
            place += 1
            continue
        number = next((n for n, has in enumerate(others, 1) if ord(letter) in has), 0)
        begin, end = _run(text, place, stack[number]) if number else (place, place + 1)
        if number and (ord(_PLAIN) not in stack[number] or any(ord(one) in first for one in text[begin:end])):
            yield begin, end, number
        place = end


def _run(text: str, place: int, has: frozenset[int]) -> tuple[int, int]:
    """The characters around a place that a family has, up to spaces, without the marks beside the word."""
    begin, end = place, place + 1
    while begin and _has(has, text[begin - 1]) and not text[begin - 1].isspace():
        begin -= 1
    while end < len(text) and _has(has, text[end]) and not text[end].isspace():
        end += 1
    while begin < place and _is_beside(text[begin]):
        begin += 1
    while end > place + 1 and _is_beside(text[end - 1]):
        end -= 1
    return begin, end


def _has(family: frozenset[int], letter: str) -> bool:
    """Whether a family has a character; every family has what has no shape, such as a mark of line breaks."""
    return ord(letter) in family or unicodedata.category(letter) == "Cf"


def _is_beside(letter: str) -> bool:
    return unicodedata.category(letter) in _BESIDE and letter not in _OF_A_WORD


def keep_words_whole(line_break: Any, ffi: Any, pango: Any, has: Callable[[str], frozenset[int]]) -> None:
    """Let the engine's module that breaks lines set each word in one face; `has` says which characters a family has.

    For one version of the engine, as `lines`: there `set_text` is called with a line, and again with its beginning.
    """
    layouts = line_break.Layout
    layouts.characters_of = staticmethod(has)  # as the newest engine of this process knows them
    if hasattr(layouts, "words_to_keep_whole"):
        layouts.words_to_keep_whole.cache_clear()
        return
    ffi.cdef("PangoAttribute * pango_attr_family_new (const char *family);", override=True)
    set_text, metrics = layouts.set_text, line_break.first_line_metrics

    @lru_cache(maxsize=4_000)
    def found(text: str, families: tuple[str, ...]) -> tuple[tuple[int, int, int], ...]:
        stack = [layouts.characters_of(family) for family in families]
        return () if all(_has(stack[0], letter) for letter in {*text}) else tuple(whole(text, stack))

    layouts.words_to_keep_whole = found

    @wraps(set_text)
    def set_whole(line: Any, text: str, justify: bool = False) -> None:
        set_text(line, text, justify)
        families = tuple(line.style["font_family"])
        words = found(line.text, families)
        if not words:
            return
        attributes = pango.pango_layout_get_attributes(line.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for begin, end, number in words:
            attribute = pango.pango_attr_family_new(families[number].encode())
            attribute.start_index, attribute.end_index = (len(line.text[:place].encode()) for place in (begin, end))
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(line.layout, attributes)

    @wraps(metrics)
    def as_before(
        line: Any, text: str, layout: Any, resume_at: Any, space_collapse: Any, style: Any, *more: Any
    ) -> Any:
        """No line stands apart from the others because it is wholly in another face, or has a sign in it."""
        *others, height, baseline = metrics(line, text, layout, resume_at, space_collapse, style, *more)
        families = tuple(style["font_family"])
        if words := found(layout.text, families):
            own = line_break.Layout(style)
            set_text(own, _PLAIN)
            *_, own_height, own_baseline = metrics(own.get_first_line()[0], _PLAIN, own, None, False, style)
            signs_alone = not any(ord(_PLAIN) in layouts.characters_of(families[number]) for _, _, number in words)
            above = own_baseline if signs_alone else max(baseline, own_baseline)
            below = own_height - own_baseline if signs_alone else max(height - baseline, own_height - own_baseline)
            height, baseline = above + below, above
        return *others, height, baseline

    layouts.set_text, line_break.first_line_metrics = set_whole, as_before
