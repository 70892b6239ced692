"""What came back, beside what is here -> findings about letters that were lost and rows that were moved on the way.

A file whose letters were lost is not a translation with some slips: it is another file, and nothing of it is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from factsheet.content.records import fingerprint
from factsheet.content.sheet import Sheet
from factsheet.design.locales import Locale
from factsheet.findings import ExitCode, Finding, Place
from factsheet.translation import damage
from factsheet.translation.bundle import Bundle, Entry
from factsheet.translation.damage import Lost

_SORTED: Final = "undo the sorting: sort whole rows, or none; words that were meant for this row are put in by hand"
_MOVED: Final = 3  # rows; two may have been confused before, and put right now


def findings(bundle: Bundle, sheet: Sheet, locale: Locale, changed: Collection[str]) -> list[Finding]:
    """What was lost or moved, row by row. Words that are `changed` are looked at; all others are here already.

    A source that is merely another than today is none of that: it was changed while the file was away.
    """
    source = {text.key: str(text) for text in sheet.source}
    own = damage.scripts([locale.name, *locale.furniture.model_dump().values()])
    of_source = damage.scripts(source.values())
    now = {text.key: str(text) for text in sheet.words}
    moved = _moved(bundle, now, source)
    found = []
    for one in bundle.entries:
        problems = _source(one, source, of_source)
        if problems:
            found.append(_finding(one, problems._replace(what=f"in the original of this row, {problems.what}")))
        problems = damage.find(one.translation, source[one.key], own) if one.key in changed else None
        if problems:
            found.append(_finding(one, problems))
        elif one.key in moved:
            found.append(_finding(one, Lost(f"here are the words of {moved[one.key]}", _SORTED)))
    return found


def _source(one: Entry, source: Mapping[str, str], written_in: frozenset[str]) -> Lost | None:
    """How the source that came back is none of this string, neither as it is nor as it may have been."""
    if fingerprint(one.source) == fingerprint(source[one.key]):
        return None
    if not one.source.strip():
        return Lost("there is nothing", "take the column as it was exported")
    other = next((key for key, words in source.items() if fingerprint(words) == fingerprint(one.source)), None)
    if other:
        return Lost(f"here are the words of {other}", _SORTED)
    return damage.find(one.source, source[one.key], written_in)


def _moved(bundle: Bundle, now: Mapping[str, str], source: Mapping[str, str]) -> dict[str, str]:
    """The keys at which the words of others came back, and of which: where a column was sorted or moved by itself.

    The others' own rows have other words then, and the words are those of no row twice.
    """
    stands = {key: fingerprint(words) for key, words in now.items()}
    owners = {words: key for key, words in stands.items() if [*stands.values()].count(words) == 1}
    came = {one.key: fingerprint(one.translation) for one in bundle.entries if one.translation.strip()}
    found = {
        key: owners[words]
        for key, words in came.items()
        if owners.get(words, key) != key
        and came.get(owners[words], words) != words
        and fingerprint(source[key]) != fingerprint(source[owners[words]])
    }
    return found if len(found) >= _MOVED else {}


def _finding(one: Entry, problems: Lost) -> Finding:
    return Finding(ExitCode.CONTENT, f"{one.key}: {problems.what}", one.place or Place(Path()), problems.hint)
