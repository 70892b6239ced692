"""What one file carries to a translator or back: the strings of one sheet in one language, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from factsheet.content.records import Review, State
from factsheet.findings import ExitCode, Finding, Place, ProjectError

AGAIN: Final = "export it again, and put your words into the new file"


@dataclass(frozen=True)
class Entry:
    """One string on its way to a translator, or back."""

    key: str
    source: str
    translation: str
    """Empty where there is none."""
    state: State | None = None
    """None where it came back and nothing is said of it, so that it counts as made from this source."""
    note: str = ""
    """What the comments above the key say."""
    most: int | None = None
    """With more characters than this, some layout has no room for it. None where nobody knows."""
    unsure: bool = False
    """Whether the translator's tool says that the words need another look: fuzzy, in PO."""
    place: Place | None = None
    """Where it stands in the file that came back."""
    read: str | None = None
    """The translation as a reviewer had it to read; None where nobody reviewed it."""


@dataclass(frozen=True)
class Bundle:
    """What one file carries: the strings of one sheet in one language."""

    sheet: str
    source: str
    """The tag of the source language."""
    tag: str
    entries: tuple[Entry, ...]
    signed: Review | None = None
    """By whom, and when, the translations in it were found or made right; None where it is no signed galley."""


@dataclass(frozen=True)
class Expected:
    """What a file that comes back may be about, and what somebody says it is about, whatever stands in it."""

    languages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Of each sheet there is, by its name, the source language first."""
    sheet: str | None = None
    tag: str | None = None

    def closest(self, sheet: str, tag: str) -> str:
        """The language of the sheet that a tag means: fr where it is fr-FR and there is no such language."""
        parts = tag.split("-")
        shorter = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((one for one in shorter if one in self.languages.get(sheet, ())), tag)


def bundled(file: Path, sheet: str, source: str, tag: str, entries: Sequence[Entry]) -> Bundle:
    """The entries of one file, of which there must be some, each with a key of its own.

    Raises:
        ProjectError: with every key that stands twice, or is none, exit code CONTENT.
    """
    if not entries:
        raise malformed("there is no string in this file", Place(file), "is this the right file?")
    problems, seen = [], set[str]()
    for entry in entries:
        if entry.key in seen or not entry.key:
            what = f"{entry.key}: stands twice" if entry.key else "this string has no key"
            problems.append(Finding(ExitCode.CONTENT, what, entry.place or Place(file), AGAIN))
        seen.add(entry.key)
    if problems:
        raise ProjectError(*problems)
    return Bundle(sheet, source, tag, tuple(entries))


def malformed(what: str, place: Place, hint: str) -> ProjectError:
    """The refusal of a whole file for one reason."""
    return ProjectError(Finding(ExitCode.CONTENT, what, place, hint))
