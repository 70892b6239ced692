"""Define the messages that the preview server sends its worker process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from factsheet.build.output import BuildResult
from factsheet.design.editions import Edition, Intent
from factsheet.preview.scene import Choice

Finish: TypeAlias = Callable[[Edition, Iterable[Intent], bool, Path | None], BuildResult]
"""Builds the files of an edition as the build command does, with all its checks: edition, intents, proofs, folder."""


@dataclass(frozen=True)
class Menu:
    """Ask what there is to choose from."""


@dataclass(frozen=True)
class Show:
    """Ask for pages, to be known by a number; `changed` are the files saved since, None if everything may be new."""

    choice: Choice
    number: int
    changed: frozenset[Path] | None = None


@dataclass(frozen=True)
class Judge:
    """Ask for the findings about the words and pages of a number, short of a finished file."""

    number: int


@dataclass(frozen=True)
class Picture:
    """Ask for a page or side as a picture, `width` pixels wide."""

    number: int
    page: int
    width: int


@dataclass(frozen=True)
class Make:
    """Ask for the finished file of a choice, and all findings about its edition."""

    choice: Choice


Order: TypeAlias = Menu | Show | Judge | Picture | Make
