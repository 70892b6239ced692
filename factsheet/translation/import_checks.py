"""Check a file that came back for letters that were lost and rows that were moved on the way.

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
from factsheet.translation.damage import Damage

_SORTED: Final = "undo the sorting: sort whole rows, or none; words that were meant for this row are put in by hand"
_MOVED: Final = 3  # rows; two may have been confused before, and put right now


def findings(bundle: Bundle, sheet: Sheet, locale: Locale, changed: Collection[str]) -> list[Finding]:
    """Return what was lost or moved, row by row; of the words, those at the keys in `changed` are checked.

    A source that differs from that of today without being damaged is no finding: it was changed here meanwhile.
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
            found.append(_finding(one, Damage(f"here are the words of {moved[one.key]}", _SORTED)))
    return found


def _source(one: Entry, source: Mapping[str, str], written_in: frozenset[str]) -> Damage | None:
    """Return how the source that came back is damaged, or that of another string; None if it may be this string's."""
    if fingerprint(one.source) == fingerprint(source[one.key]):
        return None
    if not one.source.strip():
        return Damage("there is nothing", "take the column as it was exported")
    other = next((key for key, words in source.items() if fingerprint(words) == fingerprint(one.source)), None)
    if other:
        return Damage(f"here are the words of {other}", _SORTED)
    return damage.find(one.source, source[one.key], written_in)


def _moved(bundle: Bundle, now: Mapping[str, str], source: Mapping[str, str]) -> dict[str, str]:
    """Return the keys at which the words of other keys came back, and of which: a column was sorted or moved by itself.

    The rows of these keys have other words then, and no words stand in two rows.
    """
    prints = {key: fingerprint(words) for key, words in now.items()}
    owners = {words: key for key, words in prints.items() if [*prints.values()].count(words) == 1}
    returned = {one.key: fingerprint(one.translation) for one in bundle.entries if one.translation.strip()}
    moved = {
        key: owners[words]
        for key, words in returned.items()
        if owners.get(words, key) != key
        and returned.get(owners[words], words) != words
        and fingerprint(source[key]) != fingerprint(source[owners[words]])
    }
    return moved if len(moved) >= _MOVED else {}


def _finding(one: Entry, problems: Damage) -> Finding:
    return Finding(ExitCode.CONTENT, f"{one.key}: {problems.what}", one.place or Place(Path()), problems.hint)
