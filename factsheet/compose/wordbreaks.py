"""Mark where lines may break in languages without spaces between words. The only module that knows ICU.

The engine would break lines of Thai inside compounds, and those of Khmer, Burmese or Lao nowhere. So no line breaks in
any of these but where it is marked (`engine.unspaced_scripts`): with BREAK, or with HELD or TIGHT, for what is wider
than its line. Where a person has put zero width spaces between words, those count and no others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from factsheet.design import dictionary
from factsheet.design.break_marks import BREAK, HELD, LETTER, TIGHT

_UNSPACED = re.compile(rf"{LETTER}{{2,}}")
_LETTER = re.compile(LETTER)
_SPACE = re.compile(rf" (?={LETTER})|(?<={LETTER}|\.) (?=\d)")


def mark(
    texts: Sequence[str], language: str, by_icu: bool, names: Sequence[str], sheet: Iterable[str], assets: Path
) -> list[str]:
    """Return texts with a mark wherever a line may break between words that no space divides.

    Each of `names` is one word, whatever dictionaries make of it. The texts of the whole `sheet` tell which words stand
    together again and again. Words of a script that has no list in assets/words are found `by_icu`, or left to
    themselves.
    """
    marked = [*texts]
    unspaced = [n for n, text in enumerate(texts) if BREAK not in text and _UNSPACED.search(text)]
    if not unspaced:
        return marked
    listed = re.compile(f"[{dictionary.letters(assets)}]+")
    others = re.compile(f"(?:(?!{listed.pattern[:-1]}){LETTER}){{2,}}")
    in_sheet = [run for text in sheet for run in listed.findall(text)]
    on_page = [run for n in unspaced for run in listed.findall(texts[n])]
    runs = {run: dictionary.for_letter(assets, run[0]) for run in (*in_sheet, *on_page)}
    words = {run: dictionary.words(known, run, names) for run, known in runs.items()}
    pairs = Counter(pair for run in in_sheet for pair in pairwise(words[run]))
    marked_runs = {run: _mark_run(known, words[run], pairs) for run, known in runs.items()}
    for n in unspaced:
        text = _SPACE.sub(_hold_counts(listed, runs, words), texts[n])
        text = listed.sub(lambda run: marked_runs[run[0]], text)
        marked[n] = others.sub(lambda run: _mark_by_icu(run[0], language, names), text) if by_icu else text
    return marked


def _mark_run(known: dictionary.Dictionary, words: Sequence[str], pairs: Mapping[tuple[str, str], int]) -> str:
    """Join words with a mark between any two, and between the parts of each that is long."""
    marked = ""
    for piece in dictionary.pieces(known, words, pairs):
        marked += BREAK if marked else ""
        for number, word in enumerate(piece):
            if number:
                bond = dictionary.bond(known, piece[number - 1], word, pairs)
                marked += TIGHT if bond >= dictionary.TIGHT else HELD
            marked += TIGHT.join(dictionary.parts(known, word))
    return marked


def _hold_counts(
    listed: re.Pattern[str], runs: Mapping[str, dictionary.Dictionary], words: Mapping[str, Sequence[str]]
) -> Callable[[re.Match[str]], str]:
    """Return what replaces a space: a mark is added between a number and what it counts or numbers.

    Such a mark stands before what no line begins with, too.
    """

    def space(place: re.Match[str]) -> str:
        after = listed.match(place.string, place.end())
        number, run, stop = _before(place.string, place.start())
        first = after is not None and after[0][0] in runs[after[0]].not_first
        counts = after is not None and number and not run and words[after[0]][0] in runs[after[0]].counted
        numbers = after is None and run and (stop or (run in runs and words[run][-1] in runs[run].numbered))
        return f" {HELD}" if first or counts or numbers else " "

    return space


def _before(text: str, at: int) -> tuple[str, str, str]:
    """Return what stands before a place: a figure, letters in a row, and a full stop, each "" if it is not there."""
    stop = "." if text.endswith(".", 0, at) else ""
    end = begin = at - len(stop)
    while begin and _LETTER.match(text, begin - 1):
        begin -= 1
    figure = text[begin - 1 : begin] if begin else ""
    return figure if figure.isdecimal() else "", text[begin:end], stop


def _mark_by_icu(run: str, language: str, names: Sequence[str]) -> str:
    """Mark the ends of words that ICU finds in letters in a row; a name, which ICU takes for several words, is one."""
    from icu4py.breakers import LineBreaker

    ends, at = set(), 0
    for word in LineBreaker(run, language):
        at += len(word)
        ends.add(at)
    for name in names:
        for place in re.finditer(re.escape(name), run):
            ends -= set(range(place.start() + 1, place.end()))
            ends |= {place.start(), place.end()}
    bounds = sorted(ends | {0, len(run)})
    return BREAK.join(run[begin:end] for begin, end in pairwise(bounds))
