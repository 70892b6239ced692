"""A page without spaces between words -> the same with places where lines may break. The only module that knows ICU.

The engine finds such places in Thai. In Khmer, Burmese or Lao it finds none, and lines run off the page. ICU has
dictionaries for them. Where a person has put zero width spaces between words, those count and no others.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable, Sequence

from factsheet.findings import ExitCode, Finding, Place
from factsheet.tree import Text

PACKAGE = "icu4py"
BREAK = "\u200b"
ISOLATE, ISOLATE_END = "\u2066", "\u2069"
# Letters of Unicode's line breaking class SA, whose words only a dictionary can tell: Thai, Lao, Myanmar, Khmer, Tai.
_LETTER = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]")
_UNSPACED = re.compile(_LETTER.pattern + "{2,}")
_MARK = rf"(?:(?!{_LETTER.pattern}|{BREAK})[^\w\s])"
# What stands between two marks that belong together, with letters of that class in it.
_HELD = re.compile(rf"([“‘«(\[])([^“‘«(\[”’»)\]]*{_UNSPACED.pattern}[^“‘«(\[”’»)\]]*)(?=[”’»)\]])")
# What is no printed text: elements that are told and not shown, and every tag.
_NOT_PRINTED = re.compile(r"(<title>.*?</title>|<[^>]*>)", re.DOTALL)


def missing(texts: Iterable[Text], place: Place) -> list[Finding]:
    """A finding if words must be found and the package that finds them is not installed; `place` is the language's."""
    if importlib.util.find_spec(PACKAGE) or not any(_UNSPACED.search(text) and BREAK not in text for text in texts):
        return []
    what = f"word_breaks: the package {PACKAGE}, which finds words that no space divides, is not installed"
    hint = (
        f"run once: {sys.executable} -m pip install --require-hashes -r requirements-words.lock; or put a zero width "
        "space, U+200B, between the words of every text"
    )
    return [Finding(ExitCode.ENVIRONMENT, what, place, hint)]


def marked(html: str, language: str, dictionary: bool, unbroken: Sequence[str] = ()) -> str:
    """The page with lines that break where they should in a language without spaces between words.

    With `dictionary`, a zero width space stands wherever a line may break between two words. What is quoted or in
    brackets is set apart from its marks, because the engine, which looks for Thai words alone, breaks lines after an
    opening mark. Each of the words in `unbroken`, which the dictionaries take for several, stays on one line, and with
    it the marks beside it, before which the engine would break as well.
    """
    if not _UNSPACED.search(html):
        return html
    words = "|".join(map(re.escape, sorted(unbroken, key=len, reverse=True))) or r"(?!)"
    held = re.compile(f"{_MARK}*(?:{words}){_MARK}*")
    parts = _NOT_PRINTED.split(html)
    for n in range(0, len(parts), 2):
        if dictionary and BREAK not in parts[n]:
            parts[n] = _UNSPACED.sub(lambda run: _divided(run[0], language), parts[n])
        parts[n] = _HELD.sub(rf"\1{ISOLATE}\2{ISOLATE_END}", parts[n])
        parts[n] = held.sub(_in_one_line, parts[n])
    return "".join(parts)


def _in_one_line(word: re.Match[str]) -> str:
    """A word in which no line breaks. Beside other words one may break, which the engine no longer sees by itself."""
    before, after = word.string[: word.start()][-1:], word.string[word.end() :][:1]
    return f'{_break_by(before)}<span class="unbroken">{word[0]}</span>{_break_by(after)}'


def _break_by(letter: str) -> str:
    return BREAK if _LETTER.match(letter) else ""


def _divided(run: str, language: str) -> str:
    from icu4py.breakers import LineBreaker

    return BREAK.join(LineBreaker(run, language))
