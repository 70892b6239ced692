"""A page without spaces between words -> the same with places where lines may break. The only module that knows ICU.

The engine would break lines of Thai inside compounds, and those of Khmer, Burmese or Lao nowhere. So no line breaks in
any of these but where it is marked (`unspaced.py`): with BREAK, or with HELD or TIGHT, for what is wider than its
line. Where a person has put zero width spaces between words, those count and no others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from factsheet.compose.hyphens import NOT_PRINTED
from factsheet.design import dictionary
from factsheet.design.break_marks import BREAK, HELD, LETTER, TIGHT

_UNSPACED = re.compile(rf"{LETTER}{{2,}}")
_LETTER = re.compile(LETTER)
_SPACE = re.compile(rf" (?={LETTER})|(?<={LETTER}|\.) (?=\d)")


def marked(html: str, language: str, by_icu: bool, names: Sequence[str], sheet: Iterable[str], assets: Path) -> str:
    """The page with marks wherever a line may break between words that no space divides.

    Each of `names` is one word, whatever dictionaries make of it. The texts of the whole `sheet` tell which words stand
    together again and again. Words of a script that has no list in assets/words are found `by_icu`, or left to
    themselves.
    """
    if not _UNSPACED.search(html):
        return html
    parts = NOT_PRINTED.split(html)
    ours = [n for n in range(0, len(parts), 2) if BREAK not in parts[n] and _UNSPACED.search(parts[n])]
    listed = re.compile(f"[{dictionary.letters(assets)}]+")
    others = re.compile(f"(?:(?!{listed.pattern[:-1]}){LETTER}){{2,}}")
    said = [run for text in sheet for run in listed.findall(text)]
    shown = [run for n in ours for run in listed.findall(parts[n])]
    runs = {run: dictionary.of(assets, run[0]) for run in (*said, *shown)}
    words = {run: dictionary.words(known, run, names) for run, known in runs.items()}
    pairs = Counter(pair for run in said for pair in pairwise(words[run]))
    lines = {run: _marked(known, words[run], pairs) for run, known in runs.items()}
    for n in ours:
        part = _SPACE.sub(_held(listed, runs, words), parts[n])
        part = listed.sub(lambda run: lines[run[0]], part)
        parts[n] = others.sub(lambda run: _by_icu(run[0], language, names), part) if by_icu else part
    return "".join(parts)


def _marked(known: dictionary.Dictionary, words: Sequence[str], pairs: Mapping[tuple[str, str], int]) -> str:
    """Words as they stand on a page, with a mark between any two, and between the parts of each that is long."""
    marked = ""
    for piece in dictionary.pieces(known, words, pairs):
        marked += BREAK if marked else ""
        for number, word in enumerate(piece):
            if number:
                bond = dictionary.bond(known, piece[number - 1], word, pairs)
                marked += TIGHT if bond >= dictionary.TIGHT else HELD
            marked += TIGHT.join(dictionary.parts(known, word))
    return marked


def _held(
    listed: re.Pattern[str], runs: Mapping[str, dictionary.Dictionary], words: Mapping[str, Sequence[str]]
) -> Callable[[re.Match[str]], str]:
    """What stands for a space: itself, and a mark where it is between a number and what it counts or numbers.

    Such a mark stands before what no line begins with, too.
    """

    def space(found: re.Match[str]) -> str:
        after = listed.match(found.string, found.end())
        number, run, stop = _before(found.string, found.start())
        first = after is not None and after[0][0] in runs[after[0]].not_first
        counts = after is not None and number and not run and words[after[0]][0] in runs[after[0]].counted
        numbers = after is None and run and (stop or (run in runs and words[run][-1] in runs[run].numbered))
        return f" {HELD}" if first or counts or numbers else " "

    return space


def _before(text: str, at: int) -> tuple[str, str, str]:
    """What stands before a place: a figure, letters in a row, and a full stop, each if it is there."""
    stop = "." if text.endswith(".", 0, at) else ""
    end = begin = at - len(stop)
    while begin and _LETTER.match(text, begin - 1):
        begin -= 1
    figure = text[begin - 1 : begin] if begin else ""
    return figure if figure.isdecimal() else "", text[begin:end], stop


def _by_icu(run: str, language: str, names: Sequence[str]) -> str:
    """Letters in a row with a mark between any two words; those of a name, which ICU takes for several, are one."""
    from icu4py.breakers import LineBreaker

    ends, at = set(), 0
    for word in LineBreaker(run, language):
        at += len(word)
        ends.add(at)
    for name in names:
        for found in re.finditer(re.escape(name), run):
            ends -= set(range(found.start() + 1, found.end()))
            ends |= {found.start(), found.end()}
    bounds = sorted(ends | {0, len(run)})
    return BREAK.join(run[begin:end] for begin, end in pairwise(bounds))
