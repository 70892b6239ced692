"""Work out which strings of a file that came back are new, changed or out of date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from factsheet.content import records
from factsheet.content.sheet import Sheet
from factsheet.storage.normalize import is_blank
from factsheet.translation.bundle import Bundle, Entry

# What stands in for typographic marks where an encoding has none.
_FLAT: Final = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u202f": "\u00a0"}


@dataclass(frozen=True)
class Changes:
    """What a file that came back means for a translation. Texts are normalized."""

    sheet: Sheet
    bundle: Bundle
    words: Mapping[str, str]
    """All translations that came back, by key."""
    accepted: tuple[Entry, ...]
    """Those that count: not empty, not marked as unsure, not late."""
    changed: Mapping[str, str]
    """Those of them that differ from the words of today, by key."""
    late: tuple[Entry, ...]
    """Strings that were changed here after the reviewer had read them."""
    unsure: int
    """How many differ from the words of today, but are marked as unsure."""

    @property
    def current(self) -> list[str]:
        """Return the keys of accepted strings that were made from the source as it is today."""
        source = {text.key: str(text) for text in self.sheet.source}
        return [one.key for one in self.accepted if is_same(one.source, source[one.key])]


def compare(sheet: Sheet, bundle: Bundle) -> Changes:
    """Compare what came back with a sheet that has all of its keys."""
    source = {text.key: str(text) for text in sheet.source}
    today = {text.key: normalized(text) for text in sheet.words}
    entries = tuple(replace(one, source=restored(normalized(one.source), source[one.key])) for one in bundle.entries)
    words = {one.key: restored(normalized(one.translation), today.get(one.key, "")) for one in entries}
    late = tuple(one for one in entries if _is_late(one, today.get(one.key, "")))
    accepted = tuple(one for one in entries if words[one.key] and not one.unsure and one not in late)
    changed = {one.key: words[one.key] for one in accepted if words[one.key] != today.get(one.key)}
    unsure = sum(one.unsure and words[one.key] != today.get(one.key, "") for one in entries)
    return Changes(sheet, replace(bundle, entries=entries), words, accepted, changed, late, unsure)


def normalized(text: str) -> str:
    """Return a text with whole letters (NFC), spaces for line ends and tabs, and one space between words.

    Keyboards and programs of some systems take letters apart, which nobody sees. Spaces that do not break stay, but at
    the ends. A text in which nothing can be seen becomes empty.
    """
    return "" if is_blank(text) else re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text)).strip()


def restored(words: str, known: str) -> str:
    """Return `known` if the words have only lost marks that old encodings lack; else the words as they came back."""
    either = (f"(?:{re.escape(mark)}|{re.escape(_FLAT[mark])})" if mark in _FLAT else re.escape(mark) for mark in known)
    return known if re.fullmatch("".join(either), words) else words


def is_same(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but spaces, line ends, and how accents are encoded."""
    return records.fingerprint(one) == records.fingerprint(other)


def _is_late(entry: Entry, today: str) -> bool:
    """Tell whether the words of today are neither those that a reviewer has read nor those that the reviewer wants."""
    if entry.read is None:
        return False
    return not (is_same(today, entry.read) or is_same(today, entry.translation))
