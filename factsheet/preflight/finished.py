"""The bytes of a finished PDF and its edition -> what is wrong with the file itself, read back as a stranger would."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

import pikepdf
from pikepdf import Name

from factsheet import fonts
from factsheet.editions import Edition, Intent
from factsheet.findings import ExitCode, Finding
from factsheet.impose import impose
from factsheet.paint import PT, SLUG
from factsheet.press import NO_DATE

# Keys that run, open or carry something, ISO 32000-1, 7.11.4 and 12.6; a handout has no use for any of them.
_ACTIVE: Final = ("/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/OpenAction", "/AA", "/AcroForm")
# All actions of ISO 32000-1, table 198, but the two a handout has: going to a page, and to a web address.
_ACTIONS: Final = (
    *("/GoToR", "/GoToE", "/Launch", "/Thread", "/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm", "/ResetForm"),
    *("/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView"),
)
_TOLD: Final = ("/Title", "/Author", "/Subject", "/Keywords", "/Producer", "/Creator")
_DATES: Final = ("/CreationDate", "/ModDate", "/LastModified")
_XMP_DATE: Final = re.compile(rb"\b(?:xmp|dc|photoshop|xmpMM):(\w*[dD]ate|when)\b")
_LINK: Final = re.compile(r"(https://(?![^/]*\.invalid(/|$))|mailto:|tel:)")

Said = Iterator[tuple[str, str]]


def findings(pdf: bytes, edition: Edition, intent: Intent, pages: int) -> list[Finding]:
    """Page boxes, fonts, links, and nothing that gives away who made the file, where or when.

    `pages` is how many pages were laid out, before they were imposed.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        parts = [part for thing in document.objects for part in _parts(thing)]
        wrong = [
            *_boxes(document, edition, intent, pages),
            *_fonts(parts, edition),
            *_active(parts, intent),
            *_private(document, parts, edition, intent),
        ]
    where = f"{edition.layout.name}, {intent}"
    return [
        Finding(ExitCode.PREFLIGHT, f"{where}: {what}", edition.layout.place, hint)
        for what, hint in dict.fromkeys(wrong)
    ]


def _boxes(document: pikepdf.Pdf, edition: Edition, intent: Intent, pages: int) -> Said:
    """Every box is the trim, but on a press sheet, where BleedBox and MediaBox lie around it."""
    layout = edition.layout
    sizes = [(layout.page_width(page), layout.height) for page in range(1, pages + 1)]
    if intent is not Intent.SCREEN:
        right_to_left = edition.locale.direction == "rtl"
        sizes = [(side.width, side.height) for side in impose(layout, pages, right_to_left)]
    if len(document.pages) != len(sizes):
        yield f"it has {len(document.pages)} pages in place of {len(sizes)}", "report this: it should not happen"
        return
    for number, (page, size) in enumerate(zip(document.pages, sizes, strict=True), 1):
        slug, bleed = (SLUG, layout.bleed) if intent is Intent.PRESS else (0.0, 0.0)
        wanted = {
            "Media": _around(size, slug, slug),
            "Crop": _around(size, slug, slug),
            "Bleed": _around(size, bleed, slug),
            "Trim": _around(size, 0, slug),
        }
        boxes = {"Media": page.mediabox, "Crop": page.cropbox, "Bleed": page.bleedbox, "Trim": page.trimbox}
        for name, box in boxes.items():
            edges = [float(edge) / PT for edge in box]
            # 0.01 mm, a tenth of what a good guillotine keeps
            if max(abs(edge - ours) for edge, ours in zip(edges, wanted[name], strict=True)) > 0.01:
                said = " ".join(f"{edge:.2f}" for edge in edges)
                what = f"the {name}Box of page {number} is {said} mm, which is not what layout.yaml says"
                yield what, "let no style file set another page size"
        if page.obj.get(Name.Rotate, 0) or page.obj.get(Name.UserUnit, 1) != 1:
            yield f"page {number} is turned or scaled", "report this: it should not happen"


def _around(size: tuple[float, float], by: float, slug: float) -> tuple[float, float, float, float]:
    """A box `by` mm around a sheet that begins `slug` mm from the corner of the page."""
    width, height = size
    return slug - by, slug - by, slug + width + by, slug + height + by


def _fonts(parts: Sequence[pikepdf.Object], edition: Edition) -> Said:
    ours = {family.replace(" ", "-") for family in fonts.families(edition.house.assets)}
    for font in parts:
        # A Type0 font only points to the one that has the shapes.
        if font.get(Name.Type) != Name.Font or font.get(Name.Subtype) == Name.Type0:
            continue
        name = re.sub(r"^/([A-Z]{6}\+)?", "", str(font.get(Name.BaseFont, "/without a name")))
        if not any(name == family or name.startswith(f"{family}-") for family in ours):
            yield f'the font "{name}" is not one of this project', "name only families of assets/fonts/SOURCES.toml"
        shapes = font.get(Name.FontDescriptor, pikepdf.Dictionary())
        if not any(key in shapes for key in (Name.FontFile2, Name.FontFile3)):
            yield f'the font "{name}" is not in the file', "report this: it should not happen"


def _active(parts: Sequence[pikepdf.Object], intent: Intent) -> Said:
    for part in parts:
        keys = [key for key in _ACTIVE if key in part]
        if str(part.get(Name.S, "")) in _ACTIONS:
            keys.append(str(part[Name.S]))
        for key in keys:
            yield f"it has {key}, which runs or carries something", "leave it out of the template"
        if Name.URI in part and not _LINK.match(str(part[Name.URI])):
            yield f'it links to "{part[Name.URI]}"', "links are whole addresses that begin with https:, mailto: or tel:"
        if intent is Intent.OFFICE and part.get(Name.Subtype) == Name.Link:
            yield "it has links, which paper has not", "report this: it should not happen"


def _private(document: pikepdf.Pdf, parts: Sequence[pikepdf.Object], edition: Edition, intent: Intent) -> Said:
    for key in document.docinfo:
        if key not in _TOLD + _DATES + (("/Trapped",) if intent is Intent.PRESS else ()):
            yield f"its description has {key}", "leave it out of the template's head"
    # A press file must have dates; the one that is the same in every file tells nothing.
    date, iso_date = NO_DATE if intent is Intent.PRESS else ("", "")
    dates = [key for part in parts for key in _DATES if key in part and not (date and str(part[key]) == f"D:{date}")]
    if Name.Metadata in document.Root:
        said = document.Root.Metadata.read_bytes()
        if iso_date:
            said = re.sub(rf"<(xmp:\w+)>{iso_date}</\1>".encode(), b"", said)
        dates += [found[0].decode("ascii") for found in _XMP_DATE.finditer(said)]
    for date in dates:
        yield f"it says when it was made ({date})", "leave dates out of the template's head, and of images"
    here = f"{edition.house.project.resolve()}/".encode()
    for stream in document.objects:
        if isinstance(stream, pikepdf.Stream) and here in stream.read_bytes():
            yield "it says in which folder it was made", "leave descriptions out of images"


def _parts(thing: object) -> Iterator[pikepdf.Object]:
    """The dictionaries of an object; those with a number of their own are met on their own."""
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if isinstance(thing, pikepdf.Dictionary):
        yield thing
        inside = [*thing.as_dict().values()]
    else:
        inside = [*thing] if isinstance(thing, pikepdf.Array) else []
    for value in inside:
        if not (isinstance(value, pikepdf.Object) and value.is_indirect):
            yield from _parts(value)
