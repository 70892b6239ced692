"""Define the strings of one sheet and language as they travel to a translator and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from factsheet.content.records import Review, State
from factsheet.findings import ExitCode, Finding, Place, ProjectError

EXPORT_AGAIN: Final = "export it again, and put your words into the new file"


@dataclass(frozen=True)
class Entry:
    """One string on its way to a translator, or back."""

    key: str
    source: str
    translation: str
    """Empty where there is none."""
    state: State | None = None
    """None if it came back without one, so that it counts as made from this source."""
    note: str = ""
    """What the comments above the key say."""
    most: int | None = None
    """With more characters than this, some layout has no room for it. None if that is unknown."""
    unsure: bool = False
    """Whether the translator's tool says that the words need another look: fuzzy, in PO."""
    place: Place | None = None
    """Its place in the file that came back."""
    read: str | None = None
    """The translation as a reviewer was given it to read; None if nobody reviewed it."""


@dataclass(frozen=True)
class Bundle:
    """What one file carries: the strings of one sheet in one language."""

    sheet: str
    source: str
    """The tag of the source language."""
    tag: str
    entries: tuple[Entry, ...]
    signed: Review | None = None
    """Who found the translations right, or made them right, and when; None if it is no signed proof."""


@dataclass(frozen=True)
class Expected:
    """What a file that comes back may be about, and what the command line says it is about, whatever stands in it."""

    languages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The languages of each sheet by its name, the source language first."""
    sheet: str | None = None
    tag: str | None = None

    def closest(self, sheet: str, tag: str) -> str:
        """Return the language of the sheet that a tag means: fr for fr-FR, if the sheet has no fr-FR."""
        parts = tag.split("-")
        shorter = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((one for one in shorter if one in self.languages.get(sheet, ())), tag)


def make_bundle(file: Path, sheet: str, source: str, tag: str, entries: Sequence[Entry]) -> Bundle:
    """Return the entries of one file as a bundle.

    Raises:
        ProjectError: there are no entries, or with every key that is empty or stands twice; exit code CONTENT.
    """
    if not entries:
        raise malformed("there is no string in this file", Place(file), "is this the right file?")
    problems, seen = [], set[str]()
    for entry in entries:
        if entry.key in seen or not entry.key:
            what = f"{entry.key}: stands twice" if entry.key else "this string has no key"
            problems.append(Finding(ExitCode.CONTENT, what, entry.place or Place(file), EXPORT_AGAIN))
        seen.add(entry.key)
    if problems:
        raise ProjectError(*problems)
    return Bundle(sheet, source, tag, tuple(entries))


def malformed(what: str, place: Place, hint: str) -> ProjectError:
    """Return the error that refuses a whole file for one reason, exit code CONTENT."""
    return ProjectError(Finding(ExitCode.CONTENT, what, place, hint))
