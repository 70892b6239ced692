"""Check that letters and marks are typed as their script has them."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import Final

from factsheet.checks import Severity, check
from factsheet.lint.lookalikes import ALIKE
from factsheet.lint.strings import Violations, Words, named, violation
from factsheet.storage.normalize import nfc

_ALPHABETS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")
# On these a mark may be shown by itself: The Unicode Standard 15.0, 2.11, and what fonts take for a letter beside it.
_STAND: Final = "\u00a0\u00d7\u2010\u2011\u2012\u2013\u2014\u2022\u25cc"
_MYANMAR: Final = "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"
# Letters of Burmese and of the languages written like it, and the signs that come between a letter and its vowel.
_LETTER: Final = (
    "\u1000-\u102a\u103f\u1040-\u1049\u104e\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e"
    "\ua9e0-\ua9e4\ua9e7-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a\uaa7e\uaa7f"
)
_MEDIAL: Final = "\u103b-\u103e\u105e-\u1060\u1082"
_ZAWGYI: Final = re.compile(
    rf"\u1039(?![{_LETTER}])|(?<![{_LETTER}\u103a])\u1039"  # nothing is stacked, or on nothing
    rf"|(?<![{_LETTER}{_MEDIAL}\u25cc\u00a0])\u1031"  # a vowel before its letter
    rf"|(?<![{_LETTER}{_MEDIAL}\u103a\u25cc\u00a0])[\u103b-\u103e]"  # so is a medial
)
_INDIC: Final = [chr(code) for code in range(0x0900, 0x0E00)]


def _class(*characters: str) -> str:
    return f"[{re.escape(''.join(characters))}]"


_VOWELS: Final = _class(*(one for one in _INDIC if "VOWEL SIGN" in unicodedata.name(one, "")))
_KILLERS: Final = _class(*(one for one in _INDIC if unicodedata.combining(one) == 9))
_BINDUS: Final = _class(
    *(one for one in _INDIC if unicodedata.name(one, "").endswith(("ANUSVARA", "CANDRABINDU", "SIGN VISARGA")))
)
_NUKTAS: Final = _class(*(one for one in _INDIC if unicodedata.name(one, "").endswith("SIGN NUKTA")))
_TONES, _LAO_TONES = "[\u0e48-\u0e4b]", "[\u0ec8-\u0ecb]"
# Letters of vowels that are not put together from others: The Unicode Standard 15.0, sections 12.1, 12.2 and 12.4.
_WHOLE: Final = {
    "आ": "अा", "ऄ": "अॆ", "ऊ": "उु", "ऍ": "एॅ", "ऎ": "एॆ", "ऐ": "एे", "ॲ": "अॅ", "ऑ": "अॉ आॅ", "ऒ": "अॊ आॆ",
    "ओ": "अो आे", "औ": "अौ आै", "আ": "অা", "ৠ": "ঋৃ", "ৡ": "ঌৢ", "આ": "અા", "ઍ": "અૅ", "એ": "અે", "ઐ": "અૈ",
    "ઑ": "અૉ આૅ", "ઓ": "અો આે", "ઔ": "અૌ આૈ",
}  # fmt: skip
# A sequence that no spelling has, and what is meant, where one thing can be.
_ORDERS: Final = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (rf"{_KILLERS}[\u200c\u200d]?{_VOWELS}", ""),
        (rf"{_BINDUS}(?:{_VOWELS}|{_KILLERS}|{_NUKTAS})", ""),
        ("\u0e40\u0e40", "\u0e41"),
        ("\u0ec0\u0ec0", "\u0ec1"),
        (rf"\u0e4d({_TONES}?)\u0e32|({_TONES})\u0e4d\u0e32", "\u0e33"),
        (rf"\u0ecd({_LAO_TONES}?)\u0eb2|({_LAO_TONES})\u0ecd\u0eb2", "\u0eb3"),
        (r"[\u0e48-\u0e4e][\u0e31\u0e34-\u0e3a]", ""),
        (r"[\u0ec8-\u0ecd][\u0eb1\u0eb4-\u0ebb]", ""),
        *((pieces.replace(" ", "|"), whole) for whole, pieces in _WHOLE.items()),
    )
)


def _based(words: Words) -> Violations:
    """A mark stands on a letter.

    Reason: an accent or a vowel sign with no letter before it is printed on a circle of dots, or over its neighbour. It
    comes of typing in the order of the eye: in Hindi, the sign ◌ि is seen before its letter and typed after it.

    Hint: type the letter first and the mark after it, or delete the mark.

    Source: The Unicode Standard 15.0, sections 2.11 and 12.1.
    """
    for index, character in enumerate(words.text):
        before = words.text[index - 1] if index else " "
        stands = before in _STAND or unicodedata.category(before)[0] not in "ZPC"
        if unicodedata.category(character) not in ("Mn", "Mc") or stands or before in "\u200c\u200d":
            continue
        if not re.match(f"[{_MYANMAR}\ufe00-\ufe0f\U000e0100-\U000e01ef]", character):
            yield violation(words.text, index, f"{named(character)} with no letter before it")
            return


def _ordered(words: Words) -> Violations:
    """The marks of a letter stand in the order in which they are spelled, each once.

    Reason: what looks right on one screen is drawn on a circle of dots or twice in one place by the next font, and no
    search or program that divides lines knows the word.

    Hint: type the syllable anew, the letter first, then each mark once, in the order of spelling.

    Source: The Unicode Standard 15.0, sections 12.1, 16.1 (Thai) and 16.2 (Lao).
    """
    for pattern, meant in _ORDERS:
        if match := pattern.search(words.text):
            tone = next((one for one in match.groups() if one), "")
            hint = f"type {tone}{meant} ({' '.join(f'U+{ord(one):04X}' for one in tone + meant)})" if meant else ""
            code_points = " ".join(f"U+{ord(one):04X}" for one in match[0])
            yield violation(words.text, match.start(), f"“{match[0]}” ({code_points}) is no spelling", hint)
    for index, (one, other) in enumerate(zip(words.text, words.text[1:], strict=False)):
        twice = unicodedata.normalize("NFD", one)[-1] == other
        if twice and unicodedata.category(other) in ("Mn", "Mc") and not "\ufe00" <= other <= "\ufe0f":
            yield violation(words.text, index + 1, f"{named(other)} twice", "delete one of the two")
            return


def _zawgyi(words: Words) -> Violations:
    """Burmese is Unicode, not the code of Zawgyi fonts.

    Reason: Zawgyi uses the same numbers for other letters and in another order. With a font of Unicode it is printed as
    circles of dots and wrong letters; on a telephone set to Zawgyi it looks right.

    Hint: convert the text from Zawgyi to Unicode, or type it with a Unicode keyboard; convert the whole text, once.

    Source: Unicode Technical Note 11; The Unicode Standard 15.0, section 16.3.
    """
    matches = [*_ZAWGYI.finditer(words.text)]
    if matches:
        what = f"“{_around(words.text, matches[0].start())}” is not Burmese as Unicode writes it, but as Zawgyi does"
        yield violation(words.text, matches[0].start(), what)


def _around(text: str, index: int) -> str:
    """Return the word that stands at an index."""
    begin = max(text.rfind(" ", 0, index), text.rfind("\n", 0, index)) + 1
    return text[begin:].split()[0]


def _shaped(words: Words) -> Violations:
    """A letter is typed as itself, not as one of the shapes it takes beside others.

    Reason: ﻧ and ﻥ are two shapes of one letter, ن, left from old systems and from text copied out of a PDF, where
    words often run backwards too. No search finds them, and screen readers spell them out.

    Hint: type the words anew with the keyboard of the language, or take them from the file the PDF was made from.

    Source: The Unicode Standard 15.0, section 9.2, Arabic Presentation Forms.
    """
    forms = ("<initial>", "<medial>", "<final>", "<isolated>")
    odd = [
        index
        for index, one in enumerate(words.text)
        if unicodedata.decomposition(one).startswith(forms) and not "\ufdf0" <= one <= "\ufdff"
    ]
    if odd:
        what = f"“{_around(words.text, odd[0])}” is typed in shapes of letters, as {named(words.text[odd[0]])}"
        yield violation(words.text, odd[0], what)


def _variants(words: Words) -> Violations:
    """A letter that stands in words is a plain one.

    Reason: ﬁ as one character, full-width and mathematical letters come along from PDFs and from names in social media.
    No search finds the word, and a screen reader says something else or nothing.

    Hint: type plain letters in their place.

    Source: Unicode Standard Annex 15, section 1.1, compatibility equivalence.
    """
    matches = [
        match
        for match in re.finditer(r"\w+", words.text)
        if any(unicodedata.decomposition(one).startswith(("<font>", "<wide>")) or _is_ligature(one) for one in match[0])
    ]
    if matches:
        plain = unicodedata.normalize("NFKC", matches[0][0])
        yield violation(words.text, matches[0].start(), f"“{matches[0][0]}” is not typed as “{plain}”")


def _is_ligature(character: str) -> bool:
    return unicodedata.decomposition(character).startswith("<compat>") and "LIGATURE" in unicodedata.name(character)


def _disguised(words: Words) -> Violations:
    """No letter stands in a word in place of one of another alphabet that looks like it.

    Reason: а, е, о, р, с look alike in Latin and Cyrillic. A word typed with both is not found by a search, is misread
    by screen readers, and changes its shape where the fonts differ. Greek letters that mean themselves, as in μg,
    βk-MDMA or TNFα, are fine.

    Hint: type the word anew with the keyboard of its language; between a symbol and a word, put a hyphen.

    Source: Unicode Technical Standard 39, section 4, confusables.txt.
    """
    for match, alphabets, odd in _mixed(words):
        if odd:
            letter, looks = odd
            what = f"“{match[0]}” has {alphabets} letters, and “{letter}” only looks like “{looks}”"
            yield violation(words.text, match.start(), what)


def _foreign(words: Words) -> Violations:
    """The letters of a word come from one alphabet, or each is easily told from the others.

    Reason: a word that begins in one alphabet and ends in another is mostly a slip of the keyboard.

    Hint: type the word anew with the keyboard of its language; if it is meant, put a hyphen between the two parts.

    Source: Unicode Technical Standard 39, section 5.
    """
    for match, alphabets, odd in _mixed(words):
        symbols = all(len(run) == 1 for run in _runs(match[0]) if _alphabet(run[0]) == "GREEK")
        if not odd and not (symbols and alphabets == "Greek and Latin"):
            yield violation(words.text, match.start(), f"“{match[0]}” has {alphabets} letters")


def _mixed(words: Words) -> list[tuple[re.Match[str], str, tuple[str, str] | None]]:
    """Return each word of several alphabets, which they are, and the first letter that passes for one of another."""
    mixed = []
    for match in re.finditer(r"[^\W\d_]+", words.text):
        alphabets = {_alphabet(letter) for letter in match[0]} & {*_ALPHABETS}
        if len(alphabets) > 1:
            named = " and ".join(one.title() for one in sorted(alphabets))
            mixed.append((match, named, _odd(match[0], alphabets)))
    return mixed


def _odd(word: str, alphabets: set[str]) -> tuple[str, str] | None:
    """Return the first letter of a run that passes for letters of another alphabet, and what it looks like."""
    begin = 0
    runs = _runs(word)
    symbols = all(len(run) == 1 for run in runs if _alphabet(run[0]) == "GREEK")
    for run in runs:
        end = begin + len(run)
        if symbols and _alphabet(run[0]) == "LATIN" and alphabets == {"GREEK", "LATIN"} and run != "o":
            begin = end
            continue
        like = [_like(letter, alphabets - {_alphabet(letter)}) for letter in run]
        if all(like) and not _is_symbol(word, begin, end):
            return run[0], like[0]
        begin = end
    return None


def _is_symbol(word: str, begin: int, end: int) -> bool:
    """Tell whether a run is one small Greek letter where symbols stand: αPVP, βhCG, TNFα, NFκB; but not αbout."""
    symbol = word[begin:end]
    if end - begin > 1 or _alphabet(symbol) != "GREEK" or not symbol.islower() or symbol == "ο":
        return False
    beside = word[max(0, begin - 2) : begin], word[end : end + 2]
    if symbol == "β" and begin == 0:  # it looks like ß, with which no word begins
        return True
    return not any(len(side) == 2 and side.islower() for side in beside) and not all(
        side[-1:].islower() for side in (beside[0], beside[1][:1])
    )


def _runs(word: str) -> list[str]:
    """Return a word in pieces, each of letters of one alphabet."""
    return ["".join(run) for _, run in groupby(word, _alphabet)]


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _like(letter: str, alphabets: set[str]) -> str:
    """Return the letter of these alphabets this one looks like, accents aside; empty if there is none."""
    base, accents = (apart := unicodedata.normalize("NFD", letter))[0], apart[1:]
    for alike in ALIKE:
        if base in alike:
            looks = (nfc(one + accents) for one in alike if _alphabet(one) in alphabets)
            return next(looks, "")
    return ""


CHECKS: Final = (
    check("T05", _based),
    check("T16", _shaped),
    check("T17", _ordered),
    check("T18", _zawgyi),
    check("T19", _variants, Severity.ADVICE),
    check("L01", _disguised),
    check("L04", _foreign, Severity.ADVICE),
)
