"""Check that nothing in a finished PDF runs, carries, or gives away who made it, where or when (group P)."""

from __future__ import annotations

import getpass
import platform
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Name

from factsheet.checks import Violation, check
from factsheet.design.editions import Intent
from factsheet.pdf.intents import NO_DATE
from factsheet.preflight.pdf_file import File
from factsheet.storage.ownership import PRODUCER

# Keys that run, open or carry something, ISO 32000-1, 7.11.4 and 12.6; a handout has no use for any of them.
_ACTIVE: Final = ("/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/OpenAction", "/AA", "/AcroForm")
# All actions of ISO 32000-1, table 198, but the two a handout has: going to a page, and to a web address.
_ACTIONS: Final = (
    *("/GoToR", "/GoToE", "/Launch", "/Thread", "/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm", "/ResetForm"),
    *("/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView"),
)
_DESCRIPTION_KEYS: Final = ("/Title", "/Author", "/Subject", "/Keywords", "/Producer", "/Creator")
_DATES: Final = ("/CreationDate", "/ModDate", "/LastModified")
_XMP_PRODUCER: Final = re.compile(rb"""(?:<pdf:Producer[^>]*>|\bpdf:Producer\s*=\s*["'])([^"'<]*)""")
_XMP_DATE: Final = re.compile(rb"\b(?:xmp|dc|photoshop|xmpMM):(\w*[dD]ate|when)\b")
_LINK: Final = re.compile(r"(https://(?![^/]*\.invalid(/|$))|mailto:|tel:)")
# A JPEG's segments of application data but the first, and its comment: ITU-T T.81, table B.1.
_JPEG_TALK: Final = re.compile(rb"\xff[\xe1-\xef\xfe]")
_COMMON_NAMES: Final = {"root", "user", "admin", "localhost", "debian", "ubuntu", "runner"}


def _inert(file: File) -> Iterator[Violation]:
    """Nothing in the file runs, opens or carries something: no script, form, attachment or action but links.

    Reason: a script or an attachment can tell its maker who reads; a handout has no use for either.

    Hint: leave it out of the template.

    Source: ISO 32000-1, 7.11.4, 12.6 and table 198; ISO 19005-3, 6.6.1.
    """
    for part in file.parts:
        keys = [key for key in _ACTIVE if key in part]
        if str(part.get(Name.S, "")) in _ACTIONS:
            keys.append(str(part[Name.S]))
        for key in keys:
            yield Violation(f"it has {key}, which runs or carries something")


def _links(file: File) -> Iterator[Violation]:
    """Links are whole addresses that begin with https:, mailto: or tel:, and only a file for the screen has any.

    Reason: a relative link writes the folder of the computer it was made on into the file, and javascript: runs.

    Hint: links are whole addresses that begin with https:, mailto: or tel:

    Source: own; ISO 15930-7, 6.12 for files that go to press.
    """
    for part in file.parts:
        if Name.URI in part and not _LINK.match(str(part[Name.URI])):
            yield Violation(f'it links to "{part[Name.URI]}"')
        if file.intent is not Intent.SCREEN and part.get(Name.Subtype) == Name.Link:
            yield Violation("it has links, which paper has not", "report this: it should not happen")


def _description(file: File) -> Iterator[Violation]:
    """The description of the file says what it is about, and nothing about who made it but which program did.

    Reason: programs write company, computer and account there, where no page shows them; and their own version, which
    tells apart who has which system.

    Hint: leave it out of the template's head.

    Source: ISO 32000-1, table 317.
    """
    for key in file.document.docinfo:
        if key not in _DESCRIPTION_KEYS + _DATES + (("/Trapped",) if file.intent is Intent.PRESS else ()):
            yield Violation(f"its description has {key}")
    producers = [str(file.document.docinfo.get("/Producer", ""))]
    if Name.Metadata in file.document.Root:
        xmp = file.document.Root.Metadata.read_bytes()
        producers += [match[1].decode("utf-8", "replace") for match in _XMP_PRODUCER.finditer(xmp)]
    for producer in dict.fromkeys(producers):
        if producer != PRODUCER:
            yield Violation(f'it says that "{producer}" made it, not "{PRODUCER}"')


def _dates(file: File) -> Iterator[Violation]:
    """No file says when it was made. PDF/X wants a date, so press files all have the same one, 1 January 2000.

    Reason: the hour at which a handout was made can be held against the one who was at the computer then.

    Hint: leave dates out of the template's head, and of images.

    Source: own; ISO 15930-7, 6.10 for the dates of press files.
    """
    date, iso_date = NO_DATE if file.intent is Intent.PRESS else ("", "")
    dates = [key for part in file.parts for key in _DATES if key in part and str(part[key]) != f"D:{date}"]
    if Name.Metadata in file.document.Root:
        xmp = file.document.Root.Metadata.read_bytes()
        if iso_date:
            xmp = re.sub(rf"<(xmp:\w+)>{iso_date}</\1>".encode(), b"", xmp)
        dates += [match[0].decode("ascii") for match in _XMP_DATE.finditer(xmp)]
    for date in dates:
        yield Violation(f"it says when it was made ({date})")


def _whereabouts(file: File) -> Iterator[Violation]:
    """No folder, account or name of the computer it was made on stands in the file.

    Reason: a path such as /home/name/… is a signature.

    Hint: leave descriptions out of images, and paths out of templates.

    Source: own.
    """
    project = file.edition.project
    folders = {f"{folder.resolve()}/" for folder in (project.folder, project.content.parent)} | {f"{Path.home()}/"}
    names = {name for name in (_account(), platform.node()) if len(name) > 3 and name.lower() not in _COMMON_NAMES}
    for thing in file.document.objects:
        text = _text(thing)
        if any(folder.encode() in text for folder in folders if len(folder) > 2):
            yield Violation("it says in which folder it was made")
        for name in sorted(names):
            if re.search(rb"(?<![A-Za-z0-9])" + re.escape(name.encode()) + rb"(?![A-Za-z0-9])", text):
                yield Violation(f'it says "{name}", the name of this account or computer')


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return ""


def _text(thing: object) -> bytes:
    """Return what can be read in a stream or a string; nothing for shapes of letters and pixels."""
    if isinstance(thing, pikepdf.Stream):
        if thing.get(Name.Subtype) in (Name.Image, Name.OpenType, Name.CIDFontType0C) or Name.Length1 in thing:
            return b""
        return thing.read_bytes()
    return str(thing).encode() if isinstance(thing, pikepdf.String) else b""


def _pictures(file: File) -> Iterator[Violation]:
    """No picture carries a description: no Exif, XMP, comment or profile of a camera.

    Reason: cameras and programs write place, time, and serial number into pictures, and some stay in the PDF.

    Hint: save the picture again without its description, or use an SVG drawing or a PNG.

    Source: ITU-T T.81, table B.1; ISO 32000-1, 14.3.2.
    """
    for part in file.parts:
        if part.get(Name.Subtype) == Name.Image and any(key in part for key in (Name.Metadata, Name.PieceInfo)):
            yield Violation("a picture has a description of its own")
    for thing in file.document.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get(Name.Filter) in (Name.DCTDecode, [Name.DCTDecode]):
            head, _, _ = thing.read_raw_bytes().partition(b"\xff\xda")
            if _JPEG_TALK.search(head):
                yield Violation("a JPEG picture carries a description or comment")


CHECKS: Final = (
    check("P01", _inert),
    check("P02", _links),
    check("P03", _description),
    check("P04", _dates),
    check("P05", _whereabouts),
    check("P06", _pictures),
)
