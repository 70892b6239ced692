"""An edition -> its tagged PDF and nothing else; or, as the build does it, all its files with every check."""

from __future__ import annotations

import io
import itertools
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf

from benchmarks import PROJECT
from factsheet.build import pipeline
from factsheet.compose import composer
from factsheet.compose.composer import Composed
from factsheet.design import editions
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine import line_cache, typeset
from factsheet.pdf import compression

_times = itertools.count(1)


def drawn(composed: Composed, edition: Edition) -> bytes:
    """Lay the edition out once, and draw and pack it as a tagged PDF: what other programs mean by making a PDF.

    A comment that differs each time makes it another document, as one that is laid out again need not be read again;
    nor are its lines known any more.
    """
    line_cache.forget()
    anew = replace(composed, html=f"{composed.html}<!-- {next(_times)} -->")
    with pikepdf.open(io.BytesIO(typeset.draw(typeset.typeset(anew, edition)))) as document:
        return compression.write(document)


def whole(edition: Edition, out: Path) -> object:
    """Make the edition as the build does: copy fitted, all intents, budgets, and every file read back and checked."""
    return pipeline.build_edition(edition, Intent, False, out)


def main(words: list[str]) -> None:
    """Write the PDF of one edition, named by sheet, layout and language, to a file: one PDF with one process."""
    sheet, layout, tag, pdf = words
    edition = editions.load(Project(PROJECT, PROJECT / "content"), sheet, layout, tag)
    Path(pdf).write_bytes(drawn(composer.compose(edition), edition))


if __name__ == "__main__":
    main(sys.argv[1:])
