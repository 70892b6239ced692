"""Read a finished PDF back as a stranger would, and run the checks of finished files on it."""

from __future__ import annotations

import io
from typing import Any, Final

import pikepdf

from factsheet import checks
from factsheet.checks import Check
from factsheet.design.editions import Edition, Intent
from factsheet.findings import ExitCode, Finding
from factsheet.preflight import accessibility, colour, film, geometry, images, privacy, typefaces
from factsheet.preflight.pdf_file import File, parts

CHECKS: Final[tuple[Check[Any], ...]] = (
    *geometry.CHECKS,
    *typefaces.CHECKS,
    *images.CHECKS,
    *colour.CHECKS,
    *film.CHECKS,
    *accessibility.CHECKS,
    *privacy.CHECKS,
)


def findings(pdf: bytes, edition: Edition, intent: Intent, pages: int) -> list[Finding]:
    """Run the checks of groups G, F, I, C, Q, A and P on a file.

    `pages` is how many pages were laid out, before they were imposed.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        dictionaries = tuple(part for thing in document.objects for part in parts(thing))
        file = File(pdf, document, dictionaries, edition, intent, pages)
        where = f"{edition.name}, {intent}"
        return checks.run(CHECKS, file, ExitCode.PREFLIGHT, where, edition.layout.place)
