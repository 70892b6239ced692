"""Tell the state of every string of a translation, and keep the record that tells it.

The record is `content/<sheet>/<tag>.lock.json`, one line a string: fingerprints of the source it was made from and of
the translation, and who reviewed it when. Builds read it and never write it. Whoever edits words need not know of it:
a translation that differs from the record was made just now, from the source as it is, and one that does not while its
source does is stale.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files, journal
from factsheet.storage.normalize import CONFLICT, CONFLICT_HINT, conflict, nfc
from factsheet.yaml.nodes import Text

Result = TypeVar("Result")

SUFFIX = ".lock.json"
_FIGURES = 12  # of a fingerprint, 48 bits: it tells versions of one string apart, not all strings of the world
_FINGERPRINT = re.compile(rf"[0-9a-f]{{{_FIGURES}}}")
_EARLIEST = "2000-01-01"  # of reviews; long before there was anything to review
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_BYTES = 1024 * 1024
_NAME_LENGTH = 80
_TRIES = 20  # of reading words and record while commands replace them
_RESTORE = "restore it from version control, then run python3 build.py status --update"


class State(StrEnum):
    """How far a string of a translation is."""

    MISSING = "missing"
    """The source has it, the translation does not."""
    STALE = "stale"
    """The source was changed after the translation was made."""
    SAME = "same"
    """Word for word as in the source: a name, or not translated yet. A review says which."""
    DRAFT = "draft"
    """Made from the source as it is; nobody has reviewed it."""
    REVIEWED = "reviewed"
    """A named person has read it, and neither it nor its source was changed since."""
    ORPHAN = "orphan"
    """The translation has it, the source does not. It is not printed."""


DONE = frozenset({State.DRAFT, State.REVIEWED})
"""The states of strings that need no translator."""


@dataclass(frozen=True)
class Review:
    """Who read a string, and on which day, as YYYY-MM-DD."""

    by: str
    on: str


@dataclass(frozen=True)
class Entry:
    """What is recorded of one string: fingerprints of the source it was made from and of itself, and its review."""

    source: str
    translation: str
    review: Review | None = None


Lock = Mapping[str, Entry]
"""The record of one language of one sheet, by key."""


def fingerprint(words: str) -> str:
    """Return digits that are the same for words that differ only in spaces, line ends, and how accents are encoded."""
    bare = " ".join(nfc(words).split())
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()[:_FIGURES]


def states(source: Iterable[Text], translation: Iterable[Text], lock: Lock) -> dict[str, State]:
    """Return the state of each string, in the order of the source; orphans follow."""
    made, wanted = {text.key: text for text in translation}, {text.key: text for text in source}
    result = {key: _state(text, made.get(key), lock.get(key)) for key, text in wanted.items()}
    return result | dict.fromkeys((key for key in made if key not in wanted), State.ORPHAN)


def _state(source: str, translation: str | None, entry: Entry | None) -> State:
    if translation is None:
        return State.MISSING
    recorded = _current(source, translation, entry)
    if recorded.source != fingerprint(source):
        return State.STALE
    if recorded.review:
        return State.REVIEWED
    letters = any(letter.isalpha() for letter in source)
    return State.SAME if letters and recorded.source == recorded.translation else State.DRAFT


def _current(source: str, translation: str, entry: Entry | None) -> Entry:
    """Return what the record should say: what it says, unless the translation was changed since."""
    if entry and entry.translation == fingerprint(translation):
        return entry
    return Entry(fingerprint(source), fingerprint(translation))


def synced(source: Iterable[Text], translation: Iterable[Text], lock: Lock) -> dict[str, Entry]:
    """Return the record brought up to the words as they are. Orphans keep theirs, in case the source has them again."""
    wanted = {text.key: text for text in source}
    now = {}
    for text in translation:
        if text.key in wanted:
            now[text.key] = _current(wanted[text.key], text, lock.get(text.key))
        elif text.key in lock:
            now[text.key] = lock[text.key]
    return now


def signed(
    source: Iterable[Text], translation: Iterable[Text], lock: Lock, keys: Collection[str], review: Review
) -> dict[str, Entry]:
    """Return the record with these strings reviewed: right as they are for the source as it is."""
    wanted = {text.key: text for text in source}
    fresh = {
        text.key: Entry(fingerprint(wanted[text.key]), fingerprint(text), review)
        for text in translation
        if text.key in keys and text.key in wanted
    }
    return {**synced(wanted.values(), translation, lock), **fresh}


def new_review(by: str, on: str) -> Review:
    """Return a review by a name, real or assumed, on a day, YYYY-MM-DD.

    Raises:
        ProjectError: no name or no such day, exit code USAGE.
    """
    name = " ".join(by.split())
    problems = []
    if not name or len(name) > _NAME_LENGTH or not name.isprintable():
        hint = f"at most {_NAME_LENGTH} letters; it may be an assumed name, but always the same"
        problems.append(Finding(ExitCode.USAGE, "--by: must be the name of who has read the words", None, hint))
    if not _is_day(on):
        problems.append(Finding(ExitCode.USAGE, f"--on {on}: is not a day", None, "write it as YYYY-MM-DD"))
    elif not _EARLIEST <= on <= _tomorrow():
        what = f"--on {on}: nobody can have read the words on that day"
        problems.append(Finding(ExitCode.USAGE, what, None, "write the day on which they were read; look at the year"))
    if problems:
        raise ProjectError(*problems)
    return Review(name, on)


def _tomorrow() -> str:
    """Return the day after today: it may be that already where who has read the words lives."""
    import datetime  # for this command alone: nothing that is made depends on the clock

    return (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)).isoformat()


def _is_day(text: str) -> bool:
    match = _DAY.fullmatch(text)
    if not match:
        return False
    year, month, day = (int(part) for part in match.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= day <= days[month - 1]


def lock_file(content: Path, sheet: str, tag: str) -> Path:
    """Return where the record of a translation is: beside its words."""
    return content / sheet / f"{tag}{SUFFIX}"


def read(file: Path) -> dict[str, Entry]:
    """Return the record in a file; empty if there is none.

    Raises:
        ProjectError: a file that cannot be read or is not such a record, exit code CONTENT.
    """
    if not journal.exists(file):
        return {}
    try:
        text = files.read(file, file.parent, _BYTES).decode("utf-8-sig")
        if (line := conflict(text)) is not None:
            hint = f"{CONFLICT_HINT}; then run python3 build.py status --update"
            raise ProjectError(Finding(ExitCode.CONTENT, CONFLICT, Place(file, line, 1), hint))
        entries = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        raise ProjectError(
            Finding(ExitCode.CONTENT, "the record of translations is broken here", place, _RESTORE)
        ) from None
    except files.Unreadable as error:
        raise ProjectError(Finding(ExitCode.CONTENT, str(error), Place(file), error.hint)) from None
    except (ValueError, RecursionError) as error:
        what = f"the record of translations is broken: {error}"
        raise ProjectError(Finding(ExitCode.CONTENT, what, Place(file), _RESTORE)) from None
    if not isinstance(entries, dict):
        entries = {"": entries}
    broken = [key for key, entry in entries.items() if not _is_entry(entry)]
    if broken:
        places = (_line(text, key, file) for key in broken)
        raise ProjectError(
            *(Finding(ExitCode.CONTENT, f"{key}: is no record", place, _RESTORE) for key, place in places)
        )
    return {
        key: Entry(entry["s"], entry["t"], Review(**entry["r"]) if "r" in entry else None)
        for key, entry in entries.items()
    }


def at_one_moment(file: Path, read_both: Callable[[], Result]) -> Result:
    """Return what is read of words and their record, which is in this file, as both are at one moment.

    A command may replace them in between. It replaces the record last, so that it is the same before and after only
    where the words are those that it belongs to.
    """
    before = _contents(file)
    for _ in range(_TRIES):
        result, now = read_both(), _contents(file)
        if now == before:
            break
        before = now
    return result


def _contents(file: Path) -> bytes:
    try:
        return files.read(file, file.parent, _BYTES)
    except files.Unreadable:  # whoever wants to know what it says is told why
        return b""


def serialized(lock: Lock) -> str:
    """Return the text of the file: one line a string, sorted, so that version control merges it line by line."""
    lines = []
    for key, entry in sorted(lock.items()):
        values: dict[str, Any] = {"s": entry.source, "t": entry.translation}
        if entry.review:
            values["r"] = {"by": entry.review.by, "on": entry.review.on}
        lines.append(f"{json.dumps(key)}: {json.dumps(values, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + ("\n" if lines else "") + "}\n"


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make a map of keys and values.

    Raises:
        ValueError: a key that stands twice, as a merge leaves it; the parser would take the last.
    """
    twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
    if twice:
        raise ValueError(f"“{twice[0]}” stands twice")
    return dict(pairs)


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not {"s", "t"} <= {*entry} <= {"s", "t", "r"}:
        return False
    prints = (entry["s"], entry["t"])
    if not all(isinstance(one, str) and _FINGERPRINT.fullmatch(one) for one in prints):
        return False
    review = entry.get("r", {"by": "", "on": "2000-01-01"})
    if not isinstance(review, dict) or {*review} != {"by", "on"}:
        return False
    return isinstance(review["by"], str) and isinstance(review["on"], str) and _is_day(review["on"])


def _line(text: str, key: str, file: Path) -> tuple[str, Place]:
    before, key_there, _ = text.partition(json.dumps(key) + ":")
    return key, Place(file, before.count("\n") + 1, len(before) - before.rfind("\n")) if key_there else Place(file)
