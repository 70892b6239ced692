"""Check marks and spaces in the words of a sheet, and run all checks that look at one string alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from factsheet.checks import Severity, check, run
from factsheet.findings import ExitCode, Finding
from factsheet.lint import characters, glyphs, orthography, pasted
from factsheet.lint.strings import Spelling, Violations, Words, first_of, named, times, violation
from factsheet.yaml.nodes import Text

__all__ = ["CHECKS", "Spelling", "Words", "lint"]

STRAIGHT: Final = "\"'"
NO_BREAK: Final = "\u00a0\u202f"
_PAIRS: Final = (("(", ")"), ("[", "]"))
_CLOSING: Final = ",.;:!?"
# Marks after a number that belong to it, and the units of measure most often printed: SI brochure, 9th edition, 5.4.3.
_UNITS: Final = "%|‰|°C|°F|mg|µg|μg|g|kg|t|ml|cl|l|L|mm|cm|m|km|ha|€|£|\\$|kHz|MHz|GB|MB|kWh"
_UNIT: Final = re.compile(rf"(?<=[0-9])[ \n](?:{_UNITS})(?!\w)")


def lint(texts: Iterable[Text], spelling: Spelling) -> list[Finding]:
    """Return findings about the characters of each text, at the place of the first of its kind."""
    return [
        finding
        for text in texts
        for finding in run(CHECKS, Words(text, spelling), ExitCode.CONTENT, str(text.key), text.place)
    ]


def _straight(words: Words) -> Violations:
    """Quotation marks and apostrophes are those of the language, not the straight ones of a typewriter.

    Reason: straight marks look the same at both ends, are ugly in large type, and tell readers nobody set the page.

    Hint: use the quotation marks of the language, which its file in locales/ lists.

    Source: The Unicode Standard 15.0, section 6.2, Apostrophes and quotation marks.
    """
    text, masked, quotes = words.text, words.masked, words.spelling.quotes
    for mark in STRAIGHT:
        if mark in masked and mark not in quotes:
            apostrophe = " or, for an apostrophe, ’" if mark == "'" else ""
            hint = (
                f"use {' '.join(quotes)}{apostrophe}"
                if quotes
                else f"use the quotation marks of the language{apostrophe}"
            )
            yield violation(text, masked.index(mark), f"straight {named(mark)}{times(masked.count(mark))}", hint)


def _spaces(words: Words) -> Violations:
    """One space stands between words, and none at the ends of a string.

    Reason: a space at an end pushes centred lines aside, and two together leave a hole in the line.

    Hint: leave one space, and none at the beginning and end.

    Source: own.
    """
    text = words.text
    if text[:1].isspace():
        yield violation(text, 0, "begins with a space", "delete it")
    if text.endswith("\n"):
        yield violation(text, 0, "ends with a line end", "write >- instead of > or |, which keep it")
    elif text[-1:].isspace():
        yield violation(text, len(text) - 1, "ends with a space", "delete it")
    doubles = list(re.finditer(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)", text))
    if doubles:
        yield violation(text, doubles[0].start(), f"more than one space{times(len(doubles))}", "leave one")


def _repeated(words: Words) -> Violations:
    """A word does not stand twice in a row.

    Reason: it is the slip that readers of proofs miss most, above all across the end of a line in the file. Some
    languages double words on purpose, so this is advice.

    Hint: delete one of the two, if it was not meant.

    Source: own.
    """
    for match in re.finditer(r"(?<![\w'’-])([^\W\d_]{2,})\s+\1(?![\w'’-])", words.masked, re.IGNORECASE):
        yield violation(words.text, match.start(), f"“{' '.join(match[0].split())}”, a word twice in a row")


def _dashes(words: Words) -> Violations:
    """A dash is a dash: not a hyphen between spaces, not two hyphens; a range of figures has an en dash.

    Reason: a hyphen is too short to be seen as a break in the sentence, and a range with one reads like one number.

    Hint: type – (or — where the language uses it) for the dash, and – without spaces between figures.

    Source: The Chicago Manual of Style 17, 6.75 to 6.91; Unicode Standard 15.0, section 6.2, Dashes and hyphens.
    """
    patterns = {
        r"(?<=\s)-(?=\s)": "a hyphen between spaces",
        r"-{2,}": "hyphens in place of a dash",
        r"(?<![\d-])\d{4}-\d{2,4}(?![\d-])": "a range of years with a hyphen",
    }
    for pattern, what in patterns.items():
        yield from first_of(words, re.finditer(pattern, words.masked), what)


def _ellipsis(words: Words) -> Violations:
    """Three dots are one character, ….

    Reason: three full stops can be torn apart at the end of a line, and are read out as three stops.

    Hint: type … in place of the dots.

    Source: The Unicode Standard 15.0, section 6.2, Other punctuation.
    """
    matches = [*re.finditer(r"\.{2,}", words.masked)]
    if matches:
        yield violation(words.text, matches[0].start(), f"{len(matches[0][0])} dots in a row{times(len(matches))}")


def _spacing(words: Words) -> Violations:
    """Marks have the space their language gives them: a space that does not break, or none.

    Reason: French « » ; : ! ? keep a narrow distance; with an ordinary space they fall to the next line alone, with
    none they stick to the word. In most other languages a space before a mark is a slip.

    Hint: type U+202F or U+00A0 where the language wants a space, and nothing where it wants none.

    Source: Lexique des règles typographiques en usage à l’Imprimerie nationale; for the rest, own.
    """
    text, masked, spelling = words.text, words.masked, words.spelling
    before, after = re.escape(spelling.no_break_before), re.escape(spelling.no_break_after)
    patterns = []
    if before:
        patterns.append((rf"(?<=\w)[{before}]+(?=\s|$)|[ \n][{before}]", "has no space that does not break before it"))
    if after:
        patterns.append((rf"[{after}](?![{NO_BREAK}])", "has no space that does not break after it"))
    others = re.escape("".join(mark for mark in _CLOSING if mark not in spelling.no_break_before))
    patterns.append((rf"(?<=[\w)»”’])[ \n{NO_BREAK}](?![.]\w)[{others}](?!\w)", "has a space before it"))
    for pattern, what in patterns:
        for match in re.finditer(pattern, masked):
            mark = match[0].strip()
            yield violation(text, match.start(), f"“{mark}” {what}")
            break


def _units(words: Words) -> Violations:
    """A number and its unit stay together on one line.

    Reason: “20” at the end of a line and “mg” at the beginning of the next are read as two things.

    Hint: type a space that does not break (U+00A0 or U+202F) between them.

    Source: SI Brochure, 9th edition, section 5.4.3.
    """
    yield from first_of(words, _UNIT.finditer(words.masked), "“{}” can be torn from its number")


def _pairs(words: Words) -> Violations:
    """What is opened is closed: quotation marks and brackets come in pairs.

    Reason: a mark that is missing leaves the reader unsure whose words these are.

    Hint: add the other mark of the pair, or delete this one.

    Source: own.
    """
    text, quotes = words.text, words.spelling.quotes
    both = zip(quotes[::2], quotes[1::2], strict=False)
    # A mark that is also an apostrophe, or the same at both ends, can stand alone.
    pairs = [pair for pair in both if pair[0] != pair[1] and not {*pair} & {*STRAIGHT, "’"}]
    for opening, closing in (*_PAIRS, *pairs):
        opened: list[int] = []
        for index, letter in enumerate(text):
            if letter == opening:
                opened.append(index)
            elif letter == closing and opened:
                opened.pop()
            elif letter == closing:
                yield violation(text, index, f"{closing} without {opening}")
        for index in opened:
            yield violation(text, index, f"{opening} without {closing}")


CHECKS: Final = (
    *characters.CHECKS,
    check("T03", _straight),
    check("T04", _spaces),
    check("T06", _repeated, Severity.ADVICE),
    check("T07", _dashes, Severity.ADVICE),
    check("T08", _ellipsis, Severity.ADVICE),
    check("T09", _spacing, Severity.ADVICE),
    check("T10", _units, Severity.ADVICE),
    check("T12", _pairs, Severity.ADVICE),
    *pasted.CHECKS,
    *glyphs.CHECKS,
    *orthography.CHECKS,
)
