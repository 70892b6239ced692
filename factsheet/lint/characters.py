"""Check for characters that nobody can see, or that no font can print."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from factsheet.checks import Severity, check
from factsheet.lint.strings import Violations, Words, named, times, violation

_INVISIBLE: Final = "delete it; it may be invisible in the editor"
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_LETTERS: Final = "A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff"
# What no joiner does anything to, on either side of it.
_APART: Final = rf"{_LETTERS}\s!-@\[-`{{-~\u00a0-\u00bf\u2010-\u2027\u202f-\u205e"
_FROM_THE_RIGHT: Final = re.compile("[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def _forbidden(words: Words) -> Violations:
    """Every character can be printed, is visible where it should be, and means itself.

    Reason: control characters, halves of characters, direction overrides and private ones are invisible in an editor
    and become boxes, nothing, or a phone number read backwards on paper.

    Hint: delete the character; it may be invisible in the editor.

    Source: The Unicode Standard 15.0, chapter 23; Unicode Technical Report 36, section 2.10.
    """
    text = words.text
    first = {character: index for index, character in reversed([*enumerate(text)])}
    for character, index in sorted(first.items(), key=lambda item: item[1]):
        reason = _reason(character)
        if reason:
            what, hint = reason
            yield violation(text, index, f"{named(character)}{what}{times(text.count(character))}", hint)


def _reason(character: str) -> tuple[str, str] | None:
    """Return why a character cannot be printed, and what to do; None if it can."""
    if character == "\n":
        return None
    if character == "\t":
        return ", a tab", "put a space in its place"
    if character == "\ufffd":
        return ", which stands for a character that was lost", "put the right one in its place"
    if "\u202a" <= character <= "\u202e":
        return ", which forces the direction of words", f"{_INVISIBLE}; direction follows from the letters"
    if character == "\ufeff" or "\U000e0000" <= character <= "\U000e007f":
        return ", which nobody can see", _INVISIBLE
    match unicodedata.category(character):
        case "Cc":
            return ", a control character", _INVISIBLE
        case "Cs":
            return ", one half of a character", "put the whole character in its place"
        case "Cn" | "Co":
            return ", which has no meaning in Unicode", "put a character every font can know in its place"
        case "Zl" | "Zp":
            return ", a line end inside the text", "put a space in its place"
    return None


def _isolates(words: Words) -> Violations:
    """What isolates a piece of another direction has a beginning and an end.

    Reason: an isolate that stays open turns the order of all words after it.

    Hint: delete the lone character; it may be invisible in the editor.

    Source: Unicode Standard Annex 9, section 2.4.
    """
    text = words.text
    opened: list[int] = []
    for index, character in enumerate(text):
        if character in _ISOLATES:
            opened.append(index)
        elif character == _END_OF_ISOLATE and opened:
            opened.pop()
        elif character == _END_OF_ISOLATE:
            yield violation(text, index, f"{named(character)} without its beginning", _INVISIBLE)
    for index in opened:
        yield violation(
            text, index, f"{named(text[index])} without its end", f"{_INVISIBLE}, or add U+2069 where it ends"
        )


def _idle(words: Words) -> Violations:
    """Characters that nobody can see stand only where they do something.

    Reason: they come along from web pages. A word with one inside is not found by a search and may break there, without
    a hyphen.

    Hint: delete it; it may be invisible in the editor.

    Source: The Unicode Standard 15.0, section 23.2.
    """
    patterns = (
        rf"(?<=[{_LETTERS}])[\u200b\u2060](?=[{_LETTERS}])",
        rf"(?<![^{_APART}])(?:\u200d|(?<!f)\u200c)(?![^{_APART}])",
        rf"(?<=[{_LETTERS} ])[\ufe00-\ufe0f\U000e0100-\U000e01ef]",
        rf"(?<=[{_LETTERS}])\u034f(?=[{_LETTERS}])",
        r"[\u2061-\u2064\u180e]",
        r"[\u00ad\u200b\u2060](?=\s|$)|(?<=\s)[\u00ad\u200b\u2060]|^[\u00ad\u200b\u2060]",
        *([] if _FROM_THE_RIGHT.search(words.text) else [r"[\u061c\u200e\u200f]"]),
    )
    indices = sorted({match.start() for pattern in patterns for match in re.finditer(pattern, words.text)})
    if indices:
        yield violation(
            words.text, indices[0], f"{named(words.text[indices[0]])}, which does nothing here{times(len(indices))}"
        )


CHECKS: Final = (
    check("T01", _forbidden),
    check("T02", _isolates),
    check("T20", _idle, Severity.ADVICE),
)
