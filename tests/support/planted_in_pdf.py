"""Faults that several cases plant in a finished PDF."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf


def link(document: Pdf, action: pikepdf.Object) -> None:
    """A link on the second page, in place of those it has."""
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[1].obj[Name.Annots] = Array([annotation])


def cover(document: Pdf, drawn: bytes) -> None:
    """Something drawn over every page."""
    for page in document.pages:
        page.contents_add(document.make_stream(b"q " + drawn + b" Q"))


def jpeg(document: Pdf, written: bytes) -> pikepdf.Object:
    """A picture of 600 pixels that nothing draws, with these bytes as its JPEG."""
    picture = document.make_stream(written, Type=Name.XObject, Subtype=Name.Image, Width=600, Height=600)
    picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceGray, 8, Name.DCTDecode
    document.pages[0].obj.Resources[Name.XObject][Name.Picture] = document.make_indirect(picture)
    return picture


def draw(document: Pdf, page: int, drawn: str) -> None:
    """Something drawn over one page, in points from its foot."""
    under = document.pages[page]
    under.contents_add(document.make_stream(b"q "), prepend=True)
    under.contents_add(document.make_stream(f" Q q {drawn} Q".encode("ascii")))
