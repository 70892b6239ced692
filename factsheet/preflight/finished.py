"""The bytes of a finished PDF and its edition -> what is wrong with the file itself, read back as a stranger would."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import pikepdf
from pikepdf import Name

from factsheet import fonts
from factsheet.editions import Edition, Intent
from factsheet.findings import ExitCode, Finding

_PT: Final = 72 / 25.4
# Keys that run, open or carry something, ISO 32000-1, 7.11.4 and 12.6; a handout has no use for any of them.
_ACTIVE: Final = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/OpenAction", "/AA", "/SubmitForm", "/AcroForm")
_DATES: Final = ("/CreationDate", "/ModDate")


def findings(pdf: bytes, edition: Edition, intent: Intent) -> list[Finding]:
    """Page boxes, fonts, links, and nothing that gives away who made the file, where or when."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        wrong = [*_boxes(document, edition), *_fonts(document, edition), *_private(document, intent)]
    where = f"{edition.layout.name}, {intent}"
    return [Finding(ExitCode.PREFLIGHT, f"{where}: {what}", edition.layout.place, hint) for what, hint in wrong]


def _boxes(document: pikepdf.Pdf, edition: Edition) -> Iterator[tuple[str, str]]:
    wanted = edition.layout.width * _PT, edition.layout.height * _PT
    for number, page in enumerate(document.pages, 1):
        left, bottom, right, top = (float(edge) for edge in page.trimbox)
        # 0.01 mm, a tenth of what a good guillotine keeps
        if max(abs(right - left - wanted[0]), abs(top - bottom - wanted[1])) > 0.01 * _PT:
            size = f"{(right - left) / _PT:.2f} × {(top - bottom) / _PT:.2f} mm"
            yield f"page {number} is {size} and not what layout.yaml says", "let no style file set another page size"


def _fonts(document: pikepdf.Pdf, edition: Edition) -> Iterator[tuple[str, str]]:
    ours = {family.replace(" ", "-") for family in fonts.families(edition.house.assets)}
    for font in document.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get(Name.Type) != Name.FontDescriptor:
            continue
        name = str(font.get(Name.FontName, "")).lstrip("/").partition("+")[2]
        if not any(name == family or name.startswith(f"{family}-") for family in ours):
            yield f'the font "{name}" is not one of this project', "name only families of assets/fonts/SOURCES.toml"
        if not any(key in font for key in (Name.FontFile2, Name.FontFile3)):
            yield f'the font "{name}" is not in the file', "report this: it should not happen"


def _private(document: pikepdf.Pdf, intent: Intent) -> Iterator[tuple[str, str]]:
    for thing in document.objects:
        for part in _parts(thing):
            for key in _ACTIVE:
                if key in part:
                    yield f"it has {key}, which runs or carries something", "leave it out of the template"
            if Name.URI in part and not str(part[Name.URI]).startswith(("https://", "mailto:", "tel:")):
                yield f'it links to "{part[Name.URI]}"', "links begin with https:, mailto: or tel:"
            if intent is Intent.OFFICE and part.get(Name.Subtype) == Name.Link:
                yield "it has links, which paper has not", "report this: it should not happen"
    for key in _DATES:
        if key in document.docinfo:
            yield f"it says when it was made ({key})", "leave dates out of the template's head"


def _parts(thing: object) -> Iterator[pikepdf.Dictionary]:
    """An object and the dictionaries inside it; those with a number of their own are met on their own."""
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        inside = [value for value in thing.as_dict().values()] if isinstance(thing, pikepdf.Dictionary) else []
        if isinstance(thing, pikepdf.Dictionary):
            yield thing
    elif isinstance(thing, pikepdf.Array):
        inside = list(thing)
    else:
        return
    for value in inside:
        if not (isinstance(value, pikepdf.Object) and value.is_indirect):
            yield from _parts(value)
