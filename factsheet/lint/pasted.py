"""Check for what came along from other programs when words were pasted."""

from __future__ import annotations

import html
import re
from typing import Final

from factsheet.checks import Severity, check
from factsheet.lint.strings import Violations, Words, first_of, times, violation

_CODES: Final = (
    (re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9A-Fa-f]{2,6}|[A-Za-z][A-Za-z0-9]{1,31});"), "a code of web pages"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), "a tag of web pages"),
    (re.compile(r"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[A-Za-z\"'])"), "a code of programs"),
    (
        re.compile(r"\*\*[^*\s](?:[^*]*[^*\s])?\*\*|(?<![\w_])_[^_\s](?:[^_]*[^_\s])?_(?![\w_])"),
        "a mark for bold or italic",
    ),
    (re.compile(r"\[[^\[\]]+\]\([^()\s]+\)"), "a link of Markdown"),
    (re.compile(r"(?<!\{)\{\w*\}(?!\})|%\(\w+\)[sd]|(?<![\w%])%[sd](?!\w)"), "a place that a program fills"),
)
_MANGLED: Final = re.compile(r"â€[\u0080-\u00bf™œžš“”˜¦‚„…†‡‰‹›Šˆ]?|[ÃÂÐÑØÙ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def _hashes(words: Words) -> Violations:
    """What is printed does not look like a comment.

    Reason: below >- and |- a line that begins with # is text, and printed; “# TODO ask” on paper helps nobody.

    Hint: put a comment above its key; if the line is meant, as a hashtag is, leave it.

    Source: YAML 1.2, section 6.6.
    """
    text = words.text
    if re.fullmatch(r"(?:#\w+\s*)+", text):
        return
    for index in text.below:
        if text.startswith("#", index):
            yield violation(text, index, f"“{' '.join(text[index:].split()[:2])}” begins a line and is printed")
            return


def _line_ends(words: Words) -> Violations:
    """A text is one paragraph.

    Reason: a line end inside a text, from |-, an empty line, or a line further in than the others, is printed as a
    space: lists and paragraphs run together.

    Hint: write >- without empty lines, and all lines as far in as the first; make what should stand apart an item.

    Source: own.
    """
    text = words.text.strip()
    if "\n" in text:
        index = words.text.index(text) + text.index("\n")
        yield violation(words.text, index, f"a line end that is printed as a space{times(text.count(chr(10)))}")


def _codes(words: Words) -> Violations:
    """Words are words, not codes of a program that are printed as they stand.

    Reason: `&nbsp;`, `<b>`, `\\u00e9`, `**bold**` and `{name}` mean something to other programs; here they are printed.

    Hint: type the character itself, and leave marks for bold and the like away.

    Source: own.
    """
    for pattern, what in _CODES:
        matches = [
            match
            for match in pattern.finditer(words.text)
            if html.unescape(match[0]) != match[0] or what != _CODES[0][1]
        ]
        if matches:
            yield violation(
                words.text, matches[0].start(), f"“{matches[0][0]}”, {what}, is printed{times(len(matches))}"
            )


def _divided(words: Words) -> Violations:
    """No word is divided by hand.

    Reason: text that was copied from a PDF keeps the hyphens of its lines: “organi- sation”.

    Hint: delete the hyphen and the space; where it stands for a part left out, as in “two- and three-day”, leave it.

    Source: own.
    """
    matches = re.finditer(r"(?<![\w-])[^\W\d_]{2,}- (?!oder |sowie |eller )(?=[^\W\d_A-Z]{4,})[^\W\d_]+", words.text)
    yield from first_of(words, matches, "“{}”, a word in two")


def _mangled(words: Words) -> Violations:
    """Letters are those that were typed, not what a program made of them.

    Reason: a file read in another encoding than it was saved in has Ã© for é, and question marks for Cyrillic.

    Hint: take the words from the original again, and save as UTF-8.

    Source: own.
    """
    text = words.text
    lost = re.search(r"(?<!\w)\?{3,} \?{2,}|(?<!\w)\?{2,} \?{3,}", text)
    if lost:
        yield violation(text, lost.start(), "question marks in place of letters")
    problems = [match for match in _MANGLED.finditer(text) if _decoded(match[0])]
    inside = [
        match for match in problems if match[0][0] == "â" or re.match(r"\w", text[match.end() :]) or len(problems) > 1
    ]
    if inside:
        index = inside[0].start()
        yield violation(text, index, f"“{inside[0][0]}” stands for “{_decoded(inside[0][0])}”{times(len(problems))}")


def _decoded(mangled: str) -> str:
    """Return the character that became these by being read in the encoding of Windows; empty if none did."""
    raw = b"".join(one.encode("cp1252") if _in_cp1252(one) else bytes([ord(one)]) for one in mangled if _is_byte(one))
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return ""


def _in_cp1252(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _is_byte(character: str) -> bool:
    return _in_cp1252(character) or ord(character) < 256


CHECKS: Final = (
    check("T13", _hashes, Severity.ADVICE),
    check("T14", _line_ends, Severity.ADVICE),
    check("T15", _codes, Severity.ADVICE),
    check("T21", _divided, Severity.ADVICE),
    check("T22", _mangled),
)
