"""Know the folders of one checkout and of one person's content, and name places in them for messages."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from factsheet.findings import Place, printable

# The folders of a path from the root of a disk on; not those of a web address.
_ABSOLUTE = re.compile(r"(?<![\w.:/\\…])(?:[A-Za-z]:)?(?:/|\\\\?)(?:[^/\\:*?\"'<>|\n]+[/\\])+")


@dataclass(frozen=True)
class Project:
    """Where things are: the folders of one checkout, and of one person's content."""

    folder: Path
    content: Path

    @property
    def templates(self) -> Path:
        """The layouts and what they share."""
        return self.folder / "templates"

    @property
    def assets(self) -> Path:
        """Fonts and images."""
        return self.folder / "assets"

    @property
    def locales(self) -> Path:
        """One file per language."""
        return self.folder / "locales"

    def where(self, place: Place | None) -> str:
        """Return a place as others may see it: without the folders above project and content, which say whose it is."""
        if place is None:
            return ""
        roots = (root for root in (self.folder, self.content.parent) if place.file.is_relative_to(root))
        file = place.file.relative_to(next(roots, place.file.parent))
        return ":".join(str(one) for one in (printable(file.as_posix()), place.line, place.column) if one is not None)

    def shown(self, text: str) -> str:
        """Return a message as others may see it: with no folder in it that says whose computer this is."""
        for root in (self.folder, self.content.parent):
            text = text.replace(f"{root}{os.sep}", "").replace(str(root), root.name)
        return printable(_ABSOLUTE.sub("…/", text))
