"""Make the PDF of one intent from drawn pages: imposed, inked, boxed, marked, and silent about who made them.

The pages are laid out and drawn once, with bleed. `screen` shows the trim and keeps tags and links: see screen.py.
`office` puts pages on their sheet and clips what an office printer cannot reach, so that artwork that runs off the
paper ends in an even white frame. `press` does the same in printing inks, with bleed and marks, as PDF/X-4.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from factsheet.design.editions import Edition, Intent
from factsheet.engine import pdf_writer
from factsheet.engine.typeset import Hint, Pages
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.pdf import compression, metadata, operators, screen, sheet_drawing
from factsheet.pdf.imposition import Side, cut_off, free_strip, impose
from factsheet.pdf.sheet_drawing import PT
from factsheet.storage import files

OFFICE_MARGIN: Final = 6.0
"""mm at each edge that office printers may leave white; most need 4 to 5."""
# PDF/X-4 asks for dates; this one is in every file, so that it tells nobody when a sheet was made.
NO_DATE: Final = "20000101000000Z", "2000-01-01T00:00:00Z"


def make_pdf(pages: Pages, drawn: bytes, hint: Hint | None, intent: Intent) -> bytes:
    """Make the file for one intent from the drawn pages. The same pages give the same bytes, anywhere and at any time.

    `hint` is the printing hint for imposed office sheets.

    Raises:
        ProjectError: artwork the palette or a press has no ink for, or no room for the hint, exit code LAYOUT.
    """
    edition = pages.edition
    with pikepdf.open(io.BytesIO(drawn)) as document:
        if intent is Intent.SCREEN:
            return compression.write(screen.finish(document, pdf_writer.srgb(), edition.locale.right_to_left))
        right_to_left = edition.locale.right_to_left
        sides = impose(edition.layout, len(document.pages), right_to_left)
        title = str(document.docinfo.get("/Title", ""))
        if intent is Intent.OFFICE:
            _refuse_cut_off(sides, pages)
            sheets = _for_office(document, sides, edition, title)
            if hint:
                _stick_on(sheets, sides, pages, hint)
            return compression.write(sheets)
        return compression.write(_for_press(document, sides, edition, title), version="1.6")


def _for_office(drawn: pikepdf.Pdf, sides: tuple[Side, ...], edition: Edition, title: str) -> pikepdf.Pdf:
    sheets = sheet_drawing.paint(drawn, sides, bleed=0.0, slug=0.0)
    for page, side in zip(sheets.pages, sides, strict=True):
        edges = (OFFICE_MARGIN, OFFICE_MARGIN, side.width - 2 * OFFICE_MARGIN, side.height - 2 * OFFICE_MARGIN)
        area = operators.clip(operators.rectangle(*(edge * PT for edge in edges)))
        page.contents_add(sheets.make_stream(f"q {area}\n".encode("ascii")), prepend=True)
        page.contents_add(sheets.make_stream(b"\nQ"))
    if edition.layout.impose:
        sheet_drawing.mark_for_office(sheets, sides, OFFICE_MARGIN)
    sheets.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
    sheets.Root.Lang = String(edition.sheet.tag)
    sheets.docinfo["/Title"] = String(title)
    return sheets


def _refuse_cut_off(sides: tuple[Side, ...], pages: Pages) -> None:
    """Refuse words where an office printer cannot print."""
    for text in (text for side in sides for text in cut_off(side, pages.texts, OFFICE_MARGIN)):
        layout = pages.edition.layout
        what = f'{layout.name}: "{text.text[:40]}" on page {text.page} is nearer than {OFFICE_MARGIN:g} mm to the edge'
        raise ProjectError(
            Finding(ExitCode.OVERSET, f"{what} of the paper", layout.place, "widen the margins of that page")
        )


def _stick_on(sheets: pikepdf.Pdf, sides: tuple[Side, ...], pages: Pages, hint: Hint) -> None:
    """Stick the printing hint on the first side, where it covers nothing."""
    spot = free_strip(sides[0], pages.texts, hint.width, hint.height, OFFICE_MARGIN)
    if spot is None:
        layout = pages.edition.layout
        size = f"{hint.width:.0f} × {hint.height:.0f} mm"
        what = f"{layout.name}: no room for the printing hint, {size}, at the sheet's edge"
        advice = f"keep {OFFICE_MARGIN + hint.height:.0f} mm at the foot of one page of the first side free of words"
        raise ProjectError(Finding(ExitCode.LAYOUT, what, layout.place, advice))
    with pikepdf.open(io.BytesIO(hint.drawn)) as strip:
        sheet_drawing.stick_on(sheets, 1, strip, *spot, hint.width)


def _for_press(drawn: pikepdf.Pdf, sides: tuple[Side, ...], edition: Edition, title: str) -> pikepdf.Pdf:
    from factsheet.pdf import separation

    unprintable = separation.separate(drawn, edition.palette)
    if unprintable:
        hint = "use only the colours of templates/_shared/palette.yaml, plain and without transparency"
        place = edition.layout.place
        raise ProjectError(
            *(
                Finding(ExitCode.LAYOUT, f"{edition.layout.name}: {it} cannot go to press", place, hint)
                for it in unprintable
            )
        )
    sheets = sheet_drawing.paint(drawn, sides, edition.layout.bleed, sheet_drawing.SLUG)
    sheet_drawing.mark_for_press(sheets, sides, edition.layout.bleed)
    _declare(sheets, edition, title)
    return sheets


def _declare(sheets: pikepdf.Pdf, edition: Edition, title: str) -> None:
    """Add what PDF/X-4 (ISO 15930-7) asks a file to say of itself: output intent, dates, title, trapping, identity."""
    profile = sheets.make_stream(_profile(edition.project.assets / "icc"), N=4)
    condition = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String("FOGRA39"),
        OutputCondition=String("Offset printing on coated paper, ISO 12647-2"),
        RegistryName=String("http://www.color.org"),
        Info=String("Coated FOGRA39"),
        DestOutputProfile=sheets.make_indirect(profile),
    )
    sheets.Root.OutputIntents = Array([sheets.make_indirect(condition)])
    date, iso_date = NO_DATE
    for key, value in (("/Title", title), ("/CreationDate", f"D:{date}"), ("/ModDate", f"D:{date}")):
        sheets.docinfo[key] = String(value)
    sheets.docinfo["/Trapped"] = Name("/False")
    seen = hashlib.sha256()
    for page in sheets.pages:
        page.contents_coalesce()
        seen.update(page.obj.Contents.read_bytes())
        for form in page.obj.Resources.XObject.values():
            seen.update(form.read_bytes())
    identity = seen.hexdigest()[:32]
    packet = sheets.make_stream(metadata.for_press(title, iso_date, identity))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    sheets.Root.Metadata = sheets.make_indirect(packet)


def _profile(folder: Path) -> bytes:
    """Read the output profile, if it is the one that SOURCES.toml names.

    Raises:
        ProjectError: where it is missing or another one, exit code LAYOUT.
    """
    file = folder / "fogra39.icc"
    try:
        profile = files.read(file, None, _PROFILE_BYTES)
        pinned = files.read(folder / "SOURCES.toml", None, _PROFILE_BYTES).decode("utf-8", "replace")
    except files.Unreadable as error:
        what = f"cannot be read: {error}"
        raise ProjectError(Finding(ExitCode.LAYOUT, what, Place(file), "restore it from version control")) from None
    if hashlib.sha256(profile).hexdigest() not in pinned:
        raise ProjectError(
            Finding(ExitCode.LAYOUT, "is not the pinned profile", Place(file), "restore it from version control")
        )
    return profile


_PROFILE_BYTES: Final = 4 * 1024 * 1024
