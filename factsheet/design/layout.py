"""Describe a printed format as one frozen value: geometry in mm, sections, tokens and how far they may give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from factsheet.design.layout_file import Amount, Duplex, NUp, Panels, SectionName, Signature
from factsheet.findings import Place

LEADING: Final = "leading"
"""What `fit` calls the distance of lines, a factor on what the language asks for; the one entry that is no token."""


@dataclass(frozen=True)
class Range:
    """How far a size may give: never below `floor`, `preferred` where copy fits, never above `most`."""

    floor: float
    preferred: float
    most: float
    unit: str


@dataclass(frozen=True)
class Layout:
    """A printed format: its geometry in mm, what it takes, and the folders its files are looked for in."""

    name: str
    title: str
    width: float
    height: float
    widths: tuple[float, ...]
    """The width of each page in turn; empty where all are as wide as the trim."""
    bleed: float
    safe: float
    pages: int
    impose: Panels | Signature | NUp | None
    takes: Mapping[SectionName, Amount]
    tokens: Mapping[str, str]
    fit: Mapping[str, Range]
    """What may give where copy is long or short, by token, and LEADING."""
    covers: tuple[str, ...]
    """Of these, the ones that only pages without running text use."""
    headlines: tuple[str, ...]
    """The tokens that size what is set in the display face."""
    folders: tuple[Path, ...]
    """This layout's folder first, then those it extends."""
    place: Place

    def page_width(self, page: int) -> float:
        """Return the width of a page in mm; pages count from 1."""
        return self.widths[page - 1] if 1 <= page <= len(self.widths) else self.width

    @property
    def duplex(self) -> Duplex:
        """How an office printer prints it: as its imposition asks for, else on both sides where there are two pages."""
        if self.impose:
            return self.impose.duplex
        return "long-edge" if self.pages > 1 else "one-side"
