"""The strings of a sheet come in; findings about characters that print wrong, mislead or were not meant go out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from factsheet.findings import ExitCode, Finding
from factsheet.tree import Text

STRAIGHT = "\"'"
_INVISIBLE = "delete it; it may be invisible in the editor"
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"


def lint(texts: Iterable[Text], quotes: str) -> list[Finding]:
    """Findings about the characters of each text, at the place of the first of its kind.

    `quotes` are the quotation marks the language uses, such as “”‘’; straight ones are fine if they are among them.
    """
    return [finding for text in texts for check in _CHECKS for finding in check(text, quotes)]


def _forbidden(text: Text, quotes: str) -> Iterator[Finding]:
    first = {character: index for index, character in reversed([*enumerate(text)])}
    for character, index in sorted(first.items(), key=lambda found: found[1]):
        reason = _reason(character)
        if reason:
            what, hint = reason
            yield _found(text, index, f"{_named(character)}{what}{_times(text.count(character))}", hint)


def _reason(character: str) -> tuple[str, str] | None:
    """Why a character cannot be printed, and what to do; None if it can."""
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


def _isolates(text: Text, quotes: str) -> Iterator[Finding]:
    opened: list[int] = []
    for index, character in enumerate(text):
        if character in _ISOLATES:
            opened.append(index)
        elif character == _END_OF_ISOLATE and opened:
            opened.pop()
        elif character == _END_OF_ISOLATE:
            yield _found(text, index, f"{_named(character)} without its beginning", _INVISIBLE)
    for index in opened:
        yield _found(
            text, index, f"{_named(text[index])} without its end", f"{_INVISIBLE}, or add U+2069 where it ends"
        )


def _quotes(text: Text, quotes: str) -> Iterator[Finding]:
    for mark in STRAIGHT:
        if mark in text and mark not in quotes:
            apostrophe = " or, for an apostrophe, ’" if mark == "'" else ""
            hint = (
                f"use {' '.join(quotes)}{apostrophe}"
                if quotes
                else f"use the quotation marks of the language{apostrophe}"
            )
            yield _found(text, text.index(mark), f"straight {_named(mark)}{_times(text.count(mark))}", hint)


def _spaces(text: Text, quotes: str) -> Iterator[Finding]:
    if text[:1].isspace():
        yield _found(text, 0, "begins with a space", "delete it")
    if text.endswith("\n"):
        yield _found(text, 0, "ends with a line end", "write >- instead of > or |, which keep it")
    elif text[-1:].isspace():
        yield _found(text, len(text) - 1, "ends with a space", "delete it")
    doubles = list(re.finditer(r"(?<=\S)[ \u00a0]{2,}(?=\S)", text))
    if doubles:
        yield _found(text, doubles[0].start(), f"more than one space{_times(len(doubles))}", "leave one")


def _composed(text: Text, quotes: str) -> Iterator[Finding]:
    """Letters typed in pieces, é as e and U+0301, which searching and some fonts take for something else.

    Two things that are not NFC are left alone, because keyboards type them and they print right: marks in the order
    they were typed, as in vocalised Arabic, and letters that NFC takes apart, as in Bengali.
    """
    if _in_pieces(text):
        index = next(n for n in range(len(text)) if _in_pieces(text[: n + 1]))
        yield _found(
            text, index, f"{_named(text[index])}, typed as part of a letter", "type the letter anew as a whole"
        )


def _in_pieces(text: str) -> bool:
    parts = ((letter, unicodedata.normalize("NFC", letter)) for letter in text)
    typed = "".join(apart if len(apart) > 1 else letter for letter, apart in parts)
    return Counter(typed) != Counter(unicodedata.normalize("NFC", text))


_CHECKS = (_forbidden, _isolates, _quotes, _spaces, _composed)


def _found(text: Text, index: int, what: str, hint: str) -> Finding:
    """A finding with the words that stand before it, because what is wrong is often invisible."""
    before = "".join(letter if letter.isprintable() else " " for letter in text[max(0, index - 20) : index]).split()
    after = f" after “{' '.join(before)}”" if before else ""
    return Finding(ExitCode.CONTENT, f"{text.key}: {what}{after}", text.at(index), hint)


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{' ' if name else ''}{name}"


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""
