"""Tell what looks like markup that is not understood here, what is wrong with a target, and what to write instead.

People paste from web pages, word processors and other dialects of Markdown. What they paste is printed as it stands,
and these are the words in which they are told.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias

from pydantic import TypeAdapter, ValidationError

from factsheet.content import addresses
from factsheet.content.addresses import Kind
from factsheet.content.values import ID, TAG, WebAddress, tag_hint
from factsheet.findings import Place
from factsheet.yaml.nodes import Text


@dataclass(frozen=True)
class Look:
    """What something looks like, and what to do about it."""

    what: str
    hint: str


Note: TypeAlias = tuple[Look, int, str]
"""What something looks like, its index in the string, and how it was typed."""

_AS_TYPED: Final = "put \\ before it if the sign itself is meant"
LONE: Final = Look(
    "is printed, as its pair is missing",
    f"set ** before and after the words, with quotation marks outside; or {_AS_TYPED}",
)
IN_WORDS: Final = Look(
    "emphasises from within one word to within another", "put \\ before each star if the sign itself is meant"
)
DEEP: Final = Look("is marked many times over and printed as typed", "one or two marks for the same words are enough")
EMPTY: Final = Look("has no words between its brackets", "write the words that are read between [ and ]")
LINK_IN_LINK: Final = Look("is a link within the words of a link", "let each lead from words of its own")

_BRACKETS: Final = re.compile(r"\\[\\\[\]]|[\[\]]")
_DIALLED: Final = re.compile(r"(?<!\w)[*#]{1,2}\d[\d*]{0,40}#")  # a code that a telephone understands, as *100#
_LOOKS: Final = (
    (
        re.compile(r"<(?:https?://|mailto:|www\.)[^<>\s]*>|<[\w.+-]{1,64}@[\w.-]{1,200}>"),
        Look(
            "is an address between angle brackets, and printed as typed",
            "leave < and > away: addresses are found by themselves",
        ),
    ),
    (
        re.compile(r"</?[A-Za-z][^<>]*>|<!--(?:[^<>]*-->)?"),
        Look("is a tag of web pages, and printed as typed", "delete it; write *emphasis*, **strong**, H~2~O or m^2^"),
    ),
    (
        re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9A-Fa-f]{2,6}|[A-Za-z][A-Za-z0-9]{1,31});"),
        Look("is a code of web pages, and printed as typed", "type the character itself"),
    ),
    (
        re.compile(r"(?P<run>`++)[^`]++(?P=run)(?!`)"),
        Look("is a mark for code, and printed as typed", "leave ` away, or write *emphasis*"),
    ),
    (
        re.compile(r"(?<!\w)(?P<line>_{1,3})(?=[^\s_][^_]*(?<!\s)(?P=line)(?![\w]))"),
        Look("is no mark for emphasis here, and printed as typed", "write *emphasis* or **strong**"),
    ),
    (
        re.compile(r"~{2,}(?=[^\s~][^~]*~~)"),
        Look("is a mark for words that are struck out, and printed as typed", f"leave the words away, or {_AS_TYPED}"),
    ),
    (re.compile(r"~{2,}|\^{2,}|`+"), None),
    (
        re.compile(r"\[\^[^\]\s^]{1,40}\](?![({])"),
        Look("is a mark for a footnote, and printed as typed", "say it in the text; a small 1 is written ^1^"),
    ),
    (
        re.compile(r"!(?=\[)"),
        Look("is a mark for a picture, and printed as typed", "name pictures in facts.yaml"),
    ),
)  # fmt: skip


def closing(words: str) -> dict[int, int]:
    """Return for the index of each opening bracket that of the one which closes it."""
    pairs, opened = {}, []
    for match in _BRACKETS.finditer(words):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]" and opened:
            pairs[opened.pop()] = match.start()
    return pairs


def kept(words: str) -> list[tuple[int, int]]:
    """Return what is kept as typed, from where to where: addresses, names with a sign, codes to dial."""
    kept = [match.span() for match in _DIALLED.finditer(words)]
    for piece in addresses.find(words):
        if piece.kind in (Kind.WEB, Kind.MAIL, Kind.NAME):
            bare = words[piece.start : piece.end].rstrip("*_~^.,:;!?")
            kept.append((piece.start, piece.start + len(bare)))
    return sorted(kept)


def at(words: str, index: int, end: int) -> tuple[Look | None, int] | None:
    """Return what begins at an index looks like, None if it is only signs, and where it ends; None if nothing does."""
    for pattern, look in _LOOKS:
        match = pattern.match(words, index, end)
        # Some codes only look like codes, such as those of hotkeys: R&D; is none.
        if match and (match[0][0] != "&" or html.unescape(match[0]) != match[0]):
            return look, match.end()
    return None


def bracket(words: str, after: str) -> Look | None:
    """Return what words between brackets look like that have this after them, which is neither target nor tag."""
    inside = after.strip()[1:-1].strip()
    if after[0] == "[":
        return Look("is no link, as its target is none", "write [words](target)")
    if after[0] == " " and not (re.search(r"[:@]|\w\.\w", inside) and " " not in inside):
        return None
    if after[0] == " ":
        return Look("is no link, as a space stands before its target", "write [words](target) without the space")
    return Look("is no link, as its target is none", "write one address, or the id of a code, and no spaces")


# What may stand in an address beside its host: what RFC 3986 allows, but brackets.
_QUERY: Final = r"(?:\?[A-Za-z0-9._~!$&'*+,;=:@%/?-]*)?"
_NUMBER: Final = r"\+?[0-9*#().-]*[0-9][0-9*#().-]*"
_SCHEMES: Final = {
    "mailto": re.compile(
        rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:[A-Za-z0-9-]{{1,63}}\.)+[A-Za-z]{{2,63}}{_QUERY}"
    ),
    "tel": re.compile(rf"{_NUMBER}(?:;ext=[0-9]{{1,6}})?"),
    "sms": re.compile(rf"{_NUMBER}{_QUERY}"),
}
_EXAMPLES: Final = {"mailto": "mailto:help@example.org", "tel": "tel:+442079460000", "sms": "sms:+442079460000"}


def target(value: str) -> Look | None:
    """Return what is wrong with the target of a link, and what to write; None if it is one.

    It is an address of the web, `mailto:`, `tel:`, `sms:`, or an id, of which only the sheet knows if it is a code's.
    """
    scheme, colon, rest = value.partition(":")
    if scheme == "https":
        return _web(value)
    if scheme in _SCHEMES and colon:
        if _SCHEMES[scheme].fullmatch(rest):
            return None
        return Look(f"leads nowhere: no address follows {scheme}:", f"write it like {_EXAMPLES[scheme]}")
    if ID.fullmatch(value):
        return None
    return Look("leads nowhere: its target is none", _meant(value))


def _meant(value: str) -> str:
    """Return what to write in place of a target."""
    lower = value.lower()
    if lower.startswith("http:") or lower.startswith(("https:", "mailto:", "tel:", "sms:")):
        return "write https://, mailto:, tel: or sms:, in small letters"
    if "@" in value:
        return f"write mailto:{value}"
    if re.fullmatch(r"\+?[0-9()./-]{3,}", value):
        return f"write tel:{value}"
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)", value):
        return f"write https://{value}"
    return "write https://…, mailto:…, tel:…, sms:…, or the id of a code in facts.yaml"


@lru_cache(maxsize=1)
def _address() -> TypeAdapter[Text]:
    return TypeAdapter(WebAddress)


def _web(value: str) -> Look | None:
    try:
        _address().validate_python(Text(value, "", Place(Path())))
    except ValidationError as error:
        context = error.errors()[0].get("ctx", {})
        return Look(f"leads nowhere: {context['what']}", str(context["hint"]))
    return None


def tag(value: str) -> Look | None:
    """Return what is wrong with the tag of a phrase in another language; None if it is one."""
    if TAG.fullmatch(value):
        return None
    return Look("is no phrase in another language, as what stands between { and } is no language tag", tag_hint(value))
