"""Check that every font of a finished PDF is one of the project's, and in the file (group F)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pikepdf
from pikepdf import Name

from factsheet.checks import Violation, check
from factsheet.design import fonts
from factsheet.preflight.pdf_file import File


def _ours(file: File) -> Iterator[Violation]:
    """Every font is one of assets/fonts/SOURCES.toml.

    Reason: a font of the computer that builds gets into a file without a word, and every other computer prints
    something else.

    Hint: name only families of assets/fonts/SOURCES.toml.

    Source: own; docs/stages.md, Fonts.
    """
    ours = {family.replace(" ", "-") for family in fonts.families(file.edition.project.assets)}
    for name in (_name(font) for font in _fonts(file)):
        if not any(name == family or name.startswith(f"{family}-") for family in ours):
            yield Violation(f'the font "{name}" is not one of this project')


def _embedded(file: File) -> Iterator[Violation]:
    """The shapes of every font are in the file.

    Reason: where they are not, the reader's computer takes a font of its own, and words change or vanish.

    Hint: report this: it should not happen.

    Source: ISO 15930-7, 6.2.8; ISO 14289-1, 7.21.4.1.
    """
    for font in _fonts(file):
        shapes = font.get(Name.FontDescriptor, pikepdf.Dictionary())
        if not any(key in shapes for key in (Name.FontFile2, Name.FontFile3)):
            yield Violation(f'the font "{_name(font)}" is not in the file')


def _fonts(file: File) -> Iterator[pikepdf.Object]:
    """Yield the fonts that have shapes; a Type0 font only points to the one that does."""
    for part in file.parts:
        if part.get(Name.Type) == Name.Font and part.get(Name.Subtype) != Name.Type0:
            yield part


def _name(font: pikepdf.Object) -> str:
    return re.sub(r"^/([A-Z]{6}\+)?", "", str(font.get(Name.BaseFont, "/without a name")))


CHECKS: Final = (check("F01", _ours), check("F02", _embedded))
