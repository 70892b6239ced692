"""Find the parts of a string that are not words: web and mail addresses, phone numbers, @names, #tags.

They are kept whole, run from the left in every script, and are never hyphenated. Where they may be divided, if no line
has room for one, and what they become on a page, is told in `nobreak.py`.

What is found errs on the side of words: a year, a decimal, an abbreviation or the name of a file is none. Numbers
without a country code are told by their shape, as neither a language nor a sheet says of which country they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from linkify_it import LinkifyIt

HIDDEN: Final = "\u00ad\u061c\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"
"""What people type to make lines break or run as they should. It is no part of an address."""


class Kind(Enum):
    """What a piece is."""

    WEB = "web address"
    MAIL = "e-mail address"
    PHONE = "phone number"
    NAME = "name with a sign"
    FIGURES = "number in groups"


@dataclass(frozen=True)
class Piece:
    """A piece of a string, from `start` up to and without `end`."""

    start: int
    end: int
    kind: Kind
    bare: str
    """As it was typed, without what nobody sees."""
    target: str = ""
    """Where a link leads, if it is one."""


# Nothing without one of these can hold a piece.
_PERHAPS: Final = re.compile(r"[@#]\w|\w\.[^\W\d_]|://|\d[\d()./\s-]*\d")
_LINK_PERHAPS: Final = re.compile(r"\w\.[^\W\d_]|://")
_DROPPED: Final = re.compile(f"[{HIDDEN}]")
# Letters of scripts whose words are not divided by spaces: Thai, Lao, Tibetan, Myanmar, Khmer, Tai, Chinese, Japanese.
_UNSPACED: Final = (
    r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u2e80-\u9fff\ua9e0-\uaadf\uf900-\ufaff"
)
# Letters of scripts in which particles are joined to a foreign word.
_JOINED: Final = r"\u0590-\u0e7f\u0f00-\u1fff\uac00-\ud7ff\ufb1d-\ufdff\ufe70-\ufefc"
_NO_PART: Final = re.compile(
    # Not from within such letters: each of a long run would look for its end again.
    rf"[{_UNSPACED}]+|(?<!(?![{_UNSPACED}])[{_JOINED}])[{_JOINED}]++(?=[A-Za-z0-9@#+(])|(?<=[A-Za-z0-9#])[{_JOINED}]+"
)
_HANDLE: Final = re.compile(r"(?<![\w@./&-])@(?:[A-Za-z0-9_][\w.-]*@[\w-]+(?:\.[\w-]+)+|\w(?:[\w.]*\w)?)", re.ASCII)
_TAG: Final = re.compile(r"(?<![\w&#/@])#(?=\w*[^\W\d_])\w+")

_EXTENSION: Final = r"(?: ?(?:ext\.?|x|#) ?(\d{1,6}))?"
_GROUP: Final = r"(?:\(\d{1,5}\)\d*|\d+)"
_GROUPS: Final = re.compile(
    r"(?<!\d[:.,/-])(?<![\w@#=+])"
    rf"(?P<number>(?:\+ ?)?{_GROUP}(?:(?: ?[-/] ?|[. ]){_GROUP}|\(\d{{1,5}}\)\d*)*){_EXTENSION}(?![\w@])"
)
# One number, where several stand in a row with a mark between them.
_PARTS: Final = re.compile(r"[\d+(](?:(?! [-/] [0+(]).)*")
_LETTERED: Final = re.compile(r"(?<![\w-])(?P<number>(?:1-)?\d{3}-\d{3}-[A-Z]{4})(?![\w-])")
_KEYS: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_THOUSANDS: Final = r"[1-9]\d{0,2}(?:([ .])\d{3})(?:\1\d{3})*"
_AMOUNT: Final = re.compile(_THOUSANDS)
_RANGE: Final = re.compile(rf"(?:{_THOUSANDS}|[1-9]\d*) ?- ?(?:[1-9]\d{{0,2}}(?:[ .]\d{{3}})+|[1-9]\d*)")
_DATE: Final = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)|\d{4}([./-])\d{1,2}\2\d{1,2}")
_YEARS: Final = re.compile(r"[12]\d{3}(?:\D+[12]\d{3})*")
_DECIMAL: Final = re.compile(r"\d+\.\d+")
_OF_A_BOOK: Final = 13  # digits of an ISBN
_BOOK: Final = re.compile(r"(?:ISBN|ISSN|IBAN|DOI)[ :]*$", re.IGNORECASE)
_DIGITS: Final = range(7, 16)  # of a number to dial: the shortest local ones, and ITU-T E.164
_ALONE: Final = 9  # digits; a number in one group that begins with 0 has as many, a shorter one may be a code
_NUMBERED: Final = 9  # digits; in several groups that begin with no 0, fewer may be anything
# Ends of hosts that are also ends of names of files, of which more is said in print.
_FILES: Final = frozenset(("md", "mov", "py", "sh", "zip"))


def find(text: str) -> tuple[Piece, ...]:
    """Return every piece of a string, in its order; none shares a character with another."""
    return _found(str(text)) if _PERHAPS.search(without_hidden(text)) else ()


@lru_cache(maxsize=2048)
def _found(text: str) -> tuple[Piece, ...]:
    seen = [index for index, character in enumerate(text) if character not in HIDDEN]
    bare = "".join(text[index] for index in seen)
    plain = _NO_PART.sub(lambda run: " " * len(run[0]), "".join(map(_plain, bare)))
    pieces: list[tuple[int, int, Kind, str]] = []
    left = plain
    for start, end, kind, target in (*_links(plain, bare), *_names(plain), *_numbers(plain)):
        if "\0" not in left[start:end]:
            pieces.append((start, end, kind, target))
            left = left[:start] + "\0" * (end - start) + left[end:]
    return tuple(
        Piece(seen[start], seen[end - 1] + 1, kind, bare[start:end], target)
        for start, end, kind, target in sorted(pieces)
    )


def masked(text: str) -> str:
    """Return the string with _ in place of every character of an address or number to dial, and all else at its place.

    Checks of how words are written look at this one: _ counts as part of a word, and as no letter.
    """
    for piece in find(text):
        if piece.kind is not Kind.FIGURES:
            text = text[: piece.start] + "_" * (piece.end - piece.start) + text[piece.end :]
    return text


def without_hidden(text: str) -> str:
    """Return a piece as it is printed."""
    return _DROPPED.sub("", text)


def _plain(character: str) -> str:
    """Return a character as patterns look for it: digits of all scripts alike, and a space for what ends a word."""
    if character.isascii():
        return " " if character.isspace() else character
    match unicodedata.category(character)[0]:
        case "N":
            digit = unicodedata.decimal(character, -1)
            return str(digit) if digit >= 0 else character
        case "P":
            return "-" if character in "\u2010\u2011" else " "
        case "Z":
            return " "
    return character


@lru_cache(maxsize=1)
def _finder() -> LinkifyIt:
    """Return the library that finds web and e-mail addresses, loaded for the first string that may hold one."""
    from linkify_it import LinkifyIt
    from linkify_it.tlds import TLDS

    return LinkifyIt(options={"fuzzy_ip": False}).tlds(TLDS, keep_old=True)


def _links(plain: str, bare: str) -> list[tuple[int, int, Kind, str]]:
    if not _LINK_PERHAPS.search(plain):
        return []
    pieces = []
    for match in _finder().match(plain) or ():
        start, end, shown = match.index, match.last_index, match.text
        if match.schema == "mailto:":
            pieces.append((start, end, Kind.MAIL, "mailto:" + shown.removeprefix("mailto:")))
        elif match.schema or not _is_a_file_or_word(shown):
            # What goes on in letters that are no part of it would lead elsewhere.
            goes_on = shown.endswith("/") and bare[end : end + 1].isalnum()
            pieces.append((start, end, Kind.WEB, "" if goes_on else _target(shown)))
    return pieces


def _is_a_file_or_word(shown: str) -> bool:
    """Tell whether what could be an address is more likely something else: a file, or two sentences without a space."""
    host, _, path = shown.partition("/")
    *labels, end = host.split(".")
    if path or labels[0].lower() == "www":
        return False
    few = len(labels) == 1
    is_file = few and end.lower() in _FILES and (end.lower() != "md" or labels[0] != labels[0].lower())
    is_word = not end.islower() and not host.isupper()
    return is_file or is_word or (few and len(labels[0]) == 1 and len(end) == 2)


def _target(shown: str) -> str:
    """Return where an address leads, in the characters that a link may have; nothing where it is none of the web."""
    scheme, divider, rest = shown.rpartition("://")
    if divider and scheme.lower() not in ("http", "https"):
        return ""
    parts = urlsplit(f"https://{rest.removeprefix('//')}")
    try:
        host = parts.netloc.lower().encode("idna").decode()
    except UnicodeError:
        return ""
    return urlunsplit(("https", host, *(quote(part, safe="/%:@!$&'()*+,;=~?") for part in parts[2:])))


def _names(plain: str) -> list[tuple[int, int, Kind, str]]:
    return [(*match.span(), Kind.NAME, "") for pattern in (_HANDLE, _TAG) for match in pattern.finditer(plain)]


def _numbers(plain: str) -> list[tuple[int, int, Kind, str]]:
    pieces = [(*match.span(), Kind.PHONE, "tel:" + _dialled(match["number"])) for match in _LETTERED.finditer(plain)]
    for match in _GROUPS.finditer(plain):
        is_of_a_book = _BOOK.search(plain[: match.start()])
        parts = [*_PARTS.finditer(match["number"])]
        for part in parts:
            number, start = part[0], match.start() + part.start()
            end = start + len(number)
            if _is_dialled(number) and not is_of_a_book:
                extension = f";ext={match[2]}" if match[2] and part is parts[-1] else ""
                target = f"tel:{_dialled(number)}{extension}"
                pieces.append((start, match.end() if extension else end, Kind.PHONE, target))
            elif " " in number and (is_of_a_book or _AMOUNT.fullmatch(number)):
                pieces.append((start, end, Kind.FIGURES, ""))
    return pieces


def _is_dialled(number: str) -> bool:
    """Tell whether figures in groups are a number to dial."""
    groups: list[str] = re.findall(r"\d+", number)
    digits = "".join(groups)
    if len(digits) not in _DIGITS:
        return False
    if number.startswith("+"):
        return True
    if any(kind.fullmatch(number) for kind in (_DATE, _AMOUNT, _RANGE, _YEARS, _DECIMAL)):
        return False
    if len(digits) == _OF_A_BOOK and digits[:3] in ("978", "979"):
        return False
    if digits[0] == "0":
        return len(groups) > 1 or len(digits) >= _ALONE
    if len(groups) == 2 and "-" in number:
        return groups[1][0] == "0"
    if len(groups) < 2 or "/" in number or any(len(group) == 1 for group in groups[1:]):
        return False
    return number.startswith("(") or len(digits) >= _NUMBERED


def _dialled(number: str) -> str:
    """Return the digits to dial. The 0 in brackets after a country code is left out."""
    number = number.translate(_KEYS)
    if number.startswith("+"):
        return "+" + re.sub(r"\D", "", re.sub(r"\(0\)", "", number))
    return re.sub(r"\D", "", number)
